//! The submission of a dialog or a field: it stays open with everything entered until the submission is done, and
//! shows the reason if it cannot be done.
//!
//! A dialog owns a [`Submission`] and acts within `Workspace::submit`: every command given there reports its result
//! to the dialog. If the dialog was closed meanwhile, a failure is reported like any other.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

#[derive(Debug, Default)]
struct Fate {
    /// Number of commands and queries that have not ended.
    under_way: usize,
    /// Something was done, and nothing has failed.
    done: bool,
    refusal: Option<String>,
}

/// The latest submission and its result.
#[derive(Clone, Debug, Default)]
pub struct Submission(Rc<RefCell<Fate>>);

impl Submission {
    /// True while a submission has not ended.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.0.borrow().under_way > 0
    }

    /// True once everything submitted is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let fate = self.0.borrow();
        fate.done && fate.under_way == 0
    }

    /// Returns why it could not be done.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.0.borrow().refusal.clone()
    }

    /// Marks the submission as done if nothing had to be done.
    pub(super) fn close(&self) {
        let mut fate = self.0.borrow_mut();
        fate.done |= fate.under_way == 0 && fate.refusal.is_none();
    }

    /// Returns a ticket for one more command or query.
    #[must_use]
    pub(super) fn ticket(&self) -> Ticket {
        self.0.borrow_mut().under_way += 1;
        Ticket(Rc::downgrade(&self.0))
    }

    /// Replaces the reason why it cannot be done.
    pub(super) fn refuse_further(&mut self, why: &str) {
        self.0.borrow_mut().refusal = Some(why.to_owned());
    }

    /// Refuses it because of a reason found by the window itself.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.0 = Rc::default();
        self.0.borrow_mut().refusal = Some(why.into());
    }

    /// Clears the submission and any refusal.
    pub fn reset(&mut self) {
        self.0 = Rc::default();
    }
}

/// Reports how one command or query of a submission ended. Dropping it without a report means that the user
/// cancelled.
#[derive(Debug)]
pub(super) struct Ticket(Weak<RefCell<Fate>>);

impl Ticket {
    /// True while the dialog is open.
    pub(super) fn is_awaited(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// True for a ticket of this submission.
    pub(super) fn is_of(&self, submission: &Submission) -> bool {
        std::ptr::eq(self.0.as_ptr(), Rc::as_ptr(&submission.0))
    }

    pub(super) fn done(self) {
        if let Some(fate) = self.0.upgrade() {
            let mut fate = fate.borrow_mut();
            fate.done = fate.refusal.is_none();
        }
    }

    /// Reports a failure; returns true when the dialog is still open to show it.
    pub(super) fn refuse(self, why: &str) -> bool {
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
            // The next attempt starts afresh.
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
