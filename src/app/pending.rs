//! A query waiting for its answer.

use super::link::Link;
use crate::engine::{JobId, Query};

/// The latest of several queries; answers to older ones are ignored.
#[derive(Clone, Debug, Default)]
pub struct Pending(Option<JobId>);

impl Pending {
    /// Makes a query.
    #[must_use]
    pub fn asked(link: &mut Link, query: Query) -> Self {
        Self(Some(link.ask(query)))
    }

    pub fn ask(&mut self, link: &mut Link, query: Query) {
        *self = Self::asked(link, query);
    }

    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.0.is_some()
    }

    /// True when this job is the one awaited.
    #[must_use]
    pub fn is(&self, job: JobId) -> bool {
        self.0 == Some(job)
    }

    /// True when this job is the one awaited, which then ends.
    pub fn take(&mut self, job: JobId) -> bool {
        self.0.take_if(|awaited| *awaited == job).is_some()
    }

    /// Ignores the answer.
    pub fn forget(&mut self) {
        self.0 = None;
    }

    /// Cancels the query; returns true if it was waiting.
    pub fn cancel(&mut self, link: &Link) -> bool {
        let job = self.0.take();
        job.iter().for_each(|job| link.cancel(*job));
        job.is_some()
    }
}
