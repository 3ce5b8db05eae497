//! Remarks on tables whose columns and rows have a meaning: participants, codes, coded passages, documents, utterances.

use super::FilePlace;
use crate::model::{CharRange, Described, VariableKind};
use crate::text::{grouped, shortened, some_of};
use crate::{i18n, tr};
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
    #[error("{}", tr!("choose the one column that holds the names of the participants"))]
    NoColumnOfNames,
    #[error("{}", tr!("choose the one column that holds the names of the documents"))]
    NoColumnOfDocuments,
    #[error("{}", tr!("choose the columns that hold the document and the code"))]
    NoColumnsOfCodes,
    #[error("{}", tr!("choose the column that holds the text of the segments, or the two that hold their start and end"))]
    NoColumnOfWords,
    #[error("{}", tr!("start and end go together; choose a column for each, or skip both"))]
    OnePositionColumn,
    #[error("{}", tr!("choose the column that holds the texts"))]
    NoColumnOfTexts,
    #[error("{}", tr!("only one column can hold the names, and one the participants; skip the others"))]
    SeveralColumnsOfNames,
    #[error("{}", tr!("attributes belong to participants; choose the column that holds the participants"))]
    NoColumnOfParticipants,
    #[error("{}", tr!("choose the column that holds what is said"))]
    NoColumnOfUtterances,
    #[error("{}", tr!("choose the columns that hold the document, the speaker and the participant"))]
    NoColumnsOfSpeakers,
    /// No column has one of the names that code columns usually have.
    #[error("{}", tr!("no column holds the codes; name one of them “code” (found: {columns})", columns = some_of(columns, NAMES)))]
    NoCodeColumn { columns: Vec<String> },
    /// Two columns with the same role; `what` includes the article.
    #[error("{}", tr!("two columns hold {what}; skip one of them", what))]
    TwoColumns { what: String },
    #[error("{}", tr!("two columns become the attribute {attribute}; skip one of them", attribute))]
    TwoColumnsOfAttribute { attribute: String },
    #[error("{}", tr!("say who coded these segments"))]
    NoCoder,
    /// A row or the import names the reserved coder.
    #[error("{}", tr!("the consensus coding is made from the coders' codings; name one of the coders"))]
    AgreedLayer,

    // Attributes.
    #[error("{}", tr!("the new attribute has no name; give it one"))]
    UnnamedAttribute,
    #[error("{}", tr!("the project already has an attribute {attribute}; choose it, or give the new one another name", attribute))]
    AttributeTaken { attribute: String },
    /// The name of the first column of a file of participants or of attributes of documents.
    #[error("{}", match of {
        Described::Participants => {
            tr!("“participant” is the name of the participants' own column; give the new attribute another name")
        }
        Described::Documents => {
            tr!("“document” is the name of the documents' own column; give the new attribute another name")
        }
    })]
    ReservedAttribute { of: Described },

    // Participants.
    #[error("{}", tr!("it names no participant"))]
    NoParticipant,
    #[error("{}", tr!("{participant} is already in {first}; choose how to handle repeated rows", participant = shortened(participant, QUOTE), first))]
    RepeatedParticipant { participant: String, first: FilePlace },
    #[error("{}", tr!("{participant} is in {count} more rows", participant = shortened(participant, QUOTE), count = grouped(*count)))]
    MoreRepeatedRows { participant: String, count: usize },
    /// Other rows of the same participant, after one was used; `rows` are the first of them.
    #[error("{}", tr!(
        "{participant} is in several rows; left out: {rows}",
        participant = shortened(participant, QUOTE),
        rows = rows_of(rows, *count)
    ))]
    RowsOfParticipant { participant: String, rows: Vec<FilePlace>, count: usize },

    // Speakers.
    #[error("{}", tr!("it names no speaker"))]
    NoSpeaker,
    #[error("{}", tr!("the document has no speaker {label}; correct the label", label = shortened(label, QUOTE)))]
    SpeakerNotFound { label: String },

    // Documents.
    #[error("{}", tr!("it names no document"))]
    NoDocument,
    #[error("{}", tr!("there is no document {document}", document))]
    UnknownDocument { document: String },
    #[error("{}", tr!("{document} could be one of several documents: {candidates}", document, candidates = some_of(candidates, NAMES)))]
    AmbiguousDocument { document: String, candidates: Vec<String> },
    #[error("{}", tr!("no row of this table has a text in that column"))]
    NoTexts,
    #[error("{}", tr!("{n} row has no text and was left out" | "{n} rows have no text and were left out" % *count))]
    RowsWithoutText { count: usize },

    // Codes and coders.
    #[error("{}", tr!("it names no code"))]
    NoCode,
    #[error("{}", tr!("there is no code {code}", code))]
    UnknownCode { code: String },
    #[error("{}", tr!("several codes are named {code}; name one by its path: {paths}", code, paths = paths.join("; ")))]
    AmbiguousCode { code: String, paths: Vec<String> },
    #[error("{}", tr!("the code is more than {most} levels deep", most))]
    CodeTooDeep { most: usize },
    #[error("{}", tr!("{code} is already in {first}; this row was left out", code, first))]
    RepeatedCode { code: String, first: String },
    #[error("{}", tr!("it contains no codes"))]
    NoCodes,
    #[error("{}", tr!("it names no coder"))]
    NoCoderInRow,

    // Passages.
    #[error("{}", tr!("one of its positions is missing"))]
    MissingPosition,
    #[error("{}", tr!("“{words}” is not a position", words = shortened(cell, QUOTE)))]
    NotAPosition { cell: String },
    #[error("{}", tr!("{start}..{end} is not a passage; its end is not after its start", start, end))]
    EmptyRange { start: u32, end: u32 },
    #[error("{}", tr!(
        "{start}..{end} is not within the document, which has {n} character"
            | "{start}..{end} is not within the document, which has {n} characters" % *characters,
        start,
        end
    ))]
    OutsideDocument { start: u32, end: u32, characters: u32 },
    #[error("{}", tr!("it has no words"))]
    NoWords,
    /// `near`: the position of the quotation's first characters, their number, and the text that follows them in the
    /// document.
    #[error("{}", not_found(quote, near.as_ref()))]
    WordsNotFound { quote: String, near: Option<(CharRange, usize, String)> },
    #[error("{}", several_places(places, *more))]
    AmbiguousWords { places: Vec<CharRange>, more: bool },
    #[error("{}", tr!("its words are in more than {most} places", most))]
    WordsTooFrequent { most: usize },
}

/// `row 3, row 4 and 3 more`.
fn rows_of(rows: &[FilePlace], count: usize) -> String {
    let shown = some_of(rows, ROWS);
    match count.saturating_sub(rows.len()) {
        0 => shown,
        more => tr!("list" => "{items} and {more} more", items = shown, more = grouped(more)),
    }
}

fn not_found(quote: &str, near: Option<&(CharRange, usize, String)>) -> String {
    let quote = shortened(quote, QUOTE);
    let Some((range, characters, follows)) = near else {
        return tr!("“{quote}” is not in the document", quote);
    };
    tr!(
        "“{quote}” is not in the document; its first character is at {range}, followed by “{follows}”"
            | "“{quote}” is not in the document; its first {n} characters are at {range}, followed by “{follows}”"
                % *characters,
        quote,
        range,
        follows = shortened(follows, QUOTE)
    )
}

fn several_places(places: &[CharRange], more: bool) -> String {
    let places = i18n::joined(places);
    if more {
        tr!("its words are in several places: {places} and more", places)
    } else {
        tr!("its words are in several places: {places}", places)
    }
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
    #[error("{}", tr!("the document {document} belongs to {participant} and was left unchanged", document, participant))]
    TiedAlready { document: String, participant: String },
    /// Another row of the table assigns the document to a different participant.
    #[error("{}", tr!("the document {document} was already assigned to another participant of this table", document))]
    TiedTwice { document: String },
    /// The speakers of the document are participants, so it belongs to none itself.
    #[error("{}", tr!("the speakers of the document {document} are participants, so it was left unchanged", document))]
    SpeakersAreParticipants { document: String },
    /// An earlier row states that the speaker is somebody else; nobody, if `kept` is empty.
    #[error("{}", speaker_twice(speaker, kept))]
    SpeakerTwice { speaker: String, kept: String },
    /// The speaker is another participant in the project and stays that; the table's participant is empty for nobody.
    #[error("{}", speaker_kept(document, speaker, kept, participant))]
    SpeakerKept { document: String, speaker: String, kept: String, participant: String },
    /// An earlier row of the participant or document has another value.
    #[error("{}", tr!(
        "{participant}, {attribute}: “{value}” was left out, because an earlier row has “{kept}”",
        participant,
        attribute,
        value = shortened(value, QUOTE),
        kept = shortened(kept, QUOTE)
    ))]
    OtherValue { participant: String, attribute: String, value: String, kept: String },
    /// A value that is not of the attribute's kind; the rest of its row was imported.
    #[error("{}", tr!(
        "{attribute}: “{value}” was left out; a valid value is {kind}",
        attribute,
        value = shortened(value, QUOTE),
        kind = kind.wanted()
    ))]
    WrongKind { attribute: String, value: String, kind: VariableKind },
    /// The project's values were kept where the table differs.
    #[error("{}", tr!(
        "{n} value of the project differs from the table; it was kept"
            | "{n} values of the project differ from the table; they were kept" % *count
    ))]
    KeptValues { count: usize },
    /// Codes whose definition in the table is not that of the project.
    #[error("{}", tr!(
        "the definition of {n} code of the project differs from the table; it was kept: {codes}"
            | "the definitions of {n} codes of the project differ from the table; they were kept: {codes}" % codes.len(),
        codes = some_of(codes, NAMES)
    ))]
    KeptDefinitions { codes: Vec<String> },
    /// Codes that have another value of a dimension in the project than in the table.
    #[error("{}", tr!(
        "{n} code of the project has other values of dimensions than the table; they were kept: {codes}"
            | "{n} codes of the project have other values of dimensions than the table; they were kept: {codes}" % codes.len(),
        codes = some_of(codes, NAMES)
    ))]
    KeptDimensionValues { codes: Vec<String> },
    /// A color that is not in the form `#rrggbb`.
    #[error("{}", tr!("the colour “{color}” is not in the form #rrggbb; another was chosen", color = shortened(color, QUOTE)))]
    UnreadColor { color: String },
    /// Code names in which `›` replaces a `>` that would separate levels.
    #[error("{}", tr!(
        "in {n} name of a code, › replaces >, which separates the levels of a code: {names}"
            | "in {n} names of codes, › replaces >, which separates the levels of a code: {names}" % names.len(),
        names = some_of(names, NAMES)
    ))]
    RenamedCodes { names: Vec<String> },
    /// Cells that do not say whether a passage is important.
    #[error("{}", tr!(
        "{n} value says neither yes nor no, so the passage was not marked as important: {values}"
            | "{n} values say neither yes nor no, so their passages were not marked as important: {values}" % values.len(),
        values = some_of(values, NAMES)
    ))]
    UnreadImportance { values: Vec<String> },
    /// Cells that do not say when a passage was coded.
    #[error("{}", tr!(
        "“{example}” is not a date and time, so the passage has the time of the import"
            | "{n} values such as “{example}” are not a date and time, so their passages have the time of the import" % *count,
        example
    ))]
    UnreadTimes { count: usize, example: String },
    /// Passages of the project, or of earlier rows, that are stated to be about somebody else than in the table.
    #[error("{}", tr!(
        "{n} passage is already marked otherwise as own experience or about others; its mark was kept"
            | "{n} passages are already marked otherwise as own experience or about others; their marks were kept" % *count
    ))]
    KeptAccounts { count: usize },
    /// Questions and labels with which a survey service describes its columns.
    #[error("{}", tr!("the description of {column} was left out: “{words}”", column, words = description))]
    ColumnDescription { column: String, description: String },
}

fn untied(document: &str, candidates: &[String]) -> String {
    if candidates.is_empty() {
        return tr!("there is no document {document} to assign to the participant", document);
    }
    let candidates = some_of(candidates, NAMES);
    tr!(
        "{document} could be one of several documents, and none was assigned to the participant: {candidates}",
        document,
        candidates
    )
}

fn speaker_twice(speaker: &str, kept: &str) -> String {
    match kept {
        "" => tr!("an earlier row says that {speaker} is no participant; this one was left out", speaker),
        _ => tr!("an earlier row says that {speaker} is {kept}; this one was left out", speaker, kept),
    }
}

fn speaker_kept(document: &str, speaker: &str, kept: &str, participant: &str) -> String {
    match participant {
        "" => {
            tr!("{document}: {speaker} is {kept} and was left unchanged; in the table, nobody", document, speaker, kept)
        }
        _ => tr!(
            "{document}: {speaker} is {kept} and was left unchanged; in the table, {participant}",
            document,
            speaker,
            kept,
            participant
        ),
    }
}

fn speaker_replaced(document: &str, speaker: &str, was: &str, participant: &str) -> String {
    match participant {
        "" => tr!("{document}: {speaker} was {was} and is nobody now", document, speaker, was),
        _ => tr!("{document}: {speaker} was {was} and is {participant} now", document, speaker, was, participant),
    }
}

impl TableLoss {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Self::KeptValues { count } | Self::UnreadTimes { count, .. } | Self::KeptAccounts { count } => *count,
            Self::UnreadImportance { values } => values.len(),
            Self::RenamedCodes { names } => names.len(),
            Self::KeptDefinitions { codes } | Self::KeptDimensionValues { codes } => codes.len(),
            _ => 1,
        }
    }
}

/// What to check in an imported table although nothing is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum TableWarning {
    /// Values that stay text, because their decimal and thousands separators are ambiguous.
    #[error("{}", tr!("the values of {attribute} are kept as text, because {example} could be read in two ways; to count them as \
         numbers, write decimals with a point and thousands without a mark", attribute, example))]
    UnclearNumbers { attribute: String, example: String },
    /// Values that stay text, because the order of day and month is ambiguous.
    #[error("{}", tr!("the values of {attribute} are kept as text, because {example} does not say which number is the month; to \
         use them as dates, write them as in 2019-07-29", attribute, example))]
    UnclearDates { attribute: String, example: String },
    /// Numbers with a point before three digits, which could be a thousands separator.
    #[error("{}", tr!("the point in values of {attribute} such as {example} is read as a decimal point; if it separates \
         thousands, remove it", attribute, example))]
    PossibleThousands { attribute: String, example: String },
    /// A new participant whose name differs from another one only in upper and lower case.
    #[error("{}", tr!("the participants {participant} and {other} differ only in upper and lower case; both will be in the project", participant, other))]
    SimilarParticipants { participant: String, other: String },
    /// As [`Self::SimilarParticipants`], for a new code; both are paths, or names at the top level.
    #[error("{}", tr!("the new code “{code}” differs from the code “{other}” only in upper and lower case", code, other))]
    SimilarCodes { code: String, other: String },
    /// A parent that a table names without its path, although several of its codes have this name.
    #[error("{}", tr!(
        "{count} codes are named {code}: {paths}; the codes below {code} are below a code {code} at the top level; name \
         their parent by its path",
        count = paths.len(),
        code,
        paths = some_of(paths, NAMES)
    ))]
    AmbiguousParent { code: String, paths: Vec<String> },
    /// A code that is below itself.
    #[error("{}", tr!("the table places {code} below itself, so it is at the top level; correct its parents", code))]
    CircularParents { code: String },
    /// Documents that the table names and the project does not have, each with its number of rows.
    #[error("{}", tr!(
        "{n} document of the table is not in the project: {documents}"
            | "{n} documents of the table are not in the project: {documents}" % documents.len(),
        documents = with_rows(documents)
    ))]
    MissingDocuments { documents: Vec<(String, usize)> },
    /// A coder who has coded passages in unfinished documents.
    #[error("{}", tr!(
        "{coder} has not finished {documents}: agreement figures exclude {coder} from these documents until they are \
         marked as finished",
        coder,
        documents = some_of(documents, 8)
    ))]
    UnfinishedDocuments { coder: String, documents: Vec<String> },
    /// The passage was found by its text.
    #[error("{}", tr!("its words are not at its positions; the passage was placed by its words"))]
    WordsElsewhere,
    /// The passage was found by its text; `why` says why its positions were not used.
    #[error("{}", tr!("{why}; the passage was placed by its words", why))]
    UnreadPositions { why: Box<TableRefusal> },
    /// Columns of a list of this program.
    #[error("{}", tr!(
        "the column “{names}” was left out, because the project knows what it holds"
            | "{n} columns were left out, because the project knows what they hold: {names}" % columns.len(),
        names = some_of(columns, NAMES)
    ))]
    DerivedColumns { columns: Vec<String> },
    /// A column that was taken for the participants' names, although its head does not say so.
    #[error("{}", tr!("the column “{column}” names the participants; choose another one if they are named elsewhere", column))]
    ParticipantsNamedBy { column: String },
    /// Columns that were taken for the texts of documents and their names, although no head says so.
    #[error("{}", texts_from(text, names.as_deref()))]
    TextsFrom { text: String, names: Option<String> },
    #[error("{}", tr!("the name {wanted} is taken, so the document is named {given}", wanted, given))]
    NameTaken { wanted: String, given: String },
    #[error("{}", tr!("{n} more document gets another name" | "{n} more documents get other names" % *count))]
    MoreNamesTaken { count: usize },
    #[error("{}", tr!("{n} document is already in the project" | "{n} documents are already in the project" % *count))]
    KnownDocuments { count: usize },
    #[error("{}", tr!(
        "{n} document is unassigned, because its row names no participant"
            | "{n} documents are unassigned, because their rows name no participant" % *count
    ))]
    Unassigned { count: usize },
    /// A table of utterances without a speaker column.
    #[error("{}", tr!("no speaker column was recognised, so the transcript has no speakers; choose the column that names them"))]
    NoColumnOfSpeakers,
    /// A table of utterances from several recordings.
    #[error("{}", tr!(
        "the column “{column}” names {count} recordings, whose utterances become one transcript: {recordings}; import \
         each of them from a separate table",
        column,
        count = recordings.len(),
        recordings = some_of(recordings, NAMES)
    ))]
    SeveralRecordings { column: String, recordings: Vec<String> },
    /// Utterances with an earlier time than the row before; `first` is the first of them.
    #[error("{}", tr!(
        "{n} row has an earlier time than the row before, first {first}; if the table holds several recordings, import \
         each from a separate table"
            | "{n} rows have an earlier time than the row before, first {first}; if the table holds several recordings, \
               import each from a separate table" % *count,
        first
    ))]
    TimesRunBack { count: usize, first: FilePlace },
    /// A speaker who was another participant before; nobody now, if `participant` is empty.
    #[error("{}", speaker_replaced(document, speaker, was, participant))]
    SpeakerReplaced { document: String, speaker: String, was: String, participant: String },
    /// A document that belonged to one participant before its speakers became participants.
    #[error("{}", tr!("the document {document} no longer belongs to {participant}, because its speakers are participants", document, participant))]
    DocumentUntied { document: String, participant: String },
    /// Participants who were in documents and are in none any more.
    #[error("{}", tr!(
        "{n} participant is in no document any more: {participants}"
            | "{n} participants are in no document any more: {participants}" % participants.len(),
        participants = some_of(participants, NAMES)
    ))]
    ParticipantsAbsent { participants: Vec<String> },
    /// People whom passages are about and who are no participants.
    #[error("{}", tr!(
        "{n} person whom passages are about is not a participant: {names}"
            | "{n} people whom passages are about are not participants: {names}" % names.len(),
        names = some_of(names, NAMES)
    ))]
    AboutUnknown { names: Vec<String> },
    /// Utterances with an empty speaker cell.
    #[error("{}", tr!(
        "{n} row names no speaker and continues the turn before, if there is one"
            | "{n} rows name no speaker and continue the turn before, if there is one" % *count
    ))]
    RowsWithoutSpeaker { count: usize },
}

/// `A (1 row), B (3 rows)`.
fn with_rows(documents: &[(String, usize)]) -> String {
    let rows = |(name, rows): &(String, usize)| tr!("{name} ({n} row)" | "{name} ({n} rows)" % *rows, name);
    some_of(&documents.iter().map(rows).collect::<Vec<_>>(), NAMES)
}

fn texts_from(text: &str, names: Option<&str>) -> String {
    match names {
        Some(names) => tr!(
            "the column “{text}” is the text of each document, and “{names}” names it; choose other columns if this is \
             wrong",
            text,
            names
        ),
        None => tr!(
            "the column “{text}” is the text of each document; documents are named by the file and their rows; choose \
             other columns if this is wrong",
            text
        ),
    }
}

impl TableWarning {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}
