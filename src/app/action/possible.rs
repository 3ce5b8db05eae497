//! Which actions are available.

use super::{Action, Needs};
use crate::app::room::Room;
use crate::app::workspace::Workspace;

impl Action {
    /// True when what it needs is present; `None`: no project is open.
    #[must_use]
    pub fn is_possible(&self, workspace: Option<&Workspace>) -> bool {
        let spec = self.spec();
        let document = |workspace: &Workspace| workspace.document.is_some() && workspace.room == Room::Code;
        match (spec.needs, workspace) {
            (Needs::Nothing, _) => true,
            (_, None) => false,
            (_, Some(workspace)) if spec.writes && !workspace.is_writable() => false,
            (Needs::Project, Some(_)) => true,
            (Needs::Document, Some(workspace)) => document(workspace),
            (Needs::Words, Some(workspace)) => document(workspace) && !workspace.selection.is_empty(),
        }
    }
}
