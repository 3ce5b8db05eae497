//! Whether the file that is open is still the one at its path: files are deleted, moved, and replaced by copies and by
//! programs that synchronise folders, and what is written after that is lost.

use super::log::{self, Log};
use super::{Displacement, Error};
use rusqlite::Connection;
use std::path::Path;
use std::time::SystemTime;

/// What the file and its log looked like when this program wrote to them last.
#[derive(Default)]
pub(super) struct Watch {
    /// Length in bytes and time of change. With a log, the file itself changes only when the log is moved into it.
    file: Option<(u64, SystemTime)>,
    log: Option<Identity>,
}

/// Device and inode.
type Identity = (u64, u64);

impl Watch {
    /// To be called whenever this program has written to the file or begun a log.
    pub fn remember(&mut self, path: &Path, log: &Log) {
        self.file = state(path);
        self.log = identity(log.path());
    }

    /// What happened to the file since; `None` when nothing did.
    pub fn displacement(&mut self, connection: &Connection, path: &Path, log: &Log) -> Option<Displacement> {
        // A link in its place would give the file a second lock and a second log.
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink());
        if is_link || has_moved(connection) || self.file.is_some() && state(path).is_none() {
            return Some(if path.exists() { Displacement::Replaced } else { Displacement::Gone });
        }
        let now = state(path);
        if self.file != now {
            // A new date alone is no harm; other contents are.
            if !log::own_seal(path).is_some_and(|own| log::belongs(connection, Some(&own))) {
                return Some(Displacement::Overwritten);
            }
            self.file = now;
        }
        match (self.log, identity(log.path())) {
            (Some(before), now) if now != Some(before) => Some(Displacement::LogDeleted),
            _ => None,
        }
    }

    /// True when the log at its path is the one that this program writes to.
    pub fn has_log(&self, log: &Log) -> bool {
        self.log == identity(log.path())
    }
}

fn state(path: &Path) -> Option<(u64, SystemTime)> {
    let data = std::fs::metadata(path).ok()?;
    Some((data.len(), data.modified().ok()?))
}

#[cfg(unix)]
fn has_moved(connection: &Connection) -> bool {
    use rusqlite::{FileControl, MAIN_DB};
    let mut moved = 0;
    connection.file_control(Some(MAIN_DB), FileControl::HasMoved(&mut moved)).is_ok() && moved != 0
}

/// An open file cannot be moved or replaced here.
#[cfg(not(unix))]
fn has_moved(_: &Connection) -> bool {
    false
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<Identity> {
    None
}

/// # Errors
/// [`Error::HardLinked`] when the file has several names.
pub(super) fn check_names(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let names = std::fs::metadata(path).map_or(1, |data| data.nlink());
        if names > 1 {
            return Err(Error::HardLinked { path: path.to_owned(), names });
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
