//! Precision, recall and F1 of coders against a reference, as rows of the table of a comparison.

use super::compared::Compared;
use super::report::{cell, coders, number};
use super::settings::Unit;
use crate::analysis::agreement::{Comparison, Fourfold};
use crate::model::Study;
use crate::table::Cell;
use crate::{i18n, tr};

/// The columns that a comparison with a reference adds.
pub(super) fn columns() -> [&'static str; 6] {
    [
        tr!("passages or units" => "also in the reference"),
        tr!("passages or units" => "in the reference"),
        tr!("passages or units" => "by the coder"),
        tr!("precision"),
        tr!("recall"),
        "F1",
    ]
}

/// Returns a row for each coder over all codes and, unless passages are compared, for each code: its name and the cells of
/// [`columns`].
pub(super) fn rows(study: &Study, compared: &Compared) -> Vec<(String, Vec<Cell>)> {
    let names = coders(study, compared);
    let reference = reference(study, compared);
    let mut rows = Vec::new();
    for against in &compared.comparison.against {
        let pair =
            tr!("{coder} against {reference}", coder = names.get(against.coder).map_or("", String::as_str), reference);
        if let Unit::Passages(least) = compared.settings.unit {
            let found = against.segments.iter().find(|(of, _)| *of == least);
            rows.extend(found.map(|(_, counts)| (pair, cells(counts))));
            continue;
        }
        let tables = against.units.as_ref().unwrap_or(&against.characters);
        rows.push((pair.clone(), cells(&Comparison::micro(tables))));
        let codes = compared.codes.iter().map(|code| study.codebook.path(*code).to_string());
        rows.extend(codes.zip(tables).map(|(code, counts)| (tr!("{pair}: {code}", pair, code), cells(counts))));
    }
    rows
}

/// Explains the rows, and that the consensus coding is not one of the coders.
pub(super) fn note(study: &Study, compared: &Compared) -> Option<String> {
    let found = compared.of_reference()?;
    let reference = reference(study, found);
    let rows = tr!(
        "Rows against {reference}: precision is the share of what the coder coded that is also in the reference, recall the \
         share of the reference that the coder coded.",
        reference
    );
    let others = compared.with_reference.as_ref().map(|_| tr!("All other rows are about the coders only.").to_owned());
    Some(i18n::sentences(&std::iter::once(rows).chain(others).collect::<Vec<_>>()))
}

fn reference(study: &Study, compared: &Compared) -> String {
    let id = compared.settings.reference;
    match id {
        Some(id) if study.consensus() == Some(id) => tr!("the consensus coding").to_owned(),
        id => id.and_then(|id| study.user(id)).map_or_else(String::new, |user| user.name.clone()),
    }
}

/// The reference is the first coder of the counts.
fn cells(counts: &Fourfold) -> Vec<Cell> {
    let numbers = [counts.both, counts.both + counts.first_only, counts.both + counts.second_only];
    let figures = [counts.precision(), counts.recall(), counts.positive_agreement()];
    numbers.into_iter().map(number).chain(figures.iter().map(cell)).collect()
}
