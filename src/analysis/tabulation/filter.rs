//! The filter of a table: participants with certain values of attributes.

use super::error::Error;
use super::matrix::{not_known, same_value};
use crate::model::{NameKey, Study, same_name};
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

    /// Returns the study with only these participants and their documents. Rows and columns of others are absent
    /// rather than empty.
    ///
    /// # Errors
    /// Fails when participants lack one of the attributes.
    pub fn narrow(&self, study: &Study) -> Result<Study, Error> {
        let mut tests = Vec::new();
        for condition in self.decided() {
            let place = study.variable(&condition.attribute).ok_or_else(|| Error::UnknownAttribute {
                name: condition.attribute.clone(),
                known: study.variables.iter().map(|v| v.name.as_str()).collect(),
            })?;
            let kind = study.variables.get(place).map(|v| v.kind);
            let wanted: HashSet<Option<NameKey>> =
                condition.values.iter().map(|v| v.as_deref().map(|v| same_value(v, kind))).collect();
            tests.push((place, kind, wanted));
        }
        let mut narrowed = study.clone();
        narrowed.cases.retain(|case| {
            tests.iter().all(|(place, kind, wanted)| {
                let value = case.values.get(*place).and_then(Option::as_deref);
                wanted.contains(&value.map(|v| same_value(v, *kind)))
            })
        });
        if !tests.is_empty() {
            let kept: HashSet<_> = narrowed.cases.iter().map(|case| case.id).collect();
            narrowed.sources.retain(|source| source.case.is_some_and(|case| kept.contains(&case)));
        }
        Ok(narrowed)
    }
}
