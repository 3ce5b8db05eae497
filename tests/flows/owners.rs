//! A coder's passages are changed only by that coder, or by another coder who confirms it.

use super::support::{import, json, ok, project_of, sample, temporary};
use pullquote::engine::disagreements::AgreeRule;
use pullquote::engine::{Actor, Answer, ByCoder, Command, Error, Outcome, Progress, Project, Query};
use pullquote::model::{
    Account, CharRange, CodeId, CodingId, Decision, Direction, DisagreementKey, Fact, NoteId, NoteTarget, SourceId,
    UserId,
};

struct Study {
    project: Project,
    source: SourceId,
    code: CodeId,
    other: CodeId,
    ann: UserId,
    ben: UserId,
    _place: tempfile::TempDir,
}

impl Study {
    /// Ann and Ben have both coded the first words; Ben has also coded later ones.
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("王.txt");
        std::fs::write(&file, "Ann: 你好，how are you?\nBen: Fine, thanks.\n").unwrap();
        let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
        import(&mut project, file, true);
        let mut run = |command| project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
        let ann = run(Command::AddCoder { name: "Ann".into() }).added_coder.unwrap();
        let ben = run(Command::AddCoder { name: "Ben".into() }).added_coder.unwrap();
        let mut code = |name: &str| {
            let command = Command::AddCode { parent: None, name: name.into(), passage: None };
            run(command).added_code.unwrap()
        };
        let (code, other) = (code("A"), code("B"));
        let source = project.reads().study().unwrap().sources[0].id;
        for (coder, start, end) in [(ann, 5, 7), (ben, 5, 9), (ben, 12, 20)] {
            let range = CharRange::new(start, end);
            let command = Command::Code { source, range, codes: vec![code] };
            project.execute(&command, &Actor::Coder(coder), &Progress::default()).unwrap();
        }
        Self { project, source, code, other, ann, ben, _place: place }
    }

    fn run(&mut self, command: Command) -> Result<Outcome, Error> {
        self.run_as(None, command)
    }

    fn run_as(&mut self, coder: Option<UserId>, command: Command) -> Result<Outcome, Error> {
        self.project.execute(&command, &Actor::from(coder), &Progress::default())
    }

    fn facts(&self) -> Vec<Fact> {
        self.project.reads().facts(&[]).unwrap()
    }

    fn of(&self, user: UserId) -> Vec<CodingId> {
        self.facts().iter().filter(|fact| fact.user == user).map(|fact| fact.coding).collect()
    }

    /// Every command that changes coded passages.
    fn commands(&self, codings: &[CodingId]) -> Vec<Command> {
        let codings = codings.to_vec();
        vec![
            Command::Recode { codings: codings.clone(), code: self.other },
            Command::MoveEdges { coding: codings[0], range: CharRange::new(6, 8) },
            Command::MarkImportant { codings: codings.clone(), important: true },
            Command::SetAccount { codings: codings.clone(), account: Some(Account::Own) },
            Command::SplitCode { codings: codings.clone(), parent: None, name: "C".into() },
            Command::Remove { codings },
        ]
    }
}

#[test]
fn another_coders_passages_are_refused_and_nothing_is_changed() {
    let mut study = Study::new();
    let (before, history) = (study.facts(), study.project.reads().history().unwrap().len());
    let mixed = [study.of(study.ann), study.of(study.ben)].concat();
    for user in [Some(study.ann), None] {
        for codings in [study.of(study.ben), mixed.clone().into_iter().rev().collect()] {
            for command in study.commands(&codings) {
                let error = study.run_as(user, command.clone()).unwrap_err();
                let Error::OthersPassages { passages, coder } = &error else { panic!("{command:?}: {error}") };
                assert!(passages.0.iter().any(|(name, _)| name == "Ben"), "{passages:?}");
                assert_eq!(coder.as_deref(), user.map(|_| "Ann"));
                assert!(error.to_string().contains("coded by"), "{error}");
            }
        }
    }
    assert_eq!((study.facts(), study.project.reads().history().unwrap().len()), (before, history));
}

#[test]
fn coders_change_their_own_passages() {
    for number in 0..6 {
        let mut study = Study::new();
        let codings = study.of(study.ben);
        let command = study.commands(&codings).swap_remove(number);
        let summary = study.run_as(Some(study.ben), command).unwrap().summary;
        assert!(!summary.contains("coded by"), "{summary}");
    }
}

#[test]
fn an_override_succeeds_and_the_history_names_both_coders() {
    for number in 0..6 {
        let mut study = Study::new();
        let theirs = study.of(study.ben);
        let command = study.commands(&theirs).swap_remove(number);
        let before = study.facts();
        study.run_as(Some(study.ann), Command::Override(Box::new(command.clone()))).unwrap();
        let entry = study.project.reads().history().unwrap().pop().unwrap();
        assert!(entry.summary.ends_with("(changed by Ann, coded by Ben)"), "{}", entry.summary);
        let kept = matches!(command, Command::MarkImportant { .. } | Command::SetAccount { .. });
        assert_eq!(study.facts() == before, kept, "{command:?}");
    }
}

#[test]
fn the_consensus_coding_is_protected_too() {
    let mut study = Study::new();
    study.run(Command::Agree { rule: Default::default() }).unwrap();
    let consensus = study.project.reads().study().unwrap().consensus().unwrap();
    let codings = study.of(consensus);
    assert!(!codings.is_empty());
    for command in study.commands(&codings) {
        let refused = study.run_as(Some(study.ann), command);
        assert!(matches!(refused, Err(Error::OthersPassages { .. } | Error::ConsensusByHand)), "{refused:?}");
    }
}

#[test]
fn anyone_may_change_codes_documents_and_texts_and_their_use_is_counted_by_coder() {
    let mut study = Study::new();
    let user = Some(study.ann);
    let Answer::CodeUse(found) = study.project.ask(&Query::CodeUse { code: study.code, into: None }).unwrap() else {
        panic!("another answer")
    };
    assert_eq!(found.by_coder, ByCoder(vec![("Ann".into(), 1), ("Ben".into(), 2)]));
    assert_eq!(found.by_coder.except(Some("Ann")).total(), 2);
    let before = study.project.reads().text(study.source).unwrap();
    let text = before.replace("Fine", "Well");
    study.run_as(user, Command::EditText { source: study.source, before: before.into(), text }).unwrap();
    study.run_as(user, Command::MergeCodes { from: study.code, into: study.other }).unwrap();
    study.run_as(user, Command::RemoveCode { code: study.other }).unwrap();
    assert_eq!(study.facts(), []);
    study.run(Command::RemoveDocuments { sources: vec![study.source] }).unwrap();
}

#[test]
fn undo_and_redo_first_report_whose_passages_they_change() {
    let mut study = Study::new();
    let (ann, ben) = (study.ann, study.ben);
    // The latest entry is Ben's.
    for user in [Some(ann), None] {
        let error = study.run_as(user, Command::StepUnlessOthers(Direction::Undo)).unwrap_err();
        let Error::ChangesOthers { direction: Direction::Undo, summary, work, .. } = &error else { panic!("{error}") };
        assert_eq!((summary.as_str(), &work.passages), ("code “A” in 王", &ByCoder(vec![("Ben".into(), 1)])));
        assert_eq!(study.facts().len(), 3);
    }
    study.run_as(Some(ben), Command::StepUnlessOthers(Direction::Undo)).unwrap();
    assert_eq!(study.facts().len(), 2);
    assert!(matches!(
        study.run_as(Some(ann), Command::StepUnlessOthers(Direction::Redo)),
        Err(Error::ChangesOthers { direction: Direction::Redo, .. })
    ));
    study.run_as(Some(ben), Command::StepUnlessOthers(Direction::Redo)).unwrap();
    // Undo and redo once more: the entry that undo would now revert is a redo.
    assert!(matches!(
        study.run_as(Some(ann), Command::StepUnlessOthers(Direction::Undo)),
        Err(Error::ChangesOthers { direction: Direction::Undo, .. })
    ));
    // For a command that affects every coder's passages, the message names only the others.
    study.run_as(Some(ann), Command::MergeCodes { from: study.code, into: study.other }).unwrap();
    let Error::ChangesOthers { work, .. } =
        study.run_as(Some(ann), Command::StepUnlessOthers(Direction::Undo)).unwrap_err()
    else {
        panic!("another error")
    };
    assert_eq!(work.passages, ByCoder(vec![("Ben".into(), 2)]));
    study.run(Command::Undo { steps: 1 }).unwrap();
    // A command that changes no passage of another coder needs no question; nor does a code without passages.
    study
        .run_as(Some(ann), Command::Code { source: study.source, range: CharRange::new(0, 3), codes: vec![study.code] })
        .unwrap();
    study.run_as(Some(ann), Command::StepUnlessOthers(Direction::Undo)).unwrap();
}

#[test]
fn a_confirmed_undo_or_redo_affects_only_the_entry_that_was_asked_about() {
    let asked = |study: &mut Study, direction| match study.run_as(Some(study.ann), Command::StepUnlessOthers(direction))
    {
        Err(Error::ChangesOthers { entry, .. }) => entry,
        other => panic!("{other:?}"),
    };
    let mut study = Study::new();
    let (ann, ben) = (study.ann, study.ben);
    let entry = asked(&mut study, Direction::Undo);
    // Meanwhile, Ben codes another passage.
    let (source, codes) = (study.source, vec![study.other]);
    study.run_as(Some(ben), Command::Code { source, range: CharRange::new(0, 3), codes }).unwrap();
    let confirmed = |direction| Command::StepConfirmed { direction, entry };
    let error = study.run_as(Some(ann), confirmed(Direction::Undo)).unwrap_err();
    let Error::AnotherEntryIsNext { next: Some(next), .. } = &error else { panic!("{error}") };
    assert!(next.contains('B') && error.to_string().contains(next), "{error}");
    assert_eq!(study.facts().len(), 4);
    // Once that is undone, the entry is the next again; it can be undone and redone.
    study.run_as(Some(ben), Command::Undo { steps: 1 }).unwrap();
    study.run_as(Some(ann), confirmed(Direction::Undo)).unwrap();
    assert_eq!(study.facts().len(), 2);
    assert_eq!(asked(&mut study, Direction::Redo), entry);
    study.run_as(Some(ann), confirmed(Direction::Redo)).unwrap();
    assert_eq!(study.facts().len(), 3);
    // Nothing is left to redo but the passage that Ben coded.
    assert!(matches!(
        study.run_as(Some(ann), confirmed(Direction::Redo)),
        Err(Error::AnotherEntryIsNext { direction: Direction::Redo, .. })
    ));
    assert_eq!(study.facts().len(), 3);
}

#[test]
fn the_history_names_who_adds_a_coder_and_who_marks_a_document() {
    let mut study = Study::new();
    let (ann, ben, source) = (study.ann, study.ben, study.source);
    let latest = |study: &Study| study.project.reads().history().unwrap().pop().unwrap();
    let cases = [
        (Some(ann), Command::AddCoder { name: "陈".into() }, "Ann"),
        (None, Command::AddCoder { name: "Dora".into() }, "Dora"),
        (Some(ann), Command::MarkDone { sources: vec![source], user: ben, done: true }, "Ann"),
        (Some(ben), Command::MarkDone { sources: vec![source], user: ben, done: false }, "Ben"),
        (None, Command::MarkDone { sources: vec![source], user: ben, done: true }, "Ben"),
    ];
    for (by, command, named) in cases {
        study.run_as(by, command.clone()).unwrap();
        assert_eq!(latest(&study).user.as_deref(), Some(named), "{command:?}");
    }
}

#[test]
fn going_back_counts_the_passages_it_changes_once_each() {
    let mut study = Study::new();
    let first = study.project.reads().history().unwrap()[0].id;
    study.run(Command::MergeCodes { from: study.code, into: study.other }).unwrap();
    let Answer::UndoPreview(preview) =
        study.project.ask(&Query::UndoPreview { entry: first, including: true }).unwrap()
    else {
        panic!("another answer")
    };
    assert_eq!(preview.work.passages, ByCoder(vec![("Ann".into(), 1), ("Ben".into(), 2)]));
    assert_eq!(preview.work.passages.except(Some("Ann")).to_string(), "2 passages of Ben");
}

impl Study {
    fn memo(&mut self, target: NoteTarget, text: &str, user: Option<UserId>) -> NoteId {
        self.run_as(user, Command::SetMemo { note: None, target, text: text.into() }).unwrap().added_note.unwrap()
    }

    /// Runs a command that is refused, then confirms it. Returns both messages.
    fn refused_then_done(&mut self, command: Command, coder: &str) -> (String, String) {
        let run = |study: &mut Self, command: Command| {
            study.project.execute(&command, &Actor::named(coder), &Progress::default())
        };
        let before = (self.facts(), self.project.reads().notes().unwrap(), self.project.reads().decisions().unwrap());
        let length = self.project.reads().history().unwrap().len();
        let error = run(self, command.clone()).unwrap_err();
        let same = (self.facts(), self.project.reads().notes().unwrap(), self.project.reads().decisions().unwrap());
        assert_eq!((same, self.project.reads().history().unwrap().len()), (before, length), "{command:?}");
        run(self, Command::Override(Box::new(command))).unwrap();
        (error.to_string(), self.project.reads().history().unwrap().pop().unwrap().summary)
    }
}

#[test]
fn removing_a_passage_with_another_coders_memo_needs_confirmation() {
    let mut study = Study::new();
    let (ann, ben) = (study.ann, study.ben);
    let codings = study.of(ann);
    let on = NoteTarget::Coding(codings[0]);
    // A memo of the coder's own is removed with the passage, as is one without an author.
    study.memo(on, "mine", Some(ann));
    study.memo(on, "whose?", None);
    study.run_as(Some(ann), Command::Remove { codings: codings.clone() }).unwrap();
    study.run(Command::Undo { steps: 1 }).unwrap();
    study.memo(on, "讽刺?", Some(ben));
    let (refused, done) = study.refused_then_done(Command::Remove { codings }, "Ann");
    assert!(refused.contains("1 memo of Ben"), "{refused}");
    assert_eq!(done, "delete “A” in 王 (changed by Ann, with a memo by Ben)");
}

#[test]
fn a_memo_is_changed_and_removed_by_its_author() {
    let mut study = Study::new();
    let (ann, ben, source, code) = (study.ann, study.ben, study.source, study.code);
    let theirs = study.of(ben)[0];
    let targets = [NoteTarget::Project, NoteTarget::Source(source), NoteTarget::Code(code), NoteTarget::Coding(theirs)];
    for target in targets {
        for text in ["other words", ""] {
            let note = study.memo(target, "as I heard it", Some(ben));
            let change = Command::SetMemo { note: Some(note), target, text: text.into() };
            let (refused, done) = study.refused_then_done(change.clone(), "Ann");
            assert!(refused.contains("written by Ben, so Ann"), "{refused}");
            assert!(done.ends_with("(changed by Ann, written by Ben)"), "{done}");
            study.run(Command::Undo { steps: 1 }).unwrap();
            assert!(matches!(study.run(change.clone()), Err(Error::OthersMemo { writer, .. }) if writer == "Ben"));
            let (_, done) = study.refused_then_done(Command::RemoveMemo { note }, "Ann");
            assert!(done.ends_with("(changed by Ann, written by Ben)"), "{done}");
            study.run(Command::Undo { steps: 1 }).unwrap();
            let done = study.run_as(Some(ben), change).unwrap().summary;
            assert!(!done.contains("written by"), "{done}");
        }
        // Memos without an author may be changed by every coder.
        let note = study.memo(target, "whose?", None);
        study.run_as(Some(ann), Command::SetMemo { note: Some(note), target, text: "ours".into() }).unwrap();
        study.run_as(Some(ben), Command::RemoveMemo { note }).unwrap();
    }
}

#[test]
fn a_decision_is_replaced_and_reverted_by_its_author() {
    let mut study = Study::new();
    let (source, code) = (study.source, study.code);
    let disagreement = DisagreementKey { source, code, range: CharRange::new(12, 20) };
    let rule = AgreeRule::default();
    let settle = |decision| Command::Settle { rule: rule.clone(), disagreement, decision, reason: String::new() };
    let run = |study: &mut Study, command: Command, coder: &str| {
        study.project.execute(&command, &Actor::named(coder), &Progress::default())
    };
    // A postponed decision may be changed by every coder.
    run(&mut study, settle(Decision::Later), "Ben").unwrap();
    run(&mut study, settle(Decision::Both), "Ann").unwrap();
    run(&mut study, settle(Decision::Neither), "Ann").unwrap();
    let (refused, done) = study.refused_then_done(settle(Decision::Both), "Ben");
    assert!(refused.contains("resolved by Ann, so Ben"), "{refused}");
    assert!(done.ends_with("(changed by Ben, previously decided by Ann)"), "{done}");
    let (_, done) = study.refused_then_done(Command::Unsettle { rule, disagreement }, "Ann");
    assert!(done.ends_with("(changed by Ann, decided by Ben)"), "{done}");
}

#[test]
fn undo_first_reports_whose_memos_and_decisions_it_changes() {
    let mut study = Study::new();
    let (ann, ben) = (study.ann, study.ben);
    study.memo(NoteTarget::Project, "钱", Some(ben));
    for (user, refused) in [(Some(ann), true), (None, true), (Some(ben), false)] {
        let result = study.run_as(user, Command::StepUnlessOthers(Direction::Undo));
        match result {
            Err(Error::ChangesOthers { work, .. }) => {
                assert_eq!((work.parts(), refused), (vec!["1 memo of Ben".to_owned()], true));
            }
            other => assert!(other.is_ok() && !refused),
        }
    }
    let disagreement = DisagreementKey { source: study.source, code: study.code, range: CharRange::new(12, 20) };
    let settle = Command::Settle {
        rule: AgreeRule::default(),
        disagreement,
        decision: Decision::Neither,
        reason: "tape".into(),
    };
    study.project.execute(&settle, &Actor::named("Ben"), &Progress::default()).unwrap();
    let error = study.run_as(Some(ann), Command::StepUnlessOthers(Direction::Undo)).unwrap_err();
    assert!(error.to_string().ends_with("would change 1 decision of Ben"), "{error}");
    study.run_as(Some(ben), Command::StepUnlessOthers(Direction::Undo)).unwrap();
}

#[test]
fn undo_and_redo_on_the_command_line_record_who_did_it() {
    let folder = temporary();
    let project = project_of(&folder, &sample());
    let latest = || json(&["history", &project, "--json"]).as_array().unwrap().last().unwrap().clone();
    for (verb, coder, recorded) in
        [("undo", Some("Coder 2"), "Coder 2"), ("redo", Some("顾"), "顾"), ("undo", None, "")]
    {
        let mut arguments = vec![verb, &project];
        arguments.extend(coder.map(|coder| ["--coder", coder]).into_iter().flatten());
        ok(&arguments);
        let entry = latest();
        assert_eq!((entry["kind"].as_str(), entry["coder"].as_str().unwrap_or_default()), (Some(verb), recorded));
    }
}
