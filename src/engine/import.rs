//! Import: project folders, folders of texts, and UTF-8 text documents, all in one transaction a source.

use super::{Error, Progress, Project, peers};
use crate::interchange::document::{self, Reading};
use crate::interchange::plain::{DocumentDump, Problem, ProjectDump};
use crate::interchange::{self, folder, refi};
use crate::store::{Changes, Counts};
use crate::text::{TextIndex, Turns, normalise};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Files that hold no transcript, by their endings, and what to do with them.
const NO_DOCUMENTS: [(&[&str], &str); 4] = [
    (
        &["csv", "tsv", "xlsx", "xls", "ods"],
        "this is a table, and no document: take it by “Import table” in the window, or by --as participants, codebook, segments or documents",
    ),
    (&["json"], "this is data, and no document: import the whole folder that it belongs to, or a codebook"),
    (&["mp3", "wav", "m4a", "mp4", "mov", "ogg"], "this is a recording: import its transcript"),
    (&["png", "jpg", "jpeg", "gif", "tif", "tiff", "heic"], "this is a picture: import its text"),
];

/// A document that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub file: String,
    pub document: String,
    /// By content: `txt`, `docx` …
    pub format: &'static str,
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

pub(super) fn import(
    project: &mut Project,
    paths: &[PathBuf],
    strict: bool,
    reading: &Reading,
    coder: Option<&str>,
    progress: &Progress,
) -> Result<(ImportReport, Vec<Changes>), Error> {
    // Everything is read before anything is written, so that the whole import is one entry of the history.
    let (mut dumps, mut report, mut names) = (Vec::new(), ImportReport::default(), HashSet::new());
    for path in paths {
        if let Some(read) = peers::read(path) {
            take_read(path, read, "peer", &mut dumps, &mut report);
        } else if is_exchange(path) {
            read_exchange(path, reading, &mut dumps, &mut report);
        } else if folder::is_project(path) {
            // Files of a single folder are told by their path in it.
            let prefix = if paths.len() > 1 { format!("{}/", path.display()) } else { String::new() };
            read_folder(path, prefix, &mut dumps, &mut report)?;
        } else {
            let (mut files, mut texts) = (Vec::new(), ProjectDump::default());
            list_files(path, &mut files, &mut report.refused);
            for file in files {
                progress.step(0, 0)?;
                read_document(&file, reading, &mut texts, &mut names, &mut report);
            }
            dumps.push((String::new(), texts));
        }
    }
    if strict && !report.refused.is_empty() {
        return Err(Error::Strict { problems: report.refused });
    }
    let dumps: Vec<(String, &ProjectDump)> = dumps.iter().map(|(prefix, dump)| (prefix.clone(), dump)).collect();
    let ((taken, changes), problems) = project.take_all(&dumps, "import", coder, progress, strict)?;
    let refused: Vec<&str> = problems.iter().map(|p| p.file.as_str()).collect();
    report.imported.retain(|one| !refused.contains(&one.file.as_str()) && !refused.contains(&one.document.as_str()));
    report.refused.extend(problems);
    report.codings = taken.codings;
    report.counts = project.reads().counts()?;
    Ok((report, vec![changes]))
}

/// True for the project of another program.
fn is_exchange(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    ending == refi::PROJECT && !path.is_dir()
}

fn read_exchange(path: &Path, reading: &Reading, dumps: &mut Vec<(String, ProjectDump)>, report: &mut ImportReport) {
    let file = path.display().to_string();
    let units = reading.utf16.then_some(refi::Units { utf16: true, one_line_end: false });
    let read = document::bytes(path).and_then(|bytes| refi::read(&bytes, &file, units));
    take_read(path, read, "qdpx", dumps, report);
}

fn take_read(
    path: &Path,
    read: Result<(ProjectDump, Vec<Problem>), String>,
    format: &'static str,
    dumps: &mut Vec<(String, ProjectDump)>,
    report: &mut ImportReport,
) {
    let file = path.display().to_string();
    match read {
        Ok((dump, problems)) => {
            report.refused.extend(problems);
            let own = |d| {
                let read = document::Document { format, encoding: "UTF-8".into(), ..Default::default() };
                (d, read)
            };
            let documents = dump.documents.iter().map(own);
            report.imported.extend(documents.map(|(d, read)| describe(&file, d, read)));
            dumps.push((String::new(), dump));
        }
        Err(reason) => report.refused.push(Problem::new(&file, "", reason)),
    }
}

/// A folder that cannot be read at all is one problem among those of the import.
fn read_folder(
    path: &Path,
    prefix: String,
    dumps: &mut Vec<(String, ProjectDump)>,
    report: &mut ImportReport,
) -> Result<(), Error> {
    let (dump, problems) = match folder::read(path) {
        Ok(read) => read,
        Err(interchange::Error::Unreadable { path, reason }) => {
            report.refused.push(Problem::new(&path.display().to_string(), "", reason));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let named = |file: &str| format!("{prefix}{file}");
    report.refused.extend(problems.into_iter().map(|p| Problem { file: named(&p.file), ..p }));
    let own = |d| {
        let read = document::Document { format: "folder", encoding: "UTF-8".into(), ..Default::default() };
        (d, read)
    };
    let documents = dump.documents.iter().map(own);
    report.imported.extend(documents.map(|(d, read)| describe(&named(&d.path), d, read)));
    dumps.push((prefix, dump));
    Ok(())
}

/// The documents at a path: itself, or all in a folder and its folders, by name.
fn list_files(path: &Path, files: &mut Vec<PathBuf>, refused: &mut Vec<Problem>) {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        let (before, known) = (files.len(), refused.len());
        for entry in entries {
            let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            // A link could lead in a circle.
            if !hidden && !entry.is_symlink() {
                list_files(&entry, files, refused);
            }
        }
        if files.len() == before && refused.len() == known {
            refused.push(Problem::new(&path.display().to_string(), "", "this is a folder without a document in it"));
        }
        return;
    }
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match NO_DOCUMENTS.iter().find(|(endings, _)| endings.contains(&ending.as_str())) {
        Some((_, reason)) => refused.push(Problem::new(&path.display().to_string(), "", *reason)),
        None => files.push(path.to_owned()),
    }
}

fn read_document(
    path: &Path,
    reading: &Reading,
    dump: &mut ProjectDump,
    names: &mut HashSet<String>,
    report: &mut ImportReport,
) {
    let file = path.display().to_string();
    let mut refuse = |reason: String| report.refused.push(Problem::new(&file, "", reason));
    let mut read = match document::read(path, reading) {
        Ok(read) => read,
        Err(reason) => return refuse(reason),
    };
    let body = normalise(&std::mem::take(&mut read.text));
    let name = name_of(path);
    if !names.insert(name.clone()) {
        return refuse(format!("another file of this import is named {name} too: rename one of them"));
    }
    if body.changes.nuls > 0 {
        read.warnings.push(format!("{} NUL characters were removed", body.changes.nuls));
    }
    if body.changes.mixed {
        read.warnings.push("several kinds of line ends: each is one now".into());
    }
    let document = DocumentDump { name, path: file.clone(), participant: None, text: body.text };
    report.imported.push(describe(&file, &document, read));
    // Where it stood on this machine says nothing in a project folder.
    dump.documents.push(DocumentDump { path: String::new(), ..document });
}

/// The file's name without its ending, on one line.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let plain: String = stem.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim().to_owned()
}

/// More speakers than this are rather something else with a colon behind it.
const MANY_SPEAKERS: usize = 200;

fn describe(file: &str, document: &DocumentDump, mut read: document::Document) -> Imported {
    let index = TextIndex::new(&document.text);
    let turns = Turns::find(&document.text, &index);
    let speakers: Vec<(String, u32)> = turns.speakers().iter().map(|s| (s.label.clone(), s.blocks)).collect();
    if speakers.len() > MANY_SPEAKERS {
        let words = format!("{} speakers were found: look whether they are speakers", speakers.len());
        read.warnings.push(words);
    }
    Imported {
        file: file.to_owned(),
        document: document.name.clone(),
        format: read.format,
        encoding: read.encoding,
        cues: read.cues,
        characters: index.char_count(),
        blocks: speakers.iter().map(|(_, blocks)| blocks).sum(),
        turns: turns.turns().len(),
        speakers,
        warnings: read.warnings,
    }
}
