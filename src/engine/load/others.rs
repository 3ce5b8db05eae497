//! What an import adds to passages of other coders that the project has already.

use super::Loading;
use super::noted::Noted;
use crate::engine::actor::By;
use crate::engine::by_coder::ByCoder;
use crate::engine::error::Error;
use crate::engine::owners::{check_changed, named};
use crate::interchange::plain::NoteDump;
use crate::interchange::remark::{Problem, Warning};
use crate::model::{CodingId, UserId};
use std::collections::HashSet;

impl Loading<'_, '_> {
    /// Remembers that a passage which the project had before got a memo of this file.
    pub(super) fn note_on_known(&mut self, passage: CodingId, owner: UserId, memo: &NoteDump, file: &str) {
        let writer = memo.coder.as_ref().and_then(|name| self.users.get(name)).or(Some(owner));
        let file = format!("{}{file}", self.prefix);
        self.noted.push(Noted { file, passage, owner, writer });
    }

    /// Checks that only the actor's own passages, or passages with memos of the actor's, were changed, or that the actor
    /// may change others'. Reports all that were changed, for each file.
    ///
    /// # Errors
    /// [`Error::OthersPassages`] with the coders.
    pub(super) fn check_owners(&mut self, by: &By) -> Result<(), Error> {
        let noted = std::mem::take(&mut self.noted);
        let others: Vec<&Noted> = noted.iter().filter(|noted| noted.writer != by.user).collect();
        let counts = check_changed(self.tx.reads(), owners(&others), by)?;
        self.loaded.coded_by = self.tx.coders(&counts.iter().map(|(owner, _)| *owner).collect::<Vec<_>>())?;
        let mut files: Vec<(&str, Vec<&Noted>)> = Vec::new();
        for noted in others {
            match files.iter_mut().find(|(file, _)| *file == noted.file) {
                Some((_, of_file)) => of_file.push(noted),
                None => files.push((&noted.file, vec![noted])),
            }
        }
        for (file, noted) in files {
            let counts = check_changed(self.tx.reads(), owners(&noted), by)?;
            if !counts.is_empty() {
                let ByCoder(coders) = named(self.tx.reads(), &counts)?;
                self.problems.push(Problem::new(file, "", Warning::PassagesOfOthers { coders }));
            }
        }
        Ok(())
    }
}

/// The owners of these passages, one for each passage.
fn owners(noted: &[&Noted]) -> Vec<UserId> {
    let mut seen = HashSet::new();
    noted.iter().filter(|noted| seen.insert(noted.passage)).map(|noted| noted.owner).collect()
}
