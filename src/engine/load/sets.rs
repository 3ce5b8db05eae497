//! Imports the sets of a dump.

use super::Loading;
use crate::engine::coming_set::ComingSet;
use crate::engine::error::Error;
use crate::interchange::plain::{ProjectDump, SetDump};
use crate::interchange::remark::{EntryFault, EntryLoss};
use crate::model::{Guid, SetCondition, SetDefinition, SetKind};

impl Loading<'_, '_> {
    /// Adds the sets that the project does not have. One with another definition stays as it is here.
    pub(super) fn sets(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        let file = dump.file.as_deref().unwrap_or("sets.json");
        self.known_sets.begin();
        for set in &dump.sets {
            let known = self.problems.len();
            let (definition, missing) = self.definition(set, file)?;
            match self.known_sets.find(&set.name, set.guid) {
                None if definition.items.is_empty() && definition.conditions.is_empty() && missing > 0 => {
                    // One remark says it for all members.
                    self.problems.truncate(known);
                    let (name, kind, names) = (set.name.clone(), set.kind, set.items.clone());
                    self.problem(file, &set.name, EntryFault::SetWithoutMembers { name, kind, names });
                }
                None => {
                    let (found, has_conditions) = (definition.items.len(), !definition.conditions.is_empty());
                    let (name, kind) = (set.name.clone(), set.kind);
                    self.loaded.sets.push(ComingSet { name, kind, found, missing, has_conditions });
                    let (free, guid) = (self.known_sets.free(&set.name, set.guid), self.known_sets.guid(set.guid));
                    let id = self.tx.take_set(guid, &free, &definition)?;
                    self.known_sets.add(&set.name, &free, guid, id);
                    self.definitions.insert(id, definition);
                }
                Some(id) if self.definitions.get(&id).is_some_and(|known| known.is_same(&definition)) => {}
                Some(_) => self.problem(file, &set.name, EntryFault::OtherSet { name: set.name.clone() }),
            }
        }
        Ok(())
    }

    /// The definition with the guids of what the set names; what was not imported is reported.
    /// Also returns how many of its members were not found.
    fn definition(&mut self, set: &SetDump, file: &str) -> Result<(SetDefinition, usize), Error> {
        let mut missing = set.nameless;
        let mut definition = SetDefinition { kind: set.kind, memo: set.memo.clone(), ..SetDefinition::default() };
        for item in &set.items {
            match self.item(set.kind, item)? {
                Some(guid) => definition.items.push(guid),
                None => {
                    missing += 1;
                    self.problem(file, &set.name, EntryLoss::SetMemberNotFound { name: item.clone() });
                }
            }
        }
        let mut is_whole = !set.has_unread_conditions;
        for (attribute, value) in &set.conditions {
            let found = match set.kind {
                SetKind::Documents => {
                    self.document_variables.get(attribute).map(|id| self.tx.attribute(id)).transpose()?
                }
                SetKind::Codes => self.dimensions.get(attribute).map(|id| self.tx.dimension(id)).transpose()?,
            };
            match found {
                Some(attribute) => definition.conditions.push(SetCondition { attribute, value: value.clone() }),
                None => {
                    is_whole = false;
                    let condition = format!("{attribute}={value}");
                    self.problem(file, &set.name, EntryLoss::SetConditionUnread { condition });
                }
            }
        }
        // All conditions must hold: with only some of them, the set would have more members.
        if !is_whole {
            definition.conditions.clear();
        }
        Ok((definition, missing))
    }

    fn item(&self, kind: SetKind, item: &str) -> Result<Option<Guid>, Error> {
        Ok(match kind {
            SetKind::Documents => self.source(item).map(|id| self.tx.document(id)).transpose()?,
            SetKind::Codes => self.codes.get(item).map(|id| self.tx.code(id)).transpose()?,
        })
    }
}
