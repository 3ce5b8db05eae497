//! Commands on the attributes of participants and of documents, and on their values.

use super::documents::{document_name, free_name};
use super::participants::participant_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::{Error, WrongKind};
use crate::engine::project::Project;
use crate::model::{
    Described, OpKind, ParticipantId, RowKind, SourceId, Study, TableDefinition, TableShape, TypologyColumn, Variable,
    VariableId, VariableKind, same_name,
};
use crate::tr;

/// Maximum number of unsuitable values named in an error.
const NAMED: usize = 3;

/// Returns the value as it is stored, trimmed; `None` when it is empty, which means "not known".
///
/// # Errors
/// Fails when the value is not of the attribute's kind.
pub fn checked_value(variable: &Variable, value: &str) -> Result<Option<String>, WrongKind> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    if !variable.kind.fits(value) {
        return Err(WrongKind { value: value.to_owned(), kind: variable.kind });
    }
    Ok(Some(value.to_owned()))
}

impl Project {
    pub(super) fn set_value(
        &mut self,
        participant: ParticipantId,
        id: VariableId,
        value: Option<&str>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = participant_name(&study, participant)?;
        let value = value_of(variable(&study, id, Described::Participants)?, value, name)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.set_participant_value(participant, id, value.as_deref())?;
            let (participant, attribute) = (tx.participant(participant)?, tx.attribute(id)?);
            Ok(((), OpKind::SetValue { participant, attribute, value: Some(value.unwrap_or_default()) }))
        })?;
        Ok(written.into())
    }

    /// Gives several documents one value.
    pub(super) fn set_document_value(
        &mut self,
        sources: &[SourceId],
        id: VariableId,
        value: Option<&str>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let names = sources.iter().map(|&source| document_name(&study, source)).collect::<Result<Vec<_>, _>>()?;
        let attribute = variable(&study, id, Described::Documents)?;
        let value = value_of(attribute, value, names.first().copied().unwrap_or_default())?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for &source in sources {
                tx.set_document_value(source, id, value.as_deref())?;
            }
            let (documents, attribute) = (tx.documents(sources)?, tx.attribute(id)?);
            Ok(((), OpKind::SetDocumentValue { documents, attribute, value: Some(value.unwrap_or_default()) }))
        })?;
        Ok(written.into())
    }

    pub(super) fn add_attribute(
        &mut self,
        of: Described,
        name: &str,
        kind: VariableKind,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = free_attribute(&study, of, name, None)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let variable = tx.add_variable(of, &name, kind)?;
            Ok(((), OpKind::AddAttribute { attribute: tx.attribute(variable)? }))
        })?;
        Ok(written.into())
    }

    /// Renames the attribute in the tables that use it, too.
    pub(super) fn rename_attribute(&mut self, id: VariableId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = variable(&study, id, id.of)?.name.clone();
        let name = free_attribute(&study, id.of, name, Some(id))?;
        let tables = match id.of {
            Described::Participants => renamed_tables(&study, &old, &name)?,
            Described::Documents => vec![],
        };
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.rename_variable(id, &name)?;
            for table in &tables {
                tx.set_table(table)?;
            }
            Ok(((), OpKind::RenameAttribute { attribute: tx.attribute(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_attribute_kind(&mut self, id: VariableId, kind: VariableKind, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = variable(&study, id, id.of)?.name.clone();
        let unfit = unfit(&study, id, kind);
        if !unfit.is_empty() {
            let more = unfit.len().saturating_sub(NAMED);
            let values = unfit.into_iter().take(NAMED).collect();
            return Err(Error::WrongValues { attribute: name, kind, values, more });
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.set_variable_kind(id, kind)?;
            Ok(((), OpKind::SetAttributeKind { attribute: tx.attribute(id)?, to: kind.name().to_owned() }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_attribute(&mut self, id: VariableId, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        variable(&study, id, id.of)?;
        let values = study.values_of(id).count() as u64;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let attribute = tx.attribute(id)?;
            tx.remove_variable(id)?;
            Ok(((), OpKind::RemoveAttribute { attribute, values }))
        })?;
        Ok(written.into())
    }
}

/// Returns the attribute if `of` are those who have it.
fn variable(study: &Study, id: VariableId, of: Described) -> Result<&Variable, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Attribute, id: id.row };
    study.attribute(id).filter(|_| id.of == of).ok_or_else(|| missing.into())
}

/// Returns the value as it is stored; `of` is the name of the participant or document that is to have it.
fn value_of(attribute: &Variable, value: Option<&str>, of: &str) -> Result<Option<String>, Error> {
    checked_value(attribute, value.unwrap_or_default()).map_err(|wrong| Error::WrongValue {
        wrong,
        attribute: attribute.name.clone(),
        of: of.to_owned(),
    })
}

/// The name of the first column of a file with the attributes, which no attribute can have.
#[must_use]
pub fn reserved_name(of: Described) -> &'static str {
    match of {
        Described::Participants => "participant",
        Described::Documents => "document",
    }
}

/// Returns the name if an attribute can have it.
fn free_attribute(study: &Study, of: Described, name: &str, renamed: Option<VariableId>) -> Result<String, Error> {
    let taken = study.attributes(of).iter().any(|v| same_name(&v.name, name) && Some(v.id) != renamed);
    let name = free_name(RowKind::Attribute, name, taken)?;
    if name == reserved_name(of) {
        return Err(Error::ReservedAttribute { of });
    }
    Ok(name)
}

/// Returns the values that are not of a kind, each with its participant or document.
fn unfit(study: &Study, id: VariableId, kind: VariableKind) -> Vec<String> {
    let unfit = study.values_of(id).filter(|(_, value)| !kind.fits(value));
    unfit.map(|(name, value)| tr!("“{value}” of {participant}", value, participant = name)).collect()
}

/// Returns the tables that use an attribute of participants, with its new name.
fn renamed_tables(study: &Study, old: &str, new: &str) -> Result<Vec<TableDefinition>, Error> {
    let is_dimension = study.codebook.dimension(old).is_some();
    // A table may spell the attribute differently if it looks the same.
    let names = |name: &str| study.variable(name) == study.variable(old);
    let mut renamed = Vec::new();
    for table in &study.tables {
        let mut table = table.clone();
        let mut touched = false;
        if let TableShape::Typology { rows, columns } = &mut table.kind {
            if is_dimension && old != new && rows.iter().any(|row| names(row)) {
                return Err(Error::NameJoins { table: table.name.clone(), attribute: old.to_owned() });
            }
            for row in rows.iter_mut().filter(|row| names(row)) {
                new.clone_into(row);
                touched = true;
            }
            for column in columns {
                if let TypologyColumn::Attribute { attribute, .. } = column
                    && names(attribute)
                {
                    new.clone_into(attribute);
                    touched = true;
                }
            }
        }
        if touched {
            renamed.push(table);
        }
    }
    Ok(renamed)
}
