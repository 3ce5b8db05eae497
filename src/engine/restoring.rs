//! What replacing a project by one of its copies would lose.

use super::error::Error;
use super::project::Project;
use crate::model::Progress;
use crate::store::{self, Counts, OpRecord, Reads};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// A copy of a project beside what the project holds.
#[derive(Clone, Debug)]
pub struct CopyComparison {
    pub copy: PathBuf,
    /// When the copy's file was last written, in UTC milliseconds since 1970; `None` if the system does not say.
    pub saved: Option<i64>,
    /// Size of the copy's file in bytes.
    pub size: u64,
    /// The name of the project in the copy if that is another project.
    pub other_project: Option<String>,
    pub in_copy: Counts,
    pub in_project: Counts,
    /// True if one of them has a consensus coding, whose passages are counted with the others.
    pub has_consensus: bool,
    /// Entries of this project's history that are in effect and that the copy does not have, latest first.
    pub lost: Vec<OpRecord>,
    /// Number of entries in effect that only the copy has.
    pub gained: usize,
}

impl CopyComparison {
    /// # Errors
    /// Fails when the copy cannot be opened as a project file.
    pub fn read(reads: Reads<'_>, copy: &Path, progress: &Progress) -> Result<Self, Error> {
        let data = std::fs::metadata(copy).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => store::Error::NotFound { path: copy.to_owned() },
            _ => store::Error::Io { path: copy.to_owned(), source },
        })?;
        if data.is_dir() {
            return Err(store::Error::NotAProject { path: copy.to_owned() }.into());
        }
        let (other, _) = Project::open_copy(copy)?;
        progress.checkpoint()?;
        let (ours, theirs) = (reads.history()?, other.reads().history()?);
        progress.checkpoint()?;
        let is_same =
            |(a, b): &(&OpRecord, &OpRecord)| (a.id, a.at, &a.user, &a.kind) == (b.id, b.at, &b.user, &b.kind);
        let shared = ours.iter().zip(&theirs).take_while(is_same).count();
        let (project, copied) = (reads.project()?, other.reads().project()?);
        let since_epoch = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(Self {
            copy: copy.to_owned(),
            saved: since_epoch.and_then(|since| i64::try_from(since.as_millis()).ok()),
            size: data.len(),
            other_project: (project.guid != copied.guid).then_some(copied.name),
            in_copy: other.reads().counts()?,
            in_project: reads.counts()?,
            has_consensus: reads.study()?.consensus().or(other.reads().study()?.consensus()).is_some(),
            lost: only_in(&ours, &theirs, shared).into_iter().rev().cloned().collect(),
            gained: only_in(&theirs, &ours, shared).len(),
        })
    }
}

/// Returns the ordinary entries in effect in `one` but not in `other`, whose first `shared` entries are the same.
fn only_in<'a>(one: &'a [OpRecord], other: &[OpRecord], shared: usize) -> Vec<&'a OpRecord> {
    let is_missing = |(place, entry): &(usize, &OpRecord)| {
        entry.undoes.is_none()
            && !entry.undone
            && (*place >= shared || other.get(*place).is_some_and(|entry| entry.undone))
    };
    one.iter().enumerate().filter(is_missing).map(|(_, entry)| entry).collect()
}
