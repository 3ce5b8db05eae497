//! What a table of the consensus coding says about itself: what its numbers lack, what is unknown, and what to do about it.

use super::Table;
use crate::analysis::CellAddress;
use crate::model::UserId;
use crate::tr;
use std::collections::BTreeSet;

/// Stands for a number that is not known, because there is no consensus.
pub const NO_CONSENSUS: &str = "–";

/// A sentence without which the numbers are easily misread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caution {
    pub sentence: String,
    pub remedy: CautionRemedy,
}

/// What to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CautionRemedy {
    /// Resolve disagreements, or see which documents are compared.
    Compare,
    /// Create the consensus coding again, as it was created: from the passages of these coders, or of all if none is named,
    /// with this overlap required, in percent.
    CreateAgain { coders: Vec<UserId>, share: u32 },
}

/// The rows and columns of documents and participants about which the consensus coding says nothing: nothing is counted in
/// them, and this is no 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithoutConsensus {
    pub rows: BTreeSet<usize>,
    pub columns: BTreeSet<usize>,
}

impl Table {
    /// Whether the number at this address is unknown, because there is no consensus.
    #[must_use]
    pub fn is_without_consensus(&self, address: CellAddress) -> bool {
        let WithoutConsensus { rows, columns } = &self.without_consensus;
        address.row.is_some_and(|row| rows.contains(&row))
            || address.column.is_some_and(|column| columns.contains(&column))
    }
}

/// Explains [`NO_CONSENSUS`].
#[must_use]
pub fn why_without_consensus() -> &'static str {
    tr!(
        "No consensus yet: fewer than two coders have coded or finished this, or disagreements are unresolved. This is not 0."
    )
}
