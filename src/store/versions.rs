//! What became of passages, memos and marks as finished, for a merge: when each was last changed, which were removed and
//! by whom, and the earlier names of coders.

use super::schema::{self, Journaled};
use super::{Error, Reads, record};
use crate::model::{CodingId, Guid, SourceId, UserId};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The latest removal of a passage, memo or mark that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// UTC milliseconds since 1970.
    pub at: i64,
    /// Name of the coder, if known.
    pub by: Option<String>,
}

/// The versions of a memo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoVersions {
    /// When it was last changed, in UTC milliseconds since 1970.
    pub at: i64,
    /// Who changed it then, if known.
    pub by: Option<String>,
    /// The texts that it had before, oldest first.
    pub former: Vec<String>,
}

/// That a coder has marked a document as finished.
type FinishedMark = (SourceId, UserId);

/// The journal of one table, with its entries. A merge that was undone is left out: it changed nothing, and undoing it
/// is no decision about each thing that it brought.
const JOURNAL: &str = "op_changes c JOIN ops o ON o.id = c.op JOIN ops r ON r.id = o.root WHERE c.tbl = ?1
     AND NOT (r.kind = 'merge'
       AND EXISTS (SELECT 1 FROM ops l WHERE l.root = o.root AND l.undone_by IS NULL AND l.kind = 'undo'))";

impl Reads<'_> {
    /// Returns when each coding was last changed, in UTC milliseconds since 1970. Undo and redo are changes.
    pub fn coding_changes(&self) -> Result<HashMap<Guid, i64>, Error> {
        self.changes_of(&schema::CODINGS, &self.guids(&schema::CODINGS)?)
    }

    /// Returns when it was last stated or taken back whose experience a coding is about, in UTC milliseconds since 1970.
    /// What was stated when a passage was coded, and never again, has no time. Undo and redo are changes.
    pub fn account_changes(&self) -> Result<HashMap<CodingId, i64>, Error> {
        let sql = format!(
            "SELECT c.row, c.before, o.at FROM {JOURNAL} AND c.before IS NOT NULL AND c.leaves IS NOT NULL
             ORDER BY c.op, c.seq"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut lines = statement.query([schema::CODINGS.number])?;
        let mut changes = HashMap::new();
        // What was stated before the latest change of each coding, and when that change was made.
        let mut latest: HashMap<CodingId, (Option<String>, i64)> = HashMap::new();
        while let Some(line) = lines.next()? {
            let coding = CodingId(line.get(0)?);
            let before = match record::decode(&line.get::<_, Vec<u8>>(1)?)?.get(CODING_ACCOUNT) {
                Some(Value::Text(account)) => Some(account.clone()),
                _ => None,
            };
            let (same, at) = (before.clone(), line.get(2)?);
            if let Some((earlier, changed)) = latest.insert(coding, (before, at))
                && earlier != same
            {
                changes.insert(coding, changed);
            }
        }
        let mut statement = self.0.prepare_cached("SELECT account FROM codings WHERE id = ?1")?;
        for (coding, (before, at)) in latest {
            let now: Option<Option<String>> = statement.query_row([coding.0], |row| row.get(0)).optional()?;
            if now.is_some_and(|now| now != before) {
                changes.insert(coding, at);
            }
        }
        Ok(changes)
    }

    /// Returns the versions of each memo. Undo and redo are changes.
    pub fn memo_versions(&self) -> Result<HashMap<Guid, MemoVersions>, Error> {
        let existing = self.guids(&schema::NOTES)?;
        let sql = format!(
            "SELECT c.row, c.rows, o.at, o.user, CASE WHEN c.leaves IS NOT NULL THEN c.before END
             FROM {JOURNAL} ORDER BY c.op, c.seq"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut lines = statement.query([schema::NOTES.number])?;
        let mut versions: HashMap<Guid, MemoVersions> = HashMap::new();
        while let Some(line) = lines.next()? {
            for guid in within(&existing, line.get(0)?, line.get(1)?) {
                let memo = versions.entry(*guid).or_default();
                (memo.at, memo.by) = (line.get(2)?, line.get(3)?);
                if let Some(before) = line.get::<_, Option<Vec<u8>>>(4)?
                    && let Some(Value::Text(text)) = record::decode(&before)?.get(MEMO_TEXT)
                {
                    memo.former.push(text.clone());
                }
            }
        }
        Ok(versions)
    }

    /// Returns when each document was marked as finished by a coder, in UTC milliseconds since 1970.
    pub fn finished_at(&self) -> Result<HashMap<FinishedMark, i64>, Error> {
        self.changes_of(&schema::PARTICIPATIONS, &self.marks()?)
    }

    /// Returns the marks as finished that were withdrawn and do not exist.
    pub fn withdrawn_marks(&self) -> Result<HashMap<FinishedMark, Removal>, Error> {
        let key = |row: &[Value]| match row {
            [Value::Integer(source), Value::Integer(user), ..] => Some((SourceId(*source), UserId(*user))),
            _ => None,
        };
        self.removed_from(&schema::PARTICIPATIONS, key, &self.marks()?)
    }

    /// Returns the codings that were removed and do not exist.
    pub fn removed_codings(&self) -> Result<HashMap<Guid, Removal>, Error> {
        self.removed_from(&schema::CODINGS, guid_of, &self.guids(&schema::CODINGS)?)
    }

    /// Like [`Self::removed_codings`], for memos.
    pub fn removed_memos(&self) -> Result<HashMap<Guid, Removal>, Error> {
        self.removed_from(&schema::NOTES, guid_of, &self.guids(&schema::NOTES)?)
    }

    /// Returns the labels of documents that were assigned to a participant at some time and no longer are.
    pub fn unassigned_speakers(&self) -> Result<HashSet<(SourceId, String)>, Error> {
        let sql = format!("SELECT c.before FROM {JOURNAL} AND c.before IS NOT NULL ORDER BY c.op, c.seq");
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([schema::SPEAKERS.number])?;
        let mut known = HashSet::new();
        while let Some(row) = rows.next()? {
            if let [Value::Integer(source), Value::Text(label), ..] =
                record::decode(&row.get::<_, Vec<u8>>(0)?)?.as_slice()
            {
                known.insert((SourceId(*source), label.clone()));
            }
        }
        if known.is_empty() {
            return Ok(known);
        }
        let mut statement = self.0.prepare_cached("SELECT source_id, label FROM speakers")?;
        let assigned = statement.query_map([], |row| Ok((SourceId(row.get(0)?), row.get::<_, String>(1)?)))?;
        let assigned: HashSet<(SourceId, String)> = assigned.collect::<Result<_, _>>()?;
        known.retain(|one| !assigned.contains(one));
        Ok(known)
    }

    /// Returns the names that coders had before they were renamed, latest first.
    pub fn former_coder_names(&self) -> Result<HashMap<UserId, Vec<String>>, Error> {
        let sql = "SELECT row, before FROM op_changes
                   WHERE tbl = ?1 AND before IS NOT NULL AND leaves IS NOT NULL ORDER BY op DESC, seq DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query([schema::USERS.number])?;
        let mut names: HashMap<UserId, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let before = record::decode(&row.get::<_, Vec<u8>>(1)?)?;
            if let Some(Value::Text(name)) = before.get(1) {
                names.entry(UserId(row.get(0)?)).or_default().push(name.clone());
            }
        }
        Ok(names)
    }

    /// Returns the time of the latest entry of the history, in UTC milliseconds since 1970.
    pub fn last_change(&self) -> Result<Option<i64>, Error> {
        Ok(self.0.prepare_cached("SELECT max(at) FROM ops")?.query_row([], |row| row.get(0))?)
    }

    /// Returns the ids and guids of the rows of a table, in the order of their ids.
    fn guids(&self, table: &Journaled) -> Result<Vec<(i64, Guid)>, Error> {
        let mut statement = self.0.prepare_cached(&format!("SELECT id, guid FROM {} ORDER BY id", table.name))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Guid(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns the ids and contents of the marks as finished, in the order of their ids.
    fn marks(&self) -> Result<Vec<(i64, FinishedMark)>, Error> {
        let mut statement = self.0.prepare_cached("SELECT id, source_id, user_id FROM participations ORDER BY id")?;
        let mark = |row: &Row<'_>| Ok((row.get(0)?, (SourceId(row.get(1)?), UserId(row.get(2)?))));
        Ok(statement.query_map([], mark)?.collect::<Result<_, _>>()?)
    }

    /// `existing` has the ids and the keys of the rows, in the order of their ids.
    fn changes_of<K: Copy + Eq + Hash>(
        &self,
        table: &Journaled,
        existing: &[(i64, K)],
    ) -> Result<HashMap<K, i64>, Error> {
        let mut statement =
            self.0.prepare_cached(&format!("SELECT c.row, c.rows, o.at FROM {JOURNAL} ORDER BY c.op, c.seq"))?;
        let mut lines = statement.query([table.number])?;
        let mut last = HashMap::new();
        while let Some(line) = lines.next()? {
            let at: i64 = line.get(2)?;
            last.extend(within(existing, line.get(0)?, line.get(1)?).map(|key| (*key, at)));
        }
        Ok(last)
    }

    fn removed_from<K: Copy + Eq + Hash>(
        &self,
        table: &Journaled,
        key: impl Fn(&[Value]) -> Option<K>,
        existing: &[(i64, K)],
    ) -> Result<HashMap<K, Removal>, Error> {
        let sql = format!(
            "SELECT c.before, o.at, o.user FROM {JOURNAL} AND c.leaves IS NULL AND c.before IS NOT NULL
             ORDER BY c.op, c.seq"
        );
        let mut removed = HashMap::new();
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([table.number])?;
        while let Some(row) = rows.next()? {
            if let Some(key) = key(&record::decode(&row.get::<_, Vec<u8>>(0)?)?) {
                removed.insert(key, Removal { at: row.get(1)?, by: row.get(2)? });
            }
        }
        let existing: HashSet<K> = existing.iter().map(|(_, key)| *key).collect();
        removed.retain(|key, _| !existing.contains(key));
        Ok(removed)
    }
}

/// The columns of a memo's text, and of whose experience a coding is about.
const MEMO_TEXT: usize = 3;
const CODING_ACCOUNT: usize = 9;

/// Returns the keys of the rows with these ids, `rows` from `first` on.
fn within<K>(existing: &[(i64, K)], first: i64, rows: i64) -> impl Iterator<Item = &K> {
    let from = existing.partition_point(|(id, _)| *id < first);
    let found = existing.iter().skip(from).take_while(move |(id, _)| *id < first.saturating_add(rows));
    found.map(|(_, key)| key)
}

fn guid_of(row: &[Value]) -> Option<Guid> {
    match row.first() {
        Some(Value::Blob(guid)) => <[u8; 16]>::try_from(guid.as_slice()).ok().map(Guid),
        _ => None,
    }
}
