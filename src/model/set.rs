//! Sets of documents and of codes, chosen one by one or by a condition.

use super::{CodeId, Guid, SetId, SourceId, Study, VariableKind, same_name, values::number};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum SetKind {
    #[default]
    Documents,
    Codes,
}

impl SetKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the guids of all documents or codes of the study.
    #[must_use]
    pub fn all(self, study: &Study) -> HashSet<Guid> {
        match self {
            Self::Documents => study.sources.iter().map(|source| source.guid).collect(),
            Self::Codes => study.codebook.codes().iter().map(|code| code.guid).collect(),
        }
    }

    /// True if the study has the attribute of documents, or the dimension and its value.
    #[must_use]
    pub fn has_condition(self, study: &Study, condition: &SetCondition) -> bool {
        match self {
            Self::Documents => study.document_variables.iter().any(|one| one.guid == condition.attribute),
            Self::Codes => {
                let dimension = study.codebook.dimensions.iter().find(|one| one.guid == condition.attribute);
                dimension.is_some_and(|one| one.values.iter().any(|value| same_name(value, &condition.value)))
            }
        }
    }
}

/// What is in a set: the items chosen one by one, and whatever meets the conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDefinition {
    pub kind: SetKind,
    /// Documents or codes.
    #[serde(default)]
    pub items: Vec<Guid>,
    /// Several values of one attribute or dimension are alternatives; several attributes or dimensions must all hold.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<SetCondition>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
}

/// A value of an attribute of documents or of a dimension of codes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetCondition {
    pub attribute: Guid,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    pub id: SetId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    pub definition: SetDefinition,
}

impl SetDefinition {
    /// Returns the documents of the set, in the researcher's order.
    #[must_use]
    pub fn documents(&self, study: &Study) -> Vec<SourceId> {
        let items: HashSet<Guid> = self.items.iter().copied().collect();
        let is_in = |source: &&super::Source| {
            items.contains(&source.guid)
                || self.holds(|condition| {
                    let place = study.document_variables.iter().position(|one| one.guid == condition.attribute)?;
                    let value = source.values.get(place)?.as_deref()?;
                    Some(is_same(study.document_variables.get(place)?.kind, value, &condition.value))
                })
        };
        let sources = study.sources.iter().filter(|_| self.kind == SetKind::Documents);
        sources.filter(is_in).map(|source| source.id).collect()
    }

    /// Returns the codes of the set, in codebook order. Codes below them are in it only if they belong to it themselves.
    #[must_use]
    pub fn codes(&self, study: &Study) -> Vec<CodeId> {
        let book = &study.codebook;
        let items: HashSet<Guid> = self.items.iter().copied().collect();
        let is_in = |code: &&super::Code| {
            items.contains(&code.guid)
                || self.holds(|condition| {
                    let dimension = book.dimensions.iter().find(|one| one.guid == condition.attribute)?;
                    let value = dimension.values.get(book.dimension_value(code.id, dimension.id)?)?;
                    Some(same_name(value, &condition.value))
                })
        };
        let codes = book.codes().iter().filter(|_| self.kind == SetKind::Codes);
        codes.filter(is_in).map(|code| code.id).collect()
    }

    /// True if there are conditions and something meets them; `meets` says whether it has the value of one of them.
    fn holds(&self, meets: impl Fn(&SetCondition) -> Option<bool>) -> bool {
        let is_met = |attribute: Guid| {
            let mut of_attribute = self.conditions.iter().filter(|condition| condition.attribute == attribute);
            of_attribute.any(|condition| meets(condition) == Some(true))
        };
        !self.conditions.is_empty() && self.conditions.iter().all(|condition| is_met(condition.attribute))
    }

    /// True if both have the same members, conditions and memo, in whatever order.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let items = |set: &Self| set.items.iter().copied().collect::<HashSet<_>>();
        let conditions = |set: &Self| set.conditions.iter().cloned().collect::<HashSet<_>>();
        self.kind == other.kind
            && self.memo == other.memo
            && items(self) == items(other)
            && conditions(self) == conditions(other)
    }

    /// Returns how many items, attributes and values of the definition no longer exist. Undo brings them back.
    #[must_use]
    pub fn missing(&self, study: &Study) -> usize {
        let (kind, items, conditions) = (self.kind, self.items.iter(), self.conditions.iter());
        let all = kind.all(study);
        items.filter(|item| !all.contains(item)).count()
            + conditions.filter(|condition| !kind.has_condition(study, condition)).count()
    }
}

fn is_same(kind: VariableKind, value: &str, wanted: &str) -> bool {
    let equal = || number(value).is_some() && number(value) == number(wanted);
    same_name(value, wanted) || kind == VariableKind::Number && equal()
}
