//! A saved query that a merge adds.

use crate::model::{Guid, QueryDefinition};

/// A query that this project does not have, as the copy has it.
#[derive(Clone, Debug)]
pub(super) struct PlannedQuery {
    pub guid: Guid,
    pub name: String,
    pub definition: QueryDefinition,
}
