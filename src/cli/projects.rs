//! Verbs on a project as a whole: open, new, import, info, check.

use super::names::open_to_read;
use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, help, table_imports};
use crate::engine::import::counts_json;
use crate::engine::{Command, Counts, Error, ImportReport, Progress, Project, places};
use crate::interchange::document::Reading;

pub const OPEN: Verb = Verb {
    name: "open",
    operands: &[flags::READ],
    flags: &[],
    about: "open the window on a project",
    notes: "",
    run: |_, _| Err(help::no_window()),
};

const NAME: Flag = Flag::value("name", "NAME", "the project's name (default: that of the file)");

pub const NEW: Verb = Verb {
    name: "new",
    operands: &[Operand::one("PROJECT", "the file to make; .pullquote is added when it has no such ending")],
    flags: &[NAME],
    about: "make an empty project file",
    notes: "",
    run: new,
};

pub const STRICT: Flag = Flag::switch("strict", "take nothing at all when any entry is faulty");
const AS: Flag = Flag::value(
    "as",
    "KIND",
    "SOURCE is one table (.csv, .tsv, .xlsx, .ods) of this kind: participants, codebook (.json and .qdc too), segments (coded \
     passages), or documents (a row each)",
);
pub const AS_CODER: Flag = Flag::value("coder", "NAME", "who imports, for the history; of segments: who coded them");
pub const SHEET: Flag = Flag::value("sheet", "NAME", "the sheet of a workbook (default: the first with rows)");
pub const DOTS: Flag = Flag::switch("dots", "dots in the names of a codebook part levels, as in Taguette");
pub const EXISTING: Flag =
    Flag::switch("overwrite", "values in the table replace those that participants have already");
pub const REPEATED: Flag = Flag::value(
    "repeated",
    "WHAT",
    "a participant in several rows: refuse (default), first, last, or join (the first known value of each column)",
);
pub const AMBIGUOUS: Flag =
    Flag::value("ambiguous", "WHAT", "words that stand several times: leave-out (default), first, or all places");

pub const ENCODING: Flag = Flag::value(
    "encoding",
    "NAME",
    "the encoding of text files, such as gb18030, big5 or windows-1252 (default: it is found out, and told)",
);

const UTF16: Flag = Flag::switch(
    "utf16-offsets",
    "positions in a .qdpx count UTF-16 units, as NVivo does (default: found out from its words)",
);

pub const IMPORT: Verb = Verb {
    name: "import",
    operands: &[
        flags::WRITE,
        Operand {
            name: "SOURCE",
            help: "a project folder, a project of another program (.qdpx), a document (.txt, .md, .docx, .odt, .rtf, .html, .srt, .vtt), or a folder of documents",
            number: Number::OneOrMore,
        },
    ],
    flags: &[
        AS_CODER,
        AS,
        SHEET,
        table_imports::NAME_COLUMN,
        table_imports::DOCUMENT_COLUMN,
        table_imports::TEXT_COLUMN,
        table_imports::PARTICIPANT_COLUMN,
        table_imports::CODE_COLUMN,
        table_imports::QUOTE_COLUMN,
        table_imports::START_COLUMN,
        table_imports::END_COLUMN,
        table_imports::CODER_COLUMN,
        table_imports::MEMO_COLUMN,
        AMBIGUOUS,
        REPEATED,
        EXISTING,
        DOTS,
        ENCODING,
        UTF16,
        STRICT,
        flags::JSON,
    ],
    about: "take documents, tables, codebook and codings into a project",
    notes: "The columns of a table are found by their usual names; the flags say otherwise. All sources together are one entry of the history. Entries that cannot be taken are told of one by one, and \
            the rest is taken; the exit code is 1 when nothing was.",
    run: import,
};

pub const INFO: Verb = Verb {
    name: "info",
    operands: &[flags::READ],
    flags: &[flags::JSON],
    about: "count everything in a project",
    notes: "",
    run: info,
};

pub const CHECK: Verb = Verb {
    name: "check",
    operands: &[flags::READ],
    flags: &[],
    about: "look for damage: the file itself, and everything that must hold in a project",
    notes: "Prints `whole`, or a line a fault; the exit code is 1 when there is a fault.",
    run: check,
};

fn new(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = places::with_ending(&arguments.path()?);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = arguments.flag(NAME.long)?.map_or_else(|| stem.trim().to_owned(), |name| name.trim().to_owned());
    if name.is_empty() {
        return Err(Error::Nameless { what: "project" }.into());
    }
    drop(Project::create(&path, &name)?);
    printer.line(&format!("made {}", path.display()))
}

fn import(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let sources: Vec<_> = arguments.paths().skip(1).collect();
    table_imports::check_flags(arguments.flag(AS.long)?, arguments)?;
    let mut project = Project::open(&arguments.path()?)?;
    let coder = arguments.flag(AS_CODER.long)?;
    let (json, strict) = (arguments.has(flags::JSON.long), arguments.has(STRICT.long));
    let before = project.reads().counts()?;
    let command = match (arguments.flag(AS.long)?, sources.as_slice()) {
        (None, _) => {
            let encoding = arguments.flag(ENCODING.long)?.map(str::to_owned);
            Command::Import { paths: sources, strict, reading: Reading { encoding, utf16: arguments.has(UTF16.long) } }
        }
        (Some("codebook"), _) if strict => return Err(arguments.usage("--as codebook goes without --strict")),
        (Some(kind), [path]) if table_imports::KINDS.contains(&kind) => {
            return table_imports::import(kind, path, &mut project, arguments, printer);
        }
        (Some(kind), _) if table_imports::KINDS.contains(&kind) => {
            return Err(arguments.usage("--as goes with one SOURCE"));
        }
        (Some(kind), _) => {
            return Err(arguments.usage(format!("--as is {}, not “{kind}”", table_imports::KINDS.join(", "))));
        }
    };
    let report = match project.execute(&command, coder, &Progress::default()) {
        Ok(outcome) => outcome.import.unwrap_or_default(),
        Err(Error::Strict { problems }) => {
            if json {
                let report = ImportReport { refused: problems.clone(), counts: before, ..Default::default() };
                printer.json(&report.to_json())?;
            }
            return Err(Error::Strict { problems }.into());
        }
        Err(error) => return Err(error.into()),
    };
    tell(&report, &before, json, printer)
}

/// Prints what was imported, and fails when nothing was.
pub fn tell(report: &ImportReport, before: &Counts, json: bool, printer: &mut Printer<'_>) -> Result<(), Failure> {
    for problem in &report.refused {
        printer.remark(&problem.to_string());
    }
    if json {
        printer.json(&report.to_json())?;
    } else {
        tell_import(report, before, printer)?;
    }
    if report.imported.is_empty() && report.counts == *before {
        let message = "nothing was imported: the sources hold no document, code or coding that could be taken";
        return Err(Failure::Failed(message.into()));
    }
    Ok(())
}

fn tell_import(report: &ImportReport, before: &Counts, printer: &mut Printer<'_>) -> Result<(), Failure> {
    for one in &report.imported {
        let speakers: Vec<&str> = one.speakers.iter().map(|(label, _)| label.as_str()).collect();
        let speakers = if speakers.is_empty() { String::new() } else { format!(", speakers {}", speakers.join(", ")) };
        printer.line(&format!("{}: {} characters, {} turns{speakers}", one.document, one.characters, one.turns))?;
        for warning in &one.warnings {
            printer.remark(&format!("{}: {warning}", one.file));
        }
    }
    let after = &report.counts;
    let new = |what: &str, before: u64, after: u64| format!("{} {what}", after.saturating_sub(before));
    printer.line(&format!(
        "new: {}, {}, {}, {}; refused: {}",
        new("documents", before.documents, after.documents),
        new("participants", before.participants, after.participants),
        new("codes", before.codes, after.codes),
        new("codings", before.codings, after.codings),
        report.refused.len()
    ))
}

fn info(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let project = open_to_read(&arguments.path()?, printer)?;
    let counts = counts_json(&project.reads().counts()?);
    if arguments.has(flags::JSON.long) {
        return printer.json(&counts);
    }
    let study = project.reads().study()?;
    printer.line(&study.project.name)?;
    if !study.project.description.is_empty() {
        printer.line(&study.project.description)?;
    }
    printer.line("")?;
    for (name, number) in counts.as_object().into_iter().flatten() {
        printer.line(&format!("{number:>9}  {name}"))?;
    }
    let lists: [(&str, Vec<&str>); 4] = [
        ("coders", study.users.iter().map(|u| u.name.as_str()).collect()),
        ("attributes", study.variables.iter().map(|v| v.name.as_str()).collect()),
        ("facets", study.codebook.facets.iter().map(|f| f.name.as_str()).collect()),
        ("tables", study.tables.iter().map(|t| t.name.as_str()).collect()),
    ];
    printer.line("")?;
    for (what, names) in lists.iter().filter(|(_, names)| !names.is_empty()) {
        printer.line(&format!("{what}: {}", names.join(", ")))?;
    }
    Ok(())
}

fn check(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    // Of a folder, the entries that cannot be read are the faults.
    let (project, problems) = Project::open_to_read(&arguments.path()?)?;
    let faults: Vec<String> = problems.iter().map(ToString::to_string).chain(project.reads().check()?).collect();
    for fault in &faults {
        printer.line(fault)?;
    }
    match faults.len() {
        0 => printer.line("whole"),
        1 => Err(Failure::Failed("there is a fault: go back to a copy, or mend what is named above".into())),
        many => {
            Err(Failure::Failed(format!("there are {many} faults: go back to a copy, or mend what is named above")))
        }
    }
}
