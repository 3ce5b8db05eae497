//! A file that is written under a temporary name in its target's folder and then renamed, never over another file.

use super::leftovers;
use super::lock::WriteLock;
use std::fs::{File, Permissions};
use std::io;
use std::path::Path;
use tempfile::TempPath;

/// A hidden file in the target's folder. Dropping it before [`Beside::put`] removes it; if the program is killed, the
/// next program that creates or opens a project in this folder removes it.
pub struct Beside {
    file: TempPath,
    /// Shows that the file is being written; `None` on file systems without locks.
    _lock: Option<WriteLock>,
}

impl Beside {
    /// Creates an empty file, with the permissions `like` if given, otherwise with those of any new file.
    pub fn new(target: &Path, like: Option<Permissions>) -> io::Result<Self> {
        let folder = folder(target);
        leftovers::remove(folder);
        let prefix = leftovers::prefix(target);
        let mut lock = None;
        let file = leftovers::builder(&prefix).make_in(folder, |path| {
            // Take the lock before the file exists, so that any program that finds the file finds it locked.
            lock = WriteLock::take(path).ok();
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
                // The system subtracts the umask.
                options.mode(like.as_ref().map_or(0o666, |like| like.mode() & 0o777));
            }
            options.open(path)
        })?;
        #[cfg(unix)]
        if let Some(like) = like {
            file.as_file().set_permissions(like)?;
        }
        #[cfg(not(unix))]
        drop(like);
        Ok(Self { file: file.into_temp_path(), _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.file
    }

    /// Writes everything to the disk and renames the file to its target. The file must not be open elsewhere.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] when the target exists; it is left unchanged.
    pub fn put(self, target: &Path) -> io::Result<()> {
        File::options().read(true).write(true).open(&self.file)?.sync_all()?;
        match self.file.persist_noclobber(target) {
            Ok(()) => {}
            Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => return Err(failed.error),
            Err(failed) => {
                // This file system can neither rename without replacing nor link: creating the name reserves it.
                drop(File::create_new(target)?);
                if let Err(failed) = failed.path.persist(target) {
                    let _ = std::fs::remove_file(target);
                    return Err(failed.error);
                }
            }
        }
        sync_folder(target);
        Ok(())
    }
}

/// Makes a new name in a folder survive a power cut, where the system supports it.
pub fn sync_folder(target: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder(target)).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = target;
}

pub fn folder(target: &Path) -> &Path {
    target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_name_that_is_taken_keeps_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("研究.pullquote");
        let make = |content: &str| {
            let beside = Beside::new(&target, None).unwrap();
            std::fs::write(beside.path(), content).unwrap();
            beside
        };
        let (first, second) = (make("first"), make("second"));
        first.put(&target).unwrap();
        assert_eq!(second.put(&target).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&target).unwrap(), b"first");
        drop(make("third"));
        assert_eq!(names(folder.path()), ["研究.pullquote"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_a_taken_name_too() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("p.pullquote");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &target).unwrap();
        let put = Beside::new(&target, None).unwrap().put(&target);
        assert_eq!(put.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(names(folder.path()), ["p.pullquote"], "nothing was written through the link");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_asked_for() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for wanted in [0o600, 0o640, 0o660] {
            let beside = Beside::new(&folder.path().join("a"), Some(Permissions::from_mode(wanted))).unwrap();
            assert_eq!(mode(beside.path()), wanted);
        }
        let ordinary = folder.path().join("ordinary");
        std::fs::write(&ordinary, "").unwrap();
        assert_eq!(mode(Beside::new(&folder.path().join("b"), None).unwrap().path()), mode(&ordinary));
    }
}
