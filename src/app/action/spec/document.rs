//! Properties of the actions on the open document.

use super::Needs::{Document, Project, Words};
use super::Spec;
use crate::app::action::DocumentAct;
use crate::app::action::chord::{ctrl, ctrl_shift};
use crate::tr;

impl DocumentAct {
    pub(super) fn spec(self) -> Spec {
        match self {
            Self::Find => {
                Spec::reads(tr!("Find in this document"), tr!("Searches the open document."), Document).key(ctrl("F"))
            }
            Self::FindNext => Spec::reads(tr!("Find next"), tr!("Goes to the next match."), Document).key(ctrl("G")),
            Self::FindPrevious => {
                Spec::reads(tr!("Find previous"), tr!("Goes to the previous match."), Document).key(ctrl_shift("G"))
            }
            Self::CorrectText => Spec::writes(
                tr!("Edit transcript…"),
                tr!("Corrects typing errors. Coding moves with the text."),
                Document,
            )
            .key(ctrl("T")),
            Self::Speakers => Spec::writes(
                tr!("Speakers in this document…"),
                tr!("Chooses which labels are speakers, and the role of each."),
                Document,
            ),
            Self::WhoSpeaks => Spec::writes(
                tr!("Speakers and participants…"),
                tr!("States which participants the speakers of documents are, and joins two who are one person."),
                Project,
            ),
            Self::JoinParticipants => Spec::writes(
                tr!("Join two participants…"),
                tr!("Makes one participant of two who are one person."),
                Project,
            ),
            Self::Reread => Spec::writes(
                tr!("Reread original file…"),
                tr!("Reads the file again and shows what would change before anything is changed."),
                Document,
            ),
            Self::SaveOriginal => Spec::reads(
                tr!("Save original file as…"),
                tr!("Saves the file that this text was imported from."),
                Document,
            ),
            Self::Copy => Spec::reads(tr!("Copy"), tr!("Copies the selected words."), Words).key(ctrl("C")),
            Self::SelectAll => {
                Spec::reads(tr!("Select all"), tr!("Selects the text of the document."), Document).key(ctrl("A"))
            }
        }
    }
}
