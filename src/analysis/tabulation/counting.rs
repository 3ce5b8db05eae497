//! Counts the participants, documents, passages or characters of a list of shares of codings.

use super::indexed::Indexed;
use super::shares::by_document;
use crate::model::{CharRange, Count, Fact};

/// What is counted of each share.
pub(super) struct Counted {
    count: Count,
    /// Per share: what is counted once (participant, document or passage).
    keys: Vec<u32>,
    /// Number of keys.
    distinct: usize,
    /// The keys are passages and ascend from share to share: then equal ones follow each other in an ascending list.
    is_in_order: bool,
    /// For characters.
    parts: Parts,
}

/// Counts many lists over the same shares.
pub(super) struct Counter<'a> {
    of: &'a Counted,
    /// Per key: the last list that contained it, so that nothing has to be cleared between lists.
    seen: Vec<u32>,
    list: u32,
    /// The numbers of the parts in the current list.
    of_list: Vec<u32>,
    /// A bit for each part: those of the current list, if it is a long one.
    marked: Vec<u64>,
}

/// The parts of texts that count towards shares.
#[derive(Default)]
struct Parts {
    /// By document, start and end.
    parts: Vec<Part>,
    /// Per share: the first of its entries in `numbers`, followed by the number of all entries.
    firsts: Vec<u32>,
    /// Indices in `parts`, share by share.
    numbers: Vec<u32>,
}

struct Part {
    /// Index of the document.
    document: u32,
    range: CharRange,
    share: u32,
}

impl Counted {
    pub fn new(indexed: &Indexed<'_>, count: Count) -> Self {
        let shares = || (0_u32..).take(indexed.len());
        let fact = |share: u32| indexed.fact(share) as usize;
        let (keys, distinct): (Vec<u32>, _) = match count {
            Count::Participants => (shares().map(|share| indexed.participant(share)).collect(), indexed.participants),
            Count::Documents => (shares().map(|share| indexed.source[fact(share)]).collect(), indexed.sources),
            Count::Passages => {
                let (numbers, distinct) = passages(indexed.facts);
                (shares().map(|share| numbers[fact(share)]).collect(), distinct)
            }
            Count::Characters => (vec![], 0),
        };
        let parts = if count == Count::Characters { Parts::new(indexed) } else { Parts::default() };
        let is_in_order = count == Count::Passages && keys.is_sorted();
        Self { count, keys, distinct, is_in_order, parts }
    }

    /// Counts the distinct places of the codings, whatever their codes.
    pub fn by_place(indexed: &Indexed<'_>) -> Self {
        let (numbers, distinct) = numbered(indexed.facts, |fact| (fact.source, fact.range));
        let keys = (0_u32..).take(indexed.len()).map(|share| numbers[indexed.fact(share) as usize]).collect();
        Self { count: Count::Passages, keys, distinct, is_in_order: false, parts: Parts::default() }
    }

    pub fn counter(&self) -> Counter<'_> {
        Counter { of: self, seen: vec![0; self.distinct], list: 0, of_list: vec![], marked: vec![] }
    }
}

impl Counter<'_> {
    /// Counts the shares with these indices.
    pub fn count(&mut self, list: &[u32]) -> u64 {
        let Counted { count, keys, is_in_order, .. } = self.of;
        if *count == Count::Characters {
            return self.characters(list);
        }
        if *is_in_order && list.is_sorted() {
            return list.chunk_by(|a, b| keys[*a as usize] == keys[*b as usize]).count() as u64;
        }
        self.list += 1;
        let mut distinct = 0;
        for &share in list {
            // A share that belongs to nobody has no key.
            let Some(seen) = self.seen.get_mut(keys[share as usize] as usize) else { continue };
            if std::mem::replace(seen, self.list) != self.list {
                distinct += 1;
            }
        }
        distinct
    }

    /// Counts the code points that belong to at least one of the shares, document by document.
    fn characters(&mut self, list: &[u32]) -> u64 {
        self.of_list.clear();
        for &share in list {
            self.of_list.extend(self.of.parts.of(share));
        }
        self.order_parts();
        let (mut covered, mut document, mut up_to) = (0, None, 0);
        for &number in &self.of_list {
            let part = &self.of.parts.parts[number as usize];
            if document != Some(part.document) {
                (document, up_to) = (Some(part.document), 0);
            }
            let (start, end) = (part.range.start.0.max(up_to), part.range.end.0);
            covered += u64::from(end.saturating_sub(start));
            up_to = up_to.max(end);
        }
        covered
    }
}

impl Counter<'_> {
    /// Puts the parts of the current list in order, each once.
    fn order_parts(&mut self) {
        let words = self.of.parts.parts.len() / 64 + 1;
        if self.of_list.len() < words / 32 {
            self.of_list.sort_unstable();
            return;
        }
        // Sorting a long list would take longer than looking through all parts.
        self.marked.resize(words, 0);
        for number in self.of_list.drain(..) {
            self.marked[number as usize / 64] |= 1 << (number % 64);
        }
        for (word, first) in self.marked.iter_mut().zip((0_u32..).step_by(64)) {
            let mut bits = std::mem::take(word);
            while bits != 0 {
                self.of_list.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }
}

impl Parts {
    fn new(indexed: &Indexed<'_>) -> Self {
        let shares = || (0_u32..).take(indexed.len());
        let documents: Vec<u32> = shares().map(|share| indexed.source[indexed.fact(share) as usize]).collect();
        let mut parts = Vec::with_capacity(indexed.len());
        let mut firsts = vec![0_u32; indexed.len() + 1];
        let order = by_document(&documents, indexed.sources);
        for shares in order.chunk_by(|a, b| documents[*a as usize] == documents[*b as usize]) {
            let first = parts.len();
            for &share in shares {
                let document = documents[share as usize];
                indexed.each_part(share, |range| {
                    parts.push(Part { document, range, share });
                    firsts[share as usize + 1] += 1;
                });
            }
            parts[first..].sort_unstable_by_key(|part| part.range);
        }
        for share in 0..indexed.len() {
            firsts[share + 1] += firsts[share];
        }
        let (mut next, mut numbers) = (firsts.clone(), vec![0; parts.len()]);
        for (part, number) in parts.iter().zip(0..) {
            let place = &mut next[part.share as usize];
            numbers[*place as usize] = number;
            *place += 1;
        }
        Self { parts, firsts, numbers }
    }

    fn of(&self, share: u32) -> &[u32] {
        let (first, end) = (self.firsts[share as usize], self.firsts[share as usize + 1]);
        &self.numbers[first as usize..end as usize]
    }
}

/// Returns the passage number of each coding (document, start, end and code; the coder does not matter) and the
/// number of passages.
fn passages(facts: &[Fact]) -> (Vec<u32>, usize) {
    numbered(facts, Fact::passage)
}

/// Returns for each coding the number of its key, and how many keys there are. The numbers are in the order of the keys.
fn numbered<K: Ord>(facts: &[Fact], key: impl Fn(&Fact) -> K) -> (Vec<u32>, usize) {
    let (mut numbers, mut next, mut last) = (vec![0; facts.len()], 0, None);
    let mut order: Vec<u32> = (0..).take(facts.len()).collect();
    if !facts.is_sorted_by_key(&key) {
        order.sort_unstable_by_key(|&index| key(&facts[index as usize]));
    }
    for index in order {
        let this = key(&facts[index as usize]);
        if last.as_ref().is_some_and(|last| *last != this) {
            next += 1;
        }
        last = Some(this);
        numbers[index as usize] = next;
    }
    (numbers, if facts.is_empty() { 0 } else { next as usize + 1 })
}
