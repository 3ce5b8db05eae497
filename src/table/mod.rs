//! `Table`, the one value that every outlet renders (window, files, command line), and `PassageList`, the coded
//! passages themselves as plain rows.
//!
//! Must not know: files, widgets. Start reading at [`grid::Table`]; [`number`] says how a number is written.

pub mod grid;
mod memos;
pub mod number;
pub mod passages;
pub mod view;

pub use grid::{Cell, Item, Quote, Row, Table, Totals};
pub use memos::{MemoList, MemoRow};
pub use passages::{AttributeColumn, Passage, PassageList, PassageRow};
pub use view::{Shares, Shown, Sort, View};

/// Name and value of what a reader must know to trust a table: project, coders, what is counted, program.
pub type Provenance = Vec<(String, String)>;
