//! Counts codings into the cells of a project's own tables (facets, typology) and of matrices.
//!
//! First every coding is put into the lists of the cells where it stands, and only then are the lists counted: a
//! number and the passages behind it cannot disagree. Start reading at [`tabulate`], then `draft` (lists to numbers)
//! and one of `matrix`, `facets`, `typology` (codings to lists).

mod counting;
mod draft;
mod error;
mod facets;
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

pub use matrix::attribute_values;

use crate::model::{Count, Fact, Study, TableDefinition, TableShape, find_named};
use indexed::Indexed;

/// Tabulates `facts`: the codings by the coders asked for, best sorted by code, document, start and end (any order
/// gives the same numbers, only slower). A coding of a code or a document that the study does not have is in no cell.
///
/// # Errors
///
/// When the request or the table's definition names something that the study does not have.
pub fn tabulate(study: &Study, facts: &[Fact], request: &TableRequest, count: Count) -> Result<Tabulation, Error> {
    let indexed = Indexed::new(study, facts);
    let draft = match request {
        TableRequest::Matrix { rows, columns } => matrix::draft(study, &indexed, rows, columns)?,
        TableRequest::Defined { name } => {
            let table = find_named(&study.tables, name, |table| &table.name).ok_or_else(|| Error::UnknownTable {
                name: name.clone(),
                known: error::listed(study.tables.iter().map(|t| t.name.as_str())),
            })?;
            own(study, &indexed, table)?
        }
        TableRequest::Draft(table) => own(study, &indexed, table)?,
    };
    Ok(draft.finish(&indexed, count))
}

/// A table after its definition.
fn own(study: &Study, indexed: &Indexed<'_>, table: &TableDefinition) -> Result<draft::Draft, Error> {
    match &table.kind {
        TableShape::Facets { rows, columns } => facets::draft(study, indexed, table, rows, columns),
        TableShape::Typology { rows, columns } => typology::draft(study, indexed, table, rows, columns),
    }
}
