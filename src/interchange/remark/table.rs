//! Remarks on tables whose columns and rows have a meaning: participants, codes, coded passages, documents, utterances.

use super::{counted, was};
use crate::model::{CharRange, VariableKind};
use crate::text::{grouped, shortened, some_of};
use serde::{Deserialize, Serialize};

/// The most names, rows of one participant, and characters of a quotation that a message shows.
const NAMES: usize = 20;
const ROWS: usize = 5;
const QUOTE: usize = 60;

/// Why a table, or a row of it, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableRefusal {
    // Roles of columns are unclear.
    #[error("choose the one column that holds the names of the participants")]
    NoColumnOfNames,
    #[error("choose the columns that hold the document and the code")]
    NoColumnsOfCodes,
    #[error("choose the column that holds the text of the segments, or the two that hold their start and end")]
    NoColumnOfWords,
    #[error("start and end go together; choose a column for each, or skip both")]
    OnePositionColumn,
    #[error("choose the column that holds the texts")]
    NoColumnOfTexts,
    #[error("only one column can hold the names, and one the participants; skip the others")]
    SeveralColumnsOfNames,
    #[error("attributes belong to participants; choose the column that holds the participants")]
    NoColumnOfParticipants,
    #[error("choose the column that holds what is said")]
    NoColumnOfUtterances,
    /// No column has one of the names that code columns usually have.
    #[error("no column holds the codes; name one of them “code” (found: {})", some_of(columns, NAMES))]
    NoCodeColumn { columns: Vec<String> },
    /// Two columns with the same role; `what` includes the article.
    #[error("two columns hold {what}; skip one of them")]
    TwoColumns { what: String },
    #[error("two columns become the attribute {attribute}; skip one of them")]
    TwoColumnsOfAttribute { attribute: String },
    #[error("say who coded these segments")]
    NoCoder,
    /// A row or the import names the reserved coder.
    #[error("the consensus coding is made from the coders' codings; name one of the coders")]
    AgreedLayer,

    // Attributes.
    #[error("the new attribute has no name; give it one")]
    UnnamedAttribute,
    #[error("the project already has an attribute {attribute}; choose it, or give the new one another name")]
    AttributeTaken { attribute: String },
    /// The name of the first column of a participants file.
    #[error("“participant” is the name of the participants' own column; give the new attribute another name")]
    ReservedAttribute,
    #[error("“{}” in {attribute} is not {}", shortened(value, QUOTE), kind.wanted())]
    WrongKind { attribute: String, value: String, kind: VariableKind },

    // Participants.
    #[error("it names no participant")]
    NoParticipant,
    #[error("{} is already in {first}; choose how to handle repeated rows", shortened(participant, QUOTE))]
    RepeatedParticipant { participant: String, first: String },
    #[error("{} is in {} more rows", shortened(participant, QUOTE), grouped(*count))]
    MoreRepeatedRows { participant: String, count: usize },
    /// Other rows of the same participant, after one was used; `rows` are the first of them.
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
    /// `near`: the position of the quotation's first characters, their number, and the text that follows them in the
    /// document.
    #[error("“{}” is not in the document{}", shortened(quote, QUOTE), near.as_ref().map_or_else(String::new, nearest))]
    WordsNotFound { quote: String, near: Option<(CharRange, usize, String)> },
    #[error("its words are in several places: {}{}", joined(places), if *more { " and more" } else { "" })]
    AmbiguousWords { places: Vec<CharRange>, more: bool },
    #[error("its words are in more than {most} places")]
    WordsTooFrequent { most: usize },
}

/// ` and 3 more`, or nothing if all are listed.
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

/// What is missing from an imported table, or was changed in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableLoss {
    /// A participant's document that is not in the project or is ambiguous.
    #[error("{}", untied(document, candidates))]
    UntiedDocument { document: String, candidates: Vec<String> },
    /// The document keeps the participant it already has in the project.
    #[error("the document {document} belongs to {participant} and was left unchanged")]
    TiedAlready { document: String, participant: String },
    /// Another row of the table assigns the document to a different participant.
    #[error("the document {document} was already assigned to another participant of this table")]
    TiedTwice { document: String },
    /// An earlier row of the participant has another value.
    #[error(
        "{participant}, {attribute}: “{}” was left out, because an earlier row has “{}”",
        shortened(value, QUOTE),
        shortened(kept, QUOTE)
    )]
    OtherValue { participant: String, attribute: String, value: String, kept: String },
    /// The project's values were kept where the table differs.
    #[error(
        "{} the table; {} kept",
        counted(*count, "value of the project differs from", "values of the project differ from"),
        if *count == 1 { "it was" } else { "they were" }
    )]
    KeptValues { count: usize },
    /// A color that is not in the form `#rrggbb`.
    #[error("the colour “{}” is not in the form #rrggbb; another was chosen", shortened(color, QUOTE))]
    UnreadColor { color: String },
    /// Code names in which `›` replaces a `>` that would separate levels.
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
        return format!("there is no document {document} to assign to the participant");
    }
    let candidates = some_of(candidates, NAMES);
    format!("{document} could be one of several documents, and none was assigned to the participant: {candidates}")
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

/// What to check in an imported table although nothing is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableWarning {
    /// Values that stay text, because their decimal and thousands separators are ambiguous.
    #[error(
        "the values of {attribute} are kept as text, because {example} could be read in two ways; to count them as \
         numbers, write decimals with a point and thousands without a mark"
    )]
    UnclearNumbers { attribute: String, example: String },
    /// Values that stay text, because the order of day and month is ambiguous.
    #[error(
        "the values of {attribute} are kept as text, because {example} does not say which number is the month; to \
         use them as dates, write them as in 2019-07-29"
    )]
    UnclearDates { attribute: String, example: String },
    /// Numbers with a point before three digits, which could be a thousands separator.
    #[error(
        "the point in values of {attribute} such as {example} is read as a decimal point; if it separates \
         thousands, remove it"
    )]
    PossibleThousands { attribute: String, example: String },
    /// A new participant whose name differs from another one only in upper and lower case.
    #[error(
        "the participants {participant} and {other} differ only in upper and lower case; both will be in the project"
    )]
    SimilarParticipants { participant: String, other: String },
    /// As [`Self::SimilarParticipants`], for a new code; both are paths, or names at the top level.
    #[error("the new code “{code}” differs from the code “{other}” only in upper and lower case")]
    SimilarCodes { code: String, other: String },
    /// A parent that a table names without its path, although several of its codes have this name.
    #[error(
        "{} codes are named {code}: {}; the codes below {code} are below a code {code} at the top level; name their \
         parent by its path",
        paths.len(),
        some_of(paths, NAMES)
    )]
    AmbiguousParent { code: String, paths: Vec<String> },
    /// A code that is below itself.
    #[error("the table places {code} below itself, so it is at the top level; correct its parents")]
    CircularParents { code: String },
    /// Documents that the table names and the project does not have, each with its number of rows.
    #[error(
        "{} not in the project: {}",
        counted(documents.len(), "document of the table is", "documents of the table are"),
        with_rows(documents)
    )]
    MissingDocuments { documents: Vec<(String, usize)> },
    /// A coder who has coded passages in unfinished documents.
    #[error(
        "{coder} has not finished {}: agreement figures exclude {coder} from these documents until they are marked \
         as finished",
        some_of(documents, 8)
    )]
    UnfinishedDocuments { coder: String, documents: Vec<String> },
    /// The passage was found by its text.
    #[error("its words are not at its positions; the passage was placed by its words")]
    WordsElsewhere,
    /// The passage was found by its text; `why` says why its positions were not used.
    #[error("{why}; the passage was placed by its words")]
    UnreadPositions { why: Box<TableRefusal> },
    /// A column that was taken for the participants' names, although its head does not say so.
    #[error("the column “{column}” names the participants; choose another one if they are named elsewhere")]
    ParticipantsNamedBy { column: String },
    /// Columns that were taken for the texts of documents and their names, although no head says so.
    #[error("{}; choose other columns if this is wrong", texts_from(text, names.as_deref()))]
    TextsFrom { text: String, names: Option<String> },
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
    /// A table of utterances without a speaker column.
    #[error("no speaker column was recognized, so the transcript has no speakers; choose the column that names them")]
    NoColumnOfSpeakers,
    /// A table of utterances from several recordings.
    #[error(
        "the column “{column}” names {} recordings, whose utterances become one transcript: {}; import each of them from \
         a separate table",
        recordings.len(),
        some_of(recordings, NAMES)
    )]
    SeveralRecordings { column: String, recordings: Vec<String> },
    /// Utterances with an earlier time than the row before; `first` is the first of them.
    #[error(
        "{} an earlier time than the row before, first {first}; if the table holds several recordings, import each from \
         a separate table",
        counted(*count, "row has", "rows have")
    )]
    TimesRunBack { count: usize, first: String },
    /// Utterances with an empty speaker cell.
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

fn texts_from(text: &str, names: Option<&str>) -> String {
    match names {
        Some(names) => format!("the column “{text}” is the text of each document, and “{names}” names it"),
        None => {
            format!("the column “{text}” is the text of each document; documents are named by the file and their rows")
        }
    }
}

impl TableWarning {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}
