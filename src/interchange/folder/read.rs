//! Reads a folder into a [`ProjectDump`], from disk or from files held in memory (the sample that is built in).

use super::codings::Known;
use super::{FORMAT, VERSION, codebook, codings, color, list, participants, text};
use crate::interchange::Error;
use crate::interchange::files::read_utf8;
use crate::interchange::plain::{
    AttributeDump, CodeDump, CoderDump, DocumentDump, MemoDump, NoteDump, Problem, ProjectDump,
};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{Origin, SpeakerRule};
use crate::text::{TextIndex, normalise};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path};

/// Where the files come from: their text by path with `/`, and the names in a folder.
struct Files<'a> {
    read: &'a dyn Fn(&str) -> Result<Option<String>, String>,
    list: &'a dyn Fn(&str) -> Vec<String>,
}

/// Reads a project folder.
///
/// # Errors
/// [`Error::Unreadable`] only when `project.json` is missing or no project of ours; everything else that is wrong is
/// reported entry by entry, and the rest is taken.
pub fn read(folder: &Path) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let open = |path: &str| {
        let path = folder.join(path);
        if path.exists() { read_utf8(&path).map(Some) } else { Ok(None) }
    };
    let list = |path: &str| {
        let entries = std::fs::read_dir(folder.join(path)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|e| e.file_name().into_string().ok()).collect();
        names.sort();
        names
    };
    read_from(&Files { read: &open, list: &list })
        .map_err(|reason| Error::Unreadable { path: folder.join("project.json"), reason })
}

/// Reads a project from files in memory: pairs of a path with `/` and its text.
pub fn read_files(files: &[(&str, &str)]) -> Result<(ProjectDump, Vec<Problem>), Error> {
    let open = |path: &str| Ok(files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned()));
    let list = |folder: &str| {
        let names = files.iter().filter_map(|(name, _)| name.strip_prefix(folder)?.strip_prefix('/'));
        names.map(str::to_owned).collect()
    };
    read_from(&Files { read: &open, list: &list })
        .map_err(|reason| Error::Unreadable { path: "project.json".into(), reason })
}

fn read_from(files: &Files<'_>) -> Result<(ProjectDump, Vec<Problem>), String> {
    let json = (files.read)("project.json")?.ok_or("the folder has no project.json: it is not a Pullquote project")?;
    let project: Value = serde_json::from_str(strip_mark(&json)).map_err(|e| format!("not readable as JSON: {e}"))?;
    if text(&project, "format") != Some(FORMAT) {
        return Err(format!("its `format` is not \"{FORMAT}\""));
    }
    match project.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(format!("written by a newer Pullquote (folder version {newer}; this program knows {VERSION})"));
        }
        _ => return Err(format!("its `version` must be {VERSION}")),
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
    Ok((dump, problems))
}

fn strip_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn json_file(files: &Files<'_>, path: &str, problems: &mut Vec<Problem>) -> Option<Value> {
    let parsed = (files.read)(path)
        .transpose()?
        .and_then(|json| serde_json::from_str(strip_mark(&json)).map_err(|e| format!("not readable as JSON: {e}")));
    parsed.map_err(|reason| problems.push(Problem::new(path, "", reason))).ok()
}

fn coders(project: &Value, problems: &mut Vec<Problem>) -> Vec<CoderDump> {
    let mut coders: Vec<CoderDump> = Vec::new();
    for (i, entry) in list(project, "coders", "project.json", problems).iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        if name.is_empty() || coders.iter().any(|c| c.name == name) {
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
        if let Some(unknown) = participant.take_if(|p| !dump.participants.iter().any(|known| known.name == *p)) {
            report(format!("there is no participant {unknown}; the document was taken without one"));
        }
        let rule: Option<SpeakerRule> =
            entry.get("speakers").and_then(|rule| serde_json::from_value(rule.clone()).ok());
        if rule.is_none() && entry.get("speakers").is_some() {
            report("`speakers` cannot be read; they are found out".into());
        }
        match (files.read)(path) {
            Ok(Some(body)) => {
                let text = normalise(&body).text;
                let (name, path, text) = (name.to_owned(), path.to_owned(), text.into());
                let origin = rule.map(|speakers| Origin { speakers, ..Origin::default() });
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
    for name in (files.list)("codings").iter().filter(|name| name.ends_with(".json")) {
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
    let mut memos = Vec::new();
    for (i, entry) in list(json, "memos", "memos.json", problems).iter().enumerate() {
        let (target, name) = (text(entry, "target").unwrap_or(""), text(entry, "name").unwrap_or(""));
        let known = match target {
            "project" => true,
            "document" => dump.documents.iter().any(|d| d.name == name),
            "participant" => dump.participants.iter().any(|p| p.name == name),
            "code" => paths.contains(name),
            _ => false,
        };
        let words = text(entry, "text").unwrap_or("");
        if known && !words.is_empty() {
            let mut coder = text(entry, "coder");
            if let Some(unknown) = coder.take_if(|c| !dump.coders.iter().any(|known| known.name == *c)) {
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
