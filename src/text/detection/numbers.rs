//! Numbers as labels of people: `1:` and `2:` beside `Moderator:`, as opposed to the numbers of a list.

use super::group::Group;
use super::page::Page;
use super::share;
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

    fn openings(&self) -> usize {
        self.tallies.iter().map(|tally| tally.openings).sum()
    }
}

/// The value of a label of up to three digits.
pub(super) fn numeral(label: &str) -> Option<u32> {
    let digits = label.len() <= DIGITS && label.bytes().all(|byte| byte.is_ascii_digit());
    if digits { label.parse().ok() } else { None }
}
