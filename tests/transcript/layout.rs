//! What is laid out, where it is shown, and what a screen reader finds.

use super::support::*;
use egui::{Key, Modifiers, PointerButton, pos2, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::app::{CoderLook, PassageView, SourceView};
use pullquote::engine::spoken::SpokenText;
use pullquote::model::{CharPos, CharRange, Origin, SourceId, TimeMark, UserId};

#[test]
fn stored_times_are_shown_beside_their_lines() {
    let (question, answer) = (find(TALK, "Interviewer: What"), find(TALK, "That was all"));
    let mut w = window(TALK, vec![]);
    assert_eq!(boxes_of(&w, "1:24:07"), []);
    let mark = |at, millis| TimeMark { at: CharPos(at), millis };
    // The second one is within a line.
    let times = vec![mark(question, 43_810), mark(question + 20, 44_900), mark(answer, 5_047_000)];
    let origin = Origin { times, ..Origin::default() };
    w.state_mut().source = SourceView::new(SourceId(2), "B".into(), SpokenText::find(TALK.into(), origin), vec![]);
    w.run();
    for (time, at) in [("0:43", question + 13), ("1:24:07", answer)] {
        let (rect, start) = (boxes_of(&w, time)[0], place(&w, at));
        assert!(rect.right() < start.x && (rect.center().y - start.y).abs() < 4.0, "{time}: {rect} {start}");
        let speakers = ["Interviewer", "B"].iter().flat_map(|name| boxes_of(&w, name)).collect::<Vec<_>>();
        assert!(speakers.len() == 3 && speakers.iter().all(|name| !name.intersects(rect)), "{speakers:?}");
    }
    assert_eq!(boxes_of(&w, "0:44"), []);
}

fn many(count: i64, end: u32) -> Vec<PassageView> {
    let mut rng = fastrand::Rng::with_seed(4);
    let one = |i| {
        let start = rng.u32(0..end);
        passage(i, start, start + rng.u32(5..160), rng.i64(0..60), 1 + i % 2)
    };
    (0..count).map(one).collect()
}

#[test]
fn entries_and_stripes_never_overlap() {
    let text = long_talk(200);
    let w = window(&text, many(400, 10_000));
    let margin = w.state().view.margin();
    assert!(margin.entries.len() > 5);
    for (i, a) in margin.entries.iter().enumerate() {
        for b in &margin.entries[i + 1..] {
            assert!(!a.rect.shrink(0.1).intersects(b.rect), "{a:?} {b:?}");
        }
        assert!(margin.stripes.iter().all(|s| !s.rect.intersects(a.rect)));
    }
    for (i, a) in margin.stripes.iter().enumerate() {
        for b in &margin.stripes[i + 1..] {
            assert!(!a.rect.shrink(0.6).intersects(b.rect), "{a:?} {b:?}");
        }
    }
}

#[test]
fn seventy_coders_leave_room_for_the_names_of_codes() {
    let text = long_talk(20);
    let passages: Vec<PassageView> = (0..140).map(|i| passage(i, 40, 160, i % 3, 1 + i / 2)).collect();
    let mut w = window(&text, passages);
    let coder =
        |i: i64| (UserId(i), CoderLook { name: format!("Coder {i}"), initials: format!("C{i}"), color: [9, 9, 9] });
    w.state_mut().looks.coders = (1..=70).map(coder).collect();
    w.run();
    for entry in &w.state().view.margin().entries {
        let (name, marks) = entry.texts();
        let seen = entry.rect.expand(0.5);
        assert!(seen.contains_rect(name) && marks.is_none_or(|marks| seen.contains_rect(marks)), "{name} {marks:?}");
        assert!(marks.is_none_or(|marks| !marks.shrink(0.5).intersects(name)), "{name} {marks:?}");
    }
    // The list under the pointer is no taller than the window.
    let at = place(&w, 60);
    w.hover_at(at);
    w.run_steps(40);
    let lines = w.query_all_by_label_contains("more").count();
    assert!(lines > 0 && w.query_all_by_label_contains("Coder ").all(|node| node.rect().bottom() < 640.0));
}

#[test]
fn with_twenty_thousand_passages_only_the_visible_part_is_laid_out() {
    let text = long_talk(10_000);
    let end = text.chars().count() as u32 - 200;
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source = SourceView::new(
        SourceId(2),
        "long".into(),
        SpokenText::find(text.into(), Origin::default()),
        many(20_000, end),
    );
    w.step();
    assert!((3..60).contains(&w.state().view.laid_out()), "{}", w.state().view.laid_out());
    // With a screen reader's tree: only the visible part is painted and named.
    let check = |w: &Window, what: &str| {
        let margin = w.state().view.margin();
        let named = margin.entries.iter().map(|entry| &entry.codings);
        let stripes: usize = named.chain(margin.more.iter().map(|list| &list.codings)).map(Vec::len).sum();
        assert!((1..200).contains(&stripes), "{what}: {stripes}");
        let shapes = w.output().shapes.len();
        assert!(shapes < 3_000, "{what}: {shapes}");
        stripes
    };
    w.run_steps(20);
    let before = check(&w, "scrolled to");
    let laid_out = w.state().view.laid_out();
    w.state_mut().source.change(&[], vec![passage(99_999, 10, 40, 3, 1)]);
    w.step();
    assert_eq!((check(&w, "coded"), w.state().view.laid_out()), (before + 1, laid_out));
}

#[test]
fn a_jump_puts_the_passage_a_third_from_the_top() {
    let text = long_talk(2_000);
    let mut w = window(&text, vec![]);
    let start = find(&text, "in the year 1500?");
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(start, start + 11));
    w.run();
    let y = place(&w, start).y;
    assert!((y - 640.0 / 3.0).abs() < 30.0, "{y}");
    assert_eq!(selected(&w), "in the year");
}

#[test]
fn measuring_and_resizing_keep_the_place() {
    let text = long_talk(1_000);
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source =
        SourceView::new(SourceId(2), "long".into(), SpokenText::find(text.as_str().into(), Origin::default()), vec![]);
    w.step();
    let start = find(&text, "in the year 600?");
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(start, start + 6));
    w.run();
    let before = place(&w, start).y;
    w.state_mut().view.idle_budget = 0.01;
    w.run();
    assert!((place(&w, start).y - before).abs() < 2.0, "measuring what is above must not move the text");
    w.set_size(vec2(640.0, 640.0));
    w.run();
    let after = w.state().view.position_of(&w.ctx, &w.state().source, CharPos(start));
    assert!(after.is_some_and(|p| (p.y - before).abs() < 160.0), "{before} {after:?}");
}

#[test]
fn of_a_two_megabyte_line_only_the_visible_part_is_laid_out() {
    let text = "We were poor at home, and so I went to the city. ".repeat(41_000);
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source = SourceView::new(
        SourceId(3),
        "giant".into(),
        SpokenText::find(text.into(), Origin::default()),
        many(2_000, 1_900_000),
    );
    w.step();
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(1_000_000, 1_000_010));
    w.step();
    assert!(w.state().view.laid_out() < 8);
    let at = place(&w, 1_000_000);
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(w.state().view.caret(), Some(CharPos(1_000_000)));
}

#[test]
fn a_screen_reader_finds_paragraphs_by_turn_speaker_and_words() {
    let mut w = window(TALK, vec![]);
    w.get_by_label("1 Interviewer: What made you leave? Was it hard?");
    w.get_by_label("That was all.");
    let start = find(TALK, "poor");
    w.state_mut().view.select(CharRange::new(start, start + 4));
    w.run();
    let node = w.get_by_role_and_label(egui::accesskit::Role::Document, "Transcript");
    assert_eq!(node.value().as_deref(), Some("poor"));
}

#[test]
fn a_label_alone_on_its_line_has_no_height() {
    let text = "### Tang:\nYes, I was.\n### Wang:\nWhy?\n### Tang:\nSo.\n### Wang:\nOh.";
    let w = window(text, vec![]);
    assert_eq!(w.state().view.laid_out(), 4);
    w.get_by_label("2 Wang: Why?");
}

#[test]
fn an_empty_document_is_shown_and_accepts_keys() {
    let mut w = window("", vec![]);
    click(&mut w, pos2(300.0, 300.0), PointerButton::Primary, Modifiers::NONE);
    for pressed in [Key::ArrowLeft, Key::ArrowDown, Key::PageUp, Key::End, Key::Home] {
        key(&mut w, Modifiers::SHIFT, pressed);
    }
    assert_eq!(selected(&w), "");
}
