//! The coded passages of a whole project, packed: a project may have millions of them.

use super::{CodingDump, CodingPlace, NoteDump};
use crate::model::{Account, Guid};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;

/// Bytes after which a new chunk is begun. Chunks neither move when more is added nor stay when they were read.
const CHUNK: usize = 1 << 18;

/// Bytes that hardly any coding takes.
const USUAL: usize = 256;

/// Coded passages in the order in which they were added. Names are kept once, and everything else in as few bytes as
/// it needs.
#[derive(Clone, Default)]
pub struct Codings {
    names: Names,
    chunks: VecDeque<Vec<u8>>,
    count: usize,
}

/// Names with a number for each.
#[derive(Clone, Default)]
struct Names {
    all: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let (name, number) = (Arc::<str>::from(name), self.all.len() as u32);
        self.all.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    fn name(&self, number: u32) -> String {
        self.all.get(number as usize).map(|name| (**name).to_owned()).unwrap_or_default()
    }
}

/// What distinguishes a coding from others: the same coder does not code the same words twice with one code. Names are
/// numbers of [`Codings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Key {
    coder: u32,
    document: u32,
    code: u32,
    start: u32,
    length: u32,
}

#[derive(Serialize, Deserialize)]
struct Packed<'p> {
    key: Key,
    important: bool,
    account: Option<&'p str>,
    guid: Option<[u8; 16]>,
    selection: Option<[u8; 16]>,
    created: Option<i64>,
    file: u32,
    number: Option<u32>,
    positions: Positions,
    #[serde(borrow)]
    memos: Vec<PackedMemo<'p>>,
}

#[derive(Serialize, Deserialize)]
enum Positions {
    None,
    /// Those of the coding.
    Same,
    Other(u32, u32),
}

#[derive(Serialize, Deserialize)]
struct PackedMemo<'p> {
    text: &'p str,
    coder: Option<u32>,
    guid: Option<[u8; 16]>,
    created: Option<i64>,
}

impl Codings {
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn push(&mut self, coding: CodingDump) {
        let place = &coding.place;
        let positions = match place.positions {
            None => Positions::None,
            Some(positions) if positions == (coding.start, coding.end) => Positions::Same,
            Some((start, end)) => Positions::Other(start, end),
        };
        let names = &mut self.names;
        let memo = |memo| {
            let NoteDump { text, coder, guid, created }: &NoteDump = memo;
            let coder = coder.as_ref().map(|coder| names.number(coder));
            PackedMemo { text, coder, guid: guid.map(|guid| guid.0), created: *created }
        };
        let memos = coding.memos.iter().map(memo).collect();
        let key = Key {
            coder: self.names.number(&coding.coder),
            document: self.names.number(&coding.document),
            code: self.names.number(&coding.code),
            start: coding.start,
            length: coding.end.wrapping_sub(coding.start),
        };
        let packed = Packed {
            key,
            important: coding.important,
            account: coding.account.as_ref().map(Account::key),
            guid: coding.guid.map(|guid| guid.0),
            selection: coding.selection.map(|guid| guid.0),
            created: coding.created,
            file: self.names.number(&place.file),
            number: place.number,
            positions,
            memos,
        };
        self.add(&packed);
    }

    fn add(&mut self, packed: &Packed<'_>) {
        if self.chunks.back().is_none_or(|chunk| chunk.len() > CHUNK - USUAL) {
            self.chunks.push_back(Vec::with_capacity(CHUNK));
        }
        if let Some(last) = self.chunks.back_mut() {
            *last = postcard::to_extend(packed, std::mem::take(last)).unwrap_or_default();
            self.count += 1;
        }
    }

    /// Takes a coding out of its packed form.
    fn unpack(&self, packed: &Packed<'_>) -> CodingDump {
        let Packed { key, important, account, guid, selection, created, file, number, positions, memos } = packed;
        let end = key.start.wrapping_add(key.length);
        let positions = match *positions {
            Positions::None => None,
            Positions::Same => Some((key.start, end)),
            Positions::Other(start, end) => Some((start, end)),
        };
        let memo = |memo: &PackedMemo<'_>| NoteDump {
            text: memo.text.to_owned(),
            coder: memo.coder.map(|coder| self.names.name(coder)),
            guid: memo.guid.map(Guid),
            created: memo.created,
        };
        CodingDump {
            coder: self.names.name(key.coder),
            document: self.names.name(key.document),
            start: key.start,
            end,
            code: self.names.name(key.code),
            memos: memos.iter().map(memo).collect(),
            important: *important,
            account: account.and_then(Account::parse),
            guid: guid.map(Guid),
            selection: selection.map(Guid),
            created: *created,
            place: CodingPlace { file: self.names.name(*file), number: *number, positions },
        }
    }

    fn packed(&self) -> impl Iterator<Item = Packed<'_>> {
        self.chunks.iter().flat_map(|chunk| unpacked(chunk))
    }

    pub fn iter(&self) -> impl Iterator<Item = CodingDump> {
        self.packed().map(|packed| self.unpack(&packed))
    }

    #[must_use]
    pub fn first(&self) -> Option<CodingDump> {
        self.iter().next()
    }

    #[must_use]
    pub fn have_guids(&self) -> bool {
        self.packed().any(|packed| packed.guid.is_some())
    }

    #[must_use]
    pub fn memos_have_guids(&self) -> bool {
        self.packed().any(|packed| packed.memos.iter().any(|memo| memo.guid.is_some()))
    }

    /// Changes every coding.
    pub fn change(&mut self, mut change: impl FnMut(&mut CodingDump)) {
        *self = std::mem::take(self)
            .into_iter()
            .map(|mut coding| {
                change(&mut coding);
                coding
            })
            .collect();
    }

    /// Sorts them, keeping those with equal keys in their order.
    pub fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&CodingDump) -> K) {
        if !self.iter().is_sorted_by_key(|coding| key(&coding)) {
            let mut codings: Vec<CodingDump> = std::mem::take(self).into_iter().collect();
            codings.sort_by_key(key);
            *self = codings.into();
        }
    }

    /// Adds the codings of another list.
    pub fn append(&mut self, mut others: Self) {
        let numbers: Vec<u32> = others.names.all.iter().map(|name| self.names.number(name)).collect();
        let here = |number: u32| numbers.get(number as usize).copied().unwrap_or_default();
        while let Some(chunk) = others.chunks.pop_front() {
            for mut packed in unpacked(&chunk) {
                let Key { coder, document, code, .. } = packed.key;
                packed.key = Key { coder: here(coder), document: here(document), code: here(code), ..packed.key };
                packed.file = here(packed.file);
                packed.memos.iter_mut().for_each(|memo| memo.coder = memo.coder.map(here));
                self.add(&packed);
            }
        }
    }

    /// Returns, for each coder, the documents with codings.
    #[must_use]
    pub fn coded(&self) -> BTreeMap<String, BTreeSet<String>> {
        let pairs: HashSet<(u32, u32)> = self.packed().map(|packed| (packed.key.coder, packed.key.document)).collect();
        let mut coded: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (coder, document) in pairs {
            coded.entry(self.names.name(coder)).or_default().insert(self.names.name(document));
        }
        coded
    }

    /// Removes all codings with the coder, document, words and code of an earlier one, and hands them over.
    pub fn remove_repeated(&mut self, mut removed: impl FnMut(CodingDump)) {
        // Most projects have none, and a set of all keys would take more memory than the codings.
        let hasher = RandomState::new();
        let mut hashes: Vec<u64> = self.packed().map(|packed| hasher.hash_one(packed.key)).collect();
        hashes.sort_unstable();
        let repeated = hashes.windows(2).filter_map(|two| (two.first() == two.last()).then_some(two.first()).flatten());
        let repeated: HashSet<u64> = repeated.copied().collect();
        if repeated.is_empty() {
            return;
        }
        drop(hashes);
        let mut seen = HashSet::new();
        let mut kept = Self::default();
        for packed in self.packed() {
            let is_first = !repeated.contains(&hasher.hash_one(packed.key)) || seen.insert(packed.key);
            let coding = self.unpack(&packed);
            if is_first { kept.push(coding) } else { removed(coding) }
        }
        *self = kept;
    }
}

fn unpacked(mut rest: &[u8]) -> impl Iterator<Item = Packed<'_>> {
    std::iter::from_fn(move || {
        let (packed, after) = postcard::take_from_bytes(rest).ok()?;
        rest = after;
        Some(packed)
    })
}

impl Extend<CodingDump> for Codings {
    fn extend<I: IntoIterator<Item = CodingDump>>(&mut self, codings: I) {
        codings.into_iter().for_each(|coding| self.push(coding));
    }
}

impl FromIterator<CodingDump> for Codings {
    fn from_iter<I: IntoIterator<Item = CodingDump>>(codings: I) -> Self {
        let mut all = Self::default();
        all.extend(codings);
        all
    }
}

impl From<Vec<CodingDump>> for Codings {
    fn from(codings: Vec<CodingDump>) -> Self {
        codings.into_iter().collect()
    }
}

/// Takes out one coding after another; a chunk goes when it was read.
pub struct IntoIter {
    codings: Codings,
    at: usize,
}

impl Iterator for IntoIter {
    type Item = CodingDump;

    fn next(&mut self) -> Option<CodingDump> {
        loop {
            let chunk = self.codings.chunks.front()?;
            let rest = chunk.get(self.at..).unwrap_or_default();
            if let Ok((packed, after)) = postcard::take_from_bytes(rest) {
                self.at = chunk.len() - after.len();
                return Some(self.codings.unpack(&packed));
            }
            self.codings.chunks.pop_front();
            self.at = 0;
        }
    }
}

impl IntoIterator for Codings {
    type Item = CodingDump;
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter { codings: self, at: 0 }
    }
}

impl PartialEq for Codings {
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Codings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(random: &mut fastrand::Rng) -> CodingDump {
        let name = |random: &mut fastrand::Rng| ["", "a", "家", "A > B"][random.usize(..4)].to_owned();
        let guid = |random: &mut fastrand::Rng| random.bool().then(Guid::new);
        let start = random.u32(..5);
        let memo = |random: &mut fastrand::Rng| NoteDump {
            text: name(random).repeat(random.usize(..40)),
            coder: random.bool().then(|| name(random)),
            guid: guid(random),
            created: random.bool().then(|| random.i64(..)),
        };
        CodingDump {
            coder: name(random),
            document: name(random),
            start,
            end: start + random.u32(1..3),
            code: name(random),
            memos: (0..random.usize(..3)).map(|_| memo(random)).collect(),
            important: random.bool(),
            account: [None, Account::parse("own"), Account::parse("家")][random.usize(..3)].clone(),
            guid: guid(random),
            selection: guid(random),
            created: random.bool().then(|| random.i64(..)),
            place: CodingPlace {
                file: name(random),
                number: random.bool().then(|| random.u32(..)),
                positions: [None, Some((start, start + 1)), Some((7, 9))][random.usize(..3)],
            },
        }
    }

    #[test]
    fn codings_come_out_as_they_went_in() {
        let mut dice = fastrand::Rng::with_seed(1);
        // Enough for several chunks.
        let all: Vec<CodingDump> = (0..8_000).map(|_| random(&mut dice)).collect();
        let mut codings: Codings = all.iter().cloned().collect();
        assert!(codings.chunks.len() > 2);
        assert_eq!((codings.len(), codings.first().as_ref()), (all.len(), all.first()));
        assert!(codings.iter().eq(all.iter().cloned()) && codings.clone().into_iter().eq(all.iter().cloned()));
        for at in [0, 1, 700, 7_999, 8_000] {
            let mut begun: Codings = all[..at].iter().cloned().collect();
            begun.append(all[at..].iter().rev().cloned().collect());
            assert!(begun.iter().eq(all[..at].iter().chain(all[at..].iter().rev()).cloned()), "{at}");
            assert_eq!(begun.len(), 8_000);
        }
        for (coder, documents) in codings.coded() {
            let of_coder = all.iter().filter(|coding| coding.coder == coder);
            assert_eq!(documents, of_coder.map(|coding| coding.document.clone()).collect(), "{coder}");
        }
        codings.change(|coding| coding.coder.push('!'));
        assert!(codings.iter().zip(&all).all(|(now, before)| now.coder == format!("{}!", before.coder)));
    }

    #[test]
    fn repeated_codings_are_those_that_a_plain_search_finds() {
        let mut dice = fastrand::Rng::with_seed(2);
        for length in [0, 1, 30, 300] {
            let all: Vec<CodingDump> = (0..length).map(|_| random(&mut dice)).collect();
            let key = |coding: &CodingDump| {
                let CodingDump { coder, document, start, end, code, .. } = coding.clone();
                (coder, document, start, end, code)
            };
            let is_repeated = |at: &usize| all[..*at].iter().any(|earlier| key(earlier) == key(&all[*at]));
            let (again, first): (Vec<usize>, Vec<usize>) = (0..length).partition(is_repeated);
            let mut codings: Codings = all.iter().cloned().collect();
            let mut removed = Vec::new();
            codings.remove_repeated(|coding| removed.push(coding));
            assert!(codings.iter().eq(first.iter().map(|at| all[*at].clone())), "{length}");
            assert!(removed.into_iter().eq(again.iter().map(|at| all[*at].clone())), "{length}");
        }
    }
}
