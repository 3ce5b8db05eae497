//! Groups of codes and documents: values of dimensions, coders' progress, the researcher's sets, and documents with one value
//! of an attribute, for programs that do not read attributes.

use super::{PerDocument, ProjectWriter};
use crate::interchange::plain::{DocumentDump, SetDump, Walked};
use crate::interchange::refi::DIMENSION;
use crate::interchange::refi::options::Program;
use crate::interchange::refi::sets::Mark;
use crate::interchange::xml::Xml;
use crate::model::{Guid, SetKind};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

/// The namespace for the guids of sets.
const SETS: Guid = Guid(*b"pullquote \0 sets");

/// A group as it is written.
pub(super) struct Group {
    pub name: String,
    pub description: String,
    /// The element of a member.
    pub member: &'static str,
    pub guids: Vec<Guid>,
    /// If it has one; otherwise it is derived from name and description.
    pub guid: Option<Guid>,
}

impl Group {
    pub fn new(name: String, mark: &Mark, member: &'static str, guids: Vec<Guid>) -> Self {
        Self { name, description: mark.description(), member, guids, guid: None }
    }
}

impl<D: PerDocument> ProjectWriter<'_, D> {
    /// Writes a set of codes for each value of a dimension, and groups of documents.
    pub(super) fn sets<W: Write>(&mut self, xml: &mut Xml<W>, code_reference: &'static str) {
        let mut sets = self.dimensions();
        // QualCoder would turn these into attributes.
        if self.options.program != Some(Program::QualCoder) {
            sets.extend(self.progress());
            sets.extend(self.dump.sets.iter().map(|set| self.set(set)));
        }
        if self.options.attribute_groups {
            sets.extend(self.attribute_groups());
        }
        if sets.is_empty() {
            return;
        }
        xml.open("Sets", &[]);
        for Group { name, description, member, guids, guid } in sets {
            let reference = if member == "MemberCode" { code_reference } else { "targetGUID" };
            let guid = guid.unwrap_or_else(|| Guid::named(SETS, &format!("{name}\n{description}")));
            let guid = self.used.claim(Some(guid)).to_string();
            xml.open("Set", &[("guid", &guid), ("name", &name)]);
            xml.text_element("Description", &description);
            for guid in guids {
                xml.empty(member, &[(reference, &guid.to_string())]);
            }
            xml.close("Set");
        }
        xml.close("Sets");
    }

    /// A group of codes for each value of a dimension.
    fn dimensions(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for (dimension, values) in &self.dump.codebook.dimensions {
            if values.is_empty() {
                let mark = Mark::Dimension(dimension.clone(), None);
                groups.push(Group::new(dimension.clone(), &mark, "MemberCode", vec![]));
            }
            for value in values {
                let mark = Mark::Dimension(dimension.clone(), Some(value.clone()));
                let codes = self.codes_with(&(dimension.clone(), value.clone()));
                groups.push(Group::new(format!("{dimension}{DIMENSION}{value}"), &mark, "MemberCode", codes));
            }
        }
        groups
    }

    /// The documents that each coder has finished or not.
    fn progress(&self) -> Vec<Group> {
        let places =
            self.dump.documents.iter().map(|document| document.name.as_str()).zip(self.sources.iter().copied());
        let sources: HashMap<&str, Guid> = places.collect();
        let mut groups = Vec::new();
        for coder in &self.dump.coders {
            let name = &coder.name;
            for (title, mark, pairs) in [
                (format!("Done: {name}"), Mark::Done(name.clone()), &self.dump.participations),
                (format!("Not done: {name}"), Mark::Unfinished(name.clone()), &self.dump.unfinished),
            ] {
                let own = pairs.iter().filter(|(_, coder)| coder == name);
                let members: Vec<Guid> =
                    own.filter_map(|(document, _)| sources.get(document.as_str()).copied()).collect();
                if !members.is_empty() {
                    groups.push(Group::new(title, &mark, "MemberSource", members));
                }
            }
        }
        groups
    }

    /// The codes with a dimension value, in the order of the codebook.
    fn codes_with(&self, dimension: &(String, String)) -> Vec<Guid> {
        let matching = self.dump.codebook.walk().filter(|walked| walked.code.dimensions.contains(dimension));
        matching.filter_map(|walked| self.codes.get(&walked.path).copied()).collect()
    }

    /// A set of the researcher. Its conditions are in the description, which only this program understands; what meets them
    /// is listed for the others.
    pub(super) fn set(&self, set: &SetDump) -> Group {
        let (member, items): (_, Vec<Guid>) = match set.kind {
            SetKind::Codes => {
                let codes = set.items.iter().filter_map(|path| self.codes.get(path).copied());
                ("MemberCode", codes.collect())
            }
            SetKind::Documents => ("MemberSource", self.guids_of(|document| set.items.contains(&document.name))),
        };
        let guids = match set.kind {
            SetKind::Codes => {
                let all = self.dump.codebook.walk();
                let is_in = |code: &Walked<'_>| {
                    set.items.contains(&code.path)
                        || set.meets(|name, value| {
                            code.code.dimensions.iter().any(|(dimension, known)| dimension == name && known == value)
                        })
                };
                all.filter(is_in).filter_map(|code| self.codes.get(&code.path).copied()).collect()
            }
            SetKind::Documents => self.guids_of(|document| {
                let value_of = |name: &str| {
                    let place = self.dump.document_attributes.iter().position(|one| one.name == name)?;
                    document.values.get(place)?.as_deref()
                };
                set.items.contains(&document.name) || set.meets(|name, value| value_of(name) == Some(value))
            }),
        };
        // A group of codes with such a name would be read as a value of a dimension.
        let is_plain = set.conditions.is_empty()
            && !(set.kind == SetKind::Codes && set.name.contains(DIMENSION))
            && Mark::parse(&set.memo).is_none();
        let (kind, conditions, memo) = (set.kind, set.conditions.clone(), set.memo.clone());
        let description = match is_plain && !items.is_empty() {
            true => memo,
            false => Mark::Set { kind, items, conditions, memo }.description(),
        };
        Group { name: set.name.clone(), description, member, guids, guid: set.guid }
    }

    fn guids_of(&self, is_in: impl Fn(&DocumentDump) -> bool) -> Vec<Guid> {
        let documents = self.dump.documents.iter().zip(&self.sources);
        documents.filter(|(document, _)| is_in(document)).map(|(_, guid)| *guid).collect()
    }

    pub(super) fn attribute_groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut add = |attribute: &str, members: BTreeMap<&str, Vec<Guid>>| {
            let group = |(value, guids)| {
                Group::new(format!("{attribute}{DIMENSION}{value}"), &Mark::Attribute, "MemberSource", guids)
            };
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
