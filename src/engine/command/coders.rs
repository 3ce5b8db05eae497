//! Adds and renames coders.

use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::colors::coder_color;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{CONSENSUS, NameKey, OpKind, RowKind, Study, UserId, same_name};

impl Project {
    /// Adds a coder. A person without a name who does this is taken to be the new coder.
    pub(super) fn add_coder(&mut self, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = checked_coder(&study, name, None)?;
        let color = coder_color(study.users.len());
        let written = self.store.transact(by.name().or(Some(name)), now(), |tx| -> Result<_, Error> {
            let user = tx.add_user(name, &color)?;
            Ok((user, OpKind::AddCoder { coder: tx.coder(user)? }))
        })?;
        let user = written.value;
        Ok(Outcome { added_coder: Some(user), ..written.into() })
    }

    pub(super) fn rename_coder(&mut self, user: UserId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        if study.consensus() == Some(user) {
            return Err(Error::ReservedCoder);
        }
        let name = checked_coder(&study, name, Some(user))?;
        // Who renames themselves does so under the name that they had.
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.rename_user(user, name)?;
            Ok(((), OpKind::RenameCoder { coder: tx.coder(user)? }))
        })?;
        Ok(written.into())
    }
}

/// Returns a coder's name as it is stored, if a new coder, or the coder who is renamed, can have it. A name that differs
/// from another coder's only in case would soon be taken for it.
pub(super) fn checked_coder<'n>(study: &Study, name: &'n str, renamed: Option<UserId>) -> Result<&'n str, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Coder });
    }
    if NameKey::caseless(name) == NameKey::caseless(CONSENSUS) {
        return Err(Error::ReservedCoder);
    }
    let key = NameKey::caseless(name);
    match study.users.iter().find(|user| Some(user.id) != renamed && NameKey::caseless(&user.name) == key) {
        Some(user) if same_name(&user.name, name) => {
            Err(Error::NameTaken { kind: RowKind::Coder, name: user.name.clone() })
        }
        Some(user) => Err(Error::SimilarCoder { name: name.to_owned(), existing: user.name.clone() }),
        None => Ok(name),
    }
}
