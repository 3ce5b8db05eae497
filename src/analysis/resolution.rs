//! The consensus coding: what the coders agree on, and the decisions on the rest.
//!
//! Decisions can contradict each other: one gives words a code that another one keeps away from them, as when “Push” is to
//! be “School” there and “School” is not to be coded. The later one holds, and the earlier one has no effect.

use super::consensus::{Agreement, ConsensusPassage};
use crate::model::{Decided, Decision, DisagreementKey, SourceId};
use std::collections::{HashMap, HashSet};

/// Two decisions of which only one can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub later: Decided,
    pub earlier: Decided,
}

/// What became of the disagreements that the coders have.
#[derive(Clone, Debug, Default)]
pub struct Resolution<'a> {
    /// The decisions that have an effect. Postponed disagreements are not resolved.
    pub decisions: HashMap<DisagreementKey, &'a Decided>,
    pub contradictions: Vec<Contradiction>,
}

/// Returns which decisions have an effect. A decision on a place without a disagreement has none.
#[must_use]
pub fn resolution<'a>(agreement: &Agreement, decisions: &'a [Decided]) -> Resolution<'a> {
    let mut all = effects(agreement, decisions);
    // Those made at the same time are in the order in which they were added.
    all.reverse();
    all.sort_by_key(|effect| std::cmp::Reverse(effect.decided.at));
    let mut resolution = Resolution::default();
    let mut standing: HashMap<SourceId, Vec<Effect<'_>>> = HashMap::new();
    for effect in all {
        let here = standing.entry(effect.key().source).or_default();
        if let Some(later) = here.iter().find(|later| later.contradicts(&effect)) {
            let (later, earlier) = (later.decided.clone(), effect.decided.clone());
            resolution.contradictions.push(Contradiction { later, earlier });
        } else {
            resolution.decisions.insert(effect.key(), effect.decided);
            here.push(effect);
        }
    }
    resolution
}

/// Returns the decisions that contradict the one on this disagreement.
#[must_use]
pub fn contradicted<'a>(agreement: &Agreement, decisions: &'a [Decided], key: DisagreementKey) -> Vec<&'a Decided> {
    let all = effects(agreement, decisions);
    let Some(new) = all.iter().find(|effect| effect.key() == key) else { return Vec::new() };
    let others = all.iter().filter(|other| other.key().source == key.source && other.key() != key);
    others.filter(|other| other.contradicts(new)).map(|other| other.decided).collect()
}

/// Returns the consensus coding: what the coders agree on and what was decided. A decision on a stretch without a
/// disagreement has no effect, nor has one that a later decision contradicts.
#[must_use]
pub fn consensus(agreement: &Agreement, decisions: &[Decided]) -> HashSet<ConsensusPassage> {
    let Resolution { decisions, .. } = resolution(agreement, decisions);
    let mut consensus: HashSet<ConsensusPassage> = agreement.passages.iter().copied().collect();
    for disagreement in &agreement.disagreements {
        if let Some(decided) = decisions.get(&disagreement.key) {
            consensus.extend(disagreement.passages(decided.decision));
        }
    }
    consensus
}

/// A decision with what it gives to the consensus coding.
struct Effect<'a> {
    decided: &'a Decided,
    passages: Vec<ConsensusPassage>,
    /// Whether one of these has another code, or words outside the disagreement. All contradictions come from there.
    reaches_out: bool,
}

impl Effect<'_> {
    fn key(&self) -> DisagreementKey {
        self.decided.disagreement
    }

    /// Both are decisions in the same document.
    fn contradicts(&self, other: &Self) -> bool {
        self.reaches_out && self.gives_what_is_denied_by(other)
            || other.reaches_out && other.gives_what_is_denied_by(self)
    }

    fn gives_what_is_denied_by(&self, other: &Self) -> bool {
        self.passages.iter().any(|passage| {
            let has_words_of = |given: &&ConsensusPassage| {
                given.code == passage.code && given.range.intersection(passage.range).is_some()
            };
            passage.code == other.key().code
                && passage.range.intersection(other.key().range).is_some()
                && !other.passages.iter().any(|given| has_words_of(&given))
        })
    }
}

fn effects<'a>(agreement: &Agreement, decisions: &'a [Decided]) -> Vec<Effect<'a>> {
    let disagreements: HashMap<DisagreementKey, _> =
        agreement.disagreements.iter().map(|disagreement| (disagreement.key, disagreement)).collect();
    let made = decisions.iter().filter(|decided| decided.decision != Decision::Later);
    made.filter_map(|decided| {
        let key = decided.disagreement;
        let passages = disagreements.get(&key)?.passages(decided.decision);
        let is_within = |passage: &ConsensusPassage| {
            passage.code == key.code && passage.range.intersection(key.range) == Some(passage.range)
        };
        let reaches_out = !passages.iter().all(is_within);
        Some(Effect { decided, passages, reaches_out })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::consensus::agreement;
    use crate::analysis::samples::fact;
    use crate::model::{CharRange, CodeId, Progress, UserId};
    use Decision::{Both, Coder, Later, Neither, Range, Recode};

    fn decided(code: i64, range: (u32, u32), decision: Decision, at: i64) -> Decided {
        let range = CharRange::new(range.0, range.1);
        let disagreement = DisagreementKey { source: SourceId(1), code: CodeId(code), range };
        Decided { disagreement, decision, reason: String::new(), who: String::new(), at }
    }

    #[test]
    fn of_two_decisions_that_contradict_each_other_the_later_one_holds() {
        // Coder 1 has codes 1 at 0..10 and 40..45; coder 2 has code 2 at 0..10 and 12..20, and code 1 at 50..60.
        let marks = [(1, 1, (0, 10)), (2, 2, (0, 10)), (2, 2, (12, 20)), (1, 1, (40, 45)), (2, 1, (50, 60))];
        let facts: Vec<_> =
            marks.iter().zip(1..).map(|(&(user, code, range), id)| fact(id, 1, code, user, range)).collect();
        let coders = [UserId(1), UserId(2)];
        let found =
            agreement(&facts, &coders.map(|coder| (SourceId(1), coder)), &coders, 50, &Progress::default()).unwrap();
        let (a, b) = ((1, (0, 10)), (2, (0, 10)));
        let code = |id| Recode(CodeId(id));
        let wide = Range(CharRange::new(40, 55));
        let cases = [
            ("the code is given to the words and denied to them", [(a, code(2)), (b, Neither)], true),
            ("as the coder who did not code it", [(a, code(2)), (b, Coder(UserId(1)))], true),
            ("as the coder who did", [(a, code(2)), (b, Coder(UserId(2)))], false),
            ("both", [(a, code(2)), (b, Both)], false),
            ("on other words", [(a, code(2)), (b, Range(CharRange::new(30, 35)))], true),
            ("one for the other", [(a, code(2)), (b, code(1))], true),
            ("a chain", [(a, code(2)), (b, code(3))], true),
            ("the same third code", [(a, code(3)), (b, code(3))], false),
            ("postponed", [(a, code(2)), (b, Later)], false),
            ("other words", [(a, code(2)), ((2, (12, 20)), Neither)], false),
            ("words of another disagreement", [((1, (40, 45)), wide), ((1, (50, 60)), Neither)], true),
        ];
        for (name, pair, contradict) in cases {
            for at in [[1, 2], [2, 1], [1, 1]] {
                let [first, second] = [0, 1].map(|place| {
                    let ((code, range), decision) = pair[place];
                    decided(code, range, decision, at[place])
                });
                let both = [first.clone(), second.clone()];
                let resolution = resolution(&found, &both);
                let (later, earlier) = if at[0] > at[1] { (&first, &second) } else { (&second, &first) };
                let expected: Vec<_> = contradict
                    .then(|| Contradiction { later: later.clone(), earlier: earlier.clone() })
                    .into_iter()
                    .collect();
                assert_eq!(resolution.contradictions, expected, "{name}");
                assert_eq!(contradicted(&found, &both, first.disagreement), [&second][..usize::from(contradict)]);
                if contradict {
                    let of_later = consensus(&found, std::slice::from_ref(later));
                    assert_eq!(consensus(&found, &both), of_later, "{name}: the earlier one has no effect");
                }
            }
        }
    }

    #[test]
    fn a_decision_that_only_an_ineffective_one_contradicts_has_its_effect() {
        let marks = [(1, 1), (2, 2), (1, 3)];
        let facts: Vec<_> = marks.iter().zip(1..).map(|(&(user, code), id)| fact(id, 1, code, user, (0, 10))).collect();
        let coders = [UserId(1), UserId(2)];
        let found =
            agreement(&facts, &coders.map(|coder| (SourceId(1), coder)), &coders, 50, &Progress::default()).unwrap();
        let words = (0, 10);
        // The first contradicts the second, and the third the first.
        let all = [
            decided(2, words, Neither, 1),
            decided(1, words, Recode(CodeId(2)), 2),
            decided(3, words, Recode(CodeId(1)), 3),
        ];
        let resolution = resolution(&found, &all);
        assert_eq!(resolution.decisions.len(), 2);
        let [only] = resolution.contradictions.as_slice() else { panic!() };
        assert_eq!((&only.later, &only.earlier), (&all[2], &all[1]));
    }
}
