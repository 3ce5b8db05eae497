//! Writes who speakers are, as a copy states it.

use crate::engine::error::Error;
use crate::model::{Guid, ParticipantId, SourceId, Study, VariableId, same_name};
use crate::store::Tx;
use crate::text::include_speakers;
use std::collections::HashSet;

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
    /// Participants who were added, with their names and guids in the copies.
    participants: Vec<(Guid, String, ParticipantId)>,
    /// Documents that no longer belong to one participant.
    untied: HashSet<SourceId>,
}

impl StatedSpeaker {
    /// True if both make a speaker the same participant.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.source, &self.label, self.here) == (other.source, &other.label, other.here) && self.is_person(other)
    }

    /// True if both are one participant, who may have been added to several copies.
    pub(super) fn is_person(&self, other: &Self) -> bool {
        self.guid == other.guid || same_name(&self.name, &other.name)
    }

    /// A document whose speakers are participants belongs to no participant itself any more.
    pub(super) fn write(&self, tx: &mut Tx<'_>, study: &Study, made: &mut MadeSpeakers) -> Result<(), Error> {
        let is_made = |(guid, name, _): &&(Guid, String, _)| *guid == self.guid || same_name(name, &self.name);
        let known = self.here.or_else(|| made.participants.iter().find(is_made).map(|(_, _, id)| *id));
        let participant = match known {
            Some(known) => known,
            None => {
                let new = tx.take_participant(self.guid, &self.name)?;
                for (attribute, value) in &self.values {
                    tx.set_participant_value(new, *attribute, Some(value))?;
                }
                made.participants.push((self.guid, self.name.clone(), new));
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
