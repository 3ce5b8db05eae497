//! Who speaks, in a merge: participants and roles of speakers that differ in a copy.

use super::choice::{ChoiceKind, MergeThing};
use super::difference::DifferenceKind;
use super::stated::StatedSpeaker;
use super::{ChosenWork, Copied, MergePlan, Planner};
use crate::engine::error::Error;
use crate::model::op::SpeakerChange;
use crate::model::{Guid, Participant, Source, SourceId, SpeakerRole, SpeakerRule, Study, same_name};
use crate::text::is_asking;
use std::collections::BTreeSet;

/// True for one participant in two copies of a project.
fn is_same(here: &Participant, theirs: &Participant) -> bool {
    here.guid == theirs.guid || same_name(&here.name, &theirs.name)
}

impl Planner<'_> {
    /// Lists the speakers who are participants in the copy, and others or none here; those who are participants here and
    /// were taken from them in the copy; and those who have another role there.
    pub(super) fn speakers(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let unassigned = copy.reads.unassigned_speakers()?;
        for source in &copy.study.sources {
            let Some(Some((ours, _))) = copy.documents.get(&source.id) else { continue };
            let Some(ours) = self.study.source(*ours) else { continue };
            self.participants_of(copy, source, ours);
            for (label, id) in ours.speakers.iter() {
                let Some(here) = self.study.participant(id) else { continue };
                let is_taken = unassigned.iter().any(|(of, known)| *of == source.id && same_name(known, label));
                if is_taken && source.speakers.get(label).is_none() {
                    let thing = MergeThing::Speaker { document: ours.guid, label: label.to_owned() };
                    let work = ChosenWork::Unassign(ours.id, label.to_owned(), here.guid);
                    self.may_choose(copy, ChoiceKind::UnassignedSpeaker, thing, self.plan.differences.len(), work);
                    let (document, participant) = (ours.name.clone(), here.name.clone());
                    self.differs(
                        copy,
                        DifferenceKind::UnassignedSpeaker { document, label: label.to_owned(), participant },
                    );
                }
            }
            let theirs = copy.reads.origin(source.id)?.unwrap_or_default().speakers;
            let rule = self.reads.origin(ours.id)?.unwrap_or_default().speakers;
            self.roles_of(copy, ours, &theirs, &rule);
        }
        Ok(())
    }

    /// Lists the speakers of a document who are participants in the copy, and others or none here.
    fn participants_of(&mut self, copy: &Copied<'_>, source: &Source, ours: &Source) {
        for (label, participant) in source.speakers.iter() {
            let Some(theirs) = copy.study.participant(participant) else { continue };
            let here = ours.speakers.get(label).and_then(|id| self.study.participant(id));
            if here.is_some_and(|here| is_same(here, theirs)) {
                continue;
            }
            // A name alone does not show that two people are one.
            let is_known = self.study.participants.iter().any(|one| one.guid == theirs.guid);
            let namesake = self.study.participant_named(&theirs.name).filter(|_| !is_known);
            let is_heard = namesake.is_some_and(|one| self.study.sources.iter().any(|source| source.has(one.id)));
            let is_new = here.is_none() && ours.participant.is_none() && !is_heard;
            let kind = if is_new { ChoiceKind::NewSpeaker } else { ChoiceKind::OtherSpeaker };
            let label = ours.speakers.known_label(label).unwrap_or(label).to_owned();
            let thing = MergeThing::Speaker { document: ours.guid, label: label.clone() };
            let work = ChosenWork::State(Box::new(self.stated(copy, ours, &label, theirs)));
            self.may_choose(copy, kind, thing, self.plan.differences.len(), work);
            let (document, participant) = (ours.name.clone(), theirs.name.clone());
            let here = here.map(|here| here.name.clone());
            self.differs(copy, DifferenceKind::Speaker { document, label, participant, here });
        }
    }

    /// Lists the speakers of a document who have another role in the copy, where it states one.
    fn roles_of(&mut self, copy: &Copied<'_>, ours: &Source, theirs: &SpeakerRule, rule: &SpeakerRule) {
        for (label, &role) in &theirs.roles {
            let by_label = || if is_asking(label) { SpeakerRole::Interviewer } else { SpeakerRole::Speaker };
            let here = rule.role(label).unwrap_or_else(by_label);
            if here == role {
                continue;
            }
            let thing = MergeThing::Role { document: ours.guid, label: label.clone() };
            let work = ChosenWork::SetRole(ours.id, label.clone(), role);
            self.may_choose(copy, ChoiceKind::OtherRole, thing, self.plan.differences.len(), work);
            let (document, label) = (ours.name.clone(), label.clone());
            self.differs(copy, DifferenceKind::Role { document, label, role, here });
        }
    }

    fn stated(&self, copy: &Copied<'_>, ours: &Source, label: &str, theirs: &Participant) -> StatedSpeaker {
        let known = self.study.participants.iter();
        let here =
            { known }.find(|ours| ours.guid == theirs.guid).or_else(|| self.study.participant_named(&theirs.name));
        let mut values = Vec::new();
        for (attribute, value) in copy.study.variables.iter().zip(&theirs.values) {
            let ours = self.study.variables.iter().find(|ours| same_name(&ours.name, &attribute.name));
            values.extend(ours.zip(value.clone()).map(|(ours, value)| (ours.id, value)));
        }
        let was = ours.speakers.get(label).and_then(|id| self.study.participant(id)).map(|was| was.guid);
        let (here, guid, name) = (here.map(|ours| ours.id), theirs.guid, theirs.name.clone());
        StatedSpeaker { source: ours.id, label: label.to_owned(), was, here, guid, name, values }
    }
}

impl MergePlan {
    /// Returns who becomes whom if these choices are taken.
    pub(in crate::engine) fn who_becomes_whom(&self, study: &Study, taken: &BTreeSet<usize>) -> Vec<SpeakerChange> {
        let change = |source: SourceId, label: &String, was: Option<Guid>, participant: Option<Guid>| {
            Some(SpeakerChange { document: study.source(source)?.guid, label: label.clone(), was, participant })
        };
        let mut added: Vec<&StatedSpeaker> = Vec::new();
        let changes = self.works(taken).filter_map(|work| match work {
            ChosenWork::State(one) => {
                let here = one.here.and_then(|id| study.participant(id)).map(|here| here.guid);
                let known = || added.iter().find(|known| known.is_person(one)).map(|known| known.guid);
                let guid = here.or_else(known).unwrap_or(one.guid);
                if here.is_none() {
                    added.push(one);
                }
                change(one.source, &one.label, one.was, Some(guid))
            }
            ChosenWork::Unassign(source, label, was) => change(*source, label, Some(*was), None),
            _ => None,
        });
        // Several copies may state the same.
        let mut found: Vec<SpeakerChange> = Vec::new();
        for change in changes {
            if !found.iter().any(|known| (known.document, &known.label) == (change.document, &change.label)) {
                found.push(change);
            }
        }
        found
    }
}
