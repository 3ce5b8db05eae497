//! The files that history entries name.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// The files and folders that an import or a merge read, by name without the folders above. Older entries name none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileNames {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// Number of files that are not named.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_files: u64,
}

impl FileNames {
    /// Maximum number of files that are named.
    const NAMED: usize = 5;

    #[must_use]
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut paths = paths.into_iter().filter(|path| !path.as_os_str().is_empty());
        let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self { files: paths.by_ref().take(Self::NAMED).map(name).collect(), more_files: paths.count() as u64 }
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
