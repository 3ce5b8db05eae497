//! Queries that the researcher keeps under a name.

use super::{Guid, QueryId};
use serde::{Deserialize, Serialize};

/// What a saved query asks, with what its names stand for: renaming something changes how the query is printed, and nothing
/// else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryDefinition {
    /// The query with the names of the time at which it was saved.
    pub query: String,
    /// What each name in the query stands for, in the order of the names; `None` for what the study did not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Option<Guid>>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedQuery {
    pub id: QueryId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    pub definition: QueryDefinition,
}
