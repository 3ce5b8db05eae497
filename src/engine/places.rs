//! Where the program keeps files of its own accord.

use std::path::{Path, PathBuf};

/// Ending of a project file.
pub const ENDING: &str = "pullquote";

/// The project file that stands for a project folder: `…/dianjiang.pullquote` beside `…/dianjiang/`, or in the user's
/// documents when nothing can be written there.
#[must_use]
pub fn file_beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ENDING);
    let beside = folder.with_file_name(&name);
    let writable = beside.exists()
        || beside
            .parent()
            .is_some_and(|parent| tempfile::Builder::new().prefix(".pullquote-").tempfile_in(parent).is_ok());
    if writable { beside } else { documents().join(name) }
}

/// The project file that is made from the project of another program: `…/study.pullquote` beside `…/study.qdpx`, or in the
/// user's documents when nothing can be written there.
#[must_use]
pub fn file_for_other(other: &Path) -> PathBuf {
    file_beside(&other.with_extension(""))
}

/// The copy of the sample that belongs to this user.
#[must_use]
pub fn sample_copy() -> PathBuf {
    documents().join("Dianjiang sample.pullquote")
}

/// The user's documents folder, else the home folder, else the current one.
#[must_use]
pub fn documents() -> PathBuf {
    directories::UserDirs::new()
        .map(|dirs| dirs.document_dir().filter(|d| d.is_dir()).unwrap_or_else(|| dirs.home_dir()).to_owned())
        .unwrap_or_default()
}

/// The path with the ending of a project file, if it has no ending yet.
#[must_use]
pub fn with_ending(path: &Path) -> PathBuf {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING)) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ENDING);
    path.with_file_name(name)
}
