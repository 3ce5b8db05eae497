//! The question whether a copy may replace the project.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use crate::engine::restoring::CopyComparison;
use crate::engine::{Answer, Error, JobId, Query};
use crate::tr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct RestoreQuestion {
    pub copy: PathBuf,
    /// What the project would lose; `None` until it is known.
    pub comparison: Option<Arc<CopyComparison>>,
    pending: Pending,
}

#[derive(Clone, Debug, Default)]
pub struct Restoring {
    pub question: Option<RestoreQuestion>,
}

impl Restoring {
    /// Asks whether the copy may replace the project, whose file is `project`.
    pub fn begin(&mut self, project: &Path, copy: PathBuf, link: &mut Link) {
        let files = std::fs::canonicalize(project).ok().zip(std::fs::canonicalize(&copy).ok());
        if files.is_some_and(|(project, copy)| project == copy) {
            return link.note(tr!("That is the project you have open. Choose a copy of it."));
        }
        let pending = Pending::asked(link, Query::CompareCopy(copy.clone()));
        self.question = Some(RestoreQuestion { copy, comparison: None, pending });
    }
}

impl Part for Restoring {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match (answer, &mut self.question) {
            (Answer::CopyCompared(comparison), Some(question)) if question.pending.is(job) => {
                question.pending.forget();
                question.comparison = Some(comparison);
                None
            }
            (answer, _) => Some(answer),
        }
    }

    /// The message gives the reason; a copy that cannot be read cannot replace the project.
    fn failed(&mut self, job: JobId, _: &Error) -> bool {
        self.question.take_if(|question| question.pending.take(job));
        false
    }
}
