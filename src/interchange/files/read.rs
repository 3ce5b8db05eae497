//! Guarded reading: regular files only, up to a size limit.

use crate::interchange::Refusal;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

/// The largest file that is read, in bytes; transcripts and tables are far smaller.
pub const LARGEST: u64 = 256 << 20;

/// Whether a symbolic link is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// For paths that the user named.
    Follow,
    /// For paths within a folder: a folder received from another person must not decide which files are read.
    Refuse,
}

/// Opens a regular file and returns it with its length in bytes. Nothing else is opened: a pipe may never get a writer,
/// and a device may never end.
///
/// # Errors
/// Why not and what to do.
pub fn open(path: &Path, links: Links) -> Result<(File, u64), Refusal> {
    let data = match links {
        Links::Follow => std::fs::metadata(path),
        Links::Refuse => std::fs::symlink_metadata(path),
    };
    regular(&data.map_err(|error| unreadable(path, &error))?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // The path may have been replaced by a pipe or a link since the check above.
        let no_follow = if links == Links::Refuse { libc::O_NOFOLLOW } else { 0 };
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY | no_follow);
    }
    let file = options.open(path).map_err(|error| unreadable(path, &error))?;
    let data = file.metadata().map_err(|error| unreadable(path, &error))?;
    regular(&data)?;
    Ok((file, data.len()))
}

/// Reads a regular file of at most `most` bytes.
///
/// # Errors
/// Why not and what to do.
pub fn read(path: &Path, links: Links, most: u64) -> Result<Vec<u8>, Refusal> {
    let too_large = || Refusal::TooLarge { megabytes: most >> 20 };
    let (file, length) = open(path, links)?;
    if length > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // The stated length may be wrong: files in /proc state none, and others grow while they are read.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Reads a UTF-8 file of at most [`LARGEST`] bytes.
///
/// # Errors
/// Why it cannot be read; for text that is not UTF-8, the line (from 1) and byte (from 0) where it stops being UTF-8.
pub fn read_utf8(path: &Path, links: Links) -> Result<String, Refusal> {
    String::from_utf8(read(path, links, LARGEST)?).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let line = e.as_bytes().iter().take(valid).filter(|b| **b == b'\n').count() + 1;
        Refusal::NotUtf8 { line, byte: valid }
    })
}

/// Resolves a relative path in a folder that may come from another person; `None` if the path does not exist.
///
/// # Errors
/// When the path points outside the folder, by its components or through a link.
pub fn within(folder: &Path, path: &str) -> Result<Option<PathBuf>, Refusal> {
    let mut place = folder.to_owned();
    for part in Path::new(path).components() {
        let Component::Normal(part) = part else { return Err(Refusal::LeavesFolder { path: path.to_owned() }) };
        place.push(part);
        match std::fs::symlink_metadata(&place) {
            Ok(data) if data.is_symlink() => return Err(Refusal::LinkInFolder),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(unreadable(&place, &error)),
        }
    }
    Ok(Some(place))
}

/// Lists a folder; the paths are sorted.
///
/// # Errors
/// Why it cannot be listed.
pub fn listed(folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let entries = std::fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<PathBuf>>>()
    });
    let mut paths = entries.map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Refusal::NoPermission,
        _ => Refusal::FolderNotListed { why: error.to_string() },
    })?;
    paths.sort();
    Ok(paths)
}

fn regular(data: &std::fs::Metadata) -> Result<(), Refusal> {
    match data.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(Refusal::IsFolder),
        kind if kind.is_symlink() => Err(Refusal::LinkInFolder),
        _ => Err(Refusal::NotAFile),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound if path.is_symlink() => Refusal::BrokenLink,
        ErrorKind::NotFound => Refusal::NoSuchFile,
        ErrorKind::PermissionDenied => Refusal::NoPermission,
        // The error for a link when links are not followed: it was put there after the check.
        #[cfg(unix)]
        _ if error.raw_os_error() == Some(libc::ELOOP) => Refusal::LinkInFolder,
        _ => Refusal::Unreadable { why: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_utf8_is_reported_with_its_position() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gbk.txt");
        std::fs::write(&path, b"ab\n\xc4\xe3").unwrap();
        assert_eq!(read_utf8(&path, Links::Follow), Err(Refusal::NotUtf8 { line: 2, byte: 3 }));
    }

    #[test]
    fn a_file_is_read_up_to_its_bound_and_refused_beyond() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, vec![b'a'; 3 << 20]).unwrap();
        assert_eq!(read(&path, Links::Follow, 3 << 20).unwrap().len(), 3 << 20);
        assert_eq!(read(&path, Links::Follow, (3 << 20) - 1), Err(Refusal::TooLarge { megabytes: 2 }));
    }

    #[test]
    fn a_folder_that_cannot_be_listed_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(listed(&folder.path().join("gone")), Err(Refusal::FolderNotListed { .. })));
        std::fs::write(folder.path().join("b"), "").unwrap();
        std::fs::write(folder.path().join("a"), "").unwrap();
        assert_eq!(listed(folder.path()).unwrap(), ["a", "b"].map(|name| folder.path().join(name)));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_but_a_regular_file_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        std::fs::write(at("file"), "words").unwrap();
        for (link, target) in [("to pipe", "pipe"), ("to file", "file"), ("to zero", "/dev/zero"), ("to none", "none")]
        {
            std::os::unix::fs::symlink(target, at(link)).unwrap();
        }
        let refusal = |name: &str, links| read(&at(name), links, LARGEST).unwrap_err();
        for name in ["pipe", "socket", "to pipe", "to zero", "/dev/zero", "/dev/tty", "/dev/null"] {
            if at(name).exists() {
                assert_eq!(refusal(name, Links::Follow), Refusal::NotAFile, "{name}");
            }
        }
        assert_eq!(refusal(".", Links::Follow), Refusal::IsFolder);
        assert_eq!(refusal("to none", Links::Follow), Refusal::BrokenLink);
        assert_eq!(refusal("none", Links::Follow), Refusal::NoSuchFile);
        assert_eq!(read(&at("to file"), Links::Follow, LARGEST).unwrap(), b"words");
        for name in ["to file", "to pipe", "to zero", "to none"] {
            assert_eq!(refusal(name, Links::Refuse), Refusal::LinkInFolder, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_in_a_folder_stays_in_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("study/texts")).unwrap();
        std::fs::write(folder.path().join("study/texts/a.txt"), "").unwrap();
        std::fs::write(folder.path().join("secret.txt"), "").unwrap();
        std::os::unix::fs::symlink("..", folder.path().join("study/up")).unwrap();
        let study = folder.path().join("study");
        assert_eq!(within(&study, "texts/a.txt"), Ok(Some(study.join("texts/a.txt"))));
        assert_eq!(within(&study, "texts/b.txt"), Ok(None));
        assert_eq!(within(&study, "texts/a.txt/b"), Ok(None));
        for path in ["up/secret.txt", "up"] {
            assert_eq!(within(&study, path), Err(Refusal::LinkInFolder), "{path}");
        }
        for path in ["../secret.txt", "/etc/hostname", "texts/../../secret.txt"] {
            assert_eq!(within(&study, path), Err(Refusal::LeavesFolder { path: path.into() }));
        }
    }
}
