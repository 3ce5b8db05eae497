//! Gwet's AC1 (2008).

use super::reason::beyond_chance;
use super::{Figure, Ratings, Reason};

impl Ratings {
    pub(super) fn ac1_chance(&self) -> Figure {
        if self.categories < 2 {
            return Err(Reason::OneCategory);
        }
        let sum: f64 = self.prevalence()?.iter().map(|p| p * (1.0 - p)).sum();
        Ok(sum / (self.categories as f64 - 1.0))
    }

    pub fn gwet_ac1(&self) -> Figure {
        let observed = self.percent_agreement()?;
        beyond_chance(observed, self.ac1_chance()?)
    }
}
