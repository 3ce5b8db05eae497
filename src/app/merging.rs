//! Copies of the project to be merged, and the report on the merge.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::submission::Submission;
use crate::engine::merge::report::Merged;
use crate::engine::merge::{ChoiceKind, MergeChoice, MergePlan};
use crate::engine::{Answer, Error, JobId, Query};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct MergePreview {
    pub copies: Vec<PathBuf>,
    /// What the merge would do; `None` until it is known.
    pub plan: Option<Arc<MergePlan>>,
    /// What is taken, as indices in the plan's choices.
    pub take: BTreeSet<usize>,
    pub submission: Submission,
    pub pending: Pending,
}

impl MergePreview {
    /// Returns what is taken.
    #[must_use]
    pub fn taken(&self) -> Vec<MergeChoice> {
        let plan = self.plan.as_deref();
        self.take.iter().filter_map(|&place| plan?.choice(place)).collect()
    }

    /// Takes or leaves a choice. Those that it excludes are left.
    pub fn choose(&mut self, place: usize, take: bool) {
        if !take {
            self.take.remove(&place);
            return;
        }
        if let Some(plan) = &self.plan {
            self.take.retain(|&other| plan.are_compatible(place, other));
        }
        self.take.insert(place);
    }

    /// Takes all choices of a kind, or none.
    pub fn choose_all(&mut self, kind: ChoiceKind, take: bool) {
        let of_kind: Vec<usize> = self.plan.iter().flat_map(|plan| plan.choices(kind)).collect();
        of_kind.into_iter().for_each(|place| self.choose(place, take));
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
                preview.take = plan.suggested();
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
