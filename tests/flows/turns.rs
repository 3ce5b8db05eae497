//! Undo and redo, each in a separate program run.

use super::support::*;

fn code(project: &str, range: &str, coder: &str) {
    ok(&["code", project, "--document", "B/1", "--range", range, "--code", "钱 > rent", "--coder", coder]);
}

fn small(place: &tempfile::TempDir) -> String {
    write(&good(), &place.path().join("study"));
    project_of(place, &within(place, "study"))
}

#[test]
fn an_import_is_one_step_of_undo_and_redo() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project, "--name", "空"]);
    let empty = snapshot_of(&project);
    ok(&["import", &project, &sample()]);
    let full = snapshot_of(&project);
    assert!(ok(&["undo", &project]).contains("import"));
    assert_eq!(snapshot_of(&project), empty);
    fails(&["undo", &project], 1, &["nothing to undo"]);
    ok(&["redo", &project]);
    assert_eq!(snapshot_of(&project), full);
    fails(&["redo", &project], 1, &["nothing to redo"]);
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn every_step_is_undone_and_redone_after_a_restart() {
    let place = temporary();
    let project = small(&place);
    let mut states = vec![snapshot_of(&project)];
    for (i, range) in ["1..3", "2..9", "10..34", "15..20"].iter().enumerate() {
        code(&project, range, if i % 2 == 0 { "Wáng/李" } else { "Coder: 2" });
        states.push(snapshot_of(&project));
    }
    for state in states.iter().rev().skip(1) {
        ok(&["undo", &project]);
        assert_eq!(snapshot_of(&project), *state);
    }
    for state in &states[1..] {
        ok(&["redo", &project]);
        assert_eq!(snapshot_of(&project), *state);
    }
    assert_eq!(ok(&["undo", &project, "--steps", "3"]).lines().count(), 3);
    assert_eq!(snapshot_of(&project), states[1]);
    code(&project, "5..6", "Coder: 2");
    fails(&["redo", &project], 1, &["nothing to redo"]);
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn more_steps_than_exist_go_as_far_as_possible() {
    let place = temporary();
    let project = small(&place);
    let ran = run(&["undo", &project, "--steps", "99"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1));
    assert!(ran.err.contains("1 of 99"), "{}", ran.err);
    fails(&["undo", &project, "--steps", "0"], 2, &["--steps"]);
}

#[test]
fn a_new_coder_is_a_separate_step_and_an_existing_coding_is_none() {
    let place = temporary();
    let project = small(&place);
    let before = snapshot_of(&project);
    code(&project, "1..3", "新人");
    code(&project, "1..3", "新人");
    let kinds: Vec<String> = json(&["history", &project, "--json"])
        .as_array()
        .unwrap()
        .iter()
        .map(|op| op["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, ["import", "add_coder", "code"]);
    ok(&["undo", &project, "--steps", "2"]);
    assert_eq!(snapshot_of(&project), before);
}

#[test]
fn the_history_says_what_was_undone_by_what() {
    let place = temporary();
    let project = small(&place);
    code(&project, "1..3", "Coder: 2");
    ok(&["undo", &project]);
    let history = json(&["history", &project, "--json"]);
    let ops = history.as_array().unwrap();
    let keys: Vec<&str> = ops[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "at", "coder", "kind", "summary", "undoes", "undone"]);
    assert_eq!((&ops[1]["undone"], &ops[1]["coder"]), (&true.into(), &"Coder: 2".into()));
    assert_eq!((&ops[2]["undoes"], &ops[2]["undone"]), (&ops[1]["id"], &false.into()));
    assert_eq!(ops[0]["undoes"], serde_json::Value::Null);
    let at = ops[0]["at"].as_str().unwrap();
    assert!(at.ends_with('Z') && at.parse::<jiff::Timestamp>().is_ok(), "{at}");
    ok(&["redo", &project]);
    let ops = json(&["history", &project, "--json"]);
    assert_eq!((&ops[1]["undone"], &ops[2]["undone"]), (&false.into(), &true.into()));
    assert!(ok(&["history", &project]).lines().count() == 4);
}
