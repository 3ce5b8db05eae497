//! Reads sets of codes, documents and memos.

use super::DIMENSION;
use super::read::Reading;
use super::sets::Mark;
use super::tree::Node;
use super::unknown::quoted;
use crate::interchange::ProjectDump;
use crate::interchange::plain::{SetDump, free_name};
use crate::interchange::remark::ForeignLoss;
use crate::model::{Guid, Noun, RowKind, SetKind};
use crate::tr;
use std::collections::{HashMap, HashSet};

/// Dimensions that are being read: indices by name, known values, and the values of codes by path.
#[derive(Default)]
pub(super) struct Dimensions {
    places: HashMap<String, usize>,
    values: HashSet<(usize, String)>,
    of_codes: HashMap<String, Vec<(String, String)>>,
}

impl Reading {
    /// Turns sets of codes that are named like a dimension and its value into that value; others stay sets of documents or
    /// codes. Memos cannot be in one, and are reported.
    pub fn sets<'t>(&mut self, sets: impl Iterator<Item = Node<'t>>) {
        for set in sets.filter(|set| set.name() == "Set") {
            let name = set.get("name").unwrap_or_default();
            let description = set.description();
            let mark = description.as_deref().and_then(Mark::parse);
            let target = |member: Node<'_>| member.target().or_else(|| member.guid("guid"));
            let members = |kind| -> Vec<Option<Guid>> { set.children_named(kind).map(target).collect() };
            let is_dimension = |codes: &[_], others| !codes.is_empty() && others == 0 && name.contains(DIMENSION);
            if let (None, Some(description)) = (&mark, &description)
                && is_dimension(&members("MemberCode"), members("MemberSource").len() + members("MemberNote").len())
            {
                self.lose_at(ForeignLoss::GroupDescriptions, 1, || format!("{name}{}", quoted(description)));
            }
            let (codes, sources, notes) = (members("MemberCode"), members("MemberSource"), members("MemberNote").len());
            let only_codes = sources.is_empty() && notes == 0 && !codes.is_empty();
            let named = name
                .split_once(DIMENSION)
                .map(|(dimension, value)| (dimension.trim().to_owned(), value.trim().to_owned()));
            match (mark, named) {
                (Some(Mark::Done(coder)), _) => self.progress(&coder, &sources, |dump| &mut dump.participations),
                (Some(Mark::Unfinished(coder)), _) => self.progress(&coder, &sources, |dump| &mut dump.unfinished),
                // Its values are also those of the participants.
                (Some(Mark::Attribute | Mark::OfDocuments), _) => {}
                (Some(Mark::Dimension(dimension, value)), _) => self.dimension(dimension, value, &codes),
                (None, Some((dimension, value))) if only_codes => self.dimension(dimension, Some(value), &codes),
                (Some(Mark::Set { kind, items, conditions, memo }), _) => {
                    let set = SetDump {
                        name: name.into(),
                        kind,
                        conditions,
                        memo,
                        guid: set.guid("guid"),
                        ..SetDump::default()
                    };
                    self.set(set, &items.into_iter().map(Some).collect::<Vec<_>>());
                }
                (None, _) => {
                    let of = |kind| SetDump {
                        name: name.as_ref().to_owned(),
                        kind,
                        memo: description.as_deref().unwrap_or_default().to_owned(),
                        guid: set.guid("guid"),
                        ..SetDump::default()
                    };
                    if notes > 0 || codes.is_empty() && sources.is_empty() {
                        self.lose_group(&name, notes);
                    }
                    if !codes.is_empty() {
                        self.set(of(SetKind::Codes), &codes);
                    }
                    if !sources.is_empty() {
                        // The guid of a group of both is that of its codes.
                        let own = of(SetKind::Documents);
                        self.set(SetDump { guid: own.guid.filter(|_| codes.is_empty()), ..own }, &sources);
                    }
                }
            }
        }
        let conflicts = super::codes::give_dimensions(&mut self.dump.codebook, &self.dimensions.of_codes);
        self.lose(ForeignLoss::OtherFacetValues, conflicts, "");
    }

    /// Adds a set with those of the members that were imported, if there are any.
    fn set(&mut self, mut set: SetDump, members: &[Option<Guid>]) {
        set.name = free_name(&mut self.set_names, &set.name, tr!("a group without a name"));
        set.guid = self.unique_guid(RowKind::Set, set.guid);
        let mut without_text = 0;
        for member in members {
            let name = match set.kind {
                SetKind::Codes => member.and_then(|guid| self.codes.get(&guid)).map(|(_, path)| path.clone()),
                SetKind::Documents => {
                    let at = member.and_then(|guid| self.sources.get(&guid).copied());
                    at.and_then(|at| self.dump.documents.get(at)).map(|document| document.name.clone())
                }
            };
            match name {
                Some(name) if set.items.contains(&name) => {}
                Some(name) => set.items.push(name),
                None => {
                    set.nameless += 1;
                    match member.is_some_and(|guid| self.without_text.contains(&guid)) {
                        true => without_text += 1,
                        false => self.lose_target(*member, &set.name),
                    }
                }
            }
        }
        if without_text > 0 {
            self.lose_at(ForeignLoss::DocumentGroups, 1, || {
                tr!("{name} ({members})", name = set.name, members = Noun::Document.counted(without_text))
            });
        }
        if without_text == 0 || !set.items.is_empty() || !set.conditions.is_empty() {
            self.dump.sets.push(set);
        }
    }

    /// Reports the sets, because a codebook has none.
    pub fn lose_sets(&mut self) {
        for set in std::mem::take(&mut self.dump.sets) {
            let members = set.items.len() as u64;
            self.lose_at(ForeignLoss::CodeGroups, 1, || {
                tr!("{name} ({members})", name = set.name, members = Noun::Code.counted(members))
            });
            if !set.memo.is_empty() {
                self.lose_at(ForeignLoss::GroupDescriptions, 1, || format!("{}{}", set.name, quoted(&set.memo)));
            }
        }
    }

    /// Reports a group of nothing, or what of a group is memos.
    fn lose_group(&mut self, name: &str, memos: usize) {
        let what = if memos == 0 { ForeignLoss::CodeGroups } else { ForeignLoss::MemoGroups };
        self.lose_at(what, 1, || {
            let members = if memos == 0 { tr!("no members").to_owned() } else { Noun::Memo.counted(memos as u64) };
            let name = if name.trim().is_empty() { tr!("a group without a name") } else { name };
            tr!("{name} ({members})", name, members)
        });
    }

    /// Records in one of the dump's lists whether the coder has finished these documents.
    fn progress(
        &mut self,
        coder: &str,
        sources: &[Option<Guid>],
        list: impl Fn(&mut ProjectDump) -> &mut Vec<(String, String)>,
    ) {
        if !self.dump.coders.iter().any(|known| known.name == coder) {
            return self.lose(ForeignLoss::DocumentGroups, 1, coder);
        }
        for source in sources {
            let at = source.and_then(|guid| self.sources.get(&guid).copied());
            match at.and_then(|at| self.dump.documents.get(at)).map(|document| document.name.clone()) {
                Some(document) => list(&mut self.dump).push((document, coder.to_owned())),
                None => self.lose_target(*source, coder),
            }
        }
    }

    fn dimension(&mut self, dimension: String, value: Option<String>, members: &[Option<Guid>]) {
        let dimensions = &mut self.dump.codebook.dimensions;
        let at = *self.dimensions.places.entry(dimension.clone()).or_insert_with(|| {
            dimensions.push((dimension.clone(), vec![]));
            dimensions.len() - 1
        });
        let (Some((_, values)), Some(value)) = (dimensions.get_mut(at), value) else { return };
        if self.dimensions.values.insert((at, value.clone())) {
            values.push(value.clone());
        }
        for member in members {
            match member.and_then(|guid| self.codes.get(&guid)) {
                Some((_, path)) => {
                    let dimension_value = (dimension.clone(), value.clone());
                    self.dimensions.of_codes.entry(path.clone()).or_default().push(dimension_value);
                }
                None => self.lose_target(*member, &format!("{dimension}{DIMENSION}{value}")),
            }
        }
    }
}
