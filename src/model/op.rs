//! What a history entry did: a kind with arguments.
//!
//! Arguments refer to things by guid, count passages, and contain no participant's words. Names are looked up when the
//! history is read, as they were at the time of the entry; only files and tables, which have no guid, are named here.
//! Kinds and arguments are stored in every project file: variants and fields may be added but never renamed.

mod counts;
mod describe;
mod files;
mod merged;
mod names;

pub use describe::{Moment, Names, Thing};
pub use files::FileNames;
pub use merged::{KeptCounts, MergeCounts};

use super::Guid;
use serde::{Deserialize, Serialize};

/// A step back or forth in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Direction {
    Undo,
    Redo,
}

/// Whose experience passages speak of, without names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Own,
    Others,
    /// Somebody with a name.
    About,
    NotStated,
}

/// Who a speaker became. Labels have no guid, so they are named here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerChange {
    pub document: Guid,
    pub label: String,
    /// The participant before; `None`: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Guid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participant: Option<Guid>,
}

/// The kind of a history entry and its arguments. The snake_case name of the variant is the kind in files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OpKind {
    /// Fills a new project from a folder or the sample. Undo stops here.
    Create {
        #[serde(flatten)]
        counts: ImportCounts,
        #[serde(flatten)]
        from: FileNames,
    },
    Undo,
    Redo,

    // Coded passages. `coded_by` lists the coders of passages that another person changed.
    Code {
        codes: Vec<Guid>,
        document: Guid,
    },
    CodeMany {
        codes: Vec<Guid>,
        passages: u64,
        documents: u64,
    },
    RemovePassages {
        codes: Vec<Guid>,
        /// Document of the last passage.
        document: Guid,
        passages: u64,
        coded_by: Vec<Guid>,
        /// Other coders whose memos were removed with the passages.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        memos_by: Vec<Guid>,
    },
    Recode {
        from: Vec<Guid>,
        to: Guid,
        passages: u64,
        /// Those of the passages that belong to the consensus coding; older entries do not count them.
        #[serde(default, skip_serializing_if = "is_zero")]
        consensus: u64,
        coded_by: Vec<Guid>,
    },
    MoveEdges {
        code: Guid,
        document: Guid,
        coded_by: Vec<Guid>,
    },
    MarkImportant {
        important: bool,
        passages: u64,
        coded_by: Vec<Guid>,
    },
    /// States whose experience passages speak of.
    SetAccount {
        account: AccountKind,
        /// The participant whom the passages are about, if there is one with the name.
        about: Option<Guid>,
        passages: u64,
        coded_by: Vec<Guid>,
    },

    // The codebook.
    AddCode {
        code: Guid,
        /// Set when the new code was applied to a passage at once.
        document: Option<Guid>,
    },
    SplitCode {
        code: Guid,
        passages: u64,
        coded_by: Vec<Guid>,
    },
    RenameCode {
        code: Guid,
    },
    ColorCode {
        code: Guid,
    },
    DefineCode {
        code: Guid,
    },
    SetCodeDimension {
        code: Guid,
        dimension: Guid,
    },
    /// Several properties at once.
    EditCode {
        code: Guid,
    },
    MoveCode {
        code: Guid,
        /// `None` for the top level.
        parent: Option<Guid>,
    },
    MergeCodes {
        from: Guid,
        into: Guid,
        passages: u64,
        /// Those of the passages that belong to the consensus coding; older entries do not count them.
        #[serde(default, skip_serializing_if = "is_zero")]
        consensus: u64,
    },
    RemoveCode {
        code: Guid,
        subcodes: u64,
        passages: u64,
        /// Those of the passages that belong to the consensus coding; older entries do not count them.
        #[serde(default, skip_serializing_if = "is_zero")]
        consensus: u64,
    },
    AddDimension {
        dimension: Guid,
    },
    EditDimension {
        dimension: Guid,
    },
    RemoveDimension {
        dimension: Guid,
        codes: u64,
    },

    // Participants and attributes.
    AddParticipant {
        participant: Guid,
    },
    RenameParticipant {
        participant: Guid,
    },
    RemoveParticipants {
        participants: Vec<Guid>,
        values: u64,
        memos: u64,
    },
    SetValue {
        participant: Guid,
        attribute: Guid,
        /// Empty if the value was deleted; `None` in entries of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    AddAttribute {
        attribute: Guid,
    },
    RenameAttribute {
        attribute: Guid,
    },
    SetAttributeKind {
        attribute: Guid,
        /// Name of the new kind, as in files.
        to: String,
    },
    RemoveAttribute {
        attribute: Guid,
        values: u64,
    },

    // Documents and the project.
    /// Of one or several documents.
    SetDocumentValue {
        documents: Vec<Guid>,
        attribute: Guid,
        /// As in `SetValue`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    RenameDocument {
        document: Guid,
    },
    SetSpeakers {
        document: Guid,
    },
    MapSpeakers {
        documents: Vec<Guid>,
        /// Number of labels.
        speakers: u64,
        /// Number of participants who were added.
        participants: u64,
        /// Number of documents that belonged to one participant before.
        #[serde(default, skip_serializing_if = "is_zero")]
        untied: u64,
        /// Number of participants who were in no document afterwards and were deleted.
        #[serde(default, skip_serializing_if = "is_zero")]
        deleted: u64,
        /// Older entries do not list them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<SpeakerChange>,
    },
    MergeParticipants {
        from: Guid,
        into: Guid,
    },
    RemoveDocuments {
        documents: Vec<Guid>,
        passages: u64,
        memos: u64,
    },
    AssignDocuments {
        documents: Vec<Guid>,
        /// `None` for unassigned documents.
        participant: Option<Guid>,
        /// Number of documents whose speakers were participants before.
        #[serde(default, skip_serializing_if = "is_zero")]
        unmapped: u64,
    },
    MarkFinished {
        documents: Vec<Guid>,
        coder: Guid,
        finished: bool,
    },
    CorrectText {
        document: Guid,
        /// Passages removed because none of their text was left.
        cut: u64,
        /// Passages whose text changed, without those that were removed; older entries do not count them.
        #[serde(default)]
        changed: u64,
    },
    RereadDocuments {
        documents: Vec<Guid>,
        cut: u64,
        #[serde(default)]
        changed: u64,
    },
    SetBlind {
        on: bool,
    },
    RenameProject,
    DescribeProject,
    RenameCoder {
        coder: Guid,
    },
    AddCoder {
        coder: Guid,
    },

    // Memos. `written_by` is the author of a memo that another person changed.
    AddMemo {
        on: MemoTarget,
    },
    ChangeMemo {
        on: MemoTarget,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        written_by: Vec<Guid>,
    },
    RemoveMemo {
        on: MemoTarget,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        written_by: Vec<Guid>,
    },

    // Tables, which have no guid.
    AddTable {
        table: String,
    },
    ChangeTable {
        table: String,
    },
    RenameTable {
        table: String,
        was: String,
    },
    RemoveTable {
        table: String,
    },

    // Sets of documents or codes.
    AddSet {
        set: Guid,
    },
    ChangeSet {
        set: Guid,
    },
    RenameSet {
        set: Guid,
    },
    RemoveSet {
        set: Guid,
    },

    // Saved queries.
    AddQuery {
        query: Guid,
    },
    ChangeQuery {
        query: Guid,
    },
    RenameQuery {
        query: Guid,
    },
    RemoveQuery {
        query: Guid,
    },

    // Agreement.
    Agree {
        passages: u64,
        added: u64,
        removed: u64,
    },
    /// The coders agree on nothing, so the earlier consensus coding was removed.
    RemoveConsensus,
    Settle {
        code: Guid,
        document: Guid,
        /// Half-open, in code points.
        range: (u32, u32),
        decision: Settled,
        /// The other coder whose decision was replaced.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decided_by: Vec<Guid>,
        /// The codes of decisions that were withdrawn, because this one contradicts them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        withdrawn: Vec<Guid>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consensus: Option<ConsensusStep>,
    },
    Unsettle {
        code: Guid,
        document: Guid,
        range: (u32, u32),
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decided_by: Vec<Guid>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        consensus: Option<ConsensusStep>,
    },
    Merge {
        #[serde(flatten)]
        counts: Box<MergeCounts>,
        /// New sets.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sets: Vec<Guid>,
        /// New saved queries.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        queries: Vec<Guid>,
        /// Sets that were completed with members which came here after an earlier merge.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        completed: Vec<Guid>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        who: Vec<SpeakerChange>,
        /// Coders of passages of the project that got other marks, or memos of others.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        coded_by: Vec<Guid>,
        #[serde(flatten)]
        from: FileNames,
    },

    // Imports.
    Import {
        #[serde(flatten)]
        counts: ImportCounts,
        /// Coders of passages of the project that got memos.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        coded_by: Vec<Guid>,
        #[serde(flatten)]
        from: FileNames,
    },
    /// A framework that comes with the program.
    AddTemplate {
        codes: u64,
        /// Empty in older entries.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    ImportCodebook {
        codes: u64,
        /// Existing codes that got values of dimensions.
        #[serde(default, skip_serializing_if = "is_zero")]
        filled: u64,
        #[serde(flatten)]
        from: FileNames,
    },
    ImportDocuments {
        documents: u64,
        #[serde(flatten)]
        participants: ParticipantCounts,
        #[serde(flatten)]
        from: FileNames,
    },
    ImportParticipants {
        #[serde(flatten)]
        counts: ParticipantCounts,
        #[serde(flatten)]
        from: FileNames,
    },
    ImportDocumentAttributes {
        #[serde(flatten)]
        counts: ParticipantCounts,
        #[serde(flatten)]
        from: FileNames,
    },
    ImportSegments {
        #[serde(flatten)]
        counts: SegmentCounts,
        /// Coders of passages of the project that got memos or marks.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        coded_by: Vec<Guid>,
        #[serde(flatten)]
        from: FileNames,
    },
    ImportTranscript {
        document: Guid,
        speakers: u64,
        #[serde(flatten)]
        from: FileNames,
    },
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// What an import of documents or of a whole project added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    pub documents: u64,
    pub passages: u64,
    /// Those of the passages that belong to the consensus coding; older entries do not count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub consensus: u64,
    pub codes: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sets: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub queries: u64,
    /// Older entries do not count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub memos: u64,
}

/// What a table of participants, or of attributes of documents, added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantCounts {
    pub participants: u64,
    pub attributes: u64,
    pub values: u64,
    /// Values that were replaced.
    pub overwritten: u64,
    /// Documents that were assigned to a participant.
    pub assigned: u64,
}

/// What a table of coded passages added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentCounts {
    pub passages: u64,
    pub documents: u64,
    pub codes: u64,
    pub coders: u64,
    pub memos: u64,
    /// Passages that were marked; older entries do not count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub marks: u64,
    /// Passages of the consensus coding that follow these marks; older entries do not count them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub consensus: u64,
}

/// What a memo is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "target", rename_all = "snake_case")]
pub enum MemoTarget {
    Project,
    Document { document: Guid },
    Participant { participant: Guid },
    Code { code: Guid },
    Passage { document: Guid, code: Guid },
}

/// That a decision created the consensus coding, or removed it because it would be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsensusStep {
    Created { passages: u64 },
    Removed,
}

/// How a disagreement was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Settled {
    Coder { coder: Guid },
    Both,
    Neither,
    Recode { code: Guid },
    Range { start: u32, end: u32 },
    Later,
}

impl OpKind {
    /// Returns the kind as stored, and the arguments as a JSON object.
    #[must_use]
    pub fn to_parts(&self) -> (String, String) {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        let kind = value.as_object_mut().and_then(|map| map.shift_remove("kind"));
        let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
        (kind, value.to_string())
    }

    /// # Errors
    /// When the kind is unknown or the arguments do not fit it.
    pub fn from_parts(kind: &str, arguments: &str) -> Result<Self, serde_json::Error> {
        let mut value: serde_json::Value = serde_json::from_str(arguments)?;
        if let Some(map) = value.as_object_mut() {
            map.insert("kind".to_owned(), kind.into());
        }
        serde_json::from_value(value)
    }
}

#[cfg(test)]
mod tests;
