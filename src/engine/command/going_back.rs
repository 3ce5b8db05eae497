//! Undo and redo: one entry, several, or all back to one of them.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{OpId, Progress};

impl Project {
    pub(super) fn turn(&mut self, redo: bool, steps: u32, by: &By) -> Result<Outcome, Error> {
        let written = match redo {
            false => self.store.undo_steps(steps, by.name(), now())?,
            true => self.store.redo_steps(steps, by.name(), now())?,
        };
        let changes = written.iter().map(|step| step.changes.clone()).collect();
        let steps: Vec<String> = written.into_iter().map(|step| step.summary).collect();
        Ok(Outcome { summary: steps.join("; "), changes, steps, ..Outcome::default() })
    }

    /// One step, unless it changes other coders' work.
    pub(super) fn turn_own(&mut self, redo: bool, by: &By) -> Result<Outcome, Error> {
        self.check_turn(redo, by)?;
        self.turn(redo, 1, by)
    }

    /// Takes back, latest first, everything done after the entry, and with `including` the entry too. Each is undone by
    /// itself, so that redo goes forward one by one.
    pub(super) fn undo_to(
        &mut self,
        entry: OpId,
        including: bool,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let total = self.reads().undone_by_going_to(entry, including)?.len() as u64;
        if total == 0 {
            return Err(crate::store::Error::NothingTo { what: "undo" }.into());
        }
        let mut all = Outcome::default();
        let mut done = 0;
        while done < total {
            // What is undone so far stays undone when this is cancelled: every step is whole, and redo leads back.
            if let Err(cancelled) = progress.step(done, total) {
                if done > 0 {
                    break;
                }
                return Err(cancelled.into());
            }
            let written = self.store.undo(by.name(), now())?;
            all.changes.push(written.changes);
            done += 1;
        }
        let noun = if done == 1 { "entry" } else { "entries" };
        all.summary = format!("undid {done} {noun} of the history");
        Ok(all)
    }
}
