//! A text with its speakers and turns, and how it differs from another one. Detecting speakers takes seconds in a long
//! text: the window asks a reader for it.

use crate::model::{Cancelled, Origin, Progress, Styled, TimeMark};
use crate::text::{Edits, TextIndex, Turns};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct SpokenText {
    pub text: Arc<str>,
    /// How it was read, with the rule for its speakers.
    pub origin: Origin,
    pub index: TextIndex,
    pub turns: Turns,
}

impl SpokenText {
    /// Detects the turns of a text.
    #[must_use]
    pub fn find(text: Arc<str>, origin: Origin) -> Self {
        let index = TextIndex::new(&text);
        let turns = Turns::find(&text, &index, &origin);
        Self { text, origin, index, turns }
    }
}

/// A text that is to replace another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pub before: Arc<str>,
    pub before_origin: Origin,
    pub after: Arc<str>,
    /// How the new text was read; `None` if it is a correction, in which the words keep what they have.
    pub after_origin: Option<Origin>,
}

/// What a replacement changes.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub before: Arc<str>,
    pub edits: Edits,
    pub after: SpokenText,
}

impl Replacement {
    /// Compares the texts.
    ///
    /// # Errors
    /// Fails when cancelled.
    pub fn compare(&self, progress: &Progress) -> Result<Replaced, Cancelled> {
        let edits = Edits::between(&self.before, &self.after);
        progress.checkpoint()?;
        let followed = || corrected_origin(self.before_origin.clone(), &edits);
        let origin = self.after_origin.clone().unwrap_or_else(followed);
        let (before, after) = (self.before.clone(), SpokenText::find(self.after.clone(), origin));
        Ok(Replaced { before, edits, after })
    }
}

/// Adjusts the properties of a text after a correction: words keep their format, times and speakers; the properties
/// of removed words are dropped.
#[must_use]
pub fn corrected_origin(mut origin: Origin, edits: &Edits) -> Origin {
    let moved = |s: &Styled| Some(Styled { range: edits.map(s.range)?, style: s.style });
    origin.styles = origin.styles.iter().filter_map(moved).collect();
    origin.styles.sort();
    for time in &mut origin.times {
        time.at = edits.position(time.at);
    }
    // Of several times whose words are gone, the last one applies to the words that follow.
    origin.times.reverse();
    origin.times.dedup_by_key(|time: &mut TimeMark| time.at);
    origin.times.reverse();
    if let Some(labels) = &mut origin.labels {
        *labels = labels.iter().filter_map(|&range| edits.map(range)).collect();
    }
    origin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CharPos, CharRange};

    #[test]
    fn times_and_labels_follow_their_words() {
        let (old, new) = ("Ana: so we\nBen: left\nAna: then", "Anna: we\nBen: left");
        let mark = |at, millis| TimeMark { at: CharPos(at), millis };
        let origin = Origin {
            times: vec![mark(0, 1), mark(11, 2), mark(21, 3)],
            labels: Some(vec![CharRange::new(0, 3), CharRange::new(11, 14), CharRange::new(21, 24)]),
            ..Origin::default()
        };
        let origin = corrected_origin(origin, &Edits::between(old, new));
        assert_eq!(origin.labels, Some(vec![CharRange::new(0, 4), CharRange::new(9, 12)]));
        assert_eq!(origin.times, [mark(0, 1), mark(9, 2), mark(18, 3)]);
    }
}
