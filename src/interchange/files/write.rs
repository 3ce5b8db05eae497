//! Writing: a file or folder is prepared beside its target, readable by its owner only, and then moved into place in one
//! step. It gets the permissions of what it replaces, or those of any new file of the user.

use super::leftovers;
use crate::interchange::Error;
use crate::model::Progress;
use crate::tr;
use std::fs::{File, Metadata};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Maximum number of links followed in a row, as on Linux.
const MOST_LINKS: usize = 40;
/// What identifies a project file, and where it is in the header.
const PROJECT_MARK: [u8; 4] = *b"PlQt";
const MARK_AT: usize = 68;
const PROJECT_FOLDER_FILE: &str = "project.json";

/// Writes a file, replacing one of the same name. A symbolic link is followed and stays; other hard links to a replaced
/// file keep the old contents.
///
/// # Errors
/// [`Error::Unwritable`]; an existing file is then unchanged.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_whole_with(path, |file, _| Ok(file.write_all(bytes)?))
}

/// Why contents were not written piece by piece.
#[derive(Debug)]
pub enum WriteError<E> {
    /// The file could not be written.
    File(io::Error),
    /// The contents could not be read, or reading them was cancelled.
    Contents(E),
}

impl<E> From<io::Error> for WriteError<E> {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

/// As [`write_whole`], for contents written piece by piece. `write` also gets the folder in which the file is written.
///
/// # Errors
/// Those of [`write_whole`], and the reason why the contents cannot be read.
pub fn write_whole_with<E: From<Error>>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>, &Path) -> Result<(), WriteError<E>>,
) -> Result<(), E> {
    replace(path, false, write).map_err(|error| match error {
        WriteError::File(why) => Error::Unwritable { path: path.to_owned(), why }.into(),
        WriteError::Contents(why) => why,
    })
}

/// Writes a file that only its owner can read, whatever the permissions of a file it replaces.
///
/// # Errors
/// As [`write_whole`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(path, true, |file, _| file.write_all(bytes)).map_err(|why| Error::Unwritable { path: path.to_owned(), why })
}

fn replace<E: From<io::Error>>(
    path: &Path,
    private: bool,
    write: impl FnOnce(&mut BufWriter<&File>, &Path) -> Result<(), E>,
) -> Result<(), E> {
    let place = resolved(path)?;
    let replaced = existing(&place)?;
    if let Some(data) = &replaced {
        replaceable(data)?;
        spare_project(&place)?;
    }
    let folder = parent(&place);
    let mut builder = leftovers::builder();
    let access = Access::of(replaced.as_ref(), private);
    access.before_creation(&mut builder, 0o666);
    let file = builder.tempfile_in(folder)?;
    let access = access.kept(file.path())?;
    leftovers::claim(file.as_file());
    leftovers::remove(folder, file.path());
    let mut pieces = BufWriter::with_capacity(1 << 16, file.as_file());
    write(&mut pieces, folder)?;
    pieces.flush()?;
    drop(pieces);
    file.as_file().sync_all()?;
    let file = file.persist(&place).map_err(|error| error.error)?;
    access.give(&file);
    sync_folder(folder);
    Ok(())
}

/// Writes a folder of files, each given by its relative path with `/` and its bytes; returns the paths with their sizes
/// in bytes. Each file is one step of the progress.
///
/// # Errors
/// As [`write_folder_with`].
pub fn write_folder(
    folder: &Path,
    files: Vec<(String, Vec<u8>)>,
    progress: &Progress,
) -> Result<Vec<(String, u64)>, Error> {
    write_folder_with(folder, progress, |out| {
        let total = files.len() as u64;
        for (done, (path, bytes)) in (0..).zip(files) {
            progress.step(done, total)?;
            out.file(&path, |file| Ok::<_, WriteError<Error>>(file.write_all(&bytes)?))?;
        }
        Ok(())
    })
}

/// As [`write_folder`], for files that are written piece by piece, one after another.
///
/// # Errors
/// [`Error::Exists`] when the name is in use: a folder is never mixed with an older one. [`Error::Cancelled`]; the reasons
/// of [`NewFolder::file`]. Nothing is left behind then.
pub fn write_folder_with<E: From<Error>>(
    folder: &Path,
    progress: &Progress,
    write: impl FnOnce(&mut NewFolder<'_>) -> Result<(), E>,
) -> Result<Vec<(String, u64)>, E> {
    let unwritable = |why| Error::Unwritable { path: folder.to_owned(), why };
    // With a trailing slash, the system would follow a link before it is seen here.
    let place = resolved(folder.components().as_path()).map_err(unwritable)?;
    let replaced = existing(&place).map_err(unwritable)?;
    let taken = match &replaced {
        Some(data) if data.is_dir() => place.read_dir().map_err(unwritable)?.next().is_some(),
        Some(_) => true,
        None => false,
    };
    if taken {
        return Err(Error::Exists { path: folder.to_owned() }.into());
    }
    let beside = parent(&place);
    let mut builder = leftovers::builder();
    let access = Access::of(replaced.as_ref(), false);
    access.before_creation(&mut builder, 0o777);
    let work = builder.tempdir_in(beside).map_err(unwritable)?;
    let access = access.kept(work.path()).map_err(unwritable)?;
    // Windows cannot open a folder like a file.
    let opened = File::open(work.path()).ok();
    if let Some(opened) = &opened {
        leftovers::claim(opened);
    }
    leftovers::remove(beside, work.path());
    let mut out = NewFolder { folder, work: work.path(), folders: vec![work.path().to_owned()], written: Vec::new() };
    write(&mut out)?;
    let NewFolder { folders, written, .. } = out;
    for made in &folders {
        sync_folder(made);
    }
    progress.checkpoint().map_err(Error::from)?;
    // Unix replaces an empty folder in one step; Windows needs it removed first.
    let moved = std::fs::rename(work.path(), &place);
    if moved.is_err() && replaced.is_some() {
        std::fs::remove_dir(&place).and_then(|()| std::fs::rename(work.path(), &place)).map_err(unwritable)?;
    } else {
        moved.map_err(unwritable)?;
    }
    // Until here, any failure removes the temporary folder.
    let _ = work.keep();
    if let Some(opened) = &opened {
        access.give(opened);
    }
    sync_folder(beside);
    Ok(written)
}

/// A folder that is being written beside its place.
pub struct NewFolder<'p> {
    /// Where it will be.
    folder: &'p Path,
    work: &'p Path,
    folders: Vec<PathBuf>,
    written: Vec<(String, u64)>,
}

impl NewFolder<'_> {
    /// Where files are kept that go with the folder if it is not completed.
    #[must_use]
    pub fn scratch(&self) -> &Path {
        self.work
    }

    /// Writes a file, given by its relative path with `/`.
    ///
    /// # Errors
    /// [`Error::Unwritable`], and the reason why the contents cannot be read.
    pub fn file<T, E: From<Error>>(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut BufWriter<&File>) -> Result<T, WriteError<E>>,
    ) -> Result<T, E> {
        let target = self.work.join(path);
        // Name the target: the temporary folder means nothing to the user.
        let unwritable = |why| Error::Unwritable { path: self.folder.join(path), why };
        if let Some(parent) = target.parent().filter(|parent| !self.folders.iter().any(|known| known == parent)) {
            std::fs::create_dir_all(parent).map_err(unwritable)?;
            self.folders.push(parent.to_owned());
        }
        let file = File::options().write(true).create_new(true).open(&target).map_err(unwritable)?;
        let mut pieces = BufWriter::with_capacity(1 << 16, &file);
        let result = write(&mut pieces).map_err(|error| match error {
            WriteError::File(why) => unwritable(why).into(),
            WriteError::Contents(why) => why,
        })?;
        pieces.flush().and_then(|()| file.sync_all()).map_err(unwritable)?;
        let bytes = file.metadata().map_err(unwritable)?.len();
        self.written.push((path.to_owned(), bytes));
        Ok(result)
    }
}

/// Follows symbolic links, even to a target that does not exist yet.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..MOST_LINKS {
        match existing(&place)? {
            Some(data) if data.is_symlink() => place = parent(&place).join(std::fs::read_link(&place)?),
            _ => return Ok(place),
        }
    }
    Err(io::Error::new(ErrorKind::InvalidInput, "this link points back to itself: choose another name"))
}

fn existing(path: &Path) -> io::Result<Option<Metadata>> {
    match std::fs::symlink_metadata(path) {
        Ok(data) => Ok(Some(data)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn replaceable(data: &Metadata) -> io::Result<()> {
    let refused = |why| Err(io::Error::new(ErrorKind::InvalidInput, why));
    match () {
        () if data.is_dir() => Err(ErrorKind::IsADirectory.into()),
        () if !data.is_file() => {
            refused("a pipe or a device has this name, and the file would replace it: choose another name")
        }
        () if data.permissions().readonly() => {
            refused("the existing file is write-protected: choose another name, or remove the protection")
        }
        () => Ok(()),
    }
}

/// Refuses to replace a study: its project file, or the file by which a project folder is known. Nothing but its own
/// commands writes it, so that another name was meant.
fn spare_project(path: &Path) -> io::Result<()> {
    // SQLite's header, with the program's own mark in it.
    let mut head = [0; MARK_AT + PROJECT_MARK.len()];
    let is_file = File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && head.ends_with(&PROJECT_MARK);
    let is_folder = path.file_name().is_some_and(|name| name == PROJECT_FOLDER_FILE);
    if is_file || is_folder {
        return Err(io::Error::new(ErrorKind::AlreadyExists, tr!("this is a Pullquote project: choose another name")));
    }
    Ok(())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a rename survive a power failure, on systems that support it.
fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// The permissions that a written file or folder ends up with.
#[cfg(unix)]
#[derive(Clone, Copy)]
enum Access {
    /// Those of any new file of the user, as the umask allows.
    New,
    /// Those of the replaced file, with its owner and group where possible.
    Like { mode: u32, owner: u32, group: u32 },
    /// Exactly these permissions.
    Mode(u32),
}

#[cfg(unix)]
impl Access {
    fn of(replaced: Option<&Metadata>, private: bool) -> Self {
        use std::os::unix::fs::MetadataExt;
        match replaced {
            _ if private => Self::Mode(0o600),
            Some(data) => Self::Like { mode: data.mode() & 0o7777, owner: data.uid(), group: data.gid() },
            None => Self::New,
        }
    }

    /// The umask cannot be queried: a new file is created like any other, and made private while it is still empty.
    fn before_creation(self, builder: &mut tempfile::Builder<'_, '_>, all: u32) {
        use std::os::unix::fs::PermissionsExt;
        if matches!(self, Self::New) {
            builder.permissions(std::fs::Permissions::from_mode(all));
        }
    }

    /// Makes the empty temporary file or folder private; returns the permissions to set at the end.
    fn kept(self, created: &Path) -> io::Result<Self> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let data = std::fs::symlink_metadata(created)?;
        let kept = if matches!(self, Self::New) { Self::Mode(data.mode() & 0o7777) } else { self };
        let owner = if data.is_dir() { data.mode() & 0o7000 | 0o700 } else { 0o600 };
        std::fs::set_permissions(created, std::fs::Permissions::from_mode(owner))?;
        Ok(kept)
    }

    /// Sets the permissions of the finished file or folder. If that fails, it stays private.
    fn give(self, written: &File) {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
        let Ok(data) = written.metadata() else { return };
        let mode = match self {
            Self::New => return,
            Self::Mode(mode) => mode,
            Self::Like { mode, owner, group } => {
                if data.uid() != owner {
                    let _ = fchown(written, Some(owner), None);
                }
                let same = data.gid() == group || fchown(written, None, Some(group)).is_ok();
                // A different group gets no more rights than others have.
                if same { mode } else { mode & !0o070 | (mode & 0o007) << 3 }
            }
        };
        let _ = written.set_permissions(std::fs::Permissions::from_mode(mode));
    }
}

/// On other systems, permissions are inherited from the folder.
#[cfg(not(unix))]
#[derive(Clone, Copy)]
struct Access;

#[cfg(not(unix))]
impl Access {
    fn of(_: Option<&Metadata>, _: bool) -> Self {
        Self
    }

    fn before_creation(self, _: &mut tempfile::Builder<'_, '_>, _: u32) {}

    fn kept(self, _: &Path) -> io::Result<Self> {
        Ok(self)
    }

    fn give(self, _: &File) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("表.csv");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["表.csv"]);
        let Err(Error::Unwritable { why, .. }) = write_whole(&folder.path().join("none/x.csv"), b"") else { panic!() };
        assert_eq!(why.kind(), ErrorKind::NotFound);
        let failed = write_whole_with(&path, |file, _| {
            file.write_all(b"three")?;
            Err(WriteError::<Error>::File(ErrorKind::StorageFull.into()))
        });
        assert!(failed.unwrap_err().to_string().contains("space on the disk"));
        assert_eq!((std::fs::read(&path).unwrap(), names(folder.path())), (b"two".to_vec(), vec!["表.csv".to_owned()]));
    }

    #[test]
    fn a_write_protected_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("final.csv");
        std::fs::write(&path, "final").unwrap();
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        assert!(write_whole(&path, b"new").unwrap_err().to_string().contains("write-protected"));
        assert_eq!(std::fs::read(&path).unwrap(), b"final");
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{PermissionsExt, symlink};

        fn mode(path: &Path) -> u32 {
            path.symlink_metadata().unwrap().permissions().mode() & 0o7777
        }

        fn set_mode(path: &Path, mode: u32) {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }

        /// The permissions that the umask of this process leaves.
        fn usual(folder: &Path) -> (u32, u32) {
            std::fs::write(folder.join("usual"), "").unwrap();
            std::fs::create_dir(folder.join("usual.d")).unwrap();
            (mode(&folder.join("usual")), mode(&folder.join("usual.d")))
        }

        #[test]
        fn new_files_follow_the_umask_and_replaced_ones_keep_their_permissions() {
            let folder = tempfile::tempdir().unwrap();
            let (file_mode, folder_mode) = usual(folder.path());
            let path = folder.path().join("a.csv");
            write_whole(&path, b"new").unwrap();
            assert_eq!(mode(&path), file_mode);
            for kept in [0o600, 0o640, 0o666, 0o604] {
                set_mode(&path, kept);
                write_whole(&path, b"again").unwrap();
                assert_eq!(mode(&path), kept);
            }
            set_mode(&path, 0o644);
            write_private(&path, b"settings").unwrap();
            write_private(&folder.path().join("b"), b"settings").unwrap();
            assert_eq!((mode(&path), mode(&folder.path().join("b"))), (0o600, 0o600));
            let out = folder.path().join("out");
            write_folder(&out, vec![("sub/a.txt".into(), b"a".to_vec())], &Progress::default()).unwrap();
            assert_eq!((mode(&out), mode(&out.join("sub"))), (folder_mode, folder_mode));
            assert_eq!(mode(&out.join("sub/a.txt")), file_mode);
            let private = folder.path().join("private");
            std::fs::create_dir(&private).unwrap();
            set_mode(&private, 0o700);
            write_folder(&private, vec![("a.txt".into(), b"a".to_vec())], &Progress::default()).unwrap();
            assert_eq!(mode(&private), 0o700);
        }

        #[test]
        fn an_unfinished_file_is_private() {
            let folder = tempfile::tempdir().unwrap();
            let half = |seen: &mut u32| {
                let names = names(folder.path());
                let name = names.iter().find(|name| name.starts_with(".pullquote-")).unwrap();
                *seen = mode(&folder.path().join(name));
                Ok(())
            };
            let mut seen = 0;
            write_whole_with::<Error>(&folder.path().join("a.csv"), |_, _| half(&mut seen)).unwrap();
            assert_eq!(seen, 0o600);
        }

        #[test]
        fn symbolic_links_are_followed_and_stay() {
            let folder = tempfile::tempdir().unwrap();
            let at = |name: &str| folder.path().join(name);
            std::fs::create_dir(at("elsewhere")).unwrap();
            std::fs::write(at("elsewhere/a.csv"), "old").unwrap();
            symlink("elsewhere/a.csv", at("link.csv")).unwrap();
            symlink("link.csv", at("link to link.csv")).unwrap();
            symlink("elsewhere/new.csv", at("to nothing.csv")).unwrap();
            write_whole(&at("link to link.csv"), b"new").unwrap();
            write_whole(&at("to nothing.csv"), b"new").unwrap();
            for name in ["link.csv", "link to link.csv", "to nothing.csv"] {
                assert!(at(name).is_symlink(), "{name}");
                assert_eq!(std::fs::read(at(name)).unwrap(), b"new", "{name}");
            }
            assert_eq!(names(&at("elsewhere")), ["a.csv", "new.csv"]);
            symlink("circle", at("circle")).unwrap();
            assert!(write_whole(&at("circle"), b"").unwrap_err().to_string().contains("points back to itself"));

            std::fs::create_dir(at("empty")).unwrap();
            symlink("empty", at("link to empty")).unwrap();
            write_folder(&at("link to empty/"), vec![("a.txt".into(), b"a".to_vec())], &Progress::default()).unwrap();
            assert!(at("link to empty").is_symlink());
            assert_eq!(names(&at("empty")), ["a.txt"]);
        }

        #[test]
        fn other_hard_links_keep_the_old_contents() {
            let folder = tempfile::tempdir().unwrap();
            let (a, b) = (folder.path().join("a.csv"), folder.path().join("snapshot.csv"));
            std::fs::write(&a, "old").unwrap();
            std::fs::hard_link(&a, &b).unwrap();
            write_whole(&a, b"new").unwrap();
            assert_eq!((std::fs::read(a).unwrap(), std::fs::read(b).unwrap()), (b"new".to_vec(), b"old".to_vec()));
        }

        #[test]
        fn pipes_and_devices_are_not_replaced() {
            let folder = tempfile::tempdir().unwrap();
            let pipe = folder.path().join("pipe.csv");
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            symlink("/dev/null", folder.path().join("null.csv")).unwrap();
            for name in ["pipe.csv", "null.csv"] {
                let error = write_whole(&folder.path().join(name), b"").unwrap_err().to_string();
                assert!(error.contains("pipe or a device"), "{error}");
                let error =
                    write_folder(&folder.path().join(name), vec![], &Progress::default()).unwrap_err().to_string();
                assert!(error.contains("already"), "{error}");
            }
            assert_eq!(names(folder.path()), ["null.csv", "pipe.csv"]);
            assert!(write_whole(folder.path(), b"").unwrap_err().to_string().contains("folder with this name"));
        }
    }
}
