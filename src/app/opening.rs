//! Opens memos and lists of passages, and previews tables.

use super::room::Room;
use super::workspace::Workspace;
use crate::model::{CodeId, NoteTarget, UserId};

impl Workspace {
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

    /// Asks for what the query of the Ask room finds, with the coders whose codings tables count.
    pub fn refresh_query(&mut self) {
        let users = self.table_coders();
        self.rooms.ask.refresh_as(users, &mut self.link);
    }
}
