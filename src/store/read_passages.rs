//! Reads all codings with their dates and importance, for the list of passages, and what became of codings, for a
//! merge.

use super::schema::CODINGS;
use super::{Error, Reads, record};
use crate::model::{CharRange, CodeId, CodingId, Fact, Guid, SourceId, UserId};
use rusqlite::types::Value;
use std::collections::{HashMap, HashSet};

impl Reads<'_> {
    /// Returns every coding with its date (UTC milliseconds since 1970) and whether it is marked as important.
    pub fn browse_rows(&self) -> Result<Vec<(Fact, i64, bool)>, Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id, created, important FROM codings";
        let rows = self
            .0
            .prepare_cached(sql)?
            .query_map([], |row| {
                let fact = Fact {
                    coding: CodingId(row.get(0)?),
                    source: SourceId(row.get(1)?),
                    range: CharRange::new(row.get(2)?, row.get(3)?),
                    code: CodeId(row.get(4)?),
                    user: UserId(row.get(5)?),
                };
                Ok((fact, row.get(6)?, row.get(7)?))
            })?
            .collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// Returns when each coding was last changed, in UTC milliseconds since 1970.
    pub fn coding_changes(&self) -> Result<HashMap<Guid, i64>, Error> {
        let sql = "SELECT c.guid, o.at FROM codings c JOIN ops o ON o.id = c.revision";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((Guid(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the codings that were removed and do not exist. Those of a merge that was undone are left out: undoing
    /// it is no decision against each of them.
    pub fn removed_codings(&self) -> Result<HashSet<Guid>, Error> {
        let sql = "SELECT c.before FROM op_changes c JOIN ops o ON o.id = c.op JOIN ops r ON r.id = o.root
                   WHERE c.tbl = ?1 AND c.leaves IS NULL AND c.before IS NOT NULL
                     AND NOT (o.kind = 'undo' AND r.kind = 'merge')";
        let mut removed = HashSet::new();
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query([CODINGS.number])?;
        while let Some(row) = rows.next()? {
            let before = record::decode(&row.get::<_, Vec<u8>>(0)?)?;
            if let Some(Value::Blob(guid)) = before.first() {
                removed.extend(<[u8; 16]>::try_from(guid.as_slice()).ok().map(Guid));
            }
        }
        let mut existing = self.0.prepare_cached("SELECT guid FROM codings")?;
        let mut rows = existing.query([])?;
        while let Some(row) = rows.next()? {
            removed.remove(&Guid(row.get(0)?));
        }
        Ok(removed)
    }
}
