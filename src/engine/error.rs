//! Errors of use cases, including those of the layers they build on.

use super::by_coder::{ByCoder, Work};
use crate::model::{CONSENSUS, Cancelled, CharRange, Described, Direction, Noun, OpId, RowKind, VariableKind};
use crate::text::PatternError;
use crate::{analysis, i18n, interchange, store, tr};
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
    #[error("{}", tr!("{path}: project folders are read-only; import the folder into a project file to change it", path = path.display()))]
    FolderIsRead { path: PathBuf },
    /// `known` are the names that exist.
    #[error("{}", tr!("there is no {kind} “{name}”; there are: {known}", kind, name, known = listed(known)))]
    Unknown { kind: RowKind, name: String, known: Vec<String> },
    #[error("{}", tr!("no speaker is called “{label}”; speakers are: {known}", label, known = listed(known)))]
    UnknownSpeaker { label: String, known: Vec<String> },
    /// The name of codes was given instead of their path.
    #[error("{}", tr!("there is no code with the path “{name}”; codes with this name are: {paths}", name, paths = listed(paths)))]
    NotAPath { name: String, paths: Vec<String> },
    #[error("{}", tr!(
        "the passage {range} is outside {document}, which has {n} character"
            | "the passage {range} is outside {document}, which has {n} characters" % *characters,
        range,
        document
    ))]
    OutsideText { range: String, document: String, characters: u32 },
    #[error("{}", tr!("the text of {document} has changed in the meantime, so your changes were not saved", document))]
    TextChanged { document: String },
    #[error("{}", tr!("the passage is empty"))]
    EmptyPassage,
    #[error("{}", tr!("code {name} cannot be moved below itself", name))]
    Circular { name: String },
    #[error("{}", tr!("{thing} needs a name", thing = kind.with_article()))]
    Nameless { kind: RowKind },
    /// A typed path of a new code.
    #[error("{}", tr!("“{path}” has no name on one side of “>”", path))]
    NamelessLevel { path: String },
    #[error("{}", tr!("a codebook cannot have more than {most} levels", most))]
    TooManyLevels { most: usize },
    /// `coder` is the one who tried to change them, if known.
    #[error("{}", others_passages(passages, coder.as_deref()))]
    OthersPassages { passages: ByCoder, coder: Option<String> },
    /// Memos of other coders would be removed together with their passages.
    #[error("{}", tr!("this would also delete {memos}, which {coder} cannot do", memos = memos.of(Noun::Memo), coder = named(coder.as_deref())))]
    OthersMemos { memos: ByCoder, coder: Option<String> },
    #[error("{}", tr!("this memo was written by {writer}, so {coder} cannot change it", writer, coder = named(coder.as_deref())))]
    OthersMemo { writer: String, coder: Option<String> },
    #[error("{}", tr!("this disagreement was resolved by {who}, so {coder} cannot change the decision", who, coder = named(coder.as_deref())))]
    OthersDecision { who: String, coder: Option<String> },
    /// `earlier` describes the decisions of which only these or the new one can hold.
    #[error("{}", tr!("this decision contradicts an earlier one: {earlier}" | "this decision contradicts {n} earlier ones: {earlier}" % earlier.len(), earlier = i18n::clauses(earlier)))]
    ContradictsDecisions { earlier: Vec<String> },
    /// `entry` is the history entry that would be undone or redone, and `summary` its description.
    #[error("{}", match direction {
        Direction::Undo => tr!("undoing “{summary}” would change {work}", summary, work = work.in_words()),
        Direction::Redo => tr!("redoing “{summary}” would change {work}", summary, work = work.in_words()),
    })]
    ChangesOthers { direction: Direction, entry: OpId, summary: String, work: Box<Work> },
    /// `next` describes the entry that would be undone or redone instead; `None` if there is none.
    #[error("{}", another_is_next(*direction, next.as_deref()))]
    AnotherEntryIsNext { direction: Direction, next: Option<String> },
    #[error("{}", tr!("another {kind} is already named {name}", kind, name))]
    NameTaken { kind: RowKind, name: String },
    #[error("{}", tr!("“{name}” is the path of a subcode, not a name. To move the code, drag it in the codebook.", name))]
    PathAsName { name: String },
    #[error("{}", match of {
        Described::Participants => tr!("“participant” is reserved for the column with the participants' names"),
        Described::Documents => tr!("“document” is reserved for the column with the documents' names"),
    })]
    ReservedAttribute { of: Described },
    #[error("{}", tr!("“{name}” is reserved for the consensus coding; choose another name for the coder", name = CONSENSUS))]
    ReservedCoder,
    #[error("{}", tr!("the coder {existing} is in this project already, and {name} differs from it only in case", existing, name))]
    SimilarCoder { name: String, existing: String },
    /// `of`: the name of the participant or document.
    #[error("{}", tr!("{wrong} ({attribute} of {participant})", wrong, attribute, participant = of))]
    WrongValue { wrong: WrongKind, attribute: String, of: String },
    /// `values`: the first of them, each with its participant or document; `more` is the number not listed.
    #[error("{}", tr!(
        "not every value of {attribute} is {kind}: {values}",
        attribute,
        kind = kind.wanted(),
        values = and_more(values, *more)
    ))]
    WrongValues { attribute: String, kind: VariableKind, values: Vec<String>, more: usize },
    #[error("{}", tr!("the rows of table {table} combine the participants' attribute {attribute} with the codes' dimension of the same \
         name, so the attribute cannot be renamed", table, attribute))]
    NameJoins { table: String, attribute: String },
    #[error(transparent)]
    Pattern(#[from] PatternError),
    #[error(transparent)]
    Query(#[from] analysis::query::Faulty),
    /// `why` is the sentence of the library, in English.
    #[error("{}", tr!("this is not a regular expression: {why}", why))]
    Expression { why: String },
    #[error("{}", tr!("words with the same stem cannot be searched for yet; use `regex`"))]
    NoStems,
    #[error("{}", tr!("the original file of this document is not stored in the project"))]
    FileNotKept,
    #[error("{}", tr!("the consensus coding is built from the coders' passages and decisions; code as one of the coders instead"))]
    CodingByConsensus,
    #[error(
        "{}",
        tr!(
            "the consensus coding is built from the coders' passages and decisions, and the next decision would undo this \
             change; decide in Compare, or change the coders' passages"
        )
    )]
    ConsensusByHand,
    #[error("{}", tr!("the consensus coding is not a coder; name the coders from whom it is built"))]
    ConsensusNamed,
    #[error("{}", tr!("a comparison needs at least two coders"))]
    TooFewCoders,
    #[error("{}", tr!("coders cannot be compared during blind coding; turn it off in the coder menu first"))]
    BlindCoding,
    #[error("{}", tr!("the reference coder {coder} is not among the coders compared", coder))]
    ReferenceNotCompared { coder: String },
    #[error("{}", tr!("{coder} is not among the coders compared in {document}", coder, document))]
    NotCompared { coder: String, document: String },
    #[error("{}", tr!("there is no longer a disagreement on “{code}” at {range} of {document}; check the list of disagreements again", code, range, document))]
    NoDisagreement { code: String, range: CharRange, document: String },
    #[error("{}", tr!("the passages cannot be compared: {why}", why = .0))]
    Marks(analysis::agreement::InputError),
    #[error("{}", tr!("{copy} is incomplete, so nothing was merged from it: {problem}", copy = copy.display(), problem))]
    CopyNotWhole { copy: PathBuf, problem: Box<interchange::Problem> },
    #[error("{}", tr!("coded transcripts can only be exported as a Word document (.docx) or a web page (.html)"))]
    NoTranscriptFormat,
    #[error("{}", tr!("{count} of the entries cannot be imported, so nothing was imported", count = problems.len()))]
    Strict { problems: Vec<interchange::Problem> },
    /// Why a table cannot be imported with these settings.
    #[error("{}", problem.in_file())]
    Table { problem: Box<interchange::Problem> },
    #[error("{}", tr!("the project has changed since the import of {file} was previewed, and the import would now do something else; check \
         the preview again", file))]
    PlanOutdated { file: String },
    #[error("{}", tr!(
        "{path}: cannot be written in this format; choose a folder, .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx \
         or .qdc",
        path = path.display()
    ))]
    UnknownFormat { path: PathBuf },
    #[error("{}", tr!(
        "{path}: is neither a project of another program nor a project folder; create a new project and import \
         documents into it",
        path = path.display()
    ))]
    NotAProject { path: PathBuf },
    #[error("{}", tr!("place" => "{file}: {remark}", file = path.display(), remark = problem))]
    Template { path: PathBuf, problem: Box<interchange::Problem> },
    #[error("{}", tr!("the system does not allow another thread ({why}), so the project was not opened; close other programs and try again", why))]
    NoThread { why: std::io::Error },
    #[error("{}", tr!("no coder is named; give the name of the coder"))]
    NoCoder,
    #[error("{}", tr!("the work ended unexpectedly: {reason}", reason))]
    Panicked { reason: String },
}

/// Maximum number of names in a message.
const LISTED: usize = 40;

fn listed(names: &[String]) -> String {
    match names.get(..LISTED) {
        _ if names.is_empty() => tr!("names that exist" => "none in this project").to_owned(),
        Some(first) if names.len() > LISTED => {
            tr!("list" => "{items}, and {more} more", items = i18n::joined(first), more = names.len() - LISTED)
        }
        _ => i18n::joined(names),
    }
}

fn and_more(items: &[String], more: usize) -> String {
    let items = i18n::joined(items);
    if more == 0 { items } else { tr!("list" => "{items} and {more} more", items, more) }
}

fn another_is_next(direction: Direction, next: Option<&str>) -> String {
    let next = next.map_or_else(|| tr!("no entry is left").to_owned(), |next| tr!("the next entry is “{next}”", next));
    match direction {
        Direction::Undo => {
            tr!("the history has changed since you were asked, so nothing was undone; {next}", next)
        }
        Direction::Redo => {
            tr!("the history has changed since you were asked, so nothing was redone; {next}", next)
        }
    }
}

fn named(coder: Option<&str>) -> &str {
    coder.filter(|name| !name.is_empty()).unwrap_or(tr!("an unnamed coder"))
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
#[error("{}", tr!("“{value}” cannot be used; a valid value is {kind}", value, kind = kind.wanted()))]
pub struct WrongKind {
    pub value: String,
    pub kind: VariableKind,
}

fn others_passages(passages: &ByCoder, coder: Option<&str>) -> String {
    let (names, who) = (passages.names(), named(coder));
    match passages.total() {
        1 => tr!("this passage was coded by {names}, so {who} cannot change it", names, who),
        several => {
            tr!("{several} of these passages were coded by {names}, so {who} cannot change them", several, names, who)
        }
    }
}
