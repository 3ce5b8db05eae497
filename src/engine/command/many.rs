//! Codes many passages at once, as one entry of the history.

use super::coding::add_coding;
use super::new_path::NewPath;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{CharRange, CodeId, CodingKey, OpKind, Progress, SourceId};
use std::collections::HashSet;

impl Project {
    /// Codes every passage with every code, and with the new one. Existing codings of the coder stay unchanged.
    pub(super) fn code_many(
        &mut self,
        passages: &[(SourceId, CharRange)],
        codes: &[CodeId],
        new: Option<&(Option<CodeId>, String)>,
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let user = by.coder()?;
        let (mut passages, mut seen, mut documents) = (passages.to_vec(), HashSet::new(), HashSet::new());
        passages.retain(|passage| seen.insert(*passage));
        for &(source, range) in &passages {
            self.check_passage(source, range, by)?;
            documents.insert(source);
        }
        let book = self.reads().study()?.codebook;
        let new = new.map(|(parent, name)| NewPath::of(&book, *parent, name)).transpose()?;
        let total = passages.len() as u64;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let new = new.map(|path| path.add(tx, &book)).transpose()?;
            let codes: Vec<CodeId> = codes.iter().copied().chain(new).collect();
            for (done, &(source, range)) in passages.iter().enumerate() {
                progress.step(done as u64, total)?;
                for &code in &codes {
                    add_coding(tx, CodingKey { source, range, code, user })?;
                }
            }
            let codes = tx.codes(codes.iter().copied())?;
            Ok(((), OpKind::CodeMany { codes, passages: total, documents: documents.len() as u64 }))
        })?;
        Ok(written.into())
    }
}
