//! All access to files on disk except project files. Reading is guarded: regular files only, up to a size limit.
//! Writing is all or nothing: a file or folder is prepared beside its target and then moved into place in one step.
//!
//! Start reading at [`read()`] and [`write_whole`].

mod leftovers;
mod names;
mod read;
mod write;

pub use names::{ending, file_name, file_path, free_path};
pub use read::{LARGEST, Links, listed, open, read, read_utf8, within};
pub use write::{NewFolder, WriteError, write_folder, write_folder_with, write_private, write_whole, write_whole_with};

use crate::tr;

/// Says why a file could not be written, in a user's terms.
pub(super) fn why_not(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    // Windows error codes for a file that another program has open.
    const IN_USE: [i32; 2] = [32, 33];
    match error.kind() {
        _ if cfg!(windows) && error.raw_os_error().is_some_and(|code| IN_USE.contains(&code)) => {
            tr!("it is open in another program; close it there").into()
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            tr!("there is not enough space on the disk").into()
        }
        ErrorKind::PermissionDenied => {
            tr!("you do not have permission to write here, or the file is open in another program").into()
        }
        ErrorKind::ReadOnlyFilesystem => tr!("the disk is read-only").into(),
        ErrorKind::NotFound => tr!("there is no such folder").into(),
        ErrorKind::IsADirectory => tr!("there is already a folder with this name").into(),
        ErrorKind::NotADirectory => tr!("a part of the path is a file instead of a folder").into(),
        ErrorKind::InvalidFilename => tr!("the name is too long or not a valid file name").into(),
        _ => error.to_string(),
    }
}
