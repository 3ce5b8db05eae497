//! A set that a merge adds.

use crate::model::{Guid, SetDefinition, SetId};

/// A set that this project does not have.
#[derive(Clone, Debug)]
pub(super) struct PlannedSet {
    pub guid: Guid,
    pub name: String,
    /// What it names is this project's. What is only in the copy keeps a guid by which a later merge finds it, when it has
    /// been imported.
    pub definition: SetDefinition,
    /// Members that are new codes, by their index in the plan.
    pub new_codes: Vec<usize>,
}

/// A set of this project whose members came here in another way than by a merge, and so have other guids.
#[derive(Clone, Debug)]
pub(super) struct CompletedSet {
    pub set: SetId,
    pub guid: Guid,
    pub name: String,
    pub definition: SetDefinition,
}

impl PlannedSet {
    /// True if the set has this name and definition, in whatever order its members are.
    pub fn is_like(&self, name: &str, definition: &SetDefinition) -> bool {
        self.name == name && self.definition.is_same(definition)
    }
}
