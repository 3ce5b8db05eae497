//! A table as it is asked for.

use crate::analysis::{AttributeFilter, TableRequest};
use crate::model::{Count, UserId};

/// A table as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableQuery {
    pub request: TableRequest,
    pub count: Count,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    /// Whom the table is about.
    pub filter: AttributeFilter,
}
