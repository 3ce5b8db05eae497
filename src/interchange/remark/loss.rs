//! What was imported with something missing or changed.

use super::{Aside, AsideKind, EntryLoss, ForeignLoss, TableLoss, counted, some_pages, was};
use crate::text::{grouped, shortened, some_of};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Something that is missing from what was imported, or differs from its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Loss {
    /// Words that are not part of the text; the kind of the loss is the kind of the words.
    #[error("{} {} left out", what.counted(*count), what.verb(*count))]
    LeftOut { what: AsideKind, count: usize },
    /// As [`Self::LeftOut`], with the words themselves.
    #[error("{} {} left out: {}", what.counted(*count), what.verb(*count), quoted(words))]
    WordsLeftOut { what: AsideKind, count: usize, words: Vec<String> },
    /// Each is replaced with U+FFFD.
    #[error("{} could not be read; \u{fffd} stands in place of each", counted(*count, "character", "characters"))]
    UnreadableCharacters { count: usize },
    #[error("{} {} removed", counted(*count, "NUL character", "NUL characters"), was(*count))]
    NulCharacters { count: usize },
    /// Characters of a symbol font without a counterpart in Unicode; each is replaced with U+FFFD.
    #[error(
        "{} of a symbol font could not be read; \u{fffd} stands in place of each",
        counted(*count, "character", "characters")
    )]
    UnknownSymbols { count: usize },
    /// The end of the file is missing; the rest was read.
    #[error("the file ends early; it is damaged or incomplete, and words may be missing")]
    Truncated,
    /// How many pages of a damaged file could be found.
    #[error(
        "{}; {} could be found, and pages or words may be missing",
        if *searched { "the file is damaged" } else { "the file ends early" },
        counted(*pages, "page", "pages")
    )]
    DamagedFile { pages: usize, searched: bool },
    #[error("the file states that it has {}; {found} could be found", counted(*stated, "page", "pages"))]
    PageCountDiffers { stated: usize, found: usize },
    #[error("only the first {read} of {pages} pages were read; the file is too large")]
    FirstPagesOnly { read: usize, pages: usize },
    #[error("{} {} damaged; words may be missing", some_pages(pages), if pages.len() == 1 { "is" } else { "are" })]
    DamagedPages { pages: Vec<usize> },
    #[error("page {page} was left out: its content expands to more than {megabytes} MB")]
    PageTooLarge { page: usize, megabytes: u64 },
    /// Pages that draw more than the limit.
    #[error(
        "{} {} more than can be read; words may be missing",
        some_pages(pages),
        if pages.len() == 1 { "draws" } else { "draw" }
    )]
    CrowdedPages { pages: Vec<usize> },
    /// Scanned pages without text.
    #[error("{} without text {} left out", counted(*count, "scanned page", "scanned pages"), was(*count))]
    PicturePages { count: usize },
    /// Characters of a font that does not say which letters they are; each is replaced with U+FFFD.
    #[error(
        "the font does not say which letter {} shows; \u{fffd} stands in place of each",
        counted(*count, "character", "characters")
    )]
    NamelessLetters { count: usize },
    /// Words in a font that is missing from the file.
    #[error("words in a font that the file lacks ({bytes} bytes) were left out")]
    MissingFont { bytes: usize },
    #[error("a font is damaged; letters and spaces between words may be wrong")]
    DamagedFont,
    /// Rows of a table that describe its columns.
    #[error("{} the columns {} left out", counted(*count, "row that describes", "rows that describe"), was(*count))]
    HeadRows { count: usize },
    /// Columns that were not imported, with the number of their filled cells and of the characters in them.
    #[error(
        "{} {} left out, with {}{}: {}",
        counted(names.len(), "column", "columns"),
        was(names.len()),
        counted(*cells, "filled cell", "filled cells"),
        if *cells > 0 { format!(" ({})", counted(*characters, "character", "characters")) } else { String::new() },
        some_of(names, 10)
    )]
    ColumnsLeftOut { names: Vec<String>, cells: usize, characters: usize },
    /// Times of utterances that could not be read.
    #[error("{} could not be read and {} left out", counted(*count, "time", "times"), was(*count))]
    UnreadTimes { count: usize },
    /// Cells with a formula but no saved result; `cells` are the addresses of the first of them, such as `B2`.
    #[error(
        "{} left empty, because the file holds {} without {} ({}); open it in a spreadsheet program, save it and import \
         it again",
        counted(*count, "cell was", "cells were"),
        if *count == 1 { "its formula" } else { "their formulas" },
        if *count == 1 { "its result" } else { "results" },
        first_of(cells, *count)
    )]
    UncomputedFormulas { count: usize, cells: Vec<String> },
    /// From a project of another program; the kind of the loss is the kind of `what`. `more` is the number of names
    /// that are not in `names`.
    #[error("{}", what.sentence(*count, names, *more))]
    Foreign { what: ForeignLoss, count: usize, names: Vec<String>, more: usize },
    /// Cells hidden by merged ones.
    #[error(
        "{} beneath merged cells {} left out, because the workbook does not show them",
        counted(*count, "cell", "cells"),
        was(*count)
    )]
    CoveredCells { count: usize },
    /// Cells whose text is missing from the workbook.
    #[error(
        "{} left empty, because the workbook lacks their text; it is damaged",
        counted(*count, "cell was", "cells were")
    )]
    MissingTexts { count: usize },
    /// About the meaning of columns and rows.
    #[error(transparent)]
    Table(TableLoss),
    /// About an entry of a file; the kind of the loss is the kind of the entry's loss.
    #[error(transparent)]
    Entry(EntryLoss),
}

/// The most characters of one text that a message repeats, and the most texts.
const LONGEST: usize = 1_000;
const MOST: usize = 100;

fn quoted(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|one| format!("“{}”", shortened(one, LONGEST))).collect();
    some_of(&words, MOST)
}

/// `B2, B3 and 40 more`.
fn first_of(names: &[String], count: usize) -> String {
    match count.saturating_sub(names.len()) {
        0 => names.join(", "),
        more => format!("{} and {} more", names.join(", "), grouped(more)),
    }
}

impl Loss {
    /// Adds the words that were left out, if `asides` has any of this kind; repeated words are listed once.
    #[must_use]
    pub fn with_words(self, asides: &[Aside]) -> Self {
        let Self::LeftOut { what, count } = self else { return self };
        let mut seen = HashSet::new();
        let own = asides.iter().filter(|aside| aside.kind == what && !aside.words.trim().is_empty());
        let words: Vec<String> = own.map(|aside| aside.words.clone()).filter(|w| seen.insert(w.clone())).collect();
        if words.is_empty() { self } else { Self::WordsLeftOut { what, count, words } }
    }

    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::LeftOut { what, .. } | Self::WordsLeftOut { what, .. } => what.into(),
            Self::Foreign { what, .. } => what.kind(),
            Self::Table(loss) => loss.kind(),
            Self::Entry(loss) => loss.into(),
            other => other.into(),
        }
    }

    /// How many things are missing or changed; 1 if they cannot be counted.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::LeftOut { count, .. }
            | Self::WordsLeftOut { count, .. }
            | Self::Foreign { count, .. }
            | Self::UnreadableCharacters { count }
            | Self::NulCharacters { count }
            | Self::UnknownSymbols { count }
            | Self::PicturePages { count }
            | Self::NamelessLetters { count }
            | Self::HeadRows { count }
            | Self::UncomputedFormulas { count, .. }
            | Self::CoveredCells { count }
            | Self::MissingTexts { count }
            | Self::UnreadTimes { count } => *count,
            Self::ColumnsLeftOut { names, .. } => names.len(),
            Self::Table(loss) => loss.count(),
            Self::Entry(loss) => loss.count(),
            Self::DamagedPages { pages } | Self::CrowdedPages { pages } => pages.len(),
            Self::FirstPagesOnly { read, pages } => pages.saturating_sub(*read),
            Self::PageCountDiffers { stated, found } => stated.abs_diff(*found),
            Self::Truncated
            | Self::DamagedFile { .. }
            | Self::PageTooLarge { .. }
            | Self::MissingFont { .. }
            | Self::DamagedFont => 1,
        }
    }
}
