//! Memos one by one, and what they are on.

use super::{Error, Reads};
use crate::model::{CharRange, CodeId, CodingId, Fact, NoteId, NoteTarget, SourceId, UserId};
use rusqlite::OptionalExtension;

impl Reads<'_> {
    /// What a memo is on, in words; `None` when it is there no more.
    pub fn target_in_words(&self, target: NoteTarget) -> Result<Option<String>, Error> {
        let name = |table: &str, id: i64| -> Result<Option<String>, Error> {
            let sql = format!("SELECT name FROM {table} WHERE id = ?1");
            Ok(self.0.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
        };
        Ok(match target {
            NoteTarget::Project => Some("the project".to_owned()),
            NoteTarget::Source(id) => name("sources", id.0)?,
            NoteTarget::Case(id) => name("cases", id.0)?,
            NoteTarget::Code(id) => name("codes", id.0)?.map(|name| format!("code “{name}”")),
            NoteTarget::Coding(id) => match self.coding_fact(id)? {
                Some(fact) => {
                    let document = name("sources", fact.source.0)?.unwrap_or_default();
                    let code = name("codes", fact.code.0)?.unwrap_or_default();
                    Some(format!("a passage with “{code}” in {document}"))
                }
                None => None,
            },
        })
    }

    /// Where a coded passage stands and what it is coded with, when it is there.
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

    /// What a memo is on and its words.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such memo.
    pub fn note(&self, id: NoteId) -> Result<(NoteTarget, String), Error> {
        let sql = "SELECT target, target_id, text FROM notes WHERE id = ?1";
        let found = self.0.prepare_cached(sql)?.query_row([id.0], |row| {
            Ok((NoteTarget::from_parts(&row.get::<_, String>(0)?, row.get(1)?), row.get::<_, String>(2)?))
        });
        match found.optional()? {
            Some((Some(target), text)) => Ok((target, text)),
            _ => Err(Error::Missing { what: "memo", id: id.0 }),
        }
    }
}
