//! Names that things had at the time of a history entry, and the guids by which entries refer to them.

use super::schema::{self, Journaled};
use super::{Error, Tx, record};
use crate::model::op::{Moment, Names, Thing};
use crate::model::{CodeId, Described, DimensionId, Guid, OpId, ParticipantId, SetId, SourceId, UserId, VariableId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use std::cell::RefCell;

/// The condition of the index `op_changes_of_named`; SQLite uses the index only for queries that repeat it. The table's
/// number is written into these queries: as a parameter, it would make SQLite prepare them again for each value.
pub(super) const NAMED: &str = "before IS NOT NULL AND tbl IN (2, 3, 4, 6, 8, 10, 23, 25, 26)";

/// The query for a row before its first change since an entry.
fn changed_later(table: &Journaled) -> String {
    format!(
        "SELECT before FROM op_changes WHERE tbl = {} AND row = ?1 AND op >= ?2 AND {NAMED} ORDER BY op, seq LIMIT 1",
        table.number
    )
}

/// The tables that may have the thing. Attributes of participants and of documents are in two.
fn tables_of(thing: Thing) -> &'static [&'static Journaled] {
    match thing {
        Thing::Coder => &[&schema::USERS],
        Thing::Participant => &[&schema::CASES],
        Thing::Attribute => &[&schema::VARIABLES, &schema::DOCUMENT_VARIABLES],
        Thing::Document => &[&schema::SOURCES],
        Thing::Dimension => &[&schema::FACETS],
        Thing::Code => &[&schema::CODES],
        Thing::Set => &[&schema::SETS],
        Thing::Query => &[&schema::QUERIES],
    }
}

/// Looks up names in the tables or, for things renamed or removed since, in the journal.
pub(super) struct OpNames<'c> {
    connection: &'c Connection,
    op: OpId,
    error: RefCell<Option<Error>>,
}

impl<'c> OpNames<'c> {
    pub(super) fn new(connection: &'c Connection, op: OpId) -> Self {
        Self { connection, op, error: RefCell::new(None) }
    }

    /// # Errors
    /// The first error of the lookups so far; the names concerned were treated as unknown.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.error.into_inner().map_or(Ok(()), Err)
    }

    fn find(&self, thing: Thing, guid: Guid, moment: Moment) -> Result<Option<String>, Error> {
        for table in tables_of(thing) {
            let name = self.find_in(table, guid, moment)?;
            if name.is_some() {
                return Ok(name);
            }
        }
        Ok(None)
    }

    fn find_in(&self, table: &Journaled, guid: Guid, moment: Moment) -> Result<Option<String>, Error> {
        let since = match moment {
            Moment::Before => self.op,
            Moment::After => OpId(self.op.0.saturating_add(1)),
        };
        let sql = format!("SELECT id, name FROM {} WHERE guid = ?1", table.name);
        let present = self.connection.prepare_cached(&sql)?;
        let present =
            { present }.query_row([guid.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
        match present {
            Some((id, name)) => Ok(Some(self.changed_later(table, id, since)?.unwrap_or(name))),
            None => self.removed_later(table, guid, since),
        }
    }

    /// Returns a row's name before its first change since `since`.
    fn changed_later(&self, table: &Journaled, id: i64, since: OpId) -> Result<Option<String>, Error> {
        let mut statement = self.connection.prepare_cached(&changed_later(table))?;
        let row: Option<Vec<u8>> = statement.query_row([id, since.0], |row| row.get(0)).optional()?;
        row.map(|row| Ok(name_in(table, &record::decode(&row)?))).transpose()
    }

    fn removed_later(&self, table: &Journaled, guid: Guid, since: OpId) -> Result<Option<String>, Error> {
        let sql = format!(
            "SELECT before FROM op_changes WHERE tbl = {} AND op >= ?1 AND {NAMED} ORDER BY op, seq",
            table.number
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([since.0])?;
        while let Some(row) = rows.next()? {
            let before = record::decode(&row.get::<_, Vec<u8>>(0)?)?;
            if matches!(before.first(), Some(Value::Blob(known)) if *known == guid.0) {
                return Ok(Some(name_in(table, &before)));
            }
        }
        Ok(None)
    }
}

impl Names for OpNames<'_> {
    fn name(&self, thing: Thing, guid: Guid, moment: Moment) -> Option<String> {
        match self.find(thing, guid, moment) {
            Ok(name) => name,
            Err(error) => {
                self.error.borrow_mut().get_or_insert(error);
                None
            }
        }
    }
}

fn name_in(table: &Journaled, row: &[Value]) -> String {
    let column = table.columns.iter().position(|&column| column == "name");
    match column.and_then(|column| row.get(column)) {
        Some(Value::Text(name)) => name.clone(),
        _ => String::new(),
    }
}

/// Guids of the project's things, for the arguments of entries.
impl Tx<'_> {
    pub fn coder(&self, id: UserId) -> Result<Guid, Error> {
        self.guid_of(&schema::USERS, id.0)
    }

    pub fn coders(&self, ids: &[UserId]) -> Result<Vec<Guid>, Error> {
        ids.iter().map(|&id| self.coder(id)).collect()
    }

    pub fn participant(&self, id: ParticipantId) -> Result<Guid, Error> {
        self.guid_of(&schema::CASES, id.0)
    }

    pub fn attribute(&self, id: VariableId) -> Result<Guid, Error> {
        let table = match id.of {
            Described::Participants => &schema::VARIABLES,
            Described::Documents => &schema::DOCUMENT_VARIABLES,
        };
        self.guid_of(table, id.row)
    }

    pub fn document(&self, id: SourceId) -> Result<Guid, Error> {
        self.guid_of(&schema::SOURCES, id.0)
    }

    pub fn documents(&self, ids: &[SourceId]) -> Result<Vec<Guid>, Error> {
        ids.iter().map(|&id| self.document(id)).collect()
    }

    pub fn dimension(&self, id: DimensionId) -> Result<Guid, Error> {
        self.guid_of(&schema::FACETS, id.0)
    }

    pub fn code(&self, id: CodeId) -> Result<Guid, Error> {
        self.guid_of(&schema::CODES, id.0)
    }

    pub fn set_guid(&self, id: SetId) -> Result<Guid, Error> {
        self.guid_of(&schema::SETS, id.0)
    }

    /// Returns the guids of codes, each once.
    pub fn codes(&self, ids: impl IntoIterator<Item = CodeId>) -> Result<Vec<Guid>, Error> {
        let mut seen = std::collections::HashSet::new();
        ids.into_iter().filter(|id| seen.insert(*id)).map(|id| self.code(id)).collect()
    }

    fn guid_of(&self, table: &Journaled, id: i64) -> Result<Guid, Error> {
        let sql = format!("SELECT guid FROM {} WHERE id = ?1", table.name);
        let guid = self.connection().prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
        guid.map(Guid).ok_or(Error::Missing { what: schema::kind(table.number), id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use rusqlite::StatementStatus;

    #[test]
    fn the_query_for_former_names_is_prepared_once() {
        let store = Store::in_memory("p").unwrap();
        let names = OpNames::new(&store.connection, OpId(1));
        for id in 1..5 {
            names.changed_later(&schema::CODES, id, OpId(id)).unwrap();
        }
        let statement = store.connection.prepare_cached(&changed_later(&schema::CODES)).unwrap();
        assert_eq!(
            (statement.get_status(StatementStatus::Run), statement.get_status(StatementStatus::RePrepare)),
            (4, 0)
        );
    }
}
