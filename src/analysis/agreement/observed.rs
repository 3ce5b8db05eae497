//! Observed agreement, not corrected for chance: percent agreement, unanimous share, agreement on one value.

use super::reason::share;
use super::{Figure, Ratings, Reason};

impl Ratings {
    /// Share of equal pairs, averaged over units with two or more ratings.
    pub fn percent_agreement(&self) -> Figure {
        let agreed: f64 = self.rated_patterns(2).map(|p| p.weight * p.agreement()).sum();
        share(agreed, self.rated(2), Reason::NoPairableUnits)
    }

    /// Share of units with two or more ratings on which all are equal.
    pub fn unanimous_agreement(&self) -> Figure {
        let agreed: f64 = self.rated_patterns(2).filter(|p| p.tally.len() == 1).map(|p| p.weight).sum();
        share(agreed, self.rated(2), Reason::NoPairableUnits)
    }

    /// Specific agreement on one value, pooled over units (Spitzer & Fleiss 1974); for two coders and “present” it
    /// is positive agreement, or F1.
    pub fn specific_agreement(&self, category: u32) -> Figure {
        if self.rated(2) == 0.0 {
            return Err(Reason::NoPairableUnits);
        }
        let (mut agreed, mut total) = (0.0, 0.0);
        for p in &self.patterns {
            let x = p.count(category);
            agreed += p.weight * x * (x - 1.0);
            total += p.weight * x * (p.ratings - 1.0);
        }
        share(agreed, total, Reason::CodeNotUsed)
    }
}
