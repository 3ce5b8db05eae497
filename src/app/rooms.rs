//! What the rooms beside the transcript ask for and are answered: passages, memos, history.

use super::memos_room::{Draft, draft_of};
use super::workspace::{Room, Workspace};
use crate::engine::{Answer, Changes, Command, JobId, Query};
use crate::model::{NoteId, NoteTarget};
use crate::store::{HistoryFilter, OpRecord};
use std::ops::Range;

impl Workspace {
    /// Answers that only one room waits for.
    pub(super) fn take_room_answer(&mut self, job: JobId, answer: Answer) {
        match answer {
            Answer::Notes(all) => self.memos.take(job, all, self.me),
            Answer::History(page) => self.history.take_page(job, page),
            Answer::Touched(touched) => self.history.take_touched(job, touched),
            Answer::UndoPreview(list) => self.history.take_preview(job, list),
            _ => {}
        }
    }

    pub(super) fn room_query_failed(&mut self, job: JobId) {
        self.history.failed(job);
        self.memos.failed(job);
    }

    /// The rooms' lists are no longer true.
    pub(super) fn rooms_changed(&mut self, changes: &Changes) {
        self.memos.stale |= changes.notes || changes.study || changes.codings.is_none();
        self.history.changed();
        self.refresh_rooms();
    }

    /// Asks again for what is in sight and no longer true.
    pub fn refresh_rooms(&mut self) {
        let unread = self.memos.stale || self.memos.all.is_none() && !self.memos.is_waiting();
        if unread && (self.room == Room::Memos || self.memos.draft.is_some()) {
            let job = self.ask(Query::Notes);
            self.memos.waits_for(job);
        }
        if self.room == Room::History {
            let open = self.history.open.clone();
            if let Some(entry) = open {
                self.open_entry(entry);
            }
        }
    }

    /// Asks for the entries of the history at these places, as far as they are not here.
    pub fn need_history(&mut self, places: Range<usize>) {
        for query in self.history.missing(places) {
            let job = self.ask(query);
            self.history.waits_for(job);
        }
    }

    pub fn filter_history(&mut self, filter: HistoryFilter) {
        self.history.filter_by(filter);
    }

    /// Opens an entry and asks what it touched.
    pub fn open_entry(&mut self, entry: OpRecord) {
        let query = self.history.open(entry);
        let job = self.ask(query);
        self.history.waits_for_touched(job);
    }

    /// Asks what going back to an entry would undo.
    pub fn preview_going_back(&mut self, entry: OpRecord, including: bool) {
        let query = self.history.go_back(entry, including);
        let job = self.ask(query);
        self.history.waits_for_preview(job);
    }

    /// Undoes what the preview listed.
    pub fn go_back(&mut self) {
        if let Some(going) = self.history.going_back.take() {
            self.execute(Command::UndoTo { entry: going.entry.id, including: going.including });
        }
    }

    /// Opens the memo on something in a small window over the room, or begins one there.
    pub fn edit_memo(&mut self, target: NoteTarget) {
        self.keep_draft();
        let (text, saved) = (String::new(), String::new());
        self.memos.draft = Some(Draft { note: None, target, text, saved, popup: true, looking: true });
        let job = self.ask(Query::Notes);
        self.memos.waits_for(job);
    }

    /// Begins a memo in the Memos room.
    pub fn new_memo(&mut self, target: NoteTarget) {
        self.keep_draft();
        let (text, saved) = (String::new(), String::new());
        self.memos.adding = None;
        self.memos.draft = Some(Draft { note: None, target, text, saved, popup: false, looking: false });
    }

    /// Opens a memo in the Memos room.
    pub fn open_memo(&mut self, note: NoteId) {
        if self.memos.draft.as_ref().is_some_and(|draft| draft.note == Some(note)) {
            return;
        }
        self.keep_draft();
        self.memos.adding = None;
        self.memos.draft = self.memos.memo(note).map(draft_of);
    }

    /// Saves what is written so far; the memo stays open.
    pub fn save_draft(&mut self) {
        let me = self.me;
        let Some(draft) = self.memos.draft.as_mut().filter(|_| self.writable) else { return };
        let Some(command) = draft.command(me) else { return };
        draft.saved.clone_from(&draft.text);
        if draft.note.is_none() || draft.text.trim().is_empty() {
            // It has its number when it comes back.
            let popup = draft.popup;
            self.memos.draft = None;
            if !popup {
                self.memos.after_saving();
            }
        }
        self.execute(command);
    }

    /// Saves what is written and closes it: the room or the project is left, another memo is opened.
    pub fn keep_draft(&mut self) {
        self.save_draft();
        self.memos.draft = None;
    }

    pub fn remove_memo(&mut self, note: NoteId) {
        self.memos.draft = None;
        let user = self.me;
        self.execute(Command::RemoveMemo { note, user });
    }
}
