//! Collects the unsaved input of the open project, and restores it.

use super::*;
use crate::app::documents_room::Asking;
use crate::app::workspace::Workspace;

impl Workspace {
    /// Returns the unsaved input in the project's rooms.
    #[must_use]
    pub fn unsaved(&self) -> Unsaved {
        let table = self.rooms.tables.editor.as_ref().filter(|editor| editor.is_touched());
        Unsaved {
            memos: self.rooms.memos.unsaved(),
            decisions: self.rooms.compare.undecided(),
            deciders: self.rooms.compare.deciders(),
            table: table.map(|editor| (editor.replaces.clone(), editor.entered())),
            dialog: self.asked().cloned().map(Dialog::Ask),
            correction: None,
        }
    }

    /// Returns the question of the Documents room if something was entered.
    fn asked(&self) -> Option<&Asking> {
        let study = self.study.as_deref()?;
        self.rooms.documents.asking.as_ref().filter(|asking| asking.is_changed(study))
    }

    /// Restores unsaved input that belongs to a room.
    pub fn put_back(&mut self, unsaved: &Unsaved) {
        self.rooms.compare.put_back(unsaved.decisions.clone(), &unsaved.deciders);
        if !unsaved.memos.is_empty() {
            self.rooms.memos.put_back(unsaved.memos.clone());
            self.refresh_rooms();
        }
        if let (Some((replaces, entered)), Some(study)) = (&unsaved.table, self.study.clone()) {
            self.rooms.tables.put_back(replaces.clone(), entered.clone(), &study);
        }
        if let Some(Dialog::Ask(asking)) = &unsaved.dialog {
            self.rooms.documents.asking = Some(asking.clone());
        }
    }

    /// Waits a limited time for running saves; afterwards it is known what could not be saved.
    pub fn await_saved(&mut self) {
        const STEP: std::time::Duration = std::time::Duration::from_millis(5);
        const STEPS: usize = 500;
        for _ in 0..STEPS {
            if self.poll().is_err() || !self.link.is_saving() && !self.rooms.memos.is_looking() {
                return;
            }
            std::thread::sleep(STEP);
        }
    }
}
