//! Remarks on the entries of a project folder, a codebook or any other import: why an entry was not imported, and what
//! an imported entry lacks.

use crate::model::SetKind;
use crate::text::{shortened, some_of};
use crate::tr;
use serde::{Deserialize, Serialize};

/// How many characters of a passage a message quotes.
const QUOTED: usize = 60;

/// Why an entry was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryFault {
    // Structure of a file.
    #[error("{}", tr!("`{key}` is missing; add it", key))]
    MissingKey { key: String },
    #[error("{}", tr!("`{key}` must be a list", key))]
    NotAList { key: String },
    #[error("{}", tr!("`{key}` must be text", key))]
    NotAText { key: String },
    /// An entry in a list of texts; `value` is JSON.
    #[error("{}", tr!("{value} must be text; write it in quotation marks", value = brief(value)))]
    EntryNotText { value: String },
    #[error("{}", tr!("`{key}` must be a whole number from 0 up, not {value}", key, value = brief(value)))]
    NotWholeNumber { key: String, value: String },
    #[error("{}", tr!("`facets` must contain a list of values for each name of a dimension"))]
    NotFacets,
    #[error("{}", tr!("it is not valid CSV: {why}", why))]
    InvalidCsv { why: String },
    #[error("{}", tr!("the table's definition cannot be read: {why}", why))]
    InvalidTable { why: String },
    /// The first column of `participants.csv` has a different name.
    #[error("{}", tr!("the first column must be named `participant`, not “{found}”", found = brief(found)))]
    NoParticipantColumn { found: String },
    /// The first column of `documents.csv` has a different name.
    #[error("{}", tr!("the first column must be named `document`, not “{found}”", found = brief(found)))]
    NoDocumentColumn { found: String },

    // Names.
    #[error("{}", tr!("{name} is listed twice; the first entry was imported; rename or remove one of them", name))]
    NameListedTwice { name: String },
    #[error("{}", tr!("the value {value} is listed twice; remove one of them", value))]
    ValueListedTwice { value: String },
    #[error("{}", tr!("there is no document {name}", name))]
    UnknownDocument { name: String },
    #[error("{}", tr!("there is no participant {name}", name))]
    UnknownParticipant { name: String },
    #[error("{}", tr!("there is no code {path}", path))]
    UnknownCode { path: String },
    /// `kind` of a set.
    #[error("{}", tr!("a set’s `kind` is documents or codes, not “{kind}”", kind = brief(kind)))]
    UnknownSetKind { kind: String },
    /// The target of a memo.
    #[error("{}", tr!("a memo cannot belong to “{target}”; its `target` is project, document, participant or code", target = brief(target)))]
    UnknownTarget { target: String },

    // Codings and memos.
    #[error("{}", tr!("the passage is empty: it starts at {start} and ends at {end}", start, end))]
    EmptyPassage { start: u32, end: u32 },
    /// `characters`: the length of the document as it is in its file.
    #[error("{}", tr!(
        "the passage ends at {end}, but the document has {n} character"
            | "the passage ends at {end}, but the document has {n} characters" % *characters,
        end
    ))]
    PassageBeyondEnd { end: u32, characters: u32 },
    /// The passage has only characters that are never stored.
    #[error("{}", tr!("the passage contains only NUL characters or a byte order mark, which are never part of a stored text"))]
    NothingKept,
    #[error("{}", tr!(
        "the passage reads “{found}” in the document, not “{stated}”; correct its positions or its `text`",
        found = brief(found),
        stated = brief(stated)
    ))]
    OtherWords { found: String, stated: String },
    #[error("{}", tr!("the same passage with the same code is listed twice"))]
    PassageListedTwice,
    #[error("{}", tr!("another file holds passages of {coder} already; put them into one file", coder))]
    SecondFileOfCoder { coder: String },
    #[error("{}", tr!("the memo is empty"))]
    EmptyMemo,
    /// The document of this entry was refused.
    #[error("{}", tr!("its document {document} was not imported", document))]
    DocumentRefused { document: String },

    // Codebooks.
    #[error("{}", tr!("the code is more than {most} levels deep; move it to a higher level", most))]
    TooManyLevels { most: usize },

    // What differs in the project is left unchanged.
    #[error("{}", tr!("the description of the project was left out, because this project already has one"))]
    OtherDescription,
    #[error("{}", tr!("the table {name} was left out, because this project has a different table of this name", name))]
    OtherTable { name: String },
    #[error("{}", tr!("the set {name} was left out, because this project has a different set of this name", name))]
    OtherSet { name: String },
    #[error("{}", tr!("the query {name} was left out, because this project has a different query of this name", name))]
    OtherQuery { name: String },
    #[error("{}", tr!("the query {name} was left out: {why}", name, why))]
    InvalidQuery { name: String, why: String },
    /// `names`: what it names.
    #[error("{}", no_members(name, *kind, names))]
    SetWithoutMembers { name: String, kind: SetKind, names: Vec<String> },
    #[error("{}", tr!(
        "{n} value of a participant was left out, because this project has another value for it"
            | "{n} values of participants were left out, because this project has other values for them" % *count
    ))]
    OtherValues { count: usize },
    #[error("{}", tr!(
        "{n} value of a document was left out, because this project has another value for it"
            | "{n} values of documents were left out, because this project has other values for them" % *count
    ))]
    OtherDocumentValues { count: usize },
    #[error("{}", tr!(
        "{n} passage was left out, because this project has changed it since it was first imported"
            | "{n} passages were left out, because this project has changed them since they were first imported" % *count
    ))]
    ChangedPassages { count: usize },
    #[error("{}", tr!(
        "{n} memo was left out, because this project has changed it since it was first imported"
            | "{n} memos were left out, because this project has changed them since they were first imported" % *count
    ))]
    ChangedMemos { count: usize },
}

/// What an imported entry lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryLoss {
    /// A color that is not in the form `#rrggbb`.
    #[error("{}", tr!("the colour “{color}” is not in the form #rrggbb; another was chosen", color = brief(color)))]
    ColorReplaced { color: String },
    /// The code was imported without the value.
    #[error("{}", tr!("there is no dimension {dimension}; the code was imported without this value", dimension))]
    FacetNotFound { dimension: String },
    #[error("{}", tr!("the dimension {dimension} has no value {value}; the code was imported without it", dimension, value = brief(value)))]
    FacetValueNotFound { dimension: String, value: String },
    #[error("{}", tr!("its name looks like that of another document; it was imported as {name}", name))]
    DocumentNumbered { name: String },
    /// The document was imported without a participant.
    #[error("{}", tr!("there is no participant {name}; the document was imported without one", name))]
    ParticipantNotFound { name: String },
    /// `participant` of a document is not text.
    #[error("{}", tr!("`participant` must be text; the document was imported without a participant"))]
    ParticipantUnread,
    /// The participant of a speaker's label in `participants` of a document.
    #[error("{}", tr!("there is no participant {name}; the speaker {label} was imported without one", name = brief(name), label))]
    #[strum(serialize = "participant_not_found")]
    ParticipantOfSpeakerNotFound { label: String, name: String },
    #[error("{}", tr!("the text has no speaker {label}; correct the label in `participants`", label))]
    SpeakerNotFound { label: String },
    #[error("{}", tr!("the speaker {label} is listed twice in `participants`; the first entry was imported", label))]
    SpeakerListedTwice { label: String },
    /// `participants` of a document is no object of texts.
    #[error("{}", tr!("`participants` must have a participant’s name for each speaker’s label; what has not was left out"))]
    SpeakerMapUnread,
    /// The document has both keys.
    #[error("{}", tr!("`participant` was left out, because `participants` states who speaks"))]
    ParticipantIgnored,
    /// The document's speaker rule cannot be read.
    #[error("{}", tr!("`speakers` cannot be read; the speakers were detected"))]
    SpeakersUnread,
    #[error("{}", tr!("`times` was left out: {why}", why))]
    TimesLeftOut { why: PositionFault },
    #[error("{}", tr!("`labels` was left out, and speakers were detected: {why}", why))]
    LabelsLeftOut { why: PositionFault },
    /// The set was imported without the document or code.
    #[error("{}", tr!("there is no {name}; the set was imported without it", name = brief(name)))]
    SetMemberNotFound { name: String },
    /// The set was imported without the condition.
    #[error("{}", tr!("the condition “{condition}” cannot be read; the set was imported without it", condition = brief(condition)))]
    SetConditionUnread { condition: String },
    /// The memo was imported without a coder.
    #[error("{}", tr!("there is no coder {name}; the memo was imported without one", name))]
    CoderNotFound { name: String },

    /// The passage was imported without it.
    #[error("{}", tr!("`account` must be own, others or a name; the passage was imported without it"))]
    AccountUnread,

    // Possibly written by a newer version.
    #[error("{}", tr!(
        "`{key}` is not known to this version of Pullquote and was left out ({n} entry)"
            | "`{key}` is not known to this version of Pullquote and was left out ({n} entries)" % *count,
        key = brief(key)
    ))]
    UnknownKey { key: String, count: usize },
    #[error("{}", tr!("this file is not known to this version of Pullquote and was left out"))]
    UnknownFile,
    /// A transcript that no document refers to.
    #[error("{}", tr!("no document in project.json has this transcript, so it was left out; add a document for it"))]
    TranscriptNotListed,
}

impl EntryLoss {
    /// How many things are missing or changed.
    #[must_use]
    pub fn count(&self) -> usize {
        if let Self::UnknownKey { count, .. } = self { *count } else { 1 }
    }
}

/// Why a list of positions in a text is invalid. Entries count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PositionFault {
    #[error("{}", tr!("it must be a list"))]
    NotAList,
    #[error("{}", tr!("entry {entry} must be two whole numbers", entry))]
    NotTwoNumbers { entry: usize },
    #[error("{}", tr!("entry {entry} lies beyond the end of the text", entry))]
    BeyondEnd { entry: usize },
    #[error("{}", tr!("entry {entry} begins before the one above it", entry))]
    NotInOrder { entry: usize },
    /// An empty range.
    #[error("{}", tr!("entry {entry} contains no characters", entry))]
    Empty { entry: usize },
    #[error("{}", tr!("entry {entry} begins before the one above it ends", entry))]
    Overlapping { entry: usize },
    /// A range that contains a line end.
    #[error("{}", tr!("entry {entry} contains the end of a line", entry))]
    SeveralLines { entry: usize },
}

fn brief(text: &str) -> String {
    shortened(text, QUOTED)
}

/// How many members of a set a message names.
const MEMBERS: usize = 8;

fn no_members(set: &str, kind: SetKind, names: &[String]) -> String {
    let listed = some_of(names, MEMBERS);
    match kind {
        SetKind::Documents if names.is_empty() => {
            tr!("the set {set} was left out, because the file has none of its documents", set)
        }
        SetKind::Codes if names.is_empty() => {
            tr!("the set {set} was left out, because the file has none of its codes", set)
        }
        SetKind::Documents => tr!(
            "the set {set} was left out, because this project has none of its documents: {names}; import them, then the set \
             again",
            set,
            names = listed
        ),
        SetKind::Codes => tr!(
            "the set {set} was left out, because this project has none of its codes: {names}; import them, then the set again",
            set,
            names = listed
        ),
    }
}
