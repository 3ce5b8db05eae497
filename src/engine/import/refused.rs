//! Files that an import refuses, with the reason.

use crate::interchange::remark::{Problem, Refusal};
use std::path::{Path, PathBuf};

/// A file or folder that is not imported as a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedFile {
    pub path: PathBuf,
    pub refusal: Refusal,
}

impl RefusedFile {
    #[must_use]
    pub fn new(path: &Path, refusal: impl Into<Refusal>) -> Self {
        Self { path: path.to_owned(), refusal: refusal.into() }
    }

    /// Returns the remark for the report, which names the file as far as its name can be displayed.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(&self.path.display().to_string(), "", self.refusal.clone())
    }
}
