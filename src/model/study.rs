//! Everything of a project but its texts, codings and memos: small enough to be read whole at any size of project.

use super::{Case, CaseId, Codebook, ProjectInfo, Source, SourceId, TableDefinition, User, UserId, Variable};

/// A snapshot; lists are in the researcher's order.
#[derive(Clone, Debug)]
pub struct Study {
    pub project: ProjectInfo,
    pub users: Vec<User>,
    pub sources: Vec<Source>,
    pub variables: Vec<Variable>,
    pub cases: Vec<Case>,
    pub codebook: Codebook,
    pub tables: Vec<TableDefinition>,
}

impl Study {
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }

    #[must_use]
    pub fn source_named(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.name == name)
    }

    #[must_use]
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.iter().find(|c| c.id == id)
    }

    #[must_use]
    pub fn case_named(&self, name: &str) -> Option<&Case> {
        self.cases.iter().find(|c| c.name == name)
    }

    #[must_use]
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|u| u.id == id)
    }

    #[must_use]
    pub fn user_named(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|u| u.name == name)
    }

    /// Place of an attribute in [`Case::values`].
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|v| v.name == name)
    }
}
