//! What is asked of a table: its query, codes with codes, and what the passages of a cell are.

use super::Content;
use super::TablesRoom;
use crate::analysis::query::{MatrixCounts, MatrixLine, PassageQuery, query_of_cell};
use crate::analysis::{Axis, CellAddress, Cooccurrence, CooccurrenceUnit, CountedAs, TableRequest, TabulationKind};
use crate::engine::Selection;
use crate::engine::compare::{Unit, report};
use crate::engine::reading::{PassageScope, TableQuery};
use crate::model::{Count, Noun, Study, UserId};
use crate::table::Cell;
use crate::tr;

impl TablesRoom {
    /// Returns the query for the table shown.
    #[must_use]
    pub fn query(&self, users: Vec<UserId>) -> Option<TableQuery> {
        let (filter, sets) = (self.filter.clone(), self.sets.clone());
        let scope = PassageScope { filter, sets, spoken_by: self.spoken_by, account: self.account };
        let request = match self.request.clone()? {
            request if request.cooccurrence().is_some() => {
                TableRequest::Cooccurrence(Cooccurrence { unit: self.unit, codes: vec![] })
            }
            request => request,
        };
        let counted_as = self.counted_as(&request);
        Some(TableQuery { request, count: self.count, users, scope, counted_as })
    }

    /// Returns what an export of the table writes.
    #[must_use]
    pub fn selection(&self, users: Vec<UserId>) -> Option<Selection> {
        let (query, view) = (self.query(users)?, self.view.clone());
        Some(Selection::Shown { query, view, quotes: self.content == Content::Quotes, passages: true })
    }

    /// True for a table of codes by codes.
    #[must_use]
    pub fn is_cooccurrence(&self) -> bool {
        self.request.as_ref().is_some_and(|request| request.cooccurrence().is_some())
    }

    /// True for a table in which codes are counted, so that those above them can be, too.
    #[must_use]
    pub fn counts_codes(&self) -> bool {
        match &self.request {
            Some(TableRequest::Matrix { rows, columns }) => {
                [rows, columns].into_iter().any(|axis| matches!(axis, Axis::Code | Axis::Dimension(_)))
            }
            Some(_) => true,
            None => false,
        }
    }

    fn counted_as(&self, request: &TableRequest) -> CountedAs {
        // A draft is shown as it is first counted.
        let rolls_up = self.with_subcodes && !matches!(request, TableRequest::Draft(_));
        if rolls_up { CountedAs::WITH_PARENTS } else { CountedAs::default() }
    }

    /// Sets in what two codes co-occur. The numbers are others, so no cell stays open.
    pub fn set_unit(&mut self, unit: CooccurrenceUnit) {
        if self.unit != unit {
            self.unit = unit;
            self.close_cell();
            self.stale = true;
        }
    }

    /// Sets whether passages of subcodes count for the codes above them. Rows may be added, so no cell stays open.
    pub fn set_with_subcodes(&mut self, with_subcodes: bool) {
        if self.with_subcodes != with_subcodes {
            self.with_subcodes = with_subcodes;
            self.close_cell();
            self.stale = true;
        }
    }

    /// Rows become columns, and columns rows.
    pub fn swap_axes(&mut self) {
        if let Some(TableRequest::Matrix { rows, columns }) = self.request.clone() {
            self.set_axes(columns, rows);
        }
    }

    /// Says why the table of codes by codes tells nothing; `None` if codes co-occur in it, and for other tables.
    #[must_use]
    pub fn why_nothing_co_occurs(&self) -> Option<&'static str> {
        let table = self.table.as_deref().filter(|table| matches!(table.kind, TabulationKind::Cooccurrence(_)))?;
        let counts = |row, column| table.number_at(CellAddress::cell(row, column)).is_some_and(|number| number > 0);
        let codes = 0..table.rows.len();
        if codes.clone().any(|row| (0..row).any(|column| counts(row, column))) {
            return None;
        }
        Some(match codes.clone().any(|code| counts(code, code)) {
            true => tr!("No codes co-occur here: all numbers outside the diagonal are 0."),
            false => tr!("No code has a passage that this table counts."),
        })
    }

    /// Returns a title for the open cell: row, column, and the code within it.
    #[must_use]
    pub fn cell_title(&self) -> Option<String> {
        let (table, cell) = (self.table.as_deref()?, self.cell?);
        let row = cell.row.and_then(|row| table.rows.get(row)).map(|row| row.header.join(" · "));
        let column = cell.column.and_then(|column| table.columns.get(column)).cloned();
        let item = cell.row.zip(cell.column).zip(cell.item).and_then(|((row, column), item)| {
            match table.rows.get(row)?.cells.get(column)? {
                Cell::Items(items) => items.get(item).map(|item| item.label.clone()),
                _ => None,
            }
        });
        let parts: Vec<String> = [item, row, column].into_iter().flatten().collect();
        Some(if parts.is_empty() { tr!("Whole table").to_owned() } else { parts.join(" · ") })
    }

    /// Returns the query that finds the passages of the open cell, if a query can ask for them.
    #[must_use]
    pub fn query_of_cell(&self, study: &Study) -> Option<PassageQuery> {
        let (table, cell) = (self.table.as_deref()?, self.cell?);
        // Sets, and whose experience passages are about, are no conditions of queries alone.
        if !self.sets.is_empty() || self.account.is_some() || table.count == Count::Characters {
            return None;
        }
        let code = &Axis::Code;
        let (rows, columns) = match self.request.as_ref()? {
            request if request.cooccurrence().is_some() => (code, code),
            TableRequest::Matrix { rows, columns } => (rows, columns),
            _ => return None,
        };
        let row = cell.row.and_then(|row| table.rows.get(row)).and_then(|row| row.header.first());
        let column = cell.column.and_then(|column| table.columns.get(column));
        let lines = [(rows, row), (columns, column)];
        let lines = lines.into_iter().filter_map(|(axis, name)| Some(MatrixLine { axis, name: name? }));
        let counts = MatrixCounts { filter: &self.filter, with_subcodes: self.with_subcodes, unit: self.unit };
        query_of_cell(&lines.collect::<Vec<_>>(), counts, study)
    }

    /// Returns why the open cell shows another number than that of its passages, each of which is listed once for each
    /// coder; `None` if it is the same number.
    #[must_use]
    pub fn why_other_number(&self, listed: u64) -> Option<String> {
        let (table, cell) = (self.table.as_deref()?, self.cell?);
        let number = table.number_at(cell).filter(|number| *number != listed)?;
        let units = match table.kind {
            TabulationKind::Cooccurrence(unit) => units(unit, number),
            _ => None,
        };
        if let Some(units) = units {
            return Some(tr!("The table counts {units}, each once.", units));
        }
        Some(match table.count {
            Count::Participants => {
                tr!("The table counts {participants}, each once.", participants = Noun::Participant.counted(number))
            }
            Count::Documents => {
                tr!("The table counts {documents}, each once.", documents = Noun::Document.counted(number))
            }
            Count::Passages => tr!(
                "The table counts {passages}: a passage that several coders coded alike counts once.",
                passages = Noun::Passage.counted(number)
            ),
            Count::Characters => tr!(
                "The table counts {characters} in these passages; text in several of them counts once.",
                characters = Noun::Character.counted(number)
            ),
        })
    }
}

/// Returns the number of units in which codes co-occur: `57 turns`; `None` for pairs of passages.
fn units(unit: CooccurrenceUnit, number: u64) -> Option<String> {
    Some(match unit {
        CooccurrenceUnit::Overlap => return None,
        CooccurrenceUnit::Document => Noun::Document.counted(number),
        CooccurrenceUnit::Participant => Noun::Participant.counted(number),
        unit => report::counted_units(Unit::Cut(unit.cut()?), number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Row, Table};
    use std::sync::Arc;

    #[test]
    fn a_table_of_codes_by_codes_says_why_it_tells_nothing() {
        let why = |kind, counts: [[u64; 2]; 2]| {
            let row = |counts: [u64; 2]| Row { header: vec![], cells: counts.map(Cell::Value).into() };
            let table =
                Table { kind, columns: vec![String::new(); 2], rows: counts.map(row).into(), ..Table::default() };
            TablesRoom { table: Some(Arc::new(table)), ..TablesRoom::default() }.why_nothing_co_occurs()
        };
        let kind = TabulationKind::Cooccurrence(CooccurrenceUnit::Overlap);
        assert_eq!(why(kind, [[0, 0], [0, 0]]), Some("No code has a passage that this table counts."));
        let alone = "No codes co-occur here: all numbers outside the diagonal are 0.";
        assert_eq!(why(kind, [[2, 0], [0, 1]]), Some(alone));
        assert_eq!(why(kind, [[2, 1], [1, 1]]), None);
        assert_eq!(why(TabulationKind::Matrix, [[0, 0], [0, 0]]), None);
    }
}
