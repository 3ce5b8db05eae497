//! Codes that number the lines of a document before its labels: `B02-001`, `Q7`, `(12)`.

use super::page::Page;
use crate::model::hashing::HashMap;
use crate::text::labels::{self, LabelMark};
use crate::text::times;

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
        let mut counts: HashMap<&'t str, Count<'t>> = HashMap::default();
        for row in page.rows.iter().take_while(|_| page.goes_on()) {
            for Code { stem, number, length } in codes(row.line).into_iter().flatten() {
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
        }
        counts.retain(|_, count| {
            let labelled: usize = count.labels.values().sum();
            let few = (2..FEWEST).contains(&count.lines) && count.grows == count.lines && labelled == count.lines;
            few || count.lines >= FEWEST && count.grows * 10 >= count.lines * 9 && labelled * 10 >= count.lines * 6
        });
        if counts.is_empty() {
            return Self { stems: Vec::new() };
        }
        // A speaker after a code also speaks without one, or after another code.
        let mut lines_of_labels: HashMap<&'t str, usize> = HashMap::default();
        for row in page.rows.iter().take_while(|_| page.goes_on()) {
            let code = codes(row.line).into_iter().flatten().find(|code| counts.contains_key(code.stem));
            let length = code.map_or(0, |code| code.length);
            if let Some(reading) = row.line.get(length..).and_then(labels::candidate) {
                *lines_of_labels.entry(reading.label).or_default() += 1;
            }
        }
        let back = |label: &&str| lines_of_labels.get(*label).is_some_and(|lines| *lines > 1);
        let is_code = |count: &Count<'_>| {
            let labelled: usize = count.labels.values().sum();
            let known: usize = count.labels.iter().filter(|(label, _)| back(label)).map(|(_, lines)| lines).sum();
            let also = |(label, lines): (&&str, &usize)| lines_of_labels.get(*label).is_some_and(|total| total > lines);
            known * 2 >= labelled && (count.lines >= FEWEST || count.labels.iter().all(also))
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
        let known = |code: &Code<'_>| self.stems.binary_search(&code.stem).is_ok();
        codes(line).into_iter().flatten().find(known).map_or(0, |code| code.length)
    }
}

/// A code at the start of a line.
struct Code<'t> {
    /// The text before its number, or the kind of its numerals.
    stem: &'t str,
    number: u64,
    /// The number of bytes up to its end.
    length: usize,
}

const CLOSING: [char; 8] = ['.', ')', ']', '}', '>', '|', ':', '-'];

/// The codes that a line may begin with: digits, or a letter that may also be a Roman numeral.
fn codes(line: &str) -> [Option<Code<'_>>; 2] {
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    let Some(token) = bare.split(char::is_whitespace).next().filter(|token| token.len() < bare.len()) else {
        return [None, None];
    };
    let last = token.chars().next_back().unwrap_or(' ');
    if token.len() > LONGEST {
        return [None, None];
    }
    if !last.is_ascii_digit() && !CLOSING.contains(&last) {
        return [by_word(bare, token, indent), None];
    }
    let inner = token.trim_end_matches(CLOSING);
    if let Some(code) = by_digits(inner, indent + token.len()) {
        return [Some(code).filter(|_| times::stamp(bare).is_none()), None];
    }
    let numeral = |stem, number: Option<u64>| {
        let number = number.filter(|_| inner.len() < token.len())?;
        Some(Code { stem, number, length: indent + token.len() })
    };
    let letter = inner.bytes().next().filter(|byte| byte.is_ascii_lowercase() && inner.len() == 1);
    [numeral("a", letter.map(u64::from)), numeral("i", roman(inner))]
}

/// `B02-001`, `#5`, `(12`.
fn by_digits(inner: &str, length: usize) -> Option<Code<'_>> {
    let stem = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = inner.get(stem.len()..)?.parse().ok()?;
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    let plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_./#[({<".contains(c));
    (plain && letters <= 4).then_some(Code { stem, number, length })
}

/// `Turn 5:`.
fn by_word<'t>(bare: &'t str, word: &'t str, indent: usize) -> Option<Code<'t>> {
    let number = bare.get(word.len() + 1..)?.split(char::is_whitespace).next()?;
    let digits = number.trim_end_matches(CLOSING);
    let closed = digits.len() < number.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let plain = word.chars().all(char::is_alphabetic);
    (closed && plain).then_some(Code {
        stem: word,
        number: digits.parse().ok()?,
        length: indent + word.len() + 1 + number.len(),
    })
}

/// The value of a Roman numeral below 100 in lower case.
fn roman(text: &str) -> Option<u64> {
    let value = |c: char| {
        Some(match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            _ => return None,
        })
    };
    let values: Vec<u64> = text.chars().map(value).collect::<Option<_>>()?;
    let sum = values.iter().enumerate().fold(0_u64, |sum, (at, value)| match values.get(at + 1) {
        Some(next) if next > value => sum + next - value,
        _ if at > 0 && values.get(at - 1).is_some_and(|before| before < value) => sum,
        _ => sum + value,
    });
    (!values.is_empty() && values.len() < 8).then_some(sum)
}
