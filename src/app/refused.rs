//! A command that was refused because it would change memos or decisions of other coders: it is asked about, and done anyway
//! when the person says so. Passages of others are asked about before a command is given (`passage_act`).

use super::link::Afterwards;
use super::questions::RefusedCommand;
use super::workspace::Workspace;
use crate::engine::{Command, Error, JobId};

impl Workspace {
    /// Asks about a command that was refused; false when there is nothing to ask.
    pub(super) fn asks_about(&mut self, job: JobId, afterwards: &mut Afterwards, error: &Error) -> bool {
        let why = match error {
            Error::OthersMemos { memos, .. } => format!("This also removes {}.", memos.of("memo")),
            Error::OthersDecision { who, .. } => format!("{who} settled this disagreement."),
            _ => return false,
        };
        let Some(command) = afterwards.overridable.take() else { return false };
        self.questions.refused = Some(RefusedCommand { command, job, afterwards: std::mem::take(afterwards), why });
        true
    }

    /// Does what was refused.
    pub fn do_refused(&mut self) {
        let Some(RefusedCommand { command, job, afterwards, .. }) = self.questions.refused.take() else { return };
        let again = self.link.execute_then(Command::Override(Box::new(command)), afterwards);
        self.rooms.compare.settles_again(job, again);
    }

    /// Leaves everything as it is.
    pub fn leave_refused(&mut self) {
        if let Some(refused) = self.questions.refused.take() {
            self.rooms.compare.not_settled(refused.job);
        }
    }
}
