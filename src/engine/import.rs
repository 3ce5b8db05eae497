//! Import: project folders, folders of texts, and UTF-8 text documents, all in one transaction a source.

use super::{Error, Progress, Project};
use crate::interchange::files::read_utf8;
use crate::interchange::plain::{DocumentDump, Problem, ProjectDump};
use crate::interchange::{self, folder};
use crate::store::{Changes, Counts};
use crate::text::{TextIndex, Turns, normalise};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Endings of text documents that are read.
pub const TEXT_ENDINGS: [&str; 3] = ["txt", "md", "text"];

/// A document that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub file: String,
    pub document: String,
    pub format: &'static str,
    pub characters: u32,
    /// Passages that begin with a speaker's label.
    pub blocks: u32,
    /// Neighbouring blocks of one speaker.
    pub turns: usize,
    /// Blocks a speaker, in order of appearance.
    pub speakers: Vec<(String, u32)>,
    pub warnings: Vec<String>,
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
        let mut words = format!("imported {} documents and {} passages", self.imported.len(), self.codings);
        if !self.refused.is_empty() {
            words.push_str(&format!("; {} entries were refused", self.refused.len()));
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
                json!({ "file": one.file, "document": one.document, "format": one.format, "encoding": "UTF-8",
                        "characters": one.characters, "blocks": one.blocks, "turns": one.turns,
                        "speakers": speakers, "warnings": one.warnings })
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

pub(super) fn import(
    project: &mut Project,
    paths: &[PathBuf],
    strict: bool,
    coder: Option<&str>,
    progress: &Progress,
) -> Result<(ImportReport, Vec<Changes>), Error> {
    // Everything is read before anything is written, so that the whole import is one entry of the history.
    let (mut dump, mut report) = (ProjectDump::default(), ImportReport::default());
    for path in paths {
        if folder::is_project(path) {
            let (more, problems) = folder::read(path)?;
            report.refused.extend(problems);
            report.imported.extend(more.documents.iter().map(|d| describe(&d.path, d, "folder", vec![])));
            join(&mut dump, more);
        } else {
            let mut files = Vec::new();
            list_texts(path, &mut files, &mut report.refused);
            for file in files {
                progress.step(0, 0)?;
                read_text(&file, &mut dump, &mut report);
            }
        }
    }
    if strict && !report.refused.is_empty() {
        return Err(Error::Strict { problems: report.refused });
    }
    let ((taken, changes), problems) = project.take_or_refuse(&dump, "import", coder, progress, strict)?;
    let refused: Vec<&str> = problems.iter().map(|p| p.file.as_str()).collect();
    report.imported.retain(|one| !refused.contains(&one.file.as_str()) && !refused.contains(&one.document.as_str()));
    report.refused.extend(problems);
    report.codings = taken.codings;
    report.counts = project.reads().counts()?;
    Ok((report, vec![changes]))
}

/// Adds what a further source brings; what is there already by name stays.
fn join(dump: &mut ProjectDump, more: ProjectDump) {
    if *dump == ProjectDump::default() {
        *dump = more;
        return;
    }
    dump.coders.extend(more.coders);
    for attribute in &more.attributes {
        if !dump.attributes.contains(attribute) {
            dump.attributes.push(attribute.clone());
        }
    }
    for participant in &mut dump.participants {
        participant.values.resize(dump.attributes.len(), None);
    }
    for participant in more.participants {
        let value = |name: &String| {
            let i = more.attributes.iter().position(|a| a == name)?;
            participant.values.get(i)?.clone()
        };
        let values = dump.attributes.iter().map(value).collect();
        dump.participants.push(interchange::plain::ParticipantDump { name: participant.name.clone(), values });
    }
    dump.documents.extend(more.documents);
    dump.codebook.codes.extend(more.codebook.codes);
    dump.codebook.facets.extend(more.codebook.facets);
    dump.codings.extend(more.codings);
    dump.participations.extend(more.participations);
    dump.memos.extend(more.memos);
    dump.tables.extend(more.tables);
}

/// The text documents at a path: itself, or all in a folder and its folders, by name.
fn list_texts(path: &Path, files: &mut Vec<PathBuf>, refused: &mut Vec<Problem>) {
    let name = path.display().to_string();
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            // A link could lead in a circle.
            if !hidden && !entry.is_symlink() {
                list_texts(&entry, files, refused);
            }
        }
    } else if !path.exists() {
        refused.push(Problem::new(&name, "", "no such file"));
    } else if path.extension().is_some_and(|e| TEXT_ENDINGS.iter().any(|t| e.eq_ignore_ascii_case(t))) {
        files.push(path.to_owned());
    } else {
        let reason =
            format!("this kind of file cannot be read yet: save it as UTF-8 text (.{})", TEXT_ENDINGS.join(", ."));
        refused.push(Problem::new(&name, "", reason));
    }
}

fn read_text(path: &Path, dump: &mut ProjectDump, report: &mut ImportReport) {
    let file = path.display().to_string();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().trim().to_owned();
    let body = match read_utf8(path) {
        Ok(body) => normalise(&body),
        Err(reason) => return report.refused.push(Problem::new(&file, "", reason)),
    };
    if dump.documents.iter().any(|d| d.name == name) {
        let reason = format!("another file of this import is named {name} too: rename one of them");
        return report.refused.push(Problem::new(&file, "", reason));
    }
    let mut warnings = Vec::new();
    if body.changes.nuls > 0 {
        warnings.push(format!("{} NUL characters were removed", body.changes.nuls));
    }
    if body.text.trim().is_empty() {
        warnings.push("the document is empty".into());
    }
    let document = DocumentDump { name, path: file.clone(), participant: None, text: body.text };
    report.imported.push(describe(&file, &document, "txt", warnings));
    // Where it stood on this machine says nothing in a project folder.
    dump.documents.push(DocumentDump { path: String::new(), ..document });
}

fn describe(file: &str, document: &DocumentDump, format: &'static str, warnings: Vec<String>) -> Imported {
    let index = TextIndex::new(&document.text);
    let turns = Turns::find(&document.text, &index);
    let speakers: Vec<(String, u32)> = turns.speakers().iter().map(|s| (s.label.clone(), s.blocks)).collect();
    Imported {
        file: file.to_owned(),
        document: document.name.clone(),
        format,
        characters: index.char_count(),
        blocks: speakers.iter().map(|(_, blocks)| blocks).sum(),
        turns: turns.turns().len(),
        speakers,
        warnings,
    }
}
