//! The parts of the window that show something of the project: rooms, dialogs and background work, each with its
//! queries and answers.

use super::ask_room::AskRoom;
use super::code_uses::CodeUses;
use super::compare_room::CompareRoom;
use super::documents_room::DocumentsRoom;
use super::exporting::Exporting;
use super::history_room::HistoryRoom;
use super::importing::Importing;
use super::memos_room::MemosRoom;
use super::merging::Merging;
use super::part::{Around, Part};
use super::passages_room::PassagesRoom;
use super::rereading::Rereading;
use super::restoring::Restoring;
use super::room::Room;
use super::speaking::Speaking;
use super::table_import::TableRoom;
use super::tables_room::TablesRoom;
use super::text_changes::TextChanges;
use crate::engine::{Answer, JobId};

#[derive(Default)]
pub struct Rooms {
    pub tables: TablesRoom,
    pub compare: CompareRoom,
    pub passages: PassagesRoom,
    pub ask: AskRoom,
    pub documents: DocumentsRoom,
    pub memos: MemosRoom,
    pub history: HistoryRoom,
    pub merging: Merging,
    pub restoring: Restoring,
    pub exporting: Exporting,
    /// Documents being imported, or the report on an import.
    pub importing: Option<Importing>,
    pub table: TableRoom,
    pub rereading: Rereading,
    pub code_uses: CodeUses,
    pub text_changes: TextChanges,
    /// Who the speakers of documents are.
    pub speaking: Speaking,
}

impl Rooms {
    pub(super) fn parts(&mut self) -> [&mut dyn Part; 16] {
        let Self { tables, compare, passages, ask, documents, memos, history, merging, restoring, .. } = self;
        let Self { exporting, importing, table, rereading, code_uses, text_changes, speaking, .. } = self;
        [
            tables,
            compare,
            passages,
            ask,
            documents,
            memos,
            history,
            merging,
            restoring,
            exporting,
            importing,
            table,
            rereading,
            code_uses,
            text_changes,
            speaking,
        ]
    }

    /// Passes an answer to the part that waits for it, or returns it.
    pub(super) fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        self.parts().into_iter().try_fold(answer, |answer, part| part.take(job, answer, around))
    }

    pub(super) fn part_of(&mut self, room: Room) -> Option<&mut dyn Part> {
        match room {
            Room::Code => None,
            Room::Tables => Some(&mut self.tables),
            Room::Compare => Some(&mut self.compare),
            Room::Passages => Some(&mut self.passages),
            Room::Ask => Some(&mut self.ask),
            Room::Documents => Some(&mut self.documents),
            Room::Memos => Some(&mut self.memos),
            Room::History => Some(&mut self.history),
        }
    }
}
