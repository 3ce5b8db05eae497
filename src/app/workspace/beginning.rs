//! Begins what is added to the project in the room to which it belongs.

use super::Workspace;
use crate::analysis::Axis;
use crate::app::action::NewAct;
use crate::app::documents_room::Asking;
use crate::app::room::Room;
use crate::app::table_editor::TableEditor;

impl Workspace {
    pub fn begin(&mut self, act: NewAct) {
        let Some(study) = self.study.clone() else { return };
        match act {
            NewAct::Participant => self.rooms.documents.asking = Some(Asking::AddParticipant(String::new())),
            NewAct::Memo => {
                self.show_room(Room::Memos);
                self.rooms.memos.adding = Some(String::new());
            }
            NewAct::Table => {
                self.show_room(Room::Tables);
                // What is being entered is kept.
                self.rooms.tables.editor.get_or_insert_with(|| TableEditor::new(&study));
            }
            NewAct::Matrix => {
                // Start with the first attribute of participants: comparing groups is the most common use of a matrix.
                let (rows, columns) = match study.variables.first() {
                    Some(variable) => (Axis::Code, Axis::Attribute(variable.name.clone())),
                    None => (Axis::Code, Axis::Document),
                };
                self.rooms.tables.new_matrix(rows, columns);
                self.show_room(Room::Tables);
            }
        }
    }
}
