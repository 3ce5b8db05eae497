//! The filter of a table: participants and documents with certain values of attributes.

use super::error::{Alternatives, Error};
use super::matrix::{attribute_values, not_known, same_value};
use crate::model::{Described, NameKey, Source, Study, VariableKind, same_name};
use crate::{i18n, tr};
use std::collections::HashSet;

/// Conditions that a participant, or a document, must all meet; without conditions, nothing is excluded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AttributeFilter {
    pub conditions: Vec<Condition>,
}

/// An attribute and the values that are included. Without values, it is undecided and excludes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Whether the attribute is one of participants or of documents.
    pub of: Described,
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

    fn in_words(&self) -> String {
        let (attribute, values) = (self.attribute.replace('_', " "), self.values_in_words());
        match self.of {
            Described::Participants => tr!("{attribute} is {values}", attribute, values),
            Described::Documents => tr!("{attribute} of the document is {values}", attribute, values),
        }
    }

    /// Returns what tests the values of a participant or a document.
    ///
    /// # Errors
    /// Fails when the study lacks the attribute.
    fn test(&self, study: &Study) -> Result<impl Fn(&[Option<String>]) -> bool + use<>, Error> {
        let (place, kind) = place(study, self.of, &self.attribute)?;
        let wanted: HashSet<Option<NameKey>> =
            self.values.iter().map(|v| v.as_deref().map(|v| same_value(v, kind))).collect();
        Ok(move |values: &[Option<String>]| {
            let value = values.get(place).and_then(Option::as_deref);
            wanted.contains(&value.map(|v| same_value(v, kind)))
        })
    }
}

/// Returns the index of an attribute in the values of those who have it, and its kind.
fn place(study: &Study, of: Described, attribute: &str) -> Result<(usize, Option<VariableKind>), Error> {
    let known = study.attributes(of);
    let place = study.attribute_named(of, attribute).ok_or_else(|| Error::UnknownAttribute {
        of,
        name: attribute.to_owned(),
        known: Alternatives::near(attribute, known.iter().map(|v| v.name.clone()).collect()),
    })?;
    Ok((place, known.get(place).map(|v| v.kind)))
}

impl AttributeFilter {
    /// True when nothing is excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.decided().next().is_none()
    }

    /// True when it says which participants, or which documents, are included.
    #[must_use]
    pub fn is_about(&self, of: Described) -> bool {
        self.decided().any(|condition| condition.of == of)
    }

    fn decided(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|condition| !condition.values.is_empty())
    }

    /// Adds a value of an attribute to those included. `(not known)` is the missing value.
    pub fn add(&mut self, of: Described, attribute: &str, value: &str) {
        let value = Some(value.to_owned()).filter(|value| value != not_known());
        let is_same = |condition: &&mut Condition| condition.of == of && same_name(&condition.attribute, attribute);
        match self.conditions.iter_mut().find(is_same) {
            Some(condition) => condition.values.push(value),
            None => self.conditions.push(Condition { of, attribute: attribute.to_owned(), values: vec![value] }),
        }
    }

    /// Returns for example `gender is Female; generation is First or Second`.
    #[must_use]
    pub fn in_words(&self) -> String {
        i18n::clauses(&self.decided().map(Condition::in_words).collect::<Vec<_>>())
    }

    /// Checks that some participant or document has each of the values. That the value is not known may hold for none.
    ///
    /// # Errors
    /// Fails when the study lacks one of the attributes, or when nobody has one of the values.
    pub fn check(&self, study: &Study) -> Result<(), Error> {
        for condition in self.decided() {
            let of = condition.of;
            let (_, kind) = place(study, of, &condition.attribute)?;
            let known: Vec<String> = attribute_values(study, of, &condition.attribute).into_iter().flatten().collect();
            let keys: HashSet<NameKey> = known.iter().map(|value| same_value(value, kind)).collect();
            let is_unknown = |value: &&String| !keys.contains(&same_value(value, kind));
            if let Some(value) = condition.values.iter().flatten().find(is_unknown) {
                let (attribute, value) = (condition.attribute.clone(), value.clone());
                return Err(Error::UnknownValue { of, known: Alternatives::near(&value, known), attribute, value });
            }
        }
        Ok(())
    }

    /// Returns what tests the values of a participant, or of a document, by all conditions that are about them.
    ///
    /// # Errors
    /// Fails when the study lacks one of the attributes.
    pub fn test(&self, study: &Study, of: Described) -> Result<impl Fn(&[Option<String>]) -> bool + use<>, Error> {
        let about = self.decided().filter(|condition| condition.of == of);
        let tests = about.map(|condition| condition.test(study)).collect::<Result<Vec<_>, _>>()?;
        Ok(move |values: &[Option<String>]| tests.iter().all(|test| test(values)))
    }

    /// Returns the study with only these participants with their documents, and only these documents. Rows and columns
    /// of other participants and documents are absent rather than empty. A participant stays in the study if the documents
    /// are excluded, because typologies describe groups that the documents lack; a matrix leaves out the row.
    ///
    /// # Errors
    /// Fails when the study lacks one of the attributes.
    pub fn narrow(&self, study: &Study) -> Result<Study, Error> {
        let (meets, document_meets) =
            (self.test(study, Described::Participants)?, self.test(study, Described::Documents)?);
        let mut narrowed = study.clone();
        narrowed.sources.retain(|source| document_meets(&source.values));
        if self.is_about(Described::Participants) {
            narrowed.participants.retain(|participant| meets(&participant.values));
            let kept: HashSet<_> = narrowed.participants.iter().map(|participant| participant.id).collect();
            let has_kept = |source: &Source| match source.speakers.is_empty() {
                true => source.participant.is_some_and(|participant| kept.contains(&participant)),
                false => source.speakers.iter().any(|(_, participant)| kept.contains(&participant)),
            };
            narrowed.sources.retain(has_kept);
        }
        Ok(narrowed)
    }
}
