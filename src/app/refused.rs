//! Commands that were refused because they would change memos or decisions of other coders; the user can confirm
//! them. For passages, the user is asked before a command is given (`passage_act`).

use super::link::Afterwards;
use super::questions::RefusedCommand;
use super::workspace::Workspace;
use crate::engine::{Command, Error, JobId};

impl Workspace {
    /// Asks for confirmation of a refused command; returns false when there is nothing to ask.
    pub(super) fn asks_about(&mut self, job: JobId, afterwards: &mut Afterwards, error: &Error) -> bool {
        let why = match error {
            Error::OthersMemos { memos, .. } => format!("This also removes {}.", memos.of("memo")),
            Error::OthersDecision { who, .. } => format!("{who} settled this disagreement."),
            Error::ChangesOthers { summary, work, .. } if afterwards.overridable.is_some() => {
                format!("“{summary}” changes {}.", work.parts().join(" and "))
            }
            _ => return false,
        };
        let Some(command) = afterwards.overridable.take() else { return false };
        self.questions.refused = Some(RefusedCommand { command, job, afterwards: std::mem::take(afterwards), why });
        true
    }

    /// Executes the refused command.
    pub fn do_refused(&mut self) {
        let Some(RefusedCommand { command, job, afterwards, .. }) = self.questions.refused.take() else { return };
        let again = self.link.execute_then(Command::Override(Box::new(command)), afterwards);
        self.rooms.compare.settles_again(job, again);
    }

    /// Drops the refused command.
    pub fn leave_refused(&mut self) {
        if let Some(refused) = self.questions.refused.take() {
            self.rooms.compare.not_settled(refused.job);
        }
    }
}
