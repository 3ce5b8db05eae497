//! Where participants are before a merge, and who is in no document afterwards.

use crate::model::{ParticipantId, SourceId, Study};
use std::collections::HashSet;

/// Where participants are before a merge.
#[derive(Clone, Debug, Default)]
pub(super) struct Whereabouts {
    /// Who speaks, with document and label.
    speaking: Vec<(SourceId, String, ParticipantId)>,
    /// Documents that belong to one participant as a whole.
    tied: Vec<(SourceId, ParticipantId)>,
    /// All participants of this project, in their order.
    names: Vec<(ParticipantId, String)>,
}

impl Whereabouts {
    pub fn of(study: &Study) -> Self {
        let speaking = study.sources.iter().flat_map(|source| {
            source.speakers.iter().map(|(label, participant)| (source.id, label.to_owned(), participant))
        });
        let tied = study.sources.iter().filter_map(|source| Some((source.id, source.participant?)));
        let names = study.participants.iter().map(|one| (one.id, one.name.clone()));
        Self { speaking: speaking.collect(), tied: tied.collect(), names: names.collect() }
    }

    /// Returns the names of the participants who are in a document now and are in none afterwards. `stated`: who speakers
    /// become; `None`: nobody who is in this project. A document of which a speaker becomes a participant belongs to none as
    /// a whole.
    pub fn left_over(
        &self,
        stated: &[(SourceId, &str, Option<ParticipantId>)],
        untied: &HashSet<SourceId>,
    ) -> Vec<&str> {
        let labels: HashSet<(SourceId, &str)> = stated.iter().map(|(source, label, _)| (*source, *label)).collect();
        let kept = self.speaking.iter().filter(|(source, label, _)| !labels.contains(&(*source, label.as_str())));
        let tied = self.tied.iter().filter(|(source, _)| !untied.contains(source)).map(|(_, who)| *who);
        let afterwards: HashSet<ParticipantId> =
            stated.iter().filter_map(|(_, _, who)| *who).chain(kept.map(|(_, _, who)| *who)).chain(tied).collect();
        let before: HashSet<ParticipantId> =
            self.speaking.iter().map(|(_, _, who)| *who).chain(self.tied.iter().map(|(_, who)| *who)).collect();
        let is_left = |id: &ParticipantId| before.contains(id) && !afterwards.contains(id);
        self.names.iter().filter(|(id, _)| is_left(id)).map(|(_, name)| name.as_str()).collect()
    }
}
