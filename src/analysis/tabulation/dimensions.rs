//! A table of codes by two dimensions: each cell lists the codes that have the values of its row and column, including codes without
//! codings. If the table is about some codes only, it lists no others.

use super::draft::{Draft, OfOneCode};
use super::error::Error;
use super::indexed::{Indexed, NONE};
use super::left_out::LeftOutReason;
use super::outcome::TabulationKind;
use crate::model::{Dimension, Study, TableDefinition};
use std::collections::BTreeMap;

pub(super) fn draft(
    study: &Study,
    indexed: &Indexed<'_>,
    table: &TableDefinition,
    rows: &str,
    columns: &str,
) -> Result<Draft, Error> {
    let (rows, columns) = (dimension(study, table, rows)?, dimension(study, table, columns)?);
    let book = &study.codebook;
    let mut in_cell: Vec<Vec<usize>> = vec![vec![]; rows.values.len() * columns.values.len()];
    for (place, code) in book.codes().iter().enumerate().filter(|(_, code)| indexed.is_about(code.id)) {
        let (row, column) = (book.dimension_value(code.id, rows.id), book.dimension_value(code.id, columns.id));
        if let (Some(row), Some(column)) = (row, column.filter(|&c| c < columns.values.len()))
            && let Some(cell) = in_cell.get_mut(row * columns.values.len() + column)
        {
            cell.push(place);
        }
    }
    let mut item_of_code = vec![NONE; book.codes().len()];
    let (mut firsts, mut codes, mut items) = (vec![0], vec![], 0);
    for place in in_cell {
        for place in place {
            item_of_code[place] = items;
            codes.push(book.codes()[place].id);
            items += 1;
        }
        firsts.push(items);
    }
    let items_of = |codes: Vec<u32>| -> Vec<u32> {
        codes.into_iter().map(|code| item_of_code[code as usize]).filter(|&item| item != NONE).collect()
    };
    let items_of_code: Vec<Vec<u32>> = indexed.counted_as.codes(book).into_iter().map(items_of).collect();
    let (mut members, mut outside) = (Vec::with_capacity(indexed.facts.len()), vec![]);
    for coded in indexed.known() {
        match items_of_code[coded.code as usize].as_slice() {
            [] => outside.push((LeftOutReason::NoFacetValue, coded.fact)),
            items => {
                members.extend(items.iter().flat_map(|&item| coded.shares.clone().map(move |share| (item, share))));
            }
        }
    }
    Ok(Draft {
        name: table.name.clone(),
        title: table.title.clone(),
        kind: TabulationKind::Dimensions,
        row_headers: vec![rows.name.clone()],
        rows: rows.values.iter().map(|value| vec![value.clone()]).collect(),
        columns: columns.values.clone(),
        firsts,
        codes,
        of_one_code: OfOneCode::ITEMS,
        members,
        summaries: BTreeMap::new(),
        outside,
        dimensions: vec![rows.name.clone(), columns.name.clone()],
        footnotes: vec![],
    })
}

/// Returns the dimension that a table's definition names.
pub(super) fn dimension<'a>(study: &'a Study, table: &TableDefinition, name: &str) -> Result<&'a Dimension, Error> {
    study.codebook.dimension(name).ok_or_else(|| Error::MissingDimension {
        table: table.name.clone(),
        name: name.to_owned(),
        known: study.codebook.dimensions.iter().map(|f| f.name.as_str()).collect(),
    })
}
