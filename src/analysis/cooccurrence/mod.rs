//! Counts how often codes co-occur: how many of their passages overlap, or how many units both touch.
//!
//! Sweeps over sorted ranges, so that the work grows with the codings and with the codes that meet in a place, and never
//! with all pairs of codings. Independent of what the ranges and the codes stand for.

mod unit;

#[cfg(test)]
mod tests;

use crate::model::CharRange;
pub use unit::CooccurrenceUnit;

/// Where a coding is: code points of a document, or numbers of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodeSpan {
    pub document: u32,
    pub start: u32,
    /// Exclusive.
    pub end: u32,
    /// Index of the code in the table.
    pub code: u32,
}

/// The numbers of a table of codes by codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CooccurrenceCounts {
    /// Per code: its distinct passages, or the units that it touches.
    pub totals: Vec<u64>,
    /// Row by row; the diagonal has the totals.
    pub cells: Vec<u64>,
}

impl CooccurrenceCounts {
    fn new(codes: usize) -> Self {
        Self { totals: vec![0; codes], cells: vec![0; codes * codes] }
    }

    fn add(&mut self, one: u32, other: u32, number: u64) {
        let (one, other, codes) = (one as usize, other as usize, self.totals.len());
        for cell in [one * codes + other, other * codes + one] {
            if let Some(cell) = self.cells.get_mut(cell) {
                *cell += number;
            }
        }
    }

    fn with_diagonal(mut self) -> Self {
        let codes = self.totals.len();
        for (code, total) in self.totals.iter().enumerate() {
            if let Some(cell) = self.cells.get_mut(code * codes + code) {
                *cell = *total;
            }
        }
        self
    }
}

/// Returns how much two codes have in common, of what they have together; `None` if the denominator is 0. Where passages
/// overlap several others, there may be more pairs than passages: then it is above 1 or below 0.
#[must_use]
pub fn coefficient(both: u64, one: u64, other: u64) -> Option<f64> {
    let together = one as f64 + other as f64 - both as f64;
    (together != 0.0).then(|| both as f64 / together)
}

/// Counts pairs of passages that share a code point. A passage that a code has several times counts once.
#[must_use]
pub fn overlaps(codes: usize, mut spans: Vec<CodeSpan>) -> CooccurrenceCounts {
    spans.sort_unstable();
    spans.dedup();
    let mut counts = CooccurrenceCounts::new(codes);
    for span in &spans {
        counts.totals[span.code as usize] += 1;
    }
    sweep(codes, &spans, |span, other, open| counts.add(span.code, other, open.count));
    counts.with_diagonal()
}

/// Counts units that both codes touch. The spans are numbers of units.
#[must_use]
pub fn shared_units(codes: usize, spans: Vec<CodeSpan>) -> CooccurrenceCounts {
    let spans = united(spans);
    let mut counts = CooccurrenceCounts::new(codes);
    for span in &spans {
        counts.totals[span.code as usize] += u64::from(span.end - span.start);
    }
    sweep(codes, &spans, |span, other, open| {
        counts.add(span.code, other, u64::from(span.end.min(open.end) - span.start));
    });
    counts.with_diagonal()
}

/// Joins the spans of each code that overlap or touch, and sorts all by document and start.
fn united(mut spans: Vec<CodeSpan>) -> Vec<CodeSpan> {
    spans.sort_unstable_by_key(|span| (span.code, span.document, span.start));
    let mut joined: Vec<CodeSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if (last.code, last.document) == (span.code, span.document) && span.start <= last.end => {
                last.end = last.end.max(span.end);
            }
            _ => joined.push(span),
        }
    }
    joined.sort_unstable();
    joined
}

/// The spans of a code that have begun and not ended.
#[derive(Clone, Copy, Default)]
struct Open {
    count: u64,
    /// The end of the last one that began.
    end: u32,
}

/// Calls `meet` for every span and each other code that has open spans where it begins. The spans are sorted by document
/// and start; empty ones meet nothing.
fn sweep(codes: usize, spans: &[CodeSpan], mut meet: impl FnMut(&CodeSpan, u32, Open)) {
    let mut ends: Vec<&CodeSpan> = spans.iter().filter(|span| span.start < span.end).collect();
    ends.sort_unstable_by_key(|span| (span.document, span.end));
    let mut ends = ends.into_iter().peekable();
    let (mut open, mut codes_open) = (vec![Open::default(); codes], Vec::<u32>::new());
    for span in spans.iter().filter(|span| span.start < span.end) {
        while let Some(ended) = ends.next_if(|one| (one.document, one.end) <= (span.document, span.start)) {
            open[ended.code as usize].count -= 1;
        }
        codes_open.retain(|&code| open[code as usize].count > 0);
        for &other in codes_open.iter().filter(|other| **other != span.code) {
            meet(span, other, open[other as usize]);
        }
        let own = &mut open[span.code as usize];
        if own.count == 0 {
            codes_open.push(span.code);
        }
        *own = Open { count: own.count + 1, end: span.end };
    }
}

/// Returns the numbers of the first unit that shares a code point with the range and of that behind the last one. Units are in
/// order and do not overlap.
#[must_use]
pub fn touched(units: &[CharRange], range: CharRange) -> (u32, u32) {
    // An empty range within a unit has none of its code points.
    if range.is_empty() {
        return (0, 0);
    }
    let first = units.partition_point(|unit| unit.end <= range.start);
    let end = units.partition_point(|unit| unit.start < range.end);
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    (number(first), number(end))
}

/// Calls `pair` with the indices of a row's and a column's span for all that overlap, until it returns false. The codes of
/// the spans do not matter.
pub fn each_pair(rows: &[CodeSpan], columns: &[CodeSpan], mut pair: impl FnMut(usize, usize) -> bool) {
    let side = |spans: &[CodeSpan], is_row| -> Vec<(CodeSpan, usize, bool)> {
        let there = spans.iter().enumerate().filter(|(_, span)| span.start < span.end);
        there.map(|(at, span)| (CodeSpan { code: 0, ..*span }, at, is_row)).collect()
    };
    let mut all = [side(rows, true), side(columns, false)].concat();
    all.sort_unstable();
    let (mut open_rows, mut open_columns) = (Vec::<(CodeSpan, usize)>::new(), Vec::<(CodeSpan, usize)>::new());
    for (span, at, is_row) in all {
        let (own, others) =
            if is_row { (&mut open_rows, &mut open_columns) } else { (&mut open_columns, &mut open_rows) };
        others.retain(|(other, _)| other.document == span.document && other.end > span.start);
        for &(_, other) in others.iter() {
            if !if is_row { pair(at, other) } else { pair(other, at) } {
                return;
            }
        }
        own.push((span, at));
    }
}
