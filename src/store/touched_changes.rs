//! Describes what differs between two states of a row.

use super::schema::{self, Journaled};
use super::touched::{Row, number, string};
use crate::model::{CharRange, VariableKind};
use crate::text::{Edits, TextIndex};
use crate::tr;

/// Maximum number of changes of a text that are listed.
const LISTED: usize = 20;
/// Maximum number of characters of a word beside what was replaced.
const WORD: u32 = 12;

/// Something that an entry of the history changed. Before or after is empty if there was nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TouchedChange {
    /// What was changed, such as `name`.
    pub what: &'static str,
    pub before: String,
    pub after: String,
}

impl TouchedChange {
    /// `None` if nothing was changed.
    pub(super) fn between(what: &'static str, before: &str, after: &str) -> Option<Self> {
        (before != after).then(|| Self { what, before: before.to_owned(), after: after.to_owned() })
    }
}

/// Returns what differs between the row of a table before and after an entry. Of a row that was added or removed, only
/// the words of a memo are returned. `name` returns the name of a row that the row refers to.
pub(super) fn changes(
    table: i64,
    before: Option<&Row>,
    after: Option<&Row>,
    name: &dyn Fn(&Journaled, i64) -> String,
) -> Vec<TouchedChange> {
    let text = |row: Option<&Row>, column| row.map_or("", |row| string(row, column)).to_owned();
    let is = |other: &Journaled| table == other.number;
    if is(&schema::NOTES) {
        return TouchedChange::between(tr!("what changed" => "memo"), &text(before, 3), &text(after, 3))
            .into_iter()
            .collect();
    }
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    if is(&schema::TEXTS) {
        return of_text(string(before, 0), string(after, 0));
    }
    let is_attribute = is(&schema::VARIABLES) || is(&schema::DOCUMENT_VARIABLES);
    let name_column = (1, tr!("what changed" => "name"));
    let columns: Vec<(usize, &'static str)> = match table {
        _ if is(&schema::PROJECT) => vec![name_column, (2, tr!("what changed" => "description"))],
        _ if is(&schema::USERS) => vec![name_column, (2, tr!("what changed" => "colour"))],
        _ if [&schema::CASES, &schema::FACETS, &schema::SOURCES, &schema::SETS, &schema::QUERIES]
            .into_iter()
            .any(is) =>
        {
            vec![name_column]
        }
        _ if is_attribute => vec![name_column, (2, tr!("what changed" => "kind"))],
        _ if is(&schema::CASE_VALUES) || is(&schema::DOCUMENT_VALUES) => vec![(2, tr!("what changed" => "value"))],
        _ if is(&schema::CODES) => vec![
            (2, tr!("what changed" => "name")),
            (3, tr!("what changed" => "colour")),
            (4, tr!("what changed" => "definition")),
        ],
        _ if is(&schema::TABLES) => vec![(0, tr!("what changed" => "name"))],
        _ => vec![],
    };
    let is_kind = |column| is_attribute && column == 2;
    let changes = columns.into_iter().filter_map(|(column, what)| {
        let (before, after) = (shown(before, column, is_kind(column)), shown(after, column, is_kind(column)));
        TouchedChange::between(what, before, after)
    });
    let mut found: Vec<TouchedChange> = changes.collect();
    let of = |row: &Row, column, table| number(row, column).map(|id| name(table, id)).unwrap_or_default();
    if is(&schema::SOURCES) {
        let participant = |row| of(row, 3, &schema::CASES);
        found.extend(TouchedChange::between(
            tr!("what changed" => "participant"),
            &participant(before),
            &participant(after),
        ));
    } else if is(&schema::CODES) && number(before, 1) != number(after, 1) {
        let above = |row| of(row, 1, &schema::CODES);
        found.extend(TouchedChange::between(tr!("what changed" => "code above"), &above(before), &above(after)));
    }
    found
}

/// The words of a column; the kind of an attribute by its name on screen.
fn shown(row: &Row, column: usize, is_kind: bool) -> &str {
    let text = string(row, column);
    match VariableKind::parse(text).filter(|_| is_kind) {
        Some(kind) => kind.label(),
        None => text,
    }
}

/// Returns the parts of a text that were replaced, each with the rest of the words that it is in.
fn of_text(before: &str, after: &str) -> Vec<TouchedChange> {
    let edits = Edits::between(before, after);
    let (old, new) = (TextIndex::new(before), TextIndex::new(after));
    let around = |text: &str, index: &TextIndex, range: CharRange| {
        let is_inside =
            |at: u32| index.slice(text, index.clamp(CharRange::new(at, at + 1))).chars().all(char::is_alphanumeric);
        let (mut start, mut end) = (range.start.0, range.end.0);
        for _ in 0..WORD {
            if start > 0 && is_inside(start - 1) {
                start -= 1;
            }
            if end < index.char_count() && is_inside(end) {
                end += 1;
            }
        }
        index.slice(text, CharRange::new(start, end)).to_owned()
    };
    let mut found: Vec<TouchedChange> = edits
        .list()
        .iter()
        .take(LISTED)
        .filter_map(|edit| {
            TouchedChange::between(
                tr!("what changed" => "text"),
                &around(before, &old, edit.old),
                &around(after, &new, edit.new),
            )
        })
        .collect();
    if edits.list().len() > LISTED {
        let more = (edits.list().len() - LISTED).to_string();
        found.push(TouchedChange {
            what: tr!("what changed" => "further changes"),
            before: String::new(),
            after: more,
        });
    }
    found
}
