//! Writes tables and lists of coded passages: text for a terminal, CSV, JSON, Markdown, HTML, XLSX, DOCX.
//!
//! Must not know the store or the meaning of a number. All writers render the same [`Table`]; all but JSON see it, and
//! passages, through the flat view in `content`, row by row (`section`): passages are written as they are read, so that
//! their number does not matter. Start reading at [`write_table()`].

mod content;
mod csv;
mod docx;
mod error;
mod format;
mod html;
mod json;
mod markdown;
mod network;
pub mod paste;
mod sample;
mod section;
mod text;
mod wrap;
mod xlsx;

#[cfg(test)]
mod tests;

pub use csv::file_error;
pub use error::Error;
pub use format::TableFormat;
pub use network::network_bytes;
pub use sample::{SampleRows, sample_csv, sample_memos, sample_passages, sample_table};
pub use section::PassageRows;
pub use xlsx::WrittenTable;

use super::files::WriteError;
use crate::table::{MemoList, PassageHeads, PassageList, PassageRow, Table};
use content::Content;
use section::{Section, rows_of};
use std::io::{Cursor, Seek, Write};
use std::path::Path;

/// Writes a table, followed by the passages if the format has room for both (text, Markdown, HTML, XLSX, DOCX). CSV and
/// JSON contain the table only, so that programs find one thing in them. What has to be put in order before it is
/// written is kept in the folder `scratch`, in a file without a name.
///
/// # Errors
/// When `out` cannot be written, the passages cannot be read, or the table is too large for the format.
pub fn write_table<'a, W: Write + Seek, E: From<Error>>(
    table: &'a Table,
    passages: Option<PassageRows<'a, E>>,
    format: TableFormat,
    scratch: &Path,
    out: &mut W,
) -> Result<WrittenTable, WriteError<E>> {
    let content = Content::Table(table);
    match format {
        TableFormat::Json => {
            out.write_all(&json::table(table)?)?;
            Ok(WrittenTable { rows: table.rows.len() as u64, cut: 0 })
        }
        TableFormat::Csv => written(csv::write(Section::<E>::from(content), out)),
        _ => {
            sections(std::iter::once(content.into()).chain(passages.map(Section::from)).collect(), format, scratch, out)
        }
    }
}

/// Writes passages as they are read. `scratch` is used as by [`write_table()`].
///
/// # Errors
/// When `out` cannot be written, the passages cannot be read, or there are too many for the format.
pub fn write_passages<W: Write + Seek, E: From<Error>>(
    passages: PassageRows<'_, E>,
    format: TableFormat,
    scratch: &Path,
    out: &mut W,
) -> Result<WrittenTable, WriteError<E>> {
    let heads = passages.heads;
    match format {
        TableFormat::Json => written(json::passages(heads, passages.into(), out)),
        _ => sections(vec![passages.into()], format, scratch, out),
    }
}

/// Writes the sections one after another; one of passages for a terminal as paragraphs.
fn sections<W: Write + Seek, E: From<Error>>(
    sections: Vec<Section<'_, E>>,
    format: TableFormat,
    scratch: &Path,
    out: &mut W,
) -> Result<WrittenTable, WriteError<E>> {
    match format {
        TableFormat::Html => return written(html::write(sections, out)),
        TableFormat::Xlsx => return xlsx::write(sections, out),
        TableFormat::Docx => return written(docx::write(sections, scratch, out)),
        TableFormat::Graphml | TableFormat::Gexf => return Err(WriteError::Contents(Error::NoNetwork.into())),
        TableFormat::Text | TableFormat::Md | TableFormat::Csv | TableFormat::Json => {}
    }
    let mut rows = 0;
    for (place, section) in sections.into_iter().enumerate() {
        if place > 0 {
            out.write_all(b"\n")?;
        }
        rows += match (format, section.content) {
            (TableFormat::Csv | TableFormat::Json, _) => csv::write(section, out)?,
            (TableFormat::Text, Content::Table(table)) => {
                out.write_all(text::table(table).as_bytes())?;
                table.rows.len() as u64
            }
            (TableFormat::Text, Content::Passages(heads)) => text::passages(heads, section, out)?,
            // Markdown is just as readable.
            _ => markdown::write(section, out)?,
        };
    }
    Ok(WrittenTable { rows, cut: 0 })
}

fn written<E>(rows: Result<u64, WriteError<E>>) -> Result<WrittenTable, WriteError<E>> {
    Ok(WrittenTable { rows: rows?, cut: 0 })
}

/// As [`write_table()`], into memory.
///
/// # Errors
/// When the table is too large for the format.
pub fn table_bytes(table: &Table, passages: Option<&PassageList>, format: TableFormat) -> Result<Vec<u8>, Error> {
    let mut rows = passages.map(|list| (&list.heads, rows_of(list)));
    let passages = rows.as_mut().map(|(heads, rows)| PassageRows { heads, rows });
    in_memory(|scratch, out| write_table(table, passages, format, scratch, out))
}

/// As [`write_passages()`], into memory.
///
/// # Errors
/// When there are too many for the format.
pub fn passage_bytes(list: &PassageList, format: TableFormat) -> Result<Vec<u8>, Error> {
    let rows = &mut rows_of(list);
    in_memory(|scratch, out| write_passages(PassageRows { heads: &list.heads, rows }, format, scratch, out))
}

/// Returns the bytes of a file with the memos. The text format writes Markdown, which is just as readable.
///
/// # Errors
/// When there are too many for the format.
pub fn memo_bytes(list: &MemoList, format: TableFormat) -> Result<Vec<u8>, Error> {
    match format {
        TableFormat::Json => Ok(json::memos(list)?),
        _ => in_memory(|scratch, out| sections(vec![Content::Memos(list).into()], format, scratch, out)),
    }
}

fn in_memory(
    write: impl FnOnce(&Path, &mut Cursor<Vec<u8>>) -> Result<WrittenTable, WriteError<Error>>,
) -> Result<Vec<u8>, Error> {
    let mut out = Cursor::new(Vec::new());
    match write(&std::env::temp_dir(), &mut out) {
        Ok(_) => Ok(out.into_inner()),
        Err(WriteError::File(error)) => Err(error.into()),
        Err(WriteError::Contents(error)) => Err(error),
    }
}

/// How many texts of a table are too long for a workbook cell and would be cut.
#[must_use]
pub fn cut_in_table(table: &Table) -> usize {
    xlsx::too_long(&Content::Table(table))
}

/// As [`cut_in_table`], for the heads of a list of passages.
#[must_use]
pub fn cut_in_heads(heads: &PassageHeads) -> usize {
    xlsx::too_long(&Content::Passages(heads))
}

/// As [`cut_in_table`], for a passage with its memo and all other columns.
#[must_use]
pub fn cut_in_passage(heads: &PassageHeads, row: &PassageRow) -> usize {
    xlsx::too_long_in(&content::passage_row(heads, row))
}

/// As [`cut_in_table`], for memos.
#[must_use]
pub fn cut_in_memos(memos: &MemoList) -> usize {
    xlsx::too_long(&Content::Memos(memos))
}

/// The most code points that a cell of a workbook could hold.
pub const MOST_IN_CELL: usize = xlsx::MOST_CHARACTERS;
