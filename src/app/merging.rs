//! Copies of the project to be merged.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::submission::Submission;
use crate::engine::merge::MergePlan;
use crate::engine::{Answer, Error, JobId, Query};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct MergePreview {
    pub copies: Vec<PathBuf>,
    /// What the merge would do; `None` until it is known.
    pub plan: Option<Arc<MergePlan>>,
    pub submission: Submission,
    pub pending: Pending,
}

#[derive(Clone, Debug, Default)]
pub struct Merging {
    pub preview: Option<MergePreview>,
}

impl Merging {
    /// Requests what merging copies of the project would do.
    pub fn begin(&mut self, copies: Vec<PathBuf>, link: &mut Link) {
        let pending = Pending::asked(link, Query::MergePreview(copies.clone()));
        self.preview = Some(MergePreview { copies, plan: None, submission: Submission::default(), pending });
    }
}

impl Part for Merging {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match (answer, &mut self.preview) {
            (Answer::MergePreview(plan), Some(preview)) if preview.pending.is(job) => {
                preview.pending.forget();
                preview.plan = Some(plan);
                None
            }
            (answer, _) => Some(answer),
        }
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        self.preview.as_mut().is_some_and(|preview| preview.pending.failed(job, error))
    }
}
