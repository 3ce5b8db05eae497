//! Which participants the speakers of imported documents become.

use super::plan::{ImportPlan, PlannedDocument};
use super::report::ImportReport;
use crate::interchange::plain::ProjectDump;
use crate::interchange::remark::Warning;
use crate::model::{NameKey, SpeakerChoice, Study, same_name};
use crate::text::{is_generic, is_no_single_person, is_numbered_among};
use std::collections::HashMap;

/// Whom a speaker becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSpeaker {
    pub label: String,
    pub becomes: Becomes,
    /// The name that a participant of their own would have.
    pub own_name: String,
    /// The participant of the project who has the speaker's name.
    pub alike: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    Nobody,
    /// A participant of the project.
    Known(String),
    /// A new participant; `renamed`: with the document's name before the label, because others have that label, too.
    New {
        name: String,
        renamed: bool,
    },
}

/// The participants of a project by their names as people see them, without regard to case and width.
pub struct Namesakes<'s>(HashMap<NameKey, Vec<&'s str>>);

impl<'s> Namesakes<'s> {
    #[must_use]
    pub fn new(study: &'s Study) -> Self {
        let mut names: HashMap<NameKey, Vec<&str>> = HashMap::new();
        for participant in &study.participants {
            names.entry(NameKey::caseless(&participant.name)).or_default().push(&participant.name);
        }
        Self(names)
    }

    /// Returns the participant with this name; `None` if there is none, or several and none with exactly this name.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<&'s str> {
        let names = self.0.get(&NameKey::caseless(label))?;
        match names.as_slice() {
            [one] => Some(one),
            several => several.iter().copied().find(|name| same_name(name, label)),
        }
    }
}

impl ImportPlan {
    /// Returns whom the speakers of each document would become if speakers become participants. Empty for documents that
    /// are not wanted, or for which the user has chosen one participant.
    ///
    /// A speaker with the name of a participant becomes that participant, unless the label may mean anybody (`Woman 4`, or
    /// `P1` beside `P2`).
    /// Interviewers, and what several people say at once, belong to nobody.
    #[must_use]
    pub fn speakers(&self, study: &Study) -> Vec<Vec<PlannedSpeaker>> {
        let mut documents: HashMap<NameKey, usize> = HashMap::new();
        let is_mapped = |planned: &PlannedDocument| planned.wanted && planned.participant.is_none();
        for label in self.documents.iter().filter(|planned| is_mapped(planned)).flat_map(PlannedDocument::answering) {
            *documents.entry(NameKey::of(label)).or_default() += 1;
        }
        let namesakes = Namesakes::new(study);
        let one = |planned: &PlannedDocument, label: &str| {
            let alike = namesakes.find(label);
            let is_unique = documents.get(&NameKey::of(label)).is_none_or(|n| *n == 1) && alike.is_none();
            let own_name = match is_unique {
                true => label.to_owned(),
                false => format!("{}: {label}", planned.name.trim()),
            };
            let chosen =
                planned.who.iter().find(|(known, _)| same_name(known, label)).map(|(_, choice)| choice.clone());
            let suggested = || match alike {
                _ if planned.is_asking(label) || is_no_single_person(label) => SpeakerChoice::Nobody,
                Some(name) if !is_generic(label) && !is_numbered_among(label, planned.answering()) => {
                    SpeakerChoice::Known(name.to_owned())
                }
                _ => SpeakerChoice::New,
            };
            let becomes = match chosen.unwrap_or_else(suggested) {
                SpeakerChoice::New => Becomes::New { name: own_name.clone(), renamed: !is_unique },
                SpeakerChoice::Known(name) => Becomes::Known(name),
                SpeakerChoice::Nobody => Becomes::Nobody,
            };
            PlannedSpeaker { label: label.to_owned(), becomes, own_name, alike: alike.map(str::to_owned) }
        };
        let of = |planned: &PlannedDocument| -> Vec<PlannedSpeaker> {
            planned.found.speakers.iter().map(|(label, _)| one(planned, label)).collect()
        };
        self.documents.iter().map(|planned| if is_mapped(planned) { of(planned) } else { vec![] }).collect()
    }
}

impl PlannedDocument {
    fn is_asking(&self, label: &str) -> bool {
        self.found.labels.iter().any(|known| known.name == label && known.asks)
    }

    /// The labels of people who may be participants.
    fn answering(&self) -> impl Iterator<Item = &str> {
        let labels = self.found.speakers.iter().map(|(label, _)| label.as_str());
        labels.filter(|label| !self.is_asking(label) && !is_no_single_person(label))
    }

    /// Chooses whom a speaker becomes.
    pub fn choose_who(&mut self, label: &str, choice: SpeakerChoice) {
        self.who.retain(|(known, _)| !same_name(known, label));
        self.who.push((label.to_owned(), choice));
    }
}

/// Returns what the report says about the speakers of one document.
fn warnings(speakers: &[PlannedSpeaker]) -> Vec<Warning> {
    let (mut joined, mut renamed) = (Vec::new(), Vec::new());
    for PlannedSpeaker { label, becomes, .. } in speakers {
        match becomes {
            Becomes::Known(name) => joined.push((label.clone(), name.clone())),
            Becomes::New { renamed: true, .. } => renamed.push(label.clone()),
            Becomes::New { .. } | Becomes::Nobody => {}
        }
    }
    let joined = (!joined.is_empty()).then_some(Warning::SpeakersMatched { speakers: joined });
    let renamed = (!renamed.is_empty()).then_some(Warning::SpeakersNamesakes { speakers: renamed });
    joined.into_iter().chain(renamed).collect()
}

/// Speakers who become participants with an import.
pub(super) struct SpeakersPlanned(Vec<Vec<PlannedSpeaker>>);

impl SpeakersPlanned {
    pub fn of(plan: &ImportPlan, study: &Study) -> Self {
        let wanted = plan.documents.iter().zip(plan.speakers(study)).filter(|(planned, _)| planned.wanted);
        Self(wanted.map(|(_, speakers)| speakers).collect())
    }

    /// Maps the speakers of the documents that will be added. A document without a speaker who is a participant is left as
    /// it is.
    pub fn map(&self, added: &mut ProjectDump) {
        for (speakers, document) in self.0.iter().zip(&mut added.documents) {
            let who = speakers.iter().filter_map(|speaker| {
                let name = match &speaker.becomes {
                    Becomes::Nobody => return None,
                    Becomes::Known(name) | Becomes::New { name, .. } => name.clone(),
                };
                Some((speaker.label.clone(), name))
            });
            document.speakers = who.collect();
        }
    }

    /// Adds to the report what became of the speakers; `documents` are the places of its documents in the plan's wanted
    /// ones.
    pub fn report(&self, report: &mut ImportReport, documents: &[usize], before: usize) {
        let first = report.imported.len().saturating_sub(documents.len());
        for (imported, place) in report.imported.iter_mut().skip(first).zip(documents) {
            imported.warnings.extend(self.0.get(*place).map(|speakers| warnings(speakers)).unwrap_or_default());
        }
        report.new_participants = Some((report.counts.participants as usize).saturating_sub(before));
    }
}
