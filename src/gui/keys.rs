//! Maps keys to actions, and shows the table of keys.

use super::gate::Reach;
use super::theme::{self, Palette};
use super::{code_palette, compare_room, documents_room, passages_room, transcript};
use crate::app::action::{Action, Chord, HelpAct, ViewAct};
use crate::app::room::Room;
use egui::{Context, Key, KeyboardShortcut, Modifiers, RichText, Ui};

/// The actions whose keys were pressed in this room, limited by `reach`. In a table, keys without Ctrl are letters.
pub fn pressed(ctx: &Context, room: Option<Room>, reach: Reach) -> Vec<Action> {
    let (chords_only, table) = (reach == Reach::Chords, super::sheet::has_keyboard(ctx));
    let row = super::documents::has_keyboard(ctx);
    let zooms =
        |action: &Action| matches!(action, Action::View(ViewAct::Larger | ViewAct::Smaller | ViewAct::NormalSize));
    let mut chords: Vec<(Action, Chord)> = Action::with_keys()
        .iter()
        .filter(|(_, spec)| spec.room.is_none_or(|own| Some(own) == room))
        .filter(|(action, _)| reach != Reach::Nothing || zooms(action))
        .flat_map(|(action, spec)| spec.keys.iter().map(move |&chord| (action.clone(), chord)))
        .collect();
    // A shortcut without Shift also matches while Shift is held (many keyboards need it for `/` and `+`), so shortcuts
    // with Shift come first.
    chords.sort_by_key(|(_, chord)| !chord.shift);
    let mut actions = Vec::new();
    for (action, chord) in chords {
        let Some(shortcut) = shortcut(chord) else { continue };
        let function = chord.key.len() > 1 && chord.key.starts_with('F');
        let letter = !chord.ctrl && !chord.alt && !function;
        // While a text field has the focus, Ctrl+Z undoes typing, and only chords with Ctrl leave the field.
        let turns = matches!(action, Action::Undo | Action::Redo);
        let for_field = chords_only && (turns || !chord.ctrl && action != Action::Help(HelpAct::Keys));
        let for_row = row && matches!(chord.key, "Delete" | "F2");
        if !(letter && table || for_field || for_row) && ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            actions.push(action);
        }
    }
    actions
}

fn shortcut(chord: Chord) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    if chord.ctrl {
        modifiers |= Modifiers::COMMAND;
    }
    if chord.alt {
        modifiers |= Modifiers::ALT;
    }
    if chord.shift {
        modifiers |= Modifiers::SHIFT;
    }
    Some(KeyboardShortcut::new(modifiers, Key::from_name(chord.key)?))
}

/// The shortcut of an action as menus show it; empty if it has none.
pub fn shown(action: &Action) -> String {
    action.spec().keys.first().map(ToString::to_string).unwrap_or_default()
}

/// The table of keys.
pub fn table(ui: &mut Ui, palette: &Palette) {
    let by_hand =
        [transcript::KEYS, &[code_palette::KEY], documents_room::KEYS, compare_room::KEYS, passages_room::KEYS]
            .concat();
    let mut rows: Vec<(String, String)> =
        by_hand.into_iter().map(|(keys, what)| (keys.to_owned(), what.to_owned())).collect();
    rows.push(("1 … 9".into(), "Code with a recent code".into()));
    for (_, spec) in Action::with_keys().iter().filter(|(action, _)| !matches!(action, Action::RecentCode(_))) {
        let keys: Vec<String> = spec.keys.iter().map(ToString::to_string).collect();
        rows.push((keys.join(", "), spec.label.trim_end_matches('…').to_owned()));
    }
    egui::ScrollArea::vertical().max_height(440.0).show(ui, |ui| {
        egui::Grid::new("keys").num_columns(2).spacing([theme::WIDE, theme::GAP]).show(ui, |ui| {
            for (keys, what) in rows {
                ui.label(RichText::new(keys).color(palette.accent));
                ui.label(what);
                ui.end_row();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_knows_the_keys_of_every_action() {
        for (_, spec) in Action::with_keys() {
            for &chord in &spec.keys {
                assert!(shortcut(chord).is_some(), "{chord}");
            }
        }
    }
}
