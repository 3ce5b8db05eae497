//! What an import adds to passages of other coders that the project has already.

use super::Loading;
use super::noted::Noted;
use crate::engine::actor::By;
use crate::engine::by_coder::ByCoder;
use crate::engine::error::Error;
use crate::engine::owners::{check_changed, named};
use crate::interchange::plain::NoteDump;
use crate::interchange::remark::{Problem, Warning};
use crate::model::{CodingId, UserId};
use std::collections::HashSet;

impl Loading<'_, '_> {
    /// Remembers that a passage which the project had before got a memo.
    pub(super) fn note_on_known(&mut self, passage: CodingId, owner: UserId, memo: &NoteDump) {
        let writer = memo.coder.as_ref().and_then(|name| self.users.get(name)).or(Some(owner));
        self.noted.push(Noted { passage, owner, writer });
    }

    /// Checks that only the actor's own passages, or passages with memos of the actor's, were changed, or that the actor
    /// may change others'. Reports all that were changed.
    ///
    /// # Errors
    /// [`Error::OthersPassages`] with the coders.
    pub(super) fn check_owners(&mut self, by: &By) -> Result<(), Error> {
        let mut seen = HashSet::new();
        let noted = std::mem::take(&mut self.noted);
        let is_others = |noted: &&Noted| noted.writer != by.user;
        let others = noted.iter().filter(is_others).filter(|noted| seen.insert(noted.passage));
        let counts = check_changed(self.tx.reads(), others.map(|noted| noted.owner), by)?;
        if counts.is_empty() {
            return Ok(());
        }
        let ByCoder(coders) = named(self.tx.reads(), &counts)?;
        self.loaded.coded_by = self.tx.coders(&counts.iter().map(|(owner, _)| *owner).collect::<Vec<_>>())?;
        self.problems.push(Problem::new(&self.file, "", Warning::PassagesOfOthers { coders }));
        Ok(())
    }
}
