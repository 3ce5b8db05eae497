//! Coded passages and memos.

use super::{CaseId, CharRange, CodeId, CodingId, Guid, NoteId, SourceId, UserId};
use serde::{Deserialize, Serialize};

/// A coded passage. If two coders code the same passage, there are two codings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    pub id: CodingId,
    pub guid: Guid,
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
    /// UTC milliseconds since 1970.
    pub created: i64,
}

/// A memo on something in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub guid: Guid,
    pub target: NoteTarget,
    pub text: String,
    pub user: Option<UserId>,
    /// UTC milliseconds since 1970.
    pub created: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoteTarget {
    Project,
    Source(SourceId),
    Case(CaseId),
    Code(CodeId),
    Coding(CodingId),
}

impl NoteTarget {
    /// Returns the name of the kind and the row id (0 for the project), as in the project file and the folder format.
    #[must_use]
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Project => ("project", 0),
            Self::Source(id) => ("document", id.0),
            Self::Case(id) => ("participant", id.0),
            Self::Code(id) => ("code", id.0),
            Self::Coding(id) => ("passage", id.0),
        }
    }

    #[must_use]
    pub fn from_parts(kind: &str, id: i64) -> Option<Self> {
        Some(match kind {
            "project" => Self::Project,
            "document" => Self::Source(SourceId(id)),
            "participant" => Self::Case(CaseId(id)),
            "code" => Self::Code(CodeId(id)),
            "passage" => Self::Coding(CodingId(id)),
            _ => return None,
        })
    }
}

/// Document, range, code and coder of a coding. Each combination exists at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CodingKey {
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
}

/// The part of a coding that tables, stripes and comparisons need: everything but guid and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub coding: CodingId,
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
}
