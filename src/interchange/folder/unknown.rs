//! Keys and files of a project folder that are unknown to this version, as a newer one may write them: they are
//! reported and not imported.

use super::{attributes, codebook, queries, sets};
use crate::interchange::remark::{EntryLoss, Problem};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The known keys of an object, and the shapes of their values.
struct Shape {
    keys: &'static [&'static str],
    /// Keys with lists of objects.
    lists: &'static [(&'static str, &'static Shape)],
}

static PROJECT: Shape = Shape {
    keys: &["format", "version", "name", "description", "coders", "documents", "tables"],
    lists: &[
        ("coders", &Shape { keys: &["name", "color"], lists: &[] }),
        (
            "documents",
            &Shape {
                keys: &["name", "path", "participant", "participants", "speakers", "times", "labels"],
                lists: &[],
            },
        ),
    ],
};

static CODE: Shape =
    Shape { keys: &["name", "color", "description", "facets", "children"], lists: &[("children", &CODE)] };

static CODEBOOK: Shape = Shape { keys: &["codes", "facets"], lists: &[("codes", &CODE)] };

/// Keys of an entry of a coder's file.
const CODING: &[&str] = &["document", "start", "end", "code", "memo", "account", "text"];

static MEMOS: Shape =
    Shape { keys: &["memos"], lists: &[("memos", &Shape { keys: &["target", "name", "text", "coder"], lists: &[] })] };

static QUERY: Shape = Shape { keys: &["name", "query", "memo"], lists: &[] };

static SET: Shape = Shape { keys: &["name", "kind", "items", "where", "memo"], lists: &[] };

/// Reports the unknown keys of a file, each once with its number of occurrences.
pub fn report_keys(file: &str, value: &Value, problems: &mut Vec<Problem>) {
    let shape = match file {
        "project.json" => &PROJECT,
        "memos.json" => &MEMOS,
        codebook::FILE => &CODEBOOK,
        queries::FILE => &QUERY,
        _ => &SET,
    };
    let mut counts = BTreeMap::new();
    count(value, shape, &mut counts);
    value.as_array().into_iter().flatten().for_each(|entry| count(entry, shape, &mut counts));
    for (key, count) in counts {
        problems.push(Problem::new(file, "", EntryLoss::UnknownKey { key: key.to_owned(), count }));
    }
}

/// Counts the unknown keys of an entry of a coder's file.
pub fn count_keys_of_coding(entry: &Value, counts: &mut BTreeMap<String, usize>) {
    for key in entry.as_object().into_iter().flat_map(|entry| entry.keys()) {
        if !CODING.contains(&key.as_str()) {
            *counts.entry(key.clone()).or_default() += 1;
        }
    }
}

fn count<'v>(value: &'v Value, shape: &Shape, counts: &mut BTreeMap<&'v str, usize>) {
    let Some(map) = value.as_object() else { return };
    for (key, value) in map {
        if !shape.keys.contains(&key.as_str()) {
            *counts.entry(key).or_default() += 1;
        }
        if let Some((_, shape)) = shape.lists.iter().find(|(list, _)| list == key) {
            value.as_array().into_iter().flatten().for_each(|entry| count(entry, shape, counts));
        }
    }
}

/// Reports files that look like parts of the format but that no other part names. `top` and `codings` are the names in
/// the folder and in `codings/`, `transcripts` the paths in `transcripts/`. Any other file in the folder is the
/// researcher's own.
pub fn report_files(
    top: &[String],
    codings: &[String],
    transcripts: &[String],
    named: &BTreeSet<String>,
    problems: &mut Vec<Problem>,
) {
    const KNOWN: [&str; 7] = [
        "project.json",
        "memos.json",
        codebook::FILE,
        attributes::PARTICIPANTS,
        attributes::DOCUMENTS,
        sets::FILE,
        queries::FILE,
    ];
    let is_table = |name: &str| name.ends_with(".json") || name.ends_with(".csv");
    let unknown = top.iter().filter(|name| is_table(name) && !KNOWN.contains(&name.as_str()) && !named.contains(*name));
    for name in unknown {
        problems.push(Problem::new(name, "", EntryLoss::UnknownFile));
    }
    for name in codings.iter().filter(|name| !name.ends_with(".json") && !name.starts_with('.')) {
        problems.push(Problem::new(&format!("codings/{name}"), "", EntryLoss::UnknownFile));
    }
    for path in transcripts.iter().filter(|path| path.ends_with(".txt") && !named.contains(*path)) {
        problems.push(Problem::new(path, "", EntryLoss::TranscriptNotListed));
    }
}

#[cfg(test)]
mod tests {
    use crate::interchange::folder::read_files;

    #[test]
    fn what_a_newer_version_wrote_is_reported_and_the_rest_is_read() {
        let project = r#"{"format": "pullquote-folder", "version": 1, "name": "p", "queries": [],
            "coders": [{"name": "Ann", "role": "lead"}, {"name": "Ben", "role": "x"}],
            "documents": [{"name": "A", "path": "transcripts/a.txt", "session": 2}]}"#;
        let files = [
            ("project.json", project),
            (
                "codebook.json",
                r#"{"codes": [{"name": "x", "children": [{"name": "y", "kind": "z"}]}], "facets": {"own": ["a"]}}"#,
            ),
            ("participants.csv", "participant\n"),
            ("rules.json", "[]"),
            ("README.md", "words"),
            (
                "codings/Ann.json",
                r#"{"coder": "Ann", "codings": [{"document": "A", "start": 0, "end": 1, "code": "x", "weight": "own"}]}"#,
            ),
            ("codings/Ann.csv", "a"),
            ("memos.json", r#"{"memos": [{"target": "project", "name": "", "text": "t", "title": "T"}]}"#),
            ("transcripts/a.txt", "abc"),
            ("transcripts/b.txt", "abc"),
        ];
        let (dump, problems) = read_files(&files).unwrap();
        assert_eq!((dump.documents.len(), dump.codings.len(), dump.memos.len()), (1, 1, 1));
        let mut remarks: Vec<String> =
            problems.iter().map(|p| format!("{} {} {}", p.file, p.remark.kind(), p.remark)).collect();
        remarks.sort();
        let kinds: Vec<String> =
            remarks.iter().map(|line| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            kinds,
            [
                "codebook.json unknown_key",
                "codings/Ann.csv unknown_file",
                "codings/Ann.json unknown_key",
                "memos.json unknown_key",
                "project.json unknown_key",
                "project.json unknown_key",
                "project.json unknown_key",
                "rules.json unknown_file",
                "transcripts/b.txt transcript_not_listed",
            ],
            "{remarks:#?}"
        );
        assert!(remarks.iter().any(|line| line.contains("`role`") && line.contains('2')), "{remarks:#?}");
    }
}
