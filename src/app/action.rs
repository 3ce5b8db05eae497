//! Everything a person can ask the window to do: one list for menus, shortcuts, tooltips and the table of keys.

use super::passage_act::PassageAct;
use super::workspace::Room;
use crate::model::{CodeId, CodingId, SourceId, UserId};
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    OpenProject,
    NewProject,
    OpenSample,
    OpenPath(PathBuf),
    CloseProject,
    /// The whole project as another file.
    SaveCopy,
    /// A copy in the place of the open project, or of one that is chosen.
    RestoreCopy,
    /// Puts aside the changes that wait beside a project file and belong to another one, and opens the file.
    OpenWithoutLog(PathBuf),
    Import,
    /// A table; what is in it is asked then.
    ImportTable,
    /// A table of participants and their attributes.
    ImportParticipants,
    ImportFolder,
    /// A project of NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette, into the open one.
    ImportProject,
    /// Who speaks in the open document.
    Speakers,
    /// Writes the file that the open document came from.
    SaveOriginal,
    /// Reads the document's file again, with the readers of this version.
    Reread,
    /// A table of coded passages.
    ImportSegments,
    /// A table whose rows become documents.
    ImportTexts,
    /// The project's name and description.
    DescribeProject,
    /// What, in which format, of whom: with a look at it before it is written.
    Export,
    ExportPassages,
    ExportTranscripts,
    ExportTidy,
    ExportFolder,
    /// The whole project for other programs; what they do not get is told first.
    ExportExchange,
    ExportParticipants,
    ExportTable,
    ExportMemos,
    ExportListed,
    CopyTable,
    ExportAgreement,
    /// The paragraph for a methods section.
    CopyMethods,
    /// The consensus coding, from what coders agree on and what was settled.
    BuildAgreed,
    /// Chooses the code that a dispute is settled with.
    SettleWithCode,
    /// Other copies of the project, coded apart.
    MergeCopies,
    /// Begins blind coding, or lifts it.
    Blind(bool),
    /// The same coder once more over the same documents, as a layer of its own.
    AddPass,
    Quit,
    Undo,
    Redo,
    Show(Room),
    /// To the filter of the codebook.
    FilterCodes,
    /// The list of codes to choose from by typing, for the selected words.
    ChooseCode,
    /// The same for passages that are coded already: they change their code.
    Recode,
    NewCode,
    /// A new code that is named by the selected words.
    InVivo,
    /// What is at the caret is removed; in the codebook the code.
    Remove,
    Rename,
    Memo,
    Important,
    /// Fits the chosen passage to the selected words.
    FitEdges,
    NextPassage,
    PreviousPassage,
    NextUncoded,
    PreviousUncoded,
    /// Dims everything but one code, or ends that.
    Walk,
    Find,
    FindNext,
    FindPrevious,
    /// Everything that can be done, by typing.
    Commands,
    ExportCodebook,
    ImportCodebook,
    /// The text of the open document, to be corrected.
    CorrectText,
    Motion(bool),
    /// Shows the first hints, or puts them away.
    Hints(bool),
    RenameCode(CodeId),
    EditCode(CodeId),
    AddCodeBelow(CodeId),
    MergeCode(CodeId),
    MoveCode(CodeId),
    RemoveCode(CodeId),
    /// Walks through this code, or ends the walk.
    WalkCode(Option<CodeId>),
    /// Lists the passages of a code.
    ListCode(CodeId),
    /// Shows the passages of a code and those below it only, or all again.
    ShowOnly(Option<CodeId>),
    MemoOn(CodingId),
    /// Does something with these very passages; `anyway`: they may be another coder's.
    OnPassages {
        act: PassageAct,
        codings: Vec<CodingId>,
        anyway: bool,
    },
    /// Codes the words of another coder's passage with the same code.
    CopyPassage(CodingId),
    /// Asks before another coder's passage is changed.
    ChangeAnyway(CodingId),
    MemoOnCode(CodeId),
    /// A code that stands below another goes to the top of the codebook.
    CodeToTop(CodeId),
    FindEverywhere(String),
    RepeatCode,
    /// One of the codes used last, from 0.
    RecentCode(usize),
    NextDocument,
    PreviousDocument,
    OpenDocument(SourceId),
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
    pub alt: bool,
    pub shift: bool,
    pub key: &'static str,
}

const fn plain(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: false, shift: false, key }
}

const fn shift(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: false, shift: true, key }
}

const fn alt(key: &'static str) -> Chord {
    Chord { ctrl: false, alt: true, shift: false, key }
}

const fn ctrl(key: &'static str) -> Chord {
    Chord { ctrl: true, alt: false, shift: false, key }
}

const fn ctrl_shift(key: &'static str) -> Chord {
    Chord { ctrl: true, alt: false, shift: true, key }
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
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        f.write_str(key)
    }
}

impl Action {
    /// Everything that has a key, in the order in which the table of keys shows it.
    pub const WITH_KEYS: &'static [Self] = &[
        Self::OpenProject,
        Self::NewProject,
        Self::Import,
        Self::Export,
        Self::CloseProject,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Show(Room::Code),
        Self::Show(Room::Tables),
        Self::Show(Room::Compare),
        Self::Show(Room::Passages),
        Self::Show(Room::Documents),
        Self::Show(Room::Memos),
        Self::Show(Room::History),
        Self::ChooseCode,
        Self::RepeatCode,
        Self::NewCode,
        Self::InVivo,
        Self::Recode,
        Self::Remove,
        Self::Memo,
        Self::Important,
        Self::FitEdges,
        Self::Rename,
        Self::NextPassage,
        Self::PreviousPassage,
        Self::NextUncoded,
        Self::PreviousUncoded,
        Self::Walk,
        Self::Find,
        Self::FindNext,
        Self::FindPrevious,
        Self::CorrectText,
        Self::FilterCodes,
        Self::Commands,
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
            Self::SaveCopy => "Save a copy…".into(),
            Self::RestoreCopy => "Restore a copy…".into(),
            Self::OpenWithoutLog(_) => "Put the leftover changes aside and open".into(),
            Self::Import => "Import documents…".into(),
            Self::DescribeProject => "Name and description of the project…".into(),
            Self::ImportTable => "Import table…".into(),
            Self::ImportParticipants => "Import participants…".into(),
            Self::ImportFolder => "Import a folder…".into(),
            Self::ImportProject => "Import a project of NVivo, ATLAS.ti, MAXQDA, QualCoder, Taguette…".into(),
            Self::Speakers => "Speakers of the document…".into(),
            Self::SaveOriginal => "Save the document's own file…".into(),
            Self::Reread => "Read the document's file again…".into(),
            Self::Export => "Export…".into(),
            Self::ImportSegments => "Import coded segments…".into(),
            Self::ImportTexts => "Import documents from a table…".into(),
            Self::ExportPassages => "Export coded passages…".into(),
            Self::ExportTranscripts => "Export coded transcripts…".into(),
            Self::ExportTidy => "Export tables for R, Python and SPSS…".into(),
            Self::ExportFolder => "Export project as a folder…".into(),
            Self::ExportExchange => "Export project for other programs (REFI-QDA)…".into(),
            Self::ExportParticipants => "Export participants…".into(),
            Self::ExportListed => "Export these passages…".into(),
            Self::ExportMemos => "Export memos…".into(),
            Self::ExportTable => "Export table…".into(),
            Self::CopyTable => "Copy table".into(),
            Self::ExportAgreement => "Export agreement…".into(),
            Self::CopyMethods => "Copy methods paragraph".into(),
            Self::BuildAgreed => "Create consensus coding".into(),
            Self::SettleWithCode => "Settle with another code…".into(),
            Self::MergeCopies => "Merge copies of the project…".into(),
            Self::Blind(true) => "Begin blind coding".into(),
            Self::Blind(false) => "Lift blind coding".into(),
            Self::AddPass => "Begin another pass of mine".into(),
            Self::Quit => "Quit".into(),
            Self::Undo => "Undo".into(),
            Self::Redo => "Redo".into(),
            Self::Show(Room::Code) => "Code".into(),
            Self::Show(Room::Tables) => "Tables".into(),
            Self::Show(Room::Compare) => "Compare".into(),
            Self::Show(Room::Passages) => "Passages".into(),
            Self::Show(Room::Documents) => "Documents".into(),
            Self::Show(Room::Memos) => "Memos".into(),
            Self::Show(Room::History) => "History".into(),
            Self::FilterCodes => "Filter the codebook".into(),
            Self::ChooseCode => "Code the selected words…".into(),
            Self::Recode => "Change the code of a passage…".into(),
            Self::InVivo => "New code named by the selected words".into(),
            Self::Remove => "Remove".into(),
            Self::Rename => "Rename…".into(),
            Self::Memo => "Memo…".into(),
            Self::Important => "Mark as important".into(),
            Self::FitEdges => "Fit the chosen passage to the selected words".into(),
            Self::NextPassage => "Next passage".into(),
            Self::PreviousPassage => "Previous passage".into(),
            Self::NextUncoded => "Next turn without a code".into(),
            Self::PreviousUncoded => "Previous turn without a code".into(),
            Self::Walk => "Walk through one code".into(),
            Self::Find => "Find in this document".into(),
            Self::FindNext => "Next place found".into(),
            Self::FindPrevious => "Previous place found".into(),
            Self::Commands => "Everything that can be done…".into(),
            Self::ExportCodebook => "Export codebook…".into(),
            Self::ImportCodebook => "Import codebook…".into(),
            Self::CorrectText => "Correct the text…".into(),
            Self::Motion(true) => "Show movement".into(),
            Self::Motion(false) => "Reduce movement".into(),
            Self::Hints(true) => "Show the first hints again".into(),
            Self::Hints(false) => "Put the hints away".into(),
            Self::RenameCode(_) => "Rename".into(),
            Self::EditCode(_) => "Name, definition, colour, facets…".into(),
            Self::AddCodeBelow(_) => "New code below it…".into(),
            Self::MergeCode(_) => "Merge into another code…".into(),
            Self::MoveCode(_) => "Move below another code…".into(),
            Self::RemoveCode(_) => "Remove…".into(),
            Self::WalkCode(Some(_)) => "Walk through its passages".into(),
            Self::WalkCode(None) => "End the walk".into(),
            Self::ListCode(_) => "List its passages".into(),
            Self::ShowOnly(Some(_)) => "Show only its passages".into(),
            Self::ShowOnly(None) => "Show all codes".into(),
            Self::MemoOn(_) | Self::MemoOnCode(_) => "Memo…".into(),
            Self::OnPassages { act, .. } => act.label().into(),
            Self::CopyPassage(_) => "Copy to my codings".into(),
            Self::ChangeAnyway(_) => "Change it anyway…".into(),
            Self::CodeToTop(_) => "Move to the top".into(),
            Self::FindEverywhere(_) => "Find in all documents".into(),
            Self::NewCode => "New code…".into(),
            Self::RepeatCode => "Code with the last code again".into(),
            Self::RecentCode(i) => format!("Code with recent code {}", i + 1),
            Self::NextDocument => "Next document".into(),
            Self::PreviousDocument => "Previous document".into(),
            Self::OpenDocument(_) => "Go to document".into(),
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

    /// Everything that the palette of commands lists, what has a key first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let rest = [
            Self::OpenSample,
            Self::SaveCopy,
            Self::RestoreCopy,
            Self::ExportPassages,
            Self::ExportTranscripts,
            Self::ExportTidy,
            Self::ExportFolder,
            Self::ExportExchange,
            Self::ExportParticipants,
            Self::ExportTable,
            Self::ExportCodebook,
            Self::ImportCodebook,
            Self::ImportParticipants,
            Self::ImportFolder,
            Self::ImportProject,
            Self::Speakers,
            Self::SaveOriginal,
            Self::Reread,
            Self::ImportTable,
            Self::ImportSegments,
            Self::ImportTexts,
            Self::ExportMemos,
            Self::CopyTable,
            Self::ExportAgreement,
            Self::CopyMethods,
            Self::BuildAgreed,
            Self::MergeCopies,
            Self::Blind(true),
            Self::Blind(false),
            Self::AddPass,
            Self::AddCoder,
            Self::ZoomReset,
            Self::Theme(Theme::System),
            Self::Theme(Theme::Light),
            Self::Theme(Theme::Dark),
            Self::Motion(false),
            Self::Motion(true),
            Self::Hints(true),
            Self::About,
        ];
        Self::WITH_KEYS.iter().cloned().chain(rest).filter(|action| *action != Self::Commands).collect()
    }

    /// True for what makes no sense without an open project.
    #[must_use]
    pub fn needs_project(&self) -> bool {
        !matches!(
            self,
            Self::OpenProject
                | Self::NewProject
                | Self::OpenSample
                | Self::OpenPath(_)
                | Self::OpenWithoutLog(_)
                | Self::Quit
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Theme(_)
                | Self::Motion(_)
                | Self::Hints(_)
                | Self::ShowKeys
                | Self::Commands
                | Self::About
        )
    }

    /// True for what changes a project, or opens a dialog in order to: none of it is done in a project that is open for
    /// reading only. A memo can be read there.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::OnPassages { act, .. } => act.changes(),
            other => matches!(
                other,
                Self::Import
                    | Self::ImportCodebook
                    | Self::ImportParticipants
                    | Self::ImportFolder
                    | Self::ImportProject
                    | Self::ImportTable
                    | Self::ImportSegments
                    | Self::ImportTexts
                    | Self::DescribeProject
                    | Self::Speakers
                    | Self::Reread
                    | Self::CorrectText
                    | Self::MergeCopies
                    | Self::RestoreCopy
                    | Self::Undo
                    | Self::Redo
                    | Self::ChooseCode
                    | Self::RepeatCode
                    | Self::RecentCode(_)
                    | Self::NewCode
                    | Self::InVivo
                    | Self::Recode
                    | Self::Remove
                    | Self::Rename
                    | Self::Important
                    | Self::FitEdges
                    | Self::CopyPassage(_)
                    | Self::ChangeAnyway(_)
                    | Self::RenameCode(_)
                    | Self::EditCode(_)
                    | Self::AddCodeBelow(_)
                    | Self::MergeCode(_)
                    | Self::MoveCode(_)
                    | Self::RemoveCode(_)
                    | Self::CodeToTop(_)
                    | Self::AddCoder
                    | Self::AddPass
                    | Self::Blind(_)
                    | Self::BuildAgreed
                    | Self::SettleWithCode
            ),
        }
    }

    /// The room in which its keys do it; elsewhere they are free for what that room shows. `None`: everywhere.
    #[must_use]
    pub fn room(&self) -> Option<Room> {
        let coding = matches!(
            self,
            Self::ChooseCode
                | Self::RepeatCode
                | Self::RecentCode(_)
                | Self::NewCode
                | Self::InVivo
                | Self::Recode
                | Self::Remove
                | Self::Memo
                | Self::Important
                | Self::FitEdges
                | Self::Rename
                | Self::NextPassage
                | Self::PreviousPassage
                | Self::NextUncoded
                | Self::PreviousUncoded
                | Self::Walk
                | Self::CorrectText
                | Self::Find
                | Self::FindNext
                | Self::FindPrevious
        );
        coding.then_some(Room::Code)
    }

    /// The keys that do it; several do the same.
    #[must_use]
    pub fn chords(&self) -> Vec<Chord> {
        const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        match self {
            Self::OpenProject => vec![ctrl("O")],
            Self::NewProject => vec![ctrl("N")],
            Self::Import => vec![ctrl("I")],
            Self::Export => vec![ctrl("E")],
            Self::CloseProject => vec![ctrl("W")],
            Self::Quit => vec![ctrl("Q")],
            Self::Undo => vec![ctrl("Z")],
            Self::Redo => vec![ctrl_shift("Z"), ctrl("Y")],
            Self::Show(Room::Code) => vec![ctrl("1")],
            Self::Show(Room::Tables) => vec![ctrl("2")],
            Self::Show(Room::Compare) => vec![ctrl("3")],
            Self::Show(Room::Passages) => vec![ctrl("4")],
            Self::Show(Room::Documents) => vec![ctrl("5")],
            Self::Show(Room::Memos) => vec![ctrl("6")],
            Self::Show(Room::History) => vec![ctrl("7")],
            Self::CorrectText => vec![ctrl("T")],
            Self::FilterCodes => vec![ctrl("L")],
            Self::ChooseCode => vec![plain("Slash"), plain("C")],
            Self::Recode => vec![plain("E")],
            Self::InVivo => vec![plain("V")],
            Self::Remove => vec![plain("Delete")],
            Self::Rename => vec![plain("F2")],
            Self::Memo => vec![plain("F3"), plain("M")],
            Self::Important => vec![plain("I")],
            Self::FitEdges => vec![plain("R")],
            Self::NextPassage => vec![alt("ArrowDown")],
            Self::PreviousPassage => vec![alt("ArrowUp")],
            Self::NextUncoded => vec![plain("U")],
            Self::PreviousUncoded => vec![shift("U")],
            Self::Walk => vec![plain("W")],
            Self::Find => vec![ctrl("F")],
            Self::FindNext => vec![ctrl("G")],
            Self::FindPrevious => vec![ctrl_shift("G")],
            Self::Commands => vec![ctrl("K"), ctrl_shift("P")],
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
