//! What a history entry changed, as it was then: passages with their text, everything else by name, and for what was
//! changed the values before and after.
//!
//! The state after an entry is read from the journal: the first later change of a row recorded it. A row without a
//! later change is still as the entry left it.

use super::corrections::Corrections;
use super::schema::{self, Journaled};
use super::touched_changes::{TouchedChange, changes};
use super::{Error, Reads, history, record};
use crate::model::{Account, CharRange, NoteTarget, OpId, RowKind, SourceId};
use crate::text::TextIndex;
use crate::tr;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    Added,
    Changed,
    Removed,
}

/// A coded passage that was added, removed or changed. Document, range, words, code and coder are those after the entry
/// or, if it was removed, before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedPassage {
    pub fate: Fate,
    pub source: SourceId,
    pub document: String,
    pub range: CharRange,
    /// Empty when the text is not known.
    pub text: String,
    pub code: String,
    pub coder: String,
    /// Words and code of a changed passage, whether it was marked as important, and whose experience it is about.
    pub changes: Vec<TouchedChange>,
    /// Where the passage is today; `None` when it no longer exists.
    pub here: Option<CharRange>,
}

/// A document, participant, code, memo or similar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TouchedThing {
    pub fate: Fate,
    pub kind: RowKind,
    /// The name after the entry or, if it was removed, before it.
    pub name: String,
    /// What was changed; of a memo, also the words that were written or removed.
    pub changes: Vec<TouchedChange>,
    /// The document to open, if the thing is a document that still exists.
    pub source: Option<SourceId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    pub passages: Vec<TouchedPassage>,
    pub things: Vec<TouchedThing>,
    /// Number of passages and things that are not listed because there are too many.
    pub more: usize,
    /// Who undid the entry, if known, and when (UTC milliseconds since 1970); `None` while it is in effect.
    pub undone: Option<(Option<String>, i64)>,
}

type Key = (i64, i64);
pub(super) type Row = Vec<Value>;

/// Rows named by the journal, as they were before and after an entry.
struct Rows<'c> {
    reads: Reads<'c>,
    entry: OpId,
    before: HashMap<Key, Row>,
    after: HashMap<Key, Row>,
    /// The rows that exist today and were searched for.
    present: HashMap<Key, Row>,
    texts: HashMap<(i64, bool), Option<(String, TextIndex)>>,
}

/// The rows that an entry changed.
#[derive(Default)]
struct ChangedRows {
    fates: BTreeMap<Key, Fate>,
    /// Their values before the entry.
    before: HashMap<Key, Row>,
    /// Number of rows that are left out.
    more: usize,
}

impl Reads<'_> {
    /// Returns what an entry changed, listing at most `most` passages and `most` other things.
    pub fn touched(&self, entry: OpId, most: usize) -> Result<Touched, Error> {
        let ChangedRows { fates, before, more } = self.changed_by(entry, most)?;
        let mut rows =
            Rows { reads: *self, entry, before, after: HashMap::new(), present: HashMap::new(), texts: HashMap::new() };
        rows.find(fates.keys().copied().collect())?;
        rows.find_referenced()?;
        let undone = history::undone(self.0, entry)?.map(|(undo, _)| (undo.user, undo.at));
        let mut touched = Touched { more, undone, ..Touched::default() };
        let mut seen = HashSet::new();
        let viewer = self.viewer()?;
        for (&(table, id), &fate) in &fates {
            if viewer.as_ref().is_some_and(|viewer| rows.hides(viewer, (table, id), fate)) {
                touched.more += 1;
            } else if table == schema::CODINGS.number {
                touched.passages.extend(rows.passage(id, fate)?);
            } else if let Some(thing) = rows.thing(table, id, fate).filter(|thing| seen.insert(thing.clone())) {
                touched.things.push(thing);
            }
        }
        touched.passages.sort_by(|a, b| (&a.document, a.range.start).cmp(&(&b.document, b.range.start)));
        touched.things.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Ok(touched)
    }

    /// Reads at most `most` rows of each table. Passages that only moved with their text are left out; those with other
    /// text are included, wherever they are.
    fn changed_by(&self, entry: OpId, most: usize) -> Result<ChangedRows, Error> {
        let mut changed = ChangedRows::default();
        let ChangedRows { fates, before: rows, more } = &mut changed;
        let Corrections { moved, reworded } = self.corrections(entry)?;
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
                let key = (table, id);
                if table == schema::CODINGS.number && moved.contains(&id) {
                    continue;
                }
                let places = listed.entry(table).or_default();
                if *places >= most && !fates.contains_key(&key) {
                    *more += usize::from(named(table).is_some());
                    continue;
                }
                *places += 1;
                let known = fates.get(&key).copied();
                match together(known, fate) {
                    Some(fate) => drop(fates.insert(key, fate)),
                    None => drop(fates.remove(&key)),
                }
                if let (Some(before), None) = (&before, known) {
                    rows.insert(key, record::decode(before)?);
                }
            }
        }
        for (id, row) in reworded {
            let places = listed.entry(schema::CODINGS.number).or_default();
            if *places >= most {
                *more += 1;
                continue;
            }
            *places += 1;
            fates.insert((schema::CODINGS.number, id), Fate::Changed);
            rows.insert((schema::CODINGS.number, id), row);
        }
        Ok(changed)
    }
}

/// Combines two changes of one row by one entry; `None` if nothing is left of them.
fn together(known: Option<Fate>, fate: Fate) -> Option<Fate> {
    match (known, fate) {
        (Some(Fate::Added), Fate::Removed) => None,
        (Some(Fate::Added), Fate::Changed) => Some(Fate::Added),
        (Some(Fate::Removed), Fate::Added) => Some(Fate::Changed),
        _ => Some(fate),
    }
}

/// Returns what users call the rows of a table; `None` for rows that are not shown. A text is shown with its document.
fn named(table: i64) -> Option<RowKind> {
    if table == schema::TEXTS.number {
        return Some(RowKind::Document);
    }
    Some(schema::kind(table)).filter(|kind| *kind != RowKind::Entry)
}

pub(super) fn number(row: &[Value], column: usize) -> Option<i64> {
    match row.get(column) {
        Some(Value::Integer(number)) => Some(*number),
        _ => None,
    }
}

pub(super) fn string(row: &[Value], column: usize) -> &str {
    match row.get(column) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

pub(super) fn range_of(row: &[Value]) -> Option<CharRange> {
    let edge = |column| u32::try_from(number(row, column)?).ok();
    Some(CharRange::new(edge(2)?, edge(3)?))
}

impl Rows<'_> {
    /// Reads rows as they were after the entry: from a single pass through the later journal, or else from their
    /// tables.
    fn find(&mut self, wanted: Vec<Key>) -> Result<(), Error> {
        let mut missing: HashSet<Key> = wanted
            .into_iter()
            .filter(|key| schema::by_number(key.0).is_some() && !self.after.contains_key(key))
            .collect();
        for &key in &missing {
            if let Some(row) = self.read(key)? {
                self.present.insert(key, row);
            }
        }
        let sql = "SELECT tbl, row, before FROM op_changes WHERE op > ?1 AND before IS NOT NULL ORDER BY op, seq";
        let mut statement = self.reads.0.prepare_cached(sql)?;
        let mut lines = statement.query([self.entry.0])?;
        while !missing.is_empty()
            && let Some(line) = lines.next()?
        {
            let key = (line.get(0)?, line.get(1)?);
            if missing.remove(&key) {
                self.after.insert(key, record::decode(&line.get::<_, Vec<u8>>(2)?)?);
            }
        }
        let unchanged = missing.into_iter().filter_map(|key| Some((key, self.present.get(&key)?.clone())));
        let unchanged: Vec<(Key, Row)> = unchanged.collect();
        self.after.extend(unchanged);
        Ok(())
    }

    /// Reads what the rows refer to: documents with their texts, codes, coders, participants, attributes, passages.
    fn find_referenced(&mut self) -> Result<(), Error> {
        let mut done: HashSet<Key> = HashSet::new();
        loop {
            let rows = self.before.iter().chain(&self.after);
            let mut wanted: HashSet<Key> = rows.flat_map(|(&(table, _), row)| references(table, row)).collect();
            wanted.retain(|key| done.insert(*key));
            if wanted.is_empty() {
                return Ok(());
            }
            self.find(wanted.into_iter().collect())?;
        }
    }

    fn read(&self, (table, id): Key) -> Result<Option<Row>, Error> {
        let Some(table) = schema::by_number(table) else { return Ok(None) };
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", table.columns.join(", "), table.name);
        let read = |row: &rusqlite::Row<'_>| {
            (0..table.columns.len()).map(|i| row.get(i)).collect::<Result<Row, rusqlite::Error>>()
        };
        Ok(self.reads.0.prepare_cached(&sql)?.query_row(params![id], read).optional()?)
    }

    /// The row after the entry, or before it if the entry removed it.
    fn row(&self, key: Key, fate: Fate) -> Option<&Row> {
        if fate == Fate::Removed { self.before.get(&key) } else { self.after.get(&key) }
    }

    /// True for a passage of another coder, and for a memo on one or by another coder on a passage, in a document that
    /// the viewer has not finished.
    fn hides(&self, (viewer, finished): &(i64, HashSet<i64>), key: Key, fate: Fate) -> bool {
        let Some(row) = self.row(key, fate) else { return false };
        let is_others = |user: Option<i64>| user.is_some_and(|user| user != *viewer);
        let (passage, author) = match key.0 {
            table if table == schema::CODINGS.number => (row, None),
            table if table == schema::NOTES.number && string(row, 1) == RowKind::Passage.name() => {
                let passage = (schema::CODINGS.number, number(row, 2).unwrap_or(0));
                let Some(passage) = self.after.get(&passage).or_else(|| self.before.get(&passage)) else { return true };
                (passage, number(row, 4))
            }
            _ => return false,
        };
        let is_finished = number(passage, 1).is_some_and(|source| finished.contains(&source));
        !is_finished && (is_others(number(passage, 5)) || is_others(author))
    }

    fn name(&self, table: &Journaled, id: i64) -> String {
        let column = table.columns.iter().position(|&column| column == "name").unwrap_or(0);
        let key = (table.number, id);
        let row = self.after.get(&key).or_else(|| self.before.get(&key));
        row.map(|row| string(row, column).to_owned()).unwrap_or_default()
    }

    /// Returns the words of a passage before or after the entry.
    fn text_of(&mut self, source: i64, range: CharRange, is_before: bool) -> String {
        let key = (schema::TEXTS.number, source);
        let (before, after) = (self.before.get(&key), self.after.get(&key));
        let row = if is_before { before.or(after) } else { after.or(before) };
        let text = self.texts.entry((source, is_before && before.is_some())).or_insert_with(|| {
            let text = string(row?, 0).to_owned();
            let index = TextIndex::new(&text);
            Some((text, index))
        });
        text.as_ref().map(|(text, index)| index.slice(text, index.clamp(range)).to_owned()).unwrap_or_default()
    }

    fn passage(&mut self, id: i64, fate: Fate) -> Result<Option<TouchedPassage>, Error> {
        let key = (schema::CODINGS.number, id);
        let Some(row) = self.row(key, fate).cloned() else { return Ok(None) };
        let columns = (number(&row, 1), range_of(&row), number(&row, 4), number(&row, 5));
        let (Some(source), Some(range), Some(code), Some(user)) = columns else { return Ok(None) };
        let shown = self.text_of(source, range, fate == Fate::Removed);
        let code = self.name(&schema::CODES, code);
        let mut found = Vec::new();
        if let Some(before) = self.before.get(&key).filter(|_| fate == Fate::Changed).cloned() {
            let was = number(&before, 4).map(|code| self.name(&schema::CODES, code)).unwrap_or_default();
            found.extend(TouchedChange::between(tr!("what changed" => "code"), &was, &code));
            if let Some(was) = range_of(&before) {
                let was = self.text_of(source, was, true);
                found.extend(TouchedChange::between(tr!("what changed" => "words"), &was, &shown));
            }
            let mark = |row: &Row| {
                if number(row, 8) == Some(1) {
                    tr!("coded passage" => "important")
                } else {
                    tr!("coded passage" => "not important")
                }
            };
            found.extend(TouchedChange::between(tr!("what changed" => "mark"), mark(&before), mark(&row)));
            let account = |row: &Row| Account::parse(string(row, 9)).map(|account| account.label()).unwrap_or_default();
            found.extend(TouchedChange::between(tr!("what changed" => "account"), &account(&before), &account(&row)));
        }
        Ok(Some(TouchedPassage {
            fate,
            source: SourceId(source),
            document: self.name(&schema::SOURCES, source),
            range,
            text: shown,
            code,
            coder: self.name(&schema::USERS, user),
            changes: found,
            here: self.present.get(&key).and_then(|row| range_of(row)),
        }))
    }

    fn thing(&self, table: i64, id: i64, fate: Fate) -> Option<TouchedThing> {
        let (kind, key) = (named(table)?, (table, id));
        let row = self.row(key, fate)?;
        let name = if table == schema::NOTES.number {
            let target = NoteTarget::from_parts(string(row, 1), number(row, 2).unwrap_or(0));
            let on = target.and_then(|target| self.target(target));
            on.map_or_else(|| tr!("on something deleted since").to_owned(), |on| tr!("memo" => "on {on}", on))
        } else if let [(_, owner), (_, variable)] = value_of(table) {
            let of = |column: usize, table| number(row, column).map(|id| self.name(table, id)).unwrap_or_default();
            format!("{}: {} {}", of(0, owner), of(1, variable), string(row, 2))
        } else if table == schema::TEXTS.number {
            // The text of a new or removed document is not a thing of its own.
            (fate == Fate::Changed).then(|| self.name(&schema::SOURCES, id))?
        } else {
            schema::by_number(table).map(|table| self.name(table, id)).unwrap_or_default()
        };
        let names = |table: &Journaled, id| self.name(table, id);
        let before = self.before.get(&key).filter(|_| fate != Fate::Added);
        let changes = changes(table, before, Some(row).filter(|_| fate != Fate::Removed), &names);
        // A document is listed with its text, and its length with neither.
        if table == schema::SOURCES.number && fate == Fate::Changed && changes.is_empty() {
            return None;
        }
        let is_document = table == schema::SOURCES.number || table == schema::TEXTS.number;
        let source = (is_document && self.present.contains_key(&key)).then_some(SourceId(id));
        Some(TouchedThing { fate, kind, name, changes, source })
    }

    /// Describes what a memo was on.
    fn target(&self, target: NoteTarget) -> Option<String> {
        let name = |table: &Journaled, id: i64| Some(self.name(table, id)).filter(|name| !name.is_empty());
        match target {
            NoteTarget::Project => Some(tr!("the project").to_owned()),
            NoteTarget::Source(id) => name(&schema::SOURCES, id.0),
            NoteTarget::Participant(id) => name(&schema::CASES, id.0),
            NoteTarget::Code(id) => name(&schema::CODES, id.0).map(|name| tr!("code “{name}”", name)),
            NoteTarget::Coding(id) => {
                let key = (schema::CODINGS.number, id.0);
                let row = self.after.get(&key).or_else(|| self.before.get(&key))?;
                let of = |table, column| number(row, column).map(|id| self.name(table, id)).unwrap_or_default();
                Some(tr!(
                    "a passage with “{code}” in {document}",
                    code = of(&schema::CODES, 4),
                    document = of(&schema::SOURCES, 1)
                ))
            }
        }
    }
}

/// The participant or document whose value it is, and the attribute, if the table is one of values.
fn value_of(table: i64) -> &'static [(usize, &'static Journaled)] {
    match table {
        _ if table == schema::CASE_VALUES.number => &[(0, &schema::CASES), (1, &schema::VARIABLES)],
        _ if table == schema::DOCUMENT_VALUES.number => &[(0, &schema::SOURCES), (1, &schema::DOCUMENT_VARIABLES)],
        _ => &[],
    }
}

/// The rows to which a row refers.
fn references(table: i64, row: &[Value]) -> Vec<Key> {
    let columns: &[(usize, &Journaled)] = match table {
        _ if table == schema::CODINGS.number => {
            &[(1, &schema::SOURCES), (1, &schema::TEXTS), (4, &schema::CODES), (5, &schema::USERS)]
        }
        _ if table == schema::SOURCES.number => &[(3, &schema::CASES)],
        _ if table == schema::CODES.number => &[(1, &schema::CODES)],
        _ => value_of(table),
    };
    let mut found: Vec<Key> =
        columns.iter().filter_map(|(column, to)| Some((to.number, number(row, *column)?))).collect();
    if table == schema::NOTES.number {
        let target = NoteTarget::from_parts(string(row, 1), number(row, 2).unwrap_or(0));
        let to = target.and_then(|target| match target {
            NoteTarget::Project => None,
            NoteTarget::Source(_) => Some(&schema::SOURCES),
            NoteTarget::Participant(_) => Some(&schema::CASES),
            NoteTarget::Code(_) => Some(&schema::CODES),
            NoteTarget::Coding(_) => Some(&schema::CODINGS),
        });
        found.extend(to.zip(number(row, 2)).map(|(to, id)| (to.number, id)));
    }
    found
}
