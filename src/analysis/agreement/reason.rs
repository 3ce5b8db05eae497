//! Why a statistic has no value. A figure is never a NaN and never a made-up 0 or 1: it is a number or a [`Reason`].

/// A statistic, or why it has none.
pub type Figure = Result<f64, Reason>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// All ratings are equal, so chance alone explains the agreement.
    NoVariation,
    /// No unit was rated by two coders.
    NoPairableUnits,
    NoRatings,
    OneCoder,
    OneCategory,
    CoderWithoutRatings,
    CodeNotUsed,
    /// One coder has two of the compared codes on one place.
    OverlappingCodes,
    NoValuedIntersections,
    TooFewUnits,
    NoUnits,
    NeedsCompleteData,
    OneDocumentOnly,
    TooLarge,
    /// The mean over pairs of coders has no value, because one pair has none.
    PairWithoutValue,
    /// The statistic has no standard error that this program computes.
    NoStandardError,
    /// Characters are no independent observations, so an interval over them would be far too narrow.
    DependentUnits,
}

impl Reason {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoVariation => "no_variation",
            Self::NoPairableUnits => "no_pairable_units",
            Self::NoRatings => "no_ratings",
            Self::OneCoder => "one_coder",
            Self::OneCategory => "one_category",
            Self::CoderWithoutRatings => "coder_without_ratings",
            Self::CodeNotUsed => "code_not_used",
            Self::OverlappingCodes => "overlapping_codes",
            Self::NoValuedIntersections => "no_valued_intersections",
            Self::TooFewUnits => "too_few_units",
            Self::NoUnits => "no_units",
            Self::NeedsCompleteData => "needs_complete_data",
            Self::OneDocumentOnly => "one_document_only",
            Self::TooLarge => "too_large",
            Self::PairWithoutValue => "pair_without_value",
            Self::NoStandardError => "no_standard_error",
            Self::DependentUnits => "dependent_units",
        }
    }
}

/// Chance terms and expected disagreements below this are taken as 0.
pub(super) const NOTHING: f64 = 1e-12;

/// `(observed - chance) / (1 - chance)`.
pub(super) fn beyond_chance(observed: f64, chance: f64) -> Figure {
    if (1.0 - chance).abs() < NOTHING { Err(Reason::NoVariation) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// A share, or `reason` when there is nothing to share.
pub(super) fn share(part: f64, whole: f64, reason: Reason) -> Figure {
    if whole == 0.0 { Err(reason) } else { Ok(part / whole) }
}
