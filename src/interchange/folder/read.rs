//! Reads a folder into a [`ProjectDump`], from disk or from files held in memory (the sample that is built in).

use super::codings::Known;
use super::{FORMAT, VERSION, codebook, codings, color, list, parse_json, participants, speech, text};
use crate::interchange::Error;
use crate::interchange::files::{self, Links};
use crate::interchange::plain::{AttributeDump, CodeDump, CoderDump, DocumentDump, MemoDump, NoteDump, ProjectDump};
use crate::interchange::remark::{Problem, Refusal, cut_short};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{Origin, SpeakerRule};
use crate::text::{MOST_LINES, TextIndex, has_too_many_lines, normalise};
use serde_json::Value;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// The most bytes that are read of all files together: a list of documents may name one file many times.
const LARGEST: u64 = 512 << 20;

/// Where the files come from: their text by path with `/`, and the names in a folder.
struct Files<'a> {
    read: &'a dyn Fn(&str) -> Result<Option<String>, Refusal>,
    list: &'a dyn Fn(&str) -> Result<Vec<String>, Refusal>,
}

/// Reads a project folder. Links in it are not followed: the folder may come from somebody else.
///
/// # Errors
/// [`Error::Unreadable`] only when `project.json` is missing or no project of ours; everything else that is wrong is
/// reported entry by entry, and the rest is taken.
pub fn read(folder: &Path) -> Result<(ProjectDump, Vec<Problem>), Error> {
    read_bounded(folder, LARGEST)
}

fn read_bounded(folder: &Path, most: u64) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let left = Cell::new(most);
    let open = |path: &str| {
        let Some(place) = files::within(folder, path)? else { return Ok(None) };
        let text = files::read_utf8(&place, Links::Refuse)?;
        match left.get().checked_sub(text.len() as u64) {
            Some(rest) => left.set(rest),
            None => return Err(Refusal::FolderTooLarge { megabytes: most >> 20 }),
        }
        Ok(Some(text))
    };
    let list = |path: &str| {
        let Some(place) = files::within(folder, path)? else { return Ok(vec![]) };
        let name = |path: PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        Ok(files::listed(&place)?.into_iter().filter_map(name).collect())
    };
    read_from(&Files { read: &open, list: &list })
        .map_err(|refusal| Error::Unreadable { path: folder.join("project.json"), refusal })
}

/// Reads a project from files in memory: pairs of a path with `/` and its text.
pub fn read_files(files: &[(&str, &str)]) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let open = |path: &str| Ok(files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned()));
    let list = |folder: &str| {
        let names = files.iter().filter_map(|(name, _)| name.strip_prefix(folder)?.strip_prefix('/'));
        Ok(names.map(str::to_owned).collect())
    };
    read_from(&Files { read: &open, list: &list })
        .map_err(|refusal| Error::Unreadable { path: "project.json".into(), refusal })
}

fn read_from(files: &Files<'_>) -> Result<(ProjectDump, Vec<Problem>), Refusal> {
    let json = (files.read)("project.json")?.ok_or(Refusal::NoProjectFile)?;
    let project = parse_json(strip_mark(&json))?;
    if text(&project, "format") != Some(FORMAT) {
        return Err(Refusal::OtherFormat { wanted: FORMAT.into() });
    }
    match project.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(Refusal::NewerFolder { version: newer, known: VERSION });
        }
        _ => return Err(Refusal::NoFolderVersion { wanted: VERSION }),
    }
    let mut problems = Vec::new();
    let mut dump = ProjectDump {
        name: text(&project, "name").unwrap_or("Project").to_owned(),
        description: text(&project, "description").unwrap_or("").to_owned(),
        ..ProjectDump::default()
    };
    dump.coders = coders(&project, &mut problems);
    if let Some(json) = json_file(files, codebook::FILE, &mut problems) {
        dump.codebook = codebook::parse(&json, codebook::FILE, &mut problems);
    }
    match (files.read)(participants::FILE) {
        Ok(Some(csv)) => {
            let (names, participants) = participants::parse(&csv, &mut problems);
            dump.attributes = names.into_iter().map(AttributeDump::named).collect();
            dump.participants = participants;
        }
        Ok(None) => {}
        Err(reason) => problems.push(Problem::new(participants::FILE, "", reason)),
    }
    dump.documents = documents(files, &project, &dump, &mut problems);
    read_codings(files, &mut dump, &mut problems);
    if let Some(json) = json_file(files, "memos.json", &mut problems) {
        dump.memos = memos(&json, &dump, &mut problems);
    }
    let mut names = HashSet::new();
    for (i, table) in list(&project, "tables", "project.json", &mut problems).iter().enumerate() {
        let place = format!("table {} {}", i + 1, text(table, "name").unwrap_or(""));
        match serde_json::from_value::<crate::model::TableDefinition>(table.clone()) {
            Ok(table) if names.insert(table.name.clone()) => dump.tables.push(table),
            Ok(_) => problems.push(Problem::new("project.json", place, "a table of this name stands twice")),
            Err(error) => problems.push(Problem::new("project.json", place, error.to_string())),
        }
    }
    cut_short(&mut problems);
    Ok((dump, problems))
}

fn strip_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn json_file(files: &Files<'_>, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let parsed = (files.read)(path).transpose()?.and_then(|json| parse_json(strip_mark(&json)));
    parsed.map_err(|reason| problems.push(Problem::new(path, "", reason))).ok()
}

fn coders(project: &Value, problems: &mut Vec<Problem>) -> Vec<CoderDump> {
    let mut coders: Vec<CoderDump> = Vec::new();
    let mut names = HashSet::new();
    for (i, entry) in list(project, "coders", "project.json", problems).iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        if name.is_empty() || !names.insert(name) {
            let reason = if name.is_empty() { "the coder has no name" } else { "a coder of this name stands twice" };
            problems.push(Problem::new("project.json", format!("coder {}", i + 1), reason));
        } else {
            if entry.get("color").is_some() && color(entry).is_none() {
                let reason = "the colour is not of the form #rrggbb; one was chosen";
                problems.push(Problem::new("project.json", format!("coder {} {name}", i + 1), reason));
            }
            coders.push(CoderDump {
                name: name.to_owned(),
                color: color(entry).unwrap_or_default(),
                ..CoderDump::default()
            });
        }
    }
    coders
}

fn documents(files: &Files<'_>, project: &Value, dump: &ProjectDump, problems: &mut Vec<Problem>) -> Vec<DocumentDump> {
    let people: HashSet<&str> = dump.participants.iter().map(|known| known.name.as_str()).collect();
    let mut names = HashSet::new();
    let mut documents = Vec::new();
    for (i, entry) in list(project, "documents", "project.json", problems).iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        let place = format!("document {} {name}", i + 1);
        let mut report = |reason: String| problems.push(Problem::new("project.json", place.as_str(), reason));
        let Some(path) = text(entry, "path") else {
            report("the entry has no `path`".into());
            continue;
        };
        if name.is_empty() || !names.insert(name.to_owned()) {
            report(
                if name.is_empty() { "the document has no name" } else { "a document of this name stands twice" }
                    .into(),
            );
            continue;
        }
        // A path must not lead out of the folder: a project from somebody else could read any file.
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) || path.contains('\\') {
            report(format!("the path {path} leads out of the project's folder"));
            continue;
        }
        let mut participant = text(entry, "participant").map(str::to_owned);
        if participant.is_none() && entry.get("participant").is_some_and(|p| !p.is_null()) {
            report("`participant` must be a text; the document was taken without one".into());
        }
        if let Some(unknown) = participant.take_if(|p| !people.contains(p.as_str())) {
            report(format!("there is no participant {unknown}; the document was taken without one"));
        }
        let rule: Option<SpeakerRule> =
            entry.get("speakers").and_then(|rule| serde_json::from_value(rule.clone()).ok());
        if rule.is_none() && entry.get("speakers").is_some() {
            report("`speakers` cannot be read; they are found out".into());
        }
        match (files.read)(path) {
            Ok(Some(body)) if has_too_many_lines(&body) => {
                problems.push(Problem::new(path, "", Refusal::TooManyLines { most: MOST_LINES }))
            }
            Ok(Some(body)) => {
                let text = normalise(&body).text;
                let (name, path) = (name.to_owned(), path.to_owned());
                let mut origin = Origin { speakers: rule.unwrap_or_default(), ..Origin::default() };
                speech::parse(entry, &text, &mut origin, &mut |reason| {
                    problems.push(Problem::new("project.json", place.as_str(), reason));
                });
                let origin = Some(origin).filter(|origin| *origin != Origin::default());
                let text = text.into();
                documents.push(DocumentDump { name, path, participant, text, origin, ..DocumentDump::default() });
            }
            Ok(None) => problems.push(Problem::new(path, "", "no such file")),
            Err(reason) => problems.push(Problem::new(path, "", reason)),
        }
    }
    documents
}

fn read_codings(files: &Files<'_>, dump: &mut ProjectDump, problems: &mut Vec<Problem>) {
    let mut paths = HashSet::new();
    code_paths(&dump.codebook.codes, "", &mut paths);
    let texts = dump.documents.iter().map(|d| (d.name.as_str(), (&*d.text, TextIndex::new(&d.text))));
    let known = Known { texts: texts.collect::<HashMap<_, _>>(), codes: paths };
    let mut found = Vec::new();
    let names = (files.list)("codings").unwrap_or_else(|reason| {
        problems.push(Problem::new("codings", "", reason));
        vec![]
    });
    for name in names.iter().filter(|name| name.ends_with(".json")) {
        let file = format!("codings/{name}");
        let Some(json) = json_file(files, &file, problems) else { continue };
        let Some(read) = codings::parse(&json, &file, &known, problems) else { continue };
        if found.iter().any(|other: &codings::CoderFile| other.coder == read.coder) {
            problems.push(Problem::new(&file, "", format!("coder {} has another file already", read.coder)));
        } else {
            found.push(read);
        }
    }
    for codings::CoderFile { coder, codings, documents } in found {
        if let Some(finished) = &documents {
            let coded: BTreeSet<&String> = codings.iter().map(|coding| &coding.document).collect();
            let open = coded.into_iter().filter(|document| !finished.contains(document));
            dump.unfinished.extend(open.map(|document| (document.clone(), coder.clone())));
        }
        let documents = documents.unwrap_or_default();
        if !dump.coders.iter().any(|c| c.name == coder) {
            dump.coders.push(CoderDump { name: coder.clone(), ..CoderDump::default() });
        }
        dump.participations.extend(documents.into_iter().map(|document| (document, coder.clone())));
        dump.codings.extend(codings);
    }
}

fn code_paths(codes: &[CodeDump], above: &str, paths: &mut HashSet<String>) {
    for code in codes {
        let path = if above.is_empty() { code.name.clone() } else { format!("{above}{PATH_SEPARATOR}{}", code.name) };
        code_paths(&code.children, &path, paths);
        paths.insert(path);
    }
}

fn memos(json: &Value, dump: &ProjectDump, problems: &mut Vec<Problem>) -> Vec<MemoDump> {
    let mut paths = HashSet::new();
    code_paths(&dump.codebook.codes, "", &mut paths);
    let documents: HashSet<&str> = dump.documents.iter().map(|known| known.name.as_str()).collect();
    let people: HashSet<&str> = dump.participants.iter().map(|known| known.name.as_str()).collect();
    let coders: HashSet<&str> = dump.coders.iter().map(|known| known.name.as_str()).collect();
    let mut memos = Vec::new();
    for (i, entry) in list(json, "memos", "memos.json", problems).iter().enumerate() {
        let (target, name) = (text(entry, "target").unwrap_or(""), text(entry, "name").unwrap_or(""));
        let known = match target {
            "project" => true,
            "document" => documents.contains(name),
            "participant" => people.contains(name),
            "code" => paths.contains(name),
            _ => false,
        };
        let words = text(entry, "text").unwrap_or("");
        if known && !words.is_empty() {
            let mut coder = text(entry, "coder");
            if let Some(unknown) = coder.take_if(|c| !coders.contains(*c)) {
                let reason = format!("there is no coder {unknown}; the memo was taken without one");
                problems.push(Problem::new("memos.json", format!("entry {}", i + 1), reason));
            }
            let (text, coder) = (words.to_owned(), coder.map(str::to_owned));
            let note = NoteDump { text, coder, ..NoteDump::default() };
            memos.push(MemoDump { target: target.to_owned(), name: name.to_owned(), note });
        } else {
            let reason = if known { "the memo is empty".to_owned() } else { format!("there is no {target} {name}") };
            problems.push(Problem::new("memos.json", format!("entry {}", i + 1), reason));
        }
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
        let (dump, problems) = read_bounded(folder.path(), project.len() as u64 + 60_000).unwrap();
        assert_eq!((dump.documents.len(), problems.len()), (10, 90));
        assert!(
            problems.iter().all(|problem| matches!(problem.remark, Remark::Refusal(Refusal::FolderTooLarge { .. })))
        );
    }

    #[test]
    fn a_coder_without_a_colour_comes_back_without_one() {
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
