//! Cells of a grid that are filled in by typing.

use super::support::Window;
use egui::{Key, Modifiers};

fn participants() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.click_start("Participants (");
    window
}

fn value(window: &Window, participant: &str, attribute: &str) -> Option<String> {
    let study = window.project().study.clone().unwrap();
    study.participant_named(participant)?.values[study.variable(attribute)?].clone()
}

/// The names of the participants in the order in which they are listed.
fn people(window: &Window) -> Vec<String> {
    let study = window.project().study.clone().unwrap();
    let order = window.project().rooms.documents.participants.order();
    order.iter().filter_map(|id| Some(study.participant(*id)?.name.clone())).collect()
}

#[test]
fn enter_leads_to_the_cell_below_and_tab_to_the_next_one() {
    let mut window = participants();
    let people = people(&window);
    window.click(&format!("{}, age: {}", people[0], value(&window, &people[0], "age").unwrap()));
    window.type_text("31");
    window.key(Key::Enter);
    window.type_text("32");
    window.chord(Modifiers::SHIFT, Key::Enter);
    window.saved();
    let ages = |w: &Window| people.iter().take(2).map(|name| value(w, name, "age").unwrap()).collect::<Vec<_>>();
    assert_eq!(ages(&window), ["31", "32"]);
    window.type_text("33");
    window.key(Key::Enter);
    window.key(Key::Tab);
    window.key(Key::Tab);
    window.chord(Modifiers::SHIFT, Key::Tab);
    window.type_text("primary");
    window.key(Key::Escape);
    window.saved();
    assert_eq!(ages(&window), ["33", "32"]);
    assert!(window.has_part(&format!("; at {}, education:", people[1])), "Tab leads to the next column");
    // In the last row, the cursor stays.
    window.key(Key::End);
    window.type_text("primary");
    window.key(Key::Enter);
    window.saved();
    let education = window.project().study.as_deref().unwrap().variable("education").unwrap();
    assert_eq!(window.project().rooms.documents.participants.column, education + 1);
    let cursor = window.project().rooms.documents.participants.selection.cursor;
    assert_eq!(cursor, window.project().rooms.documents.participants.order().last().copied());
}
