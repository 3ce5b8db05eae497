//! The correction of a text that is open in the Code room, as the rest of the window sees it.

use super::CodeRoom;
use crate::app::unsaved::{Correction, Dialog};
use crate::app::workspace::Workspace;
use crate::gui::text_editor::TextEditor;
use crate::model::{Codebook, SourceId};

impl CodeRoom {
    /// True while a correction of a text is neither saved nor discarded.
    #[must_use]
    pub fn is_correcting(&self) -> bool {
        self.corrected().is_some()
    }

    /// The document whose correction is neither saved nor discarded.
    #[must_use]
    pub fn corrected(&self) -> Option<SourceId> {
        self.editor.as_ref().filter(|editor| editor.is_changed()).map(|editor| editor.source)
    }

    /// Leads to the review of the correction.
    pub fn review_correction(&mut self) {
        self.editor.iter_mut().for_each(TextEditor::review);
    }

    /// Drops the correction.
    pub fn drop_correction(&mut self) {
        (self.editor, self.refocus) = (None, true);
    }

    /// Unsaved input in this room: a correction, a name.
    #[must_use]
    pub fn unsaved(&self, book: &Codebook) -> (Option<Correction>, Option<Dialog>) {
        (self.editor.as_ref().and_then(TextEditor::unsaved), self.codebook.unsaved(book))
    }

    /// Restores a correction that was left unsaved.
    pub fn put_back(&mut self, correction: &Correction) {
        self.editor = Some(TextEditor::put_back(correction));
    }

    /// True while the text is open for correction in place of the transcript.
    #[must_use]
    pub fn is_writing(&self, workspace: &Workspace) -> bool {
        let shown = workspace.document.as_ref().map(|document| document.id);
        self.editor.as_ref().is_some_and(|editor| Some(editor.source) == shown)
    }
}
