//! Opens the dialog that states who the speakers are, and gives its commands.

use super::{Joining, SpeakersDraft};
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::model::{ParticipantId, SourceId};

impl Workspace {
    /// States who speaks in these documents; with none, in the open one or in all.
    pub fn ask_who_speaks(&mut self, mut sources: Vec<SourceId>) {
        if let Some(why) = self.refuses_writing() {
            return self.note(why);
        }
        if sources.is_empty() {
            sources.extend(self.document.as_ref().map(|document| document.id));
        }
        self.rooms.speaking.open = Some(SpeakersDraft { sources, ..SpeakersDraft::default() });
        self.refresh_rooms();
    }

    /// Asks whether these two participants are one person, or who is; the first one stays.
    pub fn ask_to_join(&mut self, both: Option<(ParticipantId, ParticipantId)>) {
        let (into, from) = both.unzip();
        let joining = Some(Joining { from, into, ..Joining::default() });
        self.rooms.speaking.open = Some(SpeakersDraft { joining, only_joins: true, ..SpeakersDraft::default() });
    }

    /// Saves who speaks; the dialog stays open until that is done.
    pub fn keep_who_speaks(&mut self) {
        let Some(mut draft) = self.rooms.speaking.open.take() else { return };
        let entries = draft.changes();
        let absent = self.study.as_ref().filter(|_| draft.deletes_absent).map(|study| draft.absent(study));
        let deleted = absent.unwrap_or_default();
        self.give(&mut draft.submission, Command::MapSpeakers { entries, deleted });
        self.rooms.speaking.open = Some(draft);
    }

    /// Makes one participant of two; the dialog stays open until that is done.
    pub fn join_participants(&mut self) {
        let Some(mut draft) = self.rooms.speaking.open.take() else { return };
        if let Some(joining) = &mut draft.joining
            && let (Some(from), Some(into)) = (joining.from, joining.into)
        {
            self.give(&mut joining.submission, Command::MergeParticipants { from, into });
        }
        self.rooms.speaking.open = Some(draft);
    }
}
