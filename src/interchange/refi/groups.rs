//! Reads sets of codes, documents and memos.

use super::DIMENSION;
use super::read::Reading;
use super::sets::Mark;
use super::tree::Node;
use super::unknown::quoted;
use crate::interchange::ProjectDump;
use crate::interchange::remark::ForeignLoss;
use crate::model::{Guid, Noun};
use crate::{i18n, tr};
use std::collections::{HashMap, HashSet};

/// Dimensions that are being read: indices by name, known values, and the values of codes by path.
#[derive(Default)]
pub(super) struct Dimensions {
    places: HashMap<String, usize>,
    values: HashSet<(usize, String)>,
    of_codes: HashMap<String, Vec<(String, String)>>,
}

impl Reading {
    /// Turns sets of codes that are named like a dimension and its value into that value; other sets are reported with
    /// their members.
    pub fn sets<'t>(&mut self, sets: impl Iterator<Item = Node<'t>>) {
        for set in sets.filter(|set| set.name() == "Set") {
            let name = set.get("name").unwrap_or_default();
            let description = set.description();
            let mark = description.as_deref().and_then(Mark::parse);
            if let (None, Some(description)) = (&mark, &description) {
                self.lose(ForeignLoss::GroupDescriptions, 1, &format!("{name}{}", quoted(description)));
            }
            let target = |member: Node<'_>| member.target().or_else(|| member.guid("guid"));
            let codes: Vec<Option<Guid>> = set.children_named("MemberCode").map(target).collect();
            let sources: Vec<Option<Guid>> = set.children_named("MemberSource").map(target).collect();
            let notes = set.children_named("MemberNote").count();
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
                _ => self.lose_group(&name, codes.len(), sources.len(), notes),
            }
        }
        let conflicts = super::codes::give_dimensions(&mut self.dump.codebook, &self.dimensions.of_codes);
        self.lose(ForeignLoss::OtherFacetValues, conflicts, "");
    }

    fn lose_group(&mut self, name: &str, codes: usize, documents: usize, memos: usize) {
        let members = [(codes, Noun::Code), (documents, Noun::Document), (memos, Noun::Memo)];
        let members: Vec<String> =
            members.iter().filter(|(count, _)| *count > 0).map(|(count, what)| what.counted(*count as u64)).collect();
        let members = if members.is_empty() { tr!("no members").to_owned() } else { i18n::joined(&members) };
        let what = match (documents, memos) {
            (0, 0) => ForeignLoss::CodeGroups,
            (0, _) => ForeignLoss::MemoGroups,
            _ => ForeignLoss::DocumentGroups,
        };
        let name = if name.trim().is_empty() { tr!("a group without a name") } else { name };
        self.lose(what, 1, &tr!("{name} ({members})", name, members));
    }

    /// Records in one of the dump's lists whether the coder has finished these documents.
    fn progress(
        &mut self,
        coder: &str,
        sources: &[Option<Guid>],
        list: impl Fn(&mut ProjectDump) -> &mut Vec<(String, String)>,
    ) {
        if !self.dump.coders.iter().any(|known| known.name == coder) {
            return self.lose_group(coder, 0, sources.len(), 0);
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
