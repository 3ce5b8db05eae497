//! Reads a folder into a [`ProjectDump`], from disk or from files in memory (the built-in sample).

use super::codings::{CoderFile, Known};
use super::positions::{Evidence, Removed, Transcript, Transcripts};
use super::{
    FORMAT, VERSION, alike, attributes, codebook, codings, color_or_report, list, parse_json, queries, sets, speech,
    text, unknown,
};
use crate::interchange::Error;
use crate::interchange::files::{self, Links};
use crate::interchange::plain::{CoderDump, DocumentDump, DumpedMemoTarget, MemoDump, NoteDump, ProjectDump};
use crate::interchange::remark::{
    EntryFault, EntryLoss, FilePlace, Loss, Problem, ReadError, Refusal, Remark, Warning, cut_short,
};
use crate::model::{Cancelled, NameMap, Origin, Progress, SpeakerRule};
use crate::text::{MOST_LINES, has_too_many_lines};
use crate::tr;
use serde_json::Value;
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The most bytes read from all files together: a list of documents may name one file many times.
const LARGEST: u64 = 512 << 20;

/// A file that is read piece by piece; `None` if there is none.
type Opened<'a> = Result<Option<Box<dyn Read + 'a>>, Refusal>;

/// The source of files: their text by path with `/`, and the names in a folder.
struct Files<'a> {
    read: &'a dyn Fn(&str) -> Result<Option<String>, Refusal>,
    open: &'a dyn Fn(&str) -> Opened<'a>,
    list: &'a dyn Fn(&str) -> Result<Vec<String>, Refusal>,
}

/// Reads a project folder. Links in it are not followed, because the folder may come from another person.
///
/// # Errors
/// [`Error::Unreadable`] only when `project.json` is missing or does not belong to a Pullquote project. Any other fault
/// is reported by entry, and the rest is read. [`Error::Cancelled`].
pub fn read(folder: &Path, progress: &Progress) -> Result<(ProjectDump, Vec<Problem>), Error> {
    read_bounded(folder, LARGEST, progress)
}

/// Returns the names of the documents whose `participants` is an empty map, which says that none of their speakers is a
/// participant. Without a map, a folder says nothing of this.
#[must_use]
pub fn without_participants(folder: &Path) -> HashSet<String> {
    let json = files::within(folder, "project.json").ok().flatten();
    let json = json.and_then(|place| files::read_utf8(&place, Links::Refuse).ok());
    let Some(project) = json.and_then(|json| parse_json(strip_mark(&json)).ok()) else { return HashSet::new() };
    let entries = project.get("documents").and_then(Value::as_array).into_iter().flatten();
    let is_empty =
        |entry: &&Value| entry.get("participants").and_then(Value::as_object).is_some_and(|map| map.is_empty());
    entries.filter(is_empty).filter_map(|entry| Some(text(entry, "name")?.trim().to_owned())).collect()
}

fn read_bounded(folder: &Path, most: u64, progress: &Progress) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let left = Cell::new(most);
    let read = |path: &str| {
        let Some(place) = files::within(folder, path)? else { return Ok(None) };
        let text = files::read_utf8(&place, Links::Refuse)?;
        match left.get().checked_sub(text.len() as u64) {
            Some(rest) => left.set(rest),
            None => return Err(Refusal::FolderTooLarge { megabytes: most >> 20 }),
        }
        Ok(Some(text))
    };
    let open = |path: &str| {
        let Some(place) = files::within(folder, path)? else { return Ok(None) };
        Ok(Some(Box::new(files::open(&place, Links::Refuse)?.0) as Box<dyn Read>))
    };
    let list = |path: &str| {
        let Some(place) = files::within(folder, path)? else { return Ok(vec![]) };
        let name = |path: PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        Ok(files::listed(&place)?.into_iter().filter_map(name).collect())
    };
    read_from(&Files { read: &read, open: &open, list: &list }, progress)
        .map_err(|error| error.at(&folder.join("project.json")))
}

/// Reads a project from files in memory: pairs of a path with `/` and its text.
pub fn read_files(files: &[(&str, &str)]) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let text = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
    let read = |path: &str| Ok(text(path).map(str::to_owned));
    let open = |path: &str| Ok(text(path).map(|text| Box::new(text.as_bytes()) as Box<dyn Read>));
    let list = |folder: &str| {
        let within = |name: &'_ str| {
            let name = if folder.is_empty() { name } else { name.strip_prefix(folder)?.strip_prefix('/')? };
            (!name.contains('/')).then(|| name.to_owned())
        };
        Ok(files.iter().filter_map(|(name, _)| within(name)).collect())
    };
    read_from(&Files { read: &read, open: &open, list: &list }, &Progress::default())
        .map_err(|error| error.at(Path::new("project.json")))
}

fn read_from(files: &Files<'_>, progress: &Progress) -> Result<(ProjectDump, Vec<Problem>), ReadError> {
    let json = (files.read)("project.json")?.ok_or(Refusal::NoProjectFile)?;
    let project = parse_json(strip_mark(&json))?;
    if text(&project, "format") != Some(FORMAT) {
        return Err(Refusal::OtherFormat { wanted: FORMAT.into() }.into());
    }
    match project.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(Refusal::NewerFolder { version: newer, known: VERSION }.into());
        }
        _ => return Err(Refusal::NoFolderVersion { wanted: VERSION }.into()),
    }
    let mut problems = Vec::new();
    unknown::report_keys("project.json", &project, &mut problems);
    let mut dump = ProjectDump {
        name: text(&project, "name").unwrap_or("Project").to_owned(),
        description: text(&project, "description").unwrap_or("").to_owned(),
        ..ProjectDump::default()
    };
    dump.coders = coders(&project, &mut problems);
    if let Some(json) = json_file(files, codebook::FILE, &mut problems) {
        dump.codebook = codebook::parse(&json, codebook::FILE, &mut problems);
    }
    if let Some(csv) = csv_file(files, attributes::PARTICIPANTS, &mut problems) {
        (dump.attributes, dump.participants) = attributes::participants(&csv, &mut problems);
    }
    let entries = documents(files, &project, &dump, &mut problems, progress)?;
    read_codings(files, entries, &mut dump, &mut problems, progress)?;
    if let Some(csv) = csv_file(files, attributes::DOCUMENTS, &mut problems) {
        attributes::documents(&csv, &mut dump, &mut problems);
    }
    if let Some(json) = json_file(files, sets::FILE, &mut problems) {
        dump.sets = sets::parse(&json, &mut problems);
    }
    if let Some(json) = json_file(files, queries::FILE, &mut problems) {
        dump.queries = queries::parse(&json, &mut problems);
    }
    if let Some(json) = json_file(files, "memos.json", &mut problems) {
        dump.memos = memos(&json, &dump, &mut problems);
    }
    let mut names = HashSet::new();
    for (i, table) in list(&project, "tables", "project.json", &mut problems).iter().enumerate() {
        let name = text(table, "name").unwrap_or("");
        let place = FilePlace::of(|| tr!("place" => "table {number} {name}", number = i + 1, name));
        match serde_json::from_value::<crate::model::TableDefinition>(table.clone()) {
            Ok(table) if names.insert(table.name.clone()) => dump.tables.push(table),
            Ok(table) => {
                problems.push(Problem::new("project.json", place, EntryFault::NameListedTwice { name: table.name }));
            }
            Err(error) => {
                let why = error.to_string();
                problems.push(Problem::new("project.json", place, EntryFault::InvalidTable { why }));
            }
        }
    }
    report_unknown_files(files, &project, &mut problems);
    alike::number(&mut dump, &mut problems);
    cut_short(&mut problems);
    Ok((dump, problems))
}

fn report_unknown_files(files: &Files<'_>, project: &Value, problems: &mut Vec<Problem>) {
    // If a folder cannot be listed, that is reported where its files are read.
    let names = |folder: &str| (files.list)(folder).unwrap_or_default();
    let documents = project.get("documents").and_then(Value::as_array).into_iter().flatten();
    let named = documents.filter_map(|entry| text(entry, "path")).map(str::to_owned).collect();
    let transcripts: Vec<String> = names("transcripts").iter().map(|name| format!("transcripts/{name}")).collect();
    unknown::report_files(&names(""), &names("codings"), &transcripts, &named, problems);
}

fn strip_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn csv_file(files: &Files<'_>, path: &str, problems: &mut Vec<Problem>) -> Option<String> {
    (files.read)(path).unwrap_or_else(|reason| {
        problems.push(Problem::new(path, "", reason));
        None
    })
}

fn json_file(files: &Files<'_>, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let parsed = (files.read)(path).transpose()?.and_then(|json| parse_json(strip_mark(&json)));
    let value = parsed.map_err(|reason| problems.push(Problem::new(path, "", reason))).ok()?;
    unknown::report_keys(path, &value, problems);
    Some(value)
}

/// An entry's trimmed name, if it has one that no earlier entry has. Names are compared exactly.
fn new_name<'a>(entry: &'a Value, names: &mut HashSet<String>) -> Result<&'a str, Refusal> {
    match text(entry, "name").unwrap_or("").trim() {
        "" => Err(Refusal::NoName),
        name if !names.insert(name.to_owned()) => Err(EntryFault::NameListedTwice { name: name.to_owned() }.into()),
        name => Ok(name),
    }
}

fn coders(project: &Value, problems: &mut Vec<Problem>) -> Vec<CoderDump> {
    let mut coders: Vec<CoderDump> = Vec::new();
    let mut names = HashSet::new();
    for (i, entry) in list(project, "coders", "project.json", problems).iter().enumerate() {
        match new_name(entry, &mut names) {
            Err(refusal) => {
                let place = FilePlace::of(|| tr!("coder {number}", number = i + 1));
                problems.push(Problem::new("project.json", place, refusal));
            }
            Ok(name) => {
                let place = FilePlace::of(|| tr!("place" => "coder {number} {name}", number = i + 1, name));
                let color = color_or_report(entry, "project.json", &place, problems);
                coders.push(CoderDump { name: name.to_owned(), color, ..CoderDump::default() });
            }
        }
    }
    coders
}

/// An imported document, and what is read of its entry once it is known what positions count.
struct DocumentEntry {
    document: DocumentDump,
    place: FilePlace,
    removed: Option<Removed>,
    speech: speech::Stated,
}

fn documents(
    files: &Files<'_>,
    project: &Value,
    dump: &ProjectDump,
    problems: &mut Vec<Problem>,
    progress: &Progress,
) -> Result<Vec<DocumentEntry>, Cancelled> {
    let people: NameMap<&str> =
        dump.participants.iter().map(|known| (known.name.as_str(), known.name.as_str())).collect();
    let mut names = HashSet::new();
    let mut documents = Vec::new();
    for (i, entry) in list(project, "documents", "project.json", problems).iter().enumerate() {
        progress.checkpoint()?;
        let name = text(entry, "name").unwrap_or("").trim();
        let place = FilePlace::of(|| tr!("place" => "document {number} {name}", number = i + 1, name));
        let mut report = |remark: Remark| problems.push(Problem::new("project.json", place.clone(), remark));
        let Some(path) = text(entry, "path") else {
            report(EntryFault::MissingKey { key: "path".into() }.into());
            continue;
        };
        let name = match new_name(entry, &mut names) {
            Ok(name) => name.to_owned(),
            Err(refusal) => {
                report(refusal.into());
                continue;
            }
        };
        // A path must not point outside the folder: a project from another person could otherwise read any file.
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) || path.contains('\\') {
            report(Refusal::LeavesFolder { path: path.to_owned() }.into());
            continue;
        }
        let mut participant = participant(entry, &people, &mut report);
        let mapped = speech::parse_map(entry, &people, &mut |loss| report(loss.into()));
        if !mapped.is_empty() && participant.take().is_some() {
            report(EntryLoss::ParticipantIgnored.into());
        }
        let speakers = entry.get("speakers").map(|rule| serde_json::from_value::<SpeakerRule>(rule.clone()));
        if let Some(Err(_)) = speakers {
            report(EntryLoss::SpeakersUnread.into());
        }
        let body = match (files.read)(path).and_then(|body| body.ok_or(Refusal::NoSuchFile)) {
            Ok(body) if has_too_many_lines(&body) => Err(Refusal::TooManyLines { most: MOST_LINES }),
            body => body,
        };
        match body {
            Err(refusal) => problems.push(Problem::new(path, "", refusal)),
            Ok(body) => {
                let (text, removed) = Removed::from_text(&body);
                let rule = speakers.and_then(Result::ok).unwrap_or_default();
                let origin = Some(Origin { speakers: rule, ..Origin::default() });
                let (path, text) = (path.to_owned(), text.into());
                let document =
                    DocumentDump { name, path, participant, speakers: mapped, text, origin, ..DocumentDump::default() };
                documents.push(DocumentEntry { document, place, removed, speech: speech::Stated::parse(entry) });
            }
        }
    }
    Ok(documents)
}

/// The participant of a document, under the name in `participants.csv`.
fn participant(entry: &Value, people: &NameMap<&str>, report: &mut dyn FnMut(Remark)) -> Option<String> {
    let value = entry.get("participant").filter(|value| !value.is_null())?;
    let Some(name) = value.as_str() else {
        report(EntryLoss::ParticipantUnread.into());
        return None;
    };
    let known = people.get(name).map(str::to_owned);
    if known.is_none() {
        report(EntryLoss::ParticipantNotFound { name: name.to_owned() }.into());
    }
    known
}

/// Reads the files of all coders, and moves everything with positions into the stored texts.
fn read_codings(
    files: &Files<'_>,
    entries: Vec<DocumentEntry>,
    dump: &mut ProjectDump,
    problems: &mut Vec<Problem>,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let mut paths = Vec::new();
    for walked in dump.codebook.walk() {
        if walked.is_ambiguous {
            let warning = Warning::AmbiguousCodeName { name: walked.code.name.clone(), path: walked.path.clone() };
            problems.push(Problem::new(
                codebook::FILE,
                FilePlace::of(|| tr!("place" => "code {path}", path = walked.path)),
                warning,
            ));
        }
        paths.push(walked.path);
    }
    let codes = paths.iter().enumerate().map(|(place, path)| (path.as_str(), place)).collect();
    let mut evidence = Evidence::default();
    let mut adjusted: HashMap<usize, usize> = HashMap::new();
    let of_entry = |entry| {
        let DocumentEntry { document, removed, .. }: &DocumentEntry = entry;
        Transcript::new(&document.name, &document.text, removed.as_ref())
    };
    let transcripts: Transcripts<'_> = entries.iter().map(of_entry).collect();
    let known = Known { transcripts: &transcripts, codes: &codes, paths: &paths, progress };
    let found = coder_files(files, &known, &mut evidence, problems)?;
    for (place, entry) in entries.iter().enumerate() {
        if let Some(transcript) = transcripts.get(place) {
            evidence.line_beginnings(place, transcript, &entry.speech.beginnings());
        }
    }
    let countings = evidence.settle();
    let mut finished = Vec::new();
    for mut file in found {
        finished.push((file.coder.clone(), file.documents.take()));
        file.place(&known, &countings, &mut adjusted, problems, &mut dump.codings);
    }
    take_coders(finished, dump);
    let mut origins = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        let mut origin = entry.document.origin.clone().unwrap_or_default();
        if let Some(transcript) = transcripts.get(place) {
            let mut report = |loss| problems.push(Problem::new("project.json", entry.place.clone(), loss));
            let moved = entry.speech.resolve(transcript, countings.of(place), &mut origin, &mut report);
            *adjusted.entry(place).or_default() += moved;
            speech::report_missing(&entry.document.speakers, &entry.document.text, &origin, &mut report);
        }
        origins.push(Some(origin).filter(|origin| *origin != Origin::default()));
        let file = entry.document.path.as_str();
        let nuls = entry.removed.as_ref().map_or(0, |removed| removed.nuls);
        if nuls > 0 {
            problems.push(Problem::new(file, "", Loss::NulCharacters { count: nuls }));
        }
        if let Some(&count) = adjusted.get(&place).filter(|count| **count > 0) {
            problems.push(Problem::new(file, "", Warning::PositionsAdjusted { count }));
        }
    }
    let documents = entries.into_iter().map(|entry| entry.document).zip(origins);
    dump.documents = documents.map(|(document, origin)| DocumentDump { origin, ..document }).collect();
    Ok(())
}

fn coder_files(
    files: &Files<'_>,
    known: &Known<'_>,
    evidence: &mut Evidence,
    problems: &mut Vec<Problem>,
) -> Result<Vec<CoderFile>, Cancelled> {
    let mut found: Vec<CoderFile> = Vec::new();
    let names = (files.list)("codings").unwrap_or_else(|refusal| {
        problems.push(Problem::new("codings", "", refusal));
        vec![]
    });
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let file = format!("codings/{name}");
        let mut source = match (files.open)(&file) {
            Ok(Some(source)) => source,
            Ok(None) => continue,
            Err(refusal) => {
                problems.push(Problem::new(&file, "", refusal));
                continue;
            }
        };
        let Some(coder_file) = codings::read(&mut source, &file, known, evidence, problems)? else { continue };
        if found.iter().any(|other| other.coder == coder_file.coder) {
            problems.push(Problem::new(&file, "", EntryFault::SecondFileOfCoder { coder: coder_file.coder }));
        } else {
            found.push(coder_file);
        }
    }
    Ok(found)
}

/// Adds the coders, each with the documents that the coder has finished, if that is stated.
fn take_coders(coders: Vec<(String, Option<Vec<String>>)>, dump: &mut ProjectDump) {
    let mut coded = dump.codings.coded();
    for (coder, finished) in coders {
        if let Some(finished) = &finished {
            let finished: HashSet<&String> = finished.iter().collect();
            let coded = coded.remove(&coder).unwrap_or_default();
            let open = coded.into_iter().filter(|document| !finished.contains(document));
            dump.unfinished.extend(open.map(|document| (document, coder.clone())));
        }
        if !dump.coders.iter().any(|known| known.name == coder) {
            dump.coders.push(CoderDump { name: coder.clone(), ..CoderDump::default() });
        }
        let finished = finished.into_iter().flatten();
        dump.participations.extend(finished.map(|document| (document, coder.clone())));
    }
}

fn memos(json: &Value, dump: &ProjectDump, problems: &mut Vec<Problem>) -> Vec<MemoDump> {
    let paths = dump.codebook.paths();
    let named =
        |names: &mut dyn Iterator<Item = &str>| names.map(|name| (name.to_owned(), ())).collect::<NameMap<()>>();
    let documents = named(&mut dump.documents.iter().map(|known| known.name.as_str()));
    let people = named(&mut dump.participants.iter().map(|known| known.name.as_str()));
    let codes = named(&mut paths.iter().map(String::as_str));
    let coders = named(&mut dump.coders.iter().map(|known| known.name.as_str()));
    let mut memos = Vec::new();
    for (i, entry) in list(json, "memos", "memos.json", problems).iter().enumerate() {
        let (target, name) = (text(entry, "target").unwrap_or(""), text(entry, "name").unwrap_or(""));
        let own_name = || name.to_owned();
        let known = target.parse();
        let unknown = match known {
            Ok(DumpedMemoTarget::Project) => None,
            Ok(DumpedMemoTarget::Document) => {
                (!documents.contains(name)).then(|| EntryFault::UnknownDocument { name: own_name() })
            }
            Ok(DumpedMemoTarget::Participant) => {
                (!people.contains(name)).then(|| EntryFault::UnknownParticipant { name: own_name() })
            }
            Ok(DumpedMemoTarget::Code) => (!codes.contains(name)).then(|| EntryFault::UnknownCode { path: own_name() }),
            Err(_) => Some(EntryFault::UnknownTarget { target: target.to_owned() }),
        };
        let place = FilePlace::of(|| tr!("entry {number}", number = i + 1));
        let memo = text(entry, "text").unwrap_or("");
        if let Some(fault) = unknown.or_else(|| memo.is_empty().then_some(EntryFault::EmptyMemo)) {
            problems.push(Problem::new("memos.json", place, fault));
            continue;
        }
        let mut coder = text(entry, "coder").map(str::to_owned);
        if let Some(name) = coder.take_if(|name| !coders.contains(name)) {
            problems.push(Problem::new("memos.json", place, EntryLoss::CoderNotFound { name }));
        }
        let note = NoteDump { text: memo.to_owned(), coder, ..NoteDump::default() };
        memos.push(MemoDump { target: known.unwrap_or_default(), name: own_name(), note });
    }
    memos
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::remark::Remark;

    #[test]
    fn a_file_that_many_documents_name_is_not_read_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let documents: Vec<Value> =
            (0..100).map(|at| serde_json::json!({ "name": format!("D{at}"), "path": "a.txt" })).collect();
        let project = serde_json::json!({ "format": FORMAT, "version": VERSION, "documents": documents }).to_string();
        std::fs::write(folder.path().join("project.json"), &project).unwrap();
        std::fs::write(folder.path().join("a.txt"), "words ".repeat(1_000)).unwrap();
        let (dump, problems) =
            read_bounded(folder.path(), project.len() as u64 + 60_000, &Progress::default()).unwrap();
        assert_eq!((dump.documents.len(), problems.len()), (10, 90));
        assert!(
            problems.iter().all(|problem| matches!(problem.remark, Remark::Refusal(Refusal::FolderTooLarge { .. })))
        );
    }

    #[test]
    fn a_coder_without_a_colour_round_trips_without_one() {
        let coders = vec![CoderDump { name: "Ana".into(), ..CoderDump::default() }];
        let dump = ProjectDump { name: "p".into(), coders, ..ProjectDump::default() };
        let files = crate::interchange::folder::render(&dump);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let files: Vec<(String, String)> = files.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(read_files(&files).unwrap(), (dump, vec![]));
    }

    #[test]
    fn json_with_too_many_values_is_refused() {
        let zeros = format!("[{}0]", "0,".repeat(4_000_000));
        assert_eq!(parse_json(&zeros), Err(Refusal::TooManyEntries { most: 4_000_000 }));
        assert!(parse_json("[1, 2]").is_ok());
    }
}
