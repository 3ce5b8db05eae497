//! Projects and codebooks as other programs exchange them: REFI-QDA 1.5 (`.qdpx`, `.qdc`), written strictly and read with
//! the deviations that real programs make.
//!
//! Positions are Unicode code points from 0, half-open; texts are UTF-8 without byte order mark and with `\n`. Start reading
//! at [`write`] and [`read`].

mod read;
mod tree;
mod units;
mod write;

pub use read::{codebook, read};
pub use units::Units;
pub use write::{Outgoing, losses, stays_behind, write, write_codebook};

/// Ending of a project.
pub const PROJECT: &str = "qdpx";
/// Ending of a codebook.
pub const CODEBOOK: &str = "qdc";

/// What stands between a facet and its value in the name of a set of codes.
const FACET: &str = ": ";
