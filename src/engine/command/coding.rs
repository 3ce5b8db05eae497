//! Coding: mark words, remove, move, recode; what every one of them checks first.

use super::{Outcome, quoted};
use crate::engine::{Error, Project, now};
use crate::model::{CharRange, CodeId, CodingId, SourceId, UserId};
use crate::store::Tx;

impl Project {
    pub(super) fn code(
        &mut self,
        source: SourceId,
        range: CharRange,
        codes: &[CodeId],
        user: UserId,
    ) -> Result<Outcome, Error> {
        // Not the whole study: coding stays quick in a project of ten thousand documents.
        let (document, coder) = self.check_passage(source, range, user)?;
        let names: Vec<String> = codes.iter().map(|&id| self.reads().code_name(id)).collect::<Result<_, _>>()?;
        let written = self.store.transact("code", Some(&coder), now(), |tx| -> Result<_, Error> {
            for &code in codes {
                add_coding(tx, source, range, code, user)?;
            }
            Ok(((), format!("code {} in {document}", quoted(&names))))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove(&mut self, codings: &[CodingId], user: Option<UserId>) -> Result<Outcome, Error> {
        let mut names: Vec<String> = Vec::new();
        let mut document = String::new();
        for &coding in codings {
            let (source, code) = self.reads().coded(coding)?;
            let name = self.reads().code_name(code)?;
            if !names.contains(&name) {
                names.push(name);
            }
            document = self.reads().document(source)?.0;
        }
        let coder = user.map(|id| self.reads().user_name(id)).transpose()?;
        let summary = match codings.len() {
            0 | 1 => format!("remove {} in {document}", quoted(&names)),
            many => format!("remove {many} passages: {}", quoted(&names)),
        };
        let written = self.store.transact("remove", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.remove_coding(coding)?;
            }
            Ok(((), summary))
        })?;
        Ok(written.into())
    }

    /// The names of the document and the coder, when the passage lies in the text.
    pub(super) fn check_passage(
        &self,
        source: SourceId,
        range: CharRange,
        user: UserId,
    ) -> Result<(String, String), Error> {
        let (document, characters) = self.reads().document(source)?;
        let coder = self.reads().user_name(user)?;
        if range.is_empty() {
            return Err(Error::EmptyPassage);
        }
        if range.end.0 > characters {
            return Err(Error::OutsideText { range: range.to_string(), document, characters });
        }
        Ok((document, coder))
    }
}

pub(super) fn add_coding(
    tx: &mut Tx<'_>,
    source: SourceId,
    range: CharRange,
    code: CodeId,
    user: UserId,
) -> Result<(), Error> {
    if tx.find_coding(source, range, code, user)?.is_none() {
        tx.add_coding(source, range, code, user, tx.at())?;
    }
    Ok(())
}
