//! Codings with their ids replaced by indices into the study's lists, so that counting needs no look-ups.

use crate::model::{Accounts, CharRange, Fact, Source, Speech, Speeches, Study};
use std::collections::HashMap;
use std::ops::Range;

/// Used instead of an index where there is none.
pub(super) const NONE: u32 = u32::MAX;

/// What is tabulated.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The codings by the requested coders. They are best sorted by code, document, start and end; any other order gives
    /// the same numbers but is slower. A coding whose code or document is not in the study is in no cell.
    pub facts: &'a [Fact],
    /// What is said in the documents whose speakers are participants, and in all documents if the table is about
    /// speakers. In one that is missing here, nobody says anything.
    pub speeches: &'a Speeches,
    /// Whose experience the codings are about, where it is stated.
    pub accounts: &'a Accounts,
    /// The study has only the participants whom a filter keeps: passages that belong to none of them are left out.
    pub is_filtered: bool,
}

impl<'a> Material<'a> {
    /// Codings of a study that no filter narrows, and none of whose documents has a map of speakers.
    #[must_use]
    pub fn of(facts: &'a [Fact]) -> Self {
        static NOTHING_SAID: Speeches = Speeches::new();
        static NOTHING_STATED: Accounts = Accounts::new();
        Self { facts, speeches: &NOTHING_SAID, accounts: &NOTHING_STATED, is_filtered: false }
    }
}

/// What each coding is divided into before anything is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Division {
    /// Nothing: it counts whole.
    Whole,
    /// The participants who speak in it.
    ByParticipant,
    /// The speakers, whether or not they are participants.
    BySpeaker,
}

/// Codings with the indices of their documents and codes, and whose they are.
///
/// A *share* is a coding as far as it is one participant's, or one speaker's if the table is about speakers: a passage in
/// which several speak has several. A coding that belongs to nobody has one share, without a participant or speaker.
/// Shares are in the order of the codings.
pub(super) struct Indexed<'a> {
    pub facts: &'a [Fact],
    /// Whose experience the codings are about, where it is stated.
    pub accounts: &'a Accounts,
    /// Per coding: index of its document in `Study::sources`. [`NONE`] when the study lacks its document or its
    /// code.
    pub source: Vec<u32>,
    /// Per coding: index of its code in codebook order. [`NONE`] when the study lacks its document or its code.
    pub code: Vec<u32>,
    /// Per document: index of its participant in `Study::participants`, or [`NONE`].
    participant: Vec<u32>,
    /// Number of documents.
    pub sources: usize,
    /// Number of participants.
    pub participants: usize,
    /// `None`: each coding is one share, that of its document's participant.
    shares: Option<Shares>,
    /// Number of codings that belong only to participants whom the filter excludes.
    pub excluded: usize,
    /// Per document: what is said, and whose; `None` where codings are not divided.
    spoken: Vec<Option<Spoken<'a>>>,
    /// The speakers of all documents who say something, if codings are divided by speaker: the index of the document and
    /// the label.
    pub speakers: Vec<(u32, &'a str)>,
}

/// Shares where they differ from codings.
#[derive(Default)]
struct Shares {
    /// Per share: its coding.
    fact: Vec<u32>,
    /// Per share: index of its participant, or [`NONE`].
    participant: Vec<u32>,
    /// Per share: index of its speaker in [`Indexed::speakers`], or [`NONE`]; empty unless divided by speaker.
    speaker: Vec<u32>,
}

/// Who speaks under a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Person {
    /// Index in `Study::participants`, or [`NONE`].
    participant: u32,
    /// Index in [`Indexed::speakers`], or [`NONE`] unless divided by speaker.
    speaker: u32,
}

impl Person {
    const NOBODY: Self = Self { participant: NONE, speaker: NONE };
}

/// What is said in a document whose codings are divided.
struct Spoken<'a> {
    speech: Option<&'a Speech>,
    /// Per voice.
    persons: Vec<Person>,
    /// Whose a coding is in which none of these persons speaks: index in `Study::participants`, or [`NONE`].
    otherwise: u32,
    /// By [`Self::STEP`] code points: the first utterance that ends behind the beginning of the step.
    steps: Vec<u32>,
}

impl<'a> Spoken<'a> {
    const STEP: u32 = 64;

    fn new(speech: Option<&'a Speech>, persons: Vec<Person>, otherwise: u32) -> Self {
        let utterances = speech.map_or(&[][..], |speech| &speech.utterances);
        let mut steps = Vec::new();
        for (number, utterance) in (0_u32..).zip(utterances) {
            while steps.len() as u64 * u64::from(Self::STEP) < u64::from(utterance.words.end.0) {
                steps.push(number);
            }
        }
        Self { speech, persons, otherwise, steps }
    }

    /// Calls `take` with the speaker and the words of each utterance that shares a code point with the range.
    fn each(&self, range: CharRange, mut take: impl FnMut(Person, CharRange)) {
        let Some(speech) = self.speech else { return };
        let Some(&from) = self.steps.get((range.start.0 / Self::STEP) as usize) else { return };
        for utterance in speech.utterances.get(from as usize..).unwrap_or(&[]) {
            if utterance.words.start >= range.end {
                break;
            }
            if utterance.words.end > range.start {
                take(self.persons.get(utterance.voice as usize).copied().unwrap_or(Person::NOBODY), utterance.words);
            }
        }
    }
}

impl<'a> Indexed<'a> {
    /// `division`: what rows, columns or numbers refer to.
    pub fn new(study: &Study, material: &Material<'a>, division: Division) -> Self {
        let facts = material.facts;
        let participants = Places::new(study.participants.iter().map(|c| c.id.0));
        let sources = Places::new(study.sources.iter().map(|s| s.id.0));
        let codes = Places::new(study.codebook.codes().iter().map(|c| c.id.0));
        let participant =
            study.sources.iter().map(|s| s.participant.map_or(NONE, |id| participants.of(id.0))).collect();
        let (mut source, mut code) = (Vec::with_capacity(facts.len()), Vec::with_capacity(facts.len()));
        for fact in facts {
            let (of_source, of_code) = (sources.of(fact.source.0), codes.of(fact.code.0));
            let known = of_source != NONE && of_code != NONE;
            source.push(if known { of_source } else { NONE });
            code.push(if known { of_code } else { NONE });
        }
        let mut indexed = Self {
            facts,
            accounts: material.accounts,
            source,
            code,
            participant,
            sources: study.sources.len(),
            participants: study.participants.len(),
            shares: None,
            excluded: 0,
            spoken: Vec::new(),
            speakers: Vec::new(),
        };
        let has_maps = study.sources.iter().any(|source| !source.speakers.is_empty());
        let is_divided = division == Division::ByParticipant || material.is_filtered;
        if division == Division::BySpeaker || is_divided && has_maps {
            let by_speaker = division == Division::BySpeaker;
            for (number, source) in (0_u32..).zip(&study.sources) {
                let spoken = indexed.spoken_in(number, source, material, &participants, by_speaker);
                indexed.spoken.push(spoken);
            }
            indexed.share(division, material.is_filtered);
        }
        indexed
    }

    /// Returns what is said in a document, and lists its speakers if codings are divided by speaker: all who say something,
    /// or those whom a filter keeps.
    fn spoken_in(
        &mut self,
        number: u32,
        source: &Source,
        material: &Material<'a>,
        participants: &Places,
        by_speaker: bool,
    ) -> Option<Spoken<'a>> {
        let is_mapped = !source.speakers.is_empty();
        if !is_mapped && !by_speaker {
            return None;
        }
        let speech = material.speeches.get(&source.id);
        let otherwise = if is_mapped { NONE } else { self.participant.get(number as usize).copied().unwrap_or(NONE) };
        let mut speaks = vec![false; speech.map_or(0, |speech| speech.voices.len())];
        for utterance in speech.iter().flat_map(|speech| &speech.utterances) {
            speaks[utterance.voice as usize] = true;
        }
        let mut persons = Vec::with_capacity(speaks.len());
        for (voice, speaks) in speech.iter().flat_map(|speech| &speech.voices).zip(speaks) {
            let of_map = || source.speakers.get(&voice.label).map_or(NONE, |id| participants.of(id.0));
            let mut person = Person { participant: if is_mapped { of_map() } else { otherwise }, speaker: NONE };
            let is_kept = !material.is_filtered || person.participant != NONE;
            if by_speaker && speaks && is_kept {
                person.speaker = u32::try_from(self.speakers.len()).unwrap_or(NONE);
                self.speakers.push((number, voice.label.as_str()));
            }
            persons.push(person);
        }
        Some(Spoken::new(speech, persons, otherwise))
    }

    /// Finds the shares of all codings.
    fn share(&mut self, division: Division, is_filtered: bool) {
        let by_speaker = division == Division::BySpeaker;
        let mut shares = Shares::default();
        shares.fact.reserve(self.facts.len());
        shares.participant.reserve(self.facts.len());
        for (number, (fact, &source)) in (0_u32..).zip(self.facts.iter().zip(&self.source)) {
            if source == NONE {
                continue;
            }
            let Some(spoken) = self.spoken.get(source as usize).and_then(Option::as_ref) else {
                let participant = self.participant.get(source as usize).copied().unwrap_or(NONE);
                shares.push(number, Person { participant, speaker: NONE }, by_speaker);
                continue;
            };
            let first = shares.fact.len();
            spoken.each(fact.range, |person, _| {
                let is_meant = match by_speaker {
                    true => person.participant != NONE || !is_filtered,
                    false => person.participant != NONE,
                };
                let known = if by_speaker { &shares.speaker[first..] } else { &shares.participant[first..] };
                if is_meant && !known.contains(&if by_speaker { person.speaker } else { person.participant }) {
                    shares.push(number, person, by_speaker);
                }
            });
            if shares.fact.len() == first {
                if is_filtered && spoken.otherwise == NONE {
                    self.excluded += 1;
                } else {
                    shares.push(number, Person { participant: spoken.otherwise, speaker: NONE }, by_speaker);
                }
            }
        }
        self.shares = Some(shares);
    }

    /// True if a coding may have any number of shares.
    pub fn has_shares(&self) -> bool {
        self.shares.is_some()
    }

    /// Returns the number of shares.
    pub fn len(&self) -> usize {
        self.shares.as_ref().map_or(self.facts.len(), |shares| shares.fact.len())
    }

    /// Returns the coding of a share.
    pub fn fact(&self, share: u32) -> u32 {
        self.shares.as_ref().map_or(share, |shares| shares.fact.get(share as usize).copied().unwrap_or(NONE))
    }

    /// Returns the index of a share's participant in `Study::participants`, or [`NONE`].
    pub fn participant(&self, share: u32) -> u32 {
        match &self.shares {
            Some(shares) => shares.participant.get(share as usize).copied().unwrap_or(NONE),
            None => {
                let source = self.source.get(share as usize).copied().unwrap_or(NONE);
                self.participant.get(source as usize).copied().unwrap_or(NONE)
            }
        }
    }

    /// Returns the index of a share's speaker in [`Self::speakers`], or [`NONE`].
    pub fn speaker(&self, share: u32) -> u32 {
        self.shares.as_ref().and_then(|shares| shares.speaker.get(share as usize)).copied().unwrap_or(NONE)
    }

    /// Returns the shares of every coding whose document and code the study has, coding by coding.
    pub fn known(&self) -> impl Iterator<Item = Coded> + '_ {
        let mut next = 0_u32;
        (0_u32..).zip(self.source.iter().zip(&self.code)).filter_map(move |(fact, (&source, &code))| {
            let first = next;
            let shares = match &self.shares {
                None => fact..fact + 1,
                Some(shares) => {
                    while shares.fact.get(next as usize) == Some(&fact) {
                        next += 1;
                    }
                    first..next
                }
            };
            (source != NONE && !shares.is_empty()).then_some(Coded { fact, source, code, shares })
        })
    }

    /// Calls `take` with each part of a text that counts towards a share.
    pub fn each_part(&self, share: u32, mut take: impl FnMut(CharRange)) {
        let fact = self.fact(share);
        let Some(range) = self.facts.get(fact as usize).map(|fact| fact.range) else { return };
        let person = Person { participant: self.participant(share), speaker: self.speaker(share) };
        let by_speaker = person.speaker != NONE;
        let source = self.source.get(fact as usize).copied().unwrap_or(NONE);
        let spoken = self.spoken.get(source as usize).and_then(Option::as_ref);
        match spoken.filter(|spoken| by_speaker || person.participant != spoken.otherwise) {
            None => take(range),
            Some(spoken) => spoken.each(range, |of, words| {
                if if by_speaker { of.speaker == person.speaker } else { of.participant == person.participant } {
                    take(CharRange { start: words.start.max(range.start), end: words.end.min(range.end) });
                }
            }),
        }
    }
}

impl Shares {
    fn push(&mut self, fact: u32, person: Person, by_speaker: bool) {
        self.fact.push(fact);
        self.participant.push(person.participant);
        if by_speaker {
            self.speaker.push(person.speaker);
        }
    }
}

/// A coding whose document and code the study has.
pub(super) struct Coded {
    pub fact: u32,
    /// Index of its document.
    pub source: u32,
    /// Index of its code.
    pub code: u32,
    /// At least one.
    pub shares: Range<u32>,
}

/// Maps row ids to list indices. Ids are usually small numbers, and then this is an array; hashing for each of a
/// million codings would cost more than the counting.
struct Places {
    dense: Vec<u32>,
    sparse: HashMap<i64, u32>,
}

impl Places {
    fn new(ids: impl ExactSizeIterator<Item = i64>) -> Self {
        let limit = ids.len().saturating_mul(8).max(1 << 12);
        let mut places = Self { dense: vec![], sparse: HashMap::new() };
        for (id, place) in ids.zip(0..) {
            match usize::try_from(id).ok().filter(|&id| id < limit) {
                Some(id) => {
                    if places.dense.len() <= id {
                        places.dense.resize(id + 1, NONE);
                    }
                    places.dense[id] = place;
                }
                None => _ = places.sparse.insert(id, place),
            }
        }
        places
    }

    fn of(&self, id: i64) -> u32 {
        match usize::try_from(id).ok().and_then(|id| self.dense.get(id)) {
            Some(&place) if place != NONE => place,
            _ if self.sparse.is_empty() => NONE,
            _ => self.sparse.get(&id).copied().unwrap_or(NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NONE, Places};

    #[test]
    fn ids_of_any_size_have_their_place() {
        let ids = [7_i64, 0, i64::MAX, -3, 4095, 4096];
        let places = Places::new(ids.into_iter());
        for (id, place) in ids.into_iter().zip(0..) {
            assert_eq!(places.of(id), place, "{id}");
        }
        assert_eq!((places.of(1), places.of(-1), places.of(9999)), (NONE, NONE, NONE));
    }
}
