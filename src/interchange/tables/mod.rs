//! Writes tables and lists of coded passages: text for a terminal, CSV, JSON, Markdown, HTML, XLSX, DOCX.
//!
//! Must not know the store or the meaning of a number. All writers render the same [`Table`]; all but JSON see it, and
//! a [`PassageList`], through the flat view in `content`. Start reading at [`write()`].

mod content;
mod csv;
mod docx;
mod error;
mod format;
mod html;
mod json;
mod markdown;
pub mod paste;
mod sample;
mod text;
mod wrap;
mod xlsx;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use format::TableFormat;
pub use sample::{SampleRows, sample_csv, sample_memos, sample_passages, sample_table};

use crate::table::{MemoList, PassageList, Table};
use content::Content;

/// Returns the bytes of a file with the table, followed by the passages if the format has room for both (text,
/// Markdown, HTML, XLSX, DOCX). CSV and JSON contain the table only, so that programs find one thing in them.
///
/// # Errors
///
/// When the table is too large for the format, or writing fails.
pub fn write(table: &Table, passages: Option<&PassageList>, format: TableFormat) -> Result<Vec<u8>, Error> {
    let contents: Vec<Content<'_>> =
        std::iter::once(Content::Table(table)).chain(passages.map(Content::Passages)).collect();
    match format {
        TableFormat::Text => {
            let passages = passages.map_or_else(String::new, |list| format!("\n{}", text::passages(list)));
            Ok((text::table(table) + &passages).into_bytes())
        }
        TableFormat::Csv => csv::write(&Content::Table(table)),
        TableFormat::Json => json::table(table),
        TableFormat::Md => {
            let sections: Vec<String> = contents.iter().map(markdown::write).collect();
            Ok(sections.join("\n").into_bytes())
        }
        TableFormat::Html => Ok(html::write(&contents).into_bytes()),
        TableFormat::Xlsx => xlsx::write(&contents),
        TableFormat::Docx => docx::write(&contents),
    }
}

/// How many texts of a table and its passages are too long for a workbook cell and would be cut.
#[must_use]
pub fn cut_in_table(table: &Table, passages: Option<&PassageList>) -> usize {
    xlsx::too_long(&Content::Table(table)) + passages.map_or(0, cut_in_passages)
}

/// As [`cut_in_table`], for passages with their memos and all other columns.
#[must_use]
pub fn cut_in_passages(passages: &PassageList) -> usize {
    xlsx::too_long(&Content::Passages(passages))
}

/// As [`cut_in_table`], for memos.
#[must_use]
pub fn cut_in_memos(memos: &MemoList) -> usize {
    xlsx::too_long(&Content::Memos(memos))
}

/// The most code points that a cell of a workbook could hold.
pub const MOST_IN_CELL: usize = xlsx::MOST_CHARACTERS;

/// Returns the bytes of a file with the passages.
///
/// # Errors
///
/// When there are too many for the format, or writing fails.
pub fn write_passages(passages: &PassageList, format: TableFormat) -> Result<Vec<u8>, Error> {
    let content = Content::Passages(passages);
    match format {
        TableFormat::Text => Ok(text::passages(passages).into_bytes()),
        TableFormat::Csv => csv::write(&content),
        TableFormat::Json => json::passages(passages),
        TableFormat::Md => Ok(markdown::write(&content).into_bytes()),
        TableFormat::Html => Ok(html::write(&[content]).into_bytes()),
        TableFormat::Xlsx => xlsx::write(&[content]),
        TableFormat::Docx => docx::write(&[content]),
    }
}

/// Returns the bytes of a file with the memos. The text format writes Markdown, which is just as readable.
///
/// # Errors
///
/// When there are too many for the format, or writing fails.
pub fn write_memos(memos: &MemoList, format: TableFormat) -> Result<Vec<u8>, Error> {
    let content = Content::Memos(memos);
    match format {
        TableFormat::Csv => csv::write(&content),
        TableFormat::Json => json::memos(memos),
        TableFormat::Text | TableFormat::Md => Ok(markdown::write(&content).into_bytes()),
        TableFormat::Html => Ok(html::write(&[content]).into_bytes()),
        TableFormat::Xlsx => xlsx::write(&[content]),
        TableFormat::Docx => docx::write(&[content]),
    }
}
