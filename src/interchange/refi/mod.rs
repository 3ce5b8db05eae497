//! Projects and codebooks as other programs exchange them: REFI-QDA 1.5 (`.qdpx`, `.qdc`), written strictly and read with
//! the deviations that real programs make.
//!
//! Positions are Unicode code points from 0, half-open; texts are UTF-8 without byte order mark and with `\n`. Start reading
//! at [`write()`] and [`read()`].

mod cases;
mod codes;
mod groups;
mod losses;
mod members;
mod notes;
mod options;
mod passages;
mod positions;
mod read;
mod sets;
mod sources;
mod tree;
mod units;
mod unknown;
mod values;
mod write;
mod xml;

pub use losses::{ExportLoss, losses, stays_behind};
pub use options::{ExchangeOptions, Program};
pub use positions::{Example, PositionDoubt, ShownPassage};
pub use read::{Exchanged, codebook, read};
pub use units::{Offsets, Places, Units};
pub use write::{Texts, write, write_codebook};

/// Ending of a project.
pub const PROJECT: &str = "qdpx";
/// Ending of a project that was unpacked.
pub const BARE_PROJECT: &str = "qde";
/// Ending of a codebook.
pub const CODEBOOK: &str = "qdc";

/// What stands between a facet and its value in the name of a set of codes.
const FACET: &str = ": ";
/// The beginning of what this program calls itself in a file.
const ORIGIN: &str = "Pullquote";
