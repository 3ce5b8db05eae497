//! `import --as participants|codebook|segments|documents|transcript`: one table, what its columns mean, and what was done.

use super::import::{AMBIGUOUS, AS_CODER, DOTS, ENCODING, EXISTING, REPEATED, SHEET, STRICT};
use super::verb::Flag;
use super::{Arguments, Failure, Printer, flags};
use crate::engine::command::import_participants::{ColumnUse, Existing, ParticipantImport, Repeated};
use crate::engine::command::import_segments::{Ambiguous, SegmentImport, SegmentPlan, SegmentUse, SeveralCodes};
use crate::engine::command::import_texts::{TextImport, TextUse};
use crate::engine::command::import_transcript::TranscriptImport;
use crate::engine::import::{counts_json, problems_json};
use crate::engine::{Command, Counts, Error, Progress, Project};
use crate::interchange;
use crate::interchange::codebook::CodebookReading;
use crate::interchange::remark::{Remark, TableRefusal};
use crate::interchange::sheet::{self, Sheet, SheetReading};
use crate::interchange::{Problem, Refusal};
use crate::model::Study;
use crate::text::some_of;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::Arc;

/// How many names a line lists.
const SHOWN: usize = 50;

/// What a table can be taken as.
pub const KINDS: [&str; 5] = ["participants", "codebook", "segments", "documents", "transcript"];

pub const NAME_COLUMN: Flag = Flag::value("name-column", "COLUMN", "of participants, or of documents: their names");
pub const DOCUMENT_COLUMN: Flag =
    Flag::value("document-column", "COLUMN", "the participant's documents, or the document of a segment");
pub const TEXT_COLUMN: Flag = Flag {
    repeats: true,
    ..Flag::value("text-column", "COLUMN", "the texts of documents or utterances; of documents it may be repeated")
};
pub const SPEAKER_COLUMN: Flag = Flag::value("speaker-column", "COLUMN", "who says an utterance");
pub const TIME_COLUMN: Flag =
    Flag::value("time-column", "COLUMN", "when an utterance begins: a clock, seconds or milliseconds");
pub const PARTICIPANT_COLUMN: Flag = Flag::value("participant-column", "COLUMN", "whose documents they are");
pub const CODE_COLUMN: Flag = Flag::value("code-column", "COLUMN", "the code of a segment, by path or name");
pub const QUOTE_COLUMN: Flag = Flag::value("quote-column", "COLUMN", "the words of a segment");
pub const START_COLUMN: Flag = Flag::value("start-column", "COLUMN", "where a segment starts, in code points");
pub const END_COLUMN: Flag = Flag::value("end-column", "COLUMN", "where it ends; not part of it");
pub const CODER_COLUMN: Flag = Flag::value("coder-column", "COLUMN", "who coded a segment (default: --coder)");
pub const MEMO_COLUMN: Flag = Flag::value("memo-column", "COLUMN", "a memo on the segment");
pub const SEVERAL_CODES: Flag = Flag::value(
    "several-codes",
    "SEPARATOR|none",
    "what separates the codes of a cell (default: line breaks, and , ; | / where every part is a known code)",
);

/// Which flags go with which kinds.
const GO_WITH: [(Flag, &[&str]); 18] = [
    (SHEET, &KINDS),
    (NAME_COLUMN, &["participants", "documents"]),
    (DOCUMENT_COLUMN, &["participants", "segments"]),
    (TEXT_COLUMN, &["documents", "transcript"]),
    (SPEAKER_COLUMN, &["transcript"]),
    (TIME_COLUMN, &["transcript"]),
    (PARTICIPANT_COLUMN, &["documents"]),
    (CODE_COLUMN, &["segments"]),
    (QUOTE_COLUMN, &["segments"]),
    (START_COLUMN, &["segments"]),
    (END_COLUMN, &["segments"]),
    (CODER_COLUMN, &["segments"]),
    (MEMO_COLUMN, &["segments"]),
    (AMBIGUOUS, &["segments"]),
    (SEVERAL_CODES, &["segments"]),
    (REPEATED, &["participants"]),
    (EXISTING, &["participants", "documents"]),
    (DOTS, &["codebook"]),
];

/// # Errors
/// When a flag is given that says nothing of this kind of table; `None`: of no table.
pub fn check_flags(kind: Option<&str>, arguments: &Arguments) -> Result<(), Failure> {
    for (flag, kinds) in GO_WITH {
        if arguments.has(flag.long) && !kind.is_some_and(|kind| kinds.contains(&kind)) {
            return Err(arguments.usage(format!("--{} goes with --as {}", flag.long, kinds.join(" or "))));
        }
    }
    Ok(())
}

/// What was done, to be printed.
struct Done {
    /// The entry of `imported` without file, sheet and encoding.
    entry: Map<String, Value>,
    lines: Vec<String>,
    remarks: Vec<Problem>,
    /// For what `imported` does not hold.
    more: Map<String, Value>,
}

pub fn import(
    kind: &str,
    path: &Path,
    project: &mut Project,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let before = project.reads().counts()?;
    let reading = SheetReading {
        encoding: arguments.flag(ENCODING.long)?.map(str::to_owned),
        sheet: arguments.flag(SHEET.long)?.map(str::to_owned),
    };
    let json = arguments.has(flags::JSON.long);
    if kind == "codebook" {
        return codebook(path, reading, project, arguments, printer);
    }
    let table = match sheet::read(path, &reading) {
        Ok(table) => Arc::new(table),
        Err(interchange::Error::Unreadable { path, refusal }) => {
            let problem = Problem::new(&path.display().to_string(), "", refusal);
            return refuse(vec![problem], project, json, printer);
        }
        Err(error) => return Err(Failure::Engine(error.into())),
    };
    let study = project.reads().study()?;
    let done = match kind {
        "participants" => participants(&table, &study, project, arguments),
        "segments" => segments(&table, &study, project, arguments),
        "transcript" => transcript(&table, &study, project, arguments),
        _ => texts(&table, &study, project, arguments),
    };
    let done = match done {
        Ok(done) => done,
        Err(Failure::Engine(Error::Strict { problems })) => return refuse(problems, project, json, printer),
        Err(failure) => return Err(failure),
    };
    if !["", "UTF-8"].contains(&table.encoding.as_str()) {
        printer.remark(&format!("{}: read as {}", table.file(), table.encoding));
    }
    for remark in &done.remarks {
        printer.remark(&with_flags(remark));
    }
    let counts = project.reads().counts()?;
    if json {
        let mut entry = Map::new();
        entry.insert("file".into(), json!(path.display().to_string()));
        entry.insert("as".into(), json!(kind));
        entry.insert("sheet".into(), json!(table.name));
        entry.insert("encoding".into(), json!(table.encoding));
        entry.insert("rows".into(), json!(table.rows.len()));
        entry.extend(done.entry);
        let mut lists = problems_json(&done.remarks);
        entry.insert("warnings".into(), lists.remove("warnings").unwrap_or_else(|| json!([])));
        let mut report = Map::new();
        report.insert("imported".into(), json!([entry]));
        report.extend(lists);
        report.extend(done.more);
        report.insert("counts".into(), counts_json(&counts));
        printer.json(&Value::Object(report))?;
    } else {
        for line in &done.lines {
            printer.line(line)?;
        }
    }
    if counts == before && done.lines.is_empty() && done.remarks.iter().any(Problem::is_refusal) {
        return Err(Failure::Failed("nothing was imported: no row of the table could be taken".into()));
    }
    Ok(())
}

/// Nothing was taken: each reason, and the exit code that says so.
fn refuse(problems: Vec<Problem>, project: &Project, json: bool, printer: &mut Printer<'_>) -> Result<(), Failure> {
    for problem in &problems {
        printer.remark(&with_flags(problem));
    }
    if json {
        let counts = counts_json(&project.reads().counts()?);
        let mut report = Map::new();
        report.insert("imported".into(), json!([]));
        report.extend(problems_json(&problems));
        report.insert("counts".into(), counts);
        printer.json(&Value::Object(report))?;
    }
    Err(Failure::Failed("nothing was imported".into()))
}

/// A problem with the flags that answer it.
fn with_flags(problem: &Problem) -> String {
    let Remark::Refusal(Refusal::Table(refusal)) = &problem.remark else { return problem.to_string() };
    let flags: &[Flag] = match refusal {
        TableRefusal::NoColumnOfNames => &[NAME_COLUMN],
        TableRefusal::NoColumnsOfCodes => &[DOCUMENT_COLUMN, CODE_COLUMN],
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

/// Nothing is imported when something stands in the way of all of it; with `--strict` also when a row would be left out, or
/// come in with something missing or changed.
fn check(arguments: &Arguments, problems: &[Problem], remarks: &[Problem]) -> Result<(), Failure> {
    let is_fault = |problem: &&Problem| !matches!(problem.remark, Remark::Warning(_));
    let faults: Vec<Problem> = match problems.is_empty() && arguments.has(STRICT.long) {
        true => remarks.iter().filter(is_fault).cloned().collect(),
        false => problems.to_vec(),
    };
    if faults.is_empty() { Ok(()) } else { Err(Failure::Engine(Error::Strict { problems: faults })) }
}

/// The column that a flag names.
fn column(table: &Sheet, arguments: &Arguments, flag: Flag) -> Result<Option<usize>, Failure> {
    let Some(name) = arguments.flag(flag.long)? else { return Ok(None) };
    table.column(name).map(Some).map_err(|why| arguments.usage(format!("--{}: {why}", flag.long)))
}

fn existing(arguments: &Arguments) -> Existing {
    if arguments.has(EXISTING.long) { Existing::Overwrite } else { Existing::FillUnknown }
}

fn numbers<const N: usize>(pairs: [(&str, usize); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(name, number)| (name.to_owned(), json!(number))).collect()
}

fn participants(
    table: &Arc<Sheet>,
    study: &Study,
    project: &mut Project,
    arguments: &Arguments,
) -> Result<Done, Failure> {
    let mut import = ParticipantImport::suggest(study, table.clone());
    import.existing = existing(arguments);
    if let Some(column) = column(table, arguments, DOCUMENT_COLUMN)? {
        let rest = ParticipantImport::suggest(study, table.clone()).uses;
        import.uses = rest
            .into_iter()
            .enumerate()
            .map(|(at, used)| match used {
                ColumnUse::Document => ColumnUse::New(
                    table.header.get(at).cloned().unwrap_or_default(),
                    ParticipantImport::kind_of(table, at),
                ),
                used => used,
            })
            .collect();
        if let Some(slot) = import.uses.get_mut(column) {
            *slot = ColumnUse::Document;
        }
        import.repeated = Repeated::Join;
    }
    if let Some(column) = column(table, arguments, NAME_COLUMN)? {
        import.name_by(column);
    }
    if let Some(word) = arguments.flag(REPEATED.long)? {
        import.repeated = Repeated::parse(word).ok_or_else(|| {
            arguments.usage(format!("--{} is refuse, first, last or join, not “{word}”", REPEATED.long))
        })?;
    }
    let plan = import.plan(study);
    check(arguments, &plan.problems, &plan.remarks)?;
    project.execute(
        &Command::ImportParticipants { import: Box::new(import) },
        arguments.flag(AS_CODER.long)?,
        &Progress::default(),
    )?;
    let summary = plan.summary();
    let words = if summary.is_empty() { "everything in this table is known already".to_owned() } else { summary };
    let lines = vec![format!("{}: {words}", table.file())];
    let entry = numbers([
        ("new_participants", plan.added),
        ("known_participants", plan.known),
        ("new_attributes", plan.attributes),
        ("values", plan.filled),
        ("overwritten", plan.overwritten),
        ("kept", plan.kept),
        ("tied", plan.tied),
        ("repeated", plan.repeated),
    ]);
    Ok(Done { entry, lines, remarks: plan.remarks, more: Map::new() })
}

fn segments(table: &Arc<Sheet>, study: &Study, project: &mut Project, arguments: &Arguments) -> Result<Done, Failure> {
    let coder = arguments.flag(AS_CODER.long)?.unwrap_or_default();
    let mut import = SegmentImport::suggest(table.clone(), coder);
    for (flag, used) in [
        (DOCUMENT_COLUMN, SegmentUse::Document),
        (CODE_COLUMN, SegmentUse::Code),
        (QUOTE_COLUMN, SegmentUse::Quote),
        (START_COLUMN, SegmentUse::Start),
        (END_COLUMN, SegmentUse::End),
        (CODER_COLUMN, SegmentUse::Coder),
        (MEMO_COLUMN, SegmentUse::Memo),
    ] {
        if let Some(column) = column(table, arguments, flag)? {
            import.set_use(column, used);
        }
    }
    if let Some(word) = arguments.flag(AMBIGUOUS.long)? {
        import.ambiguous = Ambiguous::parse(word)
            .ok_or_else(|| arguments.usage(format!("--{} is leave-out, first or all, not “{word}”", AMBIGUOUS.long)))?;
    }
    if let Some(words) = arguments.flag(SEVERAL_CODES.long)? {
        import.several_codes = SeveralCodes::parse(words)
            .ok_or_else(|| arguments.usage(format!("--{} is a separator or none", SEVERAL_CODES.long)))?;
    }
    import.known_codes_only = arguments.has(STRICT.long);
    let plan = import.plan(study, &project.reads(), &Progress::default())?;
    check(arguments, &plan.problems, &plan.remarks)?;
    check(arguments, &[], &plan.left_out)?;
    let coder = Some(coder).filter(|coder| !coder.is_empty());
    project.execute(&Command::ImportSegments { import: Box::new(import) }, coder, &Progress::default())?;
    Ok(report_segments(table, study, plan))
}

fn report_segments(table: &Sheet, study: &Study, plan: SegmentPlan) -> Done {
    let file = table.file();
    let mut lines = Vec::new();
    if plan.changes() {
        lines.push(format!("{file}: {}", plan.summary()));
    }
    for (count, words) in [
        (plan.exact, "found word for word"),
        (plan.spaces, "found but for white space"),
        (plan.loose, "found but for capitals or kinds of marks"),
        (plan.by_position, "by their positions"),
        (plan.present, "coded so already"),
        (plan.divided, "cells divided into several codes"),
    ] {
        if count > 0 {
            lines.push(format!("{count:>7}  {words}"));
        }
    }
    if !plan.left_out.is_empty() && !lines.is_empty() {
        lines.push(format!("{:>7}  rows left out", plan.left_out.len()));
    }
    if !plan.new_codes.is_empty() {
        lines.push(format!("new codes: {}", plan.new_codes.join("; ")));
    }
    if !plan.new_coders.is_empty() {
        lines.push(format!("new coders: {}", some_of(&plan.new_coders, SHOWN)));
    }
    let mut entry = numbers([
        ("passages", plan.passages),
        ("documents", plan.documents),
        ("exact", plan.exact),
        ("spaces", plan.spaces),
        ("loose", plan.loose),
        ("by_position", plan.by_position),
        ("present", plan.present),
        ("memos", plan.memos),
        ("divided", plan.divided),
    ]);
    entry.insert("undivided".into(), json!(plan.undivided));
    entry.insert("new_codes".into(), json!(plan.new_codes));
    entry.insert("new_coders".into(), json!(plan.new_coders));
    let unfinished = plan
        .unfinished
        .iter()
        .filter_map(|(source, coder)| Some(json!({ "coder": coder, "document": study.source(*source)?.name })));
    entry.insert("unfinished".into(), unfinished.collect());
    let several = plan.several.iter().map(|one| {
        let places: Vec<[u32; 2]> = one.places.iter().map(|range| [range.start.0, range.end.0]).collect();
        json!({ "place": table.place(one.line), "document": one.document, "quote": one.quote, "places": places })
    });
    let more = Map::from_iter([("ambiguous".to_owned(), Value::Array(several.collect()))]);
    let remarks = plan.remarks.into_iter().chain(plan.left_out).collect();
    Done { entry, lines, remarks, more }
}

fn texts(table: &Arc<Sheet>, study: &Study, project: &mut Project, arguments: &Arguments) -> Result<Done, Failure> {
    let mut import = TextImport::suggest(study, table.clone());
    import.existing = existing(arguments);
    let names = arguments.all(TEXT_COLUMN.long)?;
    if !names.is_empty() {
        for slot in import.uses.iter_mut().filter(|used| **used == TextUse::Text) {
            *slot = TextUse::Skip;
        }
        for name in names {
            let column = table.column(name).map_err(|why| arguments.usage(format!("--{}: {why}", TEXT_COLUMN.long)))?;
            import.set_use(column, TextUse::Text);
        }
    }
    for (flag, used) in [(NAME_COLUMN, TextUse::Name), (PARTICIPANT_COLUMN, TextUse::Participant)] {
        if let Some(column) = column(table, arguments, flag)? {
            import.set_use(column, used);
        }
    }
    let plan = import.plan(study, &project.reads(), &Progress::default())?;
    check(arguments, &plan.problems, &plan.remarks)?;
    let coder = arguments.flag(AS_CODER.long)?;
    project.execute(&Command::ImportTexts { import: Box::new(import) }, coder, &Progress::default())?;
    let summary = plan.summary();
    let words = if summary.is_empty() { "everything in this table is there already".to_owned() } else { summary };
    let entry = numbers([
        ("documents", plan.documents),
        ("characters", usize::try_from(plan.characters).unwrap_or(usize::MAX)),
        ("known", plan.known),
        ("empty", plan.empty),
        ("renamed", plan.renamed),
        ("new_participants", plan.participants.added),
        ("values", plan.participants.filled),
    ]);
    let lines = vec![format!("{}: {words}", table.file())];
    Ok(Done { entry, lines, remarks: plan.remarks, more: Map::new() })
}

fn transcript(
    table: &Arc<Sheet>,
    study: &Study,
    project: &mut Project,
    arguments: &Arguments,
) -> Result<Done, Failure> {
    let mut import = TranscriptImport::suggest(table.clone());
    let given = |flag: Flag, suggested: Option<usize>| Ok::<_, Failure>(column(table, arguments, flag)?.or(suggested));
    import.speaker = given(SPEAKER_COLUMN, import.speaker)?;
    import.time = given(TIME_COLUMN, import.time)?;
    import.text = given(TEXT_COLUMN, import.text)?;
    let plan = import.plan(study, &project.reads())?;
    check(arguments, &plan.problems, &plan.remarks)?;
    let coder = arguments.flag(AS_CODER.long)?;
    if !plan.known {
        project.execute(&Command::ImportTranscript { import: Box::new(import) }, coder, &Progress::default())?;
    }
    let summary = plan.summary();
    let words = if summary.is_empty() { "this transcript is there already".to_owned() } else { summary };
    let mut entry = numbers([
        ("documents", usize::from(!plan.known)),
        ("known", usize::from(plan.known)),
        ("characters", plan.text.chars().count()),
        ("times", plan.times.len()),
    ]);
    entry.insert("name".into(), json!(plan.name));
    let speakers: Map<String, Value> =
        plan.speakers.iter().map(|(name, blocks)| (name.clone(), json!(blocks))).collect();
    entry.insert("speakers".into(), Value::Object(speakers));
    let lines = vec![format!("{}: {words}", table.file())];
    Ok(Done { entry, lines, remarks: plan.remarks, more: Map::new() })
}

fn codebook(
    path: &Path,
    sheet: SheetReading,
    project: &mut Project,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let before: Counts = project.reads().counts()?;
    let reading = CodebookReading { sheet, dots: arguments.has(DOTS.long) };
    let command =
        Command::ImportCodebook { path: path.to_owned(), reading: super::import::reading(arguments)?, table: reading };
    let outcome = project.execute(&command, arguments.flag(AS_CODER.long)?, &Progress::default())?;
    super::import::tell(&outcome.import.unwrap_or_default(), &before, arguments.has(flags::JSON.long), printer)
}
