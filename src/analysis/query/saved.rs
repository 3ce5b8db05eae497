//! The names in a query and the things that they stand for, so that a saved query still means the same after these are
//! renamed, moved or merged.

use super::meaning::code_named;
use super::syntax::{Criterion, Field, PassageQuery, What};
use super::{Faulty, Mistake};
use crate::model::{Guid, QueryDefinition, Study, same_name};

/// A place in a query that names something.
enum NamedThing<'q> {
    Code(&'q mut String),
    /// A condition whose value, or whose attribute, is the name.
    Condition(&'q mut Criterion),
}

impl PassageQuery {
    /// Calls `take` with everything in the query that may name something of the study, from left to right.
    fn each_name(&mut self, take: &mut dyn FnMut(NamedThing<'_>)) {
        for chain in self.any_of.iter_mut().flat_map(|conjunction| &mut conjunction.all_of) {
            let terms = std::iter::once(&mut chain.first).chain(chain.then.iter_mut().map(|(_, term)| term));
            for term in terms {
                match &mut term.what {
                    What::Code { name, .. } => take(NamedThing::Code(name)),
                    What::Query(query) => query.each_name(take),
                    What::Text { .. } | What::Any | What::Important => {}
                }
                term.filter.iter_mut().for_each(|criterion| take(NamedThing::Condition(criterion)));
            }
        }
    }

    /// Returns what is stored of the query: its text, and what its names stand for in the study.
    #[must_use]
    pub fn definition(&self, study: &Study, memo: &str) -> QueryDefinition {
        let mut names = Vec::new();
        self.clone().each_name(&mut |name| names.push(meant(&name, study)));
        QueryDefinition { query: self.to_string(), names, memo: memo.to_owned() }
    }
}

/// A saved query with the names that things have now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentQuery {
    pub query: PassageQuery,
    /// The former names of what was deleted. Undo brings it back.
    pub missing: Vec<String>,
}

impl PresentQuery {
    /// Reads a saved query.
    ///
    /// # Errors
    /// When it cannot be read: another version of the program may have written it.
    pub fn of(definition: &QueryDefinition, study: &Study) -> Result<Self, Mistake> {
        let mut query: PassageQuery = definition.query.parse()?;
        let (mut place, mut missing) = (0, Vec::new());
        query.each_name(&mut |mut name| {
            let guid = definition.names.get(place).copied().flatten();
            place += 1;
            if let Some(guid) = guid
                && !show_present(&mut name, guid, study)
            {
                missing.push(former(&name));
            }
        });
        Ok(Self { query, missing })
    }

    /// Returns the query if everything that it names is there.
    ///
    /// # Errors
    /// When something was deleted.
    pub fn whole(self) -> Result<PassageQuery, Faulty> {
        match self.missing.into_iter().next() {
            None => Ok(self.query),
            Some(name) => Err(Faulty::Deleted { name }),
        }
    }
}

/// Returns a definition from elsewhere in which names stand for things of this study where it has them: those with the same
/// identity, or else with the same name. What it does not have is only a name, which means whatever gets it later.
#[must_use]
pub fn at_home(definition: &QueryDefinition, study: &Study) -> QueryDefinition {
    let Ok(present) = PresentQuery::of(definition, study) else { return definition.clone() };
    present.query.definition(study, &definition.memo)
}

/// Returns the query with every code by its path: two that print the same ask for the same.
#[must_use]
pub fn in_full(query: &PassageQuery, study: &Study) -> PassageQuery {
    let mut query = query.clone();
    query.each_name(&mut |name| {
        if let NamedThing::Code(name) = name
            && let Ok(code) = code_named(study, name)
        {
            *name = study.codebook.path(code).to_string();
        }
    });
    query
}

/// Returns what a name stands for in the study.
fn meant(name: &NamedThing<'_>, study: &Study) -> Option<Guid> {
    let participant = |name: &str| study.participant_meant(name).map(|one| one.guid);
    match name {
        NamedThing::Code(name) => {
            let code = code_named(study, name).ok()?;
            study.codebook.get(code).map(|code| code.guid)
        }
        NamedThing::Condition(Criterion { field, value }) => match field {
            Field::Coder => study.user_named(value).map(|user| user.guid),
            Field::Participant => participant(value),
            Field::Document => study.source_named(value).map(|source| source.guid),
            // An account may be that of somebody who is no participant.
            Field::Account => study.participants.iter().find(|one| same_name(&one.name, value)).map(|one| one.guid),
            Field::Speaker => None,
            Field::OfParticipants(name) => of_participants(study, name),
            Field::OfDocuments(name) => of_documents(study, name),
            Field::Attribute(name) => of_participants(study, name).or_else(|| of_documents(study, name)),
        },
    }
}

fn of_participants(study: &Study, name: &str) -> Option<Guid> {
    study.variables.get(study.variable(name)?).map(|variable| variable.guid)
}

fn of_documents(study: &Study, name: &str) -> Option<Guid> {
    study.document_variables.get(study.document_variable(name)?).map(|variable| variable.guid)
}

/// Puts the present name of a thing in place; false if there is no such thing.
fn show_present(name: &mut NamedThing<'_>, guid: Guid, study: &Study) -> bool {
    match name {
        NamedThing::Code(name) => {
            let Some(code) = study.codebook.codes().iter().find(|code| code.guid == guid) else { return false };
            // A name that still means this code stays as it was typed.
            if code_named(study, name) != Ok(code.id) {
                **name = study.codebook.path(code.id).to_string();
            }
            true
        }
        NamedThing::Condition(criterion) => {
            let present = match &criterion.field {
                Field::Coder => study.users.iter().find(|one| one.guid == guid).map(|one| one.name.clone()),
                Field::Document => study.sources.iter().find(|one| one.guid == guid).map(|one| one.name.clone()),
                Field::Participant | Field::Account => {
                    study.participants.iter().find(|one| one.guid == guid).map(|one| one.name.clone())
                }
                Field::Speaker => None,
                Field::Attribute(_) | Field::OfParticipants(_) | Field::OfDocuments(_) => {
                    let field = present_field(&criterion.field, guid, study);
                    let is_there = field.is_some();
                    field.into_iter().for_each(|field| criterion.field = field);
                    return is_there;
                }
            };
            let is_there = present.is_some();
            present.into_iter().for_each(|present| criterion.value = present);
            is_there
        }
    }
}

/// The field of an attribute with its present name; in full where that name alone would mean another one.
fn present_field(field: &Field, guid: Guid, study: &Study) -> Option<Field> {
    let name = |variables: &[crate::model::Variable]| {
        variables.iter().find(|one| one.guid == guid).map(|one| one.name.clone())
    };
    let is_short = matches!(field, Field::Attribute(_));
    if let Some(name) = name(&study.variables) {
        return Some(if is_short { Field::Attribute(name) } else { Field::OfParticipants(name) });
    }
    let name = name(&study.document_variables)?;
    let means_another = study.variable(&name).is_some();
    Some(if is_short && !means_another { Field::Attribute(name) } else { Field::OfDocuments(name) })
}

fn former(name: &NamedThing<'_>) -> String {
    match name {
        NamedThing::Code(name) => (*name).clone(),
        NamedThing::Condition(Criterion { field, value }) => match field {
            Field::Attribute(name) | Field::OfParticipants(name) | Field::OfDocuments(name) => name.clone(),
            _ => value.clone(),
        },
    }
}
