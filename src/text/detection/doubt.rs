//! Turns that may be another person's: a label that is not known to be a speaker, a label without its sign, and labels
//! within a line.

use super::common::Common;
use super::page::Page;
use super::{Detected, fold, is_telling};
use crate::model::hashing::{HashMap, HashSet};
use crate::text::headwords;
use crate::text::labels::{LabelForm, LabelMark, LabelReading};
use crate::text::persons;
use crate::text::things;
use crate::text::vocabulary::{self, Sense};

/// The longest label that is doubted, in characters.
const LONGEST: usize = 32;
/// The most colons of a line after which a label is looked for.
const MOST_WITHIN: usize = 20;
const COLONS: [char; 2] = [':', '：'];

impl<'t> Page<'t, '_> {
    /// Adds those before a colon whom the transcriber could not identify: `[inaudible speaker]:`. They may speak once,
    /// and in brackets where the others have none.
    pub(super) fn add_unidentified(&self, speakers: &mut HashMap<String, &'t str>) {
        if speakers.is_empty() {
            return;
        }
        // A label is mostly one of those before.
        let mut seen: HashSet<&'t str> = HashSet::default();
        for reading in self.readings.iter().filter(|reading| reading.form.mark == LabelMark::Colon) {
            if seen.insert(reading.label) && things::is_unidentified(reading.label) {
                speakers.entry(fold(reading.label)).or_insert(reading.label);
            }
        }
    }

    /// A reading of a line in a form of the document's labels whose label may be a person, although it is not a known
    /// speaker.
    pub(super) fn doubted(&self, row: usize, forms: &[LabelForm], common: &Common) -> Option<LabelReading<'t>> {
        let place = self.place(row);
        let is_open = |reading: &&LabelReading<'t>| {
            let known = forms.iter().any(|form| {
                *form == reading.form || form.mark == LabelMark::Colon && reading.form.mark == LabelMark::Colon
            });
            known && common.fits_beside_time(reading.shape, place) && may_be_person(reading)
        };
        self.of(row).iter().find(is_open).copied()
    }

    /// `P2 So we went`, where `P2` is a speaker and the words of others begin with capitals too.
    pub(super) fn without_sign(&self, row: usize, speakers: &HashMap<String, &'t str>) -> Option<LabelReading<'t>> {
        let line = self.rows.get(row)?.line;
        let first = line.split(' ').next().filter(|first| first.len() < line.len() && first.len() < LONGEST)?;
        let second = line.get(first.len() + 1..)?.split(' ').next()?;
        let both = line.get(..first.len() + 1 + second.len())?;
        let is_code =
            |label: &str| label.starts_with(char::is_alphabetic) && label.ends_with(|c: char| c.is_ascii_digit());
        let label = [both, first].into_iter().find(|label| is_code(label) && speakers.contains_key(&fold(label)))?;
        let remainder = line.get(label.len()..)?.strip_prefix(' ')?;
        let prefix = u32::try_from(label.chars().count() + 1).ok()?;
        remainder.starts_with(char::is_uppercase).then(|| LabelReading::given(label, prefix, None))
    }

    /// True if a known label with a colon follows a sentence within a line.
    pub(super) fn has_label_within(&self, row: usize, prefix: u32, speakers: &HashMap<String, &'t str>) -> bool {
        let Some(line) = self.rows.get(row).map(|row| row.line) else { return false };
        // A character has at least one byte.
        if !line.as_bytes().get(prefix as usize..).is_some_and(may_have_colon) {
            return false;
        }
        let start = line.char_indices().nth(prefix as usize).map_or(line.len(), |(byte, _)| byte);
        let remainder = line.get(start..).unwrap_or("");
        remainder.match_indices(COLONS).take(MOST_WITHIN).any(|(at, _)| {
            let before = remainder.get(..at).unwrap_or("");
            let last = before.rfind(['.', '?', '!', '…', '。', '？', '！', ']', ')', '"', '”']);
            let label = last.and_then(|last| {
                let mark = before.get(last..)?.chars().next()?;
                before.get(last + mark.len_utf8()..)
            });
            label
                .map(str::trim)
                .is_some_and(|label| !label.is_empty() && label.len() < LONGEST && speakers.contains_key(&fold(label)))
        })
    }
}

/// False for most texts without one of the [`COLONS`]: the last two bytes of a character tell it from most others.
fn may_have_colon(text: &[u8]) -> bool {
    text.contains(&b':') || !text.is_ascii() && text.array_windows().any(|pair| *pair == [0xbc, 0x9a])
}

/// The labels in a talk of two that begin one line, between a line of who is asked and one of the other: `Sugar: we had
/// none.` may be a part of the answer.
pub(super) fn single_words<'t>(found: &Detected<'t>) -> Vec<&'t str> {
    if found.names.len() < 3 {
        return Vec::new();
    }
    let lines = found.lines.iter().skip(found.header).flatten();
    let spoken: Vec<(&LabelReading<'t>, &'t str)> =
        lines.filter_map(|reading| Some((reading, *found.names.get(reading.label)?))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::default();
    for (_, name) in &spoken {
        *counts.entry(name).or_default() += 1;
    }
    if counts.values().filter(|count| **count > 1).count() != 2 {
        return Vec::new();
    }
    let recurs = |name: &str| counts.get(name).is_some_and(|count| *count > 1);
    let is_word = |label: &str| {
        vocabulary::sense(label) == Sense::Open && label.chars().all(char::is_alphabetic) && !persons::is_shouted(label)
    };
    let single = spoken.windows(3).filter_map(|lines| match lines {
        [(_, before), (reading, name), (_, behind)] => {
            let between = recurs(before) && recurs(behind) && before != behind && !vocabulary::is_asking(before);
            let may_be_word = !recurs(name) && reading.form.mark == LabelMark::Colon && is_word(reading.label);
            (between && may_be_word).then_some(reading.label)
        }
        _ => None,
    });
    single.collect()
}

/// True for a label that may be a person's, or a word that is used like one.
fn may_be_person(reading: &LabelReading<'_>) -> bool {
    let label = reading.label;
    let telling = is_telling(reading.form);
    if label.chars().count() > LONGEST {
        return false;
    }
    let word = !label.contains(' ') || headwords::is_remark(label);
    let number = label.len() < 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    match vocabulary::sense(label) {
        Sense::Role => true,
        Sense::Open if reading.form.mark == LabelMark::Alone => persons::are_likely_initials(label),
        Sense::Open => {
            let set_off = reading.shape.heading || reading.shape.bold == 1 || telling && reading.form.open.is_some();
            set_off || vocabulary::is_name(label)
        }
        Sense::NoPerson | Sense::Attribute => telling && (word || number || reading.form.open.is_some()),
        Sense::Phrase | Sense::Sentence => false,
    }
}
