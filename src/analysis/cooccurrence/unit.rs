//! The units in which codes co-occur.

use crate::text::Cut;

/// What two codes must share so that they co-occur.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum CooccurrenceUnit {
    /// A code point: pairs of passages that overlap are counted.
    #[default]
    Overlap,
    Sentence,
    Turn,
    Paragraph,
    /// An interviewer's question with all answers to it.
    Exchange,
    /// The whole text, with what nobody says in it.
    Document,
    /// The passages of a participant, in all documents.
    Participant,
}

impl CooccurrenceUnit {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Returns the name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Returns the name of what the cells count, in files.
    #[must_use]
    pub fn counted(self) -> &'static str {
        match self {
            Self::Overlap => "overlaps",
            Self::Sentence => "sentences",
            Self::Turn => "turns",
            Self::Paragraph => "paragraphs",
            Self::Exchange => "exchanges",
            Self::Document => "documents",
            Self::Participant => "participants",
        }
    }

    /// Returns how a text is divided into these units, if it is.
    #[must_use]
    pub fn cut(self) -> Option<Cut> {
        match self {
            Self::Sentence => Some(Cut::Sentence),
            Self::Turn => Some(Cut::Turn),
            Self::Paragraph => Some(Cut::Paragraph),
            Self::Exchange => Some(Cut::Exchange),
            Self::Overlap | Self::Document | Self::Participant => None,
        }
    }
}
