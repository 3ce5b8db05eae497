//! Temporary files and folders left behind by exports that were killed, and their removal by a later export.
//!
//! An export holds a lock on its temporary file; the lock ends with the process. A leftover has our name prefix and our
//! owner, is not locked, and has not been modified for a while.

use std::fs::{File, Metadata, TryLockError};
use std::path::Path;
use std::time::Duration;

const PREFIX: &str = ".pullquote-export-";
/// Random letters and digits after the prefix.
const RANDOM: usize = 10;

/// Longer than it takes to lock a new file.
const SETTLED: Duration = Duration::from_secs(60);
/// Longer than any export takes; used where the file system has no locks.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Returns a builder with the naming scheme of temporary files and folders.
pub(super) fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM);
    builder
}

/// Locks a temporary file or folder until it is closed, where the file system has locks.
pub(super) fn claim(file: &File) {
    let _ = file.try_lock();
}

/// Removes the leftovers in a folder. `current` is the temporary file or folder of the current export.
pub(super) fn remove(folder: &Path, current: &Path) {
    let (Ok(entries), Ok(mine)) = (folder.read_dir(), current.symlink_metadata()) else { return };
    for entry in entries.flatten() {
        let is_named = entry.file_name().to_str().is_some_and(is_name);
        let path = entry.path();
        // A leftover that cannot be removed does not stop this export.
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
    // A time in the future gives no age.
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

/// Other systems protect the files of other users.
#[cfg(not(unix))]
fn same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::files::{write_folder, write_whole};
    use crate::model::Progress;
    use std::time::SystemTime;

    /// Sets the modification time back.
    fn age(path: &Path, age: Duration) {
        File::open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    const HOUR: Duration = Duration::from_secs(60 * 60);

    #[cfg(unix)]
    #[test]
    fn old_leftovers_are_removed_and_everything_else_stays() {
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
        write_folder(&at("out"), vec![("a.txt".into(), b"a".to_vec())], &Progress::default()).unwrap();
        for name in gone {
            assert!(!at(name).exists(), "{name}");
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), before - 2 + 2);
    }

    #[test]
    fn the_temporary_file_of_a_running_export_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let result = crate::interchange::files::write_whole_with::<crate::interchange::Error>(&path, |_, _| {
            let entry = folder.path().read_dir().unwrap().next().unwrap().unwrap().path();
            age(&entry, 48 * HOUR);
            // A second export to the same folder.
            write_whole(&folder.path().join("b.csv"), b"b").unwrap();
            assert!(entry.exists());
            Ok(())
        });
        assert!(result.is_ok() && path.exists());
    }
}
