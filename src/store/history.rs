//! The history, and which entries undo and redo would revert next.
//!
//! Undo and redo form chains: an entry, its undo, the undo of that (a redo), … Only the last entry of a chain
//! is live. Undo reverts the latest live entry that is not an undo; redo reverts the latest undo since the last
//! ordinary entry. Any other undo can be reverted on its own, if nothing since prevents it ([`undone`]).

use super::op_names::OpNames;
use super::{Error, Reads};
use crate::model::{Direction, OpId, OpKind};
use crate::text::{Finder, Strictness};
use crate::tr;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The stored kind of [`OpKind::Create`], the entry that creates a project; undo stops there.
pub const BEGINNING: &str = "create";
/// The stored kind of [`OpKind::SetBlind`].
pub const BLIND_CODING: &str = "set_blind";

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpRecord {
    pub id: OpId,
    /// UTC milliseconds since 1970.
    pub at: i64,
    /// Name of the coder, if known.
    pub user: Option<String>,
    /// The snake_case name of its [`OpKind`].
    pub kind: String,
    /// Description of the entry, with the names that things had at that time.
    pub summary: String,
    /// The first entry of its chain of undo and redo.
    pub root: OpId,
    pub undoes: Option<OpId>,
    /// True when the entry has been undone.
    pub undone: bool,
}

/// Selects entries; an empty filter selects all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    pub user: Option<String>,
    pub kind: Option<String>,
    /// Text to find in the summary; case is ignored.
    pub search: String,
    /// With `Some`, and if nothing else is selected, undone work is folded, except in these folds, and undos that were redone
    /// at once are left out with their redos.
    pub unfolded: Option<BTreeSet<OpId>>,
}

impl HistoryFilter {
    /// True if not all entries are selected.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.user.is_some() || self.kind.is_some() || !self.search.is_empty()
    }
}

/// A page of the entries that match a filter, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryPage {
    /// Number of all matches, as listed: a closed fold is one.
    pub total: usize,
    /// Number of all matches, whether folds are open or not.
    pub matches: usize,
    /// Index of the first of `entries` among all matches.
    pub from: usize,
    pub entries: Vec<OpRecord>,
    /// The entries that stand for a fold, by their index in `entries`; ascending.
    pub folds: Vec<(usize, Fold)>,
    /// All coders and kinds in the history, for choosing a filter.
    pub users: Vec<String>,
    pub kinds: Vec<String>,
}

/// Consecutive steps that were undone. The entry that stands for it is the latest of them.
/// If it is open, the steps follow; that they were undone is stated with each and not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    pub id: OpId,
    pub steps: usize,
    pub is_open: bool,
}

const COLUMNS: &str = "id, at, user, kind, summary, root, undoes, undone_by, args";

/// An entry and its arguments. Its summary is empty unless the entry is older than stored arguments.
type Stored = (OpRecord, Option<String>);

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let kind: String = row.get(3)?;
    let op = OpRecord {
        id: OpId(row.get(0)?),
        at: row.get(1)?,
        user: row.get(2)?,
        summary: row.get::<_, Option<String>>(4)?.unwrap_or_else(|| hidden(&kind)),
        kind,
        root: OpId(row.get(5)?),
        undoes: row.get::<_, Option<i64>>(6)?.map(OpId),
        undone: row.get::<_, Option<i64>>(7)?.is_some(),
    };
    Ok((op, row.get(8)?))
}

/// The summary of an entry by another coder during blind coding.
fn hidden(kind: &str) -> String {
    tr!("{kind} (not shown while coding is blind)", kind = OpKind::name_of(kind))
}

/// Fills in the summary.
fn described(connection: &Connection, (mut op, arguments): Stored) -> Result<OpRecord, Error> {
    let Some(arguments) = arguments else { return Ok(op) };
    let damaged = |id: OpId| Error::Damaged { what: tr!("history entry {number} cannot be read", number = id.0) };
    let work = OpKind::from_parts(&op.kind, &arguments).map_err(|_| damaged(op.id))?;
    let turn = match work {
        OpKind::Undo => Some(Direction::Undo),
        OpKind::Redo => Some(Direction::Redo),
        _ => None,
    };
    if let Some(direction) = turn.filter(|_| op.root != op.id) {
        let root = self::op(connection, op.root)?.ok_or_else(|| damaged(op.root))?;
        op.summary = turned(direction, &root.summary);
    } else {
        let names = OpNames::new(connection, op.id);
        op.summary = match Reads(connection).blind()? {
            true => work.describe_blind(op.user.as_deref(), &names),
            false => work.describe(op.user.as_deref(), &names),
        };
        names.finish()?;
    }
    Ok(op)
}

fn rows(connection: &Connection, rows: impl Iterator<Item = rusqlite::Result<Stored>>) -> Result<Vec<OpRecord>, Error> {
    rows.map(|row| described(connection, row?)).collect()
}

pub(super) fn op(connection: &Connection, id: OpId) -> Result<Option<OpRecord>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM ops WHERE id = ?1");
    let stored = connection.prepare_cached(&sql)?.query_row([id.0], read).optional()?;
    stored.map(|stored| described(connection, stored)).transpose()
}

/// All entries, oldest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<OpRecord>, Error> {
    let mut ops =
        rows(connection, connection.prepare(&format!("SELECT {COLUMNS} FROM ops ORDER BY id"))?.query_map([], read)?)?;
    // An entry is in effect when the one that undid it is not; that one always comes later.
    let undone_by: HashMap<OpId, usize> =
        ops.iter().enumerate().filter_map(|(i, op)| op.undoes.map(|target| (target, i))).collect();
    for i in (0..ops.len()).rev() {
        ops[i].undone = undone_by.get(&ops[i].id).is_some_and(|&by| !ops[by].undone);
    }
    Ok(ops)
}

/// Returns the entry that undo would revert, and the ordinary entry at the root of its chain.
pub(super) fn next_undo(connection: &Connection) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    with_root(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM ops WHERE undone_by IS NULL AND kind NOT IN ('undo', '{BEGINNING}') ORDER BY id DESC LIMIT 1"
        ),
    )
}

/// Returns the entry that redo would revert (an undo), and the ordinary entry at the root of its chain.
pub(super) fn next_redo(connection: &Connection) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    with_root(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM ops WHERE undone_by IS NULL AND kind = 'undo'
             AND id > (SELECT ifnull(max(id), 0) FROM ops WHERE undoes IS NULL) ORDER BY id DESC LIMIT 1"
        ),
    )
}

/// Returns the undo by which an ordinary entry is not in effect, and the entry.
pub(super) fn undone(connection: &Connection, entry: OpId) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    with_root(
        connection,
        &format!("SELECT {COLUMNS} FROM ops WHERE undone_by IS NULL AND kind = 'undo' AND root = {}", entry.0),
    )
}

fn with_root(connection: &Connection, sql: &str) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    let Some(live) = connection.prepare_cached(sql)?.query_row([], read).optional()? else { return Ok(None) };
    // Descriptions look up names, and an ordinary entry that is in effect is its own root.
    let live = described(connection, live)?;
    if live.root == live.id {
        return Ok(Some((live.clone(), live)));
    }
    let root = op(connection, live.root)?
        .ok_or_else(|| Error::Damaged { what: tr!("history entry {number} is missing", number = live.root.0) })?;
    Ok(Some((live, root)))
}

/// The summary of an undo or a redo of the entry that `root` describes.
pub(super) fn turned(direction: Direction, root: &str) -> String {
    match direction {
        Direction::Redo => tr!("entry of the history" => "redo: {summary}", summary = root),
        Direction::Undo => tr!("entry of the history" => "undo: {summary}", summary = root),
    }
}

impl Reads<'_> {
    /// Returns up to `count` entries starting at index `from`, newest first.
    pub fn history_page(&self, filter: &HistoryFilter, from: usize, count: usize) -> Result<HistoryPage, Error> {
        const WHERE: &str = "(?1 IS NULL OR user = ?1) AND (?2 IS NULL OR kind = ?2)";
        let names = |sql: &str| -> Result<Vec<String>, Error> {
            Ok(self.0.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        };
        let mut page = HistoryPage {
            from,
            users: names("SELECT DISTINCT user FROM ops WHERE user IS NOT NULL ORDER BY user")?,
            kinds: names("SELECT DISTINCT kind FROM ops ORDER BY kind")?,
            ..HistoryPage::default()
        };
        if let Some(unfolded) = filter.unfolded.as_ref().filter(|_| !filter.is_narrowed()) {
            let lines = self.folded(unfolded)?;
            page.total = lines.len();
            // An open fold has a line of its own besides those of its steps.
            let folded = |fold: &Fold| if fold.is_open { 0 } else { fold.steps };
            page.matches = lines.iter().map(|(_, fold)| fold.as_ref().map_or(1, folded)).sum();
            for (place, (id, fold)) in lines.into_iter().skip(from).take(count).enumerate() {
                page.folds.extend(fold.map(|fold| (place, fold)));
                page.entries.extend(op(self.0, id)?);
            }
            return self.with_undone(page);
        }
        let (user, kind) = (&filter.user, &filter.kind);
        let finder = Finder::new(&filter.search, Strictness::default());
        if finder.is_empty() {
            let sql = format!("SELECT count(*) FROM ops WHERE {WHERE}");
            let total: i64 = self.0.prepare_cached(&sql)?.query_row(params![user, kind], |row| row.get(0))?;
            page.total = usize::try_from(total).unwrap_or(0);
            page.matches = page.total;
            let sql = format!("SELECT {COLUMNS} FROM ops WHERE {WHERE} ORDER BY id DESC LIMIT ?3 OFFSET ?4");
            let window = params![user, kind, count as i64, from as i64];
            page.entries = rows(self.0, self.0.prepare_cached(&sql)?.query_map(window, read)?)?;
        } else {
            let sql = format!("SELECT {COLUMNS} FROM ops WHERE {WHERE} ORDER BY id DESC");
            let mut statement = self.0.prepare_cached(&sql)?;
            for entry in statement.query_map(params![user, kind], read)? {
                let entry = described(self.0, entry?)?;
                if finder.is_in(&entry.summary) {
                    if (from..from.saturating_add(count)).contains(&page.total) {
                        page.entries.push(entry);
                    }
                    page.total += 1;
                }
            }
            page.matches = page.total;
        }
        self.with_undone(page)
    }

    fn with_undone(&self, mut page: HistoryPage) -> Result<HistoryPage, Error> {
        for entry in page.entries.iter_mut().filter(|entry| entry.undone) {
            entry.undone = self.is_undone(entry)?;
        }
        Ok(page)
    }

    /// Returns the undos that were redone before anything else was done, with their redos: nothing came of them.
    fn taken_back(&self) -> Result<HashSet<i64>, Error> {
        let mut statement = self.0.prepare_cached("SELECT id, undoes, kind = 'undo' FROM ops ORDER BY id")?;
        let mut rows = statement.query([])?;
        let (mut found, mut undos) = (HashSet::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let (id, undoes, is_undo): (i64, Option<i64>, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match undoes {
                None => undos.clear(),
                Some(_) if is_undo => _ = undos.insert(id),
                Some(undo) if undos.contains(&undo) => found.extend([undo, id]),
                Some(_) => {}
            }
        }
        Ok(found)
    }

    /// Returns the entries to be listed, newest first, with those that stand for a fold.
    fn folded(&self, unfolded: &BTreeSet<OpId>) -> Result<Vec<(OpId, Option<Fold>)>, Error> {
        let taken_back = self.taken_back()?;
        // The chains that end with an undo.
        let gone = "SELECT root FROM ops WHERE undone_by IS NULL AND kind = 'undo'";
        let sql = format!("SELECT id, undoes IS NULL, root IN ({gone}) FROM ops ORDER BY id DESC");
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let (mut lines, mut open): (Vec<(OpId, Option<Fold>)>, Vec<OpId>) = (Vec::new(), Vec::new());
        let close = |open: &mut Vec<OpId>, lines: &mut Vec<(OpId, Option<Fold>)>| {
            let Some(&id) = open.first() else { return };
            let is_open = unfolded.contains(&id);
            lines.push((id, Some(Fold { id, steps: open.len(), is_open })));
            lines.extend(open.drain(..).filter(|_| is_open).map(|id| (id, None)));
        };
        while let Some(row) = rows.next()? {
            let (id, is_work, is_gone): (i64, bool, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match (is_gone, is_work) {
                (true, true) => open.push(OpId(id)),
                (true, false) => {}
                (false, false) if taken_back.contains(&id) => {}
                (false, _) => {
                    close(&mut open, &mut lines);
                    lines.push((OpId(id), None));
                }
            }
        }
        close(&mut open, &mut lines);
        Ok(lines)
    }

    /// An ordinary entry and its redos are undone when the last entry of the chain is an undo; the undos
    /// when it is not.
    fn is_undone(&self, entry: &OpRecord) -> Result<bool, Error> {
        let sql = "SELECT kind = 'undo' FROM ops WHERE root = ?1 AND undone_by IS NULL";
        let undone: bool = self.0.prepare_cached(sql)?.query_row([entry.root.0], |row| row.get(0))?;
        Ok(undone != (entry.kind == "undo"))
    }

    /// Returns the entries that undo would revert, in that order, to make `entry` the latest in effect or, with
    /// `including`, to revert it as well. The entry that fills a new project is never among them.
    pub fn undone_by_going_to(&self, entry: OpId, including: bool) -> Result<Vec<OpRecord>, Error> {
        let columns = COLUMNS.split(", ").map(|c| format!("r.{c}")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT {columns} FROM ops l JOIN ops r ON r.id = l.root
             WHERE l.undone_by IS NULL AND l.kind NOT IN ('undo', '{BEGINNING}') AND l.id >= ?1 ORDER BY l.id DESC"
        );
        // An entry that was undone and done again took effect when it was done again.
        let live = "SELECT id FROM ops WHERE root = ?1 AND undone_by IS NULL AND kind <> 'undo'";
        let live: Option<i64> = self.0.prepare_cached(live)?.query_row([entry.0], |row| row.get(0)).optional()?;
        let at = live.unwrap_or(entry.0);
        let first = if including { at } else { at.saturating_add(1) };
        rows(self.0, self.0.prepare_cached(&sql)?.query_map([first], read)?)
    }
}
