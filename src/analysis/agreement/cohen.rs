//! Cohen's kappa (1960) for two coders, its maximum given their margins, and its standard error (Fleiss, Cohen &
//! Everitt 1969).

use super::reason::beyond_chance;
use super::{Figure, Ratings};

impl Ratings {
    pub fn cohen_kappa(&self, i: usize, j: usize) -> Figure {
        let t = self.crosstab(i, j)?;
        beyond_chance(t.observed(), t.chance())
    }

    pub fn cohen_kappa_max(&self, i: usize, j: usize) -> Figure {
        let t = self.crosstab(i, j)?;
        let most = t.margins().map(|(a, b)| a.min(b)).sum::<f64>() / t.units;
        beyond_chance(most, t.chance())
    }

    pub fn cohen_kappa_se(&self, i: usize, j: usize) -> Figure {
        let t = self.crosstab(i, j)?;
        let chance = t.chance();
        let kappa = beyond_chance(t.observed(), chance)?;
        let margin = |list: &[f64], category: u32| list.get(category as usize).copied().unwrap_or(0.0) / t.units;
        let (mut equal, mut unequal) = (0.0, 0.0);
        for &((a, b), weight) in &t.cells {
            let p = weight / t.units;
            if a == b {
                equal += p * (1.0 - (margin(&t.first, a) + margin(&t.second, a)) * (1.0 - kappa)).powi(2);
            } else {
                unequal += p * (margin(&t.second, a) + margin(&t.first, b)).powi(2);
            }
        }
        let last = (kappa - chance * (1.0 - kappa)).powi(2);
        let sum = equal + (1.0 - kappa).powi(2) * unequal - last;
        Ok((sum / (t.units * (1.0 - chance).powi(2))).max(0.0).sqrt())
    }
}
