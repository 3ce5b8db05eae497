//! The codes on the keys 1 to 9. A key stays with its code until the user moves it, and a free key goes to the next code that
//! is used.

use crate::model::CodeId;

/// Number of keys.
pub const KEYS: usize = 9;

/// Which code is on which key. Keys are counted from 0: the key 1 is at place 0. No code is on two keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeKeys {
    keys: [Option<CodeId>; KEYS],
    /// Codes that no longer exist, with the places of their keys: undo may bring them back.
    gone: Vec<(usize, CodeId)>,
    /// Codes that are merged into others, which get their keys.
    merged: Vec<(CodeId, CodeId)>,
}

impl CodeKeys {
    #[must_use]
    pub fn code(&self, place: usize) -> Option<CodeId> {
        self.keys.get(place).copied().flatten()
    }

    /// Returns the place of the key on which a code is.
    #[must_use]
    pub fn place(&self, code: CodeId) -> Option<usize> {
        self.keys.iter().position(|key| *key == Some(code))
    }

    /// Returns the keys with codes: place and code.
    pub fn all(&self) -> impl Iterator<Item = (usize, CodeId)> {
        self.keys.iter().enumerate().filter_map(|(place, key)| key.map(|code| (place, code)))
    }

    /// Puts a code on a key. The code that was on this key takes the key that becomes free, if any.
    pub fn put(&mut self, code: CodeId, place: usize) {
        let before = self.place(code);
        let Some(key) = self.keys.get_mut(place) else { return };
        let displaced = key.replace(code).filter(|other| *other != code);
        if let Some(key) = before.filter(|&before| before != place).and_then(|before| self.keys.get_mut(before)) {
            *key = displaced;
        }
    }

    /// Takes a code from its key.
    pub fn free(&mut self, code: CodeId) {
        self.keys.iter_mut().filter(|key| **key == Some(code)).for_each(|key| *key = None);
    }

    /// Puts a code that is being used on a free key, if there is one. A code that has a key keeps it.
    pub fn take_used(&mut self, code: CodeId) {
        if self.place(code).is_none()
            && let Some(key) = self.keys.iter_mut().find(|key| key.is_none())
        {
            *key = Some(code);
        }
    }

    /// Notes that a code is about to be merged into another, which gets its key unless it has one.
    pub fn merge(&mut self, from: CodeId, into: CodeId) {
        self.merged.retain(|(other, _)| *other != from);
        self.merged.push((from, into));
    }

    /// Gives the keys of codes that were merged to those that have their passages now, and takes them back after undo.
    fn follow_merges(&mut self, is_known: impl Fn(CodeId) -> bool) {
        for &(from, into) in &self.merged {
            let (from_place, into_place) = (self.place(from), self.place(into));
            match (is_known(from), from_place, into_place) {
                (false, Some(place), None) if is_known(into) => {
                    self.keys[place] = Some(into);
                    self.gone.retain(|(_, other)| *other != from);
                    self.gone.push((place, from));
                }
                (true, None, Some(place)) if self.gone.contains(&(place, from)) => self.keys[place] = None,
                _ => {}
            }
        }
    }

    /// Frees the keys of codes that no longer exist, and gives codes that exist again the keys that they had, unless these
    /// went to other codes.
    pub fn retain(&mut self, is_known: impl Fn(CodeId) -> bool) {
        self.follow_merges(&is_known);
        for (place, key) in self.keys.iter_mut().enumerate() {
            if let Some(lost) = key.take_if(|code| !is_known(*code)) {
                self.gone.retain(|(_, other)| *other != lost);
                self.gone.push((place, lost));
            }
        }
        let (back, gone): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.gone).into_iter().partition(|(_, code)| is_known(*code));
        self.gone = gone;
        for (place, code) in back {
            let has_key = self.place(code).is_some();
            if let Some(key) = self.keys.get_mut(place).filter(|key| key.is_none() && !has_key) {
                *key = Some(code);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes on the keys as far as they go.
    fn shown(keys: &CodeKeys) -> Vec<String> {
        keys.all().map(|(place, code)| format!("{}:{}", place + 1, code.0)).collect()
    }

    fn used(codes: &[i64]) -> CodeKeys {
        let mut keys = CodeKeys::default();
        codes.iter().for_each(|&code| keys.take_used(CodeId(code)));
        keys
    }

    #[test]
    fn a_code_keeps_its_key_whatever_is_used() {
        assert_eq!(shown(&used(&[5, 6, 5, 7, 6, 5])), ["1:5", "2:6", "3:7"]);
        let mut keys = used(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let before = keys.clone();
        (10..40).for_each(|code| keys.take_used(CodeId(code)));
        assert_eq!(keys, before, "all keys are taken");
        keys.free(CodeId(4));
        keys.take_used(CodeId(10));
        assert_eq!(
            (keys.code(3), keys.place(CodeId(4))),
            (Some(CodeId(10)), None),
            "the free key goes to the next code"
        );
    }

    #[test]
    fn a_code_that_is_merged_leaves_its_key_to_the_other_until_that_is_undone() {
        let mut keys = used(&[1, 2, 3]);
        keys.merge(CodeId(2), CodeId(7));
        keys.retain(|_| true);
        assert_eq!(shown(&keys), ["1:1", "2:2", "3:3"], "it has not happened yet");
        for _ in 0..2 {
            keys.retain(|code| code != CodeId(2));
            assert_eq!(shown(&keys), ["1:1", "2:7", "3:3"]);
            keys.retain(|_| true);
            assert_eq!(shown(&keys), ["1:1", "2:2", "3:3"]);
        }
        keys.merge(CodeId(2), CodeId(3));
        keys.retain(|code| code != CodeId(2));
        assert_eq!(shown(&keys), ["1:1", "3:3"], "the other has a key of its own");
    }

    #[test]
    fn the_user_moves_codes() {
        let mut keys = used(&[1, 2, 3]);
        keys.put(CodeId(3), 0);
        assert_eq!(shown(&keys), ["1:3", "2:2", "3:1"], "the two codes change places");
        keys.put(CodeId(8), 1);
        keys.put(CodeId(8), 1);
        assert_eq!(shown(&keys), ["1:3", "2:8", "3:1"]);
        keys.put(CodeId(8), 9);
        assert_eq!(shown(&keys), ["1:3", "2:8", "3:1"], "there is no such key");
    }

    #[test]
    fn a_code_that_exists_again_has_its_key_again() {
        let mut keys = used(&[1, 2]);
        keys.put(CodeId(3), 4);
        let before = shown(&keys);
        for _ in 0..2 {
            keys.retain(|code| code == CodeId(2));
            assert_eq!(shown(&keys), ["2:2"], "both are gone");
            keys.retain(|_| true);
            assert_eq!(shown(&keys), before, "and back");
        }
        // A code that was added and undone leaves its key to the next one, which keeps it.
        keys.take_used(CodeId(10));
        keys.retain(|code| code != CodeId(10));
        keys.take_used(CodeId(11));
        assert_eq!(keys.code(2), Some(CodeId(11)));
        keys.retain(|_| true);
        assert_eq!((keys.code(2), keys.place(CodeId(10))), (Some(CodeId(11)), None));
    }
}
