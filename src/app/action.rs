//! Everything a person can ask the window to do. Menus, keys, tooltips, the palette of commands and the table of keys are
//! all made from these variants and their [`Spec`].
//!
//! Must not know: egui. Start reading at [`Action::spec`] (in `spec.rs`).

mod chord;
mod possible;
mod spec;

use super::exporting::ExportKind;
use super::passage_act::PassageAct;
use super::room::Room;
use crate::model::{CodeId, CodingId, SourceId, UserId};
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
    /// Puts aside the changes that wait beside a project file and belong to another one, and opens the file.
    OpenWithoutLog(PathBuf),
    Import(ImportAct),
    /// What, in which format, of whom: with a look at it before it is written. `None`: what is chosen in the dialog.
    Export(Option<ExportKind>),
    Undo,
    Redo,
    Show(Room),
    Document(DocumentAct),
    OpenDocument(SourceId),
    FindEverywhere(String),
    Coding(CodingAct),
    Go(GoAct),
    /// Codes the selected words with one of the codes used last, from 0.
    RecentCode(usize),
    OnCode(CodeAct, CodeId),
    /// Ends the walk through a code.
    EndWalk,
    ShowAllCodes,
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
    Team(TeamAct),
    /// From now on, this coder codes.
    BeCoder(UserId),
    CopyTable,
    View(ViewAct),
    Help(HelpAct),
}

/// What is done with a project as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ProjectAct {
    New,
    Open,
    OpenSample,
    /// Its name and description.
    Describe,
    /// The whole project as another file.
    SaveCopy,
    /// A copy takes the place of the open project.
    RestoreCopy,
    Close,
    Quit,
}

/// What comes into the open project.
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
    /// A table; what is in it is asked then.
    Table,
}

/// What is done with the open document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum DocumentAct {
    Find,
    FindNext,
    FindPrevious,
    CorrectText,
    Speakers,
    /// Reads the document's file again, with the readers of this version.
    Reread,
    /// Writes the file that the document came from.
    SaveOriginal,
}

/// What is done with the selected words, and with the passage or the code that has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum CodingAct {
    ChooseCode,
    Repeat,
    NewCode,
    /// A new code that is named by the selected words.
    InVivo,
    Recode,
    FitEdges,
    Important,
    Memo,
    Remove,
    Rename,
}

/// Where the keyboard goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum GoAct {
    NextPassage,
    PreviousPassage,
    NextUncoded,
    PreviousUncoded,
    /// Dims everything but one code, or ends that.
    Walk,
    NextDocument,
    PreviousDocument,
    FilterCodes,
}

/// What is done with one code of the codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum CodeAct {
    List,
    Walk,
    /// Shows its passages and those of the codes below it, and no others.
    ShowOnly,
    Rename,
    Edit,
    Memo,
    AddBelow,
    Move,
    Merge,
    ToTop,
    Remove,
}

/// What several coders of one project do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum TeamAct {
    AddCoder,
    /// The same coder once more over the same documents, as a layer of its own.
    AddPass,
    BeginBlind,
    LiftBlind,
    MergeCopies,
    CreateConsensus,
    /// Chooses the code that a dispute is settled with.
    SettleWithCode,
    /// The paragraph for a methods section.
    CopyMethods,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ViewAct {
    Larger,
    Smaller,
    NormalSize,
    SystemTheme,
    LightTheme,
    DarkTheme,
    ReduceMovement,
    ShowMovement,
    ShowHints,
    HideHints,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum HelpAct {
    /// Everything that can be done, by typing.
    Commands,
    Keys,
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

impl Action {
    /// Codes used last that have a key.
    const RECENT_KEYS: usize = 9;

    /// Everything that can be asked for without pointing at a thing, in the order in which the palette of commands and the
    /// table of keys show it.
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
            (0..Self::RECENT_KEYS).map(Self::RecentCode).collect(),
            each(Self::Go),
            each(Self::Document),
            vec![Self::CopyTable],
            each(Self::Team),
            each(Self::View),
            each(Self::Help),
        ];
        groups.concat()
    }

    /// Everything that has a key. Made once, because keys are looked up in every frame.
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

    /// What menus call it; `…` when a dialog follows.
    #[must_use]
    pub fn label(&self) -> String {
        self.spec().label.into_owned()
    }

    /// True for what changes a project, or opens a dialog in order to: none of it is done in a project that is open for
    /// reading only. A memo can be read there.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.spec().writes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

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
