//! Whose passages a command changes. A passage belongs to the coder who coded it; to change another coder's, a command
//! has to say so ([`Command::Override`](super::Command::Override)), and the history names both.

use super::{Error, Project};
use crate::model::{AGREED, Fact, Study, UserId};
use crate::store::PassagesByUser;
use std::fmt;

/// Numbers of passages by coder, in the order of the coders; coders without any are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByCoder(pub Vec<(String, u64)>);

impl ByCoder {
    #[must_use]
    pub fn new(study: &Study, counts: &PassagesByUser) -> Self {
        let name = |id: UserId| study.user(id).map_or_else(|| "a removed coder".to_owned(), |user| user.name.clone());
        Self(counts.iter().map(|&(user, count)| (name(user), count)).collect())
    }

    /// The passages of everybody but this coder.
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
        let total = self.total();
        let noun = if total == 1 { "passage" } else { "passages" };
        match self.0.as_slice() {
            [(name, _)] => write!(f, "{total} {noun} of {}", in_text(name)),
            several => {
                let each: Vec<String> =
                    several.iter().map(|(name, count)| format!("{} ({count})", in_text(name))).collect();
                write!(f, "{total} {noun} of other coders: {}", each.join(", "))
            }
        }
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
        let mut counts: PassagesByUser = Vec::new();
        for fact in facts.iter().filter(|fact| Some(fact.user) != user) {
            match counts.iter_mut().find(|(owner, _)| *owner == fact.user) {
                Some((_, count)) => *count += 1,
                None => counts.push((fact.user, 1)),
            }
        }
        if counts.is_empty() || anyway {
            return Ok(counts.into_iter().map(|(owner, _)| owner).collect());
        }
        let coder = user.map(|id| self.reads().user_name(id)).transpose()?;
        let named = |&(id, count): &(UserId, u64)| Ok((self.reads().user_name(id)?, count));
        Err(Error::OthersPassages { passages: ByCoder(counts.iter().map(named).collect::<Result<_, Error>>()?), coder })
    }

    /// Checks that the next undo (or redo) changes no passage of a coder other than `user`.
    pub(super) fn check_turn(&self, redo: bool, user: Option<UserId>) -> Result<(), Error> {
        let reads = self.reads();
        // The consensus coding is nobody's own work: what made it can be taken back without asking.
        let consensus = reads.study()?.agreed();
        let mut counts = if redo { reads.changed_by_redo()? } else { reads.changed_by_undo()? };
        counts.retain(|(owner, _)| Some(*owner) != user && Some(*owner) != consensus);
        if counts.is_empty() {
            return Ok(());
        }
        let passages = ByCoder::new(&reads.study()?, &counts);
        let next = if redo { reads.next_redo()? } else { reads.next_undo()? };
        Err(Error::TurnChangesOthers { redo, entry: next.map(|op| op.summary).unwrap_or_default(), passages })
    }
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
