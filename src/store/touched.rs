//! What a history entry changed, read from the journal: passages with their text, everything else by name.
//!
//! Rows that no longer exist are found in the journal: the change that removed them recorded their values.

use super::schema::{self, Journaled};
use super::{Error, Reads, record};
use crate::model::{CharRange, NoteTarget, OpId, RowKind, SourceId};
use crate::text::TextIndex;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    Added,
    Changed,
    Removed,
}

/// A coded passage that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedPassage {
    pub fate: Fate,
    pub source: SourceId,
    pub document: String,
    pub range: CharRange,
    /// Empty when the document no longer exists.
    pub words: String,
    pub code: String,
    pub coder: String,
    /// False when the passage no longer exists.
    pub stands: bool,
}

/// A document, participant, code, memo or similar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TouchedThing {
    pub fate: Fate,
    pub kind: RowKind,
    pub name: String,
    /// The document to open, if the thing is a document that still exists.
    pub source: Option<SourceId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub passages: Vec<TouchedPassage>,
    pub things: Vec<TouchedThing>,
    /// Number of passages and things that are not listed because there are too many.
    pub more: usize,
}

type Key = (i64, i64);
type Row = Vec<Value>;

/// Rows named by the journal, read from the tables or from the journal.
struct Rows<'c> {
    reads: Reads<'c>,
    since: OpId,
    known: HashMap<Key, (Row, bool)>,
}

impl Reads<'_> {
    /// Returns what an entry changed, listing at most `most` passages and `most` other things.
    pub fn touched(&self, entry: OpId, most: usize) -> Result<Touched, Error> {
        let mut fates: BTreeMap<Key, Fate> = BTreeMap::new();
        let mut rows = Rows { reads: *self, since: entry, known: HashMap::new() };
        let mut more = 0;
        let mut listed: HashMap<i64, usize> = HashMap::new();
        let sql = "SELECT tbl, row, rows, before, leaves FROM op_changes WHERE op = ?1 ORDER BY seq";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut lines = statement.query([entry.0])?;
        while let Some(line) = lines.next()? {
            let (table, first, count): (i64, i64, i64) = (line.get(0)?, line.get(1)?, line.get(2)?);
            let before: Option<Vec<u8>> = line.get(3)?;
            let fate = match (&before, line.get::<_, Option<i64>>(4)?) {
                (None, _) => Fate::Added,
                (Some(_), Some(_)) => Fate::Changed,
                (Some(_), None) => Fate::Removed,
            };
            for id in first..first.saturating_add(count) {
                let places = listed.entry(table).or_default();
                if *places >= most && !fates.contains_key(&(table, id)) {
                    more += usize::from(named(table).is_some());
                    continue;
                }
                *places += 1;
                let known = fates.get(&(table, id)).copied();
                fates.insert((table, id), together(known, fate));
                if let Some(before) = &before {
                    rows.known.insert((table, id), (record::decode(before)?, false));
                }
            }
        }
        rows.find(fates.keys().copied().collect())?;
        let mut touched = Touched { more, ..Touched::default() };
        let mut seen = HashSet::new();
        rows.find_referenced()?;
        let mut texts = HashMap::new();
        for (&(table, id), &fate) in &fates {
            if table == schema::CODINGS.number {
                touched.passages.extend(rows.passage(id, fate, &mut texts)?);
            } else if let Some(thing) = rows.thing(table, id, fate)?.filter(|thing| seen.insert(thing.clone())) {
                touched.things.push(thing);
            }
        }
        touched.passages.sort_by(|a, b| (&a.document, a.range.start).cmp(&(&b.document, b.range.start)));
        touched.things.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Ok(touched)
    }
}

/// Combines two changes of one row by one entry.
fn together(known: Option<Fate>, fate: Fate) -> Fate {
    match (known, fate) {
        (Some(Fate::Added), Fate::Changed) => Fate::Added,
        (Some(Fate::Removed), Fate::Added) => Fate::Changed,
        _ => fate,
    }
}

/// Returns what users call the rows of a table; `None` for rows that are not shown.
fn named(table: i64) -> Option<RowKind> {
    Some(schema::kind(table)).filter(|kind| *kind != RowKind::Entry)
}

fn number(row: &[Value], column: usize) -> Option<i64> {
    match row.get(column) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

fn words(row: &[Value], column: usize) -> String {
    match row.get(column) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

impl Rows<'_> {
    /// Reads rows from their tables, and the missing ones in a single pass through the later journal.
    fn find(&mut self, wanted: Vec<Key>) -> Result<(), Error> {
        let mut missing = HashSet::new();
        for key in wanted {
            match self.present(key)? {
                // A changed row is shown as it is now: for a passage that moved, at its present place.
                Some(row) => drop(self.known.insert(key, (row, true))),
                None if !self.known.contains_key(&key) && schema::by_number(key.0).is_some() => {
                    missing.insert(key);
                }
                None => {}
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let sql = "SELECT tbl, row, before FROM op_changes WHERE op > ?1 AND before IS NOT NULL ORDER BY op, seq";
        let mut statement = self.reads.0.prepare_cached(sql)?;
        let mut lines = statement.query([self.since.0])?;
        while let Some(line) = lines.next()? {
            let key = (line.get(0)?, line.get(1)?);
            if missing.remove(&key) {
                let row = record::decode(&line.get::<_, Vec<u8>>(2)?)?;
                self.known.insert(key, (row, false));
                if missing.is_empty() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Reads the documents, codes and coders of the passages, and the participants and attributes of the values.
    fn find_referenced(&mut self) -> Result<(), Error> {
        let mut wanted = HashSet::new();
        for (&(table, _), (row, _)) in &self.known {
            let references: &[(usize, &Journaled)] = if table == schema::CODINGS.number {
                &[(1, &schema::SOURCES), (4, &schema::CODES), (5, &schema::USERS)]
            } else if table == schema::CASE_VALUES.number {
                &[(0, &schema::CASES), (1, &schema::VARIABLES)]
            } else {
                &[]
            };
            wanted.extend(references.iter().filter_map(|(column, to)| Some((to.number, number(row, *column)?))));
        }
        wanted.retain(|key| !self.known.contains_key(key));
        self.find(wanted.into_iter().collect())
    }

    fn present(&self, (table, id): Key) -> Result<Option<Row>, Error> {
        let Some(table) = schema::by_number(table) else { return Ok(None) };
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", table.columns.join(", "), table.name);
        let read = |row: &rusqlite::Row<'_>| {
            (0..table.columns.len()).map(|i| row.get(i)).collect::<Result<Row, rusqlite::Error>>()
        };
        Ok(self.reads.0.prepare_cached(&sql)?.query_row(params![id], read).optional()?)
    }

    fn name(&self, table: &Journaled, id: i64) -> String {
        let column = table.columns.iter().position(|&column| column == "name").unwrap_or(0);
        self.known.get(&(table.number, id)).map(|(row, _)| words(row, column)).unwrap_or_default()
    }

    fn passage(
        &self,
        id: i64,
        fate: Fate,
        texts: &mut HashMap<i64, Option<(String, TextIndex)>>,
    ) -> Result<Option<TouchedPassage>, Error> {
        let Some((row, stands)) = self.known.get(&(schema::CODINGS.number, id)) else { return Ok(None) };
        let columns = (number(row, 1), number(row, 2), number(row, 3), number(row, 4), number(row, 5));
        let (Some(source), Some(start), Some(end), Some(code), Some(user)) = columns else { return Ok(None) };
        let range = CharRange::new(u32::try_from(start).unwrap_or(0), u32::try_from(end).unwrap_or(0));
        if let std::collections::hash_map::Entry::Vacant(place) = texts.entry(source) {
            let text = match self.reads.text(SourceId(source)) {
                Ok(text) => Some(text),
                Err(Error::Missing { .. }) => None,
                Err(error) => return Err(error),
            };
            place.insert(text.map(|text| {
                let index = TextIndex::new(&text);
                (text, index)
            }));
        }
        let text = texts.get(&source).and_then(Option::as_ref);
        Ok(Some(TouchedPassage {
            fate,
            source: SourceId(source),
            document: self.name(&schema::SOURCES, source),
            range,
            words: text.map(|(text, index)| index.slice(text, range).to_owned()).unwrap_or_default(),
            code: self.name(&schema::CODES, code),
            coder: self.name(&schema::USERS, user),
            stands: *stands,
        }))
    }

    fn thing(&self, table: i64, id: i64, fate: Fate) -> Result<Option<TouchedThing>, Error> {
        let (Some(kind), Some((row, stands))) = (named(table), self.known.get(&(table, id))) else { return Ok(None) };
        let name = if table == schema::NOTES.number {
            let text = words(row, 3);
            let target = NoteTarget::from_parts(&words(row, 1), number(row, 2).unwrap_or(0));
            let on = target.map(|target| self.reads.target_in_words(target)).transpose()?.flatten();
            let on = on.map_or_else(|| "on something deleted since".to_owned(), |on| format!("on {on}"));
            format!("{on}: {}", text.lines().next().unwrap_or_default())
        } else if table == schema::CASE_VALUES.number {
            let of = |column: usize, table| number(row, column).map(|id| self.name(table, id)).unwrap_or_default();
            format!("{}: {} {}", of(0, &schema::CASES), of(1, &schema::VARIABLES), words(row, 2))
        } else {
            schema::by_number(table).map(|table| self.name(table, id)).unwrap_or_default()
        };
        let source = (*stands && table == schema::SOURCES.number).then_some(SourceId(id));
        Ok(Some(TouchedThing { fate, kind, name, source }))
    }
}
