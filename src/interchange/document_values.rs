//! Attributes of documents in projects of other programs, which have one list of attributes for cases and documents.

use super::plain::{AttributeDump, ProjectDump};
use std::collections::{BTreeSet, HashSet};

/// Moves values that documents have into attributes of documents. `values` are those of documents by index, one for each
/// attribute of the dump; `marked` are attributes that belong to documents even if none has a value. An attribute of which
/// participants have values stays theirs, too. Returns the names of documents with two different values, of which the first
/// is kept.
pub fn divide(
    dump: &mut ProjectDump,
    values: Vec<(usize, Vec<Option<String>>)>,
    marked: &HashSet<usize>,
) -> Vec<String> {
    let known = |values: &[Option<String>]| -> Vec<usize> {
        values.iter().enumerate().filter(|(_, value)| value.is_some()).map(|(at, _)| at).collect()
    };
    let of_participants: HashSet<usize> = dump.participants.iter().flat_map(|one| known(&one.values)).collect();
    let mut of_documents: BTreeSet<usize> = values.iter().flat_map(|(_, values)| known(values)).collect();
    of_documents.extend(marked);
    let places: Vec<usize> = of_documents.iter().copied().filter(|at| *at < dump.attributes.len()).collect();
    for document in &mut dump.documents {
        document.values = vec![None; places.len()];
    }
    let mut others = Vec::new();
    for (at, values) in values {
        let Some(document) = dump.documents.get_mut(at) else { continue };
        for (slot, place) in document.values.iter_mut().zip(&places) {
            match (&*slot, values.get(*place).cloned().flatten()) {
                (None, value) => *slot = value,
                (Some(one), Some(other)) if *one != other => others.push(document.name.clone()),
                (Some(_), _) => {}
            }
        }
    }
    let attribute = |at: &usize| dump.attributes.get(*at).cloned().unwrap_or_default();
    let of_document = |at: &usize| match of_participants.contains(at) {
        // The identity stays with the participants' attribute.
        true => AttributeDump { guid: None, ..attribute(at) },
        false => attribute(at),
    };
    dump.document_attributes = places.iter().map(of_document).collect();
    let is_kept = |at: &usize| !of_documents.contains(at) || of_participants.contains(at);
    let kept: Vec<usize> = (0..dump.attributes.len()).filter(is_kept).collect();
    let attributes = kept.iter().map(attribute).collect();
    for participant in &mut dump.participants {
        participant.values = kept.iter().map(|at| participant.values.get(*at).cloned().flatten()).collect();
    }
    dump.attributes = attributes;
    others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::plain::{DocumentDump, ParticipantDump};
    use crate::model::Guid;

    #[test]
    fn an_attribute_goes_to_those_who_have_its_values() {
        let attribute = |name: &str| AttributeDump { guid: Some(Guid::new()), ..AttributeDump::named(name) };
        let value = |value: &str| Some(value.to_owned());
        let document = |name: &str| DocumentDump { name: name.into(), ..DocumentDump::default() };
        let mut dump = ProjectDump {
            attributes: ["age", "round", "place", "empty", "marked"].map(attribute).to_vec(),
            participants: vec![ParticipantDump {
                values: vec![value("40"), None, value("Diànjiāng"), None, None],
                ..ParticipantDump::default()
            }],
            documents: vec![document("A"), document("B")],
            ..ProjectDump::default()
        };
        let values = vec![
            (1, vec![None, value("2"), value("home"), None, None]),
            (1, vec![None, value("3"), value("home"), None, None]),
            (9, vec![None; 5]),
        ];
        assert_eq!(divide(&mut dump, values, &[4].into()), ["B"]);
        let names = |list: &[AttributeDump]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&dump.attributes), ["age", "place", "empty"]);
        assert_eq!(names(&dump.document_attributes), ["round", "place", "marked"]);
        assert_eq!(
            dump.document_attributes.iter().map(|one| one.guid.is_some()).collect::<Vec<_>>(),
            [true, false, true]
        );
        assert_eq!(dump.participants[0].values, [value("40"), value("Diànjiāng"), None]);
        assert_eq!(dump.documents[0].values, [None, None, None]);
        assert_eq!(dump.documents[1].values, [value("2"), value("home"), None]);
    }
}
