//! A whole project as plain structs that know neither ids nor files: what every importer gives and every exporter takes.
//!
//! Things are named as people name them: documents, participants and coders by name, codes by path.

use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{Origin, TableDefinition};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectDump {
    pub name: String,
    pub description: String,
    pub coders: Vec<CoderDump>,
    /// Names of the attributes, in order.
    pub attributes: Vec<String>,
    pub participants: Vec<ParticipantDump>,
    pub documents: Vec<DocumentDump>,
    pub codebook: CodebookDump,
    pub codings: Vec<CodingDump>,
    /// (document, coder) for everybody who is said to have worked through a document.
    pub participations: Vec<(String, String)>,
    pub memos: Vec<MemoDump>,
    pub tables: Vec<TableDefinition>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CoderDump {
    pub name: String,
    /// `#rrggbb`
    pub color: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ParticipantDump {
    pub name: String,
    /// One entry an attribute; `None` is "not known".
    pub values: Vec<Option<String>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentDump {
    pub name: String,
    /// Relative to the folder, with `/`.
    pub path: String,
    pub participant: Option<String>,
    /// As it is stored: `\n` line ends, no BOM, no NUL.
    pub text: Arc<str>,
    /// How it was read from its file.
    pub origin: Option<Origin>,
    /// The file itself, when it is to be kept.
    pub file: Option<PathBuf>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodebookDump {
    pub codes: Vec<CodeDump>,
    /// Names of the facets and their values, in order.
    pub facets: Vec<(String, Vec<String>)>,
}

impl CodebookDump {
    /// Paths of all codes, a parent before its children.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let mut open: Vec<(String, &CodeDump)> = self.codes.iter().rev().map(|c| (c.name.clone(), c)).collect();
        while let Some((path, code)) = open.pop() {
            let below = code.children.iter().rev();
            open.extend(below.map(|child| (format!("{path}{PATH_SEPARATOR}{}", child.name), child)));
            paths.push(path);
        }
        paths
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeDump {
    pub name: String,
    /// `#rrggbb`, empty when the file names none.
    pub color: String,
    pub description: String,
    pub facets: Vec<(String, String)>,
    pub children: Vec<CodeDump>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CodingDump {
    pub coder: String,
    pub document: String,
    /// Code points, half-open, not empty.
    pub start: u32,
    pub end: u32,
    /// Path of the code.
    pub code: String,
    pub memo: Option<String>,
    /// File and place, for a message about this entry; empty in an export.
    pub place: (String, String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct MemoDump {
    /// `project`, `document`, `participant` or `code`.
    pub target: String,
    /// Name of the document or participant, path of the code, empty for the project.
    pub name: String,
    pub coder: Option<String>,
    pub text: String,
}

/// The wanted name, or the first free one like it: `Interview`, `Interview (2)`. A blank name becomes `spare`.
#[must_use]
pub fn free_name(names: &mut HashSet<String>, wanted: &str, spare: &str) -> String {
    let wanted = if wanted.trim().is_empty() { spare } else { wanted.trim() };
    let mut name = wanted.to_owned();
    let mut number = 1;
    while !names.insert(name.clone()) {
        number += 1;
        name = format!("{wanted} ({number})");
    }
    name
}

/// An entry that was not taken, or was taken otherwise than it stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    pub file: String,
    /// Which entry, line or position.
    pub place: String,
    pub reason: String,
}

impl Problem {
    #[must_use]
    pub fn new(file: &str, place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: place.into(), reason: reason.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}: {}", self.file, self.reason)
        } else {
            write!(f, "{}, {}: {}", self.file, self.place, self.reason)
        }
    }
}
