//! Opens the dialogs about sets of documents and of codes.

use super::Workspace;
use crate::app::action::Action;
use crate::app::advice::{Message, Offer};
use crate::app::documents_room::Asking;
use crate::app::room::Room;
use crate::app::set_draft::SetDraft;
use crate::engine::Command;
use crate::model::{CodeId, SetId, SourceId, Study};
use crate::{i18n, tr};

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
        self.add_items(set, SetDraft::of_documents(study, documents));
    }

    /// Adds a code and those below it to a set.
    pub fn add_code_to_set(&mut self, code: CodeId, set: SetId) {
        let Some(study) = self.study.as_deref() else { return };
        self.add_items(set, SetDraft::of_branch(study, code));
    }

    fn add_items(&mut self, set: SetId, added: SetDraft) {
        let Some(known) = self.study.as_deref().and_then(|study| study.set(set)) else { return };
        let (name, mut definition) = (known.name.clone(), known.definition.clone());
        definition.items.extend(added.definition.items);
        let note = tr!("Added to the set “{name}”", name);
        self.link.execute_noting(Command::SaveSet { set: Some(set), name, definition }, note, vec![]);
    }

    /// Returns the rooms that a set narrows.
    #[must_use]
    pub fn narrowed_by(&self, set: SetId) -> Vec<String> {
        let rooms = &self.rooms;
        let all = [
            (rooms.documents.documents.set == Some(set), Room::Documents),
            (rooms.passages.filter.sets.contains(&set), Room::Passages),
            (rooms.tables.is_narrowed_by(set), Room::Tables),
            (rooms.compare.settings().scope.sets.contains(&set), Room::Compare),
        ];
        all.into_iter().filter(|(is_narrowed, _)| *is_narrowed).map(|(_, room)| Action::Show(room).label()).collect()
    }

    /// Says which filters are dropped because their sets are not in the project any more. `after` is the study without
    /// them.
    pub(super) fn note_dropped_sets(&mut self, after: &Study) {
        // The question before a set is deleted says so, and the message afterwards offers to undo that.
        let is_known = matches!(self.link.messages.last(), Some(Message::Done(_, Offer::Undo)));
        let Some(before) = self.study.clone().filter(|_| !is_known) else { return };
        for set in before.sets.iter().filter(|set| after.set(set.id).is_none()) {
            let rooms = self.narrowed_by(set.id);
            if !rooms.is_empty() {
                let rooms = i18n::and(&rooms);
                self.note(tr!("The set “{name}” is gone and no longer narrows {rooms}.", name = set.name, rooms));
            }
        }
    }
}
