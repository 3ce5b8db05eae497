//! Copies of the project to be merged, and the report on the merge.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::submission::Submission;
use crate::engine::merge::MergePlan;
use crate::engine::merge::report::Merged;
use crate::engine::merge::versions::NewerVersion;
use crate::engine::{Answer, Error, JobId, Query};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct MergePreview {
    pub copies: Vec<PathBuf>,
    /// What the merge would do; `None` until it is known.
    pub plan: Option<Arc<MergePlan>>,
    /// The newer versions to be taken, as indices in the plan's conflicts.
    pub take: BTreeSet<usize>,
    pub submission: Submission,
    pub pending: Pending,
}

impl MergePreview {
    /// Returns the newer versions to be taken.
    #[must_use]
    pub fn taken(&self) -> Vec<NewerVersion> {
        let plan = self.plan.as_deref();
        self.take.iter().filter_map(|&place| plan?.version(place)).collect()
    }

    /// Takes or leaves a newer version. Of several versions of one passage, only one can be taken.
    pub fn choose(&mut self, place: usize, take: bool) {
        if !take {
            self.take.remove(&place);
            return;
        }
        if let Some(plan) = &self.plan {
            let coding = |place: usize| plan.version(place).map(|version| version.coding);
            self.take.retain(|&other| coding(other) != coding(place));
        }
        self.take.insert(place);
    }

    /// Takes all newer versions, or none.
    pub fn choose_all(&mut self, take: bool) {
        self.take.clear();
        let newer: Vec<usize> = self.plan.iter().filter(|_| take).flat_map(|plan| plan.newer()).collect();
        newer.into_iter().for_each(|place| self.choose(place, true));
    }
}

#[derive(Clone, Debug, Default)]
pub struct Merging {
    pub preview: Option<MergePreview>,
    /// What the last merge did, until the report is closed.
    pub report: Option<Arc<Merged>>,
}

impl Merging {
    /// Requests what merging copies of the project would do.
    pub fn begin(&mut self, copies: Vec<PathBuf>, link: &mut Link) {
        let pending = Pending::asked(link, Query::MergePreview(copies.clone()));
        let (take, submission) = (BTreeSet::new(), Submission::default());
        self.preview = Some(MergePreview { copies, plan: None, take, submission, pending });
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
