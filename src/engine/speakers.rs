//! Who speaks in the project's documents, and who they are: for those who state it.

use super::error::Error;
use super::import::Namesakes;
use super::speech::turns_of;
use crate::model::{ParticipantId, Progress, SourceId, SpeakerEntry, SpeakerIs, Study, same_name};
use crate::store::Reads;
use crate::text::{TextIndex, Turns, include_speakers, is_generic, is_nobody_among, one_line, shortened};
use std::collections::{HashMap, HashSet};

/// Characters shown of a speaker's first words.
const FIRST: usize = 60;

/// The speakers of a document, in order of appearance; those of its map that the text does not have come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSpeakers {
    pub source: SourceId,
    pub speakers: Vec<LabelledSpeaker>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledSpeaker {
    /// As written in the text.
    pub label: String,
    /// Number of turns; 0 if the text does not have the label.
    pub turns: u32,
    /// Number of code points that the speaker says.
    pub characters: u64,
    pub first_words: String,
    pub asks: bool,
    /// Who it is.
    pub participant: Option<ParticipantId>,
    /// The participant with this name; `None` for labels that may mean anybody, and for people who are none.
    pub alike: Option<ParticipantId>,
}

/// Returns the speakers of these documents.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub(super) fn document_speakers(
    reads: Reads<'_>,
    sources: &[SourceId],
    progress: &Progress,
) -> Result<Vec<DocumentSpeakers>, Error> {
    let study = reads.study()?;
    let namesakes = Namesakes::new(&study);
    let mut documents = Vec::with_capacity(sources.len());
    for (done, &source) in sources.iter().enumerate() {
        progress.step(done as u64, sources.len() as u64)?;
        documents.push(DocumentSpeakers { source, speakers: speakers(reads, &study, &namesakes, source)? });
    }
    Ok(documents)
}

fn speakers(
    reads: Reads<'_>,
    study: &Study,
    namesakes: &Namesakes<'_>,
    source: SourceId,
) -> Result<Vec<LabelledSpeaker>, Error> {
    let text = reads.text(source)?;
    let index = TextIndex::new(&text);
    let turns = turns_of(reads, source, &text, &index)?;
    let speech = turns.speech(&index);
    let map = study.source(source).map(|source| &source.speakers);
    let mut counts = vec![0; turns.speakers().len()];
    for turn in turns.turns() {
        counts.get_mut(turn.speaker).into_iter().for_each(|count| *count += 1);
    }
    let mut found: Vec<LabelledSpeaker> = turns
        .speakers()
        .iter()
        .enumerate()
        .map(|(place, speaker)| {
            let label = speaker.label.as_str();
            let others = || turns.speakers().iter().map(|other| other.label.as_str());
            let is_person = !speaker.asks && !is_nobody_among(label, others()) && !is_generic(label);
            let alike = namesakes.find(label).filter(|_| is_person);
            LabelledSpeaker {
                label: label.to_owned(),
                turns: counts.get(place).copied().unwrap_or_default(),
                characters: 0,
                first_words: String::new(),
                asks: speaker.asks,
                participant: map.and_then(|map| map.get(label)),
                alike: alike.and_then(|name| study.participant_named(name)).map(|participant| participant.id),
            }
        })
        .collect();
    for said in &speech.utterances {
        let Some(speaker) = found.get_mut(said.voice as usize) else { continue };
        if speaker.characters == 0 {
            let start = index.byte_of(&text, said.words.start);
            let words: String = text.get(start..).unwrap_or("").chars().take(said.words.len() as usize).collect();
            speaker.first_words = shortened(&one_line(&words), FIRST);
        }
        speaker.characters += u64::from(said.words.len());
    }
    for (label, participant) in map.into_iter().flat_map(|map| map.iter()) {
        if !found.iter().any(|speaker| same_name(&speaker.label, label)) {
            found.push(LabelledSpeaker {
                label: label.to_owned(),
                turns: 0,
                characters: 0,
                first_words: String::new(),
                asks: false,
                participant: Some(participant),
                alike: None,
            });
        }
    }
    Ok(found)
}

/// Returns those of these participants who are in no document once the speakers are as these entries state.
#[must_use]
pub fn in_no_document(study: &Study, entries: &[SpeakerEntry], participants: &[ParticipantId]) -> Vec<ParticipantId> {
    let mut by_source: HashMap<SourceId, Vec<&SpeakerEntry>> = HashMap::new();
    let mut present: HashSet<ParticipantId> = HashSet::new();
    for entry in entries {
        by_source.entry(entry.source).or_default().push(entry);
        present.extend(match &entry.who {
            SpeakerIs::Participant(id) => Some(*id),
            SpeakerIs::Named(name) => study.participant_named(name.trim()).map(|known| known.id),
            SpeakerIs::Nobody | SpeakerIs::Interviewer => None,
        });
    }
    for source in &study.sources {
        let stated = by_source.get(&source.id).map_or(&[][..], Vec::as_slice);
        let is_restated = |label: &str| stated.iter().any(|entry| same_name(&entry.label, label));
        present.extend(
            source.speakers.iter().filter(|(label, _)| !is_restated(label)).map(|(_, participant)| participant),
        );
        // A document whose speakers are participants belongs to no participant as a whole.
        present.extend(source.participant.filter(|_| !stated.iter().any(|entry| entry.who.is_participant())));
    }
    participants.iter().copied().filter(|participant| !present.contains(participant)).collect()
}

/// Returns which of these labels the text does not have, even if they are made speakers.
///
/// # Errors
/// Fails when the project cannot be read.
pub(super) fn missing_labels(reads: Reads<'_>, source: SourceId, labels: &[String]) -> Result<Vec<String>, Error> {
    let (text, mut origin) = (reads.text(source)?, reads.origin(source)?.unwrap_or_default());
    include_speakers(&mut origin.speakers, labels.iter().map(String::as_str));
    let turns = Turns::find(&text, &TextIndex::new(&text), &origin);
    let is_missing = |label: &&String| !turns.speakers().iter().any(|speaker| same_name(&speaker.label, label));
    Ok(labels.iter().filter(is_missing).cloned().collect())
}
