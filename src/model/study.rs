//! Everything in a project but its texts, codings and memos: small enough to be read as a whole, however
//! large the project.

use super::{
    Codebook, Described, NameKey, Participant, ParticipantId, ProjectInfo, QueryId, SavedQuery, Set, SetId, Source,
    SourceId, TableDefinition, User, UserId, Variable, VariableId, find_named,
};

/// A snapshot. Lists are in the researcher's order.
#[derive(Clone, Debug)]
pub struct Study {
    pub project: ProjectInfo,
    pub users: Vec<User>,
    pub sources: Vec<Source>,
    /// Attributes of participants.
    pub variables: Vec<Variable>,
    /// Attributes of documents.
    pub document_variables: Vec<Variable>,
    pub participants: Vec<Participant>,
    pub codebook: Codebook,
    pub tables: Vec<TableDefinition>,
    pub sets: Vec<Set>,
    pub queries: Vec<SavedQuery>,
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

    /// What people call the table with this name; the name itself if there is none.
    #[must_use]
    pub fn table_heading<'s>(&'s self, name: &'s str) -> &'s str {
        self.tables.iter().find(|table| table.name == name).map_or(name, |table| table.heading())
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

    /// Returns the participant whom a name means even if case, width or hyphens differ: the one with exactly this name,
    /// otherwise the only one whose name differs in nothing else.
    #[must_use]
    pub fn participant_meant(&self, name: &str) -> Option<&Participant> {
        self.participant_named(name).or_else(|| {
            let key = NameKey::of_person(name);
            let mut alike = self.participants.iter().filter(|one| NameKey::of_person(&one.name) == key);
            alike.next().filter(|_| alike.next().is_none())
        })
    }

    #[must_use]
    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|u| u.id == id)
    }

    #[must_use]
    pub fn user_named(&self, name: &str) -> Option<&User> {
        find_named(&self.users, name, |user| &user.name)
    }

    #[must_use]
    pub fn saved_query(&self, id: QueryId) -> Option<&SavedQuery> {
        self.queries.iter().find(|query| query.id == id)
    }

    #[must_use]
    pub fn query_named(&self, name: &str) -> Option<&SavedQuery> {
        find_named(&self.queries, name, |query| &query.name)
    }

    #[must_use]
    pub fn set(&self, id: SetId) -> Option<&Set> {
        self.sets.iter().find(|set| set.id == id)
    }

    #[must_use]
    pub fn set_named(&self, name: &str) -> Option<&Set> {
        find_named(&self.sets, name, |set| &set.name)
    }

    /// Returns the index of an attribute in [`Participant::values`].
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<usize> {
        self.attribute_named(Described::Participants, name)
    }

    /// Returns the index of an attribute in [`Source::values`].
    #[must_use]
    pub fn document_variable(&self, name: &str) -> Option<usize> {
        self.attribute_named(Described::Documents, name)
    }

    /// Returns the index of an attribute in the values of participants or of documents.
    #[must_use]
    pub fn attribute_named(&self, of: Described, name: &str) -> Option<usize> {
        let attributes = self.attributes(of);
        let found = find_named(attributes, name, |variable| &variable.name)?;
        attributes.iter().position(|variable| variable.id == found.id)
    }

    /// Returns the attributes of participants or of documents.
    #[must_use]
    pub fn attributes(&self, of: Described) -> &[Variable] {
        match of {
            Described::Participants => &self.variables,
            Described::Documents => &self.document_variables,
        }
    }

    #[must_use]
    pub fn attribute(&self, id: VariableId) -> Option<&Variable> {
        self.attributes(id.of).iter().find(|variable| variable.id == id)
    }

    /// Returns the index of an attribute in the values of those who have it.
    #[must_use]
    pub fn attribute_place(&self, id: VariableId) -> Option<usize> {
        self.attributes(id.of).iter().position(|variable| variable.id == id)
    }

    /// Returns the known values of an attribute, each with the name of the participant or document that has it.
    pub fn values_of(&self, id: VariableId) -> impl Iterator<Item = (&str, &str)> {
        let place = self.attribute_place(id).unwrap_or(usize::MAX);
        let participants = self.participants.iter().map(|one| (one.name.as_str(), &one.values));
        let documents = self.sources.iter().map(|one| (one.name.as_str(), &one.values));
        let all = participants.filter(move |_| id.of == Described::Participants);
        let all = all.chain(documents.filter(move |_| id.of == Described::Documents));
        all.filter_map(move |(name, values)| Some((name, values.get(place)?.as_deref()?)))
    }
}
