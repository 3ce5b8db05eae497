//! Imports for tests: what is at a path is planned as the program plans it, and all of the plan is taken.

use pullquote::engine::import::{ImportPlan, Reading, SameName, Taking};
use pullquote::engine::{Actor, Command, Outcome, Progress, Project};
use std::path::PathBuf;
use std::sync::Arc;

/// The command that imports what is at this path; with `strict` all of it or nothing.
pub fn planned(project: &Project, path: impl Into<PathBuf>, strict: bool, reading: &Reading) -> Command {
    let mut plan = ImportPlan::read(project.reads(), &[path.into()], reading, &Progress::default()).unwrap();
    plan.answer(&project.reads().study().unwrap(), SameName::Refuse);
    Command::TakeImport { plan: Arc::new(plan), how: Taking { strict, ..Taking::default() } }
}

/// Imports what is at this path.
pub fn import(project: &mut Project, path: impl Into<PathBuf>, strict: bool) -> Outcome {
    let command = planned(project, path, strict, &Reading::default());
    project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap()
}
