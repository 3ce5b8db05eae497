//! The table as it is shown, for files, and the sentences below it.

use super::{Line, Shares, Shown, total};
use crate::analysis::CellAddress;
use crate::table::WithoutConsensus;
use crate::table::grid::{Cell, Row, Table, TotalShares, Totals};

impl Shown {
    /// Returns the sentences below the table, and of what the numbers are shares.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.table.notes().into_iter().chain(self.shares_note()).collect()
    }

    /// Says of what the percentages are shares, if the table has some.
    #[must_use]
    pub fn shares_note(&self) -> Option<String> {
        self.table.totals.as_ref().and_then(|_| self.view.shares.note(self.table.count))
    }

    /// Returns the table as shown, for a file: transposed, sorted, with shares instead of numbers, without hidden
    /// parts.
    #[must_use]
    pub fn to_table(&self) -> Table {
        let kept = |lines: &[Line]| (0..lines.len()).filter(|at| lines.get(*at).is_some_and(Option::is_some)).collect();
        let (rows, columns): (Vec<usize>, Vec<usize>) = (kept(&self.rows), kept(&self.columns));
        let cell =
            |row: usize, column: usize| match (self.cell(row, column), self.share_cell(self.address(row, column))) {
                (_, Some(share)) => share,
                (Some(Cell::Items(_)), None) => {
                    Cell::Items(self.items(row, column).into_iter().map(|(_, item)| item.clone()).collect())
                }
                (Some(cell), None) => cell.clone(),
                (None, None) => Cell::Text(String::new()),
            };
        let totals = self.table.totals.as_ref().map(|_| self.totals(&rows, &columns));
        Table {
            row_headers: self.row_headers().into_iter().map(str::to_owned).collect(),
            columns: columns.iter().map(|column| self.column_name(*column)).collect(),
            explanations: vec![],
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
            excluded: self.table.excluded.clone(),
            counted_apart: self.table.counted_apart,
            cautions: self.table.cautions.clone(),
            without_consensus: self.without_consensus(&rows, &columns),
            footnotes: self.table.footnotes.iter().cloned().chain(self.view.notes(self.table.count)).collect(),
            provenance: self.table.provenance.clone(),
        }
    }

    /// Returns the totals of these shown rows and columns, as numbers and as shown.
    fn totals(&self, rows: &[usize], columns: &[usize]) -> Totals {
        // Beyond the last row or column are the totals.
        let (below, beside) = (self.row_count(), self.column_count());
        let number = |row, column| {
            let address = self.address(row, column);
            total(&self.table, address.row, address.column)
        };
        let shown = |row, column| {
            self.share_cell(self.address(row, column)).unwrap_or_else(|| Cell::Value(number(row, column)))
        };
        Totals {
            rows: rows.iter().map(|&row| number(row, beside)).collect(),
            columns: columns.iter().map(|&column| number(below, column)).collect(),
            total: self.table.totals.as_ref().and_then(|totals| totals.total),
            shares: (self.view.shares != Shares::None).then(|| TotalShares {
                rows: rows.iter().map(|&row| shown(row, beside)).collect(),
                columns: columns.iter().map(|&column| shown(below, column)).collect(),
                total: shown(below, beside),
            }),
        }
    }

    /// The shown rows and columns about which the consensus coding says nothing.
    fn without_consensus(&self, rows: &[usize], columns: &[usize]) -> WithoutConsensus {
        // Beyond the last row or column are the totals.
        let (below, beside) = (self.row_count(), self.column_count());
        let shown = |lines: &[usize], address: &dyn Fn(usize) -> CellAddress| {
            let kept = lines.iter().enumerate();
            kept.filter(|(_, line)| self.table.is_without_consensus(address(**line))).map(|(at, _)| at).collect()
        };
        WithoutConsensus {
            rows: shown(rows, &|row| self.address(row, beside)),
            columns: shown(columns, &|column| self.address(below, column)),
        }
    }
}
