//! The keyboard in an open list of a few choices: the chosen one has the focus at first, the arrow keys, Home and End lead to
//! the others, and Enter chooses.

use super::{roving, theme};
use egui::{ComboBox, EventFilter, Id, InnerResponse, Response, Stroke, Ui};

/// A list whose entries are chosen by Enter and Space as by a click.
pub trait ShowList {
    /// Shows the button and, while it is open, the list: the chosen entry is filled, and the focused one has a frame.
    fn show_list<R>(self, ui: &mut Ui, entries: impl FnOnce(&mut Ui) -> R) -> InnerResponse<Option<R>>;
}

impl ShowList for ComboBox<'_> {
    fn show_list<R>(self, ui: &mut Ui, entries: impl FnOnce(&mut Ui) -> R) -> InnerResponse<Option<R>> {
        let mut is_chosen = false;
        let shown = self.show_ui(ui, |ui| {
            let palette = theme::palette(ui.ctx());
            let widgets = &mut ui.visuals_mut().widgets;
            widgets.inactive.bg_stroke = Stroke::NONE;
            widgets.active.bg_stroke = Stroke::new(2.0, palette.accent);
            widgets.active.weak_bg_fill = palette.page;
            let inner = entries(ui);
            // A click by key closes no list by itself.
            let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
            is_chosen = focused.is_some_and(|entry| entry.layer_id == ui.layer_id() && entry.clicked());
            if is_chosen {
                ui.close();
            }
            inner
        });
        if is_chosen {
            shown.response.request_focus();
        }
        shown
    }
}

/// Which frame the list was shown in last.
fn shown_last(ui: &Ui) -> Id {
    ui.scope_id().with("shown last")
}

/// Handles the keys in an open list, whose choices are in this order. `chosen`: the present one. Returns whether one was chosen,
/// which closes the list: the focus then goes back to its button.
pub fn heed(ui: &Ui, choices: &[Response], chosen: Option<usize>) -> bool {
    let (now, id) = (ui.ctx().cumulative_pass_nr(), shown_last(ui));
    let before: Option<u64> = ui.data_mut(|data| {
        let before = data.get_temp(id);
        data.insert_temp(id, now);
        before
    });
    let is_new = before.is_none_or(|before| before + 1 < now);
    // A click closes the list, and so does Enter.
    if choices.iter().any(Response::clicked) {
        ui.close();
        return true;
    }
    let focused = choices.iter().position(Response::has_focus);
    let wanted = match focused {
        Some(at) => {
            if let Some(choice) = choices.get(at) {
                let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(choice.id, filter));
            }
            roving::step(ui, at, choices.len())
        }
        None => is_new.then(|| chosen.unwrap_or(0)),
    };
    if let Some(choice) = wanted.and_then(|at| choices.get(at)) {
        choice.request_focus();
        choice.scroll_to_me(None);
    }
    false
}
