//! The first rows of an export as readers will see them, for a preview.

use super::TableFormat;
use super::content::{Content, Entry, passage_row};
use crate::table::{MemoList, PassageList, PassageRow, Table};

/// Heads and rows as text, one line per item of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SampleRows {
    pub headers: Vec<String>,
    /// Columns to align right.
    pub numeric: Vec<bool>,
    pub rows: Vec<Vec<String>>,
}

#[must_use]
pub fn sample_table(table: &Table, rows: usize) -> SampleRows {
    sample(&Content::Table(table), rows)
}

/// Returns the first passages as a file of this format has them: CSV has the heads and names for other programs.
#[must_use]
pub fn sample_passages(list: &PassageList, rows: usize, format: TableFormat) -> SampleRows {
    let content = Content::Passages(&list.heads);
    let for_programs = format == TableFormat::Csv;
    let cell = |entry: &Entry<'_>| if for_programs { entry.data("\n") } else { entry.text("\n") }.into_owned();
    let row = |row: &PassageRow| passage_row(&list.heads, row).iter().map(cell).collect();
    SampleRows {
        headers: if for_programs { content.headers() } else { content.headings() },
        numeric: content.numeric(),
        rows: list.rows.iter().take(rows).map(row).collect(),
    }
}

#[must_use]
pub fn sample_memos(list: &MemoList, rows: usize) -> SampleRows {
    sample(&Content::Memos(list), rows)
}

/// Returns the first rows of a CSV file.
#[must_use]
pub fn sample_csv(bytes: &[u8], rows: usize) -> SampleRows {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let fields = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<String>>();
    let headers = reader.headers().map(fields).unwrap_or_default();
    let rows = reader.records().filter_map(Result::ok).take(rows).map(|record| fields(&record)).collect();
    SampleRows { numeric: vec![false; headers.len()], headers, rows }
}

fn sample(content: &Content<'_>, rows: usize) -> SampleRows {
    let cell = |entry: &Entry<'_>| entry.text("\n").into_owned();
    SampleRows {
        headers: content.headings(),
        numeric: content.numeric(),
        rows: content.rows().take(rows).map(|row| row.iter().map(cell).collect()).collect(),
    }
}
