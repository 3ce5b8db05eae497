//! What an entry of the history that changes the text of a document does to its passages: some have other text
//! afterwards, the others only move with the text, which changes no coder's work.

use super::schema::{CODINGS, TEXTS};
use super::touched::{Row, number, range_of, string};
use super::{Error, Reads, record};
use crate::model::OpId;
use crate::text::Edits;
use rusqlite::{OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// The passages of documents whose text an entry changed, by the ids of their rows.
#[derive(Default)]
pub(super) struct Corrections {
    /// Those that only moved with the text.
    pub moved: HashSet<i64>,
    /// Those with other text at the same position, with their rows. The journal has no line for them.
    pub reworded: HashMap<i64, Row>,
}

/// The rows of passages after an entry.
type Rows = HashMap<i64, Row>;

impl Reads<'_> {
    /// Compares the passages before and after an entry. Empty for entries that change no text.
    pub(super) fn corrections(&self, entry: OpId) -> Result<Corrections, Error> {
        let mut found = Corrections::default();
        let texts = self.texts_changed(entry)?;
        if texts.is_empty() {
            return Ok(found);
        }
        let journaled = self.passages_journaled(entry)?;
        let after = self.passages_after(entry, &texts)?;
        for (id, row) in &after {
            let before = match journaled.get(id) {
                Some(before) => before.as_ref(),
                None => Some(row),
            };
            let edits = before.and_then(|before| texts.get(&number(before, 1)?));
            let range = before.and_then(|before| range_of(before));
            let Some((edits, range)) = edits.zip(range) else { continue };
            match (edits.changes(range), journaled.contains_key(id)) {
                (false, true) => drop(found.moved.insert(*id)),
                (true, false) => drop(found.reworded.insert(*id, row.clone())),
                _ => {}
            }
        }
        Ok(found)
    }

    /// Returns the documents whose text an entry changed, with the differences.
    fn texts_changed(&self, entry: OpId) -> Result<HashMap<i64, Edits>, Error> {
        let sql = "SELECT row, before FROM op_changes
                   WHERE op = ?1 AND tbl = ?2 AND before IS NOT NULL AND leaves IS NOT NULL ORDER BY seq DESC";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut lines = statement.query([entry.0, TEXTS.number])?;
        let mut found = HashMap::new();
        while let Some(line) = lines.next()? {
            let source: i64 = line.get(0)?;
            let before = record::decode(&line.get::<_, Vec<u8>>(1)?)?;
            if let Some(after) = self.text_after(entry, source)? {
                found.insert(source, Edits::between(string(&before, 0), &after));
            }
        }
        Ok(found)
    }

    /// Returns the text of a document after an entry: as the first later change found it, or as it is.
    fn text_after(&self, entry: OpId, source: i64) -> Result<Option<String>, Error> {
        let sql = "SELECT before FROM op_changes WHERE op > ?1 AND tbl = ?2 AND row = ?3 AND before IS NOT NULL
                   ORDER BY op, seq LIMIT 1";
        let parameters = params![entry.0, TEXTS.number, source];
        let later: Option<Vec<u8>> = self.0.prepare_cached(sql)?.query_row(parameters, |row| row.get(0)).optional()?;
        match later {
            Some(before) => Ok(Some(string(&record::decode(&before)?, 0).to_owned())),
            None => {
                let sql = "SELECT body FROM texts WHERE id = ?1";
                Ok(self.0.prepare_cached(sql)?.query_row([source], |row| row.get(0)).optional()?)
            }
        }
    }

    /// Returns the passages that an entry changed, as they were before; `None` for those that it added.
    fn passages_journaled(&self, entry: OpId) -> Result<HashMap<i64, Option<Row>>, Error> {
        self.passage_lines("op = ?1", entry)
    }

    /// Returns the passages of these documents after an entry.
    fn passages_after(&self, entry: OpId, texts: &HashMap<i64, Edits>) -> Result<Rows, Error> {
        let later = self.passage_lines("op > ?1", entry)?;
        let sql = format!("SELECT id, {} FROM codings WHERE source_id = ?1", CODINGS.columns.join(", "));
        let mut found = Rows::new();
        for &source in texts.keys() {
            let mut statement = self.0.prepare_cached(&sql)?;
            let mut rows = statement.query([source])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if !later.contains_key(&id) {
                    let values = (1..=CODINGS.columns.len()).map(|column| row.get(column));
                    found.insert(id, values.collect::<Result<_, _>>()?);
                }
            }
        }
        let existed = later.into_iter().filter_map(|(id, row)| Some((id, row?)));
        found.extend(existed.filter(|(_, row)| number(row, 1).is_some_and(|source| texts.contains_key(&source))));
        Ok(found)
    }

    /// Returns the passages in the journal of some entries, as they were before the first of them; `None` for those that
    /// did not exist.
    fn passage_lines(&self, entries: &str, entry: OpId) -> Result<HashMap<i64, Option<Row>>, Error> {
        let sql = format!("SELECT row, rows, before FROM op_changes WHERE {entries} AND tbl = ?2 ORDER BY op, seq");
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut lines = statement.query([entry.0, CODINGS.number])?;
        let mut found: HashMap<i64, Option<Row>> = HashMap::new();
        while let Some(line) = lines.next()? {
            let (first, rows): (i64, i64) = (line.get(0)?, line.get(1)?);
            match line.get::<_, Option<Vec<u8>>>(2)? {
                Some(before) if !found.contains_key(&first) => {
                    found.insert(first, Some(record::decode(&before)?));
                }
                Some(_) => {}
                None => {
                    for id in first..first.saturating_add(rows) {
                        found.entry(id).or_insert(None);
                    }
                }
            }
        }
        Ok(found)
    }
}
