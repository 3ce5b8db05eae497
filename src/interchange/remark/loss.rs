//! What was imported with something missing or changed.

use super::{Aside, AsideKind, EntryLoss, FilePlace, ForeignLoss, TableLoss, some_pages};
use crate::model::Noun;
use crate::text::{grouped, shortened, some_of};
use crate::{i18n, tr};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Something that is missing from what was imported, or differs from its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Loss {
    /// Words that are not part of the text; the kind of the loss is the kind of the words.
    #[error("{}", what.left_out(*count))]
    LeftOut { what: AsideKind, count: usize },
    /// As [`Self::LeftOut`], with the words themselves.
    #[error("{}", what.words_left_out(*count, &quoted(texts)))]
    WordsLeftOut { what: AsideKind, count: usize, texts: Vec<String> },
    /// Each is replaced with U+FFFD.
    #[error("{}", tr!(
        "{n} character could not be read; \u{fffd} stands in place of each"
            | "{n} characters could not be read; \u{fffd} stands in place of each" % *count
    ))]
    UnreadableCharacters { count: usize },
    #[error("{}", tr!("{n} NUL character was removed" | "{n} NUL characters were removed" % *count))]
    NulCharacters { count: usize },
    /// Characters of a symbol font without a counterpart in Unicode; each is replaced with U+FFFD.
    #[error("{}", tr!(
        "{n} character of a symbol font could not be read; \u{fffd} stands in place of each"
            | "{n} characters of a symbol font could not be read; \u{fffd} stands in place of each" % *count
    ))]
    UnknownSymbols { count: usize },
    /// The end of the file is missing; the rest was read.
    #[error("{}", tr!("the file ends early; it is damaged or incomplete, and words may be missing"))]
    Truncated,
    /// How many pages of a damaged file could be found.
    #[error("{}", damaged(*pages, *searched))]
    DamagedFile { pages: usize, searched: bool },
    #[error("{}", tr!(
        "the file states that it has {n} page; {found} could be found"
            | "the file states that it has {n} pages; {found} could be found" % *stated,
        found
    ))]
    PageCountDiffers { stated: usize, found: usize },
    #[error("{}", tr!("only the first {read} of {pages} pages were read; the file is too large", read, pages))]
    FirstPagesOnly { read: usize, pages: usize },
    #[error("{}", tr!(
        "{pages} is damaged; words may be missing" | "{pages} are damaged; words may be missing" % pages.len(),
        pages = some_pages(pages)
    ))]
    DamagedPages { pages: Vec<usize> },
    #[error("{}", tr!("page {page} was left out: its content expands to more than {megabytes} MB", page, megabytes))]
    PageTooLarge { page: usize, megabytes: u64 },
    /// Pages that draw more than the limit.
    #[error("{}", tr!(
        "{pages} draws more than can be read; words may be missing"
            | "{pages} draw more than can be read; words may be missing" % pages.len(),
        pages = some_pages(pages)
    ))]
    CrowdedPages { pages: Vec<usize> },
    /// Scanned pages without text.
    #[error("{}", tr!(
        "{n} scanned page without text was left out" | "{n} scanned pages without text were left out" % *count
    ))]
    PicturePages { count: usize },
    /// Characters of a font that does not say which letters they are; each is replaced with U+FFFD.
    #[error("{}", tr!(
        "the font does not say which letter {n} character shows; \u{fffd} stands in place of each"
            | "the font does not say which letter {n} characters shows; \u{fffd} stands in place of each" % *count
    ))]
    NamelessLetters { count: usize },
    /// Words in a font that is missing from the file.
    #[error("{}", tr!("words in a font that the file lacks ({bytes} bytes) were left out", bytes))]
    MissingFont { bytes: usize },
    #[error("{}", tr!("a font is damaged; letters and spaces between words may be wrong"))]
    DamagedFont,
    /// Rows of a table that describe its columns.
    #[error("{}", tr!(
        "{n} row that describes the columns was left out" | "{n} rows that describe the columns were left out" % *count
    ))]
    HeadRows { count: usize },
    /// Columns that were not imported, with the number of their filled cells and of the characters in them.
    #[error("{}", columns_left_out(names, *cells, *characters))]
    ColumnsLeftOut { names: Vec<String>, cells: usize, characters: usize },
    /// Times of utterances that could not be read.
    #[error("{}", tr!(
        "{n} time could not be read and was left out" | "{n} times could not be read and were left out" % *count
    ))]
    UnreadTimes { count: usize },
    /// Cells with a formula but no saved result; `cells` are the addresses of the first of them, such as `B2`.
    #[error("{}", tr!(
        "{n} cell was left empty, because the file holds its formula without its result ({cells}); open it in a \
         spreadsheet program, save it and import it again"
            | "{n} cells were left empty, because the file holds their formulas without results ({cells}); open it in a \
               spreadsheet program, save it and import it again" % *count,
        cells = first_of(cells, *count)
    ))]
    UncomputedFormulas { count: usize, cells: Vec<String> },
    /// From a project of another program; the kind of the loss is the kind of `what`. `more` is the number of names
    /// that are not in `names`.
    #[error("{}", what.sentence(*count, names, *more))]
    Foreign { what: ForeignLoss, count: usize, names: Vec<FilePlace>, more: usize },
    /// Cells hidden by merged ones.
    #[error("{}", tr!(
        "{n} cell beneath merged cells was left out, because the workbook does not show them"
            | "{n} cells beneath merged cells were left out, because the workbook does not show them" % *count
    ))]
    CoveredCells { count: usize },
    /// Cells whose text is missing from the workbook.
    #[error("{}", tr!(
        "{n} cell was left empty, because the workbook lacks their text; it is damaged"
            | "{n} cells were left empty, because the workbook lacks their text; it is damaged" % *count
    ))]
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

fn quoted(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|one| tr!("“{words}”", words = shortened(one, LONGEST))).collect();
    some_of(&texts, MOST)
}

/// `B2, B3 and 40 more`.
fn first_of(names: &[String], count: usize) -> String {
    let shown = names.len();
    let names = i18n::joined(names);
    match count.saturating_sub(shown) {
        0 => names,
        more => tr!("list" => "{items} and {more} more", items = names, more = grouped(more)),
    }
}

fn damaged(pages: usize, searched: bool) -> String {
    if searched {
        tr!("the file is damaged; {n} page could be found, and pages or words may be missing"
            | "the file is damaged; {n} pages could be found, and pages or words may be missing" % pages)
    } else {
        tr!("the file ends early; {n} page could be found, and pages or words may be missing"
            | "the file ends early; {n} pages could be found, and pages or words may be missing" % pages)
    }
}

fn columns_left_out(names: &[String], cells: usize, characters: usize) -> String {
    let filled = tr!("{n} filled cell" | "{n} filled cells" % cells);
    let cells = match cells {
        0 => filled,
        _ => {
            tr!("{cells} ({characters})", cells = filled, characters = Noun::Character.counted(characters as u64))
        }
    };
    tr!(
        "{n} column was left out, with {cells}: {names}"
            | "{n} columns were left out, with {cells}: {names}" % names.len(),
        cells,
        names = some_of(names, 10)
    )
}

impl Loss {
    /// Adds the words that were left out, if `asides` has any of this kind; repeated words are listed once.
    #[must_use]
    pub fn with_words(self, asides: &[Aside]) -> Self {
        let Self::LeftOut { what, count } = self else { return self };
        let mut seen = HashSet::new();
        let of_kind = asides.iter().filter(|aside| aside.kind == what && !aside.text.trim().is_empty());
        let texts: Vec<String> = of_kind.map(|aside| aside.text.clone()).filter(|w| seen.insert(w.clone())).collect();
        if texts.is_empty() { self } else { Self::WordsLeftOut { what, count, texts } }
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
