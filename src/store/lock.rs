//! Lets one program at a time write to a project: a lock on a small file beside it, which also names the
//! program that holds it.
//!
//! The lock belongs to the operating system, so it ends with the process. SQLite's own locks would let two programs
//! take turns, and each would show the other's changes late.

use super::error::LockObstacle;
use crate::tr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Held while a project is open for writing.
#[derive(Debug)]
pub struct WriteLock {
    file: File,
    path: PathBuf,
}

#[derive(Debug)]
pub enum Refused {
    /// Another program holds the lock; says which one, or is empty if that cannot be read.
    Held(String),
    /// Something else has the lock file's name, such as a link to another file; it is not touched.
    Taken { lock: PathBuf, what: LockObstacle },
    /// No lock file can be created: the folder is read-only or missing.
    Impossible(std::io::Error),
}

/// Suffix that turns a project's file name into that of its lock.
pub const ENDING: &str = ".lock";

/// The text before and after the process id in a lock file.
const PROGRAM: (&str, char) = (" (program ", ')');
/// Between the user and the computer in a lock file.
const ON: &str = " on ";
/// A user without a name, in a lock file.
const SOMEBODY: &str = "somebody";

/// True for a regular file that names its holder, as the locks of this program do.
pub fn is_of_this_program(lock: &Path) -> bool {
    let is_small = lock.symlink_metadata().is_ok_and(|data| data.is_file() && data.len() < 1_000);
    let content = if is_small { std::fs::read_to_string(lock).unwrap_or_default() } else { String::new() };
    let number = content.strip_suffix(PROGRAM.1).and_then(|content| content.rsplit_once(PROGRAM.0));
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Attempts to lock a file that other programs may be deleting.
const ATTEMPTS: usize = 16;

impl WriteLock {
    pub fn take(project: &Path) -> Result<Self, Refused> {
        let path = super::log::companion(project, ENDING);
        // A program deletes its lock file when it ends. If this one has locked a deleted file, try again.
        for _ in 0..ATTEMPTS {
            let (mut file, is_ours) = open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // On some systems a locked file cannot be read; the holder then stays unnamed.
                    let _ = file.take(1_000).read_to_string(&mut holder);
                    return Err(Refused::Held(holder.trim().to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(Refused::Impossible(error)),
            }
            if !is_same(&file, &path) {
                continue;
            }
            // Replace the lock that another user's program has left behind with one that names its holder.
            if !is_ours && std::fs::remove_file(&path).is_ok() {
                continue;
            }
            let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(holder().as_bytes()));
            return Ok(Self { file, path });
        }
        Err(Refused::Held(String::new()))
    }

    /// False when the lock file was deleted or replaced, so that another program could open the project.
    pub fn is_in_place(&self) -> bool {
        is_same(&self.file, &self.path)
    }
}

impl Drop for WriteLock {
    fn drop(&mut self) {
        // Another program's lock file is left for that program to delete.
        if self.is_in_place() {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

/// Opens or creates the lock file, and returns whether it can be written. A lock left by another user's program can
/// only be opened for reading, which is enough to see whether it is still held.
fn open(path: &Path) -> Result<(File, bool), Refused> {
    let taken = |what| Refused::Taken { lock: path.to_owned(), what };
    let mut options = OpenOptions::new();
    options.read(true);
    not_through_links(&mut options);
    let written = options.clone().write(true).create(true).truncate(false).open(path);
    let (file, is_ours) = match written {
        Ok(file) => (file, true),
        Err(_) if std::fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink()) => {
            return Err(taken(LockObstacle::Link));
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => match options.open(path) {
            Ok(file) => (file, false),
            Err(_) => return Err(Refused::Impossible(error)),
        },
        Err(error) => return Err(Refused::Impossible(error)),
    };
    match file.metadata() {
        Ok(data) if !data.is_file() => Err(taken(LockObstacle::NotAFile)),
        Ok(data) if has_other_names(&data) => Err(taken(LockObstacle::SecondName)),
        Ok(data) if data.is_symlink() => Err(taken(LockObstacle::Link)),
        Ok(_) => Ok((file, is_ours)),
        Err(error) => Err(Refused::Impossible(error)),
    }
}

/// Opens the file at the path itself, not the target of a symbolic link.
#[cfg(unix)]
fn not_through_links(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
}

#[cfg(windows)]
fn not_through_links(options: &mut OpenOptions) {
    use std::os::windows::fs::OpenOptionsExt;
    const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT);
}

#[cfg(unix)]
fn has_other_names(data: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    data.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &std::fs::Metadata) -> bool {
    false
}

fn holder() -> String {
    let user = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let host = std::env::var("HOSTNAME").ok().or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    let mut holder = user.unwrap_or_else(|| SOMEBODY.into());
    if let Some(host) = host {
        holder = format!("{holder}{ON}{}", host.trim());
    }
    format!("{holder}{}{}{}", PROGRAM.0, std::process::id(), PROGRAM.1)
}

/// Returns what a lock file says about its holder in the language of the thread. What has another form is returned as it
/// is.
#[must_use]
pub fn holder_in_words(holder: &str) -> String {
    let parts = || {
        let (named, number) = holder.strip_suffix(PROGRAM.1)?.rsplit_once(PROGRAM.0)?;
        Some((named, number.parse::<u32>().ok()?))
    };
    let Some((named, number)) = parts() else { return holder.to_owned() };
    match named.rsplit_once(ON) {
        Some((user, host)) => tr!("{user} on {host} (program {number})", user = user_in_words(user), host, number),
        None => tr!("{user} (program {number})", user = user_in_words(named), number),
    }
}

fn user_in_words(user: &str) -> &str {
    if user == SOMEBODY { tr!("somebody") } else { user }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(held), Ok(at_path)) = (file.metadata(), std::fs::symlink_metadata(path)) else { return false };
    (held.dev(), held.ino()) == (at_path.dev(), at_path.ino())
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    // On this system, an open file cannot be replaced.
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{self, Language};

    #[test]
    fn the_holder_is_named_in_the_language_of_the_reader() {
        for (holder, chinese) in [
            ("Ana on desk (program 12)", "desk 上的 Ana，进程 12"),
            ("somebody (program 7)", "未具名用户，进程 7"),
            ("who knows", "who knows"),
            ("Ana (program x)", "Ana (program x)"),
        ] {
            assert_eq!(holder_in_words(holder), holder);
            assert_eq!(i18n::within(Language::Chinese, || holder_in_words(holder)), chinese);
        }
    }

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

    #[cfg(unix)]
    #[test]
    fn what_else_has_the_name_of_the_lock_is_left_as_it_is() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (precious, project) = (folder.path().join("precious.txt"), folder.path().join("p"));
        let lock = folder.path().join("p.lock");
        std::fs::write(&precious, "precious").unwrap();
        let makes: [&dyn Fn(); 4] = [
            &|| symlink(&precious, &lock).unwrap(),
            &|| std::fs::hard_link(&precious, &lock).unwrap(),
            &|| symlink(folder.path().join("nothing"), &lock).unwrap(),
            &|| std::fs::create_dir(&lock).unwrap(),
        ];
        for (number, make) in makes.iter().enumerate() {
            make();
            let refused = WriteLock::take(&project);
            assert!(matches!(refused, Err(Refused::Taken { .. } | Refused::Impossible(_))), "{number}: {refused:?}");
            assert_eq!(std::fs::read(&precious).unwrap(), b"precious", "{number}");
            assert!(!folder.path().join("nothing").exists(), "{number}");
            std::fs::remove_file(&lock).or_else(|_| std::fs::remove_dir(&lock)).unwrap();
        }
    }

    #[test]
    fn a_stale_lock_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let (project, lock) = (folder.path().join("p"), folder.path().join("p.lock"));
        std::fs::write(&lock, "somebody who is gone").unwrap();
        let mut data = std::fs::metadata(&lock).unwrap().permissions();
        data.set_readonly(true);
        std::fs::set_permissions(&lock, data).unwrap();
        let taken = WriteLock::take(&project).unwrap();
        assert!(matches!(WriteLock::take(&project), Err(Refused::Held(who)) if !who.contains("gone")));
        drop(taken);
        assert!(!lock.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_deleted_lock_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p");
        let first = WriteLock::take(&project).unwrap();
        assert!(first.is_in_place());
        std::fs::remove_file(folder.path().join("p.lock")).unwrap();
        assert!(!first.is_in_place());
        let second = WriteLock::take(&project).unwrap();
        drop(first);
        assert!(second.is_in_place(), "the lock of another is not deleted");
    }
}
