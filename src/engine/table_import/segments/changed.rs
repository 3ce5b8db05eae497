//! Writes the passages of a table, and finds out whose passages of the project this changes.

use super::setup::Segment;
use crate::engine::actor::By;
use crate::engine::error::Error;
use crate::engine::owners::check_changed;
use crate::model::{CodeId, CodingId, CodingKey, Guid, NoteTarget, UserId};
use crate::store::Tx;
use std::collections::HashSet;

/// Passages of the project that a table changes.
#[derive(Default)]
pub(in crate::engine) struct ChangedPassages {
    /// Those that were marked as important, and those that are now stated to be own experience or about others.
    pub important: Vec<CodingId>,
    pub stated: Vec<CodingId>,
    /// Those that got marks or memos, with their coders.
    changed: Vec<(CodingId, UserId)>,
    /// Those that the table added.
    added: HashSet<CodingId>,
}

impl ChangedPassages {
    /// Adds a passage with its marks and its memo, or only these if the project has the passage.
    pub(super) fn write(
        &mut self,
        tx: &mut Tx<'_>,
        segment: &Segment,
        code: CodeId,
        user: UserId,
    ) -> Result<(), Error> {
        let (source, range) = (segment.source, segment.range);
        let key = CodingKey { source, range, code, user };
        let coding = match tx.find_coding(key)? {
            Some(coding) => coding,
            None => {
                let coding = tx.take_coding(Guid::new(), key, segment.marks.created.unwrap_or(tx.at()))?;
                self.added.insert(coding);
                coding
            }
        };
        // During blind coding, the plan does not know how others' passages are marked.
        let is_important = segment.marks.important && !tx.is_important(coding)?;
        if is_important {
            tx.set_important(coding, true)?;
        }
        let is_stated = segment.marks.account.is_some() && !tx.has_account(coding)?;
        if is_stated {
            tx.set_account(coding, segment.marks.account.as_ref())?;
        }
        let target = NoteTarget::Coding(coding);
        let is_noted = !segment.memo.is_empty() && !tx.has_note(target, &segment.memo)?;
        if is_noted {
            tx.add_note(target, &segment.memo, Some(user), tx.at())?;
        }
        let is_known = !self.added.contains(&coding);
        self.important.extend((is_known && is_important).then_some(coding));
        self.stated.extend((is_known && is_stated).then_some(coding));
        if is_known && (is_important || is_stated || is_noted) {
            self.changed.push((coding, user));
        }
        Ok(())
    }

    /// Checks that all changed passages are the actor's, or that the actor may change others'. Returns the other coders, for
    /// the history.
    pub(super) fn check_owners(&self, tx: &Tx<'_>, by: &By) -> Result<Vec<Guid>, Error> {
        let mut seen = HashSet::new();
        let changed = self.changed.iter().filter(|(coding, _)| seen.insert(*coding));
        let counts = check_changed(tx.reads(), changed.map(|(_, owner)| *owner), by)?;
        Ok(tx.coders(&counts.into_iter().map(|(owner, _)| owner).collect::<Vec<_>>())?)
    }
}
