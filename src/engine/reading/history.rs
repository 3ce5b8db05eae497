//! What going back in the history would undo.

use crate::engine::by_coder::ByCoder;
use crate::engine::error::Error;
use crate::model::OpId;
use crate::store::{OpRecord, Reads};

/// What going back to an entry would undo.
#[derive(Clone, Debug, Default)]
pub struct UndoPreview {
    /// Latest first.
    pub entries: Vec<OpRecord>,
    /// Passages that would change, by the coders who coded them.
    pub passages: ByCoder,
}

impl UndoPreview {
    /// What undo takes back until `entry` is the latest that stands, or (`including`) stands no more.
    pub fn read(reads: Reads<'_>, entry: OpId, including: bool) -> Result<Self, Error> {
        let entries = reads.undone_by_going_to(entry, including)?;
        let changed = reads.work_changed(entries.iter().map(|entry| entry.id))?;
        Ok(Self { passages: ByCoder::new(&reads.study()?, &changed.passages), entries })
    }
}
