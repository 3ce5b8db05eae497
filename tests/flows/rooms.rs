//! History, memos, passages and the search in all documents, through commands and queries.

use pullquote::engine::{Answer, Command, Error, Progress, Project, Query};
use pullquote::model::{CharRange, OpId, SourceId};
use pullquote::store::{Fate, HistoryFilter, HistoryPage, OpRecord, Passage, PassageFilter, Touched};
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

    fn run(&mut self, command: Command, coder: &str) -> Result<pullquote::engine::Outcome, Error> {
        self.project.execute(&command, Some(coder), &Progress::default())
    }

    fn first_source(&self) -> SourceId {
        self.project.reads().study().unwrap().sources[0].id
    }

    /// Codes five characters from here on, as the coder of this place in the list.
    fn code(&mut self, at: u32, coder: usize) {
        let study = self.project.reads().study().unwrap();
        let (user, code) = (&study.users[coder], study.codebook.codes()[0].id);
        let range = CharRange::new(at, at + 5);
        let command = Command::Code { source: study.sources[0].id, range, codes: vec![code], user: user.id };
        self.run(command, &user.name.clone()).unwrap();
    }

    fn page(&self, filter: &HistoryFilter, from: usize, count: usize) -> HistoryPage {
        match self.project.ask(&Query::History { filter: filter.clone(), from, count }).unwrap() {
            Answer::History(page) => (*page).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn history(&self) -> Vec<OpRecord> {
        self.page(&HistoryFilter::default(), 0, 1_000).entries
    }

    fn touched(&self, entry: OpId) -> Touched {
        match self.project.ask(&Query::Touched(entry)).unwrap() {
            Answer::Touched(touched) => (*touched).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn passages(&self) -> Vec<Passage> {
        self.project.reads().passages(&PassageFilter::default()).unwrap()
    }

    fn preview(&self, entry: OpId, including: bool) -> Vec<String> {
        match self.project.ask(&Query::UndoPreview { entry, including }).unwrap() {
            Answer::UndoPreview(list) => list.iter().map(|entry| entry.summary.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_page_of_the_history_is_that_part_of_the_whole_with_what_is_undone() {
    let mut study = Study::sample();
    for i in 0..6 {
        study.code(10 + i * 20, (i % 2) as usize);
    }
    study.run(Command::Undo { steps: 3 }, "Coder 1").unwrap();
    study.run(Command::Redo { steps: 1 }, "Coder 1").unwrap();
    let mut plain = study.project.reads().history().unwrap();
    plain.reverse();
    let page = study.page(&HistoryFilter::default(), 0, 100);
    assert_eq!((page.total, &page.entries), (plain.len(), &plain));
    assert_eq!(study.page(&HistoryFilter::default(), 4, 3).entries, plain[4..7]);
    let filter = HistoryFilter { user: Some("Coder 2".into()), kind: Some("code".into()), ..HistoryFilter::default() };
    let found = study.page(&filter, 0, 100);
    let expected: Vec<_> =
        plain.iter().filter(|e| e.user.as_deref() == Some("Coder 2") && e.kind == "code").cloned().collect();
    assert_eq!((found.total, &found.entries), (3, &expected));
    let words = HistoryFilter { words: "REDO".into(), ..HistoryFilter::default() };
    assert_eq!(study.page(&words, 0, 1).total, 1);
    assert_eq!(study.page(&words, 1, 1).entries, []);
}

#[test]
fn going_back_undoes_what_the_preview_lists_and_redo_brings_it_again() {
    for including in [false, true] {
        let mut study = Study::sample();
        let beginning = study.passages();
        for i in 0..5 {
            study.code(10 + i * 20, (i % 2) as usize);
        }
        let all = study.passages();
        let target = study.history()[2].clone();
        let listed = study.preview(target.id, including);
        assert_eq!(listed.len(), if including { 3 } else { 2 });
        study.run(Command::UndoTo { entry: target.id, including }, "Coder 1").unwrap();
        assert_eq!(study.passages().len(), beginning.len() + 5 - listed.len());
        let undone: Vec<String> =
            study.history().into_iter().filter(|e| e.undone && e.kind == "code").map(|e| e.summary).collect();
        assert_eq!(undone, listed);
        study.run(Command::Redo { steps: 9 }, "Coder 1").unwrap();
        assert_eq!(study.passages(), all);
        let first = study.history().last().unwrap().id;
        study.run(Command::UndoTo { entry: first, including: true }, "Coder 1").unwrap();
        assert_eq!(study.passages(), beginning, "the beginning stays whatever is asked");
        assert!(study.run(Command::UndoTo { entry: first, including: true }, "Coder 1").is_err());
    }
}

#[test]
fn what_an_entry_touched_is_told_with_its_words_even_when_it_is_gone() {
    let mut study = Study::sample();
    let source = study.first_source();
    study.code(40, 0);
    let entry = study.history()[0].id;
    let text = study.project.reads().text(source).unwrap();
    let words: String = text.chars().skip(40).take(5).collect();
    let touched = study.touched(entry);
    assert_eq!((touched.passages.len(), touched.things.len()), (1, 0));
    let passage = &touched.passages[0];
    assert_eq!((passage.fate, passage.stands, &passage.words), (Fate::Added, true, &words));
    assert_eq!((passage.source, passage.range, passage.coder.as_str()), (source, CharRange::new(40, 45), "Coder 1"));
    let coding = study.passages().into_iter().find(|p| p.coding.range == CharRange::new(40, 45)).unwrap().coding;
    study.run(Command::Remove { codings: vec![coding.id], user: None }, "Coder 2").unwrap();
    let gone = &study.touched(entry).passages[0];
    assert_eq!((gone.fate, gone.stands, &gone.words), (Fate::Added, false, &words));
    let removal = &study.touched(study.history()[0].id).passages[0];
    assert_eq!((removal.fate, removal.stands, &removal.words), (Fate::Removed, false, &words));
    study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
    assert_eq!(study.touched(study.history()[0].id).passages[0].fate, Fate::Added);
    assert!(study.touched(entry).passages[0].stands);
    study.run(Command::AddCoder { name: "周".into() }, "Coder 1").unwrap();
    let things = study.touched(study.history()[0].id).things;
    assert_eq!((things[0].kind, things[0].name.as_str()), ("coder", "周"));
    let all = study.touched(OpId(1));
    assert!(all.passages.len() == 500 && all.more > 0, "a large entry is listed in part");
}
