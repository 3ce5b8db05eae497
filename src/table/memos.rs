//! Memos as plain rows, each with a description of what it is on.

use super::Provenance;
use crate::model::RowKind;
use crate::tr;

/// A memo as a row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoRow {
    /// A project, document, participant, code or passage.
    pub kind: RowKind,
    /// What the memo is on; the document for a memo on a passage.
    pub on: String,
    /// Text of the passage, otherwise empty.
    pub passage: String,
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
    /// Returns the names of all columns, in order.
    #[must_use]
    pub fn headers() -> [&'static str; 7] {
        [
            tr!("head of a list" => "kind"),
            tr!("head of a list" => "on"),
            tr!("head of a list" => "passage"),
            tr!("head of a list" => "code"),
            tr!("head of a list" => "memo"),
            tr!("head of a list" => "coder"),
            tr!("head of a list" => "created"),
        ]
    }
}
