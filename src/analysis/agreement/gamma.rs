//! Gamma (Mathet, Widlöcher & Métivier 2015): the coders' units are aligned with the least possible disorder, which
//! is then compared with that of shuffled continua. Works on one document at a time.

use super::bootstrap::SplitMix64;
use super::continua::{Continua, Stretch};
use super::reason::{NOTHING, beyond_chance};
use super::{Figure, Reason};
use crate::model::{Cancelled, Progress};
use std::collections::{BTreeMap, HashMap};

/// Weights of the dissimilarity of two units, each 0 or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dissimilarity {
    /// Alpha: weight of their positions.
    pub position: f64,
    /// Beta: weight of their codes.
    pub category: f64,
    /// Delta: dissimilarity of a unit and no unit; the other weights are multiples of it.
    pub empty: f64,
}

impl Default for Dissimilarity {
    fn default() -> Self {
        Self { position: 3.0, category: 1.0, empty: 1.0 }
    }
}

/// How the expected disorder is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    pub seed: u64,
    /// Samples are drawn until the mean has this relative precision with 95 % confidence.
    pub precision: f64,
    /// Minimum and maximum number of samples.
    pub samples: (usize, usize),
}

impl Default for Sampling {
    fn default() -> Self {
        Self { seed: 1, precision: 0.02, samples: (30, 1_000) }
    }
}

#[derive(Clone, Debug)]
pub struct Gamma {
    pub gamma: f64,
    pub observed: f64,
    pub expected: f64,
    pub samples: usize,
}

#[derive(Clone, Copy, Debug)]
struct Unit {
    start: f64,
    end: f64,
    code: usize,
}

/// One unit, or none, of each coder.
type Tuple = Vec<Option<usize>>;

impl Dissimilarity {
    fn place(self, a: Unit, b: Unit) -> f64 {
        let apart = (a.start - b.start).abs() + (a.end - b.end).abs();
        (apart / (a.end - a.start + b.end - b.start)).powi(2) * self.empty
    }

    fn between(self, a: Option<Unit>, b: Option<Unit>) -> f64 {
        let (Some(a), Some(b)) = (a, b) else { return self.empty };
        self.position * self.place(a, b) + if a.code == b.code { 0.0 } else { self.category * self.empty }
    }
}

/// Maximum number of partial alignments considered for three or more coders, and of states of a search among them.
const MOST_TUPLES: usize = 400_000;
const MOST_STATES: usize = 400_000;

/// Disorder of the best alignment: mean dissimilarity of aligned pairs over the mean number of units per coder.
pub fn observed(continua: &Continua, codes: &[usize], how: Dissimilarity) -> Figure {
    align(&units(continua, codes)?, how)
}

/// Computes gamma. The inner error is [`Reason::TooLarge`] when the exact alignment of three or more coders would
/// take too long.
///
/// # Errors
/// Fails when cancelled, which is possible before every sample.
pub fn gamma(
    continua: &Continua,
    codes: &[usize],
    how: Dissimilarity,
    sampling: Sampling,
    progress: &Progress,
) -> Result<Result<Gamma, Reason>, Cancelled> {
    let aligned = units(continua, codes).and_then(|units| Ok((align(&units, how)?, units)));
    let (observed, units) = match aligned {
        Ok(aligned) => aligned,
        Err(reason) => return Ok(Err(reason)),
    };
    let mut random = SplitMix64::new(sampling.seed);
    let mut disorders = Vec::new();
    let mut wanted = sampling.samples.0;
    while disorders.len() < wanted {
        progress.checkpoint()?;
        let sample = shuffled(&units, &mut random);
        if sample.iter().all(Vec::is_empty) {
            continue;
        }
        match align(&sample, how) {
            Ok(disorder) => disorders.push(disorder),
            Err(reason) => return Ok(Err(reason)),
        }
        if disorders.len() == wanted {
            let (mean, deviation) = spread(&disorders);
            if mean < NOTHING {
                return Ok(Err(Reason::NoVariation));
            }
            let needed = (deviation / mean * 1.96 / sampling.precision).powi(2).ceil() as usize;
            wanted = needed.clamp(wanted, sampling.samples.1);
        }
    }
    let (expected, _) = spread(&disorders);
    let samples = disorders.len();
    Ok(beyond_chance(1.0 - observed, 1.0 - expected).map(|gamma| Gamma { gamma, observed, expected, samples }))
}

fn units(continua: &Continua, codes: &[usize]) -> Result<Vec<Vec<Unit>>, Reason> {
    let [document] = continua.documents.as_slice() else { return Err(Reason::OneDocumentOnly) };
    let units: Vec<Vec<Unit>> = document
        .coders()
        .map(|coder| {
            let of = |&code: &usize| {
                let unit = move |(start, end): Stretch| Unit { start: f64::from(start), end: f64::from(end), code };
                continua.segments(0, coder, code).map(unit).collect::<Vec<_>>()
            };
            codes.iter().flat_map(of).collect()
        })
        .collect();
    match units.len() {
        0 | 1 => Err(Reason::OneCoder),
        _ if units.iter().all(Vec::is_empty) => Err(Reason::CodeNotUsed),
        _ => Ok(units),
    }
}

fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, (squares / n).sqrt())
}

/// Replaces every coder by one drawn at random, with the units rotated through the text by a random offset. Offsets
/// of two coders differ by at least half a mean unit where the text is long enough.
fn shuffled(units: &[Vec<Unit>], random: &mut SplitMix64) -> Vec<Vec<Unit>> {
    let every_unit = || units.iter().flatten();
    let end = every_unit().map(|u| u.end).fold(0.0, f64::max);
    let apart = every_unit().map(|u| u.end - u.start).sum::<f64>() / every_unit().count().max(1) as f64 / 2.0;
    let mut free = vec![(0.0, end)];
    let mut out = Vec::with_capacity(units.len());
    for _ in units {
        if free.is_empty() {
            free = vec![(0.0, end)];
        }
        let pivot = drawn(&free, random);
        let cut = |(a, b): (f64, f64)| [(a, b.min(pivot - apart)), (a.max(pivot + apart), b)];
        free = free.into_iter().flat_map(cut).filter(|(a, b)| a < b).collect();
        let of_coder = units.get(random.below(units.len())).map_or(&[][..], Vec::as_slice);
        let turned = of_coder.iter().map(|u| {
            let by = if u.start + pivot > end { pivot - end } else { pivot };
            Unit { start: u.start + by, end: u.end + by, code: u.code }
        });
        out.push(turned.collect());
    }
    out
}

/// Draws a position within these stretches, each chosen with a probability proportional to its length.
fn drawn(free: &[(f64, f64)], random: &mut SplitMix64) -> f64 {
    let length: f64 = free.iter().map(|(a, b)| b - a).sum();
    let mut at = random.draw() as f64 / 2.0_f64.powi(64) * length;
    for (a, b) in free {
        if at <= b - a {
            return (a + at).floor();
        }
        at -= b - a;
    }
    free.first().map_or(0.0, |(a, _)| *a)
}

/// Disorder of the best alignment.
fn align(units: &[Vec<Unit>], how: Dissimilarity) -> Figure {
    let total: usize = units.iter().map(Vec::len).sum();
    let cost = match units {
        [first, second] => align_two(first, second, how),
        _ => align_many(units, how)?,
    };
    Ok(cost * units.len() as f64 / total.max(1) as f64)
}

/// Aligns the units of two coders. Only units that are cheaper as a pair than unaligned can be aligned, and these
/// lie close together. Units that are not connected by such pairs are solved as separate, small tasks.
fn align_two(first: &[Unit], second: &[Unit], how: Dissimilarity) -> f64 {
    let unaligned = (first.len() + second.len()) as f64 * how.empty;
    let mut order: Vec<usize> = (0..second.len()).collect();
    let start = |at: usize| second.get(at).map_or(0.0, |unit| unit.start);
    order.sort_by(|&a, &b| start(a).total_cmp(&start(b)));
    let longest = second.iter().map(|unit| unit.end - unit.start).fold(0.0, f64::max);
    // Positions alone may cost at most two empty pairs, which limits how far apart the starts are, as a multiple of
    // both lengths.
    let far = (2.0 / how.position).sqrt();
    let mut root: Vec<usize> = (0..first.len() + second.len()).collect();
    for (i, &unit) in first.iter().enumerate() {
        let reach = far * (unit.end - unit.start + longest);
        let from = order.partition_point(|&at| start(at) < unit.start - reach);
        for &j in order.iter().skip(from).take_while(|&&at| start(at) <= unit.start + reach) {
            if how.between(Some(unit), second.get(j).copied()) < 2.0 * how.empty {
                let (a, b) = (root_of(&root, i), root_of(&root, first.len() + j));
                set(&mut root, a, b);
            }
        }
    }
    let mut parts: BTreeMap<usize, (Vec<Unit>, Vec<Unit>)> = BTreeMap::new();
    for (at, unit) in first.iter().chain(second).enumerate() {
        let part = parts.entry(root_of(&root, at)).or_default();
        if at < first.len() { part.0.push(*unit) } else { part.1.push(*unit) }
    }
    // In a fixed order, so that the sum is the same to the last digit.
    let both = parts.values().filter(|(a, b)| !a.is_empty() && !b.is_empty());
    unaligned + both.map(|(a, b)| gained(a, b, how)).sum::<f64>()
}

/// Returns what the best assignment gains over leaving every unit unaligned, 0 or less; leaving both units of a
/// pair unaligned costs two empty pairs. Shortest augmenting paths with potentials (Jonker & Volgenant 1987);
/// exact.
fn gained(first: &[Unit], second: &[Unit], how: Dissimilarity) -> f64 {
    let (rows, columns) = if first.len() > second.len() { (second, first) } else { (first, second) };
    let (n, m) = (rows.len(), columns.len());
    let gain = |i: usize, j: usize| -> f64 {
        let pair = rows.get(i).copied().zip(columns.get(j).copied());
        pair.map_or(0.0, |(a, b)| (how.between(Some(a), Some(b)) - 2.0 * how.empty).min(0.0))
    };
    // Row and column 0 mean none, as is usual for this algorithm.
    let mut row_of = vec![0_usize; m + 1];
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    for i in 1..=n {
        let mut came_from = vec![0_usize; m + 1];
        let mut least = vec![f64::INFINITY; m + 1];
        let mut used = vec![false; m + 1];
        let mut column = 0;
        set(&mut row_of, 0, i);
        loop {
            set(&mut used, column, true);
            let row = get(&row_of, column);
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for j in 1..=m {
                if get(&used, j) {
                    continue;
                }
                let reduced = gain(row - 1, j - 1) - get(&u, row) - get(&v, j);
                if reduced < get(&least, j) {
                    set(&mut least, j, reduced);
                    set(&mut came_from, j, column);
                }
                if get(&least, j) < delta {
                    (delta, next) = (get(&least, j), j);
                }
            }
            for j in 0..=m {
                if get(&used, j) {
                    let row = get(&row_of, j);
                    let (a, b) = (get(&u, row) + delta, get(&v, j) - delta);
                    set(&mut u, row, a);
                    set(&mut v, j, b);
                } else {
                    let left = get(&least, j) - delta;
                    set(&mut least, j, left);
                }
            }
            column = next;
            if get(&row_of, column) == 0 {
                break;
            }
        }
        while column != 0 {
            let from = get(&came_from, column);
            let row = get(&row_of, from);
            set(&mut row_of, column, row);
            column = from;
        }
    }
    (1..=m).filter_map(|j| Some(gain(get(&row_of, j).checked_sub(1)?, j - 1))).sum()
}

fn get<T: Copy + Default>(list: &[T], at: usize) -> T {
    list.get(at).copied().unwrap_or_default()
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

/// A tuple of units with its cost; `mask` has one bit per unit.
struct Candidate {
    cost: f64,
    mask: u64,
}

/// Aligns three or more coders: finds the cheapest partition of all units into tuples. Units that no useful tuple
/// connects are separate tasks; each is searched with memoisation of what is left.
fn align_many(units: &[Vec<Unit>], how: Dissimilarity) -> Figure {
    let coders = units.len();
    let pairs = (coders * (coders - 1)) as f64 / 2.0;
    // A unit alone: every pair is empty on one side or both. A tuple that costs more than its units alone is never
    // part of the best partition.
    let unaligned = pairs * how.empty;
    let mut found: Vec<(f64, Tuple)> = Vec::new();
    grow(units, how, &mut vec![], 0.0, pairs * coders as f64 * how.empty, &mut found)?;
    let single = |tuple: &Tuple| tuple.iter().flatten().count() == 1;
    found.retain(|(cost, tuple)| single(tuple) || *cost < unaligned * tuple.iter().flatten().count() as f64);
    let offsets: Vec<usize> =
        units.iter().scan(0, |sum, of_coder| Some(std::mem::replace(sum, *sum + of_coder.len()))).collect();
    let total: usize = units.iter().map(Vec::len).sum();
    let number = |(coder, at): (usize, &Option<usize>)| Some(offsets.get(coder)? + (*at)?);
    let members = |tuple: &Tuple| -> Vec<usize> { tuple.iter().enumerate().filter_map(number).collect() };
    let mut root: Vec<usize> = (0..total).collect();
    for (_, tuple) in &found {
        let members = members(tuple);
        for pair in members.windows(2) {
            let (a, b) = (root_of(&root, get(pair, 0)), root_of(&root, get(pair, 1)));
            set(&mut root, a, b);
        }
    }
    let mut parts: HashMap<usize, (HashMap<usize, u32>, Vec<Candidate>)> = HashMap::new();
    for unit in 0..total {
        let (places, _) = parts.entry(root_of(&root, unit)).or_default();
        let next = places.len() as u32;
        places.insert(unit, next);
    }
    for (cost, tuple) in found {
        let members = members(&tuple);
        let Some((places, candidates)) = members.first().and_then(|&unit| parts.get_mut(&root_of(&root, unit))) else {
            continue;
        };
        if places.len() > 64 {
            return Err(Reason::TooLarge);
        }
        let mask = members.iter().filter_map(|unit| places.get(unit)).fold(0_u64, |mask, place| mask | 1 << place);
        candidates.push(Candidate { cost, mask });
    }
    let mut cost = 0.0;
    for (places, candidates) in parts.into_values() {
        let every_place = if places.len() == 64 { u64::MAX } else { (1 << places.len()) - 1 };
        cost += cheapest(every_place, &candidates, &mut HashMap::new())?;
    }
    Ok(cost / pairs)
}

/// Returns the unit that stands for all units connected with this one.
fn root_of(root: &[usize], mut at: usize) -> usize {
    while get(root, at) != at {
        at = get(root, at);
    }
    at
}

fn grow(
    units: &[Vec<Unit>],
    how: Dissimilarity,
    picked: &mut Tuple,
    cost: f64,
    limit: f64,
    out: &mut Vec<(f64, Tuple)>,
) -> Result<(), Reason> {
    if cost > limit {
        return Ok(());
    }
    let Some(next_units) = units.get(picked.len()) else {
        if picked.iter().any(Option::is_some) {
            out.push((cost, picked.clone()));
        }
        return if out.len() > MOST_TUPLES { Err(Reason::TooLarge) } else { Ok(()) };
    };
    for at in std::iter::once(None).chain((0..next_units.len()).map(Some)) {
        let unit = at.and_then(|at| next_units.get(at).copied());
        let before = picked.iter().zip(units).map(|(at, units)| at.and_then(|at| units.get(at).copied()));
        let more: f64 = before.map(|other| how.between(unit, other)).sum();
        picked.push(at);
        grow(units, how, picked, cost + more, limit, out)?;
        picked.pop();
    }
    Ok(())
}

/// Returns the cost of the best partition of the remaining units.
fn cheapest(left: u64, candidates: &[Candidate], known: &mut HashMap<u64, f64>) -> Figure {
    if left == 0 {
        return Ok(0.0);
    }
    if let Some(found) = known.get(&left) {
        return Ok(*found);
    }
    if known.len() > MOST_STATES {
        return Err(Reason::TooLarge);
    }
    let lowest = left & left.wrapping_neg();
    let mut best = f64::INFINITY;
    for candidate in candidates {
        if candidate.mask & lowest != 0 && candidate.mask & !left == 0 && candidate.cost < best {
            best = best.min(candidate.cost + cheapest(left & !candidate.mask, candidates, known)?);
        }
    }
    known.insert(left, best);
    Ok(best)
}
