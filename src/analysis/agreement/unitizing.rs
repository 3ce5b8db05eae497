//! The u-alpha family (Krippendorff, Mathet, Bouvry & Widlöcher 2016; Krippendorff 2019, 12.6): text as a continuum
//! that each coder divides into valued units and gaps. Several documents are summed before the last step.

use super::continua::{Continua, Continuum, Stretch};
use super::reason::NOTHING;
use super::{Figure, Reason};
use std::collections::BTreeMap;

/// Value 0 is text without a code; value `v` of a coder is stored as `v + 1`.
const GAP: usize = 0;

pub struct Unitizing {
    /// Lengths of intersections by the values of both units; those that are not listed are 0.
    shared: BTreeMap<(usize, usize), f64>,
    total: f64,
    /// Number of values, including [`GAP`].
    values: usize,
    rows: Vec<f64>,
    expected: Chance,
    /// The same without gaps.
    valued_rows: Vec<f64>,
    valued_total: f64,
    valued_expected: Option<Chance>,
}

/// Expected lengths of intersections: the products of `rows`, less `squares` where values are equal, over `whole`.
struct Chance {
    rows: Vec<f64>,
    /// The sum of `rows`.
    all: f64,
    squares: Vec<f64>,
    whole: f64,
}

impl Chance {
    /// `None` when nothing could vary.
    fn new(rows: &[f64], squares: &[f64], total: f64) -> Option<Self> {
        let whole = total - squares.iter().sum::<f64>() / total;
        (whole >= NOTHING).then(|| Self {
            rows: rows.to_vec(),
            all: rows.iter().sum(),
            squares: squares.to_vec(),
            whole,
        })
    }

    fn row(&self, value: usize) -> f64 {
        let at = |list: &[f64]| list.get(value).copied().unwrap_or(0.0);
        (at(&self.rows) * self.all - at(&self.squares)) / self.whole
    }

    fn equal(&self, value: usize) -> f64 {
        let at = |list: &[f64]| list.get(value).copied().unwrap_or(0.0);
        (at(&self.rows).powi(2) - at(&self.squares)) / self.whole
    }

    /// Sum over unequal values.
    fn unequal(&self) -> f64 {
        self.rows.iter().map(|row| row * (self.all - row)).sum::<f64>() / self.whole
    }

    /// Sum over a gap and all other values.
    fn of_gap(&self) -> f64 {
        let gap = self.rows.get(GAP).copied().unwrap_or(0.0);
        gap * self.rows.iter().skip(GAP + 1).sum::<f64>() / self.whole
    }
}

/// A unit or a gap of a coder's continuum.
type Piece = (usize, Stretch);

/// A unit with its document, coder and value.
type Valued = (usize, usize, usize, Stretch);

/// Returns the units of these values, by document, coder and value. Units that overlap are one if they have the same
/// value.
fn valued(continua: &Continua, values: &[Vec<usize>]) -> Vec<Valued> {
    let mut units: Vec<Valued> = Vec::new();
    for (value, codes) in values.iter().enumerate() {
        for segment in codes.iter().flat_map(|&code| continua.of_code(code)) {
            units.push((segment.document as usize, segment.coder as usize, value + 1, segment.span));
        }
    }
    units.sort_unstable();
    units.dedup_by(|next, last| {
        let place = |unit: &Valued| (unit.0, unit.1, unit.2);
        let overlaps = place(next) == place(last) && next.3.0 < last.3.1;
        if overlaps {
            last.3.1 = last.3.1.max(next.3.1);
        }
        overlaps
    });
    units
}

/// Returns the pieces of each coder who took part in a document, in order of coders. `units` are those of the document.
fn pieces(document: &Continuum, units: &[Valued]) -> Result<Vec<Vec<Piece>>, Reason> {
    let mut by_coder = units.chunk_by(|a, b| a.1 == b.1).peekable();
    let of_coder = |coder: usize| {
        let units = by_coder.next_if(|units| units.first().is_some_and(|unit| unit.1 == coder)).unwrap_or_default();
        with_gaps(units.iter().map(|&(_, _, value, span)| (value, span)).collect(), document.length)
    };
    document.coders().map(of_coder).collect()
}

fn with_gaps(mut valued: Vec<Piece>, length: u32) -> Result<Vec<Piece>, Reason> {
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
        let mut shared: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let (mut squares, mut valued_squares) = (vec![0.0; size], vec![0.0; size]);
        // Texts in which nobody coded anything are gaps of all their coders.
        let mut uncoded = continua.compared_length().ok_or_else(|| nobody_to_compare(continua))?;
        for units in valued(continua, values).chunk_by(|a, b| a.0 == b.0) {
            let document = units.first().and_then(|unit| continua.documents.get(unit.0));
            let Some(document) = document else { continue };
            let parts = pieces(document, units)?;
            if parts.len() < 2 || document.length == 0 {
                continue;
            }
            uncoded -= parts.len() as f64 * f64::from(document.length);
            let others = parts.len() as f64 - 1.0;
            for &(value, (start, end)) in parts.iter().flatten() {
                let length = f64::from(end - start);
                add(&mut squares, value, if value == GAP { length } else { length * length });
            }
            for (x, a) in parts.iter().enumerate() {
                for (_, b) in parts.iter().enumerate().filter(|(y, _)| *y != x) {
                    // The length within the current unit; units come in order.
                    let mut within: Option<(usize, f64)> = None;
                    let mut end_unit = |within: Option<(usize, f64)>| {
                        if let Some((p, length)) = within {
                            add(&mut valued_squares, value_of(a, p), length * length / others);
                        }
                    };
                    for (p, q, length) in intersections(a, b) {
                        let (v, w) = (value_of(a, p), value_of(b, q));
                        *shared.entry((v, w)).or_default() += length / others;
                        if v != GAP && w != GAP {
                            match within.as_mut().filter(|(unit, _)| *unit == p) {
                                Some((_, sum)) => *sum += length,
                                None => end_unit(within.replace((p, length))),
                            }
                        }
                    }
                    end_unit(within);
                }
            }
        }
        if uncoded > 0.0 {
            add(&mut squares, GAP, uncoded);
            *shared.entry((GAP, GAP)).or_default() += uncoded;
        }
        let (mut rows, mut valued_rows) = (vec![0.0; size], vec![0.0; size]);
        for (&(v, w), length) in &shared {
            add(&mut rows, v, *length);
            if v != GAP && w != GAP {
                add(&mut valued_rows, v, *length);
            }
        }
        let total = rows.iter().sum();
        let valued_total = valued_rows.iter().sum::<f64>();
        let expected = Chance::new(&rows, &squares, total).ok_or(Reason::NoVariation)?;
        let valued_expected =
            if valued_total > 0.0 { Chance::new(&valued_rows, &valued_squares, valued_total) } else { None };
        Ok(Self { shared, total, values: size, rows, expected, valued_rows, valued_total, valued_expected })
    }

    fn agreed(&self, value: usize) -> f64 {
        self.shared.get(&(value, value)).copied().unwrap_or(0.0)
    }

    fn any_valued(&self) -> bool {
        self.rows.iter().skip(1).any(|n| *n > 0.0)
    }

    /// u-alpha: where units are and what value they have.
    pub fn u_alpha(&self) -> Figure {
        let observed = self.total - (0..self.values).map(|v| self.agreed(v)).sum::<f64>();
        let expected = self.expected.unequal();
        if !self.any_valued() || expected < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - observed / expected)
    }

    /// |u-alpha: coded or not coded.
    pub fn binary(&self) -> Figure {
        let observed: f64 = self.shared.range((GAP, GAP + 1)..(GAP + 1, GAP)).map(|(_, length)| length).sum();
        let expected = self.expected.of_gap();
        if !self.any_valued() || expected < NOTHING {
            return Err(Reason::NoVariation);
        }
        Ok(1.0 - observed / expected)
    }

    /// cu-alpha: the values where both coders coded something.
    pub fn cu_alpha(&self) -> Figure {
        if self.valued_total == 0.0 {
            return Err(Reason::NoValuedIntersections);
        }
        let expected = self.valued_expected.as_ref().ok_or(Reason::NoVariation)?.unequal();
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
        let chance = self.valued_expected.as_ref().ok_or(Reason::NoVariation)?;
        let row = chance.row(k);
        let other = row - chance.equal(k);
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

/// The squared-distance alpha_U of one document (Krippendorff 1995, 2004), over all codes together.
pub fn alpha_u_1995(continua: &Continua, codes: &[usize]) -> Figure {
    let [document] = continua.documents.as_slice() else { return Err(Reason::OneDocumentOnly) };
    let coders = document.coders().count();
    let m = coders as f64;
    if coders < 2 {
        return Err(nobody_to_compare(continua));
    }
    let length = f64::from(document.length);
    if length == 0.0 {
        return Err(Reason::NoVariation);
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for &code in codes {
        let parts = pieces(document, &valued(continua, &[vec![code]]))?;
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
