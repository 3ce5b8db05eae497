//! Keys to actions, and the table of keys.

use super::gate::Reach;
use super::theme::{self, Palette};
use crate::app::action::{Action, Chord};
use crate::app::workspace::Room;
use egui::{Context, Key, KeyboardShortcut, Modifiers, RichText, Ui};

/// The actions whose keys were pressed in this room, as far as keys reach. Keys without Ctrl are letters in a table.
pub fn pressed(ctx: &Context, room: Option<Room>, reach: Reach) -> Vec<Action> {
    let (chords_only, table) = (reach == Reach::Chords, super::sheet::has_keyboard(ctx));
    let mut chords: Vec<(Action, Chord)> = Action::WITH_KEYS
        .iter()
        .cloned()
        .chain([Action::ZoomReset])
        .filter(|action| action.room().is_none_or(|own| Some(own) == room))
        .filter(|action| {
            reach != Reach::Nothing || matches!(action, Action::ZoomIn | Action::ZoomOut | Action::ZoomReset)
        })
        .flat_map(|action| action.chords().into_iter().map(move |chord| (action.clone(), chord)))
        .collect();
    // A shortcut without Shift also matches when Shift is held (`/` and `+` need it on many keyboards), so those that
    // ask for it come first.
    chords.sort_by_key(|(_, chord)| !chord.shift);
    let mut actions = Vec::new();
    for (action, chord) in chords {
        let Some(shortcut) = shortcut(chord) else { continue };
        let function = chord.key.len() > 1 && chord.key.starts_with('F');
        let letter = !chord.ctrl && !chord.alt && !function;
        // While somebody types, Ctrl+Z takes back letters, and only Ctrl leads out of the field.
        let turns = matches!(action, Action::Undo | Action::Redo);
        let for_field = chords_only && (turns || !chord.ctrl && action != Action::ShowKeys);
        if !(letter && table || for_field) && ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
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

/// The keys of an action as a menu shows them; empty when it has none.
pub fn shown(action: &Action) -> String {
    action.chords().first().map(ToString::to_string).unwrap_or_default()
}

/// The table of keys.
pub fn table(ui: &mut Ui, palette: &Palette) {
    const IN_THE_TRANSCRIPT: [(&str, &str); 10] = [
        ("Arrows, Home, End, Page Up, Page Down", "Move the caret"),
        ("Ctrl+Left, Ctrl+Right", "Move by a word"),
        ("Shift with any of these", "Select"),
        ("Ctrl+A", "Select everything"),
        ("Ctrl+C", "Copy the selected words"),
        ("Esc", "Select nothing"),
        ("Double, triple, four clicks", "Select a word, a sentence, a turn"),
        ("Shift+click", "Select up to there"),
        ("/ then letters, Enter", "Code with a code found by its name; Tab ticks several"),
        ("Drag an edge (Alt: by characters)", "Move the edge of the chosen passage"),
    ];
    let mut rows: Vec<(String, String)> =
        IN_THE_TRANSCRIPT.iter().map(|(keys, what)| ((*keys).to_owned(), (*what).to_owned())).collect();
    const IN_LISTS: [(&str, &str); 4] = [
        ("Shift or Ctrl with a click or arrows", "Choose several documents or participants"),
        ("F2", "Rename; change a value"),
        ("Space", "Mark documents as done"),
        ("Delete", "Remove; make a value not known"),
    ];
    rows.extend(IN_LISTS.iter().map(|(keys, what)| ((*keys).to_owned(), (*what).to_owned())));
    const IN_COMPARE: [(&str, &str); 7] = [
        ("J, K (in Compare)", "Next, previous difference"),
        ("1 … 9 (in Compare)", "Settle as the first coder has it, the second, …"),
        ("B, X (in Compare)", "Settle: all that was marked; not coded"),
        ("R, W (in Compare)", "Settle: another code; other words"),
        ("L (in Compare)", "Put a dispute off for later"),
        ("Enter (in Compare)", "Write the decision down, go to the next"),
        ("Esc (in Compare)", "Back to the figures"),
    ];
    rows.extend(IN_COMPARE.iter().map(|(keys, what)| ((*keys).to_owned(), (*what).to_owned())));
    rows.push(("1 … 9".into(), "Code with one of the codes used last".into()));
    for action in Action::WITH_KEYS.iter().filter(|action| !matches!(action, Action::RecentCode(_))) {
        let keys: Vec<String> = action.chords().iter().map(ToString::to_string).collect();
        rows.push((keys.join(", "), action.label().trim_end_matches('…').to_owned()));
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
    fn every_key_of_an_action_is_a_key_that_the_window_knows() {
        for action in Action::WITH_KEYS {
            for chord in action.chords() {
                assert!(shortcut(chord).is_some(), "{chord}");
            }
        }
    }
}
