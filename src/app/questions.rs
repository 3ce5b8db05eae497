//! Questions and results that get a dialog of their own, and what waits for the answer.

use super::link::Afterwards;
use super::workspace::Workspace;
use crate::engine::command::Consensus;
use crate::engine::session::PositionQuestion;
use crate::engine::{Command, JobId, Work};
use crate::model::UserId;

/// Questions and results that get a dialog of their own.
#[derive(Default)]
pub struct Questions {
    /// The question for the name of whoever codes here, while something waits for it.
    pub naming: Option<Naming>,
    /// What building the consensus coding came to, until it was looked at.
    pub consensus: Option<Consensus>,
    /// Positions of the project of another program that was just opened, until their reading was chosen.
    pub positions: Option<PositionQuestion>,
    /// A step of undo or redo that waits for an answer.
    pub turning: Option<Turning>,
    /// A command that would change memos or decisions of other coders, and waits for an answer.
    pub refused: Option<RefusedCommand>,
}

/// What waits for a name.
pub(super) type Then = Box<dyn FnOnce(&mut Workspace, UserId)>;

/// A question for the name of the person at the window.
pub struct Naming {
    /// What the field holds at first.
    pub name: String,
    /// The command that adds the coder, once a name was given.
    pub(super) job: Option<JobId>,
    /// The coder, once known; what waits goes on when the study lists them.
    pub(super) coder: Option<UserId>,
    pub(super) then: Vec<Then>,
}

impl Naming {
    /// True until a name is given that can be taken.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.job.is_none() && self.coder.is_none()
    }
}

/// A step of undo or redo that changes work of other coders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turning {
    pub redo: bool,
    /// What would be undone or redone, in the words of the history.
    pub entry: String,
    /// What of other coders it changes.
    pub work: Work,
}

impl Turning {
    /// What it changes, a sentence for passages, one for memos, one for decisions.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        self.work.parts().into_iter().map(|part| format!("This changes {part}.")).collect()
    }
}

#[derive(Clone, Debug)]
pub struct RefusedCommand {
    pub(super) command: Command,
    pub(super) job: JobId,
    /// What follows when it is done.
    pub(super) afterwards: Afterwards,
    /// Whose work it would change, in words.
    pub why: String,
}

impl RefusedCommand {
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
