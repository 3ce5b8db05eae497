//! Writes groups of codes and documents.

use super::{ProjectWriter, claim};
use crate::interchange::refi::DIMENSION;
use crate::interchange::refi::options::Program;
use crate::interchange::refi::sets::Mark;
use crate::interchange::refi::xml::Xml;
use crate::model::Guid;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

/// The namespace for the guids of sets.
const SETS: Guid = Guid(*b"pullquote \0 sets");

impl<E> ProjectWriter<'_, E> {
    /// Writes a set of codes for each value of a dimension, and groups of documents.
    pub(super) fn sets<W: Write>(&mut self, xml: &mut Xml<W>, code_reference: &'static str) {
        let mut sets: Vec<(String, Mark, &'static str, Vec<Guid>)> = Vec::new();
        for (dimension, values) in &self.dump.codebook.dimensions {
            if values.is_empty() {
                sets.push((dimension.clone(), Mark::Dimension(dimension.clone(), None), "MemberCode", vec![]));
            }
            for value in values {
                let dimension_value = (dimension.clone(), value.clone());
                let mark = Mark::Dimension(dimension.clone(), Some(value.clone()));
                sets.push((
                    format!("{dimension}{DIMENSION}{value}"),
                    mark,
                    "MemberCode",
                    self.codes_with(&dimension_value),
                ));
            }
        }
        let places =
            self.dump.documents.iter().map(|document| document.name.as_str()).zip(self.sources.iter().copied());
        let sources: HashMap<&str, Guid> = places.collect();
        // QualCoder would turn these into attributes.
        let grouped = self.options.program != Some(Program::QualCoder);
        for coder in self.dump.coders.iter().filter(|_| grouped) {
            let name = &coder.name;
            for (title, mark, pairs) in [
                (format!("Done: {name}"), Mark::Done(name.clone()), &self.dump.participations),
                (format!("Not done: {name}"), Mark::Unfinished(name.clone()), &self.dump.unfinished),
            ] {
                let own = pairs.iter().filter(|(_, coder)| coder == name);
                let members: Vec<Guid> =
                    own.filter_map(|(document, _)| sources.get(document.as_str()).copied()).collect();
                if !members.is_empty() {
                    sets.push((title, mark, "MemberSource", members));
                }
            }
        }
        if self.options.attribute_groups {
            sets.extend(self.attribute_groups());
        }
        if sets.is_empty() {
            return;
        }
        xml.open("Sets", &[]);
        for (name, mark, member, guids) in sets {
            let reference = if member == "MemberCode" { code_reference } else { "targetGUID" };
            let description = mark.description();
            let guid = claim(&mut self.used, Some(Guid::named(SETS, &format!("{name}\n{description}")))).to_string();
            xml.open("Set", &[("guid", &guid), ("name", &name)]);
            xml.text_element("Description", &description);
            for guid in guids {
                xml.empty(member, &[(reference, &guid.to_string())]);
            }
            xml.close("Set");
        }
        xml.close("Sets");
    }

    /// The codes with a dimension value, in the order of the codebook.
    fn codes_with(&self, dimension: &(String, String)) -> Vec<Guid> {
        let matching = self.dump.codebook.walk().filter(|walked| walked.code.dimensions.contains(dimension));
        matching.filter_map(|walked| self.codes.get(&walked.path).copied()).collect()
    }

    fn attribute_groups(&self) -> Vec<(String, Mark, &'static str, Vec<Guid>)> {
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
