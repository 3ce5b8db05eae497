//! Adds, changes and removes sets of documents and of codes.

use super::documents::free_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Guid, OpKind, RowKind, Set, SetDefinition, SetId, Study, same_name};
use std::collections::HashSet;

impl Project {
    /// Adds a set (`id` is `None`), or changes its name and definition.
    pub(super) fn save_set(
        &mut self,
        id: Option<SetId>,
        name: &str,
        definition: &SetDefinition,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = id.map(|id| known(&study, id)).transpose()?;
        let definition = &tidied(definition);
        let taken = study.sets.iter().any(|set| same_name(&set.name, name) && Some(set.id) != id);
        let name = free_name(RowKind::Set, name, taken)?;
        if old.is_some_and(|old| old.name == name && old.definition.is_same(definition)) {
            return Ok(Outcome::default());
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let Some(old) = old else {
                let set = tx.take_set(Guid::new(), &name, definition)?;
                return Ok(((), OpKind::AddSet { set: tx.set_guid(set)? }));
            };
            tx.set_set(old.id, &name, definition)?;
            let set = old.guid;
            Ok((
                (),
                if old.definition.is_same(definition) { OpKind::RenameSet { set } } else { OpKind::ChangeSet { set } },
            ))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_set(&mut self, id: SetId, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let set = known(&study, id)?.guid;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.remove_set(id)?;
            Ok(((), OpKind::RemoveSet { set }))
        })?;
        Ok(written.into())
    }
}

/// Each member and condition once.
fn tidied(definition: &SetDefinition) -> SetDefinition {
    let mut definition = definition.clone();
    let (mut items, mut conditions) = (HashSet::new(), HashSet::new());
    definition.items.retain(|item| items.insert(*item));
    definition.conditions.retain(|condition| conditions.insert(condition.clone()));
    definition.memo = definition.memo.trim().to_owned();
    definition
}

fn known(study: &Study, id: SetId) -> Result<&Set, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Set, id: id.0 };
    study.sets.iter().find(|set| set.id == id).ok_or_else(|| missing.into())
}
