//! Everything the user can ask the window to do. Menus, keys, tooltips, the command palette and the table of keys
//! are all built from these variants and their [`Spec`].
//!
//! Must not depend on egui. Start reading at [`Action::spec`] (in `spec.rs`).

mod chord;
mod possible;
mod spec;

use super::code_keys::KEYS;
use super::exporting::ExportKind;
use super::passage_act::PassageAct;
use super::room::Room;
use crate::model::{CodeId, CodingId, SetId, SourceId, UserId};
pub use chord::Chord;
pub use spec::{Needs, Spec};
use std::path::PathBuf;
use std::sync::LazyLock;
use strum::VariantArray;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Project(ProjectAct),
    /// Opens this project.
    OpenPath(PathBuf),
    /// Puts aside the changes beside a project file that belong to another one, and opens the file.
    OpenWithoutLog(PathBuf),
    Import(ImportAct),
    /// Exports things of this kind, after a preview. `None`: the kind is selected in the dialog.
    Export(Option<ExportKind>),
    Undo,
    Redo,
    Show(Room),
    Document(DocumentAct),
    OpenDocument(SourceId),
    FindEverywhere(String),
    Coding(CodingAct),
    Go(GoAct),
    /// Codes the selected text with the code on one of the keys 1 to 9, counted from 0.
    CodeOnKey(usize),
    OnCode(CodeAct, CodeId),
    /// Puts the code on one of the keys 1 to 9, counted from 0, to stay there; `None` lets it be replaced again.
    PinCode(CodeId, Option<usize>),
    /// Adds the code and its subcodes to a set.
    AddToSet(CodeId, SetId),
    /// Stops walking through a code.
    EndWalk,
    ShowAllCodes,
    /// Does something with exactly these passages; `anyway`: even if they are another coder's.
    OnPassages {
        act: PassageAct,
        codings: Vec<CodingId>,
        anyway: bool,
    },
    /// Codes the text of another coder's passage with the same code.
    CopyPassage(CodingId),
    /// Asks for confirmation before another coder's passage is changed.
    ChangeAnyway(CodingId),
    /// Asks for confirmation before these passages, many or some of other coders, are changed.
    AskAnyway {
        act: PassageAct,
        codings: Vec<CodingId>,
    },
    Team(TeamAct),
    /// Selects this coder.
    BeCoder(UserId),
    /// Shows or hides the codings of this coder, or shows those of all.
    SeeCoder(Option<UserId>),
    CopyTable,
    /// Codes the passages that the query of the Ask room found.
    CodeFound,
    /// Sets the values of all codes in a table.
    DimensionValues,
    New(NewAct),
    /// Makes one passage of those that overlap.
    JoinPassages(Vec<CodingId>),
    /// Takes up the decision in Compare that was given up last.
    RestoreDecision,
    /// Opens this file with the program that belongs to it.
    OpenFile(PathBuf),
    ShowInFolder(PathBuf),
    View(ViewAct),
    Help(HelpAct),
}

/// Actions on the project as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ProjectAct {
    New,
    Open,
    OpenSample,
    OpenChineseSample,
    /// Edits its name and description.
    Describe,
    /// Lists the sets of documents and of codes.
    Sets,
    /// Copies the whole project to another file.
    SaveCopy,
    /// Replaces the open project by a copy.
    RestoreCopy,
    /// Empties the list of recent projects.
    ClearRecent,
    Close,
    Quit,
}

/// Things to import into the open project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ImportAct {
    Documents,
    Folder,
    /// A project of NVivo, ATLAS.ti, MAXQDA, QualCoder or Taguette.
    Project,
    Participants,
    Codebook,
    /// A table of coded passages.
    Segments,
    /// A table whose rows become documents.
    Texts,
    /// A table whose kind is asked for afterwards.
    Table,
}

/// Actions on the open document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum DocumentAct {
    Find,
    FindNext,
    FindPrevious,
    CorrectText,
    Speakers,
    /// States which participants the speakers are, in one or several documents.
    WhoSpeaks,
    /// Makes one participant of two.
    JoinParticipants,
    /// Reads the document's file again, with the readers of this version.
    Reread,
    /// Writes the document's original file.
    SaveOriginal,
    /// Copies the selected text.
    Copy,
    SelectAll,
}

/// Actions on the selected text, and on the passage or the code that has the keyboard focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum CodingAct {
    ChooseCode,
    Repeat,
    NewCode,
    /// A new code named after the selected text.
    InVivo,
    Recode,
    FitEdges,
    Important,
    /// Whose experience the passage is about.
    Account,
    Memo,
    Remove,
    Rename,
}

/// Moves the keyboard focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum GoAct {
    NextPassage,
    PreviousPassage,
    NextUncoded,
    PreviousUncoded,
    /// Dims everything except one code, or stops doing so.
    Walk,
    NextDocument,
    PreviousDocument,
    FilterCodes,
    /// The next part of the room.
    NextPane,
    PreviousPane,
    MenuBar,
}

/// Actions on one code of the codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum CodeAct {
    /// Codes the selected words with it.
    Apply,
    List,
    Walk,
    /// Shows only its passages and those of its subcodes.
    ShowOnly,
    Rename,
    Edit,
    Memo,
    AddBelow,
    Move,
    Merge,
    /// A set of the code and those below it.
    MakeSet,
    ToTop,
    Remove,
}

/// Things to add to the project, or to look at, in the room to which they belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum NewAct {
    Participant,
    Memo,
    Table,
    Matrix,
}

/// Actions of several coders in one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum TeamAct {
    AddCoder,
    /// Renames the current coder.
    RenameCoder,
    /// The same coder coding the same documents again, as a separate coder.
    AddRound,
    BeginBlind,
    LiftBlind,
    MergeCopies,
    CreateConsensus,
    /// Selects the code with which a disagreement is settled.
    SettleWithCode,
    /// Copies the paragraph for a methods section.
    CopyMethods,
}

/// The appearance of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ViewAct {
    Larger,
    Smaller,
    NormalSize,
    LargerText,
    SmallerText,
    NormalText,
    SerifText,
    SansText,
    TightLines,
    NormalLines,
    WideLines,
    SystemTheme,
    LightTheme,
    DarkTheme,
    SystemLanguage,
    English,
    Chinese,
    /// Turns animations off or on.
    ReduceMovement,
    /// Shows or hides the hints for the first steps.
    Hints,
    /// Whether selecting with the pointer takes whole words.
    WholeWords,
    /// Whether the search for turns without a code stops at interviewers' turns, too.
    Interviewers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum HelpAct {
    /// The command palette.
    Commands,
    Guide,
    Keys,
    About,
}

/// Light, dark, or the system's theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Action {
    /// Returns all actions that need no target, in the order of the command palette and the table of keys.
    #[must_use]
    pub fn all() -> Vec<Self> {
        fn each<T: Copy + VariantArray>(of: impl Fn(T) -> Action) -> Vec<Action> {
            T::VARIANTS.iter().copied().map(of).collect()
        }
        let groups = [
            each(Self::Project),
            each(Self::Import),
            std::iter::once(None).chain(ExportKind::ALL.map(Some)).map(Self::Export).collect(),
            vec![Self::Undo, Self::Redo],
            Room::ALL.map(Self::Show).to_vec(),
            each(Self::Coding),
            (0..KEYS).map(Self::CodeOnKey).collect(),
            each(Self::Go),
            each(Self::Document),
            each(Self::New),
            vec![Self::CopyTable, Self::CodeFound, Self::DimensionValues],
            each(Self::Team),
            each(Self::View),
            each(Self::Help),
        ];
        groups.concat()
    }

    /// Returns all actions with a key. Computed once, because keys are looked up in every frame.
    #[must_use]
    pub fn with_keys() -> &'static [(Self, Spec)] {
        static WITH_KEYS: LazyLock<Vec<(Action, Spec)>> = LazyLock::new(|| {
            let specs = Action::all().into_iter().map(|action| {
                let spec = action.spec();
                (action, spec)
            });
            specs.filter(|(_, spec)| !spec.keys.is_empty()).collect()
        });
        &WITH_KEYS
    }

    /// Returns the label for menus; ends in `…` if a dialog follows.
    #[must_use]
    pub fn label(&self) -> String {
        self.spec().label.into_owned()
    }

    /// True for actions that change a project or open a dialog to do so; they are unavailable in a project opened
    /// read-only. Memos can still be read.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.spec().writes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n;
    use std::collections::HashSet;

    #[test]
    fn keys_are_the_same_in_every_language() {
        let keys = || -> Vec<Vec<Chord>> { Action::all().iter().map(|action| action.spec().keys).collect() };
        assert_eq!(i18n::within(i18n::Language::Chinese, keys), keys());
    }

    #[test]
    fn no_two_actions_share_a_key() {
        let mut seen = HashSet::new();
        for (_, spec) in Action::with_keys() {
            for chord in &spec.keys {
                assert!(seen.insert(chord.to_string()), "{chord} stands twice");
            }
        }
        assert!(seen.len() > 50, "{seen:?}");
    }

    #[test]
    fn every_action_says_what_it_does_in_a_sentence_that_is_not_its_label() {
        let code = CodeAct::VARIANTS.iter().map(|act| Action::OnCode(*act, CodeId(1)));
        let mut labels = HashSet::new();
        for (action, listed) in Action::all().into_iter().map(|a| (a, true)).chain(code.map(|a| (a, false))) {
            let Spec { label, tooltip, .. } = action.spec();
            assert!(tooltip.ends_with('.') && !tooltip.starts_with(label.as_ref()), "{action:?}: {tooltip}");
            assert!(!listed || labels.insert(label.to_string()), "two things are called {label}");
        }
    }

    #[test]
    fn without_a_project_only_what_needs_none_is_possible() {
        let possible: Vec<Action> = Action::all().into_iter().filter(|action| action.is_possible(None)).collect();
        assert!(possible.contains(&Action::Project(ProjectAct::Open)));
        assert!(possible.iter().all(|action| !action.writes()), "{possible:?}");
    }
}
