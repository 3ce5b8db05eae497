//! What queries read from a project: a document with its codings, tables with their evidence, passages, and what undo
//! would change.
//!
//! Independent of who asks. Start reading at [`tables`].

mod consensus_notes;
mod cooccurrence;
mod document;
mod history;
mod passages;
mod scope;
pub(super) mod table_query;
mod tables;

pub use document::{SourceData, save_original};
pub use history::UndoPreview;
pub use passages::{ListedPairs, ListedPassages, ListedPlace, listed_passages};
pub(super) use passages::{PassageReader, read_passages};
pub use scope::{PassageScope, missing_note};
pub(super) use scope::{Scoped, WithinSets, only_account};
pub use table_query::TableQuery;
pub(super) use tables::Counted;
pub(super) use tables::network;
pub use tables::{evidence, tabulated};
