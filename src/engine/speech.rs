//! What is said in documents whose speakers are participants: read where it is stored, otherwise found in the text.

use super::error::Error;
use super::project::Project;
use crate::analysis::LeftOutReason;
use crate::model::{CharRange, Fact, Origin, ParticipantId, Source, SourceId, Speech, Speeches, SpokenBy, Study};
use crate::store::{DocumentProgress, PackedSpeech, Reads, StoredSpeech};
use crate::text::{self, TextIndex, Turns};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Documents in which who speaks matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Documents {
    /// Those that have a map of speakers.
    Mapped,
    All,
}

/// Returns what is said in documents of the study.
pub(in crate::engine) fn speeches(reads: Reads<'_>, study: &Study, documents: Documents) -> Result<Speeches, Error> {
    Ok(stored_speeches(reads, study, documents)?.read())
}

/// What is said in documents, as far as it is stored not yet taken apart: another thread may do that.
pub(in crate::engine) struct StoredSpeeches {
    /// In the order of the documents' ids.
    stored: Vec<(SourceId, StoredSpeech)>,
    /// In documents for which nothing is stored.
    found: Speeches,
}

impl StoredSpeeches {
    pub fn read(self) -> Speeches {
        let stored = self.stored.iter().map(|(source, speech)| (*source, speech.read()));
        stored.chain(self.found).collect()
    }

    /// Returns what is said in a document that was asked for.
    pub fn get(&self, source: SourceId) -> Option<Cow<'_, Speech>> {
        match self.stored.binary_search_by_key(&source, |(source, _)| *source) {
            Ok(place) => self.stored.get(place).map(|(_, speech)| Cow::Owned(speech.read())),
            Err(_) => self.found.get(&source).map(Cow::Borrowed),
        }
    }
}

/// Reads what is said in documents of the study.
pub(in crate::engine) fn stored_speeches(
    reads: Reads<'_>,
    study: &Study,
    documents: Documents,
) -> Result<StoredSpeeches, Error> {
    let is_meant = |source: &&Source| documents == Documents::All || !source.speakers.is_empty();
    let mut missing: HashSet<SourceId> = study.sources.iter().filter(is_meant).map(|source| source.id).collect();
    let stored = if missing.is_empty() { vec![] } else { reads.speeches(|source| missing.contains(&source))? };
    stored.iter().for_each(|(source, _)| _ = missing.remove(source));
    let found = missing.into_iter().map(|source| Ok((source, found(reads, source)?)));
    Ok(StoredSpeeches { stored, found: found.collect::<Result<_, Error>>()? })
}

/// Whose passages are: in a document with a map of speakers, those of all mapped participants of whose words they contain
/// at least one code point; in others, the document's participant's.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::engine) struct WhoseWords {
    documents: HashMap<SourceId, Owner>,
}

#[derive(Debug, PartialEq, Eq)]
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
        Ok(Self::of(study, speeches(reads, study, Documents::Mapped)?))
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

    /// Returns how many code points each participant says in a document with a map of speakers.
    pub fn said(&self, source: SourceId) -> HashMap<ParticipantId, u64> {
        let mut said = HashMap::new();
        if let Some(Owner::Speakers { speech, participants }) = self.documents.get(&source) {
            for utterance in &speech.utterances {
                if let Some(participant) = participants.get(utterance.voice as usize).copied().flatten() {
                    *said.entry(participant).or_default() += u64::from(utterance.words.len());
                }
            }
        }
        said
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

/// Tells passages apart by whether interviewers or others say them.
pub(in crate::engine) struct SpokenWords {
    wanted: SpokenBy,
    /// Of all documents, unless everything is wanted.
    speeches: Speeches,
}

impl SpokenWords {
    pub fn read(reads: Reads<'_>, study: &Study, wanted: SpokenBy) -> Result<Self, Error> {
        let speeches = match wanted {
            SpokenBy::All => Speeches::new(),
            SpokenBy::Participants | SpokenBy::Interviewer => speeches(reads, study, Documents::All)?,
        };
        Ok(Self { wanted, speeches })
    }

    /// True if a document may have passages that are not left out.
    pub fn has_words_in(&self, source: SourceId) -> bool {
        let voices = self.speeches.get(&source).map_or(&[][..], |speech| &speech.voices);
        match self.wanted {
            SpokenBy::All => true,
            SpokenBy::Participants => voices.is_empty() || voices.iter().any(|voice| !voice.asks),
            SpokenBy::Interviewer => voices.iter().any(|voice| voice.asks),
        }
    }

    /// Whose words are wanted.
    pub fn wanted(&self) -> SpokenBy {
        self.wanted
    }

    /// Returns why a passage is left out; `None` if it is not.
    pub fn excludes(&self, fact: &Fact) -> Option<LeftOutReason> {
        self.leaves_out(fact.source, fact.range)
    }

    /// Returns why a passage with these words would be left out; `None` if it would not.
    pub fn leaves_out(&self, source: SourceId, range: CharRange) -> Option<LeftOutReason> {
        let speech = self.speeches.get(&source);
        let (asked, answered) = speech.map_or((false, false), |speech| speech.asked_and_answered(range));
        match self.wanted {
            SpokenBy::All => None,
            SpokenBy::Participants if answered || speech.is_none_or(|speech| speech.voices.is_empty()) => None,
            SpokenBy::Participants if asked => Some(LeftOutReason::Interviewer),
            SpokenBy::Interviewer if answered => Some(LeftOutReason::NotInterviewer),
            SpokenBy::Interviewer if asked => None,
            SpokenBy::Participants | SpokenBy::Interviewer => Some(LeftOutReason::Unspoken),
        }
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
        progress.said.extend(whose.said(source.id).into_iter().map(|(who, count)| ((source.id, who), count)));
        for fact in reads.facts_of(source.id)?.iter().filter(|fact| Some(fact.user) != study.consensus()) {
            for participant in whose.participants(fact.source, fact.range) {
                *progress.by_speaker.entry(participant).or_default() += 1;
            }
        }
    }
    Ok(progress)
}

/// Returns what is said in a document.
pub(in crate::engine) fn speech_of(reads: Reads<'_>, source: SourceId) -> Result<Speech, Error> {
    match reads.speech(source)? {
        Some(stored) => Ok(stored),
        None => found(reads, source),
    }
}

fn found(reads: Reads<'_>, source: SourceId) -> Result<Speech, Error> {
    Ok(text::speech(&reads.text(source)?, &reads.origin(source)?.unwrap_or_default()))
}

/// Returns the turns of a document that has this text and index: read if they are stored, otherwise found in the text.
pub(in crate::engine) fn turns_of(
    reads: Reads<'_>,
    source: SourceId,
    text: &str,
    index: &TextIndex,
) -> Result<Turns, Error> {
    match stored_turns(reads, source, index)? {
        Some(stored) => Ok(stored),
        None => Ok(Turns::find(text, index, &reads.origin(source)?.unwrap_or_default())),
    }
}

/// Returns the turns of a document that has this index, if they are stored.
pub(in crate::engine) fn stored_turns(
    reads: Reads<'_>,
    source: SourceId,
    index: &TextIndex,
) -> Result<Option<Turns>, Error> {
    Ok(reads.turns(source)?.filter(|turns| turns.fit(index)))
}

/// The speakers of texts with more characters are found by a thread of their own: it takes too long for the next command
/// to wait.
const LONG: u32 = 500_000;

/// The speakers of a long text, which are being found.
pub(super) struct Finding {
    source: SourceId,
    thread: JoinHandle<PackedSpeech>,
}

impl Finding {
    fn begin(reads: Reads<'_>, source: SourceId) -> Result<Self, Error> {
        let (text, origin) = (reads.text(source)?, reads.origin(source)?.unwrap_or_default());
        let work = move || in_text(&text, &origin);
        let thread = std::thread::Builder::new().name("pullquote-speakers".to_owned()).spawn(work);
        Ok(Self { source, thread: thread.map_err(|why| Error::NoThread { why })? })
    }
}

fn in_text(text: &str, origin: &Origin) -> PackedSpeech {
    let index = TextIndex::new(text);
    let turns = Turns::find(text, &index, origin);
    PackedSpeech::of(&turns.speech(&index), &turns)
}

/// The documents whose turns and speech are to be stored.
#[derive(Default)]
pub(super) struct Unstored {
    /// `None` if this is to be read.
    documents: Option<Vec<SourceId>>,
    finding: Option<Finding>,
}

impl Unstored {
    /// None, until documents change.
    pub fn none() -> Self {
        Self { documents: Some(Vec::new()), finding: None }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.finding.is_none() && self.documents.as_ref().is_some_and(Vec::is_empty)
    }
}

impl Project {
    /// Stores turns and speech of documents for which they are missing, for as long as `time` lasts.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub(super) fn store_speech(&self, unstored: &mut Unstored, time: Duration) -> Result<(), Error> {
        let begun = Instant::now();
        let documents = match &mut unstored.documents {
            Some(documents) => documents,
            None => unstored.documents.insert(self.reads().without_turns()?),
        };
        while begun.elapsed() < time {
            if let Some(finding) = unstored.finding.take_if(|finding| finding.thread.is_finished()) {
                if let Ok(found) = finding.thread.join() {
                    self.store.keep_speech(finding.source, &found)?;
                }
                continue;
            }
            let Some(source) = documents.pop_if(|_| unstored.finding.is_none()) else { break };
            if self.reads().turns(source)?.is_some() {
                continue;
            }
            match self.reads().document(source)? {
                (_, characters) if characters > LONG => {
                    unstored.finding = Some(Finding::begin(self.reads(), source)?);
                }
                _ => self.find_and_store(source)?,
            }
        }
        Ok(())
    }

    /// Stores what is said in documents with a map of speakers, where a change left nothing that counts.
    ///
    /// # Errors
    /// When the file cannot be read or written. Nothing is lost then: what is said is found when it is needed.
    pub(super) fn keep_speech(&self) -> Result<(), Error> {
        self.find_and_store_all(self.reads().without_speech()?)
    }

    /// Stores what is said in all documents, and their turns, where a change left nothing that counts.
    ///
    /// # Errors
    /// As [`Self::keep_speech`].
    pub(super) fn keep_turns(&self) -> Result<(), Error> {
        self.find_and_store_all(self.reads().without_turns()?)
    }

    fn find_and_store_all(&self, sources: Vec<SourceId>) -> Result<(), Error> {
        if sources.is_empty() {
            return Ok(());
        }
        self.store.at_once(|| sources.into_iter().try_for_each(|source| self.find_and_store(source)))
    }

    fn find_and_store(&self, source: SourceId) -> Result<(), Error> {
        let (text, origin) = (self.reads().text(source)?, self.reads().origin(source)?.unwrap_or_default());
        Ok(self.store.keep_speech(source, &in_text(&text, &origin))?)
    }

    /// Stores what was found in documents before they were stored, each in the state in which it is now.
    ///
    /// # Errors
    /// As [`Self::keep_speech`].
    pub(super) fn keep_found<'f>(
        &self,
        found: impl Iterator<Item = (SourceId, &'f PackedSpeech)>,
    ) -> Result<(), Error> {
        let mut found = found;
        self.store.at_once(|| found.try_for_each(|(source, found)| Ok(self.store.keep_speech(source, found)?)))
    }
}
