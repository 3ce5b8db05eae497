//! Agreement as it was seen, without regard to chance: percent agreement, unanimous share, agreement on one value.

use super::reason::share;
use super::{Figure, Ratings, Reason};

impl Ratings {
    /// Mean over units with two ratings or more of the share of equal pairs.
    pub fn percent_agreement(&self) -> Figure {
        let agreed: f64 = self.rated_patterns(2).map(|p| p.weight * p.agreement()).sum();
        share(agreed, self.rated(2), Reason::NoPairableUnits)
    }

    /// Share of units with two ratings or more on which all are equal.
    pub fn unanimous_agreement(&self) -> Figure {
        let agreed: f64 = self.rated_patterns(2).filter(|p| p.tally.len() == 1).map(|p| p.weight).sum();
        share(agreed, self.rated(2), Reason::NoPairableUnits)
    }

    /// Specific agreement on one value, pooled over units (Spitzer & Fleiss 1974); for two coders and “present” this
    /// is positive agreement, which is F1.
    pub fn specific_agreement(&self, category: u32) -> Figure {
        if self.rated(2) == 0.0 {
            return Err(Reason::NoPairableUnits);
        }
        let (mut agreed, mut all) = (0.0, 0.0);
        for p in &self.patterns {
            let x = p.count(category);
            agreed += p.weight * x * (x - 1.0);
            all += p.weight * x * (p.ratings - 1.0);
        }
        share(agreed, all, Reason::CodeNotUsed)
    }
}
