//! Codings with their ids replaced by indices into the study's lists, so that counting needs no look-ups.

use super::shares::{Owner, Shares};
use super::spoken::Spoken;
use crate::model::{Accounts, CharRange, CodeId, Fact, Source, Speeches, Study};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// From this number of codings on, several threads divide them.
const MANY: usize = 100_000;
/// The codings are read from memory so fast that more threads would wait for it.
const MOST_THREADS: usize = 4;

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
    /// The study has only the documents that a filter keeps.
    pub some_documents: bool,
    /// The codes that rows and columns are about; `None`: all. The codings have no others.
    pub codes: Option<&'a HashSet<CodeId>>,
}

impl<'a> Material<'a> {
    /// Codings of a study that no filter narrows, and none of whose documents has a map of speakers.
    #[must_use]
    pub fn of(facts: &'a [Fact]) -> Self {
        static NOTHING_SAID: Speeches = Speeches::new();
        static NOTHING_STATED: Accounts = Accounts::new();
        Self {
            facts,
            speeches: &NOTHING_SAID,
            accounts: &NOTHING_STATED,
            is_filtered: false,
            some_documents: false,
            codes: None,
        }
    }
}

/// What each coding is divided into before anything is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Division {
    /// Nothing: it counts whole.
    Whole,
    /// The participants who speak in it.
    ByParticipant,
    /// The participants who speak in it, and the whole of it for the group in which several speak.
    ByParticipantAndGroup,
    /// The speakers, whether or not they are participants.
    BySpeaker,
}

/// Codings with the indices of their documents and codes, and whose they are.
///
/// A *share* is a coding as far as it is one participant's, or one speaker's if the table is about speakers: a passage in
/// which several speak has several. A coding that belongs to nobody has one share, without a participant or speaker; if groups
/// count codings as a whole, each coding of a group has such a share behind its others.
/// Shares are in the order of the codings.
pub(super) struct Indexed<'a> {
    pub facts: &'a [Fact],
    /// Whose experience the codings are about, where it is stated.
    pub accounts: &'a Accounts,
    /// The study has only the documents that a filter keeps.
    pub some_documents: bool,
    /// The codes that rows and columns are about; `None`: all.
    codes: Option<&'a HashSet<CodeId>>,
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
    /// Whether a coding belongs only to participants whom the filter excludes.
    excludes: bool,
    /// What the shares are.
    division: Division,
    /// Groups count their codings as a whole, not what their participants say in them.
    pub groups_count_whole: bool,
    /// The study has only the participants whom a filter keeps.
    is_filtered: bool,
    /// Whose words the documents contain: participants by their index in `Study::participants`, or speakers by theirs in
    /// `speakers`. Empty if codings are not divided.
    spoken: Spoken,
    /// The speakers of all documents who say something, if codings are divided by speaker: the index of the document and
    /// the label.
    pub speakers: Vec<(u32, &'a str)>,
    /// Per speaker: index of the participant, or [`NONE`].
    participant_of_speaker: Vec<u32>,
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
            some_documents: material.some_documents,
            codes: material.codes,
            source,
            code,
            participant,
            sources: study.sources.len(),
            participants: study.participants.len(),
            shares: None,
            excludes: false,
            division,
            groups_count_whole: false,
            is_filtered: material.is_filtered,
            spoken: Spoken::default(),
            speakers: Vec::new(),
            participant_of_speaker: Vec::new(),
        };
        let has_maps = study.sources.iter().any(|source| !source.speakers.is_empty());
        let is_divided = division != Division::Whole || material.is_filtered;
        if division == Division::BySpeaker || is_divided && has_maps {
            for (number, source) in (0_u32..).zip(&study.sources) {
                indexed.add_speech(number, source, material.speeches, &participants);
            }
            indexed.share();
            // If a filter keeps only some participants, the row of a document counts their words, and so does its group.
            if division == Division::ByParticipantAndGroup && !material.is_filtered {
                indexed.add_wholes(study);
            }
        }
        indexed
    }

    /// True if rows and columns are about all codes.
    pub fn codes_are_all(&self) -> bool {
        self.codes.is_none()
    }

    /// True if they are about this code.
    pub fn is_about(&self, code: CodeId) -> bool {
        self.codes.is_none_or(|codes| codes.contains(&code))
    }

    /// Adds what is said in the next document, and lists its speakers if codings are divided by speaker: all who say
    /// something, or those whom a filter keeps.
    fn add_speech(&mut self, number: u32, source: &Source, speeches: &'a Speeches, participants: &Places) {
        let by_speaker = self.division == Division::BySpeaker;
        let is_mapped = !source.speakers.is_empty();
        if !is_mapped && !by_speaker {
            self.spoken.push_whole();
            return;
        }
        let speech = speeches.get(&source.id);
        let otherwise = if is_mapped { NONE } else { self.participant.get(number as usize).copied().unwrap_or(NONE) };
        let mut speaks = vec![false; speech.map_or(0, |speech| speech.voices.len())];
        for utterance in speech.iter().flat_map(|speech| &speech.utterances) {
            speaks[utterance.voice as usize] = true;
        }
        let mut persons = Vec::with_capacity(speaks.len());
        for (voice, speaks) in speech.iter().flat_map(|speech| &speech.voices).zip(speaks) {
            let of_map = || source.speakers.get(&voice.label).map_or(NONE, |id| participants.of(id.0));
            let participant = if is_mapped { of_map() } else { otherwise };
            let is_kept = !self.is_filtered || participant != NONE;
            persons.push(match by_speaker {
                false => participant,
                true if speaks && is_kept => {
                    self.speakers.push((number, voice.label.as_str()));
                    self.participant_of_speaker.push(participant);
                    u32::try_from(self.speakers.len() - 1).unwrap_or(NONE)
                }
                true => NONE,
            });
        }
        self.spoken.push(speech, otherwise, |voice| persons.get(voice).copied().unwrap_or(NONE));
    }

    /// Finds the shares of all codings. Codings are divided independently, so large numbers of them are divided by several
    /// threads.
    fn share(&mut self) {
        let threads = match self.facts.len() {
            ..MANY => 1,
            _ => std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS),
        };
        let part = self.facts.len().div_ceil(threads).max(1);
        let this = &*self;
        let shares_from = |first: usize| {
            let end = (first + part).min(this.facts.len());
            this.shares_of(first..end)
        };
        let parts = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|one| scope.spawn(move || shares_from(one * part))).collect();
            let mut parts = vec![shares_from(0)];
            for other in others {
                // A thread that panicked has no result; the panic goes on here.
                parts.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            parts
        });
        let (mut all, mut excludes) = (Shares::default(), false);
        for (shares, more) in parts {
            all.append(shares);
            excludes |= more;
        }
        self.shares = Some(all);
        self.excludes = excludes;
    }

    /// Gives the codings of groups a share that is the whole coding.
    fn add_wholes(&mut self, study: &Study) {
        let is_group: Vec<bool> = study.sources.iter().map(Source::is_group).collect();
        let source = |coding: u32| self.source.get(coding as usize).copied().unwrap_or(NONE);
        let shares = self.shares.take();
        self.shares = shares
            .map(|shares| shares.with_wholes(|coding| is_group.get(source(coding) as usize).copied().unwrap_or(false)));
        self.groups_count_whole = true;
    }

    /// Returns the shares of some of the codings, and whether the filter excludes any of these.
    fn shares_of(&self, codings: Range<usize>) -> (Shares, bool) {
        let mut excludes = false;
        let by_speaker = self.division == Division::BySpeaker;
        let shares = Shares::of(codings, &self.source, self.sources, by_speaker, |coding, owners| {
            let before = owners.len();
            self.owners(coding, owners);
            excludes |= owners.len() == before;
        });
        (shares, excludes)
    }

    /// Appends those whose a coding is: nobody if the filter excludes it.
    fn owners(&self, coding: usize, owners: &mut Vec<Owner>) {
        let source = self.source[coding];
        let Some(otherwise) = self.spoken.otherwise(source) else {
            let participant = self.participant.get(source as usize).copied().unwrap_or(NONE);
            owners.push(Owner { participant, speaker: NONE });
            return;
        };
        let first = owners.len();
        self.spoken.each(source, self.facts[coding].range, |person, _| {
            let owner = self.owner(person);
            if !owners[first..].contains(&owner) {
                owners.push(owner);
            }
        });
        if owners.len() == first && !(self.is_filtered && otherwise == NONE) {
            owners.push(Owner { participant: otherwise, speaker: NONE });
        }
    }

    /// Returns whose the words of a person are.
    fn owner(&self, person: u32) -> Owner {
        match self.division {
            Division::BySpeaker => {
                let participant = self.participant_of_speaker.get(person as usize).copied().unwrap_or(NONE);
                Owner { participant, speaker: person }
            }
            Division::Whole | Division::ByParticipant | Division::ByParticipantAndGroup => {
                Owner { participant: person, speaker: NONE }
            }
        }
    }

    /// True if a coding may have any number of shares.
    pub fn has_shares(&self) -> bool {
        self.shares.is_some()
    }

    /// Returns the codings that belong only to participants whom the filter excludes.
    pub fn excluded(&self) -> Vec<u32> {
        let Some(shares) = self.shares.as_ref().filter(|_| self.excludes) else { return vec![] };
        let mut with_shares = shares.fact.iter().copied().peekable();
        let mut has_share = |fact: u32| {
            let mut found = false;
            while with_shares.next_if_eq(&fact).is_some() {
                found = true;
            }
            found
        };
        let known = (0_u32..).zip(&self.source).filter(|(_, source)| **source != NONE);
        known.map(|(fact, _)| fact).filter(|fact| !has_share(*fact)).collect()
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
        let (participant, speaker) = (self.participant(share), self.speaker(share));
        let by_speaker = speaker != NONE;
        let source = self.source.get(fact as usize).copied().unwrap_or(NONE);
        match self.spoken.otherwise(source).filter(|otherwise| by_speaker || participant != *otherwise) {
            None => take(range),
            Some(_) => self.spoken.each(source, range, |person, words| {
                if person == if by_speaker { speaker } else { participant } {
                    take(CharRange { start: words.start.max(range.start), end: words.end.min(range.end) });
                }
            }),
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
