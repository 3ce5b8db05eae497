//! The palettes: codes found by typing, several at once, new ones at their path; every action by its name.

use super::gate::LOW;
use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::app::passages_room::Mode;
use pullquote::app::room::Room;

fn total(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

fn select(window: &mut Window, words: &str) {
    let (start, end) = window.find(words);
    window.drag(start, end);
}

#[test]
fn several_codes_are_ticked_and_assigned_with_one_enter() {
    let mut window = Window::sample();
    let before = (total(&window), window.passages("Low income"), window.passages("Relative low cost of living"));
    select(&mut window, "In 1993");
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Tab);
    window.type_text("relative low");
    window.key(Key::Tab);
    window.key(Key::Enter);
    window.until("both are there", |w| total(w) == before.0 + 2);
    assert_eq!(
        (window.passages("Low income"), window.passages("Relative low cost of living")),
        (before.1 + 1, before.2 + 1)
    );
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("one undo reverts both", |w| total(w) == before.0);
}

#[test]
fn arrows_choose_among_what_was_found_and_escape_changes_nothing() {
    let mut window = Window::sample();
    let before = total(&window);
    select(&mut window, "In 1993");
    window.key(Key::C);
    window.type_text("low");
    assert!(window.has("Low income, in Financial capital > Push"));
    window.key(Key::Escape);
    assert!(!window.has("Low income, in Financial capital > Push"));
    window.saved();
    assert_eq!(total(&window), before);
    window.key(Key::Slash);
    window.type_text("low");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("the second one is there", |w| total(w) == before + 1);
    assert!(
        window
            .project()
            .recent
            .first()
            .is_some_and(|code| { window.project().looks.codes[code].name == "Low level of education and older age" })
    );
}

#[test]
fn a_typed_path_becomes_a_new_code() {
    let mut window = Window::sample();
    select(&mut window, "In 1993");
    window.key(Key::Slash);
    window.type_text("Financial capital > Push > 学费");
    window.key(Key::Enter);
    window.until("the code is on the words", |w| w.passages("学费") == 1);
    let study = window.project().study.clone().unwrap();
    assert!(study.codebook.find("Financial capital > Push > 学费").is_some());
}

#[test]
fn one_key_makes_a_code_from_the_selected_words() {
    let mut window = Window::sample();
    select(&mut window, "Off where?");
    window.key(Key::V);
    window.until("the code is on the words", |w| w.passages("Off where?") == 1);
}

#[test]
fn every_action_runs_by_name_and_documents_are_opened() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("tables");
    window.key(Key::Enter);
    assert_eq!(window.project().room, Room::Tables);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("document FGD 2");
    window.key(Key::Enter);
    window.until("it is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "FGD 2"));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("low income passages");
    window.key(Key::Enter);
    let low = window.project().study.as_deref().and_then(|study| study.codebook.find(LOW));
    assert_eq!((window.project().room, window.project().rooms.passages.filter.code), (Room::Passages, low));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("next machine");
    assert!(window.has("Find “next machine” in all documents"), "what is no name is looked for in the texts");
    window.key(Key::Enter);
    assert_eq!((window.project().room, window.project().rooms.passages.mode), (Room::Passages, Mode::Find));
    let found = |w: &Window| w.project().rooms.passages.search.found.clone();
    window.until("it is found", |w| found(w).is_some_and(|found| !found.places.is_empty()));
}

#[test]
fn without_selected_words_the_palette_says_what_is_missing() {
    let mut window = Window::sample();
    window.key(Key::Slash);
    assert!(window.has_part("Select text in the transcript first"));
}
