//! A text with its speakers and turns, and how it differs from another one. Detecting speakers takes seconds in a long
//! text: the window asks a reader for it.

use crate::engine::error::Error;
use crate::engine::speech::turns_of;
use crate::model::{
    Cancelled, CharPos, CharRange, NameKey, Origin, ParticipantId, Progress, SourceId, SpeakerMap, SpeakerRole, Speech,
    Styled, TimeMark, Utterance, Voice, same_name,
};
use crate::store::Reads;
use crate::text::{Edits, TextIndex, Turns};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct SpokenText {
    pub text: Arc<str>,
    /// How it was read, with the rule for its speakers.
    pub origin: Origin,
    pub index: TextIndex,
    pub turns: Turns,
}

impl SpokenText {
    /// Detects the turns of a text.
    #[must_use]
    pub fn find(text: Arc<str>, origin: Origin) -> Self {
        let index = TextIndex::new(&text);
        let turns = Turns::find(&text, &index, &origin);
        Self { text, origin, index, turns }
    }

    /// Reads a document.
    pub(in crate::engine) fn read(reads: Reads<'_>, source: SourceId) -> Result<Self, Error> {
        let text: Arc<str> = reads.text(source)?.into();
        let index = TextIndex::new(&text);
        let turns = turns_of(reads, source, &text, &index)?;
        Ok(Self { text, origin: reads.origin(source)?.unwrap_or_default(), index, turns })
    }
}

/// A text that is to replace another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pub before: Arc<str>,
    pub before_origin: Origin,
    pub after: Arc<str>,
    /// How the new text was read; `None` if it is a correction, in which the words keep what they have.
    pub after_origin: Option<Origin>,
}

/// What a replacement changes.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub before: Arc<str>,
    pub edits: Edits,
    pub after: SpokenText,
}

impl Replacement {
    /// Compares the texts.
    ///
    /// # Errors
    /// Fails when cancelled.
    pub fn compare(&self, progress: &Progress) -> Result<Replaced, Cancelled> {
        let edits = Edits::between(&self.before, &self.after);
        progress.checkpoint()?;
        let followed = || corrected_origin(self.before_origin.clone(), &self.before, &self.after, &edits);
        let origin = self.after_origin.clone().unwrap_or_else(followed);
        let (before, after) = (self.before.clone(), SpokenText::find(self.after.clone(), origin));
        Ok(Replaced { before, edits, after })
    }
}

/// Adjusts the properties of a text after a correction: words keep their format, times and speakers; the properties
/// of removed words are dropped. Where the file states the labels, a known one that was typed at the beginning of a line is
/// a label, too.
#[must_use]
pub fn corrected_origin(mut origin: Origin, before: &str, after: &str, edits: &Edits) -> Origin {
    let moved = |s: &Styled| Some(Styled { range: edits.map(s.range)?, style: s.style });
    origin.styles = origin.styles.iter().filter_map(moved).collect();
    origin.styles.sort();
    for time in &mut origin.times {
        time.at = edits.position(time.at);
    }
    // Of several times whose words are gone, the last one applies to the words that follow.
    origin.times.reverse();
    origin.times.dedup_by_key(|time: &mut TimeMark| time.at);
    origin.times.reverse();
    if let Some(labels) = &mut origin.labels {
        let old = TextIndex::new(before);
        let known = labels.iter().map(|&label| NameKey::of(old.slice(before, label)));
        let made = origin.speakers.roles.iter().filter(|(_, role)| **role != SpeakerRole::Nobody);
        let known: HashSet<NameKey> = known.chain(made.map(|(label, _)| NameKey::of(label))).collect();
        *labels = labels.iter().filter_map(|&range| edits.map(range)).collect();
        labels.extend(typed_labels(labels, &known, &old, after, edits));
        labels.sort();
    }
    origin
}

/// Returns the labels with a colon at the beginning of lines that a correction has made, or whose label it has made.
/// `stated`: the labels of the new text that the file states.
fn typed_labels(
    stated: &[CharRange],
    known: &HashSet<NameKey>,
    old: &TextIndex,
    text: &str,
    edits: &Edits,
) -> Vec<CharRange> {
    let begins_line = |at: CharPos| old.paragraphs().iter().any(|line| line.chars.start == at);
    let mut found = Vec::new();
    for line in TextIndex::new(text).paragraphs() {
        let next = stated.partition_point(|label| label.start < line.chars.start);
        if stated.get(next).is_some_and(|label| label.start < line.chars.end) {
            continue;
        }
        let words = text.get(line.byte_start..line.byte_end).unwrap_or_default();
        let Some((label, colon)) = label_at_beginning(words, known) else { continue };
        let at = |place: u32| CharPos(line.chars.start.0 + place);
        let kept: Option<Vec<CharPos>> = (label.start..=colon).map(|place| edits.old_position(at(place))).collect();
        let is_typed = kept.is_none_or(|kept| kept.first().is_none_or(|&first| !begins_line(first)));
        found.extend(is_typed.then(|| CharRange { start: at(label.start), end: at(label.end) }));
    }
    found
}

/// Returns the characters of a known label at the beginning of a line, and the place of the colon behind it.
fn label_at_beginning(line: &str, known: &HashSet<NameKey>) -> Option<(Range<u32>, u32)> {
    // A label may have a colon itself.
    line.char_indices().filter(|(_, c)| matches!(c, ':' | '：')).take(3).find_map(|(colon, _)| {
        let before = line.get(..colon)?;
        let label = before.trim();
        let count = |text: &str| text.chars().count() as u32;
        let start = count(before) - count(before.trim_start());
        known.contains(&NameKey::of(label)).then(|| (start..start + count(label), count(before)))
    })
}

/// A participant whose label was corrected wherever it stood.
pub(in crate::engine) struct Renamed {
    pub participant: ParticipantId,
    pub before: String,
    pub after: String,
}

/// Finds the labels of a map that no longer stand in the text, and all of whose words that are left are said under one new
/// label.
pub(in crate::engine) fn renamed_speakers(map: &SpeakerMap, was: &Speech, is: &Speech, edits: &Edits) -> Vec<Renamed> {
    let has = |speech: &Speech, label: &str| speech.voices.iter().any(|voice| same_name(&voice.label, label));
    let new_label = |label: &str| -> Option<String> {
        let voice = was.voices.iter().position(|voice| same_name(&voice.label, label))?;
        let said = was.utterances.iter().filter(|said| said.voice as usize == voice);
        let left = said.filter_map(|said| edits.map(said.words));
        let now: HashSet<u32> = left.flat_map(|words| is.within(words)).map(|said| said.voice).collect();
        let mut now = now.into_iter();
        let (Some(one), None) = (now.next(), now.next()) else { return None };
        let label = is.voices.get(one as usize)?.label.clone();
        (!has(was, &label) && map.get(&label).is_none()).then_some(label)
    };
    let gone = map.iter().filter(|(label, _)| !has(is, label));
    gone.filter_map(|(label, participant)| {
        Some(Renamed { participant, before: label.to_owned(), after: new_label(label)? })
    })
    .collect()
}

/// Returns the map after a replacement of the text.
fn map_afterwards(map: &SpeakerMap, was: &Speech, is: &Speech, edits: &Edits) -> SpeakerMap {
    let mut afterwards = map.clone();
    for Renamed { participant, before, after } in renamed_speakers(map, was, is, edits) {
        afterwards.set(&before, None);
        afterwards.set(&after, Some(participant));
    }
    afterwards
}

/// Returns the participant of each voice.
fn owners(speech: &Speech, map: &SpeakerMap) -> Vec<Option<ParticipantId>> {
    speech.voices.iter().map(|voice| map.get(&voice.label)).collect()
}

/// Words that stand under another label in another text of the document, where this concerns a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relabelled {
    pub before: String,
    pub after: String,
    /// The participants under these labels, before and afterwards.
    pub was: Option<ParticipantId>,
    pub is: Option<ParticipantId>,
    /// Number of times that the speaker takes the floor with such words.
    pub times: u64,
}

/// Finds the words that a replacement of the text puts under other labels, in the order of the text.
#[must_use]
pub fn relabelled(map: &SpeakerMap, was: &Speech, is: &Speech, edits: &Edits) -> Vec<Relabelled> {
    let (before, afterwards) = (owners(was, map), owners(is, &map_afterwards(map, was, is, edits)));
    let mut counts: Vec<((u32, u32), u64)> = Vec::new();
    for said in &was.utterances {
        let voices: BTreeSet<u32> =
            edits.map(said.words).into_iter().flat_map(|words| is.within(words)).map(|now| now.voice).collect();
        for voice in voices {
            match counts.iter_mut().find(|(known, _)| *known == (said.voice, voice)) {
                Some((_, count)) => *count += 1,
                None => counts.push(((said.voice, voice), 1)),
            }
        }
    }
    let owner = |owners: &[Option<ParticipantId>], voice: u32| owners.get(voice as usize).copied().flatten();
    let change = |((old, new), times): ((u32, u32), u64)| {
        let (from, to) = (&was.voices.get(old as usize)?.label, &is.voices.get(new as usize)?.label);
        let (was, is) = (owner(&before, old), owner(&afterwards, new));
        let concerns = !same_name(from, to) && (was.is_some() || is.is_some());
        concerns.then(|| Relabelled { before: from.clone(), after: to.clone(), was, is, times })
    };
    counts.into_iter().filter_map(change).collect()
}

/// Returns the participants whose words a replacement of the text changes, in the order of the text: their words are
/// others, more or fewer, or become somebody else's. `was` and `is`: what is said before and afterwards.
#[must_use]
pub fn changed_participants(map: &SpeakerMap, was: &Speech, is: &Speech, edits: &Edits) -> Vec<ParticipantId> {
    let (before, afterwards) = (owners(was, map), owners(is, &map_afterwards(map, was, is, edits)));
    let owner = |owners: &[Option<ParticipantId>], said: &Utterance| owners.get(said.voice as usize).copied().flatten();
    let mut changed: Vec<ParticipantId> = Vec::new();
    let mut change = |participants: [Option<ParticipantId>; 2]| {
        for participant in participants.into_iter().flatten() {
            if !changed.contains(&participant) {
                changed.push(participant);
            }
        }
    };
    for said in &was.utterances {
        let speaker = owner(&before, said);
        if edits.changes(said.words) {
            change([speaker, None]);
        }
        for now in edits.map(said.words).into_iter().flat_map(|words| is.within(words)) {
            let now = owner(&afterwards, now);
            if now != speaker {
                change([speaker, now]);
            }
        }
    }
    for said in edits.list().iter().flat_map(|edit| is.within(edit.new)) {
        change([owner(&afterwards, said), None]);
    }
    changed
}

/// Returns the labels that a replacement of the text adds, and that are neither a participant's nor an interviewer's. `was`
/// and `is`: what is said before and afterwards.
#[must_use]
pub fn new_strangers<'s>(map: &SpeakerMap, was: &Speech, is: &'s Speech, edits: &Edits) -> Vec<&'s str> {
    let renamed = renamed_speakers(map, was, is, edits);
    let is_known = |voice: &Voice| {
        let label = &voice.label;
        was.voices.iter().any(|known| same_name(&known.label, label))
            || map.get(label).is_some()
            || renamed.iter().any(|one| same_name(&one.after, label))
    };
    let strangers = is.voices.iter().filter(|voice| !voice.asks && !is_known(voice));
    strangers.map(|voice| voice.label.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn participants_whose_words_change_are_named_and_nobody_else() {
        let old = "MOD: Who?\nAna: I did.\nBen: Me too.\nCy: Not me.\nAna: So.\nBen: Yes.\nCy: No.\nMOD: Right.\n";
        let (ana, ben, cy) = (ParticipantId(1), ParticipantId(2), ParticipantId(3));
        let map: SpeakerMap =
            [("Ana", ana), ("Ben", ben), ("Cy", cy)].map(|(label, id)| (label.to_owned(), id)).into_iter().collect();
        for (new, expected) in [
            (old.replace("I did", "I left"), vec![ana]),
            (old.replace("Who?", "Who left?"), vec![]),
            // The label is corrected wherever it stands; then only once.
            (old.replace("Ana:", "Anna:"), vec![]),
            (old.replacen("Ben: Me", "Cy: Me", 1), vec![ben, cy]),
            (old.replace("Me too.", "Me too. I did."), vec![ben]),
            (old.replace("Cy: Not me.\n", ""), vec![cy]),
            (old.replace("Me too.\n", "Me too.\nCy: Never.\n"), vec![cy]),
            (old.to_owned(), vec![]),
        ] {
            let edits = Edits::between(old, &new);
            let speech = |text: &str| crate::text::speech(text, &Origin::default());
            assert_eq!(changed_participants(&map, &speech(old), &speech(&new), &edits), expected, "{new}");
        }
    }

    #[test]
    fn new_labels_of_nobody_are_named() {
        let old = "MOD: Who?\nAna: I did.\nBen: Me too.\nAna: So.\nBen: Yes.\nMOD: Right.\nCy: Hm.\n";
        let map: SpeakerMap =
            [("Ana", 1), ("Ben", 2)].map(|(label, id)| (label.to_owned(), ParticipantId(id))).into_iter().collect();
        for (new, expected) in [
            (old.to_owned(), vec![]),
            // Nobody's label was there before; the other one is Ben's, corrected.
            (old.replace("Ben: Yes", "Cy: Yes"), vec![]),
            (old.replace("Ben:", "Benn:"), vec![]),
            (old.replace("MOD: Right.", "Moderator: Right."), vec![]),
            (old.replace("Ben: Yes.", "Bne: Yes."), vec!["Bne"]),
        ] {
            let mut origin = Origin::default();
            for label in ["Ana", "Ben", "Benn", "Cy", "Bne"] {
                origin.speakers.roles.insert(label.into(), SpeakerRole::Speaker);
            }
            let speech = |text: &str| crate::text::speech(text, &origin);
            let (was, is) = (speech(old), speech(&new));
            assert_eq!(new_strangers(&map, &was, &is, &Edits::between(old, &new)), expected, "{new}");
        }
    }

    #[test]
    fn times_and_labels_follow_their_words() {
        let (old, new) = ("Ana: so we\nBen: left\nAna: then", "Anna: we\nBen: left");
        let mark = |at, millis| TimeMark { at: CharPos(at), millis };
        let origin = Origin {
            times: vec![mark(0, 1), mark(11, 2), mark(21, 3)],
            labels: Some(vec![CharRange::new(0, 3), CharRange::new(11, 14), CharRange::new(21, 24)]),
            ..Origin::default()
        };
        let origin = corrected_origin(origin, old, new, &Edits::between(old, new));
        assert_eq!(origin.labels, Some(vec![CharRange::new(0, 4), CharRange::new(9, 12)]));
        assert_eq!(origin.times, [mark(0, 1), mark(9, 2), mark(18, 3)]);
    }

    #[test]
    fn a_known_label_that_is_typed_at_the_beginning_of_a_line_is_a_label() {
        // The second line of Ana's is none that the file states.
        let old = "Ana: so we left\nBen: yes, Ana: said so\nAna: quoted\nAna: then\n";
        let index = TextIndex::new(old);
        let labels: Vec<CharRange> = [0, 16, 51].map(|at| CharRange::new(at, at + 3)).into();
        assert!(labels.iter().all(|&label| ["Ana", "Ben"].contains(&index.slice(old, label))));
        let mut origin = Origin { labels: Some(labels), ..Origin::default() };
        origin.speakers.roles.insert("Cy".into(), SpeakerRole::Speaker);
        origin.speakers.roles.insert("Note".into(), SpeakerRole::Nobody);
        for (new, expected) in [
            (old.to_owned(), "ABA"),
            (old.replace("left\n", "left\nBen: no\n"), "ABBA"),
            (old.replace("left\n", "left\nBen：no\n"), "ABBA"),
            (format!("{old}  Cy : me\n"), "ABAC"),
            (format!("Ana: hm\n{old}"), "AABA"),
            // The line is divided before words that were there.
            (old.replace("yes, Ana", "yes,\nAna"), "ABAA"),
            (old.replace("so we", "so\nBen: we"), "ABBA"),
            (old.replace("quoted", "quoting"), "ABA"),
            (old.replace("Ana: quoted", "Ben: quoted"), "ABBA"),
            // Nobody knows these; nothing is detected.
            (old.replace("left\n", "left\nDan: no\nNote: yes\nand Ben: too\n"), "ABA"),
            (old.replace("Ana: then", "Ben: then"), "ABB"),
            (old.replace("Ben: yes", "yes"), "AA"),
        ] {
            let edits = Edits::between(old, &new);
            let origin = corrected_origin(origin.clone(), old, &new, &edits);
            let index = TextIndex::new(&new);
            let found: String =
                origin.labels.iter().flatten().filter_map(|&label| index.slice(&new, label).chars().next()).collect();
            assert_eq!(found, expected, "{new}");
            let speech = crate::text::speech(&new, &origin);
            assert_eq!(speech.utterances.len(), expected.len(), "{new}");
        }
    }
}
