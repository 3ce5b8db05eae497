//! How another text of a document changes who speaks.

pub use super::spoken::Relabelled;

use super::spoken::{changed_participants, new_strangers, relabelled};
use crate::model::{ParticipantId, SpeakerMap, Study};
use crate::text::{Edits, TextIndex, Turns};
use crate::tr;
use std::collections::HashMap;

/// What a replacement of a document's text changes for its speakers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerChanges {
    /// Those whose words are others, more or fewer, in the order of the text. None unless speakers are participants.
    pub participants: Vec<ParticipantId>,
    /// New labels that are neither a participant's nor an interviewer's. None unless speakers are participants.
    pub strangers: Vec<String>,
    /// Words that stand under other labels. None unless speakers are participants.
    pub relabelled: Vec<Relabelled>,
    /// The speakers with more or fewer turns, in the order of the new text; removed speakers last.
    pub turns: Vec<TurnChange>,
}

/// A speaker with more or fewer turns than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnChange {
    pub label: String,
    /// Number of turns before; 0 if this was no speaker.
    pub was: u64,
    /// Number of turns afterwards; 0 if this is no longer a speaker.
    pub now: u64,
}

impl SpeakerChanges {
    /// `was` and `is`: the turns before and afterwards, each with the index of its text.
    #[must_use]
    pub fn between(map: &SpeakerMap, was: (&Turns, &TextIndex), is: (&Turns, &TextIndex), edits: &Edits) -> Self {
        let turns = turn_changes(was.0, is.0);
        if map.is_empty() {
            return Self { turns, ..Self::default() };
        }
        let (was, is) = (was.0.speech(was.1), is.0.speech(is.1));
        let strangers = new_strangers(map, &was, &is, edits).into_iter().map(str::to_owned).collect();
        let relabelled = relabelled(map, &was, &is, edits);
        Self { participants: changed_participants(map, &was, &is, edits), strangers, relabelled, turns }
    }

    /// True if nothing changes for the speakers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Relabelled {
    /// Says whose words these were and are: `in 2 places, words of “Man 1” are now under “Man 2”, still Peter`.
    #[must_use]
    pub fn described(&self, study: &Study) -> String {
        let Self { before, after, was, is, times } = self;
        let times = *times;
        let name = |id: &Option<ParticipantId>| {
            let known = id.and_then(|id| study.participant(id));
            known.map_or_else(|| tr!("who a speaker is" => "nobody").to_owned(), |known| known.name.clone())
        };
        if was == is {
            return tr!(
                "in {n} place, words of “{before}” are now under “{after}”, still {participant}"
                    | "in {n} places, words of “{before}” are now under “{after}”, still {participant}" % times,
                before,
                after,
                participant = name(is)
            );
        }
        tr!(
            "in {n} place, words of “{before}” ({was}) are now under “{after}” ({is})"
                | "in {n} places, words of “{before}” ({was}) are now under “{after}” ({is})" % times,
            before,
            after,
            was = name(was),
            is = name(is)
        )
    }
}

impl std::fmt::Display for TurnChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { label, was, now } = self;
        f.write_str(&match (*was, *now) {
            (was, 0) => tr!(
                "{speaker}: no longer a speaker, previously {n} turn"
                    | "{speaker}: no longer a speaker, previously {n} turns" % was,
                speaker = label
            ),
            (0, now) => tr!(
                "{speaker}: {n} turn, previously not a speaker"
                    | "{speaker}: {n} turns, previously not a speaker" % now,
                speaker = label
            ),
            (was, now) => tr!(
                "{speaker}: {n} turn, previously {was}" | "{speaker}: {n} turns, previously {was}" % now,
                speaker = label,
                was
            ),
        })
    }
}

fn turns_by_label(turns: &Turns) -> HashMap<&str, u64> {
    let mut counts = HashMap::new();
    for speaker in turns.turns().iter().filter_map(|turn| turns.speakers().get(turn.speaker)) {
        *counts.entry(speaker.label.as_str()).or_default() += 1;
    }
    counts
}

fn turn_changes(old: &Turns, new: &Turns) -> Vec<TurnChange> {
    let (before, afterwards) = (turns_by_label(old), turns_by_label(new));
    let change = |label: &String| {
        let count = |counts: &HashMap<&str, u64>| counts.get(label.as_str()).copied().unwrap_or(0);
        TurnChange { label: label.clone(), was: count(&before), now: count(&afterwards) }
    };
    let spoken = new.speakers().iter().map(|speaker| change(&speaker.label)).filter(|one| one.now > 0);
    let removed = old.speakers().iter().map(|speaker| change(&speaker.label)).filter(|one| one.now == 0);
    spoken.chain(removed).filter(|one| one.was != one.now).collect()
}
