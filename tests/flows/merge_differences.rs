//! What a copy of a project has that differs from it: taken in a merge, or listed.

use super::merge::{LOW, as_ann, b, code, code_id, copies, copies_of_ann, correct, open, passage, run, text_of_b};
use super::support::*;
use pullquote::engine::command::CodeChange;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{NoteTarget, UserId};

/// Kinds of differences in a report, with what `field` says.
fn differences(report: &serde_json::Value, field: &str) -> Vec<(String, serde_json::Value)> {
    let list = report["differences"].as_array().unwrap().iter();
    list.map(|one| (one["kind"].as_str().unwrap().to_owned(), one[field].clone())).collect()
}

/// Asserts that the preview and the report list exactly these differences and that nothing is written.
fn listed(ours: &str, theirs: &str, field: &str, wanted: &[(&str, serde_json::Value)]) {
    let before = snapshot_of(ours);
    let wanted: Vec<_> = wanted.iter().map(|(kind, value)| ((*kind).to_owned(), value.clone())).collect();
    for arguments in [["merge", ours, theirs, "--dry-run", "--json"].as_slice(), &["merge", ours, theirs, "--json"]] {
        let report = json(arguments);
        assert_eq!(differences(&report, field), wanted, "{report}");
    }
    assert_eq!(snapshot_of(ours), before);
}

#[test]
fn an_unchanged_copy_differs_in_nothing() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    listed(&ours, &theirs, "note", &[]);
    listed(&theirs, &ours, "note", &[]);
    let folder = within(&place, "out");
    ok(&["export", &ours, &folder]);
    listed(&ours, &folder, "note", &[]);
}

#[test]
fn marks_of_importance_are_listed_if_only_the_copy_has_them() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    let mark = |project: &Project| Command::MarkImportant { codings: vec![passage(project, 4)], important: true };
    as_ann(&theirs, mark);
    listed(&ours, &theirs, "start", &[("important_passage", 4.into())]);
    as_ann(&ours, mark);
    listed(&ours, &theirs, "start", &[]);
}

#[test]
fn a_passage_removed_from_the_copy_stays_and_is_listed() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    for start in [1, 30, 50] {
        as_ann(&theirs, |project| Command::Remove { codings: vec![passage(project, start)] });
    }
    ok(&["undo", &theirs]);
    // Removed, and coded again by hand.
    code(&theirs, "30..40", LOW, "Ann");
    // Only here: the copy has never had it.
    code(&ours, "70..80", LOW, "Ann");
    listed(&ours, &theirs, "start", &[("removed_in_copy", 1.into())]);
    let report = ok(&["merge", &ours, &theirs]);
    assert!(report.contains("Passages deleted from the copy; kept here: "), "{report}");
    assert!(report.contains("B, characters 2–9, “"), "{report}");
}

#[test]
fn a_passage_whose_coding_was_undone_is_removed() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    ok(&["undo", &theirs]);
    listed(&ours, &theirs, "start", &[("removed_in_copy", 50.into())]);
    let report = json(&["merge", &theirs, &ours, "--dry-run", "--json"]);
    assert_eq!(differences(&report, "start"), [("removed_here".to_owned(), 50.into())]);
    ok(&["redo", &theirs]);
    listed(&ours, &theirs, "start", &[]);
}

#[test]
fn a_passage_removed_here_is_added_again_and_listed() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    as_ann(&ours, |project| Command::Remove { codings: vec![passage(project, 30)] });
    let report = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!(differences(&report, "start"), [("removed_here".to_owned(), 30.into())]);
    assert_eq!(report["added"].as_array().unwrap().len(), 1);
    // A merge that was taken back has removed nothing that Ann decided against.
    code(&theirs, "70..80", LOW, "Ann");
    ok(&["merge", &ours, &theirs]);
    ok(&["undo", &ours]);
    let again = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!((differences(&again, "start"), again["added"].as_array().unwrap().len()), (vec![], 1));
}

#[test]
fn codes_that_differ_are_listed_unless_they_are_added() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    as_ann(&theirs, |project| {
        let changes = vec![CodeChange::Name("Poverty".into())];
        Command::ChangeCode { code: code_id(project, LOW), changes }
    });
    for name in ["Unused", "Used"] {
        as_ann(&theirs, |_| Command::AddCode { parent: None, name: name.into(), passage: None });
    }
    let parent = |project: &Project| Some(code_id(project, "Unused"));
    // Its name is that of a code that this project has elsewhere.
    let top = LOW.split(" > ").next().unwrap();
    as_ann(&theirs, |project| Command::AddCode { parent: parent(project), name: top.into(), passage: None });
    code(&theirs, "70..80", "Used", "Ann");
    let report = json(&["merge", &ours, &theirs, "--json"]);
    let unused = |path: &str| ("unused_code".to_owned(), path.to_owned().into());
    let mut found = differences(&report, "code");
    found.sort_by_key(|(kind, code)| (kind.clone(), code.as_str().map(str::to_owned)));
    assert_eq!(found, [("renamed_code".to_owned(), LOW.into()), unused("Unused"), unused(&format!("Unused > {top}"))]);
    assert_eq!((&report["codes"], &report["differences"][0]["copy"]), (&serde_json::json!(["Used"]), &theirs.into()));
}

#[test]
fn documents_that_are_missing_or_corrected_are_listed_by_name() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    let file = within(&place, "新的.txt");
    std::fs::write(&file, "A new interview about rent.\n").unwrap();
    ok(&["import", &theirs, &file]);
    ok(&["code", &theirs, "--document", "新的", "--range", "2..5", "--code", LOW, "--coder", "Ann"]);
    let text = text_of_b(&theirs);
    let last = text.trim_end().lines().last().unwrap().to_owned();
    correct(&theirs, &last, &format!("{last} And more."));
    let wanted = [("corrected_text", "B".into()), ("missing_document", "新的".into())];
    listed(&ours, &theirs, "document", &wanted);
    let report = ok(&["merge", &ours, &theirs]);
    assert!(report.contains("import them first: ") && report.contains("新的 (1 passage)"), "{report}");
}

/// Kind of target, text, author and date of every memo.
fn memos(project: &str) -> Vec<(String, String, Option<String>, i64)> {
    let project = open(project);
    let study = project.reads().study().unwrap();
    let author = |user: Option<UserId>| user.map(|id| study.user(id).unwrap().name.clone());
    let notes = project.reads().notes().unwrap().into_iter();
    let mut memos: Vec<_> = notes.map(|n| (n.target.parts().0.to_owned(), n.text, author(n.user), n.created)).collect();
    memos.sort();
    memos
}

fn add_memo(project: &str, text: &str, target: impl FnOnce(&Project) -> NoteTarget) {
    as_ann(project, |project| Command::SetMemo { note: None, target: target(project), text: text.into() });
}

#[test]
fn memos_are_added_with_author_and_date_and_undone_in_one_step() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code(&theirs, "70..80", LOW, "Ann");
    // The same passage, coded in both copies.
    code(&theirs, "90..95", LOW, "Ann");
    code(&ours, "90..95", LOW, "Ann");
    as_ann(&theirs, |_| Command::AddCode { parent: None, name: "Unused".into(), passage: None });
    let participant = |project: &Project| NoteTarget::Participant(project.reads().study().unwrap().participants[0].id);
    add_memo(&theirs, "on the project", |_| NoteTarget::Project);
    add_memo(&theirs, "备忘录", |project| NoteTarget::Source(b(project)));
    add_memo(&theirs, "on a participant", participant);
    add_memo(&theirs, "on a code", |project| NoteTarget::Code(code_id(project, LOW)));
    for start in [1, 70, 90] {
        add_memo(&theirs, &format!("on the passage at {start}"), |p| NoteTarget::Coding(passage(p, start)));
    }
    let wanted = memos(&theirs);
    add_memo(&theirs, "lost", |project| NoteTarget::Code(code_id(project, "Unused")));
    let before = snapshot_of(&ours);
    let preview = json(&["merge", &ours, &theirs, "--dry-run", "--json"]);
    assert_eq!(preview["memos"].as_array().unwrap().len(), 7, "{preview}");
    assert_eq!(
        preview["memos"][0],
        serde_json::json!({ "on": "the project", "coder": "Ann", "text": "on the project" })
    );
    assert_eq!(
        differences(&preview, "text"),
        [("unused_code".to_owned(), serde_json::Value::Null), ("unplaced_memo".to_owned(), "lost".into())]
    );
    let report = ok(&["merge", &ours, &theirs]);
    assert!(report.starts_with("merge 1 passage (") && report.contains(", 7 new memos"), "{report}");
    assert_eq!(memos(&ours), wanted);
    assert!(json(&["merge", &ours, &theirs, "--json"])["memos"].as_array().unwrap().is_empty());
    assert_eq!(ok(&["check", &ours]), "whole\n");
    ok(&["undo", &ours]);
    assert_eq!(snapshot_of(&ours), before);
}

#[test]
fn a_memo_with_other_words_stays_and_is_listed() {
    let place = temporary();
    let ours = project_of(&place, &sample());
    code(&ours, "1..9", LOW, "Ann");
    add_memo(&ours, "first", |_| NoteTarget::Project);
    let theirs = within(&place, "copy.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    as_ann(&theirs, |project| {
        let note = project.reads().notes().unwrap().into_iter().find(|note| note.text == "first").unwrap();
        Command::SetMemo { note: Some(note.id), target: note.target, text: "second".into() }
    });
    // The same words on the same thing, written in both copies, are one memo.
    for project in [&ours, &theirs] {
        add_memo(project, "alike", |project| NoteTarget::Code(code_id(project, LOW)));
    }
    listed(&ours, &theirs, "text", &[("changed_memo", "second".into())]);
    assert!(memos(&ours).iter().all(|memo| memo.1 != "second"));
}

#[test]
fn the_author_of_a_memo_is_added_like_any_coder() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let mut project = open(&theirs);
    run(&mut project, Command::AddCoder { name: "Zoé".into() });
    let zoe = project.reads().study().unwrap().user_named("Zoé").unwrap().id;
    let memo = Command::SetMemo { note: None, target: NoteTarget::Project, text: "hers".into() };
    project.execute(&memo, &Actor::Coder(zoe), &Progress::default()).unwrap();
    drop(project);
    assert_eq!(json(&["merge", &ours, &theirs, "--json"])["coders"], serde_json::json!(["Zoé"]));
    assert_eq!(memos(&ours), memos(&theirs));
}

#[test]
fn a_passage_in_a_corrected_text_is_placed_or_listed_with_its_words() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    let text = text_of_b(&theirs);
    let slice = |start: usize, end: usize| text.chars().skip(start).take(end - start).collect::<String>();
    code(&theirs, "100..120", LOW, "Ann");
    code(&theirs, "140..160", LOW, "Ann");
    correct(&ours, &slice(90, 130), "");
    let report = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!(report["placed_through_correction"], 1, "{report}");
    assert_eq!(
        (&report["unplaced"][0]["words"], &report["unplaced"][0]["coder"]),
        (&slice(100, 120).into(), &"Ann".into())
    );
    assert!(report["unplaced"][0]["note"].as_str().unwrap().contains("the text of B differs in the copy"), "{report}");
    let list = json(&["codings", &ours, "--coder", "Ann", "--format", "json"]);
    assert!(list.as_array().unwrap().iter().any(|coding| coding["text"] == slice(140, 160)), "{list}");
}

#[test]
fn a_passage_that_followed_a_correction_here_is_the_same_passage() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    let text = text_of_b(&ours);
    let quote: String = text.chars().skip(30).take(10).collect();
    correct(&ours, &quote, &format!("{}QQ{}", &quote[..quote.len() / 2], &quote[quote.len() / 2..]));
    let report = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!((report["unplaced"].as_array().unwrap().len(), report["added"].as_array().unwrap().len()), (0, 0));
    assert_eq!(differences(&report, "document"), [("corrected_text".to_owned(), "B".into())]);
}

#[test]
fn a_passage_changed_in_the_copy_is_distinguished_from_one_changed_here() {
    use pullquote::model::CharRange;
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    // Times of entries are in milliseconds.
    std::thread::sleep(std::time::Duration::from_millis(5));
    let other = |project: &Project| {
        let study = project.reads().study().unwrap();
        study.codebook.codes().iter().find(|code| study.codebook.path(code.id).to_string() != LOW).unwrap().id
    };
    as_ann(&theirs, |p| Command::Recode { codings: vec![passage(p, 1)], code: other(p) });
    as_ann(&theirs, |p| Command::MoveEdges { coding: passage(p, 30), range: CharRange::new(30, 45) });
    as_ann(&ours, |p| Command::MoveEdges { coding: passage(p, 50), range: CharRange::new(50, 65) });
    let before = snapshot_of(&ours);
    let report = json(&["merge", &ours, &theirs, "--json"]);
    let changed = "changed in the copy; kept as it is here";
    let found: Vec<(i64, bool)> = report["conflicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["start"].as_i64().unwrap(), item["note"].as_str().unwrap().contains(changed)))
        .collect();
    assert_eq!(found, [(1, true), (30, true), (50, false)], "{report}");
    assert_eq!(differences(&report, "start"), []);
    assert_eq!(snapshot_of(&ours), before);
}
