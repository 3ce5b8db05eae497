//! The gate for keys: while a dialog, a menu or an in-place editor is open, no key reaches the room behind it.
//!
//! Dialogs need no code for this. egui knows every modal and every popup, so while one is open
//! - nothing behind it can have the keyboard focus ([`release_focus`]),
//! - rooms and menu bar are drawn without the frame's keystrokes ([`withhold`]), and
//! - shortcuts are limited ([`reach`]).
//!
//! While an input method composes text, it has the keys ([`Strokes`]).
//!
//! An in-place editor claims the keys with [`claim`]. Keystrokes are delivered one per frame ([`Strokes`]): what one of
//! them opens has the focus before the next is delivered, however slow the frame is.

use super::menu_keys;
use egui::{Context, Event, Id, ImeEvent, Key, LayerId, Plugin, PointerState, Popup, RawInput};
use std::collections::VecDeque;

/// Which shortcuts work in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All: nothing is open over the room, and no text field has the focus.
    Everything,
    /// While a field of the room has the focus: only F1 and chords with Ctrl, except undo and redo.
    Chords,
    /// While something covers the room or is edited in place: only the zoom of the whole window.
    Nothing,
}

/// The state of the gate between frames, and the keystrokes that wait.
#[derive(Default)]
pub struct Strokes {
    waiting: VecDeque<Event>,
    /// Deliver no keystroke in the next frame: what the last one opened is shown then for the first time.
    hold: bool,
    /// While keystrokes wait for an operation: the time when they began to wait, in seconds of the context's clock, and
    /// the number of the last frame in which they did.
    waits: Option<(f64, u64)>,
    /// Whether the last press was a pointer button and not a key.
    by_pointer: bool,
    /// The widget that had the focus before something opened over it.
    before: Option<Id>,
    was_modal: bool,
    /// While a popup is open: whether it was opened by the pointer and not by a key.
    popup: Option<bool>,
    /// While an input method composes text: the widget that had the focus when it began.
    composing: Option<Option<Id>>,
}

impl Strokes {
    /// Removes the keys that belong to an input method: while it composes text, letters, digits, Enter, Escape, Space
    /// and arrows choose among its candidates, and some systems report them to the window as well. Chords and function
    /// keys pass.
    fn leave_to_input_method(&mut self, focus: Option<Id>, events: &mut Vec<Event>) {
        // Some systems do not say that a composition has ended because the focus has moved.
        self.composing = self.composing.filter(|begun| *begun == focus);
        events.retain(|event| {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => {
                    self.composing = (!text.is_empty()).then_some(focus);
                }
                Event::Ime(ImeEvent::Commit(_))
                | Event::PointerButton { pressed: true, .. }
                | Event::WindowFocused(false) => self.composing = None,
                _ => {}
            }
            self.composing.is_none() || !is_of_input_method(event)
        });
    }
}

/// True for keys that an input method uses while it composes text.
fn is_of_input_method(event: &Event) -> bool {
    let Event::Key { key, modifiers, pressed: true, .. } = event else { return matches!(event, Event::Text(_)) };
    let is_function_key = matches!(key.name().strip_prefix('F'), Some(number) if number.parse::<u8>().is_ok());
    !(modifiers.ctrl || modifiers.alt || modifiers.command || is_function_key)
}

impl Plugin for Strokes {
    fn debug_name(&self) -> &'static str {
        "key strokes"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let typing = ctx.text_edit_focused();
        self.leave_to_input_method(ctx.memory(|memory| memory.focused()), &mut input.events);
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
        let is_escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
        let dealt: Vec<Event> = self.waiting.drain(..dealt).collect();
        // Escape closes one level: egui would close all of a menu.
        let closes_level = dealt.iter().any(is_escape) && !is_modal(ctx) && menu_keys::close_submenu(ctx);
        input.events.extend(dealt.into_iter().filter(|event| !(closes_level && is_escape(event))));
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// Returns whether an event belongs to the keyboard.
fn is_stroke(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_) | Event::Ime(_))
}

/// Auto-repeat of a key that is held down. Repeats are delivered together, because one per frame would lag behind the
/// hand.
fn is_repeat(last: &Event, event: &Event) -> bool {
    matches!((last, event), (Event::Key { key: a, .. }, Event::Key { key: b, repeat: true, .. }) if a == b)
}

/// Events that type into a field, delete a character or compose one: the field keeps the focus after them.
fn types(event: &Event) -> bool {
    match event {
        Event::Key { key, modifiers, .. } => {
            let printed = key.name().chars().count() == 1 || matches!(key, Key::Space | Key::Backspace);
            printed && !(modifiers.ctrl || modifiers.alt || modifiers.command)
        }
        event => matches!(event, Event::Ime(_)),
    }
}

/// Installs the gate in a window.
pub fn install(ctx: &Context) {
    ctx.add_plugin(Strokes::default());
    // The window has its own zoom, which the settings remember.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// Holds keystrokes back for one frame, because an action of this frame may have opened something that has to be shown
/// first.
pub fn hold(ctx: &Context) {
    ctx.with_plugin(|strokes: &mut Strokes| strokes.hold = true);
}

/// Holds keystrokes back while a dialog's request is being carried out, but only for a limited time: a disk that does
/// not respond must not lock the window.
pub fn wait(ctx: &Context) {
    const LONGEST: f64 = 2.0;
    let (now, frame) = (ctx.input(|input| input.time), ctx.cumulative_frame_nr());
    ctx.with_plugin(|strokes: &mut Strokes| {
        let since = strokes.waits.filter(|(_, last)| last + 1 >= frame).map_or(now, |(since, _)| since);
        strokes.waits = Some((since, frame));
        strokes.hold |= now - since < LONGEST;
    });
}

/// True while keystrokes wait: some of what was typed has not arrived yet.
pub fn is_dealing(ctx: &Context) -> bool {
    ctx.with_plugin(|strokes: &mut Strokes| !strokes.waiting.is_empty()).unwrap_or(false)
}

/// True while a dialog is open.
pub fn is_modal(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.top_modal_layer().is_some())
}

/// True while a dialog or popup covers the room.
pub fn is_covered(ctx: &Context) -> bool {
    is_modal(ctx) || Popup::is_any_open(ctx)
}

fn claim_id() -> Id {
    Id::unique("keys are claimed")
}

/// Reserves the keys for an in-place editor, in this frame and the next.
pub fn claim(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(claim_id(), frame));
}

/// True while an in-place editor has reserved the keys.
pub fn is_claimed(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    ctx.data(|data| data.get_temp::<u64>(claim_id())).is_some_and(|at| at + 1 >= frame)
}

/// Which shortcuts work now. `writing`: the room shows a text that is being corrected.
pub fn reach(ctx: &Context, writing: bool) -> Reach {
    if is_covered(ctx) || is_claimed(ctx) {
        Reach::Nothing
    } else if ctx.text_edit_focused() || writing {
        Reach::Chords
    } else {
        Reach::Everything
    }
}

/// Takes the focus from widgets behind a dialog or popup, and returns it afterwards unless another widget has it.
pub fn release_focus(ctx: &Context) {
    let (modal, popup) = (is_modal(ctx), Popup::is_any_open(ctx));
    let known = ctx.with_plugin(|strokes: &mut Strokes| {
        strokes.popup = popup.then(|| strokes.popup.unwrap_or(strokes.by_pointer));
        (std::mem::replace(&mut strokes.was_modal, modal), strokes.popup)
    });
    let Some((was_modal, by_pointer)) = known else { return };
    // A menu of the room, hidden below the dialog, would consume Escape.
    if modal && !was_modal {
        Popup::close_all(ctx);
    }
    let focused = ctx.memory(|memory| memory.focused());
    if !modal && !popup {
        let before = ctx.with_plugin(|strokes: &mut Strokes| strokes.before.take()).flatten();
        // An entry of a menu that has just closed still has the focus, but no longer exists.
        let is_room = |id: Id| ctx.read_response(id).is_some_and(|response| response.layer_id == LayerId::background());
        if let Some(id) = before.filter(|&id| is_room(id) && !focused.is_some_and(is_room)) {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
        return;
    }
    let Some(response) = focused.and_then(|id| ctx.read_response(id)) else { return };
    let is_underneath = if modal {
        !ctx.memory(|memory| memory.is_above_modal_layer(response.layer_id))
    } else {
        // A button that opened the popup by key keeps the focus: arrow keys lead from it into the popup.
        let opener = by_pointer == Some(false) && Popup::is_id_open(ctx, Popup::default_response_id(&response));
        response.layer_id == LayerId::background() && !opener
    };
    if is_underneath {
        ctx.memory_mut(|memory| memory.surrender_focus(response.id));
        ctx.with_plugin(|strokes: &mut Strokes| strokes.before = strokes.before.or(Some(response.id)));
    }
}

/// Returns the focus to the widget that has it once the menu that a key opens is closed again.
pub fn return_focus_later(ctx: &Context) {
    let focused = ctx.memory(|memory| memory.focused());
    ctx.with_plugin(|strokes: &mut Strokes| strokes.before = focused);
}

/// What is kept from the room while something covers it.
pub struct Withheld {
    strokes: Vec<Event>,
    pointer: Option<PointerState>,
}

/// Removes the keystrokes of this frame from the input while the room is drawn: all of them below a dialog; below a
/// popup, those that the popup does not need. Below a dialog, the room has no pointer either: a tooltip that is open would
/// stay open over the dialog. [`give_back`] restores both.
#[must_use]
pub fn withhold(ctx: &Context) -> Withheld {
    let modal = is_modal(ctx);
    let pointer = modal.then(|| ctx.input_mut(|input| std::mem::take(&mut input.pointer)));
    if !modal && (!Popup::is_any_open(ctx) || ctx.text_edit_focused()) {
        return Withheld { strokes: Vec::new(), pointer };
    }
    let held = |event: &Event| match event {
        Event::Key { key, .. } if !modal => !matches!(key, Key::Enter | Key::Space | Key::Escape),
        event => is_stroke(event),
    };
    let strokes = ctx.input_mut(|input| {
        let (held, left) = std::mem::take(&mut input.events).into_iter().partition(held);
        input.events = left;
        held
    });
    Withheld { strokes, pointer }
}

pub fn give_back(ctx: &Context, withheld: Withheld) {
    ctx.input_mut(|input| {
        input.events.extend(withheld.strokes);
        if let Some(pointer) = withheld.pointer {
            input.pointer = pointer;
        }
    });
}

/// Marks that the question before closing is shown in this frame.
pub fn mark_leaving(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(Id::unique("the question before closing"), frame));
}

/// True while the question before closing is shown: a field in a row then keeps what was typed, although it has lost the
/// focus.
pub fn is_leaving(ctx: &Context) -> bool {
    let frame = ctx.cumulative_frame_nr();
    let shown: Option<u64> = ctx.data(|data| data.get_temp(Id::unique("the question before closing")));
    shown.is_some_and(|shown| shown + 1 >= frame)
}
