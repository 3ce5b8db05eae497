//! Every place with every other one, by the definitions.

use super::super::evaluate::Corpus as _;
use super::super::*;
use super::random::RandomCorpus;
use crate::model::CharRange;
use crate::text::Cut;
use std::collections::{BTreeMap, BTreeSet};

/// Places with their evidence.
type Places = BTreeMap<FoundPlace, BTreeSet<FoundPlace>>;

pub fn answer(meaning: &ResolvedQuery, corpus: &RandomCorpus) -> Places {
    let codings = || corpus.codings.iter().filter(|fact| !fact.range.is_empty());
    match meaning {
        ResolvedQuery::Codings { codes, only_important } => codings()
            .filter(|fact| codes.as_ref().is_none_or(|codes| codes.contains(&fact.code)))
            .filter(|fact| !only_important || corpus.is_important(fact.coding))
            .map(|fact| (FoundPlace::of(fact), BTreeSet::new()))
            .collect(),
        ResolvedQuery::Hits { wanted, how } => {
            let Ok(hits) = corpus.hits(wanted, *how);
            let found = |(source, range)| FoundPlace { source, range, kind: PlaceKind::Hit };
            hits.into_iter().map(|hit| (found(hit), BTreeSet::new())).collect()
        }
        ResolvedQuery::Filtered(inner, tests) => {
            let mut places = answer(inner, corpus);
            places.retain(|found, _| tests.iter().all(|test| meets(found, test, corpus)));
            places
        }
        ResolvedQuery::Related(left, relation, right) => {
            let (left, right) = (answer(left, corpus), answer(right, corpus));
            let mut places = Places::new();
            for (found, of_left) in left {
                let partners =
                    right.iter().filter(|(other, _)| **other != found && relates(&found, *relation, other, corpus));
                let mut evidence = of_left;
                let mut has_partner = false;
                for (partner, its) in partners {
                    has_partner = true;
                    if !relation.is_negated() {
                        evidence.insert(*partner);
                        evidence.extend(its);
                    }
                }
                if has_partner != relation.is_negated() {
                    places.insert(found, evidence);
                }
            }
            places
        }
        ResolvedQuery::Shared(left, right) => {
            let (left, right) = (answer(left, corpus), answer(right, corpus));
            let mut places = Places::new();
            for (one, of_one) in &left {
                for (other, of_other) in right.iter().filter(|(other, _)| *other != one && other.source == one.source) {
                    let Some(range) = one.range.intersection(other.range) else { continue };
                    let evidence =
                        places.entry(FoundPlace { source: one.source, range, kind: PlaceKind::Shared }).or_default();
                    evidence.extend([*one, *other]);
                    evidence.extend(of_one.iter().chain(of_other));
                }
            }
            places
        }
        ResolvedQuery::Either(any_of) => {
            let mut places = Places::new();
            for (found, evidence) in any_of.iter().flat_map(|one| answer(one, corpus)) {
                places.entry(found).or_default().extend(evidence);
            }
            places
        }
    }
}

fn meets(found: &FoundPlace, test: &Test, corpus: &RandomCorpus) -> bool {
    match test {
        Test::Coders(users) => found.coder().is_some_and(|user| users.contains(&user)),
        Test::Participants(wanted) => {
            corpus.participants(found.source, found.range).iter().any(|one| wanted.contains(one))
        }
        Test::Documents(wanted) => wanted.contains(&found.source),
        Test::Speakers(labels) => labels.iter().any(|label| corpus.is_said_by(found.source, found.range, label)),
        Test::Accounts(_) => false,
    }
}

fn points(range: CharRange) -> BTreeSet<u32> {
    (range.start.0..range.end.0).collect()
}

fn relates(left: &FoundPlace, relation: PlaceRelation, right: &FoundPlace, corpus: &RandomCorpus) -> bool {
    let (own, its) = (points(left.range), points(right.range));
    let touches = |unit: &CharRange| !points(*unit).is_disjoint(&own) && !points(*unit).is_disjoint(&its);
    if let PlaceRelation::Shares { scope: QueryScope::Participant, .. } = relation {
        let theirs = corpus.participants(right.source, right.range);
        return corpus.participants(left.source, left.range).iter().any(|one| theirs.contains(one));
    }
    if left.source != right.source {
        return false;
    }
    let units = |cut| corpus.units(left.source, cut).map_or_else(|never| match never {}, |units| units.to_vec());
    let words = || corpus.words(left.source).map_or_else(|never| match never {}, |words| words.to_vec());
    match relation {
        PlaceRelation::Meets { meeting: Meeting::Overlaps, .. } => !own.is_disjoint(&its),
        PlaceRelation::Meets { meeting: Meeting::Inside, .. } => own.is_subset(&its),
        PlaceRelation::Meets { meeting: Meeting::Contains, .. } => own.is_superset(&its),
        PlaceRelation::Shares { scope, .. } => match scope {
            QueryScope::Sentence => units(Cut::Sentence).iter().any(touches),
            QueryScope::Turn => units(Cut::Turn).iter().any(touches),
            QueryScope::Paragraph => units(Cut::Paragraph).iter().any(touches),
            QueryScope::Exchange => units(Cut::Exchange).iter().any(touches),
            QueryScope::Document | QueryScope::Participant => true,
        },
        PlaceRelation::Apart { side, at_most, unit, .. } => {
            let between = |first: &FoundPlace, second: &FoundPlace| {
                let gap: BTreeSet<u32> = (first.range.end.0..second.range.start.0).collect();
                let wholly = |units: Vec<CharRange>| units.iter().filter(|unit| points(**unit).is_subset(&gap)).count();
                let number = match unit {
                    DistanceUnit::Characters => gap.len(),
                    DistanceUnit::Words => wholly(words()),
                    DistanceUnit::Sentences => wholly(units(Cut::Sentence)),
                    DistanceUnit::Turns => wholly(units(Cut::Turn)),
                    DistanceUnit::Paragraphs => wholly(units(Cut::Paragraph)),
                };
                first.range.end <= second.range.start && number <= at_most as usize
            };
            match side {
                Side::Before => between(left, right),
                Side::After => between(right, left),
                Side::Near => !own.is_disjoint(&its) || between(left, right) || between(right, left),
            }
        }
    }
}
