//! Fleiss' kappa (1971), over all values and for one; missing ratings as in Gwet (2014).

use super::reason::{NOTHING, beyond_chance};
use super::{Figure, Ratings, Reason};

impl Ratings {
    pub(super) fn fleiss_chance(&self) -> Figure {
        Ok(self.prevalence()?.iter().map(|p| p * p).sum())
    }

    pub fn fleiss_kappa(&self) -> Figure {
        let observed = self.percent_agreement()?;
        beyond_chance(observed, self.fleiss_chance()?)
    }

    /// Kappa for one value against the rest; needs the same number of ratings on every rated unit.
    pub fn fleiss_per_category(&self, category: u32) -> Figure {
        let n = self.rated(1);
        let m = self.rated_patterns(1).next().ok_or(Reason::NoRatings)?.ratings;
        if self.rated_patterns(1).any(|p| p.ratings != m) {
            return Err(Reason::NeedsCompleteData);
        }
        if m < 2.0 {
            return Err(Reason::NoPairableUnits);
        }
        let given: f64 = self.rated_patterns(1).map(|p| p.weight * p.count(category)).sum();
        let p = given / (n * m);
        if p * (1.0 - p) < NOTHING {
            return Err(Reason::NoVariation);
        }
        let differ = |x: f64| x * (m - x);
        let sum: f64 = self.rated_patterns(1).map(|u| u.weight * differ(u.count(category))).sum();
        Ok(1.0 - sum / (n * m * (m - 1.0) * p * (1.0 - p)))
    }
}
