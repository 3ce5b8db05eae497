//! Pure functions over slices of plain data: what a study's codings say, as numbers.
//!
//! Must not know: tables for display, SQL, files, the clock. Start reading at [`tabulation`], then [`agreement`].

pub mod agreed;
pub mod agreement;
pub mod tabulation;

#[cfg(test)]
pub(crate) mod samples;

pub use tabulation::{
    AttributeFilter, Axis, CellAddress, Condition, Error, LeftOut, LeftOutReason, TableRequest, Tabulation,
    TabulationKind, attribute_values, tabulate,
};
