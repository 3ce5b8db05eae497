//! History, memos, passages and the search in all documents, through commands and queries.

use super::support::export;
use pullquote::engine::browse::{Browse, BrowseFilter, Group, PassageSort, ValueRange};
use pullquote::engine::memos::MemoOn;
use pullquote::engine::search::{Extent, Found, MOST_FOUND};
use pullquote::engine::{Actor, Answer, Command, Error, Progress, Project, Query, Selection};
use pullquote::model::{CharRange, CodeId, Direction, Note, NoteId, NoteTarget, OpId, RowKind, SourceId};
use pullquote::store::{self, Fate, HistoryFilter, HistoryPage, OpRecord, Passage, PassageFilter, Touched};
use pullquote::text::Strictness;
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
        self.project.execute(&command, &Actor::named(coder), &Progress::default())
    }

    fn first_source(&self) -> SourceId {
        self.project.reads().study().unwrap().sources[0].id
    }

    /// Codes five characters from `at`, as the coder with this index.
    fn code(&mut self, at: u32, coder: usize) {
        let study = self.project.reads().study().unwrap();
        let (coder, code) = (&study.users[coder], study.codebook.codes()[0].id);
        let range = CharRange::new(at, at + 5);
        let command = Command::Code { source: study.sources[0].id, range, codes: vec![code] };
        self.run(command, &coder.name.clone()).unwrap();
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
            Answer::UndoPreview(preview) => preview.entries.iter().map(|entry| entry.summary.clone()).collect(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_page_of_the_history_matches_the_whole_including_undone_entries() {
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
    let matching = HistoryFilter { search: "REDO".into(), ..HistoryFilter::default() };
    assert_eq!(study.page(&matching, 0, 1).total, 1);
    assert_eq!(study.page(&matching, 1, 1).entries, []);
}

#[test]
fn going_back_undoes_what_the_preview_lists_and_redo_restores_it() {
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
        assert_eq!(study.passages(), beginning, "the beginning is always kept");
        assert!(matches!(
            study.run(Command::UndoTo { entry: first, including: true }, "Coder 1"),
            Err(Error::Store(store::Error::NothingTo { direction: Direction::Undo }))
        ));
    }
}

#[test]
fn passages_affected_by_an_entry_are_listed_with_their_words_even_if_removed() {
    let mut study = Study::sample();
    let source = study.first_source();
    study.code(40, 0);
    let entry = study.history()[0].id;
    let text = study.project.reads().text(source).unwrap();
    let text: String = text.chars().skip(40).take(5).collect();
    let touched = study.touched(entry);
    assert_eq!((touched.passages.len(), touched.things.len()), (1, 0));
    let passage = &touched.passages[0];
    assert_eq!((passage.fate, passage.here.is_some(), &passage.text), (Fate::Added, true, &text));
    assert_eq!((passage.source, passage.range, passage.coder.as_str()), (source, CharRange::new(40, 45), "Coder 1"));
    let coding = study.passages().into_iter().find(|p| p.coding.range == CharRange::new(40, 45)).unwrap().coding;
    study.run(Command::Remove { codings: vec![coding.id] }, "Coder 1").unwrap();
    let gone = &study.touched(entry).passages[0];
    assert_eq!((gone.fate, gone.here.is_some(), &gone.text), (Fate::Added, false, &text));
    let removal = &study.touched(study.history()[0].id).passages[0];
    assert_eq!((removal.fate, removal.here.is_some(), &removal.text), (Fate::Removed, false, &text));
    study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
    assert_eq!(study.touched(study.history()[0].id).passages[0].fate, Fate::Added);
    assert!(study.touched(entry).passages[0].here.is_some());
    study.run(Command::AddCoder { name: "周".into() }, "Coder 1").unwrap();
    let things = study.touched(study.history()[0].id).things;
    assert_eq!((things[0].kind, things[0].name.as_str()), (RowKind::Coder, "周"));
    let all = study.touched(OpId(1));
    assert!(all.passages.len() == 200 && all.more > 0, "a large entry is listed in part");
}

impl Study {
    fn memo(&mut self, note: Option<NoteId>, target: NoteTarget, text: &str) -> Result<(), Error> {
        self.run(Command::SetMemo { note, target, text: text.into() }, "Coder 1").map(drop)
    }

    fn notes(&self) -> Vec<Note> {
        self.project.reads().notes().unwrap()
    }

    fn memos(&self) -> Vec<MemoOn> {
        match self.project.ask(&Query::Notes).unwrap() {
            Answer::Notes(all) => (*all).clone(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn memos_are_written_changed_and_removed_and_every_step_can_be_undone() {
    let mut study = Study::sample();
    let before = study.notes();
    let target = NoteTarget::Source(study.first_source());
    study.memo(None, target, "  她很犹豫  ").unwrap();
    let made = study.notes().last().unwrap().clone();
    assert_eq!((made.text.as_str(), made.target, made.user.is_some()), ("她很犹豫", target, true));
    study.memo(Some(made.id), target, "She hesitates\nat first").unwrap();
    let changed = study.notes().last().unwrap().clone();
    let expected = Note { text: "She hesitates\nat first".into(), ..made.clone() };
    assert_eq!(changed, expected, "author and time stay");
    let entries = study.history().len();
    study.memo(Some(made.id), target, "She hesitates\nat first").unwrap();
    study.memo(None, target, " \n ").unwrap();
    assert_eq!(study.history().len(), entries, "nothing was changed, so the history is empty");
    study.memo(Some(made.id), target, "").unwrap();
    assert_eq!(study.notes(), before);
    for expected in [changed, made] {
        study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
        assert_eq!(study.notes().last(), Some(&expected));
    }
    study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
    assert_eq!(study.notes(), before);
    let missing = |memo: Result<(), Error>| match memo {
        Err(Error::Store(store::Error::Missing { what, id: 99_999 })) => what,
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(study.memo(None, NoteTarget::Code(CodeId(99_999)), "x")), RowKind::Code);
    assert_eq!(missing(study.memo(Some(NoteId(99_999)), target, "x")), RowKind::Memo);
    assert_eq!(study.notes(), before);
}

#[test]
fn every_memo_names_its_target_and_all_are_exported() {
    let mut study = Study::sample();
    let plain = study.project.reads().study().unwrap();
    let passage = study.passages()[3].coding.clone();
    let code = plain.codebook.codes()[0].id;
    let targets = [
        (NoteTarget::Project, plain.project.name.clone()),
        (NoteTarget::Source(plain.sources[1].id), plain.sources[1].name.clone()),
        (NoteTarget::Participant(plain.participants[0].id), plain.participants[0].name.clone()),
        (NoteTarget::Code(code), plain.codebook.path(code).to_string()),
        (NoteTarget::Coding(passage.id), plain.source(passage.source).unwrap().name.clone()),
    ];
    for (i, (target, _)) in targets.iter().enumerate() {
        study.memo(None, *target, &format!("=memo {i}")).unwrap();
    }
    let memos = study.memos();
    for (i, (target, on)) in targets.iter().enumerate() {
        let memo = memos.iter().find(|m| m.note.text == format!("=memo {i}")).expect("the memo is listed");
        assert_eq!((memo.note.target, &memo.row.on, memo.row.coder.as_str()), (*target, on, "Coder 1"));
    }
    let text = study.project.reads().text(passage.source).unwrap();
    let text: String = text.chars().skip(passage.range.start.0 as usize).take(passage.range.len() as usize).collect();
    let on_passage = memos.iter().find(|m| m.note.text == "=memo 4").unwrap();
    assert_eq!((&on_passage.row.passage, on_passage.place), (&text, Some((passage.source, Some(passage.range)))));
    for ending in ["csv", "md", "html", "json", "xlsx", "txt"] {
        let target = study._folder.path().join(format!("备忘.{ending}"));
        export(&study.project, &target, Selection::Memos);
        let bytes = std::fs::read(&target).unwrap();
        assert!(ending == "xlsx" || String::from_utf8(bytes).unwrap().contains("memo 4"), "{ending}");
    }
    // A memo on a deleted passage is removed and restored with it.
    let remove = Command::Remove { codings: vec![passage.id] };
    study.run(Command::Override(Box::new(remove)), "Coder 1").unwrap();
    assert_eq!(study.memos().len(), memos.len() - 1);
    study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
    assert_eq!(study.memos().len(), memos.len());
}

impl Study {
    fn browse(&self, filter: &BrowseFilter) -> Browse {
        match self.project.ask(&Query::Browse(filter.clone())).unwrap() {
            Answer::Browse(list) => (*list).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn found(&self, term: &str, most: usize) -> Found {
        match self.project.ask(&Query::FindAll { term: term.into(), how: Strictness::default(), most }).unwrap() {
            Answer::Found(found) => (*found).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn widened(&self, places: &[(SourceId, CharRange)], extent: Extent) -> Vec<(SourceId, CharRange)> {
        match self.project.ask(&Query::Widen { places: places.to_vec(), extent }).unwrap() {
            Answer::Widened(places) => (*places).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn slice(&self, source: SourceId, range: CharRange) -> String {
        let text = self.project.reads().text(source).unwrap();
        text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect()
    }
}

#[test]
fn filtered_passages_equal_a_plain_count() {
    let mut study = Study::sample();
    let plain = study.project.reads().study().unwrap();
    let all = study.passages();
    study.memo(None, NoteTarget::Coding(all[7].coding.id), "x").unwrap();
    let book = &plain.codebook;
    let top = book.codes().iter().find(|c| c.parent.is_none() && book.children(Some(c.id)).next().is_some()).unwrap();
    let gender = &plain.variables[plain.variable("gender").or(plain.variable("sex")).unwrap_or(0)];
    let place = plain.variables.iter().position(|v| v.id == gender.id).unwrap();
    let value = plain.participants.iter().find_map(|p| p.values[place].clone()).unwrap();
    let user = plain.users[1].id;
    let under = |code: CodeId| book.path(code).to_string().starts_with(&book.path(top.id).to_string());
    let has_value = |source: SourceId| {
        let participant = plain.source(source).unwrap().participant.and_then(|id| plain.participant(id));
        participant.is_some_and(|participant| participant.values[place].as_ref() == Some(&value))
    };
    type Test<'a> = Box<dyn Fn(&Passage) -> bool + 'a>;
    let base = BrowseFilter::default;
    let cases: Vec<(BrowseFilter, Test<'_>)> = vec![
        (base(), Box::new(|_| true)),
        (BrowseFilter { code: Some(top.id), below: true, ..base() }, Box::new(|p| under(p.coding.code))),
        (BrowseFilter { code: Some(top.id), ..base() }, Box::new(|p| p.coding.code == top.id)),
        (BrowseFilter { users: vec![user], ..base() }, Box::new(|p| p.coding.user == user)),
        (
            BrowseFilter { values: vec![(gender.id, vec![value.clone()])], ..base() },
            Box::new(|p| has_value(p.coding.source)),
        ),
        (
            BrowseFilter { sources: vec![plain.sources[2].id], ..base() },
            Box::new(|p| p.coding.source == plain.sources[2].id),
        ),
        (BrowseFilter { important: true, ..base() }, Box::new(|_| false)),
        (BrowseFilter { with_memo: true, ..base() }, Box::new(|p| p.memo.is_some() || p.coding.id == all[7].coding.id)),
        (
            BrowseFilter { search: "MONEY".into(), ..base() },
            Box::new(|p| study.slice(p.coding.source, p.coding.range).to_lowercase().contains("money")),
        ),
    ];
    for (filter, test) in &cases {
        let mut expected: Vec<i64> = all.iter().filter(|p| test(p)).map(|p| p.coding.id.0).collect();
        expected.sort_unstable();
        for (group, sort) in [
            (Group::Document, PassageSort::Place),
            (Group::Code, PassageSort::Date),
            (Group::Participant, PassageSort::Coder),
        ] {
            let list = study.browse(&BrowseFilter { group, sort, ..filter.clone() });
            let mut found: Vec<i64> = list.rows.iter().map(|row| row.fact.coding.0).collect();
            found.sort_unstable();
            let listed = found.len();
            found.dedup();
            assert_eq!(found, expected, "{filter:?}");
            // Passages of several people are listed under each of them.
            assert_eq!(list.passages, expected.len());
            assert_eq!(listed > expected.len(), list.shared > 0);
            assert!(group == Group::Participant || list.shared == 0);
            assert!(list.groups.is_sorted_by_key(|(_, first)| *first));
            let mut titles: Vec<&String> = list.groups.iter().map(|(title, _)| title).collect();
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), list.groups.len(), "every group is listed once");
        }
    }
    let dated = study.browse(&BrowseFilter { group: Group::Nothing, sort: PassageSort::Date, ..base() });
    assert!(dated.rows.is_sorted_by_key(|row| -row.created) && dated.groups.is_empty());
    let Answer::PassagesAsText(text) = study.project.ask(&Query::PassagesAsText(base())).unwrap() else { panic!() };
    let first = &study.browse(&base()).rows[0].fact;
    assert!(text.starts_with(&format!("“{}” (", study.slice(first.source, first.range))));
}

#[test]
fn a_list_counts_for_each_code_what_it_would_list_with_it() {
    let mut study = Study::sample();
    let plain = study.project.reads().study().unwrap();
    let all = study.passages();
    for passage in [&all[3], &all[7]] {
        study.memo(None, NoteTarget::Coding(passage.coding.id), "x").unwrap();
    }
    let base = BrowseFilter::default;
    for filter in [
        base(),
        BrowseFilter { with_memo: true, ..base() },
        BrowseFilter { users: vec![plain.users[1].id], ..base() },
        BrowseFilter { sources: vec![plain.sources[2].id], code: Some(all[3].coding.code), ..base() },
        BrowseFilter { search: "money".into(), ..base() },
    ] {
        let counts = study.browse(&filter).by_code;
        for code in plain.codebook.codes() {
            let with =
                |below| study.browse(&BrowseFilter { code: Some(code.id), below, ..filter.clone() }).words as u64;
            let count = counts.get(&code.id).copied().unwrap_or_default();
            assert_eq!((count.alone, count.with_subcodes), (with(false), with(true)), "{} {filter:?}", code.name);
        }
    }
}

#[test]
fn the_same_words_by_several_coders_are_one_card() {
    let study = Study::sample();
    for group in [Group::Document, Group::Code, Group::Participant, Group::Nothing] {
        for sort in [PassageSort::Place, PassageSort::Code, PassageSort::Coder, PassageSort::Date] {
            let apart = study.browse(&BrowseFilter { group, sort, ..BrowseFilter::default() });
            let joined = study.browse(&BrowseFilter { group, sort, joined: true, ..BrowseFilter::default() });
            assert_eq!(apart.cards, (0..apart.rows.len()).collect::<Vec<_>>());
            let cards: Vec<_> = (0..joined.cards.len()).map(|card| joined.card(card)).collect();
            let same = |row: &pullquote::engine::browse::BrowseRow| (row.fact.source, row.fact.range, row.fact.code);
            let group_of = |card: usize| apart.groups.partition_point(|(_, first)| *first <= card);
            let mut places: Vec<_> =
                apart.rows.iter().enumerate().map(|(card, row)| (group_of(card), same(row))).collect();
            places.sort_by_key(|(group, (source, range, code))| (*group, *source, *range, *code));
            places.dedup();
            assert_eq!(cards.len(), places.len());
            assert!(cards.iter().all(|card| card.iter().all(|row| same(row) == same(&card[0]))));
            assert!(cards.iter().all(|card| card.is_sorted_by_key(|row| row.fact.user)));
            assert_eq!(joined.rows.len(), apart.rows.len());
            let titles = |list: &Browse| list.groups.iter().map(|(title, _)| title.clone()).collect::<Vec<_>>();
            assert_eq!(titles(&joined), titles(&apart));
            assert!(joined.groups.iter().all(|(_, first)| *first < cards.len()));
        }
    }
    assert!(
        study.browse(&BrowseFilter { joined: true, ..BrowseFilter::default() }).cards.len() < study.passages().len()
    );
}

#[test]
fn numbers_within_inclusive_bounds_are_listed() {
    let study = Study::sample();
    let plain = study.project.reads().study().unwrap();
    let place = plain.variable("age").unwrap();
    let age = |source: SourceId| {
        let participant = plain.source(source).unwrap().participant.and_then(|id| plain.participant(id));
        participant
            .and_then(|participant| participant.values[place].as_ref())
            .and_then(|value| value.parse::<f64>().ok())
    };
    let all = study.passages();
    for (from, to, low, high) in [
        ("40", "50", 40.0, 50.0),
        ("", " 43 ", f64::MIN, 43.0),
        ("43", "x", 43.0, f64::MAX),
        ("43", "43", 43.0, 43.0),
        ("50", "40", 50.0, 40.0),
    ] {
        let range = ValueRange { variable: plain.variables[place].id, from: from.into(), to: to.into() };
        let list = study.browse(&BrowseFilter { ranges: vec![range], ..BrowseFilter::default() });
        let expected = all.iter().filter(|p| age(p.coding.source).is_some_and(|age| (low..=high).contains(&age)));
        assert_eq!(list.rows.len(), expected.count(), "{from} to {to}");
    }
    let open = ValueRange { variable: plain.variables[place].id, from: String::new(), to: "old".into() };
    assert_eq!(study.browse(&BrowseFilter { ranges: vec![open], ..BrowseFilter::default() }).rows.len(), all.len());
    let some: Vec<_> = all.iter().skip(3).step_by(50).map(|p| p.coding.id).collect();
    let list = study.browse(&BrowseFilter { codings: some.clone(), ..BrowseFilter::default() });
    assert_eq!(list.rows.len(), some.len());
}

#[test]
fn words_are_found_in_all_documents_and_coded_as_one_entry() {
    let mut study = Study::sample();
    let plain = study.project.reads().study().unwrap();
    let found = study.found("MONEY", MOST_FOUND);
    let expected: usize = plain
        .sources
        .iter()
        .map(|s| study.project.reads().text(s.id).unwrap().to_lowercase().matches("money").count())
        .sum();
    assert!(expected > 3);
    assert_eq!((found.places.len(), found.more), (expected, false));
    for most in 1..=expected {
        let first = study.found("MONEY", most);
        assert_eq!((first.places.as_slice(), first.more), (&found.places[..most], most < expected));
    }
    for (source, range) in &found.places {
        assert_eq!(study.slice(*source, *range).to_lowercase(), "money");
    }
    for extent in [Extent::Sentence, Extent::Turn] {
        let wide = study.widened(&found.places, extent);
        for ((source, range), (same, narrow)) in wide.iter().zip(&found.places) {
            assert!(source == same && range.encloses(*narrow));
            let text = study.slice(*source, *range);
            assert!(extent == Extent::Turn || !text.contains('\n'), "{text}");
        }
    }
    let before = study.passages();
    let user = plain.users[0].id;
    let code = plain.codebook.codes()[1].id;
    let places = study.widened(&found.places, Extent::Sentence);
    study.run(Command::CodeMany { passages: places.clone(), codes: vec![code], new: None }, "Coder 1").unwrap();
    let mut added: Vec<_> = study
        .passages()
        .into_iter()
        .filter(|p| !before.contains(p))
        .map(|p| (p.coding.source, p.coding.range, p.coding.code, p.coding.user))
        .collect();
    let mut expected: Vec<_> = places.iter().map(|(source, range)| (*source, *range, code, user)).collect();
    for list in [&mut added, &mut expected] {
        list.sort_by_key(|(source, range, ..)| (*source, *range));
        list.dedup();
    }
    assert_eq!(added, expected);
    study.run(Command::Undo { steps: 1 }, "Coder 1").unwrap();
    assert_eq!(study.passages(), before, "one undo reverts everything");
    let outside =
        vec![(plain.sources[0].id, CharRange::new(0, 4)), (plain.sources[0].id, CharRange::new(1, 9_999_999))];
    assert!(matches!(
        study.run(Command::CodeMany { passages: outside, codes: vec![code], new: None }, "Coder 1"),
        Err(Error::OutsideText { .. })
    ));
    assert_eq!(study.passages(), before, "all or nothing");
}
