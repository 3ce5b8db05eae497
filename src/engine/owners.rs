//! Whose work a command changes. A passage belongs to the coder who coded it, a memo to the coder who wrote it, and a
//! decision to whoever made it; to change another coder's, a command has to say so
//! ([`Command::Override`](super::Command::Override)), and the history names both.

use super::{Error, Project};
use crate::model::{AGREED, CodingId, Fact, NoteTarget, Study, UserId, counted};
use crate::store::CountsByUser;
use std::fmt;

/// Numbers of passages, or of other things, by coder, in the order of the coders; coders without any are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCoder(pub Vec<(String, u64)>);

impl ByCoder {
    #[must_use]
    pub fn new(study: &Study, counts: &CountsByUser) -> Self {
        let name = |id: UserId| study.user(id).map_or_else(|| "a removed coder".to_owned(), |user| user.name.clone());
        Self(counts.iter().map(|&(user, count)| (name(user), count)).collect())
    }

    /// Those of everybody but this coder.
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

    /// `Coder 2, Ann`
    #[must_use]
    pub fn names(&self) -> String {
        self.0.iter().map(|(name, _)| in_text(name)).collect::<Vec<_>>().join(", ")
    }
}

/// `3 passages of Coder 2`, `4 passages of other coders: Coder 2 (3), Ann (1)`.
impl fmt::Display for ByCoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.of("passage"))
    }
}

impl ByCoder {
    /// The same of other things than passages: `1 memo of Coder 2`.
    #[must_use]
    pub fn of(&self, noun: &str) -> String {
        let total = counted(self.total(), noun);
        match self.0.as_slice() {
            [(name, _)] => format!("{total} of {}", in_text(name)),
            several => {
                let each: Vec<String> =
                    several.iter().map(|(name, count)| format!("{} ({count})", in_text(name))).collect();
                format!("{total} of other coders: {}", each.join(", "))
            }
        }
    }
}

/// Passages, memos and decisions of coders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub passages: ByCoder,
    pub memos: ByCoder,
    pub decisions: ByCoder,
}

impl Work {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty()
    }

    /// `3 passages of Coder 2`, `1 memo of Ann`: what there is of each.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let all = [(&self.passages, "passage"), (&self.memos, "memo"), (&self.decisions, "decision")];
        all.into_iter().filter(|(counts, _)| !counts.is_empty()).map(|(counts, noun)| counts.of(noun)).collect()
    }
}

fn in_text(coder: &str) -> &str {
    if coder == AGREED { "the consensus coding" } else { coder }
}

impl Project {
    /// Checks that the coder may change these passages: they are all the coder's own, or `anyway` is set. Returns the
    /// other coders, whom the history names.
    pub(super) fn check_owners(
        &self,
        facts: &[Fact],
        user: Option<UserId>,
        anyway: bool,
    ) -> Result<Vec<UserId>, Error> {
        let counts = counts_of_others(facts.iter().map(|fact| fact.user), user);
        if counts.is_empty() || anyway {
            return Ok(counts.into_iter().map(|(owner, _)| owner).collect());
        }
        Err(Error::OthersPassages { passages: self.by_coder(&counts)?, coder: self.coder(user)? })
    }

    /// Checks that the coder may remove these passages together with the memos on them: none was written by another coder, or
    /// `anyway` is set. Returns the others who wrote some, whom the history names.
    pub(super) fn check_memos_on(
        &self,
        codings: &[CodingId],
        user: Option<UserId>,
        anyway: bool,
    ) -> Result<Vec<UserId>, Error> {
        let mut writers = Vec::new();
        for &coding in codings {
            writers.extend(self.reads().memo_writers(NoteTarget::Coding(coding))?);
        }
        let counts = counts_of_others(writers, user);
        if counts.is_empty() || anyway {
            return Ok(counts.into_iter().map(|(writer, _)| writer).collect());
        }
        Err(Error::OthersMemos { memos: self.by_coder(&counts)?, coder: self.coder(user)? })
    }

    /// Checks that the coder may change or remove a memo: it is the coder's own or nobody's, or `anyway` is set. Returns the
    /// other coder who wrote it, whom the history names.
    pub(super) fn check_writer(
        &self,
        writer: Option<UserId>,
        user: Option<UserId>,
        anyway: bool,
    ) -> Result<Vec<UserId>, Error> {
        match writer.filter(|_| writer != user) {
            None => Ok(Vec::new()),
            Some(writer) if anyway => Ok(vec![writer]),
            Some(writer) => {
                Err(Error::OthersMemo { writer: self.reads().user_name(writer)?, coder: self.coder(user)? })
            }
        }
    }

    fn by_coder(&self, counts: &CountsByUser) -> Result<ByCoder, Error> {
        let named = |&(id, count): &(UserId, u64)| Ok((self.reads().user_name(id)?, count));
        Ok(ByCoder(counts.iter().map(named).collect::<Result<_, Error>>()?))
    }

    /// Checks that the next undo (or redo) changes no work of a coder other than `user`.
    pub(super) fn check_turn(&self, redo: bool, user: Option<UserId>) -> Result<(), Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let changed = if redo { reads.changed_by_redo()? } else { reads.changed_by_undo()? };
        let me = user.and_then(|id| study.user(id)).map(|user| user.name.as_str());
        // The consensus coding is nobody's own work: what made it can be taken back without asking.
        let others = |mut counts: CountsByUser| {
            counts.retain(|(owner, _)| Some(*owner) != user && Some(*owner) != study.agreed());
            ByCoder::new(&study, &counts)
        };
        let work = Work {
            passages: others(changed.passages),
            memos: others(changed.memos),
            decisions: ByCoder(changed.decisions).except(me),
        };
        if work.is_empty() {
            return Ok(());
        }
        let next = if redo { reads.next_redo()? } else { reads.next_undo()? };
        Err(Error::TurnChangesOthers { redo, entry: next.map(|op| op.summary).unwrap_or_default(), work })
    }
}

/// How many of these belong to each coder but `user`.
fn counts_of_others(owners: impl IntoIterator<Item = UserId>, user: Option<UserId>) -> CountsByUser {
    let mut counts: CountsByUser = Vec::new();
    for owner in owners.into_iter().filter(|owner| Some(*owner) != user) {
        match counts.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, count)) => *count += 1,
            None => counts.push((owner, 1)),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::ByCoder;

    #[test]
    fn counts_are_told_in_words() {
        let some = |list: &[(&str, u64)]| ByCoder(list.iter().map(|&(name, n)| (name.to_owned(), n)).collect());
        for (counts, words) in [
            (some(&[("Ann", 1)]), "1 passage of Ann"),
            (some(&[("李", 3)]), "3 passages of 李"),
            (some(&[("Ann", 1), ("agreed", 2)]), "3 passages of other coders: Ann (1), the consensus coding (2)"),
        ] {
            assert_eq!(counts.to_string(), words);
        }
        assert_eq!(some(&[("Ann", 1), ("Ben", 2)]).except(Some("Ann")), some(&[("Ben", 2)]));
    }
}
