//! Percentile intervals by resampling units, or whole documents, with replacement. SplitMix64 makes them the same
//! on every machine: index = (x · n) >> 64, replicate by replicate, in document and text order.

use super::{Coefficient, Ratings, Reason};
use crate::model::{Cancelled, Progress};

/// A random number generator (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below `n`, or 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.draw()) * n as u128) >> 64) as usize
    }
}

/// What is resampled: for each unit or document, the indices of its units' patterns.
#[derive(Clone, Debug)]
pub enum Draws {
    Units(Vec<u32>),
    Documents(Vec<Vec<u32>>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
    pub mean: f64,
    /// Replicates without a value, which the interval leaves out.
    pub undefined: usize,
    pub replicates: usize,
    pub seed: u64,
}

/// Number of replicates and width of the interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub replicates: usize,
    pub seed: u64,
    /// Width of the interval: 95 for 95 %.
    pub percent: u32,
}

/// The ratings from which samples are drawn.
#[derive(Clone, Copy, Debug)]
pub struct SampledRatings<'a> {
    pub coders: usize,
    pub categories: usize,
    /// The rows that `draws` refers to: one category per coder, if that coder rated.
    pub patterns: &'a [Vec<Option<u32>>],
    pub draws: &'a Draws,
}

/// Computes the intervals.
///
/// # Errors
/// Fails when cancelled, which is possible before every replicate.
pub fn bootstrap(
    drawn: SampledRatings<'_>,
    of: &[Coefficient],
    plan: Plan,
    progress: &Progress,
) -> Result<Vec<Result<Interval, Reason>>, Cancelled> {
    let SampledRatings { coders, categories, patterns, draws } = drawn;
    let n = match draws {
        Draws::Units(units) => units.len(),
        Draws::Documents(documents) => documents.len(),
    };
    if n == 0 {
        return Ok(vec![Err(Reason::NoPairableUnits); of.len()]);
    }
    // One pattern per row in a fixed order, so that only the weights change between replicates.
    let rows = patterns.iter().map(|values| (values.clone(), 1));
    let mut ratings = Ratings::new(coders, categories, rows);
    let place = |values: &Vec<Option<u32>>| ratings.patterns.iter().position(|p| &p.values == values);
    let places: Vec<Option<usize>> = patterns.iter().map(place).collect();
    let by_document: Vec<Vec<(usize, u64)>> = match draws {
        Draws::Units(_) => vec![],
        Draws::Documents(documents) => documents.iter().map(|units| tallied(units, patterns.len())).collect(),
    };
    let mut random = SplitMix64::new(plan.seed);
    let mut values: Vec<Vec<f64>> = vec![Vec::with_capacity(plan.replicates); of.len()];
    let mut counts = vec![0_u64; patterns.len()];
    for _ in 0..plan.replicates {
        progress.checkpoint()?;
        counts.fill(0);
        for _ in 0..n {
            let chosen = random.below(n);
            match draws {
                Draws::Units(units) => {
                    if let Some(count) = units.get(chosen).and_then(|&u| counts.get_mut(u as usize)) {
                        *count += 1;
                    }
                }
                Draws::Documents(_) => {
                    for &(pattern, many) in by_document.get(chosen).map_or(&[][..], Vec::as_slice) {
                        if let Some(count) = counts.get_mut(pattern) {
                            *count += many;
                        }
                    }
                }
            }
        }
        ratings.patterns.iter_mut().for_each(|p| p.weight = 0.0);
        for (count, place) in counts.iter().zip(&places) {
            if let Some(pattern) = place.and_then(|i| ratings.patterns.get_mut(i)) {
                pattern.weight += *count as f64;
            }
        }
        for (coefficient, list) in of.iter().zip(&mut values) {
            list.extend(coefficient.of(&ratings));
        }
    }
    Ok(values.into_iter().map(|list| interval(list, plan)).collect())
}

fn tallied(units: &[u32], patterns: usize) -> Vec<(usize, u64)> {
    let mut counts = vec![0_u64; patterns];
    for &unit in units {
        if let Some(count) = counts.get_mut(unit as usize) {
            *count += 1;
        }
    }
    counts.into_iter().enumerate().filter(|(_, n)| *n > 0).collect()
}

fn interval(mut values: Vec<f64>, plan: Plan) -> Result<Interval, Reason> {
    if values.is_empty() {
        return Err(Reason::NoVariation);
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    let tail = (1.0 - f64::from(plan.percent) / 100.0) / 2.0;
    Ok(Interval {
        low: quantile(&values, tail),
        high: quantile(&values, 1.0 - tail),
        mean,
        undefined: plan.replicates - values.len(),
        replicates: plan.replicates,
        seed: plan.seed,
    })
}

/// Interpolates linearly at p · (n - 1).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let h = p * (sorted.len() as f64 - 1.0);
    let at = |i: usize| sorted.get(i.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let low = h.floor() as usize;
    at(low) + (h - h.floor()) * (at(low + 1) - at(low))
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        let mut random = SplitMix64::new(0);
        let drawn = [random.draw(), random.draw(), random.draw()];
        assert_eq!(drawn, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
    }
}
