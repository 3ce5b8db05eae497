//! The only way to write. A transaction changes rows through three primitives (insert, update, delete). Each also
//! writes the journal: the row's earlier values, followed by its revision, the number of the entry that wrote it. Undo
//! reverts an entry's changes in reverse order through the same primitives, so its own journal makes the redo possible.

use super::record;
use super::schema::{self, Journaled};
use super::{Error, OpRecord, Reads};
use crate::model::{CharRange, CodeId, CodingId, Fact, Guid, OpId, OpKind, SourceId, UserId};
use crate::tr;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use std::collections::HashMap;

/// Above this number of changed passages, caches are reloaded.
const LISTED_CHANGES: usize = 1_000;

/// What a transaction changed, for code that caches parts of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Documents, participants, codes, coders or tables changed.
    pub study: bool,
    /// What a reader sees of a document changed beyond its passages: its text, what its file stated, or whether
    /// others' passages are hidden.
    pub documents: bool,
    pub notes: bool,
    /// Added and removed passages; `None` when there are too many for those who cache passages, and no decision on
    /// disagreements can be about them.
    pub codings: Option<CodingChanges>,
}

impl Changes {
    /// Drops the list of passages if it is too long for those who cache passages.
    pub fn shorten(&mut self) {
        self.codings = self.codings.take().filter(|list| list.added.len().max(list.removed.len()) <= LISTED_CHANGES);
    }
}

/// The passages before a transaction that it changed or removed, and those after it that it added or changed: each once,
/// however often it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodingChanges {
    pub added: Vec<Fact>,
    pub removed: Vec<Fact>,
}

/// The passages that a transaction has changed so far.
#[derive(Default)]
struct ChangedCodings {
    /// What it has written, with the number of the writing.
    added: HashMap<CodingId, (usize, Fact)>,
    writings: usize,
    removed: Vec<Fact>,
    /// The most passages that are listed, each of added and removed ones.
    most: usize,
    /// A row could not be read, or there are too many.
    is_incomplete: bool,
}

impl ChangedCodings {
    /// Decisions on disagreements must be compared with all changes. Without decisions, nobody needs a list that is too
    /// long for caches, and an import may add millions of passages.
    fn new(connection: &Connection) -> Result<Self, Error> {
        let has_decisions = connection.prepare_cached("SELECT 1 FROM decisions LIMIT 1")?.exists([])?;
        Ok(Self { most: if has_decisions { usize::MAX } else { LISTED_CHANGES }, ..Self::default() })
    }

    fn add(&mut self, fact: Fact) {
        if !self.is_incomplete {
            self.writings += 1;
            self.added.insert(fact.coding, (self.writings, fact));
            self.forget_if_too_many();
        }
    }

    fn forget_if_too_many(&mut self) {
        if self.added.len().max(self.removed.len()) > self.most {
            *self = Self { is_incomplete: true, ..Self::default() };
        }
    }

    /// Notes the state that a passage had before it is changed or removed.
    fn remove(&mut self, fact: Fact) {
        // What the same transaction has written was not there before it.
        if !self.is_incomplete && self.added.remove(&fact.coding).is_none() {
            self.removed.push(fact);
            self.forget_if_too_many();
        }
    }

    /// Returns the changes in the order in which they were made; `None` if not all are known.
    fn finish(self) -> Option<CodingChanges> {
        if self.is_incomplete {
            return None;
        }
        let mut added: Vec<(usize, Fact)> = self.added.into_values().collect();
        added.sort_unstable_by_key(|(writing, _)| *writing);
        Some(CodingChanges { added: added.into_iter().map(|(_, fact)| fact).collect(), removed: self.removed })
    }
}

/// A transaction in progress, which becomes one entry of the history.
pub struct Tx<'c> {
    connection: &'c Connection,
    op: OpId,
    /// UTC milliseconds since 1970.
    at: i64,
    seq: i64,
    run: Option<Run>,
    changes: Changes,
    codings: ChangedCodings,
}

/// Consecutively inserted rows, journaled as one line.
struct Run {
    table: i64,
    first: i64,
    rows: i64,
    revision: i64,
}

impl<'c> Tx<'c> {
    /// Begins an entry. `undoes` is the entry that this one will revert, and the root of its chain.
    pub(super) fn begin(
        connection: &'c Connection,
        user: Option<&str>,
        at: i64,
        undoes: Option<(OpId, OpId)>,
    ) -> Result<Self, Error> {
        connection
            .prepare_cached(
                "INSERT INTO ops(guid, at, user, kind, summary, root, undoes) VALUES (?1, ?2, ?3, '', '', 0, ?4)",
            )?
            .execute(params![Guid::new().0, at, user, undoes.map(|(op, _)| op.0)])?;
        let op = OpId(connection.last_insert_rowid());
        let root = undoes.map_or(op, |(_, root)| root);
        connection.prepare_cached("UPDATE ops SET root = ?2 WHERE id = ?1")?.execute([op.0, root.0])?;
        if let Some((target, _)) = undoes {
            connection.prepare_cached("UPDATE ops SET undone_by = ?2 WHERE id = ?1")?.execute([target.0, op.0])?;
        }
        let codings = ChangedCodings::new(connection)?;
        Ok(Self { connection, op, at, seq: 0, run: None, changes: Changes::default(), codings })
    }

    /// Finishes the entry. Returns `None` when nothing was changed: then there is no entry.
    pub(super) fn finish(mut self, work: &OpKind) -> Result<Option<(OpId, Changes)>, Error> {
        self.write_run()?;
        if self.seq == 0 {
            self.withdraw()?;
            return Ok(None);
        }
        let (kind, arguments) = work.to_parts();
        self.connection
            .prepare_cached("UPDATE ops SET kind = ?2, args = ?3 WHERE id = ?1")?
            .execute(params![self.op.0, kind, arguments])?;
        Ok(Some((self.op, Changes { codings: self.codings.finish(), ..self.changes })))
    }

    /// Removes the entry, and lets the next one have its number. A savepoint would do the same, but while one is open,
    /// SQLite walks along all pages that it keeps for it after every statement.
    fn withdraw(&self) -> Result<(), Error> {
        self.connection.execute("UPDATE ops SET undone_by = NULL WHERE undone_by = ?1", [self.op.0])?;
        self.connection.execute("DELETE FROM ops WHERE id = ?1", [self.op.0])?;
        let last = "UPDATE sqlite_sequence SET seq = ?1 - 1 WHERE name = 'ops' AND seq = ?1";
        self.connection.execute(last, [self.op.0])?;
        Ok(())
    }

    /// Time of this transaction in UTC milliseconds since 1970.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.at
    }

    /// The project as this transaction has changed it so far.
    #[must_use]
    pub fn reads(&self) -> Reads<'c> {
        Reads(self.connection)
    }

    pub(super) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// Inserts a row and returns its new id.
    pub fn insert(&mut self, table: &'static Journaled, values: &[Value]) -> Result<i64, Error> {
        self.insert_row(table, None, values, self.op.0)
    }

    /// Inserts a row with an id chosen by the caller.
    pub fn insert_at(&mut self, table: &'static Journaled, id: i64, values: &[Value]) -> Result<(), Error> {
        self.insert_row(table, Some(id), values, self.op.0).map(drop)
    }

    fn insert_row(
        &mut self,
        table: &'static Journaled,
        id: Option<i64>,
        values: &[Value],
        revision: i64,
    ) -> Result<i64, Error> {
        let marks = ", ?".repeat(values.len());
        let columns = table.columns.get(..values.len()).unwrap_or(table.columns).join(", ");
        let sql = format!("INSERT INTO {}(id, {columns}, revision) VALUES (?{marks}, ?)", table.name);
        let (id, revision_value) = (id.map_or(Value::Null, Value::Integer), Value::Integer(revision));
        // Borrowed, because a text may be large.
        let row = std::iter::once(&id).chain(values).chain([&revision_value]);
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(row))?;
        let id = self.connection.last_insert_rowid();
        self.hash_row(table, id, values)?;
        match &mut self.run {
            Some(run) if run.table == table.number && run.first + run.rows == id && run.revision == revision => {
                run.rows += 1;
            }
            _ => {
                self.write_run()?;
                self.run = Some(Run { table: table.number, first: id, rows: 1, revision });
            }
        }
        self.note_change(table, id, values, true);
        Ok(id)
    }

    /// Replaces the values of a row.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such row.
    pub fn update(&mut self, table: &'static Journaled, id: i64, values: &[Value]) -> Result<(), Error> {
        self.update_row(table, id, values, self.op.0)
    }

    fn update_row(&mut self, table: &'static Journaled, id: i64, values: &[Value], revision: i64) -> Result<(), Error> {
        let before = self.existing(table, id)?;
        self.replace_row(table, id, &before, values, revision)
    }

    /// Writes new values over those that the row has, `before`, with its revision.
    fn replace_row(
        &mut self,
        table: &'static Journaled,
        id: i64,
        before: &[Value],
        values: &[Value],
        revision: i64,
    ) -> Result<(), Error> {
        self.write_change(table, id, before, Some(revision))?;
        let columns: Vec<String> = table.columns.iter().take(values.len()).map(|c| format!("{c} = ?")).collect();
        let sql = format!("UPDATE {} SET {}, revision = ? WHERE id = ?", table.name, columns.join(", "));
        let ends = [Value::Integer(revision), Value::Integer(id)];
        let row = values.iter().chain(&ends);
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(row))?;
        self.hash_row(table, id, values)?;
        self.note_change(table, id, before, false);
        self.note_change(table, id, values, true);
        Ok(())
    }

    /// # Errors
    /// [`Error::Missing`] when there is no such row.
    pub fn delete(&mut self, table: &'static Journaled, id: i64) -> Result<(), Error> {
        let before = self.existing(table, id)?;
        self.delete_row(table, id, &before)
    }

    /// Deletes the row that has these values and revision.
    fn delete_row(&mut self, table: &'static Journaled, id: i64, before: &[Value]) -> Result<(), Error> {
        self.write_change(table, id, before, None)?;
        self.connection.prepare_cached(&format!("DELETE FROM {} WHERE id = ?", table.name))?.execute([id])?;
        self.unhash_row(table, id)?;
        self.note_change(table, id, before, false);
        Ok(())
    }

    /// Reverts the changes of `op`, last first.
    ///
    /// # Errors
    /// [`Error::ChangedSince`] when a row is no longer as `op` left it.
    pub(super) fn walk_back(&mut self, op: OpId) -> Result<(), Error> {
        let sql = "SELECT tbl, row, rows, before, leaves FROM op_changes WHERE op = ?1 ORDER BY seq DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut changes = statement.query([op.0])?;
        while let Some(change) = changes.next()? {
            let number = change.get(0)?;
            let table = schema::by_number(number).ok_or_else(|| Error::Damaged {
                what: tr!("the journal refers to an unknown table {number}", number),
            })?;
            let (row, rows, leaves): (i64, i64, Option<i64>) = (change.get(1)?, change.get(2)?, change.get(4)?);
            let Some(before) = change.get::<_, Option<Vec<u8>>>(3)? else {
                for id in (row..row + rows).rev() {
                    let there = self.untouched(table, id, leaves)?.ok_or_else(|| missing(table, id))?;
                    self.delete_row(table, id, &there)?;
                }
                continue;
            };
            let there = self.untouched(table, row, leaves)?;
            // Restore the earlier revision as well, so that the entries before `op` can still be undone.
            let mut values = record::decode(&before)?;
            let Some(Value::Integer(revision)) = values.pop() else {
                return Err(Error::Damaged { what: tr!("a journal entry has no revision").into() });
            };
            match there {
                Some(there) => self.replace_row(table, row, &there, &values, revision)?,
                None => drop(self.insert_row(table, Some(row), &values, revision)?),
            }
        }
        Ok(())
    }

    /// Returns a row, with its revision, if it is still as the change left it: with revision `left`, or deleted (`None`).
    /// Otherwise it cannot be restored.
    fn untouched(&self, table: &'static Journaled, id: i64, left: Option<i64>) -> Result<Option<Vec<Value>>, Error> {
        let row = self.find(table, id)?;
        let revision = row.as_ref().and_then(|row| match row.last() {
            Some(Value::Integer(revision)) => Some(*revision),
            _ => None,
        });
        if revision == left {
            return Ok(row);
        }
        let Some(revision) = revision else { return Err(missing(table, id)) };
        let later: Option<OpRecord> = super::history::op(self.connection, OpId(revision))?;
        let (who, change) = later.map_or_else(Default::default, |op| (op.user.unwrap_or_default(), op.summary));
        Err(Error::ChangedSince { what: format!("{} {id}", table.name), who, change })
    }

    /// Returns the values of a row, followed by its revision.
    pub(super) fn existing(&self, table: &'static Journaled, id: i64) -> Result<Vec<Value>, Error> {
        self.find(table, id)?.ok_or_else(|| missing(table, id))
    }

    fn find(&self, table: &'static Journaled, id: i64) -> Result<Option<Vec<Value>>, Error> {
        let sql = format!("SELECT {}, revision FROM {} WHERE id = ?", table.columns.join(", "), table.name);
        let columns = table.columns.len() + 1;
        let values = |row: &rusqlite::Row<'_>| (0..columns).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>();
        Ok(self.connection.prepare_cached(&sql)?.query_row([id], values).optional()?)
    }

    fn write_change(&mut self, table: &Journaled, id: i64, before: &[Value], leaves: Option<i64>) -> Result<(), Error> {
        self.write_run()?;
        self.write_line(table.number, id, 1, Some(&record::encode(before)), leaves)
    }

    fn write_run(&mut self) -> Result<(), Error> {
        match self.run.take() {
            Some(run) => self.write_line(run.table, run.first, run.rows, None, Some(run.revision)),
            None => Ok(()),
        }
    }

    fn write_line(
        &mut self,
        table: i64,
        row: i64,
        rows: i64,
        before: Option<&[u8]>,
        leaves: Option<i64>,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO op_changes(op, seq, tbl, row, rows, before, leaves) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.prepare_cached(sql)?.execute(params![self.op.0, self.seq, table, row, rows, before, leaves])?;
        self.seq += 1;
        Ok(())
    }

    fn note_change(&mut self, table: &Journaled, id: i64, values: &[Value], added: bool) {
        if table.number == schema::NOTES.number {
            self.changes.notes = true;
        } else if table.number == schema::CODINGS.number {
            match (fact(id, values), added) {
                (Some(fact), true) => self.codings.add(fact),
                (Some(fact), false) => self.codings.remove(fact),
                (None, _) => self.codings.is_incomplete = true,
            }
        } else {
            self.changes.study = true;
            let of_documents = [
                schema::SOURCES,
                schema::TEXTS,
                schema::ORIGINS,
                schema::ORIGINALS,
                schema::SPEAKERS,
                schema::SETTINGS,
            ];
            self.changes.documents |= of_documents.iter().any(|one| one.number == table.number);
        }
    }
}

fn missing(table: &Journaled, id: i64) -> Error {
    Error::Missing { what: schema::kind(table.number), id }
}

/// Reads a row of [`schema::CODINGS`].
fn fact(id: i64, values: &[Value]) -> Option<Fact> {
    let number = |i: usize| match values.get(i) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    };
    Some(Fact {
        coding: CodingId(id),
        source: SourceId(number(1)?),
        range: CharRange::new(u32::try_from(number(2)?).ok()?, u32::try_from(number(3)?).ok()?),
        code: CodeId(number(4)?),
        user: UserId(number(5)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Account, CodingKey, OpKind};
    use crate::store::{NewCode, Store};

    #[test]
    fn a_passage_that_is_written_several_times_is_one_change() {
        let mut store = Store::in_memory("Test").unwrap();
        let mut at = 0;
        let mut transact = |store: &mut Store, change: &dyn Fn(&mut Tx<'_>) -> Result<(), Error>| {
            at += 1;
            let done = |tx: &mut Tx<'_>| -> Result<_, Error> { Ok((change(tx)?, OpKind::DescribeProject)) };
            store.transact(None, at, done).unwrap().changes.codings.unwrap()
        };
        transact(&mut store, &|tx| {
            tx.add_user("Ann", "#000000")?;
            tx.add_code(&NewCode { parent: None, name: "A", color: "#000000", description: "", dimensions: &[] })?;
            tx.add_source("B", "", None, "So many words.").map(drop)
        });
        let range = CharRange::new(0, 2);
        let key = CodingKey { source: SourceId(1), range, code: CodeId(1), user: UserId(1) };
        let mark = |tx: &mut Tx<'_>, coding| -> Result<(), Error> {
            tx.set_important(coding, true)?;
            tx.set_account(coding, Account::parse("own").as_ref())
        };
        let changes = transact(&mut store, &|tx| {
            let coding = tx.take_coding(Guid::new(), key, 1)?;
            mark(tx, coding)
        });
        assert_eq!((changes.added.len(), changes.removed.len()), (1, 0));
        let coding = changes.added[0].coding;
        let changes = transact(&mut store, &|tx| {
            tx.set_account(coding, None)?;
            tx.set_important(coding, false)
        });
        assert_eq!((changes.added.len(), changes.removed.len()), (1, 1));
        let changes = transact(&mut store, &|tx| {
            mark(tx, coding)?;
            tx.delete(&schema::CODINGS, coding.0)?;
            let other = tx.take_coding(Guid::new(), key, 1)?;
            tx.delete(&schema::CODINGS, other.0)
        });
        assert_eq!((changes.added, changes.removed.len()), (vec![], 1));
        let many = |tx: &mut Tx<'_>| -> Result<_, Error> {
            for start in 10..=10 + LISTED_CHANGES as u32 {
                tx.take_coding(Guid::new(), CodingKey { range: CharRange::new(start, start + 1), ..key }, 1)?;
            }
            Ok(((), OpKind::DescribeProject))
        };
        let written = store.transact(None, 8, many).unwrap();
        assert_eq!(written.changes.codings, None, "nobody needs so long a list");
        store.undo(None, 8).unwrap();
        store.undo(None, 9).unwrap();
        let undone = store.undo(None, 10).unwrap();
        drop(undone);
        assert_eq!(store.reads().counts().unwrap().codings, 1);
    }
}
