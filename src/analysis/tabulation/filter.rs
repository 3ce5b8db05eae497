//! Which participants a table is about: those with certain values of attributes.

use super::error::{Error, listed};
use super::matrix::{NOT_KNOWN, same_value};
use crate::model::{NameKey, Study, same_name};
use std::collections::HashSet;

/// Only participants who meet every condition; nobody is left out when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AttributeFilter {
    pub conditions: Vec<Condition>,
}

/// An attribute, and the values of it that are meant. Without any value it is not decided yet, and leaves nobody out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    pub attribute: String,
    /// `None` is "not known".
    pub values: Vec<Option<String>>,
}

impl Condition {
    /// `First or Second`, `not known`.
    #[must_use]
    pub fn values_in_words(&self) -> String {
        let words: Vec<&str> = self.values.iter().map(|v| v.as_deref().unwrap_or("not known")).collect();
        words.join(" or ")
    }
}

impl AttributeFilter {
    /// True when nobody is left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decided().next().is_none()
    }

    fn decided(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.values.is_empty())
    }

    /// Adds a value to what is meant of an attribute. `(not known)` is the value that is not known.
    pub fn add(&mut self, attribute: &str, value: &str) {
        let value = Some(value.to_owned()).filter(|value| value != NOT_KNOWN);
        match self.conditions.iter_mut().find(|c| same_name(&c.attribute, attribute)) {
            Some(condition) => condition.values.push(value),
            None => self.conditions.push(Condition { attribute: attribute.to_owned(), values: vec![value] }),
        }
    }

    /// `gender is Female; generation is First or Second`
    #[must_use]
    pub fn in_words(&self) -> String {
        let words = self.decided().map(|c| format!("{} is {}", c.attribute.replace('_', " "), c.values_in_words()));
        words.collect::<Vec<_>>().join("; ")
    }

    /// The study with these participants and their documents alone: what is counted in it is about nobody else. Rows
    /// and columns of others are not there, rather than being empty.
    ///
    /// # Errors
    /// When participants do not have one of the attributes.
    pub fn narrow(&self, study: &Study) -> Result<Study, Error> {
        let mut tests = Vec::new();
        for condition in self.decided() {
            let place = study.variable(&condition.attribute).ok_or_else(|| Error::UnknownAttribute {
                name: condition.attribute.clone(),
                known: listed(study.variables.iter().map(|v| v.name.as_str())),
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
