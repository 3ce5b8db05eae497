//! Opens the dialogs about sets of documents and of codes.

use super::Workspace;
use crate::app::documents_room::Asking;
use crate::app::set_draft::SetDraft;
use crate::engine::Command;
use crate::model::{CodeId, SetId, SourceId};

impl Workspace {
    /// Lists the sets.
    pub fn list_sets(&mut self) {
        self.rooms.documents.asking = Some(Asking::Sets);
    }

    /// Asks for the name of a new set of these documents.
    pub fn make_set_of_documents(&mut self, documents: &[SourceId]) {
        let draft = self.study.as_deref().map(|study| SetDraft::of_documents(study, documents));
        self.edit_set(draft);
    }

    /// Asks for the name of a new set of this code and those below it.
    pub fn make_set_of_codes(&mut self, code: CodeId) {
        let draft = self.study.as_deref().map(|study| SetDraft::of_branch(study, code));
        self.edit_set(draft);
    }

    fn edit_set(&mut self, draft: Option<SetDraft>) {
        if let Some(draft) = draft.filter(|_| self.link.writable) {
            self.rooms.documents.asking = Some(Asking::EditSet(Box::new(draft)));
        }
    }

    /// Adds documents to a set.
    pub fn add_to_set(&mut self, documents: &[SourceId], set: SetId) {
        let Some(study) = self.study.as_deref() else { return };
        let Some(known) = study.set(set) else { return };
        let mut definition = known.definition.clone();
        definition.items.extend(documents.iter().filter_map(|id| Some(study.source(*id)?.guid)));
        let name = known.name.clone();
        self.link.execute(Command::SaveSet { set: Some(set), name, definition });
    }
}
