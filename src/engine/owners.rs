//! Checks whose work a command changes. A passage belongs to the coder who coded it, a memo to the coder who wrote
//! it, and a decision to the coder who made it. Changing another coder's work requires
//! [`Command::Override`](super::Command::Override), and the history names both.

use super::actor::By;
use super::by_coder::{ByCoder, Work};
use super::error::Error;
use super::project::Project;
use crate::model::{CodingId, Direction, Fact, NoteTarget, OpId, UserId};
use crate::store::{BLIND_CODING, CountsByUser, OpRecord, Reads};

impl Project {
    /// Checks that the coder may change these passages: they are all the coder's own, or `by.anyway` is set.
    /// Returns the other coders, for the history.
    pub(super) fn check_owners(&self, facts: &[Fact], by: &By) -> Result<Vec<UserId>, Error> {
        let counts = check_changed(self.reads(), facts.iter().map(|fact| fact.user), by)?;
        Ok(counts.into_iter().map(|(owner, _)| owner).collect())
    }

    /// Checks that the coder may remove these passages together with their memos: none was written by another
    /// coder, or `anyway` is set. Returns the other writers, for the history.
    pub(super) fn check_memos_on(&self, codings: &[CodingId], by: &By) -> Result<Vec<UserId>, Error> {
        let mut writers = Vec::new();
        for &coding in codings {
            writers.extend(self.reads().memo_writers(NoteTarget::Coding(coding))?);
        }
        let counts = counts_of_others(writers, by.user);
        if counts.is_empty() || by.anyway {
            return Ok(counts.into_iter().map(|(writer, _)| writer).collect());
        }
        Err(Error::OthersMemos { memos: named(self.reads(), &counts)?, coder: by.name.clone() })
    }

    /// Checks that the coder may change or remove a memo: it is the coder's own or has no writer, or `by.anyway` is
    /// set. Returns the other writer, for the history.
    pub(super) fn check_writer(&self, writer: Option<UserId>, by: &By) -> Result<Vec<UserId>, Error> {
        match writer.filter(|_| writer != by.user) {
            None => Ok(Vec::new()),
            Some(writer) if by.anyway => Ok(vec![writer]),
            Some(writer) => Err(Error::OthersMemo { writer: self.reads().user_name(writer)?, coder: by.name.clone() }),
        }
    }

    /// Checks that the next undo or redo changes no other coder's work and does not end blind coding.
    pub(super) fn check_step(&self, direction: Direction, by: &By) -> Result<(), Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let Some(next) = self.next_step(direction)? else { return Ok(()) };
        let changed = match direction {
            Direction::Undo => reads.changed_by_undo()?,
            Direction::Redo => reads.changed_by_redo()?,
        };
        let ends_blind = self.ends_blind(&next)?;
        let is_hidden = reads.blind()?;
        let work = Work { ends_blind, is_hidden, ..Work::new(&study, changed).except(by.name()) };
        if work.is_empty() {
            return Ok(());
        }
        Err(Error::ChangesOthers { direction, entry: next.id, summary: next.summary, work: Box::new(work) })
    }

    /// True if undoing or redoing this entry ends blind coding: whichever of the two it is, it turns blind coding around.
    fn ends_blind(&self, entry: &OpRecord) -> Result<bool, Error> {
        Ok(entry.kind == BLIND_CODING && self.reads().blind()?)
    }

    /// Checks that doing an undone entry again changes no other coder's work and does not end blind coding, or that
    /// `by.anyway` is set.
    pub(super) fn check_again(&self, entry: OpId, by: &By) -> Result<(), Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let next = reads.history_entry(entry)?;
        let ends_blind = next.as_ref().map_or(Ok(false), |next| self.ends_blind(next))?;
        let (is_hidden, changed) = (reads.blind()?, reads.changed_by_redo_of(entry)?);
        let work = Work { ends_blind, is_hidden, ..Work::new(&study, changed).except(by.name()) };
        if by.anyway || work.is_empty() {
            return Ok(());
        }
        let summary = next.map(|entry| entry.summary).unwrap_or_default();
        Err(Error::ChangesOthers { direction: Direction::Redo, entry, summary, work: Box::new(work) })
    }
}

/// Checks that passages with these owners, one each, are all the actor's, or that `by.anyway` is set. `reads` knows the
/// owners. Returns how many each other coder has.
pub(super) fn check_changed(
    reads: Reads<'_>,
    owners: impl IntoIterator<Item = UserId>,
    by: &By,
) -> Result<CountsByUser, Error> {
    let counts = counts_of_others(owners, by.user);
    if counts.is_empty() || by.anyway {
        return Ok(counts);
    }
    Err(Error::OthersPassages { passages: named(reads, &counts)?, coder: by.name.clone() })
}

/// Returns these numbers with the names of the coders.
pub(super) fn named(reads: Reads<'_>, counts: &CountsByUser) -> Result<ByCoder, Error> {
    let named = |&(id, count): &(UserId, u64)| Ok((reads.user_name(id)?, count));
    Ok(ByCoder(counts.iter().map(named).collect::<Result<_, Error>>()?))
}

/// Counts how many of these belong to each coder other than `user`.
pub(super) fn counts_of_others(owners: impl IntoIterator<Item = UserId>, user: Option<UserId>) -> CountsByUser {
    let mut counts: CountsByUser = Vec::new();
    for owner in owners.into_iter().filter(|owner| Some(*owner) != user) {
        match counts.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, count)) => *count += 1,
            None => counts.push((owner, 1)),
        }
    }
    counts
}
