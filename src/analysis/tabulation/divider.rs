//! Divides codings into the shares of those whose they are, some at a time, so that this can be done while the others are
//! still being read.

use super::indexed::{Indexed, Material, NONE};
use super::outcome::Tabulation;
use super::request::{Axis, TableRequest};
use super::shares::{Owner, Shares};
use super::spoken::Spoken;
use super::{COOCCURRENCE, Error, MATRIX, cooccurring, draft_of};
use crate::analysis::cooccurrence::CooccurrenceUnit;
use crate::model::{Count, Fact, Source, SourceId, Speech, Study, TableDefinition, TableShape, find_named};
use std::borrow::Cow;
use std::collections::HashMap;

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

/// Counts codings for one table: divides them first, then tabulates them.
///
/// In a document without a map of speakers, a passage belongs to the document's participant; in one with a map, to every
/// mapped participant of whose words it contains at least one code point. It counts for each of them. Where rows or columns
/// are participants or their attributes, [`Count::Characters`] counts their words only in documents with a map; a passage
/// that belongs to nobody counts whole. Where rows or columns are speakers, a passage counts for each of those of whose
/// words it contains a code point, and characters are theirs. The row of a group counts as that of its document among
/// documents.
pub struct Divider<'a> {
    study: &'a Study,
    request: &'a TableRequest,
    count: Count,
    sources: Places,
    codes: Places,
    whose: Whose,
}

/// Codings as far as they have been divided. They are numbered in the order in which they were.
///
/// A *share* is a coding as far as it is one participant's, or one speaker's if the table is about speakers: a passage in
/// which several speak has several. A coding that belongs to nobody has one share, without a participant or speaker; if groups
/// count codings as a whole, each coding of a group has such a share behind its others.
/// Shares are in the order of the codings.
#[derive(Default)]
pub struct Divided {
    /// Per coding: index of its document, or [`NONE`] when the study lacks its document or its code.
    pub(super) source: Vec<u32>,
    /// Per coding: index of its code, or [`NONE`].
    pub(super) code: Vec<u32>,
    /// Empty if codings are not divided.
    pub(super) shares: Shares,
    /// Whether a coding belongs only to participants whom the filter excludes.
    pub(super) excludes: bool,
}

/// Whose the words of the documents are.
pub(super) struct Whose {
    /// Whether codings are divided at all.
    is_divided: bool,
    division: Division,
    /// The study has only the participants whom a filter keeps.
    is_filtered: bool,
    /// Per document: index of its participant in `Study::participants`, or [`NONE`].
    participant: Vec<u32>,
    /// Whose words the documents contain: participants by their index in `Study::participants`, or speakers by theirs in
    /// `speakers`. Empty if codings are not divided.
    pub spoken: Spoken,
    /// The speakers of all documents who say something, if codings are divided by speaker: the index of the document and
    /// the label.
    pub speakers: Vec<(u32, String)>,
    /// Per speaker: index of the participant, or [`NONE`].
    participant_of_speaker: Vec<u32>,
}

impl<'a> Divider<'a> {
    /// `speech`: what is said in a document whose speakers are participants, or in any document if the table is about
    /// speakers; `None`: nobody says anything. `is_filtered` as in [`Material`].
    #[must_use]
    pub fn new(
        study: &'a Study,
        speech: impl Fn(SourceId) -> Option<Cow<'a, Speech>>,
        is_filtered: bool,
        request: &'a TableRequest,
        count: Count,
    ) -> Self {
        let participants = Places::new(study.participants.iter().map(|c| c.id.0));
        Self {
            study,
            request,
            count,
            sources: Places::new(study.sources.iter().map(|s| s.id.0)),
            codes: Places::new(study.codebook.codes().iter().map(|c| c.id.0)),
            whose: Whose::new(study, speech, is_filtered, Division::of(study, request, count), &participants),
        }
    }

    /// Divides the next codings.
    pub fn divide(&self, facts: &[Fact], divided: &mut Divided) {
        let first = divided.source.len();
        for fact in facts {
            let (of_source, of_code) = (self.sources.of(fact.source.0), self.codes.of(fact.code.0));
            let known = of_source != NONE && of_code != NONE;
            divided.source.push(if known { of_source } else { NONE });
            divided.code.push(if known { of_code } else { NONE });
        }
        if self.whose.is_divided {
            let sources = divided.source.get(first..).unwrap_or_default();
            let (shares, excludes) = self.whose.shares(facts, sources, first, self.study.sources.len());
            divided.shares.append(shares);
            divided.excludes |= excludes;
        }
    }

    /// Tabulates the codings of `material`, which have been divided in their order.
    ///
    /// # Errors
    /// As [`tabulate`](super::tabulate).
    pub fn tabulate(self, material: &Material<'a>, divided: Divided) -> Result<Tabulation, Error> {
        let indexed = Indexed::new(self.study, material, self.whose, divided);
        if let Some(request) = self.request.cooccurrence() {
            let is_own = matches!(self.request, TableRequest::Cooccurrence(_));
            let name = if is_own { COOCCURRENCE } else { MATRIX };
            return cooccurring::tabulate(self.study, &indexed, material, &request, name);
        }
        let draft = draft_of(self.study, &indexed, self.request)?;
        Ok(draft.finish(indexed, self.count))
    }
}

impl Division {
    /// Returns what rows, columns or numbers refer to.
    fn of(study: &Study, request: &TableRequest, count: Count) -> Self {
        let of_definition = |table: &TableDefinition| match &table.kind {
            TableShape::Typology { rows, .. } => rows.iter().any(|name| study.variable(name).is_some()),
            _ => false,
        };
        let is_by_participant = match request {
            request if request.has_axis(&Axis::Speaker) => return Self::BySpeaker,
            TableRequest::Matrix { rows, columns } => [rows, columns].iter().any(|axis| axis.is_of_participants()),
            TableRequest::Defined { name } => {
                find_named(&study.tables, name, |table| &table.name).is_some_and(of_definition)
            }
            TableRequest::Draft(table) => of_definition(table),
            TableRequest::Cooccurrence(_) => false,
        };
        if let Some(request) = request.cooccurrence() {
            return if request.unit == CooccurrenceUnit::Participant { Self::ByParticipant } else { Self::Whole };
        }
        match count {
            Count::Characters if request.has_axis(&Axis::ParticipantOrGroup) => Self::ByParticipantAndGroup,
            Count::Participants => Self::ByParticipant,
            _ if is_by_participant => Self::ByParticipant,
            _ => Self::Whole,
        }
    }
}

impl Whose {
    fn new<'a>(
        study: &Study,
        speech: impl Fn(SourceId) -> Option<Cow<'a, Speech>>,
        is_filtered: bool,
        division: Division,
        participants: &Places,
    ) -> Self {
        let has_maps = study.sources.iter().any(|source| !source.speakers.is_empty());
        let is_divided = division == Division::BySpeaker || has_maps && (division != Division::Whole || is_filtered);
        let participant = |source: &Source| source.participant.map_or(NONE, |id| participants.of(id.0));
        let mut whose = Self {
            is_divided,
            division,
            is_filtered,
            participant: study.sources.iter().map(participant).collect(),
            spoken: Spoken::default(),
            speakers: Vec::new(),
            participant_of_speaker: Vec::new(),
        };
        if is_divided {
            for (number, source) in (0_u32..).zip(&study.sources) {
                whose.add_speech(number, source, &speech, participants);
            }
        }
        whose
    }

    pub fn is_divided(&self) -> bool {
        self.is_divided
    }

    /// True if groups have a row of their own beside those of their members.
    pub fn wants_wholes(&self) -> bool {
        self.division == Division::ByParticipantAndGroup
    }

    /// Returns the index of a document's participant, or [`NONE`].
    pub fn participant_of(&self, source: u32) -> u32 {
        self.participant.get(source as usize).copied().unwrap_or(NONE)
    }

    /// Adds what is said in the next document, and lists its speakers if codings are divided by speaker: all who say
    /// something, or those whom a filter keeps.
    fn add_speech<'a>(
        &mut self,
        number: u32,
        source: &Source,
        speech: impl Fn(SourceId) -> Option<Cow<'a, Speech>>,
        participants: &Places,
    ) {
        let by_speaker = self.division == Division::BySpeaker;
        let is_mapped = !source.speakers.is_empty();
        if !is_mapped && !by_speaker {
            self.spoken.push_whole();
            return;
        }
        let speech = speech(source.id);
        let speech = speech.as_deref();
        let otherwise = if is_mapped { NONE } else { self.participant_of(number) };
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
                    self.speakers.push((number, voice.label.clone()));
                    self.participant_of_speaker.push(participant);
                    u32::try_from(self.speakers.len() - 1).unwrap_or(NONE)
                }
                true => NONE,
            });
        }
        self.spoken.push(speech, otherwise, |voice| persons.get(voice).copied().unwrap_or(NONE));
    }

    /// Returns the shares of codings of which the first has the number `first`, and whether the filter excludes any of
    /// them. `sources`: indices of their documents.
    fn shares(&self, facts: &[Fact], sources: &[u32], first: usize, documents: usize) -> (Shares, bool) {
        let mut excludes = false;
        let by_speaker = self.division == Division::BySpeaker;
        let shares = Shares::of(first, sources, documents, by_speaker, |place, owners| {
            let before = owners.len();
            self.owners(&facts[place], sources[place], owners);
            excludes |= owners.len() == before;
        });
        (shares, excludes)
    }

    /// Appends those whose a coding is: nobody if the filter excludes it.
    fn owners(&self, fact: &Fact, source: u32, owners: &mut Vec<Owner>) {
        let Some(otherwise) = self.spoken.otherwise(source) else {
            owners.push(Owner { participant: self.participant_of(source), speaker: NONE });
            return;
        };
        let first = owners.len();
        self.spoken.each(source, fact.range, |person, _| {
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
