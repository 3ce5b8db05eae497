//! Commands on the participants who speak in documents.

use super::documents::{document_name, free_name};
use super::participants::participant_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::engine::speakers::in_no_document;
use crate::model::op::SpeakerChange;
use crate::model::{
    OpKind, ParticipantId, RowKind, SourceId, SpeakerEntry, SpeakerIs, SpeakerRole, SpeakerRule, Study, find_named,
    same_name,
};
use crate::text::{include_speakers, is_asking};
use std::collections::BTreeSet;

/// States in the rule of a document whether a label is an interviewer's. One who was an interviewer and is a participant
/// stays one who asks.
fn set_role(rule: &mut SpeakerRule, entry: &SpeakerEntry) {
    let role = match entry.who {
        SpeakerIs::Interviewer => SpeakerRole::Interviewer,
        SpeakerIs::Nobody if rule.asks(&entry.label).unwrap_or_else(|| is_asking(&entry.label)) => SpeakerRole::Speaker,
        SpeakerIs::Nobody | SpeakerIs::Participant(_) | SpeakerIs::Named(_) => return,
    };
    rule.set_role(&entry.label, role);
}

/// Returns the names of the participants who are to be added.
fn new_participants(study: &Study, entries: &[SpeakerEntry]) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = Vec::new();
    for entry in entries {
        document_name(study, entry.source)?;
        match &entry.who {
            SpeakerIs::Participant(id) => _ = participant_name(study, *id)?,
            SpeakerIs::Named(name) if study.participant_named(name.trim()).is_none() => {
                let name = free_name(RowKind::Participant, name, false)?;
                if !names.iter().any(|known| same_name(known, &name)) {
                    names.push(name);
                }
            }
            SpeakerIs::Named(_) | SpeakerIs::Nobody | SpeakerIs::Interviewer => {}
        }
    }
    Ok(names)
}

impl Project {
    /// A document whose speakers are participants belongs to no participant itself any more.
    pub(super) fn map_speakers(
        &mut self,
        entries: &[SpeakerEntry],
        deleted: &[ParticipantId],
        by: &By,
    ) -> Result<Outcome, Error> {
        if entries.is_empty() {
            return Ok(Outcome::default());
        }
        let study = self.reads().study()?;
        let names = new_participants(&study, entries)?;
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
            let of_source = || entries.iter().filter(|entry| entry.source == source);
            let mapped = of_source().filter(|entry| entry.who.is_participant());
            include_speakers(&mut origin.speakers, mapped.map(|entry| entry.label.as_str()));
            for entry in of_source() {
                set_role(&mut origin.speakers, entry);
            }
            if origin != before {
                origins.push((source, origin));
            }
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let mut untied = BTreeSet::new();
            let mut added = Vec::new();
            for name in &names {
                added.push((name, tx.add_participant(name)?));
            }
            for (source, origin) in &origins {
                tx.set_origin(*source, origin)?;
            }
            let mut changes = Vec::new();
            for entry in entries {
                let who = match &entry.who {
                    SpeakerIs::Nobody | SpeakerIs::Interviewer => None,
                    SpeakerIs::Participant(id) => Some(*id),
                    SpeakerIs::Named(name) => study
                        .participant_named(name.trim())
                        .map(|known| known.id)
                        .or_else(|| find_named(&added, name, |(known, _)| known.as_str()).map(|(_, id)| *id)),
                };
                let label = known_label(&study, entry);
                tx.set_speaker(entry.source, label, who)?;
                let was = study.source(entry.source).and_then(|source| source.speakers.get(label));
                if was != who {
                    changes.push(SpeakerChange {
                        document: tx.document(entry.source)?,
                        label: label.to_owned(),
                        was: was.map(|id| tx.participant(id)).transpose()?,
                        participant: who.map(|id| tx.participant(id)).transpose()?,
                    });
                }
                let owner = study.source(entry.source).and_then(|source| source.participant);
                if who.is_some() && owner.is_some() {
                    untied.insert(entry.source);
                }
            }
            for source in &untied {
                tx.tie_source(*source, None)?;
            }
            let deleted = in_no_document(&study, entries, deleted);
            for participant in &deleted {
                tx.remove_participant(*participant)?;
            }
            let (speakers, participants) = (entries.len() as u64, added.len() as u64);
            let (documents, untied) = (tx.documents(&documents)?, untied.len() as u64);
            let deleted = deleted.len() as u64;
            Ok(((), OpKind::MapSpeakers { documents, speakers, participants, untied, deleted, who: changes }))
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
        let (gone, stays) = (participant_name(&study, from)?, participant_name(&study, into)?);
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
            tx.rename_in_accounts(gone, stays)?;
            for (variable, (lost, kept)) in study.variables.iter().zip(lost.iter().zip(&kept)) {
                if let (Some(value), None) = (lost, kept) {
                    tx.set_participant_value(into, variable.id, Some(value))?;
                }
            }
            tx.remove_participant(from)?;
            super::queries::follow_merged(tx, &study, &std::iter::once((from_guid, into_guid)).collect())?;
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
