//! Attributes and their values, of participants and of documents. Both are in tables of the same form.

use super::read::guid;
use super::schema::{CASE_VALUES, DOCUMENT_VALUES, DOCUMENT_VARIABLES, Journaled, VARIABLES};
use super::write::{self, text};
use super::{Error, Reads, Tx};
use crate::model::{Described, Guid, ParticipantId, SourceId, Variable, VariableId, VariableKind};
use rusqlite::types::Value;
use std::collections::HashMap;

/// The tables of attributes and values, and the column of a value that names whose it is.
struct Tables {
    variables: &'static Journaled,
    values: &'static Journaled,
    owner: &'static str,
}

fn tables(of: Described) -> Tables {
    match of {
        Described::Participants => Tables { variables: &VARIABLES, values: &CASE_VALUES, owner: "case_id" },
        Described::Documents => Tables { variables: &DOCUMENT_VARIABLES, values: &DOCUMENT_VALUES, owner: "source_id" },
    }
}

impl Reads<'_> {
    /// Returns the attributes of participants or of documents, in the researcher's order.
    pub(super) fn variables(&self, of: Described) -> Result<Vec<Variable>, Error> {
        let Tables { variables, .. } = tables(of);
        let sql = format!("SELECT id, guid, name, kind FROM {} ORDER BY place, id", variables.name);
        self.list(&sql, |row| {
            let kind = VariableKind::parse(&row.get::<_, String>(3)?).unwrap_or(VariableKind::Text);
            Ok(Variable { id: VariableId { of, row: row.get(0)? }, guid: guid(row, 1)?, name: row.get(2)?, kind })
        })
    }

    /// Returns one value for each of the attributes, by participant or document. Those without a known value are absent.
    pub(super) fn values(
        &self,
        of: Described,
        variables: &[Variable],
    ) -> Result<HashMap<i64, Vec<Option<String>>>, Error> {
        let Tables { values, owner, .. } = tables(of);
        let places: HashMap<i64, usize> = variables.iter().enumerate().map(|(i, v)| (v.id.row, i)).collect();
        let sql = format!("SELECT {owner}, variable_id, value FROM {}", values.name);
        let rows = self.list(&sql, |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)))?;
        let mut found: HashMap<i64, Vec<Option<String>>> = HashMap::new();
        for (owner, variable, value) in rows {
            let list = found.entry(owner).or_insert_with(|| vec![None; variables.len()]);
            if let Some(slot) = places.get(&variable).and_then(|&place| list.get_mut(place)) {
                *slot = Some(value);
            }
        }
        Ok(found)
    }
}

impl Tx<'_> {
    pub fn add_variable(&mut self, of: Described, name: &str, kind: VariableKind) -> Result<VariableId, Error> {
        self.take_variable(of, Guid::new(), name, kind)
    }

    /// Adds an attribute with a guid from elsewhere.
    pub fn take_variable(
        &mut self,
        of: Described,
        known_as: Guid,
        name: &str,
        kind: VariableKind,
    ) -> Result<VariableId, Error> {
        let table = tables(of).variables;
        let values = [write::guid(known_as), text(name), text(kind.name()), self.next_place(table.name)?];
        self.insert(table, &values).map(|row| VariableId { of, row })
    }

    pub fn rename_variable(&mut self, id: VariableId, name: &str) -> Result<(), Error> {
        self.set(tables(id.of).variables, id.row, &[("name", text(name))])
    }

    /// Sets the kind of an attribute. The caller has checked that all values fit.
    pub fn set_variable_kind(&mut self, id: VariableId, kind: VariableKind) -> Result<(), Error> {
        self.set(tables(id.of).variables, id.row, &[("kind", text(kind.name()))])
    }

    /// Removes an attribute and all its values.
    pub fn remove_variable(&mut self, id: VariableId) -> Result<(), Error> {
        let Tables { variables, values, .. } = tables(id.of);
        let sql = format!("SELECT id FROM {} WHERE variable_id = ?1 ORDER BY id", values.name);
        for value in self.ids(&sql, [id.row])? {
            self.delete(values, value)?;
        }
        self.delete(variables, id.row)
    }

    /// Sets a participant's value; `None` makes it unknown.
    pub fn set_participant_value(
        &mut self,
        participant: ParticipantId,
        variable: VariableId,
        value: Option<&str>,
    ) -> Result<(), Error> {
        self.set_value(participant.0, variable, value)
    }

    /// Sets a document's value; `None` makes it unknown.
    pub fn set_document_value(
        &mut self,
        source: SourceId,
        variable: VariableId,
        value: Option<&str>,
    ) -> Result<(), Error> {
        self.set_value(source.0, variable, value)
    }

    /// Removes all values of a participant or a document.
    pub(super) fn remove_values(&mut self, of: Described, owner: i64) -> Result<(), Error> {
        let Tables { values, owner: column, .. } = tables(of);
        for value in self.ids(&format!("SELECT id FROM {} WHERE {column} = ?1 ORDER BY id", values.name), [owner])? {
            self.delete(values, value)?;
        }
        Ok(())
    }

    fn add_value(&mut self, owner: i64, variable: VariableId, value: &str) -> Result<(), Error> {
        let values = [Value::Integer(owner), Value::Integer(variable.row), text(value)];
        self.insert(tables(variable.of).values, &values).map(drop)
    }

    fn set_value(&mut self, owner: i64, variable: VariableId, value: Option<&str>) -> Result<(), Error> {
        let Tables { values, owner: column, .. } = tables(variable.of);
        let sql = format!("SELECT id FROM {} WHERE {column} = ?1 AND variable_id = ?2", values.name);
        match (self.id(&sql, [owner, variable.row])?, value) {
            (Some(id), Some(value)) => self.set(values, id, &[("value", text(value))]),
            (Some(id), None) => self.delete(values, id),
            (None, Some(value)) => self.add_value(owner, variable, value),
            (None, None) => Ok(()),
        }
    }
}
