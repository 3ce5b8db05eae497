//! Errors of the project file.

use crate::model::{Direction, RowKind};
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{path}: no such file")]
    NotFound { path: PathBuf },
    #[error("{path}: this file already exists")]
    Exists { path: PathBuf },
    #[error("{path}: not a Pullquote project")]
    NotAProject { path: PathBuf },
    #[error("{path}: made by a newer version of Pullquote (file version {found}, this program knows {known})")]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{path}: open in another Pullquote{}", if holder.is_empty() { String::new() } else { format!(": {holder}") })]
    InUse { path: PathBuf, holder: String },
    #[error("{path}: cannot write to this location")]
    ReadOnlyPlace { path: PathBuf, source: std::io::Error },
    /// Each name would have its own lock and log, and the changes made under one of them would be lost.
    #[error(
        "{path}: this file has {names} names (hard links), so Pullquote cannot keep two programs from writing to it"
    )]
    HardLinked { path: PathBuf, names: u64 },
    /// Something that is not a lock file has the lock file's name.
    #[error("{lock}: the lock file of the project is {what}")]
    LockTaken { lock: PathBuf, what: LockObstacle },
    #[error("the project is open for reading only")]
    ReadOnly,
    /// The file is no longer the one that was opened.
    #[error("{path}: {how}")]
    Displaced { path: PathBuf, how: Displacement },
    /// The file defines something that Pullquote does not define, or lacks something.
    #[error("{path}: differs from the projects that Pullquote creates: {what}")]
    Unfamiliar { path: PathBuf, what: String },
    /// The log beside the file belongs to another file.
    #[error("{path}: was replaced while {log} still held changes to the previous file")]
    StrayLog { path: PathBuf, log: PathBuf },
    /// The log holds changes and cannot be read.
    #[error("{path}: its latest changes are in {log}, which cannot be read here")]
    LogOutOfReach { path: PathBuf, log: PathBuf },
    #[error("nothing to {direction}")]
    NothingTo { direction: Direction },
    #[error("{what} has since been changed by {who}: {change}")]
    ChangedSince { what: String, who: String, change: String },
    /// An undone entry of the history cannot be done again.
    #[error("“{summary}” cannot be done again: {obstacle}")]
    NotAgain { summary: String, obstacle: Obstacle },
    #[error("the file is damaged: {what}")]
    Damaged { what: String },
    #[error("no {what} with number {id} in this project")]
    Missing { what: RowKind, id: i64 },
    #[error("{}", sql_in_words(*kind))]
    Sql { kind: SqlTrouble, source: rusqlite::Error },
    #[error("{path}: could not be read or written")]
    Io { path: PathBuf, source: std::io::Error },
}

/// What stands where the lock file belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum LockObstacle {
    #[strum(to_string = "a link")]
    Link,
    #[strum(to_string = "not a file")]
    NotAFile,
    #[strum(to_string = "a file that has a second name")]
    SecondName,
}

/// Why an undone entry of the history cannot be done again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    #[error("what it would change has since been changed by {}: {change}", if who.is_empty() { "somebody" } else { who })]
    ChangedSince { who: String, change: String },
    #[error("the text of {document} has been corrected since")]
    TextChanged { document: String },
    #[error("passages of {document} have been coded or changed since, and would no longer be on their words")]
    PassagesSince { document: String },
    #[error("the attribute {attribute} has been changed since")]
    AttributeChanged { attribute: String },
    #[error("another {what} is named {name}")]
    NameTaken { what: RowKind, name: String },
    #[error("the {what} that it needs is no longer in the project")]
    Gone { what: RowKind },
    #[error("it would delete a {on} on which a memo has been written since")]
    MemoSince { on: RowKind },
    #[error("the code {name} would be below itself")]
    Circular { name: String },
    #[error("it conflicts with what the project contains now")]
    Contradiction,
}

/// What happened to a project file while it was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Displacement {
    /// Nothing is at its path.
    Gone,
    /// Another file is at its path.
    Replaced,
    /// Another program wrote into the file.
    Overwritten,
    /// The `-wal` file was deleted; its contents have been written to the project file.
    LogDeleted,
    /// The lock file was deleted, and another program has opened the project in the meantime.
    LockLost,
}

impl std::fmt::Display for Displacement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gone => "the project file was deleted, moved or renamed while it was open",
            Self::Replaced => "the project file was replaced by another file while it was open",
            Self::Overwritten => "another program wrote to the project file while it was open",
            Self::LogDeleted => "the -wal file that belongs to the open project was deleted",
            Self::LockLost => "the project's lock file was deleted, and another Pullquote has opened the project",
        })
    }
}

/// Why SQLite failed, as far as this decides what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlTrouble {
    DiskFull,
    /// Another program held the file longer than this one waited.
    Busy,
    Damaged,
    NotWritable,
    /// The disk or the network reported an error.
    Disk,
    Memory,
    TooLong,
    Interrupted,
    /// A row violates a constraint, such as a name that exists twice.
    Contradiction,
    Other,
}

impl SqlTrouble {
    fn of(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => return Self::Damaged,
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => Self::Busy,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged,
            Some(
                Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied | Code::AuthorizationForStatementDenied,
            ) => Self::NotWritable,
            Some(Code::SystemIoFailure) => Self::Disk,
            Some(Code::OutOfMemory) => Self::Memory,
            Some(Code::TooBig) => Self::TooLong,
            Some(Code::OperationInterrupted | Code::OperationAborted) => Self::Interrupted,
            Some(Code::ConstraintViolation) => Self::Contradiction,
            _ => Self::Other,
        }
    }
}

fn sql_in_words(kind: SqlTrouble) -> &'static str {
    match kind {
        SqlTrouble::DiskFull => "the project could not be saved: the disk is full",
        SqlTrouble::Busy => "the project file is in use by another program",
        SqlTrouble::Damaged => "the project file is damaged",
        SqlTrouble::NotWritable => "the project file could not be opened or written to",
        SqlTrouble::Disk => "the disk reported an error while the project file was read or written",
        SqlTrouble::Memory => "there is not enough memory",
        SqlTrouble::TooLong => "a text or a file is too large for a project",
        SqlTrouble::Interrupted => "the work was interrupted",
        SqlTrouble::Contradiction => "the change conflicts with the contents of the project",
        SqlTrouble::Other => "the project file could not be read or written",
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let source = match error {
            // Leave out the statement: it may be a whole schema and does not help the user.
            rusqlite::Error::SqlInputError { error, msg, .. } => rusqlite::Error::SqliteFailure(error, Some(msg)),
            error => error,
        };
        Self::Sql { kind: SqlTrouble::of(&source), source }
    }
}

impl Error {
    /// SQLite's message, or the error's own text.
    pub(super) fn cause(&self) -> String {
        std::error::Error::source(self).map_or_else(|| self.to_string(), ToString::to_string)
    }

    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path: path.to_owned() },
            std::io::ErrorKind::AlreadyExists => Self::Exists { path: path.to_owned() },
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}
