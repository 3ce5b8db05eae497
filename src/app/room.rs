//! The rooms of the window: what stands below the menu bar.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Room {
    #[default]
    Code,
    Tables,
    /// How far coders agree, and what they settle.
    Compare,
    Passages,
    /// Documents and participants.
    Documents,
    Memos,
    History,
}

impl Room {
    pub const ALL: [Self; 7] =
        [Self::Code, Self::Tables, Self::Compare, Self::Passages, Self::Documents, Self::Memos, Self::History];
}
