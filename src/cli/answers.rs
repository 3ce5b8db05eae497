//! The formats of verbs whose answer is text, a table of one kind of rows, or JSON.

use super::verb::Flag;
use super::{Arguments, Failure, Printer, flags};
use crate::interchange::files::write_whole;
use crate::interchange::formula::defused;
use ::csv::Terminator;
use serde_json::Value;

pub const FORMAT: Flag =
    Flag::value("format", "FORMAT", "text (the default), csv or json; the extension of FILE takes precedence");

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    Text,
    Csv,
    Json,
}

impl AnswerFormat {
    /// Returns the format that the flags state.
    ///
    /// # Errors
    /// When there is no such format, or when two are stated.
    pub fn stated(arguments: &Arguments) -> Result<Self, Failure> {
        let is_json = arguments.has(flags::AS_JSON.long);
        let file = arguments.file(flags::OUTPUT.long);
        let extension =
            file.as_deref().and_then(|file| file.extension()).map(|ending| ending.to_string_lossy().to_lowercase());
        let named = match arguments.flag(FORMAT.long)? {
            None if is_json => Self::Json,
            None | Some("text") => Self::Text,
            Some("csv") => Self::Csv,
            Some("json") => Self::Json,
            Some(other) => return Err(arguments.usage(format!("--format is one of text, csv, json, not “{other}”"))),
        };
        if is_json && named != Self::Json {
            return Err(arguments.usage("--json does not go with another --format"));
        }
        Ok(match extension.as_deref() {
            Some("csv") if !is_json => Self::Csv,
            Some("json") => Self::Json,
            Some("txt") if !is_json => Self::Text,
            _ => named,
        })
    }
}

/// An answer in every format; only the one that is asked for is made.
pub trait InFormats {
    fn text(&self) -> String;

    /// The head and the rows.
    fn rows(&self) -> Vec<Vec<String>>;

    fn json(&self) -> Value;
}

/// Prints an answer, or writes it to the file that the flags name.
///
/// # Errors
/// When it cannot be written.
pub fn give(
    answer: &impl InFormats,
    format: AnswerFormat,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let to_file = arguments.file(flags::OUTPUT.long).is_some();
    let contents = match format {
        AnswerFormat::Text => format!("{}\n", answer.text().trim_end()),
        AnswerFormat::Csv => csv(&answer.rows(), to_file),
        AnswerFormat::Json => format!("{:#}\n", answer.json()),
    };
    match arguments.file(flags::OUTPUT.long) {
        Some(file) => Ok(write_whole(&file, contents.as_bytes())?),
        None if format == AnswerFormat::Json => printer.json(&answer.json()),
        None => printer.line(contents.trim_start_matches('\u{feff}').trim_end()),
    }
}

/// As other files for spreadsheets: with a byte order mark, and without formulas; in a terminal, lines end as everywhere there.
fn csv(rows: &[Vec<String>], to_file: bool) -> String {
    let terminator = if to_file { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let mut writer = ::csv::WriterBuilder::new().terminator(terminator).from_writer("\u{feff}".as_bytes().to_vec());
    // Writing to memory does not fail.
    for row in rows {
        _ = writer.write_record(row.iter().map(|cell| defused(cell).into_owned()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
