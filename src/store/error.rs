//! What can go wrong with a project file.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{path}: no such file")]
    NotFound { path: PathBuf },
    #[error("{path}: there is already a file of this name")]
    Exists { path: PathBuf },
    #[error("{path}: not a Pullquote project")]
    NotAProject { path: PathBuf },
    #[error("{path}: made by a newer version of Pullquote (file version {found}, this program knows {known})")]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{path}: open in another Pullquote{}", if holder.is_empty() { String::new() } else { format!(": {holder}") })]
    InUse { path: PathBuf, holder: String },
    #[error("{path}: cannot be written to here")]
    ReadOnlyPlace { path: PathBuf, source: std::io::Error },
    #[error("the project is open for reading only")]
    ReadOnly,
    #[error("nothing to {what}")]
    NothingTo { what: &'static str },
    #[error("{what} was changed since by {who}: {change}")]
    ChangedSince { what: String, who: String, change: String },
    #[error("the file is damaged: {what}")]
    Damaged { what: String },
    #[error("no {what} with number {id} in this project")]
    Missing { what: &'static str, id: i64 },
    #[error("cancelled; nothing was changed")]
    Cancelled,
    #[error("the project file could not be read or written")]
    Sql(#[from] rusqlite::Error),
    #[error("{path}: could not be read or written")]
    Io { path: PathBuf, source: std::io::Error },
}
