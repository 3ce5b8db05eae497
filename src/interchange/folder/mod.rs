//! The folder format, version 1: a project as plain files (`project.json`, `codebook.json`, `participants.csv`,
//! `documents.csv`, `transcripts/`, `codings/`, `memos.json`).
//!
//! Valid entries are read and every invalid one is reported. Writing and reading back gives the same project.

mod alike;
mod attributes;
mod codebook;
mod codings;
mod pieces;
mod positions;
mod queries;
mod read;
mod sets;
mod speech;
mod unknown;
mod write;

pub use codebook::{Template, parse as parse_codebook, parse_template, render as render_codebook};
pub use read::{read, read_files, without_participants};
pub use write::{render, write};

use super::remark::{EntryFault, EntryLoss, FilePlace, Problem, Refusal};
use serde_json::Value;

/// The value of `format` in `project.json`.
pub const FORMAT: &str = "pullquote-folder";
pub const VERSION: u64 = 1;

/// True if a folder contains a project in this format.
#[must_use]
pub fn is_project(folder: &std::path::Path) -> bool {
    folder.join("project.json").is_file()
}

/// More values than any project has. A parsed value takes many times the memory it takes in the file.
const MOST_VALUES: usize = 4_000_000;

/// Parses a JSON file.
///
/// # Errors
/// Where it is not valid JSON, or that it is too large.
pub(super) fn parse_json(json: &str) -> Result<Value, Refusal> {
    if json.bytes().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count() > MOST_VALUES {
        return Err(Refusal::TooManyEntries { most: MOST_VALUES });
    }
    serde_json::from_str(json).map_err(|e| Refusal::NotJson { why: e.to_string() })
}

/// The untrimmed text under a key; `None` if it is missing or not text.
fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

/// The list under a key; empty if it is missing or not a list, which is reported as a problem of `file`.
fn list<'a>(value: &'a Value, key: &str, file: &str, problems: &mut Vec<Problem>) -> &'a [Value] {
    match value.get(key) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => list,
        Some(_) => {
            problems.push(Problem::new(file, key, EntryFault::NotAList { key: key.into() }));
            &[]
        }
    }
}

/// The color of an entry as lower-case `#rrggbb`; empty if there is none, or if it has another form, which is reported.
fn color_or_report(entry: &Value, file: &str, place: &FilePlace, problems: &mut Vec<Problem>) -> String {
    let Some(value) = entry.get("color") else { return String::new() };
    let is_color = |color: &&str| {
        let digits = color.strip_prefix('#').unwrap_or("");
        digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit())
    };
    value.as_str().filter(is_color).map(str::to_lowercase).unwrap_or_else(|| {
        let color = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        problems.push(Problem::new(file, place.clone(), EntryLoss::ColorReplaced { color }));
        String::new()
    })
}
