//! Memos: written, changed, removed. A memo without words is none.

use super::Outcome;
use crate::engine::{Error, Project, now};
use crate::model::{NoteId, NoteTarget, UserId};

impl Project {
    /// A new memo when `note` is `None`; with empty words the memo is removed.
    pub(super) fn set_memo(
        &mut self,
        note: Option<NoteId>,
        target: NoteTarget,
        text: &str,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let text = text.trim().replace("\r\n", "\n");
        let Some(note) = note else { return self.new_memo(target, &text, user) };
        if text.is_empty() {
            return self.remove_memo(note, user);
        }
        let (target, known) = self.reads().note(note)?;
        if known == text {
            return Ok(Outcome::default());
        }
        let summary = format!("change the memo on {}", self.on(target)?);
        let coder = self.coder(user)?;
        let written = self.store.transact("memo", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            tx.change_note(note, &text)?;
            Ok(((), summary))
        })?;
        Ok(written.into())
    }

    fn new_memo(&mut self, target: NoteTarget, text: &str, user: Option<UserId>) -> Result<Outcome, Error> {
        if text.is_empty() {
            return Ok(Outcome::default());
        }
        let summary = format!("memo on {}", self.on(target)?);
        let coder = self.coder(user)?;
        let written = self.store.transact("memo", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            if !tx.has_target(target)? {
                let (what, id) = target.parts();
                return Err(crate::store::Error::Missing { what, id }.into());
            }
            Ok((tx.add_note(target, text, user, tx.at())?, summary))
        })?;
        Ok(Outcome { added_note: Some(written.value), ..written.into() })
    }

    pub(super) fn remove_memo(&mut self, note: NoteId, user: Option<UserId>) -> Result<Outcome, Error> {
        let (target, _) = self.reads().note(note)?;
        let summary = format!("remove the memo on {}", self.on(target)?);
        let coder = self.coder(user)?;
        let written = self.store.transact("memo", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            tx.remove_note(note)?;
            Ok(((), summary))
        })?;
        Ok(written.into())
    }

    fn on(&self, target: NoteTarget) -> Result<String, Error> {
        Ok(self.reads().target_in_words(target)?.unwrap_or_else(|| "something removed since".to_owned()))
    }
}
