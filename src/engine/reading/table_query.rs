//! A query for a table.

use super::scope::PassageScope;
use crate::analysis::{CountedAs, TableRequest};
use crate::model::{Count, UserId};

/// A query for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableQuery {
    pub request: TableRequest,
    pub count: Count,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    pub scope: PassageScope,
    /// As which codes codings count.
    pub counted_as: CountedAs,
}
