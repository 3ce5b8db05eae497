//! Commands on participants.

use super::documents::free_name;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{OpKind, ParticipantId, RowKind, Study};
use crate::store::Held;

impl Project {
    pub(super) fn add_participant(&mut self, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = free_name(RowKind::Participant, name, study.participant_named(name.trim()).is_some())?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let participant = tx.add_participant(&name)?;
            Ok(((), OpKind::AddParticipant { participant: tx.participant(participant)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn rename_participant(&mut self, id: ParticipantId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let before = participant_name(&study, id)?;
        let taken = study.participant_named(name.trim()).is_some_and(|other| other.id != id);
        let name = free_name(RowKind::Participant, name, taken)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.rename_participant(id, &name)?;
            tx.rename_in_accounts(before, &name)?;
            Ok(((), OpKind::RenameParticipant { participant: tx.participant(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_participants(&mut self, ids: &[ParticipantId], by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let mut held = Held::default();
        for &id in ids {
            participant_name(&study, id)?;
            let one = self.reads().held_by_participant(id)?;
            held.values += one.values;
            held.memos += one.memos;
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let participants = ids.iter().map(|&id| tx.participant(id)).collect::<Result<_, _>>()?;
            for &id in ids {
                tx.remove_participant(id)?;
            }
            Ok(((), OpKind::RemoveParticipants { participants, values: held.values, memos: held.memos }))
        })?;
        Ok(written.into())
    }
}

pub(super) fn participant_name(study: &Study, id: ParticipantId) -> Result<&str, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Participant, id: id.0 };
    study.participant(id).map(|p| p.name.as_str()).ok_or_else(|| missing.into())
}
