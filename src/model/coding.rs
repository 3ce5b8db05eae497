//! Coded passages and memos.

use super::{CaseId, CharRange, CodeId, CodingId, Guid, NoteId, SourceId, UserId};
use serde::{Deserialize, Serialize};

/// A coded passage: one flat row. The same passage coded by two coders is two codings.
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

/// A memo on one thing of the project.
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
    /// The name of the kind and the row's id (0 for the project), as the project file and the folder format have it.
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

/// Which passage is coded with what by whom. A coder has each of these at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CodingKey {
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
}

/// What tables, stripes and comparisons need of a coding: everything but its guid and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub coding: CodingId,
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
}
