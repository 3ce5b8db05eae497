//! The passages that a table does not count, with the reason.

use crate::model::counted;

/// Passages that a table does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Number of coded passages; passages of two coders on the same text count twice.
    pub passages: u64,
    pub reason: LeftOutReason,
}

/// In the order in which they are listed. Each coding is left out for only one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum LeftOutReason {
    /// The coding is by a coder who was not selected.
    OtherCoder,
    /// The coding is a coder's own, but the consensus coding is counted.
    Consensus,
    /// The coding is in a document that the filter excludes.
    Filter,
    /// The document has no participant, but rows, columns or numbers refer to participants.
    NoParticipant,
    /// The participant is in no row because a value is not known.
    UnknownValue,
    /// The coding is not inside a passage whose codes match one of the rows.
    NoRow,
    /// The code is in no column of the typology, and does not mark a row.
    NoColumn,
    /// The code has no value of the facet that defines the rows or the columns.
    NoFacetValue,
}

impl LeftOutReason {
    /// Returns the name used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the entry for this reason, or `None` if there are no passages.
    #[must_use]
    pub fn of(self, passages: usize) -> Option<LeftOut> {
        (passages > 0).then_some(LeftOut { passages: passages as u64, reason: self })
    }
}

impl LeftOut {
    /// Describes what is left out: `3 passages by other coders`.
    #[must_use]
    pub fn what(&self) -> String {
        let which = match self.reason {
            LeftOutReason::OtherCoder => "by other coders",
            LeftOutReason::Consensus => "by the coders themselves",
            LeftOutReason::Filter => "in documents that the filter excludes",
            LeftOutReason::NoFacetValue => "with codes that have no value of the dimension",
            LeftOutReason::NoParticipant => "in documents without a participant",
            LeftOutReason::UnknownValue => "by participants in no row",
            LeftOutReason::NoColumn => "with codes that are in no column",
            LeftOutReason::NoRow => "outside those that are coded as one of the rows",
        };
        format!("{} {which}", counted(self.passages, "passage"))
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} left out", self.what(), if self.passages == 1 { "is" } else { "are" })?;
        match self.reason {
            LeftOutReason::Consensus => f.write_str(": the consensus coding is counted."),
            _ => f.write_str("."),
        }
    }
}
