//! What the user chooses in a merge.

use crate::model::{Guid, Noun};

/// What a choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChoiceKind {
    /// A passage that its coder changed in the copy after the version here; taking it replaces the one here.
    NewerPassage,
    /// A memo that its author changed in the copy after the version here; taking it replaces the one here.
    NewerMemo,
    /// A passage that its coder removed from the copy after the last change here; taking it removes it here.
    RemovedPassage,
    /// A memo that its author removed from the copy after the last change here; taking it removes it here.
    RemovedMemo,
    /// A passage that was removed here; taking it adds it again.
    ReturningPassage,
    /// A memo that was removed here; taking it adds it again.
    ReturningMemo,
}

impl ChoiceKind {
    pub const ALL: [Self; 6] = [
        Self::NewerPassage,
        Self::NewerMemo,
        Self::RemovedPassage,
        Self::RemovedMemo,
        Self::ReturningPassage,
        Self::ReturningMemo,
    ];

    /// Returns what things of this kind are called.
    #[must_use]
    pub fn noun(self) -> Noun {
        match self {
            Self::NewerPassage | Self::RemovedPassage | Self::ReturningPassage => Noun::Passage,
            Self::NewerMemo | Self::RemovedMemo | Self::ReturningMemo => Noun::Memo,
        }
    }
}

/// Identifies something that the user may take from a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeChoice {
    /// The copy's path.
    pub copy: String,
    pub kind: ChoiceKind,
    /// The passage or memo.
    pub thing: Guid,
}
