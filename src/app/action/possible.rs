//! Which actions are available.

use super::{Action, CodingAct, DocumentAct, GoAct, Needs, TeamAct};
use crate::app::room::Room;
use crate::app::workspace::Workspace;

impl Action {
    /// True when what it needs is present; `None`: no project is open.
    #[must_use]
    pub fn is_possible(&self, workspace: Option<&Workspace>) -> bool {
        let spec = self.spec();
        let document = |workspace: &Workspace| workspace.document.is_some() && workspace.room == Room::Code;
        let is_met = match (spec.needs, workspace) {
            (Needs::Nothing, _) => true,
            (_, None) => false,
            (_, Some(workspace)) if spec.writes && !workspace.is_writable() => false,
            (Needs::Project, Some(_)) => true,
            (Needs::Document, Some(workspace)) => document(workspace),
            (Needs::Words, Some(workspace)) => document(workspace) && !workspace.selection.is_empty(),
        };
        is_met && workspace.is_none_or(|workspace| self.has_object(workspace))
    }

    /// True when the project has something for it to act on.
    fn has_object(&self, workspace: &Workspace) -> bool {
        let steps = &workspace.link.undo_redo;
        let study = workspace.study.as_deref();
        match self {
            Self::Undo => steps.undo.is_some(),
            Self::Redo => steps.redo.is_some(),
            Self::Document(DocumentAct::SaveOriginal) => {
                workspace.document.as_ref().is_some_and(|document| document.file.is_some())
            }
            Self::Document(DocumentAct::JoinParticipants) => study.is_some_and(|study| study.participants.len() > 1),
            Self::Coding(act) => act.has_object(workspace),
            Self::CodeOnKey(place) => workspace.tree.keys.code(*place).is_some(),
            Self::PinCode(code, None) => workspace.tree.keys.place(*code).is_some(),
            Self::Go(act) => act.has_object(workspace),
            Self::EndWalk => workspace.seen.walk.is_some(),
            Self::ShowAllCodes => workspace.seen.codes.is_some(),
            Self::BeCoder(user) => workspace.me() != Some(*user),
            Self::Team(act) => match act {
                TeamAct::RenameCoder => workspace.me().is_some(),
                TeamAct::BeginBlind => !workspace.is_blind(),
                TeamAct::LiftBlind => workspace.is_blind(),
                TeamAct::CreateConsensus => study.is_some_and(|study| study.coders().nth(1).is_some()),
                TeamAct::SettleWithCode => workspace.room == Room::Compare && workspace.rooms.compare.is_deciding(),
                TeamAct::CopyMethods => workspace.rooms.compare.compared.is_some(),
                TeamAct::AddCoder | TeamAct::AddRound | TeamAct::MergeCopies => true,
            },
            Self::DimensionValues => study.is_some_and(|study| !study.codebook.codes().is_empty()),
            Self::CodeFound => workspace.room == Room::Ask && workspace.rooms.ask.is_shown(),
            Self::CopyTable => workspace.rooms.tables.table.is_some(),
            _ => true,
        }
    }
}

impl CodingAct {
    fn has_object(self, workspace: &Workspace) -> bool {
        let at_cursor = &workspace.seen.at_cursor;
        match self {
            Self::Repeat => !workspace.recent.is_empty(),
            Self::FitEdges => at_cursor.has_passage && !workspace.selection.is_empty(),
            Self::Recode | Self::Important | Self::Account => at_cursor.has_passage,
            Self::Remove => at_cursor.has_passage || at_cursor.code.is_some(),
            Self::Rename => at_cursor.code.is_some() && workspace.room == Room::Code,
            Self::ChooseCode | Self::NewCode | Self::InVivo | Self::Memo => true,
        }
    }
}

impl GoAct {
    fn has_object(self, workspace: &Workspace) -> bool {
        let study = workspace.study.as_deref();
        let has_codes = study.is_some_and(|study| !study.codebook.codes().is_empty());
        match self {
            Self::NextPassage | Self::PreviousPassage => {
                workspace.document.as_ref().is_some_and(|document| document.passage_count() > 0)
            }
            Self::Walk => has_codes,
            Self::NextDocument | Self::PreviousDocument => study.is_some_and(|study| study.sources.len() > 1),
            Self::FilterCodes
            | Self::NextUncoded
            | Self::PreviousUncoded
            | Self::NextPane
            | Self::PreviousPane
            | Self::MenuBar => true,
        }
    }
}
