//! Fleiss' kappa (1971), with missing ratings as in Gwet (2014).

use super::reason::beyond_chance;
use super::{Figure, Ratings};

impl Ratings {
    pub(super) fn fleiss_chance(&self) -> Figure {
        Ok(self.prevalence()?.iter().map(|p| p * p).sum())
    }

    pub fn fleiss_kappa(&self) -> Figure {
        let observed = self.percent_agreement()?;
        beyond_chance(observed, self.fleiss_chance()?)
    }
}
