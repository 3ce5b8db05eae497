//! Maps keys to actions, and shows the table of keys.

use super::gate::Reach;
use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use super::{code_palette, compare_room, documents_room, passages_room, transcript};
use crate::app::action::{Action, Chord, DocumentAct, GoAct, HelpAct, ViewAct};
use crate::app::room::Room;
use crate::gui::bars::GrowTo;
use crate::{i18n, tr};
use egui::{Context, Event, Key, KeyboardShortcut, Modifiers, RichText, Role, Ui, WidgetInfo};

/// The actions whose keys were pressed in this room, limited by `reach`. In a table, keys without Ctrl are letters.
pub fn pressed(ctx: &Context, room: Option<Room>, reach: Reach) -> Vec<Action> {
    let (chords_only, table) = (reach == Reach::Chords, super::sheet::has_keyboard(ctx));
    let row = super::documents::has_keyboard(ctx);
    let zooms =
        |action: &Action| matches!(action, Action::View(ViewAct::Larger | ViewAct::Smaller | ViewAct::NormalSize));
    let mut chords: Vec<(Action, Chord)> = Action::with_keys()
        .iter()
        .filter(|(action, spec)| !is_of_focus(action) && spec.room.is_none_or(|only_in| Some(only_in) == room))
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
        let for_field = chords_only && (turns || !chord.ctrl && !leaves_field(&action));
        // Alt with a letter opens a menu.
        let for_menu = !chord.alt && !chord.ctrl && is_with_alt(ctx, shortcut.logical_key);
        let for_row = row && [Key::Delete, Key::F2].iter().any(|key| key.name() == chord.key);
        if !(letter && table || for_field || for_row || for_menu)
            && ctx.input_mut(|input| input.consume_shortcut(&shortcut))
        {
            actions.push(action);
        }
    }
    actions
}

/// Whether this key, one that types, was pressed while Alt was held.
fn is_with_alt(ctx: &Context, wanted: Key) -> bool {
    let is_wanted = |event: &Event| match event {
        Event::Key { key, pressed: true, modifiers, .. } => *key == wanted && modifiers.alt,
        _ => false,
    };
    wanted.name().chars().count() == 1 && ctx.input(|input| input.events.iter().any(is_wanted))
}

/// Keys that the widget with the focus handles itself.
fn is_of_focus(action: &Action) -> bool {
    matches!(action, Action::Document(DocumentAct::Copy | DocumentAct::SelectAll))
}

/// Function keys that work from a text field, too.
fn leaves_field(action: &Action) -> bool {
    matches!(action, Action::Help(HelpAct::Keys) | Action::Go(GoAct::NextPane | GoAct::PreviousPane | GoAct::MenuBar))
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

/// The table of keys, in groups; what is needed for coding comes first.
pub fn table(ui: &mut Ui, palette: &Palette) {
    egui::ScrollArea::vertical().grow_to(440.0).show_by_keys(ui, |ui| {
        for group in KeyGroup::ALL {
            ui.add_space(theme::GAP);
            let heading = ui.label(RichText::new(group.title()).size(theme::TITLE).semibold());
            heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, group.title()));
            egui::Grid::new(("keys", group.title())).num_columns(2).min_col_width(150.0).show(ui, |ui| {
                for (keys, what) in group.rows() {
                    ui.label(RichText::new(keys).medium());
                    ui.label(RichText::new(what).color(palette.text));
                    ui.end_row();
                }
            });
            ui.add_space(theme::SPACE);
        }
    });
}

/// A part of the table of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyGroup {
    Coding,
    Moving,
    Selecting,
    Passages,
    Compare,
    Documents,
    Window,
    Project,
}

impl KeyGroup {
    const ALL: [Self; 8] = [
        Self::Coding,
        Self::Moving,
        Self::Selecting,
        Self::Passages,
        Self::Compare,
        Self::Documents,
        Self::Window,
        Self::Project,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Coding => tr!("Coding"),
            Self::Moving => tr!("Navigation"),
            Self::Selecting => tr!("In the transcript"),
            Self::Passages => tr!("Passages"),
            Self::Compare => tr!("Compare"),
            Self::Documents => tr!("Documents and participants"),
            Self::Window => tr!("Window and rooms"),
            Self::Project => tr!("Project"),
        }
    }

    /// The group of an action; `None` for actions that a row of its own describes.
    fn of(action: &Action) -> Option<Self> {
        match action {
            Action::CodeOnKey(_) => None,
            Action::Coding(_) => Some(Self::Coding),
            Action::Go(GoAct::NextPane | GoAct::PreviousPane | GoAct::MenuBar) => Some(Self::Window),
            Action::Go(_) => Some(Self::Moving),
            Action::Document(_) => Some(Self::Selecting),
            Action::Show(_) | Action::View(_) | Action::Help(_) => Some(Self::Window),
            _ => Some(Self::Project),
        }
    }

    /// Keys and what they do.
    fn rows(self) -> Vec<(String, String)> {
        let by_hand = match self {
            Self::Coding => vec![
                code_palette::key_row(),
                (tr!("Enter on a code"), tr!("Code with it; without a selection, list its passages")),
                ("1 … 9", tr!("Code with the code on this key")),
            ],
            Self::Selecting => transcript::key_rows(),
            Self::Passages => passages_room::key_rows(),
            Self::Compare => compare_room::table_of_keys(),
            Self::Documents => documents_room::key_rows(),
            Self::Window => {
                vec![
                    (tr!("Alt with the underlined letter"), tr!("Open a menu; Left and Right lead to the next one")),
                    (tr!("Letters in an open menu"), tr!("Choose the entry that begins with it")),
                    (tr!("Menu key, Shift+F10"), tr!("Open the context menu of what has the focus")),
                ]
            }
            Self::Moving | Self::Project => vec![],
        };
        // In a group about one room, its name need not be repeated.
        let short = |keys: &str| keys.split(" (in ").next().unwrap_or(keys).to_owned();
        let by_hand = by_hand.into_iter().map(|(keys, what)| (short(keys), what.to_owned()));
        let actions = Action::with_keys().iter().filter(|(action, _)| Self::of(action) == Some(self));
        let actions = actions.map(|(action, spec)| {
            let keys: Vec<String> = spec.keys.iter().map(ToString::to_string).collect();
            (i18n::joined(&keys), action.label().trim_end_matches('…').to_owned())
        });
        by_hand.chain(actions).collect()
    }
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

    #[test]
    fn every_key_is_listed_once() {
        let rows: Vec<(String, String)> = KeyGroup::ALL.into_iter().flat_map(KeyGroup::rows).collect();
        for (action, _) in Action::with_keys().iter().filter(|(action, _)| !matches!(action, Action::CodeOnKey(_))) {
            let label = action.label();
            let label = label.trim_end_matches('…');
            assert_eq!(rows.iter().filter(|(_, what)| what == label).count(), 1, "{action:?}");
        }
    }
}
