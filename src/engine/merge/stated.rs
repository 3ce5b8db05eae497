//! Writes who speakers are, as a copy states it.

use crate::engine::error::Error;
use crate::model::{Guid, ParticipantId, SourceId, SpeakerRole, Study, VariableId, same_name};
use crate::store::Tx;
use crate::text::include_speakers;
use std::collections::{HashMap, HashSet};

/// Who a speaker is in a copy.
#[derive(Clone, Debug)]
pub(super) struct StatedSpeaker {
    pub source: SourceId,
    /// As it is written here, if it is known here.
    pub label: String,
    /// The participant who it is here now.
    pub was: Option<Guid>,
    /// The participant here; `None` if only the copy has them.
    pub here: Option<ParticipantId>,
    /// Of the participant in the copy.
    pub guid: Guid,
    pub name: String,
    /// The values in the copy of attributes that are here, too.
    pub values: Vec<(VariableId, String)>,
}

/// What has been written so far.
#[derive(Default)]
pub(super) struct MadeSpeakers {
    /// Participants who were added, by their guids in the copies.
    participants: HashMap<Guid, ParticipantId>,
    /// Documents that no longer belong to one participant.
    untied: HashSet<SourceId>,
}

/// States the role of a speaker in a document.
pub(super) fn set_role(tx: &mut Tx<'_>, source: SourceId, label: &str, role: SpeakerRole) -> Result<(), Error> {
    let mut origin = tx.origin(source)?.unwrap_or_default();
    origin.speakers.roles.retain(|known, _| !same_name(known, label));
    origin.speakers.roles.insert(label.to_owned(), role);
    Ok(tx.set_origin(source, &origin)?)
}

impl StatedSpeaker {
    /// A document whose speakers are participants belongs to no participant itself any more.
    pub(super) fn write(&self, tx: &mut Tx<'_>, study: &Study, made: &mut MadeSpeakers) -> Result<(), Error> {
        let participant = match self.here.or_else(|| made.participants.get(&self.guid).copied()) {
            Some(known) => known,
            None => {
                let new = tx.take_participant(self.guid, &self.name)?;
                for (attribute, value) in &self.values {
                    tx.set_participant_value(new, *attribute, Some(value))?;
                }
                made.participants.insert(self.guid, new);
                new
            }
        };
        let mut origin = tx.origin(self.source)?.unwrap_or_default();
        let before = origin.clone();
        include_speakers(&mut origin.speakers, std::iter::once(self.label.as_str()));
        if origin != before {
            tx.set_origin(self.source, &origin)?;
        }
        let is_tied = study.source(self.source).is_some_and(|source| source.participant.is_some());
        if is_tied && made.untied.insert(self.source) {
            tx.tie_source(self.source, None)?;
        }
        Ok(tx.set_speaker(self.source, &self.label, Some(participant))?)
    }
}
