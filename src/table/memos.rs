//! Memos as plain rows, each with what it is on in words.

use super::Provenance;

/// A memo in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoRow {
    /// `project`, `document`, `participant`, `code` or `passage`.
    pub kind: &'static str,
    /// What the memo is on; for a passage its document.
    pub on: String,
    /// The words of a passage, else empty.
    pub words: String,
    /// The code of a passage, else empty.
    pub code: String,
    pub text: String,
    /// Empty when nobody is known to have written it.
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
    /// The columns of every outlet.
    pub const HEADERS: [&'static str; 7] = ["kind", "on", "passage", "code", "memo", "coder", "created"];
}
