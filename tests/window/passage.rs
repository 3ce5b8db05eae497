//! Actions on existing passages: edges, recoding, removing, important marks, walking through a code, finding.

use super::support::Window;
use egui::{Key, Modifiers, vec2};
use pullquote::model::{CharRange, CodingId};

const LOW: &str = "Financial capital > Push > Low income";

/// Codes the words and returns the new passage and its range.
fn coded(window: &mut Window, quote: &str) -> (CodingId, CharRange) {
    let (start, end) = window.find(quote);
    let range = CharRange::new(start, end);
    window.drag(start, end);
    let before = window.passages("Low income");
    window.code_with(LOW);
    window.until("coded", |w| w.passages("Low income") == before + 1);
    window.saved();
    let document = window.project().document.as_ref().unwrap();
    let me = window.project().me();
    let passage = document.passages().iter().find(|p| p.range == range && Some(p.user) == me).unwrap();
    (passage.coding, range)
}

fn range_of(window: &Window, coding: CodingId) -> Option<CharRange> {
    Some(window.project().document.as_ref()?.passage(coding)?.range)
}

#[test]
fn an_edge_is_dragged_to_the_border_of_a_word_and_undone() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    window.secondary_click(range.start.0 + 2);
    window.click("Resize");
    let (_, target) = window.find("I went as far");
    let (from, to) = (window.place(range.end.0), window.place(target - 1));
    window.drag_between(from, to);
    let wanted = CharRange::new(range.start.0, target);
    window.until("the edge moved to the end of the word", |w| range_of(w, coding) == Some(wanted));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| range_of(w, coding) == Some(range));
}

#[test]
fn a_dragged_edge_takes_the_whole_word_that_it_has_crossed_into() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    window.secondary_click(range.start.0 + 2);
    window.click("Resize");
    // The handle is held beside its middle, and the edge does not jump by that.
    let (word, end) = window.find("senior");
    let grip = vec2(5.0, 9.0);
    let (from, to) = (window.place(range.end.0) + grip, window.place(word + 1) + grip);
    window.drag_between(from, from + vec2(1.0, 0.0));
    window.saved();
    assert_eq!(range_of(&window, coding), Some(range), "a handle that is hardly moved changes nothing");
    window.drag_between(from, to);
    let wanted = CharRange::new(range.start.0, end);
    window.until("the word is taken", |w| range_of(w, coding) == Some(wanted));
}

#[test]
fn the_keyboard_alone_fits_a_passage_to_other_words() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    window.secondary_click(range.start.0 + 2);
    window.click("Resize");
    window.key_to_transcript();
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::R);
    let wanted = CharRange::new(range.start.0, range.end.0 + 2);
    window.until("the passage has the selected words", |w| range_of(w, coding) == Some(wanted));
}

#[test]
fn a_passage_is_recoded_in_place() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    window.secondary_click(range.start.0 + 2);
    window.click("Recode…");
    window.type_text("living cost");
    window.key(Key::Enter);
    let name = |w: &Window| {
        let project = w.project();
        let code = project.document.as_ref().unwrap().passage(coding).map(|p| p.code);
        code.map(|code| project.looks.codes[&code].name.clone())
    };
    window.until("recoded", |w| name(w).is_some_and(|name| name.starts_with("Ever-increasing living cost")));
    assert_eq!(range_of(&window, coding), Some(range));
}

#[test]
fn delete_asks_which_passage_if_several_overlap() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    window.drag(range.start.0, range.end.0 + 4);
    window.code_with("Financial capital > Push > Ever-increasing");
    window.saved();
    let count = window.project().document.as_ref().unwrap().passages().len();
    window.key_to_transcript();
    window.key(Key::Delete);
    assert!(window.has("Delete which passage?"));
    window.click_start("“Ever-increasing");
    window.until("the other is gone", |w| w.project().document.as_ref().unwrap().passages().len() == count - 1);
    assert_eq!(range_of(&window, coding), Some(range), "the one that was not meant stays");
}

#[test]
fn a_passage_is_marked_as_important_and_unmarked() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    let important = move |w: &Window| w.project().document.as_ref().unwrap().passage(coding).map(|p| p.important);
    window.key_to_transcript();
    window.key(Key::I);
    window.until("it is important", |w| important(w) == Some(true));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| important(w) == Some(false));
    window.secondary_click(range.start.0 + 1);
    window.click("Important");
    window.until("it is important by the menu", |w| important(w) == Some(true));
}

#[test]
fn a_walk_goes_from_passage_to_passage_and_dims_the_others() {
    let mut window = Window::sample();
    let (_, range) = coded(&mut window, "forty-three");
    window.secondary_click(range.start.0 + 1);
    window.click("Step through this code");
    let code = window.project().seen.walk.expect("a walk");
    assert_eq!(window.harness.state().code.transcript.only, Some(code));
    let document = window.project().document.clone().unwrap();
    let places: Vec<_> = document.stops(Some(code)).map(|stop| stop.range).collect();
    assert!(places.len() < document.shown(Some(code)).count(), "coders share passages");
    let mut seen: Vec<CodingId> = vec![];
    for _ in 0..places.len() {
        window.chord(Modifiers::ALT, Key::ArrowDown);
        seen.extend(window.harness.state().code.transcript.chosen());
    }
    seen.dedup();
    let chosen: Vec<_> = seen.iter().map(|&coding| document.passage(coding).unwrap()).collect();
    let visited: Vec<_> = chosen.iter().map(|passage| passage.range).collect();
    assert_eq!(visited, places[places.len() - visited.len()..], "in order, each place once");
    let me = window.project().me();
    let is_mine_if_shared = |passage: &&pullquote::app::PassageView| {
        document.shown(Some(code)).all(|p| p.range != passage.range || Some(p.user) != me) || Some(passage.user) == me
    };
    assert!(chosen.iter().all(is_mine_if_shared), "mine is chosen where I have one");
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert!(window.has_part("That was the last passage"));
    window.key(Key::Escape);
    window.key(Key::Escape);
    assert_eq!(window.project().seen.walk, None);
}

#[test]
fn u_goes_to_the_next_turn_without_a_code() {
    let mut window = Window::sample();
    window.key_to_transcript();
    window.key(Key::U);
    let document = window.project().document.as_ref().unwrap();
    let selection = window.project().selection;
    assert!(!selection.is_empty() && document.touching(selection).next().is_none());
    let first = selection.start;
    window.key(Key::U);
    assert!(window.project().selection.start > first);
    window.chord(Modifiers::SHIFT, Key::U);
    assert_eq!(window.project().selection.start, first);
}

#[test]
fn matches_are_found_while_typing_and_stepped_through() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("CITY");
    let text = window.project().document.as_ref().unwrap().text().to_lowercase();
    let count = text.matches("city").count();
    assert!(window.has(&format!("1 of {count}")), "{count}");
    window.key(Key::Enter);
    assert!(window.has(&format!("2 of {count}")));
    window.chord(Modifiers::SHIFT, Key::Enter);
    assert!(window.has(&format!("1 of {count}")));
    let selection = window.project().selection;
    assert_eq!(window.project().document.as_ref().unwrap().slice(selection).to_lowercase(), "city");
    window.key(Key::Escape);
    assert!(!window.has(&format!("1 of {count}")));
}

#[test]
fn find_starts_with_the_selected_words_and_typing_replaces_them() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.chord(Modifiers::COMMAND, Key::F);
    assert!(window.has("1 of 1"));
    window.type_text("city");
    let text = window.project().document.as_ref().unwrap().text().to_lowercase();
    let count = text.matches("city").count();
    assert!(window.has_part(&format!("of {count}")), "{count}");
}

#[test]
fn a_press_on_the_overview_strip_scrolls_there() {
    let mut window = Window::sample();
    let before = window.harness.state().code.transcript.first_in_sight(window.project().document.as_ref().unwrap());
    let strip = window.rect("Coded passages in the whole document. Click or drag to go there.");
    window.click_at(strip.center_bottom() - egui::vec2(0.0, 20.0));
    window.settle();
    let after = window.harness.state().code.transcript.first_in_sight(window.project().document.as_ref().unwrap());
    assert!(after > before);
}
