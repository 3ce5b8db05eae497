//! Undone work after other work: the history does it again, unless it does not fit the project any more.

use pullquote::engine::command::CodeChange;
use pullquote::engine::{Actor, Command, Error, OpRecord, Outcome, Progress, Project};
use pullquote::model::{CharRange, CodeId, Direction, NoteTarget, RowKind, SourceId};
use pullquote::store::{self, Obstacle, PassageFilter};
use tempfile::TempDir;

struct Study {
    project: Project,
    _folder: TempDir,
}

impl Study {
    fn sample() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = Project::create_sample(&folder.path().join("s.pullquote")).unwrap();
        Self { project, _folder: folder }
    }

    fn run(&mut self, command: Command, coder: &str) -> Result<Outcome, Error> {
        self.project.execute(&command, &Actor::named(coder), &Progress::default())
    }

    fn done(&mut self, command: Command) -> Outcome {
        self.run(command, "Coder 1").unwrap()
    }

    /// Does this as one step, and undoes it.
    fn undone(&mut self, command: Command) -> OpRecord {
        self.done(command);
        let entry = self.history().pop().unwrap();
        self.done(Command::Undo { steps: 1 });
        entry
    }

    fn again(&mut self, entry: &OpRecord) -> Result<Outcome, Error> {
        self.run(Command::DoAgain { entry: entry.id }, "Coder 1")
    }

    fn history(&self) -> Vec<OpRecord> {
        self.project.reads().history().unwrap()
    }

    fn passages(&self) -> usize {
        self.project.reads().passages(&PassageFilter::default()).unwrap().len()
    }

    fn source(&self) -> SourceId {
        self.project.reads().study().unwrap().sources[0].id
    }

    fn code(&self, place: usize) -> CodeId {
        self.project.reads().study().unwrap().codebook.codes()[place].id
    }

    fn coding(&self, at: u32) -> Command {
        Command::Code { source: self.source(), range: CharRange::new(at, at + 5), codes: vec![self.code(1)] }
    }

    fn check(&self) {
        assert_eq!(self.project.reads().check().unwrap(), Vec::<String>::new());
    }
}

fn rename(code: CodeId, name: &str) -> Command {
    Command::ChangeCode { code, changes: vec![CodeChange::Name(name.into())] }
}

fn add(parent: Option<CodeId>, name: &str) -> Command {
    Command::AddCode { parent, name: name.into(), passage: None }
}

#[test]
fn an_undone_entry_is_done_again_after_other_work_and_is_the_next_to_be_undone() {
    let mut study = Study::sample();
    let before = study.passages();
    let first = study.undone(study.coding(10));
    study.done(study.coding(40));
    let nothing = |ran: Result<Outcome, Error>, what: &str| {
        assert!(
            matches!(ran, Err(Error::Store(store::Error::NothingTo { direction: Direction::Redo }))),
            "{what}: {ran:?}"
        );
    };
    nothing(study.run(Command::Redo { steps: 1 }, "Coder 1"), "redo is over");
    study.again(&first).unwrap();
    assert_eq!(study.passages(), before + 2);
    let entry = |study: &Study| study.history().into_iter().find(|entry| entry.id == first.id).unwrap();
    assert!(!entry(&study).undone, "it is in effect");
    nothing(study.again(&first), "it cannot be done twice");
    // Undo takes back what was done last, and so does going back to an entry.
    study.done(Command::Undo { steps: 1 });
    assert!(entry(&study).undone && study.passages() == before + 1);
    study.done(Command::Redo { steps: 1 });
    assert!(!entry(&study).undone);
    let second = study.history().into_iter().rfind(|entry| entry.kind == "code" && entry.id != first.id).unwrap();
    study.done(Command::UndoTo { entry: second.id, including: false });
    assert!(entry(&study).undone && study.passages() == before + 1);
    study.check();
}

#[test]
fn several_undone_entries_are_done_again_in_any_order() {
    let mut study = Study::sample();
    let before = study.passages();
    for at in [10, 30, 50] {
        study.done(study.coding(at));
    }
    let entries: Vec<OpRecord> = study.history().into_iter().filter(|entry| entry.kind == "code").collect();
    study.done(Command::Undo { steps: 3 });
    study.done(study.coding(70));
    for place in [2, 0, 1] {
        study.again(&entries[place]).unwrap();
    }
    assert_eq!(study.passages(), before + 4);
    study.done(Command::Undo { steps: 4 });
    assert_eq!(study.passages(), before);
    study.check();
}

/// A longer text.
fn correction(study: &Study) -> Command {
    let before: std::sync::Arc<str> = study.project.reads().text(study.source()).unwrap().into();
    let text = format!("Heard twice. {before}");
    Command::EditText { source: study.source(), before, text }
}

/// What is undone, what is done then, and why the first cannot be done again.
type Case = (&'static str, fn(&Study) -> Command, fn(&mut Study), fn(&Obstacle) -> bool);

#[test]
fn what_does_not_fit_the_project_is_refused_with_the_reason() {
    const CASES: &[Case] = &[
        (
            "a passage of a text that was corrected",
            |s| s.coding(10),
            |s| drop(s.done(correction(s))),
            |why| matches!(why, Obstacle::TextChanged { .. }),
        ),
        (
            "a correction of a text in which somebody has coded since",
            correction,
            |s| drop(s.done(s.coding(40))),
            |why| matches!(why, Obstacle::PassagesSince { .. }),
        ),
        (
            "a correction of a text in which a passage was moved since",
            correction,
            |s| {
                let facts = s.project.reads().facts_of(s.source()).unwrap();
                let mine = |user| s.project.reads().user_name(user).unwrap() == "Coder 1";
                let fact = facts.iter().find(|fact| mine(fact.user)).unwrap();
                let range = CharRange::new(fact.range.start.0, fact.range.end.0 + 3);
                s.done(Command::MoveEdges { coding: fact.coding, range });
            },
            |why| matches!(why, Obstacle::PassagesSince { .. }),
        ),
        (
            "a code whose name was given to another, with a combining accent",
            |_| add(None, "Café"),
            |s| drop(s.done(add(None, "Cafe\u{301}"))),
            |why| matches!(why, Obstacle::NameTaken { what: RowKind::Code, .. }),
        ),
        (
            "a new name that another code has",
            |s| rename(s.code(0), "思乡"),
            |s| drop(s.done(add(None, "思乡"))),
            |why| matches!(why, Obstacle::NameTaken { .. }),
        ),
        (
            "a code that was renamed since",
            |s| rename(s.code(0), "Money"),
            |s| drop(s.done(rename(s.code(0), "Wealth"))),
            |why| matches!(why, Obstacle::ChangedSince { who, .. } if who == "Coder 1"),
        ),
        (
            "a memo on a document that was removed",
            |s| Command::SetMemo { note: None, target: NoteTarget::Source(s.source()), text: "第一".into() },
            |s| {
                let sources = vec![s.source()];
                s.done(Command::RemoveDocuments { sources });
            },
            |why| *why == Obstacle::Gone { what: RowKind::Document },
        ),
        (
            "a coding with a code that was removed",
            |s| s.coding(10),
            |s| {
                let code = s.code(1);
                s.done(Command::RemoveCode { code });
            },
            |why| *why == Obstacle::Gone { what: RowKind::Code },
        ),
        (
            "the removal of a code that has a memo now",
            |s| Command::RemoveCode { code: s.code(2) },
            |s| {
                let target = NoteTarget::Code(s.code(2));
                s.done(Command::SetMemo { note: None, target, text: "keep".into() });
            },
            |why| *why == Obstacle::MemoSince { on: RowKind::Code },
        ),
        (
            "the same coding, made once more",
            |s| s.coding(10),
            |s| drop(s.done(s.coding(10))),
            |why| *why == Obstacle::Contradiction,
        ),
    ];
    for (name, first, second, is_reason) in CASES {
        let mut study = Study::sample();
        let entry = study.undone(first(&study));
        second(&mut study);
        let history = study.history();
        let again = Command::Override(Box::new(Command::DoAgain { entry: entry.id }));
        match study.run(again, "Coder 1") {
            Err(Error::Store(store::Error::NotAgain { summary, obstacle })) => {
                assert!(is_reason(&obstacle) && summary == entry.summary, "{name}: {obstacle}");
            }
            other => panic!("{name}: {other:?}"),
        }
        assert_eq!(study.history(), history, "{name}: nothing was changed");
        study.check();
    }
}

#[test]
fn a_text_corrected_and_changed_back_is_no_obstacle() {
    let mut study = Study::sample();
    let entry = study.undone(study.coding(10));
    let before: std::sync::Arc<str> = study.project.reads().text(study.source()).unwrap().into();
    let text = format!("Heard twice. {before}");
    study.undone(Command::EditText { source: study.source(), before, text });
    study.again(&entry).unwrap();
    study.check();
}

#[test]
fn a_code_that_would_be_below_itself_is_not_moved_again() {
    let mut study = Study::sample();
    for name in ["A", "B"] {
        study.done(add(None, name));
    }
    let find = |study: &Study, name: &str| study.project.reads().study().unwrap().codebook.find(name).unwrap();
    let (a, b) = (find(&study, "A"), find(&study, "B"));
    let entry = study.undone(Command::MoveCode { code: a, parent: Some(b), before: None });
    study.done(Command::MoveCode { code: b, parent: Some(a), before: None });
    assert!(matches!(
        study.again(&entry),
        Err(Error::Store(store::Error::NotAgain { obstacle: Obstacle::Circular { .. }, .. }))
    ));
    study.check();
}

#[test]
fn work_of_others_is_done_again_only_when_confirmed() {
    let mut study = Study::sample();
    let command = study.coding(10);
    study.run(command, "Coder 2").unwrap();
    let entry = study.history().pop().unwrap();
    study.run(Command::Undo { steps: 1 }, "Coder 2").unwrap();
    study.done(study.coding(40));
    let before = study.passages();
    assert!(matches!(study.again(&entry), Err(Error::ChangesOthers { entry: asked, .. }) if asked == entry.id));
    assert_eq!(study.passages(), before);
    study.done(Command::Override(Box::new(Command::DoAgain { entry: entry.id })));
    assert_eq!(study.passages(), before + 1);
}
