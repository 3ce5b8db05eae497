//! The codebook and the participants as tables, for a report.

use super::Error;
use super::query::{hidden, software};
use crate::analysis::tabulation::Kind;
use crate::model::{Count, Study};
use crate::store::Reads;
use crate::table::{Cell, Row, Table};

/// A row a code: its definition, the value of each facet, and how many passages have it.
pub fn codebook(reads: Reads<'_>) -> Result<Table, Error> {
    let study = reads.study()?;
    let counts = reads.code_counts(&study.counted(&[]))?;
    let book = &study.codebook;
    let mut columns = vec!["definition".to_owned()];
    columns.extend(book.facets.iter().map(|facet| facet.name.clone()));
    columns.push("passages".into());
    let rows = book.codes().iter().map(|code| {
        let mut cells = vec![Cell::Text(code.description.clone())];
        cells.extend(book.facets.iter().map(|facet| {
            let own = code.facets.iter().find(|(id, _)| *id == facet.id);
            Cell::Text(own.and_then(|(_, value)| facet.values.get(*value)).cloned().unwrap_or_default())
        }));
        cells.push(Cell::Value(counts.get(&code.id).copied().unwrap_or(0)));
        Row { header: vec![book.path(code.id).to_string()], cells }
    });
    let rows = rows.collect();
    listed(reads, &study, "codebook", "Codebook", "code", columns, rows)
}

/// A row a participant: attributes and documents.
pub fn participants(reads: Reads<'_>) -> Result<Table, Error> {
    let study = reads.study()?;
    let mut columns: Vec<String> = study.variables.iter().map(|variable| variable.name.clone()).collect();
    columns.push("documents".into());
    let rows = study.cases.iter().map(|case| {
        let mut cells: Vec<Cell> =
            case.values.iter().map(|value| Cell::Text(value.clone().unwrap_or_default())).collect();
        let own = study.sources.iter().filter(|source| source.case == Some(case.id));
        cells.push(Cell::Text(own.map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")));
        Row { header: vec![case.name.clone()], cells }
    });
    let rows = rows.collect();
    listed(reads, &study, "participants", "Participants", "participant", columns, rows)
}

fn listed(
    reads: Reads<'_>,
    study: &Study,
    name: &str,
    title: &str,
    header: &str,
    columns: Vec<String>,
    rows: Vec<Row>,
) -> Result<Table, Error> {
    let mut provenance = vec![("Project".to_owned(), study.project.name.clone()), software()];
    provenance.extend(hidden(reads)?);
    Ok(Table {
        name: name.into(),
        title: title.into(),
        count: Count::Passages,
        kind: Kind::Matrix,
        row_headers: vec![header.into()],
        columns,
        rows,
        totals: None,
        footnotes: vec![],
        provenance,
    })
}
