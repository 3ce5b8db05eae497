//! SQLite's write-ahead log, the `-wal` file beside a project: when its contents are moved into the project file, and
//! whether a log that was left behind belongs to the file beside it.
//!
//! SQLite applies a log to whatever file lies beside it. After a crash that is the file it was written for,
//! unless somebody has replaced that file. So each new log begins with a seal (`log_seal` in the schema) that
//! repeats the file's own.

use super::Error;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Above this size in bytes, the log is moved into the file without waiting for a pause.
const LARGE: u64 = 4 << 20;

/// How long the writer waits for a lock.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Attempts to move everything into the file on closing, and the pause between them. A reader that is
/// counting delays it.
const TRIES: u32 = 60;
pub(super) const PAUSE: Duration = Duration::from_millis(50);

/// Attempts on closing to remove the log, which any open reader prevents.
const TRIES_TO_REMOVE: u32 = 4;

/// Returns the `…-wal` or `…-shm` file of a project file.
pub(super) fn companion(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(ending);
    name.into()
}

pub(super) fn log_of(path: &Path) -> PathBuf {
    companion(path, "-wal")
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |data| data.len())
}

/// True when the file has a log beside it that may hold changes.
pub(super) fn has_log(path: &Path) -> bool {
    size(&log_of(path)) > 0
}

/// The log of a project that is open for writing.
pub(super) struct Log {
    path: PathBuf,
    /// Everything in the log is in the file: the next transaction starts a new log.
    is_done: bool,
}

impl Log {
    /// Moves into the file what a program that was killed has left in the log.
    pub fn of(connection: &Connection, path: &Path) -> Result<Self, Error> {
        let mut log = Self { path: log_of(path), is_done: true };
        if size(&log.path) > 0 {
            log.is_done = false;
            log.checkpoint_within(connection, PAUSE)?;
        }
        Ok(log)
    }

    /// The log of a project that is opened for reading.
    pub fn unused(path: &Path) -> Self {
        Self { path: log_of(path), is_done: true }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True when the log holds changes that are not in the file.
    pub fn is_pending(&self) -> bool {
        !self.is_done && size(&self.path) > 0
    }

    pub fn is_large(&self) -> bool {
        size(&self.path) > LARGE
    }

    /// Starts a new log with a new seal, within its first transaction, if due. If it returns true, call
    /// [`Log::sealed`] after the commit.
    pub fn seal(&self, transaction: &Connection) -> Result<bool, Error> {
        if self.is_done {
            transaction
                .prepare_cached("UPDATE log_seal SET previous = current, current = randomblob(16)")?
                .execute([])?;
        }
        Ok(self.is_done)
    }

    pub fn sealed(&mut self) {
        self.is_done = false;
    }

    /// Moves the log's contents into the file as far as readers allow, and empties the log. True when
    /// everything was moved.
    fn checkpoint(&mut self, connection: &Connection) -> Result<bool, Error> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let (busy, frames, moved): (i64, i64, i64) =
            connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        // Without a log, and after it was emptied, both numbers are 0 or -1.
        self.is_done = frames == moved && (busy == 0 || frames >= 0);
        Ok(self.is_done)
    }

    /// Like [`Log::checkpoint`], waiting at most `wait` for readers.
    pub fn checkpoint_within(&mut self, connection: &Connection, wait: Duration) -> Result<bool, Error> {
        connection.busy_timeout(wait)?;
        let done = self.checkpoint(connection);
        connection.busy_timeout(PATIENCE)?;
        done
    }

    /// Removes the log if no other program reads the project; otherwise leaves a file that holds everything.
    pub fn close(&mut self, connection: &Connection) {
        let _ = connection.busy_timeout(Duration::ZERO);
        connection.flush_prepared_statement_cache();
        let removed = || connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
        for tried in 0..TRIES {
            if removed().is_ok_and(|mode| mode == "delete") {
                return;
            }
            if self.checkpoint(connection).unwrap_or(false) && tried >= TRIES_TO_REMOVE {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// Keeps the log unchanged when the connection is closed.
pub(super) fn forbid_checkpoint(connection: &Connection) {
    let _ = connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// Returns the seal in a file, ignoring its log.
pub(super) fn own_seal(path: &Path) -> Option<Vec<u8>> {
    let connection = immutable(path).ok()?;
    connection.query_row("SELECT current FROM log_seal", [], |row| row.get(0)).ok()
}

/// Opens a file as it is, without its log and without a lock.
pub(super) fn immutable(path: &Path) -> rusqlite::Result<Connection> {
    let quoted = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{quoted}?immutable=1"), flags)
}

/// True when the log knows the file's seal. A file of an older version has none and is never refused.
pub(super) fn belongs(connection: &Connection, seal: Option<&[u8]>) -> bool {
    let Some(seal) = seal else { return true };
    let known = connection
        .query_row("SELECT previous, current FROM log_seal", [], |row| {
            Ok([row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?])
        })
        .optional();
    match known {
        Ok(Some(known)) => known.iter().any(|of_log| of_log == seal),
        // Applied to another file, a log yields pages that make no sense.
        Ok(None) | Err(_) => false,
    }
}

/// # Errors
/// [`Error::StrayLog`] when the log beside the file was written for another file.
pub(super) fn check_log(path: &Path) -> Result<(), Error> {
    if !has_log(path) {
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(connection) = Connection::open_with_flags(path, flags) else { return Ok(()) };
    super::hardened::harden(&connection)?;
    connection.busy_timeout(PATIENCE)?;
    // Continue only if reading succeeds or fails as damaged, which a log of another file causes. Other
    // errors are reported elsewhere.
    let read = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    if read.is_err_and(|error| error.sqlite_error_code() != Some(ErrorCode::DatabaseCorrupt)) {
        return Ok(());
    }
    // A writer may start a new log between reading the two seals.
    for _ in 0..3 {
        if belongs(&connection, own_seal(path).as_deref()) {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(Error::StrayLog { path: path.to_owned(), log: log_of(path) })
}
