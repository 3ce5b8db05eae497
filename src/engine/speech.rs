//! What is said in documents whose speakers are participants: read where it is stored, otherwise found in the text.

use super::error::Error;
use super::project::Project;
use crate::model::{CharRange, ParticipantId, Source, SourceId, SpeakerRule, Speech, Speeches, Study};
use crate::store::{DocumentProgress, Reads};
use crate::text::{self, is_asking};
use std::collections::HashMap;

/// Returns what is said in all documents of the study that have a map of speakers.
pub(in crate::engine) fn speeches(reads: Reads<'_>, study: &Study) -> Result<Speeches, Error> {
    let mut speeches = Speeches::new();
    for source in study.sources.iter().filter(|source| !source.speakers.is_empty()) {
        let stored = reads.speech(source.id)?;
        speeches.insert(source.id, stored.map_or_else(|| found(reads, source.id), Ok)?);
    }
    Ok(speeches)
}

/// Whose passages are: in a document with a map of speakers, those of all mapped participants of whose words they contain
/// at least one code point; in others, the document's participant's.
pub(in crate::engine) struct WhoseWords {
    documents: HashMap<SourceId, Owner>,
}

enum Owner {
    Document(Option<ParticipantId>),
    Speakers {
        speech: Speech,
        /// Per voice.
        participants: Vec<Option<ParticipantId>>,
    },
}

impl WhoseWords {
    pub fn read(reads: Reads<'_>, study: &Study) -> Result<Self, Error> {
        Ok(Self::of(study, speeches(reads, study)?))
    }

    /// `speeches`: what is said in the documents with a map.
    pub fn of(study: &Study, mut speeches: Speeches) -> Self {
        let mut owner = |source: &Source| match speeches.remove(&source.id) {
            None => Owner::Document(source.participant),
            Some(speech) => {
                let participants = speech.voices.iter().map(|voice| source.speakers.get(&voice.label)).collect();
                Owner::Speakers { speech, participants }
            }
        };
        Self { documents: study.sources.iter().map(|source| (source.id, owner(source))).collect() }
    }

    /// Calls `take` with every participant of a passage; with one who speaks several times in it, several times.
    pub fn each(&self, source: SourceId, range: CharRange, mut take: impl FnMut(ParticipantId)) {
        match self.documents.get(&source) {
            None => {}
            Some(Owner::Document(participant)) => participant.iter().copied().for_each(take),
            Some(Owner::Speakers { speech, participants }) => {
                for said in speech.within(range) {
                    participants.get(said.voice as usize).copied().flatten().into_iter().for_each(&mut take);
                }
            }
        }
    }

    /// Returns the participants of a passage, in the order in which they speak.
    pub fn participants(&self, source: SourceId, range: CharRange) -> Vec<ParticipantId> {
        let mut found = Vec::new();
        self.each(source, range, |participant| {
            if !found.contains(&participant) {
                found.push(participant);
            }
        });
        found
    }
}

/// Returns the progress of the work on documents, with the passages of participants who speak in them.
pub(in crate::engine) fn document_progress(reads: Reads<'_>) -> Result<DocumentProgress, Error> {
    let mut progress = reads.document_progress()?;
    let study = reads.study()?;
    if study.sources.iter().all(|source| source.speakers.is_empty()) {
        return Ok(progress);
    }
    let whose = WhoseWords::read(reads, &study)?;
    for source in study.sources.iter().filter(|source| !source.speakers.is_empty()) {
        for fact in reads.facts_of(source.id)?.iter().filter(|fact| Some(fact.user) != study.consensus()) {
            for participant in whose.participants(fact.source, fact.range) {
                *progress.by_speaker.entry(participant).or_default() += 1;
            }
        }
    }
    Ok(progress)
}

/// Finds out what is said in a document.
fn found(reads: Reads<'_>, source: SourceId) -> Result<Speech, Error> {
    Ok(text::speech(&reads.text(source)?, &reads.origin(source)?.unwrap_or_default()))
}

/// Makes these labels speakers, whatever detection finds.
pub(in crate::engine) fn include<'l>(rule: &mut SpeakerRule, labels: impl Iterator<Item = &'l str>) {
    // A single letter may be a participant's initial.
    rule.include(labels, |label| is_asking(label) && label.chars().count() > 1);
}

impl Project {
    /// Stores what is said in documents with a map of speakers, where a change left nothing that counts.
    ///
    /// # Errors
    /// When the file cannot be read or written. Nothing is lost then: what is said is found when it is needed.
    pub(super) fn keep_speech(&self) -> Result<(), Error> {
        for source in self.reads().without_speech()? {
            self.store.keep_speech(source, &found(self.reads(), source)?)?;
        }
        Ok(())
    }
}
