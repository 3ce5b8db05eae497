//! Scott's pi (1955): two coders, chance from their joint margins.

use super::reason::beyond_chance;
use super::{Figure, Ratings};

impl Ratings {
    pub fn scott_pi(&self, i: usize, j: usize) -> Figure {
        let t = self.crosstab(i, j)?;
        let chance = t.margins().map(|(a, b)| ((a + b) / (2.0 * t.units)).powi(2)).sum();
        beyond_chance(t.observed(), chance)
    }
}
