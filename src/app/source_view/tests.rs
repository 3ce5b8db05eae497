//! Tests of the open document.

use super::*;

thread_local! {
    /// Passages that were arranged.
    static ARRANGED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

pub(super) fn count_arranged() {
    ARRANGED.set(ARRANGED.get() + 1);
}

fn passage(id: i64, start: u32, end: u32, code: i64, user: i64) -> PassageView {
    let range = CharRange::new(start, end);
    let (coding, code, user) = (CodingId(id), CodeId(code), UserId(user));
    PassageView { coding, range, code, user, memos: vec![], important: false, account: None }
}

fn ids<'a>(found: impl IntoIterator<Item = &'a PassageView>) -> Vec<i64> {
    found.into_iter().map(|p| p.coding.0).collect()
}

fn view(text: &str, passages: Vec<PassageView>) -> SourceView {
    SourceView::new(SourceId(1), "B".into(), SpokenText::find(text.into(), Origin::default()), passages)
}

#[test]
fn passages_are_found_by_the_words_they_cover() {
    let text = "问：为什么走？\n答：家里没有钱。";
    let shown = view(text, vec![passage(2, 10, 15, 1, 1), passage(1, 0, 16, 2, 1), passage(3, 12, 15, 1, 2)]);
    assert_eq!(ids(shown.at(CharPos(13))), [3, 2, 1]);
    assert_eq!(ids(shown.at(CharPos(15))), [1]);
    assert_eq!(ids(shown.touching(CharRange::new(8, 11)).map(|(p, _)| p)), [1, 2]);
    assert_eq!(shown.columns(), 3, "each passage has a stripe of its own");
    assert_eq!(shown.slice(CharRange::new(12, 15)), "没有钱");
}

#[test]
fn the_filter_hides_coders_and_codes_and_frees_their_columns() {
    let mut shown = view("some words here", vec![passage(1, 0, 4, 1, 1), passage(2, 2, 9, 2, 2)]);
    shown.set_filter(Filter { coders: Some([UserId(2)].into()), codes: None });
    assert_eq!(ids(shown.touching(CharRange::new(0, 15)).map(|(p, _)| p)), [2]);
    assert_eq!((shown.columns(), shown.passages().len()), (1, 2));
    shown.set_filter(Filter { coders: None, codes: Some([CodeId(1)].into()) });
    assert_eq!(ids(shown.at(CharPos(3))), [1]);
}

#[test]
fn adding_and_removing_gives_what_building_anew_gives() {
    let mut rng = fastrand::Rng::with_seed(11);
    let text = "We were poor.\n".repeat(50);
    let mut kept: Vec<PassageView> = vec![];
    let mut shown = view(&text, vec![]);
    for i in 0..120 {
        if i % 4 == 3 {
            let gone = kept.swap_remove(rng.usize(0..kept.len())).coding;
            shown.change(&[gone], vec![]);
        } else {
            let start = rng.u32(0..690);
            kept.push(passage(i, start, start + rng.u32(1..30), rng.i64(0..5), 1));
            shown.change(&[], vec![kept[kept.len() - 1].clone()]);
        }
        let new = view(&text, kept.clone());
        let probe = CharRange::new(rng.u32(0..700), rng.u32(0..700));
        let pairs = |v: &SourceView| v.touching(probe).map(|(p, c)| (p.coding, c)).collect::<Vec<_>>();
        assert_eq!(pairs(&shown), pairs(&new));
        let mut plain = kept.clone();
        plain.retain(|p| p.range.intersection(probe).is_some() && p.range.start.0 < 700);
        plain.sort_by_key(order);
        assert_eq!(ids(shown.touching(probe).map(|(p, _)| p)), ids(&plain));
    }
}

#[test]
fn many_passages_are_changed_with_one_arrangement() {
    let text = "We were poor.\n".repeat(50);
    let mut shown = view(&text, (0..300).map(|i| passage(i, i as u32, i as u32 + 5, 1, 1)).collect());
    let before = shown.version();
    let moved = |i: i64| passage(i, 600 - i as u32, 650 - i as u32, 2, 1);
    let gone: Vec<CodingId> = (0..100).map(CodingId).collect();
    shown.change(&gone, (200..400).map(moved).collect());
    assert_eq!(shown.version(), before + 1);
    let kept = (100..200).map(|i| passage(i, i as u32, i as u32 + 5, 1, 1));
    let new = view(&text, kept.chain((200..400).map(moved)).collect());
    assert_eq!(shown.passages(), new.passages());
    shown.change(&[], vec![]);
    assert_eq!(shown.version(), before + 1, "nothing has changed");
}

#[test]
fn a_walk_visits_every_passage_of_a_code_once_in_both_directions() {
    let shown = view(
        &"some words here ".repeat(10),
        vec![passage(1, 0, 9, 1, 1), passage(2, 0, 4, 1, 2), passage(3, 6, 9, 2, 1), passage(4, 80, 90, 1, 1)],
    );
    let mut visited = vec![];
    let mut next = shown.next_passage(Some(CodeId(1)), Step::Position(CharPos(0)));
    while let Some(p) = next {
        visited.push(p.coding.0);
        next = shown.next_passage(Some(CodeId(1)), Step::Passage(p.coding));
    }
    assert_eq!(visited, [2, 1, 4]);
    let back = shown.previous_passage(Some(CodeId(1)), Step::Passage(CodingId(4)));
    assert_eq!(back.map(|p| p.coding.0), Some(1));
    assert_eq!(shown.previous_passage(None, Step::Position(CharPos(80))).map(|p| p.coding.0), Some(3));
    assert!(shown.next_passage(None, Step::Passage(CodingId(4))).is_none());
}

#[test]
fn passages_that_coders_share_are_one_stop_of_a_walk() {
    let shared = |id, user| passage(id, 0, 4, 1, user);
    let text = "some words here ".repeat(3);
    let view = view(&text, vec![shared(1, 1), passage(2, 0, 4, 2, 1), shared(3, 2), passage(4, 5, 10, 1, 2)]);
    let stops = |only| view.stops(only).map(|stop| stop.coding.0).collect::<Vec<_>>();
    assert_eq!((stops(None), stops(Some(CodeId(1)))), (vec![1, 2, 4], vec![1, 4]));
    for (from, forwards, expected) in [
        (1, true, Some(2)),
        (2, true, Some(4)),
        (3, true, Some(2)),
        (4, true, None),
        (4, false, Some(2)),
        (2, false, Some(1)),
        (3, false, None),
    ] {
        let step = Step::Passage(CodingId(from));
        let found = if forwards { view.next_passage(None, step) } else { view.previous_passage(None, step) };
        assert_eq!(found.map(|p| p.coding.0), expected, "{from} {forwards}");
    }
    for (coder, expected) in [(Some(UserId(1)), 1), (Some(UserId(2)), 3), (Some(UserId(3)), 1), (None, 1)] {
        let first = view.passage(CodingId(1)).unwrap();
        assert_eq!(view.version_of(first, coder).coding.0, expected);
    }
}

#[test]
fn no_two_views_share_a_version() {
    let [first, second] = [1, 2].map(|_| view("some words here", vec![passage(1, 0, 4, 1, 1)]));
    assert_ne!(first.version(), second.version());
}

#[test]
fn turns_without_a_passage_are_found_below_and_above() {
    let text = "A: one two\nB: three four\nA: five\nB: six\n";
    let shown = view(text, vec![passage(1, 14, 17, 1, 1)]);
    let slice = |range: Option<CharRange>| range.map(|r| shown.slice(r).to_owned());
    let turns: Vec<_> = shown.turns().turns().iter().map(|t| t.chars).collect();
    assert_eq!(turns.len(), 4);
    let find = |at, forwards| shown.uncoded_turn(at, forwards, TurnsOf::Participants, None);
    assert_eq!(find(turns[0].start, true), Some(turns[2]), "the coded one is passed over");
    assert_eq!(find(turns[2].start, true), Some(turns[3]));
    assert_eq!(find(turns[3].start, true), None);
    assert_eq!(slice(find(turns[2].start, false)), slice(Some(turns[0])));
}

#[test]
fn a_turn_is_uncoded_for_the_coder_who_has_not_coded_it() {
    let text = "A: one two\nB: three four\nA: five\nB: six\n";
    // Coder 1 coded the second turn with code 1, coder 2 the third with code 2.
    let mut shown = view(text, vec![passage(1, 14, 17, 1, 1), passage(2, 28, 31, 2, 2)]);
    let turns: Vec<_> = shown.turns().turns().iter().map(|t| t.chars).collect();
    let found = |shown: &SourceView, me: Option<i64>| {
        let mut at = CharPos(0);
        let mut found = vec![];
        while let Some(turn) = shown.uncoded_turn(at, true, TurnsOf::Participants, me.map(UserId)) {
            found.push(turns.iter().position(|other| *other == turn).unwrap());
            at = turn.start;
        }
        found
    };
    assert_eq!(found(&shown, None), [3], "nobody has given a name: everybody’s passages count");
    assert_eq!(found(&shown, Some(1)), [2, 3]);
    assert_eq!(found(&shown, Some(2)), [1, 3]);
    assert_eq!(found(&shown, Some(3)), [1, 2, 3], "who has coded nothing has everything to code");
    let only = |coders: &[i64], codes: Option<&[i64]>| Filter {
        coders: Some(coders.iter().copied().map(UserId).collect()),
        codes: codes.map(|codes| codes.iter().copied().map(CodeId).collect()),
    };
    shown.set_filter(only(&[1], Some(&[2])));
    assert_eq!(found(&shown, Some(1)), [2, 3], "a turn stays coded while its code is hidden");
    shown.set_filter(only(&[2], None));
    assert_eq!(found(&shown, Some(1)), [1, 3], "only another coder is shown");
}

#[test]
fn turns_of_interviewers_are_passed_over_unless_nobody_else_speaks() {
    let texts = [
        (
            "访谈者：为什么走？\n受访者：家里没有钱。\n访谈者：后来呢？\n受访者：回来了。\n",
            vec![1, 3],
            vec![0, 1, 2, 3],
        ),
        (
            "Interviewer: Why?\nP1: We were poor.\nP2: So were we.\nInterviewer: Both of you?\n",
            vec![1, 2],
            vec![0, 1, 2, 3],
        ),
        ("Interviewer: Why?\nInterviewer 2: And when?\n", vec![0, 1], vec![0, 1]),
        ("Ann: Why?\nBob: We were poor.\nAnn: And then?\n", vec![0, 1, 2], vec![0, 1, 2]),
    ];
    for (text, of_participants, of_all) in texts {
        let shown = view(text, vec![]);
        let turns: Vec<_> = shown.turns().turns().iter().map(|turn| turn.chars).collect();
        let found = |whose| {
            let mut at = shown.index().char_count();
            let mut found = vec![];
            while let Some(turn) = shown.uncoded_turn(CharPos(at), false, whose, None) {
                found.insert(0, turns.iter().position(|other| *other == turn).unwrap());
                at = turn.start.0;
            }
            found
        };
        assert_eq!(found(TurnsOf::Participants), of_participants, "{text}");
        assert_eq!(found(TurnsOf::Everybody), of_all, "{text}");
    }
}

#[test]
fn ranges_past_the_end_do_no_harm() {
    let shown = view("short", vec![passage(1, 2, 900, 1, 1), passage(2, 800, 900, 1, 1), passage(3, 1, 1, 1, 1)]);
    assert_eq!(ids(shown.touching(CharRange::new(0, 5)).map(|(p, _)| p)), [1]);
}

#[test]
fn twenty_thousand_passages_need_only_as_many_columns_as_overlap() {
    let text = "We were poor at home, and so I went to the city.\n".repeat(10_000);
    let mut rng = fastrand::Rng::with_seed(2);
    let many = (0..20_000).map(|i| {
        let start = rng.u32(0..480_000);
        passage(i, start, start + rng.u32(5..200), rng.i64(0..60), 1)
    });
    let mut shown = view(&text, many.collect());
    shown.change(&[], vec![passage(99_999, 100, 200, 3, 1)]);
    assert!((10..60).contains(&shown.columns()), "{}", shown.columns());
}

#[test]
fn a_passage_is_found_by_its_id_after_any_changes() {
    let mut rng = fastrand::Rng::with_seed(21);
    let mut random = |id: i64| {
        let start = rng.u32(0..30);
        passage(id, start, start + rng.u32(1..9), rng.i64(0..4), rng.i64(0..2))
    };
    let mut shown = view(&"some words here ".repeat(4), (0..20).map(&mut random).collect());
    for round in 0..60_i64 {
        let removed = [CodingId(round % 23), CodingId(round * 7 % 31), CodingId(1_000)];
        // Some are new, others take the place of passages with these ids.
        let added: Vec<PassageView> = (0..round % 4).map(|i| random((round * 5 + i * 11) % 40)).collect();
        shown.change(&removed, added.clone());
        for id in (0..45).chain([1_000]).map(CodingId) {
            let plain = shown.passages().iter().find(|passage| passage.coding == id);
            assert_eq!(shown.passage(id), plain, "{round}: {id:?}");
            let is_added = added.iter().any(|passage| passage.coding == id);
            assert!(is_added || !removed.contains(&id) || plain.is_none(), "{round}: {id:?} was removed");
        }
    }
}

/// Everything that is shown, with columns.
fn shown(view: &SourceView) -> (Vec<(i64, usize)>, usize, usize) {
    let end = view.index().char_count();
    let all = view.touching(CharRange::new(0, end)).map(|(passage, column)| (passage.coding.0, column)).collect();
    (all, view.columns(), view.passage_count())
}

#[test]
fn changes_leave_passages_arranged_as_if_they_were_all_new() {
    let mut rng = fastrand::Rng::with_seed(9);
    // Paragraphs of 500 characters.
    let blank = view(&format!("{}\n", "word ".repeat(100)).repeat(128), vec![]);
    let mut saved = 0;
    for round in 0..8 {
        let length = [4, 400, 2_000, 12_000][round % 4];
        let mut random = |id: i64| {
            let start = rng.u32(0..63_900);
            let last = start + rng.u32(1..length);
            passage(id, start, last, rng.i64(0..4), rng.i64(0..2))
        };
        let mut changing = blank.clone();
        changing.change(&[], (0..250).map(&mut random).collect());
        let filter = Filter { codes: (round % 3 == 0).then(|| [0, 1, 2].map(CodeId).into()), coders: None };
        changing.set_filter(filter.clone());
        for step in 0..12_i64 {
            let many = if step % 7 == 0 { 20 } else { 1 };
            let added: Vec<PassageView> = (0..many).map(|i| random(step * 17 % 290 + i * 3)).collect();
            let (version, before) = (changing.version(), ARRANGED.get());
            changing.change(&[CodingId(step * 31 % 300), CodingId(step)], added);
            assert!(changing.version() > version);
            let again = ARRANGED.get() - before;
            let mut fresh = blank.clone();
            fresh.set_filter(filter.clone());
            fresh.change(&[], changing.passages().to_vec());
            assert_eq!(shown(&changing), shown(&fresh), "{round} {step}");
            saved += shown(&fresh).0.len() - again;
            for start in (0..63_900).step_by(990) {
                let near = |view: &SourceView| ids(view.touching(CharRange::new(start, start + 5)).map(|(p, _)| p));
                assert_eq!(near(&changing), near(&fresh), "{round} {step} {start}");
            }
        }
    }
    assert!(saved > 4_000, "{saved}");
}

#[test]
fn a_new_passage_arranges_only_those_near_it() {
    let mut rng = fastrand::Rng::with_seed(13);
    let text = format!("{}\n", "word ".repeat(100)).repeat(600);
    let length = text.len() as u32;
    let passages = (0..5_000).map(|id| {
        let start = rng.u32(0..length - 200);
        passage(id, start, start + rng.u32(10..160), rng.i64(0..50), rng.i64(0..4))
    });
    let mut shown = view(&text, passages.collect());
    for (id, start) in [(20_000, 5), (20_001, length / 2), (20_002, length - 100)] {
        let before = ARRANGED.get();
        shown.change(&[], vec![passage(id, start, start + 35, 3, 1)]);
        let arranged = ARRANGED.get() - before;
        assert!((1..1_500).contains(&arranged), "{id}: {arranged}");
    }
}
