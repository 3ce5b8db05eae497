//! How words look in the file that a text came from: bold, italic, headings. Stored beside the text, never in it.

use super::CharRange;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    Bold,
    Italic,
    /// Level from 1.
    Heading(u8),
}

impl Style {
    /// Returns the form used in project files: `bold`, `italic`, `heading 2`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Bold => "bold".into(),
            Self::Italic => "italic".into(),
            Self::Heading(level) => format!("heading {level}"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "bold" => Some(Self::Bold),
            "italic" => Some(Self::Italic),
            _ => name.strip_prefix("heading ")?.parse().ok().map(Self::Heading),
        }
    }
}

/// A range of a text with a style; code points, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Styled {
    pub range: CharRange,
    pub style: Style,
}
