//! Numbers of passages and of other work, by coder.

use crate::model::{CONSENSUS, Noun, Study, UserId};
use crate::store::{ChangedWork, CountsByUser};
use crate::{i18n, tr};
use std::fmt;

/// Numbers of passages or other things by coder, in the order of the coders; coders without any are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCoder(pub Vec<(String, u64)>);

impl ByCoder {
    /// Leaves out coders whom the study does not have: what is changed begins or ends with them.
    #[must_use]
    pub fn new(study: &Study, counts: &CountsByUser) -> Self {
        let known = |&(user, count): &(UserId, u64)| Some((study.user(user)?.name.clone(), count));
        Self(counts.iter().filter_map(known).collect())
    }

    /// Returns the numbers of all other coders.
    #[must_use]
    pub fn except(&self, coder: Option<&str>) -> Self {
        Self(self.0.iter().filter(|(name, _)| Some(name.as_str()) != coder).cloned().collect())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Returns for example `Coder 2, Ann`.
    #[must_use]
    pub fn names(&self) -> String {
        i18n::joined(&self.0.iter().map(|(name, _)| in_text(name)).collect::<Vec<_>>())
    }
}

/// Formats as `3 passages of Coder 2` or `4 passages of Coder 2 (3) and Ann (1)`.
impl fmt::Display for ByCoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of(Noun::Passage))
    }
}

impl ByCoder {
    /// Does the same for things other than passages: `1 memo of Coder 2`.
    #[must_use]
    pub fn of(&self, noun: Noun) -> String {
        let things = noun.counted(self.total());
        match self.0.as_slice() {
            [(name, _)] => tr!("{things} of {coder}", things, coder = in_text(name)),
            several => {
                let each = several.iter().map(|(name, count)| tr!("{coder} ({count})", coder = in_text(name), count));
                tr!("{things} of {coder}", things, coder = i18n::and(&each.collect::<Vec<_>>()))
            }
        }
    }
}

/// Passages, memos and decisions of coders that are changed, and whether they become visible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub passages: ByCoder,
    pub memos: ByCoder,
    pub decisions: ByCoder,
    /// Blind coding ends, so that all coders see each other's work.
    pub ends_blind: bool,
    /// Blind coding hides whose work it is and how much.
    pub is_hidden: bool,
}

impl Work {
    /// The consensus coding belongs to no coder, so its passages are left out.
    #[must_use]
    pub fn new(study: &Study, changed: ChangedWork) -> Self {
        let of_coders = |mut counts: CountsByUser| {
            counts.retain(|(owner, _)| Some(*owner) != study.consensus());
            ByCoder::new(study, &counts)
        };
        Self {
            passages: of_coders(changed.passages),
            memos: of_coders(changed.memos),
            decisions: ByCoder(changed.decisions),
            ends_blind: false,
            is_hidden: false,
        }
    }

    /// Returns the work of all other coders.
    #[must_use]
    pub fn except(&self, coder: Option<&str>) -> Self {
        Self {
            passages: self.passages.except(coder),
            memos: self.memos.except(coder),
            decisions: self.decisions.except(coder),
            ends_blind: self.ends_blind,
            is_hidden: self.is_hidden,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty() && !self.ends_blind
    }

    /// Returns all kinds of work in one phrase.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut parts = self.parts();
        parts.extend(self.ends_blind.then(|| tr!("whether coders see each other’s work").to_owned()));
        i18n::and(&parts)
    }

    /// Returns one sentence per kind of work. `subject` is what changes it, at the beginning of a sentence.
    #[must_use]
    pub fn sentences(&self, subject: &str) -> Vec<String> {
        let changes = self.parts().into_iter().map(|work| tr!("{subject} changes {work}.", subject, work));
        let reveals =
            self.ends_blind.then(|| tr!("{subject} ends blind coding: all coders see each other’s work.", subject));
        changes.chain(reveals).collect()
    }

    /// Returns one phrase per kind of work: `3 passages of Coder 2`, `1 memo of Ann`.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let all = [(&self.passages, Noun::Passage), (&self.memos, Noun::Memo), (&self.decisions, Noun::Decision)];
        let some = all.into_iter().filter(|(counts, _)| !counts.is_empty());
        if self.is_hidden {
            return some.take(1).map(|_| tr!("work of other coders that blind coding hides").to_owned()).collect();
        }
        some.map(|(counts, noun)| counts.of(noun)).collect()
    }
}

fn in_text(coder: &str) -> &str {
    if coder == CONSENSUS { tr!("the consensus coding") } else { coder }
}

#[cfg(test)]
mod tests {
    use super::ByCoder;

    #[test]
    fn counts_are_written_in_words() {
        let some = |list: &[(&str, u64)]| ByCoder(list.iter().map(|&(name, n)| (name.to_owned(), n)).collect());
        for (counts, expected) in [
            (some(&[("Ann", 1)]), "1 passage of Ann"),
            (some(&[("李", 3)]), "3 passages of 李"),
            (some(&[("Ann", 1), ("agreed", 2)]), "3 passages of Ann (1) and the consensus coding (2)"),
        ] {
            assert_eq!(counts.to_string(), expected);
        }
        assert_eq!(some(&[("Ann", 1), ("Ben", 2)]).except(Some("Ann")), some(&[("Ben", 2)]));
    }
}
