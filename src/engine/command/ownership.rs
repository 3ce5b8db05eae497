//! Whose passages a command changes. A passage belongs to the coder who coded it; to change another coder's, a command
//! has to say so ([`Command::Override`](super::Command::Override)), and the history names both.

use crate::engine::{ByCoder, Error, Project};
use crate::model::{Fact, UserId};
use crate::store::PassagesByUser;

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
