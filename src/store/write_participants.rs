//! Changes existing participants and attributes.

use super::schema::{CASE_VALUES, CASES, NOTES, SOURCES, TABLES, VARIABLES};
use super::write::{optional, text};
use super::{Error, Tx};
use crate::model::{NoteTarget, ParticipantId, TableDefinition, VariableId, VariableKind};
use crate::tr;
use rusqlite::types::Value;

impl Tx<'_> {
    pub fn rename_participant(&mut self, id: ParticipantId, name: &str) -> Result<(), Error> {
        self.set(&CASES, id.0, &[("name", text(name))])
    }

    /// Removes a participant with values and memos. Their documents stay and become unassigned.
    pub fn remove_participant(&mut self, id: ParticipantId) -> Result<(), Error> {
        for source in self.ids("SELECT id FROM sources WHERE case_id = ?1 ORDER BY id", [id.0])? {
            self.set(&SOURCES, source, &[("case_id", optional(None))])?;
        }
        self.remove_from_maps(id)?;
        self.remove_notes(NoteTarget::Participant(id))?;
        for value in self.ids("SELECT id FROM case_values WHERE case_id = ?1 ORDER BY id", [id.0])? {
            self.delete(&CASE_VALUES, value)?;
        }
        self.delete(&CASES, id.0)
    }

    /// Moves the memos on a participant to another one.
    pub fn move_memos(&mut self, from: ParticipantId, to: ParticipantId) -> Result<(), Error> {
        let (kind, id) = NoteTarget::Participant(from).parts();
        for note in self.ids("SELECT id FROM notes WHERE target = ?1 AND target_id = ?2 ORDER BY id", (kind, id))? {
            self.set(&NOTES, note, &[("target_id", Value::Integer(to.0))])?;
        }
        Ok(())
    }

    /// Sets a participant's value; `None` makes it unknown.
    pub fn set_participant_value(
        &mut self,
        participant: ParticipantId,
        variable: VariableId,
        value: Option<&str>,
    ) -> Result<(), Error> {
        let sql = "SELECT id FROM case_values WHERE case_id = ?1 AND variable_id = ?2";
        match (self.id(sql, [participant.0, variable.0])?, value) {
            (Some(id), Some(value)) => self.set(&CASE_VALUES, id, &[("value", text(value))]),
            (Some(id), None) => self.delete(&CASE_VALUES, id),
            (None, Some(value)) => self.add_participant_value(participant, variable, value),
            (None, None) => Ok(()),
        }
    }

    pub fn rename_variable(&mut self, id: VariableId, name: &str) -> Result<(), Error> {
        self.set(&VARIABLES, id.0, &[("name", text(name))])
    }

    /// Sets the kind of an attribute. The caller has checked that all values fit.
    pub fn set_variable_kind(&mut self, id: VariableId, kind: VariableKind) -> Result<(), Error> {
        self.set(&VARIABLES, id.0, &[("kind", text(kind.name()))])
    }

    /// Removes an attribute and all its values.
    pub fn remove_variable(&mut self, id: VariableId) -> Result<(), Error> {
        for value in self.ids("SELECT id FROM case_values WHERE variable_id = ?1 ORDER BY id", [id.0])? {
            self.delete(&CASE_VALUES, value)?;
        }
        self.delete(&VARIABLES, id.0)
    }

    /// Replaces the definition of the table with the same name.
    pub fn set_table(&mut self, table: &TableDefinition) -> Result<(), Error> {
        let definition = serde_json::to_string(table).map_err(|e| Error::Damaged {
            what: tr!("table {name} cannot be written: {why}", name = table.name, why = e),
        })?;
        match self.id("SELECT id FROM tables WHERE name = ?1", [&table.name])? {
            Some(id) => self.set(&TABLES, id, &[("definition", text(&definition))]),
            None => Ok(()),
        }
    }
}
