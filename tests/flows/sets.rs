//! Sets of documents and of codes: kept in the project and its folder, taken by a merge, and used to count and to list.

use super::support::*;
use fastrand::Rng;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{Guid, RowKind, Set, SetCondition, SetDefinition, SetKind, Study};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

/// Documents D and E of P, F of Q and G of nobody; codes a, with b below it, and c. Attributes and dimensions as in
/// `documents.csv` and the codebook.
fn folder(place: &TempDir, sets: &Value) -> String {
    let documents: Vec<Value> = [("D", "P"), ("E", "P"), ("F", "Q"), ("G", "")]
        .map(|(name, who)| json!({ "name": name, "path": format!("transcripts/{name}.txt"), "participant": who }))
        .into();
    let documents: Vec<Value> = documents
        .into_iter()
        .map(|mut one| {
            if one["participant"] == "" {
                one.as_object_mut().unwrap().remove("participant");
            }
            one
        })
        .collect();
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": [{ "name": "A" }],
        "tables": [{ "name": "kinds", "title": "", "kind": "facets", "rows": "kind", "columns": "kind" }],
        "documents": documents });
    let codes = json!({ "facets": { "kind": ["x", "y"] }, "codes": [
        { "name": "a", "facets": { "kind": "x" }, "children": [{ "name": "b", "facets": { "kind": "y" } }] },
        { "name": "c" }] });
    let mark = |code: &str, document: &str, start: u32| json!({ "document": document, "start": start, "end": start + 5, "code": code });
    let marks = [
        mark("a", "D", 0),
        mark("a > b", "D", 0),
        mark("c", "D", 20),
        mark("a", "E", 0),
        mark("c", "F", 3),
        mark("a > b", "F", 30),
        mark("a", "G", 9),
    ];
    let mut files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), codes.to_string()),
        ("participants.csv".into(), "participant,gender\nP,Female\nQ,Male\n".into()),
        ("documents.csv".into(), "document,round,place,a=b\nD,1,East,\nE,1.0,West,\nF,2,West,c=d\nG,,West,\n".into()),
        (
            "codings/A.json".into(),
            json!({ "coder": "A", "documents": ["D", "E", "F", "G"], "codings": marks }).to_string(),
        ),
        ("sets.json".into(), sets.to_string()),
    ];
    files.extend(["D", "E", "F", "G"].map(|name| (format!("transcripts/{name}.txt"), "money and home. ".repeat(8))));
    let path = within(place, "folder");
    write(&files, Path::new(&path));
    path
}

fn some_sets() -> Value {
    json!([
        { "name": "First", "kind": "documents", "items": ["D", "F"], "memo": "chosen by hand" },
        { "name": "West", "kind": "documents", "items": [], "where": ["place=West"] },
        { "name": "Round 1", "kind": "documents", "items": ["G"], "where": ["round=1", "place=West", "place=East"] },
        { "name": "Theory", "kind": "codes", "items": ["c", "a"] },
        { "name": "x or b", "kind": "codes", "items": ["a > b"], "where": ["kind=x"] },
        { "name": "Nothing", "kind": "documents", "items": [] },
        { "name": "Odd", "kind": "documents", "items": [], "where": [{ "attribute": "a=b", "value": "c=d" }] },
    ])
}

fn with_sets(place: &TempDir) -> String {
    project_of(place, &folder(place, &some_sets()))
}

fn study_of(project: &str) -> Study {
    Project::open_to_read(Path::new(project)).unwrap().0.reads().study().unwrap()
}

fn members(project: &str, name: &str) -> Vec<String> {
    let study = study_of(project);
    let set = study.set_named(name).unwrap();
    let names = |set: &Set| match set.definition.kind {
        SetKind::Documents => {
            set.definition.documents(&study).into_iter().map(|id| study.source(id).unwrap().name.clone()).collect()
        }
        SetKind::Codes => {
            set.definition.codes(&study).into_iter().map(|id| study.codebook.path(id).to_string()).collect()
        }
    };
    names(set)
}

fn execute(project: &mut Project, command: &Command) -> Result<String, String> {
    let done = project.execute(command, &Actor::named("A"), &Progress::default());
    done.map(|outcome| outcome.summary.to_string()).map_err(|error| error.to_string())
}

#[test]
fn a_set_has_what_was_chosen_and_what_meets_its_conditions() {
    let place = temporary();
    let project = with_sets(&place);
    for (set, wanted) in [
        ("First", &["D", "F"][..]),
        ("West", &["E", "F", "G"]),
        // 1.0 is the number 1; several values of one attribute are alternatives; both attributes must hold.
        ("Round 1", &["D", "E", "G"]),
        ("Theory", &["a", "c"]),
        ("x or b", &["a", "a > b"]),
        ("Nothing", &[]),
        ("Odd", &["F"]),
    ] {
        assert_eq!(members(&project, set), wanted, "{set}");
    }
    assert_eq!(ok(&["check", &project]), "whole\n");
    assert!(ok(&["info", &project]).contains("sets: First, West, Round 1, Theory, x or b, Nothing, Odd\n"));
}

#[test]
fn sets_are_made_changed_and_deleted_and_the_history_names_them() {
    let place = temporary();
    let path = with_sets(&place);
    let mut project = Project::open(Path::new(&path)).unwrap();
    let study = |project: &Project| project.reads().study().unwrap();
    let guid = |study: &Study, name: &str| study.source_named(name).unwrap().guid;
    let before = study(&project);
    let definition = SetDefinition {
        items: vec![guid(&before, "D"), guid(&before, "D"), guid(&before, "E")],
        memo: " why ".into(),
        ..SetDefinition::default()
    };
    let save = |set, name: &str, definition: &SetDefinition| Command::SaveSet {
        set,
        name: name.into(),
        definition: definition.clone(),
    };
    assert_eq!(execute(&mut project, &save(None, " Pilot ", &definition)).unwrap(), "new set “Pilot”");
    let made = study(&project).set_named("Pilot").unwrap().clone();
    assert_eq!((made.definition.items.len(), made.definition.memo.as_str()), (2, "why"));
    assert_eq!(execute(&mut project, &save(Some(made.id), "Pilot", &definition)).unwrap(), "", "nothing changes");
    let narrower = SetDefinition { items: vec![guid(&before, "E")], ..definition.clone() };
    assert_eq!(execute(&mut project, &save(Some(made.id), "Pilot", &narrower)).unwrap(), "change set “Pilot”");
    assert_eq!(execute(&mut project, &save(Some(made.id), "Main", &narrower)).unwrap(), "rename set “Pilot” to “Main”");
    for (name, id, wrong) in [(" Main ", None, "already"), ("  ", None, "name"), ("First", Some(made.id), "already")] {
        let error = execute(&mut project, &save(id, name, &definition)).unwrap_err();
        assert!(error.contains(wrong), "{name}: {error}");
    }
    assert_eq!(execute(&mut project, &Command::RemoveSet { set: made.id }).unwrap(), "delete set “Main”");
    assert!(study(&project).set_named("Main").is_none());
    assert!(execute(&mut project, &Command::RemoveSet { set: made.id }).is_err());
    for (steps, name) in [(1, "Main"), (1, "Pilot"), (1, "Pilot")] {
        execute(&mut project, &Command::Undo { steps }).unwrap();
        assert_eq!(study(&project).set(made.id).unwrap().name, name);
    }
    assert_eq!(*study(&project).set(made.id).unwrap(), made);
    execute(&mut project, &Command::Undo { steps: 1 }).unwrap();
    assert_eq!(study(&project).sets, before.sets);
    execute(&mut project, &Command::Redo { steps: 1 }).unwrap();
    assert_eq!(*study(&project).set(made.id).unwrap(), made);
    drop(project);
    let told = ok(&["history", &path]);
    for words in ["new set “Pilot”", "rename set “Pilot” to “Main”", "delete set “Main”"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(ok(&["check", &path]), "whole\n");
}

#[test]
fn what_is_deleted_leaves_its_sets_until_undo_and_renaming_changes_nothing() {
    let place = temporary();
    let path = with_sets(&place);
    let mut project = Project::open(Path::new(&path)).unwrap();
    let study = project.reads().study().unwrap();
    let (source, code) = (study.source_named("D").unwrap().id, study.codebook.find("a > b").unwrap());
    let round = study.document_variables[study.document_variable("round").unwrap()].id;
    execute(&mut project, &Command::RenameDocument { source, name: "D again".into() }).unwrap();
    execute(&mut project, &Command::RenameAttribute { variable: round, name: "wave".into() }).unwrap();
    drop(project);
    assert_eq!(members(&path, "First"), ["D again", "F"]);
    assert_eq!(members(&path, "Round 1"), ["D again", "E", "G"]);
    let mut project = Project::open(Path::new(&path)).unwrap();
    execute(&mut project, &Command::RemoveDocuments { sources: vec![source] }).unwrap();
    execute(&mut project, &Command::RemoveAttribute { variable: round }).unwrap();
    execute(&mut project, &Command::RemoveCode { code }).unwrap();
    drop(project);
    assert_eq!(members(&path, "First"), ["F"]);
    assert_eq!(members(&path, "Round 1"), ["G"], "a condition on an attribute that is gone holds for nothing");
    assert_eq!(members(&path, "x or b"), ["a"]);
    let checked = run(&["check", &path]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "whole\n"));
    for words in ["The set “First” names 1 thing", "The set “Round 1” names 1 thing", "The set “x or b” names 1 thing"]
    {
        assert!(checked.err.contains(words), "{words}: {}", checked.err);
    }
    let table =
        json(&["matrix", &path, "--rows", "document", "--columns", "code", "--set", "First", "--format", "json"]);
    assert!(table["notes"].to_string().contains("that is no longer in the project"), "{table}");
    let again = within(&place, "again");
    ok(&["export", &path, &again]);
    let mut project = Project::open(Path::new(&path)).unwrap();
    execute(&mut project, &Command::Undo { steps: 3 }).unwrap();
    drop(project);
    assert_eq!(members(&path, "First"), ["D again", "F"]);
    assert_eq!(members(&path, "x or b"), ["a", "a > b"]);
}

#[test]
fn the_folder_keeps_sets_and_what_cannot_be_read_is_reported() {
    let place = temporary();
    let project = with_sets(&place);
    let (once, twice) = (within(&place, "once"), within(&place, "twice"));
    ok(&["export", &project, &once]);
    let kept: Value = serde_json::from_slice(&std::fs::read(Path::new(&once).join("sets.json")).unwrap()).unwrap();
    assert_eq!(kept, some_sets());
    let again = within(&place, "again.pullquote");
    ok(&["new", &again, "--from", &once]);
    ok(&["export", &again, &twice]);
    assert_eq!(read_folder(&once), read_folder(&twice));
    // The same again adds nothing; another definition stays out and is reported.
    let report = json(&["import", &again, &once, "--json"]);
    assert_eq!(report["refused"], json!([]), "{report:#}");
    let other = json!([{ "name": "First", "kind": "documents", "items": ["D"] }, { "name": "New", "kind": "codes", "items": ["c"] }]);
    std::fs::write(Path::new(&once).join("sets.json"), other.to_string()).unwrap();
    let report = json(&["import", &again, &once, "--json"]);
    assert_eq!(
        (report["refused"][0]["kind"].as_str(), members(&again, "New")),
        (Some("other_set"), vec!["c".to_owned()])
    );
    assert_eq!(members(&again, "First"), ["D", "F"]);
    let faulty = json!([
        { "name": "A", "kind": "documents", "items": ["D", "nowhere", 3], "where": ["round=1", "size=2", "round"], "color": "red" },
        { "name": "A", "kind": "codes", "items": [] },
        { "name": "", "kind": "codes", "items": [] },
        { "name": "B", "kind": "participants", "items": [] },
        "C",
    ]);
    std::fs::write(Path::new(&once).join("sets.json"), faulty.to_string()).unwrap();
    let fresh = within(&place, "fresh.pullquote");
    let report = json(&["new", &fresh, "--from", &once, "--json"]);
    let kinds = |list: &str| -> Vec<String> {
        report[list].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds("refused"), ["name_listed_twice", "no_name", "unknown_set_kind", "no_name"], "{report:#}");
    let losses =
        ["unknown_key", "set_member_not_found", "set_condition_unread", "set_member_not_found", "set_condition_unread"];
    assert_eq!(kinds("losses"), losses, "{report:#}");
    // With only one of its conditions, it would have more members than it should.
    assert_eq!(members(&fresh, "A"), ["D"]);
    std::fs::write(Path::new(&once).join("sets.json"), "{}").unwrap();
    assert!(run(&["check", &once]).out.contains("sets.json"));
}

#[test]
fn sets_narrow_tables_lists_and_exports_alike() {
    let place = temporary();
    let path = with_sets(&place);
    let matrix = |rows: &str, sets: &[&str]| {
        let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).collect();
        let fixed = ["matrix", &path, "--rows", rows, "--columns", "code", "--count", "passages", "--format", "json"];
        json(&[&fixed[..], &sets].concat())
    };
    let listed = |sets: &[&str]| {
        let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", *set]).collect();
        let all = json(&[&["codings", &path, "--format", "json"][..], &sets].concat());
        let cell = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        all.as_array().unwrap().iter().map(|one| (cell(one, "document"), cell(one, "code"))).collect::<Vec<_>>()
    };
    for (sets, count) in [
        (&[][..], 7),
        (&["First"], 5),
        (&["West"], 4),
        (&["First", "West"], 2),
        (&["Theory"], 5),
        (&["Theory", "x or b"], 3),
        (&["First", "Theory", "x or b"], 1),
        (&["Nothing"], 0),
    ] {
        let table = matrix("document", sets);
        assert_eq!(table["total"].as_u64(), Some(count), "{sets:?}: {table}");
        assert_eq!(listed(sets).len() as u64, count, "{sets:?}");
    }
    let table = matrix("document", &["First", "Theory"]);
    assert_eq!((&table["rows"], &table["columns"]), (&json!(["D", "F"]), &json!(["a", "c"])));
    assert_eq!(table["left_out"], json!([{ "passages": 4, "reason": "filter" }]), "{table}");
    let text = ok(&["matrix", &path, "--rows", "document", "--columns", "code", "--set", "First", "--set", "Theory"]);
    assert!(text.contains("set “First” (2 of 4 documents); set “Theory” (2 of 3 codes)"), "{text}");
    assert!(matrix("document", &["Nothing"])["notes"].to_string().contains("No document is in the set “Nothing”."));
    // Values that no code of the set has are no rows.
    assert_eq!(matrix("facet:kind", &["x or b"])["rows"], json!(["x", "y"]));
    assert_eq!(matrix("facet:kind", &["Theory"])["rows"], json!(["x"]));
    assert_eq!(
        listed(&["First", "Theory"]),
        [("D", "a"), ("D", "c"), ("F", "c")].map(|(d, c)| (d.to_owned(), c.to_owned()))
    );
    let codes = |set: &str| {
        let table = ok(&["table", &path, "kinds", "--set", set, "--format", "csv"]);
        ["a", "b", "c"].map(|code| table.split([',', '\n', ';', ' ', '"', ':']).any(|word| word == code))
    };
    assert_eq!((codes("x or b"), codes("Theory")), ([true, true, false], [true, false, false]));
    let file = within(&place, "codings.json");
    ok(&["export", &path, &file, "--set", "First", "--set", "Theory"]);
    let written: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(written.as_array().unwrap().len(), 3);
    ok(&["export", &path, &file, "--select", "matrix:document:code", "--set", "First"]);
    assert_eq!(serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap()["rows"], json!(["D", "F"]));
    let page = within(&place, "transcripts.html");
    ok(&["export", &path, &page, "--select", "transcripts", "--set", "First", "--set", "Theory"]);
    let page = std::fs::read_to_string(&page).unwrap();
    assert!(page.contains(">F<") && !page.contains(">E<") && !page.contains(">G<"), "{page}");
    fails(
        &["export", &path, &file, "--select", "transcripts", "--set", "Nothing"],
        1,
        &["no document is in all of these sets"],
    );
    fails(
        &["matrix", &path, "--rows", "document", "--columns", "code", "--set", "Firts"],
        1,
        &["no set “Firts”", "First, West"],
    );
    fails(&["codings", &sample(), "--set", "x"], 1, &["has no sets"]);
    for verb in ["table", "matrix", "codings", "export"] {
        assert!(ok(&["help", verb]).contains("--set NAME"), "{verb}");
    }
}

/// Every number with random sets is that of a plain count of the passages.
#[test]
fn random_sets_narrow_tables_to_a_plain_count() {
    let place = temporary();
    let path = with_sets(&place);
    let (all, study) = (json(&["codings", &path, "--format", "json"]), study_of(&path));
    let mut rng = Rng::with_seed(7);
    for turn in 0..40 {
        let mut project = Project::open(Path::new(&path)).unwrap();
        let mut names = Vec::new();
        let mut wanted: Vec<(SetKind, Vec<String>)> = Vec::new();
        for number in 0..rng.usize(1..4) {
            let kind = if rng.bool() { SetKind::Documents } else { SetKind::Codes };
            let all: Vec<(Guid, String)> = match kind {
                SetKind::Documents => study.sources.iter().map(|one| (one.guid, one.name.clone())).collect(),
                SetKind::Codes => {
                    let book = &study.codebook;
                    book.codes().iter().map(|one| (one.guid, book.path(one.id).to_string())).collect()
                }
            };
            let chosen: Vec<(Guid, String)> = all.into_iter().filter(|_| rng.bool()).collect();
            let mut kept: Vec<String> = chosen.iter().map(|(_, name)| name.clone()).collect();
            let mut conditions = Vec::new();
            if rng.bool() {
                let (attribute, value, more) = match kind {
                    SetKind::Documents => (
                        study.document_variables[study.document_variable("place").unwrap()].guid,
                        "West",
                        vec!["E", "F", "G"],
                    ),
                    SetKind::Codes => (study.codebook.dimensions[0].guid, "y", vec!["a > b"]),
                };
                conditions.push(SetCondition { attribute, value: value.into() });
                kept.extend(more.into_iter().map(str::to_owned));
            }
            let items = chosen.into_iter().map(|(guid, _)| guid).collect();
            let (name, definition) =
                (format!("r {turn} {number}"), SetDefinition { kind, items, conditions, memo: String::new() });
            execute(&mut project, &Command::SaveSet { set: None, name: name.clone(), definition }).unwrap();
            names.push(name);
            wanted.push((kind, kept));
        }
        drop(project);
        let is_in = |one: &&Value| {
            wanted.iter().all(|(kind, members)| {
                let key = if *kind == SetKind::Documents { "document" } else { "code" };
                members.iter().any(|name| one[key] == name.as_str())
            })
        };
        let flags: Vec<&str> = names.iter().flat_map(|name| ["--set", name.as_str()]).collect();
        for (rows, key) in [("document", "document"), ("participant", "participant"), ("code", "code")] {
            let fixed =
                ["matrix", &path, "--rows", rows, "--columns", "document", "--count", "passages", "--format", "json"];
            let table = json(&[&fixed[..], &flags].concat());
            for (row, total) in table["rows"].as_array().unwrap().iter().zip(table["row_totals"].as_array().unwrap()) {
                let plain = all.as_array().unwrap().iter().filter(is_in).filter(|one| one[key] == *row).count();
                assert_eq!(total.as_u64(), Some(plain as u64), "{names:?} {wanted:?} {row}: {table}");
            }
            let named = all.as_array().unwrap().iter().filter(is_in).filter(|one| !one[key].is_null()).count();
            assert_eq!(table["total"].as_u64(), Some(named as u64), "{rows} {wanted:?}: {table}");
        }
    }
}

#[test]
fn coders_are_compared_within_sets() {
    let place = temporary();
    let folder = within(&place, "study");
    let project = project_of(&place, &sample());
    ok(&["export", &project, &folder]);
    let sets = json!([
        { "name": "Pilot", "kind": "documents", "items": ["A", "C"] },
        { "name": "Push", "kind": "codes", "items": [], "where": ["direction=push"] },
    ]);
    std::fs::write(Path::new(&folder).join("sets.json"), sets.to_string()).unwrap();
    let compared = json(&["compare", &folder, "--set", "Pilot", "--set", "Push", "--format", "json"]);
    let named = json(&["compare", &folder, "--documents", "A,C", "--format", "json"]);
    assert_eq!(compared["documents"], named["documents"], "{compared:#}");
    let push = members(&folder, "Push");
    let codes: Vec<&str> = compared["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| push.iter().any(|one| one == code)), "{codes:?}");
    for code in codes {
        assert_eq!(compared["per_code_units"][code], named["per_code_units"][code], "{code}");
    }
    let methods = ok(&["compare", &folder, "--set", "Pilot", "--methods"]);
    assert!(methods.contains("set “Pilot” (2 of 26 documents)"), "{methods}");
}

#[test]
fn a_merge_takes_new_sets_and_lists_those_that_differ() {
    let place = temporary();
    let path = with_sets(&place);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&path, &copy).unwrap();
    let change = |path: &str, commands: &dyn Fn(&Study) -> Vec<Command>| {
        let mut project = Project::open(Path::new(path)).unwrap();
        for command in commands(&project.reads().study().unwrap()) {
            execute(&mut project, &command).unwrap();
        }
    };
    change(&copy, &|study| {
        let named = |name: &str| study.set_named(name).unwrap();
        let (first, west) = (named("First"), named("West"));
        let items = vec![study.source_named("E").unwrap().guid];
        let definition = SetDefinition { items, memo: "from the copy".into(), ..SetDefinition::default() };
        vec![
            Command::SaveSet { set: None, name: "Added".into(), definition: definition.clone() },
            Command::SaveSet { set: Some(first.id), name: "First".into(), definition },
            Command::SaveSet { set: Some(west.id), name: "The West".into(), definition: west.definition.clone() },
        ]
    });
    change(&path, &|study| vec![Command::RemoveSet { set: study.set_named("Theory").unwrap().id }]);
    let report = json(&["merge", &path, &copy, "--dry-run", "--json"]);
    assert_eq!(report["sets"], json!(["Added"]), "{report:#}");
    let listed: Vec<(&str, &str)> = report["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["kind"].as_str().unwrap(), one["set"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(listed, [("other_set", "First"), ("other_set", "The West"), ("removed_set", "Theory")], "{report:#}");
    assert!(ok(&["merge", &path, &copy]).contains("new sets: “Added” (1 document)"));
    assert_eq!(
        (members(&path, "Added"), members(&path, "First")),
        (vec!["E".to_owned()], vec!["D".to_owned(), "F".to_owned()])
    );
    assert_eq!(study_of(&path).set_named("Added").unwrap().definition.memo, "from the copy");
    assert_eq!(json(&["merge", &path, &copy, "--dry-run", "--json"])["sets"], json!([]), "once");
    assert_eq!(RowKind::Set.name(), "set");
}
