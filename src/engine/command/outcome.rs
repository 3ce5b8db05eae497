//! The result of a command.

use super::consensus::Consensus;
use crate::engine::import::ImportReport;
use crate::engine::merge::report::Merged;
use crate::model::op::ConsensusStep;
use crate::model::{CodeId, DisagreementKey, NoteId, UserId};
use crate::store::{Changes, Written};
use std::sync::Arc;

/// Something that a command did besides what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SideEffect {
    /// A decision created or removed the consensus coding.
    Consensus(ConsensusStep),
    /// How many memos were deleted with the passages on which they were.
    DeletedMemos(u64),
    /// How many passages became one with another of the same coder, code and extent, which has the memos of both.
    JoinedPassages(u64),
}

impl SideEffect {
    /// Returns that passages were joined, if any were.
    pub(super) fn joined(passages: u64) -> Option<Self> {
        (passages > 0).then_some(Self::JoinedPassages(passages))
    }
}

/// Why a decision on a disagreement does not count any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lapse {
    /// The document was deleted.
    Document,
    /// The code was deleted.
    Code,
    /// The code was merged into one that has a decision on the same words.
    Replaced,
    /// A later decision contradicts it since codes were merged, or since it was made again.
    Contradicted,
    /// The coders no longer disagree there.
    Agreement,
}

/// A decision that does not count any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lapsed {
    pub why: Lapse,
    /// What it was about.
    pub disagreement: DisagreementKey,
}

/// The result of a command.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The summary in the history.
    pub summary: String,
    /// One for each new entry of the history; empty when nothing had to be changed.
    pub changes: Vec<Changes>,
    /// For undo and redo: a summary of each step.
    pub steps: Vec<String>,
    pub import: Option<Box<ImportReport>>,
    /// The coder that was added.
    pub added_coder: Option<UserId>,
    pub added_code: Option<CodeId>,
    /// What was done besides what was asked for.
    pub also: Vec<SideEffect>,
    /// The result of building the consensus coding.
    pub consensus: Option<Consensus>,
    pub added_note: Option<NoteId>,
    /// Disagreements that were settled and are open again, because the codings have changed.
    pub reopened: Vec<DisagreementKey>,
    /// Decisions that count for nothing any more.
    pub lapsed: Vec<Lapsed>,
    /// What a merge of copies did.
    pub merged: Option<Arc<Merged>>,
}

impl<T> From<Written<T>> for Outcome {
    fn from(written: Written<T>) -> Self {
        match written.op {
            Some(_) => Self { summary: written.summary, changes: vec![written.changes], ..Self::default() },
            None => Self::default(),
        }
    }
}
