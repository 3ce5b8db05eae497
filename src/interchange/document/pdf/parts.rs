//! What stands in a file and is no part of its text.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    PageNumber,
    Head,
    Foot,
    LineNumbers,
    Footnote,
    Watermark,
    Sideways,
    Outside,
    Comment,
    Field,
}

impl Part {
    /// As [`super::super::LeftOut::what`].
    pub fn name(self) -> &'static str {
        match self {
            Self::PageNumber => "page number",
            Self::Head => "running head",
            Self::Foot => "running foot",
            Self::LineNumbers => "line numbers",
            Self::Footnote => "footnote",
            Self::Watermark => "watermark",
            Self::Sideways => "text across the page",
            Self::Outside => "text outside the page",
            Self::Comment => "comment",
            Self::Field => "form field",
        }
    }

    /// Counted by the pages that have it.
    pub fn is_by_page(self) -> bool {
        matches!(self, Self::LineNumbers | Self::Sideways | Self::Outside)
    }

    /// `3 page numbers`, of things or of pages that have them.
    pub fn counted(self, count: usize) -> String {
        let one = self.name();
        match (self, count) {
            (Self::LineNumbers, 1) => "the line numbers of one page".into(),
            (Self::LineNumbers, _) => format!("the line numbers of {count} pages"),
            (Self::Sideways | Self::Outside, 1) => format!("{one}, on one page,"),
            (Self::Sideways | Self::Outside, _) => format!("{one}, on {count} pages,"),
            (_, 1) => format!("one {one}"),
            (Self::Foot, _) => format!("{count} running feet"),
            _ => format!("{count} {one}s"),
        }
    }
}
