//! One program at a time may write to a project file: a lock on a small file beside it, which also says who holds it.
//!
//! The lock is the operating system's, so a program that is killed lets go of it. SQLite's own locks would let two
//! programs write in turns, and each would show the other's work late.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Held while a project is open for writing.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
    path: PathBuf,
}

#[derive(Debug)]
pub enum Refused {
    /// Another program holds it; who, in words (empty when it cannot be read).
    Held(String),
    /// No lock file can be made here: the folder is read-only or gone.
    Impossible(std::io::Error),
}

impl WriteLock {
    pub fn take(project: &Path) -> Result<Self, Refused> {
        let mut name = project.file_name().unwrap_or_default().to_os_string();
        name.push(".lock");
        let path = project.with_file_name(name);
        // A holder that ends deletes its file; whoever locked that deleted file in the meantime tries again.
        for _ in 0..16 {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(Refused::Impossible)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // On some systems a locked file cannot be read: then nobody is named.
                    let _ = file.read_to_string(&mut holder);
                    return Err(Refused::Held(holder.trim().to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(Refused::Impossible(error)),
            }
            if same_file(&file, &path) {
                let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder().as_bytes()));
                return Ok(Self { file, path });
            }
        }
        Err(Refused::Held(String::new()))
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

fn holder() -> String {
    let user = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let host = std::env::var("HOSTNAME").ok().or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    let mut words = user.unwrap_or_else(|| "somebody".into());
    if let Some(host) = host {
        words = format!("{words} on {}", host.trim());
    }
    format!("{words} (program {})", std::process::id())
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else { return false };
    (held.dev(), held.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn same_file(_: &File, _: &Path) -> bool {
    // An open file cannot be replaced here.
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_is_refused_until_the_first_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("研究.pullquote");
        let first = WriteLock::take(&project).unwrap();
        assert!(matches!(WriteLock::take(&project), Err(Refused::Held(who)) if who.contains("program")));
        drop(first);
        WriteLock::take(&project).unwrap();
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "the lock file is tidied away");
    }
}
