//! Whose passages, memos and decisions a history entry added, changed or removed, and hence whose work
//! undoing it changes.

use super::corrections::Corrections;
use super::schema::{self, Journaled};
use super::{Error, Reads, history, record};
use crate::model::{OpId, UserId};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Coders with a number of things.
pub type CountsByUser = Vec<(UserId, u64)>;

/// Whose work some history entries changed. Each thing counts once, even if several entries changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedWork {
    pub passages: CountsByUser,
    pub memos: CountsByUser,
    /// By the names of the people who decided.
    pub decisions: Vec<(String, u64)>,
}

/// Who owns a row, as stored in its table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    User(UserId),
    Name(String),
}

impl Owner {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(id) => Some(Self::User(UserId(*id))),
            Value::Text(name) if !name.is_empty() => Some(Self::Name(name.clone())),
            _ => None,
        }
    }
}

impl Reads<'_> {
    /// Returns whose work the next undo would change.
    pub fn changed_by_undo(&self) -> Result<ChangedWork, Error> {
        let next = history::next_undo(self.0)?;
        self.work_changed(next.map(|(live, _)| live.id))
    }

    /// Returns whose work the next redo would change.
    pub fn changed_by_redo(&self) -> Result<ChangedWork, Error> {
        let next = history::next_redo(self.0)?;
        self.work_changed(next.map(|(live, _)| live.id))
    }

    /// Returns whose work doing an undone entry again would change.
    pub fn changed_by_redo_of(&self, entry: OpId) -> Result<ChangedWork, Error> {
        let undone = history::undone(self.0, entry)?;
        self.work_changed(undone.map(|(live, _)| live.id))
    }

    /// Returns whose work undoing these entries would change.
    pub fn work_changed(&self, entries: impl IntoIterator<Item = OpId>) -> Result<ChangedWork, Error> {
        let entries: Vec<OpId> = entries.into_iter().collect();
        let mut work = ChangedWork::default();
        for (owner, count) in self.owners(&entries, &schema::CODINGS, "user_id")? {
            work.passages.extend(user(owner).map(|user| (user, count)));
        }
        for (owner, count) in self.owners(&entries, &schema::NOTES, "user_id")? {
            work.memos.extend(user(owner).map(|user| (user, count)));
        }
        for (owner, count) in self.owners(&entries, &schema::DECISIONS, "who")? {
            if let Owner::Name(name) = owner {
                work.decisions.push((name, count));
            }
        }
        Ok(work)
    }

    /// Returns the owners of the rows of `table` that these entries changed, with the number of rows. A passage or decision
    /// that only moved with its text was not changed.
    fn owners(&self, entries: &[OpId], table: &Journaled, column: &str) -> Result<BTreeMap<Owner, u64>, Error> {
        let mut rows = BTreeSet::new();
        for &entry in entries {
            let mut of_entry = BTreeSet::new();
            self.rows_of(entry, table, column, &mut of_entry)?;
            if table.number == schema::CODINGS.number {
                if self.names_people(entry)? {
                    continue;
                }
                let Corrections { moved, reworded } = self.corrections(entry)?;
                of_entry.retain(|(row, _)| !moved.contains(row));
                let place = place_of(table, column);
                of_entry
                    .extend(reworded.iter().filter_map(|(row, values)| Some((*row, Owner::of(values.get(place)?)?))));
            }
            if table.number == schema::DECISIONS.number {
                let moved = self.decisions_moved(entry)?;
                of_entry.retain(|(row, _)| !moved.contains(row));
            }
            rows.extend(of_entry);
        }
        let mut counts = BTreeMap::new();
        for (_, owner) in rows {
            *counts.entry(owner).or_default() += 1;
        }
        Ok(counts)
    }

    /// Returns the decisions of which an entry changed nothing but positions, as the correction of a text does.
    fn decisions_moved(&self, entry: OpId) -> Result<BTreeSet<i64>, Error> {
        let positions = ["start", "end", "to_start", "to_end"].map(|column| place_of(&schema::DECISIONS, column));
        let columns = schema::DECISIONS.columns.len();
        let other = |row: &[Value]| -> Vec<Value> {
            let values = row.iter().take(columns).enumerate();
            values.filter(|(place, _)| !positions.contains(place)).map(|(_, value)| value.clone()).collect()
        };
        let sql = "SELECT row, before FROM op_changes WHERE op = ?1 AND tbl = ?2 AND before IS NOT NULL";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut lines = statement.query([entry.0, schema::DECISIONS.number])?;
        let sql = format!("SELECT {} FROM decisions WHERE id = ?1", schema::DECISIONS.columns.join(", "));
        let mut present = self.0.prepare_cached(&sql)?;
        let mut moved = BTreeSet::new();
        while let Some(line) = lines.next()? {
            let id: i64 = line.get(0)?;
            let before = record::decode(&line.get::<_, Vec<u8>>(1)?)?;
            let values = |row: &rusqlite::Row<'_>| (0..columns).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>();
            let after = present.query_row([id], values).optional()?;
            if after.is_some_and(|after| other(&after) == other(&before)) {
                moved.insert(id);
            }
        }
        Ok(moved)
    }

    /// True for an entry that changes the names of people: passages about them follow it, which changes no coder's work.
    fn names_people(&self, entry: OpId) -> Result<bool, Error> {
        let sql = "SELECT kind IN ('rename_participant', 'merge_participants') FROM ops
                   WHERE id = (SELECT root FROM ops WHERE id = ?1)";
        Ok(self.0.prepare_cached(sql)?.query_row([entry.0], |row| row.get(0))?)
    }

    fn rows_of(
        &self,
        entry: OpId,
        table: &Journaled,
        column: &str,
        found: &mut BTreeSet<(i64, Owner)>,
    ) -> Result<(), Error> {
        let place = place_of(table, column);
        let sql = "SELECT row, rows, before FROM op_changes WHERE op = ?1 AND tbl = ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut lines = statement.query([entry.0, table.number])?;
        let sql = format!("SELECT id, {column} FROM {} WHERE id >= ?1 AND id < ?2", table.name);
        let mut present = self.0.prepare_cached(&sql)?;
        while let Some(line) = lines.next()? {
            let (first, rows): (i64, i64) = (line.get(0)?, line.get(1)?);
            match line.get::<_, Option<Vec<u8>>>(2)? {
                Some(before) => {
                    let owner = record::decode(&before)?.get(place).and_then(Owner::of);
                    found.extend(owner.map(|owner| (first, owner)));
                }
                // Rows inserted by an entry are still present; otherwise the entry could not be undone.
                None => {
                    let mut rows = present.query([first, first.saturating_add(rows)])?;
                    while let Some(row) = rows.next()? {
                        let owner = Owner::of(&row.get(1)?);
                        let id = row.get(0)?;
                        found.extend(owner.map(|owner| (id, owner)));
                    }
                }
            }
        }
        Ok(())
    }
}

fn place_of(table: &Journaled, column: &str) -> usize {
    table.columns.iter().position(|known| *known == column).unwrap_or(usize::MAX)
}

fn user(owner: Owner) -> Option<UserId> {
    match owner {
        Owner::User(id) => Some(id),
        Owner::Name(_) => None,
    }
}
