//! Imports project folders, projects of other programs, and documents of all kinds, as one entry of the history. An
//! import is first planned ([`plan`]) and then carried out as planned.

mod list;
mod plan;
mod refused;
mod report;
mod speakers;
mod who_speaks;

pub use crate::interchange::document::{Reading, encodings};
pub use crate::interchange::remark::Remark;
pub use list::sort_paths;
pub use plan::{Clash, ImportPlan, PlannedDocument, PlannedProject, SameName};
pub use refused::RefusedFile;
pub use report::{ImportReport, Imported, counts_json, problems_json};
pub use speakers::{Becomes, Namesakes, PlannedSpeaker};
pub use who_speaks::{ReadDocument, SpeakersFound, WhoSpeaks, find_speakers, spoken_lines};

use crate::engine::actor::By;
use crate::engine::error::Error;
use crate::engine::load::Loaded;
use crate::engine::project::Project;
use crate::interchange::plain::{DocumentDump, ParticipantDump, ProjectDump};
use crate::interchange::remark::Problem;
use crate::model::op::FileNames;
use crate::model::{OpKind, Progress, SourceId};
use crate::store::Changes;
use speakers::SpeakersPlanned;
use std::collections::HashMap;

/// Options for carrying out a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Imports nothing if any entry is faulty.
    pub strict: bool,
    /// Stores the original files in the project.
    pub keep_files: bool,
    pub make_participants: NewParticipants,
}

/// The participants that an import of documents adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewParticipants {
    #[default]
    None,
    /// One for each unassigned document, with the name of the document.
    Documents,
    /// One for each speaker who is not an interviewer, named after the label, or `DOCUMENT: LABEL` where several documents
    /// have the label. Speakers with the name of a participant become that participant.
    Speakers,
}

/// Imports the wanted parts of a plan as one entry of the history.
pub(super) fn take(
    project: &mut Project,
    plan: &ImportPlan,
    how: ImportOptions,
    by: &By,
    progress: &Progress,
) -> Result<(ImportReport, Vec<Changes>), Error> {
    let mut report =
        ImportReport { problems: plan.refused.iter().map(RefusedFile::problem).collect(), ..ImportReport::default() };
    for project in plan.projects.iter().filter(|project| project.wanted) {
        report.problems.extend(project.reported_problems().cloned());
    }
    if how.strict && report.problems.iter().any(Problem::is_fault) {
        return Err(Error::Strict { problems: report.problems });
    }
    let mut added = ProjectDump::default();
    for planned in plan.documents.iter().filter(|planned| planned.wanted) {
        let name = planned.name.trim().to_owned();
        let made = (how.make_participants == NewParticipants::Documents).then(|| name.clone());
        added.documents.push(DocumentDump {
            participant: planned.participant.clone().or(made),
            origin: Some(planned.origin()),
            file: how.keep_files.then(|| planned.path.clone()),
            text: planned.read.text.clone(),
            name,
            ..DocumentDump::default()
        });
    }
    let study = project.reads().study()?;
    let become_participants = how.make_participants == NewParticipants::Speakers;
    let speakers = become_participants.then(|| SpeakersPlanned::of(plan, &study));
    if let Some(speakers) = &speakers {
        speakers.map(&mut added);
    }
    if how.make_participants != NewParticipants::None {
        let of_documents = added.documents.iter().filter_map(|document| document.participant.clone());
        let of_speakers = added.documents.iter().flat_map(|d| d.speakers.iter().map(|(_, name)| name.clone()));
        let names = of_documents.chain(of_speakers);
        added.participants = names.map(|name| ParticipantDump { name, ..ParticipantDump::default() }).collect();
    }
    let projects: Vec<&PlannedProject> = plan.projects.iter().filter(|project| project.wanted).collect();
    let reshaped: Vec<_> = projects.iter().map(|project| project.reshaped()).collect();
    let mut dumps: Vec<(String, &ProjectDump)> =
        projects.iter().zip(&reshaped).map(|(project, dump)| (project.prefix.clone(), &**dump)).collect();
    dumps.push((String::new(), &added));
    let documents = plan.documents.iter().filter(|planned| planned.wanted).map(|planned| planned.path.as_path());
    let from = FileNames::of(projects.iter().map(|project| project.path.as_path()).chain(documents));
    let kind = |loaded: &Loaded| OpKind::Import { counts: loaded.imported(), coded_by: loaded.coded_by.clone(), from };
    let loaded = project.load_all(&dumps, kind, by, progress, how.strict)?;
    let is_loaded = |place: usize, name: &str| !loaded.refused.contains(&(place, name.to_owned()));
    for (place, planned) in projects.iter().enumerate() {
        let documents = planned.dump.documents.iter().filter(|document| is_loaded(place, &document.name));
        let is_known = |name: &str| loaded.known.contains(&(place, name.to_owned()));
        let imported =
            |document: &DocumentDump| Imported { is_known: is_known(&document.name), ..planned.imported(document) };
        report.imported.extend(documents.map(imported));
    }
    let documents = plan.documents.iter().filter(|planned| planned.wanted).enumerate();
    let (places, documents): (Vec<usize>, Vec<&PlannedDocument>) =
        documents.filter(|(_, planned)| is_loaded(projects.len(), planned.name.trim())).unzip();
    let is_new = |planned: &&PlannedDocument| {
        let name = planned.name.trim().to_owned();
        !loaded.known.contains(&(projects.len(), name))
    };
    // The documents are imported: what cannot be stored now is found when it is needed.
    _ = keep_speech(project, documents.iter().copied().filter(is_new));
    report.imported.extend(documents.into_iter().map(PlannedDocument::imported));
    report.problems.extend(loaded.problems);
    (report.codings, report.memos, report.consensus) = (loaded.codings, loaded.memos, loaded.consensus);
    (report.sets, report.queries, report.has_changed) = (loaded.sets, loaded.queries, loaded.has_changed);
    report.counts = project.reads().counts()?;
    if let Some(speakers) = &speakers {
        speakers.report(&mut report, &places, study.participants.len());
    }
    Ok((report, vec![loaded.changes]))
}

/// Stores what was found in new documents when they were planned, so that it is not found in them again.
fn keep_speech<'p>(project: &Project, new: impl Iterator<Item = &'p PlannedDocument>) -> Result<(), Error> {
    let study = project.reads().study()?;
    let ids: HashMap<&str, SourceId> = study.sources.iter().map(|source| (source.name.as_str(), source.id)).collect();
    project.keep_found(new.filter_map(|planned| {
        let speech = planned.found.speech_under(&planned.speakers)?;
        Some((*ids.get(planned.name.trim())?, speech))
    }))
}
