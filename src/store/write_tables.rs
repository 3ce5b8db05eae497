//! Changes and removes the project's own tables.

use super::schema;
use super::{Error, Tx};
use crate::model::TableDefinition;
use crate::tr;
use rusqlite::types::Value;

impl Tx<'_> {
    /// Replaces the definition of the table `name`.
    pub fn replace_table(&mut self, name: &str, table: &TableDefinition) -> Result<(), Error> {
        let definition = serde_json::to_string(table).map_err(|e| Error::Damaged {
            what: tr!("table {name} cannot be written: {why}", name = table.name, why = e),
        })?;
        let id = self.table_named(name)?;
        self.update(&schema::TABLES, id, &[Value::Text(table.name.clone()), Value::Text(definition)])
    }

    pub fn remove_table(&mut self, name: &str) -> Result<(), Error> {
        let id = self.table_named(name)?;
        self.delete(&schema::TABLES, id)
    }

    fn table_named(&self, name: &str) -> Result<i64, Error> {
        let sql = "SELECT id FROM tables WHERE name = ?1";
        Ok(self.connection().prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
    }
}
