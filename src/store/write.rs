//! Writes entities as rows inside a transaction. The caller validates them; what SQLite refuses, such as a duplicate
//! name, is an error and reverts the whole transaction.

use super::schema::{self, CODINGS, NOTES};
use super::{Error, ForeignCoding, Reads, Tx};
use crate::model::{
    CodeId, CodingId, CodingKey, DimensionId, Guid, NoteId, NoteTarget, ParticipantId, SourceId, TableDefinition,
    UserId,
};
use crate::tr;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub(super) fn guid(value: Guid) -> Value {
    Value::Blob(value.0.to_vec())
}

pub(super) fn optional(value: Option<i64>) -> Value {
    value.map_or(Value::Null, Value::Integer)
}

/// A document to be added.
pub struct NewSource<'a> {
    pub name: &'a str,
    pub path: &'a str,
    pub participant: Option<ParticipantId>,
    /// The text in its stored form: `\n` line ends, no BOM, no NUL.
    pub body: &'a str,
    /// UTC milliseconds since 1970.
    pub created: i64,
}

/// A code to be added. `dimensions` holds ids returned by [`Tx::add_dimension`].
pub struct NewCode<'a> {
    pub parent: Option<CodeId>,
    pub name: &'a str,
    /// `#rrggbb`
    pub color: &'a str,
    pub description: &'a str,
    pub dimensions: &'a [(DimensionId, i64)],
}

impl Tx<'_> {
    pub fn add_user(&mut self, name: &str, color: &str) -> Result<UserId, Error> {
        self.take_user(Guid::new(), name, color)
    }

    /// Adds a coder with a guid from another program or copy.
    pub fn take_user(&mut self, known_as: Guid, name: &str, color: &str) -> Result<UserId, Error> {
        let place = self.next_place("users")?;
        self.insert(&schema::USERS, &[guid(known_as), text(name), text(color), place]).map(UserId)
    }

    /// Renames a coder, also as the one who made decisions. The history keeps the name that the coder had.
    pub fn rename_user(&mut self, user: UserId, name: &str) -> Result<(), Error> {
        let former: String =
            self.connection().query_row("SELECT name FROM users WHERE id = ?1", [user.0], |row| row.get(0))?;
        self.set(&schema::USERS, user.0, &[("name", text(name))])?;
        let mut statement = self.connection().prepare("SELECT id FROM decisions WHERE who = ?1 ORDER BY id")?;
        let decisions: Vec<i64> = statement.query_map([&former], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for id in decisions {
            self.set(&schema::DECISIONS, id, &[("who", text(name))])?;
        }
        Ok(())
    }

    pub fn add_participant(&mut self, name: &str) -> Result<ParticipantId, Error> {
        self.take_participant(Guid::new(), name)
    }

    /// Adds a participant with a guid from elsewhere.
    pub fn take_participant(&mut self, known_as: Guid, name: &str) -> Result<ParticipantId, Error> {
        let place = self.next_place("cases")?;
        self.insert(&schema::CASES, &[guid(known_as), text(name), place]).map(ParticipantId)
    }

    /// Adds a document. `body` is the text in its stored form: `\n` line ends, no BOM, no NUL.
    pub fn add_source(
        &mut self,
        name: &str,
        path: &str,
        participant: Option<ParticipantId>,
        body: &str,
    ) -> Result<SourceId, Error> {
        self.take_source(Guid::new(), &NewSource { name, path, participant, body, created: self.at() })
    }

    /// Adds a document with a guid and a date from elsewhere.
    pub fn take_source(&mut self, known_as: Guid, source: &NewSource<'_>) -> Result<SourceId, Error> {
        let NewSource { name, path, participant, body, created } = *source;
        let place = self.next_place("sources")?;
        let characters = i64::try_from(body.chars().count()).unwrap_or(i64::MAX);
        let values = [
            guid(known_as),
            text(name),
            text(path),
            optional(participant.map(|c| c.0)),
            Value::Integer(characters),
            place,
            Value::Integer(created),
        ];
        let id = self.insert(&schema::SOURCES, &values)?;
        self.insert_at(&schema::TEXTS, id, &[text(body)])?;
        Ok(SourceId(id))
    }

    /// Adds a dimension with its values. Returns its id and the ids of the values, in order.
    pub fn add_dimension(&mut self, name: &str, values: &[String]) -> Result<(DimensionId, Vec<i64>), Error> {
        let place = self.next_place("facets")?;
        let dimension = DimensionId(self.insert(&schema::FACETS, &[guid(Guid::new()), text(name), place])?);
        let ids = values.iter().map(|value| self.add_dimension_value(dimension, value)).collect::<Result<_, _>>()?;
        Ok((dimension, ids))
    }

    /// Returns the values of a dimension with their ids, in order.
    pub fn dimension_value_names(&self, dimension: DimensionId) -> Result<Vec<(String, i64)>, Error> {
        let sql = "SELECT name, id FROM facet_values WHERE facet_id = ?1 ORDER BY place, id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let values = statement.query_map([dimension.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(values.collect::<Result<_, _>>()?)
    }

    /// Adds a value after the existing ones of a dimension.
    pub fn add_dimension_value(&mut self, dimension: DimensionId, name: &str) -> Result<i64, Error> {
        let place = self.next_place("facet_values")?;
        self.insert(&schema::FACET_VALUES, &[Value::Integer(dimension.0), text(name), place])
    }

    /// Adds a code after its siblings.
    pub fn add_code(&mut self, code: &NewCode<'_>) -> Result<CodeId, Error> {
        self.take_code(Guid::new(), code)
    }

    /// Adds a code with a guid from elsewhere after its siblings.
    pub fn take_code(&mut self, known_as: Guid, code: &NewCode<'_>) -> Result<CodeId, Error> {
        let place = self.next_place("codes")?;
        let values = [
            guid(known_as),
            optional(code.parent.map(|p| p.0)),
            text(code.name),
            text(code.color),
            text(code.description),
            place,
        ];
        let id = CodeId(self.insert(&schema::CODES, &values)?);
        for &(dimension, value) in code.dimensions {
            let values = [Value::Integer(id.0), Value::Integer(dimension.0), Value::Integer(value)];
            self.insert(&schema::CODE_FACETS, &values)?;
        }
        Ok(id)
    }

    /// Adds a coded passage made in this project; the range must not be empty. The coder takes part in the document
    /// from then on. `created` is in UTC milliseconds since 1970.
    pub fn add_coding(&mut self, key: CodingKey, created: i64) -> Result<CodingId, Error> {
        self.set_unfinished(key.source, key.user, false)?;
        self.take_coding(Guid::new(), key, created)
    }

    /// Adds a coded passage with a guid from elsewhere.
    pub fn take_coding(&mut self, known_as: Guid, key: CodingKey, created: i64) -> Result<CodingId, Error> {
        let (selection, important, account) = (None, false, None);
        self.take_foreign(&ForeignCoding { guid: known_as, selection, key, created, important, account })
    }

    pub fn find_coding(&self, key: CodingKey) -> Result<Option<CodingId>, Error> {
        let CodingKey { source, range, code, user } = key;
        let sql =
            "SELECT id FROM codings WHERE source_id = ?1 AND start = ?2 AND end = ?3 AND code_id = ?4 AND user_id = ?5";
        let row = [source.0, i64::from(range.start.0), i64::from(range.end.0), code.0, user.0];
        Ok(self.connection().prepare_cached(sql)?.query_row(row, |row| row.get(0).map(CodingId)).optional()?)
    }

    /// Removes a coded passage and its memos.
    pub fn remove_coding(&mut self, id: CodingId) -> Result<(), Error> {
        self.remove_notes(NoteTarget::Coding(id))?;
        self.delete(&CODINGS, id.0)
    }

    pub fn add_note(
        &mut self,
        target: NoteTarget,
        memo: &str,
        user: Option<UserId>,
        created: i64,
    ) -> Result<NoteId, Error> {
        self.take_note(Guid::new(), target, memo, user, created)
    }

    /// Adds a memo with a guid from elsewhere.
    pub fn take_note(
        &mut self,
        known_as: Guid,
        target: NoteTarget,
        memo: &str,
        user: Option<UserId>,
        created: i64,
    ) -> Result<NoteId, Error> {
        let (kind, id) = target.parts();
        let values = [
            guid(known_as),
            text(kind),
            Value::Integer(id),
            text(memo),
            optional(user.map(|u| u.0)),
            Value::Integer(created),
        ];
        self.insert(&NOTES, &values).map(NoteId)
    }

    /// True when a memo with exactly this text is on the thing.
    pub fn has_note(&self, target: NoteTarget, memo: &str) -> Result<bool, Error> {
        let (kind, id) = target.parts();
        let sql = "SELECT 1 FROM notes WHERE target = ?1 AND target_id = ?2 AND text = ?3";
        Ok(self.connection().prepare_cached(sql)?.exists((kind, id, memo))?)
    }

    /// Records that a coder has finished a document.
    pub fn add_participation(&mut self, source: SourceId, user: UserId) -> Result<(), Error> {
        let sql = "SELECT 1 FROM participations WHERE source_id = ?1 AND user_id = ?2";
        if self.connection().prepare_cached(sql)?.exists([source.0, user.0])? {
            return Ok(());
        }
        self.insert(&schema::PARTICIPATIONS, &[Value::Integer(source.0), Value::Integer(user.0)]).map(drop)
    }

    /// True when a coder took part in a document, as defined by [`Reads::participations`].
    pub fn took_part(&self, source: SourceId, user: UserId) -> Result<bool, Error> {
        Reads(self.connection()).took_part(source, user)
    }

    /// Records whether a coder has passages from elsewhere in a document without having finished it.
    pub fn set_unfinished(&mut self, source: SourceId, user: UserId, unfinished: bool) -> Result<(), Error> {
        let sql = "SELECT id FROM unfinished WHERE source_id = ?1 AND user_id = ?2";
        match (self.id(sql, [source.0, user.0])?, unfinished) {
            (None, true) => {
                self.insert(&schema::UNFINISHED, &[Value::Integer(source.0), Value::Integer(user.0)]).map(drop)
            }
            (Some(row), false) => self.delete(&schema::UNFINISHED, row),
            _ => Ok(()),
        }
    }

    pub fn add_table(&mut self, table: &TableDefinition) -> Result<(), Error> {
        let place = self.next_place("tables")?;
        let definition = serde_json::to_string(table).map_err(|e| Error::Damaged {
            what: tr!("table {name} cannot be written: {why}", name = table.name, why = e),
        })?;
        self.insert(&schema::TABLES, &[text(&table.name), text(&definition), place]).map(drop)
    }

    /// Returns the place after the last row: lists keep the order in which their items were added.
    pub(super) fn next_place(&self, table: &str) -> Result<Value, Error> {
        let sql = format!("SELECT ifnull(max(id), 0) + 1 FROM {table}");
        Ok(Value::Integer(self.connection().prepare_cached(&sql)?.query_row([], |row| row.get(0))?))
    }
}
