//! The contents of the columns of a table of segments, and the settings for ambiguous cases.

use crate::interchange::sheet::Sheet;
use crate::model::{Account, CharRange, SourceId};
use crate::tr;
use std::sync::Arc;

/// The contents of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SegmentUse {
    Skip,
    Document,
    /// The code's path or name.
    Code,
    /// The text of the segment.
    Quote,
    /// In code points from the start of the document; the range is half-open.
    Start,
    End,
    Coder,
    Memo,
    /// Whether the passage is marked as important.
    Important,
    /// Whose experience the passage is about: `own`, `others` or a name.
    Account,
    /// When the passage was coded.
    Created,
    /// Whether the code in the column's head was applied. Several columns may have this use.
    Applied,
}

impl SegmentUse {
    pub const ALL: [Self; 12] = [
        Self::Skip,
        Self::Document,
        Self::Code,
        Self::Quote,
        Self::Start,
        Self::End,
        Self::Coder,
        Self::Memo,
        Self::Important,
        Self::Account,
        Self::Created,
        Self::Applied,
    ];

    /// True when several columns may have this use.
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::Skip | Self::Applied)
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Skip => tr!("use of a column" => "skip this column"),
            Self::Document => tr!("use of a column" => "the document"),
            Self::Code => tr!("use of a column" => "the code"),
            Self::Quote => tr!("use of a column" => "the text"),
            Self::Start => tr!("use of a column" => "where it starts"),
            Self::End => tr!("use of a column" => "where it ends"),
            Self::Coder => tr!("use of a column" => "the coder"),
            Self::Memo => tr!("use of a column" => "a memo"),
            Self::Important => tr!("use of a column" => "whether it is important"),
            Self::Account => tr!("use of a column" => "whose experience it is about"),
            Self::Created => tr!("use of a column" => "when it was coded"),
            Self::Applied => tr!("use of a column" => "whether its code applies"),
        }
    }
}

/// What to do with text that occurs several times in its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Ambiguous {
    #[default]
    LeaveOut,
    First,
    All,
}

impl Ambiguous {
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentImport {
    pub table: Arc<Sheet>,
    /// True for a list of passages that this program exported.
    pub is_ours: bool,
    /// One per column.
    pub uses: Vec<SegmentUse>,
    /// The person who imports; empty when unknown.
    pub actor: String,
    /// The coder if no column names one; empty when unknown.
    pub coder: String,
    pub ambiguous: Ambiguous,
    /// How cells with several codes are divided.
    pub several_codes: SeveralCodes,
    /// Skips rows with an unknown code; otherwise, the code is created.
    pub known_codes_only: bool,
}

/// How a cell with several codes is divided. A cell that is exactly a code of the project is never divided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SeveralCodes {
    /// At line breaks, and at commas, semicolons, vertical bars and slashes if every part is a code of the project
    /// or of other rows.
    #[default]
    WhereKnown,
    /// At line breaks, and at every occurrence of this text.
    At(String),
    /// Never, not even at line breaks.
    Never,
}

impl SeveralCodes {
    /// Parses `none` or a separator; an empty text is not a separator.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        match value {
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
    /// Path of a code that exists or will be created.
    pub code: String,
    pub coder: String,
    pub memo: String,
    pub marks: Marks,
    /// Neither the project nor an earlier row has the passage.
    pub is_new: bool,
}

/// What a row states of its passage beside the code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Marks {
    pub important: bool,
    /// Whose experience it is about; `None` if this is not stated.
    pub account: Option<Account>,
    /// UTC milliseconds since 1970.
    pub created: Option<i64>,
}
