//! Who says a place, and in which turn.

use crate::model::{CharPos, CharRange};
use crate::text::{TextIndex, Turns};

/// Returns the speaker of a place, and the number of its turn; `None` where there are several or none.
pub(super) fn said(turns: &Turns, index: &TextIndex, range: CharRange) -> (Option<String>, Option<u32>) {
    let speaker = match turns.voices_in(index, range).as_slice() {
        [one] => Some(one.label.clone()),
        _ => None,
    };
    let turn = |position| turns.said_at(position).turn;
    let last = CharPos(range.end.0.saturating_sub(1).max(range.start.0));
    (speaker, turn(range.start).filter(|first| turn(last) == Some(*first)))
}
