//! What the columns of a table of segments hold, and how doubts are decided.

use crate::interchange::sheet::Sheet;
use crate::model::{CharRange, SourceId};
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentUse {
    Skip,
    Document,
    /// The code's path or name.
    Code,
    /// The words of the segment.
    Quote,
    /// Code points from the beginning of the document; half-open with the end.
    Start,
    End,
    Coder,
    Memo,
    /// Whether the code that the column's head names was applied. SeveralPlaces columns may have this use.
    Applied,
}

impl SegmentUse {
    pub const ALL: [Self; 9] = [
        Self::Skip,
        Self::Document,
        Self::Code,
        Self::Quote,
        Self::Start,
        Self::End,
        Self::Coder,
        Self::Memo,
        Self::Applied,
    ];

    /// True when several columns may have it.
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::Skip | Self::Applied)
    }

    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Skip => "nothing: skip it",
            Self::Document => "the document",
            Self::Code => "the code",
            Self::Quote => "the words",
            Self::Start => "where it starts",
            Self::End => "where it ends",
            Self::Coder => "the coder",
            Self::Memo => "a memo",
            Self::Applied => "whether its code applies",
        }
    }
}

/// What becomes of words that stand several times in their document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    #[default]
    LeaveOut,
    First,
    All,
}

impl Ambiguous {
    pub const ALL: [Self; 3] = [Self::LeaveOut, Self::First, Self::All];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LeaveOut => "leave-out",
            Self::First => "first",
            Self::All => "all",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentImport {
    pub table: Arc<Sheet>,
    /// One a column.
    pub uses: Vec<SegmentUse>,
    /// Who coded, where no column says it; empty when that is not known.
    pub coder: String,
    pub ambiguous: Ambiguous,
    /// How cells that name several codes are divided.
    pub several_codes: SeveralCodes,
    /// Rows with a code that is not there are left out; else the code is made.
    pub known_codes_only: bool,
}

/// How a cell that names several codes is divided. A cell that is a code of the project as it stands is never divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SeveralCodes {
    /// At line breaks, and at commas, semicolons, upright strokes and slashes where every part is a code of the project or
    /// of other rows.
    #[default]
    WhereKnown,
    /// At line breaks, and at this text wherever it stands.
    At(String),
    /// Nowhere.
    Never,
}

impl SeveralCodes {
    /// Reads `none` or a separator; nothing is no separator.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        match words {
            "" => None,
            "none" => Some(Self::Never),
            separator => Some(Self::At(separator.to_owned())),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Segment {
    pub source: SourceId,
    pub range: CharRange,
    /// Path of a code that is there or will be made.
    pub code: String,
    pub coder: String,
    pub memo: String,
}
