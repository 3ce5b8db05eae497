//! Changes existing documents: renames them, assigns them to a participant, marks them as finished, removes them.

use super::schema::{NOTES, PARTICIPATIONS, SOURCES, TEXTS, UNFINISHED, USERS};
use super::write::{optional, text};
use super::{Error, Tx};
use crate::model::{CodingId, Described, NoteTarget, ParticipantId, SourceId, UserId};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Params};

impl Tx<'_> {
    pub fn rename_source(&mut self, id: SourceId, name: &str) -> Result<(), Error> {
        self.set(&SOURCES, id.0, &[("name", text(name))])
    }

    /// Assigns a document to a participant; `None` makes it unassigned.
    pub fn tie_source(&mut self, id: SourceId, participant: Option<ParticipantId>) -> Result<(), Error> {
        self.set(&SOURCES, id.0, &[("case_id", optional(participant.map(|c| c.0)))])
    }

    /// Removes a document with its text, values, codings, memos and marks, dependent rows first.
    pub fn remove_source(&mut self, id: SourceId) -> Result<(), Error> {
        for coding in self.ids("SELECT id FROM codings WHERE source_id = ?1 ORDER BY id", [id.0])? {
            self.remove_coding(CodingId(coding))?;
        }
        self.remove_notes(NoteTarget::Source(id))?;
        for mark in self.ids("SELECT id FROM participations WHERE source_id = ?1", [id.0])? {
            self.delete(&PARTICIPATIONS, mark)?;
        }
        for mark in self.ids("SELECT id FROM unfinished WHERE source_id = ?1", [id.0])? {
            self.delete(&UNFINISHED, mark)?;
        }
        self.remove_speakers(id)?;
        self.remove_values(Described::Documents, id.0)?;
        self.remove_origin(id)?;
        self.delete(&TEXTS, id.0)?;
        self.delete(&SOURCES, id.0)
    }

    /// Removes the mark that a coder has finished a document.
    pub fn remove_participation(&mut self, source: SourceId, user: UserId) -> Result<(), Error> {
        let sql = "SELECT id FROM participations WHERE source_id = ?1 AND user_id = ?2";
        for mark in self.ids(sql, [source.0, user.0])? {
            self.delete(&PARTICIPATIONS, mark)?;
        }
        Ok(())
    }

    /// Removes a coder without coded passages, and their marks on documents. Their memos stay, without an author.
    pub fn remove_user(&mut self, user: UserId) -> Result<(), Error> {
        for mark in self.ids("SELECT id FROM participations WHERE user_id = ?1", [user.0])? {
            self.delete(&PARTICIPATIONS, mark)?;
        }
        for mark in self.ids("SELECT id FROM unfinished WHERE user_id = ?1", [user.0])? {
            self.delete(&UNFINISHED, mark)?;
        }
        for note in self.ids("SELECT id FROM notes WHERE user_id = ?1", [user.0])? {
            self.set(&NOTES, note, &[("user_id", Value::Null)])?;
        }
        self.delete(&USERS, user.0)
    }

    pub(super) fn remove_notes(&mut self, target: NoteTarget) -> Result<(), Error> {
        let (kind, id) = target.parts();
        for note in self.ids("SELECT id FROM notes WHERE target = ?1 AND target_id = ?2 ORDER BY id", (kind, id))? {
            self.delete(&NOTES, note)?;
        }
        Ok(())
    }

    pub(super) fn ids(&self, sql: &str, parameters: impl Params) -> Result<Vec<i64>, Error> {
        let mut statement = self.connection().prepare_cached(sql)?;
        Ok(statement.query_map(parameters, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    pub(super) fn id(&self, sql: &str, parameters: impl Params) -> Result<Option<i64>, Error> {
        Ok(self.connection().prepare_cached(sql)?.query_row(parameters, |row| row.get(0)).optional()?)
    }
}
