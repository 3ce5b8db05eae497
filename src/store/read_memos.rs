//! Reads single memos, and what they are on.

use super::{Error, Reads};
use crate::model::{CharRange, CodeId, CodingId, Fact, NoteId, NoteTarget, RowKind, SourceId, UserId};
use crate::tr;
use rusqlite::OptionalExtension;
use std::collections::HashSet;

impl Reads<'_> {
    /// Describes what a memo is on; `None` when it no longer exists.
    pub fn target_in_words(&self, target: NoteTarget) -> Result<Option<String>, Error> {
        let name = |table: &str, id: i64| -> Result<Option<String>, Error> {
            let sql = format!("SELECT name FROM {table} WHERE id = ?1");
            Ok(self.0.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
        };
        Ok(match target {
            NoteTarget::Project => Some(tr!("the project").to_owned()),
            NoteTarget::Source(id) => name("sources", id.0)?,
            NoteTarget::Participant(id) => name("cases", id.0)?,
            NoteTarget::Code(id) => name("codes", id.0)?.map(|name| tr!("code “{name}”", name)),
            NoteTarget::Coding(id) => match self.coding_fact(id)? {
                Some(fact) => {
                    let document = name("sources", fact.source.0)?.unwrap_or_default();
                    let code = name("codes", fact.code.0)?.unwrap_or_default();
                    Some(tr!("a passage with “{code}” in {document}", code, document))
                }
                None => None,
            },
        })
    }

    /// Returns range, code and coder of a coded passage, if it exists.
    pub fn coding_fact(&self, id: CodingId) -> Result<Option<Fact>, Error> {
        let sql = "SELECT source_id, start, end, code_id, user_id FROM codings WHERE id = ?1";
        let fact = self.0.prepare_cached(sql)?.query_row([id.0], |row| {
            Ok(Fact {
                coding: id,
                source: SourceId(row.get(0)?),
                range: CharRange::new(row.get(1)?, row.get(2)?),
                code: CodeId(row.get(3)?),
                user: UserId(row.get(4)?),
            })
        });
        Ok(fact.optional()?)
    }

    /// Returns what a memo is on, its text, and its author, if known.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such memo.
    pub fn note(&self, id: NoteId) -> Result<(NoteTarget, String, Option<UserId>), Error> {
        let sql = "SELECT target, target_id, text, user_id FROM notes WHERE id = ?1";
        let found = self.0.prepare_cached(sql)?.query_row([id.0], |row| {
            let target = NoteTarget::from_parts(&row.get::<_, String>(0)?, row.get(1)?);
            Ok((target, row.get::<_, String>(2)?, row.get::<_, Option<i64>>(3)?.map(UserId)))
        });
        match found.optional()? {
            Some((Some(target), text, user)) => Ok((target, text, user)),
            _ => Err(Error::Missing { what: RowKind::Memo, id: id.0 }),
        }
    }

    /// Returns the codings whose memos have more characters than this in all.
    pub fn codings_with_long_memos(&self, characters: usize) -> Result<HashSet<CodingId>, Error> {
        let sql = "SELECT target_id FROM notes WHERE target = 'passage' GROUP BY target_id
                   HAVING sum(length(text) + 1) > ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let codings = statement.query_map([characters as i64], |row| Ok(CodingId(row.get(0)?)))?;
        Ok(codings.collect::<Result<_, _>>()?)
    }

    /// Returns the number of memos on something.
    pub fn memos_on(&self, target: NoteTarget) -> Result<u64, Error> {
        let sql = "SELECT count(*) FROM notes WHERE target = ?1 AND target_id = ?2";
        let count: i64 = self.0.prepare_cached(sql)?.query_row(target.parts(), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Returns the author of each memo on something, repeated for each memo; memos without an author are left out.
    pub fn memo_writers(&self, target: NoteTarget) -> Result<Vec<UserId>, Error> {
        let sql = "SELECT user_id FROM notes WHERE target = ?1 AND target_id = ?2 AND user_id IS NOT NULL ORDER BY id";
        let mut statement = self.0.prepare_cached(sql)?;
        let writers = statement.query_map(target.parts(), |row| Ok(UserId(row.get(0)?)))?;
        Ok(writers.collect::<Result<_, _>>()?)
    }
}
