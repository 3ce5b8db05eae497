//! Which participants the speakers of imported documents become.

use super::plan::{ImportPlan, PlannedDocument};
use super::report::ImportReport;
use crate::interchange::plain::ProjectDump;
use crate::interchange::remark::Warning;
use crate::model::{NameKey, ParticipantId, SpeakerChoice, Study, same_name};
use crate::text::{is_attending, is_generic, is_nobody_among, is_numbered_among, name_part};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Whom a speaker becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSpeaker {
    pub label: String,
    pub becomes: Becomes,
    /// The name that a participant of their own would have.
    pub own_name: String,
    /// The participant of the project who has the speaker's name.
    pub alike: Option<String>,
    /// Whether the speaker becomes somebody else only because a name alone does not show who somebody is.
    pub is_suggested: bool,
    /// Whether this is an interviewer.
    pub asks: bool,
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

/// The participants of a project by their names as people see them, without regard to case, width and hyphens.
pub struct Namesakes<'s> {
    names: HashMap<NameKey, Vec<&'s str>>,
    /// By what is before the brackets.
    alike: HashMap<NameKey, Vec<&'s str>>,
    /// Those of whom the project has no words yet, as after an import of a list.
    awaited: HashSet<&'s str>,
}

impl<'s> Namesakes<'s> {
    #[must_use]
    pub fn new(study: &'s Study) -> Self {
        let speaking = study.sources.iter().flat_map(|source| source.speakers.iter().map(|(_, id)| id));
        let present: HashSet<ParticipantId> =
            speaking.chain(study.sources.iter().filter_map(|source| source.participant)).collect();
        let (mut names, mut alike) = (HashMap::<NameKey, Vec<&str>>::new(), HashMap::<NameKey, Vec<&str>>::new());
        let mut awaited = HashSet::new();
        for participant in &study.participants {
            names.entry(NameKey::of_person(&participant.name)).or_default().push(&participant.name);
            alike.entry(NameKey::of_person(name_part(&participant.name))).or_default().push(&participant.name);
            if !present.contains(&participant.id) {
                awaited.insert(participant.name.as_str());
            }
        }
        Self { names, alike, awaited }
    }

    /// Returns the participant with the name in a label, or else the only one whose name differs in nothing but what is added in
    /// brackets: `Anna` or `Anna (F, 51)` for `Anna (F, 52)`.
    #[must_use]
    pub fn find(&self, label: &str) -> Option<&'s str> {
        match self.names.get(&NameKey::of_person(label)).map(Vec::as_slice) {
            Some([one]) => return Some(one),
            Some(several) => return several.iter().copied().find(|known| same_name(known, label)),
            None => {}
        }
        match self.alike.get(&NameKey::of_person(name_part(label))).map(Vec::as_slice) {
            Some([one]) => Some(one),
            _ => None,
        }
    }
}

impl ImportPlan {
    /// Returns whom the speakers of each document would become if speakers become participants. Empty for documents that
    /// are not wanted, or for which the user has chosen one participant.
    ///
    /// A name alone does not show who somebody is. A speaker becomes the participant of that name only if the project has
    /// no words of this participant yet, no other document of the import has such a speaker, and the label cannot mean
    /// anybody (`Woman 4`, or `P1` beside `P2`). Otherwise this participant is suggested, and the speaker becomes a new one.
    /// Interviewers, speakers with one letter who only ask, those who take notes or interpret, what several people say at
    /// once, and what somebody says of whom the transcriber was not sure belong to nobody.
    #[must_use]
    pub fn speakers(&self, study: &Study) -> Vec<Vec<PlannedSpeaker>> {
        let mut documents: HashMap<NameKey, usize> = HashMap::new();
        let is_mapped = |planned: &PlannedDocument| planned.wanted && planned.participant.is_none();
        for planned in self.documents.iter().filter(|planned| is_mapped(planned)) {
            let persons: HashSet<NameKey> =
                planned.persons().iter().map(|(_, name)| NameKey::of_person(name)).collect();
            for person in persons {
                *documents.entry(person).or_default() += 1;
            }
        }
        let namesakes = Namesakes::new(study);
        let one = |planned: &PlannedDocument, persons: &[(&str, String)], label: &str| {
            let person = persons.iter().find(|(known, _)| *known == label).map_or(label, |(_, name)| name.as_str());
            let alike = namesakes.find(person);
            let is_only = documents.get(&NameKey::of_person(person)).is_none_or(|n| *n == 1);
            let is_unique = is_only && alike.is_none();
            let own_name = match is_unique {
                true => person.to_owned(),
                false => format!("{}: {person}", planned.name.trim()),
            };
            let is_nobody = planned.is_nobody(label);
            let chosen =
                planned.who.iter().find(|(known, _)| same_name(known, label)).map(|(_, choice)| choice.clone());
            let may_be_anybody = is_generic(label) || is_numbered_among(label, planned.answering());
            let suggested = || match alike {
                _ if is_nobody => SpeakerChoice::Nobody,
                Some(name) if is_only && namesakes.awaited.contains(name) && !may_be_anybody => {
                    SpeakerChoice::Known(name.to_owned())
                }
                _ => SpeakerChoice::New,
            };
            let is_open = chosen.is_none() && !is_nobody && !may_be_anybody;
            let becomes = match chosen.unwrap_or_else(suggested) {
                SpeakerChoice::New => Becomes::New { name: own_name.clone(), renamed: !is_unique },
                SpeakerChoice::Named(name) => match study.participant_named(&name) {
                    Some(known) => Becomes::Known(known.name.clone()),
                    None => Becomes::New { name, renamed: false },
                },
                SpeakerChoice::Known(name) => Becomes::Known(name),
                SpeakerChoice::Nobody => Becomes::Nobody,
            };
            PlannedSpeaker {
                label: label.to_owned(),
                is_suggested: is_open && alike.is_some() && matches!(becomes, Becomes::New { .. }),
                becomes,
                own_name,
                alike: alike.map(str::to_owned),
                asks: planned.is_asking(label),
            }
        };
        let of = |planned: &PlannedDocument| -> Vec<PlannedSpeaker> {
            let persons = planned.persons();
            planned.found.speakers.iter().map(|(label, _)| one(planned, &persons, label)).collect()
        };
        self.documents.iter().map(|planned| if is_mapped(planned) { of(planned) } else { vec![] }).collect()
    }

    /// Returns a number that differs, as good as certainly, if [`Self::speakers`] does. It is meant for one run of the
    /// program.
    #[must_use]
    pub fn speakers_state(&self, study: &Study) -> u64 {
        let mut state = DefaultHasher::new();
        study.participants.iter().for_each(|participant| participant.name.hash(&mut state));
        for planned in &self.documents {
            (&planned.name, &planned.participant, &planned.who, planned.wanted).hash(&mut state);
            std::ptr::from_ref(&*planned.found).hash(&mut state);
        }
        state.finish()
    }

    /// Lets every speaker be the participant who is suggested.
    pub fn take_suggestions(&mut self, study: &Study) {
        let all = self.speakers(study);
        for (planned, speakers) in self.documents.iter_mut().zip(all) {
            for speaker in speakers.into_iter().filter(|speaker| speaker.is_suggested) {
                let choice = speaker.alike.map_or(SpeakerChoice::New, SpeakerChoice::Known);
                planned.choose_who(&speaker.label, choice);
            }
        }
    }
}

impl PlannedDocument {
    fn labels(&self) -> impl Iterator<Item = &str> {
        self.found.speakers.iter().map(|(label, _)| label.as_str())
    }

    fn is_asking(&self, label: &str) -> bool {
        self.found.labels.iter().any(|known| known.name == label && known.asks)
    }

    /// True for labels of those who are certainly no participant.
    fn is_nobody(&self, label: &str) -> bool {
        self.is_asking(label)
            || self.found.asking.iter().any(|letter| letter == label)
            || is_nobody_among(label, self.labels())
    }

    /// The labels of people who may be participants.
    fn answering(&self) -> impl Iterator<Item = &str> {
        self.labels().filter(|label| !self.is_nobody(label))
    }

    /// The labels of people who may be participants, each with the person's name. Labels of one document that differ only
    /// in case, in the kind of a hyphen, or in an addition in brackets (`Anna (F, 51)`) that no other has differently, are
    /// one person.
    fn persons(&self) -> Vec<(&str, String)> {
        let mut alike: HashMap<NameKey, Vec<&str>> = HashMap::new();
        for label in self.answering() {
            alike.entry(NameKey::of_person(name_part(label))).or_default().push(label);
        }
        let name = |label: &str| {
            let labels = alike.get(&NameKey::of_person(name_part(label))).map(Vec::as_slice).unwrap_or_default();
            let additions: HashSet<&str> = labels
                .iter()
                .filter_map(|one| one.get(name_part(one).len()..))
                .filter(|rest| !rest.is_empty())
                .collect();
            if labels.len() < 2 || additions.len() > 1 || is_generic(name_part(label)) {
                return label.to_owned();
            }
            let is_written_out = |one: &&&str| one.chars().any(char::is_uppercase);
            let best = labels.iter().find(is_written_out).or(labels.first()).copied().unwrap_or(label);
            name_part(best).to_owned()
        };
        self.answering().map(|label| (label, name(label))).collect()
    }

    /// Chooses whom a speaker becomes.
    pub fn choose_who(&mut self, label: &str, choice: SpeakerChoice) {
        self.who.retain(|(known, _)| !same_name(known, label));
        self.who.push((label.to_owned(), choice));
    }
}

/// Returns what the report says about the speakers of one document.
fn warnings(speakers: &[PlannedSpeaker]) -> Vec<Warning> {
    let (mut joined, mut renamed, mut nobody) = (Vec::new(), Vec::new(), Vec::new());
    for PlannedSpeaker { label, becomes, asks, .. } in speakers {
        match becomes {
            Becomes::Known(name) => joined.push((label.clone(), name.clone())),
            Becomes::New { renamed: true, .. } => renamed.push(label.clone()),
            Becomes::Nobody if !asks || is_attending(label) => nobody.push(label.clone()),
            Becomes::New { .. } | Becomes::Nobody => {}
        }
    }
    let joined = (!joined.is_empty()).then_some(Warning::SpeakersMatched { speakers: joined });
    let renamed = (!renamed.is_empty()).then_some(Warning::SpeakersNamesakes { speakers: renamed });
    let nobody = (!nobody.is_empty()).then_some(Warning::SpeakersOfNobody { speakers: nobody });
    [joined, renamed, nobody].into_iter().flatten().collect()
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
