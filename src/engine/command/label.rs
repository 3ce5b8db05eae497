//! Short descriptions of commands, for messages that a command could not be saved.

use super::Command;
use crate::engine::table_import::TableKind;
use crate::model::Direction;

impl Command {
    /// Returns the name in lower case, as in a sentence: “coding a passage”.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::TakeImport { .. } => "importing documents",
            Self::Code { .. } => "coding a passage",
            Self::CodeMany { .. } => "coding several passages",
            Self::AddCode { .. } => "adding a code",
            Self::Remove { .. } => "removing coded passages",
            Self::Recode { .. } => "changing the code of passages",
            Self::MoveEdges { .. } => "moving the edges of a passage",
            Self::MarkImportant { .. } => "marking passages as important",
            Self::ChangeCode { .. } => "changing a code",
            Self::MoveCode { .. } => "moving a code",
            Self::MergeCodes { .. } => "merging codes",
            Self::SplitCode { .. } => "splitting a code",
            Self::RemoveCode { .. } => "removing a code",
            Self::SaveFacet { .. } => "changing a dimension",
            Self::RemoveFacet { .. } => "removing a dimension",
            Self::EditText { .. } => "correcting the text",
            Self::Reread { .. } => "reading files again",
            Self::AddCoder { .. } => "adding a coder",
            Self::RenameCoder { .. } => "renaming a coder",
            Self::ImportCodebook { .. } => "importing a codebook",
            Self::SetSpeakers { .. } => "changing the speakers",
            Self::RenameDocument { .. } => "renaming a document",
            Self::RemoveDocuments { .. } => "removing documents",
            Self::TieDocuments { .. } => "assigning documents to a participant",
            Self::MarkDone { .. } => "marking documents as finished",
            Self::SetBlind { .. } => "changing blind coding",
            Self::DescribeProject { .. } => "changing the project's description",
            Self::AddParticipant { .. } => "adding a participant",
            Self::RenameParticipant { .. } => "renaming a participant",
            Self::RemoveParticipants { .. } => "removing participants",
            Self::SetValue { .. } => "changing a participant's value",
            Self::AddAttribute { .. } => "adding an attribute",
            Self::RenameAttribute { .. } => "renaming an attribute",
            Self::SetAttributeKind { .. } => "changing the kind of an attribute",
            Self::RemoveAttribute { .. } => "removing an attribute",
            Self::ImportTable { plan } => match plan.import().kind() {
                TableKind::Participants => "importing participants",
                TableKind::Codebook => "importing a codebook",
                TableKind::Segments => "importing coded segments",
                TableKind::Documents => "importing documents from a table",
                TableKind::Transcript => "importing a transcript from a table",
            },
            Self::UseTemplate { .. } => "adding a template",
            Self::SaveTable { .. } => "saving a table",
            Self::RemoveTable { .. } => "removing a table",
            Self::SetMemo { .. } => "saving a memo",
            Self::RemoveMemo { .. } => "removing a memo",
            Self::Agree { .. } => "creating the consensus coding",
            Self::Settle { .. } | Self::Unsettle { .. } => "settling a disagreement",
            Self::Merge { .. } => "merging copies",
            Self::Override(command) => command.label(),
            Self::Undo { .. } | Self::UndoTo { .. } => "undoing",
            Self::Redo { .. } | Self::DoAgain { .. } => "redoing",
            Self::StepUnlessOthers(direction) | Self::StepConfirmed { direction, .. } => match direction {
                Direction::Undo => "undoing",
                Direction::Redo => "redoing",
            },
        }
    }

    /// True for commands that add many things to a project at once.
    #[must_use]
    pub fn is_import(&self) -> bool {
        matches!(
            self,
            Self::TakeImport { .. } | Self::ImportCodebook { .. } | Self::ImportTable { .. } | Self::Merge { .. }
        )
    }
}
