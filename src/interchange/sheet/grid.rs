//! The filled cells of a sheet, added by row and column in the order of the file, and the table they form.
//!
//! Memory use depends on the number of filled cells, whatever range a sheet claims.

use super::{
    FilePlace, Problem, Sheet, SheetRow, head, too_many_cells, too_many_columns, too_many_rows, too_many_words,
};
use crate::interchange::remark::{AsideKind, Loss, ReadError, Refusal, Remark, Warning};
use crate::model::Progress;
use crate::tr;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The filled cells of a row with their columns (from 0), in order.
type Filled = Vec<(u32, String)>;

fn place(row: &Filled, column: u32) -> Result<usize, usize> {
    row.binary_search_by_key(&column, |(at, _)| *at)
}

/// The most cells that may repeat others: this many in total, plus this many for each cell written in the file. Survey
/// answers repeat along a row, and rows occasionally repeat; larger counts are errors or attacks.
const REPEATS: usize = 100_000;
const REPEATS_OF_CELL: usize = 100;

/// The number of rows between two checks for cancellation.
const ROWS: usize = 256;

/// A merged range; all bounds are inclusive.
struct Merged {
    top: u64,
    bottom: u64,
    left: u32,
    right: u32,
}

/// What is reported about a sheet besides its cells.
#[derive(Default)]
pub(super) struct Counts {
    /// Cells with an error value.
    pub errors: usize,
    /// Cells with a formula but no saved value, and the addresses of the first of them.
    pub uncomputed: usize,
    pub first_uncomputed: Vec<String>,
    /// Numbers shown as percentages.
    pub percentages: usize,
    /// Cells that refer to a text that is missing from the file.
    pub missing_texts: usize,
    pub comments: usize,
    /// Cells with the pronunciation of their characters.
    pub readings: usize,
    /// Frames with text, such as text boxes, that do not belong to a cell.
    pub frames: usize,
}

/// The most cells without a result that are listed.
const NAMED: usize = 5;

impl Counts {
    /// Counts cells with a formula and no value; rows count from 1, columns from 0.
    pub fn lack_result(&mut self, row: u64, column: u32, cells: usize) {
        self.uncomputed = self.uncomputed.saturating_add(cells);
        if self.first_uncomputed.len() < NAMED {
            self.first_uncomputed.push(format!("{}{row}", letters(column)));
        }
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: u32) -> String {
    let (mut letters, mut left) = (Vec::new(), u64::from(column) + 1);
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// How many of the places, in ascending order, are within one of the ranges. A file may have any number of ranges.
fn count_within<T: Ord + Copy>(places: impl Iterator<Item = T>, ranges: &[(T, T)]) -> usize {
    let mut ranges = ranges.to_vec();
    ranges.sort_unstable();
    let mut ranges = ranges.into_iter().peekable();
    let mut last = None;
    let is_within = |place: &T| {
        while let Some((_, end)) = ranges.next_if(|(first, _)| first <= place) {
            last = last.max(Some(end));
        }
        last.is_some_and(|last| last >= *place)
    };
    places.filter(is_within).count()
}

#[derive(Default)]
pub(super) struct Grid {
    rows: BTreeMap<u64, Filled>,
    merged: Vec<Merged>,
    /// First and last of hidden rows and columns.
    hidden_rows: Vec<(u64, u64)>,
    hidden_columns: Vec<(u32, u32)>,
    count: usize,
    bytes: usize,
    /// Cells written in the file; all others repeat them.
    stated: usize,
    /// Rows started so far.
    begun: usize,
    pub counts: Counts,
    /// Why no more cells are accepted.
    pub trouble: Option<ReadError>,
}

impl Grid {
    /// Returns the grid for the next sheet in the same part of a workbook; sheets share their limits.
    pub fn beside(other: &Self) -> Self {
        Self { count: other.count, bytes: other.bytes, stated: other.stated, ..Self::default() }
    }

    /// Counts a cell written in the file, which may be added several times.
    pub fn state(&mut self) {
        self.stated += 1;
    }

    /// Must be called for every row; checks for cancellation now and then.
    pub fn step(&mut self, progress: &Progress) {
        self.begun += 1;
        if self.begun.is_multiple_of(ROWS) && self.trouble.is_none() {
            self.trouble = progress.step(self.begun as u64, 0).err().map(ReadError::from);
        }
    }

    /// True if the work was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.trouble, Some(ReadError::Cancelled(_)))
    }

    /// Adds a cell; rows count from 1, columns from 0. Does nothing once a limit is reached.
    pub fn put(&mut self, row: u64, column: u32, value: String) {
        if value.is_empty() || self.trouble.is_some() {
            return;
        }
        self.count += 1;
        self.bytes += value.len();
        let cells = self.rows.entry(row).or_default();
        match place(cells, column) {
            Ok(at) => drop(cells.get_mut(at).map(|cell| cell.1 = value)),
            Err(at) => cells.insert(at, (column, value)),
        }
        self.trouble = self.limits().err().map(ReadError::from);
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

    /// Merges the cells between two corners, both inclusive; they show the value of the first.
    pub fn merge(&mut self, (top, left): (u64, u32), (bottom, right): (u64, u32)) {
        if bottom > top || right > left {
            self.merged.push(Merged { top, bottom: bottom.max(top), left, right: right.max(left) });
        }
    }

    /// Hides rows from the first to the last, both inclusive.
    pub fn hide_rows(&mut self, first: u64, last: u64) {
        self.hidden_rows.push((first, last));
    }

    /// Hides columns from the first to the last, both inclusive.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        self.hidden_columns.push((first, last));
    }

    /// Repeats the value of a cell merged over several rows in each of them that has content, and removes the cells it
    /// covers. Returns how many cells got a value, and how many were covered.
    fn merge_cells(&mut self) -> Result<(usize, usize), Refusal> {
        let (mut filled, mut covered, mut looked_at) = (0, 0, 0);
        for &Merged { top, bottom, left, right } in &self.merged {
            let cell = self.rows.get(&top).and_then(|row| row.get(place(row, left).ok()?));
            let Some((_, value)) = cell.cloned() else { continue };
            for (&at, row) in self.rows.range_mut(top..=bottom) {
                looked_at += 1;
                too_many_cells(self.count + looked_at)?;
                let first = row.partition_point(|(column, _)| *column < left + u32::from(at == top));
                let end = row.partition_point(|(column, _)| *column <= right);
                if first < end {
                    covered += row
                        .drain(first..end)
                        .filter(|(_, covered)| !covered.trim().is_empty() && *covered != value)
                        .count();
                }
                if at > top && !row.is_empty() {
                    self.bytes += value.len();
                    too_many_words(self.bytes)?;
                    row.insert(first, (left, value.clone()));
                    filled += 1;
                }
            }
        }
        Ok((filled, covered))
    }

    /// The numbers of hidden rows and columns with content.
    fn hidden(&self) -> (usize, usize) {
        let is_filled = |row: &&Filled| row.iter().any(|(_, value)| !value.trim().is_empty());
        let rows = self.rows.iter().filter(|(_, row)| is_filled(row)).map(|(at, _)| *at);
        let rows = count_within(rows, &self.hidden_rows);
        if self.hidden_columns.is_empty() {
            return (rows, 0);
        }
        let used: BTreeSet<u32> = self.rows.values().flatten().map(|(column, _)| *column).collect();
        (rows, count_within(used.into_iter(), &self.hidden_columns))
    }

    /// Remarks on the cells.
    fn remarks(&mut self) -> Result<Vec<Problem>, Refusal> {
        let (rows, columns) = self.hidden();
        let (filled, covered) = self.merge_cells()?;
        let counts = &self.counts;
        let left_out = |what: AsideKind, count: usize| Loss::LeftOut { what, count };
        let uncomputed = Loss::UncomputedFormulas { count: counts.uncomputed, cells: counts.first_uncomputed.clone() };
        let remarks: [(usize, Remark); 10] = [
            (filled, Warning::MergedCells { count: filled }.into()),
            (covered, Loss::CoveredCells { count: covered }.into()),
            (counts.errors, Warning::ErrorCells { count: counts.errors }.into()),
            (counts.uncomputed, uncomputed.into()),
            (counts.missing_texts, Loss::MissingTexts { count: counts.missing_texts }.into()),
            (counts.percentages, Warning::Percentages { count: counts.percentages }.into()),
            (rows + columns, Warning::HiddenCells { rows, columns }.into()),
            (counts.comments, left_out(AsideKind::Comment, counts.comments).into()),
            (counts.readings, left_out(AsideKind::Reading, counts.readings).into()),
            (counts.frames, left_out(AsideKind::Frame, counts.frames).into()),
        ];
        let remarks = remarks.into_iter().filter(|(count, _)| *count > 0);
        Ok(remarks.map(|(_, remark)| Problem::new("", "", remark)).collect())
    }

    /// How many rows above the header are titles, either of the table or of groups of columns.
    fn titles(&self) -> usize {
        let wide = self.merged.iter().filter(|merged| merged.top == merged.bottom && merged.right > merged.left);
        let wide: HashSet<(u64, u32)> = wide.map(|merged| (merged.top, merged.left)).collect();
        let lengths = self.rows.iter().take(head::LOOKED_AT).map(|(at, row)| {
            let is_wide = row.len() > 1 && row.iter().all(|(column, _)| wide.contains(&(*at, *column)));
            if is_wide { head::Above::Groups(row.len()) } else { head::Above::Cells(row.len()) }
        });
        head::titles(&lengths.collect::<Vec<_>>(), 1)
    }

    /// Returns the table; `None` if the sheet is empty.
    ///
    /// # Errors
    /// When it is too large, or reading was cancelled.
    pub fn sheet(mut self) -> Result<Option<Sheet>, ReadError> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let blank = |row: &Filled| row.iter().all(|(_, value)| value.trim().is_empty());
        self.rows.retain(|_, row| !blank(row));
        let mut remarks = self.remarks()?;
        self.rows.retain(|_, row| !blank(row));
        let titles = self.titles();
        let mut rows = self.rows.into_iter();
        let Some(mut first) = rows.next() else { return Ok(None) };
        for _ in 0..titles {
            let Some(next) = rows.next() else { break };
            let title = head::title(first.1.iter().map(|(_, value)| value.as_str()));
            remarks.push(Problem::new(
                "",
                FilePlace::of(|| tr!("row {line}", line = first.0)),
                Warning::TitleAboveTable { title },
            ));
            first = next;
        }
        let rows: Vec<(u64, Filled)> = rows.collect();
        let used: BTreeSet<u32> =
            std::iter::once(&first).chain(&rows).flat_map(|(_, row)| row).map(|(column, _)| *column).collect();
        too_many_columns(used.len())?;
        too_many_cells(used.len().saturating_mul(rows.len()))?;
        let dense = |row: Filled| {
            let mut cells = row.into_iter().peekable();
            let cell = |column: &u32| cells.next_if(|(at, _)| at == column).map(|(_, value)| value).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_ranges_are_counted_once() {
        let cases: [(&[(u32, u32)], usize); 6] = [
            (&[], 0),
            (&[(0, 99)], 5),
            (&[(4, 4), (4, 4), (2, 5)], 2),
            (&[(7, 8), (0, 0), (5, 6)], 2),
            (&[(9, 3)], 0),
            (&[(1, 9), (2, 3), (12, 99)], 3),
        ];
        for (ranges, count) in cases {
            assert_eq!(count_within([0, 2, 4, 7, 10].into_iter(), ranges), count, "{ranges:?}");
        }
    }
}
