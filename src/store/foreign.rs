//! Database files of other programs, read and never written: rows as text, whatever their columns hold.

use super::hardened;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::Cell;
use std::path::Path;

/// Bytes of all values together that are read from one file.
const MOST: usize = 1 << 30;

/// Bytes that a value takes besides its text.
const CELL: usize = 24;

/// Instructions that reading one file may take: some seconds. The largest projects of other programs take a hundredth of it.
const INSTRUCTIONS: u64 = 2_000_000_000;

/// Tables whose contents are made by a program or computed from an expression, which can be made to take any time.
const COMPUTED: &str = "SELECT s.name FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c ON c.hidden > 0
                        WHERE s.type = 'table' AND (s.sql LIKE 'CREATE VIRTUAL TABLE%' OR c.hidden > 0) LIMIT 1";

/// A database file that somebody else's program has made. It may bring views, triggers and expressions of its own: none is
/// run, and neither the time nor the memory that reading takes is without bounds.
pub struct Foreign {
    connection: Connection,
    /// Bytes that may still be read.
    left: Cell<usize>,
}

/// Why a database file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignError {
    /// It is no database, or cannot be opened for another reason.
    NotOpened(String),
    /// It is damaged, or its tables are not those of the program.
    Damaged(String),
    /// A table that computes its contents, by its name.
    Computed(String),
    TooSlow,
    TooLarge {
        gigabytes: usize,
    },
}

/// A row; `None` where there is nothing.
pub type ForeignRow = Vec<Option<String>>;

impl Foreign {
    /// # Errors
    /// When the file is no database, or one that cannot be read safely.
    pub fn open(path: &Path) -> Result<Self, ForeignError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).and_then(|mut connection| {
            hardened::harden(&connection)?;
            hardened::bound(&mut connection, INSTRUCTIONS)?;
            Ok(connection)
        });
        let connection = opened.map_err(|e| ForeignError::NotOpened(e.to_string()))?;
        let own = Self { connection, left: Cell::new(MOST) };
        match own.rows(COMPUTED, 1)?.first() {
            None => Ok(own),
            Some(row) => Err(ForeignError::Computed(row.first().cloned().flatten().unwrap_or_default())),
        }
    }

    #[must_use]
    pub fn has(&self, table: &str, column: &str) -> bool {
        self.connection.prepare(&format!("SELECT {column} FROM {table} LIMIT 0")).is_ok()
    }

    /// The first `columns` columns of what a query gives.
    ///
    /// # Errors
    /// When the file is damaged or of another kind, or holds too much.
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
