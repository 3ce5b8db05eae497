//! A query or command that is awaited, and why it failed.

use super::advice::advise;
use super::link::Link;
use crate::engine::{Error, JobId, Query};

/// The latest of several queries or commands; what becomes of older ones is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    job: Option<JobId>,
    failure: Option<String>,
}

impl Pending {
    /// Awaits a query or command that was given.
    #[must_use]
    pub fn of(job: JobId) -> Self {
        Self { job: Some(job), failure: None }
    }

    /// Makes a query.
    #[must_use]
    pub fn asked(link: &mut Link, query: Query) -> Self {
        Self::of(link.ask(query))
    }

    pub fn ask(&mut self, link: &mut Link, query: Query) {
        *self = Self::asked(link, query);
    }

    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.job.is_some()
    }

    /// Returns the message about why the latest one failed, until it is repeated.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// True when this job is the one awaited.
    #[must_use]
    pub fn is(&self, job: JobId) -> bool {
        self.job == Some(job)
    }

    /// True when this job is the one awaited, which then ends.
    pub fn take(&mut self, job: JobId) -> bool {
        self.job.take_if(|awaited| *awaited == job).is_some()
    }

    /// True when this job is the one awaited, which then ends with a reason.
    pub fn failed(&mut self, job: JobId, error: &Error) -> bool {
        let is_pending = self.take(job);
        if is_pending {
            self.failure = Some(advise(error).paragraph());
        }
        is_pending
    }

    /// Ignores the answer.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Returns how much is done, and the total, if `reported` is the progress of what is awaited.
    #[must_use]
    pub fn progress(&self, reported: Option<(JobId, u64, u64)>) -> Option<(u64, u64)> {
        reported.filter(|(job, _, _)| self.is(*job)).map(|(_, done, total)| (done, total))
    }

    /// Asks the engine to stop what is awaited; its end is still awaited.
    pub fn stop(&self, link: &Link) {
        self.job.iter().for_each(|job| link.cancel(*job));
    }

    /// Cancels what is awaited; returns true if something was.
    pub fn cancel(&mut self, link: &Link) -> bool {
        let job = self.job.take();
        job.iter().for_each(|job| link.cancel(*job));
        job.is_some()
    }
}
