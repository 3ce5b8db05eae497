//! Labels of one form, and the decision which of them are speakers.

use super::common::{Common, CommonShape, Place, is_capital, most};
use super::page::Page;
use super::{ENOUGH, MOST_SINGLE, SELDOM, is_said, is_telling, share};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::labels::{LabelForm, LabelMark, LabelReading, Shape};
use crate::text::vocabulary::{self, Sense, is_unspaced};
use crate::text::{notes, persons};

/// A document with no more lines than this may be a single message.
const FEWEST_OF_CHAT: usize = 3;

/// True for a few words in lower case, or a list of names, as they follow an attribute.
pub(super) fn is_value(text: &str) -> bool {
    let mut parts = text.split([' ', ',', ';', '.', '(', ')']).filter(|word| !word.is_empty()).peekable();
    let first = parts.peek().copied().unwrap_or("");
    let lower = first.starts_with(char::is_lowercase);
    let several = text.contains(", ");
    let named = parts.all(|word| !word.starts_with(char::is_lowercase));
    let sentence = text.contains(['?', '!']);
    let few = text.split_whitespace().count() <= 2 && !text.ends_with(['.', '…']);
    lower && few && !sentence || several && named && !lower && !sentence
}

pub(super) fn ends_in_digit(label: &str) -> bool {
    label.ends_with(char::is_numeric)
}

/// One label in one form.
#[derive(Clone, Debug)]
pub(super) struct Tally<'t> {
    /// The most frequent spelling.
    pub label: &'t str,
    pub spelled: usize,
    pub lines: usize,
    pub openings: usize,
    /// The number of lines after one with another label of the form.
    pub changes: usize,
    /// The number of lines without words, directly before another label.
    pub empty: usize,
    pub sense: Sense,
}

/// All labels of one form.
pub(super) struct Group<'t> {
    pub form: LabelForm,
    pub lines: usize,
    pub tallies: Vec<Tally<'t>>,
    /// The label of each line in order, as an index into `tallies`, and the line.
    pub sequence: Vec<(usize, usize)>,
    /// Labels that recur and may be speakers.
    pub back: HashSet<usize>,
    /// The speaker's name by label.
    pub names: HashMap<usize, &'t str>,
}

impl<'t> Tally<'t> {
    pub(super) fn new(label: &'t str) -> Self {
        Self { label, spelled: 0, lines: 0, openings: 0, changes: 0, empty: 0, sense: Sense::Open }
    }

    pub(super) fn may_speak(&self) -> bool {
        matches!(self.sense, Sense::Role | Sense::Open)
    }
}

impl<'t> Group<'t> {
    pub(super) fn new(form: LabelForm) -> Self {
        let (tallies, sequence) = (Vec::new(), Vec::new());
        Self { form, lines: 0, tallies, sequence, back: HashSet::default(), names: HashMap::default() }
    }

    /// Counts a line; `spelling` is the label as written, with its number of lines so far.
    pub(super) fn count(&mut self, label: usize, row: usize, opens: bool, spelling: (&'t str, usize)) {
        let changes = self.sequence.last().is_some_and(|(before, _)| *before != label);
        self.lines += 1;
        self.sequence.push((label, row));
        if let Some(tally) = self.tallies.get_mut(label) {
            tally.lines += 1;
            if spelling.1 > tally.spelled {
                (tally.label, tally.spelled) = spelling;
            }
            tally.openings += usize::from(opens);
            tally.changes += usize::from(changes);
        }
    }

    pub(super) fn tally(&self, label: usize) -> Option<&Tally<'t>> {
        self.tallies.get(label)
    }

    /// Removes a label, as if no line had it.
    pub(super) fn remove(&mut self, label: usize) {
        let before = self.sequence.len();
        self.sequence.retain(|(other, _)| *other != label);
        self.lines -= before - self.sequence.len();
        self.tallies.get_mut(label).into_iter().for_each(|tally| tally.lines = 0);
    }

    /// Label and line, in order, until the work is cancelled.
    pub(super) fn each<'g>(&'g self, page: &'g Page<'t, '_>) -> impl Iterator<Item = (usize, usize)> + 'g {
        self.sequence.iter().copied().take_while(|_| page.goes_on())
    }

    /// Decides which of the labels are speakers.
    pub(super) fn judge(&mut self, page: &Page<'t, '_>) {
        let few = self.tallies.iter().filter(|tally| tally.lines == 1).count() <= MOST_SINGLE;
        let asked = self.tallies.iter_mut().take_while(|_| page.goes_on());
        for tally in asked.filter(|tally| tally.lines > 1 || few) {
            tally.sense = vocabulary::sense(tally.label);
        }
        if self.form.mark == LabelMark::Chat {
            self.judge_senders(page);
            return;
        }
        self.admit_initials(page);
        if self.is_record(page) || self.is_list(page) {
            return;
        }
        let mut families = self.families(page);
        let people = self.take_people(&mut families, page);
        let grown: HashSet<usize> = families.iter().flat_map(|family| family.members.iter().copied()).collect();
        let comes_back = |(_, tally): &(usize, &Tally<'t>)| tally.lines > 1 && tally.may_speak();
        let candidates = self.tallies.iter().enumerate().filter(comes_back).map(|(label, _)| label);
        self.back = candidates.filter(|label| !grown.contains(label)).collect();
        let carried = self.carried(page);
        self.back.extend(carried);
        let numbers = self.numbers(page);
        self.back.extend(numbers);
        let things = self.numbered_things(page);
        self.back.extend(things);
        if is_telling(self.form) && (self.covers_all(page) || self.is_lower_case(page)) {
            let phrases = self.tallies.iter().enumerate().filter(|(_, t)| t.lines > 1 && t.sense == Sense::Phrase);
            self.back.extend(phrases.map(|(label, _)| label));
        } else if is_telling(self.form) && page.are_all(self.lines, self.form) && self.back.len() > 1 {
            // Every line has a label: `bell hooks`.
            let is_name = |tally: &Tally<'t>| tally.sense == Sense::Phrase && tally.label.split(' ').count() < 4;
            let names =
                self.tallies.iter().enumerate().filter(|(_, t)| t.lines > 1 && t.changes == t.lines && is_name(t));
            self.back.extend(names.map(|(label, _)| label));
        }
        self.drop_empty(page);
        self.drop_figures(page);
        for family in families.into_iter().filter(|family| family.asks) {
            // Without a colon, a number alone may belong to any heading.
            let clear = is_telling(self.form) || vocabulary::is_question(family.stem);
            for member in family.members.iter().filter(|_| clear) {
                self.names.insert(*member, family.stem);
            }
        }
        if !self.is_of_the_document(page) {
            return;
        }
        if self.back.is_empty() && self.is_exchange(page) {
            self.names.extend(self.tallies.iter().enumerate().map(|(label, tally)| (label, tally.label)));
            return;
        }
        let back: Vec<usize> = self.back.iter().copied().collect();
        for label in back {
            let Some(tally) = self.tally(label) else { continue };
            let name = tally.label;
            self.names.insert(label, name);
        }
        self.drop_phrases(page);
        self.drop_unlike(page);
        if few {
            self.add_single(page, &grown, people);
        }
    }

    /// Treats words in capitals as initials if others speak: `AS` beside `JB`, or beside `Ana` before a colon.
    fn admit_initials(&mut self, page: &Page<'t, '_>) {
        let others = || self.tallies.iter().filter(|tally| tally.lines > 1 && tally.may_speak());
        let short = others().filter(|tally| vocabulary::is_initials(tally.label)).count();
        let total = others().count();
        let may_be = |tally: &Tally<'t>| !tally.may_speak() && persons::are_likely_initials(tally.label);
        if total < 2 || !is_telling(self.form) && short * 2 < total || !self.tallies.iter().any(may_be) {
            return;
        }
        let plain: HashSet<usize> = self
            .each(page)
            .filter(|(_, row)| {
                let remainder = self.reading(page, *row).map_or("", |reading| page.remainder(*row, reading));
                remainder.is_empty() || remainder.contains(char::is_lowercase)
            })
            .map(|(label, _)| label)
            .collect();
        for (_, tally) in self.tallies.iter_mut().enumerate().filter(|(label, _)| plain.contains(label)) {
            if may_be(tally) {
                tally.sense = Sense::Role;
            }
        }
    }

    /// A sender is a speaker by any name, because the program wrote it. But one message is no chat, and a line that ends with
    /// a date may be a heading or a sentence: then senders recur, or are called like people.
    fn judge_senders(&mut self, page: &Page<'t, '_>) {
        let dated_behind = self.form.open == Some('/');
        let is_sender = |tally: &Tally<'t>| {
            let person = tally.may_speak() && (tally.sense == Sense::Role || vocabulary::is_name(tally.label));
            !notes::is_note(tally.label) && (!dated_behind || tally.lines > 1 || person)
        };
        let senders = self.tallies.iter().enumerate().filter(|(_, tally)| is_sender(tally));
        let names: HashMap<usize, &'t str> = senders.map(|(label, tally)| (label, tally.label)).collect();
        let lines: usize = names.keys().filter_map(|label| self.tally(*label)).map(|tally| tally.lines).sum();
        let several = lines > 1 || page.filled <= FEWEST_OF_CHAT;
        if several && (!dated_behind || lines * 2 > self.lines) {
            self.names = names;
        }
    }

    /// Removes phrases with which speakers like to begin a line, if names and roles speak: `Another thing:` is always
    /// below another line of the same turn, and words follow it.
    fn drop_phrases(&mut self, page: &Page<'t, '_>) {
        let is_phrase = |label: &usize| {
            self.tally(*label).is_some_and(|t| t.sense == Sense::Open && vocabulary::is_capitalised_phrase(t.label))
        };
        let mut phrases: HashSet<usize> = self.names.keys().copied().filter(is_phrase).collect();
        let people = self.names.len() - phrases.len();
        if phrases.is_empty() || people < 2 {
            return;
        }
        let is_person = |label: usize| self.names.contains_key(&label) && !is_phrase(&label);
        let mut before = None;
        let mut begun: Vec<usize> = Vec::new();
        for (label, row) in self.each(page) {
            let is_below = |(above, previous)| page.next(above) == Some(row) && is_person(previous);
            let fills_line = || self.reading(page, row).is_some_and(|reading| reading.shape.fills_line);
            if phrases.contains(&label) && (before.is_none_or(is_below) || fills_line()) {
                begun.push(label);
            }
            before = Some((row, label));
        }
        begun.iter().for_each(|label| {
            phrases.remove(label);
        });
        self.names.retain(|label, _| !phrases.contains(label));
    }

    /// Removes labels that recur rarely and look different from those that recur often.
    pub(super) fn drop_unlike(&mut self, page: &Page<'t, '_>) {
        let often = |tally: &Tally<'t>| tally.lines > SELDOM;
        let known: usize = self.tallies_of_speakers().filter(|tally| often(tally)).map(|tally| tally.lines).sum();
        if known < 10 {
            return;
        }
        let common = self.common(page, SELDOM + 1);
        let mut unlike: HashMap<usize, usize> = HashMap::default();
        for &(label, row) in &self.sequence {
            let Some(tally) = self.tally(label).filter(|tally| !often(tally) && self.names.contains_key(&label)) else {
                continue;
            };
            let Some(reading) = self.reading(page, row) else { continue };
            if !self.fits(&common, tally, reading, page.place(row)) {
                *unlike.entry(label).or_default() += 1;
            }
        }
        for (label, count) in unlike {
            if self.tally(label).is_some_and(|tally| count * 2 >= tally.lines) {
                self.names.remove(&label);
            }
        }
    }

    /// True if a label looks like those of the others. A role before a colon need not be in capitals: `Waiter` beside
    /// `ANNA`.
    pub(super) fn fits(&self, common: &Common, tally: &Tally<'t>, reading: &LabelReading<'t>, place: Place) -> bool {
        let role = tally.sense == Sense::Role && is_telling(self.form) && !vocabulary::is_question(tally.label);
        common.fits(tally.label, reading.shape, place) || role && common.fits_beside_time(reading.shape, place)
    }

    /// The first line of a speaker.
    pub(super) fn first_row(&self) -> Option<usize> {
        self.sequence.iter().find(|(label, _)| self.names.contains_key(label)).map(|(_, row)| *row)
    }

    pub(super) fn tallies_of_speakers(&self) -> impl Iterator<Item = &Tally<'t>> {
        self.names.keys().filter_map(|label| self.tally(*label))
    }

    /// Finds labels that recur, take turns and begin so much of the text that they are speakers whatever their words
    /// mean: `NB` before every second line.
    pub(super) fn carried(&self, page: &Page<'t, '_>) -> Vec<usize> {
        let covers = |least: usize| {
            let often = || self.tallies.iter().filter(move |tally| tally.lines >= least);
            let spoken: usize = often().map(|tally| tally.lines).sum();
            let openings: usize = often().map(|tally| tally.openings).sum();
            (spoken, often().count(), share(spoken, page.filled).max(share(openings, page.openings)))
        };
        // If they are all of the text, two lines are enough.
        let least = if covers(2).2 >= 0.9 { 2 } else { 3 };
        let (spoken, labels, covered) = covers(least);
        // What precedes the first of them is a header.
        let is_often = |(label, _): &&(usize, usize)| self.tally(*label).is_some_and(|tally| tally.lines >= least);
        let first = self.sequence.iter().find(is_often).map_or(0, |(_, row)| *row);
        let covered = covered.max(share(spoken, page.filled_from(first)));
        if !(2..=4).contains(&labels) || !is_telling(self.form) {
            return Vec::new();
        }
        // Words are needed only if there are too few names and roles for a conversation.
        let names = self.tallies.iter().filter(|tally| tally.lines >= least && tally.may_speak()).count();
        let initials = |tally: &Tally<'t>| vocabulary::is_initials(tally.label);
        let carries = |&(label, tally): &(usize, &Tally<'t>)| {
            !tally.may_speak()
                && tally.lines >= least
                && tally.changes * 2 >= tally.lines
                && share(tally.lines, spoken) >= 0.2
                && tally.label.split_whitespace().count() <= 3
                && (initials(tally) || names < 2 && self.answers(label, names, page))
        };
        let carrying: Vec<(usize, &Tally<'t>)> = self.tallies.iter().enumerate().filter(carries).collect();
        let spelt_out = carrying.iter().any(|(_, tally)| !initials(tally));
        if covered < if spelt_out { 0.8 } else { 0.4 } {
            return Vec::new();
        }
        carrying.into_iter().map(|(label, _)| label).collect()
    }

    /// True if sentences follow a word that is not a name, as they never follow an attribute; or if it takes turns with
    /// a name throughout and is followed by as many words as people say.
    fn answers(&self, label: usize, names: usize, page: &Page<'t, '_>) -> bool {
        let (mut total, mut spoken, mut wordy) = (0, 0, 0);
        for &(_, row) in self.sequence.iter().filter(|(other, _)| *other == label) {
            let Some(reading) = self.reading(page, row) else { continue };
            let remainder = page.remainder(row, reading);
            total += 1;
            spoken += usize::from(reading.shape.fills_line || is_said(remainder) && !is_value(remainder));
            wordy += usize::from(
                remainder.split_whitespace().count() > 2 || remainder.chars().filter(|c| is_unspaced(*c)).count() > 4,
            );
        }
        let changes = self.tally(label).map_or(0, |tally| tally.changes);
        share(spoken, total) >= 0.7
            || names > 0 && changes > 3 && share(changes + 1, total) >= 1.0 && share(wordy, total) >= 0.7
    }

    /// True if nearly all of the text begins with recurring names and roles, so that anything else in their place is a
    /// label.
    pub(super) fn covers_all(&self, page: &Page<'t, '_>) -> bool {
        let back = || self.tallies.iter().filter(|tally| tally.lines > 1 && tally.may_speak());
        let lines: usize = back().map(|tally| tally.lines).sum();
        let openings: usize = back().map(|tally| tally.openings).sum();
        let phrases: usize = self.tallies.iter().filter(|t| t.sense == Sense::Phrase).map(|tally| tally.lines).sum();
        let covers = share(lines + phrases, page.filled).max(share(openings + phrases, page.openings));
        lines >= 8 && covers >= 0.9 && phrases * 4 <= lines
    }

    /// True if nearly every line begins with a label, most labels recur, and all that may be names are in lower case.
    pub(super) fn is_lower_case(&self, page: &Page<'t, '_>) -> bool {
        let candidates = || self.tallies.iter().filter(|tally| tally.may_speak() || tally.sense == Sense::Phrase);
        let lines: usize = candidates().map(|tally| tally.lines).sum();
        let back: usize = candidates().filter(|tally| tally.lines > 1).map(|tally| tally.lines).sum();
        let lower = candidates().all(|tally| !tally.label.contains(char::is_uppercase));
        let changes: usize = candidates().map(|tally| tally.changes).sum();
        lower && lines > 3 && share(lines, page.filled) >= 0.9 && share(back, lines) >= 0.6 && changes * 2 >= lines
    }

    /// Removes labels that are followed only by figures.
    fn drop_figures(&mut self, page: &Page<'t, '_>) {
        let mut with_words: HashSet<usize> = HashSet::default();
        for &(label, row) in &self.sequence {
            let remainder = self.reading(page, row).map_or("", |reading| page.remainder(row, reading)).trim();
            if remainder.is_empty() || remainder.contains(char::is_alphabetic) || !remainder.contains(char::is_numeric)
            {
                with_words.insert(label);
            }
        }
        self.back.retain(|label| with_words.contains(label));
    }

    /// Removes labels that are followed by nothing that is said.
    pub(super) fn drop_empty(&mut self, page: &Page<'t, '_>) {
        let mut empty: Vec<usize> = Vec::new();
        let names: HashSet<&str> =
            self.back.iter().filter_map(|label| self.tally(*label)).map(|tally| tally.label).collect();
        for &(label, row) in self.sequence.iter().filter(|(label, _)| self.back.contains(label)) {
            let fills_line = |reading: &&LabelReading<'t>| reading.form == self.form && reading.shape.fills_line;
            if !page.of(row).iter().any(|reading| fills_line(&reading)) {
                continue;
            }
            let silent = page.next(row).is_none_or(|next| {
                // The words may repeat the time of the name.
                let stamped = self.form.mark == LabelMark::Timed && page.is_at_other_time(next, row);
                stamped || page.of(next).iter().find(fills_line).is_some_and(|reading| names.contains(reading.label))
            });
            if silent {
                empty.push(label);
            }
        }
        for label in empty {
            if let Some(tally) = self.tallies.get_mut(label) {
                tally.empty += 1;
                if tally.empty * 2 > tally.lines {
                    self.back.remove(&label);
                }
            }
        }
    }

    /// True if half of its recurring labels are followed by more than a name or a date.
    fn is_mostly_said(&self, page: &Page<'t, '_>) -> bool {
        let rows = self.sequence.iter().filter(|(label, _)| self.back.contains(label));
        let (total, spoken) = rows.fold((0, 0), |(total, spoken), (_, row)| {
            let reading = self.reading(page, *row);
            let is_said = reading.is_some_and(|reading| {
                reading.shape.fills_line || page.is_said(*row, reading) && !is_value(page.remainder(*row, reading))
            });
            (total + 1, spoken + usize::from(is_said))
        });
        spoken * 2 >= total
    }

    /// True if dashes mark the questions to a named speaker: they take turns, and together are most of the text. Then
    /// the dash is a speaker.
    pub(super) fn takes_turns_with(&self, named: Option<&Self>, page: &Page<'t, '_>) -> bool {
        let Some(named) = named.filter(|_| self.lines > 2 && self.tallies.len() == 1) else { return false };
        let speaks = |(label, _): &&(usize, usize)| named.names.contains_key(label);
        let mut rows: Vec<(usize, bool)> = named.sequence.iter().filter(speaks).map(|(_, row)| (*row, false)).collect();
        rows.extend(self.sequence.iter().map(|(_, row)| (*row, true)));
        rows.sort_unstable();
        let changes =
            rows.windows(2).filter(|pair| pair.first().map(|row| row.1) != pair.last().map(|row| row.1)).count();
        share(changes, rows.len() - 1) >= 0.7
            && share(rows.len(), page.filled).max(share(rows.len(), page.openings)) >= 0.5
    }

    /// True if everything after its labels is in quotation marks, as in a text that quotes people.
    fn is_quoted(&self, page: &Page<'t, '_>) -> bool {
        let speaks = |label: usize| self.tally(label).is_some_and(Tally::may_speak);
        self.sequence.iter().filter(|(label, _)| speaks(*label)).all(|(_, row)| {
            let remainder = self.reading(page, *row).map_or("", |reading| page.remainder(*row, reading));
            remainder.starts_with(['"', '“', '„', '«', '»', '「', '”'])
        })
    }

    /// True for a label on a line of its own above paragraphs, always after a blank line.
    fn heads(&self, one: &Tally<'t>, page: &Page<'t, '_>) -> bool {
        let rows = self.sequence.iter().filter(|(label, _)| self.tally(*label).is_some_and(|t| t.label == one.label));
        let filling =
            rows.filter(|(_, row)| self.reading(page, *row).is_some_and(|reading| reading.shape.fills_line)).count();
        one.openings == one.lines && filling == one.lines
    }

    /// True if every second label from its first line on is this one, followed by sentences, or by others who speak
    /// once: many of them, or in all of the text. What precedes it is a header.
    fn is_heard(&self, one: &Tally<'t>, page: &Page<'t, '_>) -> bool {
        let is_own = |(label, _): &(usize, usize)| self.tally(*label).is_some_and(|tally| tally.label == one.label);
        let lines = self.lines - self.sequence.iter().position(is_own).unwrap_or(0);
        let others = self.tallies.iter().filter(|tally| tally.lines == 1 && tally.may_speak()).count();
        one.lines * 2 >= lines
            && (others > 2 || others > 0 && share(one.lines + others, page.filled) >= 0.8 || self.is_mostly_said(page))
    }

    /// True if all of its speakers are named before a row, without saying anything.
    pub(super) fn is_header_before(&self, row: usize, page: &Page<'t, '_>) -> bool {
        self.sequence.iter().filter(|(label, _)| self.names.contains_key(label)).all(|(_, header_row)| {
            let has_speech = self
                .reading(page, *header_row)
                .is_some_and(|reading| reading.shape.fills_line || page.is_said(*header_row, reading));
            *header_row < row && !has_speech
        })
    }

    /// Beside questions and answers marked by letters, any other speaker has a name in capitals with a colon.
    pub(super) fn interrupts(&mut self, main: &Self, page: &Page<'t, '_>) {
        let Some((first, last)) = main.first_row().zip(main.sequence.last().map(|(_, row)| *row)) else { return };
        let by_letters = main.tallies_of_speakers().all(|tally| vocabulary::is_initials(tally.label));
        if is_telling(main.form) || self.form != (LabelForm { open: None, mark: LabelMark::Colon }) || !by_letters {
            return;
        }
        for &(label, row) in &self.sequence {
            let Some(tally) = self.tallies.get(label).filter(|_| first < row && row < last) else { continue };
            let letters = tally.label.chars().filter(|c| c.is_uppercase()).count();
            let has_speech = self.reading(page, row).is_some_and(|reading| page.is_said(row, reading));
            if has_speech && letters > 3 && is_capital(tally.label) && vocabulary::is_name(tally.label) {
                self.names.insert(label, tally.label);
            }
        }
    }

    /// True if the document names its speakers in this form.
    pub(super) fn is_of_the_document(&self, page: &Page<'t, '_>) -> bool {
        // Numbered questions count as one label that recurs.
        let asked = self.names.keys().filter(|label| !self.back.contains(label));
        let back: Vec<&Tally<'t>> = self.back.iter().chain(asked).filter_map(|label| self.tally(*label)).collect();
        let lines: usize = back.iter().map(|tally| tally.lines).sum();
        let openings: usize = back.iter().map(|tally| tally.openings).sum();
        let role = |tally: &&Tally<'t>| tally.sense == Sense::Role;
        let covers = share(lines, page.filled).max(share(openings, page.openings));
        let sequence: Vec<usize> = self
            .sequence
            .iter()
            .map(|(l, _)| *l)
            .filter(|l| self.back.contains(l) || self.names.contains_key(l))
            .collect();
        let changed = |of: &[usize]| of.windows(2).filter(|pair| pair.first() != pair.last()).count();
        let alternates = share(changed(&sequence), lines.saturating_sub(1));
        if is_telling(self.form) {
            let roles = self.tallies.iter().filter(role).count();
            let spoken: usize = self.tallies.iter().filter(role).map(|tally| tally.lines).sum();
            let opened: usize = self.tallies.iter().filter(role).map(|tally| tally.openings).sum();
            let covers_roles = share(spoken, page.filled).max(share(opened, page.openings));
            return match back.as_slice() {
                [] => {
                    roles > 1 && !self.is_quoted(page) && (covers_roles >= 0.2 || self.lines == 2)
                        || self.is_exchange(page)
                }
                [one] if role(one) => roles > 1 || one.lines > 3 || covers >= 0.15,
                // `Dear Ann:` above each letter.
                [one] if roles == 0 && self.heads(one, page) => false,
                [one] => roles > 0 || (one.lines > 3 || covers >= 0.5) && self.is_heard(one, page),
                _ if back.iter().any(role) => true,
                _ if covers < 0.5 && !self.is_mostly_said(page) => false,
                _ => covers.max(share(lines, page.beginnings)) >= 0.4 && share(lines, self.lines) >= 0.25 || lines > 12,
            };
        }
        let person = |tally: &&Tally<'t>| tally.may_speak() && (role(tally) || vocabulary::is_name(tally.label));
        let named: usize = back.iter().copied().filter(person).map(|tally| tally.lines).sum();
        let trust = match self.form.mark {
            LabelMark::Slip | LabelMark::Rule => return false,
            LabelMark::Dot if self.form.open.is_some() => 0.4,
            LabelMark::Dash | LabelMark::Dot | LabelMark::Alone => 0.0,
            _ => 0.6,
        };
        // If people have titles, those who speak once take turns with the others too.
        let addressed = |tally: &Tally<'t>| tally.may_speak() && vocabulary::is_addressed(tally.label);
        let taking_turns: Vec<usize> = match self.tallies.iter().any(addressed) {
            true => self
                .each(page)
                .map(|(label, _)| label)
                .filter(|l| self.tally(*l).as_ref().is_some_and(person))
                .collect(),
            false => Vec::new(),
        };
        let alternates = share(changed(&taking_turns), taking_turns.len().saturating_sub(1)).max(alternates);
        // If lines of prose have this form too, only those that begin like a name compete.
        let people: usize = self.tallies.iter().filter(person).map(|tally| tally.lines).sum();
        let others = if trust > 0.0 { self.lines } else { people.max(lines) };
        if let [one] = back.as_slice() {
            // Others who speak once make it a conversation.
            let others = people.saturating_sub(one.lines);
            let covers = share(people, page.openings);
            return trust > 0.0 && person(one) && others > 0 && share(people, self.lines) >= 0.8 && covers >= 0.4;
        }
        let score = trust + covers + share(lines, others) + alternates + share(named, lines);
        // A label that occurs twice, in the table of contents and above its section, is a heading.
        let twice = self.back.len() > 3 && lines * 2 < self.back.len() * 5;
        let least = if self.form.mark == LabelMark::Dot && trust > 0.0 { 0.1 } else { 0.05 };
        back.len() > 1 && alternates >= 0.4 && covers >= least && score >= ENOUGH && !twice
    }

    /// The line's reading in this form. All work on lines goes through here, so that it can be cancelled: then there is
    /// none.
    pub(super) fn reading<'p>(&self, page: &'p Page<'t, '_>, row: usize) -> Option<&'p LabelReading<'t>> {
        if !page.goes_on() {
            return None;
        }
        page.of(row).iter().find(|reading| reading.form == self.form)
    }

    /// What the lines of its speakers have in common, for speakers with at least this many lines.
    pub(super) fn common(&self, page: &Page<'t, '_>, lines: usize) -> Common {
        let often = |label: usize| self.tally(label).is_some_and(|tally| tally.lines >= lines);
        let speaks = |&&(label, _): &&(usize, usize)| self.names.contains_key(&label) && often(label);
        let shapes: Vec<(Shape, Place, &'t str)> = self
            .sequence
            .iter()
            .filter(speaks)
            .filter_map(|&(_, row)| {
                let reading = self.reading(page, row)?;
                Some((reading.shape, page.place(row), reading.label))
            })
            .collect();
        let shape = CommonShape {
            timed: most(shapes.iter().map(|(shape, _, _)| shape.timed)),
            fills_line: most(shapes.iter().map(|(shape, _, _)| shape.fills_line)),
            bold: most(shapes.iter().map(|(shape, _, _)| shape.bold)),
            heading: most(shapes.iter().map(|(shape, _, _)| shape.heading)),
            lead: most(shapes.iter().map(|(shape, _, _)| shape.lead)),
        };
        // Initials are always in capitals.
        let cased = |label: &&str| label.chars().filter(|c| c.is_uppercase()).count() > 3;
        let capitals = most(shapes.iter().map(|(_, _, label)| cased(label) && is_capital(label))) == Some(true);
        let opens = most(shapes.iter().map(|(_, place, _)| place.opens)).filter(|_| page.is_spaced());
        let filling = shapes.iter().filter(|(shape, ..)| shape.fills_line);
        let joined = most(filling.map(|(_, place, _)| place.joined));
        let indent = most(shapes.iter().map(|(shape, ..)| shape.indent));
        Common { shape, opens, capitals, joined, indent }
    }
}
