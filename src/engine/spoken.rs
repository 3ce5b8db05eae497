//! A text with its speakers and turns, and how it differs from another one. Detecting speakers takes seconds in a long
//! text: the window asks a reader for it.

use super::command::corrected_origin;
use crate::model::{Cancelled, Origin, Progress};
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
