//! CSV for spreadsheets: UTF-8 with a byte order mark, without which Excel garbles Chinese.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are unchanged.

use super::content::{Content, Entry};
use super::error::Error;
use crate::interchange::formula::defused;

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn write(content: &Content<'_>) -> Result<Vec<u8>, Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(content.headers().iter().map(|name| defused(name)))?;
    for row in content.rows() {
        let fields = row.iter().map(|entry| match entry {
            Entry::Number(_) | Entry::Stated(..) | Entry::Share(_) | Entry::Date(_) | Entry::Moment(_) => {
                entry.lines().concat()
            }
            // Enough decimals for further calculations.
            Entry::Figure(figure) => ((figure * 1e6).round() / 1e6).to_string(),
            Entry::Quotes(_) => entry.lines().join("\n"),
            _ => defused(&entry.data().join("; ")),
        });
        writer.write_record(fields)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}
