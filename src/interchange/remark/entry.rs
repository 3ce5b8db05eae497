//! Remarks on the entries of a project folder, of a codebook, and of anything that is taken into a project: why an entry did
//! not come in, and what an entry that came in lacks.

use super::{counted, was};
use crate::text::shortened;
use serde::{Deserialize, Serialize};

/// Characters of a passage that a sentence quotes.
const QUOTED: usize = 60;

/// Why an entry did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryFault {
    // The form of a file.
    #[error("`{key}` is missing; add it")]
    MissingKey { key: String },
    #[error("`{key}` must be a list")]
    NotAList { key: String },
    #[error("`{key}` must be a text")]
    NotAText { key: String },
    /// An entry of a list of texts; `value` as JSON.
    #[error("{} must be a text; write it in quotation marks", brief(value))]
    EntryNotText { value: String },
    #[error("`{key}` must be a whole number from 0 up, not {}", brief(value))]
    NotWholeNumber { key: String, value: String },
    #[error("`facets` must hold a list of values for the name of each facet")]
    NotFacets,
    #[error("it is not valid CSV: {why}")]
    InvalidCsv { why: String },
    #[error("the table's definition cannot be read: {why}")]
    InvalidTable { why: String },
    /// The first column of `participants.csv` has another name.
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
    /// What a memo belongs to.
    #[error("a memo cannot belong to “{}”; its `target` is project, document, participant or code", brief(target))]
    UnknownTarget { target: String },

    // Codings and memos.
    #[error("the passage is empty: it starts at {start} and ends at {end}")]
    EmptyPassage { start: u32, end: u32 },
    /// `characters`: of the document as its file has it.
    #[error(
        "the passage ends at {end}, but the document has {}",
        counted(*characters as usize, "character", "characters")
    )]
    PassageBeyondEnd { end: u32, characters: u32 },
    /// The passage has only characters that no text keeps.
    #[error("the passage contains only NUL characters or a byte order mark, which are not part of a text")]
    NothingKept,
    #[error(
        "the passage reads “{}” in the document, not “{}”; correct its positions or its `text`",
        brief(found),
        brief(stated)
    )]
    OtherWords { found: String, stated: String },
    #[error("the same passage with the same code is listed twice")]
    PassageListedTwice,
    #[error("another file holds codings of {coder} already; put them into one file")]
    SecondFileOfCoder { coder: String },
    #[error("the memo is empty")]
    EmptyMemo,
    /// Its document was refused.
    #[error("its document {document} was not imported")]
    DocumentRefused { document: String },

    // Codebooks.
    #[error("the code is more than {most} levels deep; move it further up")]
    TooManyLevels { most: usize },

    // What differs in the project stays as it is there.
    #[error("the description of the project was left out, because this project has one of its own")]
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

/// What an entry that came in lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum EntryLoss {
    /// A colour that is not of the form `#rrggbb`.
    #[error("the colour “{}” is not of the form #rrggbb; another was chosen", brief(color))]
    ColorReplaced { color: String },
    /// The code came in without the value.
    #[error("there is no facet {facet}; the code was imported without this value")]
    FacetNotFound { facet: String },
    #[error("the facet {facet} has no value {}; the code was imported without it", brief(value))]
    FacetValueNotFound { facet: String, value: String },
    /// The document came in without a participant.
    #[error("there is no participant {name}; the document was imported without one")]
    ParticipantNotFound { name: String },
    /// `participant` of a document is no text.
    #[error("`participant` must be a text; the document was imported without a participant")]
    ParticipantUnread,
    /// The document's rule for speakers cannot be read.
    #[error("`speakers` cannot be read; the speakers were detected")]
    SpeakersUnread,
    #[error("`times` was left out: {why}")]
    TimesLeftOut { why: PositionFault },
    #[error("`labels` was left out, and speakers were detected: {why}")]
    LabelsLeftOut { why: PositionFault },
    /// The memo came in without a coder.
    #[error("there is no coder {name}; the memo was imported without one")]
    CoderNotFound { name: String },

    // What a newer version may have written.
    #[error(
        "`{}` is not known to this version of Pullquote and was left out ({})",
        brief(key),
        counted(*count, "entry", "entries")
    )]
    UnknownKey { key: String, count: usize },
    #[error("this file is not known to this version of Pullquote and was left out")]
    UnknownFile,
    /// A transcript that no document names.
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

/// Why a list of positions in a text cannot be right. Entries count from 1.
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
    /// A range that is empty.
    #[error("entry {entry} contains no characters")]
    Empty { entry: usize },
    #[error("entry {entry} begins before the one above it ends")]
    Overlapping { entry: usize },
    /// A range that contains the end of a line.
    #[error("entry {entry} contains the end of a line")]
    SeveralLines { entry: usize },
}

fn brief(words: &str) -> String {
    shortened(words, QUOTED)
}
