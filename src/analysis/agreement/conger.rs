//! Conger's kappa (1980): any number of coders, chance from each coder's own margins. Equals Cohen's for two coders
//! with complete data.

use super::reason::beyond_chance;
use super::{Figure, Ratings, Reason};

/// The coders' margins, for the coefficient and its standard error.
pub(super) struct CoderMargins {
    /// Per coder: share of each category among the units that the coder rated.
    pub shares: Vec<Vec<f64>>,
    /// Per coder: number of rated units.
    pub rated: Vec<f64>,
}

impl Ratings {
    pub(super) fn coder_margins(&self) -> Result<CoderMargins, Reason> {
        let mut shares = vec![vec![0.0; self.categories]; self.coders];
        let mut rated = vec![0.0; self.coders];
        for p in &self.patterns {
            for ((of_coder, n), value) in shares.iter_mut().zip(&mut rated).zip(&p.values) {
                if let Some(sum) = value.and_then(|v| of_coder.get_mut(v as usize)) {
                    *sum += p.weight;
                    *n += p.weight;
                }
            }
        }
        if self.coders < 2 || rated.contains(&0.0) {
            return Err(Reason::CoderWithoutRatings);
        }
        for (of_coder, n) in shares.iter_mut().zip(&rated) {
            of_coder.iter_mut().for_each(|x| *x /= n);
        }
        Ok(CoderMargins { shares, rated })
    }

    pub(super) fn conger_chance(&self) -> Figure {
        let margins = self.coder_margins()?;
        let m = self.coders as f64;
        let shares_of = |category: usize| margins.shares.iter().filter_map(move |of_coder| of_coder.get(category));
        Ok((0..self.categories)
            .map(|k| {
                let mean = shares_of(k).sum::<f64>() / m;
                let variance = shares_of(k).map(|p| (p - mean).powi(2)).sum::<f64>() / (m - 1.0);
                mean * mean - variance / m
            })
            .sum())
    }

    pub fn conger_kappa(&self) -> Figure {
        let observed = self.percent_agreement()?;
        beyond_chance(observed, self.conger_chance()?)
    }
}
