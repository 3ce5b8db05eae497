//! Sets of coders, given by their indices.

/// A set of coders. Sets are equal if they have the same coders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CoderSet {
    /// The first 64 coders, one bit each: hardly any study has more.
    first: u64,
    /// The next ones, 64 each; the last word is never 0.
    more: Vec<u64>,
}

impl CoderSet {
    /// Takes out a coder who is in the set, or puts in one who is not.
    pub fn toggle(&mut self, coder: usize) {
        let Some(beyond) = coder.checked_sub(64) else {
            self.first ^= 1 << coder;
            return;
        };
        if self.more.len() <= beyond / 64 {
            self.more.resize(beyond / 64 + 1, 0);
        }
        if let Some(word) = self.more.get_mut(beyond / 64) {
            *word ^= 1 << (beyond % 64);
        }
        while self.more.last() == Some(&0) {
            self.more.pop();
        }
    }

    pub fn insert(&mut self, coder: usize) {
        if !self.contains(coder) {
            self.toggle(coder);
        }
    }

    #[must_use]
    pub fn contains(&self, coder: usize) -> bool {
        let word = match coder.checked_sub(64) {
            None => Some(&self.first),
            Some(beyond) => self.more.get(beyond / 64),
        };
        word.is_some_and(|word| word >> (coder % 64) & 1 == 1)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.more.is_empty()
    }

    /// Number of coders.
    #[must_use]
    pub fn len(&self) -> usize {
        std::iter::once(&self.first).chain(&self.more).map(|word| word.count_ones() as usize).sum()
    }

    /// Returns the coders, lowest index first.
    pub fn coders(&self) -> impl Iterator<Item = usize> {
        let words = std::iter::once(self.first).chain(self.more.iter().copied()).enumerate();
        words.flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| 64 * at + bit))
    }

    /// Returns the coders of the set who are also in `other`.
    #[must_use]
    pub fn shared_with(&self, other: &Self) -> Self {
        self.coders().filter(|coder| other.contains(*coder)).collect()
    }

    /// Returns the coders of the set who are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.coders().filter(|coder| !other.contains(*coder)).collect()
    }
}

impl FromIterator<usize> for CoderSet {
    fn from_iter<I: IntoIterator<Item = usize>>(coders: I) -> Self {
        let mut set = Self::default();
        coders.into_iter().for_each(|coder| set.insert(coder));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::CoderSet;
    use std::collections::BTreeSet;

    #[test]
    fn a_set_of_any_number_of_coders_is_as_a_plain_set() {
        let mut random = super::super::SplitMix64::new(3);
        for most in [3, 64, 65, 300] {
            let (mut set, mut plain) = (CoderSet::default(), BTreeSet::new());
            let other: CoderSet = (0..most).step_by(3).collect();
            for _ in 0..500 {
                let coder = random.below(most);
                set.toggle(coder);
                if !plain.remove(&coder) {
                    plain.insert(coder);
                }
                assert!(set.coders().eq(plain.iter().copied()));
                assert_eq!((set.len(), set.is_empty()), (plain.len(), plain.is_empty()));
                assert_eq!(set.contains(coder), plain.contains(&coder));
                assert_eq!(set, plain.iter().rev().copied().collect());
                assert!(set.shared_with(&other).coders().eq(plain.iter().copied().filter(|coder| coder % 3 == 0)));
                assert!(set.without(&other).coders().eq(plain.iter().copied().filter(|coder| coder % 3 != 0)));
            }
        }
    }
}
