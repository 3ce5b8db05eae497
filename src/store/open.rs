//! Opens project files: checks, settings, and the lock for writing.

use super::hardened::{check_schema, harden};
use super::lock::{Refused, WriteLock};
use super::log::{self, Log};
use super::schema::{APPLICATION_ID, PROJECT, STEPS};
use super::watch::{self, Watch};
use super::{Error, File, Store, Tx, beside, leftovers, update};
use rusqlite::{Connection, OpenFlags, types::Value};
use std::borrow::Cow;
use std::path::Path;

pub fn to_write(path: &Path) -> Result<Store, Error> {
    let path = resolve(path)?;
    inspect(&path, STEPS)?;
    watch::check_names(&path)?;
    let lock = lock(&path)?;
    leftovers::remove(beside::folder(&path));
    under_lock(&path, lock)
}

/// Opens a project for writing; the caller holds the lock.
pub(super) fn under_lock(path: &Path, lock: WriteLock) -> Result<Store, Error> {
    log::check_log(path)?;
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    harden(&connection)?;
    connection.busy_timeout(log::PATIENCE)?;
    check_schema(&connection, path, STEPS).map_err(|error| read_only(path, error))?;
    set_up_writer(&connection).map_err(|error| read_only(path, error))?;
    let earlier = update::bring_up_to_date(&connection, path, STEPS)?;
    let log = Log::of(&connection, path)?;
    let mut watch = Watch::default();
    watch.remember(path, &log);
    let file = File { path: path.to_owned(), lock: Some(lock), log, watch, earlier };
    Ok(Store { connection, file: Some(file) })
}

pub fn to_read(path: &Path) -> Result<Store, Error> {
    let path = resolve(path)?;
    inspect(&path, STEPS)?;
    log::check_log(&path)?;
    let connection = reader(&path)?;
    Ok(Store { connection, file: Some(File::read_only(&path)) })
}

/// Opens a read-only connection.
///
/// # Errors
/// [`Error::LogOutOfReach`] when there is a log that cannot be read: without it, earlier contents would pass
/// for the latest.
pub fn reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    let readable = connection.busy_timeout(log::PATIENCE).and_then(|()| {
        connection.pragma_update(None, "query_only", true)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
    });
    let connection = match readable {
        Ok(_) => connection,
        Err(_) if log::has_log(path) => {
            return Err(Error::LogOutOfReach { path: path.to_owned(), log: log::log_of(path) });
        }
        // A closed project in a read-only folder: SQLite cannot create its index of the log, so open the
        // file as one that nobody writes.
        Err(_) => {
            let connection = log::immutable(path)?;
            harden(&connection)?;
            connection.pragma_update(None, "query_only", true)?;
            connection
        }
    };
    let version = check_schema(&connection, path, STEPS)?;
    if version == known_version(STEPS) { Ok(connection) } else { update::in_memory(&connection, version, STEPS) }
}

/// Cleans up after a reader: removes the log that SQLite needed beside the file, unless another program still uses it.
///
/// SQLite does this only for the last connection. This function does not take the lock, because a writer that opens the
/// project at the same moment would be refused.
pub(super) fn leave(connection: &mut Connection, path: &Path) {
    if !log::log_of(path).exists() {
        return;
    }
    let Ok(nothing) = Connection::open_in_memory() else { return };
    drop(std::mem::replace(connection, nothing));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let tidied = watch::check_names(path).and_then(|()| log::check_log(path)).and_then(|()| {
        let connection = Connection::open_with_flags(path, flags)?;
        harden(&connection)?;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        check_schema(&connection, path, STEPS)?;
        Ok(connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?)
    });
    // If that is not possible, the log stays and is read the next time.
    drop(tidied);
}

/// Follows a symbolic link to the file itself, so that lock and log are always beside the file, whichever name is used.
pub(super) fn resolve(path: &Path) -> Result<Cow<'_, Path>, Error> {
    match std::fs::symlink_metadata(path) {
        Ok(data) if data.is_symlink() => {
            std::fs::canonicalize(path).map(Cow::Owned).map_err(|error| Error::io(path, error))
        }
        _ => Ok(Cow::Borrowed(path)),
    }
}

pub(super) fn lock(path: &Path) -> Result<WriteLock, Error> {
    if std::fs::metadata(path).is_ok_and(|data| data.permissions().readonly()) {
        let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(Error::ReadOnlyPlace { path: path.to_owned(), source });
    }
    WriteLock::take(path).map_err(|refused| match refused {
        Refused::Held(holder) => Error::InUse { path: path.to_owned(), holder },
        Refused::Taken { lock, what } => Error::LockTaken { lock, what },
        Refused::Impossible(source) if source.kind() == std::io::ErrorKind::NotFound => {
            Error::NotFound { path: path.to_owned() }
        }
        Refused::Impossible(source) => Error::ReadOnlyPlace { path: path.to_owned(), source },
    })
}

fn read_only(path: &Path, error: impl Into<Error>) -> Error {
    match error.into() {
        Error::Sql { kind: super::SqlTrouble::NotWritable, source } => {
            Error::ReadOnlyPlace { path: path.to_owned(), source: std::io::Error::other(source) }
        }
        error => error,
    }
}

fn set_up_writer(connection: &Connection) -> Result<(), rusqlite::Error> {
    // Some network drives lack the shared memory that the log needs; fall back to the older journal.
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    }
    // [`Log`] decides when, because it must know what is in the file.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    // FULL: what was shown as saved survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    set_up(connection)
}

/// Applies the settings of every connection that writes.
pub(super) fn set_up(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -64_000)
}

/// Returns the version that this program writes: the number of steps.
pub(super) fn known_version(steps: &[&str]) -> i64 {
    steps.len() as i64
}

/// Checks that the file is a project that this program can open, without changing a byte, and returns its version.
pub(super) fn inspect(path: &Path, steps: &[&str]) -> Result<i64, Error> {
    let bytes = read_header(path)?;
    let word = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, i32::from_be_bytes);
    // Offsets from the SQLite file format, section 1.3: user version at 60, application id at 68.
    if !bytes.starts_with(b"SQLite format 3\0") || word(68) != APPLICATION_ID {
        return Err(Error::NotAProject { path: path.to_owned() });
    }
    let found = i64::from(word(60));
    if found > known_version(steps) {
        return Err(Error::Newer { path: path.to_owned(), found, known: known_version(steps) });
    }
    Ok(found)
}

fn read_header(path: &Path) -> Result<Vec<u8>, Error> {
    use std::io::Read;
    let io = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound { path: path.to_owned() },
        _ => Error::Io { path: path.to_owned(), source },
    };
    let mut bytes = Vec::new();
    if !path.is_file() {
        return Err(if path.exists() {
            Error::NotAProject { path: path.to_owned() }
        } else {
            Error::NotFound { path: path.to_owned() }
        });
    }
    std::fs::File::open(path).map_err(io)?.take(100).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

impl Tx<'_> {
    pub fn set_project(&mut self, name: &str, description: &str) -> Result<(), Error> {
        let guid: Vec<u8> = self.connection().query_row("SELECT guid FROM project", [], |row| row.get(0))?;
        self.update(
            &PROJECT,
            1,
            &[Value::Blob(guid), Value::Text(name.to_owned()), Value::Text(description.to_owned())],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(path: &Path) -> i64 {
        Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_older_file_is_copied_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        drop(Store::create(&path, "p").unwrap());
        let steps: Vec<&str> = STEPS.iter().copied().chain(["CREATE TABLE extra(id INTEGER)"]).collect();
        let connection = Connection::open(&path).unwrap();
        let copy = update::bring_up_to_date(&connection, &path, &steps).unwrap().unwrap();
        drop(connection);
        assert_eq!(version(&path), known_version(&steps));
        assert_eq!(version(&copy), known_version(STEPS));
    }

    #[test]
    fn a_newer_file_is_refused_and_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        drop(Store::create(&path, "p").unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(to_write(&path), Err(Error::Newer { found: 99, .. })));
        assert!(matches!(to_read(&path), Err(Error::Newer { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn other_files_are_distinguished_from_projects() {
        let folder = tempfile::tempdir().unwrap();
        let text = folder.path().join("a.pullquote");
        std::fs::write(&text, "hello").unwrap();
        assert!(matches!(to_write(&text), Err(Error::NotAProject { .. })));
        let database = folder.path().join("b.db");
        Connection::open(&database).unwrap().execute_batch("CREATE TABLE t(x)").unwrap();
        assert!(matches!(to_write(&database), Err(Error::NotAProject { .. })));
        assert!(matches!(to_write(&folder.path().join("none")), Err(Error::NotFound { .. })));
        assert!(matches!(to_write(folder.path()), Err(Error::NotAProject { .. })));
    }

    #[test]
    fn the_second_to_open_is_refused_and_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        let first = Store::create(&path, "研究").unwrap();
        assert!(matches!(to_write(&path), Err(Error::InUse { .. })));
        let second = to_read(&path).unwrap();
        assert_eq!(second.reads().study().unwrap().project.name, "研究");
        assert!(!second.is_writable());
        drop(first);
        let mailed = folder.path().join("copy.pullquote");
        std::fs::copy(&path, &mailed).unwrap();
        assert_eq!(to_read(&mailed).unwrap().reads().study().unwrap().project.name, "研究");
        drop(second);
        to_write(&path).unwrap();
    }

    #[test]
    fn a_closed_project_is_one_file_that_can_be_mailed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        let project = Store::create(&path, "p").unwrap();
        drop(project.reader().unwrap());
        drop(project);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(to_read(&path).unwrap().reads().study().unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "reading leaves nothing behind");
    }
}
