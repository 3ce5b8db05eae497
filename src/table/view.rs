//! How a table is looked at: turned, sorted, as shares, without what is empty. The numbers stay what they are, and every
//! place that is shown leads back to the table's own address: the passages behind a number are the same in every view.
//!
//! Start reading at [`Shown`].

use super::grid::{Cell, Item, Row, Table, Totals};
use crate::analysis::CellAddress;
use std::cmp::Ordering;
use std::sync::Arc;

/// What a person chose to see of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Rows stand as columns.
    pub transposed: bool,
    pub sort: Sort,
    pub shares: Shares,
    /// Without rows, columns and codes that nothing was counted for.
    pub hide_empty: bool,
    /// Shades behind the numbers.
    pub heat: bool,
}

impl Default for View {
    fn default() -> Self {
        Self { transposed: false, sort: Sort::default(), shares: Shares::default(), hide_empty: false, heat: true }
    }
}

/// The order of the rows that are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the table has them.
    #[default]
    Original,
    Names {
        descending: bool,
    },
    /// By the numbers of a column, by its name; `None` is the column of totals.
    Column {
        name: Option<String>,
        descending: bool,
    },
    /// Rows as they are, and the codes within a cell by their counts, most first.
    Codes,
}

/// Of what a number is shown as a share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shares {
    #[default]
    None,
    /// Of the total of its row, as rows are shown.
    Row,
    Column,
}

impl View {
    /// Sentences on what a file made of this view does not show, or shows in place of the numbers.
    fn notes(&self) -> impl Iterator<Item = String> {
        let hidden = self.hide_empty.then_some("Rows, columns and codes without a count are not shown.");
        let shares = match self.shares {
            Shares::None => None,
            Shares::Row => Some("Percentages are shares of the total of the row."),
            Shares::Column => Some("Percentages are shares of the total of the column."),
        };
        hidden.into_iter().chain(shares).map(str::to_owned)
    }

    /// Turns rows into columns. Every number keeps its share.
    pub fn transpose(&mut self) {
        self.transposed = !self.transposed;
        self.shares = match self.shares {
            Shares::None => Shares::None,
            Shares::Row => Shares::Column,
            Shares::Column => Shares::Row,
        };
        if matches!(self.sort, Sort::Column { .. }) {
            self.sort = Sort::Original;
        }
    }

    /// A click on a column's head: most first, then least first, then as it was.
    pub fn sort_by_column(&mut self, name: Option<&str>) {
        let name = name.map(str::to_owned);
        self.sort = match &self.sort {
            Sort::Column { name: now, descending: true } if *now == name => Sort::Column { name, descending: false },
            Sort::Column { name: now, descending: false } if *now == name => Sort::Original,
            _ => Sort::Column { name, descending: true },
        };
    }

    /// A click on the head of the rows' names: ascending, then descending, then as it was.
    pub fn sort_by_name(&mut self) {
        self.sort = match self.sort {
            Sort::Names { descending: false } => Sort::Names { descending: true },
            Sort::Names { descending: true } => Sort::Original,
            _ => Sort::Names { descending: false },
        };
    }
}

/// A row or a column of the table; `None` is the one of totals.
type Line = Option<usize>;

/// A table as it is looked at. Made once for a table and a view, not for every frame.
#[derive(Clone, Debug)]
pub struct Shown {
    pub table: Arc<Table>,
    pub view: View,
    rows: Vec<Line>,
    columns: Vec<Line>,
    /// The highest number of a cell; 0 in a table of figures.
    pub highest: u64,
}

impl Shown {
    #[must_use]
    pub fn new(table: Arc<Table>, view: View) -> Self {
        let kept = |count: usize, full: &dyn Fn(usize) -> bool| -> Vec<Line> {
            (0..count).filter(|&line| !view.hide_empty || full(line)).map(Some).collect()
        };
        let width = table.columns.len();
        let mut own_rows = kept(table.rows.len(), &|row| {
            total(&table, Some(row), None) > 0
                || table.rows.get(row).is_some_and(|row| row.cells.iter().any(|cell| !is_empty(cell)))
        });
        let mut own_columns = kept(width, &|column| {
            total(&table, None, Some(column)) > 0
                || table.rows.iter().filter_map(|row| row.cells.get(column)).any(|cell| !is_empty(cell))
        });
        if table.totals.is_some() {
            own_rows.push(None);
            own_columns.push(None);
        }
        // Counts beside figures say how the figure came about: they are not to be weighed against each other.
        let mut cells = table.rows.iter().flat_map(|row| &row.cells);
        let figures = cells.any(|cell| matches!(cell, Cell::Figure(_)));
        let highest =
            if figures { 0 } else { table.rows.iter().flat_map(|row| &row.cells).map(highest).max().unwrap_or(0) };
        let (rows, columns) = if view.transposed { (own_columns, own_rows) } else { (own_rows, own_columns) };
        let mut shown = Self { table, view, rows, columns, highest };
        shown.sort();
        shown
    }

    fn sort(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        let last = rows.iter().rposition(|row| row.is_none()).map(|_| None);
        rows.retain(Option::is_some);
        match &self.view.sort {
            Sort::Original | Sort::Codes => {}
            Sort::Names { descending } => {
                let mut named: Vec<(String, Line)> = rows.iter().map(|&row| (self.name_of_row(row), row)).collect();
                named.sort_by(|a, b| turned(by_name(&a.0, &b.0), *descending));
                rows = named.into_iter().map(|(_, row)| row).collect();
            }
            Sort::Column { name, descending } => {
                let wanted = self.columns.iter().copied().find(|&column| match (column, name) {
                    (None, None) => true,
                    (Some(_), Some(name)) => self.name_of_column(column) == *name,
                    _ => false,
                });
                if let Some(column) = wanted {
                    let mut valued: Vec<(f64, Line)> = rows.iter().map(|&row| (self.value(row, column), row)).collect();
                    valued.sort_by(|a, b| turned(a.0.total_cmp(&b.0), *descending));
                    rows = valued.into_iter().map(|(_, row)| row).collect();
                }
            }
        }
        rows.extend(last);
        self.rows = rows;
    }

    /// What a row is sorted by: what is seen.
    fn value(&self, row: Line, column: Line) -> f64 {
        let address = self.place(row, column);
        let cell =
            address.row.zip(address.column).and_then(|(row, column)| self.table.rows.get(row)?.cells.get(column));
        match cell {
            Some(Cell::Quotes { quotes, more }) => quotes.len() as f64 + *more as f64,
            Some(Cell::Figure(figure)) => *figure,
            // What has no value is not low: it stands apart from what has one.
            Some(Cell::Undefined(_)) => f64::NEG_INFINITY,
            _ => self.share_at(address).unwrap_or_else(|| self.number_at(address).map_or(-1.0, |n| n as f64)),
        }
    }

    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// The address of a shown place in the table; past the end it is that of the totals.
    #[must_use]
    pub fn address(&self, row: usize, column: usize) -> CellAddress {
        let line = |lines: &[Line], place: usize| lines.get(place).copied().flatten();
        self.place(line(&self.rows, row), line(&self.columns, column))
    }

    fn place(&self, row: Line, column: Line) -> CellAddress {
        let (row, column) = if self.view.transposed { (column, row) } else { (row, column) };
        CellAddress { row, column, item: None }
    }

    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        let address = self.address(row, column);
        self.table.rows.get(address.row?)?.cells.get(address.column?)
    }

    /// The codes of a cell as they are shown, each with its place in the table's cell.
    #[must_use]
    pub fn items(&self, row: usize, column: usize) -> Vec<(usize, &Item)> {
        let Some(Cell::Items(items)) = self.cell(row, column) else { return vec![] };
        let mut items: Vec<(usize, &Item)> =
            items.iter().enumerate().filter(|(_, item)| !self.view.hide_empty || item.count > 0).collect();
        if self.view.sort == Sort::Codes {
            items.sort_by_key(|(_, item)| std::cmp::Reverse(item.count));
        }
        items
    }

    /// The number at a shown place, in a table of numbers.
    #[must_use]
    pub fn number(&self, row: usize, column: usize) -> Option<u64> {
        self.number_at(self.address(row, column))
    }

    fn number_at(&self, address: CellAddress) -> Option<u64> {
        match (address.row, address.column) {
            (Some(row), Some(column)) => match self.table.rows.get(row)?.cells.get(column)? {
                Cell::Value(number) => Some(*number),
                _ => None,
            },
            (row, column) => self.table.totals.as_ref().map(|_| total(&self.table, row, column)),
        }
    }

    /// What part a number is of the total of its row or column, when shares are wanted and there is a total.
    #[must_use]
    pub fn share(&self, row: usize, column: usize) -> Option<f64> {
        self.share_at(self.address(row, column))
    }

    fn share_at(&self, address: CellAddress) -> Option<f64> {
        let of_own_row = match self.view.shares {
            Shares::None => return None,
            Shares::Row => !self.view.transposed,
            Shares::Column => self.view.transposed,
        };
        self.table.totals.as_ref()?;
        let whole = if of_own_row { (address.row, None) } else { (None, address.column) };
        let whole = total(&self.table, whole.0, whole.1);
        (whole > 0).then_some(self.number_at(address)? as f64 / whole as f64)
    }

    /// What stands at a shown place: a number or its share, or the lines of a cell.
    #[must_use]
    pub fn words(&self, row: usize, column: usize) -> Vec<String> {
        if let Some(share) = self.share(row, column) {
            return vec![percent(share)];
        }
        match (self.number(row, column), self.cell(row, column)) {
            (Some(number), _) => vec![number.to_string()],
            (None, Some(Cell::Items(_))) => self.items(row, column).iter().map(|(_, i)| i.to_string()).collect(),
            (None, Some(cell)) => cell.lines(),
            (None, None) => vec![],
        }
    }

    /// Names of the columns that hold the rows' names.
    #[must_use]
    pub fn row_headers(&self) -> Vec<&str> {
        if self.view.transposed { vec![""] } else { self.table.row_headers.iter().map(String::as_str).collect() }
    }

    /// The names of a shown row, one a row header.
    #[must_use]
    pub fn row_names(&self, row: usize) -> Vec<String> {
        let line = self.rows.get(row).copied().flatten();
        match line.filter(|_| !self.view.transposed).and_then(|row| self.table.rows.get(row)) {
            Some(row) => row.header.clone(),
            None => {
                let empty = self.row_headers().len().saturating_sub(1);
                std::iter::once(self.name_of_row(line)).chain(std::iter::repeat_n(String::new(), empty)).collect()
            }
        }
    }

    #[must_use]
    pub fn row_name(&self, row: usize) -> String {
        self.name_of_row(self.rows.get(row).copied().flatten())
    }

    #[must_use]
    pub fn column_name(&self, column: usize) -> String {
        self.name_of_column(self.columns.get(column).copied().flatten())
    }

    /// What a click on a column's head sorts by.
    #[must_use]
    pub fn column_key(&self, column: usize) -> Option<String> {
        let line = self.columns.get(column).copied().flatten();
        line.map(|_| self.name_of_column(line))
    }

    /// `Some(descending)` for the column that rows are sorted by.
    #[must_use]
    pub fn sorted(&self, column: usize) -> Option<bool> {
        match &self.view.sort {
            Sort::Column { name, descending } if *name == self.column_key(column) => Some(*descending),
            _ => None,
        }
    }

    /// True for a row or a column of totals.
    #[must_use]
    pub fn is_total(&self, row: usize, column: usize) -> bool {
        let address = self.address(row, column);
        address.row.is_none() || address.column.is_none()
    }

    fn name_of_row(&self, line: Line) -> String {
        if self.view.transposed { own_column(&self.table, line) } else { own_row(&self.table, line) }
    }

    fn name_of_column(&self, line: Line) -> String {
        if self.view.transposed { own_row(&self.table, line) } else { own_column(&self.table, line) }
    }

    /// All that is shown, row by row, the names first; every place with its lines.
    #[must_use]
    pub fn grid(&self) -> Vec<Vec<Vec<String>>> {
        let columns = 0..self.column_count();
        let head = self.row_headers().into_iter().map(str::to_owned);
        let head = head.chain(columns.clone().map(|column| self.column_name(column))).map(|name| vec![name]);
        let row = |row: usize| -> Vec<Vec<String>> {
            let names = self.row_names(row).into_iter().map(|name| vec![name]);
            names.chain(columns.clone().map(|column| self.words(row, column))).collect()
        };
        std::iter::once(head.collect()).chain((0..self.row_count()).map(row)).collect()
    }
}

impl Shown {
    /// The table as it is looked at, for a file: turned, sorted, with shares in place of numbers, without what is hidden.
    #[must_use]
    pub fn to_table(&self) -> Table {
        let own = |lines: &[Line]| (0..lines.len()).filter(|at| lines.get(*at).is_some_and(Option::is_some)).collect();
        let (rows, columns): (Vec<usize>, Vec<usize>) = (own(&self.rows), own(&self.columns));
        let shares = self.view.shares != Shares::None;
        let cell = |row: usize, column: usize| match (self.cell(row, column), self.share(row, column)) {
            (_, Some(share)) => Cell::Text(percent(share)),
            (Some(Cell::Items(_)), None) => {
                Cell::Items(self.items(row, column).into_iter().map(|(_, item)| item.clone()).collect())
            }
            (Some(cell), None) => cell.clone(),
            (None, None) => Cell::Text(String::new()),
        };
        let sum = |row: Option<usize>, column: Option<usize>| {
            let line = |lines: &[Line], at: Option<usize>| at.and_then(|at| lines.get(at).copied().flatten());
            let address = self.place(line(&self.rows, row), line(&self.columns, column));
            total(&self.table, address.row, address.column)
        };
        let totals = self.table.totals.as_ref().filter(|_| !shares).map(|_| Totals {
            rows: rows.iter().map(|row| sum(Some(*row), None)).collect(),
            columns: columns.iter().map(|column| sum(None, Some(*column))).collect(),
            total: sum(None, None),
        });
        Table {
            row_headers: self.row_headers().into_iter().map(str::to_owned).collect(),
            columns: columns.iter().map(|column| self.column_name(*column)).collect(),
            rows: rows
                .iter()
                .map(|&row| Row {
                    header: self.row_names(row),
                    cells: columns.iter().map(|&column| cell(row, column)).collect(),
                })
                .collect(),
            totals,
            name: self.table.name.clone(),
            title: self.table.title.clone(),
            count: self.table.count,
            kind: self.table.kind,
            left_out: self.table.left_out.clone(),
            footnotes: self.table.footnotes.iter().cloned().chain(self.view.notes()).collect(),
            provenance: self.table.provenance.clone(),
        }
    }
}

fn own_row(table: &Table, line: Line) -> String {
    line.and_then(|row| table.rows.get(row)).map_or_else(|| "Total".to_owned(), |row| row.header.join(" · "))
}

fn own_column(table: &Table, line: Line) -> String {
    line.and_then(|column| table.columns.get(column)).map_or_else(|| "Total".to_owned(), Clone::clone)
}

fn total(table: &Table, row: Line, column: Line) -> u64 {
    let Some(totals) = &table.totals else { return 0 };
    match (row, column) {
        (Some(row), _) => totals.rows.get(row).copied().unwrap_or(0),
        (None, Some(column)) => totals.columns.get(column).copied().unwrap_or(0),
        (None, None) => totals.total,
    }
}

fn is_empty(cell: &Cell) -> bool {
    match cell {
        Cell::Items(items) => items.iter().all(|item| item.count == 0),
        Cell::Value(number) => *number == 0,
        Cell::Quotes { quotes, more } => quotes.is_empty() && *more == 0,
        Cell::Undefined(_) => true,
        Cell::Mean(_) | Cell::Figure(_) | Cell::Range(..) | Cell::Text(_) | Cell::Attribute { .. } => false,
    }
}

fn highest(cell: &Cell) -> u64 {
    match cell {
        Cell::Value(number) => *number,
        Cell::Items(items) => items.iter().map(|item| item.count).max().unwrap_or(0),
        _ => 0,
    }
}

/// Numbers by size, everything else as a reader looks for it.
fn by_name(a: &str, b: &str) -> Ordering {
    match (crate::model::values::number(a), crate::model::values::number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.to_lowercase().cmp(&b.to_lowercase()),
    }
}

fn turned(order: Ordering, descending: bool) -> Ordering {
    if descending { order.reverse() } else { order }
}

/// `33.3%`, `50%`; what is there is never shown as nothing.
#[must_use]
pub fn percent(share: f64) -> String {
    let rounded = (share * 1_000.0).round() / 10.0;
    if share > 0.0 && rounded == 0.0 { "<0.1%".to_owned() } else { format!("{}%", super::number::plain(rounded)) }
}

#[cfg(test)]
mod tests;
