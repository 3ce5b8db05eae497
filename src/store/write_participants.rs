//! Changes existing participants and tables.

use super::schema::{CASES, NOTES, SOURCES, TABLES};
use super::write::{optional, text};
use super::{Error, Tx};
use crate::model::{Described, NoteTarget, ParticipantId, TableDefinition};
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
        self.remove_values(Described::Participants, id.0)?;
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
