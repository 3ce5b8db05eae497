//! What depends on a code: reads for merging and removing codes.

use super::read::read_fact;
use super::{Error, Reads};
use crate::model::{CodeId, CodingId, DimensionId, Fact, RowKind, SourceId};
use std::collections::HashSet;

impl Reads<'_> {
    /// Returns all codings with exactly this code, sorted by document, start and end.
    pub fn facts_with(&self, code: CodeId) -> Result<Vec<Fact>, Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id FROM codings INDEXED BY codings_by_code
                   WHERE code_id = ?1 ORDER BY source_id, start, end";
        let mut statement = self.0.prepare_cached(&self.planned(sql)?)?;
        Ok(statement.query_map([code.0], read_fact)?.collect::<Result<_, _>>()?)
    }

    /// Returns all codings that are marked as important.
    pub fn important_codings(&self) -> Result<HashSet<CodingId>, Error> {
        let mut statement = self.0.prepare_cached("SELECT id FROM codings WHERE important")?;
        Ok(statement.query_map([], |row| row.get(0).map(CodingId))?.collect::<Result<_, _>>()?)
    }

    /// Returns the codings of a document that are marked as important.
    pub fn important_in(&self, source: SourceId) -> Result<HashSet<CodingId>, Error> {
        let mut statement = self.0.prepare_cached("SELECT id FROM codings WHERE source_id = ?1 AND important")?;
        Ok(statement.query_map([source.0], |row| row.get(0).map(CodingId))?.collect::<Result<_, _>>()?)
    }

    /// Returns one coding, as tables and stripes need it.
    pub fn fact(&self, coding: CodingId) -> Result<Fact, Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id FROM codings WHERE id = ?1";
        self.one(sql, RowKind::Passage, coding.0, read_fact)
    }

    /// Returns the number of codes that have a value of a dimension.
    pub fn codes_with_dimension(&self, dimension: DimensionId) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM code_facets WHERE facet_id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([dimension.0], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Counts the memos on a code and on its passages.
    pub fn memos_with(&self, code: CodeId) -> Result<u64, Error> {
        let sql = "SELECT (SELECT count(*) FROM notes WHERE target = 'code' AND target_id = ?1) +
                   (SELECT count(*) FROM codings c JOIN notes n ON n.target = 'passage' AND n.target_id = c.id
                    WHERE c.code_id = ?1)";
        Ok(self.0.prepare_cached(sql)?.query_row([code.0], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }
}
