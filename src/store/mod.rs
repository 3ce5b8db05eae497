//! The project file: one SQLite file, one door to a write, the journal, and reads. The only room that names rusqlite.
//!
//! Must not know: file formats other than its own, egui. Start reading at [`Store`], then `journal.rs`.

mod blind;
mod check;
mod decisions;
mod error;
mod exchanged;
pub mod foreign;
mod history;
mod journal;
mod lock;
mod open;
mod origins;
mod owners;
mod read;
mod read_codes;
mod read_documents;
mod read_memos;
mod read_passages;
mod record;
mod schema;
mod touched;
mod write;
mod write_cases;
mod write_codes;
mod write_documents;
mod write_memos;
mod write_tables;

pub use error::Error;
pub use exchanged::ForeignCoding;
pub use history::{BEGINNING, HistoryFilter, HistoryPage, OpRecord};
pub use journal::{Changes, CodingChanges, Tx};
pub use owners::PassagesByUser;
pub use read::{Counts, Passage, PassageFilter, Reads};
pub use read_documents::{DocumentProgress, Held};
pub use touched::{Fate, Touched, TouchedPassage, TouchedThing};
pub use write::NewCode;

use crate::model::OpId;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A project file that is open; dropping it leaves one file that can be mailed.
pub struct Store {
    // Dropped before the lock is let go.
    connection: Connection,
    path: Option<PathBuf>,
    lock: Option<lock::WriteLock>,
}

/// A connection that can only read, for use beside the writer on another thread.
pub struct Reader {
    connection: Connection,
    /// For whom codings are narrowed, while they are.
    seen_as: std::cell::Cell<Option<i64>>,
}

/// Stops a query or a transaction that runs on another thread.
#[derive(Clone)]
pub struct Interrupt(std::sync::Arc<rusqlite::InterruptHandle>);

impl Interrupt {
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

/// What a transaction did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    /// `None` when nothing needed changing: then nothing stands in the history either.
    pub op: Option<OpId>,
    pub summary: String,
    pub changes: Changes,
}

impl Store {
    /// Makes an empty project.
    ///
    /// # Errors
    /// [`Error::Exists`] when there is a file already.
    pub fn create(path: &Path, name: &str) -> Result<Self, Error> {
        open::create(path, name)
    }

    /// A project that lives in memory only.
    pub fn in_memory(name: &str) -> Result<Self, Error> {
        open::in_memory(name)
    }

    /// Opens a project for reading and writing.
    ///
    /// # Errors
    /// [`Error::InUse`] when another program has it open, [`Error::ReadOnlyPlace`] when it cannot be written to: both can
    /// still be opened by [`Store::open_to_read`]. [`Error::Newer`] and [`Error::NotAProject`] for other files.
    pub fn open(path: &Path) -> Result<Self, Error> {
        open::to_write(path)
    }

    pub fn open_to_read(path: &Path) -> Result<Self, Error> {
        open::to_read(path)
    }

    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.lock.is_some() || self.path.is_none()
    }

    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        Reads(&self.connection)
    }

    /// A second connection for another thread; `None` for a project in memory.
    pub fn reader(&self) -> Result<Option<Reader>, Error> {
        self.path
            .as_deref()
            .map(|path| open::reader(path).map(|connection| Reader { connection, seen_as: Default::default() }))
            .transpose()
    }

    #[must_use]
    pub fn interrupt(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle().into())
    }

    /// The only way to change anything: all of `work` or nothing of it, as one entry of the history. `work` returns its
    /// value and what was done in words. `at` is the time in UTC milliseconds since 1970.
    pub fn transact<T, E: From<Error>>(
        &mut self,
        kind: &str,
        user: Option<&str>,
        at: i64,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(T, String), E>,
    ) -> Result<Written<T>, E> {
        self.write(kind, user, at, None, work)
    }

    /// Walks back the latest work that stands. The value is a description of that work.
    ///
    /// # Errors
    /// [`Error::NothingTo`] when nothing is left, [`Error::ChangedSince`] when a row was changed meanwhile.
    pub fn undo(&mut self, user: Option<&str>, at: i64) -> Result<Written<OpRecord>, Error> {
        let (live, root) = history::next_undo(&self.connection)?.ok_or(Error::NothingTo { what: "undo" })?;
        self.turn("undo", user, at, live.id, root)
    }

    /// Makes again what was undone last; only as long as no other work was done since.
    pub fn redo(&mut self, user: Option<&str>, at: i64) -> Result<Written<OpRecord>, Error> {
        let (live, root) = history::next_redo(&self.connection)?.ok_or(Error::NothingTo { what: "redo" })?;
        self.turn("redo", user, at, live.id, root)
    }

    fn turn(
        &mut self,
        kind: &'static str,
        user: Option<&str>,
        at: i64,
        live: OpId,
        root: OpRecord,
    ) -> Result<Written<OpRecord>, Error> {
        self.write(kind, user, at, Some((live, root.id)), |tx| {
            tx.walk_back(live)?;
            let summary = format!("{kind}: {}", root.summary);
            Ok((root, summary))
        })
    }

    fn write<T, E: From<Error>>(
        &mut self,
        kind: &str,
        user: Option<&str>,
        at: i64,
        undoes: Option<(OpId, OpId)>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(T, String), E>,
    ) -> Result<Written<T>, E> {
        if !self.is_writable() {
            return Err(Error::ReadOnly.into());
        }
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        let mut tx = Tx::begin(&transaction, kind, user, at, undoes)?;
        let (value, summary) = work(&mut tx)?;
        // Dropping the transaction without a commit takes everything back, the journal's entry too.
        let Some((op, changes)) = tx.finish(&summary)? else {
            return Ok(Written { value, op: None, summary, changes: Changes::default() });
        };
        transaction.commit().map_err(Error::from)?;
        Ok(Written { value, op: Some(op), summary, changes })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.lock.is_none() {
            return;
        }
        // At rest a project is one file and needs none beside it, to be mailed and to be read from a read-only place.
        let _ = self.connection.busy_timeout(std::time::Duration::ZERO);
        self.connection.flush_prepared_statement_cache();
        let pragma = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, String>(0));
        if pragma("PRAGMA journal_mode = DELETE").is_err() {
            // Somebody else still reads: then at least the latest work leaves the log for the file.
            let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }
}

impl Reader {
    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        Reads(&self.connection)
    }

    #[must_use]
    pub fn interrupt(&self) -> Interrupt {
        Interrupt(self.connection.get_interrupt_handle().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::types::Value;

    fn names(store: &Store) -> Vec<String> {
        store.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
    }

    fn rename(store: &mut Store, id: i64, name: &str, who: &str) {
        let done: Result<_, Error> = store.transact("rename", Some(who), 0, |tx| {
            let guid = Value::Blob(crate::model::Guid::new().0.to_vec());
            let values = [guid, Value::Text(name.into()), Value::Text("#000000".into()), Value::Integer(1)];
            tx.update(&schema::USERS, id, &values)?;
            Ok(((), format!("rename to {name}")))
        });
        done.unwrap();
    }

    fn store_with_user() -> (Store, i64) {
        let mut store = Store::in_memory("研究").unwrap();
        let added: Result<_, Error> =
            store.transact("add", Some("甲"), 0, |tx| Ok((tx.add_user("A", "#000000")?, "add A".to_owned())));
        let id = added.unwrap().value.0;
        (store, id)
    }

    #[test]
    fn undo_and_redo_walk_through_changes_of_one_row_in_order() {
        let (mut store, id) = store_with_user();
        rename(&mut store, id, "B", "甲");
        rename(&mut store, id, "C", "乙");
        for expected in [vec!["B"], vec!["A"], vec![]] {
            store.undo(None, 1).unwrap();
            assert_eq!(names(&store), expected);
        }
        assert!(matches!(store.undo(None, 1), Err(Error::NothingTo { .. })));
        for expected in ["A", "B", "C"] {
            store.redo(None, 2).unwrap();
            assert_eq!(names(&store), [expected]);
        }
        assert!(matches!(store.redo(None, 2), Err(Error::NothingTo { .. })));
        store.undo(None, 3).unwrap();
        assert_eq!(names(&store), ["B"]);
        assert_eq!(store.reads().check().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn work_on_a_row_that_somebody_changed_since_is_not_undone_silently() {
        let (mut store, id) = store_with_user();
        let first = store.reads().history().unwrap().remove(0);
        rename(&mut store, id, "B", "乙");
        let refused = store.turn("undo", Some("甲"), 1, first.id, first).unwrap_err();
        assert!(matches!(&refused, Error::ChangedSince { who, change, .. } if who == "乙" && change == "rename to B"));
        assert_eq!(names(&store), ["B"], "nothing was changed");
        assert_eq!(store.reads().history().unwrap().len(), 2);
    }

    #[test]
    fn redo_is_gone_after_other_work() {
        let (mut store, id) = store_with_user();
        rename(&mut store, id, "B", "甲");
        store.undo(None, 1).unwrap();
        rename(&mut store, id, "C", "甲");
        assert!(matches!(store.redo(None, 2), Err(Error::NothingTo { .. })));
        store.undo(None, 3).unwrap();
        assert_eq!(names(&store), ["A"]);
    }

    #[test]
    fn a_failed_transaction_leaves_nothing_behind() {
        let (mut store, _) = store_with_user();
        let failed: Result<Written<()>, Error> = store.transact("add", None, 1, |tx| {
            tx.add_user("B", "#000000")?;
            Err(Error::Cancelled)
        });
        assert!(matches!(failed, Err(Error::Cancelled)));
        let twice: Result<_, Error> =
            store.transact("add", None, 1, |tx| Ok((tx.add_user("A", "#000000")?, String::new())));
        assert!(twice.is_err());
        assert_eq!((names(&store), store.reads().history().unwrap().len()), (vec!["A".to_owned()], 1));
    }
}
