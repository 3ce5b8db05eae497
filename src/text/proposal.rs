//! Proposes a pattern for speakers if none were detected but lines begin alike.

use super::labels::{self, LabelMark, LineLooks};
use super::vocabulary::{self, Sense};
use super::{TextIndex, times};
use std::collections::HashMap;

/// Maximum number of beginnings in a pattern.
const NAMED: usize = 12;
/// The share of lines (0..=1) that must begin alike.
const ENOUGH: f64 = 0.1;
/// Marks that may separate a label from the words.
const SIGNS: &str = ")]}>»›|/=~:：;-–—.*";

/// How lines of a document begin, and a regular expression that treats these beginnings as labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub pattern: String,
    /// The most frequent beginnings, unchanged.
    pub beginnings: Vec<String>,
    /// Number of lines that begin with one of them.
    pub lines: usize,
}

/// Returns the repeated beginnings of lines: at least two that occur at least twice each, in a tenth of the lines
/// together. `None` if lines do not begin alike.
#[must_use]
pub fn propose(text: &str, index: &TextIndex) -> Option<Proposal> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut filled = 0_usize;
    for paragraph in index.paragraphs() {
        let line = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
        filled += usize::from(!line.trim().is_empty() && !times::is_alone(line));
        for beginning in [beginning(line), alone(line)].into_iter().flatten() {
            let count = counts.entry(beginning).or_insert(0);
            if *count == 0 {
                order.push(beginning);
            }
            *count += 1;
        }
    }
    let mut forms: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for (label, mark) in &order {
        let count = counts.get(&(*label, *mark)).copied().unwrap_or(0);
        if count > 1 && matches!(vocabulary::sense(label), Sense::Role | Sense::Open) {
            forms.entry(mark).or_default().push((label, count));
        }
    }
    let lines = |labels: &[(&str, usize)]| labels.iter().map(|(_, count)| count).sum::<usize>();
    let likely = forms.into_iter().filter(|(_, labels)| labels.len() > 1);
    let (mark, mut labels) = likely.max_by_key(|(mark, labels)| (lines(labels), *mark))?;
    labels.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    labels.truncate(NAMED);
    let lines = lines(&labels);
    if (lines as f64) < ENOUGH * filled as f64 {
        return None;
    }
    let names: Vec<String> = labels.iter().map(|(label, _)| regex::escape(label)).collect();
    let end = if mark.is_empty() { r"\s*$".to_owned() } else { regex::escape(mark) };
    let pattern = format!(r"\W*({})\s*{end}", names.join("|"));
    let beginnings = labels.iter().map(|(label, _)| format!("{label}{mark}")).collect();
    Some(Proposal { pattern, beginnings, lines })
}

/// Returns a short label at the start of a line and the mark after it.
fn beginning(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (at, sign) = bare.char_indices().take(30).find(|(_, c)| SIGNS.contains(*c))?;
    let (label, behind) = (bare.get(..at)?.trim_end(), bare.get(at + sign.len_utf8()..)?);
    let mark = bare.get(at..at + sign.len_utf8())?;
    let number = label.chars().all(|c| !c.is_alphabetic());
    let parts = behind.is_empty() || behind.starts_with(char::is_whitespace) || !sign.is_ascii();
    (parts && !number && !label.is_empty() && label.split_whitespace().count() <= 4).then_some((label, mark))
}

/// Returns a short line that may be a label by itself.
fn alone(line: &str) -> Option<(&str, &str)> {
    let mut readings = Vec::new();
    labels::readings(line, LineLooks::default(), &mut readings);
    readings.into_iter().find(|reading| reading.form.mark == LabelMark::Alone).map(|reading| (reading.label, ""))
}

#[cfg(test)]
mod tests {
    use super::propose;
    use crate::model::Origin;
    use crate::text::{TextIndex, Turns, pattern_rule};

    fn proposed(text: &str) -> Option<(String, usize)> {
        let proposal = propose(text, &TextIndex::new(text))?;
        let speakers = pattern_rule(&proposal.pattern).unwrap();
        let origin = Origin { speakers, ..Origin::default() };
        let turns = Turns::find(text, &TextIndex::new(text), &origin);
        let names: Vec<_> =
            turns.speakers().iter().map(|speaker| format!("{} {}", speaker.label, speaker.blocks)).collect();
        Some((names.join(", "), proposal.lines))
    }

    #[test]
    fn beginnings_that_come_back_become_a_pattern_that_finds_them() {
        let cases = [
            ("A) Why?\nB) Because.\nA) And?\nB) So.", Some(("A 2, B 2", 4))),
            ("  Ana | Why?\n  Ben | So.\n  Ana | And?\n  Ben | No.", Some(("Ana 2, Ben 2", 4))),
            ("A+) Why?\nB) So.\nA+) And?\nB) No.", Some(("A+ 2, B 2", 4))),
            ("Ana\nWhy?\nBen\nSo it is.\nAna\nAnd?\nBen\nNo.", Some(("Ana 2, Ben 2", 4))),
            ("A) Why?\nB) Because.\nA) And?", None),
            ("1) a\n2) b\n1) c\n2) d", None),
            ("Yes. So.\nNo. And.\nYes. So.\nNo. But.", None),
            ("Note: a\nDate: b\nNote: c\nDate: d", None),
            ("We went home.\nIt was late.\nWe went home.\nIt was late.", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(proposed(text), wanted.map(|(names, lines)| (names.to_owned(), lines)), "{text}");
        }
        let rare = format!("{}A) b\nB) c\nA) d\nB) e", "So it went on and on.\n".repeat(90));
        assert_eq!(proposed(&rare), None);
    }
}
