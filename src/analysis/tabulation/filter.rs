//! The filter of a table: participants with certain values of attributes.

use super::error::{Alternatives, Error};
use super::matrix::{attribute_values, not_known, same_value};
use crate::model::{NameKey, Study, VariableKind, same_name};
use crate::{i18n, tr};
use std::collections::HashSet;

/// Conditions that a participant must all meet; without conditions, nobody is excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AttributeFilter {
    pub conditions: Vec<Condition>,
}

/// An attribute and the values that are included. Without values, it is undecided and excludes nobody.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    pub attribute: String,
    /// `None` is "not known".
    pub values: Vec<Option<String>>,
}

impl Condition {
    /// Returns for example `First or Second` or `not known`.
    #[must_use]
    pub fn values_in_words(&self) -> String {
        i18n::or(&self.values.iter().map(|v| v.as_deref().unwrap_or(tr!("not known"))).collect::<Vec<_>>())
    }
}

impl AttributeFilter {
    /// True when nobody is excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decided().next().is_none()
    }

    fn decided(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.values.is_empty())
    }

    /// Adds a value of an attribute to those included. `(not known)` is the missing value.
    pub fn add(&mut self, attribute: &str, value: &str) {
        let value = Some(value.to_owned()).filter(|value| value != not_known());
        match self.conditions.iter_mut().find(|c| same_name(&c.attribute, attribute)) {
            Some(condition) => condition.values.push(value),
            None => self.conditions.push(Condition { attribute: attribute.to_owned(), values: vec![value] }),
        }
    }

    /// Returns for example `gender is Female; generation is First or Second`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let clauses = self.decided().map(|condition| {
            tr!(
                "{attribute} is {values}",
                attribute = condition.attribute.replace('_', " "),
                values = condition.values_in_words()
            )
        });
        i18n::clauses(&clauses.collect::<Vec<_>>())
    }

    /// Returns the index of an attribute in the values of participants, and its kind.
    fn place(study: &Study, attribute: &str) -> Result<(usize, Option<VariableKind>), Error> {
        let place = study.variable(attribute).ok_or_else(|| Error::UnknownAttribute {
            name: attribute.to_owned(),
            known: Alternatives::near(attribute, study.variables.iter().map(|v| v.name.clone()).collect()),
        })?;
        Ok((place, study.variables.get(place).map(|v| v.kind)))
    }

    /// Checks that some participant has each of the values. That the value is not known may hold for nobody.
    ///
    /// # Errors
    /// Fails when participants lack one of the attributes, or when nobody has one of the values.
    pub fn check(&self, study: &Study) -> Result<(), Error> {
        for condition in self.decided() {
            let (_, kind) = Self::place(study, &condition.attribute)?;
            let known: Vec<String> = attribute_values(study, &condition.attribute).into_iter().flatten().collect();
            let keys: HashSet<NameKey> = known.iter().map(|value| same_value(value, kind)).collect();
            let is_unknown = |value: &&String| !keys.contains(&same_value(value, kind));
            if let Some(value) = condition.values.iter().flatten().find(is_unknown) {
                let (attribute, value) = (condition.attribute.clone(), value.clone());
                return Err(Error::UnknownValue { known: Alternatives::near(&value, known), attribute, value });
            }
        }
        Ok(())
    }

    /// Returns the study with only these participants and their documents. Rows and columns of others are absent
    /// rather than empty.
    ///
    /// # Errors
    /// Fails when participants lack one of the attributes.
    pub fn narrow(&self, study: &Study) -> Result<Study, Error> {
        let mut tests = Vec::new();
        for condition in self.decided() {
            let (place, kind) = Self::place(study, &condition.attribute)?;
            let wanted: HashSet<Option<NameKey>> =
                condition.values.iter().map(|v| v.as_deref().map(|v| same_value(v, kind))).collect();
            tests.push((place, kind, wanted));
        }
        let mut narrowed = study.clone();
        narrowed.participants.retain(|participant| {
            tests.iter().all(|(place, kind, wanted)| {
                let value = participant.values.get(*place).and_then(Option::as_deref);
                wanted.contains(&value.map(|v| same_value(v, *kind)))
            })
        });
        if !tests.is_empty() {
            let kept: HashSet<_> = narrowed.participants.iter().map(|participant| participant.id).collect();
            narrowed.sources.retain(|source| match source.speakers.is_empty() {
                true => source.participant.is_some_and(|participant| kept.contains(&participant)),
                false => source.speakers.iter().any(|(_, participant)| kept.contains(&participant)),
            });
        }
        Ok(narrowed)
    }
}
