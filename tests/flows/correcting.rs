//! Correcting a transcript after it was coded: every passage follows its words, and undo restores everything.

use super::support::*;
use pullquote::engine::{Actor, Command, Error, Progress, Project};
use pullquote::model::{CharRange, CodeId, SourceId};
use pullquote::text::Edits;
use std::sync::Arc;

struct Coded {
    project: Project,
    source: SourceId,
    codes: Vec<CodeId>,
    _place: tempfile::TempDir,
}

impl Coded {
    fn new(text: &str) -> Self {
        let place = temporary();
        let file = place.path().join("B.txt");
        std::fs::write(&file, text).unwrap();
        let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
        let run =
            |project: &mut Project, command| project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
        import(&mut project, file, true);
        run(&mut project, Command::AddCoder { name: "甲".into() });
        let add = |name: &str| Command::AddCode { parent: None, name: name.into(), passage: None };
        let codes = ["a", "b"].map(|name| run(&mut project, add(name)).added_code.unwrap()).to_vec();
        let source = project.reads().study().unwrap().sources[0].id;
        Self { project, source, codes, _place: place }
    }

    fn run(&mut self, command: Command) -> Result<String, Error> {
        Ok(self.project.execute(&command, &Actor::named("甲"), &Progress::default())?.summary)
    }

    fn mark(&mut self, code: usize, start: u32, end: u32) {
        let (source, codes) = (self.source, vec![self.codes[code]]);
        self.run(Command::Code { source, range: CharRange::new(start, end), codes }).unwrap();
    }

    fn text(&self) -> String {
        self.project.reads().text(self.source).unwrap()
    }

    fn correct(&mut self, text: &str) -> Result<String, Error> {
        let before = Arc::from(self.text());
        self.run(Command::EditText { source: self.source, before, text: text.into() })
    }

    fn marks(&self) -> Vec<(CodeId, CharRange)> {
        let facts = self.project.reads().facts_of(self.source).unwrap();
        let mut marks: Vec<_> = facts.iter().map(|f| (f.code, f.range)).collect();
        marks.sort_by_key(|(code, range)| (*code, range.start, range.end));
        marks
    }
}

#[test]
fn passages_follow_their_words_and_losses_are_reported() {
    let mut coded = Coded::new("We were poor at home, so I went.\n");
    coded.mark(0, 3, 12);
    coded.mark(1, 22, 31);
    coded.mark(1, 13, 20);
    let before = snapshot(&coded.project);
    let summary = coded.correct("Indeed: we were really poor, so I went.\n").unwrap();
    assert_eq!(summary, "correct the text of B, 1 passage changed, 1 passage deleted");
    let slice = |range: &CharRange| -> String {
        coded.text().chars().skip(range.start.0 as usize).take(range.len() as usize).collect()
    };
    let marks: Vec<String> = coded.marks().iter().map(|(_, range)| slice(range)).collect();
    assert_eq!(marks, ["were really poor", "so I went"]);
    let characters = coded.project.reads().study().unwrap().sources[0].characters;
    assert_eq!(characters as usize, coded.text().chars().count());
    coded.run(Command::Undo { steps: 1 }).unwrap();
    assert_eq!(snapshot(&coded.project), before);
    assert_eq!(coded.project.reads().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_correction_of_an_outdated_text_is_refused() {
    let mut coded = Coded::new("one two\n");
    coded.mark(0, 0, 3);
    let command = Command::EditText { source: coded.source, before: Arc::from("another"), text: "x".into() };
    assert!(matches!(coded.run(command), Err(Error::TextChanged { .. })));
    assert_eq!(coded.text(), "one two\n");
}

#[test]
fn after_any_correction_each_passage_is_on_its_words() {
    let mut rng = fastrand::Rng::with_seed(12);
    for round in 0..40 {
        let mut text: Vec<char> = "家里 aa bb aa bb 没有钱 aa bb aa 城里\n".chars().collect();
        let mut coded = Coded::new(&text.iter().collect::<String>());
        for _ in 0..25 {
            let start = rng.u32(0..text.len() as u32 - 1);
            coded.mark(rng.usize(..2), start, (start + rng.u32(1..6)).min(text.len() as u32));
        }
        let before = snapshot(&coded.project);
        let marks = coded.marks();
        for _ in 0..rng.usize(1..5) {
            let at = rng.usize(..text.len() - 1);
            if rng.bool() {
                text.insert(at, ['x', ' ', '钱'][rng.usize(..3)]);
            } else {
                text.remove(at);
            }
        }
        let new: String = text.iter().collect();
        let edits = Edits::between(&coded.text(), &new);
        coded.correct(&new).unwrap();
        let mut wanted: Vec<_> = marks.iter().filter_map(|(code, range)| Some((*code, edits.map(*range)?))).collect();
        wanted.sort_by_key(|(code, range)| (*code, range.start, range.end));
        wanted.dedup();
        assert_eq!(coded.marks(), wanted, "round {round}");
        if !edits.is_empty() {
            coded.run(Command::Undo { steps: 1 }).unwrap();
        }
        assert_eq!(snapshot(&coded.project), before, "round {round}");
    }
}
