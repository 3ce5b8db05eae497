//! Counts codings in the cells of a project's own tables (dimensions, typology) and of matrices.
//!
//! Every coding is first put into the lists of its cells, and then the lists are counted, so that a number always
//! matches its evidence. Start reading at [`tabulate`], then `divider` (whose a coding is), one of `matrix`, `dimensions`,
//! `typology` (codings to lists) and `draft` (lists to numbers).

mod cooccurring;
mod counting;
mod dimensions;
mod divider;
mod draft;
mod error;
mod filter;
mod indexed;
mod left_out;
mod matrix;
mod outcome;
mod request;
mod rows;
mod shares;
mod spoken;
mod summary;
mod typology;

#[cfg(test)]
mod tests;

pub use cooccurring::Pair;
pub use divider::{Divided, Divider};
pub use error::{Alternatives, Error};
pub use filter::{AttributeFilter, Condition};
pub use indexed::{Material, UnitsOfDocuments};
pub use left_out::{LeftOut, LeftOutReason};
pub use outcome::{CellAddress, CellContent, CodeCount, Footnote, Summarised, Tabulation, TabulationKind};
pub use request::{Axis, Cooccurrence, TableRequest};

pub use matrix::{attribute_values, is_not_known, line_key};

use crate::model::{Count, Study, TableDefinition, TableShape, find_named};
use indexed::Indexed;

/// The name of matrices.
pub const MATRIX: &str = "matrix";
/// The name of tables of codes by codes that are not asked for as a matrix.
pub const COOCCURRENCE: &str = "cooccurrence";

/// Tabulates codings of documents in which nobody is known to speak: a passage belongs to the document's participant. With
/// speakers: [`Divider`].
///
/// # Errors
///
/// Fails when the request or the table's definition names something that the study does not have.
pub fn tabulate(
    study: &Study,
    material: &Material<'_>,
    request: &TableRequest,
    count: Count,
) -> Result<Tabulation, Error> {
    let divider = Divider::new(study, |_| None, material.is_filtered, request, count);
    let mut divided = Divided::default();
    divider.divide(material.facts, &mut divided);
    divider.tabulate(material, divided)
}

/// Assigns codings to the cells of a table.
fn draft_of(study: &Study, indexed: &Indexed<'_>, request: &TableRequest) -> Result<draft::Draft, Error> {
    match request {
        TableRequest::Matrix { rows, columns } => matrix::draft(study, indexed, rows, columns),
        TableRequest::Defined { name } => {
            let table = find_named(&study.tables, name, |table| &table.name).ok_or_else(|| Error::UnknownTable {
                name: name.clone(),
                known: study.tables.iter().map(|t| t.name.as_str()).collect(),
            })?;
            by_definition(study, indexed, table)
        }
        TableRequest::Draft(table) => by_definition(study, indexed, table),
        // `Divider::tabulate` counts it.
        TableRequest::Cooccurrence(_) => matrix::draft(study, indexed, &Axis::Code, &Axis::Code),
    }
}

/// Tabulates according to a table's definition.
fn by_definition(study: &Study, indexed: &Indexed<'_>, table: &TableDefinition) -> Result<draft::Draft, Error> {
    match &table.kind {
        TableShape::Dimensions { rows, columns } => dimensions::draft(study, indexed, table, rows, columns),
        TableShape::Typology { rows, columns } => typology::draft(study, indexed, table, rows, columns),
    }
}
