//! Questions and results with their own dialog, and the actions waiting for an answer.

use super::link::{Afterwards, Link};
use super::part::{Around, Part};
use super::pending::Pending;
use super::workspace::Workspace;
use crate::engine::command::Consensus;
use crate::engine::session::PositionQuestion;
use crate::engine::{Answer, Command, Error, JobId, Outcome, Work};
use crate::model::{Direction, OpId, SourceId, UserId};
use crate::tr;

/// Questions and results with their own dialog.
#[derive(Default)]
pub struct Questions {
    /// The question for the coder's name, while something waits for it.
    pub naming: Option<Naming>,
    /// The words that are coded next get a memo.
    pub memo_after: bool,
    /// The name of a new code is to be asked for.
    pub new_code: bool,
    /// The result of building the consensus coding, until it is dismissed.
    pub consensus: Option<Consensus>,
    /// Positions of the project of another program that was just opened, until the user has decided how to read
    /// them.
    pub positions: Option<PositionQuestion>,
    /// An undo or redo waiting for confirmation.
    pub step: Option<StepQuestion>,
    /// A command that would change memos or decisions of other coders or contradict a decision, waiting for confirmation.
    pub refused: Option<RefusedCommand>,
    /// What would show work that blind coding hides, waiting for confirmation.
    pub reveal: Option<Reveal>,
}

/// Something that shows other coders' work during blind coding before the current coder has coded the same texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// The current coder marks documents as finished and has coded nothing in some of them.
    Finish {
        sources: Vec<SourceId>,
        /// Those without passages of the coder.
        uncoded: Vec<SourceId>,
    },
    /// The current coder becomes another one.
    Become(UserId),
}

/// An action waiting for a coder's name.
pub(super) type Then = Box<dyn FnOnce(&mut Workspace, UserId)>;

/// A question for the name of the user.
pub struct Naming {
    /// The initial content of the field.
    pub name: String,
    /// The command that adds the coder, once a name was given.
    pub(super) pending: Pending,
    /// The coder, once known; waiting actions continue when the study lists them.
    pub(super) coder: Option<UserId>,
    pub(super) then: Vec<Then>,
}

impl Naming {
    /// True until a valid name is given.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.pending.is_waiting() && self.coder.is_none()
    }
}

impl Part for Questions {
    fn take(&mut self, _: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        Some(answer)
    }

    fn failed(&mut self, _: JobId, _: &Error) -> bool {
        false
    }

    /// If the coder could not be added, the question for the name is open again.
    fn done(&mut self, job: JobId, result: Result<&Outcome, &Error>, _: &mut Link) -> bool {
        if let Some(naming) = self.naming.as_mut().filter(|naming| naming.pending.is(job)) {
            naming.pending.forget();
            naming.coder = result.ok().and_then(|outcome| outcome.added_coder);
        }
        false
    }
}

/// An undo or redo that changes other coders' work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepQuestion {
    pub direction: Direction,
    /// The history entry that would be undone or redone.
    pub(super) entry: OpId,
    /// Its description.
    pub summary: String,
    /// The work of other coders that it changes.
    pub work: Work,
}

impl StepQuestion {
    /// Describes the changes: a sentence each for passages, memos and decisions.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        self.work.sentences(tr!("what changes others’ work" => "This"))
    }
}

#[derive(Clone, Debug)]
pub struct RefusedCommand {
    pub(super) command: Command,
    pub(super) job: JobId,
    /// What to do when it is done.
    pub(super) afterwards: Afterwards,
    /// A description of whose work it would change, or which decisions.
    pub why: String,
    /// It is a decision that contradicts earlier ones.
    pub contradicts: bool,
}

impl RefusedCommand {
    #[must_use]
    pub fn question(&self) -> &'static str {
        match self.command {
            _ if self.contradicts => tr!("Which decision holds?"),
            Command::Settle { .. } => tr!("Replace this decision?"),
            Command::Unsettle { .. } => tr!("Withdraw this decision?"),
            Command::DoAgain { .. } => tr!("Do this again?"),
            Command::TakeImport { .. } | Command::ImportTable { .. } | Command::Merge { .. } => {
                tr!("Change other coders’ passages?")
            }
            _ => tr!("Delete another coder’s memo?"),
        }
    }

    /// Returns the label of the button that confirms it.
    #[must_use]
    pub fn button(&self) -> &'static str {
        match self.command {
            _ if self.contradicts => tr!("Replace the earlier decision"),
            Command::Settle { .. } => tr!("Replace"),
            Command::Unsettle { .. } => tr!("Withdraw"),
            Command::DoAgain { .. } => tr!("Do again"),
            Command::TakeImport { .. } | Command::ImportTable { .. } => tr!("Import anyway"),
            Command::Merge { .. } => tr!("Merge anyway"),
            _ => tr!("Delete"),
        }
    }
}
