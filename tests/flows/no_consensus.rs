//! Documents about which the consensus coding says nothing: tables do not call this 0.

use super::support::*;

/// Documents that both coders coded alike (“both”), finished without a passage (“empty”), or coded differently (“apart”), and
/// one that a single coder coded (“single”). Each has a participant of its own, but P3 speaks in “empty”, too.
fn project(place: &tempfile::TempDir) -> String {
    let names = ["both", "empty", "apart", "single"];
    let document = |(at, name): (usize, &&str)| {
        let participant = ["P1", "P3", "P3", "P4"][at];
        serde_json::json!({ "name": name, "path": format!("transcripts/{name}.txt"), "participant": participant })
    };
    let documents: Vec<_> = names.iter().enumerate().map(document).collect();
    let project = serde_json::json!({ "format": "pullquote-folder", "version": 1, "name": "no consensus",
        "coders": [{ "name": "A" }, { "name": "B" }], "documents": documents });
    let mut files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), r#"{"codes": [{"name": "a"}]}"#.into()),
        ("participants.csv".into(), "participant\nP1\nP3\nP4\n".into()),
    ];
    files.extend(names.map(|name| (format!("transcripts/{name}.txt"), "I had no land at all. ".repeat(4))));
    let mark = |document: &str, start: u32| serde_json::json!({ "document": document, "start": start, "end": start + 8, "code": "a" });
    for (coder, marks) in [
        ("A", vec![mark("both", 0), mark("apart", 0), mark("single", 0)]),
        ("B", vec![mark("both", 0), mark("apart", 40)]),
    ] {
        let codings = serde_json::json!({ "coder": coder, "codings": marks, "documents": ["both", "empty", "apart"] });
        files.push((format!("codings/{coder}.json"), codings.to_string()));
    }
    write(&files, &place.path().join("folder"));
    project_of(place, &within(place, "folder"))
}

fn matrix(path: &str, rows: &str, more: &[&str]) -> serde_json::Value {
    let args = ["matrix", path, "--rows", rows, "--columns", "code", "--count", "passages", "--format", "json"];
    json(&[&args[..], more].concat())
}

/// The names of rows without consensus.
fn without(table: &serde_json::Value) -> Vec<&str> {
    let rows = table["rows_without_consensus"].as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().map(|row| table["rows"][row.as_u64().unwrap() as usize].as_str().unwrap()).collect()
}

#[test]
fn rows_without_consensus_are_told_apart_from_rows_in_which_nothing_is_agreed() {
    let place = temporary();
    let path = project(&place);
    let counted = matrix(&path, "document", &[]);
    assert_eq!((without(&counted), counted["notes"].to_string().contains("no consensus")), (vec![], false));
    ok(&["agree", &path, "--auto"]);
    let documents = matrix(&path, "document", &[]);
    assert_eq!(without(&documents), ["apart", "single"]);
    assert_eq!(documents["row_totals"], serde_json::json!([1, 0, 0, 0]), "what other programs read stays a number");
    let note = "There is no consensus on 2 documents yet";
    assert!(documents["notes"].to_string().contains(note), "{documents}");
    assert_eq!(without(&matrix(&path, "participant", &[])), ["P3", "P4"]);
    // Nobody else's count is that of the consensus coding.
    assert_eq!(without(&matrix(&path, "document", &["--coder", "B"])), Vec::<&str>::new());
    let transposed = ["matrix", &path, "--rows", "code", "--columns", "document", "--format", "json"];
    assert_eq!(json(&transposed)["columns_without_consensus"], serde_json::json!([2, 3]));
}

#[test]
fn tables_for_readers_have_a_dash_where_there_is_no_consensus_and_data_a_number() {
    let place = temporary();
    let path = project(&place);
    ok(&["agree", &path, "--auto"]);
    let table = |format: &str| {
        let args = ["matrix", &path, "--rows", "document", "--columns", "code", "--count", "passages", "--format"];
        ok(&[&args[..], &[format]].concat())
    };
    let line = |format: &str, name: &str| -> Vec<String> {
        let table = table(format);
        let line = table.lines().find(|line| line.trim_start_matches("| ").starts_with(name)).unwrap().to_owned();
        line.split(['|', ',', ' ']).filter(|part| !part.is_empty()).map(|part| part.trim_end().to_owned()).collect()
    };
    for format in ["text", "md"] {
        assert_eq!(line(format, "single"), ["single", "–", "–"], "{format}");
        assert_eq!(line(format, "empty"), ["empty", "0", "0"], "{format}");
    }
    assert_eq!(line("csv", "single"), ["single", "0", "0"]);
}
