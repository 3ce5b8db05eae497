//! Files and folders are written whole or not at all: first beside the target, then put in its place in one step.

use super::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file, replacing one of the same name.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write_whole_with(path, |file| file.write_all(bytes))
}

/// The same for what is written piece by piece.
pub fn write_whole_with(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> std::io::Result<()>,
) -> Result<(), Error> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".pullquote-").tempfile_in(folder).map_err(unwritable)?;
    let mut pieces = BufWriter::with_capacity(1 << 16, file.as_file());
    write(&mut pieces).and_then(|()| pieces.flush()).map_err(unwritable)?;
    drop(pieces);
    file.as_file().sync_all().map_err(unwritable)?;
    // A temporary file is private; an export is as readable as any other new file.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    file.persist(path).map_err(|e| unwritable(e.error))?;
    Ok(())
}

/// Writes a folder of files, each a path with `/` and its bytes; gives the paths with their sizes.
///
/// # Errors
/// [`Error::Exists`] when something of the name is there: a folder is never mixed with an older one.
pub fn write_folder(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, u64)>, Error> {
    let unwritable = |source| Error::Unwritable { path: folder.to_owned(), source };
    let taken = folder.is_file() || folder.exists() && folder.read_dir().map_err(unwritable)?.next().is_some();
    if taken {
        return Err(Error::Exists { path: folder.to_owned() });
    }
    // Written beside the target and renamed: a folder that is there is a whole one.
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let work = tempfile::Builder::new().prefix(".pullquote-").tempdir_in(parent).map_err(unwritable)?;
    let mut written = Vec::new();
    for (path, bytes) in files {
        let target = work.path().join(&path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent).map_err(unwritable)?;
        }
        // The place that a person knows, not the one beside it.
        write_whole(&target, &bytes).map_err(|error| match error {
            Error::Unwritable { source, .. } => Error::Unwritable { path: folder.join(&path), source },
            error => error,
        })?;
        written.push((path, bytes.len() as u64));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(work.path(), std::fs::Permissions::from_mode(0o755)).map_err(unwritable)?;
    }
    if folder.exists() {
        std::fs::remove_dir(folder).map_err(unwritable)?;
    }
    // Kept only once it stands in its place: what fails before takes everything away again.
    std::fs::rename(work.path(), folder).map_err(unwritable)?;
    let _ = work.keep();
    Ok(written)
}

/// Why a file could not be written, for a person.
pub(super) fn why_not(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    // Windows says so of a file that another program has open.
    const IN_USE: [i32; 2] = [32, 33];
    match error.kind() {
        _ if cfg!(windows) && error.raw_os_error().is_some_and(|code| IN_USE.contains(&code)) => {
            "it is open in another program; close it there".into()
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "there is not enough space on the disk".into()
        }
        ErrorKind::PermissionDenied => {
            "this place may not be written to, or the file is open in another program".into()
        }
        ErrorKind::ReadOnlyFilesystem => "this disk can only be read".into(),
        ErrorKind::NotFound => "there is no such folder".into(),
        ErrorKind::IsADirectory => "there is a folder of this name".into(),
        ErrorKind::NotADirectory => "a part of its path is a file and not a folder".into(),
        ErrorKind::InvalidFilename => "the name is too long, or not one for a file".into(),
        _ => error.to_string(),
    }
}

/// Reads a UTF-8 file; says where it stops being one.
pub fn read_utf8(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => format!("cannot be read: {e}"),
    })?;
    String::from_utf8(bytes).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let line = e.as_bytes().iter().take(valid).filter(|b| **b == b'\n').count() + 1;
        format!("not UTF-8 text from line {line} (byte {valid}) on: save it as UTF-8 and import it again")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("表.csv");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("none/x.csv"), b"").is_err());
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gbk.txt");
        std::fs::write(&path, b"ab\n\xc4\xe3").unwrap();
        assert!(read_utf8(&path).unwrap_err().contains("line 2 (byte 3)"));
    }
}
