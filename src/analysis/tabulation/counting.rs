//! Counts the participants, documents, passages or characters of a list of codings.

use super::indexed::{Indexed, NONE};
use crate::model::{Count, Fact};

/// Counts many lists over the same codings; each list may contain a coding once.
pub(super) struct Counter<'a> {
    facts: &'a [Fact],
    count: Count,
    /// Per coding: what is counted once (participant, document, passage), or its rank by position if characters are
    /// counted.
    keys: Vec<u32>,
    /// Per key: the last list that contained it, so that nothing has to be cleared between lists.
    seen: Vec<u32>,
    list: u32,
    /// For characters: indices of codings by document, start and end.
    order: Vec<u32>,
    ranks: Vec<u32>,
}

impl<'a> Counter<'a> {
    pub fn new(indexed: &Indexed<'a>, count: Count) -> Self {
        let (mut order, facts) = (vec![], indexed.facts);
        let (keys, distinct) = match count {
            Count::Participants => {
                let of_source = |&s: &u32| indexed.participant.get(s as usize).copied().unwrap_or(NONE);
                (indexed.source.iter().map(of_source).collect(), indexed.participants)
            }
            Count::Documents => (indexed.source.clone(), indexed.participant.len()),
            Count::Passages => passages(facts),
            Count::Characters => {
                order = sorted(facts, |f| (f.source, f.range));
                let mut ranks = vec![0; facts.len()];
                for (&fact, rank) in order.iter().zip(0..) {
                    ranks[fact as usize] = rank;
                }
                (ranks, 0)
            }
        };
        Self { facts, count, keys, seen: vec![0; distinct], list: 0, order, ranks: vec![] }
    }

    /// Counts the codings with these indices.
    pub fn count(&mut self, list: &[u32]) -> u64 {
        if self.count == Count::Characters {
            return self.characters(list);
        }
        self.list += 1;
        let mut distinct = 0;
        for &fact in list {
            // A document without a participant has no key.
            let Some(seen) = self.seen.get_mut(self.keys[fact as usize] as usize) else { continue };
            if std::mem::replace(seen, self.list) != self.list {
                distinct += 1;
            }
        }
        distinct
    }

    /// Counts the code points covered by at least one of the codings, document by document.
    fn characters(&mut self, list: &[u32]) -> u64 {
        self.ranks.clear();
        self.ranks.extend(list.iter().map(|&fact| self.keys[fact as usize]));
        self.ranks.sort_unstable();
        let (mut covered, mut document, mut up_to) = (0, None, 0);
        for &rank in &self.ranks {
            let fact = &self.facts[self.order[rank as usize] as usize];
            if document != Some(fact.source) {
                (document, up_to) = (Some(fact.source), 0);
            }
            let (start, end) = (fact.range.start.0.max(up_to), fact.range.end.0);
            covered += u64::from(end.saturating_sub(start));
            up_to = up_to.max(end);
        }
        covered
    }
}

/// Returns the passage number of each coding (document, start, end and code; the coder does not matter) and the
/// number of passages.
fn passages(facts: &[Fact]) -> (Vec<u32>, usize) {
    let passage = |f: &Fact| (f.code, f.source, f.range);
    let (mut numbers, mut next, mut last) = (vec![0; facts.len()], 0, None);
    for index in sorted(facts, passage) {
        let this = passage(&facts[index as usize]);
        if last.replace(this).is_some_and(|last| last != this) {
            next += 1;
        }
        numbers[index as usize] = next;
    }
    (numbers, if facts.is_empty() { 0 } else { next as usize + 1 })
}

/// Returns the indices of the codings in the order of `key`; does not sort if they are already in order.
fn sorted<K: Ord>(facts: &[Fact], key: impl Fn(&Fact) -> K) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(facts.len()).collect();
    if !facts.is_sorted_by_key(&key) {
        order.sort_unstable_by_key(|&i| key(&facts[i as usize]));
    }
    order
}
