//! A table or a list of passages as one flat grid with a heading, which every format except JSON writes.

use crate::analysis::{CellAddress, TabulationKind};
use crate::model::{Account, VariableKind, values::number};
use crate::table::Provenance;
use crate::table::number::{clock, figure, percent_in_table, plain, rounded};
use crate::table::{AttributeColumn, Cell, MemoList, MemoRow, NO_CONSENSUS, PassageHeads, PassageRow, Row, Table};
use crate::tr;
use std::borrow::Cow;

#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Table(&'a Table),
    /// Without their rows, which a [`super::section::Section`] has.
    Passages(&'a PassageHeads),
    Memos(&'a MemoList),
}

/// A cell of the grid, which is either a number or text.
pub(super) enum Entry<'a> {
    Number(f64),
    /// A number together with its original spelling.
    Stated(f64, &'a str),
    /// `YYYY-MM-DD`
    Date(&'a str),
    /// UTC milliseconds since 1970.
    Moment(i64),
    /// A statistic, shown with three decimals.
    Figure(f64),
    /// A share from 0 to 1, shown in percent.
    Share(f64),
    Text(Cow<'a, str>),
    /// The words of a passage: for data as they stand in the text, and for readers as they are quoted.
    Words(&'a PassageRow),
    /// Who says a passage: for data by their labels, and for readers with the interviewers named as such.
    Speakers(&'a PassageRow),
    /// The coder of a passage: for data by the name in files, and for readers as the consensus coding is called.
    Coder(&'a PassageRow),
    /// Codes with their counts.
    Items(Vec<String>),
    /// The text of passages, one per line.
    Quotes(Vec<String>),
    /// The reason, in parentheses.
    Undefined(String),
    /// What is counted where there is no consensus: for data as it is, and for readers as not known.
    NoConsensus(Box<Self>),
}

impl Entry<'_> {
    /// The text for readers, one line per item. A text may contain line ends of its own.
    pub fn lines(&self) -> Vec<Cow<'_, str>> {
        match self {
            Self::Items(items) | Self::Quotes(items) => items.iter().map(|item| item.as_str().into()).collect(),
            _ => vec![self.text("")],
        }
    }

    /// The text for readers, with `between` between items.
    pub fn text(&self, between: &str) -> Cow<'_, str> {
        match self {
            Self::Number(n) => plain(*n).into(),
            Self::Figure(number) => figure(*number).into(),
            Self::Share(share) => percent_in_table(*share).into(),
            Self::Text(text) => text.as_ref().into(),
            Self::Stated(_, text) | Self::Date(text) => (*text).into(),
            Self::Moment(at) => moment(*at).into(),
            Self::Items(items) | Self::Quotes(items) => items.join(between).into(),
            Self::Undefined(reason) => reason.as_str().into(),
            Self::NoConsensus(_) => NO_CONSENSUS.into(),
            Self::Words(row) => row.quote().into(),
            Self::Speakers(row) => row.speaker_for_readers().into(),
            Self::Coder(row) => row.coder_for_readers().into(),
        }
    }

    /// The text for other programs, with `between` between items.
    pub fn data(&self, between: &str) -> Cow<'_, str> {
        match self {
            Self::Words(row) => row.text.as_str().into(),
            Self::Speakers(row) => row.speaker().into(),
            Self::Coder(row) => row.coder.as_str().into(),
            Self::NoConsensus(counted) => counted.data(between),
            _ => self.text(between),
        }
    }
}

impl<'a> Content<'a> {
    pub fn title(&self) -> &'a str {
        match self {
            Self::Table(table) => &table.title,
            Self::Passages(_) => tr!("Coded passages"),
            Self::Memos(_) => tr!("heading" => "Memos"),
        }
    }

    pub fn footnotes(&self) -> &'a [String] {
        match self {
            Self::Table(table) => &table.footnotes,
            Self::Passages(_) | Self::Memos(_) => &[],
        }
    }

    /// Returns the footnotes as a page shows them below the table: Chinese says before the first that they are notes.
    pub fn notes_below(&self) -> impl Iterator<Item = String> + 'a {
        let as_shown = |(place, note): (usize, &'a String)| match place {
            0 => tr!("first note below a table" => "{note}", note),
            _ => note.clone(),
        };
        self.footnotes().iter().enumerate().map(as_shown)
    }

    pub fn provenance(&self) -> &'a Provenance {
        match self {
            Self::Table(table) => &table.provenance,
            Self::Passages(heads) => &heads.provenance,
            Self::Memos(list) => &list.provenance,
        }
    }

    /// True for a list with one row per thing, to be filtered and sorted; false for a table of counts.
    pub fn is_list(&self) -> bool {
        match self {
            Self::Table(table) => table.kind == TabulationKind::Matrix && table.totals.is_none(),
            Self::Passages(_) | Self::Memos(_) => true,
        }
    }

    /// True for a table of shares.
    pub fn has_shares(&self) -> bool {
        let Self::Table(table) = self else { return false };
        let has_some = |row: &Row| row.cells.iter().any(|cell| matches!(cell, Cell::Share(_)));
        table.totals.as_ref().is_some_and(|totals| totals.shares.is_some()) || table.rows.iter().any(has_some)
    }

    /// True for the row of the totals.
    pub fn is_total(&self, row: usize) -> bool {
        matches!(self, Self::Table(table) if row >= table.rows.len())
    }

    /// How many columns, from the left, identify a row.
    pub fn header_columns(&self) -> usize {
        match self {
            Self::Table(table) => table.row_headers.len(),
            Self::Passages(_) | Self::Memos(_) => 1,
        }
    }

    /// The heads for readers.
    pub fn headings(&self) -> Vec<String> {
        match self {
            Self::Passages(heads) => heads.headings(),
            Self::Table(_) | Self::Memos(_) => self.headers(),
        }
    }

    /// The heads for other programs.
    pub fn headers(&self) -> Vec<String> {
        match self {
            Self::Table(table) => {
                let total = table.totals.as_ref().map(|_| tr!("row or column of a table" => "total").to_owned());
                table.row_headers.iter().chain(&table.columns).cloned().chain(total).collect()
            }
            Self::Passages(heads) => heads.headers(),
            Self::Memos(_) => MemoList::headers().map(str::to_owned).into(),
        }
    }

    /// The number of rows of a table or of memos without the header row, including the totals row.
    pub fn len(&self) -> usize {
        match self {
            Self::Table(table) => table.rows.len() + usize::from(table.totals.is_some()),
            Self::Memos(list) => list.rows.len(),
            Self::Passages(_) => 0,
        }
    }

    /// The entries of a row of a table or of memos, one per header.
    pub fn row(&self, row: usize) -> Vec<Entry<'a>> {
        match self {
            Self::Table(table) => table_row(table, row),
            Self::Memos(list) => list.rows.get(row).map_or_else(Vec::new, memo_row),
            Self::Passages(_) => vec![],
        }
    }

    /// The rows of a table or of memos.
    pub fn rows(&self) -> impl Iterator<Item = Vec<Entry<'a>>> + '_ {
        (0..self.len()).map(|row| self.row(row))
    }

    /// For each column, whether it contains only numbers; missing values are allowed. Of passages, whether it is one of
    /// numbers by its kind.
    pub fn numeric(&self) -> Vec<bool> {
        if let Self::Passages(heads) = self {
            return numeric(heads);
        }
        let (mut texts, mut numbers) = (vec![false; self.headers().len()], vec![false; self.headers().len()]);
        for row in self.rows() {
            for ((texts, numbers), entry) in texts.iter_mut().zip(&mut numbers).zip(&row) {
                match entry {
                    Entry::Number(_) | Entry::Stated(..) | Entry::Figure(_) | Entry::Share(_) => *numbers = true,
                    Entry::NoConsensus(_) => {}
                    Entry::Text(text) if text.is_empty() => {}
                    _ => *texts = true,
                }
            }
        }
        numbers.into_iter().zip(texts).map(|(numbers, texts)| numbers && !texts).collect()
    }
}

fn numeric(heads: &PassageHeads) -> Vec<bool> {
    let kinds = |columns: &[AttributeColumn]| {
        columns.iter().map(|column| column.kind == VariableKind::Number).collect::<Vec<bool>>()
    };
    let mut numeric = vec![false; PassageHeads::BEFORE.len()];
    numeric.extend(kinds(&heads.attributes));
    numeric.extend(vec![false; PassageHeads::BETWEEN.len() + heads.dimensions.len()]);
    numeric.extend(PassageHeads::AFTER.map(|name| matches!(name, "start" | "end" | "turn")));
    numeric.extend(kinds(&heads.document_attributes));
    numeric
}

/// `name: value`
pub(super) fn named(name: &str, value: &str) -> String {
    tr!("a property and its value" => "{name}: {value}", name, value)
}

// Counts are far below 2^53, up to which every integer has an exact double.
fn count(n: u64) -> Entry<'static> {
    Entry::Number(n as f64)
}

fn table_row(table: &Table, row: usize) -> Vec<Entry<'_>> {
    let line = table.rows.get(row);
    let at = |column| CellAddress { row: line.map(|_| row), column, item: None };
    if let Some(line) = line {
        let total = table.totals.as_ref().and_then(|totals| totals.of_row(row));
        let header = line.header.iter().map(|h| Entry::Text(h.into()));
        let cells = line.cells.iter().enumerate().map(|(column, one)| marked(table, at(Some(column)), cell(one)));
        return header.chain(cells).chain(total.map(|total| marked(table, at(None), total_entry(&total)))).collect();
    }
    let Some(totals) = &table.totals else { return vec![] };
    let header = (0..table.row_headers.len())
        .map(|i| Entry::Text(if i == 0 { tr!("row or column of a table" => "total") } else { "" }.into()));
    let of_columns = totals.of_columns();
    header
        .chain(of_columns.iter().enumerate().map(|(column, total)| marked(table, at(Some(column)), total_entry(total))))
        .collect()
}

/// An entry, marked as not known if there is no consensus there.
fn marked<'a>(table: &Table, at: CellAddress, entry: Entry<'a>) -> Entry<'a> {
    if table.is_without_consensus(at) { Entry::NoConsensus(Box::new(entry)) } else { entry }
}

/// A total, which is a number or a share.
fn total_entry(cell: &Cell) -> Entry<'static> {
    match cell {
        Cell::Share(share) => Entry::Share(*share),
        Cell::Value(n) => count(*n),
        Cell::Undefined(_) => Entry::Undefined(cell.lines().concat()),
        other => Entry::Text(other.lines().concat().into()),
    }
}

fn cell(cell: &Cell) -> Entry<'_> {
    match cell {
        Cell::Items(_) => Entry::Items(cell.lines()),
        Cell::Quotes { .. } => Entry::Quotes(cell.lines()),
        Cell::Value(n) => count(*n),
        Cell::Mean(mean) => Entry::Number(rounded(*mean)),
        Cell::Figure(figure) => Entry::Figure(*figure),
        Cell::Share(share) => Entry::Share(*share),
        Cell::Range(..) => Entry::Text(cell.lines().concat().into()),
        Cell::Text(text) => Entry::Text(text.into()),
        Cell::Attribute { value, kind } => attribute(Some(value), *kind),
        Cell::Undefined(_) => Entry::Undefined(cell.lines().concat()),
    }
}

/// The entries of a passage, one per header.
pub(super) fn passage_row<'a>(heads: &PassageHeads, row: &'a PassageRow) -> Vec<Entry<'a>> {
    let text = |text: &'a str| Entry::Text(text.into());
    let optional = |value: &'a Option<String>| Entry::Text(value.as_deref().unwrap_or_default().into());
    let mut entries = vec![text(&row.document), Entry::Text(row.participant().unwrap_or_default().into())];
    entries.extend(heads.attributes.iter().enumerate().map(|(at, column)| match row.participants.as_slice() {
        [one] => attribute(one.values.get(at).and_then(Option::as_deref), column.kind),
        _ => Entry::Text(row.value(at).unwrap_or_default().into()),
    }));
    entries.push(text(&row.code));
    entries.extend(row.dimensions.iter().map(optional));
    entries.extend([Entry::Coder(row), Entry::Number(row.start.into()), Entry::Number(row.end.into())]);
    entries.extend([Entry::Words(row), text(&row.memo), Entry::Moment(row.created)]);
    entries.push(Entry::Text(if row.important { tr!("important" => "yes") } else { "" }.into()));
    entries.push(row.turn.map_or(Entry::Text("".into()), |turn| Entry::Number(turn.into())));
    entries.push(Entry::Speakers(row));
    entries.push(Entry::Text(row.time.map_or_else(String::new, clock).into()));
    entries.push(text(row.account.as_ref().map_or("", Account::word)));
    let of_document = heads.document_attributes.iter().zip(&row.document_values);
    entries.extend(of_document.map(|(column, value)| attribute(value.as_deref(), column.kind)));
    entries
}

/// A number or a date if the attribute is of that kind and the value fits; otherwise text.
fn attribute(value: Option<&str>, kind: VariableKind) -> Entry<'_> {
    let value = value.unwrap_or_default();
    match kind {
        VariableKind::Number => {
            number(value).map_or(Entry::Text(value.into()), |n| Entry::Stated(n, value.trim_start_matches('+')))
        }
        VariableKind::Date if kind.fits(value) => Entry::Date(value),
        VariableKind::Date | VariableKind::Text | VariableKind::YesNo => Entry::Text(value.into()),
    }
}

fn memo_row(row: &MemoRow) -> Vec<Entry<'_>> {
    let texts = [row.kind.noun(), &row.on, &row.passage, &row.code, &row.text, &row.coder];
    let texts = texts.into_iter().map(|text: &str| Entry::Text(text.into()));
    texts.chain([Entry::Moment(row.created)]).collect()
}

/// ISO 8601 in UTC, from milliseconds since 1970; empty outside the calendar's range.
pub(super) fn moment(created: i64) -> String {
    jiff::Timestamp::from_millisecond(created).map_or_else(|_| String::new(), |moment| moment.to_string())
}
