//! Detects lines that begin with a speaker or a time and therefore do not continue the line before.

use super::lines::{Line, Word};
use crate::text::labels::{self, LONGEST};
use crate::text::vocabulary::{self, Sense};
use std::collections::HashMap;

/// The most words of the name of somebody who speaks once, and the fewest lines with labels that recur beside it.
const MOST_WORDS_OF_NAME: usize = 3;
const FEWEST_BACK: usize = 4;

/// True for `[04:18] …`, `(06.46)` and `00:22 …`.
pub fn is_timed(line: &str) -> bool {
    let line = line.trim_start();
    let inner = line.trim_start_matches(['[', '(']);
    let end = inner.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(inner.len());
    let (time, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
    let parts = time.split([':', '.']).filter(|part| !part.is_empty()).count();
    // The rest within the brackets may be a second time.
    parts > 1 && (inner.len() < line.len() || rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// True for a speaker's label with nothing after it.
pub fn is_bare_label(line: &str) -> bool {
    labels::candidate(line).is_some_and(|found| found.prefix as usize >= line.chars().count())
}

/// The letter of `Q. Why?`, which may also be an initial or a list number.
fn lettered(line: &str) -> Option<char> {
    let mut signs = line.trim_start().chars();
    let letter = signs.next().filter(|c| c.is_uppercase())?;
    (signs.next() == Some('.') && signs.next().is_some_and(char::is_whitespace)).then_some(letter)
}

/// Letters with a full stop that denote speakers: at least two, each of which recurs. A name whose initial happens to
/// begin a line does not qualify.
fn letters<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<char> {
    let mut counts: HashMap<char, usize> = HashMap::new();
    for letter in lines.filter_map(lettered) {
        *counts.entry(letter).or_default() += 1;
    }
    let back: Vec<char> = counts.into_iter().filter(|(_, count)| *count > 1).map(|(letter, _)| letter).collect();
    if back.len() > 1 { back } else { vec![] }
}

/// For each line, whether it begins with a label that recurs or that is clearly a speaker's.
pub fn speakers<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> Vec<bool> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for found in lines.clone().filter_map(labels::candidate) {
        *counts.entry(found.label).or_default() += 1;
    }
    let believed =
        |label: &str| counts.get(label).is_some_and(|count| *count > 1) || vocabulary::sense(label) == Sense::Role;
    let back: usize = counts.values().filter(|count| **count > 1).sum();
    // Somebody who speaks once begins a line where a sentence has ended, as the others do.
    let is_once = |label: &str, ended: bool| {
        let few = label.split_whitespace().count() <= MOST_WORDS_OF_NAME;
        ended && back >= FEWEST_BACK && few && vocabulary::sense(label) == Sense::Open && vocabulary::is_name(label)
    };
    let letters = letters(lines.clone());
    let is_lettered = |line: &str| lettered(line).is_some_and(|letter| letters.contains(&letter));
    let mut ended = true;
    let begins = |line: &'t str| {
        let after_end = std::mem::replace(&mut ended, line.trim_end().ends_with(['.', '?', '!', '…', '”', '"']));
        let found = labels::candidate(line);
        is_lettered(line) || found.is_some_and(|found| believed(found.label) || is_once(found.label, after_end))
    };
    lines.map(begins).collect()
}

/// The value and the length in bytes of a list number at the start of a line: `10.` or `10)`.
fn list_number(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).filter(|rest| (1..=4).contains(&digits) && rest.starts_with(['.', ')']))?;
    let is_more = rest.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '.'));
    (!is_more).then_some((line.get(..digits)?.parse().ok()?, digits + 1))
}

/// Adds a space after list numbers that are set close to their words. Numbers of a list increase by one.
pub fn part_numbers(lines: &mut [Line]) {
    let found = |line: &Line| list_number(&line.text());
    let numbers: Vec<(usize, (u32, usize))> =
        lines.iter().enumerate().filter_map(|(i, line)| Some((i, found(line)?))).collect();
    let steps = numbers.windows(2).filter(|pair| matches!(pair, [(_, (a, _)), (_, (b, _))] if *b == a + 1)).count();
    if numbers.len() < 4 || steps * 10 < numbers.len() * 8 {
        return;
    }
    for (i, (_, length)) in numbers {
        let Some(line) = lines.get_mut(i) else { continue };
        let Some(first) = line.words.first_mut().filter(|word| word.text.len() > length) else {
            // The number has a style of its own.
            if let [number, next, ..] = line.words.as_mut_slice()
                && number.text.len() == length
                && next.before.is_empty()
            {
                next.before = " ";
            }
            continue;
        };
        let rest = first.text.split_off(length);
        let (before, emphasis) = (" ", first.emphasis);
        line.words.insert(1, Word { before, text: rest, emphasis });
    }
}

/// A line beginning that looks like a speaker's, although its label does not end in a colon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    pub begins: bool,
    /// The label is the whole line.
    pub bare: bool,
}

/// For each line, whether it begins with bold words or a cell that recur at the beginning of lines.
pub fn labelled(lines: &[Line]) -> Vec<Labelled> {
    let found: Vec<Option<(String, bool)>> = lines.iter().map(|line| cell(line).or_else(|| bold(line))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (label, _) in found.iter().flatten() {
        *counts.entry(label).or_default() += 1;
    }
    let back = |label: &str| counts.get(label).is_some_and(|count| *count > 1);
    let several = counts.values().filter(|count| **count > 1).count() > 1;
    let labelled = |found: &Option<(String, bool)>| {
        let Some((label, bare)) = found.as_ref().filter(|_| several) else { return Labelled::default() };
        // Somebody who speaks once begins a line as the others do; but a bold line on its own, or a bold word, may be
        // anything.
        let person = || vocabulary::sense(label) == Sense::Role || label.contains(' ') && vocabulary::is_name(label);
        Labelled { begins: back(label) || !bare && person(), bare: *bare && back(label) }
    };
    found.iter().map(labelled).collect()
}

/// The text before the first tab.
fn cell(line: &Line) -> Option<(String, bool)> {
    let end = line.words.iter().position(|word| word.before == "\t").filter(|end| *end > 0)?;
    let label = joined(line, end);
    (label.chars().count() < LONGEST && label.contains(char::is_alphabetic)).then_some((label, false))
}

/// The bold text at the start of a line, and whether it is the whole line.
fn bold(line: &Line) -> Option<(String, bool)> {
    let end = line.words.iter().position(|word| !word.emphasis.bold).unwrap_or(line.words.len());
    let label = joined(line, end);
    let name = label.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_name = !name.is_empty() && name.chars().count() < LONGEST && !name.starts_with(char::is_lowercase);
    is_name.then(|| (name.to_owned(), end == line.words.len()))
}

fn joined(line: &Line, end: usize) -> String {
    let words = line.words.iter().take(end).flat_map(|word| [word.before, word.text.as_str()]);
    words.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_bare_label, is_timed, speakers};

    #[test]
    fn times_and_labels_are_seen() {
        for line in ["[04:18] P: So", "(06.46)", "00:22 PARTICIPANT 30:", "[00:43.810 --> 00:47.850]  Hello", "1:02:03"]
        {
            assert!(is_timed(line), "{line}");
        }
        for line in ["12 men", "(laughs)", "3.5% of it", "[...]", "in 10:30", ""] {
            assert!(!is_timed(line), "{line}");
        }
        assert!(is_bare_label("Interviewer:") && !is_bare_label("Interviewer: Why?"));
        let lines = ["Maria: Yes", "and Note: so", "Aim: to learn", "I: Why?", "Maria: No"];
        assert_eq!(speakers(lines.into_iter()), [true, false, false, true, true]);
        let talk = ["Ana: We went", "by train.", "Ben: Why?", "Ana: So.", "Ben: And then"];
        for (line, before, begins) in [
            ("Chloé: Winter.", "it was.", true),
            ("Dr. Khan: So.", "was it?", true),
            ("Chloé: Winter.", "and he said to", false),
            ("Result: none.", "it was.", false),
            ("and so: none.", "it was.", false),
        ] {
            let lines = talk.into_iter().chain([before, line]);
            assert_eq!(speakers(lines).last(), Some(&begins), "{line}");
        }
    }

    #[test]
    fn letters_with_a_point_are_speakers_where_two_of_them_come_back() {
        let cases: [(&[&str], &[bool]); 4] = [
            (&["Q. Why?", "A.  So.", "Q. And", "A. Then"], &[true, true, true, true]),
            (&["F. Warum?", "and J. Lee", "J. So.", "F. Und?", "J. Ja."], &[true, false, true, true, true]),
            (&["wrote to", "J. Lee and", "J. Roe of", "A. Lee"], &[false, false, false, false]),
            (&["Q.E.D.", "A.M.", "Q.E.D.", "A.M."], &[false, false, false, false]),
        ];
        for (lines, wanted) in cases {
            assert_eq!(speakers(lines.iter().copied()), wanted, "{lines:?}");
        }
    }
}
