//! Default places of the program's files.

use crate::engine::sample::SampleStudy;
use crate::interchange::files;
use std::path::{Path, PathBuf};

/// Extension of a project file.
pub const ENDING: &str = "pullquote";

/// Returns the project file for a project folder: `…/dianjiang.pullquote` beside `…/dianjiang/`, or in the user's
/// documents if the location is not writable.
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

/// Returns the project file for a project of another program: `…/study.pullquote` beside `…/study.qdpx`, or in the
/// user's documents if the location is not writable.
#[must_use]
pub fn file_for_other(other: &Path) -> PathBuf {
    file_beside(&other.with_extension(""))
}

/// Returns the path of this user's copy of a sample.
#[must_use]
pub fn sample_copy(sample: SampleStudy) -> PathBuf {
    documents().join(match sample {
        SampleStudy::Dianjiang => "Dianjiang sample.pullquote",
        SampleStudy::Qingxi => "清溪示例.pullquote",
    })
}

/// Returns the user's documents folder, or else the home folder, or else the current folder.
#[must_use]
pub fn documents() -> PathBuf {
    directories::UserDirs::new()
        .map(|dirs| dirs.document_dir().filter(|d| d.is_dir()).unwrap_or_else(|| dirs.home_dir()).to_owned())
        .unwrap_or_default()
}

/// Adds the extension of a project file if the path has no extension.
#[must_use]
pub fn with_ending(path: &Path) -> PathBuf {
    if files::ending(path) == ENDING {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ENDING);
    path.with_file_name(name)
}
