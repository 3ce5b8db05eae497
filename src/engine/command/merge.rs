//! Merges copies of the project.

use super::accounts::{Followed, follow};
use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::error::Error;
use crate::engine::merge::report::Merged;
use crate::engine::merge::{MergeChoice, Sight, plan};
use crate::engine::project::Project;
use crate::model::op::{FileNames, MergeCounts};
use crate::model::{OpKind, Progress};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Project {
    /// # Errors
    /// [`Error::OthersPassages`] when passages of other coders than the actor would get other marks, or memos of others.
    pub(super) fn merge(
        &mut self,
        copies: &[PathBuf],
        take: &[MergeChoice],
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let plan = plan(self.reads(), copies, &Sight::of(self.reads(), by.user)?, progress)?;
        let taken = plan.chosen(take);
        let changed = plan.changed_passages(self.reads(), &study, &taken, by.user)?;
        let owners = self.check_owners(&changed, by)?;
        let at = now();
        let written = self.store.transact(by.name(), at, |tx| -> Result<_, Error> {
            plan.write(tx, &study, &taken)?;
            let mut followed = follow(tx, &study, &plan.accounts_with(&taken), Followed::Account)?;
            followed.extend(follow(tx, &study, &plan.important_with(&taken), Followed::Importance)?);
            let consensus = followed.len() as u64;
            let coded_by = tx.coders(&owners)?;
            Ok((
                consensus,
                OpKind::Merge {
                    counts: Box::new(MergeCounts { consensus, ..plan.counts(&taken) }),
                    sets: plan.new_sets(),
                    queries: plan.new_queries(),
                    completed: plan.completed_guids(),
                    who: plan.who_becomes_whom(&study, &taken),
                    coded_by,
                    from: FileNames::of(copies.iter().map(PathBuf::as_path)),
                },
            ))
        })?;
        let (project, file) = (study.project.name, self.store.path().map(Path::to_owned));
        let merged = Arc::new(Merged { plan, taken, at, project, file, consensus: written.value });
        Ok(Outcome { merged: Some(merged), ..written.into() })
    }
}
