//! The query that finds the passages of a cell of a matrix.

use super::syntax::{
    Chain, Conjunction, Criterion, Field, Meeting, PassageQuery, PlaceRelation, QueryScope, Term, What,
};
use crate::analysis::{AttributeFilter, Axis, CooccurrenceUnit, is_not_known};
use crate::model::{Described, Study};

/// A line of a matrix: its axis and its name.
#[derive(Clone, Copy, Debug)]
pub struct MatrixLine<'a> {
    pub axis: &'a Axis,
    pub name: &'a str,
}

/// How a matrix counts.
#[derive(Clone, Copy, Debug)]
pub struct MatrixCounts<'a> {
    pub filter: &'a AttributeFilter,
    /// A coding of a subcode counts for the codes above it, too.
    pub with_subcodes: bool,
    /// In what codes by codes co-occur.
    pub unit: CooccurrenceUnit,
}

/// Returns the query for the passages in these lines; none of them: for all passages of the matrix. `None` if a query cannot ask
/// for it, because a line has no value.
#[must_use]
pub fn query_of_cell(lines: &[MatrixLine<'_>], counts: MatrixCounts<'_>, study: &Study) -> Option<PassageQuery> {
    let mut codes = Vec::new();
    let mut filter = Vec::new();
    for line in lines {
        match line.axis {
            Axis::Code => codes.push(code(line.name, counts)),
            Axis::Dimension(name) => codes.push(with_value(name, line.name, counts, study)?),
            axis => filter.extend(criteria(axis, line.name, study)?),
        }
    }
    for condition in &counts.filter.conditions {
        for value in &condition.values {
            let field = match condition.of {
                Described::Participants => Field::OfParticipants(condition.attribute.clone()),
                Described::Documents => Field::OfDocuments(condition.attribute.clone()),
            };
            filter.push(Criterion { field, value: value.clone()? });
        }
    }
    let mut codes = codes.into_iter();
    let first = Term { what: codes.next().unwrap_or(What::Any), filter };
    // The filter of a table is about both codes.
    let then = codes.map(|what| (relation(counts.unit), Term { what, filter: first.filter.clone() })).collect();
    Some(PassageQuery { any_of: vec![Conjunction { all_of: vec![Chain { first, then }] }] })
}

fn code(path: &str, counts: MatrixCounts<'_>) -> What {
    What::Code { name: path.to_owned(), exact: !counts.with_subcodes }
}

/// The codes with a value of a dimension.
fn with_value(dimension: &str, value: &str, counts: MatrixCounts<'_>, study: &Study) -> Option<What> {
    let book = &study.codebook;
    let dimension = book.dimension(dimension)?;
    let place = dimension.values.iter().position(|known| known == value)?;
    let codes = book.codes().iter().filter(|one| book.dimension_value(one.id, dimension.id) == Some(place));
    let one = |path: String| {
        let first = Term { what: code(&path, counts), filter: vec![] };
        Conjunction { all_of: vec![Chain { first, then: vec![] }] }
    };
    let any_of: Vec<Conjunction> = codes.map(|code| one(book.path(code.id).to_string())).collect();
    (!any_of.is_empty()).then(|| What::Query(Box::new(PassageQuery { any_of })))
}

fn criteria(axis: &Axis, name: &str, study: &Study) -> Option<Vec<Criterion>> {
    let known = Some(name).filter(|name| !is_not_known(name))?;
    let one = |field: Field| Some(vec![Criterion { field, value: known.to_owned() }]);
    match axis {
        Axis::Participant => one(Field::Participant),
        Axis::Document => one(Field::Document),
        Axis::ParticipantOrGroup => {
            let is_participant = study.participants.iter().any(|one| one.name == name);
            one(if is_participant { Field::Participant } else { Field::Document })
        }
        Axis::Speaker => {
            let source = study.sources.iter().find(|source| name.starts_with(&format!("{}: ", source.name)))?;
            let label = name.get(source.name.len() + 2..)?;
            let of = |field, value: &str| Criterion { field, value: value.to_owned() };
            Some(vec![of(Field::Document, &source.name), of(Field::Speaker, label)])
        }
        Axis::Attribute(attribute) => one(Field::OfParticipants(attribute.clone())),
        Axis::DocumentAttribute(attribute) => one(Field::OfDocuments(attribute.clone())),
        // A row of others has no named persons, which a condition would include.
        Axis::Account | Axis::Code | Axis::Dimension(_) => None,
    }
}

fn relation(unit: CooccurrenceUnit) -> PlaceRelation {
    let scope = match unit {
        CooccurrenceUnit::Overlap => return PlaceRelation::Meets { meeting: Meeting::Overlaps, not: false },
        CooccurrenceUnit::Sentence => QueryScope::Sentence,
        CooccurrenceUnit::Turn => QueryScope::Turn,
        CooccurrenceUnit::Paragraph => QueryScope::Paragraph,
        CooccurrenceUnit::Exchange => QueryScope::Exchange,
        CooccurrenceUnit::Document => QueryScope::Document,
        CooccurrenceUnit::Participant => QueryScope::Participant,
    };
    PlaceRelation::Shares { scope, not: false }
}
