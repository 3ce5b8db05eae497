//! Checks that the open file is still the one at its path. Files are deleted, moved, and replaced by copies or by
//! programs that synchronise folders; anything written after that would be lost.

use super::log::{self, Log};
use super::{Displacement, Error};
use rusqlite::Connection;
use std::path::Path;
use std::time::SystemTime;

/// The state of file and log when this program last wrote to them.
#[derive(Default)]
pub(super) struct Watch {
    /// Length in bytes and modification time. With a log, the file itself changes only when the log is moved into it.
    file: Option<(u64, SystemTime)>,
    log: Option<Identity>,
}

/// Device and inode.
type Identity = (u64, u64);

impl Watch {
    /// Records the state. To be called after this program has written to the file itself.
    pub fn remember(&mut self, path: &Path, log: &Log) {
        self.file = state(path);
        self.log = identity(log.path());
    }

    /// Records the state after a commit. If there is a log, the commit did not change the file itself.
    pub fn remember_commit(&mut self, path: &Path, log: &Log) {
        self.log = self.log.or_else(|| identity(log.path()));
        if self.log.is_none() {
            self.file = state(path);
        }
    }

    /// Returns what has happened to the file since; `None` when nothing did.
    pub fn displacement(&mut self, connection: &Connection, path: &Path, log: &Log) -> Option<Displacement> {
        let data = std::fs::symlink_metadata(path);
        // Through a link, the file would have a second lock and a second log.
        let is_link = data.as_ref().is_ok_and(std::fs::Metadata::is_symlink);
        let now = data.ok().as_ref().and_then(state_in);
        if is_link || has_moved(connection) || self.file.is_some() && now.is_none() {
            return Some(if path.exists() { Displacement::Replaced } else { Displacement::Gone });
        }
        if self.file != now {
            // A new modification time alone is harmless; different contents are not.
            if !log::own_seal(path).is_some_and(|seal| log::belongs(connection, Some(&seal))) {
                return Some(Displacement::Overwritten);
            }
            self.file = now;
        }
        match (self.log, identity(log.path())) {
            (Some(before), now) if now != Some(before) => Some(Displacement::LogDeleted),
            _ => None,
        }
    }

    /// True when the log at its path is the one that this program writes.
    pub fn has_log(&self, log: &Log) -> bool {
        self.log == identity(log.path())
    }
}

fn state(path: &Path) -> Option<(u64, SystemTime)> {
    state_in(&std::fs::metadata(path).ok()?)
}

fn state_in(data: &std::fs::Metadata) -> Option<(u64, SystemTime)> {
    Some((data.len(), data.modified().ok()?))
}

#[cfg(unix)]
fn has_moved(connection: &Connection) -> bool {
    use rusqlite::{FileControl, MAIN_DB};
    let mut moved = 0;
    connection.file_control(Some(MAIN_DB), FileControl::HasMoved(&mut moved)).is_ok() && moved != 0
}

/// On this system, an open file cannot be moved or replaced.
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
