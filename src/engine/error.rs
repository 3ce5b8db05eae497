//! What can go wrong in a use case, composed of what can go wrong in the rooms above.

use super::by_coder::{ByCoder, Work};
use crate::model::{AGREED, Cancelled, CharRange, VariableKind, counted};
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
    #[error("{path}: a project folder is only read; import it into a project file to change it")]
    FolderIsRead { path: PathBuf },
    #[error("there is no {what} {name}{}", if known.is_empty() { String::new() } else { format!("; there are: {known}") })]
    Unknown { what: &'static str, name: String, known: String },
    #[error("the passage {range} of {document} is not within its {}", counted((*characters).into(), "character"))]
    OutsideText { range: String, document: String, characters: u32 },
    #[error("the text of {document} was changed meanwhile, so the correction was not kept")]
    TextChanged { document: String },
    #[error("the passage is empty")]
    EmptyPassage,
    #[error("{what} {name} is there already")]
    Duplicate { what: &'static str, name: String },
    #[error("code {name} cannot go below itself")]
    Circular { name: String },
    #[error("a {what} needs a name")]
    Nameless { what: &'static str },
    /// `coder` is whoever wanted to change them, when that is known.
    #[error("{}", others_passages(passages, coder.as_deref()))]
    OthersPassages { passages: ByCoder, coder: Option<String> },
    /// Memos of other coders would go with passages that are to be removed.
    #[error("this would also remove {}, which {} cannot do", memos.of("memo"), named(coder.as_deref()))]
    OthersMemos { memos: ByCoder, coder: Option<String> },
    #[error("this memo was written by {writer}, so {} cannot change it", named(coder.as_deref()))]
    OthersMemo { writer: String, coder: Option<String> },
    #[error("this disagreement was settled by {who}, so {} cannot change the decision", named(coder.as_deref()))]
    OthersDecision { who: String, coder: Option<String> },
    /// `entry` is what would be undone or redone, in the words of the history.
    #[error(
        "{} “{entry}” would change {}",
        if *redo { "redoing" } else { "undoing" },
        work.parts().join(" and ")
    )]
    TurnChangesOthers { redo: bool, entry: String, work: Work },
    #[error("another {what} is named {name} already")]
    NameTaken { what: &'static str, name: String },
    #[error("“participant” is the name of the participants' own column")]
    ReservedAttribute,
    #[error("“{AGREED}” is the name of the consensus coding; call the coder something else")]
    ReservedCoder,
    #[error("{wrong} ({attribute} of {participant})")]
    WrongValue {
        #[source]
        wrong: WrongKind,
        attribute: String,
        participant: String,
    },
    /// `values`: the first of them, each with its participant; `more` are not named.
    #[error(
        "not every value of {attribute} is {}: {}{}", kind.wanted(), values.join(", "),
        if *more > 0 { format!(" and {more} more") } else { String::new() }
    )]
    WrongValues { attribute: String, kind: VariableKind, values: Vec<String>, more: usize },
    #[error(
        "the table {table} has rows by {attribute}, which is an attribute of participants and a dimension of codes: they \
         belong together by their name, so it has to stay"
    )]
    NameJoins { table: String, attribute: String },
    /// Why a pattern for speakers cannot be used.
    #[error("{why}")]
    Pattern { why: String },
    #[error("the file of this document was not kept")]
    FileNotKept,
    #[error("the consensus coding is made from the coders' codings and from decisions; code as one of the coders")]
    CodingByConsensus,
    #[error("the consensus coding is no coder; name the coders it is made from")]
    ConsensusNamed,
    #[error("it takes two coders to agree; this names fewer")]
    TooFewCoders,
    #[error("coding is blind: coders are compared after blind coding is lifted, in the coder menu")]
    BlindCoding,
    #[error("the reference coder {coder} is not among the coders compared")]
    ReferenceNotCompared { coder: String },
    #[error("{coder} is not among those compared in {document}")]
    NotCompared { coder: String, document: String },
    #[error("“{code}” on {range} of {document} is disputed no more; look at the list of disputes again")]
    NotDisputed { code: String, range: CharRange, document: String },
    #[error("the passages cannot be compared: {source}")]
    Marks {
        #[from]
        source: analysis::agreement::InputError,
    },
    #[error("{} is not whole, so nothing of it was taken: {problem}", copy.display())]
    CopyNotWhole { copy: PathBuf, problem: Box<interchange::Problem> },
    #[error("coded transcripts are written as a Word document (.docx) or a page (.html): choose one of these")]
    NoTranscriptFormat,
    #[error("{} of the entries cannot be taken, so nothing was", problems.len())]
    Strict { problems: Vec<interchange::Problem> },
    /// Why a table cannot be imported as it was set up.
    #[error("{}", problem.in_file())]
    Table { problem: Box<interchange::Problem> },
    #[error(
        "the project was changed after it was shown what importing {file} does, and the import would do something else; look \
         at it again"
    )]
    PlanOutdated { file: String },
    #[error(
        "{}: cannot be written in this format; choose a folder, .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx or .qdc",
        path.display()
    )]
    UnknownFormat { path: PathBuf },
    #[error(
        "{}: is no project of another program, and no project folder; make a new project and import documents into it",
        path.display()
    )]
    NotAProject { path: PathBuf },
    #[error("{}: {problem}", path.display())]
    Template { path: PathBuf, problem: Box<interchange::Problem> },
    #[error(
        "the system does not allow another thread ({source}), so the project was not opened; close other programs and open it again"
    )]
    NoThread { source: std::io::Error },
    #[error("nobody is named who codes; give the name of a coder")]
    NoCoder,
    #[error("the work ended unexpectedly: {reason}")]
    Panicked { reason: String },
}

fn named(coder: Option<&str>) -> &str {
    coder.filter(|name| !name.is_empty()).unwrap_or("somebody who is not named")
}

impl From<interchange::Error> for Error {
    /// A reader that was cancelled refuses its file. A file to which the project could not be written because the project
    /// could not be read fails with why that was.
    fn from(error: interchange::Error) -> Self {
        use interchange::{Error as E, Refusal};
        match error {
            E::Unreadable { refusal: Refusal::Cancelled, .. } => Cancelled.into(),
            E::Cancelled(cancelled) => cancelled.into(),
            E::Unwritable { path, source } => match source.downcast::<Self>() {
                Ok(own) => own,
                Err(source) => Self::Interchange(E::Unwritable { path, source }),
            },
            error => Self::Interchange(error),
        }
    }
}

/// A value that is not of its attribute's kind.
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
