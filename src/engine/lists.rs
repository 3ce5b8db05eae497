//! The codebook, the participants and the documents as tables for reports.

use super::provenance;
use crate::engine::error::Error;
use crate::model::{Count, Study, VariableKind};
use crate::store::Reads;
use crate::table::{Cell, Row, Table};

/// Returns one row per code: its definition, its value of each facet, and its number of passages.
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
    Ok(Table {
        name: "codebook".into(),
        title: "Codebook".into(),
        row_headers: vec!["code".into()],
        columns,
        rows: rows.collect(),
        ..list_of(reads, &study)?
    })
}

/// Returns one row per participant: attributes and documents.
pub fn participants(reads: Reads<'_>) -> Result<Table, Error> {
    let study = reads.study()?;
    let mut columns: Vec<String> = study.variables.iter().map(|variable| variable.name.clone()).collect();
    columns.push("documents".into());
    let kinds: Vec<VariableKind> = study.variables.iter().map(|variable| variable.kind).collect();
    let rows = study.cases.iter().map(|case| {
        let mut cells: Vec<Cell> =
            kinds.iter().zip(&case.values).map(|(&kind, value)| attribute(value.as_deref(), kind)).collect();
        let own = study.sources.iter().filter(|source| source.case == Some(case.id));
        cells.push(Cell::Text(own.map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")));
        Row { header: vec![case.name.clone()], cells }
    });
    Ok(Table {
        name: "participants".into(),
        title: "Participants".into(),
        row_headers: vec!["participant".into()],
        columns,
        rows: rows.collect(),
        ..list_of(reads, &study)?
    })
}

fn attribute(value: Option<&str>, kind: VariableKind) -> Cell {
    Cell::Attribute { value: value.unwrap_or_default().to_owned(), kind }
}

/// Returns one row per document: its participant, its length, and the amount of coding by each coder.
pub fn documents(reads: Reads<'_>) -> Result<Table, Error> {
    let study = reads.study()?;
    let progress = reads.document_progress()?;
    let coders: Vec<_> = study.users.iter().collect();
    let mut columns = ["participant", "characters", "passages"].map(str::to_owned).to_vec();
    // With a single coder, all passages are by that coder.
    let apart = coders.len() > 1;
    if apart {
        columns.extend(coders.iter().map(|user| format!("passages by {}", user.name)));
    }
    let rows = study.sources.iter().map(|source| {
        let case = source.case.and_then(|id| study.case(id)).map(|case| case.name.clone());
        let mut cells = vec![
            Cell::Text(case.unwrap_or_default()),
            Cell::Value(source.characters.into()),
            Cell::Value(progress.passages_in(source.id, study.coders().map(|user| user.id))),
        ];
        if apart {
            cells.extend(
                coders.iter().map(|user| Cell::Value(progress.passages_in(source.id, std::iter::once(user.id)))),
            );
        }
        Row { header: vec![source.name.clone()], cells }
    });
    Ok(Table {
        name: "documents".into(),
        title: "Documents".into(),
        row_headers: vec!["document".into()],
        columns,
        rows: rows.collect(),
        ..list_of(reads, &study)?
    })
}

/// Returns an empty table with the properties that all lists share.
fn list_of(reads: Reads<'_>, study: &Study) -> Result<Table, Error> {
    let provenance = provenance::of_list(reads, &study.project.name)?;
    Ok(Table { count: Count::Passages, provenance, ..Table::default() })
}
