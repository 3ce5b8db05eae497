//! What an export leaves beside its target when the program is killed, and how a later one removes it.
//!
//! What is being written holds a lock, which ends with its process. A leftover has our name and our owner, holds no lock,
//! and has not been touched for a while.

use std::fs::{File, Metadata, TryLockError};
use std::path::Path;
use std::time::Duration;

const PREFIX: &str = ".pullquote-export-";
/// Letters and digits behind the prefix.
const RANDOM: usize = 10;

/// Longer than anything takes from its creation to its lock.
const SETTLED: Duration = Duration::from_secs(10 * 60);
/// Longer than any export, for systems without locks.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// For a file or folder that is being written.
pub(super) fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM);
    builder
}

/// Locks what is being written until it is closed, where the system has locks.
pub(super) fn claim(file: &File) {
    let _ = file.try_lock();
}

/// Removes what exports to this folder have left. `own` is what is being written now.
pub(super) fn remove(folder: &Path, own: &Path) {
    let (Ok(entries), Ok(mine)) = (folder.read_dir(), own.symlink_metadata()) else { return };
    for entry in entries.flatten() {
        let is_named = entry.file_name().to_str().is_some_and(is_name);
        let path = entry.path();
        // One that cannot be removed does no harm to this export.
        match path.symlink_metadata() {
            Ok(data) if is_named && is_left(&path, &data, &mine) => {
                let _ = if data.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            }
            _ => {}
        }
    }
}

fn is_name(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX);
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn is_left(path: &Path, data: &Metadata, mine: &Metadata) -> bool {
    if !(data.is_file() || data.is_dir()) || !same_owner(data, mine) {
        return false;
    }
    // A time to come says nothing.
    let Some(age) = data.modified().ok().and_then(|at| at.elapsed().ok()) else { return false };
    match File::open(path).map(|file| file.try_lock()) {
        Ok(Ok(())) => age > SETTLED,
        Ok(Err(TryLockError::WouldBlock)) => false,
        Ok(Err(TryLockError::Error(_))) | Err(_) => age > ABANDONED,
    }
}

#[cfg(unix)]
fn same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.uid() == other.uid()
}

/// Elsewhere a file of another user cannot be removed.
#[cfg(not(unix))]
fn same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::files::{write_folder, write_whole};
    use std::time::SystemTime;

    /// Makes a file or folder look as old.
    fn age(path: &Path, age: Duration) {
        File::open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    const HOUR: Duration = Duration::from_secs(60 * 60);

    #[cfg(unix)]
    #[test]
    fn old_leftovers_go_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let file = |name: &str, old: Duration| {
            std::fs::write(at(name), "words").unwrap();
            age(&at(name), old);
        };
        let gone = [".pullquote-export-aaaaaaaaaa", ".pullquote-export-bbbbbbbbbb"];
        file(gone[0], HOUR);
        std::fs::create_dir_all(at(gone[1]).join("transcripts")).unwrap();
        std::fs::write(at(gone[1]).join("transcripts/A.txt"), "words").unwrap();
        age(&at(gone[1]), HOUR);

        file(".pullquote-export-young00000", Duration::ZERO);
        file(".pullquote-export-notes", HOUR);
        file(".pullquote-export-my-thesis1", HOUR);
        file(".pullquote-backup", HOUR);
        file("pullquote-export-aaaaaaaaaa", HOUR);
        file(".pullquote-export-live000000", HOUR);
        let live = File::open(at(".pullquote-export-live000000")).unwrap();
        live.lock().unwrap();
        std::os::unix::fs::symlink("pullquote-export-aaaaaaaaaa", at(".pullquote-export-link000000")).unwrap();

        let before = folder.path().read_dir().unwrap().count();
        write_whole(&at("a.csv"), b"a").unwrap();
        write_folder(&at("out"), vec![("a.txt".into(), b"a".to_vec())]).unwrap();
        for name in gone {
            assert!(!at(name).exists(), "{name}");
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), before - 2 + 2);
    }

    #[test]
    fn what_is_being_written_is_claimed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let result = crate::interchange::files::write_whole_with(&path, |_| {
            let entry = folder.path().read_dir().unwrap().next().unwrap().unwrap().path();
            age(&entry, 48 * HOUR);
            // An export to the same place at the same time.
            write_whole(&folder.path().join("b.csv"), b"b").unwrap();
            assert!(entry.exists());
            Ok(())
        });
        assert!(result.is_ok() && path.exists());
    }
}
