//! Adds coders.

use super::outcome::Outcome;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::colors::coder_color;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{AGREED, OpKind, RowKind, Study, same_name};

impl Project {
    /// Adds a coder. A person without a name who does this is taken to be the new coder.
    pub(super) fn add_coder(&mut self, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = checked_coder(&study, name)?;
        let color = coder_color(study.users.len());
        let written = self.store.transact(by.name().or(Some(name)), now(), |tx| -> Result<_, Error> {
            let user = tx.add_user(name, &color)?;
            Ok((user, OpKind::AddCoder { coder: tx.coder(user)? }))
        })?;
        let user = written.value;
        Ok(Outcome { added_coder: Some(user), ..written.into() })
    }
}

/// Returns a coder's name as it is stored, if a new coder can have it.
pub(super) fn checked_coder<'n>(study: &Study, name: &'n str) -> Result<&'n str, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Coder });
    }
    if same_name(name, AGREED) {
        return Err(Error::ReservedCoder);
    }
    if study.user_named(name).is_some() {
        return Err(Error::NameTaken { kind: RowKind::Coder, name: name.to_owned() });
    }
    Ok(name)
}
