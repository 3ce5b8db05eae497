//! What the user chooses in a merge.

use crate::model::{CodingId, Guid, Noun};

/// How the project would be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChoiceKind {
    /// A passage that its coder changed in the copy after the version here; taking it replaces the one here.
    NewerPassage,
    /// A memo with other words in the copy; taking it replaces those here.
    ChangedMemo,
    /// The same memo; taking it appends the words of the copy to those here.
    JoinedMemo,
    /// A passage that its coder removed from the copy after the last change here; taking it removes it here.
    RemovedPassage,
    /// A memo that its author removed from the copy after the last change here; taking it removes it here.
    RemovedMemo,
    /// A passage that was removed here; taking it adds it again.
    ReturningPassage,
    /// A memo that was removed here; taking it adds it again.
    ReturningMemo,
    /// A passage that only the copy has and whose words differ here, because one of the texts was corrected; taking it adds it
    /// where these words are.
    CorrectedPassage,
    /// A mark as finished that was withdrawn in the copy after it was set here; taking it withdraws it here.
    WithdrawnMark,
    /// A speaker who is a participant only in the copy; taking it states so here.
    NewSpeaker,
    /// A speaker who is another participant in the copy, or who is one there and was taken from a participant here, or whose
    /// document belongs to one participant here; taking it states here who it is.
    OtherSpeaker,
    /// A speaker who is a participant here, and was taken from that participant in the copy; taking it does so here.
    UnassignedSpeaker,
    /// A speaker for whom the copy states another role; taking it states that here.
    OtherRole,
    /// A passage for which only the copy states whose experience it is about; taking it states that here.
    NewAccount,
    /// A passage that is about another person's experience in the copy, or for which this is not stated there any more or was
    /// taken back here; taking it states here what the copy states.
    OtherAccount,
    /// A passage that is marked as important only in the copy; taking it marks it here.
    Importance,
}

impl ChoiceKind {
    pub const ALL: [Self; 16] = [
        Self::NewerPassage,
        Self::ChangedMemo,
        Self::JoinedMemo,
        Self::RemovedPassage,
        Self::RemovedMemo,
        Self::ReturningPassage,
        Self::ReturningMemo,
        Self::CorrectedPassage,
        Self::WithdrawnMark,
        Self::NewSpeaker,
        Self::OtherSpeaker,
        Self::UnassignedSpeaker,
        Self::OtherRole,
        Self::NewAccount,
        Self::OtherAccount,
        Self::Importance,
    ];

    /// The kinds that concern who speaks and that are taken only if the user says so.
    pub const WHO_SPEAKS: [Self; 3] = [Self::OtherSpeaker, Self::UnassignedSpeaker, Self::OtherRole];

    /// The kinds that concern marks of passages and that are taken only if the user says so.
    pub const MARKS: [Self; 2] = [Self::OtherAccount, Self::Importance];

    /// Returns what things of this kind are called.
    #[must_use]
    pub fn noun(self) -> Noun {
        match self {
            Self::NewerPassage
            | Self::RemovedPassage
            | Self::ReturningPassage
            | Self::CorrectedPassage
            | Self::NewAccount
            | Self::OtherAccount
            | Self::Importance => Noun::Passage,
            Self::ChangedMemo | Self::JoinedMemo | Self::RemovedMemo | Self::ReturningMemo => Noun::Memo,
            Self::WithdrawnMark => Noun::FinishedMark,
            Self::NewSpeaker | Self::OtherSpeaker | Self::UnassignedSpeaker | Self::OtherRole => Noun::Speaker,
        }
    }

    /// True if the plan lists it among its differences.
    pub(super) fn is_difference(self) -> bool {
        match self {
            Self::NewerPassage | Self::ReturningPassage | Self::ReturningMemo | Self::CorrectedPassage => false,
            Self::ChangedMemo
            | Self::JoinedMemo
            | Self::RemovedPassage
            | Self::RemovedMemo
            | Self::WithdrawnMark
            | Self::NewSpeaker
            | Self::OtherSpeaker
            | Self::UnassignedSpeaker
            | Self::OtherRole
            | Self::NewAccount
            | Self::OtherAccount
            | Self::Importance => true,
        }
    }
}

/// Identifies something that the user may take from a copy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MergeChoice {
    /// The copy's path.
    pub copy: String,
    pub kind: ChoiceKind,
    pub thing: MergeThing,
}

/// What a choice is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MergeThing {
    /// A passage or memo.
    Item(Guid),
    /// That a coder of this project has finished a document.
    Mark { document: Guid, coder: String },
    /// Who speaks under a label of a document of this project.
    Speaker { document: Guid, label: String },
    /// The role of a speaker in a document of this project.
    Role { document: Guid, label: String },
    /// Whose experience a passage of this project is about.
    Account(CodingId),
    /// Whether a passage of this project is marked as important.
    Importance(CodingId),
}
