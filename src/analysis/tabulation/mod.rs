//! Counts codings in the cells of a project's own tables (dimensions, typology) and of matrices.
//!
//! Every coding is first put into the lists of its cells, and then the lists are counted, so that a number always
//! matches its evidence. Start reading at [`tabulate`], then `draft` (lists to numbers) and one of `matrix`,
//! `facets`, `typology` (codings to lists).

mod counting;
mod dimensions;
mod draft;
mod error;
mod filter;
mod indexed;
mod left_out;
mod matrix;
mod outcome;
mod request;
mod rows;
mod summary;
mod typology;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use filter::{AttributeFilter, Condition};
pub use left_out::{LeftOut, LeftOutReason};
pub use outcome::{CellAddress, CellContent, CodeCount, Footnote, Summarised, Tabulation, TabulationKind};
pub use request::{Axis, TableRequest};

pub use matrix::{attribute_values, line_key};

use crate::model::{Count, Fact, Study, TableDefinition, TableShape, find_named};
use indexed::Indexed;

/// Tabulates `facts`, the codings by the requested coders. They are best sorted by code, document, start and end;
/// any other order gives the same numbers but is slower. A coding whose code or document is not in the study is in
/// no cell.
///
/// # Errors
///
/// Fails when the request or the table's definition names something that the study does not have.
pub fn tabulate(study: &Study, facts: &[Fact], request: &TableRequest, count: Count) -> Result<Tabulation, Error> {
    let indexed = Indexed::new(study, facts);
    let draft = match request {
        TableRequest::Matrix { rows, columns } => matrix::draft(study, &indexed, rows, columns)?,
        TableRequest::Defined { name } => {
            let table = find_named(&study.tables, name, |table| &table.name).ok_or_else(|| Error::UnknownTable {
                name: name.clone(),
                known: study.tables.iter().map(|t| t.name.as_str()).collect(),
            })?;
            by_definition(study, &indexed, table)?
        }
        TableRequest::Draft(table) => by_definition(study, &indexed, table)?,
    };
    Ok(draft.finish(&indexed, count))
}

/// Tabulates according to a table's definition.
fn by_definition(study: &Study, indexed: &Indexed<'_>, table: &TableDefinition) -> Result<draft::Draft, Error> {
    match &table.kind {
        TableShape::Dimensions { rows, columns } => dimensions::draft(study, indexed, table, rows, columns),
        TableShape::Typology { rows, columns } => typology::draft(study, indexed, table, rows, columns),
    }
}
