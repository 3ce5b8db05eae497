//! Sets of documents and of codes.

use super::op_names::NAMED;
use super::read::guid;
use super::schema::{Journaled, SETS};
use super::write::{self, text};
use super::{Error, Reads, Tx, record};
use crate::model::{Guid, Set, SetDefinition, SetId};
use crate::tr;
use rusqlite::types::Value;
use std::collections::HashSet;

impl Reads<'_> {
    /// Returns the sets in the researcher's order.
    pub(super) fn sets(&self) -> Result<Vec<Set>, Error> {
        let rows = self.list("SELECT id, guid, name, definition FROM sets ORDER BY place, id", |row| {
            Ok((SetId(row.get(0)?), guid(row, 1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        let set = |(id, guid, name, json): (SetId, Guid, String, String)| match serde_json::from_str(&json) {
            Ok(definition) => Ok(Set { id, guid, name, definition }),
            Err(why) => {
                Err(Error::Damaged { what: tr!("the definition of set {name} cannot be read: {why}", name, why) })
            }
        };
        rows.into_iter().map(set).collect()
    }

    /// Returns the guids of the sets that were removed.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn removed_sets(&self) -> Result<HashSet<Guid>, Error> {
        self.removed_named(&SETS, self.sets()?.into_iter().map(|set| set.guid))
    }

    /// Returns the guids that rows of a table had which are not `present` any more. The guid is the first column.
    pub(super) fn removed_named(
        &self,
        table: &Journaled,
        present: impl Iterator<Item = Guid>,
    ) -> Result<HashSet<Guid>, Error> {
        // The condition is that of an index.
        let sql = format!("SELECT before FROM op_changes WHERE tbl = {} AND {NAMED}", table.number);
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut known = HashSet::new();
        while let Some(row) = rows.next()? {
            if let Some(Value::Blob(bytes)) = record::decode(&row.get::<_, Vec<u8>>(0)?)?.first()
                && let Ok(bytes) = bytes.as_slice().try_into()
            {
                known.insert(Guid(bytes));
            }
        }
        present.for_each(|guid| _ = known.remove(&guid));
        Ok(known)
    }
}

impl Tx<'_> {
    /// Adds a set with a guid from elsewhere.
    pub fn take_set(&mut self, known_as: Guid, name: &str, definition: &SetDefinition) -> Result<SetId, Error> {
        let values =
            [write::guid(known_as), text(name), text(&written(name, definition)?), self.next_place(SETS.name)?];
        self.insert(&SETS, &values).map(SetId)
    }

    /// Gives a set another name and definition.
    pub fn set_set(&mut self, id: SetId, name: &str, definition: &SetDefinition) -> Result<(), Error> {
        let definition = written(name, definition)?;
        self.set(&SETS, id.0, &[("name", text(name)), ("definition", text(&definition))])
    }

    pub fn remove_set(&mut self, id: SetId) -> Result<(), Error> {
        self.delete(&SETS, id.0)
    }
}

fn written(name: &str, definition: &SetDefinition) -> Result<String, Error> {
    let damaged = |why| Error::Damaged { what: tr!("set {name} cannot be written: {why}", name, why) };
    serde_json::to_string(definition).map_err(damaged)
}
