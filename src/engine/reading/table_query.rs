//! A query for a table.

use crate::analysis::{AttributeFilter, TableRequest};
use crate::model::{AccountFilter, Count, SpokenBy, UserId};

/// A query for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableQuery {
    pub request: TableRequest,
    pub count: Count,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    /// The participants and documents that the table is about.
    pub filter: AttributeFilter,
    pub spoken_by: SpokenBy,
    /// Only passages that tell of this experience.
    pub account: Option<AccountFilter>,
}
