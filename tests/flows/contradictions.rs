//! Decisions of which only one can hold: words get a code by one and are denied it by another.

use super::consensus::{all, consensus, open, run, settle, study};
use super::support::{json, ok, run as run_of, temporary};
use pullquote::engine::command::{Lapse, Lapsed};
use pullquote::engine::{Actor, Command, Error, Progress, Project};
use pullquote::model::{CharRange, CodeId, Decision, DisagreementKey};
use rusqlite::Connection;

/// A has coded words with `a`, and B the same words with `b`. Returns both disagreements.
fn two_codes(place: &tempfile::TempDir) -> (String, DisagreementKey, DisagreementKey) {
    let path = study(place, &[("A", &[("a", 20, 30)]), ("B", &[("b", 20, 30)])]);
    let list = all(&open(&path)).list;
    let [first, second] = [0, 1].map(|place| list[place].disagreement.key);
    (path, first, second)
}

fn decisions(project: &Project) -> Vec<(CodeId, Decision)> {
    let all = project.reads().decisions().unwrap();
    all.iter().map(|decided| (decided.disagreement.code, decided.decision)).collect()
}

fn settling(disagreement: DisagreementKey, decision: Decision) -> Command {
    Command::Settle { rule: Default::default(), disagreement, decision, reason: String::new() }
}

#[test]
fn a_decision_that_contradicts_another_one_is_refused_or_replaces_it() {
    let place = temporary();
    let (path, a, b) = two_codes(&place);
    let mut project = open(&path);
    let other = Decision::Recode;
    // The one that is there, the one that contradicts it, and the consensus after that.
    let cases = [
        ((a, other(b.code)), (b, Decision::Neither), vec![]),
        ((b, Decision::Neither), (a, other(b.code)), vec![("b".to_owned(), 20, 30)]),
        ((a, other(b.code)), (b, other(a.code)), vec![("a".to_owned(), 20, 30)]),
    ];
    for (earlier, later, agreed) in cases {
        settle(&mut project, earlier.0, earlier.1).unwrap();
        match settle(&mut project, later.0, later.1) {
            Err(Error::ContradictsDecisions { earlier }) => assert!(earlier[0].ends_with("(A)"), "{earlier:?}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(decisions(&project), [(earlier.0.code, earlier.1)], "nothing has changed");
        let replaces = Command::Override(Box::new(settling(later.0, later.1)));
        let done = project.execute(&replaces, &Actor::named("B"), &Progress::default()).unwrap();
        assert!(done.summary.contains("; withdraw the decision on "), "{}", done.summary);
        assert!(done.summary.contains("previously decided by A"), "{}", done.summary);
        assert_eq!(decisions(&project), [(later.0.code, later.1)]);
        assert_eq!((consensus(&project), all(&project).unresolved()), (agreed, 1));
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
        assert_eq!(decisions(&project), [(earlier.0.code, earlier.1)], "both come back");
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
    }
    // What does not contradict is not asked about.
    settle(&mut project, a, other(b.code)).unwrap();
    for decision in [Decision::Both, Decision::Later, Decision::Range(CharRange::new(22, 28))] {
        settle(&mut project, b, decision).unwrap();
    }
    assert_eq!(decisions(&project).len(), 2);
}

#[test]
fn decisions_that_contradict_each_other_already_are_named_and_the_later_one_counts() {
    let place = temporary();
    let (path, a, b) = two_codes(&place);
    let mut project = open(&path);
    settle(&mut project, a, Decision::Recode(b.code)).unwrap();
    drop(project);
    assert_eq!(ok(&["check", &path]), "whole\n");
    for (later, agreed, earlier) in [(1, 1, "“b” in D: Not coded (B)"), (i64::MAX / 2, 0, "With the code “b” (A)")]
    {
        let sql = "INSERT OR REPLACE INTO decisions(source_id, start, end, code_id, side, reason, who, at, revision)
                   VALUES (?1, 20, 30, ?2, 'neither', '', 'B', ?3, 1)";
        Connection::open(&path).unwrap().execute(sql, [b.source.0, b.code.0, later]).unwrap();
        let checked = run_of(&["check", &path]);
        assert_eq!((checked.code, checked.out.as_str()), (0, "whole\n"));
        let words = format!("The earlier one has no effect: {earlier}");
        let is_named = |text: &str| text.contains("contradict each other") && text.contains(earlier);
        assert!(is_named(&checked.err), "{words}: {}", checked.err);
        let report = json(&["agree", &path, "--auto", "--json"]);
        assert!(is_named(report["contradictions"][0].as_str().unwrap()), "{report}");
        assert_eq!((&report["settled"], &report["open"]), (&1.into(), &1.into()));
        let project = open(&path);
        assert_eq!(consensus(&project).len(), agreed);
        let overruled: Vec<bool> = all(&project).list.iter().map(|shown| shown.overruled_by.is_some()).collect();
        assert_eq!(overruled, [agreed == 0, agreed == 1]);
    }
}

#[test]
fn merged_codes_can_make_decisions_contradict_each_other_which_is_said() {
    let place = temporary();
    let (path, a, b) = two_codes(&place);
    let mut project = open(&path);
    let added = Command::AddCode { parent: None, name: "c".into(), passage: None };
    let c = project.execute(&added, &Actor::named("A"), &Progress::default()).unwrap().added_code.unwrap();
    settle(&mut project, b, Decision::Neither).unwrap();
    settle(&mut project, a, Decision::Recode(c)).unwrap();
    let merge = Command::MergeCodes { from: c, into: b.code };
    let done = project.execute(&merge, &Actor::named("A"), &Progress::default()).unwrap();
    assert_eq!(done.lapsed, [Lapsed { why: Lapse::Contradicted, disagreement: b }]);
}

#[test]
fn a_decision_that_is_made_again_is_said_to_contradict_a_later_one() {
    let place = temporary();
    let path = study(&place, &[("A", &[("a", 0, 10), ("a", 20, 30)]), ("B", &[("a", 0, 10), ("b", 20, 30)])]);
    ok(&["agree", &path, "--auto"]);
    let mut project = open(&path);
    let list = all(&project).list;
    let [a, b] = [0, 1].map(|place| list[place].disagreement.key);
    settle(&mut project, a, Decision::Recode(b.code)).unwrap();
    let entry = project.reads().history().unwrap().iter().map(|entry| entry.id).max().unwrap();
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    settle(&mut project, b, Decision::Neither).unwrap();
    let done = project.execute(&Command::DoAgain { entry }, &Actor::named("A"), &Progress::default()).unwrap();
    assert_eq!(done.lapsed, [Lapsed { why: Lapse::Contradicted, disagreement: a }]);
}
