//! What becomes of decisions in Compare when codes are merged.

use crate::model::{Code, CodeId, Codebook, Decided, Decision, DisagreementKey, same_name};
use std::collections::HashMap;

/// What becomes of one decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DecisionStep {
    /// It is about, or for, the code into which its own is merged.
    Move { from: DisagreementKey, decided: Decided },
    /// It is removed, because the remaining code has a decision on the same words.
    Replace(Decided),
    /// A postponed decision is removed for the sake of another one.
    Withdraw(DisagreementKey),
}

/// Returns the codes that a merge removes, each with the one that remains in its place: `from`, and its subcodes that
/// `into` has, too.
pub(super) fn merged_codes(book: &Codebook, from: CodeId, into: CodeId) -> HashMap<CodeId, CodeId> {
    let mut pairs = HashMap::new();
    pair(book, from, into, &mut pairs);
    pairs
}

/// Adds `from` and its subcodes. A code that is removed remains in no other one's place: A > B, merged into A, is no place
/// for A > B > B.
fn pair(book: &Codebook, from: CodeId, into: CodeId, pairs: &mut HashMap<CodeId, CodeId>) {
    pairs.insert(from, into);
    for child in book.children(Some(from)) {
        let is_twin = |other: &&Code| same_name(&other.name, &child.name) && !pairs.contains_key(&other.id);
        if let Some(twin) = book.children(Some(into)).find(is_twin) {
            pair(book, child.id, twin.id, pairs);
        }
    }
}

/// Returns what becomes of the decisions that are about these merged codes, or for them. If both codes have a decision
/// on the same words, that of the remaining code stays, unless it is only postponed.
pub(super) fn merged_decisions(decisions: Vec<Decided>, codes: &HashMap<CodeId, CodeId>) -> Vec<DecisionStep> {
    let of = |code: CodeId| codes.get(&code).copied().unwrap_or(code);
    let after = |decided: &Decided| {
        let disagreement = DisagreementKey { code: of(decided.disagreement.code), ..decided.disagreement };
        let decision = match decided.decision {
            // The range was given the code that it has now.
            Decision::Recode(to) if of(to) == disagreement.code => Decision::Both,
            Decision::Recode(to) => Decision::Recode(of(to)),
            other => other,
        };
        Decided { disagreement, decision, ..decided.clone() }
    };
    let is_moved = |decided: &Decided| {
        let is_for = matches!(decided.decision, Decision::Recode(to) if codes.contains_key(&to));
        is_for || codes.contains_key(&decided.disagreement.code)
    };
    let (moved, kept): (Vec<_>, Vec<_>) = decisions.into_iter().partition(is_moved);
    let is_later = |decided: &Decided| decided.decision == Decision::Later;
    let mut taken: HashMap<DisagreementKey, bool> =
        kept.iter().map(|decided| (decided.disagreement, is_later(decided))).collect();
    let (first, second): (Vec<_>, Vec<_>) =
        moved.into_iter().partition(|decided| !codes.contains_key(&decided.disagreement.code));
    let mut steps = Vec::new();
    for before in first.into_iter().chain(second) {
        let (from, decided) = (before.disagreement, after(&before));
        match taken.get(&decided.disagreement) {
            Some(_) if is_later(&before) => steps.push(DecisionStep::Withdraw(from)),
            Some(false) => steps.push(DecisionStep::Replace(before)),
            found => {
                if found.is_some() {
                    steps.push(DecisionStep::Withdraw(decided.disagreement));
                }
                taken.insert(decided.disagreement, is_later(&decided));
                steps.push(DecisionStep::Move { from, decided });
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;
    use crate::model::{CharRange, SourceId};

    #[test]
    fn no_code_is_merged_into_one_that_is_merged_away() {
        let codes = [(1, None, "A"), (2, Some(1), "B"), (3, Some(2), "B"), (4, Some(3), "B"), (5, Some(2), "A")];
        let book = samples::book(&codes);
        let pairs = |from, into| merged_codes(&book, CodeId(from), CodeId(into));
        assert_eq!(pairs(2, 1), HashMap::from([(CodeId(2), CodeId(1))]));
        assert_eq!(pairs(3, 1), HashMap::from([(CodeId(3), CodeId(1)), (CodeId(4), CodeId(2))]));
        // By a detour: below A > C > D, C has its place in A > C, and then D would have it in A > C > D.
        let codes = [(1, None, "A"), (2, Some(1), "C"), (3, Some(2), "D"), (4, Some(3), "C"), (5, Some(4), "D")];
        let found = merged_codes(&samples::book(&codes), CodeId(3), CodeId(1));
        assert_eq!(found, HashMap::from([(CodeId(3), CodeId(1)), (CodeId(4), CodeId(2))]));
    }

    #[test]
    fn decisions_follow_merged_codes_and_those_of_the_remaining_code_come_first() {
        let book =
            samples::book(&[(1, None, "A"), (2, Some(1), "C"), (3, None, "B"), (4, Some(3), "C"), (5, None, "D")]);
        let codes = merged_codes(&book, CodeId(1), CodeId(3));
        assert_eq!(codes, HashMap::from([(CodeId(1), CodeId(3)), (CodeId(2), CodeId(4))]));
        let key = |code, start| DisagreementKey {
            source: SourceId(1),
            code: CodeId(code),
            range: CharRange::new(start, start + 5),
        };
        let decided = |code, start, decision| Decided {
            disagreement: key(code, start),
            decision,
            reason: String::new(),
            who: "Ann".to_owned(),
            at: 0,
        };
        let moved = |code, start, decided| DecisionStep::Move { from: key(code, start), decided };
        use Decision::{Both, Later, Neither, Recode};
        for (name, decisions, steps) in [
            ("another code", vec![decided(5, 0, Both)], vec![]),
            ("moves", vec![decided(1, 0, Both)], vec![moved(1, 0, decided(3, 0, Both))]),
            ("subcode", vec![decided(2, 0, Later)], vec![moved(2, 0, decided(4, 0, Later))]),
            (
                "for the code",
                vec![decided(5, 0, Recode(CodeId(1)))],
                vec![moved(5, 0, decided(5, 0, Recode(CodeId(3))))],
            ),
            ("for the same", vec![decided(3, 0, Recode(CodeId(1)))], vec![moved(3, 0, decided(3, 0, Both))]),
            ("other words", vec![decided(1, 0, Both), decided(3, 1, Both)], vec![moved(1, 0, decided(3, 0, Both))]),
            (
                "same words",
                vec![decided(1, 0, Both), decided(3, 0, Neither)],
                vec![DecisionStep::Replace(decided(1, 0, Both))],
            ),
            (
                "same words, and the remaining one was for the merged code",
                vec![decided(1, 0, Both), decided(3, 0, Recode(CodeId(1)))],
                vec![moved(3, 0, decided(3, 0, Both)), DecisionStep::Replace(decided(1, 0, Both))],
            ),
            (
                "postponed here",
                vec![decided(3, 0, Later), decided(1, 0, Both)],
                vec![DecisionStep::Withdraw(key(3, 0)), moved(1, 0, decided(3, 0, Both))],
            ),
            (
                "postponed there",
                vec![decided(1, 0, Later), decided(3, 0, Both)],
                vec![DecisionStep::Withdraw(key(1, 0))],
            ),
        ] {
            assert_eq!(merged_decisions(decisions, &codes), steps, "{name}");
        }
    }
}
