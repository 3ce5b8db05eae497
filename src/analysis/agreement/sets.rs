//! Several codes on a unit: the value is a set of codes. Alpha with a distance between sets (Passonneau 2006), and
//! multi-valued alpha (Krippendorff & Craggs 2016).

use super::alpha::alpha_of;
use super::reason::NOTHING;
use super::{Figure, Presence, Ratings, Reason};
use std::collections::{BTreeMap, HashMap};

/// With more distinct sets than this, they are not compared in pairs.
const MOST_SETS: usize = 6_000;

/// A distance between two sets; it is 0 between two empty sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    Jaccard,
    Dice,
    Masi,
}

impl Distance {
    fn between(self, a: &CodeSet, b: &CodeSet) -> f64 {
        if a.len() == 0 && b.len() == 0 {
            return 0.0;
        }
        let (x, y, common) = (f64::from(a.len()), f64::from(b.len()), f64::from(a.common(b)));
        let jaccard = common / (x + y - common);
        match self {
            Self::Jaccard => 1.0 - jaccard,
            Self::Dice => 1.0 - 2.0 * common / (x + y),
            Self::Masi => {
                let within = common == x || common == y;
                let likeness = match (common == x && common == y, common > 0.0, within) {
                    (true, ..) => 1.0,
                    (_, false, _) => 0.0,
                    (_, _, true) => 2.0 / 3.0,
                    _ => 1.0 / 3.0,
                };
                1.0 - jaccard * likeness
            }
        }
    }
}

/// A set of codes, given by their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodeSet {
    /// Ascending, each once.
    codes: Vec<u32>,
}

impl CodeSet {
    fn len(&self) -> u32 {
        self.codes.len() as u32
    }

    /// Number of codes that are in both.
    fn common(&self, other: &Self) -> u32 {
        let (mut rest, mut common) = (other.codes.as_slice(), 0);
        for code in &self.codes {
            while let [first, later @ ..] = rest
                && first < code
            {
                rest = later;
            }
            common += u32::from(rest.first() == Some(code));
        }
        common
    }
}

impl FromIterator<u32> for CodeSet {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut codes: Vec<u32> = codes.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        Self { codes }
    }
}

/// Ratings whose categories are sets of codes.
#[derive(Clone, Debug)]
pub struct SetRatings {
    pub ratings: Ratings,
    sets: Vec<CodeSet>,
}

impl SetRatings {
    /// Each row holds one set per coder, `None` for missing, and the number of such units.
    #[must_use]
    pub fn new(coders: usize, rows: impl IntoIterator<Item = (Vec<Option<CodeSet>>, u64)>) -> Self {
        let mut known: HashMap<CodeSet, u32> = HashMap::new();
        let mut out = Vec::new();
        for (row, weight) in rows {
            let values = row.into_iter().map(|set| {
                let next = known.len() as u32;
                set.map(|set| *known.entry(set).or_insert(next))
            });
            out.push((values.collect(), weight));
        }
        let mut sets = vec![CodeSet::default(); known.len()];
        for (set, place) in known {
            if let Some(slot) = sets.get_mut(place as usize) {
                *slot = set;
            }
        }
        Self { ratings: Ratings::new(coders, sets.len(), out), sets }
    }

    /// The sets of these codes on every unit. `presences` are those of the codes.
    #[must_use]
    pub fn of(presences: &[&Presence]) -> Self {
        let Some(first) = presences.first() else { return Self::new(0, []) };
        let (coders, text) = (first.coders, &first.text);
        // Document, unit, coder and code.
        let mut marks: Vec<(u32, u32, u32, u32)> = Vec::new();
        for (presence, code) in presences.iter().zip(0..) {
            for (document, unit, marked) in &presence.coded {
                marks.extend(marked.coders().map(|coder| (*document, *unit, coder as u32, code)));
            }
        }
        marks.sort_unstable();
        let mut left: HashMap<u32, u64> = text.parts().map(|(part, _, units)| (part, units)).collect();
        let mut rows = Vec::new();
        for of_unit in marks.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let document = of_unit.first().map_or(0, |mark| mark.0 as usize);
            let Some((part, took_part, _)) = text.part_of(document) else { continue };
            left.entry(part).and_modify(|units| *units = units.saturating_sub(1));
            let mut row: Vec<Option<CodeSet>> =
                (0..coders).map(|coder| took_part.contains(coder).then(CodeSet::default)).collect();
            for of_coder in of_unit.chunk_by(|a, b| a.2 == b.2) {
                let coder = of_coder.first().map_or(0, |mark| mark.2 as usize);
                if let Some(set) = row.get_mut(coder) {
                    *set = Some(of_coder.iter().map(|mark| mark.3).collect());
                }
            }
            rows.push((row, 1));
        }
        for (part, took_part, _) in text.parts() {
            let empty = (0..coders).map(|coder| took_part.contains(coder).then(CodeSet::default)).collect();
            rows.push((empty, left.get(&part).copied().unwrap_or(0)));
        }
        Self::new(coders, rows)
    }

    pub fn alpha(&self, distance: Distance) -> Figure {
        alpha_of(self.disagreement(distance)?)
    }

    fn disagreement(&self, distance: Distance) -> Result<(f64, f64), Reason> {
        if self.sets.len() > MOST_SETS {
            return Err(Reason::TooLarge);
        }
        self.ratings.disagreement(|a, b| match (self.sets.get(a as usize), self.sets.get(b as usize)) {
            (Some(a), Some(b)) => distance.between(a, b),
            _ => 0.0,
        })
    }

    /// Nominal multi-valued alpha. The expected disagreement is a sum over all pairs of label sets, which a
    /// polynomial in two variables gives without enumerating them.
    pub fn multi_valued_alpha(&self) -> Figure {
        let c = self.ratings.coincidences()?;
        let size_of = |set: u32| self.sets.get(set as usize).map_or(0, |set| set.codes.len());
        let top = c.margins.keys().map(|&s| size_of(s)).max().unwrap_or(0);
        let mut sizes = vec![0.0; top + 1];
        let mut labels: BTreeMap<u32, f64> = BTreeMap::new();
        for (&set, n) in &c.margins {
            if let Some(sum) = sizes.get_mut(size_of(set)) {
                *sum += n / c.total;
            }
            for label in self.sets.get(set as usize).into_iter().flat_map(|set| &set.codes) {
                *labels.entry(*label).or_default() += n;
            }
        }
        let observed = c.cells.iter().map(|(&(a, b), v)| {
            let pair = self.sets.get(a as usize).zip(self.sets.get(b as usize));
            v * pair.map_or(0.0, |(a, b)| Distance::Dice.between(a, b))
        });
        let observed = observed.sum::<f64>() / c.total;
        let expected = expected(&sizes, &labels);
        if expected < NOTHING { Err(Reason::NoVariation) } else { Ok(1.0 - observed / expected) }
    }
}

fn expected(sizes: &[f64], labels: &BTreeMap<u32, f64>) -> f64 {
    let width = sizes.len();
    let scale = labels.values().copied().fold(1.0, f64::max);
    // (sum of weights, sum of weights × common labels) over pairs of label sets with s and u labels, at s · width +
    // u.
    let mut sums = vec![(0.0, 0.0); width * width];
    if let Some(first) = sums.first_mut() {
        *first = (1.0, 0.0);
    }
    for n in labels.values() {
        let (one, two) = (n / scale, n * (n - 1.0) / scale / scale);
        let before = |s: Option<usize>, u: Option<usize>, sums: &[(f64, f64)]| {
            s.zip(u).and_then(|(s, u)| sums.get(s * width + u).copied()).unwrap_or((0.0, 0.0))
        };
        let mut next = sums.clone();
        for s in 0..width {
            for u in 0..width {
                let (less_s, less_u) = (s.checked_sub(1), u.checked_sub(1));
                let left = before(less_s, Some(u), &sums);
                let right = before(Some(s), less_u, &sums);
                let both = before(less_s, less_u, &sums);
                if let Some(sum) = next.get_mut(s * width + u) {
                    sum.0 += one * (left.0 + right.0) + two * both.0;
                    sum.1 += one * (left.1 + right.1) + two * (both.1 + both.0);
                }
            }
        }
        sums = next;
    }
    let mut total = 0.0;
    for (s, p) in sizes.iter().enumerate() {
        for (u, q) in sizes.iter().enumerate() {
            let (weight, common) = sums.get(s * width + u).copied().unwrap_or((0.0, 0.0));
            if weight > 0.0 && s + u > 0 {
                total += p * q * (1.0 - 2.0 * (common / weight) / (s + u) as f64);
            }
        }
    }
    total
}
