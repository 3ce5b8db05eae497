//! Coded passages and memos.

use super::{CharRange, CodeId, CodingId, Guid, NoteId, ParticipantId, RowKind, SourceId, UserId};
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

/// A memo on a known passage, whose coder need not be its author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageMemo {
    /// The author, if known.
    pub user: Option<UserId>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NoteTarget {
    Project,
    Source(SourceId),
    // Files with unsaved entries of earlier versions.
    #[serde(alias = "Case")]
    Participant(ParticipantId),
    Code(CodeId),
    Coding(CodingId),
}

impl NoteTarget {
    /// Returns the name of the kind and the row id (0 for the project), as in the project file and the folder format.
    #[must_use]
    pub fn parts(self) -> (&'static str, i64) {
        let id = match self {
            Self::Project => 0,
            Self::Source(id) => id.0,
            Self::Participant(id) => id.0,
            Self::Code(id) => id.0,
            Self::Coding(id) => id.0,
        };
        (self.kind().name(), id)
    }

    /// What the memo is on.
    #[must_use]
    pub fn kind(self) -> RowKind {
        match self {
            Self::Project => RowKind::Project,
            Self::Source(_) => RowKind::Document,
            Self::Participant(_) => RowKind::Participant,
            Self::Code(_) => RowKind::Code,
            Self::Coding(_) => RowKind::Passage,
        }
    }

    #[must_use]
    pub fn from_parts(kind: &str, id: i64) -> Option<Self> {
        Some(match kind {
            "project" => Self::Project,
            "document" => Self::Source(SourceId(id)),
            "participant" => Self::Participant(ParticipantId(id)),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    pub coding: CodingId,
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
}

/// What codings of several coders have in common that are one passage: the code and exactly the same words.
pub type PassageKey = (CodeId, SourceId, CharRange);

impl Fact {
    #[must_use]
    pub fn passage(&self) -> PassageKey {
        (self.code, self.source, self.range)
    }
}
