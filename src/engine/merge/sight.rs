//! Whose passages a merge shows: during blind coding, a coder learns only how many passages others have in documents
//! that this coder has not finished.

use crate::engine::error::Error;
use crate::model::{SourceId, UserId};
use crate::store::Reads;
use std::collections::HashSet;

/// Whose passages and memos are shown with their words.
#[derive(Clone, Debug, Default)]
pub enum Sight {
    #[default]
    Everything,
    Blind {
        /// Name of the coder who looks; `None` for a person who is not a coder.
        viewer: Option<String>,
        /// The documents that this coder has finished.
        finished: HashSet<SourceId>,
    },
}

impl Sight {
    /// Returns what this person may see. `reads` sees everything.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn of(reads: Reads<'_>, viewer: Option<UserId>) -> Result<Self, Error> {
        if !reads.blind()? {
            return Ok(Self::Everything);
        }
        let done = reads.document_progress()?.done.into_iter();
        let finished = done.filter(|(_, user)| Some(*user) == viewer).map(|(source, _)| source).collect();
        Ok(Self::Blind { viewer: viewer.map(|user| reads.user_name(user)).transpose()?, finished })
    }

    /// True if the work of this coder in this document is not shown; `None` is a document that is not in the project.
    pub(super) fn hides(&self, coder: Option<&str>, source: Option<SourceId>) -> bool {
        match self {
            Self::Everything => false,
            Self::Blind { viewer, finished } => {
                coder.is_some_and(|coder| Some(coder) != viewer.as_deref())
                    && !source.is_some_and(|source| finished.contains(&source))
            }
        }
    }
}
