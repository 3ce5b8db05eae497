//! Brennan & Prediger's coefficient (1981): chance is 1 / number of declared values. Equals S, and PABAK for two
//! values.

use super::reason::beyond_chance;
use super::{Figure, Ratings, Reason};

impl Ratings {
    pub(super) fn free_chance(&self) -> Figure {
        if self.categories < 2 { Err(Reason::OneCategory) } else { Ok(1.0 / self.categories as f64) }
    }

    pub fn brennan_prediger(&self) -> Figure {
        let observed = self.percent_agreement()?;
        beyond_chance(observed, self.free_chance()?)
    }
}
