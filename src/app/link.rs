//! Connects the window to the project: the current coder, queries and commands, and their messages.
//!
//! Everything that makes a query or gives a command receives a [`Link`]; it knows nothing of rooms and documents.
//! Must not depend on egui.

use super::advice::{Advice, Message, Offer};
use super::keeping::Keeping;
use super::submission::{Submission, Ticket};
use crate::engine::{Actor, Command, JobId, Query, Reply, Session};
use crate::i18n::Each;
use crate::model::{CodeId, UserId};
use std::collections::HashMap;

/// What can be undone and redone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoRedo {
    pub undo: Option<String>,
    pub redo: Option<String>,
}

/// What to do once a command has changed something.
#[derive(Clone, Debug, Default)]
pub(super) struct Afterwards {
    /// The message to show instead of the history's summary.
    pub note: Option<String>,
    /// The codes to list as used last.
    pub used: Vec<CodeId>,
    /// Whether to open the memo on the first passage that was added.
    pub memo: bool,
    /// The command itself, if it can be refused because of other coders' work and then confirmed.
    pub overridable: Option<Command>,
    /// The command undoes or redoes others, so that undo would not take it back.
    pub is_step: bool,
}

pub struct Link {
    session: Session,
    /// The current coder.
    me: Option<UserId>,
    /// Their name for the history; `None` until the study lists them.
    name: Option<String>,
    /// Whether the project can be changed.
    pub writable: bool,
    pub messages: Vec<Message>,
    /// The number of short messages so far.
    notes: u64,
    /// The running job that reports progress: done, and total.
    pub progress: Option<(JobId, u64, u64)>,
    pub keeping: Keeping,
    /// Summaries, from the history, of the latest change and of the change undone last.
    pub undo_redo: UndoRedo,
    /// What to do once a command has changed something.
    afterwards: HashMap<JobId, Afterwards>,
    /// The tickets for which dialogs are waiting.
    tickets: HashMap<JobId, Ticket>,
    /// The dialog that is submitting at the moment.
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
            notes: 0,
            progress: None,
            keeping: Keeping::default(),
            undo_redo: UndoRedo::default(),
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

    /// Sets the coder who gives commands and for whom queries are answered.
    pub(super) fn set_coder(&mut self, me: Option<UserId>, name: Option<String>) {
        (self.me, self.name) = (me, name);
        self.session.set_viewer(me);
    }

    pub fn ask(&mut self, query: Query) -> JobId {
        self.session.ask(query)
    }

    /// Requests a file to be written outside the project; the submitting dialog is notified of the result.
    pub fn ask_to_write(&mut self, query: Query) -> JobId {
        let job = self.ask(query);
        self.report(job);
        job
    }

    pub fn execute(&mut self, command: Command) -> JobId {
        self.execute_then(command, Afterwards::default())
    }

    /// Executes a command and shows the note if it has changed something; `used` are then the codes used last.
    pub fn execute_noting(&mut self, command: Command, note: String, used: Vec<CodeId>) -> JobId {
        self.execute_then(command, Afterwards { note: Some(note), used, ..Afterwards::default() })
    }

    pub(super) fn execute_then(&mut self, command: Command, mut afterwards: Afterwards) -> JobId {
        let asked_about = matches!(
            command,
            Command::Remove { .. }
                | Command::Settle { .. }
                | Command::Unsettle { .. }
                | Command::DoAgain { .. }
                | Command::TakeImport { .. }
                | Command::ImportTable { .. }
                | Command::Merge { .. }
        );
        afterwards.overridable = asked_about.then(|| command.clone());
        afterwards.is_step = matches!(
            command,
            Command::Undo { .. }
                | Command::Redo { .. }
                | Command::StepUnlessOthers(_)
                | Command::StepConfirmed { .. }
                | Command::UndoTo { .. }
        );
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

    /// Cancels what was submitted and is under way.
    pub fn cancel_submitted(&self, submission: &Submission) {
        let submitted = self.tickets.iter().filter(|(_, ticket)| ticket.is_of(submission));
        submitted.for_each(|(job, _)| self.cancel(*job));
    }

    /// Returns the progress of what was submitted and is under way, and the total, which is 0 if unknown.
    #[must_use]
    pub fn progress_of(&self, submission: &Submission) -> Option<(u64, u64)> {
        let (job, done, total) = self.progress?;
        self.tickets.get(&job).is_some_and(|ticket| ticket.is_of(submission)).then_some((done, total))
    }

    /// Returns the replies since the last call.
    pub(super) fn replies(&mut self) -> Vec<Reply> {
        self.session.replies()
    }

    /// Notes that a reply is being dealt with; those that follow are still missing.
    pub(super) fn take(&mut self, reply: &Reply) {
        self.session.take(reply);
    }

    /// True while a change is not saved yet.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.session.is_writing()
    }

    /// True while a reply is missing or a change is not saved yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_saving() || !self.session.pending().is_empty()
    }

    /// True when closing would lose work that a copy could still save; warns once, above all unread messages.
    pub fn warns_of_loss(&mut self) -> bool {
        let warning = self.keeping.warning_of_loss();
        let warns = warning.is_some();
        self.messages.splice(0..0, warning.map(Message::Trouble));
        warns
    }

    /// Requests what can be undone and redone.
    pub(super) fn ask_undo_redo(&mut self) {
        self.ask(Query::UndoRedo);
    }

    /// Shows for a few seconds what was done, and what can be done about it.
    pub(super) fn note_done(&mut self, message: impl Into<String>, offer: Offer) {
        self.messages.push(Message::Done(message.into(), offer));
        self.notes += 1;
    }

    /// The number of short messages so far.
    #[must_use]
    pub fn notes(&self) -> u64 {
        self.notes
    }

    /// Shows a message for a few seconds.
    pub fn note(&mut self, message: impl Into<String>) {
        self.messages.push(Message::Note(message.into()));
        self.notes += 1;
    }

    /// Shows a message that stays until it is dismissed.
    pub fn trouble(&mut self, advice: Each<Advice>) {
        self.messages.push(Message::Trouble(advice));
    }

    /// Removes from the messages how to undo what they are about, because undo would now undo a later change; if it was that
    /// change which was undone, the messages about it are removed.
    pub(super) fn takes_back_offers(&mut self, is_step: bool) {
        let offers = |message: &Message| matches!(message, Message::Trouble(one) if !one.current().undo.is_empty());
        self.messages.retain(|message| !is_step || !offers(message));
        for message in &mut self.messages {
            if let Message::Trouble(advice) = message {
                *advice = advice.clone().map(|advice| Advice { undo: String::new(), ..advice });
            }
        }
    }

    /// Reports why something cannot be done: in the dialog that submitted it, or else in a short message.
    pub fn refuse(&mut self, why: &str) {
        match &mut self.submitting {
            Some(submission) => submission.refuse_further(why),
            None => self.note(why),
        }
    }

    /// Returns what to do after a finished command.
    pub(super) fn afterwards(&mut self, job: JobId) -> Afterwards {
        self.afterwards.remove(&job).unwrap_or_default()
    }

    /// Notes that a job has ended.
    pub(super) fn ended(&mut self, job: JobId) {
        self.progress.take_if(|(under_way, _, _)| *under_way == job);
    }

    /// Sets the dialog that is notified of jobs from now on; returns the previous one.
    pub(super) fn submitting(&mut self, submission: Option<Submission>) -> Option<Submission> {
        std::mem::replace(&mut self.submitting, submission)
    }

    #[must_use]
    pub(super) fn submission(&self) -> Option<&Submission> {
        self.submitting.as_ref()
    }

    /// Registers the job with the submitting dialog, if any.
    fn report(&mut self, job: JobId) {
        let ticket = self.submitting.as_ref().map(Submission::ticket);
        self.tickets.extend(ticket.map(|ticket| (job, ticket)));
    }

    /// True while a dialog is waiting for something.
    #[must_use]
    pub fn is_submitting(&self) -> bool {
        self.tickets.values().any(Ticket::is_awaited)
    }

    /// Lets the dialog that waits for a refused command wait for the one that does it anyway.
    pub(super) fn waits_for(&mut self, refused: JobId, again: JobId) {
        if let Some(ticket) = self.tickets.remove(&refused) {
            self.tickets.insert(again, ticket);
        }
    }

    /// Reports success to the dialog.
    pub(super) fn job_done(&mut self, job: JobId) {
        if let Some(ticket) = self.tickets.remove(&job) {
            ticket.done();
        }
    }

    /// Reports cancellation to the dialog.
    pub(super) fn job_stopped(&mut self, job: JobId) {
        self.tickets.remove(&job);
    }

    /// Reports failure to the dialog; returns true if the dialog is still open to show it.
    pub(super) fn job_refused(&mut self, job: JobId, advice: &Advice) -> bool {
        self.tickets.remove(&job).is_some_and(|ticket| ticket.refuse(&advice.paragraph()))
    }
}
