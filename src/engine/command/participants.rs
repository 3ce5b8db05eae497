//! Commands on participants and their attributes.

use super::documents::free_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::{Error, WrongKind};
use crate::engine::project::Project;
use crate::model::{
    OpKind, ParticipantId, RowKind, Study, TableDefinition, TableShape, TypologyColumn, Variable, VariableId,
    VariableKind, same_name,
};
use crate::store::Held;
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
    pub(super) fn add_participant(&mut self, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = free_name(RowKind::Participant, name, study.participant_named(name.trim()).is_some())?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let participant = tx.add_participant(&name)?;
            Ok(((), OpKind::AddParticipant { participant: tx.participant(participant)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn rename_participant(&mut self, id: ParticipantId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let before = participant_name(&study, id)?;
        let taken = study.participant_named(name.trim()).is_some_and(|other| other.id != id);
        let name = free_name(RowKind::Participant, name, taken)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.rename_participant(id, &name)?;
            tx.rename_in_accounts(before, &name)?;
            Ok(((), OpKind::RenameParticipant { participant: tx.participant(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_participants(&mut self, ids: &[ParticipantId], by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let mut held = Held::default();
        for &id in ids {
            participant_name(&study, id)?;
            let one = self.reads().held_by_participant(id)?;
            held.values += one.values;
            held.memos += one.memos;
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let participants = ids.iter().map(|&id| tx.participant(id)).collect::<Result<_, _>>()?;
            for &id in ids {
                tx.remove_participant(id)?;
            }
            Ok(((), OpKind::RemoveParticipants { participants, values: held.values, memos: held.memos }))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_value(
        &mut self,
        participant: ParticipantId,
        id: VariableId,
        value: Option<&str>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = participant_name(&study, participant)?;
        let variable = variable(&study, id)?;
        let value = checked_value(variable, value.unwrap_or_default()).map_err(|wrong| Error::WrongValue {
            wrong,
            attribute: variable.name.clone(),
            participant: name.to_owned(),
        })?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.set_participant_value(participant, id, value.as_deref())?;
            Ok(((), OpKind::SetValue { participant: tx.participant(participant)?, attribute: tx.attribute(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn add_attribute(&mut self, name: &str, kind: VariableKind, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = free_attribute(&study, name, None)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let variable = tx.add_variable(&name, kind)?;
            Ok(((), OpKind::AddAttribute { attribute: tx.attribute(variable)? }))
        })?;
        Ok(written.into())
    }

    /// Renames the attribute in the tables that use it, too.
    pub(super) fn rename_attribute(&mut self, id: VariableId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = variable(&study, id)?.name.clone();
        let name = free_attribute(&study, name, Some(id))?;
        let tables = renamed_tables(&study, &old, &name)?;
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
        let name = variable(&study, id)?.name.clone();
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
        let name = variable(&study, id)?.name.clone();
        let place = study.variable(&name).unwrap_or(usize::MAX);
        let values = study.participants.iter().filter(|p| matches!(p.values.get(place), Some(Some(_)))).count() as u64;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let attribute = tx.attribute(id)?;
            tx.remove_variable(id)?;
            Ok(((), OpKind::RemoveAttribute { attribute, values }))
        })?;
        Ok(written.into())
    }
}

pub(super) fn participant_name(study: &Study, id: ParticipantId) -> Result<&str, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Participant, id: id.0 };
    study.participant(id).map(|p| p.name.as_str()).ok_or_else(|| missing.into())
}

fn variable(study: &Study, id: VariableId) -> Result<&Variable, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Attribute, id: id.0 };
    study.variables.iter().find(|v| v.id == id).ok_or_else(|| missing.into())
}

/// Returns the name if an attribute can have it; `participant` is reserved for the first column of a file of
/// participants.
pub(super) fn free_attribute(study: &Study, name: &str, renamed: Option<VariableId>) -> Result<String, Error> {
    let taken = study.variables.iter().any(|v| same_name(&v.name, name) && Some(v.id) != renamed);
    let name = free_name(RowKind::Attribute, name, taken)?;
    if name == "participant" {
        return Err(Error::ReservedAttribute);
    }
    Ok(name)
}

/// Returns the values that are not of a kind, each with its participant.
#[must_use]
pub fn unfit(study: &Study, id: VariableId, kind: VariableKind) -> Vec<String> {
    let place = study.variables.iter().position(|v| v.id == id).unwrap_or(usize::MAX);
    let value = |participant: &crate::model::Participant| {
        let value = participant.values.get(place)?.as_deref()?;
        (!kind.fits(value)).then(|| tr!("“{value}” of {participant}", value, participant = participant.name))
    };
    study.participants.iter().filter_map(value).collect()
}

/// Returns the tables that use an attribute, with its new name.
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
