//! Labels that differ only by a number: questions, and pages.

use super::group::Group;
use super::is_telling;
use super::page::{Page, ends_sentence};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::vocabulary::{self, Sense};

/// From this many on, numbered labels that occur once each are one speaker …
const FAMILY: usize = 3;
/// … up to this many; no interview has more questions.
const LARGEST_FAMILY: usize = 200;

impl<'t> Group<'t> {
    /// Finds labels that differ only by an increasing number and occur once each.
    pub(super) fn families(&self, page: &Page<'t, '_>) -> Vec<Family<'t>> {
        let mut families: HashMap<&'t str, Family<'t>> = HashMap::default();
        let mut before: Option<usize> = None;
        for (label, row) in self.each(page) {
            let above = before.replace(label).and_then(|above| self.tally(above));
            let Some(name) = self.tally(label).map(|tally| tally.label) else { continue };
            let Some((stem, number)) = numbered(name) else { continue };
            // Headings of a form have numerals too; but questions are answered by a speaker who recurs.
            let by_numeral = !name.ends_with(|c: char| c.is_ascii_digit());
            if by_numeral && above.is_some_and(|above| above.lines == 1) {
                continue;
            }
            let family = families.entry(stem).or_insert_with(|| Family::new(stem));
            family.grows &= family.last.is_none_or(|last| last < number);
            family.counts &= family.last.is_none_or(|last| last + 1 == number);
            family.last = Some(number);
            family.members.push(label);
            let question = |row: usize| page.rows.get(row).is_some_and(|row| row.line.contains(['?', '？', '؟']));
            family.questions += usize::from(question(row) || page.next(row).is_some_and(question));
        }
        let paired = self.paired();
        let asked: HashSet<&str> = families
            .values()
            .filter(|family| family.is_asked() || paired.is_some_and(|(asking, _)| asking == family.stem))
            .map(|family| family.stem)
            .collect();
        for pair in self.sequence.windows(2).filter(|_| !asked.is_empty() && page.goes_on()) {
            let [question, answer] = pair else { continue };
            let of = |(label, _): &(usize, usize)| self.tally(*label).and_then(|tally| numbered(tally.label));
            let Some(((asking, one), (stem, other))) = of(question).zip(of(answer)) else { continue };
            if one == other && asking != stem && asked.contains(asking) {
                families.entry(stem).and_modify(|family| family.answers += 1);
            }
        }
        let mut families: Vec<Family<'t>> = families
            .into_values()
            .filter(|family| {
                let one = family.is_one() || paired.is_some_and(|(one, other)| [one, other].contains(&family.stem));
                one && (is_telling(self.form) || family.members.len() >= FAMILY)
            })
            .collect();
        families.retain_mut(|family| {
            let word = vocabulary::is_question(family.stem);
            let paired = paired.is_some_and(|(one, other)| [one, other].contains(&family.stem));
            family.asks = (paired || family.is_asked() || word && !asked.is_empty() || family.is_answered())
                && family.members.len() <= LARGEST_FAMILY;
            family.asks || vocabulary::sense(family.stem) != Sense::Role
        });
        families
    }

    /// The stems of an interviewer's questions and the answers to them, if the document has nothing but these, numbered
    /// from 1: `I1`, `P1`, `I2`, `P2`. A person would speak again, or not in this order.
    fn paired(&self) -> Option<(&'t str, &'t str)> {
        let labels: Vec<(&str, u64)> =
            self.sequence.iter().map(|(label, _)| numbered(self.tally(*label)?.label)).collect::<Option<_>>()?;
        let (&(asking, _), &(answering, _)) = labels.first().zip(labels.get(1))?;
        let in_order = labels.chunks(2).zip(1..).all(|(pair, count)| {
            pair == [(asking, count), (answering, count)] || pair == [(asking, count)] && count > 2
        });
        let asks = vocabulary::sense(asking) == Sense::Role && vocabulary::is_asking(asking);
        (labels.len() > 3 && in_order && asks && asking != answering).then_some((asking, answering))
    }

    /// Removes families of people (`S1`, `S2` …) who say sentences between the turns of a recurring speaker; true if
    /// there are any.
    pub(super) fn take_people(&self, families: &mut Vec<Family<'t>>, page: &Page<'t, '_>) -> bool {
        let back = |(label, _): &&(usize, usize)| self.tally(*label).is_some_and(|t| t.lines > 1 && t.may_speak());
        let first = self.sequence.iter().find(back).map(|(_, row)| *row);
        let last = self.sequence.iter().rev().find(back).map(|(_, row)| *row);
        let turns = first.zip(last).map(|(first, last)| first..=last);
        let Some(turns) = turns.filter(|_| !families.is_empty()) else { return false };
        let before = families.len();
        // Each member of a family occurs once.
        let rows: HashMap<usize, usize> = self.each(page).collect();
        families.retain(|family| {
            let rows = family.members.iter().filter_map(|label| rows.get(label));
            let has_speech = |row: &&usize| {
                let (row, reading) = (**row, self.reading(page, **row));
                turns.contains(&row) && reading.is_some_and(|reading| ends_sentence(page.remainder(row, reading)))
            };
            let open = vocabulary::sense(family.stem) == Sense::Open;
            family.asks || !open || rows.filter(has_speech).count() * 10 < family.members.len() * 9
        });
        families.len() < before
    }
}

/// `Question 1`, `Question 2` …
pub(super) struct Family<'t> {
    pub stem: &'t str,
    pub members: Vec<usize>,
    pub last: Option<u64>,
    pub grows: bool,
    /// True if no number is missing.
    pub counts: bool,
    pub questions: usize,
    /// The number of members right after the question with their number.
    pub answers: usize,
    /// True if its members are questions, or the answers to them: one speaker.
    pub asks: bool,
}

impl<'t> Family<'t> {
    pub(super) fn new(stem: &'t str) -> Self {
        Self { stem, members: Vec::new(), last: None, grows: true, counts: true, questions: 0, answers: 0, asks: false }
    }

    pub(super) fn is_one(&self) -> bool {
        // Two questions are enough if their word means a question and they start with the first.
        let pair = self.counts && self.last == Some(2) && self.members.len() > 1 && vocabulary::is_question(self.stem);
        self.grows && (self.members.len() >= FAMILY || pair)
    }

    /// True if its members follow the questions with their numbers.
    fn is_answered(&self) -> bool {
        let open = matches!(vocabulary::sense(self.stem), Sense::Open | Sense::Role);
        open && self.is_one() && self.answers * 10 >= self.members.len() * 9
    }

    pub(super) fn is_asked(&self) -> bool {
        let part = matches!(vocabulary::sense(self.stem), Sense::NoPerson | Sense::Attribute | Sense::Sentence);
        let role = vocabulary::sense(self.stem) == Sense::Role;
        let word = vocabulary::is_question(self.stem) && !matches!(self.stem, "A" | "a");
        // An interviewer is not a different person for each of many questions.
        let asker = role && vocabulary::is_asking(self.stem) && self.counts && self.members.len() > FAMILY;
        self.is_one() && (word || (asker || !part && !role) && self.questions * 2 >= self.members.len())
    }
}

/// The stem and the number of `Question 7` or `问题七`; a number alone has no stem.
pub(super) fn numbered(label: &str) -> Option<(&str, u64)> {
    // After other words, such numerals are parts of names: `张三`.
    let by_numeral = || {
        let stem = label.trim_end_matches(|c| "零〇一二三四五六七八九十百".contains(c));
        Some((stem, numeral(label.get(stem.len()..)?)?)).filter(|(stem, _)| vocabulary::is_question(stem))
    };
    by_digits(label).or_else(by_numeral)
}

/// The value of a Chinese numeral below 1000: `二十三`.
fn numeral(text: &str) -> Option<u64> {
    let (mut sum, mut digit) = (0, None);
    for c in text.chars() {
        match c {
            '十' => sum += digit.take().unwrap_or(1) * 10,
            '百' => sum += digit.take().unwrap_or(1) * 100,
            _ => digit = Some("零一二三四五六七八九".chars().position(|sign| sign == c).unwrap_or(0) as u64),
        }
    }
    (!text.is_empty()).then_some(sum + digit.unwrap_or(0))
}

fn by_digits(label: &str) -> Option<(&str, u64)> {
    let stem = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = label.get(stem.len()..)?.parse().ok()?;
    Some((stem.trim_end_matches([' ', '#', '.', '_', '-', '\u{a0}']), number))
}
