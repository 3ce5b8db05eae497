//! Imports for tests: plans the import of a path as the program does, and imports everything planned.

use pullquote::engine::import::{ImportOptions, ImportPlan, Reading, SameName};
use pullquote::engine::{Actor, Command, Outcome, Progress, Project};
use std::path::PathBuf;
use std::sync::Arc;

/// The command that imports the path; with `strict`, everything or nothing.
pub fn planned(project: &Project, path: impl Into<PathBuf>, strict: bool, reading: &Reading) -> Command {
    let mut plan = ImportPlan::read(project.reads(), &[path.into()], reading, &Progress::default()).unwrap();
    plan.answer(&project.reads().study().unwrap(), SameName::Refuse);
    Command::TakeImport { plan: Arc::new(plan), how: ImportOptions { strict, ..ImportOptions::default() } }
}

/// Imports the path.
pub fn import(project: &mut Project, path: impl Into<PathBuf>, strict: bool) -> Outcome {
    let command = planned(project, path, strict, &Reading::default());
    project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap()
}
