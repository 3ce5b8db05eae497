//! What a dialog or a field has asked for and waits for: it stays, with everything that was entered, until that is done;
//! when it cannot be done, it says why.
//!
//! A dialog owns a [`Submission`] and does what it is for within [`Workspace::submit`]: every command given there reports to
//! the dialog how it ended. When the dialog has gone meanwhile, a failure is told like any other.

use super::advice::Advice;
use super::workspace::Message;
use super::workspace::Workspace;
use crate::engine::{Command, JobId, Query};
use std::cell::RefCell;
use std::rc::{Rc, Weak};

#[derive(Debug, Default)]
struct Fate {
    /// Commands and queries that have not ended.
    under_way: usize,
    /// Some of it was done, and nothing has failed.
    done: bool,
    refusal: Option<String>,
}

/// What was submitted last, and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Submission(Rc<RefCell<Fate>>);

impl Submission {
    /// True while something was submitted and has not ended.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.0.borrow().under_way > 0
    }

    /// True once everything that was submitted is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let fate = self.0.borrow();
        fate.done && fate.under_way == 0
    }

    /// Why it could not be done, in words.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.0.borrow().refusal.clone()
    }

    /// One more thing that belongs to it.
    #[must_use]
    pub(super) fn ticket(&self) -> Ticket {
        self.0.borrow_mut().under_way += 1;
        Ticket(Rc::downgrade(&self.0))
    }

    /// The window itself sees that it cannot be done.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.0 = Rc::default();
        self.0.borrow_mut().refusal = Some(why.into());
    }

    /// Nothing is submitted, and nothing was refused.
    pub fn reset(&mut self) {
        self.0 = Rc::default();
    }
}

/// The right to say how one command or query of a submission ended. Dropped without a word, nothing has become of it: the
/// person has stopped on the way.
#[derive(Debug)]
pub(super) struct Ticket(Weak<RefCell<Fate>>);

impl Ticket {
    /// True while the dialog is there.
    fn is_awaited(&self) -> bool {
        self.0.strong_count() > 0
    }

    fn done(self) {
        if let Some(fate) = self.0.upgrade() {
            let mut fate = fate.borrow_mut();
            fate.done = fate.refusal.is_none();
        }
    }

    /// True when the dialog is still there to say why.
    fn refuse(self, why: &str) -> bool {
        let Some(fate) = self.0.upgrade() else { return false };
        let mut fate = fate.borrow_mut();
        (fate.done, fate.refusal) = (false, Some(why.to_owned()));
        true
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(fate) = self.0.upgrade() {
            let mut fate = fate.borrow_mut();
            fate.under_way = fate.under_way.saturating_sub(1);
        }
    }
}

impl Workspace {
    /// Does what a dialog is for; the dialog is told how it ended. What was refused before is forgotten. Where nothing has
    /// to be done, it is done.
    pub fn submit(&mut self, submission: &mut Submission, act: impl FnOnce(&mut Self)) {
        submission.reset();
        self.within(Some(submission.clone()), act);
        let mut fate = submission.0.borrow_mut();
        fate.done |= fate.under_way == 0 && fate.refusal.is_none();
    }

    /// The same for one command.
    pub fn give(&mut self, submission: &mut Submission, command: Command) {
        self.submit(submission, |workspace| {
            workspace.execute(command);
        });
    }

    pub(super) fn within(&mut self, submission: Option<Submission>, act: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.submitting, submission);
        act(self);
        self.submitting = outer;
    }

    /// The dialog that has asked for what is being done, if one has, is to be told how the job ends.
    pub(super) fn report(&mut self, job: JobId) {
        let ticket = self.submitting.as_ref().map(Submission::ticket);
        self.tickets.extend(ticket.map(|ticket| (job, ticket)));
    }

    /// Asks for something that is written beside the project.
    pub(super) fn ask_to_write(&mut self, query: Query) -> JobId {
        let job = self.ask(query);
        self.report(job);
        job
    }

    /// Says why something cannot be done: where it was asked for, else in the status line.
    pub fn refuse(&mut self, why: &str) {
        match &mut self.submitting {
            Some(submission) => submission.0.borrow_mut().refusal = Some(why.to_owned()),
            None => self.messages.push(Message::Note(why.to_owned())),
        }
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

    /// It could not be done. True when the dialog is there to say why.
    pub(super) fn job_refused(&mut self, job: JobId, advice: &Advice) -> bool {
        self.tickets.remove(&job).is_some_and(|ticket| ticket.refuse(&words(advice)))
    }
}

/// What happened and what to do, in one paragraph.
#[must_use]
pub fn words(advice: &Advice) -> String {
    format!("{} {}", advice.what, advice.todo).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_is_done_when_all_of_it_is() {
        let submission = Submission::default();
        let (first, second) = (submission.ticket(), submission.ticket());
        assert!(submission.is_under_way());
        first.done();
        assert!(submission.is_under_way() && !submission.is_done());
        second.done();
        assert!(!submission.is_under_way() && submission.is_done());
    }

    #[test]
    fn one_refusal_keeps_the_dialog_whatever_else_is_done() {
        for refused_first in [true, false] {
            let mut submission = Submission::default();
            let (first, second) = (submission.ticket(), submission.ticket());
            let (refused, done) = if refused_first { (first, second) } else { (second, first) };
            if refused_first {
                assert!(refused.refuse("taken"));
                done.done();
            } else {
                done.done();
                assert!(refused.refuse("taken"));
            }
            assert_eq!((submission.is_done(), submission.is_under_way()), (false, false));
            assert_eq!(submission.refusal().as_deref(), Some("taken"));
            // The next try begins anew.
            submission.reset();
            submission.ticket().done();
            assert_eq!((submission.is_done(), submission.refusal()), (true, None));
        }
    }

    #[test]
    fn a_ticket_outlives_its_dialog_and_says_so() {
        let submission = Submission::default();
        let ticket = submission.ticket();
        drop(submission);
        assert!(!ticket.refuse("nobody reads this"));
    }

    #[test]
    fn what_is_given_up_on_the_way_is_neither_done_nor_refused() {
        let submission = Submission::default();
        drop(submission.ticket());
        assert_eq!((submission.is_done(), submission.is_under_way(), submission.refusal()), (false, false, None));
    }
}
