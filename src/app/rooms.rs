//! The parts of the window that show something of the project, each with what it asked for and what came.

use super::compare_room::CompareRoom;
use super::documents_room::DocumentsRoom;
use super::exporting::Exporting;
use super::history_room::HistoryRoom;
use super::importing::Importing;
use super::memos_room::MemosRoom;
use super::merging::Merging;
use super::part::{Around, Part};
use super::passages_room::PassagesRoom;
use super::room::Room;
use super::table_import::{OpenTable, ReadingTable};
use super::tables_room::TablesRoom;
use super::workspace::Workspace;
use crate::engine::reread::Reread;
use crate::engine::{Answer, Changes, JobId};
use std::sync::Arc;

#[derive(Default)]
pub struct Rooms {
    pub tables: TablesRoom,
    pub compare: CompareRoom,
    pub passages: PassagesRoom,
    pub documents: DocumentsRoom,
    pub memos: MemosRoom,
    pub history: HistoryRoom,
    pub merging: Merging,
    pub exporting: Exporting,
    /// Documents that are about to be imported, or the report of what was.
    pub importing: Option<Importing>,
    /// A table that is about to be imported.
    pub table: Option<OpenTable>,
    pub(super) reading_table: Option<ReadingTable>,
    /// What reading a document's file again would change, until somebody decides.
    pub reread: Option<Arc<Reread>>,
}

impl Rooms {
    fn parts(&mut self) -> [&mut dyn Part; 7] {
        let Self { tables, compare, passages, documents, memos, history, merging, .. } = self;
        [tables, compare, passages, documents, memos, history, merging]
    }

    /// Takes an answer; one that no part waits for comes back.
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        self.parts().into_iter().try_fold(answer, |answer, part| part.take(job, answer, around))
    }

    fn part_of(&mut self, room: Room) -> Option<&mut dyn Part> {
        match room {
            Room::Code => None,
            Room::Tables => Some(&mut self.tables),
            Room::Compare => Some(&mut self.compare),
            Room::Passages => Some(&mut self.passages),
            Room::Documents => Some(&mut self.documents),
            Room::Memos => Some(&mut self.memos),
            Room::History => Some(&mut self.history),
        }
    }
}

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
    pub(super) fn take_room_answer(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        self.with_parts(|rooms, around| rooms.take(job, answer, around))
    }

    pub(super) fn room_query_failed(&mut self, job: JobId) {
        self.rooms.parts().into_iter().for_each(|part| part.failed(job));
        self.import_failed(job);
        self.table_query_failed(job);
        self.refresh_rooms();
    }

    /// What the parts show may no longer be true.
    pub(super) fn rooms_changed(&mut self, changes: &Changes) {
        self.rooms.parts().into_iter().for_each(|part| part.changed(changes));
        self.export_changed();
        self.refresh_rooms();
    }

    /// Asks again for what is in sight and no longer true.
    pub fn refresh_rooms(&mut self) {
        self.with_parts(|rooms, around| rooms.parts().into_iter().for_each(|part| part.refresh(around)));
    }
}
