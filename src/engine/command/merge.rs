//! Merges copies of the project.

use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::error::Error;
use crate::engine::merge::plan;
use crate::engine::merge::report::Merged;
use crate::engine::merge::versions::NewerVersion;
use crate::engine::project::Project;
use crate::model::{OpKind, Progress};
use std::path::PathBuf;
use std::sync::Arc;

impl Project {
    pub(super) fn merge(
        &mut self,
        copies: &[PathBuf],
        take: &[NewerVersion],
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let plan = plan(self.reads(), copies, progress)?;
        let taken = plan.chosen(take);
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            plan.write(tx, &study, &taken)?;
            Ok(((), OpKind::Merge(plan.counts(&taken))))
        })?;
        Ok(Outcome { merged: Some(Arc::new(Merged { plan, taken })), ..written.into() })
    }
}
