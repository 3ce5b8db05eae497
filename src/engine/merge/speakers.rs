//! Who speaks, in a merge: participants and roles of speakers that differ in a copy.

use super::choice::{ChoiceKind, MergeThing};
use super::difference::DifferenceKind;
use super::stated::StatedSpeaker;
use super::{ChosenWork, Copied, MergePlan, Planner};
use crate::engine::error::Error;
use crate::engine::speech::speech_of;
use crate::model::op::SpeakerChange;
use crate::model::{Guid, Participant, Source, SourceId, SpeakerRole, SpeakerRule, Study, Voice, same_name};
use crate::store::Reads;
use crate::text::{include_speakers, speech};
use std::collections::{BTreeSet, HashSet};

/// True for one participant in two copies of a project.
fn is_same(here: &Participant, theirs: &Participant) -> bool {
    here.guid == theirs.guid || same_name(&here.name, &theirs.name)
}

fn rule_of(reads: Reads<'_>, source: SourceId) -> Result<SpeakerRule, Error> {
    Ok(reads.origin(source)?.unwrap_or_default().speakers)
}

/// True for a label of a document that is among these.
fn is_among(labels: &HashSet<(SourceId, String)>, source: SourceId, label: &str) -> bool {
    labels.iter().any(|(of, known)| *of == source && same_name(known, label))
}

/// Which labels are speakers' in a document.
struct Heard<'d> {
    document: &'d Source,
    /// As detected, and as its rule states.
    voices: Vec<Voice>,
    /// Those that are speakers' once the rule includes them.
    others: Vec<Voice>,
}

impl<'d> Heard<'d> {
    /// `labels`: those that are asked for.
    fn read(reads: Reads<'_>, document: &'d Source, labels: &[&str]) -> Result<Self, Error> {
        let source = document.id;
        let voices = if labels.is_empty() { Vec::new() } else { speech_of(reads, source)?.voices };
        let is_missing = |label: &&str| !voices.iter().any(|voice| same_name(&voice.label, label));
        let missing: Vec<&str> = labels.iter().copied().filter(is_missing).collect();
        let mut others = Vec::new();
        if !missing.is_empty() {
            let mut origin = reads.origin(source)?.unwrap_or_default();
            include_speakers(&mut origin.speakers, missing.into_iter());
            others = speech(&reads.text(source)?, &origin).voices;
        }
        Ok(Self { document, voices, others })
    }

    /// Returns a label as the text has it; `None` if the text has no speaker with this label, as after a correction.
    fn label(&self, label: &str) -> Option<&str> {
        let mut all = self.voices.iter().chain(&self.others);
        all.find(|voice| same_name(&voice.label, label)).map(|voice| voice.label.as_str())
    }

    fn role(&self, label: &str) -> SpeakerRole {
        match self.voices.iter().find(|voice| same_name(&voice.label, label)) {
            Some(voice) if voice.asks => SpeakerRole::Interviewer,
            Some(_) => SpeakerRole::Speaker,
            None => SpeakerRole::Nobody,
        }
    }
}

impl Planner<'_> {
    /// Lists the speakers who are participants in the copy, and others or none here; those who are participants here and
    /// were taken from them in the copy; and those who have another role there.
    pub(super) fn speakers(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let (unassigned, taken_here) = (copy.reads.unassigned_speakers()?, self.reads.unassigned_speakers()?);
        for source in &copy.study.sources {
            let Some(Some((ours, _))) = copy.documents.get(&source.id) else { continue };
            let Some(ours) = self.study.source(*ours) else { continue };
            let (theirs, rule) = (rule_of(copy.reads, source.id)?, rule_of(self.reads, ours.id)?);
            let differing: Vec<(&str, &Participant)> = { source.speakers.iter() }
                .filter_map(|(label, id)| Some((label, copy.study.participant(id)?)))
                .filter(|(label, theirs)| !self.here(ours, label).is_some_and(|here| is_same(here, theirs)))
                .collect();
            let roles: Vec<(&str, SpeakerRole)> = { theirs.roles.iter() }
                .map(|(label, role)| (label.as_str(), *role))
                .filter(|(label, role)| rule.role(label) != Some(*role))
                .collect();
            let labels = differing.iter().map(|(label, _)| *label).chain(roles.iter().map(|(label, _)| *label));
            let heard = Heard::read(self.reads, ours, &labels.collect::<Vec<_>>())?;
            let mut stated = rule.clone();
            for (label, theirs) in differing {
                let was_taken = is_among(&taken_here, ours.id, label);
                if let Some(label) = self.participant_of(copy, &heard, (label, theirs), was_taken) {
                    include_speakers(&mut stated, std::iter::once(label.as_str()));
                }
            }
            self.unassigned(copy, (source, &theirs), ours, &unassigned)?;
            // Who becomes a participant gets a role with that.
            for (label, role) in roles.into_iter().filter(|(label, role)| stated.role(label) != Some(*role)) {
                let here = rule.role(label).unwrap_or_else(|| heard.role(label));
                self.role_of(copy, &heard, (label, role), here);
            }
        }
        Ok(())
    }

    /// Returns the participant who speaks under a label here.
    fn here(&self, ours: &Source, label: &str) -> Option<&Participant> {
        ours.speakers.get(label).and_then(|id| self.study.participant(id))
    }

    /// Lists the speakers of a document who are participants here and were taken from them in the copy.
    fn unassigned(
        &mut self,
        copy: &Copied<'_>,
        (source, rule): (&Source, &SpeakerRule),
        ours: &Source,
        unassigned: &HashSet<(SourceId, String)>,
    ) -> Result<(), Error> {
        // A folder does not tell who was taken from their participant. A label is nobody's if the folder states that it is a
        // speaker's, or that the document has no participants, and not if it does not speak of the label.
        let says_nobody = |label: &str| rule.role(label).is_some() || copy.without_participants.contains(&source.name);
        let was_taken = |label: &str| copy.is_folder && says_nobody(label) || is_among(unassigned, source.id, label);
        let is_taken = |label: &str| source.speakers.get(label).is_none() && was_taken(label);
        let taken: Vec<&str> = ours.speakers.iter().map(|(label, _)| label).filter(|label| is_taken(label)).collect();
        // A label that was corrected in the copy was taken from nobody.
        let heard = Heard::read(copy.reads, source, &taken)?;
        for label in taken.into_iter().filter(|label| heard.label(label).is_some()) {
            let Some((guid, participant)) = self.here(ours, label).map(|here| (here.guid, here.name.clone())) else {
                continue;
            };
            let (document, label) = (ours.name.clone(), label.to_owned());
            let thing = MergeThing::Speaker { document: ours.guid, label: label.clone() };
            let work = ChosenWork::Unassign(ours.id, label.clone(), guid);
            self.may_choose(copy, ChoiceKind::UnassignedSpeaker, thing, self.plan.differences.len(), work);
            self.differs(copy, DifferenceKind::UnassignedSpeaker { document, label, participant });
        }
        Ok(())
    }

    /// Lists a speaker of a document who is a participant in the copy, and another one or none here. Returns the label here
    /// if the user may take this. `was_taken`: the speaker was a participant here, and is none.
    fn participant_of(
        &mut self,
        copy: &Copied<'_>,
        heard: &Heard<'_>,
        (label, theirs): (&str, &Participant),
        was_taken: bool,
    ) -> Option<String> {
        let ours = heard.document;
        let here = self.here(ours, label);
        // A name alone does not show that two people are one.
        let is_known = self.study.participants.iter().any(|one| one.guid == theirs.guid);
        let namesake = self.study.participant_named(&theirs.name).filter(|_| !is_known);
        let is_heard = namesake.is_some_and(|one| self.study.sources.iter().any(|source| source.has(one.id)));
        let is_new = here.is_none() && ours.participant.is_none() && !is_heard && !was_taken;
        let kind = if is_new { ChoiceKind::NewSpeaker } else { ChoiceKind::OtherSpeaker };
        let here = here.map(|here| here.name.clone());
        let in_text = heard.label(label);
        let Some(known) = in_text.map(|label| ours.speakers.known_label(label).unwrap_or(label).to_owned()) else {
            // The text here has another label, which may have been corrected and be the same participant's.
            let mut speaking = self.study.participants.iter().filter(|one| ours.has(one.id));
            if !speaking.any(|one| is_same(one, theirs)) {
                let (document, label, participant) = (ours.name.clone(), label.to_owned(), theirs.name.clone());
                self.differs(copy, DifferenceKind::MissingSpeaker { document, label, participant, here });
            }
            return None;
        };
        let thing = MergeThing::Speaker { document: ours.guid, label: known.clone() };
        let work = ChosenWork::State(Box::new(self.stated(copy, ours, &known, theirs)));
        self.may_choose(copy, kind, thing, self.plan.differences.len(), work);
        let (document, label, participant) = (ours.name.clone(), known.clone(), theirs.name.clone());
        self.differs(copy, DifferenceKind::Speaker { document, label, participant, here });
        Some(known)
    }

    /// Lists a speaker of a document who has another role in the copy than here, if the text here has the speaker.
    fn role_of(&mut self, copy: &Copied<'_>, heard: &Heard<'_>, (label, role): (&str, SpeakerRole), here: SpeakerRole) {
        if here == role || heard.label(label).is_none() {
            return;
        }
        let ours = heard.document;
        let (document, label) = (ours.name.clone(), label.to_owned());
        let thing = MergeThing::Role { document: ours.guid, label: label.clone() };
        let work = ChosenWork::SetRole(ours.id, label.clone(), role);
        self.may_choose(copy, ChoiceKind::OtherRole, thing, self.plan.differences.len(), work);
        self.differs(copy, DifferenceKind::Role { document, label, role, here });
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
    /// Returns the names of the participants who are added.
    #[must_use]
    pub fn new_participants(&self, taken: &BTreeSet<usize>) -> Vec<&str> {
        let mut added: Vec<&StatedSpeaker> = Vec::new();
        for work in self.works(taken) {
            if let ChosenWork::State(one) = work
                && one.here.is_none()
                && !added.iter().any(|known| known.is_person(one))
            {
                added.push(one);
            }
        }
        added.into_iter().map(|one| one.name.as_str()).collect()
    }

    /// Returns the names of the participants who are in a document now and are in none afterwards.
    #[must_use]
    pub fn left_over(&self, taken: &BTreeSet<usize>) -> Vec<&str> {
        let (mut stated, mut untied) = (Vec::new(), HashSet::new());
        for work in self.works(taken) {
            match work {
                ChosenWork::State(one) => {
                    stated.push((one.source, one.label.as_str(), one.here));
                    untied.insert(one.source);
                }
                ChosenWork::Unassign(source, label, _) => stated.push((*source, label.as_str(), None)),
                _ => {}
            }
        }
        self.whereabouts.left_over(&stated, &untied)
    }

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
