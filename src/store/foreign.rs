//! Database files of other programs, read and never written: rows as text, whatever their columns hold.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

pub struct Foreign(Connection);

/// A row; `None` where there is nothing.
pub type ForeignRow = Vec<Option<String>>;

impl Foreign {
    /// # Errors
    /// When the file is no database, in words.
    pub fn open(path: &Path) -> Result<Self, String> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| format!("cannot be opened: {e}"))?;
        let own = Self(connection);
        own.rows("SELECT count(*) FROM sqlite_schema", 1)?;
        Ok(own)
    }

    #[must_use]
    pub fn has(&self, table: &str, column: &str) -> bool {
        self.0.prepare(&format!("SELECT {column} FROM {table} LIMIT 0")).is_ok()
    }

    /// The first `columns` columns of what a query gives.
    ///
    /// # Errors
    /// When the file is damaged or of another kind, in words.
    pub fn rows(&self, sql: &str, columns: usize) -> Result<Vec<ForeignRow>, String> {
        let trouble = |e: rusqlite::Error| format!("is damaged, or no file of this program: {e}");
        let mut statement = self.0.prepare(sql).map_err(trouble)?;
        let mut rows = statement.query([]).map_err(trouble)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(trouble)? {
            let cell = |column: usize| match row.get_ref(column) {
                Ok(ValueRef::Integer(number)) => Some(number.to_string()),
                Ok(ValueRef::Real(number)) => Some(number.to_string()),
                Ok(ValueRef::Text(text)) => Some(String::from_utf8_lossy(text).into_owned()),
                _ => None,
            };
            found.push((0..columns).map(cell).collect());
        }
        Ok(found)
    }
}
