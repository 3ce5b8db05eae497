//! What depends on a code: counted before a question whether to remove, merge or move it.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use crate::engine::code_use::CodeUse;
use crate::engine::{Answer, Error, JobId, Query};
use crate::model::CodeId;

#[derive(Clone, Debug, Default)]
pub struct CodeUses {
    found: Option<CodeUse>,
    pub pending: Pending,
}

impl CodeUses {
    /// Requests what depends on a code, and what would become of it in a merge into another one.
    pub fn ask(&mut self, code: CodeId, into: Option<CodeId>, link: &mut Link) {
        self.found = None;
        self.pending.ask(link, Query::CodeUse { code, into });
    }

    /// Returns the answer to that question once it has arrived.
    #[must_use]
    pub fn of(&self, code: CodeId, into: Option<CodeId>) -> Option<&CodeUse> {
        self.found.as_ref().filter(|found| found.code == Some(code) && found.into == into)
    }
}

impl Part for CodeUses {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::CodeUse(found) if self.pending.take(job) => self.found = Some(found),
            answer => return Some(answer),
        }
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        self.pending.failed(job, error)
    }
}
