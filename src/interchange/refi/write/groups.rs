//! Groups of documents with one value of an attribute, for programs that do not read attributes.

use super::ProjectWriter;
use crate::interchange::refi::DIMENSION;
use crate::interchange::refi::sets::Mark;
use crate::model::Guid;
use std::collections::{BTreeMap, HashMap};

impl<E> ProjectWriter<'_, E> {
    pub(super) fn attribute_groups(&self) -> Vec<(String, Mark, &'static str, Vec<Guid>)> {
        let mut groups = Vec::new();
        let mut add = |attribute: &str, members: BTreeMap<&str, Vec<Guid>>| {
            let group =
                |(value, guids)| (format!("{attribute}{DIMENSION}{value}"), Mark::Attribute, "MemberSource", guids);
            groups.extend(members.into_iter().map(group));
        };
        for (at, attribute) in self.dump.attributes.iter().enumerate() {
            let values: HashMap<&str, &str> = self
                .dump
                .participants
                .iter()
                .filter_map(|participant| Some((participant.name.as_str(), participant.values.get(at)?.as_deref()?)))
                .collect();
            let mut members: BTreeMap<&str, Vec<Guid>> = BTreeMap::new();
            for (document, guid) in self.dump.documents.iter().zip(&self.sources) {
                if let Some(value) = document.participant.as_ref().and_then(|name| values.get(name.as_str())) {
                    members.entry(value).or_default().push(*guid);
                }
            }
            add(&attribute.name, members);
        }
        for (at, attribute) in self.dump.document_attributes.iter().enumerate() {
            let mut members: BTreeMap<&str, Vec<Guid>> = BTreeMap::new();
            for (document, guid) in self.dump.documents.iter().zip(&self.sources) {
                if let Some(value) = document.values.get(at).and_then(Option::as_deref) {
                    members.entry(value).or_default().push(*guid);
                }
            }
            add(&attribute.name, members);
        }
        groups
    }
}
