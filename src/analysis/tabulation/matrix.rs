//! A matrix: participants, documents or the values of an attribute, by codes or the values of a facet.

use super::draft::Draft;
use super::error::{Error, listed};
use super::indexed::{Indexed, NONE};
use super::outcome::{Footnote, Kind};
use super::request::{ColumnAxis, RowAxis};
use crate::model::{Study, VariableKind, case::number};
use std::collections::{BTreeMap, HashMap};

/// The row of participants whose value of the attribute is not known.
const NOT_KNOWN: &str = "(not known)";

/// Above this the numbers alone take gigabytes.
const MOST_CELLS: usize = 100_000_000;

pub(super) fn draft(
    study: &Study,
    indexed: &Indexed<'_>,
    rows: &RowAxis,
    columns: &ColumnAxis,
) -> Result<Draft, Error> {
    let (row_names, row_of_source) = row_places(study, indexed, rows)?;
    let (column_names, column_of_code) = column_places(study, columns)?;
    let too_large = || Error::TooLarge { rows: row_names.len(), columns: column_names.len() };
    let cells = row_names.len().checked_mul(column_names.len()).filter(|&n| n <= MOST_CELLS).ok_or_else(too_large)?;
    let (width, cells) = match (u32::try_from(column_names.len()), u32::try_from(cells)) {
        (Ok(width), Ok(cells)) => (width, cells),
        _ => return Err(too_large()),
    };
    let (mut members, mut left_out) = (Vec::with_capacity(indexed.facts.len()), 0);
    for (fact, source, code) in indexed.known() {
        let (row, column) = (row_of_source[source as usize], column_of_code[code as usize]);
        match (row, column) {
            (_, NONE) => {}
            (NONE, _) => left_out += 1,
            _ => members.push((row * width + column, fact)),
        }
    }
    Ok(Draft {
        name: "matrix".into(),
        title: format!("{} × {}", rows.name(), columns.name()),
        kind: Kind::Matrix,
        row_headers: vec![rows.name().to_owned()],
        rows: row_names.into_iter().map(|name| vec![name]).collect(),
        columns: column_names,
        firsts: (0..=cells).collect(),
        codes: vec![],
        members,
        summaries: BTreeMap::new(),
        footnotes: if left_out > 0 { vec![Footnote::CodingsWithoutParticipant(left_out)] } else { vec![] },
    })
}

/// Names of the rows, and per document its row or [`NONE`].
fn row_places(study: &Study, indexed: &Indexed<'_>, rows: &RowAxis) -> Result<(Vec<String>, Vec<u32>), Error> {
    Ok(match rows {
        RowAxis::Participant => (study.cases.iter().map(|c| c.name.clone()).collect(), indexed.case.clone()),
        RowAxis::Document => {
            let names: Vec<_> = study.sources.iter().map(|s| s.name.clone()).collect();
            let places = (0..).take(names.len()).collect();
            (names, places)
        }
        RowAxis::Attribute(name) => {
            let (names, row_of_case) = attribute_rows(study, name)?;
            let row = |&case: &u32| row_of_case.get(case as usize).copied().unwrap_or(NONE);
            (names, indexed.case.iter().map(row).collect())
        }
    })
}

/// The distinct values of an attribute, and per participant the place of theirs. Values of a number attribute are the
/// same when their numbers are (10 and 10.0), and stand in ascending order; others in order of first appearance.
fn attribute_rows(study: &Study, name: &str) -> Result<(Vec<String>, Vec<u32>), Error> {
    let Some((place, variable)) = study.variable(name).and_then(|i| Some((i, study.variables.get(i)?))) else {
        let known = listed(study.variables.iter().map(|v| v.name.as_str()));
        return Err(Error::UnknownAttribute { name: name.to_owned(), known });
    };
    let numeric = variable.kind == VariableKind::Number;
    let key = |value: &str| match number(value).filter(|_| numeric) {
        // Zero has two signs.
        Some(n) => (n + 0.0).to_string(),
        None => value.to_owned(),
    };
    let known = |case: &crate::model::Case| case.values.get(place).cloned().flatten();
    let mut names: Vec<String> = Vec::new();
    let mut seen = HashMap::new();
    for value in study.cases.iter().filter_map(known) {
        seen.entry(key(&value)).or_insert_with(|| {
            names.push(value);
            names.len()
        });
    }
    if numeric {
        // What is not a number after all stands after the numbers.
        names.sort_by(|a, b| {
            let (a, b) = (number(a).unwrap_or(f64::INFINITY), number(b).unwrap_or(f64::INFINITY));
            a.total_cmp(&b)
        });
    }
    let rows: HashMap<String, u32> = names.iter().map(|name| key(name)).zip(0..).collect();
    let unknown = u32::try_from(names.len()).unwrap_or(NONE);
    let of_case = |case| known(case).and_then(|value| rows.get(&key(&value)).copied()).unwrap_or(unknown);
    let places: Vec<u32> = study.cases.iter().map(of_case).collect();
    if places.contains(&unknown) {
        names.push(NOT_KNOWN.to_owned());
    }
    Ok((names, places))
}

/// Names of the columns, and per code (in codebook order) its column or [`NONE`].
fn column_places(study: &Study, columns: &ColumnAxis) -> Result<(Vec<String>, Vec<u32>), Error> {
    let book = &study.codebook;
    Ok(match columns {
        ColumnAxis::Code => {
            let names = book.codes().iter().map(|c| book.path(c.id).to_string()).collect();
            (names, (0..).take(book.codes().len()).collect())
        }
        ColumnAxis::Facet(name) => {
            let facet = book.facet(name).ok_or_else(|| Error::UnknownFacet {
                name: name.clone(),
                known: listed(book.facets.iter().map(|f| f.name.as_str())),
            })?;
            let value = |id| book.facet_value(id, facet.id).filter(|&v| v < facet.values.len());
            let place = |id| value(id).and_then(|v| u32::try_from(v).ok()).unwrap_or(NONE);
            (facet.values.clone(), book.codes().iter().map(|c| place(c.id)).collect())
        }
    })
}
