//! Errors of the project file.

use super::lock::holder_in_words;
use crate::model::{Direction, RowKind};
use crate::tr;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("{}", tr!("{path}: no such file", path = path.display()))]
    NotFound { path: PathBuf },
    #[error("{}", tr!("{path}: this file already exists", path = path.display()))]
    Exists { path: PathBuf },
    #[error("{}", tr!("{path}: not a Pullquote project", path = path.display()))]
    NotAProject { path: PathBuf },
    #[error("{}", tr!("{path}: made by a newer version of Pullquote (file version {found}, this program knows {known})", path = path.display(), found, known))]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{}", in_use(path, holder))]
    InUse { path: PathBuf, holder: String },
    #[error("{}", tr!("{path}: cannot write to this location", path = path.display()))]
    ReadOnlyPlace { path: PathBuf, source: std::io::Error },
    /// Each name would have its own lock and log, and the changes made under one of them would be lost.
    #[error("{}", tr!("{path}: this file has {names} names (hard links), so Pullquote cannot keep two programs from writing to it", path = path.display(), names))]
    HardLinked { path: PathBuf, names: u64 },
    /// Something that is not a lock file has the lock file's name.
    #[error("{}", tr!("{lock}: the lock file of the project is {what}", lock = lock.display(), what = what.noun()))]
    LockTaken { lock: PathBuf, what: LockObstacle },
    #[error("{}", tr!("the project is open for reading only"))]
    ReadOnly,
    /// The file is no longer the one that was opened.
    #[error("{}", tr!("{path}: {how}", path = path.display(), how))]
    Displaced { path: PathBuf, how: Displacement },
    /// The file defines something that Pullquote does not define, or lacks something.
    #[error("{}", tr!("{path}: differs from the projects that Pullquote creates: {what}", path = path.display(), what))]
    Unfamiliar { path: PathBuf, what: String },
    /// The log beside the file belongs to another file.
    #[error("{}", tr!("{path}: was replaced while {log} still held changes to the previous file", path = path.display(), log = log.display()))]
    StrayLog { path: PathBuf, log: PathBuf },
    /// The log holds changes and cannot be read.
    #[error("{}", tr!("{path}: its latest changes are in {log}, which cannot be read here", path = path.display(), log = log.display()))]
    LogOutOfReach { path: PathBuf, log: PathBuf },
    #[error("{}", match direction {
        Direction::Undo => tr!("nothing to undo"),
        Direction::Redo => tr!("nothing to redo"),
    })]
    NothingTo { direction: Direction },
    #[error("{}", tr!("{what} has since been changed by {who}: {change}", what, who, change))]
    ChangedSince { what: String, who: String, change: String },
    /// An undone entry of the history cannot be done again.
    #[error("{}", tr!("“{summary}” cannot be done again: {obstacle}", summary, obstacle))]
    NotAgain { summary: String, obstacle: Obstacle },
    #[error("{}", tr!("the file is damaged: {what}", what))]
    Damaged { what: String },
    #[error("{}", tr!("no {what} with number {id} in this project", what, id))]
    Missing { what: RowKind, id: i64 },
    #[error("{}", sql_in_words(*kind))]
    Sql { kind: SqlTrouble, source: rusqlite::Error },
    #[error("{}", tr!("{path}: could not be read or written", path = path.display()))]
    Io { path: PathBuf, source: std::io::Error },
}

/// What stands where the lock file belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockObstacle {
    Link,
    NotAFile,
    SecondName,
}

impl LockObstacle {
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Link => tr!("the lock file is" => "a link"),
            Self::NotAFile => tr!("the lock file is" => "not a file"),
            Self::SecondName => tr!("the lock file is" => "a file that has a second name"),
        }
    }
}

/// Why an undone entry of the history cannot be done again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    #[error("{}", tr!("what it would change has since been changed by {who}: {change}", who = somebody(who), change))]
    ChangedSince { who: String, change: String },
    #[error("{}", tr!("the text of {document} has been corrected since", document))]
    TextChanged { document: String },
    #[error("{}", tr!("passages of {document} have been coded or changed since, and would no longer be on their words", document))]
    PassagesSince { document: String },
    #[error("{}", tr!("the attribute {attribute} has been changed since", attribute))]
    AttributeChanged { attribute: String },
    #[error("{}", tr!("another {what} is named {name}", what, name))]
    NameTaken { what: RowKind, name: String },
    #[error("{}", tr!("the {what} that it needs is no longer in the project", what))]
    Gone { what: RowKind },
    #[error("{}", tr!("it would delete a {thing} on which a memo has been written since", thing = on))]
    MemoSince { on: RowKind },
    #[error("{}", tr!("the code {name} would be below itself", name))]
    Circular { name: String },
    #[error("{}", tr!("it conflicts with what the project contains now"))]
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
            Self::Gone => tr!("the project file was deleted, moved or renamed while it was open"),
            Self::Replaced => tr!("the project file was replaced by another file while it was open"),
            Self::Overwritten => tr!("another program wrote to the project file while it was open"),
            Self::LogDeleted => tr!("the -wal file that belongs to the open project was deleted"),
            Self::LockLost => {
                tr!("the project's lock file was deleted, and another copy of Pullquote has opened the project")
            }
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

fn in_use(path: &Path, holder: &str) -> String {
    match holder {
        "" => tr!("{path}: open in another copy of Pullquote", path = path.display()),
        _ => {
            tr!(
                "{path}: open in another copy of Pullquote: {holder}",
                path = path.display(),
                holder = holder_in_words(holder)
            )
        }
    }
}

fn somebody(name: &str) -> &str {
    if name.is_empty() { tr!("somebody") } else { name }
}

fn sql_in_words(kind: SqlTrouble) -> &'static str {
    match kind {
        SqlTrouble::DiskFull => tr!("the project could not be saved: the disk is full"),
        SqlTrouble::Busy => tr!("the project file is in use by another program"),
        SqlTrouble::Damaged => tr!("the project file is damaged"),
        SqlTrouble::NotWritable => tr!("the project file could not be opened or written to"),
        SqlTrouble::Disk => tr!("the disk reported an error while the project file was read or written"),
        SqlTrouble::Memory => tr!("there is not enough memory"),
        SqlTrouble::TooLong => tr!("a text or a file is too large for a project"),
        SqlTrouble::Interrupted => tr!("the work was interrupted"),
        SqlTrouble::Contradiction => tr!("the change conflicts with the contents of the project"),
        SqlTrouble::Other => tr!("the project file could not be read or written"),
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
