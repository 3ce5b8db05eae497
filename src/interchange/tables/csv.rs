//! CSV for spreadsheets: UTF-8 with a byte order mark, without which Excel garbles Chinese.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"): coded
//! interviews come from other people's files. Numbers stay as they are.

use super::content::{Content, Entry};
use super::error::Error;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn write(content: &Content<'_>) -> Result<Vec<u8>, Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let error = |error: csv::Error| Error::Csv { reason: error.to_string() };
    writer.write_record(content.headers().iter().map(|name| defused(name.clone()))).map_err(error)?;
    for row in content.rows() {
        let fields = row.iter().map(|entry| match entry {
            Entry::Number(_) => entry.lines().concat(),
            // Somebody may go on computing with it.
            Entry::Figure(figure) => ((figure * 1e6).round() / 1e6).to_string(),
            Entry::Quotes(_) => entry.lines().join("\n"),
            _ => defused(entry.lines().join("; ")),
        });
        writer.write_record(fields).map_err(error)?;
    }
    writer.into_inner().map_err(|error| Error::Csv { reason: error.to_string() })
}

pub(super) fn defused(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}
