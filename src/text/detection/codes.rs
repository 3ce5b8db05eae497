//! Codes that number the lines of a document before its labels: `B02-001`, `Q7`, `(12)`.

use super::page::Page;
use crate::text::labels::{self, LabelMark};
use crate::text::times;
use std::collections::HashMap;

/// The most letters and digits of a code, including its brackets.
const LONGEST: usize = 16;
/// The fewest lines with a code. With two or three, the label after each must also speak without a code.
const FEWEST: usize = 4;
/// The most lines with codes of one kind that are examined.
const MOST: usize = 2_000;

/// The kinds of codes in a document, by the text before their numbers.
pub(super) struct Codes<'t> {
    stems: Vec<&'t str>,
}

#[derive(Default)]
struct Count<'t> {
    lines: usize,
    grows: usize,
    last: Option<u64>,
    labels: HashMap<&'t str, usize>,
}

impl<'t> Codes<'t> {
    /// Finds codes that increase from line to line and are followed by labels that recur.
    pub(super) fn of(page: &Page<'t, '_>) -> Self {
        let mut counts: HashMap<&'t str, Count<'t>> = HashMap::new();
        for row in page.rows.iter().take_while(|_| page.goes_on()) {
            let Some((stem, number, length)) = code(row.line) else { continue };
            let count = counts.entry(stem).or_default();
            if count.lines >= MOST {
                continue;
            }
            count.lines += 1;
            count.grows += usize::from(count.last.is_none_or(|last| last < number));
            count.last = Some(number);
            let label = row.line.get(length..).and_then(labels::candidate);
            if let Some(reading) = label.filter(|reading| reading.form.mark == LabelMark::Colon) {
                *count.labels.entry(reading.label).or_default() += 1;
            }
        }
        counts.retain(|_, count| {
            let labelled: usize = count.labels.values().sum();
            count.lines >= FEWEST && count.grows * 10 >= count.lines * 9 && labelled * 10 >= count.lines * 6
        });
        if counts.is_empty() {
            return Self { stems: Vec::new() };
        }
        // A speaker after a code also speaks without one, or after another code.
        let mut all: HashMap<&'t str, usize> = HashMap::new();
        for row in page.rows.iter().take_while(|_| page.goes_on()) {
            let length =
                code(row.line).filter(|(stem, ..)| counts.contains_key(stem)).map_or(0, |(_, _, length)| length);
            if let Some(reading) = row.line.get(length..).and_then(labels::candidate) {
                *all.entry(reading.label).or_default() += 1;
            }
        }
        let back = |label: &&str| all.get(*label).is_some_and(|lines| *lines > 1);
        let is_code = |count: &Count<'_>| {
            let labelled: usize = count.labels.values().sum();
            let known: usize = count.labels.iter().filter(|(label, _)| back(label)).map(|(_, lines)| lines).sum();
            known * 2 >= labelled
        };
        let mut stems: Vec<&str> = counts.iter().filter(|(_, count)| is_code(count)).map(|(stem, _)| *stem).collect();
        stems.sort_unstable();
        Self { stems }
    }

    /// The length in bytes of the code at the start of a line; 0 without one.
    pub(super) fn length(&self, line: &str) -> usize {
        if self.stems.is_empty() {
            return 0;
        }
        code(line).filter(|(stem, ..)| self.stems.binary_search(stem).is_ok()).map_or(0, |(_, _, length)| length)
    }
}

/// The text before the number of a code, the number, and the length in bytes up to its end.
fn code(line: &str) -> Option<(&str, u64, usize)> {
    let bare = line.trim_start();
    let token =
        bare.split(char::is_whitespace).next().filter(|token| token.len() <= LONGEST && token.len() < bare.len())?;
    let inner = token.trim_end_matches(['.', ')', ']', '}', '>', '|']);
    let stem = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = inner.get(stem.len()..)?.parse().ok()?;
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    let plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_./#[({<".contains(c));
    (plain && letters <= 4 && times::stamp(bare).is_none()).then_some((
        stem,
        number,
        line.len() - bare.len() + token.len(),
    ))
}
