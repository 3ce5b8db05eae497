//! The rooms of the window, which fill the space below the menu bar.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Room {
    #[default]
    Code,
    Tables,
    /// Agreement and disagreements between coders.
    Compare,
    Passages,
    /// Queries.
    Ask,
    /// Documents and participants.
    Documents,
    Memos,
    History,
}

impl Room {
    pub const ALL: [Self; 8] = [
        Self::Code,
        Self::Tables,
        Self::Compare,
        Self::Passages,
        Self::Ask,
        Self::Documents,
        Self::Memos,
        Self::History,
    ];
}
