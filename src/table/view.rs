//! Views of a table: transposed, sorted, as shares, without empty rows and columns. A view never changes numbers, and
//! every shown position maps to an address in the table, so the passages of a number are the same in every view.
//!
//! Start reading at [`Shown`].

mod in_files;

use super::consensus::NO_CONSENSUS;
use super::grid::{Cell, CellItem, Table};
use crate::analysis::cooccurrence::coefficient;
use crate::analysis::{CellAddress, TabulationKind, line_key};
use crate::model::Count;
use crate::text::compare_values;
use crate::tr;
use std::cmp::Ordering;
use std::sync::Arc;

/// What the user chose to see of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Rows are shown as columns.
    pub transposed: bool,
    pub sort: Sort,
    pub shares: Shares,
    /// Hides rows, columns and codes without counts.
    pub hide_empty: bool,
    /// Shades the cells by their numbers.
    pub heat: bool,
}

impl Default for View {
    fn default() -> Self {
        Self { transposed: false, sort: Sort::default(), shares: Shares::default(), hide_empty: false, heat: true }
    }
}

/// The order of the shown rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As in the table.
    #[default]
    Original,
    Names {
        descending: bool,
    },
    /// By the numbers of the column with this [key](Shown::column_key); `None` is the column of totals.
    Column {
        name: Option<String>,
        descending: bool,
    },
    /// Rows as in the table, but the codes within a cell by count, highest first.
    Codes,
}

/// The total of which numbers are shown as shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shares {
    #[default]
    None,
    /// The total of the row as shown.
    Row,
    Column,
    /// Of codes by codes: what two codes have in common, divided by what they have together.
    Coefficient,
}

impl Shares {
    /// Says of what numbers are shares.
    fn note(self, count: Count) -> Option<String> {
        let whole = match count {
            Count::Participants => tr!("whole of shares" => "all participants who have a passage there"),
            Count::Documents => tr!("whole of shares" => "all documents that have a passage there"),
            Count::Passages => tr!("whole of shares" => "all passages there"),
            Count::Characters => tr!("whole of shares" => "all characters of the passages there"),
        };
        match self {
            Self::None => None,
            Self::Coefficient => Some(
                tr!(
                    "The coefficient is what two codes have in common, divided by what they have together: 0 if they never \
                     co-occur, 1 if they always do. If passages overlap several others, it may be outside these limits. The \
                     totals are counts."
                )
                .to_owned(),
            ),
            Self::Row => Some(tr!("Percentages are shares of the row total: of {whole}, each counted once.", whole)),
            Self::Column => {
                Some(tr!("Percentages are shares of the column total: of {whole}, each counted once.", whole))
            }
        }
    }
}

impl View {
    /// Returns footnotes on what the view hides, or shows instead of numbers.
    fn notes(&self, count: Count) -> impl Iterator<Item = String> + use<> {
        let hidden = self.hide_empty.then(|| tr!("Rows, columns and codes without a count are not shown.").to_owned());
        hidden.into_iter().chain(self.shares.note(count))
    }

    /// Swaps rows and columns. Every number keeps its share.
    pub fn transpose(&mut self) {
        self.transposed = !self.transposed;
        self.shares = match self.shares {
            Shares::None => Shares::None,
            Shares::Row => Shares::Column,
            Shares::Column => Shares::Row,
            Shares::Coefficient => Shares::Coefficient,
        };
        if matches!(self.sort, Sort::Column { .. }) {
            self.sort = Sort::Original;
        }
    }

    /// Cycles on each click on a column header: descending, ascending, original order.
    pub fn sort_by_column(&mut self, name: Option<&str>) {
        let name = name.map(str::to_owned);
        self.sort = match &self.sort {
            Sort::Column { name: now, descending: true } if *now == name => Sort::Column { name, descending: false },
            Sort::Column { name: now, descending: false } if *now == name => Sort::Original,
            _ => Sort::Column { name, descending: true },
        };
    }

    /// Cycles on each click on the header of a column of agreement figures: lowest first, which is where coders disagree,
    /// highest first, original order.
    pub fn sort_by_figure(&mut self, name: Option<&str>) {
        let name = name.map(str::to_owned);
        self.sort = match &self.sort {
            Sort::Column { name: now, descending: false } if *now == name => Sort::Column { name, descending: true },
            Sort::Column { name: now, descending: true } if *now == name => Sort::Original,
            _ => Sort::Column { name, descending: false },
        };
    }

    /// Cycles on each click on the header of the row names: ascending, descending, original order.
    pub fn sort_by_name(&mut self) {
        self.sort = match self.sort {
            Sort::Names { descending: false } => Sort::Names { descending: true },
            Sort::Names { descending: true } => Sort::Original,
            _ => Sort::Names { descending: false },
        };
    }
}

/// Index of a row or a column of the table; `None` is the one with totals.
type Line = Option<usize>;

/// A table as shown in a view. Created once for each table and view, not for every frame.
#[derive(Clone, Debug)]
pub struct Shown {
    pub table: Arc<Table>,
    pub view: View,
    rows: Vec<Line>,
    columns: Vec<Line>,
    /// The highest count in a cell, of codes by codes outside the diagonal; 0 in a table of statistics.
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
        // In a table of statistics, counts only explain a statistic and are not compared with each other.
        let figures = table.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Figure(_)));
        // Of codes by codes, the diagonal is no co-occurrence, and much higher than most cells.
        let with_diagonal = !matches!(table.kind, TabulationKind::Cooccurrence(_));
        let cells = table.rows.iter().enumerate().flat_map(|(at, row)| {
            row.cells.iter().enumerate().filter(move |(column, _)| with_diagonal || *column != at).map(|(_, cell)| cell)
        });
        let highest = if figures { 0 } else { cells.map(highest).max().unwrap_or(0) };
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
                named.sort_by(|a, b| compare_values(Some(&a.0), Some(&b.0), *descending));
                rows = named.into_iter().map(|(_, row)| row).collect();
            }
            Sort::Column { name, descending } => {
                let wanted = self.columns.iter().copied().find(|&column| match (column, name) {
                    (None, None) => true,
                    (Some(_), Some(name)) => line_key(&self.name_of_column(column)) == name,
                    _ => false,
                });
                if let Some(column) = wanted {
                    let valued = rows.iter().map(|&row| (self.value(row, column), row));
                    // A cell without a value is no low value: it comes last in both orders.
                    let (mut valued, others): (Vec<_>, Vec<_>) = valued.partition(|(value, _)| value.is_some());
                    valued.sort_by(|(a, _), (b, _)| {
                        let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
                        turned(a.total_cmp(&b), *descending)
                    });
                    rows = valued.into_iter().chain(others).map(|(_, row)| row).collect();
                }
            }
        }
        rows.extend(last);
        self.rows = rows;
    }

    /// Returns the shown value by which a row is sorted; `None` for a statistic without a value.
    fn value(&self, row: Line, column: Line) -> Option<f64> {
        let address = self.place(row, column);
        if self.table.is_without_consensus(address) {
            return None;
        }
        let cell =
            address.row.zip(address.column).and_then(|(row, column)| self.table.rows.get(row)?.cells.get(column));
        Some(match cell {
            Some(Cell::Quotes { quotes, more }) => quotes.len() as f64 + *more as f64,
            Some(Cell::Figure(figure)) => *figure,
            Some(Cell::Undefined(_)) => return None,
            _ => self.share_at(address).unwrap_or_else(|| self.number_at(address).map_or(-1.0, |n| n as f64)),
        })
    }

    /// Whether a shown column contains agreement figures.
    #[must_use]
    pub fn has_figures(&self, column: usize) -> bool {
        let Some(&column) = self.columns.get(column) else { return false };
        let cell = |row: Line| {
            let address = self.place(row, column);
            self.table.rows.get(address.row?)?.cells.get(address.column?)
        };
        self.rows.iter().any(|&row| matches!(cell(row), Some(Cell::Figure(_))))
    }

    /// True if there is nothing but totals.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.table.rows.is_empty() || self.table.columns.is_empty()
    }

    /// True if a shown total is less than the sum of its row or column, because it counts what is in several of them once.
    #[must_use]
    pub fn has_overlaps(&self) -> bool {
        let number = |row: usize, column: usize| self.number(row, column).unwrap_or(0);
        let (below, beside) = (self.rows.len().saturating_sub(1), self.columns.len().saturating_sub(1));
        let row_sum = |row: usize| (0..beside).map(|column| number(row, column)).sum();
        let column_sum = |column: usize| (0..below).map(|row| number(row, column)).sum();
        self.table.totals.is_some()
            && ((0..below).any(|row| number(row, beside) < row_sum(row))
                || (0..beside).any(|column| number(below, column) < column_sum(column)))
    }

    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn column_count(&self) -> usize {
        self.columns.len()
    }

    /// Returns the table's address of a shown position; beyond the last row or column, that of the totals.
    #[must_use]
    pub fn address(&self, row: usize, column: usize) -> CellAddress {
        let line = |lines: &[Line], place: usize| lines.get(place).copied().flatten();
        self.place(line(&self.rows, row), line(&self.columns, column))
    }

    fn place(&self, row: Line, column: Line) -> CellAddress {
        let (row, column) = if self.view.transposed { (column, row) } else { (row, column) };
        CellAddress { row, column, item: None }
    }

    /// Whether a code meets itself here, in a table of codes by codes.
    #[must_use]
    pub fn is_diagonal(&self, row: usize, column: usize) -> bool {
        let CellAddress { row, column, .. } = self.address(row, column);
        matches!(self.table.kind, TabulationKind::Cooccurrence(_)) && row.is_some() && row == column
    }

    /// Whether nothing is known here, because there is no consensus on the document or the participant of the row or column.
    #[must_use]
    pub fn is_without_consensus(&self, row: usize, column: usize) -> bool {
        self.table.is_without_consensus(self.address(row, column))
    }

    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        let address = self.address(row, column);
        self.table.rows.get(address.row?)?.cells.get(address.column?)
    }

    /// Returns the shown codes of a cell, each with its index in the table's cell.
    #[must_use]
    pub fn items(&self, row: usize, column: usize) -> Vec<(usize, &CellItem)> {
        let Some(Cell::Items(items)) = self.cell(row, column) else { return vec![] };
        let mut items: Vec<(usize, &CellItem)> =
            items.iter().enumerate().filter(|(_, item)| !self.view.hide_empty || item.count > 0).collect();
        if self.view.sort == Sort::Codes {
            items.sort_by_key(|(_, item)| std::cmp::Reverse(item.count));
        }
        items
    }

    /// Returns the number at a shown position, in a table of numbers.
    #[must_use]
    pub fn number(&self, row: usize, column: usize) -> Option<u64> {
        self.number_at(self.address(row, column))
    }

    fn number_at(&self, address: CellAddress) -> Option<u64> {
        self.table.number_at(CellAddress { item: None, ..address })
    }

    /// Returns a number's share of the total of its row or column, if shares are shown and there is a total.
    #[must_use]
    pub fn share(&self, row: usize, column: usize) -> Option<f64> {
        self.share_at(self.address(row, column))
    }

    fn share_at(&self, address: CellAddress) -> Option<f64> {
        let of_own_row = match self.view.shares {
            Shares::None => return None,
            Shares::Coefficient => return self.coefficient_at(address),
            Shares::Row => !self.view.transposed,
            Shares::Column => self.view.transposed,
        };
        self.table.totals.as_ref()?;
        let whole = if of_own_row { (address.row, None) } else { (None, address.column) };
        let whole = total(&self.table, whole.0, whole.1);
        (whole > 0).then_some(self.number_at(address)? as f64 / whole as f64)
    }

    /// Returns the coefficient of two codes; `None` for totals, and for other tables.
    fn coefficient_at(&self, address: CellAddress) -> Option<f64> {
        let (Some(row), Some(column), TabulationKind::Cooccurrence(_)) = (address.row, address.column, self.table.kind)
        else {
            return None;
        };
        let of_code = |row, column| total(&self.table, row, column);
        coefficient(self.number_at(address)?, of_code(Some(row), None), of_code(None, Some(column)))
    }

    /// Returns the cell of a number where shares are shown: a count must not stand among percentages.
    fn share_cell(&self, address: CellAddress) -> Option<Cell> {
        if self.view.shares == Shares::None || self.table.totals.is_none() {
            return None;
        }
        let number = self.number_at(address)?;
        if self.view.shares == Shares::Coefficient {
            return Some(self.coefficient_at(address).map_or(Cell::Value(number), Cell::Figure));
        }
        Some(self.share_at(address).map_or_else(|| Cell::Undefined(tr!("the total is 0").to_owned()), Cell::Share))
    }

    /// Returns what is shown at a position: a number, its share, or the lines of a cell.
    #[must_use]
    pub fn lines(&self, row: usize, column: usize) -> Vec<String> {
        let address = self.address(row, column);
        if self.table.is_without_consensus(address) {
            return vec![NO_CONSENSUS.to_owned()];
        }
        if let Some(share) = self.share_cell(address) {
            return share.lines();
        }
        if let Some(total) = self.table.totals.as_ref().and_then(|totals| totals.at(address.row, address.column)) {
            return total.lines();
        }
        match (self.number(row, column), self.cell(row, column)) {
            (Some(number), _) => vec![number.to_string()],
            (None, Some(Cell::Items(_))) => self.items(row, column).iter().map(|(_, i)| i.to_string()).collect(),
            (None, Some(cell)) => cell.lines(),
            (None, None) => vec![],
        }
    }

    /// Returns the names of the columns that hold the row names.
    #[must_use]
    pub fn row_headers(&self) -> Vec<&str> {
        if self.view.transposed { vec![""] } else { self.table.row_headers.iter().map(String::as_str).collect() }
    }

    /// Returns the names of a shown row, one for each row header.
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

    /// Returns what the figures of a column mean, if the table explains it.
    #[must_use]
    pub fn explanation(&self, column: usize) -> Option<&str> {
        let column = self.columns.get(column).copied().flatten().filter(|_| !self.view.transposed)?;
        self.table.explanations.get(column).map(String::as_str).filter(|words| !words.is_empty())
    }

    /// Returns the name to sort by when a column header is clicked.
    #[must_use]
    pub fn column_key(&self, column: usize) -> Option<String> {
        let line = self.columns.get(column).copied().flatten();
        line.map(|_| line_key(&self.name_of_column(line)).to_owned())
    }

    /// Returns `Some(descending)` if the rows are sorted by this column.
    #[must_use]
    pub fn sorted(&self, column: usize) -> Option<bool> {
        match &self.view.sort {
            Sort::Column { name, descending } if *name == self.column_key(column) => Some(*descending),
            _ => None,
        }
    }

    /// True for a position in a row or column of totals.
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

    /// Returns everything shown, row by row, beginning with the names; each position is a list of lines.
    #[must_use]
    pub fn grid(&self) -> Vec<Vec<Vec<String>>> {
        let columns = 0..self.column_count();
        let head = self.row_headers().into_iter().map(str::to_owned);
        let head = head.chain(columns.clone().map(|column| self.column_name(column))).map(|name| vec![name]);
        let row = |row: usize| -> Vec<Vec<String>> {
            let names = self.row_names(row).into_iter().map(|name| vec![name]);
            names.chain(columns.clone().map(|column| self.lines(row, column))).collect()
        };
        std::iter::once(head.collect()).chain((0..self.row_count()).map(row)).collect()
    }
}

fn own_row(table: &Table, line: Line) -> String {
    line.and_then(|row| table.rows.get(row))
        .map_or_else(|| tr!("row or column of a table" => "Total").to_owned(), |row| row.header.join(" · "))
}

fn own_column(table: &Table, line: Line) -> String {
    line.and_then(|column| table.columns.get(column))
        .map_or_else(|| tr!("row or column of a table" => "Total").to_owned(), Clone::clone)
}

fn total(table: &Table, row: Line, column: Line) -> u64 {
    let Some(totals) = &table.totals else { return 0 };
    match (row, column) {
        (Some(row), _) => totals.rows.get(row).copied().unwrap_or(0),
        (None, Some(column)) => totals.columns.get(column).copied().unwrap_or(0),
        (None, None) => totals.total.unwrap_or(0),
    }
}

fn is_empty(cell: &Cell) -> bool {
    match cell {
        Cell::Items(items) => items.iter().all(|item| item.count == 0),
        Cell::Value(number) => *number == 0,
        Cell::Quotes { quotes, more } => quotes.is_empty() && *more == 0,
        Cell::Undefined(_) => true,
        Cell::Mean(_) | Cell::Figure(_) | Cell::Share(_) | Cell::Range(..) | Cell::Text(_) | Cell::Attribute { .. } => {
            false
        }
    }
}

fn highest(cell: &Cell) -> u64 {
    match cell {
        Cell::Value(number) => *number,
        Cell::Items(items) => items.iter().map(|item| item.count).max().unwrap_or(0),
        _ => 0,
    }
}

fn turned(order: Ordering, descending: bool) -> Ordering {
    if descending { order.reverse() } else { order }
}

impl Table {
    /// Returns the number in a cell, or of a code in it; `None` for other contents.
    #[must_use]
    pub fn number_at(&self, address: CellAddress) -> Option<u64> {
        match (address.row, address.column) {
            (Some(row), Some(column)) => match (self.rows.get(row)?.cells.get(column)?, address.item) {
                (Cell::Value(number), None) => Some(*number),
                (Cell::Items(items), Some(item)) => items.get(item).map(|item| item.count),
                _ => None,
            },
            (None, None) => self.totals.as_ref().and_then(|totals| totals.total),
            (row, column) => self.totals.as_ref().map(|_| total(self, row, column)),
        }
    }
}

#[cfg(test)]
mod tests;
