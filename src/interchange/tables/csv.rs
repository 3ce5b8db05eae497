//! CSV for spreadsheets: UTF-8 with a byte order mark, without which Excel garbles Chinese.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are unchanged.

use super::content::Entry;
use super::section::Section;
use crate::interchange::files::WriteError;
use crate::interchange::formula::defused;
use std::borrow::Cow;
use std::io::{self, Write};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Returns the number of rows.
pub(super) fn write<E>(section: Section<'_, E>, out: &mut dyn Write) -> Result<u64, WriteError<E>> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(section.content.headers().iter().map(|name| Bytes(defused(name)))).map_err(file_error)?;
    let rows = section.each(|_, row| {
        let fields = row.iter().map(field);
        Ok(writer.write_record(fields.map(Bytes)).map_err(file_error)?)
    })?;
    writer.flush()?;
    Ok(rows)
}

/// An entry as other programs read it.
fn field<'a>(entry: &'a Entry<'_>) -> Cow<'a, str> {
    match entry {
        Entry::Number(_) | Entry::Stated(..) | Entry::Share(_) | Entry::Date(_) | Entry::Moment(_) => entry.text(""),
        // Enough decimals for further calculations.
        Entry::Figure(figure) => ((figure * 1e6).round() / 1e6).to_string().into(),
        Entry::Quotes(_) => entry.text("\n"),
        Entry::NoConsensus(counted) => field(counted),
        _ => match entry.data("; ") {
            Cow::Borrowed(text) => defused(text),
            Cow::Owned(text) => defused(&text).into_owned().into(),
        },
    }
}

/// A field as the writer takes it.
struct Bytes<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Bytes<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Every row has as many fields as the head, so that only the file can be the reason.
pub fn file_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
