//! Undo and redo: of one entry, of several, or back to an entry.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Direction, OpId, Progress};
use crate::store::OpRecord;
use crate::{i18n, tr};

impl Project {
    /// Returns the entry that undo or redo would change next.
    pub(in crate::engine) fn next_step(&self, direction: Direction) -> Result<Option<OpRecord>, Error> {
        Ok(match direction {
            Direction::Undo => self.reads().next_undo()?,
            Direction::Redo => self.reads().next_redo()?,
        })
    }

    pub(super) fn step(&mut self, direction: Direction, steps: u32, by: &By) -> Result<Outcome, Error> {
        let written = match direction {
            Direction::Undo => self.store.undo_steps(steps, by.name(), now())?,
            Direction::Redo => self.store.redo_steps(steps, by.name(), now())?,
        };
        let changes = written.iter().map(|step| step.changes.clone()).collect();
        let steps: Vec<String> = written.into_iter().map(|step| step.summary).collect();
        Ok(Outcome { summary: i18n::clauses(&steps), changes, steps, ..Outcome::default() })
    }

    /// Undoes or redoes one entry unless it changes other coders' work.
    pub(super) fn step_unless_others(&mut self, direction: Direction, by: &By) -> Result<Outcome, Error> {
        self.check_step(direction, by)?;
        self.step(direction, 1, by)
    }

    /// Does an undone entry again, also after other work.
    pub(super) fn do_again(&mut self, entry: OpId, by: &By) -> Result<Outcome, Error> {
        self.check_again(entry, by)?;
        Ok(self.store.redo_entry(entry, by.name(), now())?.into())
    }

    /// Undoes or redoes one entry, which must be the next.
    pub(super) fn step_confirmed(&mut self, direction: Direction, entry: OpId, by: &By) -> Result<Outcome, Error> {
        let next = self.next_step(direction)?;
        if next.as_ref().map(|next| next.id) != Some(entry) {
            return Err(Error::AnotherEntryIsNext { direction, next: next.map(|next| next.summary) });
        }
        self.step(direction, 1, by)
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
            return Err(crate::store::Error::NothingTo { direction: Direction::Undo }.into());
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
        all.summary = tr!("undid {n} entry of the history" | "undid {n} entries of the history" % done);
        Ok(all)
    }
}
