//! Suggests what was probably meant by a name that is not of the kind asked for.

use super::{Failure, names};
use crate::analysis::{Alternatives, Axis, Error, TableRequest};
use crate::model::{Described, Study, same_name};

/// The words for rows and columns that are not names of something in the project.
const WORDS: [&str; 6] = ["participant", "participant+group", "speaker", "document", "code", "account"];

/// Checks that the project has what the rows and columns of a matrix name.
///
/// # Errors
/// Fails with what has this name instead, if anything has.
pub fn axes(request: &TableRequest, study: &Study) -> Result<(), Failure> {
    let TableRequest::Matrix { rows, columns } = request else { return Ok(()) };
    let unknown = [rows, columns].into_iter().find(|axis| !axis.is_of(study));
    let Some((axis, meant)) = unknown.and_then(|axis| Some((axis, instead(axis.name(), study)?))) else {
        return Ok(());
    };
    let error = match axis {
        Axis::Attribute(name) => unknown_attribute(study, Described::Participants, name),
        Axis::DocumentAttribute(name) => unknown_attribute(study, Described::Documents, name),
        _ => {
            let known = study.codebook.dimensions.iter().map(|dimension| dimension.name.clone()).collect();
            Error::UnknownDimension { name: axis.name().into(), known: Alternatives::near(axis.name(), known) }
        }
    };
    Err(Failure::Failed(format!("{error}; did you mean {meant}?")))
}

/// Checks that participants, or documents, have the attribute of a condition.
///
/// # Errors
/// Fails if only the others have it, with the flag for these.
pub fn condition(study: &Study, of: Described, attribute: &str, value: &str) -> Result<(), Failure> {
    let (other, flag) = match of {
        Described::Participants => (Described::Documents, "where-document"),
        Described::Documents => (Described::Participants, "where"),
    };
    if study.attribute_named(of, attribute).is_some() || study.attribute_named(other, attribute).is_none() {
        return Ok(());
    }
    let error = unknown_attribute(study, of, attribute);
    let condition = names::in_shell(&format!("{attribute}={value}"));
    Err(Failure::Failed(format!("{error}; did you mean --{flag} {condition}?")))
}

fn unknown_attribute(study: &Study, of: Described, name: &str) -> Error {
    let known = study.attributes(of).iter().map(|one| one.name.clone()).collect();
    Error::UnknownAttribute { of, name: name.to_owned(), known: Alternatives::near(name, known) }
}

/// Returns what has this name, or almost has it, as it is written for rows and columns.
fn instead(name: &str, study: &Study) -> Option<String> {
    let axes = [Axis::Attribute, Axis::DocumentAttribute, Axis::Dimension].map(|axis| axis(name.to_owned()));
    let known: Vec<String> =
        axes.iter().filter(|axis| axis.is_of(study)).map(|axis| format!("`{}`", axis.written())).collect();
    if !known.is_empty() {
        return Some(known.join(" or "));
    }
    if let Some(set) = study.set_named(name) {
        return Some(format!("--set {}", names::in_shell(&set.name)));
    }
    if study.codebook.find(name).is_some() || study.codebook.codes().iter().any(|code| same_name(&code.name, name)) {
        return Some("`code`, which has a line for each code".into());
    }
    if study.source_named(name).is_some() {
        return Some("`document`, which has a line for each document".into());
    }
    if study.participant_named(name).is_some() {
        return Some("`participant`, which has a line for each participant".into());
    }
    WORDS.into_iter().find(|word| is_slip(name, word)).map(|word| format!("`{word}`"))
}

/// True for a word in other letters or in the plural, and for one letter more, less or other.
fn is_slip(name: &str, word: &str) -> bool {
    Alternatives::distance(name, word) <= 1
}
