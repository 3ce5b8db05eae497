//! What a table does not count, and why.

/// Codings that a table does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Coded passages; those of two coders on the same words are two.
    pub passages: u64,
    pub reason: LeftOutReason,
}

/// In the order in which they are listed. A coding is left out for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
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
        self.into()
    }

    /// Codings that are left out for this reason, in a list; none is not listed.
    #[must_use]
    pub fn of(self, passages: usize) -> Option<LeftOut> {
        (passages > 0).then_some(LeftOut { passages: passages as u64, reason: self })
    }
}

impl LeftOut {
    /// What is left out: `3 codings by other coders`.
    #[must_use]
    pub fn what(&self) -> String {
        let codings = if self.passages == 1 { "coding" } else { "codings" };
        let which = match self.reason {
            LeftOutReason::OtherCoder => "by other coders",
            LeftOutReason::Consensus => "by the coders themselves",
            LeftOutReason::Filter => "in documents that the filter excludes",
            LeftOutReason::NoFacetValue => "with codes that have no value of the facet",
            LeftOutReason::NoParticipant => "in documents without a participant",
            LeftOutReason::UnknownValue => "by participants in no row",
            LeftOutReason::NoRow => "outside passages that are coded as one of the rows",
        };
        format!("{} {codings} {which}", self.passages)
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
