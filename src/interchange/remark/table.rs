//! Remarks on tables whose columns and rows are given a meaning: participants, codes, coded passages, documents, utterances.

use super::{counted, was};
use crate::model::{CharRange, VariableKind};
use crate::text::{grouped, shortened, some_of};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names in a list, rows of one participant, characters of a quotation that a sentence shows.
const NAMES: usize = 20;
const ROWS: usize = 5;
const QUOTE: usize = 60;

/// Why a table, or a row of it, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TableRefusal {
    // What the columns hold is not settled.
    NoColumnOfNames,
    NoColumnsOfCodes,
    NoColumnOfWords,
    OnePositionColumn,
    NoColumnOfTexts,
    SeveralColumnsOfNames,
    NoColumnOfParticipants,
    NoColumnOfUtterances,
    /// No column is named as columns of codes are.
    NoCodeColumn {
        columns: Vec<String>,
    },
    /// Two columns hold the same; `what` with its article.
    TwoColumns {
        what: String,
    },
    TwoColumnsOfAttribute {
        attribute: String,
    },
    NoCoder,
    /// The coder that a row or the import names is the reserved one.
    AgreedLayer,

    // Attributes.
    UnnamedAttribute,
    AttributeTaken {
        attribute: String,
    },
    /// The name of the first column of a file of participants.
    ReservedAttribute,
    WrongKind {
        attribute: String,
        value: String,
        kind: VariableKind,
    },

    // Participants.
    NoParticipant,
    RepeatedParticipant {
        participant: String,
        first: String,
    },
    MoreRepeatedRows {
        participant: String,
        count: usize,
    },
    /// Rows of a participant of whom another row was taken; `rows` are the first of them.
    RowsOfParticipant {
        participant: String,
        rows: Vec<String>,
        count: usize,
    },

    // Documents.
    NoDocument,
    UnknownDocument {
        document: String,
    },
    AmbiguousDocument {
        document: String,
        candidates: Vec<String>,
    },
    NoTexts,
    RowsWithoutText {
        count: usize,
    },

    // Codes and coders.
    NoCode,
    UnknownCode {
        code: String,
    },
    AmbiguousCode {
        code: String,
        paths: Vec<String>,
    },
    CodeTooDeep {
        most: usize,
    },
    RepeatedCode {
        code: String,
        first: String,
    },
    NoCodes,
    NoCoderInRow,

    // Passages.
    MissingPosition,
    NotAPosition {
        words: String,
    },
    EmptyRange {
        start: u32,
        end: u32,
    },
    OutsideDocument {
        start: u32,
        end: u32,
        characters: u32,
    },
    NoWords,
    /// `near`: where its first characters stand, how many, and the words that follow there.
    WordsNotFound {
        quote: String,
        near: Option<(CharRange, usize, String)>,
    },
    AmbiguousWords {
        places: Vec<CharRange>,
        more: bool,
    },
    WordsTooFrequent {
        most: usize,
    },
}

impl TableRefusal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for TableRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumnOfNames => f.write_str("say which one column holds the names of the participants"),
            Self::NoColumnsOfCodes => f.write_str("say which columns hold the document and the code"),
            Self::NoColumnOfWords => {
                f.write_str("say which column holds the words of the segments, or which two hold their start and end")
            }
            Self::OnePositionColumn => f.write_str("start and end go together; say where both are, or skip both"),
            Self::NoColumnOfTexts => f.write_str("say which column holds the texts"),
            Self::SeveralColumnsOfNames => {
                f.write_str("only one column can hold the names, and one the participants; skip the others")
            }
            Self::NoColumnOfParticipants => {
                f.write_str("attributes belong to participants; say which column holds the participants")
            }
            Self::NoColumnOfUtterances => f.write_str("say which column holds what is said"),
            Self::NoCodeColumn { columns } => {
                write!(f, "no column holds the codes; name one of them “code” (found: {})", some_of(columns, NAMES))
            }
            Self::TwoColumns { what } => write!(f, "two columns hold {what}; skip one of them"),
            Self::TwoColumnsOfAttribute { attribute } => {
                write!(f, "two columns become the attribute {attribute}; skip one of them")
            }
            Self::NoCoder => f.write_str("say who coded these segments"),
            Self::AgreedLayer => {
                f.write_str("the consensus coding is made from the coders' codings; name one of the coders")
            }
            Self::UnnamedAttribute => f.write_str("the new attribute has no name; give it one"),
            Self::AttributeTaken { attribute } => {
                write!(
                    f,
                    "the project already has an attribute {attribute}; choose it, or give the new one another name"
                )
            }
            Self::ReservedAttribute => f.write_str(
                "“participant” is the name of the participants' own column; give the new attribute another name",
            ),
            Self::WrongKind { attribute, value, kind } => {
                write!(f, "“{}” in {attribute} is not {}", shortened(value, QUOTE), kind.wanted())
            }
            Self::NoParticipant => f.write_str("it names no participant"),
            Self::RepeatedParticipant { participant, first } => {
                write!(f, "{} is already in {first}; say what becomes of repeated rows", shortened(participant, QUOTE))
            }
            Self::MoreRepeatedRows { participant, count } => {
                write!(f, "{} is in {} more rows", shortened(participant, QUOTE), grouped(*count))
            }
            Self::RowsOfParticipant { participant, rows, count } => {
                let more = count - rows.len().min(*count);
                let more = if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() };
                let of = shortened(participant, QUOTE);
                write!(f, "{of} is in several rows; left out: {}{more}", some_of(rows, ROWS))
            }
            Self::NoDocument => f.write_str("it names no document"),
            Self::UnknownDocument { document } => write!(f, "there is no document {document}"),
            Self::AmbiguousDocument { document, candidates } => {
                write!(f, "{document} could be one of several documents: {}", some_of(candidates, NAMES))
            }
            Self::NoTexts => f.write_str("no row of this table has a text in that column"),
            Self::RowsWithoutText { count } => {
                let have = if *count == 1 { "has" } else { "have" };
                write!(f, "{} {have} no text and {} left out", counted(*count, "row", "rows"), was(*count))
            }
            Self::NoCode => f.write_str("it names no code"),
            Self::UnknownCode { code } => write!(f, "there is no code {code}"),
            Self::AmbiguousCode { code, paths } => {
                write!(f, "several codes are named {code}; name one by its path: {}", paths.join("; "))
            }
            Self::CodeTooDeep { most } => write!(f, "the code is more than {most} levels deep"),
            Self::RepeatedCode { code, first } => {
                write!(f, "{code} is already in {first}; this row was left out")
            }
            Self::NoCodes => f.write_str("it contains no codes"),
            Self::NoCoderInRow => f.write_str("it names no coder"),
            Self::MissingPosition => f.write_str("one of its positions is missing"),
            Self::NotAPosition { words } => write!(f, "“{}” is not a position", shortened(words, QUOTE)),
            Self::EmptyRange { start, end } => {
                write!(f, "{start}..{end} is not a passage; its end is not after its start")
            }
            Self::OutsideDocument { start, end, characters } => {
                write!(f, "{start}..{end} is not within the {characters} characters of the document")
            }
            Self::NoWords => f.write_str("it has no words"),
            Self::WordsNotFound { quote, near } => {
                write!(f, "“{}” is not in the document", shortened(quote, QUOTE))?;
                match near {
                    Some((range, characters, follows)) => write!(
                        f,
                        "; its first {characters} characters are at {range}, followed by “{}”",
                        shortened(follows, QUOTE)
                    ),
                    None => Ok(()),
                }
            }
            Self::AmbiguousWords { places, more } => {
                let places: Vec<String> = places.iter().map(ToString::to_string).collect();
                let more = if *more { " and more" } else { "" };
                write!(f, "its words are in several places: {}{more}", places.join(", "))
            }
            Self::WordsTooFrequent { most } => write!(f, "its words are in more than {most} places"),
        }
    }
}

/// Something of a table that is missing from what was imported, or differs from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TableLoss {
    /// A participant's document that the project does not have, or cannot tell from others.
    UntiedDocument { document: String, candidates: Vec<String> },
    /// The document keeps the participant that it has in the project.
    TiedAlready { document: String, participant: String },
    /// Another row of the table ties the document to somebody else.
    TiedTwice { document: String },
    /// A participant in several rows has another value before.
    OtherValue { participant: String, attribute: String, value: String, kept: String },
    /// Values that differ from those of the project, which stay.
    KeptValues { count: usize },
    /// Not of the form `#rrggbb`; another was chosen.
    UnreadColor { color: String },
    /// Names of codes in which `›` replaces a `>` that would separate levels.
    RenamedCodes { names: Vec<String> },
    /// Questions and labels with which a survey service describes its columns.
    ColumnDescription { column: String, words: String },
}

impl TableLoss {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::KeptValues { count } => *count,
            Self::RenamedCodes { names } => names.len(),
            _ => 1,
        }
    }
}

impl fmt::Display for TableLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UntiedDocument { document, candidates } if candidates.is_empty() => {
                write!(f, "there is no document {document} to tie to the participant")
            }
            Self::UntiedDocument { document, candidates } => write!(
                f,
                "{document} could be one of several documents, and none was tied to the participant: {}",
                some_of(candidates, NAMES)
            ),
            Self::TiedAlready { document, participant } => {
                write!(f, "the document {document} belongs to {participant} and was left so")
            }
            Self::TiedTwice { document } => {
                write!(f, "the document {document} was tied to another participant of this table")
            }
            Self::OtherValue { participant, attribute, value, kept } => write!(
                f,
                "{participant}, {attribute}: “{}” was left out, because an earlier row has “{}”",
                shortened(value, QUOTE),
                shortened(kept, QUOTE)
            ),
            Self::KeptValues { count } => {
                let (differ, values) = if *count == 1 { ("differs", "it was") } else { ("differ", "they were") };
                let one = counted(*count, "value of the project", "values of the project");
                write!(f, "{one} {differ} from the table; {values} kept")
            }
            Self::UnreadColor { color } => {
                write!(f, "the color “{}” is not of the form #rrggbb; another was chosen", shortened(color, QUOTE))
            }
            Self::RenamedCodes { names } => write!(
                f,
                "in {}, › replaces >, which separates the levels of a code: {}",
                counted(names.len(), "name of a code", "names of codes"),
                some_of(names, NAMES)
            ),
            Self::ColumnDescription { column, words } => {
                write!(f, "the description of {column} was left out: “{words}”")
            }
        }
    }
}

/// Something of a table that should be looked at although nothing is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TableWarning {
    /// Values that stay text, because what is before the decimals and what between thousands cannot be said.
    UnclearNumbers {
        attribute: String,
        example: String,
    },
    /// Values that stay text, because which number is the month cannot be said.
    UnclearDates {
        attribute: String,
        example: String,
    },
    /// Numbers with a point before three digits, which could be thousands.
    PossibleThousands {
        attribute: String,
        example: String,
    },
    /// A new participant whose name differs from another's in capitals only.
    SimilarParticipants {
        participant: String,
        other: String,
    },
    /// The same of a new code; both as paths, or as names at the top.
    SimilarCodes {
        code: String,
        other: String,
    },
    /// Documents that rows name and the project does not have, each with the number of its rows.
    MissingDocuments {
        documents: Vec<(String, usize)>,
    },
    /// A coder who has passages in documents without having finished them.
    UnfinishedDocuments {
        coder: String,
        documents: Vec<String>,
    },
    /// The passage was found by its words.
    WordsElsewhere,
    /// The passage was found by its words; why not by its positions.
    UnreadPositions {
        why: Box<TableRefusal>,
    },
    NameTaken {
        wanted: String,
        given: String,
    },
    MoreNamesTaken {
        count: usize,
    },
    KnownDocuments {
        count: usize,
    },
    Unassigned {
        count: usize,
    },
}

impl TableWarning {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for TableWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclearNumbers { attribute, example } => write!(
                f,
                "the values of {attribute} are kept as text, because {example} could be read in two ways; to count them as \
                 numbers, write decimals with a point and thousands without a mark"
            ),
            Self::UnclearDates { attribute, example } => write!(
                f,
                "the values of {attribute} are kept as text, because {example} does not say which number is the month; to \
                 use them as dates, write them as in 2019-07-29"
            ),
            Self::PossibleThousands { attribute, example } => write!(
                f,
                "the point in values of {attribute} such as {example} is read as a decimal point; if it separates thousands, \
                 remove it"
            ),
            Self::SimilarParticipants { participant, other } => write!(
                f,
                "the participants {participant} and {other} differ only in capitals; both will be in the project"
            ),
            Self::SimilarCodes { code, other } => {
                write!(f, "the new code “{code}” differs from the code “{other}” only in capitals")
            }
            Self::MissingDocuments { documents } => {
                let rows = |(name, rows): &(String, usize)| format!("{name} ({})", counted(*rows, "row", "rows"));
                let names: Vec<String> = documents.iter().map(rows).collect();
                let count = documents.len();
                write!(f, "{count} documents of the table are not in the project: {}", some_of(&names, NAMES))
            }
            Self::UnfinishedDocuments { coder, documents } => write!(
                f,
                "{coder} has not finished {}: figures of agreement leave {coder} out there until the documents are marked \
                 as finished",
                some_of(documents, 8)
            ),
            Self::WordsElsewhere => {
                f.write_str("its words are not at its positions; the passage was placed by its words")
            }
            Self::UnreadPositions { why } => write!(f, "{why}; the passage was placed by its words"),
            Self::NameTaken { wanted, given } => {
                write!(f, "the name {wanted} is taken, so the document is named {given}")
            }
            Self::MoreNamesTaken { count } => {
                let (got, names) = if *count == 1 { ("gets", "another name") } else { ("get", "other names") };
                write!(f, "{} {got} {names}", counted(*count, "more document", "more documents"))
            }
            Self::KnownDocuments { count } => {
                let are = if *count == 1 { "is" } else { "are" };
                write!(f, "{} {are} already in the project", counted(*count, "document", "documents"))
            }
            Self::Unassigned { count } => {
                let (are, their) = if *count == 1 { ("is", "its row names") } else { ("are", "their rows name") };
                write!(
                    f,
                    "{} {are} unassigned, because {their} no participant",
                    counted(*count, "document", "documents")
                )
            }
        }
    }
}
