//! Reads all codings with their dates and importance, for the list of passages.

use super::{Error, Reads};
use crate::model::{CharRange, CodeId, CodingId, Fact, SourceId, UserId};

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
}
