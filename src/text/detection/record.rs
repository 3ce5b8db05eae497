//! Detects lists and records, whose labels are items or fields.

use super::family::numbered;
use super::group::{Group, Tally};
use super::page::Page;
use super::{is_telling, share};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::headwords;
use crate::text::vocabulary::{self, Sense};

impl<'t> Group<'t> {
    /// Letters or numbers in sequence: `A`, `B`, `C` in a questionnaire, `P1`, `P2`, `P3` in a list of people.
    pub(super) fn is_list(&self, page: &Page<'t, '_>) -> bool {
        let labels: Vec<&str> = self.each(page).filter_map(|(label, _)| Some(self.tally(label)?.label)).collect();
        if labels.len() < 4 || self.tallies.len() < 3 {
            return false;
        }
        let single = self.tallies.iter().all(|tally| tally.lines == 1);
        // `P1` is a person, and may speak once.
        let has_speech =
            |(_, row): &&(usize, usize)| self.reading(page, *row).is_some_and(|reading| page.is_said(*row, reading));
        let fragments = single && self.sequence.iter().filter(has_speech).count() * 4 < labels.len();
        let letter = |label: &str| label.chars().next().filter(|c| c.is_ascii_uppercase() && label.len() == 1);
        let by_letter = |one: &str, next: &str| {
            letter(one).zip(letter(next)).is_some_and(|(one, next)| one as u8 + 1 == next as u8)
        };
        let by_number = |one: &str, next: &str| {
            (!vocabulary::is_initials(one) || fragments)
                && numbered(one).zip(numbered(next)).is_some_and(|((a, one), (b, next))| a == b && one + 1 == next)
        };
        let pairs = || labels.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        if single {
            let follows = pairs().filter(|(one, next)| by_letter(one, next) || by_number(one, next)).count();
            return share(follows, labels.len() - 1) >= 0.9;
        }
        // With a colon, people may speak in this order again and again.
        !is_telling(self.form) && pairs().all(|(one, next)| by_letter(one, next) || next == "A")
    }

    /// Fields of a record: three or more labels in the same order throughout, none of them a role and at least one of
    /// them not a person. People who speak in turn are not a record.
    pub(super) fn is_record(&self, page: &Page<'t, '_>) -> bool {
        let most = self.tallies.iter().map(|tally| tally.lines).max().unwrap_or(0);
        // The fields of a record occur about equally often.
        let is_field =
            |tally: &Tally<'_>| tally.lines > 2 && tally.lines * 2 > most && !headwords::is_remark(tally.label);
        let fields = self.tallies.iter().enumerate().filter(|(_, tally)| is_field(tally));
        let often: HashSet<usize> = fields.map(|(label, _)| label).collect();
        let any = |wanted: &[Sense]| {
            often.iter().filter_map(|label| self.tally(*label)).any(|tally| wanted.contains(&tally.sense))
        };
        let is_of_things = any(&[Sense::Attribute, Sense::NoPerson, Sense::Sentence])
            || any(&[Sense::Phrase]) && !self.is_lower_case(page);
        if often.len() < 3 || any(&[Sense::Role]) || !(is_of_things || self.opens_with_one(page, &often)) {
            return false;
        }
        let order: Vec<usize> = self.each(page).map(|(label, _)| label).filter(|l| often.contains(l)).collect();
        let mut pairs: HashMap<(usize, usize), usize> = HashMap::default();
        for pair in order.windows(2) {
            if let [one, next] = pair {
                *pairs.entry((*one, *next)).or_default() += 1;
            }
        }
        let mut best: HashMap<usize, usize> = HashMap::default();
        for ((one, next), count) in &pairs {
            if one != next {
                let most = best.entry(*one).or_default();
                *most = (*most).max(*count);
            }
        }
        let regular: usize = best.values().sum();
        share(regular, order.len().saturating_sub(1)) >= 0.95 && pairs.len() <= often.len() + often.len() / 2
    }

    /// One label follows every blank line, and the others never do.
    fn opens_with_one(&self, page: &Page<'t, '_>, often: &HashSet<usize>) -> bool {
        let opening = |label: &&usize| self.tally(**label).is_some_and(|tally| tally.openings == tally.lines);
        let inner = |label: &&usize| self.tally(**label).is_some_and(|tally| tally.openings == 0);
        page.is_spaced()
            && often.iter().filter(opening).count() == 1
            && often.iter().filter(inner).count() + 1 == often.len()
    }
}
