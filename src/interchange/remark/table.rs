//! Remarks on tables whose columns and rows are given a meaning: participants, codes, coded passages, documents, utterances.

use super::{counted, was};
use crate::model::{CharRange, VariableKind};
use crate::text::{grouped, shortened, some_of};
use serde::{Deserialize, Serialize};

/// Names in a list, rows of one participant, characters of a quotation that a sentence shows.
const NAMES: usize = 20;
const ROWS: usize = 5;
const QUOTE: usize = 60;

/// Why a table, or a row of it, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableRefusal {
    // What the columns hold is not settled.
    #[error("say which one column holds the names of the participants")]
    NoColumnOfNames,
    #[error("say which columns hold the document and the code")]
    NoColumnsOfCodes,
    #[error("say which column holds the words of the segments, or which two hold their start and end")]
    NoColumnOfWords,
    #[error("start and end go together; say where both are, or skip both")]
    OnePositionColumn,
    #[error("say which column holds the texts")]
    NoColumnOfTexts,
    #[error("only one column can hold the names, and one the participants; skip the others")]
    SeveralColumnsOfNames,
    #[error("attributes belong to participants; say which column holds the participants")]
    NoColumnOfParticipants,
    #[error("say which column holds what is said")]
    NoColumnOfUtterances,
    /// No column is named as columns of codes are.
    #[error("no column holds the codes; name one of them “code” (found: {})", some_of(columns, NAMES))]
    NoCodeColumn { columns: Vec<String> },
    /// Two columns hold the same; `what` with its article.
    #[error("two columns hold {what}; skip one of them")]
    TwoColumns { what: String },
    #[error("two columns become the attribute {attribute}; skip one of them")]
    TwoColumnsOfAttribute { attribute: String },
    #[error("say who coded these segments")]
    NoCoder,
    /// The coder that a row or the import names is the reserved one.
    #[error("the consensus coding is made from the coders' codings; name one of the coders")]
    AgreedLayer,

    // Attributes.
    #[error("the new attribute has no name; give it one")]
    UnnamedAttribute,
    #[error("the project already has an attribute {attribute}; choose it, or give the new one another name")]
    AttributeTaken { attribute: String },
    /// The name of the first column of a file of participants.
    #[error("“participant” is the name of the participants' own column; give the new attribute another name")]
    ReservedAttribute,
    #[error("“{}” in {attribute} is not {}", shortened(value, QUOTE), kind.wanted())]
    WrongKind { attribute: String, value: String, kind: VariableKind },

    // Participants.
    #[error("it names no participant")]
    NoParticipant,
    #[error("{} is already in {first}; say what becomes of repeated rows", shortened(participant, QUOTE))]
    RepeatedParticipant { participant: String, first: String },
    #[error("{} is in {} more rows", shortened(participant, QUOTE), grouped(*count))]
    MoreRepeatedRows { participant: String, count: usize },
    /// Rows of a participant of whom another row was taken; `rows` are the first of them.
    #[error(
        "{} is in several rows; left out: {}{}",
        shortened(participant, QUOTE),
        some_of(rows, ROWS),
        more_than(rows.len(), *count)
    )]
    RowsOfParticipant { participant: String, rows: Vec<String>, count: usize },

    // Documents.
    #[error("it names no document")]
    NoDocument,
    #[error("there is no document {document}")]
    UnknownDocument { document: String },
    #[error("{document} could be one of several documents: {}", some_of(candidates, NAMES))]
    AmbiguousDocument { document: String, candidates: Vec<String> },
    #[error("no row of this table has a text in that column")]
    NoTexts,
    #[error(
        "{} {} no text and {} left out",
        counted(*count, "row", "rows"),
        if *count == 1 { "has" } else { "have" },
        was(*count)
    )]
    RowsWithoutText { count: usize },

    // Codes and coders.
    #[error("it names no code")]
    NoCode,
    #[error("there is no code {code}")]
    UnknownCode { code: String },
    #[error("several codes are named {code}; name one by its path: {}", paths.join("; "))]
    AmbiguousCode { code: String, paths: Vec<String> },
    #[error("the code is more than {most} levels deep")]
    CodeTooDeep { most: usize },
    #[error("{code} is already in {first}; this row was left out")]
    RepeatedCode { code: String, first: String },
    #[error("it contains no codes")]
    NoCodes,
    #[error("it names no coder")]
    NoCoderInRow,

    // Passages.
    #[error("one of its positions is missing")]
    MissingPosition,
    #[error("“{}” is not a position", shortened(words, QUOTE))]
    NotAPosition { words: String },
    #[error("{start}..{end} is not a passage; its end is not after its start")]
    EmptyRange { start: u32, end: u32 },
    #[error("{start}..{end} is not within the document, which has {}", counted(*characters as usize, "character", "characters"))]
    OutsideDocument { start: u32, end: u32, characters: u32 },
    #[error("it has no words")]
    NoWords,
    /// `near`: where its first characters stand, how many, and the words that follow there.
    #[error("“{}” is not in the document{}", shortened(quote, QUOTE), near.as_ref().map_or_else(String::new, nearest))]
    WordsNotFound { quote: String, near: Option<(CharRange, usize, String)> },
    #[error("its words are in several places: {}{}", joined(places), if *more { " and more" } else { "" })]
    AmbiguousWords { places: Vec<CharRange>, more: bool },
    #[error("its words are in more than {most} places")]
    WordsTooFrequent { most: usize },
}

/// ` and 3 more`, or nothing where all are listed.
fn more_than(listed: usize, count: usize) -> String {
    let more = count.saturating_sub(listed);
    if more > 0 { format!(" and {} more", grouped(more)) } else { String::new() }
}

fn nearest((range, characters, follows): &(CharRange, usize, String)) -> String {
    let follows = shortened(follows, QUOTE);
    let (first, are) = match characters {
        1 => ("first character".to_owned(), "is"),
        _ => (format!("first {characters} characters"), "are"),
    };
    format!("; its {first} {are} at {range}, followed by “{follows}”")
}

fn joined(places: &[CharRange]) -> String {
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl TableRefusal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

/// Something of a table that is missing from what was imported, or differs from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableLoss {
    /// A participant's document that the project does not have, or cannot tell from others.
    #[error("{}", untied(document, candidates))]
    UntiedDocument { document: String, candidates: Vec<String> },
    /// The document keeps the participant that it has in the project.
    #[error("the document {document} belongs to {participant} and was left so")]
    TiedAlready { document: String, participant: String },
    /// Another row of the table ties the document to somebody else.
    #[error("the document {document} was tied to another participant of this table")]
    TiedTwice { document: String },
    /// A participant in several rows has another value before.
    #[error(
        "{participant}, {attribute}: “{}” was left out, because an earlier row has “{}”",
        shortened(value, QUOTE),
        shortened(kept, QUOTE)
    )]
    OtherValue { participant: String, attribute: String, value: String, kept: String },
    /// Values that differ from those of the project, which stay.
    #[error(
        "{} the table; {} kept",
        counted(*count, "value of the project differs from", "values of the project differ from"),
        if *count == 1 { "it was" } else { "they were" }
    )]
    KeptValues { count: usize },
    /// Not of the form `#rrggbb`; another was chosen.
    #[error("the color “{}” is not of the form #rrggbb; another was chosen", shortened(color, QUOTE))]
    UnreadColor { color: String },
    /// Names of codes in which `›` replaces a `>` that would separate levels.
    #[error(
        "in {}, › replaces >, which separates the levels of a code: {}",
        counted(names.len(), "name of a code", "names of codes"),
        some_of(names, NAMES)
    )]
    RenamedCodes { names: Vec<String> },
    /// Questions and labels with which a survey service describes its columns.
    #[error("the description of {column} was left out: “{words}”")]
    ColumnDescription { column: String, words: String },
}

fn untied(document: &str, candidates: &[String]) -> String {
    if candidates.is_empty() {
        return format!("there is no document {document} to tie to the participant");
    }
    let candidates = some_of(candidates, NAMES);
    format!("{document} could be one of several documents, and none was tied to the participant: {candidates}")
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

/// Something of a table that should be looked at although nothing is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableWarning {
    /// Values that stay text, because what is before the decimals and what between thousands cannot be said.
    #[error(
        "the values of {attribute} are kept as text, because {example} could be read in two ways; to count them as \
         numbers, write decimals with a point and thousands without a mark"
    )]
    UnclearNumbers { attribute: String, example: String },
    /// Values that stay text, because which number is the month cannot be said.
    #[error(
        "the values of {attribute} are kept as text, because {example} does not say which number is the month; to \
         use them as dates, write them as in 2019-07-29"
    )]
    UnclearDates { attribute: String, example: String },
    /// Numbers with a point before three digits, which could be thousands.
    #[error(
        "the point in values of {attribute} such as {example} is read as a decimal point; if it separates \
         thousands, remove it"
    )]
    PossibleThousands { attribute: String, example: String },
    /// A new participant whose name differs from another's in capitals only.
    #[error("the participants {participant} and {other} differ only in capitals; both will be in the project")]
    SimilarParticipants { participant: String, other: String },
    /// The same of a new code; both as paths, or as names at the top.
    #[error("the new code “{code}” differs from the code “{other}” only in capitals")]
    SimilarCodes { code: String, other: String },
    /// Documents that rows name and the project does not have, each with the number of its rows.
    #[error(
        "{} not in the project: {}",
        counted(documents.len(), "document of the table is", "documents of the table are"),
        with_rows(documents)
    )]
    MissingDocuments { documents: Vec<(String, usize)> },
    /// A coder who has passages in documents without having finished them.
    #[error(
        "{coder} has not finished {}: figures of agreement leave {coder} out there until the documents are marked \
         as finished",
        some_of(documents, 8)
    )]
    UnfinishedDocuments { coder: String, documents: Vec<String> },
    /// The passage was found by its words.
    #[error("its words are not at its positions; the passage was placed by its words")]
    WordsElsewhere,
    /// The passage was found by its words; why not by its positions.
    #[error("{why}; the passage was placed by its words")]
    UnreadPositions { why: Box<TableRefusal> },
    #[error("the name {wanted} is taken, so the document is named {given}")]
    NameTaken { wanted: String, given: String },
    #[error("{}", counted(*count, "more document gets another name", "more documents get other names"))]
    MoreNamesTaken { count: usize },
    #[error("{} already in the project", counted(*count, "document is", "documents are"))]
    KnownDocuments { count: usize },
    #[error(
        "{} no participant",
        counted(*count, "document is unassigned, because its row names", "documents are unassigned, because their rows name")
    )]
    Unassigned { count: usize },
    /// A table of utterances without a column for who speaks.
    #[error(
        "no column was recognized as that of the speakers, so the transcript has no speakers; say which one names them"
    )]
    NoColumnOfSpeakers,
    /// Rows of utterances that a column credits to several recordings.
    #[error(
        "the column “{column}” names {} recordings, whose utterances become one transcript: {}; import each of them from a \
         table of its own",
        recordings.len(),
        some_of(recordings, NAMES)
    )]
    SeveralRecordings { column: String, recordings: Vec<String> },
    /// Rows of utterances with an earlier time than the row before; the first of them.
    #[error(
        "{} an earlier time than the row before, first {first}; if the table holds several recordings, import each from \
         a table of its own",
        counted(*count, "row has", "rows have")
    )]
    TimesRunBack { count: usize, first: String },
    /// Rows of utterances with words and an empty cell for the speaker.
    #[error(
        "{} no speaker and {} the turn before, if there is one",
        counted(*count, "row names", "rows name"),
        if *count == 1 { "continues" } else { "continue" }
    )]
    RowsWithoutSpeaker { count: usize },
}

/// `A (1 row), B (3 rows)`.
fn with_rows(documents: &[(String, usize)]) -> String {
    let rows = |(name, rows): &(String, usize)| format!("{name} ({})", counted(*rows, "row", "rows"));
    some_of(&documents.iter().map(rows).collect::<Vec<_>>(), NAMES)
}

impl TableWarning {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}
