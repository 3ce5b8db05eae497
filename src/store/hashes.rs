//! The checksum of every text: written with the text, compared when a project is checked.
//!
//! SHA-256 (the crate `sha2` of the RustCrypto project): a standard whose result any other tool can compute again, made in
//! plain Rust, faster than a disk, and fit to show that a text was changed on purpose too, which a checksum like CRC is not.

use super::schema::{Journaled, TEXTS};
use super::{Error, Tx};
use rusqlite::Connection;
use rusqlite::types::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of the UTF-8 bytes of a text as it is stored.
pub(super) fn of(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Gives every text without a checksum its own, after a file was brought up to date.
pub(super) fn add_missing(connection: &Connection) -> Result<(), Error> {
    let mut missing = connection.prepare("SELECT id FROM texts WHERE id NOT IN (SELECT id FROM text_hashes)")?;
    let ids: Vec<i64> = missing.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for id in ids {
        let text: String = connection.query_row("SELECT body FROM texts WHERE id = ?1", [id], |row| row.get(0))?;
        write(connection, id, &text)?;
    }
    Ok(())
}

fn write(connection: &Connection, id: i64, text: &str) -> Result<(), Error> {
    let sql = "INSERT INTO text_hashes(id, hash) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET hash = excluded.hash";
    connection.prepare_cached(sql)?.execute((id, of(text)))?;
    Ok(())
}

impl Tx<'_> {
    /// Keeps the checksum of a text in step with a row that was written.
    pub(super) fn hash_row(&self, table: &Journaled, id: i64, values: &[Value]) -> Result<(), Error> {
        match values.first() {
            Some(Value::Text(text)) if table.number == TEXTS.number => write(self.connection(), id, text),
            _ => Ok(()),
        }
    }

    /// The same for a row that was removed.
    pub(super) fn unhash_row(&self, table: &Journaled, id: i64) -> Result<(), Error> {
        if table.number == TEXTS.number {
            self.connection().prepare_cached("DELETE FROM text_hashes WHERE id = ?1")?.execute([id])?;
        }
        Ok(())
    }
}
