//! Text that is only read, in a scroll area: nothing in it can have the keyboard focus, so the area scrolls by keys itself.

use super::{bars, gate, theme};
use crate::tr;
use egui::{Context, EventFilter, Id, Key, Modifiers, Popup, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, vec2};

/// Points by which an arrow key scrolls.
pub const STEP: f32 = 48.0;
/// Points of a page that stay in sight.
const KEPT: f32 = 24.0;
/// More than any text is high.
const FAR: f32 = 1e6;

/// The keys that scroll, and how far in an area of this size.
fn steps(size: Vec2) -> [(Key, Vec2); 8] {
    let page = (size.y - KEPT).max(STEP);
    [
        (Key::ArrowDown, vec2(0.0, STEP)),
        (Key::ArrowUp, vec2(0.0, -STEP)),
        (Key::ArrowRight, vec2(STEP, 0.0)),
        (Key::ArrowLeft, vec2(-STEP, 0.0)),
        (Key::PageDown, vec2(0.0, page)),
        (Key::PageUp, vec2(0.0, -page)),
        (Key::End, vec2(0.0, FAR)),
        (Key::Home, vec2(0.0, -FAR)),
    ]
}

fn is_arrow(key: Key) -> bool {
    matches!(key, Key::ArrowDown | Key::ArrowUp | Key::ArrowRight | Key::ArrowLeft)
}

/// How far this frame's keys scroll an area of this size; `wanted` says which of them it takes.
#[must_use]
pub fn pressed(ui: &Ui, size: Vec2, wanted: impl Fn(Key) -> bool) -> Vec2 {
    let taken = |key| wanted(key) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    steps(size).into_iter().filter(|(key, _)| taken(*key)).map(|(_, points)| points).fold(Vec2::ZERO, |a, b| a + b)
}

/// Scroll areas of text that is only read.
pub trait ShowByKeys {
    /// Shows the area; keys scroll it as in [`by_keys`].
    fn show_by_keys<T>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> T) -> T;
}

impl ShowByKeys for ScrollArea {
    fn show_by_keys<T>(self, ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> T) -> T {
        let with_keys = |ui: &mut Ui| {
            let inner = contents(ui);
            by_keys(ui);
            inner
        };
        self.show(ui, with_keys).inner
    }
}

/// Below the contents of a scroll area, lets keys scroll it: if Tab has led to it, and in a dialog also while a button has
/// the focus.
pub fn by_keys(ui: &Ui) {
    let most = hidden(ui);
    if most.max_elem() < 1.0 {
        return;
    }
    let area = ui.interact(ui.clip_rect(), ui.unique_id().with("keys"), Sense::focusable_noninteractive());
    area.widget_info(|| WidgetInfo::labeled(Role::ScrollView, true, tr!("Text that scrolls")));
    if area.has_focus() {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(area.id, filter));
        ui.data_mut(|data| data.insert_temp(focused_id(), area.id));
        bars::focus_ring(ui, &area, &theme::palette(ui.ctx()));
    }
    // Keys go to the first text of a dialog, unless the focus is on another.
    if area.has_focus() || is_free(ui) && !is_on_other(ui.ctx()) {
        ui.scroll_with_delta(-pressed(ui, ui.clip_rect().size(), |key| !is_arrow(key) || is_along(key, most)));
    }
}

/// Below the contents of a dialog, lets Page Up, Page Down, Home and End scroll it where it is higher than the window.
pub fn by_pages(ui: &Ui) {
    if hidden(ui).y >= 1.0 && is_free(ui) {
        ui.scroll_with_delta(-pressed(ui, ui.clip_rect().size(), |key| !is_arrow(key)));
    }
}

/// An area without anything to scroll to leaves the arrow keys to others.
fn is_along(key: Key, most: Vec2) -> bool {
    match key {
        Key::ArrowLeft | Key::ArrowRight => most.x >= 1.0,
        _ => most.y >= 1.0,
    }
}

/// How much of the contents is out of sight.
fn hidden(ui: &Ui) -> Vec2 {
    (ui.min_size() - ui.clip_rect().size()).max(Vec2::ZERO)
}

/// True in the dialog on top, unless a field or an open list needs the keys.
fn is_free(ui: &Ui) -> bool {
    let is_on_top = ui.memory(|memory| memory.top_modal_layer()) == Some(ui.layer_id());
    is_on_top && !ui.ctx().text_edit_focused() && !Popup::is_any_open(ui.ctx()) && !gate::is_claimed(ui.ctx())
}

fn focused_id() -> Id {
    Id::unique("the text that keys scroll")
}

fn is_on_other(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_some() && focused == ctx.data(|data| data.get_temp(focused_id()))
}
