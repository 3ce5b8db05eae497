//! Numbers as labels of people: `1:` and `2:` beside `Moderator:`, as opposed to the numbers of a list.

use super::group::Group;
use super::page::Page;
use super::{is_telling, share};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::labels::LabelMark;

/// The most digits of such a label.
const DIGITS: usize = 3;

impl<'t> Group<'t> {
    /// The labels that are numbers, if they stand for people: they begin nearly all of the text together with names and
    /// roles, and return in another order than that of a list.
    pub(super) fn numbers(&self, page: &Page<'t, '_>) -> Vec<usize> {
        if self.form.mark != LabelMark::Colon {
            return Vec::new();
        }
        let number = |label: usize| self.tally(label).and_then(|tally| numeral(tally.label));
        let back = |label: usize| self.tally(label).is_some_and(|tally| tally.lines > 1 && tally.may_speak());
        let numbers: Vec<usize> = (0..self.tallies.len()).filter(|label| number(*label).is_some()).collect();
        let lines = |labels: &mut dyn Iterator<Item = usize>| -> usize {
            labels.filter_map(|label| self.tally(label)).map(|tally| tally.lines).sum()
        };
        let (numbered, named) =
            (lines(&mut numbers.iter().copied()), lines(&mut (0..self.tallies.len()).filter(|l| back(*l))));
        if numbers.len() < 2 || numbered <= numbers.len() {
            return Vec::new();
        }
        let (mut pairs, mut unordered) = (0, 0);
        let (mut last, mut parted): (Option<u32>, bool) = (None, false);
        for (label, _) in self.each(page) {
            let Some(number) = number(label) else {
                parted |= back(label);
                continue;
            };
            if let Some(last) = last.replace(number) {
                let follows = number == last + 1 && !parted || number == 1 && last != 1;
                pairs += 1;
                unordered += usize::from(!follows);
            }
            parted = false;
        }
        let covered = share(numbered + named, page.filled).max(share(self.openings(), page.openings));
        if covered >= 0.8 && share(unordered, pairs) >= 0.25 { numbers } else { Vec::new() }
    }

    /// The labels such as `Case 4` and `Option A` that stand for people: they recur, and each of their lines takes turns
    /// with a name or a role and says something. A part of a document does not return.
    pub(super) fn numbered_things(&self, page: &Page<'t, '_>) -> Vec<usize> {
        let is_thing = |label: usize| {
            self.tally(label).is_some_and(|tally| {
                tally.lines > 1 && tally.changes == tally.lines && !tally.may_speak() && is_numbered_thing(tally.label)
            })
        };
        if !is_telling(self.form) || self.back.is_empty() || !(0..self.tallies.len()).any(is_thing) {
            return Vec::new();
        }
        let (mut unfit, mut by_label) = (HashSet::default(), HashMap::<usize, HashSet<&str>>::default());
        let mut before = None;
        for (label, row) in self.each(page) {
            if is_thing(label) {
                let answers = before.is_some_and(|before| self.back.contains(&before) || is_thing(before));
                let says = self.reading(page, row).is_some_and(|r| r.shape.fills_line || page.is_said(row, r));
                let remainder = self.reading(page, row).filter(|r| !r.shape.fills_line).map(|r| page.remainder(row, r));
                let below = || page.next(row).and_then(|next| page.rows.get(next)).map_or("", |row| row.line);
                by_label.entry(label).or_default().insert(remainder.unwrap_or_else(below));
                if !(answers && says) {
                    unfit.insert(label);
                }
            }
            before = Some(label);
        }
        // The title of a part is the same each time.
        let varies = |label: &usize| by_label.get(label).is_some_and(|remainders| remainders.len() > 1);
        (0..self.tallies.len()).filter(|label| is_thing(*label) && !unfit.contains(label) && varies(label)).collect()
    }

    fn openings(&self) -> usize {
        self.tallies.iter().map(|tally| tally.openings).sum()
    }
}

/// True for a word with a number or a letter: `Case 4`, `Option A`, `No. 4`.
fn is_numbered_thing(label: &str) -> bool {
    let Some((word, number)) = label.split_once([' ', '\u{a0}']) else { return false };
    let is_letter = number.chars().count() == 1 && number.starts_with(char::is_uppercase);
    word.starts_with(char::is_uppercase)
        && word.trim_end_matches('.').chars().all(char::is_alphabetic)
        && (is_letter || numeral(number).is_some())
}

/// The value of a label of up to three digits.
pub(super) fn numeral(label: &str) -> Option<u32> {
    let digits = label.len() <= DIGITS && label.bytes().all(|byte| byte.is_ascii_digit());
    if digits { label.parse().ok() } else { None }
}
