//! Switches between the rooms of an open project, and passes answers and changes to them.

use super::Workspace;
use crate::app::part::{Around, Part};
use crate::app::room::Room;
use crate::app::rooms::Rooms;
use crate::engine::{Answer, Changes, Error, JobId, Outcome};

impl Workspace {
    /// Switches to a room. Queries needed only by the previous room are cancelled, and repeated when the user
    /// returns to it.
    pub fn enter(&mut self, room: Room) {
        let left = std::mem::replace(&mut self.room, room);
        if let Some(part) = self.rooms.part_of(left).filter(|_| left != room) {
            part.leave(&self.link);
        }
    }

    /// Switches to a room and requests what it shows.
    pub fn show_room(&mut self, room: Room) {
        self.keep_draft();
        self.enter(room);
        self.rooms.documents.stale |= room == Room::Documents;
        self.refresh_rooms();
    }

    /// Saves and closes the memo being written.
    pub fn keep_draft(&mut self) {
        self.rooms.memos.keep_draft(&mut self.link);
    }

    /// Closes the dialogs of the rooms without their input.
    pub fn leave_dialogs(&mut self) {
        self.stay_nameless();
        self.close_export();
        self.close_table();
        self.leave_import();
        self.rooms.merging.preview = None;
        self.rooms.speaking.open = None;
        self.rooms.documents.asking = None;
    }

    /// Calls a function with the parts, which may make queries.
    fn with_parts<R>(&mut self, act: impl FnOnce(&mut Rooms, &mut Around<'_>) -> R) -> R {
        let seen = self.seen_coders();
        let Self { rooms, link, study, document, room, .. } = self;
        let (study, document) = (study.as_deref(), document.as_deref());
        act(rooms, &mut Around { link, study, document, room: *room, seen: &seen })
    }

    /// Passes an answer to the part that waits for it.
    pub(in crate::app) fn take_room_answer(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        self.with_parts(|rooms, around| rooms.take(job, answer, around))
    }

    /// Handles a failed query; returns true when the part that made it shows the reason.
    pub(in crate::app) fn room_query_failed(&mut self, job: JobId, error: &Error) -> bool {
        let shown: Vec<bool> = self.rooms.parts().into_iter().map(|part| part.failed(job, error)).collect();
        // A memo that was closed while its query was awaited is still saved.
        self.rooms.memos.save_closed(&mut self.link);
        shown.contains(&true)
    }

    /// Passes the end of a command to the parts; returns true when one of them shows how it ended.
    pub(super) fn command_ended(&mut self, job: JobId, result: Result<&Outcome, &Error>) -> bool {
        let Self { rooms, questions, link, .. } = self;
        let parts = rooms.parts().into_iter().chain([questions as &mut dyn Part]);
        parts.fold(false, |shown, part| part.done(job, result, link) | shown)
    }

    /// Notifies the parts that what they show may be out of date.
    pub(in crate::app) fn rooms_changed(&mut self, changes: &Changes) {
        self.rooms.parts().into_iter().for_each(|part| part.changed(changes));
        self.refresh_rooms();
    }

    /// Requests what is visible and out of date.
    pub fn refresh_rooms(&mut self) {
        self.with_parts(|rooms, around| rooms.parts().into_iter().for_each(|part| part.refresh(around)));
    }
}
