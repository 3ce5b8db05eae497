//! Short descriptions of commands, for messages that a command could not be saved.

use super::Command;
use crate::engine::table_import::TableKind;
use crate::model::Direction;
use crate::tr;

impl Command {
    /// Returns the name in lower case, as in a sentence: “coding a passage”.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::TakeImport { .. } => tr!("what failed" => "importing documents"),
            Self::Code { .. } => tr!("what failed" => "coding a passage"),
            Self::CodeMany { .. } => tr!("what failed" => "coding several passages"),
            Self::AddCode { .. } => tr!("what failed" => "adding a code"),
            Self::Remove { .. } => tr!("what failed" => "removing coded passages"),
            Self::Recode { .. } => tr!("what failed" => "changing the code of passages"),
            Self::MoveEdges { .. } => tr!("what failed" => "moving the edges of a passage"),
            Self::JoinPassages { .. } => tr!("what failed" => "joining passages"),
            Self::MarkImportant { .. } => tr!("what failed" => "marking passages as important"),
            Self::SetAccount { .. } => tr!("what failed" => "stating whose experience passages are about"),
            Self::ChangeCode { .. } => tr!("what failed" => "changing a code"),
            Self::MoveCode { .. } => tr!("what failed" => "moving a code"),
            Self::MergeCodes { .. } => tr!("what failed" => "merging codes"),
            Self::SplitCode { .. } => tr!("what failed" => "splitting a code"),
            Self::RemoveCode { .. } => tr!("what failed" => "removing a code"),
            Self::SaveDimension { .. } => tr!("what failed" => "changing a dimension"),
            Self::RemoveDimension { .. } => tr!("what failed" => "removing a dimension"),
            Self::EditText { .. } => tr!("what failed" => "correcting the text"),
            Self::Reread { .. } => tr!("what failed" => "reading files again"),
            Self::AddCoder { .. } => tr!("what failed" => "adding a coder"),
            Self::RenameCoder { .. } => tr!("what failed" => "renaming a coder"),
            Self::ImportCodebook { .. } => tr!("what failed" => "importing a codebook"),
            Self::MapSpeakers { .. } => tr!("what failed" => "stating who speaks"),
            Self::MergeParticipants { .. } => tr!("what failed" => "making two participants one"),
            Self::SetSpeakers { .. } => tr!("what failed" => "changing the speakers"),
            Self::RenameDocument { .. } => tr!("what failed" => "renaming a document"),
            Self::RemoveDocuments { .. } => tr!("what failed" => "removing documents"),
            Self::TieDocuments { .. } => tr!("what failed" => "assigning documents to a participant"),
            Self::MarkDone { .. } => tr!("what failed" => "marking documents as finished"),
            Self::SetBlind { .. } => tr!("what failed" => "changing blind coding"),
            Self::DescribeProject { .. } => tr!("what failed" => "changing the project's description"),
            Self::AddParticipant { .. } => tr!("what failed" => "adding a participant"),
            Self::RenameParticipant { .. } => tr!("what failed" => "renaming a participant"),
            Self::RemoveParticipants { .. } => tr!("what failed" => "removing participants"),
            Self::SetValue { .. } => tr!("what failed" => "changing a participant's value"),
            Self::SetDocumentValue { .. } => tr!("what failed" => "changing a value of documents"),
            Self::AddAttribute { .. } => tr!("what failed" => "adding an attribute"),
            Self::RenameAttribute { .. } => tr!("what failed" => "renaming an attribute"),
            Self::SetAttributeKind { .. } => tr!("what failed" => "changing the kind of an attribute"),
            Self::RemoveAttribute { .. } => tr!("what failed" => "removing an attribute"),
            Self::ImportTable { plan } => match plan.import().kind() {
                TableKind::Participants => tr!("what failed" => "importing participants"),
                TableKind::DocumentAttributes => tr!("what failed" => "importing attributes of documents"),
                TableKind::Codebook => tr!("what failed" => "importing a codebook"),
                TableKind::Segments => tr!("what failed" => "importing coded segments"),
                TableKind::Documents => tr!("what failed" => "importing documents from a table"),
                TableKind::Transcript => tr!("what failed" => "importing a transcript from a table"),
                TableKind::Speakers => tr!("what failed" => "stating who speaks"),
            },
            Self::UseTemplate { .. } => tr!("what failed" => "adding a framework"),
            Self::SaveTable { .. } => tr!("what failed" => "saving a table"),
            Self::RemoveTable { .. } => tr!("what failed" => "removing a table"),
            Self::SaveSet { .. } => tr!("what failed" => "saving a set"),
            Self::RemoveSet { .. } => tr!("what failed" => "removing a set"),
            Self::SaveQuery { .. } => tr!("what failed" => "saving a query"),
            Self::RemoveQuery { .. } => tr!("what failed" => "removing a query"),
            Self::SetMemo { .. } => tr!("what failed" => "saving a memo"),
            Self::RemoveMemo { .. } => tr!("what failed" => "removing a memo"),
            Self::Agree { .. } => tr!("what failed" => "creating the consensus coding"),
            Self::Settle { .. } | Self::Unsettle { .. } => tr!("what failed" => "resolving a disagreement"),
            Self::Merge { .. } => tr!("what failed" => "merging copies"),
            Self::Override(command) => command.label(),
            Self::Undo { .. } | Self::UndoTo { .. } => tr!("what failed" => "undoing"),
            Self::Redo { .. } | Self::DoAgain { .. } => tr!("what failed" => "redoing"),
            Self::StepUnlessOthers(direction) | Self::StepConfirmed { direction, .. } => match direction {
                Direction::Undo => tr!("what failed" => "undoing"),
                Direction::Redo => tr!("what failed" => "redoing"),
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
