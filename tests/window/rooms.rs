//! The rooms beside the transcript: history, memos, passages, and what is found in all documents.

use super::support::{Window, nameless};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::workspace::Room;
use pullquote::model::CharRange;

fn codings(window: &Window) -> u64 {
    window.project().code_counts.values().sum()
}

/// Codes the first words with the first code found by `low inc`.
fn code(window: &mut Window, words: &str) {
    let before = codings(window);
    let (start, end) = window.find(words);
    window.drag(start, end);
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is coded", |w| codings(w) == before + 1);
}

fn history(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.until("the history is there", |w| w.project().history.entry(0).is_some());
}

#[test]
fn the_history_leads_to_the_words_that_an_entry_touched() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    code(&mut window, "In 1993");
    history(&mut window);
    let entry = window.project().history.entry(0).unwrap().clone();
    assert!(entry.summary.contains("Low income"), "{}", entry.summary);
    window.harness.get_by_label_contains(&format!(", Coder 1: {}", entry.summary)).click();
    window.settle();
    window.until("what it touched is there", |w| w.project().history.touched.is_some());
    window.click_start("Passage added in");
    assert_eq!(window.project().room, Room::Code);
    window.until("the words are selected", |w| w.project().selection == CharRange::new(start, end));
}

#[test]
fn going_back_shows_first_what_it_undoes_and_the_list_follows() {
    let mut window = Window::sample();
    let before = codings(&window);
    for words in ["In 1993", "learnt from", "the next machine"] {
        code(&mut window, words);
    }
    history(&mut window);
    let entry = window.project().history.entry(2).unwrap().clone();
    let place = window.harness.query_all_by_label_contains(&entry.summary).last();
    place.expect("the oldest of the three").click();
    window.settle();
    window.until("it is open", |w| w.project().history.open.is_some());
    let opened = window.project().history.open.clone().unwrap();
    assert_eq!(opened.id, entry.id);
    window.click("Undo to here…");
    window.until("the preview is there", |w| w.has("Undo 2 entries"));
    assert_eq!(codings(&window), before + 3, "nothing is undone yet");
    window.click("Undo 2 entries");
    window.until("two are undone", |w| codings(w) == before + 1);
    window.until("the list says so", |w| w.has_part(", undone"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the third too", |w| codings(w) == before);
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("and again", |w| codings(w) == before + 1);
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn the_history_is_narrowed_by_words() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    history(&mut window);
    window.until("two entries", |w| w.project().history.total == Some(2));
    window.click("Words in the history");
    window.type_text("low inc");
    window.until("one is left", |w| w.project().history.total == Some(1));
    window.type_text("xyz");
    window.until("none is left", |w| w.has_part("No entry is like that"));
    window.click("Show all");
    window.until("both are back", |w| w.project().history.total == Some(2));
}
