//! Compares the sweeps with plain definitions, on random spans.

use super::*;
use fastrand::Rng;
use std::collections::BTreeSet;

const CODES: usize = 4;

fn random_spans(rng: &mut Rng, longest: u32) -> Vec<CodeSpan> {
    let span = |rng: &mut Rng| {
        let start = rng.u32(0..20);
        let end = start + rng.u32(1..=longest);
        CodeSpan { document: rng.u32(0..3), start, end, code: rng.u32(0..CODES as u32) }
    };
    (0..rng.usize(0..40)).map(|_| span(rng)).collect()
}

/// Compares every pair of distinct passages.
fn plain_overlaps(spans: &[CodeSpan]) -> CooccurrenceCounts {
    let distinct: BTreeSet<&CodeSpan> = spans.iter().collect();
    let mut counts = CooccurrenceCounts::new(CODES);
    for one in &distinct {
        counts.totals[one.code as usize] += 1;
        for other in &distinct {
            let is_shared = |at: &u32| one.document == other.document && (other.start..other.end).contains(at);
            if one.code != other.code && (one.start..one.end).any(|at| is_shared(&at)) {
                counts.cells[one.code as usize * CODES + other.code as usize] += 1;
            }
        }
    }
    counts.with_diagonal()
}

/// Lists the units of every code.
fn plain_units(spans: &[CodeSpan]) -> CooccurrenceCounts {
    let units = |code: usize| -> BTreeSet<(u32, u32)> {
        let of_code = spans.iter().filter(|span| span.code as usize == code);
        of_code.flat_map(|span| (span.start..span.end).map(|unit| (span.document, unit))).collect()
    };
    let mut counts = CooccurrenceCounts::new(CODES);
    for row in 0..CODES {
        counts.totals[row] = units(row).len() as u64;
        for column in 0..CODES {
            counts.cells[row * CODES + column] = units(row).intersection(&units(column)).count() as u64;
        }
    }
    counts
}

#[test]
fn sweeps_count_what_the_definitions_say() {
    let mut rng = Rng::with_seed(20);
    for round in 0..2000 {
        let spans = random_spans(&mut rng, [1, 3, 15][round % 3]);
        assert_eq!(overlaps(CODES, spans.clone()), plain_overlaps(&spans), "{spans:?}");
        assert_eq!(shared_units(CODES, spans.clone()), plain_units(&spans), "{spans:?}");
    }
}

#[test]
fn the_pairs_of_a_cell_are_those_that_it_counts() {
    let mut rng = Rng::with_seed(21);
    for _ in 0..500 {
        let mut spans = random_spans(&mut rng, 8);
        spans.sort_unstable();
        spans.dedup();
        let of = |code: u32| -> Vec<CodeSpan> { spans.iter().copied().filter(|span| span.code == code).collect() };
        let (rows, columns) = (of(0), of(1));
        let mut pairs = BTreeSet::new();
        each_pair(&rows, &columns, |row, column| {
            let (row, column) = (&rows[row], &columns[column]);
            assert!(row.document == column.document && row.start.max(column.start) < row.end.min(column.end));
            pairs.insert((*row, *column))
        });
        assert_eq!(pairs.len() as u64, plain_overlaps(&spans).cells[1], "{spans:?}");
        let mut listed = 0;
        each_pair(&rows, &columns, |_, _| {
            listed += 1;
            listed < 2
        });
        assert_eq!(listed, pairs.len().min(2));
    }
}

#[test]
fn passages_that_only_touch_do_not_overlap_and_empty_ones_overlap_nothing() {
    let span = |start, end, code| CodeSpan { document: 0, start, end, code };
    let counts = overlaps(3, vec![span(0, 5, 0), span(5, 9, 1), span(5, 5, 2), span(4, 6, 0)]);
    assert_eq!((counts.totals, counts.cells), (vec![2, 1, 1], vec![2, 1, 0, 1, 1, 0, 0, 0, 1]));
}

#[test]
fn nested_passages_of_one_code_are_not_compared_with_each_other() {
    let nested = (0..100_000).map(|at| CodeSpan { document: 0, start: at, end: 400_000 - at, code: 0 });
    let other = CodeSpan { document: 0, start: 0, end: 400_000, code: 1 };
    let mut met = 0;
    let mut spans: Vec<CodeSpan> = nested.chain([other]).collect();
    spans.sort_unstable();
    sweep(2, &spans, |_, _, _| met += 1);
    assert_eq!(met, 100_000);
    assert_eq!(overlaps(2, spans).cells, [100_000, 100_000, 100_000, 1]);
}

#[test]
fn the_coefficient_has_no_value_without_a_denominator() {
    assert_eq!(coefficient(0, 0, 0), None);
    assert_eq!((coefficient(2, 4, 4), coefficient(0, 3, 0)), (Some(1.0 / 3.0), Some(0.0)));
    assert_eq!(coefficient(9, 3, 3), Some(-3.0));
    assert_eq!(coefficient(4, 2, 2), None);
}
