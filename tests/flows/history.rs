//! What the history shows of an entry: what was changed as it was then, and undone work folded.

use super::support::{import, ok, sample, temporary, within};
use pullquote::engine::command::CodeChange;
use pullquote::engine::{Actor, Command, Fate, HistoryFilter, OpRecord, Progress, Project, Touched};
use pullquote::model::{CharRange, CodeId, NoteTarget, OpId, SourceId, UserId};
use std::collections::BTreeSet;

const TEXT: &str = "We had no land at home, and the wages in town were low.\n";

struct Study {
    project: Project,
    _place: tempfile::TempDir,
    source: SourceId,
    code: CodeId,
}

impl Study {
    fn new() -> Self {
        let place = temporary();
        let text = place.path().join("one.txt");
        std::fs::write(&text, TEXT).unwrap();
        let mut project = Project::create(&place.path().join("one.pullquote"), "One").unwrap();
        import(&mut project, text, true);
        for name in ["Ann", "Ben"] {
            project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Progress::default()).unwrap();
        }
        let source = project.reads().study().unwrap().sources[0].id;
        let mut study = Self { project, _place: place, source, code: CodeId(0) };
        study.run(Command::AddCode { parent: None, name: "Land".into(), passage: None });
        study.code = study.project.reads().study().unwrap().codebook.codes()[0].id;
        study
    }

    /// Executes a command as Ann and returns the new entry.
    fn run(&mut self, command: Command) -> OpId {
        self.project.execute(&command, &Actor::named("Ann"), &Progress::default()).unwrap();
        self.project.reads().revision().unwrap()
    }

    fn code(&mut self, start: u32, end: u32) -> OpId {
        let (source, codes) = (self.source, vec![self.code]);
        self.run(Command::Code { source, range: CharRange::new(start, end), codes })
    }

    fn undo(&mut self, steps: u32) {
        self.run(Command::Undo { steps });
    }

    fn set_memo(&mut self, target: NoteTarget, from: &str, to: &str) -> OpId {
        let note = self.project.reads().notes().unwrap().into_iter().find(|note| note.text == from).map(|n| n.id);
        self.run(Command::SetMemo { note, target, text: to.into() })
    }

    fn correct(&mut self, from: &str, to: &str) -> OpId {
        let before = self.project.reads().text(self.source).unwrap();
        let (source, text) = (self.source, before.replacen(from, to, 1));
        self.run(Command::EditText { source, before: before.into(), text })
    }

    /// Replaces the text.
    fn run_text(&mut self, text: &str) -> OpId {
        let before = self.project.reads().text(self.source).unwrap();
        self.run(Command::EditText { source: self.source, before: before.into(), text: text.into() })
    }

    fn ann(&self) -> UserId {
        self.project.reads().study().unwrap().user_named("Ann").unwrap().id
    }

    fn touched(&self, entry: OpId) -> Touched {
        self.project.reads().touched(entry, 100).unwrap()
    }

    /// Name and changes of each thing that an entry touched: `name: before → after`.
    fn things(&self, entry: OpId) -> Vec<String> {
        let things = self.touched(entry).things.into_iter();
        let lines = things.map(|thing| {
            let changes: Vec<String> =
                thing.changes.iter().map(|c| format!("{}: {} → {}", c.what, c.before, c.after)).collect();
            format!("{} [{}]", thing.name, changes.join(", "))
        });
        lines.collect()
    }

    fn lines(&self, unfolded: &[OpId]) -> Vec<String> {
        let unfolded = unfolded.iter().copied().collect::<BTreeSet<_>>();
        let filter = HistoryFilter { unfolded: Some(unfolded), ..HistoryFilter::default() };
        let page = self.project.reads().history_page(&filter, 0, 100).unwrap();
        assert_eq!(page.total, page.entries.len());
        let fold = |place| page.folds.iter().find(|(at, _)| *at == place).map(|(_, fold)| fold);
        let line = |(place, entry): (usize, &OpRecord)| match fold(place) {
            Some(fold) => format!("{} undone", fold.steps),
            None => entry.id.0.to_string(),
        };
        page.entries.iter().enumerate().map(line).collect()
    }
}

#[test]
fn a_memo_is_shown_with_its_words_before_and_after_whatever_became_of_it() {
    let mut study = Study::new();
    let on = NoteTarget::Code(study.code);
    let added = study.set_memo(on, "", "first\nlines");
    let changed = study.set_memo(on, "first\nlines", "second");
    study.set_memo(on, "second", "third");
    let removed = study.set_memo(on, "third", "");
    let name = CodeChange::Name("Soil".into());
    study.run(Command::ChangeCode { code: study.code, changes: vec![name] });
    assert_eq!(study.things(added), ["on code “Land” [memo:  → first\nlines]"]);
    assert_eq!(study.things(changed), ["on code “Land” [memo: first\nlines → second]"]);
    assert_eq!(study.things(removed), ["on code “Land” [memo: third → ]"]);
}

#[test]
fn names_and_properties_are_shown_before_and_after() {
    let mut study = Study::new();
    let (code, source) = (study.code, study.source);
    let renamed = study.run(Command::ChangeCode { code, changes: vec![CodeChange::Name("Soil".into())] });
    let defined =
        study.run(Command::ChangeCode { code, changes: vec![CodeChange::Description("what one owns".into())] });
    study.run(Command::AddCode { parent: None, name: "Assets".into(), passage: None });
    let parent = study.project.reads().study().unwrap().codebook.find("Assets");
    let moved = study.run(Command::MoveCode { code, parent, before: None });
    let document = study.run(Command::RenameDocument { source, name: "two".into() });
    let user = study.project.reads().study().unwrap().user_named("Ben").unwrap().id;
    let coder = study.run(Command::RenameCoder { user, name: "Benno".into() });
    // What happens later changes nothing of it.
    study.run(Command::ChangeCode { code, changes: vec![CodeChange::Name("Ground".into())] });
    study.run(Command::RemoveCode { code });
    study.run(Command::RemoveDocuments { sources: vec![source] });
    for (entry, line) in [
        (renamed, "Soil [name: Land → Soil]"),
        (defined, "Soil [definition:  → what one owns]"),
        (moved, "Soil [code above:  → Assets]"),
        (document, "two [name: one → two]"),
        (coder, "Benno [name: Ben → Benno]"),
    ] {
        assert_eq!(study.things(entry), [line]);
    }
}

#[test]
fn a_corrected_text_is_shown_with_the_words_that_were_replaced() {
    let mut study = Study::new();
    study.code(28, 37);
    let first = study.correct("the wages", "all the wages");
    let second = study.correct("wages", "pay");
    let third = study.correct("home", "homes");
    assert_eq!(study.things(first), ["one [text: and → and all]"]);
    assert_eq!(study.things(second), ["one [text: wages → pay]"]);
    assert_eq!(study.things(third), ["one [text: home → homes]"]);
    let touched = study.touched(second);
    let changes: Vec<_> = touched.passages[0].changes.iter().map(|c| (c.before.as_str(), c.after.as_str())).collect();
    assert_eq!(changes, [("the wages", "the pay")]);
    assert_eq!(touched.things[0].source, Some(study.source));
}

#[test]
fn a_passage_is_shown_as_it_was_then_and_found_where_it_is() {
    let mut study = Study::new();
    let coded = study.code(10, 14);
    let coding = study.project.reads().facts_of(study.source).unwrap()[0].coding;
    let moved = study.run(Command::MoveEdges { coding, range: CharRange::new(7, 14) });
    study.run(Command::AddCode { parent: None, name: "Other".into(), passage: None });
    let other = study.project.reads().study().unwrap().codebook.find("Other").unwrap();
    let recoded = study.run(Command::Recode { codings: vec![coding], code: other });
    study.correct("We had", "Well, we had");
    let is = |entry, text: &str, code: &str, here| {
        let passage = study.touched(entry).passages.remove(0);
        assert_eq!((passage.text.as_str(), passage.code.as_str(), passage.here), (text, code, here));
        passage.changes.iter().map(|c| format!("{}: {} → {}", c.what, c.before, c.after)).collect::<Vec<_>>()
    };
    let here = Some(CharRange::new(13, 20));
    assert_eq!(is(coded, "land", "Land", here), Vec::<String>::new());
    assert_eq!(is(moved, "no land", "Land", here), ["words: land → no land"]);
    assert_eq!(is(recoded, "no land", "Other", here), ["code: Land → Other"]);
    let removed = study.run(Command::Remove { codings: vec![coding] });
    let passage = study.touched(removed).passages.remove(0);
    assert_eq!((passage.fate, passage.text.as_str(), passage.here), (Fate::Removed, "no land", None));
}

#[test]
fn undone_steps_are_folded() {
    let mut study = Study::new();
    let numbers = |ids: &[OpId]| ids.iter().map(|id| id.0.to_string()).collect::<Vec<_>>();
    let first = study.code(0, 2);
    let beginning = study.lines(&[]).len() - 1;
    let undone: Vec<OpId> = (1..4).map(|i| study.code(i * 3, i * 3 + 2)).collect();
    let newest = undone[2];
    study.undo(3);
    let shown = study.lines(&[]);
    assert_eq!((shown[0].as_str(), shown.len()), ("3 undone", beginning + 2), "also while they can be redone");
    let last = study.code(20, 24);
    let shown = study.lines(&[]);
    assert_eq!(shown[..3], [last.0.to_string(), "3 undone".into(), first.0.to_string()]);
    assert_eq!(shown.len(), beginning + 3);
    let open = study.lines(&[newest]);
    let wanted: Vec<OpId> = undone.iter().rev().copied().collect();
    assert_eq!(open[1..5], [vec!["3 undone".to_owned()], numbers(&wanted)].concat());
    // Done again, the step is no undone one, and divides the others.
    study.run(Command::DoAgain { entry: undone[1] });
    let shown = study.lines(&[]);
    assert_eq!(shown.iter().filter(|line| line.as_str() == "1 undone").count(), 2, "{shown:?}");
    // A filter shows every entry.
    let filter =
        HistoryFilter { kind: Some("undo".into()), unfolded: Some(BTreeSet::new()), ..HistoryFilter::default() };
    assert_eq!(study.project.reads().history_page(&filter, 0, 100).unwrap().total, 3);
    let (who, _) = study.touched(newest).undone.expect("it is undone");
    assert_eq!(who.as_deref(), Some("Ann"));
    assert_eq!(study.touched(undone[1]).undone, None);
}

#[test]
fn work_that_was_undone_and_redone_at_once_is_listed_once() {
    let mut study = Study::new();
    let entries: Vec<OpId> = (0..2).map(|i| study.code(i * 3, i * 3 + 2)).collect();
    let before = study.lines(&[]);
    for _ in 0..2 {
        study.undo(2);
        study.run(Command::Redo { steps: 2 });
    }
    assert_eq!(study.lines(&[]), before);
    // With other work in between, it took effect later.
    study.undo(1);
    let between = study.code(20, 24);
    study.run(Command::DoAgain { entry: entries[1] });
    let shown = study.lines(&[]);
    assert_eq!((shown.len(), &shown[1]), (before.len() + 3, &between.0.to_string()));
}

#[test]
fn the_files_that_were_imported_or_merged_are_named() {
    let place = temporary();
    let project = within(&place, "study.pullquote");
    ok(&["new", &project]);
    let file = |name: &str, text: &str| {
        std::fs::write(place.path().join(name), text).unwrap();
        within(&place, name)
    };
    let first = file("one.txt", TEXT);
    let more: Vec<String> = (0..7).map(|n| file(&format!("more {n}.txt"), &format!("More text {n}.\n"))).collect();
    ok(&["import", &project, &first]);
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    ok(&[&["import", project.as_str()][..], &more].concat());
    for (name, kind, text) in [
        ("codes.csv", "codebook", "code,description\nLand,soil\n"),
        ("人.csv", "participants", "participant,age\nAnn,43\n"),
        ("marks.csv", "segments", "document,code,text\none,Land,no land\n"),
        ("texts.csv", "documents", "name,text\nnine,A longer text of nine.\n"),
        ("talk.csv", "transcript", "speaker,text\nI,Where?\nB,Here.\n"),
    ] {
        ok(&["import", &project, &file(name, text), "--as", kind, "--coder", "Ann"]);
    }
    let copy = within(&place, "copy of 李.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    ok(&["code", &copy, "--document", "one", "--range", "0..2", "--code", "Land", "--coder", "Ann"]);
    ok(&["merge", &project, &copy]);
    let listing = ok(&["history", &project]);
    for expected in [
        "import 1 document from one.txt\n",
        "import 7 documents from more 0.txt, more 1.txt, more 2.txt, more 3.txt, more 4.txt and 2 more files\n",
        "import codebook from codes.csv: 1 new code\n",
        "import participants from 人.csv: 1 new participant",
        "import segments from marks.csv: 1 passage",
        "import documents from texts.csv: 1 new document",
        "import transcript from talk.csv: “talk” with",
        "merge copy of 李.pullquote: 1 passage (",
    ] {
        assert!(listing.contains(expected), "{expected}: {listing}");
    }
    assert!(!listing.contains(place.path().to_str().unwrap()), "no folders: {listing}");
    // A project that begins with a folder names it.
    let made = within(&place, "made.pullquote");
    ok(&["new", &made, "--from", &sample()]);
    assert!(ok(&["history", &made]).contains("from dianjiang\n"));
}

#[test]
fn a_correction_counts_the_passages_with_other_text_and_not_those_that_moved() {
    let mut study = Study::new();
    // "We had no land at home, and the wages in town were low."
    for (start, end) in [(0, 2), (3, 6), (15, 22), (28, 37), (41, 45)] {
        study.code(start, end);
    }
    let entry = study.run_text("At first we had never land at home, and the money in town were low.\n");
    let touched = |study: &Study, entry| {
        let mut found: Vec<(String, Fate)> =
            study.touched(entry).passages.into_iter().map(|passage| (passage.text, passage.fate)).collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    };
    let summary = |study: &Study| study.project.reads().history_entry(entry).unwrap().unwrap().summary;
    let counted = |study: &Study, entry| {
        let work = study.project.reads().work_changed([entry]).unwrap();
        work.passages.iter().map(|(_, count)| count).sum::<u64>()
    };
    let changed = touched(&study, entry);
    let n = changed.len() as u64;
    assert!(summary(&study).contains(&format!("{n} passages changed")), "{}: {changed:?}", summary(&study));
    assert_eq!(counted(&study, entry), n);
    assert!((1..5).contains(&n), "{changed:?}");
    assert!(changed.iter().all(|(_, fate)| *fate == Fate::Changed));
    // Later work does not change what the entry did.
    study.code(50, 55);
    assert_eq!((touched(&study, entry), counted(&study, entry)), (changed.clone(), n));
    study.undo(2);
    let undo = study.project.reads().revision().unwrap();
    assert_eq!((touched(&study, undo).len() as u64, counted(&study, undo)), (n, n));
}

#[test]
fn a_passage_whose_words_change_at_its_place_was_changed() {
    let mut study = Study::new();
    study.code(10, 14);
    study.code(15, 22);
    let entry = study.correct("land", "sand");
    let passages = study.touched(entry).passages;
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text.as_str()).collect();
    assert_eq!(texts, ["sand"]);
    assert_eq!(passages[0].changes[0].before, "land");
    assert_eq!(study.project.reads().work_changed([entry]).unwrap().passages, [(study.ann(), 1)]);
    // Undoing and redoing counts as much.
    study.undo(1);
    assert_eq!(study.project.reads().changed_by_redo().unwrap().passages, [(study.ann(), 1)]);
    study.run(Command::Redo { steps: 1 });
    assert_eq!(study.project.reads().changed_by_undo().unwrap().passages, [(study.ann(), 1)]);
    // Words that are inserted before all passages change none.
    let entry = study.correct("We had", "Well, we had");
    assert!(study.touched(entry).passages.is_empty());
    assert_eq!(study.project.reads().work_changed([entry]).unwrap().passages, []);
    // Words that are deleted take their passage along.
    let entry = study.correct("sand ", "");
    assert!(study.project.reads().history_entry(entry).unwrap().unwrap().summary.ends_with(", 1 passage deleted"));
    assert_eq!(study.project.reads().work_changed([entry]).unwrap().passages, [(study.ann(), 1)]);
}
