//! `Table`, the single source of every rendering (window, files, command line), and coded passages as plain rows
//! (`PassageRow`).
//!
//! Must not know: files, widgets. Start reading at [`grid::Table`]; [`number`] defines how numbers are written.

mod consensus;
pub mod grid;
mod memos;
mod network;
pub mod number;
pub mod passages;
mod provenance;
pub mod view;

pub use consensus::{Caution, CautionRemedy, NO_CONSENSUS, WithoutConsensus, why_without_consensus};
pub use grid::{Cell, CellItem, Quote, Row, Table, TotalShares, Totals};
pub use memos::{MemoList, MemoRow};
pub use network::{Network, NetworkEdge, NetworkNode};
pub use passages::{
    AttributeColumn, CodedPassage, PassageHeads, PassageList, PassageNames, PassageParticipant, PassageRow,
};
pub use provenance::{Provenance, Topic};
pub use view::{Shares, Shown, Sort, View};
