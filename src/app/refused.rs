//! A command that was refused because it would change memos or decisions of other coders: it is asked about, and done anyway
//! when the person says so. Passages of others are asked about before a command is given (`passage_act`).

use super::workspace::Workspace;
use crate::engine::{Command, Error, JobId};

#[derive(Clone, Debug)]
pub struct Refused {
    command: Command,
    job: JobId,
    /// What is said when it is done.
    note: Option<String>,
    /// Whose work it would change, in words.
    pub why: String,
}

impl Refused {
    #[must_use]
    pub fn question(&self) -> &'static str {
        match self.command {
            Command::Settle { .. } => "Replace this decision?",
            Command::Unsettle { .. } => "Take back this decision?",
            _ => "Remove a memo of another coder?",
        }
    }

    /// What the button says that does it.
    #[must_use]
    pub fn button(&self) -> &'static str {
        match self.command {
            Command::Settle { .. } => "Replace",
            Command::Unsettle { .. } => "Take back",
            _ => "Remove",
        }
    }
}

/// True for commands that are asked about when they are refused so.
pub(super) fn is_overridable(command: &Command) -> bool {
    matches!(command, Command::Remove { .. } | Command::Settle { .. } | Command::Unsettle { .. })
}

impl Workspace {
    /// Asks about a command that was refused; false when there is nothing to ask.
    pub(super) fn asks_about(
        &mut self,
        command: &mut Option<(JobId, Command)>,
        error: &Error,
        note: Option<&str>,
    ) -> bool {
        let why = match error {
            Error::OthersMemos { memos, .. } => format!("This also removes {}.", memos.of("memo")),
            Error::OthersDecision { who, .. } => format!("{who} settled this disagreement."),
            _ => return false,
        };
        let Some((job, command)) = command.take() else { return false };
        let note = note.map(str::to_owned);
        self.refused = Some(Refused { command, job, note, why });
        true
    }

    /// Does what was refused.
    pub fn do_refused(&mut self) {
        let Some(Refused { command, job, note, .. }) = self.refused.take() else { return };
        let again = self.execute(Command::Override(Box::new(command)));
        self.notes.extend(note.map(|note| (again, note)));
        self.compare.settles_again(job, again);
    }

    /// Leaves everything as it is.
    pub fn leave_refused(&mut self) {
        if let Some(refused) = self.refused.take() {
            self.compare.not_settled(refused.job);
        }
    }
}
