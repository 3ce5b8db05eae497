//! Coded transcripts for reading and archiving: the whole text with its coded passages marked, and the code, coder and
//! memo of each in the margin. Written as a Word document with comments or as one HTML page.
//!
//! Must not know the store. [`marks`] splits the text for both writers, so that both write exactly the stored text, one
//! document after another. Start reading at [`Book`].

mod docx;
mod html;
mod marks;
mod tint;

#[cfg(test)]
mod tests;

use crate::model::{Account, CharRange, Origin};
use crate::table::Provenance;
use crate::tr;
use std::collections::BTreeMap;

pub use docx::write as write_docx;
pub use html::write as write_html;

/// Transcripts of one project that are written into one file: what is known before they are read.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The project's name.
    pub title: String,
    /// Codes that occur, in codebook order.
    pub codes: Vec<BookCode>,
    /// Names of the coders whose passages are marked.
    pub coders: Vec<String>,
    /// The number of passages by code and coder, as indices into [`Book::codes`] and [`Book::coders`].
    pub passages: BTreeMap<(usize, usize), usize>,
    /// The names of the documents.
    pub documents: Vec<String>,
    pub provenance: Provenance,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookCode {
    pub path: String,
    /// Red, green, blue.
    pub color: [u8; 3],
}

/// The documents of a book, one after another. Ends after an error.
pub type TranscriptIter<'a, E> = &'a mut dyn Iterator<Item = Result<Transcript, E>>;

#[derive(Clone, Debug, Default)]
pub struct Transcript {
    pub name: String,
    /// Participant and attributes as pairs of name and value.
    pub about: Vec<(String, String)>,
    pub text: String,
    /// Who speaks, and the formatting of the text.
    pub origin: Origin,
    pub marks: Vec<MarkedPassage>,
}

/// A coded passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedPassage {
    /// Code points of the text, half-open.
    pub range: CharRange,
    /// An index into [`Book::codes`].
    pub code: usize,
    /// An index into [`Book::coders`].
    pub coder: usize,
    /// Empty if there is none.
    pub memo: String,
    /// UTC milliseconds since 1970.
    pub created: i64,
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
}

/// `name: value`
fn named(name: &str, value: &str) -> String {
    tr!("a property and its value" => "{name}: {value}", name, value)
}

impl Book {
    fn heading(&self) -> String {
        tr!("{project}: coded transcripts", project = self.title)
    }

    fn code(&self, mark: &MarkedPassage) -> &str {
        self.codes.get(mark.code).map_or("", |code| &code.path)
    }

    fn coder(&self, mark: &MarkedPassage) -> &str {
        self.coders.get(mark.coder).map_or("", String::as_str)
    }

    fn color(&self, code: usize) -> [u8; 3] {
        self.codes.get(code).map_or([128; 3], |code| code.color)
    }

    /// How many passages a code has in these documents.
    fn passages_of_code(&self, code: usize) -> usize {
        self.passages.range((code, 0)..=(code, usize::MAX)).map(|(_, count)| count).sum()
    }

    /// How many passages a coder has in these documents.
    fn passages_of_coder(&self, coder: usize) -> usize {
        self.passages.iter().filter(|((_, of), _)| *of == coder).map(|(_, count)| count).sum()
    }
}
