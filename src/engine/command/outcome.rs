//! What a command did.

use super::consensus::Consensus;
use crate::engine::import::ImportReport;
use crate::model::{CodeId, NoteId, UserId};
use crate::store::{Changes, Written};

/// What a command did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// In words, as the history has it; empty when nothing needed changing.
    pub summary: String,
    /// One for each entry of the history.
    pub changes: Vec<Changes>,
    /// Of undo and redo: what was done in each step, in words.
    pub steps: Vec<String>,
    pub import: Option<ImportReport>,
    /// The coder that was added.
    pub added_coder: Option<UserId>,
    pub added_code: Option<CodeId>,
    /// The name that a code got in place of the typed one, which had the separator of paths in it.
    pub replaced_name: Option<String>,
    /// What building the consensus coding came to.
    pub consensus: Option<Consensus>,
    pub added_note: Option<NoteId>,
}

impl<T> From<Written<T>> for Outcome {
    fn from(written: Written<T>) -> Self {
        let summary = if written.op.is_some() { written.summary } else { String::new() };
        Self { summary, changes: vec![written.changes], ..Self::default() }
    }
}
