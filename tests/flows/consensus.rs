//! Two coders: what they agree on, decisions on the rest, and the consensus coding that tables count.

use super::support::*;
use pullquote::engine::command::{Consensus, ConsensusChange, NoConsensus};
use pullquote::engine::disagreements::{AgreeRule, Disagreements, disagreements};
use pullquote::engine::{Actor, Command, Error, Progress, Project};
use pullquote::model::{CharRange, CodeId, Decision, DisagreementKey, Fact, NoteTarget, RowKind, UserId};
use pullquote::store;
use std::path::PathBuf;

const CODINGS: &str = r#"{"coder": "NAME", "codings": [LIST]}"#;

/// Code, start, end.
pub type Mark = (&'static str, u32, u32);

/// Name and marks.
type CoderMarks<'a> = (&'a str, &'a [Mark]);

/// One document of 100 characters and the codes a and b, coded by these coders.
pub fn study(place: &tempfile::TempDir, coders: &[CoderMarks<'_>]) -> String {
    let mut files: Files = vec![
        (
            "project.json".into(),
            r#"{"format": "pullquote-folder", "version": 1, "name": "two", "coders": [{"name": "A"}, {"name": "B"}],
                "documents": [{"name": "D", "path": "transcripts/D.txt", "participant": "P"}]}"#
                .into(),
        ),
        ("codebook.json".into(), r#"{"codes": [{"name": "a"}, {"name": "b"}]}"#.into()),
        ("participants.csv".into(), "participant\nP\n".into()),
        ("transcripts/D.txt".into(), "钱 and home. ".repeat(8)),
    ];
    for (name, marks) in coders {
        let mark = |(code, start, end): &Mark| {
            format!(r#"{{"document": "D", "start": {start}, "end": {end}, "code": "{code}"}}"#)
        };
        let list = marks.iter().map(mark).collect::<Vec<_>>().join(",");
        files.push((format!("codings/{name}.json"), CODINGS.replace("NAME", name).replace("LIST", &list)));
    }
    write(&files, &place.path().join("folder"));
    project_of(place, &within(place, "folder"))
}

pub fn two(place: &tempfile::TempDir) -> String {
    study(place, &[("A", &[("a", 0, 10), ("a", 20, 30), ("b", 50, 60)]), ("B", &[("a", 0, 8), ("a", 28, 40)])])
}

pub fn open(path: &str) -> Project {
    Project::open(&PathBuf::from(path)).unwrap()
}

pub fn consensus(project: &Project) -> Vec<(String, u32, u32)> {
    let study = project.reads().study().unwrap();
    let Some(user) = study.consensus() else { return vec![] };
    let name = |code: CodeId| study.codebook.path(code).to_string();
    let facts = project.reads().facts(&[user]).unwrap();
    let mut found: Vec<_> = facts.iter().map(|f| (name(f.code), f.range.start.0, f.range.end.0)).collect();
    found.sort();
    found
}

pub fn all(project: &Project) -> Disagreements {
    all_by(project, &AgreeRule::default())
}

pub fn all_by(project: &Project, rule: &AgreeRule) -> Disagreements {
    disagreements(project.reads(), rule, 5, &Progress::default()).unwrap()
}

pub fn run(project: &mut Project, command: Command) -> Result<String, Error> {
    run_as(project, &Actor::named("A"), command)
}

fn run_as(project: &mut Project, actor: &Actor, command: Command) -> Result<String, Error> {
    Ok(project.execute(&command, actor, &Progress::default())?.summary)
}

pub fn settle(project: &mut Project, disagreement: DisagreementKey, decision: Decision) -> Result<String, Error> {
    run(project, Command::Settle { rule: AgreeRule::default(), disagreement, decision, reason: " we talked ".into() })
}

fn mark(code: &str, start: u32, end: u32) -> (String, u32, u32) {
    (code.to_owned(), start, end)
}

#[test]
fn the_consensus_holds_what_both_agree_on_and_can_be_undone() {
    let place = temporary();
    let path = two(&place);
    let before = snapshot_of(&path);
    assert!(ok(&["agree", &path]).contains("1 passage agreed; 2 disagreements: 0 resolved, 2 unresolved"));
    assert_eq!(snapshot_of(&path), before, "without --auto nothing is changed");
    fails(&["table", &path, "x", "--coder", "agreed"], 1, &["agree --auto"]);
    ok(&["agree", &path, "--auto"]);
    assert_eq!(consensus(&open(&path)), [mark("a", 0, 8)]);
    let info = ok(&["info", &path]);
    assert!(info.contains("        2  coders\n") && info.contains("        1  consensus coding"), "{info}");
    assert!(info.contains("coders: A, B\n"), "{info}");
    assert!(ok(&["agree", &path, "--auto"]).contains("up to date"));
    assert_eq!(ok(&["check", &path]), "whole\n");
    ok(&["undo", &path]);
    assert_eq!(snapshot_of(&path), before);
    ok(&["redo", &path]);
    assert_eq!(consensus(&open(&path)), [mark("a", 0, 8)]);
}

#[test]
fn every_decision_takes_effect_and_can_be_reverted() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    let key = |project: &Project, place: usize| all(project).list[place].disagreement.key;
    let (first, second) = (key(&project, 0), key(&project, 1));
    assert_eq!((first.range, second.range), (CharRange::new(20, 40), CharRange::new(50, 60)));
    let study = project.reads().study().unwrap();
    let user = |name: &str| study.user_named(name).unwrap().id;
    let effects = [
        (Decision::Coder(user("A")), vec![mark("a", 20, 30)]),
        (Decision::Coder(user("B")), vec![mark("a", 28, 40)]),
        (Decision::Both, vec![mark("a", 20, 40)]),
        (Decision::Neither, vec![]),
        (Decision::Recode(second.code), vec![mark("b", 20, 40)]),
        (Decision::Range(CharRange::new(22, 36)), vec![mark("a", 22, 36)]),
        (Decision::Later, vec![]),
    ];
    let before = snapshot(&project);
    for (decision, mut effect) in effects {
        settle(&mut project, first, decision).unwrap();
        effect.insert(0, mark("a", 0, 8));
        assert_eq!(consensus(&project), effect, "{decision:?}");
        let later = usize::from(decision == Decision::Later);
        assert_eq!((all(&project).settled, all(&project).later), (1 - later, later));
        let decided = all(&project).list[0].decided.clone().unwrap();
        assert_eq!((decided.decision, decided.reason.as_str(), decided.who.as_str()), (decision, "we talked", "A"));
    }
    settle(&mut project, first, Decision::Both).unwrap();
    run(&mut project, Command::Unsettle { rule: AgreeRule::default(), disagreement: first }).unwrap();
    assert_eq!((consensus(&project), all(&project).settled), (vec![mark("a", 0, 8)], 0));
    project.execute(&Command::Undo { steps: 9 }, &Actor::Nobody, &Progress::default()).unwrap();
    assert_eq!(snapshot(&project), before);
    assert!(all(&project).list.iter().all(|disagreement| disagreement.decided.is_none()));
}

#[test]
fn decisions_survive_a_restart_and_a_rebuilt_consensus_but_not_changed_passages() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    let key = all(&project).list[0].disagreement.key;
    settle(&mut project, key, Decision::Both).unwrap();
    drop(project);
    assert!(ok(&["agree", &path, "--auto"]).contains("1 resolved, 1 unresolved"));
    let mut project = open(&path);
    assert_eq!(consensus(&project), [mark("a", 0, 8), mark("a", 20, 40)]);
    // A coder moves an edge: that makes a new disagreement, and the decision on the old one has no effect on it.
    let moved = all(&project).list[0].disagreement.marks[0];
    let edges = Command::MoveEdges { coding: moved.coding, range: CharRange::new(18, 30) };
    project.execute(&edges, &Actor::Coder(moved.user), &Progress::default()).unwrap();
    assert_eq!(all(&project).settled, 0);
    run(&mut project, Command::Agree { rule: AgreeRule::default() }).unwrap();
    assert_eq!(consensus(&project), [mark("a", 0, 8)]);
    assert!(matches!(settle(&mut project, key, Decision::Both), Err(Error::NoDisagreement { .. })));
    drop(project);
    assert_eq!(ok(&["check", &path]), "whole\n");
}

#[test]
fn impossible_decisions_are_refused_with_a_reason() {
    let place = temporary();
    let mut project = open(&two(&place));
    let key = all(&project).list[0].disagreement.key;
    let mut refused = |decision| settle(&mut project, key, decision).unwrap_err();
    assert!(matches!(refused(Decision::Range(CharRange::new(90, 9000))), Error::OutsideText { .. }));
    assert!(matches!(refused(Decision::Range(CharRange::new(9, 9))), Error::EmptyPassage));
    assert!(matches!(
        refused(Decision::Coder(UserId(99))),
        Error::Store(store::Error::Missing { what: RowKind::Coder, id: 99 })
    ));
    assert!(matches!(
        refused(Decision::Recode(CodeId(99))),
        Error::Store(store::Error::Missing { what: RowKind::Code, id: 99 })
    ));
    assert!(matches!(run(&mut project, Command::AddCoder { name: "agreed".into() }), Err(Error::ReservedCoder)));
    assert_eq!(consensus(&project), []);
}

#[test]
fn a_decision_follows_its_words_when_the_text_is_corrected() {
    let place = temporary();
    let mut project = open(&two(&place));
    let key = all(&project).list[0].disagreement.key;
    settle(&mut project, key, Decision::Range(CharRange::new(22, 36))).unwrap();
    let settled = snapshot(&project);
    let before = project.reads().text(key.source).unwrap();
    let text = format!("So, {before}");
    run(&mut project, Command::EditText { source: key.source, before: before.into(), text }).unwrap();
    assert_eq!(consensus(&project), [mark("a", 4, 12), mark("a", 26, 40)]);
    assert_eq!((all(&project).settled, all(&project).list[0].disagreement.key.range), (1, CharRange::new(24, 44)));
    assert_eq!(run(&mut project, Command::Agree { rule: AgreeRule::default() }).unwrap(), "", "nothing to change");
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    assert_eq!((snapshot(&project), all(&project).settled), (settled, 1));
}

#[test]
fn a_decision_follows_its_code_when_codes_are_merged() {
    let place = temporary();
    let mut project = open(&two(&place));
    let key = all(&project).list[0].disagreement.key;
    run(&mut project, Command::AddCode { parent: None, name: "new".into(), passage: None }).unwrap();
    let new = project.reads().study().unwrap().codebook.find("new").unwrap();
    settle(&mut project, key, Decision::Recode(new)).unwrap();
    let settled = snapshot(&project);
    run(&mut project, Command::Override(Box::new(Command::MergeCodes { from: key.code, into: new }))).unwrap();
    let decisions = project.reads().decisions().unwrap();
    let found: Vec<_> =
        decisions.iter().map(|one| (one.disagreement.range, one.disagreement.code, one.decision)).collect();
    assert_eq!(found, [(key.range, new, Decision::Both)]);
    assert_eq!(all(&project).settled, 1);
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    assert_eq!((snapshot(&project), all(&project).settled), (settled, 1));
}

/// Returns the code at a path, and creates what is missing of it.
fn code_at(project: &mut Project, path: &str) -> CodeId {
    if project.reads().study().unwrap().codebook.find(path).is_none() {
        run(project, Command::AddCode { parent: None, name: path.into(), passage: None }).unwrap();
    }
    project.reads().study().unwrap().codebook.find(path).unwrap()
}

fn path_of(project: &Project, code: CodeId) -> String {
    project.reads().study().unwrap().codebook.path(code).to_string()
}

#[test]
fn a_code_is_merged_into_one_above_although_a_subcode_has_its_name() {
    let place = temporary();
    let mut project = open(&two(&place));
    let [outer, inner, innermost] =
        ["Home", "Home > Work", "Home > Work > Work"].map(|path| code_at(&mut project, path));
    let source = all(&project).list[0].disagreement.key.source;
    for (code, start) in [(outer, 70), (inner, 80), (innermost, 90)] {
        let range = CharRange::new(start, start + 5);
        run(&mut project, Command::Code { source, range, codes: vec![code] }).unwrap();
    }
    for start in [80, 90] {
        let shown = all(&project).list.into_iter().find(|shown| shown.disagreement.key.range.start.0 == start);
        settle(&mut project, shown.unwrap().disagreement.key, Decision::Both).unwrap();
    }
    let before = snapshot(&project);
    let decided = |project: &Project| -> Vec<(u32, CodeId)> {
        let decisions = project.reads().decisions().unwrap();
        let mut found: Vec<_> =
            decisions.iter().map(|one| (one.disagreement.range.start.0, one.disagreement.code)).collect();
        found.sort();
        found
    };
    let merge = |from, into| Command::Override(Box::new(Command::MergeCodes { from, into }));
    let summary = run(&mut project, merge(inner, outer)).unwrap();
    assert!(summary.contains("Work") && summary.contains("Home"), "{summary}");
    assert_eq!(path_of(&project, innermost), "Home > Work", "it takes the place");
    let of = |project: &Project, code| project.reads().facts_with(code).unwrap().iter().map(|f| f.range.start.0).min();
    assert_eq!((of(&project, outer), of(&project, innermost)), (Some(70), Some(90)));
    assert_eq!(decided(&project), [(80, outer), (90, innermost)]);
    assert_eq!(all(&project).settled, 2);
    let after = snapshot(&project);
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    assert_eq!(snapshot(&project), before);
    run(&mut project, Command::Redo { steps: 1 }).unwrap();
    assert_eq!(snapshot(&project), after);
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    // By a detour: Home > Work has a subcode of the name of the code that is merged.
    let [deep, deeper] =
        ["Home > Work > Work > Work", "Home > Work > Work > Work > Work"].map(|path| code_at(&mut project, path));
    run(&mut project, merge(innermost, outer)).unwrap();
    assert!(project.reads().study().unwrap().codebook.get(deep).is_none(), "it is one with Home > Work");
    assert_eq!(path_of(&project, deeper), "Home > Work > Work");
}

fn agree(project: &mut Project) -> Consensus {
    let command = Command::Agree { rule: AgreeRule::default() };
    project.execute(&command, &Actor::named("A"), &Progress::default()).unwrap().consensus.unwrap()
}

#[test]
fn building_the_consensus_reports_what_is_agreed_resolved_and_open() {
    let place = temporary();
    let mut project = open(&two(&place));
    let counts = |agreed, resolved, open, passages, change| Consensus {
        agreed,
        // Of the words of the first passage, B marked fewer than A.
        shortened: 1,
        resolved,
        open,
        share: 50,
        passages,
        missing: None,
        moved_memos: 0,
        without: 0,
        change,
    };
    let entries = |project: &Project| project.reads().history().unwrap().len();
    assert_eq!(agree(&mut project), counts(1, 0, 2, 1, ConsensusChange::Created));
    assert_eq!((agree(&mut project), entries(&project)), (counts(1, 0, 2, 1, ConsensusChange::None), 2));
    let keys: Vec<_> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    settle(&mut project, keys[0], Decision::Both).unwrap();
    let said = settle(&mut project, keys[1], Decision::Later).unwrap();
    assert!(said.starts_with("postpone "), "what is postponed is not resolved: {said}");
    assert_eq!(agree(&mut project), counts(1, 1, 1, 2, ConsensusChange::None));
    settle(&mut project, keys[1], Decision::Neither).unwrap();
    assert_eq!(agree(&mut project), counts(1, 2, 0, 2, ConsensusChange::None));
    let range = CharRange::new(70, 80);
    for coder in ["A", "B"] {
        let study = project.reads().study().unwrap();
        let command = Command::Code { source: study.sources[0].id, range, codes: vec![study.codebook.codes()[0].id] };
        run_as(&mut project, &Actor::named(coder), command).unwrap();
    }
    assert_eq!(agree(&mut project), counts(2, 2, 0, 3, ConsensusChange::Updated { added: 1, removed: 0 }));
}

#[test]
fn coders_who_agree_on_nothing_get_the_reason_and_no_consensus() {
    const APART: &[CoderMarks<'_>] = &[("A", &[("a", 0, 10)]), ("B", &[("a", 20, 30), ("b", 0, 10)])];
    let cases: [(&[CoderMarks<'_>], NoConsensus); 4] = [
        (APART, NoConsensus::AllOpen),
        (&[("A", &[]), ("B", &[])], NoConsensus::NothingCoded),
        (&[("A", &[("a", 0, 10)]), ("B", &[])], NoConsensus::NoSharedDocument),
        (&[("B", &[("a", 0, 10), ("b", 0, 10)])], NoConsensus::NoSharedDocument),
    ];
    for (coders, why) in cases {
        let place = temporary();
        let path = study(&place, coders);
        let before = snapshot_of(&path);
        assert_eq!(agree(&mut open(&path)).missing, Some(why), "{coders:?}");
        let report = ok(&["agree", &path, "--auto"]);
        assert!(report.contains("no consensus coding was created") && report.contains(&why.to_string()), "{report}");
        assert_eq!(json(&["agree", &path, "--auto", "--json"])["no_consensus"], why.name());
        assert_eq!(snapshot_of(&path), before, "{coders:?}");
    }
    let place = temporary();
    let one = study(&place, &[("A", &[("a", 0, 10)])]);
    fails(&["agree", &one, "--auto", "--coders", "A"], 1, &["two coders"]);
}

#[test]
fn if_decisions_keep_nothing_tables_count_the_coders() {
    let place = temporary();
    let path = study(&place, &[("A", &[("a", 0, 10)]), ("B", &[("a", 20, 30)])]);
    let counted =
        |project: &Project| project.reads().facts(&project.reads().study().unwrap().counted(&[])).unwrap().len();
    let mut project = open(&path);
    let keys: Vec<_> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    for (decision, left) in [(Decision::Later, 2), (Decision::Neither, 2), (Decision::Both, 1), (Decision::Neither, 2)]
    {
        settle(&mut project, keys[0], decision).unwrap();
        assert_eq!(counted(&project), left, "{decision:?}");
    }
    settle(&mut project, keys[1], Decision::Neither).unwrap();
    assert_eq!(agree(&mut project).missing, Some(NoConsensus::NothingKept));
    run(&mut project, Command::Undo { steps: 2 }).unwrap();
    assert_eq!((counted(&project), consensus(&project)), (1, vec![mark("a", 0, 10)]));
    run(&mut project, Command::Unsettle { rule: AgreeRule::default(), disagreement: keys[0] }).unwrap();
    assert_eq!((counted(&project), project.reads().study().unwrap().consensus()), (2, None));
    drop(project);
    assert_eq!(ok(&["check", &path]), "whole\n");
}

#[test]
fn postponed_disagreements_leave_the_consensus_coding_alone() {
    let place = temporary();
    let mut project = open(&two(&place));
    let keys: Vec<_> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    let has_one = |project: &Project| project.reads().study().unwrap().consensus().is_some();
    for (later, &key) in (1..).zip(&keys) {
        let said = settle(&mut project, key, Decision::Later).unwrap();
        assert!(!said.contains("consensus") && !has_one(&project), "{said}");
        assert_eq!(all(&project).later, later);
    }
    // Nor is it created by withdrawing that, by undo or by redo.
    let withdraw = Command::Unsettle { rule: AgreeRule::default(), disagreement: keys[0] };
    for command in [withdraw, Command::Undo { steps: 2 }, Command::Redo { steps: 2 }] {
        run(&mut project, command).unwrap();
        assert!(!has_one(&project));
    }
    // The first decision with an effect creates it, and postponing instead takes only this effect away.
    settle(&mut project, keys[0], Decision::Both).unwrap();
    assert_eq!(consensus(&project), [mark("a", 0, 8), mark("a", 20, 40)]);
    settle(&mut project, keys[0], Decision::Later).unwrap();
    assert_eq!(consensus(&project), [mark("a", 0, 8)]);
    // A consensus coding that has become outdated is not built again either.
    let facts = project.reads().facts_of(keys[1].source).unwrap();
    let agreed = project.reads().study().unwrap().consensus();
    let codings = facts.iter().filter(|fact| fact.range.start.0 == 0 && Some(fact.user) != agreed);
    let remove = Command::Remove { codings: codings.map(|fact| fact.coding).collect() };
    project.execute(&Command::Override(Box::new(remove)), &Actor::named("A"), &Progress::default()).unwrap();
    settle(&mut project, keys[1], Decision::Later).unwrap();
    assert_eq!(consensus(&project), [mark("a", 0, 8)]);
    assert!(all(&project).is_outdated);
}

#[test]
fn the_consensus_cannot_be_coded_by_hand() {
    let place = temporary();
    let mut project = open(&two(&place));
    run(&mut project, Command::Agree { rule: AgreeRule::default() }).unwrap();
    let user = project.reads().study().unwrap().consensus().unwrap();
    let fact = project.reads().facts(&[user]).unwrap()[0];
    let (before, range) = (snapshot(&project), CharRange::new(1, 5));
    let code = Command::Code { source: fact.source, range, codes: vec![fact.code] };
    let coded = project.execute(&code, &Actor::Coder(user), &Progress::default());
    assert!(matches!(coded, Err(Error::CodingByConsensus)));
    let (coding, codings) = (fact.coding, vec![fact.coding]);
    for change in [
        Command::MoveEdges { coding, range },
        Command::Recode { codings: codings.clone(), code: fact.code },
        Command::SplitCode { codings: codings.clone(), parent: None, name: "other".into() },
        Command::Remove { codings },
    ] {
        let refused = run(&mut project, Command::Override(Box::new(change))).unwrap_err();
        assert!(matches!(refused, Error::ConsensusByHand), "{refused:?}");
    }
    assert_eq!(snapshot(&project), before);
    // With a coder's passage, it changes as that does.
    let facts = project.reads().facts(&[]).unwrap();
    let coded = facts.iter().find(|other| other.user != user && other.code == fact.code).unwrap();
    let codings = vec![coded.coding, fact.coding];
    run(&mut project, Command::Override(Box::new(Command::Remove { codings }))).unwrap();
}

/// The memos of a project: their target (a passage of the consensus coding, or a document), text and author.
fn memos(project: &Project) -> Vec<(String, String, Option<String>)> {
    let study = project.reads().study().unwrap();
    let facts = project.reads().facts(&[]).unwrap();
    let on = |target: NoteTarget| match target {
        NoteTarget::Coding(id) => {
            let fact = facts.iter().find(|fact| fact.coding == id).unwrap();
            assert_eq!(study.consensus(), Some(fact.user));
            format!("{} {}..{}", study.codebook.path(fact.code), fact.range.start.0, fact.range.end.0)
        }
        NoteTarget::Source(_) => "document".to_owned(),
        other => panic!("{other:?}"),
    };
    let author = |user: UserId| study.user(user).unwrap().name.clone();
    let notes = project.reads().notes().unwrap();
    notes.into_iter().map(|note| (on(note.target), note.text, note.user.map(author))).collect()
}

#[test]
fn memos_on_passages_that_leave_the_consensus_are_kept() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    let study = project.reads().study().unwrap();
    let user = |name: &str| study.user_named(name).unwrap().id;
    let key = all(&project).list[0].disagreement.key;
    let other = all(&project).list[1].disagreement.key;
    settle(&mut project, key, Decision::Both).unwrap();
    let consensus_id = project.reads().study().unwrap().consensus().unwrap();
    let passage =
        project.reads().facts(&[consensus_id]).unwrap().into_iter().find(|fact| fact.range == key.range).unwrap();
    for memo in ["why both", "and a second thought"] {
        let target = NoteTarget::Coding(passage.coding);
        run(&mut project, Command::SetMemo { note: None, target, text: memo.into() }).unwrap();
    }
    let before = (snapshot(&project), memos(&project));
    let text: Vec<char> = project.reads().text(key.source).unwrap().chars().collect();
    let quoted: String = text[20..40].iter().collect();
    let on_document = |memo: &str| format!("“{}” (a)\n\n{memo}", quoted.trim());
    let cases = [
        (Decision::Coder(user("A")), "a 20..30", false),
        (Decision::Range(CharRange::new(22, 36)), "a 22..36", false),
        (Decision::Recode(other.code), "b 20..40", false),
        (Decision::Neither, "document", true),
        (Decision::Later, "document", true),
    ];
    for (decision, on, is_quoted) in cases {
        settle(&mut project, key, decision).unwrap();
        let memo = |plain: &str| if is_quoted { on_document(plain) } else { plain.to_owned() };
        let expected = ["why both", "and a second thought"].map(|plain| (on.to_owned(), memo(plain), Some("A".into())));
        assert_eq!(memos(&project), expected, "{decision:?}");
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
        assert_eq!((snapshot(&project), memos(&project)), before, "{decision:?}");
    }
    drop(project);
    assert_eq!(ok(&["check", &path]), "whole\n");
}

#[test]
fn memos_survive_a_consensus_that_is_rebuilt_or_removed() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    agree(&mut project);
    let consensus_id = project.reads().study().unwrap().consensus().unwrap();
    let agreed_on = project.reads().facts(&[consensus_id]).unwrap()[0];
    let target = NoteTarget::Coding(agreed_on.coding);
    let memo = Command::SetMemo { note: None, target, text: "agreed at once".into() };
    run_as(&mut project, &Actor::Nobody, memo).unwrap();
    // B moves an edge: the agreed passage changes, and the memo follows it.
    let marks = project.reads().facts(&[]).unwrap();
    let of_b = marks.iter().find(|fact| fact.range == CharRange::new(0, 8) && fact.user != consensus_id).unwrap();
    let moved = Command::MoveEdges { coding: of_b.coding, range: CharRange::new(2, 9) };
    run_as(&mut project, &Actor::Coder(of_b.user), moved).unwrap();
    let consensus = agree(&mut project);
    assert_eq!((consensus.moved_memos, consensus.memo_words().unwrap().starts_with("1 memo on passages")), (1, true));
    assert_eq!(memos(&project), [("a 2..9".to_owned(), "agreed at once".to_owned(), None)]);
    assert_eq!(agree(&mut project).moved_memos, 0);
    let before = snapshot(&project);
    // B removes the passage: nothing is agreed, so there is no consensus coding.
    let remove = Command::Remove { codings: vec![of_b.coding] };
    run_as(&mut project, &Actor::Coder(of_b.user), remove).unwrap();
    drop(project);
    let ran = super::support::run(&["agree", &path, "--auto"]);
    assert!(
        ran.code == 0 && ran.err.contains("1 memo on passages that are no longer in the consensus coding was moved"),
        "{ran:?}"
    );
    let mut project = open(&path);
    let text: Vec<char> = project.reads().text(agreed_on.source).unwrap().chars().collect();
    let quote: String = text[2..9].iter().collect();
    let expected = format!("“{}” (a)\n\nagreed at once", quote.trim());
    assert_eq!(memos(&project), [("document".to_owned(), expected, None)]);
    run(&mut project, Command::Undo { steps: 2 }).unwrap();
    assert_eq!(snapshot(&project), before);
}

#[test]
fn a_consensus_that_the_coders_no_longer_support_is_out_of_date() {
    use pullquote::analysis::{Axis, TableRequest};
    use pullquote::engine::reading::TableQuery;
    let facts_of = |project: &Project, name: &str| {
        let user = project.reads().study().unwrap().user_named(name).unwrap().id;
        project.reads().facts(&[user]).unwrap()
    };
    let text = |project: &Project| {
        let request = TableRequest::Matrix { rows: Axis::Code, columns: Axis::Document };
        let query = TableQuery {
            request,
            count: Default::default(),
            users: vec![],
            scope: Default::default(),
            counted_as: Default::default(),
        };
        pullquote::engine::reading::tabulated(project.reads(), &query).unwrap().footnotes.join(" ")
    };
    // The last passage of a coder in a document: the coder no longer takes part, and nothing is left to disagree on.
    type Case = (&'static str, fn(&[Fact]) -> Command);
    let cases: [Case; 4] = [
        ("support 1 of its passages", |b| Command::Remove { codings: b.iter().map(|fact| fact.coding).collect() }),
        ("support 1 of its passages", |b| Command::MoveEdges { coding: b[0].coding, range: CharRange::new(2, 10) }),
        ("lacks 1 passage on which", |b| Command::MoveEdges { coding: b[0].coding, range: CharRange::new(2, 10) }),
        ("lacks 1 passage on which", |b| Command::Code {
            source: b[0].source,
            range: CharRange::new(50, 60),
            codes: vec![CodeId(2)],
        }),
    ];
    for (expected, change) in cases {
        let place = temporary();
        let path = study(&place, &[("A", &[("a", 0, 10), ("b", 50, 60)]), ("B", &[("a", 0, 10)])]);
        let mut project = open(&path);
        run(&mut project, Command::Agree { rule: AgreeRule::default() }).unwrap();
        assert!(!text(&project).contains("out of date") && !all(&project).is_outdated, "{}", text(&project));
        let codings = facts_of(&project, "B");
        let codings = match change(&codings) {
            Command::Code { source, range, .. } => {
                let code = facts_of(&project, "A").iter().find(|fact| fact.range == range).unwrap().code;
                Command::Code { source, range, codes: vec![code] }
            }
            command => command,
        };
        run_as(&mut project, &Actor::named("B"), codings).unwrap();
        assert!(text(&project).contains(expected), "{expected}: {}", text(&project));
        assert!(all(&project).is_outdated, "{expected}");
        run(&mut project, Command::Agree { rule: AgreeRule::default() }).unwrap();
        assert!(!text(&project).contains("out of date") && !all(&project).is_outdated, "{}", text(&project));
    }
}

#[test]
fn a_decision_says_that_it_creates_or_removes_the_consensus() {
    let place = temporary();
    let mut project = open(&two(&place));
    let key = all(&project).list[0].disagreement.key;
    let first = settle(&mut project, key, Decision::Both).unwrap();
    assert!(first.ends_with("; new consensus coding of 2 passages"), "{first}");
    assert_eq!(project.reads().history().unwrap().last().unwrap().summary, first);
    let again = settle(&mut project, key, Decision::Neither).unwrap();
    assert!(!again.contains("consensus"), "{again}");
    run(&mut project, Command::Undo { steps: 2 }).unwrap();
    assert_eq!(project.reads().study().unwrap().consensus(), None, "one step takes both back");
    // Nothing is agreed but what was decided.
    let place = temporary();
    let mut project = open(&study(&place, &[("A", &[("b", 50, 60)]), ("B", &[("b", 55, 65)])]));
    let key = all(&project).list[0].disagreement.key;
    let created = settle(&mut project, key, Decision::Both).unwrap();
    assert!(created.ends_with("; new consensus coding of 1 passage"), "{created}");
    let unsettled = run(&mut project, Command::Unsettle { rule: AgreeRule::default(), disagreement: key }).unwrap();
    assert!(unsettled.ends_with("; delete the consensus coding"), "{unsettled}");
}
