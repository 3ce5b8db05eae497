//! The verb `import`: adds documents, projects of other programs, and tables to a project.

use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, names, table_imports};
use crate::engine::import::{ImportOptions, ImportPlan, NewParticipants, SameName};
use crate::engine::table_import::TableKind;
use crate::engine::{Actor, Command, Counts, Error, ImportReport, Progress, Project};
use crate::interchange::document::Reading;
use crate::interchange::refi::Offsets;
use crate::interchange::remark::{Refusal, Remark, Warning};
use crate::model::plural::passages_counted;
use crate::model::{Noun, SpeakerRole, SpeakerRule, same_name as names_match};
use crate::text::pattern_rule;
use std::path::PathBuf;
use std::sync::Arc;

pub const SPLIT: Flag = Flag::value(
    "split-codes",
    "SEPARATOR",
    "separator of levels in the code names of another program, such as “::” in ATLAS.ti or “.” in Taguette",
);
pub const UNWRAP: Flag = Flag::switch("unwrap", "leave out a folder that contains all codes, such as “Nodes” in NVivo");

pub const STRICT: Flag = Flag::switch("strict", "import nothing if any entry is faulty");
const AS: Flag = Flag::value(
    "as",
    "KIND",
    "SOURCE is one table (.csv, .tsv, .xlsx, .ods) of this kind: participants, document-attributes (a row for each \
     document), speakers (document, speaker and participant), codebook (.json and .qdc too), segments (coded passages), \
     documents (a row each), or transcript (a row for each utterance)",
);
pub const AS_CODER: Flag =
    Flag::value("coder", "NAME", "coder to record in the history; for segments, the coder of the passages");
pub const SHEET: Flag = Flag::value("sheet", "NAME", "the sheet of a workbook (default: the first with rows)");
pub const DOTS: Flag = Flag::switch("dots", "dots in the code names of a codebook separate levels, as in Taguette");
pub const EXISTING: Flag = Flag::switch(
    "overwrite",
    "replace existing values of participants or documents, and who speakers are, with those in the table",
);
pub const DELETE_ABSENT: Flag =
    Flag::switch("delete-absent", "delete participants who are in no document any more because of a table of speakers");
pub const REPEATED: Flag = Flag::value(
    "repeated",
    "WHAT",
    "a participant in several rows: refuse (default), first, last, or join (the first known value of each column)",
);
pub const AMBIGUOUS: Flag = Flag::value(
    "ambiguous",
    "WHAT",
    "passages whose text occurs several times: leave-out (default), first, or all occurrences",
);

pub const ENCODING: Flag = Flag::value(
    "encoding",
    "NAME",
    "the encoding of text files, such as gb18030, big5 or windows-1252 (default: detected and reported)",
);

pub const PASSWORD: Flag = Flag::value("password", "WORD", "password of a protected PDF");

pub const UTF16: Flag = Flag::switch(
    "utf16-offsets",
    "positions in a .qdpx count UTF-16 units, as NVivo does (default: detected from the text)",
);

pub const CODE_POINTS: Flag = Flag::switch(
    "code-point-offsets",
    "positions in a .qdpx count Unicode characters, as the standard requires (default: detected from the text)",
);

const SPEAKERS: Flag = Flag::value(
    "speakers",
    "REGEX",
    "pattern of a speaker's label at the start of a line; its first group is the label (default: detected); `none` \
     for no speakers",
);
const INTERVIEWER: Flag = Flag::value("interviewer", "LABEL", "label of an interviewer").repeated();
const NOT_SPEAKER: Flag =
    Flag::value("not-speaker", "LABEL", "a label that is not a speaker, although it looks like one").repeated();
const UNLABELLED: Flag = Flag::value(
    "unlabelled",
    "NAME",
    "speaker of lines without a label, if only the interviewer has one (default: the speaker before)",
);
const SAME_NAME: Flag = Flag::value(
    "same-name",
    "refuse|number|skip",
    "what to do with a document whose name is already taken (default: refuse); nothing is ever overwritten",
);
const KEEP_FILES: Flag = Flag::switch("keep-files", "keep the original files in the project");
const MAKE_PARTICIPANTS: Flag = Flag::switch(
    "make-participants",
    "create a participant for each document, with its name, and assign the document to it; with `=speakers`, for each \
     speaker who is not an interviewer",
)
.with_optional_value("=speakers");

pub const IMPORT: Verb = Verb {
    name: "import",
    operands: &[
        flags::WRITE,
        Operand {
            name: "SOURCE",
            help: "a project folder, a project of another program (.qdpx, .qde, .qda, .sqlite3) or its codebook \
                   (.qdc), a document (.txt, .md, .docx, .odt, .rtf, .pdf, .html, .srt, .vtt, .ass), or a folder of \
                   documents",
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
        table_imports::IMPORTANT_COLUMN,
        table_imports::ACCOUNT_COLUMN,
        table_imports::CREATED_COLUMN,
        AMBIGUOUS,
        table_imports::SEVERAL_CODES,
        table_imports::SPEAKER_COLUMN,
        table_imports::TIME_COLUMN,
        REPEATED,
        EXISTING,
        DELETE_ABSENT,
        DOTS,
        ENCODING,
        SPEAKERS,
        INTERVIEWER,
        NOT_SPEAKER,
        UNLABELLED,
        SAME_NAME,
        KEEP_FILES,
        MAKE_PARTICIPANTS,
        UTF16,
        CODE_POINTS,
        SPLIT,
        UNWRAP,
        PASSWORD,
        STRICT,
        flags::JSON,
        flags::WAIT,
    ],
    about: "import documents, tables, a codebook or passages into a project",
    notes: "The columns of a table are recognised by their usual names, unless flags name them. All sources together \
            are one history entry. Entries that cannot be imported are reported one by one, and the rest is imported; \
            the exit code is 1 if nothing was imported. An import never changes passages that are in the project, except that \
            it adds what they lack: memos, and for --as segments the marks important and own experience or about \
            others. If these passages are other coders' than the one named with --coder, the report and the history \
            name their coders.",
    run: import,
};

/// Returns the options for reading files.
pub fn reading(arguments: &Arguments) -> Result<Reading, Failure> {
    let split_codes = arguments.flag(SPLIT.long)?.map(str::to_owned);
    if split_codes.as_ref().is_some_and(|separator| separator.trim().is_empty()) {
        return Err(arguments.usage("--split-codes needs the separator of levels, such as “::” or “.”"));
    }
    let offsets = match (arguments.has(UTF16.long), arguments.has(CODE_POINTS.long)) {
        (true, true) => {
            return Err(arguments.usage(format!("use either --{} or --{}", UTF16.long, CODE_POINTS.long)));
        }
        (true, false) => Some(Offsets::Utf16),
        (false, true) => Some(Offsets::CodePoints),
        (false, false) => None,
    };
    Ok(Reading {
        encoding: arguments.flag(ENCODING.long)?.map(str::to_owned),
        offsets,
        password: arguments.flag(PASSWORD.long)?.map(str::to_owned),
        split_codes,
        unwrap: arguments.has(UNWRAP.long),
    })
}

fn import(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let sources: Vec<_> = arguments.paths().skip(1).collect();
    let kind =
        match arguments.flag(AS.long)? {
            None => None,
            Some(word) => Some(TableKind::parse(word).ok_or_else(|| {
                arguments.usage(format!("--as is {}, not “{word}”", table_imports::kinds().join(", ")))
            })?),
        };
    table_imports::check_flags(kind, arguments)?;
    let of_documents =
        [SPEAKERS, INTERVIEWER, NOT_SPEAKER, UNLABELLED, SAME_NAME, KEEP_FILES, MAKE_PARTICIPANTS, PASSWORD];
    // Of a table of utterances, the speakers may become participants.
    let takes = |flag: &Flag| kind == Some(TableKind::Transcript) && flag.long == MAKE_PARTICIPANTS.long;
    let is_wrong = |flag: &&Flag| arguments.has(AS.long) && arguments.has(flag.long) && !takes(flag);
    if let Some(flag) = of_documents.iter().find(is_wrong) {
        return Err(arguments.usage(format!("--{} cannot be used with --as", flag.long)));
    }
    let make_participants = new_participants(arguments)?;
    let mut project = names::open_to_write(arguments, printer)?;
    let coder = arguments.flag(AS_CODER.long)?;
    let (json, strict) = (arguments.has(flags::JSON.long), arguments.has(STRICT.long));
    let before = project.reads().counts()?;
    if let Some(kind) = kind {
        if kind == TableKind::Codebook && strict {
            return Err(arguments.usage("--strict cannot be used with --as codebook"));
        }
        let [path] = sources.as_slice() else { return Err(arguments.usage("--as takes one SOURCE")) };
        return table_imports::import(kind, path, &mut project, arguments, printer);
    }
    let mut plan = planned(arguments, &project, &sources)?;
    plan.answer(&project.reads().study()?, same_name(arguments)?);
    let keep_files = arguments.has(KEEP_FILES.long);
    let command =
        Command::TakeImport { plan: Arc::new(plan), how: ImportOptions { strict, keep_files, make_participants } };
    // Whose passages get memos is reported.
    let command = Command::Override(Box::new(command));
    let report = match project.execute(&command, &Actor::named(coder), &Progress::default()) {
        Ok(outcome) => outcome.import.unwrap_or_default(),
        Err(Error::Strict { problems }) => {
            if json {
                let report = ImportReport { problems: problems.clone(), counts: before, ..Default::default() };
                printer.json(&report.to_json())?;
            }
            return Err(Error::Strict { problems }.into());
        }
        Err(error) => return Err(error.into()),
    };
    tell(&report, &before, json, printer)
}

/// Returns whom `--make-participants` makes participants.
pub fn new_participants(arguments: &Arguments) -> Result<NewParticipants, Failure> {
    match arguments.flag(MAKE_PARTICIPANTS.long)? {
        None => Ok(NewParticipants::None),
        Some("") => Ok(NewParticipants::Documents),
        Some("speakers") => Ok(NewParticipants::Speakers),
        Some(word) => Err(arguments.usage(format!("--make-participants takes `=speakers` or no value, not “{word}”"))),
    }
}

/// Prints what was skipped or changed, with the flag that would change it, if any.
pub fn tell_refused(report: &ImportReport, printer: &mut Printer<'_>) {
    for problem in &report.problems {
        let flag = match &problem.remark {
            Remark::Warning(Warning::CodesInOneFolder { .. }) => format!(" (--{})", UNWRAP.long),
            Remark::Warning(Warning::UncertainPositions { .. }) => {
                format!(" (--{} or --{})", UTF16.long, CODE_POINTS.long)
            }
            Remark::Refusal(Refusal::TableNotDocument | Refusal::Workbook) => {
                format!(" (--{} {})", AS.long, table_imports::kinds().join(", "))
            }
            Remark::Refusal(Refusal::PasswordNeeded) => format!(" (--{})", PASSWORD.long),
            _ => String::new(),
        };
        printer.remark(&format!("{problem}{flag}"));
    }
}

/// Prints what was imported, and fails when nothing was.
pub fn tell(report: &ImportReport, before: &Counts, json: bool, printer: &mut Printer<'_>) -> Result<(), Failure> {
    tell_refused(report, printer);
    if json {
        printer.json(&report.to_json())?;
    } else {
        tell_import(report, before, printer)?;
    }
    if report.imported.is_empty() && report.counts == *before && !report.has_changed {
        let message = if report.refused() == 0 {
            "nothing was imported: the sources are empty, or everything in them is already in the project"
        } else {
            "nothing was imported: the sources contain no document, code or coding that could be imported"
        };
        return Err(Failure::Failed(message.into()));
    }
    Ok(())
}

/// Reads the documents and applies the flags for speakers.
fn planned(arguments: &Arguments, project: &Project, sources: &[PathBuf]) -> Result<ImportPlan, Failure> {
    let mut rule = match arguments.flag(SPEAKERS.long)? {
        None => SpeakerRule::default(),
        Some("none") => SpeakerRule { off: true, ..SpeakerRule::default() },
        Some(pattern) => pattern_rule(pattern).map_err(|why| arguments.usage(why.to_string()))?,
    };
    rule.unlabelled = arguments.flag(UNLABELLED.long)?.map(str::to_owned);
    for (flag, role) in [(INTERVIEWER, SpeakerRole::Interviewer), (NOT_SPEAKER, SpeakerRole::Nobody)] {
        rule.roles.extend(arguments.all(flag.long)?.into_iter().map(|label| (label.to_owned(), role)));
    }
    let reading = reading(arguments)?;
    let mut plan = ImportPlan::read(project.reads(), sources, &reading, &Progress::default())?;
    let mut unknown: Vec<String> = rule.roles.keys().cloned().collect();
    for document in &mut plan.documents {
        document.set_speakers(rule.clone());
        // Keep in each document's rule only labels that occur in it.
        let known: Vec<String> = document.found.labels.iter().map(|label| label.name.clone()).collect();
        let is_known = |label: &str| known.iter().any(|name| names_match(name, label));
        let mut speakers = rule.clone();
        speakers.roles.retain(|label, _| is_known(label));
        unknown.retain(|label| !is_known(label));
        document.set_speakers(speakers);
    }
    if let Some(label) = unknown.first() {
        return Err(arguments.usage(format!("no line of these documents begins with the label “{label}”")));
    }
    Ok(plan)
}

fn same_name(arguments: &Arguments) -> Result<SameName, Failure> {
    match arguments.flag(SAME_NAME.long)? {
        None | Some("refuse") => Ok(SameName::Refuse),
        Some("number") => Ok(SameName::Number),
        Some("skip") => Ok(SameName::Skip),
        Some(other) => Err(arguments.usage(format!("--same-name is refuse, number or skip, not “{other}”"))),
    }
}

pub fn tell_import(report: &ImportReport, before: &Counts, printer: &mut Printer<'_>) -> Result<(), Failure> {
    for one in &report.imported {
        let speakers: Vec<&str> = one.speakers.iter().map(|(label, _)| label.as_str()).collect();
        let speakers = if speakers.is_empty() { String::new() } else { format!(", speakers {}", speakers.join(", ")) };
        let characters = Noun::Character.counted(one.characters.into());
        let turns = Noun::Turn.counted(one.turns as u64);
        printer.line(&format!("{}: {characters}, {turns}{speakers}", one.document))?;
        for remark in one.remarks() {
            let flag = match &remark {
                Remark::Warning(Warning::NoSpeakers { pattern, .. }) => format!(" (--{} '{pattern}')", SPEAKERS.long),
                _ => String::new(),
            };
            printer.remark(&format!("{}: {remark}{flag}", one.file));
        }
    }
    if !report.sets.is_empty() {
        let sets: Vec<String> = report.sets.iter().map(ToString::to_string).collect();
        printer.line(&format!("new sets: {}", sets.join(", ")))?;
    }
    if !report.queries.is_empty() {
        printer.line(&format!("new queries: {}", report.queries.join(", ")))?;
    }
    let after = &report.counts;
    let new = |what: Noun, before: u64, after: u64| what.counted(after.saturating_sub(before));
    let memos = after.memos.saturating_sub(before.memos);
    let memos = if memos == 0 { String::new() } else { format!(", {}", Noun::Memo.counted(memos)) };
    printer.line(&format!(
        "new: {}, {}, {}, {}{memos}; refused: {}",
        new(Noun::Document, before.documents, after.documents),
        new(Noun::Participant, before.participants, after.participants),
        new(Noun::Code, before.codes, after.codes),
        passages_counted(after.codings.saturating_sub(before.codings), report.consensus as u64),
        report.refused()
    ))
}
