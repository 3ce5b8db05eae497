//! `Table`, the one value that every outlet renders (window, files, command line), and `PassageList`, the coded
//! passages themselves as plain rows.
//!
//! Must not know: files, widgets. Start reading at [`grid::Table`]; [`number`] says how a number is written.

pub mod grid;
mod memos;
pub mod number;
pub mod passages;

pub use grid::{Cell, Item, Row, Table, Totals};
pub use memos::{MemoList, MemoRow};
pub use passages::{AttributeColumn, Passage, PassageList, PassageRow};

/// Name and value of what a reader must know to trust a table: project, coders, what is counted, program.
pub type Provenance = Vec<(String, String)>;
