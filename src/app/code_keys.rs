//! The codes on the keys 1 to 9: those that the user has pinned, and those that got there by being used.

use crate::model::CodeId;

/// Number of keys.
pub const KEYS: usize = 9;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OnKey {
    code: CodeId,
    is_pinned: bool,
}

/// Which code is on which key. Keys are counted from 0: the key 1 is at place 0. No code is on two keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeKeys {
    keys: [Option<OnKey>; KEYS],
    /// Codes that no longer exist, with the places of their keys: undo may bring them back.
    gone: Vec<(usize, OnKey)>,
}

impl CodeKeys {
    #[must_use]
    pub fn code(&self, place: usize) -> Option<CodeId> {
        self.keys.get(place).copied().flatten().map(|key| key.code)
    }

    /// Returns the place of the key on which a code is.
    #[must_use]
    pub fn place(&self, code: CodeId) -> Option<usize> {
        self.keys.iter().position(|key| key.is_some_and(|key| key.code == code))
    }

    #[must_use]
    pub fn is_pinned(&self, code: CodeId) -> bool {
        self.keys.iter().flatten().any(|key| key.code == code && key.is_pinned)
    }

    /// Returns the keys with codes: place, code, whether it is pinned.
    pub fn all(&self) -> impl Iterator<Item = (usize, CodeId, bool)> {
        self.keys.iter().enumerate().filter_map(|(place, key)| key.map(|key| (place, key.code, key.is_pinned)))
    }

    /// Puts a code on a key to stay there. The code that was on this key takes the key that becomes free, if any.
    pub fn pin(&mut self, code: CodeId, place: usize) {
        let before = self.place(code);
        let Some(key) = self.keys.get_mut(place) else { return };
        let displaced = key.replace(OnKey { code, is_pinned: true }).filter(|other| other.code != code);
        if let Some(key) = before.filter(|&before| before != place).and_then(|before| self.keys.get_mut(before)) {
            *key = displaced;
        }
    }

    /// Lets a code that is used later take the key of this one.
    pub fn unpin(&mut self, code: CodeId) {
        for key in self.keys.iter_mut().flatten().filter(|key| key.code == code) {
            key.is_pinned = false;
        }
    }

    /// Puts a code that is being used on a free key, or in place of the code that was used longest ago and is not
    /// pinned. A code that has a key keeps it. `recent` are the codes used, latest first.
    pub fn take_used(&mut self, code: CodeId, recent: &[CodeId]) {
        if self.place(code).is_some() {
            return;
        }
        let age = |key: &OnKey| recent.iter().position(|&used| used == key.code).unwrap_or(usize::MAX);
        let free = self.keys.iter().position(Option::is_none);
        let oldest = || {
            let unpinned = self.keys.iter().enumerate().filter_map(|(place, key)| Some((place, key.as_ref()?)));
            unpinned.filter(|(_, key)| !key.is_pinned).max_by_key(|(_, key)| age(key)).map(|(place, _)| place)
        };
        if let Some(key) = free.or_else(oldest).and_then(|place| self.keys.get_mut(place)) {
            *key = Some(OnKey { code, is_pinned: false });
        }
    }

    /// Frees the keys of codes that no longer exist, and gives codes that exist again the keys that they had. A pinned
    /// code takes its key back from a code that is there only because it was used.
    pub fn retain(&mut self, is_known: impl Fn(CodeId) -> bool) {
        for (place, key) in self.keys.iter_mut().enumerate() {
            if let Some(lost) = key.take_if(|key| !is_known(key.code)) {
                self.gone.retain(|(_, other)| other.code != lost.code);
                self.gone.push((place, lost));
            }
        }
        let (back, gone) = std::mem::take(&mut self.gone).into_iter().partition(|(_, key)| is_known(key.code));
        self.gone = gone;
        let back: Vec<(usize, OnKey)> = back;
        for (place, lost) in back {
            let is_elsewhere = self.place(lost.code).is_some_and(|now| now != place);
            let Some(key) = self.keys.get_mut(place) else { continue };
            let is_free = key.is_none_or(|other| lost.is_pinned && !other.is_pinned);
            if is_free && !is_elsewhere {
                let displaced = key.replace(lost);
                if let Some(free) = self.keys.iter_mut().find(|key| key.is_none()) {
                    *free = displaced;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes on the keys as far as they go, with `!` for pinned ones.
    fn shown(keys: &CodeKeys) -> Vec<String> {
        keys.all()
            .map(|(place, code, pinned)| format!("{}:{}{}", place + 1, code.0, if pinned { "!" } else { "" }))
            .collect()
    }

    fn used(codes: &[i64]) -> (CodeKeys, Vec<CodeId>) {
        let (mut keys, mut recent) = (CodeKeys::default(), Vec::new());
        for code in codes.iter().copied().map(CodeId) {
            recent.retain(|&known| known != code);
            recent.insert(0, code);
            keys.take_used(code, &recent);
        }
        (keys, recent)
    }

    #[test]
    fn a_used_code_keeps_its_key_until_all_keys_are_taken() {
        let (keys, _) = used(&[5, 6, 5, 7, 6, 5]);
        assert_eq!(shown(&keys), ["1:5", "2:6", "3:7"]);
        let (mut keys, mut recent) = used(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
        recent.insert(0, CodeId(10));
        keys.take_used(CodeId(10), &recent);
        assert_eq!(shown(&keys), ["1:1", "2:10", "3:3", "4:4", "5:5", "6:6", "7:7", "8:8", "9:9"]);
    }

    #[test]
    fn a_pinned_code_stays_whatever_is_used() {
        let (mut keys, _) = used(&[1, 2, 3]);
        keys.pin(CodeId(3), 0);
        assert_eq!(shown(&keys), ["1:3!", "2:2", "3:1"], "the two codes change places");
        keys.pin(CodeId(8), 1);
        assert_eq!(shown(&keys), ["1:3!", "2:8!", "3:1"]);
        keys.pin(CodeId(8), 1);
        assert!(keys.is_pinned(CodeId(8)) && !keys.is_pinned(CodeId(1)));
        for code in 20..40 {
            keys.take_used(CodeId(code), &[CodeId(code)]);
        }
        assert_eq!((keys.code(0), keys.code(1)), (Some(CodeId(3)), Some(CodeId(8))));
        keys.unpin(CodeId(3));
        keys.take_used(CodeId(50), &(0..40).map(CodeId).filter(|code| code.0 != 3).collect::<Vec<_>>());
        assert_eq!(keys.code(0), Some(CodeId(50)));
    }

    #[test]
    fn with_nine_pinned_codes_no_other_gets_a_key() {
        let mut keys = CodeKeys::default();
        (0..9).for_each(|place| keys.pin(CodeId(place as i64), place));
        let before = keys.clone();
        keys.take_used(CodeId(77), &[CodeId(77)]);
        keys.pin(CodeId(77), 9);
        assert_eq!(keys, before);
        keys.retain(|code| code.0 != 4);
        assert_eq!((keys.code(4), keys.all().count()), (None, 8));
        keys.take_used(CodeId(77), &[CodeId(77)]);
        assert_eq!(keys.place(CodeId(77)), Some(4));
    }

    #[test]
    fn a_code_that_exists_again_has_its_key_again() {
        let (mut keys, _) = used(&[1, 2]);
        keys.pin(CodeId(3), 4);
        let before = shown(&keys);
        for _ in 0..2 {
            keys.retain(|code| code == CodeId(2));
            assert_eq!(shown(&keys), ["2:2"], "both are gone");
            keys.retain(|_| true);
            assert_eq!(shown(&keys), before, "and back");
        }
        // A code that was used meanwhile gives way to a pinned one, and goes to a free key.
        keys.retain(|code| code != CodeId(3));
        for code in 10..13 {
            keys.take_used(CodeId(code), &[]);
        }
        assert_eq!(keys.code(4), Some(CodeId(12)));
        keys.retain(|_| true);
        assert_eq!(shown(&keys), ["1:1", "2:2", "3:10", "4:11", "5:3!", "6:12"]);
        // What was pinned meanwhile stays, and so does what was there when an unpinned code comes back.
        keys.retain(|code| code != CodeId(3) && code != CodeId(1));
        keys.pin(CodeId(20), 4);
        keys.take_used(CodeId(21), &[]);
        keys.retain(|_| true);
        assert_eq!((keys.code(4), keys.code(0)), (Some(CodeId(20)), Some(CodeId(21))));
        assert_eq!((keys.place(CodeId(3)), keys.place(CodeId(1))), (None, None));
    }
}
