//! Creates project files. A project is filled under a temporary name and renamed when it is complete: a program that is
//! killed on the way leaves no project, and two programs that create the same name do not harm each other.

use super::beside::Beside;
use super::schema::{APPLICATION_ID, PROJECT, STEPS};
use super::{Error, Store, hardened, open, update};
use crate::model::Guid;
use rusqlite::{Connection, types::Value};
use std::path::{Path, PathBuf};

/// A project that does not have its final name yet; dropping it removes what was written.
pub struct Draft {
    file: Beside,
    target: PathBuf,
}

impl Draft {
    /// Begins a project that will be saved as `target`. The caller fills the store and passes it to [`Draft::finish`].
    ///
    /// # Errors
    /// [`Error::Exists`] when `target` exists, [`Error::ReadOnlyPlace`] or [`Error::NotFound`] when no file
    /// can be created in its folder.
    pub fn begin(target: &Path, name: &str) -> Result<(Self, Store), Error> {
        if std::fs::symlink_metadata(target).is_ok() {
            return Err(Error::Exists { path: target.to_owned() });
        }
        let file = Beside::new(target, None).map_err(|source| unwritable(target, source))?;
        let connection = Connection::open(file.path())?;
        // No other program sees this file, and a partial one is never kept, so writing it to the disk once, at the
        // end, is enough.
        connection.query_row("PRAGMA journal_mode = MEMORY", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        let store = Store { connection: start(connection, name)?, file: None };
        Ok((Self { file, target: target.to_owned() }, store))
    }

    /// Renames the project to its final name and opens it.
    ///
    /// # Errors
    /// [`Error::Exists`] when another program has created that name in the meantime; its file is left unchanged.
    pub fn finish(self, store: Store) -> Result<Store, Error> {
        drop(store);
        let lock = open::lock(&self.target)?;
        self.file.put(&self.target).map_err(|source| unwritable(&self.target, source))?;
        open::under_lock(&self.target, lock)
    }
}

fn unwritable(path: &Path, source: std::io::Error) -> Error {
    match Error::io(path, source) {
        Error::Io { path, source } => Error::ReadOnlyPlace { path, source },
        error => error,
    }
}

pub fn in_memory(name: &str) -> Result<Store, Error> {
    Ok(Store { connection: start(Connection::open_in_memory()?, name)?, file: None })
}

fn start(connection: Connection, name: &str) -> Result<Connection, Error> {
    hardened::harden(&connection)?;
    open::set_up(&connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    let transaction = connection.unchecked_transaction()?;
    update::take_steps(&transaction, 0, STEPS)?;
    // Insert the project's own row outside the journal: creating a project cannot be undone.
    let values = [Value::Blob(Guid::new().0.to_vec()), Value::Text(name.to_owned()), Value::Text(String::new())];
    let sql = format!("INSERT INTO project(id, {}, revision) VALUES (1, ?, ?, ?, 0)", PROJECT.columns.join(", "));
    transaction.execute(&sql, rusqlite::params_from_iter(values))?;
    transaction.commit()?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_loser_of_a_race_to_create_a_project_leaves_the_winners_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        let (late, store) = Draft::begin(&path, "late").unwrap();
        let (early, winner) = Draft::begin(&path, "early").unwrap();
        let winner = early.finish(winner).unwrap();
        // Both while the winner has it open and after it was closed.
        assert!(matches!(Draft::begin(&path, "x"), Err(Error::Exists { .. })));
        drop(winner);
        assert!(matches!(late.finish(store), Err(Error::Exists { .. })));
        assert_eq!(open::to_read(&path).unwrap().reads().study().unwrap().project.name, "early");
        assert_eq!(names(folder.path()), ["p.pullquote"]);
    }

    #[test]
    fn an_unfinished_project_is_invisible_and_dropping_it_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.pullquote");
        let (draft, store) = Draft::begin(&path, "p").unwrap();
        assert!(!path.exists());
        drop(store);
        drop(draft);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn a_project_is_not_created_in_an_unwritable_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "words").unwrap();
        let refused = |target: &Path| match Draft::begin(target, "p") {
            Ok(_) => panic!("{}", target.display()),
            Err(error) => error,
        };
        assert!(matches!(refused(&folder.path().join("none/p.pullquote")), Error::NotFound { .. }));
        assert!(matches!(refused(&file.join("p.pullquote")), Error::ReadOnlyPlace { .. }));
        assert!(matches!(refused(folder.path()), Error::Exists { .. }));
        assert_eq!(names(folder.path()), ["file"]);
    }
}
