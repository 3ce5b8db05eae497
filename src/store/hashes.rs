//! Checksums of texts: written with each text, compared when a project is checked.
//!
//! SHA-256, from the crate `sha2` of the RustCrypto project, is a standard that any other tool can compute, needs no
//! code but Rust, is faster than a disk, and, unlike a CRC, also reveals deliberate changes.

use super::schema::{Journaled, TEXTS};
use super::{Error, Tx};
use rusqlite::Connection;
use rusqlite::types::Value;
use sha2::{Digest, Sha256};

/// Returns the SHA-256 of a text's UTF-8 bytes as stored.
pub(super) fn of(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Adds missing checksums after an update.
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
    /// Updates the checksum when a row with a text is written.
    pub(super) fn hash_row(&self, table: &Journaled, id: i64, values: &[Value]) -> Result<(), Error> {
        match values.first() {
            Some(Value::Text(text)) if table.number == TEXTS.number => write(self.connection(), id, text),
            _ => Ok(()),
        }
    }

    /// Removes the checksum of a row that was removed.
    pub(super) fn unhash_row(&self, table: &Journaled, id: i64) -> Result<(), Error> {
        if table.number == TEXTS.number {
            self.connection().prepare_cached("DELETE FROM text_hashes WHERE id = ?1")?.execute([id])?;
        }
        Ok(())
    }
}
