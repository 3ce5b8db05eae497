//! Changes and removes memos inside a transaction; [`Tx::add_note`] adds them.

use super::schema::NOTES;
use super::{Error, Tx};
use crate::model::{NoteId, NoteTarget, RowKind};
use rusqlite::types::Value;

impl Tx<'_> {
    /// Changes the text of a memo; its author and date stay the same.
    pub fn change_note(&mut self, id: NoteId, memo: &str) -> Result<(), Error> {
        let sql = "SELECT guid, target, target_id, text, user_id, created FROM notes WHERE id = ?1";
        let mut row = self
            .connection()
            .prepare_cached(sql)?
            .query_row([id.0], |row| (0..6).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>())
            .map_err(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Error::Missing { what: RowKind::Memo, id: id.0 },
                error => error.into(),
            })?;
        if let Some(text) = row.get_mut(3) {
            *text = Value::Text(memo.to_owned());
        }
        self.update(&NOTES, id.0, &row)
    }

    /// Moves a memo to another thing.
    pub fn move_note(&mut self, id: NoteId, to: NoteTarget) -> Result<(), Error> {
        let (kind, target) = to.parts();
        let columns = [("target", Value::Text(kind.to_owned())), ("target_id", Value::Integer(target))];
        self.set(&NOTES, id.0, &columns)
    }

    pub fn remove_note(&mut self, id: NoteId) -> Result<(), Error> {
        self.delete(&NOTES, id.0)
    }

    /// True when the thing that a memo is to be put on exists.
    pub fn has_target(&self, target: NoteTarget) -> Result<bool, Error> {
        let table = match target {
            NoteTarget::Project => return Ok(true),
            NoteTarget::Source(_) => "sources",
            NoteTarget::Participant(_) => "cases",
            NoteTarget::Code(_) => "codes",
            NoteTarget::Coding(_) => "codings",
        };
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1");
        Ok(self.connection().prepare_cached(&sql)?.exists([target.parts().1])?)
    }
}
