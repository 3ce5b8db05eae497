//! Context menus. The secondary button of the pointer opens one where it was pressed; the Menu key and Shift+F10 open the
//! one of whatever has the keyboard focus, and its first entry takes the focus.

use super::gate;
use egui::{Context, Id, Key, LayerId, Modifiers, Order, Popup, PopupCloseBehavior, Rect, Response, Ui};

fn asked_id() -> Id {
    Id::unique("a context menu is asked for")
}

/// Takes the keys for context menus before the shortcuts see them.
pub fn heed(ctx: &Context) {
    let is_pressed = ctx.input_mut(|input| {
        input.consume_key(Modifiers::SHIFT, Key::F10) || input.consume_key(Modifiers::NONE, Key::Menu)
    });
    if is_pressed {
        let frame = ctx.cumulative_frame_nr();
        ctx.data_mut(|data| data.insert_temp(asked_id(), frame));
    }
}

/// Whether a key for context menus was pressed in this frame and no menu has opened for it yet.
#[must_use]
pub fn is_asked(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data(|data| data.get_temp::<u64>(asked_id())) == Some(frame)
}

/// The context menu of a widget, for the keys while it has the focus. A click on an entry closes it.
pub fn show(response: &Response, contents: impl FnOnce(&mut Ui)) {
    let focused = response.has_focus().then_some(response.rect);
    show_at(response, focused, PopupCloseBehavior::CloseOnClick, contents);
}

/// Like [`show`]. `focused` is the place of what has the keyboard focus, if the menu is about that.
pub fn show_at(
    response: &Response,
    focused: Option<Rect>,
    behavior: PopupCloseBehavior,
    contents: impl FnOnce(&mut Ui),
) {
    let (ctx, id) = (&response.ctx, Popup::default_response_id(response));
    let (place_id, entering) = (id.with("place"), id.with("entering"));
    if let Some(place) = focused.filter(|_| is_asked(ctx)) {
        Popup::open_id(ctx, id);
        ctx.data_mut(|data| {
            data.remove::<u64>(asked_id());
            data.insert_temp(place_id, place);
            data.insert_temp(entering, true);
        });
        gate::return_focus_later(ctx);
        ctx.request_repaint();
    }
    close_on_press(ctx, id);
    let menu = Popup::context_menu(response).close_behavior(behavior);
    // A menu that the pointer opened has a position.
    let by_key = !response.secondary_clicked() && Popup::position_of_id(ctx, id).is_none();
    let menu = match ctx.data(|data| data.get_temp::<Rect>(place_id)).filter(|_| by_key) {
        Some(place) => menu.anchor(place),
        None => menu,
    };
    menu.show(|ui| {
        contents(ui);
        let enters = by_key && !ui.is_sizing_pass() && ui.data(|data| data.get_temp(entering)).unwrap_or(false);
        if let Some(entry) = enters.then(|| first_entry(ui.ctx(), ui.layer_id())).flatten() {
            ui.data_mut(|data| data.remove::<bool>(entering));
            ui.memory_mut(|memory| memory.request_focus(entry));
        }
    });
}

/// Closes a menu as soon as a button is pressed beside it. egui waits for a click, and the menu would cover what is dragged.
fn close_on_press(ctx: &Context, id: Id) {
    let press = ctx.input(|input| input.pointer.any_pressed().then(|| input.pointer.interact_pos()).flatten());
    let beside = press.is_some_and(|at| ctx.layer_id_at(at).is_none_or(|layer| layer.order < Order::Foreground));
    if beside && Popup::is_id_open(ctx, id) {
        Popup::close_id(ctx, id);
    }
}

/// The first entry of a menu that can be chosen.
fn first_entry(ctx: &Context, layer: LayerId) -> Option<Id> {
    ctx.viewport(|viewport| {
        let entries = viewport.this_pass.widgets.get_layer(layer);
        entries.filter(|entry| entry.enabled && entry.sense.is_focusable()).map(|entry| entry.id).next()
    })
}
