//! Does an undone entry of the history again, also after other work: finds what would prevent it.
//!
//! The journal itself refuses rows that were changed since. This file finds what the rows alone do not show: passages of
//! a text that was corrected since, names that were given to something else, memos on what would be removed.

use super::error::Obstacle;
use super::schema::{self, Journaled};
use super::{Error, OpRecord, SqlTrouble, record};
use crate::model::{CodeId, CodingId, NoteTarget, OpId, ParticipantId, RowKind, SourceId, same_name};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// A row that doing the entry again restores, or that it removes (`None`).
struct Line {
    table: i64,
    first: i64,
    /// Number of consecutive rows.
    rows: i64,
    values: Option<Vec<Value>>,
}

/// Checks that the undo `live` can be reverted, `root` being the entry that it undid.
///
/// # Errors
/// [`Error::NotAgain`] with the first obstacle.
pub(super) fn check(connection: &Connection, live: OpId, root: &OpRecord) -> Result<(), Error> {
    let lines = lines(connection, live)?;
    let facts = Facts { connection, live, changed: RefCell::default() };
    for line in &lines {
        let obstacle = match &line.values {
            Some(values) => facts.restores(line, values)?,
            None => facts.removes(line)?,
        };
        if let Some(obstacle) = obstacle {
            return Err(refusal(root, obstacle));
        }
    }
    match facts.circular(&lines)? {
        Some(obstacle) => Err(refusal(root, obstacle)),
        None => Ok(()),
    }
}

/// Says why an entry could not be done again, where the reason is in the project and not in its file.
pub(super) fn explain(error: Error, root: &OpRecord) -> Error {
    let obstacle = match error {
        Error::ChangedSince { who, change, .. } => Obstacle::ChangedSince { who, change },
        Error::Missing { what, .. } => Obstacle::Gone { what },
        Error::Sql { kind: SqlTrouble::Contradiction, .. } => Obstacle::Contradiction,
        error => return error,
    };
    refusal(root, obstacle)
}

fn refusal(root: &OpRecord, obstacle: Obstacle) -> Error {
    Error::NotAgain { summary: root.summary.clone(), obstacle }
}

fn lines(connection: &Connection, live: OpId) -> Result<Vec<Line>, Error> {
    let sql = "SELECT tbl, row, rows, before FROM op_changes WHERE op = ?1 ORDER BY seq";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([live.0])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let before: Option<Vec<u8>> = row.get(3)?;
        let values = before.map(|before| record::decode(&before)).transpose()?;
        lines.push(Line { table: row.get(0)?, first: row.get(1)?, rows: row.get(2)?, values });
    }
    Ok(lines)
}

struct Facts<'c> {
    connection: &'c Connection,
    live: OpId,
    /// Whether a row, by table and id, has other contents than when the entry was undone.
    changed: RefCell<HashMap<(i64, i64), bool>>,
}

/// Rows of a table that the undo also changed: the condition on their ids, with the undo and the table as parameters 1
/// and 2.
const OF_UNDO: &str =
    "EXISTS (SELECT 1 FROM op_changes c WHERE c.op = ?1 AND c.tbl = ?2 AND id BETWEEN c.row AND c.row + c.rows - 1)";

impl Facts<'_> {
    /// Returns what prevents a row from being restored.
    fn restores(&self, line: &Line, values: &[Value]) -> Result<Option<Obstacle>, Error> {
        let is = |table: &Journaled| line.table == table.number;
        if is(&schema::CODINGS) {
            let needs = [(&schema::SOURCES, 1), (&schema::CODES, 4), (&schema::USERS, 5)];
            for (table, column) in needs {
                let gone = number(values, column).map_or(Ok(None), |id| self.gone(table, id))?;
                if gone.is_some() {
                    return Ok(gone);
                }
            }
            return self.text_changed(number(values, 1));
        }
        if is(&schema::DECISIONS) {
            return self.text_changed(number(values, 0));
        }
        if is(&schema::TEXTS) {
            return self.positions_since(line.first);
        }
        for (table, attributes) in
            [(&schema::CASE_VALUES, &schema::VARIABLES), (&schema::DOCUMENT_VALUES, &schema::DOCUMENT_VARIABLES)]
        {
            if is(table) {
                return self.attribute_changed(attributes, number(values, 1));
            }
        }
        if is(&schema::NOTES) {
            return self.target_gone(values);
        }
        let with_names = [
            &schema::USERS,
            &schema::CASES,
            &schema::VARIABLES,
            &schema::DOCUMENT_VARIABLES,
            &schema::SOURCES,
            &schema::FACETS,
            &schema::CODES,
            &schema::TABLES,
            &schema::SETS,
            &schema::QUERIES,
        ];
        match with_names.into_iter().find(|table| is(table)) {
            Some(table) => self.name_taken(table, line.first, values),
            None => Ok(None),
        }
    }

    /// Returns what prevents rows from being removed: memos that were written on them since.
    fn removes(&self, line: &Line) -> Result<Option<Obstacle>, Error> {
        let kinds = [
            (&schema::SOURCES, NoteTarget::Source(SourceId(0))),
            (&schema::CASES, NoteTarget::Participant(ParticipantId(0))),
            (&schema::CODES, NoteTarget::Code(CodeId(0))),
            (&schema::CODINGS, NoteTarget::Coding(CodingId(0))),
        ];
        let Some((_, target)) = kinds.into_iter().find(|(table, _)| table.number == line.table) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM notes WHERE target = ?3 AND target_id BETWEEN ?4 AND ?5 AND NOT {OF_UNDO})"
        );
        let last = line.first.saturating_add(line.rows) - 1;
        let values = params![self.live.0, schema::NOTES.number, target.parts().0, line.first, last];
        let is_written: bool = self.connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?;
        Ok(is_written.then_some(Obstacle::MemoSince { on: target.kind() }))
    }

    fn text_changed(&self, source: Option<i64>) -> Result<Option<Obstacle>, Error> {
        let Some(id) = source else { return Ok(None) };
        if !self.is_changed(&schema::TEXTS, id)? {
            return Ok(None);
        }
        let document = self.name_of(&schema::SOURCES, id)?;
        Ok(Some(
            document.map_or(Obstacle::Gone { what: RowKind::Document }, |document| Obstacle::TextChanged { document }),
        ))
    }

    /// Finds passages and decisions of a document that were added or moved after the undo: their positions belong to the
    /// text as it is.
    fn positions_since(&self, source: i64) -> Result<Option<Obstacle>, Error> {
        for table in [&schema::CODINGS, &schema::DECISIONS] {
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM op_changes c JOIN {} t ON t.id BETWEEN c.row AND c.row + c.rows - 1
                 WHERE c.op > ?1 AND c.tbl = ?2 AND t.source_id = ?3)",
                table.name
            );
            let values = params![self.live.0, table.number, source];
            if self.connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0))? {
                let document = self.name_of(&schema::SOURCES, source)?.unwrap_or_default();
                return Ok(Some(Obstacle::PassagesSince { document }));
            }
        }
        Ok(None)
    }

    fn attribute_changed(&self, attributes: &Journaled, id: Option<i64>) -> Result<Option<Obstacle>, Error> {
        let Some(id) = id else { return Ok(None) };
        if !self.is_changed(attributes, id)? {
            return Ok(None);
        }
        let name = self.name_of(attributes, id)?;
        let gone = Obstacle::Gone { what: RowKind::Attribute };
        Ok(Some(name.map_or(gone, |attribute| Obstacle::AttributeChanged { attribute })))
    }

    /// A revision stands for the contents of a row: undo restores both.
    fn is_changed(&self, table: &Journaled, id: i64) -> Result<bool, Error> {
        if let Some(&known) = self.changed.borrow().get(&(table.number, id)) {
            return Ok(known);
        }
        let sql = "SELECT before FROM op_changes WHERE op > ?1 AND tbl = ?2 AND row = ?3 AND before IS NOT NULL
                   ORDER BY op, seq LIMIT 1";
        let values = params![self.live.0, table.number, id];
        let then: Option<Vec<u8>> =
            self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
        let is_changed = match then {
            None => false,
            Some(then) => {
                let sql = format!("SELECT revision FROM {} WHERE id = ?1", table.name);
                let now: Option<i64> =
                    self.connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
                record::decode(&then)?.last() != now.map(Value::Integer).as_ref()
            }
        };
        self.changed.borrow_mut().insert((table.number, id), is_changed);
        Ok(is_changed)
    }

    fn name_of(&self, table: &Journaled, id: i64) -> Result<Option<String>, Error> {
        let sql = format!("SELECT name FROM {} WHERE id = ?1", table.name);
        Ok(self.connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
    }

    fn target_gone(&self, values: &[Value]) -> Result<Option<Obstacle>, Error> {
        let (Some(kind), Some(id)) = (text(values, 1), number(values, 2)) else { return Ok(None) };
        let table = match NoteTarget::from_parts(kind, id) {
            Some(NoteTarget::Source(_)) => &schema::SOURCES,
            Some(NoteTarget::Participant(_)) => &schema::CASES,
            Some(NoteTarget::Code(_)) => &schema::CODES,
            Some(NoteTarget::Coding(_)) => &schema::CODINGS,
            Some(NoteTarget::Project) | None => return Ok(None),
        };
        self.gone(table, id)
    }

    fn gone(&self, table: &Journaled, id: i64) -> Result<Option<Obstacle>, Error> {
        // The undo itself may have removed it; then it is restored as well.
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?1) OR EXISTS
               (SELECT 1 FROM op_changes WHERE op = ?2 AND tbl = ?3 AND row = ?1 AND before IS NOT NULL)",
            table.name
        );
        let values = params![id, self.live.0, table.number];
        let exists: bool = self.connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?;
        Ok((!exists).then_some(Obstacle::Gone { what: schema::kind(table.number) }))
    }

    /// Names are compared as people see them; the file itself only refuses the same spelling.
    fn name_taken(&self, table: &Journaled, id: i64, values: &[Value]) -> Result<Option<Obstacle>, Error> {
        let column = table.columns.iter().position(|column| *column == "name");
        let Some(name) = column.and_then(|column| text(values, column)) else { return Ok(None) };
        let is_code = table.number == schema::CODES.number;
        let parent = if is_code { number(values, 1) } else { None };
        let within = if is_code { "parent_id IS ?4" } else { "?4 IS NULL" };
        let sql = format!("SELECT name FROM {} WHERE id <> ?3 AND {within} AND NOT {OF_UNDO}", table.name);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut names = statement.query(params![self.live.0, table.number, id, parent])?;
        while let Some(row) = names.next()? {
            let other: String = row.get(0)?;
            if same_name(&other, name) {
                return Ok(Some(Obstacle::NameTaken { what: schema::kind(table.number), name: other }));
            }
        }
        Ok(None)
    }

    /// Finds a code that would be below itself.
    fn circular(&self, lines: &[Line]) -> Result<Option<Obstacle>, Error> {
        let restored: Vec<(CodeId, &[Value])> = lines
            .iter()
            .filter(|line| line.table == schema::CODES.number)
            .filter_map(|line| Some((CodeId(line.first), line.values.as_deref()?)))
            .collect();
        if restored.is_empty() {
            return Ok(None);
        }
        let mut statement = self.connection.prepare_cached("SELECT id, parent_id FROM codes")?;
        let rows =
            statement.query_map([], |row| Ok((CodeId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(CodeId))))?;
        let mut parents: HashMap<CodeId, Option<CodeId>> = rows.collect::<Result<_, _>>()?;
        parents.extend(restored.iter().map(|(code, values)| (*code, number(values, 1).map(CodeId))));
        for (code, values) in restored {
            let mut seen = HashSet::new();
            let mut at = Some(code);
            while let Some(id) = at {
                if !seen.insert(id) {
                    let name = text(values, 2).unwrap_or_default().to_owned();
                    return Ok(Some(Obstacle::Circular { name }));
                }
                at = parents.get(&id).copied().flatten();
            }
        }
        Ok(None)
    }
}

fn number(values: &[Value], column: usize) -> Option<i64> {
    match values.get(column) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

fn text(values: &[Value], column: usize) -> Option<&str> {
    match values.get(column) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
