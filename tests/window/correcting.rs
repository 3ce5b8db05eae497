//! Correcting a transcript in the window: what an edit cuts is seen before it is kept.

use super::support::Window;
use egui::{Key, Modifiers};

fn text(window: &Window) -> String {
    window.project().document.as_ref().unwrap().text().to_string()
}

/// Opens the editor with the caret at a position of the text, and types.
fn correct(window: &mut Window, at: u32, keys: &[Key], typed: &str) {
    window.drag(at, at + 1);
    window.key(Key::ArrowLeft);
    window.chord(Modifiers::COMMAND, Key::T);
    for &key in keys {
        window.key(key);
    }
    if !typed.is_empty() {
        window.type_text(typed);
    }
}

#[test]
fn a_correction_is_looked_at_then_kept_and_passages_follow() {
    let mut window = Window::sample();
    let before = text(&window);
    let (start, _) = window.find("There isn't so much");
    let document = window.project().document.as_ref().unwrap();
    let words: Vec<String> = document.passages().iter().map(|p| document.slice(p.range).to_owned()).collect();
    correct(&mut window, start, &[], "Well. ");
    window.click("Look at what changes");
    assert!(window.has("1 change in the text"));
    window.click("Keep the correction");
    window.until("the text is the corrected one", |w| text(w).contains("Well. There isn't so much"));
    let document = window.project().document.as_ref().unwrap();
    let now: Vec<String> = document.passages().iter().map(|p| document.slice(p.range).to_owned()).collect();
    assert_eq!(now, words);
    window.undo_asked();
    window.until("undone", |w| text(w) == before);
}

#[test]
fn what_a_correction_cuts_is_named_before_and_nothing_is_lost_by_closing() {
    let mut window = Window::sample();
    let before = text(&window);
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.click_start("Financial capital > Push > Low income");
    window.saved();
    correct(&mut window, start, &[Key::Delete; 10], "");
    window.click("Look at what changes");
    assert!(window.has("1 passage cut: nothing of the words is left."));
    assert!(window.has("Financial capital > Push > Low income (Coder 1)"));
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.has_part("neither kept nor dropped"));
    window.click("Go on correcting");
    window.click("Drop the correction");
    window.saved();
    assert_eq!(text(&window), before);
}
