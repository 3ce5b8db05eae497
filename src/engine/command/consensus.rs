//! The result of building the consensus coding.

use crate::analysis::consensus::Agreement;
use crate::tr;

/// The result of building the consensus coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// Passages on which the coders agree without a decision.
    pub agreed: usize,
    /// Those of them that are shorter in it than one of the coders marked them.
    pub shortened: usize,
    /// Disagreements settled by a decision.
    pub resolved: usize,
    /// Disagreements without a decision, and postponed ones.
    pub open: usize,
    /// The overlap required for two passages to be the same, in percent.
    pub share: u32,
    /// Passages of the consensus coding; 0 exactly when `missing` is set.
    pub passages: usize,
    /// Why there is no consensus coding; `None` when there is one.
    pub missing: Option<NoConsensus>,
    /// Memos on passages that are no longer in it; they moved to the passages that replace these, or to the
    /// documents.
    pub moved_memos: usize,
    /// Documents about which it says nothing.
    pub without: usize,
    pub change: ConsensusChange,
}

/// What building the consensus coding changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConsensusChange {
    /// It was as it should be.
    #[default]
    None,
    /// There was no consensus coding before.
    Created,
    Updated {
        /// Number of passages.
        added: usize,
        removed: usize,
    },
}

impl Consensus {
    /// Reports moved memos in a sentence; `None` when no memo moved.
    #[must_use]
    pub fn memo_words(&self) -> Option<String> {
        (self.moved_memos > 0).then(|| {
            tr!(
                "{n} memo on passages that are no longer in the consensus coding was moved to the passages that replace \
                 them, or to the documents."
                    | "{n} memos on passages that are no longer in the consensus coding were moved to the passages that \
                       replace them, or to the documents." % self.moved_memos
            )
        })
    }
}

/// Why there is no consensus coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoConsensus {
    /// None of the coders has coded anything.
    NothingCoded,
    /// No document with coded passages was finished by two of the coders.
    NoSharedDocument,
    /// The coders agree on no passage, and no decision settles a disagreement yet.
    AllOpen,
    /// The coders agree on no passage, and the decisions lead to none.
    NothingKept,
}

impl NoConsensus {
    pub(super) fn of(found: &Agreement, is_coded: bool, open: usize) -> Self {
        match (is_coded, found.disagreements.len()) {
            (false, _) => Self::NothingCoded,
            (true, 0) => Self::NoSharedDocument,
            (true, all) if all == open => Self::AllOpen,
            _ => Self::NothingKept,
        }
    }

    /// Returns the name used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NothingCoded => "nothing_coded",
            Self::NoSharedDocument => "no_shared_document",
            Self::AllOpen => "all_open",
            Self::NothingKept => "nothing_kept",
        }
    }
}

impl std::fmt::Display for NoConsensus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NothingCoded => tr!("the coders compared have not coded anything yet"),
            Self::NoSharedDocument => tr!(
                "no document with coded passages was finished by two of the coders; mark documents as finished, or compare \
                 other coders"
            ),
            Self::AllOpen => {
                tr!("the coders agree on no passage and no disagreement has been resolved; resolve some of them first")
            }
            Self::NothingKept => {
                tr!("the coders agree on no passage, and every decision so far leaves the words uncoded")
            }
        })
    }
}
