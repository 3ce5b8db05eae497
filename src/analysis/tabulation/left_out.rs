//! What a table does not count, and why.

/// Codings that a table does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Coded passages; those of two coders on the same words are two.
    pub passages: u64,
    pub reason: LeftOutReason,
}

/// In the order in which they are listed. A coding is left out for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOutReason {
    /// By a coder other than those asked for.
    OtherCoder,
    /// By a coder, where the consensus coding is counted in place of the coders' own.
    Consensus,
    /// In a document that the filter excludes.
    Filter,
    /// In a document without a participant, where rows, columns or numbers are of participants.
    NoParticipant,
    /// By a participant who is in no row, because a value is not known.
    UnknownValue,
    /// Within no passage that is coded as one of the rows.
    NoRow,
    /// With a code that has no value of the facet which makes the rows or the columns.
    NoFacetValue,
}

impl LeftOutReason {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OtherCoder => "other_coder",
            Self::Consensus => "consensus",
            Self::Filter => "filter",
            Self::NoFacetValue => "no_facet_value",
            Self::NoParticipant => "no_participant",
            Self::UnknownValue => "unknown_value",
            Self::NoRow => "no_row",
        }
    }

    /// Codings that are left out for this reason, in a list; none is not listed.
    #[must_use]
    pub fn of(self, passages: usize) -> Option<LeftOut> {
        (passages > 0).then_some(LeftOut { passages: passages as u64, reason: self })
    }
}

impl std::fmt::Display for LeftOut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (codings, are) = if self.passages == 1 { ("coding", "is") } else { ("codings", "are") };
        let which = match self.reason {
            LeftOutReason::OtherCoder => "by other coders",
            LeftOutReason::Consensus => "by the coders themselves",
            LeftOutReason::Filter => "in documents that the filter excludes",
            LeftOutReason::NoFacetValue => "with codes that have no value of the facet",
            LeftOutReason::NoParticipant => "in documents without a participant",
            LeftOutReason::UnknownValue => "by participants in no row",
            LeftOutReason::NoRow => "outside passages that are coded as one of the rows",
        };
        write!(f, "{} {codings} {which} {are} left out", self.passages)?;
        match self.reason {
            LeftOutReason::Consensus => f.write_str(": the consensus coding is counted."),
            _ => f.write_str("."),
        }
    }
}
