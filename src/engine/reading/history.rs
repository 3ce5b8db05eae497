//! What undoing several entries of the history would change.

use crate::engine::by_coder::Work;
use crate::engine::error::Error;
use crate::model::OpId;
use crate::store::{BLIND_CODING, OpRecord, Reads};

/// What undoing up to an entry would change.
#[derive(Clone, Debug, Default)]
pub struct UndoPreview {
    /// Latest first.
    pub entries: Vec<OpRecord>,
    /// The passages, memos and decisions that would change, by the coders to whom they belong.
    pub work: Work,
}

impl UndoPreview {
    /// Reads what is undone until `entry` is the latest entry in effect, or is itself undone (`including`).
    pub fn read(reads: Reads<'_>, entry: OpId, including: bool) -> Result<Self, Error> {
        let entries = reads.undone_by_going_to(entry, including)?;
        let changed = reads.work_changed(entries.iter().map(|entry| entry.id))?;
        // Each of these entries turns blind coding around.
        let turns = entries.iter().filter(|entry| entry.kind == BLIND_CODING).count();
        let is_hidden = reads.blind()?;
        let ends_blind = turns % 2 == 1 && is_hidden;
        Ok(Self { work: Work { ends_blind, is_hidden, ..Work::new(&reads.study()?, changed) }, entries })
    }
}
