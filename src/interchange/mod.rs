//! Files to plain structs and back: the folder format, text documents, tables of a report.
//!
//! Must not know: the store. `engine` joins the two. Start reading at [`plain`], then [`folder`].

pub mod codebook;
pub mod document;
pub mod files;
pub mod folder;
pub mod plain;
pub mod refi;
pub mod sheet;
pub mod tables;

pub use plain::{Problem, ProjectDump};

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{path}: {reason}")]
    Unreadable { path: PathBuf, reason: String },
    #[error("{path}: could not be written")]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("{path}: there is something of this name already")]
    Exists { path: PathBuf },
}
