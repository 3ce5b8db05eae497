//! Connects the window to the project: the current coder, questions and commands, and the messages about them.
//!
//! Whatever asks a question or gives a command gets a [`Link`]; it knows nothing of rooms and documents.
//! Must not know: egui.

use super::advice::{Advice, Message};
use super::keeping::Keeping;
use super::submission::{Submission, Ticket};
use crate::engine::{Actor, Command, JobId, Query, Reply, Session};
use crate::model::{CodeId, UserId};
use std::collections::HashMap;

/// What can be undone and done again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoRedo {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

/// What follows when a command has changed something.
#[derive(Clone, Debug, Default)]
pub(super) struct Afterwards {
    /// What is said, in place of the entry in the history.
    pub note: Option<String>,
    /// Codes that were used last from then on.
    pub used: Vec<CodeId>,
    /// The command itself, when it may be refused for the sake of other coders and asked about.
    pub overridable: Option<Command>,
}

pub struct Link {
    session: Session,
    /// Who codes here.
    me: Option<UserId>,
    /// Their name for the history; `None` until the study lists them.
    name: Option<String>,
    /// The project can be changed here.
    pub writable: bool,
    pub messages: Vec<Message>,
    /// The job under way that reports how far it is: done, of how much.
    pub progress: Option<(JobId, u64, u64)>,
    pub keeping: Keeping,
    /// What the latest change was, and the change that was undone last: in the words of the history.
    pub turns: UndoRedo,
    /// What follows when a command has changed something.
    afterwards: HashMap<JobId, Afterwards>,
    /// What dialogs wait for.
    tickets: HashMap<JobId, Ticket>,
    /// The dialog that has asked for what is being done now.
    submitting: Option<Submission>,
}

impl Link {
    #[must_use]
    pub(super) fn new(session: Session) -> Self {
        Self {
            session,
            me: None,
            name: None,
            writable: false,
            messages: Vec::new(),
            progress: None,
            keeping: Keeping::default(),
            turns: UndoRedo::default(),
            afterwards: HashMap::new(),
            tickets: HashMap::new(),
            submitting: None,
        }
    }

    #[must_use]
    pub fn me(&self) -> Option<UserId> {
        self.me
    }

    #[must_use]
    pub fn my_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// From now on this coder gives the commands and sees the answers.
    pub(super) fn be(&mut self, me: Option<UserId>, name: Option<String>) {
        (self.me, self.name) = (me, name);
        self.session.look_as(me);
    }

    pub fn ask(&mut self, query: Query) -> JobId {
        self.session.ask(query)
    }

    /// Asks for something that is written beside the project; the dialog that asks is told how it ends.
    pub fn ask_to_write(&mut self, query: Query) -> JobId {
        let job = self.ask(query);
        self.report(job);
        job
    }

    pub fn execute(&mut self, command: Command) -> JobId {
        self.execute_then(command, Afterwards::default())
    }

    /// Does a command and says the note when it has changed something; `used` are then the codes used last.
    pub fn execute_noting(&mut self, command: Command, note: String, used: Vec<CodeId>) -> JobId {
        self.execute_then(command, Afterwards { note: Some(note), used, overridable: None })
    }

    pub(super) fn execute_then(&mut self, command: Command, mut afterwards: Afterwards) -> JobId {
        let asked_about = matches!(command, Command::Remove { .. } | Command::Settle { .. } | Command::Unsettle { .. });
        afterwards.overridable = asked_about.then(|| command.clone());
        let label = command.label();
        let job = self.session.execute(command, Actor::from(self.me));
        self.afterwards.insert(job, afterwards);
        self.keeping.begins(job, label);
        self.report(job);
        job
    }

    pub fn cancel(&self, job: JobId) {
        self.session.cancel(job);
    }

    /// What has come in since.
    pub(super) fn replies(&mut self) -> Vec<Reply> {
        self.session.replies()
    }

    /// True while a change is not saved yet.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.session.is_writing()
    }

    /// True while something that was asked for has not come, or a change is not saved yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_saving() || !self.session.pending().is_empty()
    }

    /// True when closing would lose work that a copy can still save; said once, before whatever has not been read yet.
    pub fn warns_of_loss(&mut self) -> bool {
        let warning = self.keeping.warning_of_loss();
        let warns = warning.is_some();
        self.messages.splice(0..0, warning.map(Message::Trouble));
        warns
    }

    /// Asks what can be undone and done again.
    pub(super) fn ask_turns(&mut self) {
        self.ask(Query::Turns);
    }

    /// Says something in the status line.
    pub fn note(&mut self, words: impl Into<String>) {
        self.messages.push(Message::Note(words.into()));
    }

    /// Says something that stays until it is read.
    pub fn trouble(&mut self, advice: Advice) {
        self.messages.push(Message::Trouble(advice));
    }

    /// Says why something cannot be done: where it was asked for, else in the status line.
    pub fn refuse(&mut self, why: &str) {
        match &mut self.submitting {
            Some(submission) => submission.refuse_further(why),
            None => self.note(why),
        }
    }

    /// What follows now that a command is done.
    pub(super) fn afterwards(&mut self, job: JobId) -> Afterwards {
        self.afterwards.remove(&job).unwrap_or_default()
    }

    /// A job has ended: it is no longer under way.
    pub(super) fn ended(&mut self, job: JobId) {
        self.progress.take_if(|(under_way, _, _)| *under_way == job);
    }

    /// Sets the dialog that is told how the jobs given from now on end; returns the one that was told before.
    pub(super) fn submitting(&mut self, submission: Option<Submission>) -> Option<Submission> {
        std::mem::replace(&mut self.submitting, submission)
    }

    #[must_use]
    pub(super) fn submission(&self) -> Option<&Submission> {
        self.submitting.as_ref()
    }

    /// The dialog that has asked for what is being done, if one has, is to be told how the job ends.
    fn report(&mut self, job: JobId) {
        let ticket = self.submitting.as_ref().map(Submission::ticket);
        self.tickets.extend(ticket.map(|ticket| (job, ticket)));
    }

    /// True while a dialog waits for something.
    #[must_use]
    pub fn is_submitting(&self) -> bool {
        self.tickets.values().any(Ticket::is_awaited)
    }

    /// What was submitted is done.
    pub(super) fn job_done(&mut self, job: JobId) {
        if let Some(ticket) = self.tickets.remove(&job) {
            ticket.done();
        }
    }

    /// It was stopped on the way.
    pub(super) fn job_stopped(&mut self, job: JobId) {
        self.tickets.remove(&job);
    }

    /// It could not be done. True when the dialog is there to say why.
    pub(super) fn job_refused(&mut self, job: JobId, advice: &Advice) -> bool {
        self.tickets.remove(&job).is_some_and(|ticket| ticket.refuse(&super::submission::words(advice)))
    }
}
