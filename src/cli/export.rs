//! The verb `export`: writes a project as a folder, as tables for statistics, or for other programs, or a selection of
//! it as one file.

use super::names::{self, coders, count, open_to_read};
use super::tables::{self, COLUMNS, ROLL_UP, ROWS, SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT, query};
use super::verb::{Flag, Operand, Verb};
use super::{Arguments, Failure, Printer, exchange, flags};
use crate::analysis::TableRequest;
use crate::engine::compare::{CompareSettings, decided_rule};
use crate::engine::disagreements::AgreeRule;
use crate::engine::export::{Exported, export_as, export_exchange};
use crate::engine::{Chosen, Progress, Selection, TargetFormat};
use crate::interchange::refi;
use crate::interchange::tables::TableFormat;
use crate::model::Study;
use crate::store::Reads;
use serde_json::json;
use std::path::Path;

const SELECT: Flag = Flag::value(
    "select",
    "WHAT",
    "contents of the file: codings (the default), table:NAME, matrix:ROWS:COLUMNS, transcripts (whole texts with coded \
     passages and memos; docx and html), codebook, memos, participants, documents, agreement or decisions (on the \
     coders' disagreements)",
);

const AS: Flag = Flag::value(
    "as",
    "FORMAT",
    "format, overriding the extension of TARGET: csv, xlsx, docx, html, md, json, text; folder (the whole \
     project), tidy (a folder of tables for R, Python and SPSS, with scripts that read them), qdpx or qdc",
);
const QUOTES: Flag = Flag::switch("quotes", "show passages in the cells of a table instead of numbers");
const PASSAGES: Flag = Flag {
    help: "add the passages that a table’s numbers count (docx, html, md, text, xlsx; a workbook of a table:NAME always \
           has them)",
    ..tables::PASSAGES
};
const NO_MEMOS: Flag = Flag::switch("no-memos", "leave the memos on passages out of transcripts");
const CODES: Flag = Flag {
    repeats: true,
    help: "only this code, without its subcodes, by its path, such as “Financial capital > Push > Low income”; may be \
           repeated",
    ..flags::CODE
};
const DOCUMENTS: Flag = Flag { repeats: true, help: "only this document; may be repeated", ..flags::DOCUMENT };
const PARTICIPANTS: Flag =
    Flag { repeats: true, help: "only passages of this participant; may be repeated", ..flags::PARTICIPANT };

const EXCHANGE: [&str; 4] = [exchange::FOR.long, exchange::UTF16.long, exchange::UNIQUE.long, exchange::GROUPS.long];

pub const EXPORT: Verb = Verb {
    name: "export",
    operands: &[
        flags::READ,
        Operand::one(
            "TARGET",
            "a folder to create, or a file that ends in .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx or \
             .qdc; for a matrix of codes by codes also .graphml or .gexf",
        ),
    ],
    flags: &[
        AS,
        SELECT,
        Flag { required: false, help: "rows of --select matrix, as for the verb matrix", ..ROWS },
        Flag { required: false, help: "columns of --select matrix, as for the verb matrix", ..COLUMNS },
        flags::COUNT,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        ROLL_UP,
        QUOTES,
        PASSAGES,
        NO_MEMOS,
        flags::CODERS,
        CODES,
        PARTICIPANTS,
        DOCUMENTS,
        flags::ACCOUNT,
        exchange::FOR,
        exchange::UTF16,
        exchange::UNIQUE,
        exchange::GROUPS,
        flags::LANGUAGE,
        flags::JSON,
    ],
    about: "write a project as a folder, or a selection of it as a file",
    notes: "A TARGET without an extension, or with a slash at its end, is a folder. A .qdpx file is the whole project \
            for other programs (REFI-QDA), a .qdc file its codebook; anything they cannot hold is reported. --code, \
            --participant and --document restrict codings and transcripts, --where, --where-document and --spoken-by \
            codings, tables and agreement, --set and --account all of them. With --json the \
            report is {\"written\": [{\"file\", \"bytes\", \"kind\", \"rows\"}], \"left_out\": [\"…\"]}.",
    run,
};

fn run(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let target = arguments.paths().nth(1).ok_or_else(|| arguments.usage("TARGET is missing"))?;
    let word = arguments.flag(SELECT.long)?.unwrap_or("codings");
    let format = format(&target, word, arguments, printer)?;
    let allowed: &[&str] = match format {
        TargetFormat::Tidy => &[flags::CODERS.long],
        TargetFormat::Exchange(_) => &EXCHANGE,
        TargetFormat::Folder | TargetFormat::ExchangeCodebook => &[],
        TargetFormat::File(_) => narrowing(word),
    };
    let always = [AS.long, flags::JSON.long, flags::LANGUAGE.long];
    let meant = |flag: &&Flag| {
        let selects = flag.long == SELECT.long
            && (matches!(format, TargetFormat::File(_)) || word == "tidy" && format == TargetFormat::Tidy);
        arguments.has(flag.long) && !always.contains(&flag.long) && !selects
    };
    if let Some(flag) = EXPORT.flags.iter().filter(meant).find(|flag| !allowed.contains(&flag.long)) {
        let of_exchange = EXCHANGE.contains(&flag.long);
        return Err(arguments.usage(match format {
            _ if of_exchange => format!("--{} can only be used with a .qdpx file", flag.long),
            TargetFormat::File(_) => format!("--{} cannot be used with --select {word}", flag.long),
            TargetFormat::Tidy => format!("--{} cannot be used with tidy tables, which contain everything", flag.long),
            _ => format!(
                "--{} cannot be used with a folder, a .qdpx or a .qdc file, which contain everything",
                flag.long
            ),
        }));
    }
    count(arguments)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let selection = match format {
        TargetFormat::Tidy => Selection::Chosen(Chosen { users: coders(&study, arguments)?, ..Chosen::default() }),
        TargetFormat::File(_) => selection(project.reads(), &study, word, arguments)?,
        _ => Selection::Codebook,
    };
    let (written, losses) = match format {
        TargetFormat::Exchange(_) => {
            let (written, losses) =
                export_exchange(project.reads(), &target, &exchange::options(arguments)?, &Progress::default())?;
            (written, Some(losses))
        }
        _ => {
            let language = names::language(arguments)?.unwrap_or_default();
            (export_as(project.reads(), &target, &selection, format, language, &Progress::default())?, None)
        }
    };
    if arguments.has(flags::JSON.long) {
        let mut report = report(&written);
        if let (Some(losses), Some(report)) = (losses, report.as_object_mut()) {
            report.insert("losses".into(), json!(losses));
        }
        return printer.json(&report);
    }
    for loss in &written.left_out {
        printer.remark(&format!("not included: {loss}"));
    }
    printer.line(&format!("wrote {}", target.display()))
}

/// Returns the format given by `--as`, otherwise by the extension. Prints a remark if the two contradict each other.
fn format(
    target: &Path,
    word: &str,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<TargetFormat, Failure> {
    let format = match arguments.flag(AS.long)? {
        None if word == "tidy" => return Ok(TargetFormat::Tidy),
        None => return Ok(TargetFormat::of(target)?),
        Some("tidy") => TargetFormat::Tidy,
        Some("folder") => TargetFormat::Folder,
        Some(refi::PROJECT) => TargetFormat::Exchange(refi::ExchangeOptions::PLAIN),
        Some(refi::CODEBOOK) => TargetFormat::ExchangeCodebook,
        Some(name) => TableFormat::parse(name).map(TargetFormat::File).ok_or_else(|| {
            let known = TableFormat::TABLES.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
            arguments.usage(format!("--as is {known}, folder, tidy, qdpx or qdc, not “{name}”"))
        })?,
    };
    let is_folder = matches!(format, TargetFormat::Tidy | TargetFormat::Folder);
    if !is_folder && target.to_string_lossy().ends_with(['/', '\\']) {
        return Err(arguments.usage(format!("{} is a folder, but --as requires a file", target.display())));
    }
    if let Ok(by_name) = TargetFormat::of(target).map_err(drop)
        && by_name != format
        && by_name != TargetFormat::Folder
    {
        let name = arguments.flag(AS.long)?.unwrap_or_default();
        printer.remark(&format!("{} is written as {name}, despite its extension", target.display()));
    }
    Ok(format)
}

/// Returns the flags that can be used with a kind of file.
fn narrowing(word: &str) -> &'static [&'static str] {
    match kind(word).0 {
        "table" => &[
            "count",
            "where",
            "where-document",
            "set",
            "spoken-by",
            "account",
            "roll-up",
            "quotes",
            "passages",
            "coder",
        ],
        "matrix" => &[
            "rows",
            "columns",
            "count",
            "where",
            "where-document",
            "set",
            "spoken-by",
            "account",
            "roll-up",
            "quotes",
            "passages",
            "coder",
        ],
        "codings" => {
            &["coder", "code", "participant", "document", "where", "where-document", "set", "spoken-by", "account"]
        }
        "transcripts" => &["coder", "code", "participant", "document", "set", "account", "no-memos"],
        "agreement" => &["coder", "code", "document", "where", "where-document", "set", "spoken-by", "account"],
        "decisions" => &["coder"],
        _ => &[],
    }
}

/// Splits `table:NAME` or `table NAME`.
fn kind(word: &str) -> (&str, &str) {
    word.split_once([':', ' ']).unwrap_or((word, ""))
}

fn selection(reads: Reads<'_>, study: &Study, word: &str, arguments: &Arguments) -> Result<Selection, Failure> {
    let request = match kind(word) {
        ("codebook", "") => return Ok(Selection::Codebook),
        ("participants", "") => return Ok(Selection::Participants),
        ("documents", "") => return Ok(Selection::Documents),
        ("memos", "") => return Ok(Selection::Memos),
        ("codings", "") => return Ok(Selection::Chosen(chosen(study, arguments)?)),
        ("transcripts", "") => {
            let memos = !arguments.has(NO_MEMOS.long);
            return Ok(Selection::Transcripts { chosen: transcripts(study, arguments)?, memos });
        }
        ("agreement", "") => {
            let Chosen { sources: documents, codes, users: coders, scope, .. } = chosen(study, arguments)?;
            let settings = CompareSettings { coders, codes, documents, scope, ..CompareSettings::default() };
            return Ok(Selection::Agreement(Box::new(settings)));
        }
        ("decisions", "") => return Ok(Selection::Decisions(rule(reads, study, arguments)?)),
        ("table", name) if !name.is_empty() => TableRequest::Defined { name: name.to_owned() },
        ("matrix", axes) => match tables::matrix_of_flags(arguments)? {
            Some(matrix) if axes.is_empty() => matrix,
            Some(_) => {
                return Err(
                    arguments.usage("give rows and columns once: as matrix:ROWS:COLUMNS, or with --rows and --columns")
                );
            }
            None => tables::matrix_in_one_word(axes, study, arguments)?,
        },
        _ => {
            return Err(arguments.usage(format!(
                "--select is codings, table:NAME, matrix:ROWS:COLUMNS, transcripts, codebook, memos, participants, \
                 documents, agreement, decisions or tidy, not “{word}”"
            )));
        }
    };
    let query = query(request, study, arguments)?;
    Ok(if arguments.has(QUOTES.long) { Selection::QuoteTable(query) } else { tables::counted(query, arguments) })
}

/// Returns whose disagreements are meant: those of the coders named, or of those who have been compared.
fn rule(reads: Reads<'_>, study: &Study, arguments: &Arguments) -> Result<AgreeRule, Failure> {
    let decided = decided_rule(reads, study)?;
    Ok(match coders(study, arguments)? {
        named if named.is_empty() => decided,
        coders => AgreeRule { coders, ..decided },
    })
}

fn chosen(study: &Study, arguments: &Arguments) -> Result<Chosen, Failure> {
    let each = |flag: &Flag| arguments.all(flag.long);
    Ok(Chosen {
        sources: each(&DOCUMENTS)?.into_iter().map(|name| names::document(study, name)).collect::<Result<_, _>>()?,
        participants: each(&PARTICIPANTS)?
            .into_iter()
            .map(|name| names::participant(study, name))
            .collect::<Result<_, _>>()?,
        codes: each(&CODES)?.into_iter().map(|path| names::code(study, path)).collect::<Result<_, _>>()?,
        users: coders(study, arguments)?,
        scope: tables::scope(study, arguments)?,
    })
}

/// Of sets of documents, only the documents in all of them have transcripts.
fn transcripts(study: &Study, arguments: &Arguments) -> Result<Chosen, Failure> {
    let mut chosen = chosen(study, arguments)?;
    if !chosen.scope.sets.is_empty() {
        let kept = chosen.scope.narrow(study)?;
        let named = std::mem::take(&mut chosen.sources);
        chosen.sources =
            kept.sources.iter().map(|source| source.id).filter(|id| named.is_empty() || named.contains(id)).collect();
        if chosen.sources.is_empty() {
            return Err(Failure::Failed("no document is in all of these sets, so there is nothing to write".into()));
        }
    }
    Ok(chosen)
}

fn report(written: &Exported) -> serde_json::Value {
    let file = |file: &crate::engine::export::ExportedFile| {
        let mut entry =
            json!({ "file": file.file.display().to_string(), "bytes": file.bytes, "kind": file.kind.name() });
        if let (Some(rows), Some(entry)) = (file.rows, entry.as_object_mut()) {
            entry.insert("rows".into(), json!(rows));
        }
        entry
    };
    json!({ "written": written.files.iter().map(file).collect::<Vec<_>>(), "left_out": written.left_out })
}
