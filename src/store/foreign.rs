//! Reads database files of other programs, without writing to them: rows as text, whatever type a column has.

use super::hardened;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::Cell;
use std::path::Path;

/// Maximum number of bytes read from one file, all values together.
const MOST: usize = 1 << 30;

/// Bytes that a value takes in addition to its text.
const CELL: usize = 24;

/// SQLite instructions that reading one file may take: some seconds. The largest known projects of other programs
/// take a hundredth.
const INSTRUCTIONS: u64 = 2_000_000_000;

/// Finds tables that compute their contents, from a virtual table or an expression, and so may take any amount of time.
const COMPUTED: &str = "SELECT s.name FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c ON c.hidden > 0
                        WHERE s.type = 'table' AND (s.sql LIKE 'CREATE VIRTUAL TABLE%' OR c.hidden > 0) LIMIT 1";

/// A database file made by another program. Its views, triggers and expressions are never run, and the time and memory
/// that reading takes are bounded.
pub struct Foreign {
    connection: Connection,
    /// Bytes that may still be read.
    left: Cell<usize>,
}

/// Why a database file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignError {
    /// Not a database, or it cannot be opened for another reason.
    NotOpened(String),
    /// Damaged, or without the tables of the program.
    Damaged(String),
    /// A table computes its contents; holds its name.
    Computed(String),
    TooSlow,
    TooLarge {
        gigabytes: usize,
    },
}

/// A row; `None` for NULL.
pub type ForeignRow = Vec<Option<String>>;

impl Foreign {
    /// # Errors
    /// When the file is not a database, or cannot be read safely.
    pub fn open(path: &Path) -> Result<Self, ForeignError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).and_then(|mut connection| {
            hardened::harden(&connection)?;
            hardened::bound(&mut connection, INSTRUCTIONS)?;
            Ok(connection)
        });
        let connection = opened.map_err(|e| ForeignError::NotOpened(e.to_string()))?;
        let reader = Self { connection, left: Cell::new(MOST) };
        match reader.rows(COMPUTED, 1)?.first() {
            None => Ok(reader),
            Some(row) => Err(ForeignError::Computed(row.first().cloned().flatten().unwrap_or_default())),
        }
    }

    #[must_use]
    pub fn has(&self, table: &str, column: &str) -> bool {
        self.connection.prepare(&format!("SELECT {column} FROM {table} LIMIT 0")).is_ok()
    }

    /// Returns the first `columns` columns of a query's rows.
    ///
    /// # Errors
    /// When the file is damaged, lacks the tables, or holds too much.
    pub fn rows(&self, sql: &str, columns: usize) -> Result<Vec<ForeignRow>, ForeignError> {
        let trouble = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => ForeignError::TooSlow,
            _ => ForeignError::Damaged(super::Error::from(e).cause()),
        };
        let mut statement = self.connection.prepare(sql).map_err(trouble)?;
        let mut rows = statement.query([]).map_err(trouble)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(trouble)? {
            let cell = |column: usize| match row.get_ref(column) {
                Ok(ValueRef::Integer(number)) => Some(number.to_string()),
                Ok(ValueRef::Real(number)) => Some(number.to_string()),
                Ok(ValueRef::Text(text)) => Some(String::from_utf8_lossy(text).into_owned()),
                _ => None,
            };
            let row: ForeignRow = (0..columns).map(cell).collect();
            let bytes: usize = row.iter().map(|cell| CELL + cell.as_deref().map_or(0, str::len)).sum();
            let left = self.left.get().checked_sub(bytes);
            self.left.set(left.ok_or(ForeignError::TooLarge { gigabytes: MOST >> 30 })?);
            found.push(row);
        }
        Ok(found)
    }
}
