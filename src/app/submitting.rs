//! Carries out what dialogs submit and file choosers name.

use super::submission::Submission;
use super::words::PassagePlace;
use super::workspace::Workspace;
use crate::engine::{Command, Query};
use crate::model::CodeId;
use crate::tr;
use std::path::PathBuf;

impl Workspace {
    /// Carries out what a dialog submits; the dialog is notified of the result. An earlier refusal is cleared. If
    /// nothing has to be done, the submission is complete.
    pub fn submit(&mut self, submission: &mut Submission, act: impl FnOnce(&mut Self)) {
        submission.reset();
        self.within(Some(submission.clone()), act);
        submission.close();
    }

    /// Does the same with one command.
    pub fn give(&mut self, submission: &mut Submission, command: Command) {
        self.submit(submission, |workspace| {
            workspace.link.execute(command);
        });
    }

    pub(super) fn within(&mut self, submission: Option<Submission>, act: impl FnOnce(&mut Self)) {
        let outer = self.link.submitting(submission);
        act(self);
        self.link.submitting(outer);
    }

    /// Copies the whole project to a new file; works even if its own file is gone.
    pub fn save_copy(&mut self, target: PathBuf) {
        self.link.ask_to_write(Query::SaveCopy(crate::engine::places::with_ending(&target)));
    }

    /// Writes a report to a new text file.
    pub fn save_text(&mut self, target: PathBuf, text: String) {
        let target = if target.extension().is_none() { target.with_extension("txt") } else { target };
        self.link.ask_to_write(Query::SaveText { target, text });
    }

    /// Saves the table in the editor.
    pub fn save_table(&mut self) {
        let Some((command, name, mut submission)) = self.rooms.tables.take_to_save() else { return };
        self.submit(&mut submission, |workspace| {
            let job = workspace.link.execute(command);
            workspace.rooms.tables.is_saved_by(job, name);
        });
        if let Some(editor) = &mut self.rooms.tables.editor {
            editor.submission = submission;
        }
    }

    /// Merges what the preview shows; the preview stays open until it is done.
    pub fn merge(&mut self) {
        if let Some(mut preview) = self.rooms.merging.preview.take() {
            let (copies, take) = (preview.copies.clone(), preview.taken());
            self.submit(&mut preview.submission, |workspace| {
                workspace.link.execute_noting(
                    Command::Merge { copies, take },
                    tr!("The copies have been merged").into(),
                    vec![],
                );
            });
            self.rooms.merging.preview = Some(preview);
        }
    }

    /// Codes places with codes, and with a new one: below which code, and its name.
    pub fn code_places(
        &mut self,
        passages: Vec<PassagePlace>,
        codes: Vec<CodeId>,
        new: Option<(Option<CodeId>, String)>,
    ) {
        self.as_coder(move |workspace, _| {
            workspace.link.execute(Command::CodeMany { passages, codes, new });
        });
    }

    /// Codes what the preview shows; the preview stays open until it is done.
    pub fn code_found(&mut self) {
        let Some(mut all) = self.rooms.passages.search.code_all.take() else { return };
        if let Some(code) = all.code {
            let (passages, codes) = (all.passages(), vec![code]);
            self.submit(&mut all.submission, |workspace| {
                workspace.as_coder(move |workspace, _| {
                    workspace.link.execute(Command::CodeMany { passages, codes, new: None });
                });
            });
        }
        self.rooms.passages.search.code_all = Some(all);
    }
}
