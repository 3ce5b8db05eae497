//! A set of documents or of codes that is being made or changed.

use crate::model::{CodeId, Guid, Set, SetCondition, SetDefinition, SetId, SetKind, SourceId, Study};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDraft {
    /// `None` for a new set.
    pub id: Option<SetId>,
    pub name: String,
    pub definition: SetDefinition,
    /// Letters that filter the list of documents or codes.
    #[serde(default)]
    pub find: String,
}

impl SetDraft {
    #[must_use]
    pub fn new(kind: SetKind) -> Self {
        Self { definition: SetDefinition { kind, ..SetDefinition::default() }, ..Self::default() }
    }

    #[must_use]
    pub fn of_documents(study: &Study, documents: &[SourceId]) -> Self {
        let mut draft = Self::new(SetKind::Documents);
        draft.definition.items = documents.iter().filter_map(|id| Some(study.source(*id)?.guid)).collect();
        draft
    }

    /// A set of the code and all codes below it.
    #[must_use]
    pub fn of_branch(study: &Study, code: CodeId) -> Self {
        let mut draft = Self::new(SetKind::Codes);
        let book = &study.codebook;
        let branch = book.codes().iter().filter(|one| book.is_below(one.id, code));
        draft.definition.items = branch.map(|one| one.guid).collect();
        draft
    }

    #[must_use]
    pub fn of(set: &Set) -> Self {
        Self { id: Some(set.id), name: set.name.clone(), definition: set.definition.clone(), find: String::new() }
    }

    /// True when something was entered that differs from the project. What a new set is made of was chosen before.
    #[must_use]
    pub fn is_changed(&self, study: &Study) -> bool {
        let Self { name, definition, .. } = self;
        match self.id.and_then(|id| study.set(id)) {
            Some(set) => set.name != *name || !set.definition.is_same(definition),
            None => !name.trim().is_empty() || !definition.conditions.is_empty() || !definition.memo.is_empty(),
        }
    }

    /// Takes a document or a code into the set, or out of it.
    pub fn choose(&mut self, item: Guid, is_in: bool) {
        self.definition.items.retain(|known| *known != item);
        self.definition.items.extend(is_in.then_some(item));
    }

    /// Adds or removes a condition.
    pub fn require(&mut self, condition: SetCondition, is_on: bool) {
        self.definition.conditions.retain(|known| *known != condition);
        self.definition.conditions.extend(is_on.then_some(condition));
    }

    /// Leaves out what no longer exists.
    pub fn forget_missing(&mut self, study: &Study) {
        let kind = self.definition.kind;
        let all = kind.all(study);
        self.definition.items.retain(|item| all.contains(item));
        self.definition.conditions.retain(|condition| kind.has_condition(study, condition));
    }
}
