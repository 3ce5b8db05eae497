//! Krippendorff's alpha (2011, 2019): nominal, for one value against the rest, or with a distance between values.

use super::reason::NOTHING;
use super::{Figure, Ratings, Reason};
use std::collections::BTreeMap;

/// Pairs of values within units, each unit weighted by 1 / (ratings - 1).
pub(super) struct Coincidences {
    pub cells: BTreeMap<(u32, u32), f64>,
    pub margins: BTreeMap<u32, f64>,
    pub total: f64,
}

impl Ratings {
    pub(super) fn coincidences(&self) -> Result<Coincidences, Reason> {
        let mut cells: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        let mut margins: BTreeMap<u32, f64> = BTreeMap::new();
        for p in self.rated_patterns(2) {
            for &(a, x) in &p.tally {
                for &(b, y) in &p.tally {
                    let pairs = p.weight * x * (y - f64::from(u8::from(a == b))) / (p.ratings - 1.0);
                    *cells.entry((a, b)).or_default() += pairs;
                    *margins.entry(a).or_default() += pairs;
                }
            }
        }
        let total: f64 = margins.values().sum();
        if total == 0.0 { Err(Reason::NoPairableUnits) } else { Ok(Coincidences { cells, margins, total }) }
    }

    /// Returns observed and expected disagreement. `distance` is 0 between equal values.
    pub(super) fn disagreement(&self, distance: impl Fn(u32, u32) -> f64) -> Result<(f64, f64), Reason> {
        let c = self.coincidences()?;
        let observed = c.cells.iter().map(|(&(a, b), v)| v * distance(a, b)).sum::<f64>() / c.total;
        let mut expected = 0.0;
        let margins: Vec<(u32, f64)> = c.margins.iter().map(|(value, n)| (*value, *n)).collect();
        for (at, &(a, x)) in margins.iter().enumerate() {
            for &(b, y) in margins.iter().take(at) {
                expected += 2.0 * x * y * distance(a, b);
            }
        }
        Ok((observed, expected / (c.total * (c.total - 1.0))))
    }

    /// Does the same for nominal values, in time linear in the number of values.
    pub(super) fn nominal_disagreement(&self) -> Result<(f64, f64), Reason> {
        let mut margins = vec![0.0; self.categories];
        let mut observed = 0.0;
        for p in self.rated_patterns(2) {
            for &(a, x) in &p.tally {
                observed += p.weight * x * (p.ratings - x) / (p.ratings - 1.0);
                if let Some(sum) = margins.get_mut(a as usize) {
                    *sum += p.weight * x;
                }
            }
        }
        let total: f64 = margins.iter().sum();
        if total == 0.0 {
            return Err(Reason::NoPairableUnits);
        }
        let unequal: f64 = margins.iter().map(|n| n * (total - n)).sum();
        Ok((observed / total, unequal / (total * (total - 1.0))))
    }

    pub fn krippendorff_alpha(&self) -> Figure {
        alpha_of(self.nominal_disagreement()?)
    }
}

pub(super) fn alpha_of((observed, expected): (f64, f64)) -> Figure {
    if expected < NOTHING { Err(Reason::NoVariation) } else { Ok(1.0 - observed / expected) }
}
