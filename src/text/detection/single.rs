//! Labels that occur once: speakers, as opposed to similar lines and lists.

use super::group::{Group, Tally, ends_in_digit, is_value};
use super::page::{Page, ends_sentence as is_sentence};
use super::{is_telling, is_wordy, share};
use crate::model::hashing::HashSet;
use crate::text::labels::LabelMark;
use crate::text::persons;
use crate::text::things;
use crate::text::vocabulary::{self, Sense};
use std::ops::RangeInclusive;

/// The number of lines used to decide how turns begin.
const SAMPLE: usize = 200;

impl<'t> Group<'t> {
    /// Adds labels that occur once: roles, and names that match the other labels in everything they share.
    pub(super) fn add_single(&mut self, page: &Page<'t, '_>, grown: &HashSet<usize>, people: bool) {
        let common = self.common(page, 1);
        let known: usize = self.tallies_of_speakers().map(|tally| tally.lines).sum();
        // Labels set off by more than a colon need not look like names.
        let distinct = known > 3 && (common.is_distinct() || self.form.open.is_some());
        let (mut found, mut roles, mut with_speech) = (Vec::new(), Vec::new(), 0);
        let names: HashSet<&str> = self.names.values().copied().collect();
        let talk = self.talk(page);
        let covers_all = self.covers_all(page);
        let capitals = self.begin_with_capitals(page);
        // If every line is labelled, any label may be a speaker.
        let all_labelled = capitals && page.are_all(self.lines, self.form);
        let labelled = covers_all || known > 3 && page.are_all(self.lines, self.form) && known * 3 >= self.lines * 2;
        let lower = self.tallies_of_speakers().any(|tally| tally.label.starts_with(char::is_lowercase));
        let listed = self.listed(page, talk.as_ref());
        let numbered = people || self.tallies_of_speakers().any(|tally| ends_in_digit(tally.label));
        let speaks = |row: usize| self.reading(page, row).is_some_and(|reading| names.contains(reading.label));
        let by_initials = known > 3 && self.are_initials();
        let stems: HashSet<&str> =
            self.tallies_of_speakers().filter_map(|tally| vocabulary::stem_of_several(tally.label)).collect();
        for (at, &(label, row)) in self.sequence.iter().enumerate() {
            if self.names.contains_key(&label) || grown.contains(&label) || listed.contains(&row) {
                continue;
            }
            let (Some(tally), Some(reading)) = (self.tally(label), self.reading(page, row)) else { continue };
            let may_speak = tally.may_speak() || labelled && tally.sense == Sense::Phrase && !self.is_item(at);
            // But `Rent: five hundred` is part of an answer.
            let once = tally.lines == 1 && may_speak && !things::is_thing(tally.label)
                || distinct && tally.sense == Sense::Sentence;
            // A sound typed like the initials of the others: `UM` beside `M` and `B1`.
            let initials = by_initials && vocabulary::is_initials(tally.label);
            if !(once || initials && tally.lines == 1) {
                continue;
            }
            let silent = reading.shape.fills_line && page.next(row).is_none_or(speaks);
            let opens = page.rows.get(row).is_some_and(|row| row.opens);
            let fits = known < 4 || self.fits(&common, tally, reading, page.place(row));
            // Before and after the talk, a list of attributes looks like short turns.
            let open_behind = opens || tally.sense == Sense::Open;
            let outside = talk.as_ref().is_some_and(|talk| row < *talk.start() || row > *talk.end() && open_behind);
            let remainder = page.remainder(row, reading);
            // A note follows a blank line.
            let ended = talk.as_ref().is_some_and(|talk| row > *talk.end()) && (!opens || page.is_spaced());
            let has_speech = || page.is_said(row, reading) && !is_value(remainder) || ended && is_wordy(remainder);
            let sibling = vocabulary::stem_of_several(tally.label).is_some_and(|stem| stems.contains(stem));
            let titled =
                tally.label.split(' ').next().is_some_and(|word| word.ends_with('.') && vocabulary::is_title(word));
            let belongs_to_talk = || has_speech() || sibling || titled || self.is_beside_talk(at, talk.as_ref(), page);
            let note =
                !(reading.shape.fills_line || sibling || titled) && self.is_note(label, row, talk.as_ref(), page);
            let attribute = note || outside && !reading.shape.fills_line && !belongs_to_talk();
            // `Ana 2` beside `Ana`.
            let namesake = || vocabulary::stem_of_several(tally.label).is_some_and(|stem| names.contains(stem));
            let part = known > 3 && !numbered && tally.sense != Sense::Role && is_part(tally.label) && !namesake();
            // If all turns begin with a capital, a lower-case word after the colon continues a sentence.
            let sure = titled || is_surely_name(tally.label);
            let goes_on = capitals && tally.sense != Sense::Role && !sure && remainder.starts_with(char::is_lowercase);
            if silent || !fits || attribute || part || goes_on {
                continue;
            }
            let short = (known > 9 || labelled && known > 3)
                && lower
                && !tally.label.contains(' ')
                && tally.label.starts_with(char::is_lowercase);
            let set_off = distinct && tally.label.chars().count() <= 24;
            let before = found.len();
            // Without a colon or a time, capitals may equally be a heading or an exclamation.
            match tally.sense {
                Sense::NoPerson | Sense::Attribute if initials => roles.push(label),
                Sense::Role if is_telling(self.form) || !vocabulary::is_initials(tally.label) => roles.push(label),
                Sense::Role if known > 3 && self.are_initials_here(tally.label, by_initials) => roles.push(label),
                Sense::Role => {}
                Sense::Phrase if labelled => found.push(label),
                Sense::Open if labelled && vocabulary::is_described(tally.label) => found.push(label),
                // Every line is a turn, and this one begins like the others.
                Sense::Open if all_labelled && vocabulary::is_capitalised_phrase(tally.label) => found.push(label),
                _ if known > 1 && (short || set_off || vocabulary::is_name(tally.label)) => found.push(label),
                _ => {}
            }
            let says = reading.shape.fills_line || page.is_said(row, reading) || is_wordy(remainder);
            with_speech += (found.len() - before) * usize::from(says);
        }
        if !self.are_enough(known + roles.len(), found.len(), distinct, with_speech, page) {
            found.clear();
        }
        let named = roles.into_iter().chain(found).filter_map(|label| Some((label, self.tally(label)?.label)));
        let named: Vec<_> = named.collect();
        self.names.extend(named);
    }

    /// Lines of lists: three or more attributes before the talk, and three or more consecutive labels that occur once
    /// within a turn.
    fn listed(&self, page: &Page<'t, '_>, talk: Option<&RangeInclusive<usize>>) -> HashSet<usize> {
        let Some(talk) = talk else { return HashSet::default() };
        let mut out = HashSet::default();
        let speaks = |label: usize| self.names.contains_key(&label);
        let open = |label: usize| {
            self.tally(label)
                .is_some_and(|tally| tally.sense != Sense::Role && tally.lines == 1 && !ends_in_digit(tally.label))
        };
        let mut before: Vec<usize> = self
            .sequence
            .iter()
            .filter(|(label, row)| *row < *talk.start() && !speaks(*label))
            .map(|(_, row)| *row)
            .collect();
        // A sentence is said right before the others speak.
        let ends = |row: &usize| {
            let reading = self.reading(page, *row);
            let below = || page.rows.get(row + 1).is_some_and(|next| !next.blank && is_sentence(next.line));
            reading.is_some_and(|r| match r.shape.fills_line {
                true => below(),
                false => page.is_said(*row, r) && is_sentence(page.remainder(*row, r)),
            })
        };
        while before.last().is_some_and(ends) {
            before.pop();
        }
        let unsaid = |row: &&usize| self.reading(page, **row).is_some_and(|reading| !page.is_said(**row, reading));
        if before.len() > 2 && before.iter().filter(unsaid).count() * 2 >= before.len() {
            // A question is asked before the first recurring speaker answers.
            let asks = |row: &usize| {
                self.reading(page, *row).is_some_and(|r| page.remainder(*row, r).contains(['?', '？', '؟']))
            };
            out.extend(before.into_iter().filter(|row| !asks(row)));
        }
        let often: usize = self.tallies_of_speakers().map(|tally| tally.lines).filter(|lines| *lines > 3).sum();
        let ended = |row: usize| {
            self.reading(page, row)
                .is_some_and(|reading| reading.shape.fills_line || is_sentence(page.remainder(row, reading)))
        };
        let rows = || self.sequence.iter().filter(|(label, _)| speaks(*label)).map(|(_, row)| *row);
        let (total, ends) = rows().fold((0, 0), |(total, ends), row| (total + 1, ends + usize::from(ended(row))));
        let sentences = ends * 2 >= total;
        let few_words = |row: usize| {
            let remainder = self.reading(page, row).map_or("", |reading| page.remainder(row, reading));
            remainder.split_whitespace().count() < 4 && !ended(row)
        };
        let mostly_sentences = ends * 4 >= total * 3;
        let mut run: Vec<usize> = Vec::new();
        let (mut after, mut below) = (false, None);
        for (label, row) in self.sequence.iter().copied().chain([(usize::MAX, usize::MAX)]) {
            let within = open(label) && talk.contains(&row);
            if within {
                run.push(row);
                continue;
            }
            // People who introduce themselves use sentences; a list is announced, or made of fragments.
            if after && run.len() > 2 && run.len() * 2 <= often {
                let announced = run.first().is_some_and(|first| page.is_announced(*first));
                let fragments = sentences && run.iter().filter(|row| ended(**row)).count() * 2 < run.len();
                if announced || fragments {
                    out.extend(run.iter().copied());
                }
            }
            // An answer in key words: `Oldest: Tom`, right below what somebody says who does not ask.
            if !run.is_empty()
                && mostly_sentences
                && run.iter().all(|row| few_words(*row))
                && below.is_some_and(|above| self.is_item_list(above, &run, page))
            {
                out.extend(run.iter().copied());
            }
            run.clear();
            below = speaks(label).then_some(row);
            after = self.tally(label).is_some_and(|tally| tally.lines > 3 && speaks(label));
        }
        out
    }

    /// True for consecutive lines right below a speaker's line `above` that asks nothing: at least two, or one if that line
    /// has the first item.
    fn is_item_list(&self, above: usize, run: &[usize], page: &Page<'t, '_>) -> bool {
        let remainder = self.reading(page, above).map_or("", |reading| page.remainder(above, reading));
        let begins = remainder
            .split_once([':', '：'])
            .is_some_and(|(_, item)| !item.trim().is_empty() && !is_sentence(remainder));
        let asks = page.rows.get(above).is_some_and(|row| row.line.contains(['?', '？', '؟']));
        let rows = std::iter::once(above).chain(run.iter().copied());
        let mut next = None;
        let joined = rows.into_iter().all(|row| next.replace(page.next(row)).is_none_or(|next| next == Some(row)));
        joined && !asks && (begins || run.len() > 1)
    }

    /// True if a label of the same kind is beside it and both occur once, as in a list of things.
    fn is_item(&self, at: usize) -> bool {
        let is_phrase = |at: Option<usize>| {
            at.and_then(|at| self.sequence.get(at))
                .and_then(|(label, _)| self.tally(*label))
                .is_some_and(|tally| tally.sense == Sense::Phrase)
        };
        is_phrase(at.checked_sub(1)) || is_phrase(Some(at + 1))
    }

    /// True if so many labels that occur once may be speakers among the lines of the others. `distinct`: their form is
    /// one that only labels have; something is said after `with_speech` of them.
    fn are_enough(&self, others: usize, found: usize, distinct: bool, with_speech: usize, page: &Page<'t, '_>) -> bool {
        let known: usize = self.tallies_of_speakers().map(|tally| tally.lines).sum();
        let covers = share(others + found, page.filled).max(share(others + found, page.openings));
        let few = known > 9 && found * 10 <= known.max(20);
        let common_form = covers >= 0.4 && found <= others || covers >= 0.8 && found <= 2 * others;
        // A speaker with a role asks, and everybody answers once.
        let role = self.tallies_of_speakers().any(|tally| tally.lines > 1 && tally.sense == Sense::Role);
        let answered = role && covers >= 0.9 && found <= 4 * others && with_speech * 10 >= found * 9;
        few || common_form || answered || distinct && found <= 4 * others
    }

    /// After a blank line that does not separate turns, there are notes on the talk.
    fn is_note(&self, label: usize, row: usize, talk: Option<&RangeInclusive<usize>>, page: &Page<'t, '_>) -> bool {
        self.tally(label).is_some_and(|tally| tally.sense == Sense::Open)
            && talk.is_some_and(|talk| row > *talk.end() && page.is_parted(*talk.end(), row))
    }

    /// True if its speakers' turns begin with capitals, as sentences do.
    fn begin_with_capitals(&self, page: &Page<'t, '_>) -> bool {
        let (mut total, mut capital) = (0, 0);
        for (_, row) in self.each(page).filter(|(label, _)| self.names.contains_key(label)).take(SAMPLE) {
            let first = self.reading(page, row).and_then(|reading| page.remainder(row, reading).chars().next());
            total += usize::from(first.is_some_and(char::is_alphabetic));
            capital += usize::from(first.is_some_and(char::is_uppercase));
        }
        total > 5 && capital * 10 >= total * 9
    }

    /// True for initials without a colon, which may equally be a word in capitals: beside other initials, or with a number
    /// in a form that sets labels off from the words.
    fn are_initials_here(&self, label: &str, by_initials: bool) -> bool {
        let set_off =
            matches!(self.form.mark, LabelMark::Close | LabelMark::Tab | LabelMark::Styled | LabelMark::Heading);
        let is_letter = |label: &str| label.chars().count() == 1;
        let letters = || self.tallies_of_speakers().filter(|tally| is_letter(tally.label)).count();
        let likely = persons::are_likely_initials(label);
        likely && (by_initials || set_off && ends_in_digit(label)) || is_letter(label) && by_initials && letters() > 1
    }

    /// True if most of its speakers are called by initials.
    fn are_initials(&self) -> bool {
        let total = self.tallies_of_speakers().count();
        let short = |tally: &&Tally<'_>| {
            tally.label.starts_with(char::is_uppercase)
                && tally.label.chars().count() <= 3
                && !tally.label.contains(' ')
        };
        total > 1 && self.tallies_of_speakers().filter(short).count() * 2 > total
    }
}

/// A numbered part of a document (`Figure 2`), as opposed to a telephone number or the code of a device (`Galaxy A51`).
fn is_part(label: &str) -> bool {
    let last = label.rsplit(' ').next().unwrap_or(label);
    let is_code = last.len() < label.len() && last.contains(char::is_alphabetic);
    ends_in_digit(label) && !is_code && !vocabulary::is_telephone(label)
}

/// Two names, or a name with a point or another sign in it.
fn is_surely_name(label: &str) -> bool {
    let is_name = label.contains(['.', '@', '_']) || label.split(' ').count() == 2 && vocabulary::is_name(label);
    is_name && !label.starts_with(char::is_lowercase)
}
