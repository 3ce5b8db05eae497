//! Everything a person can ask the window to do: one list for menus, shortcuts, tooltips and the table of keys.

use super::workspace::Room;
use crate::model::UserId;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    OpenProject,
    NewProject,
    OpenSample,
    OpenPath(PathBuf),
    CloseProject,
    Import,
    ExportPassages,
    ExportFolder,
    ExportTable,
    ExportMemos,
    ExportListed,
    CopyTable,
    Quit,
    Undo,
    Redo,
    Show(Room),
    FindCode,
    NewCode,
    RepeatCode,
    /// One of the codes used last, from 0.
    RecentCode(usize),
    NextDocument,
    PreviousDocument,
    AddCoder,
    BeCoder(UserId),
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Theme(Theme),
    ShowKeys,
    About,
}

/// Light and dark, or whatever the system wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// A key with its modifiers. `key` is the name that egui knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Command on a Mac.
    pub ctrl: bool,
    pub shift: bool,
    pub key: &'static str,
}

const fn plain(key: &'static str) -> Chord {
    Chord { ctrl: false, shift: false, key }
}

const fn ctrl(key: &'static str) -> Chord {
    Chord { ctrl: true, shift: false, key }
}

const fn ctrl_shift(key: &'static str) -> Chord {
    Chord { ctrl: true, shift: true, key }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self.key {
            "Plus" => "+",
            "Minus" => "-",
            "Slash" => "/",
            "ArrowDown" => "Down",
            "ArrowUp" => "Up",
            key => key,
        };
        write!(f, "{}{}{key}", if self.ctrl { "Ctrl+" } else { "" }, if self.shift { "Shift+" } else { "" })
    }
}

impl Action {
    /// Everything that has a key, in the order in which the table of keys shows it.
    pub const WITH_KEYS: [Self; 31] = [
        Self::OpenProject,
        Self::NewProject,
        Self::Import,
        Self::ExportPassages,
        Self::CloseProject,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Show(Room::Code),
        Self::Show(Room::Tables),
        Self::Show(Room::Passages),
        Self::Show(Room::Documents),
        Self::Show(Room::Memos),
        Self::Show(Room::History),
        Self::FindCode,
        Self::NewCode,
        Self::RepeatCode,
        Self::RecentCode(0),
        Self::RecentCode(1),
        Self::RecentCode(2),
        Self::RecentCode(3),
        Self::RecentCode(4),
        Self::RecentCode(5),
        Self::RecentCode(6),
        Self::RecentCode(7),
        Self::RecentCode(8),
        Self::NextDocument,
        Self::PreviousDocument,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ShowKeys,
    ];

    /// What menus call it; `…` when a dialog follows.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::OpenProject => "Open project…".into(),
            Self::NewProject => "New project…".into(),
            Self::OpenSample => "Open the sample study".into(),
            Self::OpenPath(path) => path.display().to_string(),
            Self::CloseProject => "Close project".into(),
            Self::Import => "Import documents…".into(),
            Self::ExportPassages => "Export coded passages…".into(),
            Self::ExportFolder => "Export project as a folder…".into(),
            Self::ExportListed => "Export these passages…".into(),
            Self::ExportMemos => "Export memos…".into(),
            Self::ExportTable => "Export table…".into(),
            Self::CopyTable => "Copy table".into(),
            Self::Quit => "Quit".into(),
            Self::Undo => "Undo".into(),
            Self::Redo => "Redo".into(),
            Self::Show(Room::Code) => "Code".into(),
            Self::Show(Room::Tables) => "Tables".into(),
            Self::Show(Room::Passages) => "Passages".into(),
            Self::Show(Room::Documents) => "Documents".into(),
            Self::Show(Room::Memos) => "Memos".into(),
            Self::Show(Room::History) => "History".into(),
            Self::FindCode => "Find a code".into(),
            Self::NewCode => "New code…".into(),
            Self::RepeatCode => "Code with the last code again".into(),
            Self::RecentCode(i) => format!("Code with recent code {}", i + 1),
            Self::NextDocument => "Next document".into(),
            Self::PreviousDocument => "Previous document".into(),
            Self::AddCoder => "Add coder…".into(),
            Self::BeCoder(_) => "Code as this coder".into(),
            Self::ZoomIn => "Larger".into(),
            Self::ZoomOut => "Smaller".into(),
            Self::ZoomReset => "Normal size".into(),
            Self::Theme(Theme::System) => "Theme of the system".into(),
            Self::Theme(Theme::Light) => "Light theme".into(),
            Self::Theme(Theme::Dark) => "Dark theme".into(),
            Self::ShowKeys => "Keys".into(),
            Self::About => "About Pullquote".into(),
        }
    }

    /// The keys that do it; several do the same.
    #[must_use]
    pub fn chords(&self) -> Vec<Chord> {
        const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        match self {
            Self::OpenProject => vec![ctrl("O")],
            Self::NewProject => vec![ctrl("N")],
            Self::Import => vec![ctrl("I")],
            Self::ExportPassages => vec![ctrl("E")],
            Self::CloseProject => vec![ctrl("W")],
            Self::Quit => vec![ctrl("Q")],
            Self::Undo => vec![ctrl("Z")],
            Self::Redo => vec![ctrl_shift("Z"), ctrl("Y")],
            Self::Show(Room::Code) => vec![ctrl("1")],
            Self::Show(Room::Tables) => vec![ctrl("2")],
            Self::Show(Room::Passages) => vec![ctrl("3")],
            Self::Show(Room::Documents) => vec![ctrl("4")],
            Self::Show(Room::Memos) => vec![ctrl("5")],
            Self::Show(Room::History) => vec![ctrl("6")],
            Self::FindCode => vec![plain("Slash"), ctrl("K")],
            Self::NewCode => vec![plain("N")],
            Self::RepeatCode => vec![plain("Q")],
            Self::RecentCode(i) => DIGITS.get(*i).map(|digit| plain(digit)).into_iter().collect(),
            Self::NextDocument => vec![ctrl("ArrowDown")],
            Self::PreviousDocument => vec![ctrl("ArrowUp")],
            Self::ZoomIn => vec![ctrl("Plus")],
            Self::ZoomOut => vec![ctrl("Minus")],
            Self::ZoomReset => vec![ctrl("0")],
            Self::ShowKeys => vec![plain("F1")],
            _ => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen = HashSet::new();
        for action in Action::WITH_KEYS {
            assert!(!action.chords().is_empty(), "{action:?}");
            for chord in action.chords() {
                assert!(seen.insert(chord.to_string()), "{chord} stands twice");
            }
        }
    }
}
