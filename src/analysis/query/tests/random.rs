//! Random queries, and what they are asked of.

use super::super::*;
use crate::analysis::samples;
use crate::model::{Accounts, CharRange, CodeId, CodingId, Fact, ParticipantId, SourceId, UserId};
use crate::text::Cut;
use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

/// Three documents of forty code points.
pub struct RandomCorpus {
    pub codings: Vec<Fact>,
    accounts: Accounts,
    seed: u64,
}

const CUTS: [Cut; 4] = [Cut::Sentence, Cut::Turn, Cut::Paragraph, Cut::Exchange];

impl RandomCorpus {
    /// Codings by one participant in texts without units.
    pub fn of(codings: Vec<Fact>) -> Self {
        Self { codings, accounts: Accounts::new(), seed: 0 }
    }

    pub fn new(random: &mut fastrand::Rng) -> Self {
        let mut seen = HashSet::new();
        let mut codings = Vec::new();
        for id in 0..random.i64(0..30) {
            let start = random.u32(..35);
            let (source, code, user) = (random.i64(1..4), random.i64(1..4), random.i64(1..3));
            let range = (start, (start + random.u32(..12)).min(40));
            if seen.insert((source, code, user, range)) {
                codings.push(samples::fact(id, source, code, user, range));
            }
        }
        Self { codings, accounts: Accounts::new(), seed: random.u64(..) }
    }

    /// Returns pieces that do not overlap, larger ones for greater numbers.
    fn pieces(&self, source: SourceId, number: u32) -> Arc<[CharRange]> {
        let random = &mut self.chance((source.0, number));
        let (mut pieces, mut at) = (Vec::new(), random.u32(..4));
        while self.seed > 0 && at < 38 {
            let end = (at + random.u32(1..4 + 2 * number)).min(40);
            pieces.push(CharRange::new(at, end));
            at = end + random.u32(..3);
        }
        pieces.into()
    }

    fn chance(&self, of: impl std::hash::Hash) -> fastrand::Rng {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        fastrand::Rng::with_seed(BuildHasherDefault::<DefaultHasher>::default().hash_one((self.seed, of)))
    }
}

impl super::super::Corpus for RandomCorpus {
    type Error = Infallible;

    fn codings(&self) -> &[Fact] {
        &self.codings
    }

    fn is_important(&self, coding: CodingId) -> bool {
        coding.0 % 3 == 0
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn hits(&self, wanted: &str, _: Matching) -> Result<Vec<(SourceId, CharRange)>, Infallible> {
        let random = &mut self.chance(wanted);
        let hit = |random: &mut fastrand::Rng| {
            let start = random.u32(..38);
            (SourceId(random.i64(1..4)), CharRange::new(start, start + random.u32(1..3)))
        };
        let hits: BTreeSet<_> = (0..random.usize(..9)).map(|_| hit(random)).collect();
        Ok(hits.into_iter().collect())
    }

    fn units(&self, source: SourceId, cut: Cut) -> Result<Arc<[CharRange]>, Infallible> {
        let place = CUTS.iter().position(|known| *known == cut).unwrap_or_default() as u32;
        Ok(self.pieces(source, 1 + place))
    }

    fn words(&self, source: SourceId) -> Result<Arc<[CharRange]>, Infallible> {
        Ok(self.pieces(source, 0))
    }

    fn participants(&self, source: SourceId, range: CharRange) -> Vec<ParticipantId> {
        if self.seed == 0 {
            return vec![ParticipantId(1)];
        }
        let whose = (range.start.0..range.end.0).map(|point| self.chance((source.0, point / 9)).i64(0..4));
        let participants: BTreeSet<i64> = whose.filter(|one| *one > 0).collect();
        participants.into_iter().map(ParticipantId).collect()
    }

    fn is_said_by(&self, source: SourceId, range: CharRange, label: &str) -> bool {
        self.participants(source, range).iter().any(|one| one.0.to_string() == label)
    }
}

/// Returns numbers that have nothing in common with those of the seeds beside this one.
pub fn spread(seed: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

pub fn relations() -> Vec<PlaceRelation> {
    let mut all = Vec::new();
    for not in [false, true] {
        all.extend(Meeting::ALL.map(|meeting| PlaceRelation::Meets { meeting, not }));
        all.extend(QueryScope::ALL.map(|scope| PlaceRelation::Shares { scope, not }));
        for side in Side::ALL {
            all.extend(DistanceUnit::ALL.map(|unit| PlaceRelation::Apart { side, at_most: 1, unit, not }));
        }
    }
    all
}

fn relation(random: &mut fastrand::Rng) -> PlaceRelation {
    let all = relations();
    match all[random.usize(..all.len())] {
        PlaceRelation::Apart { side, unit, not, .. } => {
            PlaceRelation::Apart { side, at_most: random.u32(..5), unit, not }
        }
        relation => relation,
    }
}

pub fn meaning(random: &mut fastrand::Rng, depth: usize) -> ResolvedQuery {
    let codes = |random: &mut fastrand::Rng| (1..4).filter(|_| random.bool()).map(CodeId).collect();
    let inner = |random: &mut fastrand::Rng| Box::new(meaning(random, depth - 1));
    match random.u8(..if depth == 0 { 4 } else { 10 }) {
        0 | 1 => ResolvedQuery::Codings { codes: Some(codes(random)), only_important: false },
        2 => ResolvedQuery::Codings { codes: None, only_important: random.bool() },
        3 => ResolvedQuery::Hits { wanted: random.u8(..3).to_string(), how: Matching::default() },
        4 => ResolvedQuery::Either((0..random.usize(..3)).map(|_| *inner(random)).collect()),
        5 => ResolvedQuery::Shared(inner(random), inner(random)),
        6 => ResolvedQuery::Filtered(
            inner(random),
            vec![match random.u8(..4) {
                0 => Test::Coders([UserId(random.i64(1..4))].into_iter().collect()),
                1 => Test::Participants([ParticipantId(random.i64(1..4))].into_iter().collect()),
                2 => Test::Documents([SourceId(random.i64(1..4))].into_iter().collect()),
                _ => Test::Speakers(vec![random.u8(1..4).to_string()]),
            }],
        ),
        _ => ResolvedQuery::Related(inner(random), relation(random), inner(random)),
    }
}

/// Returns a query about names of all kinds, few of which any study has.
pub fn query(random: &mut fastrand::Rng, depth: usize) -> PassageQuery {
    let chains = |random: &mut fastrand::Rng| (0..random.usize(1..3)).map(|_| chain(random, depth)).collect();
    PassageQuery { any_of: (0..random.usize(1..3)).map(|_| Conjunction { all_of: chains(random) }).collect() }
}

fn chain(random: &mut fastrand::Rng, depth: usize) -> Chain {
    let first = place(random, depth);
    Chain { first, then: (0..random.usize(..3)).map(|_| (relation(random), place(random, depth))).collect() }
}

fn place(random: &mut fastrand::Rng, depth: usize) -> Term {
    let flags = random.u8(..16);
    let how = Matching { whole: flags & 1 > 0, case: flags & 2 > 0, regex: flags & 4 > 0, stem: flags & 8 > 0 };
    let what = match random.u8(..if depth == 0 { 4 } else { 5 }) {
        0 => What::Code { name: name(random), exact: random.bool() },
        1 => What::Text { wanted: name(random), how },
        2 => What::Any,
        3 => What::Important,
        _ => What::Query(Box::new(query(random, depth - 1))),
    };
    let filter = (0..random.usize(..3)).map(|_| Criterion { field: field(random), value: name(random) });
    Term { what, filter: filter.collect() }
}

fn field(random: &mut fastrand::Rng) -> Field {
    match random.u8(..8) {
        0 => Field::Coder,
        1 => Field::Participant,
        2 => Field::Document,
        3 => Field::Speaker,
        4 => Field::Account,
        5 => Field::Attribute(name(random)),
        6 => Field::OfParticipants(name(random)),
        _ => Field::OfDocuments(name(random)),
    }
}

fn name(random: &mut fastrand::Rng) -> String {
    const NAMES: [&str; 12] = [
        "Low income",
        "低收入",
        "say “no”",
        "say \"no\"",
        "\\d+\\\\",
        "",
        "coder",
        "attribute",
        "a_b-c",
        "Push > Pay, and more",
        "（全角）",
        "in",
    ];
    NAMES[random.usize(..NAMES.len())].to_owned()
}
