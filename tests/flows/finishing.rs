//! Marking documents as finished on the command line.

use super::support::*;
use serde_json::json;

fn project(place: &tempfile::TempDir) -> String {
    let project = within(place, "p.pullquote");
    ok(&["new", &project]);
    for name in ["A", "B", "Ö"] {
        std::fs::write(place.path().join(format!("{name}.txt")), "I: why?\nP: no money.\n").unwrap();
        ok(&["import", &project, &within(place, &format!("{name}.txt"))]);
    }
    std::fs::write(place.path().join("codes.csv"), "code\nMoney\n").unwrap();
    ok(&["import", &project, &within(place, "codes.csv"), "--as", "codebook"]);
    project
}

/// The documents that each coder has finished, according to the exported folder.
fn finished(place: &tempfile::TempDir, project: &str) -> Vec<(String, String)> {
    let out = within(place, "out");
    let _ = std::fs::remove_dir_all(&out);
    ok(&["export", project, &out]);
    let mut all = read_folder(&out).participations;
    all.sort();
    all.into_iter().map(|(document, coder)| (coder, document)).collect()
}

#[test]
fn a_coder_without_passages_can_finish_a_document() {
    let place = temporary();
    let project = project(&place);
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(coder, document)| ((*coder).to_owned(), (*document).to_owned())).collect()
    };
    let code = |more: &[&str]| run(&[&["code", project.as_str()], more].concat());
    let out = code(&["--document", "A", "--coder", "Ann", "--finished"]);
    assert!(out.code == 0 && out.err.contains("Ann is new"), "{out:?}");
    assert_eq!(finished(&place, &project), pairs(&[("Ann", "A")]));
    // Several documents at once, in different spellings; with a passage; a second time.
    let several = code(&["--document", "B", "--document", "O\u{308}", "--coder", "Ann", "--finished"]);
    assert_eq!(several.code, 0, "{several:?}");
    let passage = ["--document", "A", "--coder", "Ben", "--range", "11..19", "--code", "Money", "--finished"];
    assert_eq!(code(&passage).code, 0);
    assert_eq!(finished(&place, &project), pairs(&[("Ann", "A"), ("Ben", "A"), ("Ann", "B"), ("Ann", "Ö")]));
    let before = json(&["history", &project, "--json"]);
    assert!(code(&["--document", "B", "--coder", "Ann", "--finished"]).out.contains("nothing was changed"));
    assert_eq!(json(&["history", &project, "--json"]), before);
    assert_eq!(code(&["--document", "B", "--coder", "Ann", "--unfinished"]).code, 0);
    assert_eq!(finished(&place, &project), pairs(&[("Ann", "A"), ("Ben", "A"), ("Ann", "Ö")]));
    ok(&["undo", &project]);
    assert_eq!(finished(&place, &project).len(), 4);
    // The comparison includes the documents that two coders have finished.
    let compared = json(&["compare", &project, "--unit", "turn", "--format", "json"]);
    assert_eq!(compared["documents"], json!(["A"]));
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn invalid_arguments_are_refused() {
    let place = temporary();
    let project = project(&place);
    for (code, more) in [
        (2, &["--document", "A", "--coder", "Ann", "--finished", "--unfinished"][..]),
        (2, &["--document", "A", "--document", "B", "--coder", "Ann", "--range", "0..1", "--code", "Money"]),
        (2, &["--document", "A", "--coder", "Ann"]),
        (2, &["--document", "A", "--coder", "Ann", "--range", "0..1"]),
        (2, &["--document", "A", "--coder", "Ann", "--code", "Money", "--finished"]),
        (2, &["--coder", "Ann", "--finished"]),
        (1, &["--document", "Z", "--coder", "Ann", "--finished"]),
        (1, &["--document", "A", "--coder", "Ann", "--unfinished"]),
        (1, &["--document", "A", "--coder", "agreed", "--finished"]),
        (1, &["--document", "A", "--coder", " ", "--finished"]),
    ] {
        let before = json(&["history", &project, "--json"]);
        let ran = run(&[&["code", project.as_str()], more].concat());
        assert_eq!((ran.code, json(&["history", &project, "--json"])), (code, before), "{more:?}: {}", ran.err);
    }
}
