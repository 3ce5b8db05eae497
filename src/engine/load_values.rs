//! Attributes and their values on their way from a dump into a project, for participants and documents alike.

use super::known::Known;
use crate::interchange::plain::AttributeDump;
use crate::model::{Described, Study, VariableId, VariableKind, same_name};
use crate::store::{self, Tx};
use std::collections::HashMap;

/// The known values by participant or document, and by attribute.
pub(super) struct Values(HashMap<(i64, VariableId), String>);

impl Values {
    pub fn of(study: &Study) -> Self {
        let mut known = HashMap::new();
        let mut take = |of, owner: i64, values: &[Option<String>]| {
            for (variable, value) in study.attributes(of).iter().zip(values) {
                known.extend(value.clone().map(|value| ((owner, variable.id), value)));
            }
        };
        for participant in &study.participants {
            take(Described::Participants, participant.id.0, &participant.values);
        }
        for source in &study.sources {
            take(Described::Documents, source.id.0, &source.values);
        }
        Self(known)
    }

    /// Returns the values of a participant or document that the project does not have. The researcher's own values are
    /// kept: `kept` counts those that differ.
    pub fn add<'v>(
        &mut self,
        owner: i64,
        variables: &[VariableId],
        values: &'v [Option<String>],
        kept: &mut usize,
    ) -> Vec<(VariableId, &'v str)> {
        let mut new = Vec::new();
        for (&variable, value) in variables.iter().zip(values) {
            let Some(value) = value else { continue };
            match self.0.get(&(owner, variable)) {
                Some(existing) if same_name(existing, value) => {}
                Some(_) => *kept += 1,
                None => {
                    self.0.insert((owner, variable), value.clone());
                    new.push((variable, value.as_str()));
                }
            }
        }
        new
    }
}

/// Adds the attributes that the project does not have, and returns the ids of all. `values` returns the known values of
/// the attribute with this index.
pub(super) fn attributes<'v, V: Iterator<Item = &'v str> + Clone>(
    tx: &mut Tx<'_>,
    of: Described,
    known: &mut Known<VariableId>,
    attributes: &[AttributeDump],
    values: impl Fn(usize) -> V,
) -> Result<Vec<VariableId>, store::Error> {
    let mut variables = Vec::with_capacity(attributes.len());
    for (at, attribute) in attributes.iter().enumerate() {
        if let Some(id) = known.find(&attribute.name, attribute.guid) {
            variables.push(id);
            continue;
        }
        let kind = attribute.kind.unwrap_or_else(|| VariableKind::infer(values(at)));
        let (free, guid) = (known.free(&attribute.name, attribute.guid), known.guid(attribute.guid));
        let id = tx.take_variable(of, guid, &free, kind)?;
        known.add(&attribute.name, &free, guid, id);
        variables.push(id);
    }
    Ok(variables)
}
