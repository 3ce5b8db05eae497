//! Undo and redo: of one entry, of several, or back to an entry.

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

    /// Undoes or redoes one entry unless it changes other coders' work.
    pub(super) fn turn_own(&mut self, redo: bool, by: &By) -> Result<Outcome, Error> {
        self.check_turn(redo, by)?;
        self.turn(redo, 1, by)
    }

    /// Undoes everything after the entry, latest first, and the entry itself if `including` is set. Each entry is
    /// undone separately, so that redo moves forward one at a time.
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
            // If cancelled, what is undone so far stays undone: every step is complete and can be redone.
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
