//! The comparison of a document's text with one that is to replace it.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use crate::engine::spoken::{Replaced, Replacement};
use crate::engine::{Answer, Error, JobId, Query};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct TextChanges {
    asked: Option<Arc<Replacement>>,
    found: Option<Arc<Replaced>>,
    pub pending: Pending,
}

impl TextChanges {
    /// Requests the comparison, unless it was the last one requested.
    pub fn ask(&mut self, replacement: Replacement, link: &mut Link) {
        if self.asked.as_deref() != Some(&replacement) {
            self.asked = Some(Arc::new(replacement));
            self.try_again(link);
        }
    }

    /// Requests the last comparison again.
    pub fn try_again(&mut self, link: &mut Link) {
        if let Some(asked) = self.asked.clone() {
            self.found = None;
            self.pending.ask(link, Query::CompareTexts(asked));
        }
    }

    /// Returns the comparison requested last, once it has arrived.
    #[must_use]
    pub fn found(&self) -> Option<&Arc<Replaced>> {
        self.found.as_ref()
    }
}

impl Part for TextChanges {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::TextsCompared(found) if self.pending.take(job) => self.found = Some(found),
            answer => return Some(answer),
        }
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        self.pending.failed(job, error)
    }
}
