//! Selecting words with the pointer and the keyboard.

use super::support::*;
use egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};
use pullquote::app::SourceView;
use pullquote::engine::spoken::SpokenText;
use pullquote::gui::transcript::TranscriptEvent;
use pullquote::model::{CharPos, CharRange, Origin, SourceId};

#[test]
fn a_drag_selects_exactly_the_characters_under_it() {
    let mut w = window(TALK, vec![]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
    drag(&mut w, b, a);
    assert_eq!(selected(&w), "poor at home", "backwards too");
    let range = CharRange::new(start, start + 12);
    assert!(w.state().events.contains(&TranscriptEvent::SelectionChanged(Some(range))));
}

#[test]
fn a_selection_may_span_paragraphs_and_hidden_labels() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "hard?")), place(&w, find(TALK, " at home")));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "hard?\nB: We were poor");
    w.event(Event::Copy);
    w.step();
    let copied = |o: &egui::FullOutput| o.platform_output.commands.clone();
    assert_eq!(copied(w.output()), [egui::OutputCommand::CopyText("hard?\nB: We were poor".into())]);
}

#[test]
fn shift_and_click_extends_the_selection() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "We were")), place(&w, find(TALK, " poor")));
    click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    for _ in 0..10 {
        w.step();
    }
    click(&mut w, b, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&w), "We were");
}

#[test]
fn two_three_and_four_clicks_take_word_sentence_and_turn() {
    let mut w = window(TALK, vec![]);
    let at = place(&w, find(TALK, "leave") + 2);
    let mut taken = vec![];
    for _ in 0..4 {
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        taken.push(selected(&w));
    }
    assert_eq!(taken, ["", "leave", "What made you leave?", "What made you leave? Was it hard?"]);
}

#[test]
fn a_double_click_beside_a_word_takes_the_word() {
    // A click on the right half of the last letter is a position after it.
    for (quote, offset, word) in [("leave", 0, "leave"), ("leave", 5, "?"), ("you", 3, "you"), ("poor", 4, "poor")] {
        let mut w = window(TALK, vec![]);
        let at = place(&w, find(TALK, quote) + offset);
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        assert_eq!(selected(&w), word, "{quote} {offset}");
    }
}

#[test]
fn a_drag_after_a_double_click_takes_whole_words() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "poor") + 1), place(&w, find(TALK, "home") + 2));
    click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
}

#[test]
fn a_word_that_a_drag_touches_is_selected_whole() {
    let start = find(TALK, "poor");
    // From the last letter of a word to the first letter of another: the nearest caret is outside of both words.
    let w = window(TALK, vec![]);
    let (a, b) = (place(&w, start + 4) - vec2(1.5, 0.0), place(&w, start + 8) + vec2(1.5, 0.0));
    for (from, to) in [(a, b), (b, a)] {
        let mut w = window(TALK, vec![]);
        w.state_mut().view.whole_words = true;
        drag(&mut w, from, to);
        assert_eq!(selected(&w), "poor at home", "{from} {to}");
        w.state_mut().view.whole_words = false;
        key(&mut w, Modifiers::NONE, Key::Escape);
        drag(&mut w, from, to);
        assert_eq!(selected(&w).trim(), "at", "by letters, the nearest ones count");
    }
    // The space beside a word does not touch it.
    let (a, b) = (place(&w, start + 4) + vec2(1.5, 0.0), place(&w, start + 8) - vec2(1.5, 0.0));
    let mut w = window(TALK, vec![]);
    w.state_mut().view.whole_words = true;
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "at");
}

#[test]
fn a_drag_within_the_selection_that_ends_in_the_text_selects_anew() {
    let mut w = window(TALK, vec![]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
    let (a, b) = (place(&w, start + 5), place(&w, start + 7));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "at");
}

#[test]
fn the_keyboard_moves_and_extends_the_selection() {
    let mut w = window(TALK, vec![]);
    let at = place(&w, find(TALK, "We were"));
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    let steps: &[(Modifiers, Key, &str)] = &[
        (Modifiers::SHIFT, Key::ArrowRight, "W"),
        (Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight, "We"),
        (Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight, "We were"),
        (Modifiers::SHIFT, Key::ArrowLeft, "We wer"),
        (Modifiers::SHIFT, Key::End, "We were poor at home, and so I went."),
        (Modifiers::NONE, Key::ArrowLeft, ""),
        (Modifiers::SHIFT, Key::ArrowDown, "We were poor at home, and so I went.\n"),
        (Modifiers::NONE, Key::Escape, ""),
        (Modifiers::NONE, Key::ArrowUp, ""),
        (Modifiers::SHIFT, Key::Home, ""),
        (Modifiers::COMMAND, Key::A, TALK),
        (Modifiers::COMMAND, Key::Home, ""),
        (Modifiers::SHIFT, Key::ArrowRight, "I"),
    ];
    for &(modifiers, pressed, wanted) in steps {
        key(&mut w, modifiers, pressed);
        assert_eq!(selected(&w), wanted, "{modifiers:?} {pressed:?}");
    }
}

#[test]
fn the_caret_steps_over_hidden_labels() {
    let mut w = window(TALK, vec![]);
    let (end, next) = (find(TALK, "\nB: We"), find(TALK, "We were"));
    let at = place(&w, next);
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    key(&mut w, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(w.state().view.caret(), Some(CharPos(end)));
    key(&mut w, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(w.state().view.caret(), Some(CharPos(next)));
}

#[test]
fn caret_and_selection_stay_on_their_words_when_the_text_changes() {
    let mut w = window(TALK, vec![]);
    let correct = |w: &mut Window, text: String| {
        let spoken = SpokenText::find(text.into(), Origin::default());
        w.state_mut().source = SourceView::new(SourceId(1), "B".into(), spoken, vec![]);
        w.run();
    };
    let at = place(&w, find(TALK, "poor"));
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    let longer = format!("A line more.\n{TALK}");
    correct(&mut w, longer.clone());
    assert_eq!(w.state().view.caret(), Some(CharPos(find(&longer, "poor"))));
    let (a, b) = (place(&w, find(&longer, "poor")), place(&w, find(&longer, "poor") + 12));
    drag(&mut w, a, b);
    correct(&mut w, TALK.to_owned());
    assert_eq!(selected(&w), "poor at home");
    correct(&mut w, TALK.replace("poor at", "rich at"));
    assert_eq!(w.state().view.selection(), None);
}

#[test]
fn chinese_text_is_selected_by_character_and_sentence() {
    let text = "访谈者：为什么离开？\n受访者：家里没有钱，所以我走了。后来去了城市。";
    let mut w = window(text, vec![]);
    let start = find(text, "没有钱");
    let (a, b) = (place(&w, start), place(&w, start + 3));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "没有钱");
    for _ in 0..10 {
        w.step();
    }
    for _ in 0..3 {
        click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    }
    assert_eq!(selected(&w), "家里没有钱，所以我走了。");
}

#[test]
fn words_selected_with_the_pointer_have_a_place_for_the_bar() {
    let mut w = window(TALK, vec![passage(7, 3, 9, 0, 1)]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    let rows = w.state().view.pointed_rows().expect("selected with the pointer");
    assert!(rows.first == rows.last && rows.first.left() < b.x && rows.first.top() < a.y, "{rows:?}");
    key(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(w.state().view.pointed_rows(), None, "changed by key");
    drag(&mut w, a, b);
    assert!(w.state().view.pointed_rows().is_some());
    w.state_mut().source.change(&[], vec![passage(8, start, start + 12, 1, 1)]);
    w.run();
    assert_eq!(w.state().view.pointed_rows(), None, "the words have been coded");
    drag(&mut w, b, a);
    assert!(w.state().view.pointed_rows().is_some());
    let stripe = w.state().view.margin().stripes[0].rect.center();
    click(&mut w, stripe, PointerButton::Primary, Modifiers::NONE);
    w.run();
    assert_eq!(w.state().view.pointed_rows(), None, "a passage is chosen");
}

#[test]
fn dragging_beyond_the_edge_scrolls_and_selects_on() {
    let text = long_talk(300);
    let mut w = window(&text, vec![]);
    let from = place(&w, find(&text, "And what"));
    w.hover_at(from);
    w.drag_at(from);
    w.hover_at(pos2(from.x + 50.0, 700.0));
    w.step();
    w.run_steps(30);
    w.drop_at(pos2(from.x + 50.0, 639.0));
    w.run();
    let state = w.state();
    assert!(state.view.selection().is_some_and(|r| r.len() > 1_500), "{:?}", state.view.selection());
}
