//! What can go wrong in a use case, composed of what can go wrong in the rooms above.

use super::owners::{ByCoder, Work};
use crate::{analysis, interchange, store};
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Interchange(#[from] interchange::Error),
    #[error(transparent)]
    Analysis(#[from] analysis::Error),
    #[error(transparent)]
    Tables(#[from] interchange::tables::Error),
    #[error("{path}: a project folder is only read; import it into a project file to change it")]
    FolderIsRead { path: PathBuf },
    #[error("there is no {what} {name}{}", if known.is_empty() { String::new() } else { format!("; there are: {known}") })]
    Unknown { what: &'static str, name: String, known: String },
    #[error("the passage {range} of {document} is not within its {characters} characters")]
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
    /// Why it cannot be done, in words.
    #[error("{why}")]
    Refused { why: String },
    #[error("{} of the entries cannot be taken, so nothing was", problems.len())]
    Strict { problems: Vec<interchange::Problem> },
    #[error("{path}: {reason}")]
    Target { path: PathBuf, reason: String },
    #[error("the work ended unexpectedly: {reason}")]
    Panicked { reason: String },
}

fn named(coder: Option<&str>) -> &str {
    coder.filter(|name| !name.is_empty()).unwrap_or("somebody who is not named")
}

fn others_passages(passages: &ByCoder, coder: Option<&str>) -> String {
    let (names, who) = (passages.names(), named(coder));
    match passages.total() {
        1 => format!("this passage was coded by {names}, so {who} cannot change it"),
        several => format!("{several} of these passages were coded by {names}, so {who} cannot change them"),
    }
}
