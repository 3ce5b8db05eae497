//! A passage of the project to which an import adds a memo.

use crate::model::{CodingId, UserId};

/// A passage of the project that got a memo.
pub(super) struct Noted {
    /// The file of the memo.
    pub file: String,
    pub passage: CodingId,
    pub owner: UserId,
    pub writer: Option<UserId>,
}
