//! Saved queries.

use super::read::guid;
use super::schema::QUERIES;
use super::write::{self, text};
use super::{Error, Reads, Tx};
use crate::model::{Guid, QueryDefinition, QueryId, SavedQuery};
use crate::tr;
use std::collections::HashSet;

impl Reads<'_> {
    /// Returns the saved queries in the researcher's order.
    pub(super) fn queries(&self) -> Result<Vec<SavedQuery>, Error> {
        let rows = self.list("SELECT id, guid, name, definition FROM queries ORDER BY place, id", |row| {
            Ok((QueryId(row.get(0)?), guid(row, 1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })?;
        let query = |(id, guid, name, json): (QueryId, Guid, String, String)| match serde_json::from_str(&json) {
            Ok(definition) => Ok(SavedQuery { id, guid, name, definition }),
            Err(why) => Err(Error::Damaged { what: tr!("query {name} cannot be read: {why}", name, why) }),
        };
        rows.into_iter().map(query).collect()
    }

    /// Returns the guids of the queries that were removed.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn removed_queries(&self) -> Result<HashSet<Guid>, Error> {
        self.removed_named(&QUERIES, self.queries()?.into_iter().map(|query| query.guid))
    }
}

impl Tx<'_> {
    /// Adds a query with a guid from elsewhere.
    pub fn take_query(&mut self, known_as: Guid, name: &str, definition: &QueryDefinition) -> Result<QueryId, Error> {
        let values =
            [write::guid(known_as), text(name), text(&written(name, definition)?), self.next_place(QUERIES.name)?];
        self.insert(&QUERIES, &values).map(QueryId)
    }

    /// Gives a query another name and definition.
    pub fn set_query(&mut self, id: QueryId, name: &str, definition: &QueryDefinition) -> Result<(), Error> {
        let definition = written(name, definition)?;
        self.set(&QUERIES, id.0, &[("name", text(name)), ("definition", text(&definition))])
    }

    pub fn remove_query(&mut self, id: QueryId) -> Result<(), Error> {
        self.delete(&QUERIES, id.0)
    }
}

fn written(name: &str, definition: &QueryDefinition) -> Result<String, Error> {
    let damaged = |why| Error::Damaged { what: tr!("query {name} cannot be written: {why}", name, why) };
    serde_json::to_string(definition).map_err(damaged)
}
