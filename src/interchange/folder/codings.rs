//! `codings/<coder>.json`: one file a coder.

use super::{list, text};
use crate::interchange::plain::{CodingDump, NoteDump};
use crate::interchange::remark::Problem;
use crate::model::CharRange;
use crate::text::TextIndex;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// What an entry is checked against: texts by document name, and the paths of all codes.
pub struct Known<'a> {
    pub texts: HashMap<&'a str, (&'a str, TextIndex)>,
    pub codes: HashSet<String>,
}

/// What the file of one coder holds.
pub struct CoderFile {
    pub coder: String,
    pub codings: Vec<CodingDump>,
    /// The documents that they worked through; `None` when the file does not say: then those with a coding.
    pub documents: Option<Vec<String>>,
}

/// Reads one coder's file.
pub fn parse(value: &Value, file: &str, known: &Known<'_>, problems: &mut Vec<Problem>) -> Option<CoderFile> {
    let Some(coder) = text(value, "coder").map(str::trim).filter(|name| !name.is_empty()) else {
        problems.push(Problem::new(file, "", "the file names no `coder`"));
        return None;
    };
    let Some(entries) = value.get("codings").and_then(Value::as_array) else {
        problems.push(Problem::new(file, "", "the file has no list `codings`"));
        return None;
    };
    let mut seen = HashSet::new();
    let mut codings = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        match parse_entry(entry, coder, known) {
            Ok(mut coding) => {
                let place = describe(i, entry);
                if seen.insert((coding.document.clone(), coding.start, coding.end, coding.code.clone())) {
                    coding.place = (file.to_owned(), place);
                    codings.push(coding);
                } else {
                    problems.push(Problem::new(file, place, "the same passage and code stand twice"));
                }
            }
            Err(reason) => problems.push(Problem::new(file, describe(i, entry), reason)),
        }
    }
    let mut documents = Vec::new();
    for entry in list(value, "documents", file, problems) {
        match entry.as_str() {
            Some(name) if known.texts.contains_key(name) => documents.push(name.to_owned()),
            Some(name) => {
                problems.push(Problem::new(file, format!("documents, {name}"), "there is no document of this name"));
            }
            None => {
                problems.push(Problem::new(file, format!("documents, {entry}"), "a document's name must be a text"))
            }
        }
    }
    let documents = value.get("documents").is_some_and(Value::is_array).then_some(documents);
    Some(CoderFile { coder: coder.to_owned(), codings, documents })
}

fn describe(i: usize, entry: &Value) -> String {
    let mut place = format!("entry {}", i + 1);
    if let (Some(document), Some(start), Some(end)) = (text(entry, "document"), entry.get("start"), entry.get("end")) {
        let _ = write!(place, " (document {document}, {start}..{end})");
    }
    place
}

fn parse_entry(entry: &Value, coder: &str, known: &Known<'_>) -> Result<CodingDump, String> {
    let document = text(entry, "document").ok_or("the entry names no `document`")?;
    let (body, index) = known.texts.get(document).ok_or_else(|| format!("there is no document {document}"))?;
    let position = |key: &str| -> Result<u32, String> {
        let number = entry.get(key).ok_or_else(|| format!("the entry has no `{key}`"))?;
        number
            .as_u64()
            .and_then(|n| u32::try_from(n).ok())
            .ok_or_else(|| format!("`{key}` must be a whole number from 0 up, not {number}"))
    };
    let (start, end) = (position("start")?, position("end")?);
    if start >= end {
        return Err(format!("the passage is empty: it starts at {start} and ends at {end}"));
    }
    if end > index.char_count() {
        return Err(format!("the passage ends at {end}, the document has {} characters", index.char_count()));
    }
    let code = text(entry, "code").ok_or("the entry names no `code`")?;
    let path = crate::model::CodePath::parse(code).to_string();
    let code = [code.to_owned(), path]
        .into_iter()
        .find(|path| known.codes.contains(path))
        .ok_or_else(|| format!("there is no code {code}"))?;
    if let Some(expected) = entry.get("text") {
        let found = index.slice(body, CharRange::new(start, end));
        if expected.as_str() != Some(found) {
            return Err(format!("the passage reads {found:?} there, not {expected}"));
        }
    }
    let memo = match entry.get("memo") {
        None | Some(Value::Null) => None,
        Some(Value::String(memo)) => Some(memo.clone()).filter(|memo| !memo.is_empty()),
        Some(_) => return Err("`memo` must be a text".into()),
    };
    Ok(CodingDump {
        coder: coder.to_owned(),
        document: document.to_owned(),
        start,
        end,
        code,
        memos: memo.into_iter().map(|text| NoteDump { text, ..NoteDump::default() }).collect(),
        ..CodingDump::default()
    })
}

/// One coding a line, so that a comparison of two versions shows the passages that changed.
pub fn render(coder: &str, documents: &[String], codings: &[(&CodingDump, &str)]) -> String {
    let mut out =
        format!("{{\n \"coder\": {},\n \"documents\": {},\n \"codings\": [\n", json!(coder), json!(documents));
    for (i, (coding, words)) in codings.iter().enumerate() {
        let mut entry =
            json!({ "document": coding.document, "start": coding.start, "end": coding.end, "code": coding.code });
        if let (Some(memo), Some(entry)) = (coding.memo(), entry.as_object_mut()) {
            entry.insert("memo".into(), json!(memo));
        }
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("text".into(), json!(words));
        }
        let comma = if i + 1 < codings.len() { "," } else { "" };
        let _ = writeln!(out, "  {entry}{comma}");
    }
    out.push_str(" ]\n}\n");
    out
}
