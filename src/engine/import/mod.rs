//! Import: project folders, projects of other programs, and documents of all kinds, as one entry of the history. What would
//! be done is planned first ([`plan`]), then taken as it was planned.

mod doubts;
mod list;
mod plan;

pub use crate::interchange::document::{ENCODINGS, Reading, wants_password};
pub use doubts::Doubt;
pub use plan::{Clash, ImportPlan, PlannedDocument, PlannedProject, ReadDocument, SameName, WhoSpeaks};

use super::command::documents::counted;
use super::{Error, Progress, Project};
use crate::interchange::plain::{DocumentDump, ParticipantDump, Problem, ProjectDump};
use crate::store::{Changes, Counts};
use crate::text::TextIndex;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// A document that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub file: String,
    pub document: String,
    /// By content: `txt`, `docx` …
    pub format: String,
    /// Of a text file; empty for a packed one.
    pub encoding: String,
    /// Subtitles, in a file of such.
    pub cues: Option<usize>,
    pub characters: u32,
    /// Passages that begin with a speaker's label.
    pub blocks: u32,
    /// Neighbouring blocks of one speaker.
    pub turns: usize,
    /// Blocks a speaker, in order of appearance.
    pub speakers: Vec<(String, u32)>,
    pub warnings: Vec<String>,
    /// The pattern for speakers that one of the warnings proposes.
    pub pattern: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    pub imported: Vec<Imported>,
    pub refused: Vec<Problem>,
    /// What the project holds afterwards.
    pub counts: Counts,
    /// How many passages came with the documents.
    pub codings: usize,
}

impl ImportReport {
    #[must_use]
    pub fn summary(&self) -> String {
        let mut words = format!("imported {}", counted(self.imported.len() as u64, "document"));
        if self.codings > 0 {
            words.push_str(&format!(" and {}", counted(self.codings as u64, "passage")));
        }
        match self.refused.len() {
            0 => {}
            1 => words.push_str("; one entry was not taken, or not as it stood"),
            n => words.push_str(&format!("; {n} entries were not taken, or not as they stood")),
        }
        words
    }

    /// As `import --json` prints it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let imported: Vec<Value> = self
            .imported
            .iter()
            .map(|one| {
                let speakers: Map<String, Value> =
                    one.speakers.iter().map(|(name, n)| (name.clone(), json!(n))).collect();
                let mut out = json!({ "file": one.file, "document": one.document, "format": one.format,
                        "encoding": one.encoding, "characters": one.characters, "blocks": one.blocks,
                        "turns": one.turns, "speakers": speakers, "warnings": one.warnings });
                if let (Some(cues), Some(object)) = (one.cues, out.as_object_mut()) {
                    object.insert("cues".into(), json!(cues));
                }
                out
            })
            .collect();
        json!({ "imported": imported, "refused": self.refused, "counts": counts_json(&self.counts) })
    }
}

/// As `info --json` prints them.
#[must_use]
pub fn counts_json(counts: &Counts) -> Value {
    json!({ "documents": counts.documents, "participants": counts.participants, "codes": counts.codes,
            "coders": counts.coders, "codings": counts.codings, "memos": counts.memos,
            "characters": counts.characters })
}

/// How a plan is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// Nothing at all is taken when any entry is faulty.
    pub strict: bool,
    /// The files are kept in the project beside their texts.
    pub keep_files: bool,
    /// A document that is nobody's gets a participant of its name.
    pub make_participants: bool,
}

pub(super) fn import(
    project: &mut Project,
    paths: &[PathBuf],
    strict: bool,
    reading: &Reading,
    coder: Option<&str>,
    progress: &Progress,
) -> Result<(ImportReport, Vec<Changes>), Error> {
    let mut plan = ImportPlan::read(project.reads(), paths, reading, progress)?;
    plan.answer(&project.reads().study()?, SameName::Refuse);
    take(project, &plan, Taking { strict, ..Taking::default() }, coder, progress)
}

/// Takes what is wanted of a plan, all of it as one entry of the history.
pub(super) fn take(
    project: &mut Project,
    plan: &ImportPlan,
    how: Taking,
    coder: Option<&str>,
    progress: &Progress,
) -> Result<(ImportReport, Vec<Changes>), Error> {
    let mut report = ImportReport { refused: plan.refused.clone(), ..ImportReport::default() };
    for project in plan.projects.iter().filter(|project| project.wanted) {
        report.refused.extend(project.told().cloned());
    }
    if how.strict && !report.refused.is_empty() {
        return Err(Error::Strict { problems: report.refused });
    }
    let mut own = ProjectDump::default();
    for planned in plan.documents.iter().filter(|planned| planned.wanted) {
        let name = planned.name.trim().to_owned();
        let made = how.make_participants.then(|| name.clone());
        own.documents.push(DocumentDump {
            participant: planned.participant.clone().or(made),
            origin: Some(planned.origin()),
            file: how.keep_files.then(|| planned.path.clone()),
            text: planned.read.text.clone(),
            name,
            ..DocumentDump::default()
        });
    }
    if how.make_participants {
        let names = own.documents.iter().filter_map(|document| document.participant.clone());
        own.participants = names.map(|name| ParticipantDump { name, ..ParticipantDump::default() }).collect();
    }
    let projects: Vec<&PlannedProject> = plan.projects.iter().filter(|project| project.wanted).collect();
    let reshaped: Vec<_> = projects.iter().map(|project| project.reshaped()).collect();
    let mut dumps: Vec<(String, &ProjectDump)> =
        projects.iter().zip(&reshaped).map(|(project, dump)| (project.prefix.clone(), &**dump)).collect();
    dumps.push((String::new(), &own));
    let ((taken, changes), problems) = project.take_all(&dumps, "import", coder, progress, how.strict)?;
    let is_taken = |place: usize, name: &str| !taken.refused.contains(&(place, name.to_owned()));
    for (place, planned) in projects.iter().enumerate() {
        let documents = planned.dump.documents.iter().filter(|document| is_taken(place, &document.name));
        report.imported.extend(documents.map(|document| of_project(planned, document)));
    }
    let documents =
        plan.documents.iter().filter(|planned| planned.wanted && is_taken(projects.len(), planned.name.trim()));
    report.imported.extend(documents.map(PlannedDocument::imported));
    report.refused.extend(problems);
    report.codings = taken.codings;
    report.counts = project.reads().counts()?;
    Ok((report, vec![changes]))
}

/// A document of a project, as it is told.
fn of_project(project: &PlannedProject, document: &DocumentDump) -> Imported {
    let found = WhoSpeaks::in_text(&document.text, &document.origin.clone().unwrap_or_default());
    let file = match document.path.as_str() {
        "" => project.path.display().to_string(),
        path => format!("{}{path}", project.prefix),
    };
    Imported {
        file,
        document: document.name.clone(),
        format: project.format.into(),
        encoding: "UTF-8".into(),
        cues: None,
        characters: TextIndex::new(&document.text).char_count(),
        blocks: found.blocks,
        turns: found.turns,
        speakers: found.speakers,
        warnings: vec![],
        pattern: None,
    }
}
