//! Whose passages an entry of the history added, changed or removed: what undoing it would change.

use super::schema;
use super::{Error, Reads, history, record};
use crate::model::{OpId, UserId};
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Place of the coder among the columns of [`schema::CODINGS`].
const USER: usize = 5;

/// Coders with the number of their passages, by id.
pub type PassagesByUser = Vec<(UserId, u64)>;

impl Reads<'_> {
    /// Whose passages the next undo would change.
    pub fn changed_by_undo(&self) -> Result<PassagesByUser, Error> {
        let next = history::next_undo(self.0)?;
        self.passages_changed(next.map(|(live, _)| live.id))
    }

    /// Whose passages the next redo would change.
    pub fn changed_by_redo(&self) -> Result<PassagesByUser, Error> {
        let next = history::next_redo(self.0)?;
        self.passages_changed(next.map(|(live, _)| live.id))
    }

    /// Whose passages undoing these entries would change. A passage counts once, however many entries touched it.
    pub fn passages_changed(&self, entries: impl IntoIterator<Item = OpId>) -> Result<PassagesByUser, Error> {
        let mut passages = BTreeSet::new();
        for entry in entries {
            self.passages_of(entry, &mut passages)?;
        }
        let mut counts: BTreeMap<UserId, u64> = BTreeMap::new();
        for (_, user) in passages {
            *counts.entry(user).or_default() += 1;
        }
        Ok(counts.into_iter().collect())
    }

    fn passages_of(&self, entry: OpId, found: &mut BTreeSet<(i64, UserId)>) -> Result<(), Error> {
        let sql = "SELECT row, rows, before FROM op_changes WHERE op = ?1 AND tbl = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut lines = statement.query([entry.0, schema::CODINGS.number])?;
        let mut present = self.0.prepare_cached("SELECT id, user_id FROM codings WHERE id >= ?1 AND id < ?2")?;
        while let Some(line) = lines.next()? {
            let (first, rows): (i64, i64) = (line.get(0)?, line.get(1)?);
            match line.get::<_, Option<Vec<u8>>>(2)? {
                Some(before) => {
                    if let Some(Value::Integer(user)) = record::decode(&before)?.get(USER) {
                        found.insert((first, UserId(*user)));
                    }
                }
                // Rows that an entry inserted are still there: otherwise it cannot be undone.
                None => {
                    let mut rows = present.query([first, first.saturating_add(rows)])?;
                    while let Some(row) = rows.next()? {
                        found.insert((row.get(0)?, UserId(row.get(1)?)));
                    }
                }
            }
        }
        Ok(())
    }
}
