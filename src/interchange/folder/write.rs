//! Writes a [`ProjectDump`] as a folder.

use super::{FORMAT, VERSION, attributes, codebook, codings, queries, sets, speech};
use crate::interchange::Error;
use crate::interchange::files::{file_name, file_path, free_path, write_folder};
use crate::interchange::plain::{CodingDump, ProjectDump};
use crate::model::{CharRange, Progress};
use crate::text::TextIndex;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Writes the project into a new folder; returns the files with their sizes in bytes.
///
/// # Errors
/// [`Error::Exists`] when the name is in use: a folder is never mixed with an older one. [`Error::Cancelled`]; nothing
/// is left behind then.
pub fn write(dump: &ProjectDump, folder: &Path, progress: &Progress) -> Result<Vec<(String, u64)>, Error> {
    write_folder(folder, render(dump), progress)
}

/// Returns every file of the folder: its path with `/`, and its bytes.
#[must_use]
pub fn render(dump: &ProjectDump) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut taken = HashSet::new();
    let mut paths: HashMap<&str, String> = HashMap::new();
    for document in &dump.documents {
        let wanted = if document.path.is_empty() {
            format!("transcripts/{}.txt", file_name(&document.name))
        } else {
            file_path(&document.path)
        };
        let path = free_path(&wanted, &mut taken);
        files.push((path.clone(), document.text.as_bytes().to_vec()));
        paths.insert(&document.name, path);
    }
    files.push(("project.json".into(), pretty(&project(dump, &paths))));
    files.push((codebook::FILE.into(), pretty(&codebook::render(&dump.codebook))));
    let participants = attributes::render_participants(&dump.attributes, &dump.participants);
    files.push((attributes::PARTICIPANTS.into(), participants));
    let documents = attributes::render_documents(&dump.document_attributes, &dump.documents);
    files.extend(documents.map(|documents| (attributes::DOCUMENTS.into(), documents)));
    let texts: HashMap<&str, (&str, TextIndex)> =
        dump.documents.iter().map(|d| (d.name.as_str(), (&*d.text, TextIndex::new(&d.text)))).collect();
    let quote = |coding: &CodingDump| {
        let range = CharRange::new(coding.start, coding.end);
        texts.get(coding.document.as_str()).map_or("", |(text, index)| index.slice(text, range))
    };
    let mut entries: HashMap<String, String> = HashMap::new();
    for coding in dump.codings.iter() {
        codings::render_entry(entries.entry(coding.coder.clone()).or_default(), &coding, quote(&coding));
    }
    for coder in &dump.coders {
        let written = entries.remove(&coder.name).unwrap_or_default();
        let took_part: HashSet<&str> = dump
            .participations
            .iter()
            .filter(|(_, who)| *who == coder.name)
            .map(|(document, _)| document.as_str())
            .collect();
        if written.is_empty() && took_part.is_empty() {
            continue;
        }
        let documents: Vec<String> =
            dump.documents.iter().map(|d| d.name.clone()).filter(|name| took_part.contains(name.as_str())).collect();
        let path = free_path(&format!("codings/{}.json", file_name(&coder.name)), &mut taken);
        files.push((path, codings::render(&coder.name, &documents, &written).into_bytes()));
    }
    if !dump.sets.is_empty() {
        files.push((sets::FILE.into(), pretty(&sets::render(&dump.sets))));
    }
    if !dump.queries.is_empty() {
        files.push((queries::FILE.into(), pretty(&queries::render(&dump.queries))));
    }
    if !dump.memos.is_empty() {
        files.push(("memos.json".into(), pretty(&memos(dump))));
    }
    files
}

fn project(dump: &ProjectDump, paths: &HashMap<&str, String>) -> Value {
    let documents: Vec<Value> = dump
        .documents
        .iter()
        .map(|document| {
            let mut entry = json!({ "name": document.name, "path": paths.get(document.name.as_str()) });
            if let (Some(participant), Some(entry)) = (&document.participant, entry.as_object_mut()) {
                entry.insert("participant".into(), json!(participant));
            }
            if !document.speakers.is_empty()
                && let Some(entry) = entry.as_object_mut()
            {
                entry.insert("participants".into(), speech::render_map(&document.speakers));
            }
            let rule = document.origin.as_ref().map(|origin| speech::beside_map(&origin.speakers, &document.speakers));
            let rule = rule.filter(|rule| !rule.is_default());
            if let (Some(rule), Some(entry)) = (rule, entry.as_object_mut()) {
                entry.insert("speakers".into(), json!(rule));
            }
            if let (Some(origin), Some(entry)) = (&document.origin, entry.as_object_mut()) {
                entry.extend(speech::render(origin));
            }
            entry
        })
        .collect();
    let coders = dump.coders.iter().map(|coder| match coder.color.as_str() {
        "" => json!({ "name": coder.name }),
        color => json!({ "name": coder.name, "color": color }),
    });
    let coders: Vec<Value> = coders.collect();
    json!({ "format": FORMAT, "version": VERSION, "name": dump.name, "description": dump.description,
            "coders": coders, "documents": documents, "tables": dump.tables })
}

fn memos(dump: &ProjectDump) -> Value {
    let memos: Vec<Value> = dump
        .memos
        .iter()
        .map(|memo| {
            let mut entry = json!({ "target": memo.target.name(), "name": memo.name, "text": memo.note.text });
            if let (Some(coder), Some(entry)) = (&memo.note.coder, entry.as_object_mut()) {
                entry.insert("coder".into(), json!(coder));
            }
            entry
        })
        .collect();
    json!({ "memos": memos })
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
