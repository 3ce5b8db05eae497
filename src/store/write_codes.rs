//! Changes existing codes, dimensions, codings and texts inside a transaction. The caller validates the changes.

use super::schema::{CODE_FACETS, CODES, CODINGS, FACET_VALUES, FACETS, Journaled, SOURCES, TEXTS};
use super::{Error, Tx};
use crate::model::{CharRange, CodeId, CodingId, CodingKey, DimensionId, Fact, NoteId, NoteTarget, SourceId, UserId};
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

impl Tx<'_> {
    /// Sets columns of a row. Does nothing if the row already has these values, so that no entry is added
    /// to the history.
    pub(super) fn set(
        &mut self,
        table: &'static Journaled,
        id: i64,
        columns: &[(&'static str, Value)],
    ) -> Result<(), Error> {
        let mut values = self.existing(table, id)?;
        values.pop();
        let mut changed = false;
        for (column, value) in columns {
            let slot = table.columns.iter().position(|name| name == column).and_then(|at| values.get_mut(at));
            let Some(slot) = slot else { continue };
            changed |= slot != value;
            *slot = value.clone();
        }
        if changed { self.update(table, id, &values) } else { Ok(()) }
    }

    pub fn set_code_name(&mut self, id: CodeId, name: &str) -> Result<(), Error> {
        self.set(&CODES, id.0, &[("name", text(name))])
    }

    /// `color` is `#rrggbb`.
    pub fn set_code_color(&mut self, id: CodeId, color: &str) -> Result<(), Error> {
        self.set(&CODES, id.0, &[("color", text(color))])
    }

    pub fn set_code_description(&mut self, id: CodeId, description: &str) -> Result<(), Error> {
        self.set(&CODES, id.0, &[("description", text(description))])
    }

    /// Moves a code under a parent (`None`: to the top level), to its place in `order`, which lists all children of
    /// that parent, including the code. Codings are not touched.
    pub fn place_code(&mut self, id: CodeId, parent: Option<CodeId>, order: &[CodeId]) -> Result<(), Error> {
        let parent = parent.map_or(Value::Null, |p| Value::Integer(p.0));
        self.set(&CODES, id.0, &[("parent_id", parent)])?;
        let mut places = Vec::with_capacity(order.len());
        for code in order {
            places.extend(self.ids("SELECT place FROM codes WHERE id = ?1", [code.0])?);
        }
        places.sort_unstable();
        let mut last = i64::MIN;
        for (code, place) in order.iter().zip(places) {
            last = place.max(last.saturating_add(1));
            self.set(&CODES, code.0, &[("place", Value::Integer(last))])?;
        }
        Ok(())
    }

    /// Gives a code a value of a dimension, by index; `None` removes the value.
    pub fn set_code_dimension(
        &mut self,
        code: CodeId,
        dimension: DimensionId,
        value: Option<usize>,
    ) -> Result<(), Error> {
        let values = self.dimension_values(dimension)?;
        let value = value.and_then(|place| values.get(place).copied());
        let sql = "SELECT id FROM code_facets WHERE code_id = ?1 AND facet_id = ?2";
        let row: Option<i64> =
            self.connection().prepare_cached(sql)?.query_row([code.0, dimension.0], |row| row.get(0)).optional()?;
        match (row, value) {
            (Some(row), Some(value)) => self.set(&CODE_FACETS, row, &[("value_id", Value::Integer(value))]),
            (Some(row), None) => self.delete(&CODE_FACETS, row),
            (None, Some(value)) => {
                let values = [Value::Integer(code.0), Value::Integer(dimension.0), Value::Integer(value)];
                self.insert(&CODE_FACETS, &values).map(drop)
            }
            (None, None) => Ok(()),
        }
    }

    /// Returns the ids of a dimension's values, in order.
    pub fn dimension_values(&self, dimension: DimensionId) -> Result<Vec<i64>, Error> {
        self.ids("SELECT id FROM facet_values WHERE facet_id = ?1 ORDER BY place, id", [dimension.0])
    }

    pub fn set_dimension_name(&mut self, dimension: DimensionId, name: &str) -> Result<(), Error> {
        self.set(&FACETS, dimension.0, &[("name", text(name))])
    }

    pub fn set_dimension_value_name(&mut self, value: i64, name: &str) -> Result<(), Error> {
        self.set(&FACET_VALUES, value, &[("name", text(name))])
    }

    /// Removes a value of a dimension, also from the codes that have it.
    pub fn remove_dimension_value(&mut self, value: i64) -> Result<(), Error> {
        for row in self.ids("SELECT id FROM code_facets WHERE value_id = ?1", [value])? {
            self.delete(&CODE_FACETS, row)?;
        }
        self.delete(&FACET_VALUES, value)
    }

    /// Removes a dimension and its values.
    pub fn remove_dimension(&mut self, dimension: DimensionId) -> Result<(), Error> {
        for value in self.dimension_values(dimension)? {
            self.remove_dimension_value(value)?;
        }
        self.delete(&FACETS, dimension.0)
    }

    /// Removes a code that has neither codings nor subcodes; its memos are removed with it.
    pub fn remove_code(&mut self, code: CodeId) -> Result<(), Error> {
        for row in self.ids("SELECT id FROM code_facets WHERE code_id = ?1", [code.0])? {
            self.delete(&CODE_FACETS, row)?;
        }
        self.remove_notes(NoteTarget::Code(code))?;
        self.delete(&CODES, code.0)
    }

    /// Returns all codings with exactly this code.
    pub fn codings_with(&self, code: CodeId) -> Result<Vec<Fact>, Error> {
        let sql = "SELECT id, source_id, start, end, user_id FROM codings WHERE code_id = ?1 ORDER BY id";
        let mut statement = self.connection().prepare_cached(sql)?;
        let facts = statement.query_map([code.0], |row| {
            Ok(Fact {
                coding: CodingId(row.get(0)?),
                source: SourceId(row.get(1)?),
                range: CharRange::new(row.get(2)?, row.get(3)?),
                code,
                user: UserId(row.get(4)?),
            })
        })?;
        Ok(facts.collect::<Result<_, _>>()?)
    }

    /// Changes code and range of a coding. If the same coder already has that code on that range, the two codings
    /// become one with the memos and marks of both. Returns the remaining coding.
    pub fn set_coding(&mut self, fact: &Fact, code: CodeId, range: CharRange) -> Result<CodingId, Error> {
        let key = CodingKey { source: fact.source, range, code, user: fact.user };
        if let Some(twin) = self.find_coding(key)?.filter(|&id| id != fact.coding) {
            self.move_notes(NoteTarget::Coding(fact.coding), NoteTarget::Coding(twin))?;
            self.join_marks(fact.coding, twin)?;
            self.delete(&CODINGS, fact.coding.0)?;
            return Ok(twin);
        }
        let (start, end) = (i64::from(range.start.0), i64::from(range.end.0));
        let columns =
            [("start", Value::Integer(start)), ("end", Value::Integer(end)), ("code_id", Value::Integer(code.0))];
        self.set(&CODINGS, fact.coding.0, &columns)?;
        Ok(fact.coding)
    }

    pub fn set_important(&mut self, coding: CodingId, important: bool) -> Result<(), Error> {
        self.set(&CODINGS, coding.0, &[("important", Value::Integer(i64::from(important)))])
    }

    /// Replaces the text of a document. `body` is in the stored form: `\n` line ends, no BOM, no NUL.
    pub fn set_text(&mut self, source: SourceId, body: &str) -> Result<(), Error> {
        let characters = i64::try_from(body.chars().count()).unwrap_or(i64::MAX);
        self.set(&TEXTS, source.0, &[("body", text(body))])?;
        self.set(&SOURCES, source.0, &[("characters", Value::Integer(characters))])
    }

    /// Moves all memos from one thing to another.
    pub fn move_notes(&mut self, from: NoteTarget, to: NoteTarget) -> Result<(), Error> {
        for note in self.notes_on(from)? {
            self.move_note(NoteId(note), to)?;
        }
        Ok(())
    }

    fn notes_on(&self, target: NoteTarget) -> Result<Vec<i64>, Error> {
        let (kind, id) = target.parts();
        let sql = "SELECT id FROM notes WHERE target = ?1 AND target_id = ?2";
        self.ids(sql, (kind, id))
    }
}
