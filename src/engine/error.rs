//! Errors of use cases, including those of the layers they build on.

use super::by_coder::{ByCoder, Work};
use crate::model::{AGREED, Cancelled, CharRange, Direction, OpId, RowKind, VariableKind, counted};
use crate::{analysis, interchange, store};
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Interchange(interchange::Error),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Analysis(#[from] analysis::Error),
    #[error(transparent)]
    Tables(#[from] interchange::tables::Error),
    #[error("{path}: project folders are read-only; import the folder into a project file to change it")]
    FolderIsRead { path: PathBuf },
    /// `known` are the names that exist.
    #[error("there is no {kind} “{name}”; there are: {}", listed(known))]
    Unknown { kind: RowKind, name: String, known: Vec<String> },
    /// The name of codes was given instead of their path.
    #[error("there is no code with the path “{name}”; codes with this name are: {}", listed(paths))]
    NotAPath { name: String, paths: Vec<String> },
    #[error("the passage {range} is outside {document}, which has {}", counted((*characters).into(), "character"))]
    OutsideText { range: String, document: String, characters: u32 },
    #[error("the text of {document} has changed in the meantime, so your changes were not saved")]
    TextChanged { document: String },
    #[error("the passage is empty")]
    EmptyPassage,
    #[error("code {name} cannot be moved below itself")]
    Circular { name: String },
    #[error("{} needs a name", kind.with_article())]
    Nameless { kind: RowKind },
    /// `coder` is the one who tried to change them, if known.
    #[error("{}", others_passages(passages, coder.as_deref()))]
    OthersPassages { passages: ByCoder, coder: Option<String> },
    /// Memos of other coders would be removed together with their passages.
    #[error("this would also delete {}, which {} cannot do", memos.of("memo"), named(coder.as_deref()))]
    OthersMemos { memos: ByCoder, coder: Option<String> },
    #[error("this memo was written by {writer}, so {} cannot change it", named(coder.as_deref()))]
    OthersMemo { writer: String, coder: Option<String> },
    #[error("this disagreement was resolved by {who}, so {} cannot change the decision", named(coder.as_deref()))]
    OthersDecision { who: String, coder: Option<String> },
    /// `entry` is the history entry that would be undone or redone, and `summary` its description.
    #[error(
        "{} “{summary}” would change {}",
        match direction { Direction::Undo => "undoing", Direction::Redo => "redoing" },
        work.in_words()
    )]
    ChangesOthers { direction: Direction, entry: OpId, summary: String, work: Box<Work> },
    /// `next` describes the entry that would be undone or redone instead; `None` if there is none.
    #[error(
        "the history has changed since you were asked, so nothing was {}; {}",
        match direction { Direction::Undo => "undone", Direction::Redo => "redone" },
        match next { Some(next) => format!("the next entry is “{next}”"), None => "no entry is left".into() },
    )]
    AnotherEntryIsNext { direction: Direction, next: Option<String> },
    #[error("another {kind} is already named {name}")]
    NameTaken { kind: RowKind, name: String },
    #[error("“participant” is reserved for the column with the participants' names")]
    ReservedAttribute,
    #[error("“{AGREED}” is reserved for the consensus coding; choose another name for the coder")]
    ReservedCoder,
    #[error("the coder {existing} is in this project already, and {name} differs from it only in case")]
    SimilarCoder { name: String, existing: String },
    #[error("{wrong} ({attribute} of {participant})")]
    WrongValue { wrong: WrongKind, attribute: String, participant: String },
    /// `values`: the first of them, each with its participant; `more` is the number not listed.
    #[error(
        "not every value of {attribute} is {}: {}{}", kind.wanted(), values.join(", "),
        if *more > 0 { format!(" and {more} more") } else { String::new() }
    )]
    WrongValues { attribute: String, kind: VariableKind, values: Vec<String>, more: usize },
    #[error(
        "the rows of table {table} combine the participants' attribute {attribute} with the codes' dimension of the same \
         name, so the attribute cannot be renamed"
    )]
    NameJoins { table: String, attribute: String },
    /// Why a pattern for speakers is invalid.
    #[error("{why}")]
    Pattern { why: String },
    #[error("the original file of this document is not stored in the project")]
    FileNotKept,
    #[error("the consensus coding is built from the coders' passages and decisions; code as one of the coders instead")]
    CodingByConsensus,
    #[error("the consensus coding is not a coder; name the coders from whom it is built")]
    ConsensusNamed,
    #[error("a comparison needs at least two coders")]
    TooFewCoders,
    #[error("coders cannot be compared during blind coding; turn it off in the coder menu first")]
    BlindCoding,
    #[error("the reference coder {coder} is not among the coders compared")]
    ReferenceNotCompared { coder: String },
    #[error("{coder} is not among the coders compared in {document}")]
    NotCompared { coder: String, document: String },
    #[error(
        "there is no longer a disagreement on “{code}” at {range} of {document}; check the list of disagreements again"
    )]
    NotDisputed { code: String, range: CharRange, document: String },
    #[error("the passages cannot be compared: {0}")]
    Marks(analysis::agreement::InputError),
    #[error("{} is incomplete, so nothing was merged from it: {problem}", copy.display())]
    CopyNotWhole { copy: PathBuf, problem: Box<interchange::Problem> },
    #[error("coded transcripts can only be exported as a Word document (.docx) or a web page (.html)")]
    NoTranscriptFormat,
    #[error("{} of the entries cannot be imported, so nothing was imported", problems.len())]
    Strict { problems: Vec<interchange::Problem> },
    /// Why a table cannot be imported with these settings.
    #[error("{}", problem.in_file())]
    Table { problem: Box<interchange::Problem> },
    #[error(
        "the project has changed since the import of {file} was previewed, and the import would now do something else; check \
         the preview again"
    )]
    PlanOutdated { file: String },
    #[error(
        "{}: cannot be written in this format; choose a folder, .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx or .qdc",
        path.display()
    )]
    UnknownFormat { path: PathBuf },
    #[error(
        "{}: is neither a project of another program nor a project folder; create a new project and import documents into it",
        path.display()
    )]
    NotAProject { path: PathBuf },
    #[error("{}: {problem}", path.display())]
    Template { path: PathBuf, problem: Box<interchange::Problem> },
    #[error(
        "the system does not allow another thread ({why}), so the project was not opened; close other programs and try again"
    )]
    NoThread { why: std::io::Error },
    #[error("no coder is named; give the name of the coder")]
    NoCoder,
    #[error("the work ended unexpectedly: {reason}")]
    Panicked { reason: String },
}

/// Maximum number of names in a message.
const LISTED: usize = 40;

fn listed(names: &[String]) -> String {
    match names.len().saturating_sub(LISTED) {
        _ if names.is_empty() => "none in this project".to_owned(),
        0 => names.join(", "),
        more => format!("{}, and {more} more", names.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ")),
    }
}

fn named(coder: Option<&str>) -> &str {
    coder.filter(|name| !name.is_empty()).unwrap_or("an unnamed coder")
}

impl From<interchange::Error> for Error {
    fn from(error: interchange::Error) -> Self {
        use interchange::Error as E;
        match error {
            E::Cancelled(cancelled) => cancelled.into(),
            error => Self::Interchange(error),
        }
    }
}

impl From<analysis::agreement::InputError> for Error {
    fn from(error: analysis::agreement::InputError) -> Self {
        Self::Marks(error)
    }
}

/// A value that does not match its attribute's kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{value}” is not {}", kind.wanted())]
pub struct WrongKind {
    pub value: String,
    pub kind: VariableKind,
}

fn others_passages(passages: &ByCoder, coder: Option<&str>) -> String {
    let (names, who) = (passages.names(), named(coder));
    match passages.total() {
        1 => format!("this passage was coded by {names}, so {who} cannot change it"),
        several => format!("{several} of these passages were coded by {names}, so {who} cannot change them"),
    }
}
