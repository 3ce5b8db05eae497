//! Actions of the rooms by the current coder, and what dialogs submit.

use super::room::Room;
use super::submission::Submission;
use super::workspace::Workspace;
use crate::engine::{Command, Query};
use crate::model::{CodeId, Decision, NoteTarget, UserId};
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

    /// Codes what the preview shows; the preview stays open until it is done.
    pub fn code_found(&mut self) {
        let Some(mut all) = self.rooms.passages.search.code_all.take() else { return };
        if let Some(code) = all.code {
            let (passages, codes) = (all.passages(), vec![code]);
            self.submit(&mut all.submission, |workspace| {
                workspace.as_coder(move |workspace, _| {
                    workspace.link.execute(Command::CodeMany { passages, codes });
                });
            });
        }
        self.rooms.passages.search.code_all = Some(all);
    }

    /// Selects a decision on the open disagreement, to be saved with its reason.
    pub fn decide(&mut self, decision: Decision) {
        let me = self.me();
        self.rooms.compare.decide(decision, me);
    }

    /// Returns the name of the other coder who began the decision that is open.
    #[must_use]
    pub fn other_decider(&self) -> Option<&str> {
        let by = self.rooms.compare.draft.by.filter(|&by| Some(by) != self.me())?;
        self.study.as_deref()?.user(by).map(|user| user.name.as_str())
    }

    /// Saves the decision on the open disagreement, and goes to the next one.
    pub fn settle(&mut self) {
        let compare = &mut self.rooms.compare;
        let Some(disagreement) = compare.disagreement().filter(|_| self.link.writable) else { return };
        let Some(decision) = compare.draft.decision else { return };
        let (rule, reason) = (compare.rule(), compare.draft.reason.clone());
        let key = disagreement.disagreement.key;
        self.as_coder(move |workspace, _| {
            let job = workspace.link.execute(Command::Settle { rule, disagreement: key, decision, reason });
            workspace.rooms.compare.is_settled_by(job, key);
            workspace.rooms.compare.advance();
        });
    }

    /// Removes the decision on the open disagreement.
    pub fn unsettle(&mut self) {
        if let Some(disagreement) = self.rooms.compare.disagreement().filter(|_| self.link.writable) {
            let rule = self.rooms.compare.rule();
            self.as_coder(move |workspace, _| {
                workspace.link.execute(Command::Unsettle { rule, disagreement: disagreement.disagreement.key });
            });
        }
    }

    /// Builds the consensus coding from agreement and decisions, and shows the result.
    pub fn create_consensus(&mut self) {
        let rule = self.rooms.compare.rule();
        self.as_coder(move |workspace, _| {
            workspace.link.execute(Command::Agree { rule });
        });
    }

    /// Opens the memo on something, or a new one, in a pop-up over the room.
    pub fn edit_memo(&mut self, target: NoteTarget) {
        if self.link.writable && self.me().is_none() {
            return self.as_coder(move |workspace, _| workspace.edit_memo(target));
        }
        self.rooms.memos.edit(target, &mut self.link);
    }

    /// Starts a memo in the Memos room.
    pub fn new_memo(&mut self, target: NoteTarget) {
        self.as_coder(move |workspace, _| workspace.rooms.memos.begin(target, &mut workspace.link));
    }

    /// Opens the Passages room with the passages of a code.
    pub fn show_passages_of(&mut self, code: CodeId) {
        self.rooms.passages.show_code(code);
        self.show_room(Room::Passages);
    }

    /// Searches all documents in the Passages room.
    pub fn find_everywhere(&mut self, term: String) {
        self.rooms.passages.find(term);
        self.show_room(Room::Passages);
        self.rooms.passages.search(&mut self.link);
    }

    /// Requests a preview of the table in the editor.
    pub fn refresh_table_editor(&mut self) {
        if let Some(study) = self.study.as_deref() {
            self.rooms.tables.refresh_editor(study, &mut self.link);
        }
    }

    /// Returns the coders whose codings tables count, for a query: empty for all coders.
    #[must_use]
    pub fn table_coders(&self) -> Vec<UserId> {
        self.study.as_deref().map(|study| self.rooms.tables.coders(study)).unwrap_or_default()
    }
}
