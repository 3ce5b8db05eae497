//! Commands on documents (rename, assign to a participant, mark as finished, remove), and on the project's name and
//! description.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Noun, OpKind, Origin, ParticipantId, RowKind, SourceId, SpeakerRule, Study, UserId, plural};
use crate::store::Held;
use crate::text::pattern_rule;

/// Describes what belongs to a thing: ` with 47 passages and 2 memos`, or nothing.
#[must_use]
pub fn with_all(held: Held) -> String {
    plural::with_all(&[(held.passages, Noun::Passage), (held.values, Noun::Value), (held.memos, Noun::Memo)])
}

/// Returns the trimmed name if it is not empty and not taken.
pub(super) fn free_name(kind: RowKind, name: &str, taken: bool) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless { kind });
    }
    if taken {
        return Err(Error::NameTaken { kind, name: name.to_owned() });
    }
    Ok(name.to_owned())
}

impl Project {
    pub(super) fn rename_document(&mut self, id: SourceId, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        document_name(&study, id)?;
        let taken = study.source_named(name.trim()).is_some_and(|other| other.id != id);
        let name = free_name(RowKind::Document, name, taken)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.rename_source(id, &name)?;
            Ok(((), OpKind::RenameDocument { document: tx.document(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_speakers(&mut self, id: SourceId, rule: &SpeakerRule, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        document_name(&study, id)?;
        let origin = self.reads().origin(id)?.unwrap_or_default();
        if origin.speakers == *rule {
            return Ok(Outcome::default());
        }
        if let Some(pattern) = &rule.pattern {
            pattern_rule(pattern)?;
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.set_origin(id, &Origin { speakers: rule.clone(), ..origin })?;
            Ok(((), OpKind::SetSpeakers { document: tx.document(id)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_documents(&mut self, ids: &[SourceId], by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let mut held = Held::default();
        for &id in ids {
            document_name(&study, id)?;
            let one = self.reads().held_by_document(id)?;
            held.passages += one.passages;
            held.memos += one.memos;
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let documents = tx.documents(ids)?;
            for &id in ids {
                tx.remove_source(id)?;
            }
            Ok(((), OpKind::RemoveDocuments { documents, passages: held.passages, memos: held.memos }))
        })?;
        Ok(written.into())
    }

    /// Speakers of a document that is given to one participant are no participants of their own any more.
    pub(super) fn tie_documents(
        &mut self,
        ids: &[SourceId],
        participant: Option<ParticipantId>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        if let Some(id) = participant {
            super::participants::participant_name(&study, id)?;
        }
        // In a document with a map, the words would still belong to the speakers.
        let mapped = ids.iter().filter_map(|id| study.source(*id)).filter(|source| !source.speakers.is_empty());
        let mapped: Vec<_> = mapped.filter(|_| participant.is_some()).collect();
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for source in &mapped {
                for (label, _) in source.speakers.iter() {
                    tx.set_speaker(source.id, label, None)?;
                }
            }
            for &id in ids {
                tx.tie_source(id, participant)?;
            }
            let participant = participant.map(|participant| tx.participant(participant)).transpose()?;
            let unmapped = mapped.len() as u64;
            Ok(((), OpKind::AssignDocuments { documents: tx.documents(ids)?, participant, unmapped }))
        })?;
        Ok(written.into())
    }

    /// Marks documents as finished by a coder, or removes the marks. A person without a name who does this is taken
    /// to be that coder.
    pub(super) fn mark_done(&mut self, ids: &[SourceId], user: UserId, done: bool, by: &By) -> Result<Outcome, Error> {
        let coder = self.reads().user_name(user)?;
        let written = self.store.transact(by.name().or(Some(&coder)), now(), |tx| -> Result<_, Error> {
            for &id in ids {
                if done {
                    tx.add_participation(id, user)?;
                } else {
                    tx.remove_participation(id, user)?;
                }
            }
            let (documents, coder) = (tx.documents(ids)?, tx.coder(user)?);
            Ok(((), OpKind::MarkFinished { documents, coder, finished: done }))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_blind(&mut self, on: bool, by: &By) -> Result<Outcome, Error> {
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.set_blind(on)?;
            Ok(((), OpKind::SetBlind { on }))
        })?;
        Ok(written.into())
    }

    pub(super) fn describe_project(&mut self, name: &str, description: &str, by: &By) -> Result<Outcome, Error> {
        let name = free_name(RowKind::Project, name, false)?;
        let now_called = self.reads().project()?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            if now_called.name != name || now_called.description != description {
                tx.set_project(&name, description)?;
            }
            let renamed = now_called.name != name;
            Ok(((), if renamed { OpKind::RenameProject } else { OpKind::DescribeProject }))
        })?;
        Ok(written.into())
    }
}

pub(super) fn document_name(study: &Study, id: SourceId) -> Result<&str, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Document, id: id.0 };
    study.source(id).map(|s| s.name.as_str()).ok_or_else(|| missing.into())
}
