//! When further interviews bring hardly anything new, after Guest, Namey and Chen, *A simple method to assess and report
//! thematic saturation in qualitative research*, PLOS ONE 15(5), 2020, e0232076.
//!
//! What is counted (codes, or values of a dimension) are *themes* here. The distinct themes of the first interviews are the
//! base. A run of interviews after them slides by one interview at a time; saturation is reached before the first run whose
//! new themes are a small enough share of the base.

use super::agreement::{SplitMix64, quantile};
use crate::model::{Cancelled, Progress};

/// What saturation means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaturationRule {
    /// Number of interviews whose themes are the base; at least 1.
    pub base: usize,
    /// Number of interviews in a run; at least 1.
    pub run: usize,
    /// The largest share of new themes in a run, 0..=1 of the base, at which saturation is reached.
    pub threshold: f64,
}

impl Default for SaturationRule {
    fn default() -> Self {
        Self { base: 4, run: 2, threshold: 0.05 }
    }
}

/// Themes over interviews in one order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saturation {
    /// For each interview, the number of themes that no earlier one has.
    pub new: Vec<usize>,
    /// Number of distinct themes in the first interviews.
    pub base: usize,
    /// `None` if it is never reached, if there are fewer interviews than base and one run, or if the base has no theme.
    pub reached: Option<Reached>,
}

/// Where saturation is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Number of interviews before the run.
    pub interviews: usize,
    /// New themes in the run, as a share of the base.
    pub share: f64,
}

/// Saturation over many random orders of the interviews.
#[derive(Clone, Debug, PartialEq)]
pub struct OverOrders {
    pub orders: usize,
    /// Of the number of interviews at which saturation is reached: median, 5th and 95th percentile, interpolated
    /// linearly at p · (n − 1). An order that never reaches it counts as the number of all interviews.
    pub reached: Band,
    /// Number of orders that never reach it.
    pub never: usize,
    /// For each number of interviews from 1, the same percentiles of the number of distinct themes; empty where there
    /// are more than [`MOST_COUNTS`] possible numbers.
    pub themes: Vec<Band>,
}

/// A median, with the 5th and the 95th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

/// Themes times interviews for which the curve over random orders is kept.
pub const MOST_COUNTS: usize = 20_000_000;

impl Saturation {
    /// Counts themes over interviews, in the order given. An interview lists its themes as numbers below `themes`, in any
    /// order, also repeatedly.
    #[must_use]
    pub fn of<'i>(interviews: impl IntoIterator<Item = &'i [u32]>, themes: usize, rule: SaturationRule) -> Self {
        let mut curve = Curve::new(themes);
        let new: Vec<usize> = interviews.into_iter().map(|interview| curve.take(interview)).collect();
        let (base, reached) = judged(&new, rule);
        Self { new, base, reached }
    }

    /// Returns for each interview the number of distinct themes up to and including it.
    #[must_use]
    pub fn cumulative(&self) -> Vec<usize> {
        let sums = self.new.iter().scan(0, |sum, new| {
            *sum += new;
            Some(*sum)
        });
        sums.collect()
    }
}

/// The distinct themes so far.
struct Curve {
    seen: Vec<bool>,
}

impl Curve {
    fn new(themes: usize) -> Self {
        Self { seen: vec![false; themes] }
    }

    /// Returns the number of themes that are new in an interview.
    fn take(&mut self, interview: &[u32]) -> usize {
        let is_new =
            |theme: &&u32| self.seen.get_mut(**theme as usize).is_some_and(|seen| !std::mem::replace(seen, true));
        interview.iter().filter(is_new).count()
    }
}

/// Returns the size of the base, and where saturation is reached.
fn judged(new: &[usize], rule: SaturationRule) -> (usize, Option<Reached>) {
    let base = new.iter().take(rule.base).sum();
    if base == 0 {
        return (base, None);
    }
    let runs = new.get(rule.base..).unwrap_or_default().windows(rule.run.max(1)).enumerate();
    let mut shares = runs.map(|(passed, run)| Reached {
        interviews: rule.base + passed,
        share: run.iter().sum::<usize>() as f64 / base as f64,
    });
    (base, shares.find(|reached| reached.share <= rule.threshold))
}

/// Counts themes over random orders of the interviews. Each order is a shuffle (Fisher and Yates, from the end) of the order
/// given, with the numbers that follow from `seed`.
///
/// # Errors
/// Fails when cancelled, which is possible before every order.
pub fn over_orders(
    interviews: &[Vec<u32>],
    themes: usize,
    rule: SaturationRule,
    orders: usize,
    seed: u64,
    progress: &Progress,
) -> Result<OverOrders, Cancelled> {
    let mut random = SplitMix64::new(seed);
    let (mut reached, mut never) = (Vec::with_capacity(orders), 0);
    let bins = themes + 1;
    let keeps_curve = interviews.len().saturating_mul(bins) <= MOST_COUNTS;
    // For each number of interviews, how many orders have how many themes.
    let mut counts = vec![0_u32; if keeps_curve { interviews.len() * bins } else { 0 }];
    for order in 0..orders {
        progress.step(order as u64, orders as u64)?;
        let mut shuffled: Vec<&[u32]> = interviews.iter().map(Vec::as_slice).collect();
        for last in (1..shuffled.len()).rev() {
            shuffled.swap(last, random.below(last + 1));
        }
        let found = Saturation::of(shuffled, themes, rule);
        never += usize::from(found.reached.is_none());
        reached.push(found.reached.map_or(interviews.len(), |reached| reached.interviews) as f64);
        for (of_number, themes) in counts.chunks_exact_mut(bins).zip(found.cumulative()) {
            if let Some(count) = of_number.get_mut(themes) {
                *count += 1;
            }
        }
    }
    reached.sort_by(f64::total_cmp);
    let curve = counts.chunks_exact(bins).map(|counts| Band::of(&spread(counts)));
    Ok(OverOrders { orders, reached: Band::of(&reached), never, themes: curve.collect() })
}

/// Returns every number as often as it was counted, in ascending order.
fn spread(counts: &[u32]) -> Vec<f64> {
    let numbers = counts.iter().enumerate();
    numbers.flat_map(|(number, &count)| std::iter::repeat_n(number as f64, count as usize)).collect()
}

impl Band {
    fn of(sorted: &[f64]) -> Self {
        let at = |p| quantile(sorted, p);
        Self { low: at(0.05), median: at(0.5), high: at(0.95) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn of(interviews: &[&[u32]], base: usize, run: usize, threshold: f64) -> Saturation {
        Saturation::of(interviews.iter().copied(), 10, SaturationRule { base, run, threshold })
    }

    #[test]
    fn saturation_is_reached_before_the_first_run_with_hardly_anything_new() {
        let interviews: [&[u32]; 6] = [&[0, 1, 1], &[1, 2], &[3], &[0], &[4], &[]];
        let found = of(&interviews, 2, 2, 0.3);
        assert_eq!((found.new.as_slice(), found.base), (&[2, 1, 1, 0, 1, 0][..], 3));
        assert_eq!(found.cumulative(), [2, 3, 4, 4, 5, 5]);
        // Runs: 1 + 0, 0 + 1, 1 + 0 of 3.
        assert_eq!(found.reached, None);
        for (threshold, at) in [(0.0, None), (1.0 / 3.0, Some(2))] {
            assert_eq!(of(&interviews, 2, 2, threshold).reached.map(|reached| reached.interviews), at);
        }
        let reached = of(&interviews, 3, 1, 0.0).reached;
        assert_eq!(reached, Some(Reached { interviews: 3, share: 0.0 }));
    }

    #[test]
    fn too_few_interviews_or_an_empty_base_reach_nothing() {
        assert_eq!(of(&[&[1], &[1]], 2, 1, 1.0).reached, None);
        assert_eq!(
            of(&[&[], &[], &[1], &[1]], 2, 1, 1.0),
            Saturation { new: vec![0, 0, 1, 0], base: 0, reached: None }
        );
        assert_eq!(of(&[], 1, 1, 1.0), Saturation::default());
    }

    #[test]
    fn random_interviews_are_counted_as_a_plain_count_does() {
        let mut random = fastrand::Rng::with_seed(5);
        for round in 0..300 {
            let count = random.usize(0..12);
            let interviews: Vec<Vec<u32>> =
                (0..count).map(|_| (0..random.usize(0..5)).map(|_| random.u32(0..10)).collect()).collect();
            let rule = SaturationRule { base: random.usize(1..5), run: random.usize(1..4), threshold: random.f64() };
            let found = Saturation::of(interviews.iter().map(Vec::as_slice), 10, rule);
            let distinct = |of: &[Vec<u32>]| of.iter().flatten().collect::<HashSet<_>>().len();
            let cumulative: Vec<usize> = (1..=count).map(|to| distinct(&interviews[..to])).collect();
            assert_eq!(found.cumulative(), cumulative, "round {round}");
            let base = distinct(&interviews[..rule.base.min(count)]);
            let share =
                |i: &usize| (distinct(&interviews[..i + rule.run]) - distinct(&interviews[..*i])) as f64 / base as f64;
            let runs = if base == 0 { 0..0 } else { rule.base..(count + 1).saturating_sub(rule.run) };
            let first = runs.into_iter().find(|i| share(i) <= rule.threshold);
            assert_eq!(found.reached.map(|reached| reached.interviews), first, "round {round}");
        }
    }

    #[test]
    fn orders_are_the_same_for_a_seed_and_have_a_band_around_them() {
        let interviews: Vec<Vec<u32>> = (0..8).map(|at| vec![0, at % 4]).collect();
        let over = |seed| {
            let rule = SaturationRule { base: 2, run: 1, threshold: 0.0 };
            over_orders(&interviews, 4, rule, 400, seed, &Progress::default()).unwrap()
        };
        let found = over(1);
        assert_eq!(found, over(1));
        assert_ne!(found.reached, Band { low: 0.0, ..over(2).reached });
        assert!((2.0..=8.0).contains(&found.reached.median) && found.reached.low <= found.reached.high);
        assert_eq!(found.themes.len(), 8);
        assert!(found.themes.is_sorted_by(|a, b| a.median <= b.median));
        assert_eq!(found.themes[7], Band { low: 4.0, median: 4.0, high: 4.0 });
        let none = over_orders(&[], 4, SaturationRule::default(), 3, 1, &Progress::default()).unwrap();
        assert_eq!((none.never, none.reached.median, none.themes.len()), (3, 0.0, 0));
        let cancelled = Progress::default();
        cancelled.cancel();
        assert!(over_orders(&interviews, 4, SaturationRule::default(), 3, 1, &cancelled).is_err());
    }
}
