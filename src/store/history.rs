//! The list of what was done, and what undo and redo would take next.
//!
//! Undo and redo make chains: work, its undo, the undo of that (a redo), … Only the last op of a chain is live. Undo
//! takes the live op of the latest chain that stands; redo the latest undo made after the last ordinary work.

use super::Error;
use crate::model::OpId;
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::HashMap;

/// Kind of the entry that fills a new project from a folder or the sample: its beginning, which undo stops at.
pub const BEGINNING: &str = "create";

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpRecord {
    pub id: OpId,
    /// UTC milliseconds since 1970.
    pub at: i64,
    /// Name of the coder, when one was known.
    pub user: Option<String>,
    pub kind: String,
    /// What was done, in words.
    pub summary: String,
    /// The first op of its chain of undo and redo.
    pub root: OpId,
    pub undoes: Option<OpId>,
    /// True when its effect does not stand at present.
    pub undone: bool,
}

const COLUMNS: &str = "id, at, user, kind, summary, root, undoes, undone_by";

fn read(row: &Row<'_>) -> rusqlite::Result<OpRecord> {
    Ok(OpRecord {
        id: OpId(row.get(0)?),
        at: row.get(1)?,
        user: row.get(2)?,
        kind: row.get(3)?,
        summary: row.get(4)?,
        root: OpId(row.get(5)?),
        undoes: row.get::<_, Option<i64>>(6)?.map(OpId),
        undone: row.get::<_, Option<i64>>(7)?.is_some(),
    })
}

pub(super) fn op(connection: &Connection, id: OpId) -> Result<Option<OpRecord>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM ops WHERE id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id.0], read).optional()?)
}

/// All entries, oldest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<OpRecord>, Error> {
    let mut ops: Vec<OpRecord> = connection
        .prepare(&format!("SELECT {COLUMNS} FROM ops ORDER BY id"))?
        .query_map([], read)?
        .collect::<Result<_, _>>()?;
    // An op stands when the op that undid it does not; that one always comes later.
    let undone_by: HashMap<OpId, usize> =
        ops.iter().enumerate().filter_map(|(i, op)| op.undoes.map(|target| (target, i))).collect();
    for i in (0..ops.len()).rev() {
        ops[i].undone = undone_by.get(&ops[i].id).is_some_and(|&by| !ops[by].undone);
    }
    Ok(ops)
}

/// The op that undo would walk back, and the ordinary work at the root of its chain.
pub(super) fn next_undo(connection: &Connection) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    with_root(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM ops WHERE undone_by IS NULL AND kind NOT IN ('undo', '{BEGINNING}') ORDER BY root DESC LIMIT 1"
        ),
    )
}

/// The op that redo would walk back (an undo), and the ordinary work at the root of its chain.
pub(super) fn next_redo(connection: &Connection) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    with_root(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM ops WHERE undone_by IS NULL AND kind = 'undo'
             AND id > (SELECT ifnull(max(id), 0) FROM ops WHERE undoes IS NULL) ORDER BY id DESC LIMIT 1"
        ),
    )
}

fn with_root(connection: &Connection, sql: &str) -> Result<Option<(OpRecord, OpRecord)>, Error> {
    let Some(live) = connection.prepare_cached(sql)?.query_row([], read).optional()? else { return Ok(None) };
    let root = op(connection, live.root)?
        .ok_or_else(|| Error::Damaged { what: format!("entry {} of the history is missing", live.root.0) })?;
    Ok(Some((live, root)))
}
