//! Coded segments matched one to one by their overlap, with precision, recall and F1 against a reference coder.

use super::continua::{Continua, Segment};
use super::reason::share;
use super::rule::Threshold;
use super::{Figure, Fourfold, Reason};

/// Numbers of segments, possibly summed over several pairs of coders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    pub matched: u64,
    pub first: u64,
    pub second: u64,
    /// Documents in which both coders took part.
    pub documents: u64,
}

impl Matched {
    pub fn agreement(&self) -> Figure {
        let reason = if self.documents == 0 { Reason::NoPairableUnits } else { Reason::CodeNotUsed };
        share(2.0 * self.matched as f64, (self.first + self.second) as f64, reason)
    }

    /// Returns a fourfold table without “neither”; precision and recall take the first coder as the reference.
    #[must_use]
    pub fn fourfold(&self) -> Fourfold {
        Fourfold {
            both: self.matched as f64,
            first_only: (self.first - self.matched) as f64,
            second_only: (self.second - self.matched) as f64,
            neither: 0.0,
        }
    }
}

impl std::iter::Sum for Matched {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            matched: sum.matched + part.matched,
            first: sum.first + part.first,
            second: sum.second + part.second,
            documents: sum.documents + part.documents,
        })
    }
}

/// Matches segments of the same code whose intersection / union is at least `least` (any overlap if 0).
#[must_use]
pub fn matched(continua: &Continua, x: usize, y: usize, codes: &[usize], least: Threshold) -> Matched {
    let documents = continua.documents.iter().filter(|document| document.has(x) && document.has(y)).count() as u64;
    let segments = codes.iter().map(|&code| continua.of_code(code));
    matched_among(continua, (x, y), segments, least, documents)
}

/// Does this for all codes in one document.
#[must_use]
pub fn matched_in(continua: &Continua, document: usize, (x, y): (usize, usize), least: Threshold) -> Matched {
    let is_compared = continua.documents.get(document).is_some_and(|document| document.has(x) && document.has(y));
    let mut segments = continua.in_document(document).to_vec();
    segments.sort_by_key(|segment| segment.code);
    let by_code = segments.chunk_by(|a, b| a.code == b.code);
    matched_among(continua, (x, y), by_code, least, u64::from(is_compared))
}

/// `by_code`: segments of one code each, by document, coder and position.
fn matched_among<'a>(
    continua: &Continua,
    (x, y): (usize, usize),
    by_code: impl Iterator<Item = &'a [Segment]>,
    least: Threshold,
    documents: u64,
) -> Matched {
    let mut out = Matched { documents, ..Matched::default() };
    for in_document in by_code.flat_map(|segments| segments.chunk_by(|a, b| a.document == b.document)) {
        let document = in_document.first().and_then(|segment| continua.documents.get(segment.document as usize));
        if !document.is_some_and(|document| document.has(x) && document.has(y)) {
            continue;
        }
        let of_coder = |coder: usize| {
            let start = in_document.partition_point(|segment| (segment.coder as usize) < coder);
            let end = in_document.partition_point(|segment| segment.coder as usize <= coder);
            in_document.get(start..end).unwrap_or_default()
        };
        let (a, b) = (of_coder(x), of_coder(y));
        out.matched += pairs(a, b, least);
        out.first += a.len() as u64;
        out.second += b.len() as u64;
    }
    out
}

/// Matches each segment with the first free partner in text order. This gives the most pairs, since neither list
/// overlaps itself.
fn pairs(a: &[Segment], b: &[Segment], least: Threshold) -> u64 {
    let mut taken = vec![false; if a.is_empty() { 0 } else { b.len() }];
    let mut count = 0;
    for Segment { span: x, .. } in a {
        let first = b.partition_point(|y| y.span.1 <= x.0);
        // An iterator over pairs would walk to the place; slices begin there.
        let (near, taken) = (b.get(first..).unwrap_or_default(), taken.get_mut(first..).unwrap_or_default());
        let partner = near.iter().zip(taken).take_while(|(y, _)| y.span.0 < x.1).find(|(y, taken)| {
            let (shared, union) = (x.1.min(y.span.1) - x.0.max(y.span.0), x.1.max(y.span.1) - x.0.min(y.span.0));
            !**taken && least.reached(shared, union)
        });
        if let Some((_, taken)) = partner {
            *taken = true;
            count += 1;
        }
    }
    count
}
