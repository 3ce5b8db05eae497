//! Remarks on the entries of a project folder, of a codebook, and of anything that is taken into a project: why an entry did
//! not come in, and what an entry that came in lacks.

use super::{counted, was};
use crate::text::shortened;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Characters of a passage that a sentence quotes.
const QUOTED: usize = 60;

/// Why an entry did not come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum EntryFault {
    // The form of a file.
    MissingKey {
        key: String,
    },
    NotAList {
        key: String,
    },
    NotAText {
        key: String,
    },
    /// An entry of a list of texts; `value` as JSON.
    EntryNotText {
        value: String,
    },
    NotWholeNumber {
        key: String,
        value: String,
    },
    NotFacets,
    InvalidCsv {
        why: String,
    },
    InvalidTable {
        why: String,
    },
    /// The first column of `participants.csv` has another name.
    NoParticipantColumn {
        found: String,
    },

    // Names.
    NameListedTwice {
        name: String,
    },
    ValueListedTwice {
        value: String,
    },
    UnknownDocument {
        name: String,
    },
    UnknownParticipant {
        name: String,
    },
    UnknownCode {
        path: String,
    },
    /// What a memo belongs to.
    UnknownTarget {
        target: String,
    },

    // Codings and memos.
    EmptyPassage {
        start: u32,
        end: u32,
    },
    /// `characters`: of the document as its file has it.
    PassageBeyondEnd {
        end: u32,
        characters: u32,
    },
    /// The passage has only characters that no text keeps.
    NothingKept,
    OtherWords {
        found: String,
        stated: String,
    },
    PassageListedTwice,
    SecondFileOfCoder {
        coder: String,
    },
    EmptyMemo,
    /// Its document was refused.
    DocumentRefused {
        document: String,
    },

    // Codebooks.
    TooManyLevels {
        most: usize,
    },

    // What differs in the project stays as it is there.
    OtherDescription,
    OtherTable {
        name: String,
    },
    OtherValues {
        count: usize,
    },
    ChangedPassages {
        count: usize,
    },
    ChangedMemos {
        count: usize,
    },
}

impl fmt::Display for EntryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingKey { key } => write!(f, "`{key}` is missing; add it"),
            Self::NotAList { key } => write!(f, "`{key}` must be a list"),
            Self::NotAText { key } => write!(f, "`{key}` must be a text"),
            Self::EntryNotText { value } => write!(f, "{} must be a text; write it in quotation marks", brief(value)),
            Self::NotWholeNumber { key, value } => {
                write!(f, "`{key}` must be a whole number from 0 up, not {}", brief(value))
            }
            Self::NotFacets => f.write_str("`facets` must hold a list of values for the name of each facet"),
            Self::InvalidCsv { why } => write!(f, "it is not valid CSV: {why}"),
            Self::InvalidTable { why } => write!(f, "the table's definition cannot be read: {why}"),
            Self::NoParticipantColumn { found } => {
                write!(f, "the first column must be named `participant`, not “{}”", brief(found))
            }
            Self::NameListedTwice { name } => {
                write!(f, "{name} is listed twice; the first entry was imported; rename or remove one of them")
            }
            Self::ValueListedTwice { value } => write!(f, "the value {value} is listed twice; remove one of them"),
            Self::UnknownDocument { name } => write!(f, "there is no document {name}"),
            Self::UnknownParticipant { name } => write!(f, "there is no participant {name}"),
            Self::UnknownCode { path } => write!(f, "there is no code {path}"),
            Self::UnknownTarget { target } => write!(
                f,
                "a memo cannot belong to “{}”; its `target` is project, document, participant or code",
                brief(target)
            ),
            Self::EmptyPassage { start, end } => {
                write!(f, "the passage is empty: it starts at {start} and ends at {end}")
            }
            Self::PassageBeyondEnd { end, characters } => {
                write!(f, "the passage ends at {end}, but the document has {characters} characters")
            }
            Self::NothingKept => f.write_str(
                "the passage contains only NUL characters or a byte order mark, which are not part of a text",
            ),
            Self::OtherWords { found, stated } => write!(
                f,
                "the passage reads “{}” in the document, not “{}”; correct its positions or its `text`",
                brief(found),
                brief(stated)
            ),
            Self::PassageListedTwice => f.write_str("the same passage with the same code is listed twice"),
            Self::SecondFileOfCoder { coder } => {
                write!(f, "another file holds codings of {coder} already; put them into one file")
            }
            Self::EmptyMemo => f.write_str("the memo is empty"),
            Self::DocumentRefused { document } => write!(f, "its document {document} was not imported"),
            Self::TooManyLevels { most } => write!(f, "the code is more than {most} levels deep; move it further up"),
            Self::OtherDescription => {
                f.write_str("the description of the project was left out, because this project has one of its own")
            }
            Self::OtherTable { name } => {
                write!(f, "the table {name} was left out, because this project has a different table of this name")
            }
            Self::OtherValues { count } => write!(
                f,
                "{} of participants {} left out, because this project has other values for them",
                counted(*count, "value", "values"),
                was(*count)
            ),
            Self::ChangedPassages { count } => write!(
                f,
                "{} {} left out, because this project has changed them since they were first imported",
                counted(*count, "passage", "passages"),
                was(*count)
            ),
            Self::ChangedMemos { count } => write!(
                f,
                "{} {} left out, because this project has changed them since they were first imported",
                counted(*count, "memo", "memos"),
                was(*count)
            ),
        }
    }
}

/// What an entry that came in lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum EntryLoss {
    /// A colour that is not of the form `#rrggbb`.
    ColorReplaced {
        color: String,
    },
    /// The code came in without the value.
    FacetNotFound {
        facet: String,
    },
    FacetValueNotFound {
        facet: String,
        value: String,
    },
    /// The document came in without a participant.
    ParticipantNotFound {
        name: String,
    },
    /// `participant` of a document is no text.
    ParticipantUnread,
    /// The document's rule for speakers cannot be read.
    SpeakersUnread,
    TimesLeftOut {
        why: PositionFault,
    },
    LabelsLeftOut {
        why: PositionFault,
    },
    /// The memo came in without a coder.
    CoderNotFound {
        name: String,
    },

    // What a newer version may have written.
    UnknownKey {
        key: String,
        count: usize,
    },
    UnknownFile,
    /// A transcript that no document names.
    TranscriptNotListed,
}

impl EntryLoss {
    /// How many things are missing or changed.
    #[must_use]
    pub fn count(&self) -> usize {
        if let Self::UnknownKey { count, .. } = self { *count } else { 1 }
    }
}

impl fmt::Display for EntryLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ColorReplaced { color } => {
                write!(f, "the colour “{}” is not of the form #rrggbb; another was chosen", brief(color))
            }
            Self::FacetNotFound { facet } => {
                write!(f, "there is no facet {facet}; the code was imported without this value")
            }
            Self::FacetValueNotFound { facet, value } => {
                write!(f, "the facet {facet} has no value {}; the code was imported without it", brief(value))
            }
            Self::ParticipantNotFound { name } => {
                write!(f, "there is no participant {name}; the document was imported without one")
            }
            Self::ParticipantUnread => {
                f.write_str("`participant` must be a text; the document was imported without a participant")
            }
            Self::SpeakersUnread => f.write_str("`speakers` cannot be read; the speakers were detected"),
            Self::TimesLeftOut { why } => write!(f, "`times` was left out: {why}"),
            Self::LabelsLeftOut { why } => write!(f, "`labels` was left out, and speakers were detected: {why}"),
            Self::CoderNotFound { name } => write!(f, "there is no coder {name}; the memo was imported without one"),
            Self::UnknownKey { key, count } => write!(
                f,
                "`{}` is not known to this version of Pullquote and was left out ({})",
                brief(key),
                counted(*count, "entry", "entries")
            ),
            Self::UnknownFile => f.write_str("this file is not known to this version of Pullquote and was left out"),
            Self::TranscriptNotListed => f.write_str(
                "no document in project.json has this transcript, so it was left out; add a document for it",
            ),
        }
    }
}

/// Why a list of positions in a text cannot be right. Entries count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PositionFault {
    NotAList,
    NotTwoNumbers {
        entry: usize,
    },
    BeyondEnd {
        entry: usize,
    },
    NotInOrder {
        entry: usize,
    },
    /// A range that is empty.
    Empty {
        entry: usize,
    },
    Overlapping {
        entry: usize,
    },
    /// A range that contains the end of a line.
    SeveralLines {
        entry: usize,
    },
}

impl fmt::Display for PositionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAList => f.write_str("it must be a list"),
            Self::NotTwoNumbers { entry } => write!(f, "entry {entry} must be two whole numbers"),
            Self::BeyondEnd { entry } => write!(f, "entry {entry} lies beyond the end of the text"),
            Self::NotInOrder { entry } => write!(f, "entry {entry} begins before the one above it"),
            Self::Empty { entry } => write!(f, "entry {entry} contains no characters"),
            Self::Overlapping { entry } => write!(f, "entry {entry} begins before the one above it ends"),
            Self::SeveralLines { entry } => write!(f, "entry {entry} contains the end of a line"),
        }
    }
}

fn brief(words: &str) -> String {
    shortened(words, QUOTED)
}
