//! Commands on the participants who speak in documents.

use super::documents::{document_name, free_name};
use super::participants::participant_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::engine::speech;
use crate::model::{OpKind, ParticipantId, RowKind, SourceId, Study};
use std::collections::HashMap;

/// Who speaks under a label of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerEntry {
    pub source: SourceId,
    pub label: String,
    pub who: SpeakerIs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerIs {
    /// Nobody who is a participant.
    Nobody,
    Participant(ParticipantId),
    /// The participant with this name, who is added if there is none.
    Named(String),
}

impl Project {
    /// A document whose speakers are participants belongs to no participant itself any more.
    pub(super) fn map_speakers(&mut self, entries: &[SpeakerEntry], by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let mut names = Vec::new();
        for entry in entries {
            document_name(&study, entry.source)?;
            match &entry.who {
                SpeakerIs::Participant(id) => _ = participant_name(&study, *id)?,
                SpeakerIs::Named(name) if study.participant_named(name.trim()).is_none() => {
                    names.push(free_name(RowKind::Participant, name, false)?);
                }
                SpeakerIs::Named(_) | SpeakerIs::Nobody => {}
            }
        }
        let mut documents: Vec<SourceId> = Vec::new();
        for entry in entries {
            if !documents.contains(&entry.source) {
                documents.push(entry.source);
            }
        }
        let mut origins = Vec::new();
        for &source in &documents {
            let mut origin = self.reads().origin(source)?.unwrap_or_default();
            let before = origin.clone();
            let mapped = entries.iter().filter(|entry| entry.source == source && entry.who != SpeakerIs::Nobody);
            speech::include(&mut origin.speakers, mapped.map(|entry| entry.label.as_str()));
            if origin != before {
                origins.push((source, origin));
            }
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let mut added: HashMap<String, ParticipantId> = HashMap::new();
            for name in &names {
                if !added.contains_key(name) {
                    added.insert(name.clone(), tx.add_participant(name)?);
                }
            }
            for (source, origin) in &origins {
                tx.set_origin(*source, origin)?;
            }
            for entry in entries {
                let who = match &entry.who {
                    SpeakerIs::Nobody => None,
                    SpeakerIs::Participant(id) => Some(*id),
                    SpeakerIs::Named(name) => study
                        .participant_named(name.trim())
                        .map(|known| known.id)
                        .or_else(|| added.get(name.trim()).copied()),
                };
                let label = known_label(&study, entry);
                tx.set_speaker(entry.source, label, who)?;
                let owner = study.source(entry.source).and_then(|source| source.participant);
                if who.is_some() && owner.is_some() {
                    tx.tie_source(entry.source, None)?;
                }
            }
            let (speakers, participants) = (entries.len() as u64, added.len() as u64);
            Ok(((), OpKind::MapSpeakers { documents: tx.documents(&documents)?, speakers, participants }))
        })?;
        Ok(written.into())
    }

    /// Makes one participant of two: documents, speakers and memos of `from` become `into`'s, and so do its values where
    /// `into` has none.
    pub(super) fn merge_participants(
        &mut self,
        from: ParticipantId,
        into: ParticipantId,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        participant_name(&study, from)?;
        participant_name(&study, into)?;
        if from == into {
            return Ok(Outcome::default());
        }
        let values = |id| study.participant(id).map(|participant| participant.values.clone()).unwrap_or_default();
        let (lost, kept) = (values(from), values(into));
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let (from_guid, into_guid) = (tx.participant(from)?, tx.participant(into)?);
            for source in study.sources.iter().filter(|source| source.participant == Some(from)) {
                tx.tie_source(source.id, Some(into))?;
            }
            tx.replace_in_maps(from, into)?;
            tx.move_memos(from, into)?;
            for (variable, (lost, kept)) in study.variables.iter().zip(lost.iter().zip(&kept)) {
                if let (Some(value), None) = (lost, kept) {
                    tx.set_participant_value(into, variable.id, Some(value))?;
                }
            }
            tx.remove_participant(from)?;
            Ok(((), OpKind::MergeParticipants { from: from_guid, into: into_guid }))
        })?;
        Ok(written.into())
    }
}

/// The label as the document's map has it, otherwise as it is given.
fn known_label<'e>(study: &'e Study, entry: &'e SpeakerEntry) -> &'e str {
    let map = study.source(entry.source).map(|source| &source.speakers);
    map.and_then(|map| map.known_label(&entry.label)).unwrap_or(&entry.label)
}
