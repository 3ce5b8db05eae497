//! Files of an older version brought up to date, and copies of whole projects: before an update, on request, and put back.

use super::beside::{Beside, sync_folder};
use super::hardened::{check_schema, harden};
use super::log;
use super::open::{self, known_version};
use super::schema::STEPS;
use super::{Error, Reads, hashes};
use rusqlite::{Connection, OpenFlags, backup::Backup};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Copies of one kind that a folder may hold before no more are made.
const NUMBERED: usize = 1_000;

/// Pages that are copied between two looks at whether somebody waits.
const STRIDE: i32 = 1_000;

/// Takes the steps that an older file lacks, after a copy of it was made beside it. Returns the copy's path.
pub(super) fn bring_up_to_date(connection: &Connection, path: &Path, steps: &[&str]) -> Result<Option<PathBuf>, Error> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found >= known_version(steps) {
        return Ok(None);
    }
    let copy = numbered(connection, path, &format!("before update from version {found}"))?;
    let transaction = connection.unchecked_transaction()?;
    take_steps(&transaction, found, steps)?;
    transaction.commit()?;
    Ok(Some(copy))
}

pub(super) fn take_steps(connection: &Connection, from: i64, steps: &[&str]) -> Result<(), Error> {
    for step in steps.iter().skip(usize::try_from(from).unwrap_or(0)) {
        connection.execute_batch(step)?;
    }
    hashes::add_missing(connection)?;
    connection.pragma_update(None, "user_version", known_version(steps))?;
    Ok(())
}

/// `study (WHY).pullquote` beside `study.pullquote`, or `study (WHY 2).pullquote` and so on.
fn beside_names(path: &Path, why: &str) -> impl Iterator<Item = PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let name = move |number: usize| match number {
        1 => format!("{stem} ({why}){ending}"),
        _ => format!("{stem} ({why} {number}){ending}"),
    };
    (1..=NUMBERED).map(move |number| path.with_file_name(name(number)))
}

/// A copy beside the project, as readable as it is, under the first name that is free.
fn numbered(connection: &Connection, path: &Path, why: &str) -> Result<PathBuf, Error> {
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

/// Writes what a connection sees to a new file.
fn copy(connection: &Connection, target: &Path, like: Option<std::fs::Permissions>) -> Result<(), Error> {
    let file = Beside::new(target, like).map_err(|source| Error::io(target, source))?;
    let mut to = Connection::open(file.path())?;
    harden(&to)?;
    Backup::new(connection, &mut to)?.run_to_completion(STRIDE, Duration::ZERO, None)?;
    // A copy is one file: the original's kind of journal came with its first page.
    to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    to.close().map_err(|(_, error)| error)?;
    file.put(target).map_err(|source| Error::io(target, source))
}

impl Reads<'_> {
    /// Writes the whole project to a new file, also when its own file is gone. Nothing is replaced.
    ///
    /// # Errors
    /// [`Error::Exists`] when something has that name; [`Error::Damaged`] when what can still be read is not a whole project.
    pub fn save_copy(&self, target: &Path) -> Result<(), Error> {
        copy(self.0, target, None)?;
        let faults = open::to_read(target).and_then(|store| store.reads().check());
        match faults {
            Ok(faults) if faults.is_empty() => Ok(()),
            Ok(faults) => Err(Error::Damaged { what: faults.join("; ") }),
            Err(error) => Err(error),
        }
    }
}

/// Puts a copy in the place of a project that is not open. What was there, and the changes waiting beside it, keep their
/// contents under another name, which is returned.
///
/// With `copy` the project itself, only the changes waiting beside it are put aside.
///
/// # Errors
/// When the copy is no whole project or somebody has the project open; then nothing was changed.
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
    let like = std::fs::metadata(project).ok().map(|data| data.permissions());
    let file = Beside::new(project, like).map_err(|source| Error::io(project, source))?;
    let mut to = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    harden(&to)?;
    Backup::new(&source, &mut to)?.run_to_completion(STRIDE, Duration::ZERO, None)?;
    to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    let faults = Reads(&to).check()?;
    if let Some(fault) = faults.first() {
        return Err(Error::Damaged { what: format!("the copy {}: {fault}", copy_of_it.display()) });
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

/// Gives a project and what belongs to it another name.
fn put_aside(project: &Path) -> Result<PathBuf, Error> {
    let free = |target: &PathBuf| ["", "-wal"].iter().all(|end| !log::companion(target, end).exists());
    let aside = beside_names(project, "before restoring").find(free);
    let aside = aside.ok_or_else(|| Error::Exists { path: project.to_owned() })?;
    move_with_log(project, &aside).map_err(|source| Error::io(project, source))?;
    let _ = std::fs::remove_file(log::companion(project, "-shm"));
    sync_folder(project);
    Ok(aside)
}

/// The log goes first: left behind it would be applied to the next file of that name.
fn move_with_log(from: &Path, to: &Path) -> std::io::Result<()> {
    for ending in ["-wal", ""] {
        match std::fs::rename(log::companion(from, ending), log::companion(to, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
