//! Keyboard focus in a long list: the whole list is one stop for Tab, and the arrow keys move within it.

use super::panes;
use egui::accesskit::Action;
use egui::{EventFilter, Key, Modifiers, Response, Sense, Ui};

/// Rows that Page Up and Page Down move by.
const PAGE: isize = 10;

/// The sense of a row. Tab leads only to the row that `is_stop`.
#[must_use]
pub fn sense(sense: Sense, is_stop: bool) -> Sense {
    if is_stop { sense } else { sense - Sense::FOCUSABLE }
}

/// Keeps the arrow keys in a row that has the focus, and lets assistive programs move the focus to any row.
pub fn keep(ui: &Ui, response: &Response) {
    if ui.input(|input| input.has_accesskit_action_request(response.id, Action::Focus)) {
        response.request_focus();
    }
    if response.sense.is_focusable() {
        panes::stop(ui.ctx(), response.id);
    }
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    ui.accesskit_node_builder(response.id, |node| node.add_action(Action::Focus));
}

/// The row to which this frame's keys move the focus from row `at` of `count` rows.
#[must_use]
pub fn step(ui: &Ui, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let steps = ui.input_mut(|input| {
        let mut pressed = |key| isize::from(input.consume_key(Modifiers::NONE, key));
        let far = isize::MAX / 2;
        (pressed(Key::ArrowDown) - pressed(Key::ArrowUp))
            .saturating_add(PAGE * (pressed(Key::PageDown) - pressed(Key::PageUp)))
            .saturating_add(far * (pressed(Key::End) - pressed(Key::Home)))
    });
    (steps != 0).then(|| at.saturating_add_signed(steps).min(last))
}
