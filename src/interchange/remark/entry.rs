//! Remarks on the entries of a project folder, a codebook or any other import: why an entry was not imported, and what
//! an imported entry lacks.

use super::{counted, was};
use crate::model::entries;
use crate::text::shortened;
use serde::{Deserialize, Serialize};

/// How many characters of a passage a message quotes.
const QUOTED: usize = 60;

/// Why an entry was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryFault {
    // Structure of a file.
    #[error("`{key}` is missing; add it")]
    MissingKey { key: String },
    #[error("`{key}` must be a list")]
    NotAList { key: String },
    #[error("`{key}` must be text")]
    NotAText { key: String },
    /// An entry in a list of texts; `value` is JSON.
    #[error("{} must be text; write it in quotation marks", brief(value))]
    EntryNotText { value: String },
    #[error("`{key}` must be a whole number from 0 up, not {}", brief(value))]
    NotWholeNumber { key: String, value: String },
    #[error("`facets` must contain a list of values for each facet name")]
    NotFacets,
    #[error("it is not valid CSV: {why}")]
    InvalidCsv { why: String },
    #[error("the table's definition cannot be read: {why}")]
    InvalidTable { why: String },
    /// The first column of `participants.csv` has a different name.
    #[error("the first column must be named `participant`, not “{}”", brief(found))]
    NoParticipantColumn { found: String },

    // Names.
    #[error("{name} is listed twice; the first entry was imported; rename or remove one of them")]
    NameListedTwice { name: String },
    #[error("the value {value} is listed twice; remove one of them")]
    ValueListedTwice { value: String },
    #[error("there is no document {name}")]
    UnknownDocument { name: String },
    #[error("there is no participant {name}")]
    UnknownParticipant { name: String },
    #[error("there is no code {path}")]
    UnknownCode { path: String },
    /// The target of a memo.
    #[error("a memo cannot belong to “{}”; its `target` is project, document, participant or code", brief(target))]
    UnknownTarget { target: String },

    // Codings and memos.
    #[error("the passage is empty: it starts at {start} and ends at {end}")]
    EmptyPassage { start: u32, end: u32 },
    /// `characters`: the length of the document as it is in its file.
    #[error(
        "the passage ends at {end}, but the document has {}",
        counted(*characters as usize, "character", "characters")
    )]
    PassageBeyondEnd { end: u32, characters: u32 },
    /// The passage has only characters that are never stored.
    #[error("the passage contains only NUL characters or a byte order mark, which are never part of a stored text")]
    NothingKept,
    #[error(
        "the passage reads “{}” in the document, not “{}”; correct its positions or its `text`",
        brief(found),
        brief(stated)
    )]
    OtherWords { found: String, stated: String },
    #[error("the same passage with the same code is listed twice")]
    PassageListedTwice,
    #[error("another file holds passages of {coder} already; put them into one file")]
    SecondFileOfCoder { coder: String },
    #[error("the memo is empty")]
    EmptyMemo,
    /// The document of this entry was refused.
    #[error("its document {document} was not imported")]
    DocumentRefused { document: String },

    // Codebooks.
    #[error("the code is more than {most} levels deep; move it to a higher level")]
    TooManyLevels { most: usize },

    // What differs in the project is left unchanged.
    #[error("the description of the project was left out, because this project already has one")]
    OtherDescription,
    #[error("the table {name} was left out, because this project has a different table of this name")]
    OtherTable { name: String },
    #[error(
        "{} of participants {} left out, because this project has other values for them",
        counted(*count, "value", "values"),
        was(*count)
    )]
    OtherValues { count: usize },
    #[error(
        "{} {} left out, because this project has changed them since they were first imported",
        counted(*count, "passage", "passages"),
        was(*count)
    )]
    ChangedPassages { count: usize },
    #[error(
        "{} {} left out, because this project has changed them since they were first imported",
        counted(*count, "memo", "memos"),
        was(*count)
    )]
    ChangedMemos { count: usize },
}

/// What an imported entry lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryLoss {
    /// A color that is not in the form `#rrggbb`.
    #[error("the colour “{}” is not in the form #rrggbb; another was chosen", brief(color))]
    ColorReplaced { color: String },
    /// The code was imported without the value.
    #[error("there is no facet {facet}; the code was imported without this value")]
    FacetNotFound { facet: String },
    #[error("the facet {facet} has no value {}; the code was imported without it", brief(value))]
    FacetValueNotFound { facet: String, value: String },
    #[error("its name looks like that of another document; it was imported as {name}")]
    DocumentNumbered { name: String },
    /// The document was imported without a participant.
    #[error("there is no participant {name}; the document was imported without one")]
    ParticipantNotFound { name: String },
    /// `participant` of a document is not text.
    #[error("`participant` must be text; the document was imported without a participant")]
    ParticipantUnread,
    /// The document's speaker rule cannot be read.
    #[error("`speakers` cannot be read; the speakers were detected")]
    SpeakersUnread,
    #[error("`times` was left out: {why}")]
    TimesLeftOut { why: PositionFault },
    #[error("`labels` was left out, and speakers were detected: {why}")]
    LabelsLeftOut { why: PositionFault },
    /// The memo was imported without a coder.
    #[error("there is no coder {name}; the memo was imported without one")]
    CoderNotFound { name: String },

    // Possibly written by a newer version.
    #[error(
        "`{}` is not known to this version of Pullquote and was left out ({})",
        brief(key),
        entries(*count as u64)
    )]
    UnknownKey { key: String, count: usize },
    #[error("this file is not known to this version of Pullquote and was left out")]
    UnknownFile,
    /// A transcript that no document refers to.
    #[error("no document in project.json has this transcript, so it was left out; add a document for it")]
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
    #[error("it must be a list")]
    NotAList,
    #[error("entry {entry} must be two whole numbers")]
    NotTwoNumbers { entry: usize },
    #[error("entry {entry} lies beyond the end of the text")]
    BeyondEnd { entry: usize },
    #[error("entry {entry} begins before the one above it")]
    NotInOrder { entry: usize },
    /// An empty range.
    #[error("entry {entry} contains no characters")]
    Empty { entry: usize },
    #[error("entry {entry} begins before the one above it ends")]
    Overlapping { entry: usize },
    /// A range that contains a line end.
    #[error("entry {entry} contains the end of a line")]
    SeveralLines { entry: usize },
}

fn brief(words: &str) -> String {
    shortened(words, QUOTED)
}
