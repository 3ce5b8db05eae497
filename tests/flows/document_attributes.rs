//! Attributes of documents on the command line and in files: imported from a table, kept in the folder, counted, filtered
//! and exported.

use super::support::*;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// The folder of the sample without attributes of documents.
fn without_attributes(place: &TempDir) -> String {
    let folder = place.path().join("sample");
    copy_folder(Path::new(&sample()), &folder);
    std::fs::remove_file(folder.join("documents.csv")).unwrap();
    folder.to_str().unwrap().to_owned()
}

/// A project with the sample, and a table of attributes of its documents that was imported.
fn imported(table: &str) -> (TempDir, String, String) {
    let place = temporary();
    let project = project_of(&place, &without_attributes(&place));
    let file = within(&place, "documents table.csv");
    std::fs::write(&file, table).unwrap();
    let said = ok(&["import", &project, &file, "--as", "document-attributes"]);
    (place, project, said)
}

const TABLE: &str =
    "Transcript,round,place\nA.docx,1,Diànjiāng\nB,2,\nC,1,垫江\nFGD 1,2,垫江\nZ,3,nowhere\n,4,\nB,7,x\n";

fn documents(project: &str) -> Vec<Value> {
    let passages = json(&["codings", project, "--format", "json"]);
    let mut seen = Vec::new();
    for passage in passages.as_array().unwrap() {
        let one = json!([passage["document"], passage["document_attributes"]]);
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}

#[test]
fn a_table_of_attributes_is_imported_and_what_does_not_fit_is_reported() {
    let (place, project, said) = imported(TABLE);
    assert!(said.contains("2 new attributes, 8 values"), "{said}");
    let known = documents(&project);
    for one in [
        json!(["A", { "round": 1, "place": "Diànjiāng" }]),
        json!(["B", { "round": 2, "place": "x" }]),
        json!(["FGD 1", { "round": 2, "place": "垫江" }]),
        json!(["D", { "round": null, "place": null }]),
    ] {
        assert!(known.contains(&one), "{one}: {known:#?}");
    }
    assert!(
        ok(&["history", &project])
            .contains("import attributes of documents from documents table.csv: 2 new attributes")
    );
    assert_eq!(ok(&["check", &project]), "whole\n");
    // Known values stay, unless they are to be replaced.
    let file = within(&place, "more.csv");
    std::fs::write(&file, "x,Round,document\n1,3,A\n2,,B\n").unwrap();
    let report = json(&["import", &project, &file, "--as", "document-attributes", "--json"]);
    let entry = &report["imported"][0];
    assert_eq!((&entry["as"], &entry["documents"]), (&json!("document-attributes"), &json!(2)));
    assert_eq!((&entry["kept"], &entry["values"], &entry["overwritten"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!(report["losses"][0]["kind"], "kept_values");
    let report = json(&["import", &project, &file, "--as", "document-attributes", "--json", "--overwrite"]);
    assert_eq!(report["imported"][0]["overwritten"], 1);
    assert!(documents(&project).contains(&json!(["A", { "round": 3, "place": "Diànjiāng", "x": 1 }])));
    // Nothing but unknown documents is a failure.
    std::fs::write(&file, "document,round\nZ,1\n").unwrap();
    fails(
        &["import", &project, &file, "--as", "document-attributes"],
        1,
        &["there is no document Z", "nothing was imported"],
    );
    std::fs::write(&file, "document,round\nA,first\n").unwrap();
    fails(
        &["import", &project, &file, "--as", "document-attributes"],
        1,
        &["line 2", "round: “first” was left out; a valid value is a number", "nothing was imported"],
    );
    fails(&["import", &project, &file, "--as", "codebook", "--document-column", "x"], 2, &["document-attributes"]);
}

#[test]
fn every_row_of_the_table_that_is_left_out_is_named() {
    let (place, _, _) = imported("document,round\nA,1\n");
    let project = within(&place, "p2.pullquote");
    ok(&["new", &project, "--from", &without_attributes(&place)]);
    let file = within(&place, "t.csv");
    std::fs::write(&file, TABLE).unwrap();
    let report = json(&["import", &project, &file, "--as", "document-attributes", "--json"]);
    let of = |list: &str| -> Vec<(String, String)> {
        let items = report[list].as_array().unwrap().iter();
        items.map(|one| (one["place"].as_str().unwrap_or("").into(), one["kind"].as_str().unwrap().into())).collect()
    };
    let row = |place: &str, kind: &str| (place.to_owned(), kind.to_owned());
    assert_eq!(of("refused"), [row("line 6", "unknown_document"), row("line 7", "no_document")]);
    // B has two rows: the first value counts.
    assert_eq!(of("losses").len(), 1, "{report:#}");
    assert_eq!(report["losses"][0]["kind"], "other_value");
    let strict = ["import", &project, &file, "--as", "document-attributes", "--strict"];
    fails(&strict, 1, &["there is no document Z"]);
}

#[test]
fn the_folder_keeps_attributes_of_documents() {
    let (place, project, _) = imported(TABLE);
    let (once, twice) = (within(&place, "once"), within(&place, "twice"));
    ok(&["export", &project, &once]);
    let table = std::fs::read_to_string(Path::new(&once).join("documents.csv")).unwrap();
    assert!(table.starts_with("document,round,place\nA,1,Diànjiāng\nB,2,x\nC,1,垫江\nD,,\n"), "{table}");
    let again = within(&place, "again.pullquote");
    ok(&["new", &again, "--from", &once]);
    ok(&["export", &again, &twice]);
    assert_eq!(read_folder(&twice), read_folder(&once));
    assert_eq!(documents(&again), documents(&project));
    assert_eq!(documents(&once), documents(&project), "a folder is read like a file");
    assert_eq!(ok(&["check", &again]), "whole\n");
    // Other values in the project are kept, and that is said.
    std::fs::write(Path::new(&once).join("documents.csv"), "document,round\nA,9\nD,1\nZZ,1\n").unwrap();
    let report = json(&["import", &again, &once, "--json"]);
    let kinds: Vec<&str> =
        report["refused"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["unknown_document", "other_document_values"], "{report:#}");
    let known = documents(&again);
    assert!(known.contains(&json!(["A", { "round": 1, "place": "Diànjiāng" }])), "{known:?}");
    assert!(known.contains(&json!(["D", { "round": 1, "place": null }])), "{known:?}");
}

#[test]
fn tables_count_by_attributes_of_documents_and_are_filtered_by_them() {
    let (_place, project, _) = imported(TABLE);
    let matrix =
        |extra: &[&str]| json(&[&["matrix", &project, "--count", "passages", "--format", "json"], extra].concat());
    let rounds = matrix(&["--rows", "document:round", "--columns", "attribute:gender"]);
    assert_eq!(rounds["rows"], json!(["1", "2", "(not known)"]));
    let by_document = matrix(&["--rows", "document", "--columns", "document:round"]);
    assert_eq!(by_document["columns"], rounds["rows"]);
    assert_eq!(by_document["total"], matrix(&["--rows", "document", "--columns", "code"])["total"]);
    let of = |name: &str, table: &Value| {
        let at = table["rows"].as_array().unwrap().iter().position(|row| row == name).unwrap();
        table["row_totals"][at].clone()
    };
    let everything = matrix(&["--rows", "document", "--columns", "code"]);
    let second = matrix(&["--rows", "document", "--columns", "code", "--where-document", "round=2"]);
    assert_eq!(second["rows"], json!(["B", "FGD 1"]));
    assert_eq!((of("B", &second), of("FGD 1", &second)), (of("B", &everything), of("FGD 1", &everything)));
    let reasons: Vec<&str> =
        second["left_out"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert!(reasons.contains(&"filter"), "{reasons:?}");
    let listed = json(&["codings", &project, "--where-document", "round=2", "--format", "json"]);
    let names: std::collections::BTreeSet<&str> =
        listed.as_array().unwrap().iter().map(|one| one["document"].as_str().unwrap()).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["B", "FGD 1"]);
    // Several values are alternatives, several attributes must all hold, and filters on participants hold too.
    let rows =
        |filters: &[&str]| matrix(&[&["--rows", "document", "--columns", "code"], filters].concat())["rows"].clone();
    assert_eq!(
        rows(&["--where-document", "round=1", "--where-document", "round=2", "--where-document", "place=垫江"]),
        json!(["C", "FGD 1"])
    );
    assert_eq!(rows(&["--where-document", "round=1", "--where", "gender=Female"]).as_array().unwrap().len(), 2);
    assert_eq!(rows(&["--where-document", "round=(not known)"]).as_array().unwrap().len(), 22);
    let text = ok(&["matrix", &project, "--rows", "document", "--columns", "code", "--where-document", "round=2"]);
    assert!(text.contains("round of the document is 2 (2 of 26 documents)"), "{text}");
    ok(&["table", &project, "assets", "--where-document", "round=2"]);
    // A table about some documents has rows only of participants who are in them.
    let participants = |filters: &[&str]| {
        let flags = [&["--rows", "participant", "--columns", "document"], filters].concat();
        matrix(&flags)["rows"].as_array().unwrap().len()
    };
    let in_second = participants(&["--where-document", "round=2"]);
    assert!(in_second > 0 && in_second < participants(&[]), "{in_second}");
    let both = |rows: &str| matrix(&["--rows", rows, "--columns", "code", "--where-document", "round=2"]);
    assert_eq!(both("participant")["total"], both("participant+group")["total"]);
    for (word, why) in [
        ("round=5", "no document has the value `5`"),
        ("age=5", "documents have no attribute `age`"),
        ("gender=Female", "did you mean --where 'gender=Female'?"),
        ("round", "--where-document takes ATTRIBUTE=VALUE"),
    ] {
        let code = if word == "round" { 2 } else { 1 };
        fails(&["matrix", &project, "--rows", "document", "--columns", "code", "--where-document", word], code, &[why]);
    }
    fails(
        &["matrix", &project, "--rows", "document:gender", "--columns", "code"],
        1,
        &["documents have no attribute `gender`", "round, place", "did you mean `attribute:gender`?"],
    );
    let code = json(&["codings", &project, "--json"])[0]["code"].as_str().unwrap().to_owned();
    for (flags, meant) in [
        (["--rows", "round", "--columns", "code"], "`document:round`"),
        (["--rows", "document", "--columns", "gender"], "`attribute:gender`"),
        (["--rows", "document", "--columns", "round"], "`document:round`"),
        (["--rows", "asset", "--columns", "code"], "`facet:asset`"),
        (["--rows", "Participants", "--columns", "code"], "`participant`"),
        (["--rows", "documents", "--columns", "code"], "`document`"),
        (["--rows", "FGD 1", "--columns", "code"], "`document`, which has a line for each document"),
        (["--rows", "document", "--columns", &code], "`code`, which has a line for each code"),
    ] {
        fails(&[&["matrix", &project], &flags[..]].concat(), 1, &[&format!("did you mean {meant}?")]);
    }
    fails(&["matrix", &project, "--rows", "quite another", "--columns", "code"], 1, &["there is no attribute"]);
}

#[test]
fn lists_for_other_programs_have_attributes_of_documents() {
    let (place, project, _) = imported("document,round,participant,date\nA,1,p,2020-01-02\nB,2,,\n");
    let codings = ok(&["codings", &project, "--format", "csv", "--document", "A"]);
    let head: Vec<&str> = codings.lines().next().unwrap().split(',').collect();
    assert_eq!(head[head.len() - 3..], ["round", "participant (document)", "date"]);
    let first = codings.lines().nth(1).unwrap();
    assert!(first.ends_with(",1,p,2020-01-02"), "{first}");
    let tidy = within(&place, "tidy");
    ok(&["export", &project, &tidy, "--as", "tidy"]);
    let documents = std::fs::read_to_string(Path::new(&tidy).join("documents.csv")).unwrap();
    assert!(documents.lines().next().unwrap().ends_with(",round,participant (of documents),date"), "{documents}");
    assert!(documents.lines().nth(1).unwrap().ends_with(",1,p,2020-01-02"), "{documents}");
    let syntax = std::fs::read_to_string(Path::new(&tidy).join("spss/read.sps")).unwrap();
    assert!(syntax.contains("round"), "{syntax}");
    let readme = std::fs::read_to_string(Path::new(&tidy).join("README.md")).unwrap();
    assert!(readme.contains("Attributes of documents: `round` (number)"), "{readme}");
}
