//! Finds where the talk begins and ends. A header may name the speakers, and speakers may begin with a word or two.

use super::group::{Group, Tally, is_value};
use super::page::{Page, ends_sentence};
use super::{is_said, is_wordy, share};
use crate::text::headwords;
use crate::text::vocabulary::{self, Sense, is_particle, is_unspaced};
use std::ops::RangeInclusive;

/// The number of lines used to decide whether the talk has punctuation.
const SAMPLE: usize = 200;
/// The most speakers who speak once each; more lines are a list.
const MOST_OF_EXCHANGE: usize = 6;

impl<'t> Group<'t> {
    /// From the first to the last line of the recurring speakers, without a header or an end that only names them;
    /// `None` if nobody recurs.
    pub(super) fn talk(&self, page: &Page<'t, '_>) -> Option<RangeInclusive<usize>> {
        let has_speech = |row: usize| {
            self.reading(page, row).is_some_and(|reading| reading.shape.fills_line || page.is_said(row, reading))
        };
        let rows = || self.sequence.iter().filter(|(label, _)| self.comes_back(*label)).map(|(_, row)| *row);
        // Without punctuation, all of it may be talk.
        let plain = rows().take(SAMPLE).filter(|row| has_speech(*row)).count() * 5 < rows().take(SAMPLE).count();
        let first = rows().find(|row| plain || has_speech(*row))?;
        let last = rows().rev().find(|row| plain || has_speech(*row))?.max(first);
        Some(self.begin_of_talk(first, page)..=self.end_of_talk(last, page))
    }

    fn comes_back(&self, label: usize) -> bool {
        self.names.contains_key(&label) && self.tally(label).is_some_and(|tally| tally.lines > 1)
    }

    /// The first line of the short turns that lead up to `first`, a line of the talk.
    fn begin_of_talk(&self, first: usize, page: &Page<'t, '_>) -> usize {
        let end = self.sequence.partition_point(|(_, row)| *row < first);
        let asker = self.sequence.get(end).map(|(label, _)| *label);
        let (mut begin, mut end, mut below) = (first, end, first);
        // From one blank line to the next, if blank lines separate more than turns.
        while let Some(before) = self.sequence.get(..end).filter(|before| !before.is_empty()) {
            let touches = !page.is_parted(before.last().map_or(0, |(_, row)| *row), below);
            let parted = |pair: &[(usize, usize)]| matches!(pair, [(_, one), (_, next)] if page.is_parted(*one, *next));
            let start = before.windows(2).rposition(parted).map_or(0, |at| at + 1);
            let Some(block) = before.get(start..) else { break };
            let recurring: Vec<(usize, usize)> =
                block.iter().filter(|(label, _)| self.comes_back(*label)).copied().collect();
            let Some((_, row)) =
                recurring.first().filter(|_| self.is_talk(block, &recurring, asker.filter(|_| touches), page))
            else {
                break;
            };
            (begin, end, below) = (*row, start, *row);
        }
        begin
    }

    /// True if the lines between two blank lines are talk instead of a header: something is said in them, or a speaker
    /// recurs. `own`: the lines of recurring people; `next`: the speaker right after them.
    fn is_talk(
        &self,
        block: &[(usize, usize)],
        recurring: &[(usize, usize)],
        next: Option<usize>,
        page: &Page<'t, '_>,
    ) -> bool {
        let sense = |label: usize| self.tally(label).map(|tally| tally.sense);
        let again = recurring.iter().enumerate().any(|(at, (label, _))| {
            let later = recurring.get(at + 1..).unwrap_or_default();
            later.first().is_some_and(|(other, _)| other != label) && later.iter().any(|(other, _)| other == label)
        });
        if again {
            return true;
        }
        let remainder = |row: usize| self.reading(page, row).map_or("", |reading| page.remainder(row, reading));
        let is_head = block.iter().any(|(label, _)| sense(*label) == Some(Sense::Attribute));
        let named = recurring.iter().any(|(_, row)| is_named(remainder(*row)));
        let has_speech = recurring.iter().any(|(_, row)| are_words(remainder(*row)));
        !is_head && (has_speech || !named && next.is_some_and(|next| recurring.iter().any(|(label, _)| *label == next)))
    }

    /// The last line of the short turns that follow `last`, a line of the talk.
    fn end_of_talk(&self, last: usize, page: &Page<'t, '_>) -> usize {
        let (mut end, mut above) = (last, last);
        let from = self.sequence.partition_point(|(_, row)| *row <= last);
        for (label, row) in self.sequence.get(from..).unwrap_or_default() {
            let remainder = self.reading(page, *row).map_or("", |reading| page.remainder(*row, reading));
            if page.is_parted(above, *row) || self.comes_back(*label) && is_named(remainder) {
                break;
            }
            above = *row;
            if self.comes_back(*label) {
                end = *row;
            }
        }
        end
    }

    /// True for an exchange of a few lines, in which an interviewer asks and others say sentences once each; false for
    /// a header.
    pub(super) fn is_exchange(&self, page: &Page<'t, '_>) -> bool {
        let remainder = |row: usize| self.reading(page, row).map_or("", |reading| page.remainder(row, reading));
        let is_person = |tally: &Tally<'t>| {
            tally.lines == 1 && tally.may_speak() && (tally.sense == Sense::Role || vocabulary::is_name(tally.label))
        };
        let has_speech = |(_, row): &&(usize, usize)| {
            let remainder = remainder(*row);
            is_said(remainder) && !is_value(remainder) || are_words(remainder)
        };
        let asked = self.sequence.iter().any(|(_, row)| remainder(*row).contains(['?', '？', '؟']));
        // Subtitles and long answers have many lines without a label.
        let opens = self.sequence.first().is_some_and(|(_, row)| page.filled_from(*row) + 2 >= page.filled);
        (2..=MOST_OF_EXCHANGE).contains(&self.lines)
            && self.tallies.iter().all(is_person)
            && self.tallies.iter().filter(|tally| vocabulary::is_asking(tally.label)).count() == 1
            && self.sequence.iter().all(|(_, row)| !is_named(remainder(*row)))
            && self.sequence.iter().filter(has_speech).count() * 2 >= self.lines + usize::from(!asked)
            && (share(self.lines, page.filled) >= 0.2 || opens)
    }

    /// True if a few words are said right before or after the talk, or a question is answered there, without a blank
    /// line between.
    pub(super) fn is_beside_talk(&self, at: usize, talk: Option<&RangeInclusive<usize>>, page: &Page<'t, '_>) -> bool {
        let Some((talk, &(_, row))) = talk.zip(self.sequence.get(at)) else { return false };
        let remainder = |row: usize| self.reading(page, row).map_or("", |reading| page.remainder(row, reading));
        let joins = |one: usize, next: usize| page.next(one) == Some(next) && !page.is_parted(one, next);
        let above = at.checked_sub(1).and_then(|above| self.sequence.get(above));
        let asked = above.is_some_and(|(asker, above)| {
            self.comes_back(*asker) && joins(*above, row) && remainder(*above).contains(['?', '？', '؟'])
        });
        let opens = || {
            // Nothing but a title is above.
            at == 0 && joins(row, *talk.start()) && page.rows.get(row).is_some_and(|row| row.opens)
        };
        let ends = || row > *talk.end() && joins(*talk.end(), row);
        // A title or caption has no full stop where speech has one.
        let role =
            self.sequence.get(at).and_then(|(label, _)| self.tally(*label)).is_some_and(|t| t.sense == Sense::Role);
        let alike = |other: usize| role || ends_sentence(remainder(row)) || !ends_sentence(remainder(other));
        let greeted = role && opens() && headwords::is_greeting(remainder(*talk.start()));
        asked && !is_named(remainder(row))
            || greeted
            || are_words(remainder(row)) && (opens() && alike(*talk.start()) || ends() && alike(*talk.end()))
    }
}

impl<'t> Page<'t, '_> {
    /// True if a blank line separates two rows, and blank lines do not separate all turns.
    pub(super) fn is_parted(&self, one: usize, next: usize) -> bool {
        !self.is_spaced() && self.rows.get(one + 1..=next).is_some_and(|rows| rows.iter().any(|row| row.opens))
    }
}

/// True for words that say who somebody is: names, or a role.
fn is_named(text: &str) -> bool {
    vocabulary::are_names(text) || vocabulary::is_head(text)
}

/// True for what describes a person in a list: a role, or a few words in lower case and figures without a full stop.
pub(super) fn is_description(text: &str) -> bool {
    let text = text.trim();
    let few = text.split_whitespace().count() <= 6 && text.chars().count() <= 50;
    let begins = text.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
    let figures = text.contains(char::is_numeric) && text.contains([',', '，', '、', '(', '（']);
    few && !text.contains(['?', '!', '？', '！'])
        && !text.ends_with(['.', '…', '。'])
        && (vocabulary::is_head(text) || begins || figures)
}

/// True for a number beside something else: `female, 34`.
pub(super) fn states_age(text: &str) -> bool {
    let parts = || text.split([',', '，', '、', '(', '（', ')', '）', ' ']).filter(|part| !part.is_empty());
    text.contains([',', '，', '、', '(', '（']) && parts().any(|part| part.chars().all(|c| c.is_ascii_digit()))
}

/// True for a few words of speech as opposed to the value of an attribute: in scripts with capitals, more than names;
/// in others, more words than a name has.
pub(super) fn are_words(text: &str) -> bool {
    let is_plain = |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() > 1 && !is_particle(word);
    let value = text.contains(|c: char| c.is_numeric()) || text.contains([',', ';', '(', '/', '|']) || is_value(text);
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    !value && (unspaced > 3 || text.split_whitespace().skip(1).any(is_plain)) || is_wordy(text)
}
