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
    /// A coder has two of the compared codes on the same text.
    OverlappingCodes,
    NoValuedIntersections,
    TooFewUnits,
    NoUnits,
    NeedsCompleteData,
    OneDocumentOnly,
    TooLarge,
    /// The mean over pairs of coders has no value because two of them coded every unit alike.
    #[strum(serialize = "pair_without_value")]
    PairAlike,
    /// The mean over pairs of coders has no value because two of them coded nothing.
    #[strum(serialize = "pair_without_value")]
    PairWithoutMarks,
    /// The mean over pairs of coders has no value because two of them rated no unit in common.
    #[strum(serialize = "pair_without_value")]
    PairApart,
    /// This program computes no standard error of the statistic.
    NoStandardError,
    /// Characters are not independent observations; an interval over them would be far too narrow.
    DependentUnits,
    /// The code was used too rarely for an interval.
    TooFewPassages,
    /// All samples have the same figure, so the interval has no width.
    NoSpread,
}

impl Reason {
    /// Returns the name used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Returns why a mean over pairs of coders has no value, from the figures of the pairs. If some pairs have a value,
/// the reason is the pair that has none; otherwise, it is what all of them lack, ignoring coders without common
/// units where others have some.
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

/// Chance terms and expected disagreements below this are treated as 0.
pub(super) const NOTHING: f64 = 1e-12;

/// `(observed - chance) / (1 - chance)`.
pub(super) fn beyond_chance(observed: f64, chance: f64) -> Figure {
    if (1.0 - chance).abs() < NOTHING { Err(Reason::NoVariation) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// A share, or `reason` when `whole` is 0.
pub(super) fn share(part: f64, whole: f64, reason: Reason) -> Figure {
    if whole == 0.0 { Err(reason) } else { Ok(part / whole) }
}
