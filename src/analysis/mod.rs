//! Pure functions over slices of plain data that turn a study's codings into numbers.
//!
//! Independent of display tables, SQL, files and the clock. Start reading at [`tabulation`], then [`agreement`].

pub mod agreement;
pub mod consensus;
pub mod cooccurrence;
pub mod counted_as;
pub mod query;
pub mod resolution;
pub mod saturation;
pub mod tabulation;

#[cfg(test)]
pub(crate) mod samples;

pub use cooccurrence::CooccurrenceUnit;
pub use counted_as::CountedAs;
pub use tabulation::{
    Alternatives, AttributeFilter, Axis, CellAddress, Condition, Cooccurrence, Divided, Divider, Error, LeftOut,
    LeftOutReason, Material, Pair, TableRequest, Tabulation, TabulationKind, UnitsOfDocuments, attribute_values,
    is_not_known, line_key, tabulate,
};
