//! Switching between the rooms of an open project, and passing them answers and changes.

use super::Workspace;
use crate::app::part::Around;
use crate::app::room::Room;
use crate::app::rooms::Rooms;
use crate::engine::{Answer, Changes, Error, JobId};

impl Workspace {
    /// Goes to a room. What only the room that is left waits for is cancelled, and asked again when somebody comes back.
    pub fn enter(&mut self, room: Room) {
        let left = std::mem::replace(&mut self.room, room);
        if let Some(part) = self.rooms.part_of(left).filter(|_| left != room) {
            part.leave(&self.link);
        }
    }

    /// Goes to a room and asks for what it shows.
    pub fn show_room(&mut self, room: Room) {
        self.keep_draft();
        self.enter(room);
        self.rooms.documents.stale |= room == Room::Documents;
        self.refresh_rooms();
    }

    /// Saves the memo that is being written and closes it.
    pub fn keep_draft(&mut self) {
        self.rooms.memos.keep_draft(&mut self.link);
    }

    /// Does something with the parts, which may ask.
    fn with_parts<R>(&mut self, act: impl FnOnce(&mut Rooms, &mut Around<'_>) -> R) -> R {
        let seen = self.seen_coders();
        let Self { rooms, link, study, room, .. } = self;
        act(rooms, &mut Around { link, study: study.as_deref(), room: *room, seen: &seen })
    }

    /// Gives an answer to the part that waits for it.
    pub(in crate::app) fn take_room_answer(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        self.with_parts(|rooms, around| rooms.take(job, answer, around))
    }

    /// A question could not be answered; true when the part that asked it shows why.
    pub(in crate::app) fn room_query_failed(&mut self, job: JobId, error: &Error) -> bool {
        let shown: Vec<bool> = self.rooms.parts().into_iter().map(|part| part.failed(job, error)).collect();
        // Asking again here would repeat for ever a question that cannot be answered.
        self.rooms.memos.save_closed(&mut self.link);
        shown.contains(&true)
    }

    /// What the parts show may no longer be true.
    pub(in crate::app) fn rooms_changed(&mut self, changes: &Changes) {
        self.rooms.parts().into_iter().for_each(|part| part.changed(changes));
        self.refresh_rooms();
    }

    /// Asks again for what is in sight and no longer true.
    pub fn refresh_rooms(&mut self) {
        self.with_parts(|rooms, around| rooms.parts().into_iter().for_each(|part| part.refresh(around)));
    }
}
