//! What is in sight stays there after a change, an undo and a redo.

use super::leaving::{act, low};
use super::support::Window;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::analysis::CellAddress;
use pullquote::app::action::Action;
use pullquote::app::room::Room;
use pullquote::engine::Command;
use pullquote::engine::command::CodeChange;
use pullquote::model::{CharRange, CodeId};

/// Scrolls what is at this place.
fn scroll(window: &mut Window, x: f32) {
    window.harness.hover_at(pos2(x, 400.0));
    let (unit, source) = (MouseWheelUnit::Point, MouseWheelSource::Wheel);
    for _ in 0..5 {
        let (delta, phase, modifiers) = (vec2(0.0, -60.0), TouchPhase::Move, Modifiers::NONE);
        window.harness.event(Event::MouseWheel { unit, delta, phase, source, modifiers });
        window.settle();
    }
    window.harness.run_steps(30);
}

/// The tops of rows whose labels contain this, by label.
fn rows(window: &Window, role: Role, part: &str) -> Vec<(String, f32)> {
    let rows = window.harness.query_all_by_role(role).map(|row| (row.accesskit_node().label(), row.rect().top()));
    rows.filter_map(|(label, top)| Some((label?, top))).filter(|(label, _)| label.contains(part)).collect()
}

/// The first of them in the middle of the window.
fn in_sight(window: &Window, role: Role, part: &str) -> (String, f32) {
    rows(window, role, part).into_iter().find(|(_, top)| *top > 300.0).expect("a row in sight")
}

fn assert_stays(window: &Window, role: Role, (label, top): &(String, f32), after: &str) {
    let now = rows(window, role, label).first().expect("the row is still there").1;
    assert!((now - top).abs() < 2.0, "{after}: {label} was at {top} and is at {now}");
}

/// Codes the beginning of the first document in sight.
fn code(window: &mut Window, code: CodeId, end: u32) {
    let source = window.project().study.as_ref().unwrap().source_named("A").unwrap().id;
    let me = window.project().study.as_ref().unwrap().user_named("Coder 1").unwrap().id;
    let command = Command::Code { source, range: CharRange::new(0, end), codes: vec![code] };
    window.execute_as(me, command);
    window.saved();
    window.until("everything is answered", |w| !w.project().link.is_waiting());
}

#[test]
fn entries_of_the_history_stay_where_they_are() {
    let mut window = Window::sample();
    let low = low(&window);
    for end in 1..60 {
        if end == 40 {
            let change = CodeChange::Description("What it means".into());
            window.project_mut().link.execute(Command::ChangeCode { code: low, changes: vec![change] });
        }
        code(&mut window, low, end);
    }
    act(&mut window, Action::Show(Room::History));
    window.until("the history is there", |w| w.project().rooms.history.entry(0).is_some());
    scroll(&mut window, 600.0);
    let seen = in_sight(&window, Role::ListItem, "definition");
    let total = |w: &Window| w.project().rooms.history.total;
    let before = total(&window);
    code(&mut window, low, 100);
    window.until("the history has grown", |w| total(w) > before);
    assert_stays(&window, Role::ListItem, &seen, "coded");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is undone", |w| !w.project().link.is_waiting() && !w.project().link.is_saving());
    assert_stays(&window, Role::ListItem, &seen, "undone");
}

#[test]
fn passages_of_a_number_stay_where_they_are() {
    let mut window = Window::sample();
    let low = low(&window);
    act(&mut window, Action::Show(Room::Tables));
    window.until("the table is there", |w| w.project().rooms.tables.table.is_some());
    window.project_mut().rooms.tables.open_cell(CellAddress::cell(0, 0));
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    let row = rows(&window, Role::Button, "Passage in").first().unwrap().clone();
    let x = window.harness.get_all_by_label(&row.0).next().unwrap().rect().center().x;
    scroll(&mut window, x);
    let seen = in_sight(&window, Role::Button, "Passage in");
    let count = |w: &Window| w.project().rooms.tables.passages.as_ref().unwrap().places.len();
    let before = count(&window);
    code(&mut window, low, 30);
    window.until("the new passage is listed", |w| count(w) == before + 1);
    assert_stays(&window, Role::Button, &seen, "coded");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is undone", |w| count(w) == before);
    assert_stays(&window, Role::Button, &seen, "undone");
}
