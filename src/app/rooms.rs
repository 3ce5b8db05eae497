//! What the rooms beside the transcript ask for and are answered: passages, memos, history.

use super::workspace::{Room, Workspace};
use crate::engine::{Answer, Changes, Command, JobId};
use crate::store::{HistoryFilter, OpRecord};
use std::ops::Range;

impl Workspace {
    /// Answers that only one room waits for.
    pub(super) fn take_room_answer(&mut self, job: JobId, answer: Answer) {
        match answer {
            Answer::History(page) => self.history.take_page(job, page),
            Answer::Touched(touched) => self.history.take_touched(job, touched),
            Answer::UndoPreview(list) => self.history.take_preview(job, list),
            _ => {}
        }
    }

    pub(super) fn room_query_failed(&mut self, job: JobId) {
        self.history.failed(job);
    }

    /// The rooms' lists are no longer true.
    pub(super) fn rooms_changed(&mut self, _changes: &Changes) {
        self.history.changed();
        self.refresh_rooms();
    }

    /// Asks again for what is in sight and no longer true.
    pub fn refresh_rooms(&mut self) {
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
}
