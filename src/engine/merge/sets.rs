//! Sets of documents and of codes in a merge: new ones are taken, and those that differ are listed.

use super::planned_set::PlannedSet;
use super::{CodeRef, Copied, MergePlan, Planner};
use crate::engine::error::Error;
use crate::engine::merge::difference::DifferenceKind;
use crate::model::{CodeId, Guid, Set, SetKind, same_name};
use crate::store::Tx;
use std::collections::HashMap;

impl Planner<'_> {
    /// Plans the new sets of a copy, and lists those that differ or were deleted here.
    pub(super) fn sets(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let removed = self.reads.removed_sets()?;
        for set in &copy.study.sets {
            let planned = self.planned_set(copy, set);
            let is_it = |guid: Guid, name: &str| guid == set.guid || same_name(name, &set.name);
            let here = self.study.sets.iter().find(|here| here.guid == set.guid);
            let here = here.or_else(|| self.study.sets.iter().find(|here| same_name(&here.name, &set.name)));
            let among_new = self.plan.planned_sets.iter().find(|known| is_it(known.guid, &known.name));
            let is_same = match (here, among_new) {
                (Some(here), _) => Some(planned.new_codes.is_empty() && planned.is_like(&here.name, &here.definition)),
                (None, Some(new)) => {
                    Some(planned.new_codes == new.new_codes && planned.is_like(&new.name, &new.definition))
                }
                (None, None) => None,
            };
            let name = set.name.clone();
            match is_same {
                Some(true) => {}
                Some(false) => self.differs(copy, DifferenceKind::OtherSet { set: name }),
                None if removed.contains(&set.guid) => self.differs(copy, DifferenceKind::RemovedSet { set: name }),
                None => {
                    self.plan.sets.push(name);
                    self.plan.planned_sets.push(planned);
                }
            }
        }
        Ok(())
    }

    fn planned_set(&self, copy: &Copied<'_>, set: &Set) -> PlannedSet {
        let mut definition = set.definition.clone();
        let mut new_codes = Vec::new();
        definition.items.retain_mut(|item| match set.definition.kind {
            SetKind::Documents => {
                let theirs = copy.study.sources.iter().find(|source| source.guid == *item);
                let ours = theirs.and_then(|theirs| copy.documents.get(&theirs.id)?.as_ref());
                let ours = ours.and_then(|(ours, _)| self.study.source(*ours));
                *item = ours.map_or(*item, |ours| ours.guid);
                true
            }
            SetKind::Codes => {
                let theirs = copy.study.codebook.codes().iter().find(|code| code.guid == *item);
                match theirs.and_then(|theirs| copy.codes.get(&theirs.id)) {
                    Some(CodeRef::New(place)) => {
                        new_codes.push(*place);
                        false
                    }
                    Some(CodeRef::Here(id)) => {
                        let ours = self.study.codebook.codes().iter().find(|code| code.id == *id);
                        *item = ours.map_or(*item, |ours| ours.guid);
                        true
                    }
                    None => true,
                }
            }
        });
        for condition in &mut definition.conditions {
            condition.attribute = self.attribute(copy, set.definition.kind, condition.attribute);
        }
        PlannedSet { guid: set.guid, name: set.name.clone(), definition, new_codes }
    }

    /// Returns the guid that an attribute or a dimension of the copy has here.
    fn attribute(&self, copy: &Copied<'_>, kind: SetKind, theirs: Guid) -> Guid {
        let found = match kind {
            SetKind::Documents => {
                let ours = || self.study.document_variables.iter().map(|one| (one.guid, one.name.as_str()));
                let name = copy.study.document_variables.iter().find(|one| one.guid == theirs).map(|one| &one.name);
                same_thing(ours, theirs, name.map(String::as_str))
            }
            SetKind::Codes => {
                let ours = || self.study.codebook.dimensions.iter().map(|one| (one.guid, one.name.as_str()));
                let name = copy.study.codebook.dimensions.iter().find(|one| one.guid == theirs).map(|one| &one.name);
                same_thing(ours, theirs, name.map(String::as_str))
            }
        };
        found.unwrap_or(theirs)
    }
}

/// Returns the guid of what has this guid, or else this name.
fn same_thing<'s, I: Iterator<Item = (Guid, &'s str)>>(
    all: impl Fn() -> I,
    guid: Guid,
    name: Option<&str>,
) -> Option<Guid> {
    let by_guid = all().find(|(known, _)| *known == guid);
    by_guid.or_else(|| all().find(|(_, known)| name.is_some_and(|name| same_name(known, name)))).map(|(guid, _)| guid)
}

impl MergePlan {
    /// `made`: the new codes that were added, by their index in the plan.
    pub(super) fn write_sets(&self, tx: &mut Tx<'_>, made: &HashMap<usize, CodeId>) -> Result<(), Error> {
        for set in &self.planned_sets {
            let mut definition = set.definition.clone();
            for code in set.new_codes.iter().filter_map(|place| made.get(place)) {
                definition.items.push(tx.code(*code)?);
            }
            tx.take_set(set.guid, &set.name, &definition)?;
        }
        Ok(())
    }
}
