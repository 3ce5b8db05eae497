//! Everything in a project but its texts, codings and memos: small enough to be read as a whole, however
//! large the project.

use super::{
    Codebook, Participant, ParticipantId, ProjectInfo, Source, SourceId, TableDefinition, User, UserId, Variable,
    find_named,
};

/// A snapshot. Lists are in the researcher's order.
#[derive(Clone, Debug)]
pub struct Study {
    pub project: ProjectInfo,
    pub users: Vec<User>,
    pub sources: Vec<Source>,
    pub variables: Vec<Variable>,
    pub participants: Vec<Participant>,
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
        find_named(&self.sources, name, |source| &source.name)
    }

    #[must_use]
    pub fn participant(&self, id: ParticipantId) -> Option<&Participant> {
        self.participants.iter().find(|p| p.id == id)
    }

    /// Returns the participants with these ids, in the researcher's order.
    #[must_use]
    pub fn participants_of(&self, ids: &[ParticipantId]) -> Vec<&Participant> {
        self.participants.iter().filter(|participant| ids.contains(&participant.id)).collect()
    }

    #[must_use]
    pub fn participant_named(&self, name: &str) -> Option<&Participant> {
        find_named(&self.participants, name, |participant| &participant.name)
    }

    #[must_use]
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|u| u.id == id)
    }

    #[must_use]
    pub fn user_named(&self, name: &str) -> Option<&User> {
        find_named(&self.users, name, |user| &user.name)
    }

    /// Returns the index of an attribute in [`Participant::values`].
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<usize> {
        let found = find_named(&self.variables, name, |variable| &variable.name)?;
        self.variables.iter().position(|variable| variable.id == found.id)
    }
}
