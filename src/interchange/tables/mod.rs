//! Writes tables and lists of coded passages: text for a terminal, CSV, JSON, Markdown, HTML, XLSX, DOCX.
//!
//! Must not know: the store, what a number means. Every writer renders the same [`Table`]; all but JSON see it and a
//! [`PassageList`] through the one flat view in `content`. Start reading at [`write()`].

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
pub use sample::{Sample, sample_csv, sample_memos, sample_passages, sample_table};

use crate::table::{MemoList, PassageList, Table};
use content::Content;

/// The bytes of a file with the table and, where the format has room for more (text, Markdown, HTML, XLSX, DOCX), the
/// passages behind it. CSV and JSON hold the table alone, so that what reads them finds one thing in them.
///
/// # Errors
///
/// When the format cannot hold so much, or writing fails.
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

/// How many texts of a table and of the passages behind it a workbook would have to cut: a cell holds so much and no more.
#[must_use]
pub fn cut_in_table(table: &Table, passages: Option<&PassageList>) -> usize {
    xlsx::too_long(&Content::Table(table)) + passages.map_or(0, cut_in_passages)
}

/// The same of passages: their words, their memos and what else stands in a row.
#[must_use]
pub fn cut_in_passages(passages: &PassageList) -> usize {
    xlsx::too_long(&Content::Passages(passages))
}

/// The same of memos.
#[must_use]
pub fn cut_in_memos(memos: &MemoList) -> usize {
    xlsx::too_long(&Content::Memos(memos))
}

/// Code points of which a cell surely holds no more.
pub const MOST_IN_CELL: usize = xlsx::MOST_CHARACTERS;

/// The bytes of a file with the passages.
///
/// # Errors
///
/// When the format cannot hold so many, or writing fails.
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

/// The bytes of a file with the memos; as text they are written as Markdown, which reads as well.
///
/// # Errors
///
/// When the format cannot hold so many, or writing fails.
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
