//! Where a query finds something: places without their words, and how many are whose.

use super::corpus::{ProjectCorpus, Whose};
use crate::analysis::query::{Corpus as _, Findings, FoundPlace, PassageQuery, ResolvedQuery};
use crate::engine::error::Error;
use crate::engine::reading::{PassageScope, Scoped};
use crate::model::{CodeId, Fact, ParticipantId, Progress, SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::HashMap;

/// A query with the passages that it is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindQuery {
    pub query: PassageQuery,
    /// Whose codings are looked at; empty: as in tables.
    pub users: Vec<UserId>,
    /// Which codings and words are looked at, on both sides of relations.
    pub scope: PassageScope,
    /// Only passages of this participant are results.
    pub participant: Option<ParticipantId>,
    /// Only passages in this document are results.
    pub source: Option<SourceId>,
}

/// The places that a query finds. The words of some of them are read by [`super::card_words`].
#[derive(Debug, PartialEq, Eq)]
pub struct FoundPlaces {
    /// The query as it was understood.
    pub query: String,
    /// By document, start, end, code and coder.
    pub places: Vec<FoundPlace>,
    /// Where each passage begins among the places: those with the same document, range and code, by several coders.
    passages: Vec<usize>,
    /// Documents with passages, in project order, with the number of their passages.
    pub documents: Vec<(SourceId, usize)>,
    /// Everybody who meets the conditions of the query and of the filters, in project order, with the number of their
    /// passages. A passage of several participants counts for each.
    pub participants: Vec<(ParticipantId, usize)>,
    findings: Findings,
    whose: Whose,
}

impl FoundPlaces {
    /// Evaluates a query.
    ///
    /// # Errors
    /// When the query names what the study lacks or cannot be searched for, when the project cannot be read, or when cancelled.
    pub fn of(reads: Reads<'_>, asked: &FindQuery, progress: &Progress) -> Result<Self, Error> {
        evaluate(reads, asked, progress, |Evaluated { study, query, corpus, findings }| {
            let places = wanted(asked, study, &corpus, &findings);
            Ok(Self::counted(asked.query.to_string(), places, study, query, findings, corpus.into_whose()))
        })
    }

    fn counted(
        query: String,
        places: Vec<FoundPlace>,
        study: &Study,
        resolved: &ResolvedQuery,
        findings: Findings,
        whose: Whose,
    ) -> Self {
        let mut passages = Vec::new();
        let mut documents: Vec<(SourceId, usize)> = Vec::new();
        let mut people: HashMap<ParticipantId, usize> = HashMap::new();
        let mut first = 0;
        for passage in places.chunk_by(is_same_passage) {
            passages.push(first);
            first += passage.len();
            let Some(place) = passage.first() else { continue };
            match documents.last_mut().filter(|(source, _)| *source == place.source) {
                Some((_, count)) => *count += 1,
                None => documents.push((place.source, 1)),
            }
            for participant in whose.of(place.source, place.range) {
                *people.entry(participant).or_default() += 1;
            }
        }
        let possible = resolved.could_be_of();
        let could_be = |one: &ParticipantId| {
            people.contains_key(one)
                || whose.keeps(*one) && possible.as_ref().is_none_or(|possible| possible.contains(one))
        };
        let participants = study.participants.iter().map(|one| one.id).filter(could_be);
        let participants = participants.map(|one| (one, people.get(&one).copied().unwrap_or(0))).collect();
        Self { query, places, passages, documents, participants, findings, whose }
    }

    /// The number of passages: distinct document, start, end and code.
    #[must_use]
    pub fn passages(&self) -> usize {
        self.passages.len()
    }

    /// The places of a passage, one for each of its coders.
    #[must_use]
    pub fn passage(&self, number: usize) -> &[FoundPlace] {
        let Some(first) = self.passages.get(number).copied() else { return &[] };
        let end = self.passages.get(number + 1).copied().unwrap_or(self.places.len());
        self.places.get(first..end).unwrap_or_default()
    }

    /// Returns the participants of a place whom the filters keep.
    #[must_use]
    pub fn participants_of(&self, place: &FoundPlace) -> Vec<ParticipantId> {
        self.whose.of(place.source, place.range)
    }

    /// Returns the places because of which a place was found, sorted, each once.
    #[must_use]
    pub fn evidence(&self, place: &FoundPlace) -> Vec<FoundPlace> {
        self.findings.evidence(place, &|found| self.participants_of(found))
    }
}

/// True for the places of one passage by several coders.
pub(super) fn is_same_passage(one: &FoundPlace, other: &FoundPlace) -> bool {
    one.source == other.source && one.range == other.range && one.code() == other.code()
}

/// A query with what it finds.
pub(super) struct Evaluated<'a> {
    pub study: &'a Study,
    pub query: &'a ResolvedQuery,
    pub corpus: ProjectCorpus<'a>,
    pub findings: Findings,
}

/// Evaluates a query, and answers from what it finds while the project is in the same state.
pub(super) fn evaluate<T>(
    reads: Reads<'_>,
    asked: &FindQuery,
    progress: &Progress,
    answer: impl FnOnce(Evaluated<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    reads.at_one_moment(|| {
        let study = &reads.study()?;
        let query = &ResolvedQuery::of(&asked.query, study)?;
        let scoped = Scoped::new(reads, study, &asked.scope)?;
        let mut codings = reads.facts(&study.counted(&asked.users))?;
        codings.retain(|fact: &Fact| scoped.excludes(fact).is_none());
        let corpus = ProjectCorpus::new(reads, study, &scoped, codings, query)?;
        let findings = Findings::to(query, &corpus)?;
        progress.checkpoint()?;
        answer(Evaluated { study, query, corpus, findings })
    })
}

/// Returns the places that are results, in the project's order.
pub(super) fn wanted(
    asked: &FindQuery,
    study: &Study,
    corpus: &ProjectCorpus<'_>,
    findings: &Findings,
) -> Vec<FoundPlace> {
    let is_wanted = |found: &&FoundPlace| {
        asked.source.is_none_or(|source| source == found.source)
            && asked.participant.is_none_or(|wanted| corpus.participants(found.source, found.range).contains(&wanted))
    };
    let order = Order::new(study);
    let mut places: Vec<FoundPlace> = findings.found().iter().filter(is_wanted).copied().collect();
    places.sort_by_cached_key(|place| order.of(place));
    places
}

/// The project's order of documents, codes and coders.
pub(super) struct Order {
    sources: HashMap<SourceId, usize>,
    codes: HashMap<CodeId, usize>,
    users: HashMap<UserId, usize>,
}

impl Order {
    pub fn new(study: &Study) -> Self {
        Self {
            sources: study.sources.iter().map(|source| source.id).zip(0..).collect(),
            codes: study.codebook.codes().iter().map(|code| code.id).zip(0..).collect(),
            users: study.users.iter().map(|user| user.id).zip(0..).collect(),
        }
    }

    pub fn of(&self, place: &FoundPlace) -> impl Ord + use<> {
        let source = self.sources.get(&place.source).copied();
        let code = place.code().and_then(|code| self.codes.get(&code).copied());
        let user = place.coder().and_then(|user| self.users.get(&user).copied());
        (source, place.range, code, user, *place)
    }
}
