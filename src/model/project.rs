//! A project's own data, its coders and its documents (without their texts, which can be large).

use super::{CaseId, Guid, SourceId, UserId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectInfo {
    pub guid: Guid,
    pub name: String,
    pub description: String,
    /// Coders see the others' codings of a document only after they have declared it done.
    pub blind: bool,
}

/// A coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub guid: Guid,
    pub name: String,
    /// `#rrggbb`
    pub color: String,
}

/// A document without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    /// The participant whose document this is; a focus group has none.
    pub case: Option<CaseId>,
    /// Length of the text in code points.
    pub characters: u32,
    /// Where the text stands in the folder format, relative to the folder.
    pub path: String,
}
