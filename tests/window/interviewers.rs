//! Coded words of the interviewer count for the only participant of a document; the window says how many they are and
//! offers to leave them out.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::model::SpokenBy;

const ONE: &str = "1 of these passages has only the interviewer’s words.";

/// The sample with a question of the interviewer coded, and no other.
fn with_question() -> Window {
    let mut window = Window::sample();
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.code_with("Financial capital > Push > Low income");
    window.saved();
    window
}

#[test]
fn the_passages_of_a_number_say_how_many_are_the_interviewers() {
    let mut window = with_question();
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the first table is counted", |w| w.project().rooms.tables.table.is_some());
    window.click_start("Low income: ");
    window.until("they are counted", |w| w.has(ONE));
    let before = window.project().rooms.tables.passages.as_deref().unwrap().list.rows.len();
    window.click("Count participants only");
    assert_eq!(window.project().rooms.tables.spoken_by, SpokenBy::Participants);
    window.until("it is counted anew", |w| w.project().rooms.tables.table.is_some());
    window.click_start("Low income: ");
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    assert_eq!(window.project().rooms.tables.passages.as_deref().unwrap().list.rows.len(), before - 1);
    assert!(!window.has_part("only the interviewer’s words."));
}

#[test]
fn passages_say_how_many_are_the_interviewers() {
    let mut window = with_question();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("they are counted", |w| w.has(ONE));
    let before = window.project().rooms.passages.list.as_deref().unwrap().passages;
    window.click("List participants only");
    let left = |w: &Window| w.project().rooms.passages.list.as_deref().map(|list| list.passages);
    window.until("they are left out", |w| left(w) == Some(before - 1));
    assert!(window.has("Remove filter: Said by: participants") && !window.has(ONE));
    window.click("Remove filter: Said by: participants");
    window.until("they are back", |w| left(w) == Some(before) && w.has(ONE));
}
