//! Memos as plain rows, each with a description of what it is on.

use super::Provenance;
use crate::model::RowKind;

/// A memo as a row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoRow {
    /// A project, document, participant, code or passage.
    pub kind: RowKind,
    /// What the memo is on; the document for a memo on a passage.
    pub on: String,
    /// Text of the passage, otherwise empty.
    pub words: String,
    /// Code of the passage, otherwise empty.
    pub code: String,
    pub text: String,
    /// Empty if the author is unknown.
    pub coder: String,
    /// UTC milliseconds since 1970.
    pub created: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoList {
    pub rows: Vec<MemoRow>,
    pub provenance: Provenance,
}

impl MemoList {
    /// Column names in every output format.
    pub const HEADERS: [&'static str; 7] = ["kind", "on", "passage", "code", "memo", "coder", "created"];
}
