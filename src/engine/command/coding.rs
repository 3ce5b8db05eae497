//! Coding: coding passages, removing, resizing and recoding them, and the checks that all of these share.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::colors::coder_color;
use crate::engine::command::accounts::{Followed, follow};
use crate::engine::command::coders::checked_coder;
use crate::engine::command::outcome::{Outcome, SideEffect};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{CONSENSUS, CharRange, CodeId, CodingId, CodingKey, Fact, NoteTarget, OpKind, SourceId};
use crate::store::Tx;

impl Project {
    pub(super) fn code(
        &mut self,
        source: SourceId,
        range: CharRange,
        codes: &[CodeId],
        by: &By,
    ) -> Result<Outcome, Error> {
        let Some(user) = by.user else { return self.code_as_new_coder(source, range, codes, by) };
        // Does not read the whole study, so that coding stays fast in a project with ten thousand documents.
        self.check_passage(source, range, by)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &code in codes {
                add_coding(tx, CodingKey { source, range, code, user })?;
            }
            Ok(((), coded(tx, codes, source)?))
        })?;
        Ok(written.into())
    }

    /// Adds the person as a coder and codes the passages; both or neither.
    fn code_as_new_coder(
        &mut self,
        source: SourceId,
        range: CharRange,
        codes: &[CodeId],
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = checked_coder(&study, by.name().ok_or(Error::NoCoder)?, None)?;
        self.check_range(source, range)?;
        let color = coder_color(study.users.len());
        let (added, coded) = self.store.transact_both(
            Some(name),
            now(),
            |tx: &mut Tx<'_>| -> Result<_, Error> {
                let user = tx.add_user(name, &color)?;
                Ok((user, OpKind::AddCoder { coder: tx.coder(user)? }))
            },
            |tx, &user| {
                for &code in codes {
                    add_coding(tx, CodingKey { source, range, code, user })?;
                }
                Ok(((), coded(tx, codes, source)?))
            },
        )?;
        let mut outcome = Outcome::from(coded);
        outcome.changes.insert(0, added.changes);
        outcome.added_coder = Some(added.value);
        Ok(outcome)
    }

    pub(super) fn remove(&mut self, codings: &[CodingId], by: &By) -> Result<Outcome, Error> {
        let facts = self.facts(codings)?;
        self.check_is_coded(&facts)?;
        let owners = self.check_owners(&facts, by)?;
        let writers = self.check_memos_on(codings, by)?;
        let Some(last) = facts.last() else { return Ok(Outcome::default()) };
        let memos = codings.iter().map(|&id| self.reads().memos_on(NoteTarget::Coding(id)));
        let memos: u64 = memos.sum::<Result<_, _>>()?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.remove_coding(coding)?;
            }
            let codes = tx.codes(facts.iter().map(|fact| fact.code))?;
            let (document, coded_by) = (tx.document(last.source)?, tx.coders(&owners)?);
            let (passages, memos_by) = (codings.len() as u64, tx.coders(&writers)?);
            Ok(((), OpKind::RemovePassages { codes, document, passages, coded_by, memos_by }))
        })?;
        let also = (memos > 0).then_some(SideEffect::DeletedMemos(memos)).into_iter().collect();
        Ok(Outcome { also, ..written.into() })
    }

    pub(super) fn recode(&mut self, codings: &[CodingId], code: CodeId, by: &By) -> Result<Outcome, Error> {
        let (facts, consensus) = (self.facts(codings)?, self.reads().study()?.consensus());
        self.check_is_coded(&facts)?;
        let owners = self.check_owners(&facts, by)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let from = tx.codes(facts.iter().map(|fact| fact.code))?;
            let joined = recode(tx, &facts, code)?;
            let (to, coded_by) = (tx.code(code)?, tx.coders(&owners)?);
            let passages = facts.len() as u64;
            let consensus = facts.iter().filter(|fact| Some(fact.user) == consensus).count() as u64;
            Ok((joined, OpKind::Recode { from, to, passages, consensus, coded_by }))
        })?;
        let also = SideEffect::joined(written.value).into_iter().collect();
        Ok(Outcome { also, ..written.into() })
    }

    pub(super) fn move_edges(&mut self, coding: CodingId, range: CharRange, by: &By) -> Result<Outcome, Error> {
        let fact = self.reads().fact(coding)?;
        self.check_is_coded(&[fact])?;
        let owners = self.check_owners(&[fact], by)?;
        self.check_range(fact.source, range)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let is_joined = tx.set_coding(&fact, fact.code, range)? != fact.coding;
            let (code, document) = (tx.code(fact.code)?, tx.document(fact.source)?);
            Ok((u64::from(is_joined), OpKind::MoveEdges { code, document, coded_by: tx.coders(&owners)? }))
        })?;
        let also = SideEffect::joined(written.value).into_iter().collect();
        Ok(Outcome { also, ..written.into() })
    }

    pub(super) fn join_passages(&mut self, codings: &[CodingId], by: &By) -> Result<Outcome, Error> {
        let mut facts = self.facts(codings)?;
        let Some(&first) = facts.first() else { return Ok(Outcome::default()) };
        facts.retain(|fact| (fact.source, fact.code, fact.user) == (first.source, first.code, first.user));
        facts.sort_by_key(|fact| fact.range.start);
        // What lies apart does not become part of the passage.
        let mut range = facts.first().map_or(first.range, |fact| fact.range);
        facts.retain(|fact| {
            let is_near = fact.range.start <= range.end;
            range.end = if is_near { range.end.max(fact.range.end) } else { range.end };
            is_near
        });
        self.check_is_coded(&facts)?;
        let owners = self.check_owners(&facts, by)?;
        let important = self.reads().important_in(first.source)?;
        let is_important = facts.iter().any(|fact| important.contains(&fact.coding));
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let mut joined = first.coding;
            for fact in &facts {
                joined = tx.set_coding(fact, fact.code, range)?;
            }
            if is_important {
                tx.set_important(joined, true)?;
            }
            let (code, document) = (tx.code(first.code)?, tx.document(first.source)?);
            Ok(((), OpKind::MoveEdges { code, document, coded_by: tx.coders(&owners)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn mark_important(&mut self, codings: &[CodingId], important: bool, by: &By) -> Result<Outcome, Error> {
        let owners = self.check_owners(&self.facts(codings)?, by)?;
        let study = self.reads().study()?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.set_important(coding, important)?;
            }
            follow(tx, &study, codings, Followed::Importance)?;
            let passages = codings.len() as u64;
            Ok(((), OpKind::MarkImportant { important, passages, coded_by: tx.coders(&owners)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn facts(&self, codings: &[CodingId]) -> Result<Vec<Fact>, Error> {
        codings.iter().map(|&id| Ok(self.reads().fact(id)?)).collect()
    }

    /// Checks that some of these passages were coded by a coder. What is only in the consensus coding would be as before
    /// when that is built again, after the next decision; with passages of coders, it may change as they do.
    pub(super) fn check_is_coded(&self, facts: &[Fact]) -> Result<(), Error> {
        let consensus = self.reads().study()?.consensus();
        match facts.is_empty() || facts.iter().any(|fact| Some(fact.user) != consensus) {
            true => Ok(()),
            false => Err(Error::ConsensusByHand),
        }
    }

    /// Checks that the passage is within the text and that this coder may code.
    pub(super) fn check_passage(&self, source: SourceId, range: CharRange, by: &By) -> Result<(), Error> {
        if by.name() == Some(CONSENSUS) {
            return Err(Error::CodingByConsensus);
        }
        self.check_range(source, range)
    }

    /// Checks that the range is not empty and within the text.
    pub(super) fn check_range(&self, source: SourceId, range: CharRange) -> Result<(), Error> {
        let (document, characters) = self.reads().document(source)?;
        if range.is_empty() {
            return Err(Error::EmptyPassage);
        }
        if range.end.0 > characters {
            return Err(Error::OutsideText { range: range.to_string(), document, characters });
        }
        Ok(())
    }
}

fn coded(tx: &Tx<'_>, codes: &[CodeId], source: SourceId) -> Result<OpKind, Error> {
    Ok(OpKind::Code { codes: tx.codes(codes.iter().copied())?, document: tx.document(source)? })
}

/// Gives passages another code; returns how many became one with a passage that their coder had there already.
pub(super) fn recode(tx: &mut Tx<'_>, facts: &[Fact], code: CodeId) -> Result<u64, Error> {
    let mut joined = 0;
    for fact in facts {
        joined += u64::from(tx.set_coding(fact, code, fact.range)? != fact.coding);
    }
    Ok(joined)
}

/// Codes a passage unless this coder has already coded it with this code.
pub(super) fn add_coding(tx: &mut Tx<'_>, key: CodingKey) -> Result<(), Error> {
    if tx.find_coding(key)?.is_none() {
        tx.add_coding(key, tx.at())?;
    }
    Ok(())
}
