//! Passages of the consensus coding that imports, merges and changes of codes change are counted apart.

use super::consensus::{Mark, all, open, settle, study};
use super::support::*;
use pullquote::engine::code_use::code_use;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::plural::passages_counted;
use pullquote::model::{CharRange, CodeId, Decision};

fn done(project: &mut Project, command: Command) -> String {
    project.execute(&Command::Override(Box::new(command)), &Actor::named("A"), &Progress::default()).unwrap().summary
}

fn code(project: &Project, path: &str) -> CodeId {
    project.reads().study().unwrap().codebook.find(path).unwrap()
}

/// Both coders agree on a passage with each of `a` and `b`; A has another one with `a`.
fn agreed(place: &tempfile::TempDir) -> String {
    let marks: [Mark; 2] = [("a", 0, 10), ("b", 50, 60)];
    let path = study(place, &[("A", &[marks[0], marks[1], ("a", 20, 30)]), ("B", &marks)]);
    ok(&["agree", &path, "--auto"]);
    path
}

#[test]
fn a_project_that_is_imported_names_its_passages_of_the_consensus_coding() {
    let place = temporary();
    let folder = within(&place, "again");
    ok(&["export", &agreed(&place), &folder]);
    let other = within(&place, "other.pullquote");
    ok(&["new", &other, "--from", &folder]);
    let counts = "5 passages and 2 passages of the consensus coding";
    let history = ok(&["history", &other]);
    assert!(history.contains(counts), "{history}");
    let empty = within(&place, "empty.pullquote");
    ok(&["new", &empty]);
    let printed = ok(&["import", &empty, &folder]);
    assert!(printed.contains(counts), "{printed}");
    assert!(ok(&["history", &empty]).contains(counts));
}

#[test]
fn question_and_history_count_the_same_passages_of_merged_and_deleted_codes() {
    let place = temporary();
    let mut project = open(&agreed(&place));
    let (a, b) = (code(&project, "a"), code(&project, "b"));
    let below = Command::AddCode { parent: Some(a), name: "c".into(), passage: None };
    done(&mut project, below);
    let c = code(&project, "a > c");
    let source = project.reads().study().unwrap().sources[0].id;
    done(&mut project, Command::Code { source, range: CharRange::new(70, 80), codes: vec![c] });
    let list = all(&project).list;
    let key = list.iter().map(|one| one.disagreement.key).find(|key| key.code == c).unwrap();
    settle(&mut project, key, Decision::Neither).unwrap();
    let found = code_use(project.reads(), a, Some(b)).unwrap();
    let asked = (found.passages, found.consensus, found.with_subcodes, found.decisions);
    assert_eq!(asked, (4, 1, 1, 0), "the decision stays with its subcode");
    let summary = done(&mut project, Command::MergeCodes { from: a, into: b });
    assert!(summary.ends_with(&passages_counted(found.passages, found.consensus)), "{summary}");
    let found = code_use(project.reads(), b, None).unwrap();
    assert_eq!((found.passages, found.consensus, found.decisions), (8, 2, 1));
    let summary = done(&mut project, Command::RemoveCode { code: b });
    assert!(summary.ends_with("with 6 passages and 2 passages of the consensus coding"), "{summary}");
}
