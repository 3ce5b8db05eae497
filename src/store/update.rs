//! Updates files of older versions, and copies whole projects: before an update, on request, and back when restoring.

use super::beside::{Beside, sync_folder};
use super::hardened::{check_schema, harden};
use super::log;
use super::open::{self, known_version};
use super::schema::STEPS;
use super::{Error, Reads, hashes};
use crate::tr;
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Maximum number of copies of one kind in a folder.
const NUMBERED: usize = 1_000;

/// Pages copied at a time.
const STRIDE: i32 = 1_000;

/// Updates an older file after making a copy beside it. Returns the copy's path.
pub(super) fn bring_up_to_date(connection: &Connection, path: &Path, steps: &[&str]) -> Result<Option<PathBuf>, Error> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found >= known_version(steps) {
        return Ok(None);
    }
    let copy = numbered(connection, path, &Reason::Update { version: found })?;
    let transaction = connection.unchecked_transaction()?;
    take_steps(&transaction, found, steps)?;
    transaction.commit()?;
    Ok(Some(copy))
}

/// Returns an updated copy of the file in memory, for readers, which must not change the file itself.
pub(super) fn in_memory(connection: &Connection, found: i64, steps: &[&str]) -> Result<Connection, Error> {
    let mut memory = Connection::open_in_memory()?;
    harden(&memory)?;
    Backup::new(connection, &mut memory)?.run_to_completion(STRIDE, Duration::ZERO, None)?;
    memory.query_row("PRAGMA journal_mode = MEMORY", [], |row| row.get::<_, String>(0))?;
    let transaction = memory.unchecked_transaction()?;
    take_steps(&transaction, found, steps)?;
    transaction.commit()?;
    memory.pragma_update(None, "query_only", true)?;
    Ok(memory)
}

pub(super) fn take_steps(connection: &Connection, from: i64, steps: &[&str]) -> Result<(), Error> {
    for step in steps.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    hashes::add_missing(connection)?;
    connection.pragma_update(None, "user_version", known_version(steps))?;
    Ok(())
}

/// Why a file is kept beside the project.
enum Reason {
    Update { version: i64 },
    Restoring,
}

impl Reason {
    /// The name of the file without its extension, in the language of whoever asked for it.
    fn name(&self, stem: &str, number: usize) -> String {
        match (self, number) {
            (Self::Update { version }, 1) => {
                tr!("file name" => "{name} (before update from version {version})", name = stem, version)
            }
            (Self::Update { version }, n) => {
                tr!("file name" => "{name} (before update from version {version} {n})", name = stem, version, n)
            }
            (Self::Restoring, 1) => tr!("file name" => "{name} (before restoring)", name = stem),
            (Self::Restoring, n) => tr!("file name" => "{name} (before restoring {n})", name = stem, n),
        }
    }
}

/// Lists the names `study (WHY).pullquote`, `study (WHY 2).pullquote` and so on beside `study.pullquote`.
fn beside_names(path: &Path, why: &Reason) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    (1..=NUMBERED).map(move |number| path.with_file_name(why.name(&stem, number) + &ending))
}

/// Makes a copy beside the project, with the same permissions, under the first free name.
fn numbered(connection: &Connection, path: &Path, why: &Reason) -> Result<PathBuf, Error> {
    let like = std::fs::metadata(path).map_err(|source| Error::io(path, source))?.permissions();
    let mut last = path.to_owned();
    for target in beside_names(path, why) {
        if std::fs::symlink_metadata(&target).is_err() {
            match copy(connection, &target, Some(like.clone())) {
                Ok(()) => return Ok(target),
                Err(Error::Exists { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        last = target;
    }
    Err(Error::Exists { path: last })
}

/// Writes the database of a connection to a new file.
fn copy(connection: &Connection, target: &Path, like: Option<std::fs::Permissions>) -> Result<(), Error> {
    let file = Beside::new(target, like).map_err(|source| Error::io(target, source))?;
    let mut to = Connection::open(file.path())?;
    harden(&to)?;
    Backup::new(connection, &mut to)?.run_to_completion(STRIDE, Duration::ZERO, None)?;
    // The original's journal mode was copied with its first page; a copy must be a single file.
    to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    to.close().map_err(|(_, error)| error)?;
    file.put(target).map_err(|source| Error::io(target, source))
}

impl Reads<'_> {
    /// Writes the whole project to a new file, even if its own file is gone. Never replaces a file.
    ///
    /// # Errors
    /// [`Error::Exists`] when the target exists; [`Error::Damaged`] when the project is damaged: the copy then holds
    /// everything that could be read.
    pub fn save_copy(&self, target: &Path) -> Result<(), Error> {
        let original = self.0.path().and_then(|path| std::fs::metadata(path).ok());
        copy(self.0, target, original.map(|data| data.permissions()).or_else(private))?;
        let faults = open::to_read(target)?.reads().check()?;
        match faults.first() {
            None => Ok(()),
            Some(fault) => Err(Error::Damaged {
                what: tr!("{path} was written, but the project is damaged: {fault}", path = target.display(), fault),
            }),
        }
    }
}

/// Returns the permissions for a copy whose original is gone: only its owner may read it.
#[cfg(unix)]
fn private() -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn private() -> Option<std::fs::Permissions> {
    None
}

/// Replaces a closed project with a copy. The earlier file and the changes in its log are kept under
/// another name, which is returned.
///
/// If `copy_of_it` is the project itself, it is restored without the changes in its log.
///
/// # Errors
/// When the copy is damaged or the project is open elsewhere; nothing is changed then.
pub fn restore(project: &Path, copy_of_it: &Path) -> Result<PathBuf, Error> {
    let project = &*open::resolve(project)?;
    let itself = std::fs::canonicalize(project).ok().zip(std::fs::canonicalize(copy_of_it).ok());
    let itself = itself.is_some_and(|(project, copy)| project == copy);
    let source = if itself {
        let connection = log::immutable(project)?;
        harden(&connection)?;
        check_schema(&connection, project, STEPS)?;
        connection
    } else {
        open::inspect(copy_of_it, STEPS)?;
        log::check_log(copy_of_it)?;
        open::reader(copy_of_it)?
    };
    let _lock = open::lock(project)?;
    let like = std::fs::metadata(project).or_else(|_| std::fs::metadata(copy_of_it)).ok();
    let like = like.map(|data| data.permissions());
    let file = Beside::new(project, like).map_err(|source| Error::io(project, source))?;
    let mut to = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&to)?;
    Backup::new(&source, &mut to)?.run_to_completion(STRIDE, Duration::ZERO, None)?;
    to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    let faults = Reads(&to).check()?;
    if let Some(fault) = faults.first() {
        return Err(Error::Damaged { what: tr!("the copy {path}: {fault}", path = copy_of_it.display(), fault) });
    }
    to.close().map_err(|(_, error)| error)?;
    drop(source);
    let aside = put_aside(project)?;
    if let Err(source) = file.put(project) {
        let _ = move_with_log(&aside, project);
        return Err(Error::io(project, source));
    }
    Ok(aside)
}

/// Renames a project and its log.
fn put_aside(project: &Path) -> Result<PathBuf, Error> {
    let free = |target: &PathBuf| ["", "-wal"].iter().all(|end| !log::companion(target, end).exists());
    let aside = beside_names(project, &Reason::Restoring).find(free);
    let aside = aside.ok_or_else(|| Error::Exists { path: project.to_owned() })?;
    move_with_log(project, &aside).map_err(|source| Error::io(project, source))?;
    let _ = std::fs::remove_file(log::companion(project, "-shm"));
    sync_folder(project);
    Ok(aside)
}

/// Moves the log first: left behind, it would be applied to the next file of that name.
fn move_with_log(from: &Path, to: &Path) -> std::io::Result<()> {
    for ending in ["-wal", ""] {
        match std::fs::rename(log::companion(from, ending), log::companion(to, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// Creates a file with a document as an older version would have made it.
    fn older(path: &Path, version: usize) {
        let connection = Connection::open(path).unwrap();
        connection.pragma_update(None, "application_id", crate::store::schema::APPLICATION_ID).unwrap();
        for step in &STEPS[..version] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", version as i64).unwrap();
        let rows = "INSERT INTO project VALUES (1, zeroblob(16), 'p', '', 0);
                    INSERT INTO sources VALUES (1, zeroblob(16), 'A', '', NULL, 5, 1, 0, 1);
                    INSERT INTO texts VALUES (1, '我们家里穷', 1);";
        connection.execute_batch(rows).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_history_of_an_older_version_reads_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        older(&path, 8);
        let rows = "INSERT INTO ops VALUES
                      (1, zeroblob(16), 7, NULL, 'create', 'create 1 document', 1, NULL, NULL),
                      (2, x'00112233445566778899aabbccddeeff', 8, 'Ann', 'new code', 'new code “rent”', 2, NULL, 3),
                      (3, x'ff112233445566778899aabbccddeeff', 9, 'Ann', 'undo', 'undo: new code “rent”', 2, 2, NULL);
                    INSERT INTO op_changes VALUES (1, 0, 6, 1, 1, NULL, 1), (2, 0, 10, 1, 1, NULL, 2);";
        Connection::open(&path).unwrap().execute_batch(rows).unwrap();
        let store = Store::open(&path).unwrap();
        let history = store.reads().history().unwrap();
        let entries: Vec<_> = history.iter().map(|op| (op.kind.as_str(), op.summary.as_str(), op.undone)).collect();
        assert_eq!(
            entries,
            [
                ("create", "create 1 document", false),
                ("add_code", "new code “rent”", true),
                ("undo", "undo: new code “rent”", false)
            ]
        );
    }

    #[test]
    fn every_version_that_has_existed_is_read_brought_up_to_date_and_hashed() {
        for version in 1..STEPS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("p.pullquote");
            older(&path, version);
            let read = Store::open_to_read(&path).unwrap();
            assert_eq!(read.reads().check().unwrap(), Vec::<String>::new(), "version {version}");
            drop(read);
            // A file that was copied while it was open has this mode.
            Connection::open(&path).unwrap().query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
            assert_eq!(names(folder.path()), ["p.pullquote"], "it is only read");
            let read = Store::open_to_read(&path).unwrap();
            assert_eq!(read.reads().check().unwrap(), Vec::<String>::new(), "version {version}");
            drop(read);
            let store = Store::open(&path).unwrap();
            let copy = format!("p (before update from version {version}).pullquote");
            assert_eq!(store.copy_before_update().unwrap(), folder.path().join(&copy));
            assert_eq!(store.reads().check().unwrap(), Vec::<String>::new(), "version {version}");
            drop(store);
            let hashes: i64 = Connection::open(&path)
                .unwrap()
                .query_row("SELECT count(*) FROM text_hashes WHERE length(hash) = 32", [], |row| row.get(0))
                .unwrap();
            assert_eq!(hashes, 1);
            assert_eq!(names(folder.path()), [copy, "p.pullquote".to_owned()]);
            assert!(Store::open(&path).unwrap().copy_before_update().is_none(), "once only");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_copy_before_an_update_is_as_private_as_the_project_and_replaces_nothing() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, outside) = (folder.path().join("p.pullquote"), folder.path().join("outside"));
        older(&path, 4);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let name = |number: &str| folder.path().join(format!("p (before update from version 4{number}).pullquote"));
        std::fs::write(name(""), "words of somebody").unwrap();
        std::os::unix::fs::symlink(&outside, name(" 2")).unwrap();
        let store = Store::open(&path).unwrap();
        assert_eq!(store.copy_before_update().unwrap(), name(" 3"));
        assert_eq!(std::fs::metadata(name(" 3")).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read(name("")).unwrap(), b"words of somebody");
        assert!(!outside.exists());
        // The copy has the older version and can be opened.
        assert_eq!(Store::open_to_read(&name(" 3")).unwrap().reads().study().unwrap().sources.len(), 1);
    }

    #[test]
    fn a_text_that_was_corrected_by_an_older_program_can_be_undone_and_has_its_checksum() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        older(&path, 5);
        let before = crate::store::record::encode(&[rusqlite::types::Value::Text("我".into()), 1.into()]);
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch("INSERT INTO ops VALUES (1, x'00', 0, NULL, 'edit', 'correct A', 1, NULL, NULL);")
            .unwrap();
        connection.execute("INSERT INTO op_changes VALUES (1, 0, 7, 1, 1, ?1, 1)", [before]).unwrap();
        drop(connection);
        let mut store = Store::open(&path).unwrap();
        store.undo(None, 1).unwrap();
        let faults = store.reads().check().unwrap();
        assert_eq!(faults, ["number 1: document's length differs from that of its text"], "and not its checksum");
        assert_eq!(store.reads().text(crate::model::SourceId(1)).unwrap(), "我");
    }
}
