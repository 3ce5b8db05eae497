//! The filled cells of a sheet, put in by row and column as they come, and the table that they make.
//!
//! Memory follows the cells in which something stands, whatever range a sheet claims.

use super::{Problem, Sheet, SheetRow, Stopped, head, too_many_cells, too_many_columns, too_many_words};
use crate::interchange::remark::{Refusal, Warning};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of a row by column, from 0.
type Filled = BTreeMap<u32, String>;

/// So many rows are read before it is asked whether to go on.
const ROWS: usize = 256;

#[derive(Default)]
pub struct Grid {
    rows: BTreeMap<u64, Filled>,
    /// Top, bottom, and left column of cells that were merged over several rows.
    merged: Vec<(u64, u64, u32)>,
    count: usize,
    bytes: usize,
    /// Rows that were begun.
    begun: usize,
    /// Cells that show an error.
    pub errors: usize,
    /// Why no more is taken.
    pub trouble: Option<Refusal>,
}

impl Grid {
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
        self.trouble = too_many_cells(self.count).and_then(|()| too_many_words(self.bytes)).err();
        self.rows.entry(row).or_default().insert(column, words);
    }

    /// The cells of a column from one row to another, both with them, are one.
    pub fn merge(&mut self, top: u64, bottom: u64, column: u32) {
        self.merged.push((top, bottom, column));
    }

    /// The value of a cell that was merged over several rows stands in each of them that holds something.
    fn fill_down(&mut self) -> Result<usize, Refusal> {
        let (mut filled, mut looked_at) = (0, 0);
        for &(top, bottom, column) in &self.merged {
            let Some(words) = self.rows.get(&top).and_then(|row| row.get(&column)).cloned() else { continue };
            for (_, row) in self.rows.range_mut(top + 1..=bottom.max(top + 1)) {
                looked_at += 1;
                too_many_cells(self.count + looked_at)?;
                if let std::collections::btree_map::Entry::Vacant(place) = row.entry(column) {
                    self.bytes += words.len();
                    too_many_words(self.bytes)?;
                    place.insert(words.clone());
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
        let blank = |row: &Filled| row.values().all(|words| words.trim().is_empty());
        self.rows.retain(|_, row| !blank(row));
        let mut remarks = Vec::new();
        let filled = self.fill_down()?;
        if filled > 0 {
            remarks.push(Problem::new("", "", Warning::MergedCells { count: filled }));
        }
        if self.errors > 0 {
            remarks.push(Problem::new("", "", Warning::ErrorCells { count: self.errors }));
        }
        let mut rows = self.rows.into_iter().peekable();
        let Some(mut first) = rows.next() else { return Ok(None) };
        while first.1.len() == 1 && rows.peek().is_some_and(|(_, row)| row.len() > 1) {
            let Some(next) = rows.next() else { break };
            let title = first.1.into_values().next().unwrap_or_default().trim().to_owned();
            remarks.push(Problem::new("", format!("row {}", first.0), Warning::TitleAboveTable { title }));
            first = next;
        }
        let rows: Vec<(u64, Filled)> = rows.collect();
        let used: BTreeSet<u32> = first.1.keys().chain(rows.iter().flat_map(|(_, row)| row.keys())).copied().collect();
        too_many_columns(used.len())?;
        too_many_cells(used.len().saturating_mul(rows.len()))?;
        let dense = |mut row: Filled| used.iter().map(|column| row.remove(column).unwrap_or_default()).collect();
        let head: Vec<String> = dense(first.1);
        let mut rows: Vec<SheetRow> =
            rows.into_iter().map(|(line, row)| SheetRow { line, cells: dense(row) }).collect();
        let numbers: Vec<usize> = used.iter().map(|&column| column as usize + 1).collect();
        let header = head::name(head, &numbers, &mut rows, &mut remarks);
        Ok(Some(Sheet { header, rows, remarks, ..Sheet::default() }))
    }
}
