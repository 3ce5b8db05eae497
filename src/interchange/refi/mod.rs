//! Exchange of projects and codebooks with other programs: REFI-QDA 1.5 (`.qdpx`, `.qdc`), written strictly, and read
//! with the deviations found in files of real programs.
//!
//! Positions are Unicode code points from 0, half-open; texts are UTF-8 without byte order mark and with `\n`. Start reading
//! at [`write()`] and [`read()`].

mod cases;
mod codes;
mod divided;
mod groups;
mod losses;
mod members;
mod notes;
mod options;
mod passages;
mod per_document;
mod positions;
mod project_part;
mod read;
mod sets;
mod source_parts;
mod sources;
mod tree;
mod units;
mod unknown;
mod values;
mod write;

pub use losses::losses;
pub use options::{ExchangeOptions, Program};
pub use per_document::{PerDocument, WholeDump};
pub use positions::{Example, PositionDoubt, ShownPassage};
pub use read::{Exchanged, codebook, read};
pub use units::{Offsets, Places, Units};
pub use write::{write, write_codebook};

/// Extension of a project.
pub const PROJECT: &str = "qdpx";
/// Extension of an unpacked project.
pub const BARE_PROJECT: &str = "qde";
/// Extension of a codebook.
pub const CODEBOOK: &str = "qdc";

/// Separates a dimension and its value in the name of a set of codes.
const DIMENSION: &str = ": ";
/// How the name of this program starts in files.
const ORIGIN: &str = "Pullquote";
