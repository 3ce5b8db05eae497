//! A text with its speakers and turns, and how it differs from another one. Detecting speakers takes seconds in a long
//! text: the window asks a reader for it.

use crate::model::{
    Cancelled, Origin, ParticipantId, Progress, SpeakerMap, Speech, Styled, TimeMark, Utterance, same_name,
};
use crate::text::{Edits, TextIndex, Turns};
use std::collections::HashSet;
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
        let followed = || corrected_origin(self.before_origin.clone(), &edits);
        let origin = self.after_origin.clone().unwrap_or_else(followed);
        let (before, after) = (self.before.clone(), SpokenText::find(self.after.clone(), origin));
        Ok(Replaced { before, edits, after })
    }
}

/// Adjusts the properties of a text after a correction: words keep their format, times and speakers; the properties
/// of removed words are dropped.
#[must_use]
pub fn corrected_origin(mut origin: Origin, edits: &Edits) -> Origin {
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
        *labels = labels.iter().filter_map(|&range| edits.map(range)).collect();
    }
    origin
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

/// Returns the participants whose words a replacement of the text changes, in the order of the text: their words are
/// others, more or fewer, or become somebody else's. `was` and `is`: what is said before and afterwards.
#[must_use]
pub fn changed_participants(map: &SpeakerMap, was: &Speech, is: &Speech, edits: &Edits) -> Vec<ParticipantId> {
    let mut map_afterwards = map.clone();
    for Renamed { participant, before, after } in renamed_speakers(map, was, is, edits) {
        map_afterwards.set(&before, None);
        map_afterwards.set(&after, Some(participant));
    }
    let owners = |speech: &Speech, map: &SpeakerMap| -> Vec<Option<ParticipantId>> {
        speech.voices.iter().map(|voice| map.get(&voice.label)).collect()
    };
    let (before, afterwards) = (owners(was, map), owners(is, &map_afterwards));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CharPos, CharRange};

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
    fn times_and_labels_follow_their_words() {
        let (old, new) = ("Ana: so we\nBen: left\nAna: then", "Anna: we\nBen: left");
        let mark = |at, millis| TimeMark { at: CharPos(at), millis };
        let origin = Origin {
            times: vec![mark(0, 1), mark(11, 2), mark(21, 3)],
            labels: Some(vec![CharRange::new(0, 3), CharRange::new(11, 14), CharRange::new(21, 24)]),
            ..Origin::default()
        };
        let origin = corrected_origin(origin, &Edits::between(old, new));
        assert_eq!(origin.labels, Some(vec![CharRange::new(0, 4), CharRange::new(9, 12)]));
        assert_eq!(origin.times, [mark(0, 1), mark(9, 2), mark(18, 3)]);
    }
}
