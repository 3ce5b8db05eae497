//! The gate for keys: while a dialog, a menu or a field in place is open, no key reaches what lies behind it.
//!
//! Dialogs need not do anything for it. Every modal and every popup is known to egui, so while one is open
//! - what lies behind it cannot have the keyboard ([`release_focus`]),
//! - rooms and menu bar are drawn without the frame's key strokes ([`withhold`]), and
//! - no shortcut is looked for ([`reach`]).
//!
//! A field that is edited in place claims the keys with [`claim`]. Strokes come one a frame ([`Strokes`]): what a stroke
//! opens has the keyboard before the next one is dealt out, however slow the frame is.

use egui::{Context, Event, Id, Key, LayerId, Plugin, Popup, RawInput};
use std::collections::VecDeque;

/// How far the keys of the window reach in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is open over the room, and nobody types.
    Everything,
    /// Somebody types into a field of the room: chords with Ctrl, but for undo and redo, and F1.
    Chords,
    /// Something lies over the room, or is edited in place: only the size of the whole window can be changed.
    Nothing,
}

/// What the gate knows between frames, and strokes that have to wait.
#[derive(Default)]
pub struct Strokes {
    waiting: VecDeque<Event>,
    /// No stroke in the next frame: what the last one opened is shown then for the first time.
    hold: bool,
    /// Since when strokes wait for something that is being done, in seconds of the context's clock, and the last frame in
    /// which they did.
    waits: Option<(f64, u64)>,
    /// What was pressed last is a button of the pointer, not a key.
    by_pointer: bool,
    /// What had the keyboard before something opened over it.
    before: Option<Id>,
    was_modal: bool,
    /// While a popup is open: it was opened by the pointer, not by a key.
    popup: Option<bool>,
}

impl Plugin for Strokes {
    fn debug_name(&self) -> &'static str {
        "key strokes"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let typing = ctx.text_edit_focused();
        self.waiting.extend(input.events.drain(..));
        let hold = std::mem::take(&mut self.hold);
        let mut last: Option<&Event> = None;
        let mut dealt = 0;
        for event in &self.waiting {
            if hold && is_stroke(event) {
                break;
            }
            match event {
                Event::Key { pressed: true, .. } | Event::Paste(_) | Event::Cut | Event::Ime(_) => {
                    let goes_on = |last| is_repeat(last, event) || typing && types(last) && types(event);
                    if !last.is_none_or(goes_on) {
                        break;
                    }
                    (last, self.by_pointer) = (Some(event), false);
                }
                Event::PointerButton { pressed: true, .. } => self.by_pointer = true,
                _ => {}
            }
            dealt += 1;
        }
        input.events.extend(self.waiting.drain(..dealt));
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// Events that belong to the keyboard.
fn is_stroke(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_) | Event::Ime(_))
}

/// A key that is held down strikes again: as many strokes as there are, or they would lag behind the hand.
fn is_repeat(last: &Event, event: &Event) -> bool {
    matches!((last, event), (Event::Key { key: a, .. }, Event::Key { key: b, repeat: true, .. }) if a == b)
}

/// What writes into a field, takes back a letter, or composes one: the field keeps the keyboard after it.
fn types(event: &Event) -> bool {
    match event {
        Event::Key { key, modifiers, .. } => {
            let printed = key.name().chars().count() == 1 || matches!(key, Key::Space | Key::Backspace);
            printed && !(modifiers.ctrl || modifiers.alt || modifiers.command)
        }
        event => matches!(event, Event::Ime(_)),
    }
}

/// Puts the gate up in a window.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Strokes::default());
    // The window has its own, which the settings remember.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// What was done in this frame may have opened something: strokes wait until it has been shown once.
pub fn hold(ctx: &Context) {
    ctx.with_plugin(|strokes: &mut Strokes| strokes.hold = true);
}

/// Strokes wait for what a dialog has asked for, but not for ever: a disk that does not answer must not lock the window.
pub fn wait(ctx: &Context) {
    const LONGEST: f64 = 2.0;
    let (now, frame) = (ctx.input(|input| input.time), ctx.cumulative_frame_nr());
    ctx.with_plugin(|strokes: &mut Strokes| {
        let since = strokes.waits.filter(|(_, last)| last + 1 >= frame).map_or(now, |(since, _)| since);
        strokes.waits = Some((since, frame));
        strokes.hold |= now - since < LONGEST;
    });
}

/// True while strokes wait to be dealt out: what was typed is not all where it belongs yet.
pub fn is_dealing(ctx: &Context) -> bool {
    ctx.with_plugin(|strokes: &mut Strokes| !strokes.waiting.is_empty()).unwrap_or(false)
}

/// True while a dialog is open.
pub fn is_modal(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.top_modal_layer().is_some())
}

/// True while something lies over the room.
pub fn is_covered(ctx: &Context) -> bool {
    is_modal(ctx) || Popup::is_any_open(ctx)
}

fn claim_id() -> Id {
    Id::unique("keys are claimed")
}

/// A field that is edited in place has the keys to itself, in this frame and the next.
pub fn claim(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(claim_id(), frame));
}

/// True while a field that is edited in place has the keys.
pub fn is_claimed(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data(|data| data.get_temp::<u64>(claim_id())).is_some_and(|at| at + 1 >= frame)
}

/// How far keys reach now; `writing` tells that the room is a text that is being corrected.
pub fn reach(ctx: &Context, writing: bool) -> Reach {
    if is_covered(ctx) || is_claimed(ctx) {
        Reach::Nothing
    } else if ctx.text_edit_focused() || writing {
        Reach::Chords
    } else {
        Reach::Everything
    }
}

/// Takes the keyboard from what lies behind a dialog or a popup, and gives it back when nothing else has it afterwards.
pub fn release_focus(ctx: &Context) {
    let (modal, popup) = (is_modal(ctx), Popup::is_any_open(ctx));
    let known = ctx.with_plugin(|strokes: &mut Strokes| {
        strokes.popup = popup.then(|| strokes.popup.unwrap_or(strokes.by_pointer));
        (std::mem::replace(&mut strokes.was_modal, modal), strokes.popup)
    });
    let Some((was_modal, by_pointer)) = known else { return };
    // A menu of the room would hold on to Escape, unseen below a dialog.
    if modal && !was_modal {
        Popup::close_all(ctx);
    }
    let focused = ctx.memory(|memory| memory.focused());
    if !modal && !popup {
        let before = ctx.with_plugin(|strokes: &mut Strokes| strokes.before.take()).flatten();
        // An entry of a menu that has just closed has it still, and is there no more.
        let is_room = |id: Id| ctx.read_response(id).is_some_and(|response| response.layer_id == LayerId::background());
        if let Some(id) = before.filter(|&id| is_room(id) && !focused.is_some_and(is_room)) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        return;
    }
    let Some(response) = focused.and_then(|id| ctx.read_response(id)) else { return };
    let behind = if modal {
        !ctx.memory(|memory| memory.is_above_modal_layer(response.layer_id))
    } else {
        // What opened the popup by key keeps the keyboard: arrows lead from it into the popup.
        let opener = by_pointer == Some(false) && Popup::is_id_open(ctx, Popup::default_response_id(&response));
        response.layer_id == LayerId::background() && !opener
    };
    if behind {
        ctx.memory_mut(|memory| memory.surrender_focus(response.id));
        ctx.with_plugin(|strokes: &mut Strokes| strokes.before = strokes.before.or(Some(response.id)));
    }
}

/// Takes the strokes of this frame out of the input while the room is drawn: all of them below a dialog, and below a
/// popup those that it does not need itself. They go back with [`give_back`].
#[must_use]
pub fn withhold(ctx: &Context) -> Vec<Event> {
    let modal = is_modal(ctx);
    if !modal && (!Popup::is_any_open(ctx) || ctx.text_edit_focused()) {
        return Vec::new();
    }
    let held = |event: &Event| match event {
        Event::Key { key, .. } if !modal => !matches!(key, Key::Enter | Key::Space | Key::Escape),
        event => is_stroke(event),
    };
    ctx.input_mut(|input| {
        let (held, left) = std::mem::take(&mut input.events).into_iter().partition(held);
        input.events = left;
        held
    })
}

pub fn give_back(ctx: &Context, strokes: Vec<Event>) {
    ctx.input_mut(|input| input.events.extend(strokes));
}
