//! A table of ratings, units by coders, stored as distinct patterns with their frequency: the input of the nominal
//! statistics.

use super::Reason;
use super::coder_set::CoderSet;
use crate::model::hashing::HashMap;
use std::collections::BTreeMap;

/// Ratings of nominal values `0..categories`. Unused categories count, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    pub coders: usize,
    pub categories: usize,
    pub(super) patterns: Vec<Pattern>,
}

/// Units with the same ratings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    /// Per coder; `None` is missing.
    pub values: Vec<Option<u32>>,
    /// Each value given, with the number of coders who gave it.
    pub tally: Vec<(u32, f64)>,
    /// Number of ratings.
    pub ratings: f64,
    /// Number of units.
    pub weight: f64,
}

impl Pattern {
    fn new(values: Vec<Option<u32>>, weight: u64) -> Self {
        let mut given: Vec<u32> = values.iter().flatten().copied().collect();
        given.sort_unstable();
        let count = |equal: &[u32]| (equal.first().copied().unwrap_or(0), equal.len() as f64);
        let tally = given.chunk_by(|a, b| a == b).map(count).collect();
        Self { values, tally, ratings: given.len() as f64, weight: weight as f64 }
    }

    /// Number of coders who gave this value.
    pub fn count(&self, category: u32) -> f64 {
        self.tally.iter().find(|(rated, _)| *rated == category).map_or(0.0, |(_, count)| *count)
    }

    /// Share of equal pairs of ratings; meaningful with two or more ratings.
    pub fn agreement(&self) -> f64 {
        let equal: f64 = self.tally.iter().map(|(_, x)| x * (x - 1.0)).sum();
        equal / (self.ratings * (self.ratings - 1.0))
    }
}

impl Ratings {
    /// Each row holds one value per coder and the number of units rated so; equal rows are joined.
    #[must_use]
    pub fn new(coders: usize, categories: usize, rows: impl IntoIterator<Item = (Vec<Option<u32>>, u64)>) -> Self {
        let mut known: BTreeMap<Vec<Option<u32>>, u64> = BTreeMap::new();
        for (mut values, weight) in rows {
            values.resize(coders, None);
            *known.entry(values).or_default() += weight;
        }
        Self::of_distinct(coders, categories, known)
    }

    /// Takes rows of which no two are equal, in ascending order.
    fn of_distinct(coders: usize, categories: usize, rows: impl IntoIterator<Item = (Vec<Option<u32>>, u64)>) -> Self {
        let patterns: Vec<Pattern> =
            rows.into_iter().filter(|(_, weight)| *weight > 0).map(|(v, w)| Pattern::new(v, w)).collect();
        let seen = patterns.iter().flat_map(|p| p.tally.iter()).map(|(c, _)| *c as usize + 1).max().unwrap_or(0);
        Self { coders, categories: categories.max(seen), patterns }
    }

    /// Distinct rows of one value per coder, with the number of units rated so.
    pub fn rows(&self) -> impl Iterator<Item = (&[Option<u32>], u64)> {
        self.patterns.iter().map(|p| (p.values.as_slice(), p.weight as u64))
    }

    /// Number of units, rated or not.
    #[must_use]
    pub fn units(&self) -> f64 {
        self.patterns.iter().map(|p| p.weight).sum()
    }

    /// Number of units to which `coder` gave `category`.
    #[must_use]
    pub fn marks(&self, coder: usize, category: u32) -> f64 {
        let given = |p: &&Pattern| p.values.get(coder).copied().flatten() == Some(category);
        self.patterns.iter().filter(given).map(|p| p.weight).sum()
    }

    /// Number of units with at least `least` ratings.
    #[must_use]
    pub fn rated(&self, least: usize) -> f64 {
        self.rated_patterns(least).map(|p| p.weight).sum()
    }

    pub(super) fn rated_patterns(&self, least: usize) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(move |p| p.ratings >= least as f64)
    }

    /// Share of ratings of each category, averaged over rated units (Gwet 2014).
    pub(super) fn prevalence(&self) -> Result<Vec<f64>, Reason> {
        let n = self.rated(1);
        if n == 0.0 {
            return Err(Reason::NoRatings);
        }
        let mut pi = vec![0.0; self.categories];
        for p in self.rated_patterns(1) {
            for (category, x) in &p.tally {
                if let Some(sum) = pi.get_mut(*category as usize) {
                    *sum += p.weight * x / p.ratings / n;
                }
            }
        }
        Ok(pi)
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        pairs(self.coders)
    }
}

/// Each pair of coders once, lower index first.
pub(super) fn pairs(coders: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..coders).flat_map(move |i| (i + 1..coders).map(move |j| (i, j)))
}

/// Counts the units of one code by the coders who marked them.
pub(super) struct Tally {
    coders: usize,
    /// By a number that texts with the same coders share, and by who marked the units.
    counts: HashMap<(u32, CoderSet), u64>,
}

impl Tally {
    pub fn new(coders: usize) -> Self {
        Self { coders, counts: HashMap::default() }
    }

    pub fn add(&mut self, part: u32, marked: CoderSet, units: u64) {
        *self.counts.entry((part, marked)).or_default() += units;
    }

    pub fn counts(self) -> Counts {
        let mut marked: Vec<(u32, CoderSet, u64)> =
            self.counts.into_iter().map(|((part, coders), units)| (part, coders, units)).collect();
        marked.sort_unstable();
        Counts { coders: self.coders, marked }
    }
}

/// What a [`Tally`] has counted. Texts of the same parts with the same counts have the same ratings.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Counts {
    coders: usize,
    /// Sorted.
    marked: Vec<(u32, CoderSet, u64)>,
}

impl Counts {
    /// Returns ratings of 0 (absent) and 1 (present). `parts` are the numbers, with the coders who took part and the
    /// number of units, marked or not.
    pub fn ratings<'a>(&self, parts: impl Iterator<Item = (u32, &'a CoderSet, u64)>) -> Ratings {
        let mut rows = Vec::new();
        for (part, took_part, units) in parts {
            let mut rest = units;
            let first = self.marked.partition_point(|(of, ..)| *of < part);
            for (_, coders, units) in self.marked.iter().skip(first).take_while(|(of, ..)| *of == part) {
                rows.push((values(self.coders, took_part, coders), *units));
                rest = rest.saturating_sub(*units);
            }
            rows.push((values(self.coders, took_part, &CoderSet::default()), rest));
        }
        // Texts of different parts have different coders, so that no two rows are equal.
        rows.sort_unstable();
        Ratings::of_distinct(self.coders, 2, rows)
    }
}

/// Returns 1 for each coder who marked a unit, 0 for the others who took part.
pub(super) fn values(coders: usize, took_part: &CoderSet, marked: &CoderSet) -> Vec<Option<u32>> {
    (0..coders).map(|coder| took_part.contains(coder).then(|| u32::from(marked.contains(coder)))).collect()
}
