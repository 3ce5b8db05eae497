//! The u-alpha family (Krippendorff, Mathet, Bouvry & Widlöcher 2016; Krippendorff 2019, 12.6): text as a continuum
//! that each coder divides into valued units and gaps. Several documents are summed before the last step.

use super::continua::{Continua, Stretch};
use super::reason::NOTHING;
use super::{Figure, Reason};
use std::collections::BTreeMap;

/// Value 0 is text without a code; value `v` of a coder is stored as `v + 1`.
const GAP: usize = 0;

pub struct Unitizing {
    values: usize,
    /// Lengths of intersections, row by row.
    shared: Vec<f64>,
    rows: Vec<f64>,
    total: f64,
    expected: Vec<f64>,
    /// The same without gaps.
    valued_rows: Vec<f64>,
    valued_total: f64,
    valued_expected: Option<Vec<f64>>,
}

/// A unit or a gap of a coder's continuum.
type Piece = (usize, Stretch);

fn pieces(continua: &Continua, document: usize, coder: usize, by_value: &[Vec<usize>]) -> Result<Vec<Piece>, Reason> {
    let length = continua.documents.get(document).map_or(0, |d| d.length);
    let mut valued: Vec<Piece> = Vec::new();
    for (value, codes) in by_value.iter().enumerate() {
        valued.extend(continua.segments(document, coder, codes).into_iter().map(|span| (value + 1, span)));
    }
    valued.sort_unstable_by_key(|(value, span)| (*span, *value));
    let mut out = Vec::with_capacity(2 * valued.len() + 1);
    let mut position = 0;
    for (value, (start, end)) in valued {
        if start < position {
            return Err(Reason::OverlappingCodes);
        }
        if start > position {
            out.push((GAP, (position, start)));
        }
        out.push((value, (start, end)));
        position = end;
    }
    if position < length {
        out.push((GAP, (position, length)));
    }
    Ok(out)
}

/// Returns the indices of intersecting pieces with the length of their intersection.
fn intersections(a: &[Piece], b: &[Piece]) -> Vec<(usize, usize, f64)> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some((_, x)), Some((_, y))) = (a.get(i), b.get(j)) {
        let (start, end) = (x.0.max(y.0), x.1.min(y.1));
        if end > start {
            out.push((i, j, f64::from(end - start)));
        }
        if x.1 <= y.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

fn value_of(pieces: &[Piece], place: usize) -> usize {
    pieces.get(place).map_or(GAP, |piece| piece.0)
}

fn add(list: &mut [f64], place: usize, amount: f64) {
    if let Some(sum) = list.get_mut(place) {
        *sum += amount;
    }
}

impl Unitizing {
    /// `values` lists, per value, the codes that count as it; codes in none are left out.
    pub fn new(continua: &Continua, values: &[Vec<usize>]) -> Result<Self, Reason> {
        let size = values.len() + 1;
        let mut shared = vec![0.0; size * size];
        let (mut squares, mut valued_squares) = (vec![0.0; size], vec![0.0; size]);
        let mut compared = false;
        for (i, document) in continua.documents.iter().enumerate() {
            let coders = document.took_part.iter().enumerate().filter(|(_, took_part)| **took_part);
            let parts: Vec<Vec<Piece>> =
                coders.map(|(coder, _)| pieces(continua, i, coder, values)).collect::<Result<_, _>>()?;
            if parts.len() < 2 || document.length == 0 {
                continue;
            }
            compared = true;
            let others = parts.len() as f64 - 1.0;
            for &(value, (start, end)) in parts.iter().flatten() {
                let length = f64::from(end - start);
                add(&mut squares, value, if value == GAP { length } else { length * length });
            }
            for (x, a) in parts.iter().enumerate() {
                for (_, b) in parts.iter().enumerate().filter(|(y, _)| *y != x) {
                    let mut within: BTreeMap<usize, f64> = BTreeMap::new();
                    for (p, q, length) in intersections(a, b) {
                        let (v, w) = (value_of(a, p), value_of(b, q));
                        add(&mut shared, v * size + w, length / others);
                        if v != GAP && w != GAP {
                            *within.entry(p).or_default() += length;
                        }
                    }
                    for (p, length) in within {
                        add(&mut valued_squares, value_of(a, p), length * length / others);
                    }
                }
            }
        }
        if !compared {
            return Err(nobody_to_compare(continua));
        }
        let row = |v: usize, from: usize| shared.iter().skip(v * size + from).take(size - from).sum::<f64>();
        let rows: Vec<f64> = (0..size).map(|v| row(v, 0)).collect();
        let valued_rows: Vec<f64> = (0..size).map(|v| if v == GAP { 0.0 } else { row(v, 1) }).collect();
        let total = rows.iter().sum();
        let valued_total = valued_rows.iter().sum::<f64>();
        let expected = chance(&rows, &squares, total).ok_or(Reason::NoVariation)?;
        let valued_expected =
            if valued_total > 0.0 { chance(&valued_rows, &valued_squares, valued_total) } else { None };
        Ok(Self { values: size, shared, rows, total, expected, valued_rows, valued_total, valued_expected })
    }

    fn agreed(&self, value: usize) -> f64 {
        self.shared.get(value * self.values + value).copied().unwrap_or(0.0)
    }

    fn any_valued(&self) -> bool {
        self.rows.iter().skip(1).any(|n| *n > 0.0)
    }

    /// u-alpha: where units are and what value they have.
    pub fn u_alpha(&self) -> Figure {
        let observed = self.total - (0..self.values).map(|v| self.agreed(v)).sum::<f64>();
        let diagonal: f64 = self.expected.iter().step_by(self.values + 1).sum();
        let expected = self.expected.iter().sum::<f64>() - diagonal;
        if !self.any_valued() || expected < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - observed / expected)
    }

    /// |u-alpha: coded or not coded.
    pub fn binary(&self) -> Figure {
        let first = |list: &[f64]| list.iter().take(self.values).skip(1).sum::<f64>();
        let expected = first(&self.expected);
        if !self.any_valued() || expected < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - first(&self.shared) / expected)
    }

    /// cu-alpha: the values where both coders coded something.
    pub fn cu_alpha(&self) -> Figure {
        if self.valued_total == 0.0 {
            return Err(Reason::NoValuedIntersections);
        }
        let table = self.valued_expected.as_ref().ok_or(Reason::NoVariation)?;
        let expected = table.iter().sum::<f64>() - table.iter().step_by(self.values + 1).sum::<f64>();
        if expected < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - (self.valued_total - (1..self.values).map(|v| self.agreed(v)).sum::<f64>()) / expected)
    }

    /// Share of the continuum on which cu-alpha rests.
    #[must_use]
    pub fn cu_coverage(&self) -> f64 {
        self.valued_total / self.total
    }

    /// (k)u-alpha of one value.
    pub fn ku_alpha(&self, value: usize) -> Figure {
        let k = value + 1;
        let length = self.valued_rows.get(k).copied().unwrap_or(0.0);
        if length == 0.0 {
            return Err(Reason::NoValuedIntersections);
        }
        let table = self.valued_expected.as_ref().ok_or(Reason::NoVariation)?;
        let row: f64 = table.iter().skip(k * self.values).take(self.values).sum();
        let other = row - table.get(k * self.values + k).copied().unwrap_or(0.0);
        if other < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - (row / length) * (length - self.agreed(k)) / other)
    }

    /// Share of the value's text on which (k)u-alpha rests.
    pub fn ku_coverage(&self, value: usize) -> Figure {
        let total = self.rows.get(value + 1).copied().unwrap_or(0.0);
        super::reason::share(self.valued_rows.get(value + 1).copied().unwrap_or(0.0), total, Reason::CodeNotUsed)
    }
}

fn nobody_to_compare(continua: &Continua) -> Reason {
    if continua.coders < 2 { Reason::OneCoder } else { Reason::NoPairableUnits }
}

/// Expected lengths of intersections; `None` when nothing could vary.
fn chance(rows: &[f64], squares: &[f64], total: f64) -> Option<Vec<f64>> {
    let whole = total - squares.iter().sum::<f64>() / total;
    if whole < NOTHING {
        return None;
    }
    let cells = rows.iter().enumerate().flat_map(|(c, x)| {
        let same = squares.get(c).copied().unwrap_or(0.0);
        rows.iter().enumerate().map(move |(k, y)| (x * y - if c == k { same } else { 0.0 }) / whole)
    });
    Some(cells.collect())
}

/// The squared-distance alpha_U of one document (Krippendorff 1995, 2004), over all codes together.
pub fn alpha_u_1995(continua: &Continua, codes: &[usize]) -> Figure {
    let [document] = continua.documents.as_slice() else { return Err(Reason::OneDocumentOnly) };
    let coders: Vec<usize> = (0..continua.coders).filter(|&c| document.took_part.get(c) == Some(&true)).collect();
    let m = coders.len() as f64;
    if coders.len() < 2 {
        return Err(nobody_to_compare(continua));
    }
    let length = f64::from(document.length);
    if length == 0.0 {
        return Err(Reason::NoVariation);
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for &code in codes {
        let parts: Vec<Vec<Piece>> =
            coders.iter().map(|&c| pieces(continua, 0, c, &[vec![code]])).collect::<Result<_, _>>()?;
        let mut seen = 0.0;
        for (i, j) in super::ratings::pairs(parts.len()) {
            let (Some(a), Some(b)) = (parts.get(i), parts.get(j)) else { continue };
            for (p, q, _) in intersections(a, b) {
                let (Some(&(v, x)), Some(&(w, y))) = (a.get(p), b.get(q)) else { continue };
                let apart = |a: u32, b: u32| (f64::from(a) - f64::from(b)).powi(2);
                seen += match (v != GAP, w != GAP) {
                    (true, true) => apart(x.0, y.0) + apart(x.1, y.1),
                    (true, false) if y.0 <= x.0 && x.1 <= y.1 => apart(x.1, x.0),
                    (false, true) if x.0 <= y.0 && y.1 <= x.1 => apart(y.1, y.0),
                    _ => 0.0,
                };
            }
        }
        observed += 2.0 * seen / (m * (m - 1.0) * length * length);
        let lengths = |gaps: bool| {
            let chosen = parts.iter().flatten().filter(move |(v, _)| (*v == GAP) == gaps);
            chosen.map(|(_, s)| f64::from(s.1 - s.0)).collect::<Vec<f64>>()
        };
        let (units, mut gaps) = (lengths(false), lengths(true));
        // Longest first: the gaps into which a unit fits are then at the front, and their lengths are summed once.
        gaps.sort_by(|a, b| b.total_cmp(a));
        let sums: Vec<f64> = gaps.iter().scan(0.0, |sum, gap| Some(std::mem::replace(sum, *sum + gap))).collect();
        let whole: f64 = gaps.iter().sum();
        let mut sum = 0.0;
        for l in &units {
            sum += (units.len() as f64 - 1.0) / 3.0 * (2.0 * l.powi(3) - 3.0 * l * l + l);
            let fit = gaps.partition_point(|gap| gap >= l);
            let sum_of_longer = sums.get(fit).copied().unwrap_or(whole);
            sum += l * l * (sum_of_longer - fit as f64 * (l - 1.0));
        }
        let within_units: f64 = units.iter().map(|u| u * (u - 1.0)).sum();
        let places = m * length * (m * length - 1.0) - within_units;
        if places > 0.0 {
            expected += 2.0 / length * sum / places;
        }
    }
    if expected < NOTHING { Err(Reason::NoVariation) } else { Ok(1.0 - observed / expected) }
}
