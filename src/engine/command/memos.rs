//! Writes, changes and removes memos. An empty memo is removed.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::op::MemoTarget;
use crate::model::{Fact, NoteId, NoteTarget, OpKind, RowKind};
use crate::store::Tx;

impl Project {
    /// Adds a memo when `note` is `None`. An empty text removes the memo.
    pub(super) fn set_memo(
        &mut self,
        note: Option<NoteId>,
        target: NoteTarget,
        text: &str,
        by: &By,
    ) -> Result<Outcome, Error> {
        let text = text.trim().replace("\r\n", "\n");
        let Some(note) = note else { return self.new_memo(target, &text, by) };
        if text.is_empty() {
            return self.remove_memo(note, by);
        }
        let (target, known, writer) = self.reads().note(note)?;
        if known == text {
            return Ok(Outcome::default());
        }
        let writers = self.check_writer(writer, by)?;
        let on = self.coded_with(target)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.change_note(note, &text)?;
            Ok(((), OpKind::ChangeMemo { on: memo_target(tx, target, on)?, written_by: tx.coders(&writers)? }))
        })?;
        Ok(written.into())
    }

    fn new_memo(&mut self, target: NoteTarget, text: &str, by: &By) -> Result<Outcome, Error> {
        if text.is_empty() {
            return Ok(Outcome::default());
        }
        let on = self.coded_with(target)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            if !tx.has_target(target)? {
                let (what, id) = (target.kind(), target.parts().1);
                return Err(crate::store::Error::Missing { what, id }.into());
            }
            let note = tx.add_note(target, text, by.user, tx.at())?;
            Ok((note, OpKind::AddMemo { on: memo_target(tx, target, on)? }))
        })?;
        Ok(Outcome { added_note: Some(written.value), ..written.into() })
    }

    pub(super) fn remove_memo(&mut self, note: NoteId, by: &By) -> Result<Outcome, Error> {
        let (target, _, writer) = self.reads().note(note)?;
        let writers = self.check_writer(writer, by)?;
        let on = self.coded_with(target)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.remove_note(note)?;
            Ok(((), OpKind::RemoveMemo { on: memo_target(tx, target, on)?, written_by: tx.coders(&writers)? }))
        })?;
        Ok(written.into())
    }

    /// Returns the passage to which a memo belongs.
    fn coded_with(&self, target: NoteTarget) -> Result<Option<Fact>, Error> {
        match target {
            NoteTarget::Coding(id) => Ok(self.reads().coding_fact(id)?),
            _ => Ok(None),
        }
    }
}

fn memo_target(tx: &Tx<'_>, target: NoteTarget, passage: Option<Fact>) -> Result<MemoTarget, Error> {
    Ok(match target {
        NoteTarget::Project => MemoTarget::Project,
        NoteTarget::Source(id) => MemoTarget::Document { document: tx.document(id)? },
        NoteTarget::Participant(id) => MemoTarget::Participant { participant: tx.participant(id)? },
        NoteTarget::Code(id) => MemoTarget::Code { code: tx.code(id)? },
        NoteTarget::Coding(id) => {
            let passage = passage.ok_or(crate::store::Error::Missing { what: RowKind::Passage, id: id.0 })?;
            MemoTarget::Passage { document: tx.document(passage.source)?, code: tx.code(passage.code)? }
        }
    })
}
