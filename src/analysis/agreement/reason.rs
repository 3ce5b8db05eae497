//! Why a statistic has no value. A figure is never a NaN and never a made-up 0 or 1: it is a number or a [`Reason`].

/// A statistic, or why it has none.
pub type Figure = Result<f64, Reason>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
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
    /// The mean over pairs of coders has no value, because two of them coded every unit alike.
    #[strum(serialize = "pair_without_value")]
    PairAlike,
    /// The mean over pairs of coders has no value, because two of them coded nothing.
    #[strum(serialize = "pair_without_value")]
    PairWithoutMarks,
    /// The mean over pairs of coders has no value, because no unit was rated by two of them.
    #[strum(serialize = "pair_without_value")]
    PairApart,
    /// The statistic has no standard error that this program computes.
    NoStandardError,
    /// Characters are no independent observations, so an interval over them would be far too narrow.
    DependentUnits,
}

impl Reason {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Why a mean over pairs of coders has no value, from the figures of the pairs. When other pairs have one, it is the pair
/// that has none; else what all of them lack, where coders that share no unit do not stand for those that do.
pub(super) fn of_pairs(figures: &[Figure]) -> Reason {
    let mut reasons = figures.iter().filter_map(|figure| figure.err());
    let first = reasons.next().unwrap_or(Reason::OneCoder);
    let reason = std::iter::once(first).chain(reasons).find(|why| *why != Reason::NoPairableUnits).unwrap_or(first);
    if figures.iter().all(|figure| figure.is_err()) {
        return reason;
    }
    match reason {
        Reason::NoVariation => Reason::PairAlike,
        Reason::CodeNotUsed => Reason::PairWithoutMarks,
        _ => Reason::PairApart,
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
