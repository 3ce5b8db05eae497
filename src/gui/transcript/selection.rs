//! The selection and the caret as text positions, and how pointer and keys change them.
//!
//! Works on positions in the text, not on screen coordinates: the view converts points to positions first.

use super::layout::shown;
use crate::app::SourceView;
use crate::model::{CharPos, CharRange};
use crate::text::{Edits, chunk_at, segment};
use std::sync::Arc;

/// The unit that a press selects and a drag extends by: one, two, three or four clicks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Grain {
    #[default]
    Character,
    Word,
    Sentence,
    Turn,
}

/// A place in the text that the pointer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The nearest position of a caret, and whether it is at the end of its row.
    pub caret: (CharPos, bool),
    /// The character under the pointer, which is before or after the caret; empty beside the text.
    pub character: CharRange,
}

/// What a drag extends the selection by after a single press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Character,
    Word,
}

impl Grain {
    pub fn of_clicks(clicks: u32) -> Self {
        match clicks {
            0 | 1 => Self::Character,
            2 => Self::Word,
            3 => Self::Sentence,
            _ => Self::Turn,
        }
    }

    /// The unit at a position: sentences and turns without their label, other units without a hidden label.
    pub fn unit(self, source: &SourceView, at: CharPos) -> CharRange {
        let (text, index) = (source.text(), source.index());
        let unit = match self {
            Self::Character => CharRange { start: at, end: at },
            Self::Word => word(source, at),
            Self::Sentence => segment::sentence_at(text, index, at),
            Self::Turn => {
                let paragraph = index.paragraphs().get(index.paragraph_at(at)).map(|p| p.chars);
                let turn = source.turns().turn_at(at).map(|(_, turn)| turn.chars);
                turn.or(paragraph).unwrap_or(CharRange { start: at, end: at })
            }
        };
        if matches!(self, Self::Sentence | Self::Turn) {
            let words = source.turns().without_label(index, unit);
            // A press on a label that the text shows is about the label.
            if words.contains(at) || words.end == at {
                return words;
            }
        }
        let first = shown(source, chunk_at(source.chunks(), unit.start)).start;
        CharRange { start: unit.start.max(first).min(unit.end), end: unit.end }
    }
}

/// The word at a position, or the one that ends there, because a press on the right half of its last letter is a
/// position after it. Empty between two blanks.
fn word(source: &SourceView, at: CharPos) -> CharRange {
    let piece = |at| segment::word_at(source.text(), source.index(), at);
    let before = at.0.checked_sub(1).map(|before| piece(CharPos(before)));
    let mut near = [Some(piece(at)), before].into_iter().flatten();
    let word = near.find(|&range| !source.slice(range).trim().is_empty() && range.start <= at && at <= range.end);
    word.unwrap_or(CharRange { start: at, end: at })
}

/// True for a letter or digit of a script that has spaces between words. In the others, such as Chinese, the nearest border
/// says enough: a letter is half a word.
fn is_letter_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() && letter < '\u{2e80}'
}

/// The whole words that a range touches, without white space at its ends; the range itself if that leaves nothing.
fn whole_words(source: &SourceView, range: CharRange) -> CharRange {
    let (text, index) = (source.text(), source.index());
    let first = shown(source, chunk_at(source.chunks(), range.start)).start;
    let start = segment::word_at(text, index, range.start).start.max(first).min(range.start);
    let last = segment::word_at(text, index, range.end);
    let end = if last.start < range.end { last.end.max(range.end) } else { range.end };
    let words = source.slice(CharRange { start, end });
    let count = |blank: &str| blank.chars().count() as u32;
    let (before, after) = (words.trim_start(), words.trim_end());
    if after.is_empty() {
        return range;
    }
    CharRange::new(start.0 + count(words) - count(before), end.0 - (count(words) - count(after)))
}

/// Anchor and caret; the selection is the text between them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Selection {
    pub anchor: CharPos,
    pub caret: CharPos,
    /// The caret is at the right end of a row whose text continues below.
    pub end_of_row: bool,
    /// The unit that was pressed first, while the button is down.
    origin: Option<(Grain, CharRange)>,
    /// The character that was pressed.
    pressed: Option<CharRange>,
    /// The column that Up and Down keep, in points.
    pub goal: Option<f32>,
}

impl Selection {
    /// Never splits a grapheme cluster. Empty if there is only a caret.
    pub fn range(&self) -> CharRange {
        CharRange::new(self.anchor.0, self.caret.0)
    }

    pub fn set(&mut self, range: CharRange) {
        *self = Self { anchor: range.start, caret: range.end, ..Self::default() };
    }

    /// Keeps selection and caret on their words if the text has changed. If the selected words have changed, nothing is
    /// selected.
    pub fn follow(&mut self, before: Option<Arc<str>>, text: &Arc<str>) {
        let Some(before) = before.filter(|before| !Arc::ptr_eq(before, text) && before != text) else { return };
        let (edits, range) = (Edits::between(&before, text), self.range());
        let caret = edits.position(self.caret);
        let kept = edits.keep(range).filter(|_| !range.is_empty());
        self.set(kept.unwrap_or(CharRange { start: caret, end: caret }));
    }

    /// A press starts a new selection.
    pub fn press(&mut self, source: &SourceView, spot: Spot, grain: Grain) {
        let unit = grain.unit(source, spot.caret.0);
        self.set(unit);
        self.end_of_row = spot.caret.1 && grain == Grain::Character;
        (self.origin, self.pressed) = (Some((grain, unit)), Some(spot.character));
    }

    /// A press with Shift moves only the caret.
    pub fn extend(&mut self, source: &SourceView, spot: Spot, by: Step) {
        self.origin = Some((Grain::Character, CharRange { start: self.anchor, end: self.anchor }));
        self.pressed = None;
        self.drag(source, spot, by);
    }

    /// The pointer moves while the button is down.
    pub fn drag(&mut self, source: &SourceView, spot: Spot, by: Step) {
        let Some((grain, first)) = self.origin else { return };
        let at = spot.caret;
        let unit = grain.unit(source, at.0);
        if unit.start < first.start {
            (self.anchor, self.caret) = (first.end, unit.start);
        } else {
            (self.anchor, self.caret) = (first.start, unit.end.max(first.end));
        }
        let snaps = grain == Grain::Character && by == Step::Word && self.anchor != self.caret;
        if snaps {
            // A word counts from its first letter: the caret may be nearer to the space beside it.
            let touched = [self.pressed, Some(spot.character)].into_iter().flatten();
            let touched = touched.filter(|range| source.slice(*range).chars().any(is_letter_of_a_word));
            let range = touched.fold(self.range(), |all, one| CharRange {
                start: all.start.min(one.start),
                end: all.end.max(one.end),
            });
            let (words, forwards) = (whole_words(source, range), self.anchor < self.caret);
            (self.anchor, self.caret) = if forwards { (words.start, words.end) } else { (words.end, words.start) };
        }
        self.end_of_row = at.1 && grain == Grain::Character && !snaps;
        self.goal = None;
    }

    pub fn release(&mut self) {
        self.origin = None;
    }

    pub fn is_dragging(&self) -> bool {
        self.origin.is_some()
    }

    /// A key moves the caret, and the anchor too unless Shift is held.
    pub fn go(&mut self, at: (CharPos, bool), extend: bool) {
        (self.caret, self.end_of_row) = at;
        if !extend {
            self.anchor = self.caret;
        }
        self.origin = None;
    }
}

/// Moves a caret out of a label that the gutter shows. `forwards` says to which side.
pub(super) fn out_of_label(source: &SourceView, at: CharPos, forwards: bool) -> CharPos {
    let mut at = at;
    // A line with only a label has no height, so one step may lead into the next label.
    for _ in 0..source.chunks().len().min(64) {
        let chunk = chunk_at(source.chunks(), at);
        let visible = shown(source, chunk);
        let collapsed = super::layout::is_collapsed(source, chunk);
        let chars = source.chunks().get(chunk).map_or(visible, |c| c.chars);
        if !collapsed && at >= visible.start {
            return at;
        }
        at = match (forwards, collapsed) {
            (true, true) => CharPos((chars.end.0 + 1).min(source.index().char_count())),
            (true, false) => visible.start,
            (false, _) if chars.start.0 == 0 => return out_of_label(source, visible.start, true),
            (false, _) => CharPos(chars.start.0 - 1),
        };
    }
    at
}
