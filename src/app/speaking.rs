//! The dialog that states which participants the speakers of documents are. Independent of egui.

mod requests;

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::submission::Submission;
use crate::engine::speakers::{DocumentSpeakers, LabelledSpeaker, in_no_document};
use crate::engine::{Answer, Changes, Error, JobId, Query};
use crate::model::{Participant, ParticipantId, SourceId, SpeakerEntry, SpeakerIs, Study, find_named, same_name};
use std::collections::HashSet;
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Speaking {
    pub open: Option<SpeakersDraft>,
}

#[derive(Debug, Default)]
pub struct SpeakersDraft {
    /// The selected documents.
    pub sources: Vec<SourceId>,
    /// Typed to find documents.
    pub filter: String,
    /// What the user has changed.
    pub choices: Vec<SpeakerEntry>,
    pub submission: Submission,
    pub pending: Pending,
    /// Whether participants who would be in no document any more are deleted.
    pub deletes_absent: bool,
    /// Two participants who are one person, while the dialog asks for them.
    pub joining: Option<Joining>,
    /// The dialog was opened for that and is closed afterwards.
    pub only_joins: bool,
    found: Arc<Vec<DocumentSpeakers>>,
    /// The documents whose speakers were requested; `None` when they are out of date.
    asked: Option<Vec<SourceId>>,
}

/// Two participants who are one person.
#[derive(Debug, Default)]
pub struct Joining {
    /// The one who is deleted.
    pub from: Option<ParticipantId>,
    pub into: Option<ParticipantId>,
    pub submission: Submission,
}

impl SpeakersDraft {
    /// The speakers of the selected documents that have arrived, in the order of the project.
    pub fn documents(&self) -> impl Iterator<Item = &DocumentSpeakers> {
        self.found.iter().filter(|document| self.sources.contains(&document.source))
    }

    /// Who a speaker is, with the user's changes.
    #[must_use]
    pub fn who(&self, source: SourceId, speaker: &LabelledSpeaker) -> SpeakerIs {
        let is_same = |entry: &&SpeakerEntry| entry.source == source && same_name(&entry.label, &speaker.label);
        self.choices.iter().find(is_same).map_or_else(|| stated(speaker), |entry| entry.who.clone())
    }

    /// Chooses who a speaker is.
    pub fn choose(&mut self, source: SourceId, speaker: &LabelledSpeaker, who: SpeakerIs) {
        self.choices.retain(|entry| entry.source != source || !same_name(&entry.label, &speaker.label));
        if who != stated(speaker) {
            self.choices.push(SpeakerEntry { source, label: speaker.label.clone(), who });
        }
    }

    /// The speakers who may be the participant of their name, and are nobody yet.
    #[must_use]
    pub fn suggestions(&self, study: &Study) -> Vec<(SourceId, LabelledSpeaker, ParticipantId)> {
        let mut suggestions = Vec::new();
        for document in self.documents() {
            for speaker in &document.speakers {
                if let Some(participant) = self.suggested(study, document.source, speaker) {
                    suggestions.push((document.source, speaker.clone(), participant));
                }
            }
        }
        suggestions
    }

    /// Returns the participant whom a speaker without one may be by name, unless the document already says so.
    #[must_use]
    pub fn suggested(&self, study: &Study, source: SourceId, speaker: &LabelledSpeaker) -> Option<ParticipantId> {
        let alike = speaker.alike.filter(|_| self.who(source, speaker) == SpeakerIs::Nobody)?;
        let of_document = self.participant_of(study, source);
        (of_document.is_none() || of_document != study.participant(alike).map(|one| one.name.as_str())).then_some(alike)
    }

    /// Lets every speaker be the participant who is suggested.
    pub fn take_suggestions(&mut self, study: &Study) {
        for (source, speaker, participant) in self.suggestions(study) {
            self.choose(source, &speaker, SpeakerIs::Participant(participant));
        }
    }

    /// The changes in the selected documents.
    #[must_use]
    pub fn changes(&self) -> Vec<SpeakerEntry> {
        self.choices.iter().filter(|entry| self.sources.contains(&entry.source)).cloned().collect()
    }

    /// The names of participants that would be added.
    #[must_use]
    pub fn new_participants(&self, study: &Study) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for entry in self.changes() {
            if let SpeakerIs::Named(name) = entry.who
                && study.participant_named(&name).is_none()
                && find_named(&names, &name, |known| known.as_str()).is_none()
            {
                names.push(name);
            }
        }
        names
    }

    /// The participants who are in a document now, and would be in none after the changes.
    #[must_use]
    pub fn absent(&self, study: &Study) -> Vec<ParticipantId> {
        let changes = self.changes();
        let changed: HashSet<SourceId> = changes.iter().map(|entry| entry.source).collect();
        let mut now: Vec<ParticipantId> = Vec::new();
        for source in study.sources.iter().filter(|source| changed.contains(&source.id)) {
            now.extend(source.participant);
            now.extend(source.speakers.iter().map(|(_, participant)| participant));
        }
        now.sort_unstable();
        now.dedup();
        in_no_document(study, &changes, &now)
    }

    /// The documents that belong to one participant and will belong to their speakers, by name.
    #[must_use]
    pub fn untied(&self, study: &Study) -> Vec<String> {
        let changes = self.changes();
        let is_mapped =
            |source: SourceId| changes.iter().any(|entry| entry.source == source && entry.who.is_participant());
        let tied = study.sources.iter().filter(|source| source.participant.is_some() && is_mapped(source.id));
        tied.map(|source| source.name.clone()).collect()
    }

    /// The name of the participant to whom a whole document belongs, with the user's changes: none if its speakers are
    /// participants.
    #[must_use]
    pub fn participant_of<'s>(&self, study: &'s Study, source: SourceId) -> Option<&'s str> {
        let is_mapped = |entry: &SpeakerEntry| entry.source == source && entry.who.is_participant();
        let source =
            study.source(source).filter(|one| one.speakers.is_empty() && !self.choices.iter().any(is_mapped))?;
        Some(study.participant(source.participant?)?.name.as_str())
    }

    /// The name for a speaker who becomes a new participant: the label, or `DOCUMENT: LABEL` if somebody has that name.
    #[must_use]
    pub fn own_name(&self, study: &Study, source: SourceId, speaker: &LabelledSpeaker) -> String {
        let label = speaker.label.as_str();
        let is_other = |entry: &SpeakerEntry| {
            (entry.source, entry.label.as_str()) != (source, label)
                && matches!(&entry.who, SpeakerIs::Named(name) if same_name(name, label))
        };
        if study.participant_named(label).is_none() && !self.choices.iter().any(is_other) {
            return label.to_owned();
        }
        let document = study.source(source).map_or("", |source| source.name.as_str());
        format!("{document}: {label}")
    }

    /// Requests the speakers of the selected documents if they are missing.
    fn refresh(&mut self, link: &mut Link) {
        if self.asked.as_ref() != Some(&self.sources) {
            self.pending.ask(link, Query::Speakers(self.sources.clone()));
            self.asked = Some(self.sources.clone());
        }
    }

    /// Requests them again after a failure.
    pub fn read_again(&mut self) {
        self.asked = None;
    }
}

/// Who a speaker is in the project.
fn stated(speaker: &LabelledSpeaker) -> SpeakerIs {
    match speaker.participant {
        Some(participant) => SpeakerIs::Participant(participant),
        None if speaker.asks => SpeakerIs::Interviewer,
        None => SpeakerIs::Nobody,
    }
}

/// What joining two participants changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct JoinPreview {
    /// Names of documents that belong to the one who is deleted, or in which they speak.
    pub documents: Vec<String>,
    /// Attributes whose values are taken over, with the values.
    pub taken: Vec<(String, String)>,
    /// Attributes whose values are lost: the value that is lost, and the one that stays.
    pub lost: Vec<(String, String, String)>,
}

impl JoinPreview {
    #[must_use]
    pub fn of(study: &Study, from: &Participant, into: &Participant) -> Self {
        let documents = study.sources.iter().filter(|source| source.has(from.id)).map(|source| source.name.clone());
        let mut preview = Self { documents: documents.collect(), ..Self::default() };
        for (place, variable) in study.variables.iter().enumerate() {
            let value = |participant: &Participant| participant.values.get(place).cloned().flatten();
            match (value(from), value(into)) {
                (Some(value), None) => preview.taken.push((variable.name.clone(), value)),
                (Some(lost), Some(kept)) if lost != kept => preview.lost.push((variable.name.clone(), lost, kept)),
                _ => {}
            }
        }
        preview
    }
}

impl Part for Speaking {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        let Some(draft) = self.open.as_mut().filter(|draft| draft.pending.is(job)) else { return Some(answer) };
        let Answer::Speakers(found) = answer else { return Some(answer) };
        draft.pending.take(job);
        draft.found = found;
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        self.open.as_mut().is_some_and(|draft| draft.pending.failed(job, error))
    }

    fn changed(&mut self, changes: &Changes) {
        if let Some(draft) = self.open.as_mut().filter(|_| changes.study || changes.documents) {
            draft.asked = None;
        }
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        let (Some(draft), Some(study)) = (&mut self.open, around.study) else { return };
        // Documents and participants may have been deleted meanwhile.
        draft.sources.retain(|source| study.source(*source).is_some());
        draft.choices.retain(|entry| match entry.who {
            SpeakerIs::Participant(id) => study.participant(id).is_some(),
            SpeakerIs::Nobody | SpeakerIs::Interviewer | SpeakerIs::Named(_) => true,
        });
        draft.refresh(around.link);
    }
}
