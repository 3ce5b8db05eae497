//! Checks the integrity of a project file: SQLite's own checks, our invariants, and every row through the readers that
//! the program uses, so that anything that would fail later is found now.

use super::schema::{self, Journaled};
use super::{Error, Reads, hashes, record};
use crate::model::{CodeId, NoRule, NoteTarget, SourceId, VariableKind};
use crate::text::{TextIndex, Turns};
use crate::tr;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use std::collections::HashMap;

/// Maximum number of faults listed for each kind.
const LISTED: usize = 20;

/// What a row of a query means, in the language of the thread.
type Meaning = fn() -> &'static str;

/// Queries that must return no row, and what a row means; its first column is the number of the thing.
const INVARIANTS: &[(&str, Meaning)] = &[
    (
        "SELECT c.id FROM codings c JOIN sources s ON s.id = c.source_id WHERE c.end > s.characters",
        || tr!("passage ends after the end of its document"),
    ),
    ("SELECT id FROM codings WHERE start < 0 OR start >= end", || tr!("passage is empty or begins before the document")),
    (
        "SELECT id FROM codings WHERE account IS NOT NULL AND (typeof(account) <> 'text' OR trim(account) = '')",
        || tr!("the mark for whose experience the passage is about cannot be read"),
    ),
    ("SELECT s.id FROM sources s LEFT JOIN texts t ON t.id = s.id WHERE t.id IS NULL", || tr!("document has no text")),
    (
        "SELECT cf.id FROM code_facets cf JOIN facet_values v ON v.id = cf.value_id WHERE v.facet_id <> cf.facet_id",
        || tr!("code has a value of another dimension"),
    ),
    (
        "SELECT n.id FROM notes n WHERE n.target = 'passage' AND NOT EXISTS (SELECT 1 FROM codings WHERE id = n.target_id)
         OR n.target = 'document' AND NOT EXISTS (SELECT 1 FROM sources WHERE id = n.target_id)
         OR n.target = 'participant' AND NOT EXISTS (SELECT 1 FROM cases WHERE id = n.target_id)
         OR n.target = 'code' AND NOT EXISTS (SELECT 1 FROM codes WHERE id = n.target_id)",
        || tr!("memo belongs to something that does not exist"),
    ),
    (
        "SELECT o.id FROM ops o WHERE o.undoes IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ops t WHERE t.id = o.undoes AND t.undone_by = o.id)",
        || tr!("history entry undoes one that is not marked as undone by it"),
    ),
    ("SELECT DISTINCT op FROM op_changes WHERE op NOT IN (SELECT id FROM ops)", || tr!("recorded change has no history entry")),
];

/// Faults found so far, at most [`LISTED`] of a kind.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    /// Returns what was read, or records why it could not be read.
    fn read<T>(&mut self, what: &str, read: Result<T, Error>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                let cause = std::error::Error::source(&error);
                let cause = cause.map(|cause| tr!(" ({cause})", cause)).unwrap_or_default();
                self.0.push(tr!("{what}: cannot be read: {error}{cause}", what, error, cause));
                None
            }
        }
    }

    /// Adds one line for each thing with this fault.
    fn each(&mut self, things: impl Iterator<Item = String>) {
        self.0.extend(things.take(LISTED));
    }
}

impl Reads<'_> {
    /// Returns a description of every fault; empty when the project is intact.
    ///
    /// # Errors
    /// When the check was interrupted. Anything that cannot be read is a fault, not an error.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let mut faults = Faults::default();
        let found = self.integrity();
        let found = faults.read(tr!("the file"), found).unwrap_or_default();
        faults.0.extend(found);
        for (sql, meaning) in INVARIANTS {
            let found = self.numbers(sql);
            let ids = faults.read(meaning(), found).unwrap_or_default();
            faults.each(ids.into_iter().map(|id| tr!("number {id}: {fault}", id, fault = meaning())));
        }
        self.check_texts(&mut faults);
        self.check_codes(&mut faults);
        self.check_lists(&mut faults);
        self.check_journal(&mut faults);
        self.check_rows(&mut faults);
        let mut seen = std::collections::HashSet::new();
        faults.0.retain(|fault| seen.insert(fault.clone()));
        Ok(faults.0)
    }

    fn numbers(&self, sql: &str) -> Result<Vec<i64>, Error> {
        Ok(self.0.prepare(sql)?.query_map([], |row| row.get(0))?.take(LISTED).collect::<Result<_, _>>()?)
    }

    fn integrity(&self) -> Result<Vec<String>, Error> {
        let mut faults: Vec<String> =
            self.0.prepare("PRAGMA integrity_check(20)")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        faults.retain(|fault| fault != "ok");
        let mut statement = self.0.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let id = id.unwrap_or_default();
            faults.push(tr!("{table} {id}: refers to a row of {parent} that does not exist", table, id, parent));
        }
        Ok(faults)
    }

    /// Checks each text: form, length, checksum, and how the document was read.
    fn check_texts(&self, faults: &mut Faults) {
        let ids = faults.read(tr!("documents"), self.all_numbers("SELECT id FROM sources")).unwrap_or_default();
        let is_hashed = faults.read(tr!("checksums"), self.has_table("text_hashes")).unwrap_or(false);
        let mut found = Vec::new();
        for id in ids {
            let Some(text) = faults.read(&tr!("document {id}", id), self.text(SourceId(id))) else { continue };
            if let Some((_, characters)) = faults.read(&tr!("document {id}", id), self.document(SourceId(id)))
                && text.chars().count() != characters as usize
            {
                found.push(tr!("number {id}: document's length differs from that of its text", id));
            }
            if text.contains(['\r', '\0']) || text.starts_with('\u{feff}') {
                found.push(tr!("number {id}: document's text has a carriage return, a NUL or a byte order mark", id));
            }
            if is_hashed
                && faults.read(&tr!("checksum of document {id}", id), self.hash(id)).flatten()
                    != Some(hashes::of(&text))
            {
                found.push(tr!("number {id}: document's text is not the one that was stored (wrong checksum)", id));
            }
            let origin = self.origin(SourceId(id));
            let origin = faults.read(&tr!("record of how document {id} was read", id), origin);
            let speech = faults.read(&tr!("what is said in document {id}", id), self.speech(SourceId(id)));
            let turns = faults.read(&tr!("what is said in document {id}", id), self.turns(SourceId(id)));
            if let (Some(origin), Some(speech @ Some(_)), Some(turns)) = (origin, speech, turns) {
                let index = TextIndex::new(&text);
                let right = Turns::find(&text, &index, &origin.unwrap_or_default());
                if speech != Some(right.speech(&index)) || turns != Some(right) {
                    found.push(tr!("number {id}: what is said in the document is not what was stored", id));
                }
            }
            faults.read(&tr!("the file of document {id}", id), self.original(SourceId(id)));
        }
        faults.each(found.into_iter());
    }

    fn hash(&self, id: i64) -> Result<Option<[u8; 32]>, Error> {
        let sql = "SELECT hash FROM text_hashes WHERE id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
    }

    fn all_numbers(&self, sql: &str) -> Result<Vec<i64>, Error> {
        Ok(self.0.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Finds codes that are their own ancestors.
    fn check_codes(&self, faults: &mut Faults) {
        let pairs = self.pairs("SELECT id, parent_id FROM codes WHERE parent_id IS NOT NULL");
        let parents: HashMap<CodeId, CodeId> =
            faults.read(tr!("codes"), pairs).unwrap_or_default().into_iter().collect();
        // Each code is visited once: a code that leads to a known end needs no second visit.
        let mut ends: HashMap<CodeId, bool> = HashMap::new();
        let mut circular: Vec<i64> = Vec::new();
        for &start in parents.keys() {
            let (mut way, mut at) = (Vec::new(), start);
            let is_circular = loop {
                if let Some(&known) = ends.get(&at) {
                    break known;
                }
                // A code that was seen on the current path is a cycle, until the path reaches its end.
                ends.insert(at, true);
                way.push(at);
                match parents.get(&at) {
                    Some(&parent) => at = parent,
                    None => break false,
                }
            };
            for code in way {
                ends.insert(code, is_circular);
                circular.extend(is_circular.then_some(code.0));
            }
        }
        circular.sort_unstable();
        faults.each(circular.into_iter().map(|id| tr!("number {id}: code is among its own parents", id)));
    }

    fn pairs(&self, sql: &str) -> Result<Vec<(CodeId, CodeId)>, Error> {
        let pair = |row: &Row<'_>| Ok((CodeId(row.get(0)?), CodeId(row.get(1)?)));
        Ok(self.0.prepare(sql)?.query_map([], pair)?.collect::<Result<_, _>>()?)
    }

    /// Reads the lists with which the window, the tables and the exports begin.
    fn check_lists(&self, faults: &mut Faults) {
        faults.read(tr!("the study"), self.study());
        faults.read(tr!("passages"), self.passages(&super::PassageFilter::default()));
        faults.read(tr!("passages"), self.facts(&[]));
        faults.read(tr!("passages"), self.selections());
        faults.read(tr!("passages"), self.coding_guids());
        faults.read(tr!("documents"), self.source_dates());
        faults.read(tr!("memos"), self.notes());
        faults.read(tr!("finished documents"), self.participations());
        faults.read(tr!("finished documents"), self.document_progress());
        if let Some(unknown) = faults.read(tr!("folders of codes"), self.unknown_folders()) {
            faults.each(unknown.into_iter().map(|text| tr!("folders of codes: “{text}” is not a guid", text)));
        }
        if let Some(Err(NoRule::Unreadable)) = faults.read(tr!("the settings"), self.consensus_rule()) {
            faults.0.push(tr!("the record of how the consensus coding was created cannot be read").to_owned());
        }
        faults.read(tr!("the history"), self.history());
        if faults.read(tr!("decisions"), self.has_table("decisions")).unwrap_or(false) {
            faults.read(tr!("decisions"), self.decisions());
        }
        let unknown = self.kinds("SELECT id, target, target_id FROM notes", |target, id| {
            NoteTarget::from_parts(target, id).is_some()
        });
        let unknown = faults.read(tr!("memos"), unknown).unwrap_or_default();
        faults.each(unknown.into_iter().map(|id| tr!("number {id}: memo is on something of an unknown kind", id)));
        for table in [&schema::VARIABLES, &schema::DOCUMENT_VARIABLES] {
            let sql = format!("SELECT id, kind, 0 FROM {}", table.name);
            let unknown = self.kinds(&sql, |kind, _| VariableKind::parse(kind).is_some());
            let unknown = faults.read(tr!("attributes"), unknown).unwrap_or_default();
            faults.each(unknown.into_iter().map(|id| tr!("number {id}: attribute is of an unknown kind", id)));
        }
    }

    /// Returns rows whose kind, together with its target, is unknown.
    fn kinds(&self, sql: &str, is_known: impl Fn(&str, i64) -> bool) -> Result<Vec<i64>, Error> {
        let mut statement = self.0.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut unknown = Vec::new();
        while let Some(row) = rows.next()? {
            if !is_known(&row.get::<_, String>(1)?, row.get(2)?) {
                unknown.push(row.get(0)?);
            }
        }
        Ok(unknown)
    }

    /// Checks every row that undo would restore.
    fn check_journal(&self, faults: &mut Faults) {
        let found = self.journal_faults();
        let found = faults.read(tr!("the history's changes"), found).unwrap_or_default();
        faults.each(found.into_iter());
    }

    fn journal_faults(&self) -> Result<Vec<String>, Error> {
        let mut statement = self.0.prepare("SELECT op, seq, tbl, row, rows, before, leaves FROM op_changes")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (op, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
            let fault = match schema::by_number(row.get(2)?) {
                None => Some(tr!("change" => "names an unknown table")),
                Some(table) => change_fault(row, table)?,
            };
            found.extend(fault.map(|fault| tr!("history entry {op}: change {seq} {fault}", op, seq, fault)));
        }
        Ok(found)
    }

    /// Checks that every column of every row has a type that the journal can keep.
    fn check_rows(&self, faults: &mut Faults) {
        for table in schema::ALL {
            match faults.read(table.name, self.has_table(table.name)) {
                Some(true) => {}
                _ => continue,
            }
            let found = self.row_faults(table);
            let found = faults.read(table.name, found).unwrap_or_default();
            faults.each(found.into_iter());
        }
    }

    fn row_faults(&self, table: &Journaled) -> Result<Vec<String>, Error> {
        let has_guid = table.columns.contains(&"guid");
        let guid = if has_guid { "typeof(guid) <> 'blob' OR length(guid) <> 16" } else { "0" };
        let sql = format!("SELECT id, {guid}, typeof(revision) <> 'integer' FROM {}", table.name);
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            for (column, fault) in [(1, tr!("it has an invalid guid")), (2, tr!("its revision is not a number"))] {
                if row.get::<_, Option<bool>>(column)?.unwrap_or(true) {
                    found.push(tr!("fault of a row" => "{table} {id}: {fault}", table = table.name, id, fault));
                }
            }
        }
        Ok(found)
    }
}

/// Returns why undo cannot restore this change of the journal.
fn change_fault(row: &Row<'_>, table: &Journaled) -> rusqlite::Result<Option<&'static str>> {
    let (_, rows): (i64, i64) = (row.get(3)?, row.get(4)?);
    let before: Option<Vec<u8>> = row.get(5)?;
    let _: Option<i64> = row.get(6)?;
    let Some(before) = before else {
        return Ok((rows < 1).then_some(tr!("change" => "inserts no row")));
    };
    // Rows from older versions have fewer columns; the revision is always last.
    Ok(match record::decode(&before) {
        Err(_) => Some(tr!("change" => "cannot be read")),
        Ok(values) if !matches!(values.last(), Some(Value::Integer(_))) => Some(tr!("change" => "has no revision")),
        Ok(values) if values.len() < 2 || values.len() > table.columns.len() + 1 => {
            Some(tr!("change" => "has the wrong number of columns"))
        }
        Ok(_) => None,
    })
}
