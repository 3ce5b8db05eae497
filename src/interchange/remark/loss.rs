//! What came in with something missing or changed.

use super::{Aside, AsideKind, EntryLoss, ForeignLoss, TableLoss, counted, some_pages, was};
use crate::text::{shortened, some_of};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

/// Something that is missing from what was imported, or differs from its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Loss {
    /// Words of the file that are no part of the text; its kind is that of the words.
    LeftOut {
        what: AsideKind,
        count: usize,
    },
    /// The same, with the words themselves.
    WordsLeftOut {
        what: AsideKind,
        count: usize,
        words: Vec<String>,
    },
    /// They stand as U+FFFD.
    UnreadableCharacters {
        count: usize,
    },
    NulCharacters {
        count: usize,
    },
    /// Characters of a symbol font without a counterpart in Unicode; they stand as U+FFFD.
    UnknownSymbols {
        count: usize,
    },
    /// The end of the file is missing; what there is was read.
    Truncated,
    /// Pages of a damaged file, as far as they could be found.
    DamagedFile {
        pages: usize,
        searched: bool,
    },
    PageCountDiffers {
        stated: usize,
        found: usize,
    },
    FirstPagesOnly {
        read: usize,
        pages: usize,
    },
    DamagedPages {
        pages: Vec<usize>,
    },
    PageTooLarge {
        page: usize,
        megabytes: u64,
    },
    /// Pages that draw more than is read.
    CrowdedPages {
        pages: Vec<usize>,
    },
    /// Scanned pages without text.
    PicturePages {
        count: usize,
    },
    /// Letters that are drawn without saying which they are; they stand as U+FFFD.
    NamelessLetters {
        count: usize,
    },
    /// Words in a font that the file lacks.
    MissingFont {
        bytes: usize,
    },
    DamagedFont,
    /// Rows of a table that describe its columns.
    HeadRows {
        count: usize,
    },
    /// Columns that are no part of what a table was imported as.
    ColumnsLeftOut {
        names: Vec<String>,
    },
    /// Times of utterances that could not be read.
    UnreadTimes {
        count: usize,
    },
    /// Cells whose formula was saved without its value.
    UncomputedFormulas {
        count: usize,
    },
    /// Things of another program's project; its kind is theirs. `more`: how many names are not listed in `names`.
    Foreign {
        what: ForeignLoss,
        count: usize,
        names: Vec<String>,
        more: usize,
    },
    /// Cells beneath merged ones.
    CoveredCells {
        count: usize,
    },
    /// Cells whose text the workbook does not hold.
    MissingTexts {
        count: usize,
    },
    /// What its columns and rows mean.
    Table(TableLoss),
    /// Of an entry of a file; its kind is that of the entry's loss.
    Entry(EntryLoss),
}

/// Longest words that a message repeats, and how many of a kind.
const LONGEST: usize = 1_000;
const MOST: usize = 100;

impl Loss {
    /// The same with the words that were left out, where `asides` holds some of this kind; each stands once.
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

    /// How many things are missing or changed; 1 where they cannot be counted.
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
            | Self::UncomputedFormulas { count }
            | Self::CoveredCells { count }
            | Self::MissingTexts { count }
            | Self::UnreadTimes { count } => *count,
            Self::ColumnsLeftOut { names } => names.len(),
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

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut { what, count } => write!(f, "{} {} left out", what.counted(*count), what.verb(*count)),
            Self::WordsLeftOut { what, count, words } => {
                let words: Vec<String> = words.iter().map(|one| format!("“{}”", shortened(one, LONGEST))).collect();
                write!(f, "{} {} left out: {}", what.counted(*count), what.verb(*count), some_of(&words, MOST))
            }
            Self::Foreign { what, count, names, more } => f.write_str(&what.sentence(*count, names, *more)),
            Self::UnreadableCharacters { count } => {
                write!(
                    f,
                    "{} could not be read; \u{fffd} stands in place of each",
                    counted(*count, "character", "characters")
                )
            }
            Self::NulCharacters { count } => {
                write!(f, "{} {} removed", counted(*count, "NUL character", "NUL characters"), was(*count))
            }
            Self::UnknownSymbols { count } => write!(
                f,
                "{} of a symbol font could not be read; \u{fffd} stands in place of each",
                counted(*count, "character", "characters")
            ),
            Self::Truncated => {
                f.write_str("the file ends early; it is damaged or incomplete, and words may be missing")
            }
            Self::DamagedFile { pages, searched } => {
                let pages = counted(*pages, "page", "pages");
                let how = if *searched { "the file is damaged" } else { "the file ends early" };
                write!(f, "{how}; {pages} could be found, and pages or words may be missing")
            }
            Self::PageCountDiffers { stated, found } => {
                write!(f, "the file states that it has {stated} pages; {found} could be found")
            }
            Self::FirstPagesOnly { read, pages } => {
                write!(f, "only the first {read} of {pages} pages were read; the file is too large")
            }
            Self::DamagedPages { pages } => {
                let (what, verb) = (some_pages(pages), if pages.len() == 1 { "is" } else { "are" });
                write!(f, "{what} {verb} damaged; words may be missing")
            }
            Self::PageTooLarge { page, megabytes } => {
                write!(f, "page {page} was left out: its content expands to more than {megabytes} MB")
            }
            Self::CrowdedPages { pages } => {
                let verb = if pages.len() == 1 { "draws" } else { "draw" };
                write!(f, "{} {verb} more than can be read; words may be missing", some_pages(pages))
            }
            Self::PicturePages { count } => {
                write!(f, "{} without text {} left out", counted(*count, "scanned page", "scanned pages"), was(*count))
            }
            Self::NamelessLetters { count } => write!(
                f,
                "the font does not say which letter {} shows; \u{fffd} stands in place of each",
                counted(*count, "character", "characters")
            ),
            Self::MissingFont { bytes } => {
                write!(f, "words in a font that the file lacks ({bytes} bytes) were left out")
            }
            Self::HeadRows { count } => write!(
                f,
                "{} that {} the columns {} left out",
                counted(*count, "row", "rows"),
                if *count == 1 { "describes" } else { "describe" },
                was(*count)
            ),
            Self::ColumnsLeftOut { names } => {
                let columns = counted(names.len(), "column", "columns");
                write!(f, "{columns} {} left out: {}", was(names.len()), some_of(names, 10))
            }
            Self::CoveredCells { count } => write!(
                f,
                "{} beneath merged cells {} left out, because the workbook does not show them",
                counted(*count, "cell", "cells"),
                was(*count)
            ),
            Self::MissingTexts { count } => write!(
                f,
                "{} left empty, because the workbook lacks their text; it is damaged",
                if *count == 1 { "1 cell was".to_owned() } else { format!("{count} cells were") }
            ),
            Self::Table(loss) => loss.fmt(f),
            Self::UnreadTimes { count } => {
                write!(f, "{} could not be read and {} left out", counted(*count, "time", "times"), was(*count))
            }
            Self::UncomputedFormulas { count } => write!(
                f,
                "{} empty, because the file holds their formulas without results; open it in a spreadsheet program, save it \
                 and import it again",
                if *count == 1 { "1 cell was left".to_owned() } else { format!("{count} cells were left") }
            ),
            Self::Entry(loss) => loss.fmt(f),
            Self::DamagedFont => f.write_str("a font is damaged; letters and spaces between words may be wrong"),
        }
    }
}
