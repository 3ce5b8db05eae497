//! Hidden files left by programs that were killed while they wrote a project, and their removal by the next program
//! that creates or opens a project in that folder.
//!
//! The program that writes such a file holds a lock on it, which ends with its process.

use super::lock::{self, ENDING as LOCK, WriteLock};
use super::log;
use super::schema::APPLICATION_ID;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Number of random letters and digits at the end of the name.
const RANDOM: usize = 6;

/// Returns the name of a temporary file for `target`, without the random letters and digits.
pub fn prefix(target: &Path) -> String {
    /// Maximum number of characters taken from the target's name, which may already be as long as the system allows.
    const NAMED: usize = 40;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".{}-", name.chars().take(NAMED).collect::<String>())
}

pub fn builder(prefix: &str) -> tempfile::Builder<'_, '_> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix).rand_bytes(RANDOM);
    builder
}

/// Removes what killed programs of this user have left in a folder. What cannot be removed is left and does no harm.
pub fn remove(folder: &Path) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let (name, mut path) = (entry.file_name(), entry.path());
        let Some(name) = name.to_str() else { continue };
        if let Some(name) = name.strip_suffix(LOCK).filter(|name| is_name(name)) {
            // A lock without its file: the file was not created yet or has been renamed. Releasing the lock deletes it.
            path.set_file_name(name);
            if path.symlink_metadata().is_err() && lock::is_of_this_program(&entry.path()) {
                drop(WriteLock::take(&path));
            }
            continue;
        }
        if !is_name(name) || !is_project(&path) {
            continue;
        }
        // While this lock is held, no other program writes or removes the file.
        let Ok(_lock) = WriteLock::take(&path) else { continue };
        if is_project(&path) && same_owner(&path, &log::companion(&path, LOCK)) {
            let _ = std::fs::remove_file(&path);
            for ending in ["-journal", "-wal", "-shm"] {
                let _ = std::fs::remove_file(log::companion(&path, ending));
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    let parts = name.strip_prefix('.').and_then(|name| name.rsplit_once('-'));
    parts.is_some_and(|(target, random)| {
        !target.is_empty() && random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// True for a project file. An empty file counts if it has a lock beside it, because this program creates
/// the lock first.
fn is_project(path: &Path) -> bool {
    let Ok(data) = path.symlink_metadata() else { return false };
    match data.len() {
        _ if !data.is_file() => false,
        0 => log::companion(path, LOCK).symlink_metadata().is_ok_and(|lock| lock.is_file()),
        _ => has_mark(path),
    }
}

/// True if the file starts with SQLite's signature and has the application id of a project.
fn has_mark(path: &Path) -> bool {
    let mut head = [0; 72];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head.starts_with(b"SQLite format 3\0") && head.ends_with(&APPLICATION_ID.to_be_bytes())
}

#[cfg(unix)]
fn same_owner(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &Path| path.symlink_metadata().ok().map(|data| data.uid());
    owner(one).is_some() && owner(one) == owner(other)
}

/// Other systems protect the files of other users.
#[cfg(not(unix))]
fn same_owner(_: &Path, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::create::Draft;
    use crate::store::open;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_dead_programs_left_is_removed_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let project = at("研究.pullquote");
        let (draft, store) = Draft::begin(&project, "p").unwrap();
        drop(draft.finish(store).unwrap());
        let dead = [".研究.pullquote-AbC123", ".other.pullquote-000000", ".a name without an ending-zzzzzz"];
        for name in dead {
            std::fs::copy(&project, at(name)).unwrap();
        }
        std::fs::write(at(".other.pullquote-000000-journal"), "j").unwrap();
        std::fs::write(at(".empty.pullquote-000000"), "").unwrap();
        for lock in [".empty.pullquote-000000.lock", ".p.pullquote-000000.lock"] {
            std::fs::write(at(lock), "somebody (program 1)").unwrap();
        }

        let others = [
            ".notes-abc123",
            ".empty.pullquote-abc123",
            "visible.pullquote-abc123",
            ".p.pullquote-abc12",
            ".-abc123",
            ".cache-abc123.lock",
        ];
        for name in others {
            std::fs::write(at(name), if name.contains("notes") { "words" } else { "" }).unwrap();
        }
        std::fs::copy(&project, at("visible-000000")).unwrap();
        rusqlite::Connection::open(at(".cache-000000")).unwrap().execute_batch("CREATE TABLE t(x)").unwrap();
        std::fs::create_dir(at(".folder-000000")).unwrap();
        let mut kept = [&others[..], &["visible-000000", ".cache-000000", ".folder-000000", "研究.pullquote"]].concat();
        kept.sort_unstable();

        drop(open::to_write(&project).unwrap());
        assert_eq!(names(folder.path()), kept);
    }

    #[test]
    fn a_project_that_is_being_made_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (slow, store) = Draft::begin(&folder.path().join("slow.pullquote"), "slow").unwrap();
        let (quick, other) = Draft::begin(&folder.path().join("quick.pullquote"), "quick").unwrap();
        drop(quick.finish(other).unwrap());
        drop(open::to_write(&folder.path().join("quick.pullquote")).unwrap());
        drop(slow.finish(store).unwrap());
        assert_eq!(names(folder.path()), ["quick.pullquote", "slow.pullquote"]);
    }
}
