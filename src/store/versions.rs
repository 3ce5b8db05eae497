//! What became of passages and memos, for a merge: when each was last changed, which were removed and by whom, and the
//! earlier names of coders.

use super::schema::{self, Journaled};
use super::{Error, Reads, record};
use crate::model::{Guid, UserId};
use rusqlite::types::Value;
use std::collections::{HashMap, HashSet};

/// The latest removal of a passage or memo that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// UTC milliseconds since 1970.
    pub at: i64,
    /// Name of the coder, if known.
    pub by: Option<String>,
}

/// The journal of one table, with its entries. A merge that was undone is left out: it changed nothing, and undoing it
/// is no decision about each thing that it brought.
const JOURNAL: &str = "op_changes c JOIN ops o ON o.id = c.op JOIN ops r ON r.id = o.root WHERE c.tbl = ?1
     AND NOT (r.kind = 'merge'
       AND EXISTS (SELECT 1 FROM ops l WHERE l.root = o.root AND l.undone_by IS NULL AND l.kind = 'undo'))";

impl Reads<'_> {
    /// Returns when each coding was last changed, in UTC milliseconds since 1970. Undo and redo are changes.
    pub fn coding_changes(&self) -> Result<HashMap<Guid, i64>, Error> {
        self.changes_of(&schema::CODINGS)
    }

    /// Like [`Self::coding_changes`], for memos.
    pub fn memo_changes(&self) -> Result<HashMap<Guid, i64>, Error> {
        self.changes_of(&schema::NOTES)
    }

    /// Returns the codings that were removed and do not exist.
    pub fn removed_codings(&self) -> Result<HashMap<Guid, Removal>, Error> {
        self.removed_from(&schema::CODINGS)
    }

    /// Like [`Self::removed_codings`], for memos.
    pub fn removed_memos(&self) -> Result<HashMap<Guid, Removal>, Error> {
        self.removed_from(&schema::NOTES)
    }

    /// Returns the names that coders had before they were renamed, latest first.
    pub fn former_coder_names(&self) -> Result<HashMap<UserId, Vec<String>>, Error> {
        let sql = "SELECT row, before FROM op_changes
                   WHERE tbl = ?1 AND before IS NOT NULL AND leaves IS NOT NULL ORDER BY op DESC, seq DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query([schema::USERS.number])?;
        let mut names: HashMap<UserId, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let before = record::decode(&row.get::<_, Vec<u8>>(1)?)?;
            if let Some(Value::Text(name)) = before.get(1) {
                names.entry(UserId(row.get(0)?)).or_default().push(name.clone());
            }
        }
        Ok(names)
    }

    /// Returns the time of the latest entry of the history, in UTC milliseconds since 1970.
    pub fn last_change(&self) -> Result<Option<i64>, Error> {
        Ok(self.0.prepare_cached("SELECT max(at) FROM ops")?.query_row([], |row| row.get(0))?)
    }

    /// Returns the ids and guids of the rows of a table, in the order of their ids.
    fn guids(&self, table: &Journaled) -> Result<Vec<(i64, Guid)>, Error> {
        let mut statement = self.0.prepare_cached(&format!("SELECT id, guid FROM {} ORDER BY id", table.name))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Guid(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn changes_of(&self, table: &Journaled) -> Result<HashMap<Guid, i64>, Error> {
        let existing = self.guids(table)?;
        let mut statement =
            self.0.prepare_cached(&format!("SELECT c.row, c.rows, o.at FROM {JOURNAL} ORDER BY c.op, c.seq"))?;
        let mut lines = statement.query([table.number])?;
        let mut last = HashMap::new();
        while let Some(line) = lines.next()? {
            let (first, rows, at): (i64, i64, i64) = (line.get(0)?, line.get(1)?, line.get(2)?);
            let from = existing.partition_point(|(id, _)| *id < first);
            let changed = existing.iter().skip(from).take_while(|(id, _)| *id < first.saturating_add(rows));
            last.extend(changed.map(|(_, guid)| (*guid, at)));
        }
        Ok(last)
    }

    fn removed_from(&self, table: &Journaled) -> Result<HashMap<Guid, Removal>, Error> {
        let sql = format!(
            "SELECT c.before, o.at, o.user FROM {JOURNAL} AND c.leaves IS NULL AND c.before IS NOT NULL
             ORDER BY c.op, c.seq"
        );
        let mut removed = HashMap::new();
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([table.number])?;
        while let Some(row) = rows.next()? {
            let before = record::decode(&row.get::<_, Vec<u8>>(0)?)?;
            let Some(Value::Blob(guid)) = before.first() else { continue };
            if let Ok(guid) = <[u8; 16]>::try_from(guid.as_slice()) {
                removed.insert(Guid(guid), Removal { at: row.get(1)?, by: row.get(2)? });
            }
        }
        let existing: HashSet<Guid> = self.guids(table)?.into_iter().map(|(_, guid)| guid).collect();
        removed.retain(|guid, _| !existing.contains(guid));
        Ok(removed)
    }
}
