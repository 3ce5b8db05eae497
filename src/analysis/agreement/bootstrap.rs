//! Percentile intervals by resampling units, or whole documents, with replacement. SplitMix64 makes them the same
//! on every machine: index = (x · n) >> 64, replicate by replicate, in document and text order.
//!
//! All codes share the draws, since they have the same units; and of each code, only what somebody marked is summed. All
//! cores take part: each begins where the numbers of its first replicate begin.

use super::{Coefficient, Ratings, Reason};
use crate::model::{Cancelled, Progress};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// What each number adds to the state of the generator.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A random number generator (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct SplitMix64(u64);

impl SplitMix64 {
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Passes over this many numbers.
    pub fn skip(&mut self, numbers: u64) {
        self.0 = self.0.wrapping_add(STEP.wrapping_mul(numbers));
    }

    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
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

/// What is resampled: units, or documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// Elements of one group are rated alike where nothing is marked.
    pub groups: usize,
    /// For each element, its group and its number of units.
    pub elements: Vec<(u32, u32)>,
}

/// The ratings of one code from which samples are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub coders: usize,
    pub categories: usize,
    /// Distinct ratings of a unit: one category per coder, if that coder rated.
    pub patterns: Vec<Vec<Option<u32>>>,
    /// For each group, the pattern of units that are not in `marked`.
    pub usual: Vec<u32>,
    /// Element, pattern and number of its units with this pattern, by element.
    pub marked: Vec<(u32, u32, u32)>,
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

/// The draws are repeated for each of this many codes, so that the values of all replicates are never kept at once for
/// many codes.
const CODES_AT_ONCE: usize = 1_000;

/// How often the draws are repeated for this many codes.
pub(super) fn rounds(codes: usize) -> u64 {
    codes.div_ceil(CODES_AT_ONCE) as u64
}

/// Computes the intervals of each coefficient, for each sample. Progress counts replicates.
///
/// # Errors
/// Fails when cancelled, which is possible before every replicate.
pub fn bootstrap(
    population: &Population,
    samples: &[Sample],
    of: &[Coefficient],
    plan: Plan,
    progress: &Progress,
) -> Result<Vec<Vec<Result<Interval, Reason>>>, Cancelled> {
    if population.elements.is_empty() {
        return Ok(vec![vec![Err(Reason::NoPairableUnits); of.len()]; samples.len()]);
    }
    let all = plan.replicates as u64 * rounds(samples.len());
    let begun = AtomicU64::new(0);
    let step = || progress.step(begun.fetch_add(1, Ordering::Relaxed), all);
    let mut out = Vec::with_capacity(samples.len());
    for samples in samples.chunks(CODES_AT_ONCE) {
        let work = |replicates| drawn(population, samples, of, plan.seed, replicates, &step);
        let mut values = vec![vec![Vec::with_capacity(plan.replicates); of.len()]; samples.len()];
        for part in on_all_cores(plan.replicates, work) {
            for (list, more) in values.iter_mut().flatten().zip(part?.into_iter().flatten()) {
                list.extend(more);
            }
        }
        out.extend(values.into_iter().map(|lists| lists.into_iter().map(|list| interval(list, plan)).collect()));
    }
    Ok(out)
}

/// Divides replicates among all cores. Returns what each has made of its part, in order.
fn on_all_cores<T: Send>(replicates: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(replicates).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let part = |core: usize| replicates * core / cores..replicates * (core + 1) / cores;
        let threads: Vec<_> = (0..cores).map(|core| scope.spawn(move || work(part(core)))).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Draws these replicates. Returns the values of each sample, per coefficient.
fn drawn(
    population: &Population,
    samples: &[Sample],
    of: &[Coefficient],
    seed: u64,
    replicates: Range<usize>,
    step: &impl Fn() -> Result<(), Cancelled>,
) -> Result<Vec<Vec<Vec<f64>>>, Cancelled> {
    let mut resampled: Vec<Resampled<'_>> = samples.iter().map(|sample| Resampled::new(sample, of)).collect();
    let mut random = SplitMix64::new(seed);
    random.skip((replicates.start as u64).wrapping_mul(population.elements.len() as u64));
    let mut draw = Draw { times: vec![0; population.elements.len()], units: vec![0; population.groups] };
    for _ in replicates {
        step()?;
        draw.again(population, &mut random);
        resampled.iter_mut().for_each(|sample| sample.take(population, &draw, of));
    }
    Ok(resampled.into_iter().map(|sample| sample.values).collect())
}

/// A sample of the population.
struct Draw {
    /// How often each element was drawn.
    times: Vec<u32>,
    /// Number of units drawn from each group.
    units: Vec<u64>,
}

impl Draw {
    fn again(&mut self, population: &Population, random: &mut SplitMix64) {
        self.times.fill(0);
        self.units.fill(0);
        for _ in 0..self.times.len() {
            if let Some(times) = self.times.get_mut(random.below(population.elements.len())) {
                *times += 1;
            }
        }
        for (&times, &(group, units)) in self.times.iter().zip(&population.elements) {
            if let Some(sum) = self.units.get_mut(group as usize) {
                *sum += u64::from(times) * u64::from(units);
            }
        }
    }
}

/// A code's ratings, whose weights change with each replicate.
struct Resampled<'a> {
    sample: &'a Sample,
    ratings: Ratings,
    /// For each pattern of the sample, the one of the ratings.
    places: Vec<Option<usize>>,
    counts: Vec<u64>,
    /// Per coefficient.
    values: Vec<Vec<f64>>,
}

impl<'a> Resampled<'a> {
    fn new(sample: &'a Sample, of: &[Coefficient]) -> Self {
        let rows = sample.patterns.iter().map(|values| (values.clone(), 1));
        let ratings = Ratings::new(sample.coders, sample.categories, rows);
        let place = |values: &Vec<Option<u32>>| ratings.patterns.iter().position(|p| &p.values == values);
        let places = sample.patterns.iter().map(place).collect();
        Self { sample, places, ratings, counts: vec![0; sample.patterns.len()], values: vec![vec![]; of.len()] }
    }

    fn take(&mut self, population: &Population, draw: &Draw, of: &[Coefficient]) {
        self.counts.fill(0);
        let mut unmarked = draw.units.clone();
        for &(element, pattern, units) in &self.sample.marked {
            let times = draw.times.get(element as usize).copied().unwrap_or(0);
            if times == 0 {
                continue;
            }
            let units = u64::from(times) * u64::from(units);
            if let Some(count) = self.counts.get_mut(pattern as usize) {
                *count += units;
            }
            let group = population.elements.get(element as usize).map_or(0, |(group, _)| *group);
            if let Some(left) = unmarked.get_mut(group as usize) {
                *left = left.saturating_sub(units);
            }
        }
        for (pattern, units) in self.sample.usual.iter().zip(unmarked) {
            if let Some(count) = self.counts.get_mut(*pattern as usize) {
                *count += units;
            }
        }
        self.ratings.patterns.iter_mut().for_each(|p| p.weight = 0.0);
        for (count, place) in self.counts.iter().zip(&self.places) {
            if let Some(pattern) = place.and_then(|place| self.ratings.patterns.get_mut(place)) {
                pattern.weight += *count as f64;
            }
        }
        for (coefficient, list) in of.iter().zip(&mut self.values) {
            list.extend(coefficient.of(&self.ratings));
        }
    }
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
        let mut later = SplitMix64::new(0);
        later.skip(2);
        assert_eq!(later.draw(), drawn[2]);
    }
}
