//! The project file: one SQLite file, one way to write it, the journal, and reads. The only layer that uses rusqlite.
//!
//! Must not know: file formats other than its own, egui. Start reading at [`Store`], then `journal.rs`.

mod accounts;
mod again;
mod attributes;
mod beside;
mod blind;
mod check;
mod consensus;
mod corrections;
mod create;
mod decisions;
mod error;
mod exchanged;
pub mod foreign;
mod hardened;
mod hashes;
mod history;
mod journal;
mod leftovers;
mod lock;
mod log;
mod op_names;
mod open;
mod origins;
mod owners;
mod queries;
mod read;
mod read_codes;
mod read_documents;
mod read_memos;
mod read_passages;
mod record;
mod schema;
mod sets;
mod settings;
mod speech;
mod touched;
mod touched_changes;
mod update;
mod versions;
mod watch;
mod write;
mod write_codes;
mod write_documents;
mod write_memos;
mod write_participants;
mod write_tables;

pub use create::Draft;
pub use error::{Displacement, Error, LockObstacle, Obstacle, SqlTrouble};
pub use exchanged::ForeignCoding;
pub use history::{BEGINNING, BLIND_CODING, Fold, HistoryFilter, HistoryPage, OpRecord};
pub use journal::{Changes, CodingChanges, Tx};
pub use lock::holder_in_words;
pub use owners::{ChangedWork, CountsByUser};
pub use read::{Counts, Reads};
pub use read_documents::{DocumentProgress, Held};
pub use read_passages::{Passage, PassageFilter, PassagesByDocument};
pub use speech::{PackedSpeech, StoredSpeech};
pub use touched::{Fate, Touched, TouchedPassage, TouchedThing};
pub use touched_changes::TouchedChange;
pub use update::restore;
pub use versions::{MemoVersions, Removal};
pub use write::{NewCode, NewSource};

use crate::model::{Direction, OpId, OpKind};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// An open project. Dropping it leaves a single file that can be sent by mail.
pub struct Store {
    // Must be dropped before the lock is released.
    connection: Connection,
    /// `None` for a project in memory, and for one that does not have its final name yet.
    file: Option<File>,
}

/// The file of an open project, and its lock.
struct File {
    path: PathBuf,
    /// Held while the project is open for writing.
    lock: Option<lock::WriteLock>,
    log: log::Log,
    watch: watch::Watch,
    /// The copy that was made before the file was updated.
    earlier: Option<PathBuf>,
}

/// A read-only connection, for use on another thread beside the writer.
pub struct Reader {
    connection: Connection,
    /// The viewer to whom blind coding restricts this reader; `None` when nothing is hidden.
    seen_as: std::cell::Cell<Option<(i64, i64)>>,
}

/// The result of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    /// `None` when nothing needed changing; then the history has no new entry.
    pub op: Option<OpId>,
    /// Description of the entry; empty when there is none.
    pub summary: String,
    pub changes: Changes,
}

impl Store {
    /// Creates an empty project.
    ///
    /// # Errors
    /// [`Error::Exists`] when the file exists.
    pub fn create(path: &Path, name: &str) -> Result<Self, Error> {
        let (draft, store) = Draft::begin(path, name)?;
        draft.finish(store)
    }

    /// Creates a project in memory.
    pub fn in_memory(name: &str) -> Result<Self, Error> {
        create::in_memory(name)
    }

    /// Opens a project for reading and writing.
    ///
    /// # Errors
    /// [`Error::InUse`] when another program has it open; [`Error::ReadOnlyPlace`], [`Error::HardLinked`] and
    /// [`Error::LockTaken`] when it cannot safely be written. In all these cases [`Store::open_to_read`] still works.
    /// [`Error::StrayLog`] when the log beside it holds changes to another file. [`Error::Newer`],
    /// [`Error::NotAProject`] and [`Error::Unfamiliar`] for other files.
    pub fn open(path: &Path) -> Result<Self, Error> {
        open::to_write(path)
    }

    pub fn open_to_read(path: &Path) -> Result<Self, Error> {
        open::to_read(path)
    }

    /// Interrupts reading once it takes longer than any project of a sensible size needs. For files of unknown origin.
    pub fn bound(&mut self) -> Result<(), Error> {
        Ok(hardened::bound(&mut self.connection, hardened::LONGEST_READING)?)
    }

    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.lock.is_some())
    }

    /// Path of the file itself, even if it was opened through a symbolic link.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// The copy that was made if opening the project updated its file. It still holds everything that was in the file.
    #[must_use]
    pub fn copy_before_update(&self) -> Option<&Path> {
        self.file.as_ref()?.earlier.as_deref()
    }

    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        Reads(&self.connection)
    }

    /// Opens a second connection for another thread; `None` for a project in memory.
    pub fn reader(&self) -> Result<Option<Reader>, Error> {
        self.path()
            .map(|path| open::reader(path).map(|connection| Reader { connection, seen_as: Default::default() }))
            .transpose()
    }

    /// The only way to change a project: runs `work` completely or not at all, as one entry of the history. `work`
    /// returns its value and the kind of entry. `at` is the time in UTC milliseconds since 1970.
    pub fn transact<T, E: From<Error>>(
        &mut self,
        user: Option<&str>,
        at: i64,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(T, OpKind), E>,
    ) -> Result<Written<T>, E> {
        self.check_place()?;
        let transaction = begin(&mut self.connection)?;
        let written = write_entry(&transaction, user, at, None, work, described)?;
        if written.op.is_some() {
            commit(transaction, self.file.as_mut())?;
            self.after_commit();
        }
        Ok(written)
    }

    /// Writes two history entries, both or neither. The second may use the value of the first.
    pub fn transact_both<A, B, E: From<Error>>(
        &mut self,
        user: Option<&str>,
        at: i64,
        first: impl FnOnce(&mut Tx<'_>) -> Result<(A, OpKind), E>,
        second: impl FnOnce(&mut Tx<'_>, &A) -> Result<(B, OpKind), E>,
    ) -> Result<(Written<A>, Written<B>), E> {
        self.check_place()?;
        let transaction = begin(&mut self.connection)?;
        let before = write_entry(&transaction, user, at, None, first, described)?;
        let after = write_entry(&transaction, user, at, None, |tx| second(tx, &before.value), described)?;
        commit(transaction, self.file.as_mut())?;
        self.after_commit();
        Ok((before, after))
    }

    /// Reverts the latest entry that is in effect. The value describes that entry.
    ///
    /// # Errors
    /// [`Error::NothingTo`] when nothing is left to undo, [`Error::ChangedSince`] when a row has been changed since.
    pub fn undo(&mut self, user: Option<&str>, at: i64) -> Result<Written<OpRecord>, Error> {
        self.undo_steps(1, user, at)?.pop().ok_or(Error::NothingTo { direction: Direction::Undo })
    }

    /// Restores what was undone last. Possible only until other work is done.
    pub fn redo(&mut self, user: Option<&str>, at: i64) -> Result<Written<OpRecord>, Error> {
        self.redo_steps(1, user, at)?.pop().ok_or(Error::NothingTo { direction: Direction::Redo })
    }

    /// Reverts up to `steps` entries, all or none. Each becomes a history entry.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn undo_steps(&mut self, steps: u32, user: Option<&str>, at: i64) -> Result<Vec<Written<OpRecord>>, Error> {
        self.turn(Direction::Undo, steps, user, at, history::next_undo)
    }

    /// Restores up to `steps` entries, like [`Store::redo`].
    pub fn redo_steps(&mut self, steps: u32, user: Option<&str>, at: i64) -> Result<Vec<Written<OpRecord>>, Error> {
        self.turn(Direction::Redo, steps, user, at, history::next_redo)
    }

    /// Restores an undone entry, also after other work. The value describes that entry.
    ///
    /// # Errors
    /// [`Error::NothingTo`] when the entry is in effect, [`Error::NotAgain`] when it does not fit the project as it is.
    pub fn redo_entry(&mut self, entry: OpId, user: Option<&str>, at: i64) -> Result<Written<OpRecord>, Error> {
        let (live, root) =
            history::undone(&self.connection, entry)?.ok_or(Error::NothingTo { direction: Direction::Redo })?;
        again::check(&self.connection, live.id, &root)?;
        let next = |_: &Connection| Ok(Some((live.clone(), root.clone())));
        let mut done = self.turn(Direction::Redo, 1, user, at, next).map_err(|error| again::explain(error, &root))?;
        done.pop().ok_or(Error::NothingTo { direction: Direction::Redo })
    }

    fn turn(
        &mut self,
        direction: Direction,
        steps: u32,
        user: Option<&str>,
        at: i64,
        next: impl Fn(&Connection) -> Result<Option<(OpRecord, OpRecord)>, Error>,
    ) -> Result<Vec<Written<OpRecord>>, Error> {
        self.check_place()?;
        let transaction = begin(&mut self.connection)?;
        let mut all = Vec::new();
        for _ in 0..steps {
            let Some((live, root)) = next(&transaction)? else { break };
            let summary = history::turned(direction, &root.summary);
            let work = |tx: &mut Tx<'_>| -> Result<_, Error> {
                tx.walk_back(live.id)?;
                let kind = match direction {
                    Direction::Undo => OpKind::Undo,
                    Direction::Redo => OpKind::Redo,
                };
                Ok((root.clone(), kind))
            };
            let undoes = Some((live.id, root.id));
            all.push(write_entry(&transaction, user, at, undoes, work, |_, _| Ok(summary))?);
        }
        if all.is_empty() {
            return Err(Error::NothingTo { direction });
        }
        commit(transaction, self.file.as_mut())?;
        self.after_commit();
        Ok(all)
    }

    /// Checks that the file is still the one that was opened. A deleted lock file is created again.
    ///
    /// # Errors
    /// [`Error::ReadOnly`] for a project opened to read; [`Error::Displaced`] with what happened to the file: nothing
    /// more is written to it then, and [`Reads::save_copy`] still saves everything.
    pub fn check_place(&mut self) -> Result<(), Error> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let Some(lock) = &file.lock else { return Err(Error::ReadOnly) };
        let displaced = |how| Error::Displaced { path: file.path.clone(), how };
        if let Some(how) = file.watch.displacement(&self.connection, &file.path, &file.log) {
            if how == Displacement::LogDeleted {
                // While the log is open, its contents are not lost.
                let _ = file.log.checkpoint_within(&self.connection, log::PAUSE);
            }
            return Err(displaced(how));
        }
        if !lock.is_in_place() {
            file.lock = Some(open::lock(&file.path).map_err(|_| displaced(Displacement::LockLost))?);
        }
        Ok(())
    }

    /// Moves recent changes from the log into the project file, so that this one file is the whole project. Call it in
    /// pauses. True when everything was moved, false when a reader prevents it.
    ///
    /// # Errors
    /// As [`Store::check_place`].
    pub fn checkpoint(&mut self) -> Result<bool, Error> {
        self.check_place()?;
        let Some(file) = &mut self.file else { return Ok(true) };
        if !file.log.is_pending() {
            return Ok(true);
        }
        let done = file.log.checkpoint_within(&self.connection, log::PAUSE)?;
        file.watch.remember(&file.path, &file.log);
        Ok(done)
    }

    /// True when some changes are only in the log beside the file.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.log.is_pending())
    }

    fn after_commit(&mut self) {
        let Some(file) = &mut self.file else { return };
        file.watch.remember_commit(&file.path, &file.log);
        if file.log.is_large() {
            // The work is saved in any case, so a failure here is harmless.
            let _ = file.log.checkpoint_within(&self.connection, std::time::Duration::ZERO);
            file.watch.remember(&file.path, &file.log);
        }
    }
}

fn begin(connection: &mut Connection) -> Result<rusqlite::Transaction<'_>, Error> {
    Ok(connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?)
}

/// Writes one entry of the history within a transaction, which must not be committed after an error. There is no entry when
/// nothing was changed. `summary` describes the entry.
fn write_entry<T, E: From<Error>>(
    transaction: &rusqlite::Transaction<'_>,
    user: Option<&str>,
    at: i64,
    undoes: Option<(OpId, OpId)>,
    work: impl FnOnce(&mut Tx<'_>) -> Result<(T, OpKind), E>,
    summary: impl FnOnce(&Connection, OpId) -> Result<String, Error>,
) -> Result<Written<T>, E> {
    let mut tx = Tx::begin(transaction, user, at, undoes)?;
    let (value, work) = work(&mut tx)?;
    let Some((op, changes)) = tx.finish(&work)? else {
        return Ok(Written { value, op: None, summary: String::new(), changes: Changes::default() });
    };
    let summary = summary(transaction, op)?;
    Ok(Written { value, op: Some(op), summary, changes })
}

/// Returns the summary of an entry that was just written.
fn described(connection: &Connection, op: OpId) -> Result<String, Error> {
    Ok(history::op(connection, op)?.map(|op| op.summary).unwrap_or_default())
}

/// Commits unless the file is no longer the one that was opened. The first transaction of a log seals it to the file.
fn commit(transaction: rusqlite::Transaction<'_>, mut file: Option<&mut File>) -> Result<(), Error> {
    let mut sealed = false;
    if let Some(file) = &mut file {
        // Check again: the work may have taken long.
        if let Some(how) = file.watch.displacement(&transaction, &file.path, &file.log) {
            return Err(Error::Displaced { path: file.path.clone(), how });
        }
        sealed = file.log.seal(&transaction)?;
    }
    transaction.commit()?;
    if let Some(file) = file.as_mut().filter(|_| sealed) {
        file.log.sealed();
    }
    Ok(())
}

impl File {
    fn read_only(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            lock: None,
            log: log::Log::unused(path),
            watch: watch::Watch::default(),
            earlier: None,
        }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let Some(file) = &mut self.file else { return };
        if file.lock.is_none() {
            return open::leave(&mut self.connection, &file.path);
        }
        match file.watch.displacement(&self.connection, &file.path, &file.log) {
            // Do not move the log into a file to which it does not belong.
            Some(Displacement::Overwritten) => log::forbid_checkpoint(&self.connection),
            // The log was moved along with the file, and the one at its path belongs to another project.
            Some(Displacement::Gone | Displacement::Replaced) if !file.watch.has_log(&file.log) => {
                log::forbid_checkpoint(&self.connection);
            }
            // A closed project is one file, which can be sent by mail and read from a read-only place.
            _ => file.log.close(&self.connection),
        }
    }
}

impl Reader {
    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        Reads(&self.connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UserId;
    use rusqlite::types::Value;

    fn names(store: &Store) -> Vec<String> {
        store.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
    }

    fn rename(store: &mut Store, id: i64, name: &str, who: &str) {
        let done: Result<_, Error> = store.transact(Some(who), 0, |tx| {
            let coder = tx.coder(UserId(id))?;
            let guid = Value::Blob(coder.0.to_vec());
            let values = [guid, Value::Text(name.into()), Value::Text("#000000".into()), Value::Integer(1)];
            tx.update(&schema::USERS, id, &values)?;
            Ok(((), OpKind::AddCoder { coder }))
        });
        done.unwrap();
    }

    fn add(tx: &mut Tx<'_>, name: &str) -> Result<(UserId, OpKind), Error> {
        let user = tx.add_user(name, "#000000")?;
        Ok((user, OpKind::AddCoder { coder: tx.coder(user)? }))
    }

    fn store_with_user() -> (Store, i64) {
        let mut store = Store::in_memory("研究").unwrap();
        let id = store.transact(Some("甲"), 0, |tx| add(tx, "A")).unwrap().value.0;
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
        let next = |_: &Connection| Ok(Some((first.clone(), first.clone())));
        let refused = store.turn(Direction::Undo, 1, Some("甲"), 1, next).unwrap_err();
        assert!(matches!(&refused, Error::ChangedSince { who, change, .. } if who == "乙" && change == "new coder B"));
        assert_eq!(names(&store), ["B"], "nothing was changed");
        assert_eq!(store.reads().history().unwrap().len(), 2);
    }

    #[test]
    fn several_steps_are_all_taken_or_none() {
        let (mut store, id) = store_with_user();
        rename(&mut store, id, "B", "甲");
        rename(&mut store, id, "C", "甲");
        let summaries = |done: Vec<Written<OpRecord>>| done.into_iter().map(|w| w.summary).collect::<Vec<_>>();
        assert_eq!(summaries(store.undo_steps(2, None, 1).unwrap()), ["undo: new coder C", "undo: new coder B"]);
        assert_eq!(names(&store), ["A"]);
        assert_eq!(store.redo_steps(9, None, 2).unwrap().len(), 2, "as many as there are");
        // The first entry cannot be reverted twice: the step before the failure is rolled back with it.
        let ops = store.reads().history().unwrap();
        let left = std::cell::Cell::new(0);
        let next = |connection: &Connection| {
            left.set(left.get() + 1);
            if left.get() < 2 { history::next_undo(connection) } else { Ok(Some((ops[0].clone(), ops[0].clone()))) }
        };
        let twice = store.turn(Direction::Undo, 2, None, 3, next);
        assert!(matches!(twice, Err(Error::ChangedSince { .. })), "{twice:?}");
        assert_eq!((names(&store), store.reads().history().unwrap()), (vec!["C".to_owned()], ops));
    }

    #[test]
    fn two_entries_are_written_both_or_neither() {
        let (mut store, _) = store_with_user();
        let mut both = |second: &'static str| {
            store.transact_both(None, 1, |tx: &mut Tx<'_>| add(tx, "B"), |tx, _| add(tx, second))
        };
        let taken = both("A").map(drop);
        assert!(matches!(taken, Err(Error::Sql { kind: SqlTrouble::Contradiction, .. })), "{taken:?}");
        assert!(both("C").is_ok());
        assert_eq!(names(&store), ["A", "B", "C"]);
        assert_eq!(store.reads().history().unwrap().len(), 3);
        store.undo(None, 2).unwrap();
        assert_eq!(names(&store), ["A", "B"]);
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
    fn a_failed_transaction_changes_nothing() {
        let (mut store, _) = store_with_user();
        let failed: Result<Written<()>, Error> = store.transact(None, 1, |tx| {
            tx.add_user("B", "#000000")?;
            Err(Error::ReadOnly)
        });
        assert!(matches!(failed, Err(Error::ReadOnly)));
        let twice = store.transact(None, 1, |tx| add(tx, "A")).map(drop);
        assert!(matches!(twice, Err(Error::Sql { kind: SqlTrouble::Contradiction, .. })), "{twice:?}");
        assert_eq!((names(&store), store.reads().history().unwrap().len()), (vec!["A".to_owned()], 1));
    }
}
