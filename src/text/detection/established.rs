//! Labels of any characters in a form that the document uses throughout.
//!
//! Once a form is known, a short run in this form is a speaker unless its words are clearly not a name: `bin Laden`,
//! `My sister`, `1043`, `Dr. K.` on a line of its own. Either nearly every place of a label has one, or the form sets
//! labels off by more than their words.

use super::common::Common;
use super::group::{Group, Tally};
use super::numbers::numeral;
use super::page::Page;
use super::{fold, share};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::headwords;
use crate::text::labels::{LabelForm, LabelMark, LabelReading};
use crate::text::persons;
use crate::text::vocabulary::{self, Sense, sense};

/// The fewest lines of speakers in an established form.
const FEWEST: usize = 3;
/// The share of the places of labels that have one.
const NEARLY_ALL: f64 = 0.8;
/// The share of the lines that must have unusual labels if there are no others.
const FEWEST_ADMITTED: f64 = 0.1;
/// The longest label, in characters and words.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 5;

/// The lines that one label begins.
struct Candidate<'t> {
    label: &'t str,
    /// Its tally, if some of its readings are usual.
    tally: Option<usize>,
    rows: Vec<usize>,
    /// The rows of its unusual readings.
    unusual: Vec<usize>,
    /// It is a known speaker in another spelling: `ana` beside `Ana`.
    known: bool,
}

/// Adds the labels of unusual characters to the groups of speakers. The others become readings of the page, so that they
/// are reported.
pub(super) fn complete<'t>(groups: &mut [Group<'t>], page: &mut Page<'t, '_>) {
    let mut admitted: Vec<(usize, LabelReading<'t>)> = Vec::new();
    for group in groups.iter_mut().filter(|group| group.form.mark != LabelMark::Rule) {
        admitted.extend(group.complete(page));
    }
    if !admitted.is_empty() {
        admitted.sort_by_key(|(row, _)| *row);
        page.admit(&admitted);
    }
}

impl Candidate<'_> {
    fn recurs(&self) -> bool {
        self.known || self.rows.len() > 1
    }
}

impl<'t> Page<'t, '_> {
    /// Treats unusual labels that recur like the others; false if there are too few. For documents without speakers.
    pub(super) fn admit_recurring(&mut self) -> bool {
        let mut lines: HashMap<(LabelForm, String), usize> = HashMap::default();
        for (_, reading) in &self.unusual {
            *lines.entry((reading.form, fold(reading.label))).or_default() += 1;
        }
        let recurs = |(_, reading): &&(usize, LabelReading<'t>)| {
            lines.get(&(reading.form, fold(reading.label))).is_some_and(|lines| *lines > 1)
                && may_be_name(reading.label)
        };
        let admitted: Vec<_> = self.unusual.iter().filter(recurs).copied().collect();
        let enough = !admitted.is_empty() && share(admitted.len(), self.filled) >= FEWEST_ADMITTED;
        if enough {
            self.admit(&admitted);
        }
        enough
    }
}

impl<'t> Group<'t> {
    /// Adds speakers in this form; returns the unusual readings with their rows.
    fn complete(&mut self, page: &Page<'t, '_>) -> Vec<(usize, LabelReading<'t>)> {
        let known: usize = self.tallies_of_speakers().map(|tally| tally.lines).sum();
        let Some(first) = self.first_row().filter(|_| known >= FEWEST && self.names.len() > 1) else {
            return Vec::new();
        };
        let is_other = |(label, tally): (usize, &Tally<'t>)| tally.lines > 1 && !self.names.contains_key(&label);
        let others = self.tallies.iter().enumerate().any(is_other);
        if !others && !page.unusual.iter().any(|(_, reading)| reading.form == self.form) {
            return Vec::new();
        }
        let common = self.common(page, 1);
        let candidates = self.candidates(first, &common, page);
        let rows = self.sequence.iter().filter(|(label, _)| self.names.contains_key(label)).map(|(_, row)| *row);
        let mut begun: HashSet<usize> = rows.collect();
        begun.extend(candidates.iter().filter(|one| one.recurs()).flat_map(|one| &one.rows));
        let places = self.places(page, first, common.shape.fills_line == Some(true));
        let covered = share(begun.len(), places) >= NEARLY_ALL;
        let set_off = known > FEWEST && common.is_distinct();
        let is_added = |one: &Candidate<'t>| {
            let several = one.label.contains(' ') || one.label.trim_end_matches('.').contains('.');
            let once = covered && several && one.tally.is_none() && vocabulary::is_name(one.label);
            (covered || set_off) && (one.recurs() || once)
        };
        let added: Vec<Candidate<'t>> = candidates.into_iter().filter(is_added).collect();
        let admitted: HashSet<usize> = added.iter().flat_map(|one| one.unusual.iter().copied()).collect();
        self.add(added);
        let is_admitted =
            |(row, reading): &&(usize, LabelReading<'t>)| admitted.contains(row) && reading.form == self.form;
        page.unusual.iter().filter(is_admitted).copied().collect()
    }

    /// The labels in the form and shape of the speakers' that are not known to speak, and have a line after `first`.
    fn candidates(&self, first: usize, common: &Common, page: &Page<'t, '_>) -> Vec<Candidate<'t>> {
        let names: HashSet<String> = self.tallies_of_speakers().map(|tally| fold(tally.label)).collect();
        let mut allowed: HashMap<&'t str, bool> = HashMap::default();
        let mut may_speak = |label: &'t str| {
            *allowed.entry(label).or_insert_with(|| {
                let name = vocabulary::without_doubt(label);
                // `M?`, but not `Really?`.
                let is_person =
                    name.len() == label.len() || vocabulary::is_initials(name) || names.contains(&fold(name));
                names.contains(&fold(label)) || is_person && may_be_name(label)
            })
        };
        let mut fits = |row: usize, reading: &LabelReading<'t>| {
            // Beside words, a number may also count the items of a list.
            let may_count = || !reading.shape.fills_line && numeral(vocabulary::without_doubt(reading.label)).is_some();
            reading.form == self.form
                && common.fits_in_shape(reading.shape, page.place(row))
                && !may_count()
                && may_speak(reading.label)
        };
        let others = self.sequence.iter().filter(|(label, _)| !self.names.contains_key(label));
        let usual = others.filter_map(|(label, row)| Some((Some(*label), *row, *self.reading(page, *row)?)));
        let unusual = page.unusual.iter().map(|(row, reading)| (None, *row, *reading));
        let mut found: HashMap<String, Candidate<'t>> = HashMap::default();
        for (tally, row, reading) in usual.chain(unusual).filter(|(_, row, reading)| fits(*row, reading)) {
            let key = fold(reading.label);
            let known = names.contains(&key);
            let one = found.entry(key).or_insert_with(|| Candidate {
                label: reading.label,
                tally,
                rows: Vec::new(),
                unusual: Vec::new(),
                known,
            });
            one.rows.push(row);
            one.unusual.extend(tally.is_none().then_some(row));
        }
        let mut found: Vec<Candidate<'t>> =
            found.into_values().filter(|one| one.rows.iter().any(|row| *row > first)).collect();
        found.sort_by_key(|one| one.rows.first().copied());
        found
    }

    /// The number of places from the first label on that may have one: lines after a blank line, every second line if
    /// the words are below their label, or all lines.
    fn places(&self, page: &Page<'t, '_>, first: usize, fills_line: bool) -> usize {
        let openings = || page.rows.get(first..).unwrap_or_default().iter().filter(|row| row.opens).count();
        match (page.is_spaced(), fills_line) {
            (true, _) => openings(),
            (false, true) => page.filled_from(first) / 2,
            (false, false) => page.filled_from(first),
        }
    }

    fn add(&mut self, candidates: Vec<Candidate<'t>>) {
        for one in candidates.into_iter().filter(|one| !one.known) {
            let label = one.tally.unwrap_or_else(|| {
                self.tallies.push(Tally { lines: one.unusual.len(), ..Tally::new(one.label) });
                self.tallies.len() - 1
            });
            self.sequence.extend(one.unusual.into_iter().map(|row| (label, row)));
            let name = self.tally(label).map_or(one.label, |tally| tally.label);
            self.names.insert(label, name);
        }
        self.sequence.sort_by_key(|(_, row)| *row);
    }
}

/// True unless the words of a label are clearly not a name: sentences, sounds, parts and attributes of documents.
fn may_be_name(label: &str) -> bool {
    if label.chars().count() > LONGEST || label.split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let name = vocabulary::without_doubt(label);
    is_code(name) || !matches!(sense(name), Sense::NoPerson | Sense::Attribute | Sense::Sentence) && !is_sentence(name)
}

fn is_code(label: &str) -> bool {
    vocabulary::is_code(label) || persons::are_likely_initials(label)
}

/// True for words that end with a full stop and are not a name with initials or an abbreviation: `Bof.`, `It was so.`
fn is_sentence(label: &str) -> bool {
    let first = label.split_whitespace().next().and_then(|word| word.strip_suffix('.')).unwrap_or("");
    if first.chars().count() > 1 && (sense(first) == Sense::NoPerson || headwords::is_greeting(first)) {
        return true;
    }
    let lower = label.split_whitespace().skip(1).filter(|word| word.starts_with(char::is_lowercase)).count();
    let Some(stem) = label.strip_suffix('.') else { return lower > 2 };
    let last = stem.rsplit([' ', '’', '\'']).next().unwrap_or(stem);
    let is_initial = last.chars().count() <= 2 && !last.starts_with(char::is_lowercase);
    let is_short = last.contains('.') || is_initial || vocabulary::is_abbreviation(last);
    lower > 2 || !is_short && (stem.contains(' ') || sense(stem) != Sense::Role)
}
