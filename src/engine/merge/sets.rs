//! Sets of documents and of codes in a merge: new ones are taken, and those that differ are listed.

use super::planned_set::{CompletedSet, PlannedSet};
use super::{CodeRef, Copied, MergePlan, Planner};
use crate::engine::coming_set::ComingSet;
use crate::engine::error::Error;
use crate::engine::merge::difference::DifferenceKind;
use crate::model::{Code, CodeId, Guid, Set, SetDefinition, SetKind, Source, same_name};
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
            let here = here.map(|here| (here.name.as_str(), self.complete(copy, here)));
            let among_new = self.plan.planned_sets.iter().find(|known| is_it(known.guid, &known.name));
            let is_same = match (here, among_new) {
                (Some((name, definition)), _) => {
                    Some(planned.new_codes.is_empty() && planned.is_like(name, &definition))
                }
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
                    for member in self.members_left_out(copy, set, &planned) {
                        self.differs(copy, DifferenceKind::SetMember { set: name.clone(), member });
                    }
                    self.plan.coming_sets.push(self.coming_set(&planned));
                    self.plan.sets.push(name);
                    self.plan.planned_sets.push(planned);
                }
            }
        }
        Ok(())
    }

    /// Returns the definition of a set of this project in which things have the guids that they have here. A set that came by
    /// an earlier merge may name a document that only the copy had, and that was imported since.
    fn complete(&mut self, copy: &Copied<'_>, here: &Set) -> SetDefinition {
        let known = self.plan.completed.iter().find(|known| known.set == here.id).map(|known| known.definition.clone());
        let now = known.unwrap_or_else(|| here.definition.clone());
        let mut definition = now.clone();
        let all = definition.kind.all(self.study);
        for item in definition.items.iter_mut().filter(|item| !all.contains(item)) {
            *item = self.item(copy, definition.kind, *item).unwrap_or(*item);
        }
        for condition in &mut definition.conditions {
            condition.attribute = self.attribute(copy, definition.kind, condition.attribute);
        }
        if definition != now {
            let (set, name) = (here.id, here.name.clone());
            self.plan.completed.retain(|known| known.set != set);
            self.plan.completed.push(CompletedSet { set, guid: here.guid, name, definition: definition.clone() });
            self.plan.completed_sets = self.plan.completed.iter().map(|known| known.name.clone()).collect();
        }
        definition
    }

    /// Returns the guid that a document or code of the copy has here.
    fn item(&self, copy: &Copied<'_>, kind: SetKind, theirs: Guid) -> Option<Guid> {
        match kind {
            SetKind::Documents => {
                let theirs = copy.source(theirs)?;
                let (ours, _) = copy.documents.get(&theirs.id)?.as_ref()?;
                self.study.source(*ours).map(|ours| ours.guid)
            }
            SetKind::Codes => {
                let theirs = copy.code(theirs)?;
                let CodeRef::Here(id) = copy.codes.get(&theirs.id)? else { return None };
                self.study.codebook.codes().iter().find(|code| code.id == *id).map(|ours| ours.guid)
            }
        }
    }

    /// Returns the guid by which a set here names a document or code of the copy.
    fn known_as(&self, copy: &Copied<'_>, kind: SetKind, theirs: Guid) -> Guid {
        let lasting = || copy.member_name(kind, theirs).map_or(theirs, |name| copy.lasting(theirs, &name));
        self.item(copy, kind, theirs).unwrap_or_else(lasting)
    }

    /// Names what a new set has in the copy and does not have here: documents, codes and attributes that do not come.
    fn members_left_out(&self, copy: &Copied<'_>, set: &Set, planned: &PlannedSet) -> Vec<String> {
        let kind = set.definition.kind;
        let all = kind.all(self.study);
        let items = planned.definition.items.iter().filter(|item| !all.contains(item));
        let mut names: Vec<String> = items.filter_map(|item| copy.member_name(kind, *item)).collect();
        for condition in &planned.definition.conditions {
            if !kind.has_condition(self.study, condition) {
                let attribute = copy.attribute_name(kind, condition.attribute).unwrap_or_default();
                names.push(format!("{attribute} = {}", condition.value));
            }
        }
        names
    }

    fn coming_set(&self, planned: &PlannedSet) -> ComingSet {
        let SetDefinition { kind, items, conditions, .. } = &planned.definition;
        let all = kind.all(self.study);
        let here = items.iter().filter(|item| all.contains(item)).count();
        let (found, missing) = (here + planned.new_codes.len(), items.len() - here);
        let has_conditions = conditions.iter().any(|condition| kind.has_condition(self.study, condition));
        ComingSet { name: planned.name.clone(), kind: *kind, found, missing, has_conditions }
    }

    fn planned_set(&self, copy: &Copied<'_>, set: &Set) -> PlannedSet {
        let mut definition = set.definition.clone();
        let mut new_codes = Vec::new();
        definition.items.retain_mut(|item| match set.definition.kind {
            SetKind::Documents => {
                *item = self.known_as(copy, SetKind::Documents, *item);
                true
            }
            SetKind::Codes => {
                let theirs = copy.study.codebook.codes().iter().find(|code| code.guid == *item);
                match theirs.and_then(|theirs| copy.codes.get(&theirs.id)) {
                    Some(CodeRef::New(place)) => {
                        new_codes.push(*place);
                        false
                    }
                    Some(CodeRef::Here(_)) | None => {
                        *item = self.known_as(copy, SetKind::Codes, *item);
                        true
                    }
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
        let name = copy.attribute_name(kind, theirs);
        let found = match kind {
            SetKind::Documents => {
                let ours = || self.study.document_variables.iter().map(|one| (one.guid, one.name.as_str()));
                same_thing(ours, theirs, name)
            }
            SetKind::Codes => {
                let ours = || self.study.codebook.dimensions.iter().map(|one| (one.guid, one.name.as_str()));
                same_thing(ours, theirs, name)
            }
        };
        found.unwrap_or_else(|| name.map_or(theirs, |name| copy.lasting(theirs, name)))
    }
}

/// The namespace of guids that are made from names.
const OF_NAMES: Guid = Guid(*b"pullquote folder");

/// Returns the guid that stands for the name of something that has none which lasts.
fn of_name(name: &str) -> Guid {
    Guid::named(OF_NAMES, name)
}

impl<'a> Copied<'a> {
    /// Returns the guid by which a set of this project names something that only the copy has.
    fn lasting(&self, guid: Guid, name: &str) -> Guid {
        if self.is_folder { of_name(name) } else { guid }
    }

    fn source(&self, guid: Guid) -> Option<&'a Source> {
        let all = || self.study.sources.iter();
        all().find(|one| one.guid == guid).or_else(|| all().find(|one| of_name(&one.name) == guid))
    }

    fn code(&self, guid: Guid) -> Option<&'a Code> {
        let book = &self.study.codebook;
        let all = || book.codes().iter();
        let by_name = || all().find(|one| of_name(&book.path(one.id).to_string()) == guid);
        all().find(|one| one.guid == guid).or_else(by_name)
    }

    /// Returns the name of a document, or the path of a code.
    fn member_name(&self, kind: SetKind, guid: Guid) -> Option<String> {
        match kind {
            SetKind::Documents => self.source(guid).map(|source| source.name.clone()),
            SetKind::Codes => self.code(guid).map(|code| self.study.codebook.path(code.id).to_string()),
        }
    }

    /// Returns the name of an attribute of documents, or of a dimension.
    fn attribute_name(&self, kind: SetKind, guid: Guid) -> Option<&'a str> {
        let all: Vec<(Guid, &str)> = match kind {
            SetKind::Documents => {
                self.study.document_variables.iter().map(|one| (one.guid, one.name.as_str())).collect()
            }
            SetKind::Codes => self.study.codebook.dimensions.iter().map(|one| (one.guid, one.name.as_str())).collect(),
        };
        let by_guid = all.iter().find(|(known, _)| *known == guid);
        by_guid.or_else(|| all.iter().find(|(_, name)| of_name(name) == guid)).map(|(_, name)| *name)
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
    /// Returns the guids of the sets that are added.
    pub(in crate::engine) fn new_sets(&self) -> Vec<Guid> {
        self.planned_sets.iter().map(|set| set.guid).collect()
    }

    /// Returns the guids of the sets that are completed.
    pub(in crate::engine) fn completed_guids(&self) -> Vec<Guid> {
        self.completed.iter().map(|set| set.guid).collect()
    }

    /// `made`: the new codes that were added, by their index in the plan.
    pub(super) fn write_sets(&self, tx: &mut Tx<'_>, made: &HashMap<usize, CodeId>) -> Result<(), Error> {
        for set in &self.planned_sets {
            let mut definition = set.definition.clone();
            for code in set.new_codes.iter().filter_map(|place| made.get(place)) {
                definition.items.push(tx.code(*code)?);
            }
            tx.take_set(set.guid, &set.name, &definition)?;
        }
        for CompletedSet { set, name, definition, .. } in &self.completed {
            tx.set_set(*set, name, definition)?;
        }
        Ok(())
    }
}
