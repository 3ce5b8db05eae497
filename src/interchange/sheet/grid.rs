//! The filled cells of a sheet, put in by row and column as they come, and the table that they make.
//!
//! Memory follows the cells in which something stands, whatever range a sheet claims.

use super::{Problem, Sheet, SheetRow, Stopped, head, too_many_cells, too_many_columns, too_many_rows, too_many_words};
use crate::interchange::remark::{Loss, Refusal, Warning};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of a row with their columns, from 0, in order.
type Filled = Vec<(u32, String)>;

fn place(row: &Filled, column: u32) -> Result<usize, usize> {
    row.binary_search_by_key(&column, |(at, _)| *at)
}

/// How many cells may repeat others: this many in total, and this many for each cell written in the file. Survey answers
/// repeat along a row, and rows occasionally repeat; larger counts are errors or attacks.
const REPEATS: usize = 100_000;
const REPEATS_OF_CELL: usize = 100;

/// So many rows are read before it is asked whether to go on.
const ROWS: usize = 256;

#[derive(Default)]
pub struct Grid {
    rows: BTreeMap<u64, Filled>,
    /// Top, bottom, and left column of cells that were merged over several rows.
    merged: Vec<(u64, u64, u32)>,
    count: usize,
    bytes: usize,
    /// Cells written in the file; all others repeat them.
    stated: usize,
    /// Rows that were begun.
    begun: usize,
    /// Cells that show an error.
    pub errors: usize,
    /// Cells with a formula whose value the file does not hold.
    pub uncomputed: usize,
    /// Why no more is taken.
    pub trouble: Option<Refusal>,
}

impl Grid {
    /// The grid of the next sheet in the same part of a workbook; sheets share their limits.
    pub fn beside(other: &Self) -> Self {
        Self { count: other.count, bytes: other.bytes, stated: other.stated, ..Self::default() }
    }

    /// Counts a cell written in the file, which may be put in several times.
    pub fn state(&mut self) {
        self.stated += 1;
    }

    /// To be called at every row: asks now and then whether anybody still wants the table.
    pub fn stop_if(&mut self, stopped: Stopped<'_>) {
        self.begun += 1;
        if self.begun.is_multiple_of(ROWS) && self.trouble.is_none() && stopped() {
            self.trouble = Some(Refusal::Cancelled);
        }
    }

    /// True when nobody wants the table any more.
    pub fn is_stopped(&self) -> bool {
        self.trouble == Some(Refusal::Cancelled)
    }

    /// Rows count from 1, columns from 0. Nothing is put in after a limit was reached.
    pub fn put(&mut self, row: u64, column: u32, words: String) {
        if words.is_empty() || self.trouble.is_some() {
            return;
        }
        self.count += 1;
        self.bytes += words.len();
        let cells = self.rows.entry(row).or_default();
        match place(cells, column) {
            Ok(at) => drop(cells.get_mut(at).map(|cell| cell.1 = words)),
            Err(at) => cells.insert(at, (column, words)),
        }
        self.trouble = self.limits().err();
        if self.trouble.is_some() {
            self.rows.clear();
        }
    }

    fn limits(&self) -> Result<(), Refusal> {
        too_many_rows(self.rows.len())?;
        too_many_cells(self.count)?;
        too_many_words(self.bytes)?;
        if self.stated > 0 && self.count > REPEATS + self.stated.saturating_mul(REPEATS_OF_CELL) {
            return Err(Refusal::RepeatedCells);
        }
        Ok(())
    }

    /// The cells of a column from one row to another, both with them, are one.
    pub fn merge(&mut self, top: u64, bottom: u64, column: u32) {
        self.merged.push((top, bottom, column));
    }

    /// The value of a cell that was merged over several rows stands in each of them that holds something.
    fn fill_down(&mut self) -> Result<usize, Refusal> {
        let (mut filled, mut looked_at) = (0, 0);
        for &(top, bottom, column) in &self.merged {
            let cell = self.rows.get(&top).and_then(|row| row.get(place(row, column).ok()?));
            let Some((_, words)) = cell.cloned() else { continue };
            for (_, row) in self.rows.range_mut(top + 1..=bottom.max(top + 1)) {
                looked_at += 1;
                too_many_cells(self.count + looked_at)?;
                if let Err(at) = place(row, column) {
                    self.bytes += words.len();
                    too_many_words(self.bytes)?;
                    row.insert(at, (column, words.clone()));
                    filled += 1;
                }
            }
        }
        Ok(filled)
    }

    /// `None` when nothing stands in it.
    ///
    /// # Errors
    /// When it is too large.
    pub fn sheet(mut self) -> Result<Option<Sheet>, Refusal> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let blank = |row: &Filled| row.iter().all(|(_, words)| words.trim().is_empty());
        self.rows.retain(|_, row| !blank(row));
        let mut remarks = Vec::new();
        let filled = self.fill_down()?;
        if filled > 0 {
            remarks.push(Problem::new("", "", Warning::MergedCells { count: filled }));
        }
        if self.errors > 0 {
            remarks.push(Problem::new("", "", Warning::ErrorCells { count: self.errors }));
        }
        if self.uncomputed > 0 {
            remarks.push(Problem::new("", "", Loss::UncomputedFormulas { count: self.uncomputed }));
        }
        let mut rows = self.rows.into_iter().peekable();
        let Some(mut first) = rows.next() else { return Ok(None) };
        while first.1.len() == 1 && rows.peek().is_some_and(|(_, row)| row.len() > 1) {
            let Some(next) = rows.next() else { break };
            let title = first.1.into_iter().next().unwrap_or_default().1.trim().to_owned();
            remarks.push(Problem::new("", format!("row {}", first.0), Warning::TitleAboveTable { title }));
            first = next;
        }
        let rows: Vec<(u64, Filled)> = rows.collect();
        let used: BTreeSet<u32> =
            std::iter::once(&first).chain(&rows).flat_map(|(_, row)| row).map(|(column, _)| *column).collect();
        too_many_columns(used.len())?;
        too_many_cells(used.len().saturating_mul(rows.len()))?;
        let dense = |row: Filled| {
            let mut cells = row.into_iter().peekable();
            let cell = |column: &u32| cells.next_if(|(at, _)| at == column).map(|(_, words)| words).unwrap_or_default();
            used.iter().map(cell).collect()
        };
        let head: Vec<String> = dense(first.1);
        let mut rows: Vec<SheetRow> =
            rows.into_iter().map(|(line, row)| SheetRow { line, cells: dense(row) }).collect();
        let numbers: Vec<usize> = used.iter().map(|&column| column as usize + 1).collect();
        let header = head::name(head, &numbers, &mut rows, &mut remarks);
        Ok(Some(Sheet { header, rows, remarks, ..Sheet::default() }))
    }
}
