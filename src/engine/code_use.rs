//! Counts what depends on a code before it is removed or merged: by all coders, regardless of the window's filters.

use crate::engine::by_coder::ByCoder;
use crate::engine::error::Error;
use crate::engine::merged_decisions::{DecisionStep, merged_codes, merged_decisions};
use crate::model::{CodeId, Decided, Decision, Fact, UserId};
use crate::store::Reads;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The use of a code and its subcodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeUse {
    pub code: Option<CodeId>,
    pub into: Option<CodeId>,
    pub codes_below: usize,
    /// Passages that the change is about. A merge gives those of subcodes no other code, unless `into` has a subcode of the
    /// same name.
    pub passages: u64,
    /// Those of them that belong to the consensus coding.
    pub consensus: u64,
    /// Passages of subcodes that a merge moves with their codes.
    pub with_subcodes: u64,
    pub documents: usize,
    pub memos: u64,
    /// Decisions in Compare on these codes, or for them; of a merge, those on codes that it removes.
    pub decisions: usize,
    /// Those of them that a merge deletes, because `into` has a decision on the same words; by the people who decided.
    pub replaced: ByCoder,
    /// Passages per coder, in the order of the coders.
    pub by_coder: ByCoder,
    /// Passages that the same coder has also coded with the remaining code: the two become one.
    pub same: u64,
    /// Passages that partly overlap a passage coded with the remaining code by the same coder.
    pub overlapping: u64,
}

/// Counts what depends on a code, and what becomes of it if it is merged `into` another one.
///
/// # Errors
/// Fails if the project cannot be read.
pub fn code_use(reads: Reads<'_>, code: CodeId, into: Option<CodeId>) -> Result<CodeUse, Error> {
    let study = reads.study()?;
    let book = &study.codebook;
    let mut found = CodeUse { code: Some(code), into, ..CodeUse::default() };
    let mut documents = HashSet::new();
    let mut counts: BTreeMap<UserId, u64> = BTreeMap::new();
    let merged = into.map(|into| merged_codes(book, code, into));
    // What belongs to a subcode that only moves stays with it.
    let keeps = |id: CodeId| merged.as_ref().is_some_and(|merged| !merged.contains_key(&id));
    for below in book.codes().iter().map(|c| c.id).filter(|&c| book.is_below(c, code)) {
        found.codes_below += usize::from(below != code);
        if keeps(below) {
            found.with_subcodes += reads.facts_with(below)?.len() as u64;
            continue;
        }
        found.memos += reads.memos_with(below)?;
        for fact in reads.facts_with(below)? {
            found.consensus += u64::from(Some(fact.user) == study.consensus());
            found.passages += 1;
            documents.insert(fact.source);
            *counts.entry(fact.user).or_default() += 1;
        }
    }
    found.documents = documents.len();
    if !reads.is_narrowed()? {
        let is_below = |id: CodeId| book.is_below(id, code) && !keeps(id);
        let is_about = |decided: &Decided| match decided.decision {
            Decision::Later => false,
            Decision::Recode(to) => is_below(to) || is_below(decided.disagreement.code),
            _ => is_below(decided.disagreement.code),
        };
        let decisions = reads.decisions()?;
        found.decisions = decisions.iter().filter(|decided| is_about(decided)).count();
        if let Some(merged) = &merged {
            found.replaced = replaced(decisions, merged);
        }
    }
    let count = |id| counts.get(&id).copied().unwrap_or(0);
    let by_coder = study.users.iter().map(|u| (u.name.clone(), count(u.id))).filter(|(_, number)| *number > 0);
    found.by_coder = ByCoder(by_coder.collect());
    for (&from, &into) in merged.iter().flatten() {
        let (same, overlapping) = meetings(&reads.facts_with(from)?, &reads.facts_with(into)?);
        (found.same, found.overlapping) = (found.same + same, found.overlapping + overlapping);
    }
    Ok(found)
}

/// Counts the decisions that are deleted when these codes are merged.
fn replaced(decisions: Vec<Decided>, codes: &HashMap<CodeId, CodeId>) -> ByCoder {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for step in merged_decisions(decisions, codes) {
        if let DecisionStep::Replace(decided) = step {
            *counts.entry(decided.who).or_default() += 1;
        }
    }
    ByCoder(counts.into_iter().collect())
}

/// Counts the passages of `from` that are also in `into`, and those that only overlap one there. Both are sorted by
/// document and start.
fn meetings(from: &[Fact], into: &[Fact]) -> (u64, u64) {
    let twins: HashSet<_> = into.iter().map(|f| (f.source, f.range, f.user)).collect();
    let (mut same, mut overlapping) = (0, 0);
    for fact in from {
        let start = into.partition_point(|other| other.source < fact.source);
        let near = into.get(start..).unwrap_or_default().iter().take_while(|o| o.source == fact.source);
        if twins.contains(&(fact.source, fact.range, fact.user)) {
            same += 1;
        } else if near.clone().any(|o| o.user == fact.user && o.range.intersection(fact.range).is_some()) {
            overlapping += 1;
        }
    }
    (same, overlapping)
}

#[cfg(test)]
mod tests {
    use super::meetings;
    use crate::model::{CharRange, CodeId, CodingId, Fact, SourceId, UserId};

    #[test]
    fn twins_and_overlaps_are_distinguished_within_one_coder_and_document() {
        let fact = |source, start, end, user| Fact {
            coding: CodingId(0),
            source: SourceId(source),
            range: CharRange::new(start, end),
            code: CodeId(1),
            user: UserId(user),
        };
        let from = [fact(1, 0, 5, 1), fact(1, 2, 9, 1), fact(1, 20, 22, 1), fact(2, 0, 5, 1), fact(3, 0, 5, 2)];
        let into = [fact(1, 0, 5, 1), fact(2, 4, 8, 1), fact(3, 0, 5, 1)];
        assert_eq!(meetings(&from, &into), (1, 2));
    }
}
