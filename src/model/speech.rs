//! Who says the words of a document, and which participants its speakers are.

use super::names::{is_key, key};
use super::{CharRange, ParticipantId, SourceId, find_named, same_name};
use crate::tr;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The participants who speak in a document, by the label of their turns. Several labels may be one participant.
/// Labels are compared as people see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerMap(Vec<(String, ParticipantId)>);

impl SpeakerMap {
    /// True if the document has no map: then all its words are its participant's.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the participant who speaks under a label.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<ParticipantId> {
        find_named(&self.0, label, |(known, _)| known).map(|(_, participant)| *participant)
    }

    /// Returns a label as it is written in the map.
    #[must_use]
    pub fn known_label(&self, label: &str) -> Option<&str> {
        find_named(&self.0, label, |(known, _)| known).map(|(known, _)| known.as_str())
    }

    /// States who speaks under a label, in place of what was known; `None`: nobody who is a participant.
    pub fn set(&mut self, label: &str, participant: Option<ParticipantId>) {
        let known = self.0.iter_mut().find(|(known, _)| same_name(known, label));
        match (known, participant) {
            (Some(entry), Some(participant)) => entry.1 = participant,
            (None, Some(participant)) => self.0.push((label.to_owned(), participant)),
            (_, None) => self.0.retain(|(known, _)| !same_name(known, label)),
        }
    }

    /// Labels and participants, in the order in which they were added.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, ParticipantId)> {
        self.0.iter().map(|(label, participant)| (label.as_str(), *participant))
    }

    /// True if the participant speaks in the document.
    #[must_use]
    pub fn has(&self, participant: ParticipantId) -> bool {
        self.0.iter().any(|(_, known)| *known == participant)
    }
}

impl FromIterator<(String, ParticipantId)> for SpeakerMap {
    fn from_iter<I: IntoIterator<Item = (String, ParticipantId)>>(entries: I) -> Self {
        let entries: Vec<(String, ParticipantId)> = entries.into_iter().collect();
        // Most labels are their own keys, and no two are the same.
        let is_apart = |place: usize| entries.iter().take(place).all(|(known, _)| *known != entries[place].0);
        if entries.iter().all(|(label, _)| is_key(label)) && (0..entries.len()).all(is_apart) {
            return Self(entries);
        }
        let keys: Vec<Cow<'_, str>> = entries.iter().map(|(label, _)| key(label)).collect();
        let first = |place: usize| keys.iter().position(|known| *known == keys[place]).unwrap_or(place);
        let firsts: Vec<usize> = (0..keys.len()).map(first).collect();
        let mut map: Vec<(String, ParticipantId)> = Vec::with_capacity(entries.len());
        let mut places = vec![0; entries.len()];
        for (at, ((label, participant), first)) in entries.into_iter().zip(firsts).enumerate() {
            if first == at {
                places[at] = map.len();
                map.push((label, participant));
            } else {
                map[places[first]].1 = participant;
            }
        }
        Self(map)
    }
}

/// Whom a speaker is to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SpeakerChoice {
    /// A participant of their own.
    New,
    /// A new participant with this name, who may speak under other labels, too.
    Named(String),
    /// The participant with this name.
    Known(String),
    /// Nobody who is a participant.
    Nobody,
}

/// Who speaks under a label of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerEntry {
    pub source: SourceId,
    pub label: String,
    pub who: SpeakerIs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerIs {
    /// Nobody who is a participant.
    Nobody,
    /// An interviewer, who is no participant either.
    Interviewer,
    Participant(ParticipantId),
    /// The participant with this name, who is added if there is none.
    Named(String),
}

impl SpeakerIs {
    #[must_use]
    pub fn is_participant(&self) -> bool {
        matches!(self, Self::Participant(_) | Self::Named(_))
    }
}

/// A speaker of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The label as written in the text.
    pub label: String,
    /// Whether this is an interviewer.
    pub asks: bool,
}

/// Words that one speaker says without a label or another speaker in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Not empty. Begins after the label, with its colon, time and white space, and ends before the line end that
    /// closes the block.
    pub words: CharRange,
    /// Index in [`Speech::voices`].
    pub voice: u32,
}

/// Who says which words of a document. Labels, and the line ends before them, are said by nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    pub voices: Vec<Voice>,
    /// Sorted and disjoint.
    pub utterances: Vec<Utterance>,
}

impl Speech {
    /// Returns the utterances that share a code point with a range.
    #[must_use]
    pub fn within(&self, range: CharRange) -> &[Utterance] {
        let from = self.utterances.partition_point(|utterance| utterance.words.end <= range.start);
        let rest = self.utterances.get(from..).unwrap_or(&[]);
        let until = rest.iter().take_while(|utterance| utterance.words.start < range.end).count();
        rest.get(..until).unwrap_or(&[])
    }

    /// Returns whether interviewers, and whether others, say something in a range.
    #[must_use]
    pub fn asked_and_answered(&self, range: CharRange) -> (bool, bool) {
        let asks = |said: &Utterance| self.voices.get(said.voice as usize).is_some_and(|voice| voice.asks);
        let said = self.within(range);
        (said.iter().any(asks), said.iter().any(|said| !asks(said)))
    }
}

/// Whose words passages contain that are counted or listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum SpokenBy {
    /// Anybody's, or nobody's.
    #[default]
    All,
    /// Words of at least one speaker who is not an interviewer; also all passages of documents without speakers.
    Participants,
    /// Words of interviewers and of no other speaker.
    Interviewer,
}

impl SpokenBy {
    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the name in messages and on screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => tr!("whose words" => "anybody"),
            Self::Participants => tr!("whose words" => "participants"),
            Self::Interviewer => tr!("whose words" => "the interviewer only"),
        }
    }
}

/// What is said in documents that have been read for it.
pub type Speeches = BTreeMap<SourceId, Speech>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_looked_up_as_people_see_them() {
        let mut map: SpeakerMap =
            [("Woman  4".to_owned(), ParticipantId(1)), ("woman 4".to_owned(), ParticipantId(2))].into_iter().collect();
        map.set("Jose\u{301}", Some(ParticipantId(3)));
        assert_eq!(
            (map.get("Woman 4"), map.get("Jos\u{e9}"), map.get("Man 1")),
            (Some(ParticipantId(1)), Some(ParticipantId(3)), None)
        );
        assert_eq!((map.len(), map.has(ParticipantId(2)), map.has(ParticipantId(9))), (3, true, false));
        map.set("Woman 4", None);
        assert_eq!((map.get("Woman 4"), map.len()), (None, 2));
    }

    #[test]
    fn an_utterance_is_within_a_range_if_they_share_a_code_point() {
        let say = |start, end, voice| Utterance { words: CharRange::new(start, end), voice };
        let speech = Speech { voices: vec![], utterances: vec![say(3, 8, 0), say(12, 13, 1), say(20, 30, 0)] };
        let voices = |start, end| -> Vec<u32> {
            speech.within(CharRange::new(start, end)).iter().map(|utterance| utterance.voice).collect()
        };
        assert_eq!((voices(0, 3), voices(0, 4), voices(7, 13)), (vec![], vec![0], vec![0, 1]));
        assert_eq!((voices(8, 12), voices(13, 20), voices(0, 99)), (vec![], vec![], vec![0, 1, 0]));
    }
}
