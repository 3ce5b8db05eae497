//! Opening and making project files: what is checked, what is set, and how an older file is brought up to date.

use super::lock::{Refused, WriteLock};
use super::schema::{APPLICATION_ID, PROJECT, STEPS};
use super::{Error, Store, Tx};
use crate::model::Guid;
use rusqlite::{Connection, OpenFlags, types::Value};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Version that this program writes: the number of steps.
fn known_version(steps: &[&str]) -> i64 {
    steps.len() as i64
}

pub fn create(path: &Path, name: &str) -> Result<Store, Error> {
    if path.exists() {
        return Err(Error::Exists { path: path.to_owned() });
    }
    let lock = lock(path)?;
    let connection = Connection::open(path)?;
    let store =
        start(connection, name).map(|connection| Store { connection, path: Some(path.to_owned()), lock: Some(lock) });
    if store.is_err() {
        // Half a project would look like a damaged one.
        let _ = std::fs::remove_file(path);
    }
    store
}

pub fn in_memory(name: &str) -> Result<Store, Error> {
    Ok(Store { connection: start(Connection::open_in_memory()?, name)?, path: None, lock: None })
}

fn start(connection: Connection, name: &str) -> Result<Connection, Error> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    set_up_writer(&connection)?;
    let transaction = connection.unchecked_transaction()?;
    take_steps(&transaction, 0, STEPS)?;
    // The project's own row is there from the start: making a project is no work that could be undone.
    let values = [Value::Blob(Guid::new().0.to_vec()), Value::Text(name.to_owned()), Value::Text(String::new())];
    let sql = format!("INSERT INTO project(id, {}, revision) VALUES (1, ?, ?, ?, 0)", PROJECT.columns.join(", "));
    transaction.execute(&sql, rusqlite::params_from_iter(values))?;
    transaction.commit()?;
    Ok(connection)
}

pub fn to_write(path: &Path) -> Result<Store, Error> {
    inspect(path, STEPS)?;
    let lock = lock(path)?;
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set_up_writer(&connection).map_err(|error| read_only(path, error))?;
    bring_up_to_date(&connection, path, STEPS)?;
    Ok(Store { connection, path: Some(path.to_owned()), lock: Some(lock) })
}

pub fn to_read(path: &Path) -> Result<Store, Error> {
    inspect(path, STEPS)?;
    Ok(Store { connection: reader(path)?, path: Some(path.to_owned()), lock: None })
}

pub fn reader(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    let readable = connection.busy_timeout(Duration::from_secs(10)).and_then(|()| {
        connection.pragma_update(None, "query_only", true)?;
        connection.query_row("SELECT count(*) FROM project", [], |row| row.get::<_, i64>(0))
    });
    if readable.is_ok() {
        return Ok(connection);
    }
    // A closed project in a folder that cannot be written to: SQLite cannot make its index of the log there, and must be
    // told that nobody writes.
    let quoted = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let uri = format!("file:{quoted}?immutable=1");
    let connection = Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn lock(path: &Path) -> Result<WriteLock, Error> {
    if std::fs::metadata(path).is_ok_and(|data| data.permissions().readonly()) {
        let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(Error::ReadOnlyPlace { path: path.to_owned(), source });
    }
    WriteLock::take(path).map_err(|refused| match refused {
        Refused::Held(holder) => Error::InUse { path: path.to_owned(), holder },
        Refused::Impossible(source) if source.kind() == std::io::ErrorKind::NotFound => {
            Error::NotFound { path: path.to_owned() }
        }
        Refused::Impossible(source) => Error::ReadOnlyPlace { path: path.to_owned(), source },
    })
}

fn read_only(path: &Path, error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => {
            Error::ReadOnlyPlace { path: path.to_owned(), source: std::io::Error::other(error) }
        }
        _ => Error::from(error),
    }
}

fn set_up_writer(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.busy_timeout(Duration::from_secs(10))?;
    // Some network drives cannot share memory, which the log needs: then the older journal is used.
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" && mode != "memory" {
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    }
    // FULL: what was shown as saved survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Says whether this is a project that this program can open, without changing a byte of it.
fn inspect(path: &Path, steps: &[&str]) -> Result<i64, Error> {
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

/// Takes the steps that an older file lacks, after a copy of it was made beside it.
fn bring_up_to_date(connection: &Connection, path: &Path, steps: &[&str]) -> Result<(), Error> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found >= known_version(steps) {
        return Ok(());
    }
    let copy = backup_path(path, found);
    let mut target = Connection::open(&copy)?;
    rusqlite::backup::Backup::new(connection, &mut target)?.run_to_completion(1_000, Duration::ZERO, None)?;
    let transaction = connection.unchecked_transaction()?;
    take_steps(&transaction, found, steps)?;
    transaction.commit()?;
    Ok(())
}

fn backup_path(path: &Path, version: i64) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem} (before update from version {version}).pullquote"))
}

fn take_steps(connection: &Connection, from: i64, steps: &[&str]) -> Result<(), Error> {
    for step in steps.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    connection.pragma_update(None, "user_version", known_version(steps))?;
    Ok(())
}

impl Tx<'_> {
    /// Gives the project its name and description.
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
        drop(create(&path, "p").unwrap());
        let steps: Vec<&str> = STEPS.iter().copied().chain(["CREATE TABLE extra(id INTEGER)"]).collect();
        let connection = Connection::open(&path).unwrap();
        bring_up_to_date(&connection, &path, &steps).unwrap();
        drop(connection);
        assert_eq!(version(&path), known_version(&steps));
        let before = known_version(STEPS);
        assert_eq!(version(&backup_path(&path, before)), before);
    }

    #[test]
    fn a_newer_file_is_refused_and_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        drop(create(&path, "p").unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(to_write(&path), Err(Error::Newer { found: 99, .. })));
        assert!(matches!(to_read(&path), Err(Error::Newer { .. })));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn other_files_are_told_apart_from_projects() {
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
        let first = create(&path, "研究").unwrap();
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
        let project = create(&path, "p").unwrap();
        drop(project.reader().unwrap());
        drop(project);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        drop(to_read(&path).unwrap().reads().study().unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "reading leaves nothing behind");
    }
}
