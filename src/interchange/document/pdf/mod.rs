//! PDF files with a text layer: the text in reading order with paragraphs joined, without page numbers, line numbers,
//! headers and footers.
//!
//! A PDF has no text, only glyphs at positions on pages. [`glyphs`] follows the drawing instructions, [`lines`] groups
//! glyphs into lines and words, [`columns`] finds the reading order, [`margins`] finds what is printed around the text,
//! and [`paragraphs`] joins wrapped lines. All of it runs in a separate process ([`isolated`]).

mod beginnings;
mod bidi;
mod columns;
mod fonts;
mod glyphs;
mod grid;
mod lines;
mod margins;
mod notes;
mod pages;
mod paragraphs;
mod streams;
mod strings;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_columns;
#[cfg(test)]
mod tests_tables;
mod unicode;

use super::{Document, Reading};
use crate::interchange::isolated::{self, Limits};
use crate::interchange::remark::{Aside, AsideKind, Loss, ReadError, Refusal, Warning};
use crate::model::{CharPos, CharRange, Progress, Style, Styled, TimeMark};
use serde::{Deserialize, Serialize};

pub const READER: isolated::IsolatedReader = isolated::IsolatedReader { name: "pdf", run: answer };

/// The reader stops earlier on its own and returns what it has.
const LIMITS: Limits = Limits { seconds: 60, memory: 256 << 20, answer: 256 << 20 };
const SECONDS: u64 = 40;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Request {
    password: Option<String>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Answer {
    text: String,
    left_out: Vec<(AsideKind, String)>,
    losses: Vec<Loss>,
    warnings: Vec<Warning>,
    /// Start, end, name.
    styles: Vec<(u32, u32, String)>,
    /// The position of the words, and milliseconds.
    times: Vec<(u32, u32)>,
    /// Start and end of each label.
    labels: Option<Vec<(u32, u32)>>,
}

/// # Errors
/// Why it cannot be read, or that reading was cancelled.
pub fn read(bytes: &[u8], reading: &Reading, progress: &Progress) -> Result<Document, ReadError> {
    let request = Request { password: reading.password.clone() };
    let mut message = serde_json::to_vec(&request).map_err(unreadable)?;
    message.push(b'\n');
    let answer = isolated::read(&READER, &[&message, bytes], LIMITS, progress)?;
    let answer: Answer = serde_json::from_slice(&answer).map_err(unreadable)?;
    Ok(document(answer))
}

fn unreadable(error: serde_json::Error) -> Refusal {
    Refusal::Unreadable { why: error.to_string() }
}

fn document(answer: Answer) -> Document {
    let styles = answer.styles.iter().filter_map(|(start, end, name)| {
        Some(Styled { range: CharRange::new(*start, *end), style: Style::parse(name)? })
    });
    let labels = answer.labels.map(|ranges| ranges.iter().map(|(start, end)| CharRange::new(*start, *end)).collect());
    let times = answer.times.iter().map(|(at, millis)| TimeMark { at: CharPos(*at), millis: *millis });
    let left_out = answer.left_out.into_iter().map(|(kind, text)| Aside { kind, text });
    Document {
        format: "pdf",
        styles: styles.collect(),
        left_out: left_out.collect(),
        losses: answer.losses,
        warnings: answer.warnings,
        times: times.collect(),
        labels,
        text: answer.text,
        ..Document::default()
    }
}

/// The process side of [`read`]: the request on the first line, then the file.
fn answer(mut message: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let end = message.iter().position(|byte| *byte == b'\n').map_or(message.len(), |end| end + 1);
    let request = serde_json::from_slice(message.get(..end).unwrap_or_default()).unwrap_or_default();
    message.drain(..end);
    let answer = pages::read(message, &request, SECONDS)?;
    serde_json::to_vec(&answer).map_err(unreadable)
}
