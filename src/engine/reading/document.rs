//! A document as the transcript shows it, and the file it came from.

use crate::engine::error::Error;
use crate::engine::spoken::SpokenText;
use crate::model::{Accounts, CodingId, Fact, PassageMemo, SourceId};
use crate::store::Reads;
use std::collections::{HashMap, HashSet};
use std::path::Path;

#[derive(Clone, Debug)]
pub struct SourceData {
    pub source: SourceId,
    pub spoken: SpokenText,
    /// Name of its original file if that is stored.
    pub file: Option<String>,
    /// Sorted by start and end.
    pub facts: Vec<Fact>,
    pub memos: HashMap<CodingId, Vec<PassageMemo>>,
    pub important: HashSet<CodingId>,
    pub accounts: Accounts,
}

impl SourceData {
    pub fn read(reads: Reads<'_>, source: SourceId) -> Result<Self, Error> {
        Ok(Self {
            source,
            spoken: SpokenText::read(reads, source)?,
            file: reads.original_name(source)?,
            facts: reads.facts_of(source)?,
            memos: reads.memos_of(source)?,
            important: reads.important_in(source)?,
            accounts: reads.accounts_in(source)?,
        })
    }
}

/// Writes the original file of a document.
///
/// # Errors
/// Fails when the file is not stored in the project or cannot be written.
pub fn save_original(reads: Reads<'_>, source: SourceId, target: &Path) -> Result<(), Error> {
    let (_, bytes) = reads.original(source)?.ok_or(Error::FileNotKept)?;
    Ok(crate::interchange::files::write_whole(target, &bytes)?)
}
