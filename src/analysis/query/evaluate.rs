//! Finds the places that a query means, document by document, by sweeps over sorted places: linear in places and results
//! but for sorting. What stands as evidence beside a place is found when somebody asks for it, because there may be far
//! more pairs than places.

use super::found::{FoundPlace, PlaceKind};
use super::meaning::{ResolvedQuery, Test};
use super::relate::{Partners, Pieces, cut, holds};
use super::syntax::{Matching, PlaceRelation, QueryScope};
use crate::model::{Accounts, CharRange, CodingId, Fact, ParticipantId, SourceId, UserId};
use crate::text::Cut;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a query asks of a project.
pub trait Corpus {
    type Error;

    /// Returns the codings that count, in any order.
    fn codings(&self) -> &[Fact];

    fn is_important(&self, coding: CodingId) -> bool;

    /// Whose experience the codings are about, where it is stated.
    fn accounts(&self) -> &Accounts;

    /// Returns where a text is found: in the words of speakers, and in documents without speakers.
    ///
    /// # Errors
    /// When a text cannot be read, or when there is no such text to look for.
    fn hits(&self, wanted: &str, how: Matching) -> Result<Vec<(SourceId, CharRange)>, Self::Error>;

    /// Returns the units of a document, in order; they do not overlap.
    ///
    /// # Errors
    /// When the text cannot be read.
    fn units(&self, source: SourceId, cut: Cut) -> Result<Arc<[CharRange]>, Self::Error>;

    /// Returns the words of a document, in order.
    ///
    /// # Errors
    /// When the text cannot be read.
    fn words(&self, source: SourceId) -> Result<Arc<[CharRange]>, Self::Error>;

    /// Returns the participants whose a passage is.
    fn participants(&self, source: SourceId, range: CharRange) -> Vec<ParticipantId>;

    /// True if somebody with this label says some of a passage.
    fn is_said_by(&self, source: SourceId, range: CharRange, label: &str) -> bool;
}

/// The places that a query finds, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// Sorted, each once.
    found: Vec<FoundPlace>,
    how: How,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum How {
    /// They are what was looked for.
    Itself,
    Filtered(Box<Findings>),
    Related {
        left: Box<Findings>,
        relation: PlaceRelation,
        right: Box<Findings>,
        shared: Units,
    },
    Shared {
        left: Box<Findings>,
        right: Box<Findings>,
    },
    Either(Vec<Findings>),
}

/// The units that a relation needs, by document.
type Units = HashMap<SourceId, Arc<[CharRange]>>;

impl Findings {
    /// Evaluates a query.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn to<C: Corpus>(meaning: &ResolvedQuery, corpus: &C) -> Result<Self, C::Error> {
        match meaning {
            ResolvedQuery::Codings { codes, only_important } => {
                let is_meant = |fact: &&Fact| {
                    codes.as_ref().is_none_or(|codes| codes.contains(&fact.code))
                        && !fact.range.is_empty()
                        && (!only_important || corpus.is_important(fact.coding))
                };
                Ok(Self::sorted(corpus.codings().iter().filter(is_meant).map(FoundPlace::of).collect(), How::Itself))
            }
            ResolvedQuery::Hits { wanted, how } => {
                let hits = corpus.hits(wanted, *how)?.into_iter().filter(|(_, range)| !range.is_empty());
                let found = hits.map(|(source, range)| FoundPlace { source, range, kind: PlaceKind::Hit });
                Ok(Self::sorted(found.collect(), How::Itself))
            }
            ResolvedQuery::Filtered(inner, tests) => {
                let inner = Self::to(inner, corpus)?;
                let meets_all = |found: &&FoundPlace| tests.iter().all(|test| meets(found, test, corpus));
                let found = inner.found.iter().filter(meets_all).copied().collect();
                Ok(Self { found, how: How::Filtered(inner.into()) })
            }
            ResolvedQuery::Related(left, relation, right) => {
                Self::related(Self::to(left, corpus)?, *relation, Self::to(right, corpus)?, corpus)
            }
            ResolvedQuery::Shared(left, right) => Ok(Self::shared(Self::to(left, corpus)?, Self::to(right, corpus)?)),
            ResolvedQuery::Either(any_of) => {
                let answers = any_of.iter().map(|one| Self::to(one, corpus)).collect::<Result<Vec<_>, _>>()?;
                let found = answers.iter().flat_map(|answer| &answer.found).copied().collect();
                Ok(Self::sorted(found, How::Either(answers)))
            }
        }
    }

    /// The places by document id, start and end, each once.
    #[must_use]
    pub fn found(&self) -> &[FoundPlace] {
        &self.found
    }

    fn sorted(mut found: Vec<FoundPlace>, how: How) -> Self {
        found.sort_unstable();
        found.dedup();
        Self { found, how }
    }

    /// Returns the places in a document.
    fn in_source(&self, source: SourceId) -> &[FoundPlace] {
        let first = self.found.partition_point(|found| found.source < source);
        let rest = self.found.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|found| found.source == source)).unwrap_or_default()
    }

    fn related<C: Corpus>(left: Self, relation: PlaceRelation, right: Self, corpus: &C) -> Result<Self, C::Error> {
        if let PlaceRelation::Shares { scope: QueryScope::Participant, not } = relation {
            return Ok(Self::of_same_participant(left, not, right, corpus));
        }
        let mut units = Units::new();
        let mut found = Vec::new();
        for of_source in left.found.chunk_by(|a, b| a.source == b.source) {
            let Some(source) = of_source.first().map(|found| found.source) else { continue };
            let others = right.in_source(source);
            if let Some(cut) = cut(relation).filter(|_| !others.is_empty()) {
                let of_source = match cut {
                    Pieces::Words => corpus.words(source)?,
                    Pieces::Units(cut) => corpus.units(source, cut)?,
                };
                units.insert(source, of_source);
            }
            let units = units.get(&source).map_or(&[][..], |units| units);
            let partners = Partners::new(others, relation, units);
            found.extend(of_source.iter().filter(|one| partners.are_there(one) != relation.is_negated()));
        }
        Ok(Self { found, how: How::Related { left: left.into(), relation, right: right.into(), shared: units } })
    }

    fn of_same_participant<C: Corpus>(left: Self, not: bool, right: Self, corpus: &C) -> Self {
        let participants = |found: &FoundPlace| corpus.participants(found.source, found.range);
        let mut places: HashMap<ParticipantId, usize> = HashMap::new();
        for participant in right.found.iter().flat_map(participants) {
            *places.entry(participant).or_default() += 1;
        }
        let has_partner = |found: &&FoundPlace| {
            let own = usize::from(right.found.binary_search(found).is_ok());
            participants(found).iter().any(|one| places.get(one).copied().unwrap_or(0) > own) != not
        };
        let found = left.found.iter().filter(has_partner).copied().collect();
        let relation = PlaceRelation::Shares { scope: QueryScope::Participant, not };
        Self { found, how: How::Related { left: left.into(), relation, right: right.into(), shared: Units::new() } }
    }

    /// Finds what places on the left share with others on the right.
    fn shared(left: Self, right: Self) -> Self {
        let mut found = Vec::new();
        for of_source in left.found.chunk_by(|a, b| a.source == b.source) {
            let others = of_source.first().map_or(&[][..], |found| right.in_source(found.source));
            each_pair(of_source, others, |one, other, range| {
                if one != other {
                    found.push(FoundPlace { source: one.source, range, kind: PlaceKind::Shared });
                }
            });
        }
        Self::sorted(found, How::Shared { left: left.into(), right: right.into() })
    }

    /// Returns the places because of which a place was found, sorted, each once. Those that must not be there are none.
    /// `whose`: the participants whose a place is, as the corpus states them.
    pub fn evidence(&self, found: &FoundPlace, whose: &dyn Fn(&FoundPlace) -> Vec<ParticipantId>) -> Vec<FoundPlace> {
        let mut evidence = Vec::new();
        self.add_evidence(found, whose, &mut evidence);
        evidence.sort_unstable();
        evidence.dedup();
        evidence
    }

    fn add_evidence(
        &self,
        found: &FoundPlace,
        whose: &dyn Fn(&FoundPlace) -> Vec<ParticipantId>,
        evidence: &mut Vec<FoundPlace>,
    ) {
        let mut add = |answer: &Self, partner: &FoundPlace| {
            evidence.push(*partner);
            answer.add_evidence(partner, whose, evidence);
        };
        match &self.how {
            How::Itself => {}
            How::Filtered(inner) => inner.add_evidence(found, whose, evidence),
            How::Related { left, relation, right, shared } => {
                if let PlaceRelation::Shares { scope: QueryScope::Participant, not: false } = relation {
                    let participants: HashSet<_> = whose(found).into_iter().collect();
                    let is_theirs = |partner: &&FoundPlace| {
                        *partner != found && whose(partner).iter().any(|one| participants.contains(one))
                    };
                    right.found.iter().filter(is_theirs).for_each(|partner| add(right, partner));
                } else if !relation.is_negated() {
                    let units = shared.get(&found.source).map_or(&[][..], |units| units);
                    let is_partner = |partner: &&FoundPlace| {
                        *partner != found && holds(*relation, found.range, partner.range, units)
                    };
                    right.in_source(found.source).iter().filter(is_partner).for_each(|partner| add(right, partner));
                }
                left.add_evidence(found, whose, evidence);
            }
            How::Shared { left, right } => {
                let encloses = |place: &&FoundPlace| place.range.encloses(found.range);
                for one in left.in_source(found.source).iter().filter(encloses) {
                    for other in right.in_source(found.source).iter().filter(encloses) {
                        if one != other && one.range.intersection(other.range) == Some(found.range) {
                            add(left, one);
                            add(right, other);
                        }
                    }
                }
            }
            How::Either(answers) => {
                let with = answers.iter().filter(|answer| answer.found.binary_search(found).is_ok());
                with.for_each(|answer| answer.add_evidence(found, whose, evidence));
            }
        }
    }
}

fn meets<C: Corpus>(found: &FoundPlace, test: &Test, corpus: &C) -> bool {
    let is_by = |users: &HashSet<UserId>| found.coder().is_some_and(|user| users.contains(&user));
    match test {
        Test::Coders(users) => is_by(users),
        Test::Participants(wanted) => {
            corpus.participants(found.source, found.range).iter().any(|participant| wanted.contains(participant))
        }
        Test::Documents(wanted) => wanted.contains(&found.source),
        Test::Speakers(labels) => labels.iter().any(|label| corpus.is_said_by(found.source, found.range, label)),
        Test::Accounts(wanted) => {
            let PlaceKind::Coding { coding, .. } = found.kind else { return false };
            corpus.accounts().get(&coding).is_some_and(|account| wanted.iter().any(|test| test.holds(account)))
        }
    }
}

/// Calls `take` with all pairs of one document that share a code point, and what they share.
fn each_pair(left: &[FoundPlace], right: &[FoundPlace], mut take: impl FnMut(&FoundPlace, &FoundPlace, CharRange)) {
    // Those that may still overlap what begins later. Each step either finds a pair or drops one of them for good.
    let (mut open_left, mut open_right): (Vec<&FoundPlace>, Vec<&FoundPlace>) = (Vec::new(), Vec::new());
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let is_left = match (left.peek(), right.peek()) {
            (None, None) => return,
            (Some(one), Some(other)) => one.range.start <= other.range.start,
            (one, _) => one.is_some(),
        };
        let (next, open, others) = match is_left {
            true => (left.next(), &mut open_left, &mut open_right),
            false => (right.next(), &mut open_right, &mut open_left),
        };
        let Some(next) = next else { return };
        others.retain(|other| match next.range.intersection(other.range) {
            None => false,
            Some(shared) => {
                let (one, other) = if is_left { (next, *other) } else { (*other, next) };
                take(one, other, shared);
                true
            }
        });
        open.push(next);
    }
}
