//! Conversion between files and plain structs: the folder format, text documents, tables of a report.
//!
//! Must not import the store; `engine` joins the two. Start reading at [`plain`], then [`folder`].

mod archive;
pub mod case_words;
pub mod code_paths;
pub mod codebook;
pub mod document;
pub mod document_values;
mod excel;
pub mod files;
pub mod folder;
pub mod formula;
pub mod isolated;
pub(crate) mod markup;
pub mod plain;
pub mod refi;
pub mod remark;
pub mod reshape;
#[cfg(test)]
mod samples;
pub mod sheet;
mod spool;
pub mod tables;
pub mod transcripts;
pub mod utterances;
mod word;
mod xml;

pub use plain::ProjectDump;
pub use remark::{FilePlace, Problem, ReadError, Refusal};

use crate::tr;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs an isolated reader ([`isolated`]) if this process was started as one; `None` if the arguments ask for something
/// else.
pub fn serve(args: &[OsString]) -> Option<ExitCode> {
    isolated::serve(args, &[&document::PDF])
}

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{}", tr!("place" => "{file}: {remark}", file = path.display(), remark = refusal))]
    Unreadable { path: PathBuf, refusal: Refusal },
    #[error("{}", tr!("{path}: could not be written: {why}", path = path.display(), why = files::why_not(why)))]
    Unwritable { path: PathBuf, why: std::io::Error },
    #[error("{}", tr!("{path}: a file or folder with this name already exists", path = path.display()))]
    Exists { path: PathBuf },
    #[error(transparent)]
    Cancelled(#[from] crate::model::Cancelled),
}
