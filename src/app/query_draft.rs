//! A saved query that is being named or changed.

use crate::model::{QueryId, SavedQuery, Study};
use serde::{Deserialize, Serialize};

/// What was entered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryDraft {
    /// `None` for a new one.
    pub id: Option<QueryId>,
    pub name: String,
    /// The query as text.
    pub query: String,
    pub memo: String,
}

impl QueryDraft {
    #[must_use]
    pub fn new(query: String) -> Self {
        Self { query, ..Self::default() }
    }

    /// `query`: what the saved one is to ask.
    #[must_use]
    pub fn of(saved: &SavedQuery, query: String) -> Self {
        Self { id: Some(saved.id), name: saved.name.clone(), query, memo: saved.definition.memo.clone() }
    }

    /// True if something was typed that the project does not have.
    #[must_use]
    pub fn is_changed(&self, study: &Study) -> bool {
        match self.id.and_then(|id| study.saved_query(id)) {
            None => !self.name.trim().is_empty() || !self.memo.trim().is_empty(),
            Some(saved) => self.name != saved.name || self.memo != saved.definition.memo,
        }
    }
}
