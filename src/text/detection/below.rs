//! Labels that depend on lines of another form: words with a colon right below a label on a line of its own, as in
//! `Priya (00:00:20):`, then `Honestly: I was glad.`

use super::group::{Group, Tally};
use super::page::Page;
use super::{fold, share};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::labels::LabelMark;
use crate::text::vocabulary::{self, Sense};

/// Removes labels with a colon that only occur right below another label without words, unless most labels without words
/// have such a line below, as where people do not speak.
pub(super) fn drop_words<'t>(groups: &mut [Group<'t>], page: &Page<'t, '_>) {
    let mut heads: HashMap<usize, String> = HashMap::default();
    for group in groups.iter().filter(|group| group.form.mark != LabelMark::Rule) {
        for (label, row) in group.each(page).filter(|(label, _)| group.names.contains_key(label)) {
            if group.reading(page, row).is_some_and(|reading| reading.shape.fills_line) {
                heads.insert(row, group.tally(label).map_or_else(String::new, |tally| fold(tally.label)));
            }
        }
    }
    if heads.is_empty() {
        return;
    }
    for group in groups.iter_mut().filter(|group| group.form.mark == LabelMark::Colon) {
        let mut below: HashSet<usize> = group.names.keys().copied().collect();
        let mut rows = Vec::new();
        for (label, row) in group.each(page).filter(|(label, _)| group.names.contains_key(label)) {
            let Some(tally) = group.tally(label) else { continue };
            let says = group.reading(page, row).is_some_and(|reading| !reading.shape.fills_line);
            let head = row.checked_sub(1).and_then(|above| heads.get(&above));
            if !says || tally.sense == Sense::Role || head.is_none_or(|head| *head == fold(tally.label)) {
                below.remove(&label);
            }
            rows.push((label, row));
        }
        let begun = rows.iter().filter(|(label, _)| below.contains(label)).count();
        if begun * 2 <= heads.len() {
            group.names.retain(|label, _| !below.contains(label));
        }
    }
}

impl<'t> Group<'t> {
    /// Finds the only person who answers the questions behind dashes, in a form that is not a conversation by itself:
    /// `――お仕事は？`, then `鈴木　教師です。`
    pub(super) fn answers_to(&mut self, dashes: &Self, page: &Page<'t, '_>) {
        let returns = |(_, tally): &(usize, &Tally<'t>)| {
            tally.lines > 1 && tally.may_speak() && (tally.sense == Sense::Role || vocabulary::is_name(tally.label))
        };
        let people: Vec<(usize, &'t str)> =
            self.tallies.iter().enumerate().filter(returns).map(|(label, tally)| (label, tally.label)).collect();
        let &[person] = people.as_slice() else { return };
        if !matches!(self.form.mark, LabelMark::Tab | LabelMark::Colon | LabelMark::Close) {
            return;
        }
        self.names.extend([person]);
        let lines = self.tally(person.0).map_or(0, |tally| tally.lines);
        let covers = share(lines + dashes.lines, page.filled) >= 0.8;
        if !covers || !dashes.takes_turns_with(Some(self), page) {
            self.names.clear();
        }
    }
}
