//! A passage that overlaps another one of the same code by the same coder: both stay, and the message offers to join them.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::model::CharRange;

const LOW: &str = "Financial capital > Push > Low income";

/// The ranges of the passages of a code by the current coder, of those that touch this range.
fn mine(window: &Window, around: CharRange) -> Vec<CharRange> {
    let project = window.project();
    let is_low = |code| project.looks.codes.get(code).is_some_and(|look| look.name == "Low income");
    let passages = project.document.as_ref().unwrap().passages().iter();
    let mine = passages.filter(|p| Some(p.user) == project.me() && is_low(&p.code));
    mine.map(|p| p.range).filter(|range| range.intersection(around).is_some()).collect()
}

#[test]
fn both_passages_stay_until_they_are_joined_and_undo_parts_them() {
    let mut window = Window::sample();
    let (start, _) = window.find("I'm forty-three");
    let around = CharRange::new(start, start + 40);
    let before = mine(&window, around);
    let code = |window: &mut Window, from: u32, to: u32| {
        let before = mine(window, around).len();
        window.drag(from, to);
        window.code_with(LOW);
        window.until("it is coded", |w| mine(w, around).len() == before + 1);
    };
    code(&mut window, start, start + 15);
    assert!(!window.has("Join the passages"), "nothing overlaps yet");
    code(&mut window, start + 4, start + 30);
    assert!(window.has_part("It overlaps an earlier passage of yours with “Low income”; both stay."));
    let both = mine(&window, around);
    assert_eq!(both.len(), before.len() + 2);
    window.click("Join the passages");
    window.until("they are one", |w| mine(w, around).len() == before.len() + 1);
    let one = mine(&window, around);
    let end = both.iter().map(|range| range.end).max().unwrap();
    assert_eq!(one, [CharRange { start: both[0].start, end }]);
    assert!(window.has_part("Joined into one passage"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("both are back", |w| mine(w, around) == both);
}
