//! `import --as KIND`: imports one table (participants, document-attributes, codebook, segments, documents, transcript or
//! speakers) and prints a report.

use super::import::{
    AMBIGUOUS, AS_CODER, DELETE_ABSENT, DOTS, ENCODING, EXISTING, REPEATED, SHEET, STRICT, new_participants,
};
use super::verb::Flag;
use super::{Arguments, Failure, Printer, flags};
use crate::engine::import::NewParticipants;
use crate::engine::table_import::{
    Ambiguous, DocumentAttributeImport, DocumentImport, DocumentUse, Existing, ParticipantImport, PlannedTable,
    Repeated, SegmentImport, SegmentPlan, SegmentUse, SeveralCodes, SpeakerImport, TableImport, TableKind, TablePlan,
    TranscriptImport, json,
};
use crate::engine::{Actor, Command, Progress, Project};
use crate::interchange;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::remark::{Remark, TableRefusal};
use crate::interchange::sheet::{self, Sheet, SheetReading};
use crate::interchange::{Problem, Refusal};
use crate::model::Study;
use crate::text::some_of;
use std::path::Path;
use std::sync::Arc;

/// Maximum number of names on a line.
const SHOWN: usize = 50;

/// Returns the kinds of tables that can be imported.
#[must_use]
pub fn kinds() -> [&'static str; 7] {
    TableKind::ALL.map(TableKind::name)
}

pub const NAME_COLUMN: Flag = Flag::value("name-column", "COLUMN", "names of participants or documents");
pub const DOCUMENT_COLUMN: Flag = Flag::value(
    "document-column",
    "COLUMN",
    "documents of a participant, or the document of a segment, a speaker or attributes",
);
pub const TEXT_COLUMN: Flag = Flag {
    repeats: true,
    ..Flag::value("text-column", "COLUMN", "texts of documents or utterances; may be repeated for documents")
};
pub const SPEAKER_COLUMN: Flag =
    Flag::value("speaker-column", "COLUMN", "speaker of an utterance, or a speaker's label");
pub const TIME_COLUMN: Flag = Flag::value(
    "time-column",
    "COLUMN",
    "time at which an utterance begins: hours, minutes and seconds, or seconds, or milliseconds",
);
pub const PARTICIPANT_COLUMN: Flag =
    Flag::value("participant-column", "COLUMN", "participant of a document or speaker");
pub const CODE_COLUMN: Flag = Flag::value("code-column", "COLUMN", "code of a segment, by path or name");
pub const QUOTE_COLUMN: Flag = Flag::value("quote-column", "COLUMN", "text of a segment");
pub const START_COLUMN: Flag =
    Flag::value("start-column", "COLUMN", "start of a segment, in code points from the start of the document");
pub const END_COLUMN: Flag = Flag::value(
    "end-column",
    "COLUMN",
    "end of a segment, in code points; the character at this position is not included",
);
pub const CODER_COLUMN: Flag = Flag::value("coder-column", "COLUMN", "coder of a segment (default: --coder)");
pub const MEMO_COLUMN: Flag = Flag::value("memo-column", "COLUMN", "memo on a segment");
pub const IMPORTANT_COLUMN: Flag =
    Flag::value("important-column", "COLUMN", "whether a segment is important: yes or no");
pub const ACCOUNT_COLUMN: Flag =
    Flag::value("account-column", "COLUMN", "whose experience a segment is about: own, others or a name");
pub const CREATED_COLUMN: Flag = Flag::value("created-column", "COLUMN", "when a segment was coded, in UTC");
pub const SEVERAL_CODES: Flag = Flag::value(
    "several-codes",
    "SEPARATOR|none",
    "what separates the codes of a cell (default: line breaks, and , ; | / if every part is a known code)",
);

use TableKind::{Codebook, DocumentAttributes, Documents, Participants, Segments, Speakers, Transcript};

/// The kinds of tables with which each flag can be used.
const GO_WITH: [(Flag, &[TableKind]); 22] = [
    (SHEET, &TableKind::ALL),
    (NAME_COLUMN, &[Participants, Documents]),
    (DOCUMENT_COLUMN, &[Participants, Segments, Speakers, DocumentAttributes]),
    (TEXT_COLUMN, &[Documents, Transcript]),
    (SPEAKER_COLUMN, &[Transcript, Speakers]),
    (TIME_COLUMN, &[Transcript]),
    (PARTICIPANT_COLUMN, &[Documents, Speakers]),
    (CODE_COLUMN, &[Segments]),
    (QUOTE_COLUMN, &[Segments]),
    (START_COLUMN, &[Segments]),
    (END_COLUMN, &[Segments]),
    (CODER_COLUMN, &[Segments]),
    (MEMO_COLUMN, &[Segments]),
    (IMPORTANT_COLUMN, &[Segments]),
    (ACCOUNT_COLUMN, &[Segments]),
    (CREATED_COLUMN, &[Segments]),
    (AMBIGUOUS, &[Segments]),
    (SEVERAL_CODES, &[Segments]),
    (REPEATED, &[Participants]),
    (EXISTING, &[Participants, Documents, DocumentAttributes, Speakers]),
    (DELETE_ABSENT, &[Speakers]),
    (DOTS, &[Codebook]),
];

/// Checks that all given flags can be used with this kind of table; `None` is an import of documents.
pub fn check_flags(kind: Option<TableKind>, arguments: &Arguments) -> Result<(), Failure> {
    for (flag, kinds) in GO_WITH {
        if arguments.has(flag.long) && !kind.is_some_and(|kind| kinds.contains(&kind)) {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            return Err(arguments.usage(format!("--{} can only be used with --as {}", flag.long, kinds.join(" or "))));
        }
    }
    Ok(())
}

pub fn import(
    kind: TableKind,
    path: &Path,
    project: &mut Project,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let reading = SheetReading {
        encoding: arguments.flag(ENCODING.long)?.map(str::to_owned),
        sheet: arguments.flag(SHEET.long)?.map(str::to_owned),
    };
    if kind == Codebook {
        return codebook(path, reading, project, arguments, printer);
    }
    let table = match sheet::read(path, &reading) {
        Ok(table) => Arc::new(table),
        Err(interchange::Error::Unreadable { path, refusal }) => {
            let problem = Problem::new(&path.display().to_string(), "", refusal);
            return refuse(&[problem], project, arguments, printer);
        }
        Err(error) => return Err(Failure::Engine(error.into())),
    };
    let (before, study) = (project.reads().counts()?, project.reads().study()?);
    let import = match kind {
        Participants => TableImport::Participants(participants(&table, &study, arguments)?),
        DocumentAttributes => TableImport::DocumentAttributes(document_attributes(&table, &study, arguments)?),
        Segments => TableImport::Segments(segments(&table, &study, arguments)?),
        Transcript => TableImport::Transcript(transcript(&table, arguments)?),
        Speakers => TableImport::Speakers(speakers(&table, arguments)?),
        Documents | Codebook => TableImport::Documents(documents(&table, &study, arguments)?),
    };
    let plan = Arc::new(TablePlan::read(project.reads(), import, &Progress::default())?);
    let faults = faults(&plan, arguments.has(STRICT.long));
    if !faults.is_empty() {
        return refuse(&faults, project, arguments, printer);
    }
    let coder = arguments.flag(AS_CODER.long)?.filter(|coder| kind != Segments || !coder.is_empty());
    // Whose passages get memos or marks is reported.
    let command = Command::Override(Box::new(Command::ImportTable { plan: plan.clone() }));
    project.execute(&command, &Actor::named(coder), &Progress::default())?;
    if !["", "UTF-8"].contains(&table.encoding.as_str()) {
        printer.remark(&format!("{}: read as {}", table.file(), table.encoding));
    }
    let (remarks, lines, counts) = (plan.remarks(), lines(&plan), project.reads().counts()?);
    for remark in remarks.iter() {
        printer.remark(&with_flags(remark));
    }
    if arguments.has(flags::JSON.long) {
        printer.json(&json::imported(&plan, &study, &counts))?;
    } else {
        for line in &lines {
            printer.line(line)?;
        }
    }
    if counts == before && lines.is_empty() && remarks.iter().any(Problem::is_fault) {
        return Err(Failure::Failed("nothing was imported: no row of the table could be imported".into()));
    }
    Ok(())
}

/// Prints why nothing was imported, and returns the failure.
fn refuse(
    problems: &[Problem],
    project: &Project,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    for problem in problems {
        printer.remark(&with_flags(problem));
    }
    if arguments.has(flags::JSON.long) {
        printer.json(&json::refused(problems, &project.reads().counts()?))?;
    }
    Err(Failure::Failed("nothing was imported".into()))
}

/// Describes a problem, with the flags that would solve it.
fn with_flags(problem: &Problem) -> String {
    let Remark::Refusal(Refusal::Table(refusal)) = &problem.remark else { return problem.to_string() };
    let flags: &[Flag] = match refusal {
        TableRefusal::NoColumnOfNames => &[NAME_COLUMN],
        TableRefusal::NoColumnOfDocuments => &[DOCUMENT_COLUMN],
        TableRefusal::NoColumnsOfCodes => &[DOCUMENT_COLUMN, CODE_COLUMN],
        TableRefusal::NoColumnsOfSpeakers => &[DOCUMENT_COLUMN, SPEAKER_COLUMN, PARTICIPANT_COLUMN],
        TableRefusal::NoColumnOfWords => &[QUOTE_COLUMN, START_COLUMN, END_COLUMN],
        TableRefusal::NoColumnOfTexts | TableRefusal::NoColumnOfUtterances | TableRefusal::NoTexts => &[TEXT_COLUMN],
        TableRefusal::NoColumnOfParticipants => &[PARTICIPANT_COLUMN],
        TableRefusal::RepeatedParticipant { .. } => &[REPEATED],
        TableRefusal::NoCoder | TableRefusal::NoCoderInRow => &[AS_CODER],
        TableRefusal::AmbiguousWords { .. } => &[AMBIGUOUS],
        _ => return problem.to_string(),
    };
    let flags: Vec<String> = flags.iter().map(|flag| format!("--{}", flag.long)).collect();
    format!("{problem} ({})", flags.join(", "))
}

/// Returns what prevents the import. With `strict`, this includes every row that would be skipped or changed.
fn faults(plan: &TablePlan, strict: bool) -> Vec<Problem> {
    if plan.problems().is_empty() && strict {
        let is_fault = |problem: &&Problem| !matches!(problem.remark, Remark::Warning(_));
        return plan.remarks().iter().filter(is_fault).cloned().collect();
    }
    plan.problems().to_vec()
}

/// Returns the index of the column that a flag names.
fn column(table: &Sheet, arguments: &Arguments, flag: Flag) -> Result<Option<usize>, Failure> {
    let Some(name) = arguments.flag(flag.long)? else { return Ok(None) };
    table.column(name).map(Some).map_err(|why| arguments.usage(format!("--{}: {why}", flag.long)))
}

fn existing(arguments: &Arguments) -> Existing {
    if arguments.has(EXISTING.long) { Existing::Overwrite } else { Existing::FillUnknown }
}

fn participants(table: &Arc<Sheet>, study: &Study, arguments: &Arguments) -> Result<ParticipantImport, Failure> {
    let mut import = ParticipantImport::suggest(study, table.clone());
    import.existing = existing(arguments);
    if let Some(column) = column(table, arguments, DOCUMENT_COLUMN)? {
        import.documents_by(column);
    }
    if let Some(column) = column(table, arguments, NAME_COLUMN)? {
        import.name_by(column);
    }
    if let Some(word) = arguments.flag(REPEATED.long)? {
        import.repeated = Repeated::parse(word).ok_or_else(|| {
            arguments.usage(format!("--{} is refuse, first, last or join, not “{word}”", REPEATED.long))
        })?;
    }
    Ok(import)
}

fn document_attributes(
    table: &Arc<Sheet>,
    study: &Study,
    arguments: &Arguments,
) -> Result<DocumentAttributeImport, Failure> {
    let mut import = DocumentAttributeImport::suggest(study, table.clone());
    import.existing = existing(arguments);
    if let Some(column) = column(table, arguments, DOCUMENT_COLUMN)? {
        import.name_by(column);
    }
    Ok(import)
}

fn segments(table: &Arc<Sheet>, study: &Study, arguments: &Arguments) -> Result<SegmentImport, Failure> {
    let coder = arguments.flag(AS_CODER.long)?.unwrap_or_default();
    let mut import = SegmentImport::suggest(study, table.clone(), coder);
    for (flag, used) in [
        (DOCUMENT_COLUMN, SegmentUse::Document),
        (CODE_COLUMN, SegmentUse::Code),
        (QUOTE_COLUMN, SegmentUse::Quote),
        (START_COLUMN, SegmentUse::Start),
        (END_COLUMN, SegmentUse::End),
        (CODER_COLUMN, SegmentUse::Coder),
        (MEMO_COLUMN, SegmentUse::Memo),
        (IMPORTANT_COLUMN, SegmentUse::Important),
        (ACCOUNT_COLUMN, SegmentUse::Account),
        (CREATED_COLUMN, SegmentUse::Created),
    ] {
        if let Some(column) = column(table, arguments, flag)? {
            import.set_use(column, used);
        }
    }
    if let Some(word) = arguments.flag(AMBIGUOUS.long)? {
        import.ambiguous = Ambiguous::parse(word)
            .ok_or_else(|| arguments.usage(format!("--{} is leave-out, first or all, not “{word}”", AMBIGUOUS.long)))?;
    }
    if let Some(value) = arguments.flag(SEVERAL_CODES.long)? {
        import.several_codes = SeveralCodes::parse(value)
            .ok_or_else(|| arguments.usage(format!("--{} takes a separator or none", SEVERAL_CODES.long)))?;
    }
    import.known_codes_only = arguments.has(STRICT.long);
    Ok(import)
}

/// Describes the import for a person.
fn lines(plan: &TablePlan) -> Vec<String> {
    let file = plan.import().table().file();
    let line = match plan.planned() {
        PlannedTable::Segments(plan) => return lines_of_segments(&file, plan),
        _ if plan.changes() => plan.summary(),
        _ if plan.is_unusable() => return vec![],
        PlannedTable::Transcript(_) => "this transcript is already in the project".into(),
        PlannedTable::Participants(_)
        | PlannedTable::DocumentAttributes(_)
        | PlannedTable::Codebook(_)
        | PlannedTable::Documents(_)
        | PlannedTable::Speakers(_) => "everything in this table is already in the project".into(),
    };
    vec![format!("{file}: {line}")]
}

fn lines_of_segments(file: &str, plan: &SegmentPlan) -> Vec<String> {
    let mut lines = Vec::new();
    if plan.changes() {
        lines.push(format!("{file}: {}", plan.summary()));
    }
    for (count, label) in [
        (plan.exact, "found word for word"),
        (plan.spaces, "found, with different white space"),
        (plan.loose, "found, with different case or punctuation marks"),
        (plan.by_position, "found by position"),
        (plan.present, "already coded"),
        (plan.divided, "cells split into several codes"),
    ] {
        if count > 0 {
            lines.push(format!("{count:>7}  {label}"));
        }
    }
    if !plan.left_out.is_empty() && !lines.is_empty() {
        lines.push(format!("{:>7}  rows skipped", plan.left_out.len()));
    }
    if !plan.new_codes.is_empty() {
        lines.push(format!("new codes: {}", plan.new_codes.join("; ")));
    }
    if !plan.new_coders.is_empty() {
        lines.push(format!("new coders: {}", some_of(&plan.new_coders, SHOWN)));
    }
    lines
}

fn documents(table: &Arc<Sheet>, study: &Study, arguments: &Arguments) -> Result<DocumentImport, Failure> {
    let mut import = DocumentImport::suggest(study, table.clone());
    import.existing = existing(arguments);
    let names = arguments.all(TEXT_COLUMN.long)?;
    if !names.is_empty() {
        for slot in import.uses.iter_mut().filter(|used| **used == DocumentUse::Text) {
            *slot = DocumentUse::Skip;
        }
        import.guessed = None;
        for name in names {
            let column = table.column(name).map_err(|why| arguments.usage(format!("--{}: {why}", TEXT_COLUMN.long)))?;
            import.set_use(column, DocumentUse::Text);
        }
    }
    for (flag, used) in [(NAME_COLUMN, DocumentUse::Name), (PARTICIPANT_COLUMN, DocumentUse::Participant)] {
        if let Some(column) = column(table, arguments, flag)? {
            import.set_use(column, used);
        }
    }
    Ok(import)
}

fn transcript(table: &Arc<Sheet>, arguments: &Arguments) -> Result<TranscriptImport, Failure> {
    let mut import = TranscriptImport::suggest(table.clone());
    let given = |flag: Flag, suggested: Option<usize>| Ok::<_, Failure>(column(table, arguments, flag)?.or(suggested));
    import.speaker = given(SPEAKER_COLUMN, import.speaker)?;
    import.time = given(TIME_COLUMN, import.time)?;
    import.text = given(TEXT_COLUMN, import.text)?;
    import.make_participants = match new_participants(arguments)? {
        NewParticipants::None => false,
        NewParticipants::Speakers => true,
        NewParticipants::Documents => {
            return Err(arguments.usage("with --as transcript, --make-participants takes `=speakers`"));
        }
    };
    Ok(import)
}

fn speakers(table: &Arc<Sheet>, arguments: &Arguments) -> Result<SpeakerImport, Failure> {
    let mut import = SpeakerImport::suggest(table.clone());
    let given = |flag: Flag, suggested: Option<usize>| Ok::<_, Failure>(column(table, arguments, flag)?.or(suggested));
    import.document = given(DOCUMENT_COLUMN, import.document)?;
    import.speaker = given(SPEAKER_COLUMN, import.speaker)?;
    import.participant = given(PARTICIPANT_COLUMN, import.participant)?;
    import.existing = existing(arguments);
    import.deletes_absent = arguments.has(DELETE_ABSENT.long);
    Ok(import)
}

fn codebook(
    path: &Path,
    sheet: SheetReading,
    project: &mut Project,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let before = project.reads().counts()?;
    let reading = CodebookReading { sheet, dots: arguments.has(DOTS.long) };
    let command =
        Command::ImportCodebook { path: path.to_owned(), reading: super::import::reading(arguments)?, table: reading };
    let outcome = project.execute(&command, &Actor::named(arguments.flag(AS_CODER.long)?), &Progress::default())?;
    super::import::tell(&outcome.import.unwrap_or_default(), &before, arguments.has(flags::JSON.long), printer)
}
