//! Reads from a project. Lists are in the researcher's order.

use super::{Error, OpRecord, history};
use crate::model::{
    CharRange, Code, CodeId, Codebook, CodingId, Described, Dimension, DimensionId, Fact, Guid, Note, NoteId,
    NoteTarget, OpId, Participant, ParticipantId, PassageMemo, ProjectInfo, RowKind, Source, SourceId, Study,
    TableDefinition, User, UserId, Variable,
};
use crate::tr;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::collections::HashMap;

/// Maximum depth of the code tree in a project; people use a few levels.
const MOST_LEVELS: usize = 1_000;

/// All reads, on the connection of the writer or of a reader.
#[derive(Clone, Copy)]
pub struct Reads<'c>(pub(super) &'c Connection);

/// Numbers of things in a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub documents: u64,
    pub participants: u64,
    pub codes: u64,
    pub coders: u64,
    pub codings: u64,
    pub memos: u64,
    pub characters: u64,
}

pub(super) fn guid(row: &Row<'_>, column: usize) -> rusqlite::Result<Guid> {
    row.get::<_, [u8; 16]>(column).map(Guid)
}

/// The memos on the passages of a document. `CROSS` makes SQLite begin with the passages: to have the memos in order, it
/// would otherwise go through those of the whole project for each document.
const ON_PASSAGES: &str =
    "codings c CROSS JOIN notes n ON n.target = 'passage' AND n.target_id = c.id WHERE c.source_id = ?1";

impl Reads<'_> {
    /// Runs work that reads several times, always the project as it is at the beginning. In a file without a log (on some
    /// network drives) it may see a change that comes meanwhile: otherwise the change would have to wait.
    ///
    /// # Errors
    /// Those of the work, and when the project cannot be read.
    pub fn at_one_moment<T, E: From<Error>>(self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mode = || self.0.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
        if !self.0.is_autocommit() || mode().map_err(Error::from)? != "wal" {
            return work();
        }
        let _reading = self.0.unchecked_transaction().map_err(Error::from)?;
        // A transaction sees the file as it is when something is first read.
        self.project()?;
        work()
    }

    pub(super) fn list<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        Ok(self.0.prepare_cached(sql)?.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Returns the number of the latest history entry, 0 when there is none.
    pub fn revision(&self) -> Result<OpId, Error> {
        Ok(OpId(self.0.prepare_cached("SELECT ifnull(max(id), 0) FROM ops")?.query_row([], |row| row.get(0))?))
    }

    /// Returns everything but texts, codings and memos.
    pub fn study(&self) -> Result<Study, Error> {
        let variables = self.variables(Described::Participants)?;
        let document_variables = self.variables(Described::Documents)?;
        Ok(Study {
            project: self.project()?,
            users: self.users()?,
            sources: self.sources(&document_variables)?,
            participants: self.participants(&variables)?,
            variables,
            document_variables,
            codebook: self.codebook()?,
            tables: self.tables()?,
            sets: self.sets()?,
            queries: self.queries()?,
        })
    }

    pub fn project(&self) -> Result<ProjectInfo, Error> {
        let blind = self.blind()?;
        let found = self.0.query_row("SELECT guid, name, description FROM project", [], |row| {
            Ok(ProjectInfo { guid: guid(row, 0)?, name: row.get(1)?, description: row.get(2)?, blind })
        });
        found.optional()?.ok_or_else(|| Error::Damaged { what: tr!("the project's name is missing").into() })
    }

    fn users(&self) -> Result<Vec<User>, Error> {
        self.list("SELECT id, guid, name, color FROM users ORDER BY place, id", |row| {
            Ok(User { id: UserId(row.get(0)?), guid: guid(row, 1)?, name: row.get(2)?, color: row.get(3)? })
        })
    }

    fn sources(&self, variables: &[Variable]) -> Result<Vec<Source>, Error> {
        let mut maps = self.speaker_maps()?;
        let mut values = self.values(Described::Documents, variables)?;
        self.list("SELECT id, guid, name, case_id, characters, path FROM sources ORDER BY place, id", |row| {
            let id = SourceId(row.get(0)?);
            Ok(Source {
                id,
                guid: guid(row, 1)?,
                name: row.get(2)?,
                participant: row.get::<_, Option<i64>>(3)?.map(ParticipantId),
                speakers: maps.remove(&id).unwrap_or_default(),
                characters: row.get(4)?,
                path: row.get(5)?,
                values: values.remove(&id.0).unwrap_or_else(|| vec![None; variables.len()]),
            })
        })
    }

    /// Returns all documents, in their order.
    pub fn document_ids(&self) -> Result<Vec<SourceId>, Error> {
        self.list("SELECT id FROM sources ORDER BY place, id", |row| row.get(0).map(SourceId))
    }

    fn participants(&self, variables: &[Variable]) -> Result<Vec<Participant>, Error> {
        let mut values = self.values(Described::Participants, variables)?;
        self.list("SELECT id, guid, name FROM cases ORDER BY place, id", |row| {
            let id: i64 = row.get(0)?;
            let values = values.remove(&id).unwrap_or_else(|| vec![None; variables.len()]);
            Ok(Participant { id: ParticipantId(id), guid: guid(row, 1)?, name: row.get(2)?, values })
        })
    }

    fn codebook(&self) -> Result<Codebook, Error> {
        let mut dimensions = self.list("SELECT id, guid, name FROM facets ORDER BY place, id", |row| {
            Ok(Dimension { id: DimensionId(row.get(0)?), guid: guid(row, 1)?, name: row.get(2)?, values: vec![] })
        })?;
        let mut places: HashMap<i64, usize> = HashMap::new();
        let values = self.list("SELECT id, facet_id, name FROM facet_values ORDER BY place, id", |row| {
            Ok((row.get::<_, i64>(0)?, DimensionId(row.get(1)?), row.get::<_, String>(2)?))
        })?;
        for (id, dimension, name) in values {
            if let Some(dimension) = dimensions.iter_mut().find(|f| f.id == dimension) {
                places.insert(id, dimension.values.len());
                dimension.values.push(name);
            }
        }
        let mut of_code: HashMap<CodeId, Vec<(DimensionId, usize)>> = HashMap::new();
        let pairs = self.list("SELECT code_id, facet_id, value_id FROM code_facets ORDER BY id", |row| {
            Ok((CodeId(row.get(0)?), DimensionId(row.get(1)?), row.get::<_, i64>(2)?))
        })?;
        for (code, dimension, value) in pairs {
            if let Some(&place) = places.get(&value) {
                of_code.entry(code).or_default().push((dimension, place));
            }
        }
        let sql = "SELECT id, guid, parent_id, name, color, description FROM codes ORDER BY place, id";
        let codes = self.list(sql, |row| {
            let id = CodeId(row.get(0)?);
            Ok(Code {
                id,
                guid: guid(row, 1)?,
                parent: row.get::<_, Option<i64>>(2)?.map(CodeId),
                name: row.get(3)?,
                color: row.get(4)?,
                description: row.get(5)?,
                dimensions: of_code.remove(&id).unwrap_or_default(),
            })
        })?;
        let book = Codebook::new(codes, dimensions);
        // Every code has a path, and those of a long chain would fill the memory.
        if book.codes().iter().any(|code| book.depth(code.id) >= MOST_LEVELS) {
            return Err(Error::Damaged {
                what: tr!("codes are nested more than {most} levels deep", most = MOST_LEVELS),
            });
        }
        Ok(book)
    }

    fn tables(&self) -> Result<Vec<TableDefinition>, Error> {
        let rows = self.list("SELECT name, definition FROM tables ORDER BY place, id", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        rows.into_iter()
            .map(|(name, json)| {
                serde_json::from_str(&json).map_err(|e| Error::Damaged {
                    what: tr!("the definition of table {name} cannot be read: {why}", name, why = e),
                })
            })
            .collect()
    }

    /// Returns a document's name and length in code points, without reading the others.
    pub fn document(&self, id: SourceId) -> Result<(String, u32), Error> {
        let sql = "SELECT name, characters FROM sources WHERE id = ?1";
        self.one(sql, RowKind::Document, id.0, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    pub fn user_name(&self, id: UserId) -> Result<String, Error> {
        self.one("SELECT name FROM users WHERE id = ?1", RowKind::Coder, id.0, |row| row.get(0))
    }

    pub fn code_name(&self, id: CodeId) -> Result<String, Error> {
        self.one("SELECT name FROM codes WHERE id = ?1", RowKind::Code, id.0, |row| row.get(0))
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        what: RowKind,
        id: i64,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.0.prepare_cached(sql)?.query_row([id], read).optional()?.ok_or(Error::Missing { what, id })
    }

    /// # Errors
    /// [`Error::Missing`] when there is no such document.
    pub fn text(&self, source: SourceId) -> Result<String, Error> {
        self.one("SELECT body FROM texts WHERE id = ?1", RowKind::Document, source.0, |row| row.get(0))
    }

    /// Returns all codings by these coders (empty: any), sorted by code id, document id, start, end.
    pub fn facts(&self, users: &[UserId]) -> Result<Vec<Fact>, Error> {
        let mut facts = Vec::new();
        self.each_fact_by_code(users, |fact| facts.push(fact))?;
        Ok(facts)
    }

    /// Calls `take` with all codings by these coders (empty: any), sorted by code id, document id, start, end.
    pub fn each_fact_by_code(&self, users: &[UserId], take: impl FnMut(Fact)) -> Result<(), Error> {
        // The index contains all these columns, including the id, so the table itself is not read.
        let sql = "SELECT id, source_id, start, end, code_id, user_id FROM codings INDEXED BY codings_by_code
                   ORDER BY code_id, source_id, start, end";
        self.each_of(sql, users, take)
    }

    /// Calls `take` with all codings by these coders (empty: any), sorted by document id, start, end, code id.
    pub fn each_fact(&self, users: &[UserId], take: impl FnMut(Fact)) -> Result<(), Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id FROM codings INDEXED BY codings_by_source
                   ORDER BY source_id, start, end, code_id";
        self.each_of(sql, users, take)
    }

    fn each_of(&self, sql: &str, users: &[UserId], mut take: impl FnMut(Fact)) -> Result<(), Error> {
        let mut statement = self.0.prepare_cached(&self.planned(sql)?)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let fact = read_fact(row)?;
            if users.is_empty() || users.contains(&fact.user) {
                take(fact);
            }
        }
        Ok(())
    }

    /// Returns the codings of one document by all coders, sorted by start and end.
    pub fn facts_of(&self, source: SourceId) -> Result<Vec<Fact>, Error> {
        let sql = "SELECT id, source_id, start, end, code_id, user_id FROM codings WHERE source_id = ?1
                   ORDER BY start, end, code_id, user_id";
        Ok(self.0.prepare_cached(sql)?.query_map([source.0], read_fact)?.collect::<Result<_, _>>()?)
    }

    /// Returns the number of codings for each code, by these coders (empty: any). Codes without codings are absent.
    pub fn code_counts(&self, users: &[UserId]) -> Result<HashMap<CodeId, u64>, Error> {
        let mut counts = HashMap::new();
        let mut count = |code: i64, user: i64, number: u64| {
            if users.is_empty() || users.contains(&UserId(user)) {
                *counts.entry(CodeId(code)).or_default() += number;
            }
        };
        if users.is_empty() {
            for (code, number) in self.list("SELECT code_id, count(*) FROM codings GROUP BY code_id", pair)? {
                count(code, 0, number);
            }
            return Ok(counts);
        }
        let sql = "SELECT code_id, user_id, count(*) FROM codings INDEXED BY codings_by_code GROUP BY code_id, user_id";
        for (code, user, number) in
            self.list(&self.planned(sql)?, |row| Ok((row.get(0)?, row.get(1)?, number(row, 2)?)))?
        {
            count(code, user, number);
        }
        Ok(counts)
    }

    /// Returns the memos on the codings of one document, oldest first.
    pub fn memos_of(&self, source: SourceId) -> Result<HashMap<CodingId, Vec<PassageMemo>>, Error> {
        let sql = format!("SELECT c.id, n.user_id, n.text FROM {ON_PASSAGES} ORDER BY n.id");
        let mut memos: HashMap<CodingId, Vec<PassageMemo>> = HashMap::new();
        // In a project without memos on passages, avoid the look-up for up to 20,000 passages.
        if !self.0.prepare_cached("SELECT 1 FROM notes WHERE target = 'passage' LIMIT 1")?.exists([])? {
            return Ok(memos);
        }
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([source.0])?;
        while let Some(row) = rows.next()? {
            let memo = PassageMemo { user: row.get::<_, Option<i64>>(1)?.map(UserId), text: row.get(2)? };
            memos.entry(CodingId(row.get(0)?)).or_default().push(memo);
        }
        Ok(memos)
    }

    /// True when a memo with exactly this text is on the coding, or several in a row that make it up, as in a list of
    /// passages.
    pub fn has_memo(&self, coding: CodingId, text: &str) -> Result<bool, Error> {
        let sql = "SELECT text FROM notes WHERE target = 'passage' AND target_id = ?1 ORDER BY id";
        let mut statement = self.0.prepare_cached(sql)?;
        let memos = statement.query_map([coding.0], |row| row.get(0))?;
        let memos: Vec<String> = memos.collect::<Result<_, _>>()?;
        let is_made_up = |from: usize| {
            let mut joined = String::new();
            memos.iter().skip(from).any(|memo| {
                join_memo(&mut joined, memo.clone());
                joined == text
            })
        };
        Ok((0..memos.len()).any(is_made_up))
    }

    /// Returns the number of passages that are marked as important.
    pub fn important(&self) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM codings WHERE important";
        Ok(self.0.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// Returns all memos, oldest first.
    pub fn notes(&self) -> Result<Vec<Note>, Error> {
        self.notes_where("notes n", [])
    }

    /// Returns the memos on everything but passages, oldest first.
    pub fn notes_besides_passages(&self) -> Result<Vec<Note>, Error> {
        self.notes_where("notes n WHERE n.target != 'passage'", [])
    }

    /// Returns the memos on the passages of a document, oldest first.
    pub fn notes_on_passages(&self, source: SourceId) -> Result<Vec<Note>, Error> {
        self.notes_where(ON_PASSAGES, [source.0])
    }

    fn notes_where(&self, from: &str, values: impl Params) -> Result<Vec<Note>, Error> {
        let sql = format!(
            "SELECT n.id, n.guid, n.target, n.target_id, n.text, n.user_id, n.created FROM {from} ORDER BY n.id"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query(values)?;
        let mut notes = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(target) = NoteTarget::from_parts(&row.get::<_, String>(2)?, row.get(3)?) {
                notes.push(Note {
                    id: NoteId(row.get(0)?),
                    guid: guid(row, 1)?,
                    target,
                    text: row.get(4)?,
                    user: row.get::<_, Option<i64>>(5)?.map(UserId),
                    created: row.get(6)?,
                });
            }
        }
        Ok(notes)
    }

    /// Returns which coders took part in which documents: those who marked it as finished, and those with a coding in
    /// it that is not listed under [`Self::unfinished`].
    pub fn participations(&self) -> Result<Vec<(SourceId, UserId)>, Error> {
        // SQLite evaluates compound queries from left to right.
        let sql = "SELECT source_id, user_id FROM codings EXCEPT SELECT source_id, user_id FROM unfinished
                   UNION SELECT source_id, user_id FROM participations";
        self.list(sql, |row| Ok((SourceId(row.get(0)?), UserId(row.get(1)?))))
    }

    pub fn took_part(&self, source: SourceId, user: UserId) -> Result<bool, Error> {
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM participations WHERE source_id = ?1 AND user_id = ?2)
                   OR EXISTS (SELECT 1 FROM codings WHERE source_id = ?1 AND user_id = ?2)
                   AND NOT EXISTS (SELECT 1 FROM unfinished WHERE source_id = ?1 AND user_id = ?2)";
        Ok(self.0.prepare_cached(sql)?.exists([source.0, user.0])?)
    }

    /// Returns documents with imported or merged codings of a coder who has not finished them.
    pub fn unfinished(&self) -> Result<Vec<(SourceId, UserId)>, Error> {
        let sql = "SELECT source_id, user_id FROM unfinished EXCEPT SELECT source_id, user_id FROM participations";
        self.list(sql, |row| Ok((SourceId(row.get(0)?), UserId(row.get(1)?))))
    }

    /// Returns the number of codings of each coder who has any.
    pub fn codings_by_coder(&self) -> Result<Vec<(UserId, usize)>, Error> {
        let sql = "SELECT user_id, count(*) FROM codings GROUP BY user_id";
        self.list(sql, |row| Ok((UserId(row.get(0)?), usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0))))
    }

    pub fn counts(&self) -> Result<Counts, Error> {
        let count = |sql: &str| self.0.prepare_cached(sql)?.query_row([], |row| number(row, 0));
        Ok(Counts {
            documents: count("SELECT count(*) FROM sources")?,
            participants: count("SELECT count(*) FROM cases")?,
            codes: count("SELECT count(*) FROM codes")?,
            coders: count("SELECT count(*) FROM users")?,
            codings: count("SELECT count(*) FROM codings")?,
            memos: count("SELECT count(*) FROM notes")?,
            characters: count("SELECT ifnull(sum(characters), 0) FROM sources")?,
        })
    }

    /// Returns the whole history, oldest entry first.
    pub fn history(&self) -> Result<Vec<OpRecord>, Error> {
        history::all(self.0)
    }

    pub fn history_entry(&self, entry: OpId) -> Result<Option<OpRecord>, Error> {
        history::op(self.0, entry)
    }

    /// Returns the entry that undo would revert.
    pub fn next_undo(&self) -> Result<Option<OpRecord>, Error> {
        Ok(history::next_undo(self.0)?.map(|(_, root)| root))
    }

    /// Returns the entry that redo would restore.
    pub fn next_redo(&self) -> Result<Option<OpRecord>, Error> {
        Ok(history::next_redo(self.0)?.map(|(_, root)| root))
    }
}

fn pair(row: &Row<'_>) -> rusqlite::Result<(i64, u64)> {
    Ok((row.get(0)?, number(row, 1)?))
}

/// Reads a count; SQLite's integers are signed.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}

pub(super) fn read_fact(row: &Row<'_>) -> rusqlite::Result<Fact> {
    Ok(Fact {
        coding: CodingId(row.get(0)?),
        source: SourceId(row.get(1)?),
        range: CharRange::new(row.get(2)?, row.get(3)?),
        code: CodeId(row.get(4)?),
        user: UserId(row.get(5)?),
    })
}

/// Joins several memos on one passage with line breaks.
pub(super) fn join_memo(memo: &mut String, more: String) {
    if memo.is_empty() {
        *memo = more;
    } else {
        memo.push('\n');
        memo.push_str(&more);
    }
}

#[cfg(test)]
mod tests {
    use super::ON_PASSAGES;
    use crate::store::Store;

    #[test]
    fn reading_memos_on_passages_begins_with_the_passages_of_the_document() {
        let store = Store::in_memory("Test").unwrap();
        let sql = format!("EXPLAIN QUERY PLAN SELECT n.text FROM {ON_PASSAGES} ORDER BY n.id");
        let first: String = store.connection.query_row(&sql, [1], |row| row.get(3)).unwrap();
        assert!(first.starts_with("SEARCH c "), "{first}");
    }
}
