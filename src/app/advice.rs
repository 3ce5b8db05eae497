//! Errors in words for a person: what happened, what to do next, and the details last.

use crate::engine;
use crate::engine::ImportReport;
use crate::engine::import::Remark;
use crate::store::{Displacement, SqlTrouble};
use crate::{interchange, store};
use std::path::Path;

/// A message with a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub what: String,
    pub todo: String,
    pub details: String,
}

/// Something to tell the person at the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Stays until it is read.
    Trouble(Advice),
    /// Stands in the status line until something else happens.
    Note(String),
}

/// The one place that turns an error into advice.
#[must_use]
pub fn advise(error: &engine::Error) -> Advice {
    let todo = match error {
        engine::Error::Store(error) => store_advice(error).to_owned(),
        engine::Error::Interchange(interchange::Error::Exists { .. }) => {
            "Choose another name; nothing was written over.".into()
        }
        engine::Error::Interchange(interchange::Error::Unwritable { .. }) => {
            "Choose a folder that you may write to, with enough space.".into()
        }
        engine::Error::Duplicate { .. } => "Choose another name.".into(),
        engine::Error::Strict { .. } => "Mend the entries, or import without “all or nothing”.".into(),
        engine::Error::OthersPassages { passages, .. } => format!(
            "Switch to {} in the coder menu, or copy the passage to your own codings. The passage's menu also offers to \
             change it anyway.",
            passages.names()
        ),
        engine::Error::OthersMemos { memos, .. } => {
            format!("Switch to {} in the coder menu to remove it.", memos.names())
        }
        engine::Error::OthersMemo { writer: coder, .. } | engine::Error::OthersDecision { who: coder, .. } => {
            format!("Switch to {coder} in the coder menu to change it.")
        }
        engine::Error::Panicked { .. } => {
            "Nothing that was saved is lost. Close the project and open it again; if it happens once more, tell us."
                .into()
        }
        _ => String::new(),
    };
    let what = match error {
        engine::Error::Panicked { .. } => "Something went wrong inside Pullquote.".into(),
        engine::Error::Store(store::Error::NothingTo { what }) => format!("Nothing to {what}."),
        error => sentence(&error.to_string()),
    };
    let details = match error {
        // The cause is in its words already; the system's own would name a file beside it that nobody knows.
        engine::Error::Interchange(interchange::Error::Unwritable { .. }) => error.to_string(),
        error => chain(error),
    };
    Advice { what, todo, details }
}

fn store_advice(error: &store::Error) -> &'static str {
    match error {
        store::Error::NotFound { .. } => "It may have been moved or renamed: open it from where it is now.",
        store::Error::NotAProject { .. } => "Open a file that ends in .pullquote, or a project folder.",
        store::Error::Newer { .. } => "Install the newer Pullquote; this one leaves the file as it is.",
        store::Error::InUse { .. } => "Close it there, or open it to read.",
        store::Error::ReadOnlyPlace { .. } | store::Error::ReadOnly => {
            "Copy the project to a folder of your own and open it there."
        }
        store::Error::HardLinked { .. } => "Make an ordinary copy of the file and work with that.",
        store::Error::LockTaken { .. } => "Remove or rename that file, then open the project again.",
        store::Error::Exists { .. } => "Choose another name. The existing file was not changed.",
        store::Error::ChangedSince { .. } => "Undo that change first, or make the correction by hand.",
        store::Error::Displaced { how, .. } => displaced_advice(*how),
        store::Error::Unfamiliar { .. } => {
            "The file may be damaged, or somebody added to it with another program. Pullquote does not open it, because \
             what was added could change or delete your data. Go back to an earlier copy."
        }
        store::Error::StrayLog { .. } => {
            "To work with the file as it is, put the -wal file aside. To get the earlier work back, put the earlier file back \
             in its place and open it."
        }
        store::Error::LogOutOfReach { .. } => {
            "Copy the project file together with its -wal file to a folder that you can write to, and open the copy there."
        }
        store::Error::Damaged { .. } => "Keep a copy of the file as it is, and go back to your last backup.",
        store::Error::Sql { kind, .. } => sql_advice(*kind),
        store::Error::Io { source, .. } if is_full(source) => sql_advice(SqlTrouble::DiskFull),
        store::Error::Io { .. } => sql_advice(SqlTrouble::Disk),
        _ => "",
    }
}

/// Changes that were made since are in the window only.
fn displaced_advice(how: Displacement) -> &'static str {
    match how {
        Displacement::Gone | Displacement::Replaced | Displacement::Overwritten => {
            "Nothing more is saved to that file. All your work is still open in this window: choose File → Save a copy…, then \
             close this project and open the copy."
        }
        Displacement::LogDeleted => "Your work was saved. Close the project and open it again before you go on.",
        Displacement::LockLost => "Close it in one of the two, then open it again. Your work up to here was saved.",
    }
}

fn sql_advice(kind: SqlTrouble) -> &'static str {
    match kind {
        SqlTrouble::DiskFull => "Free some space and try again. What was saved before is safe.",
        SqlTrouble::Busy => "Wait until the other program has finished, or close it, and try again.",
        SqlTrouble::Damaged => {
            "Keep a copy of the file as it is, and go back to your last backup. `pullquote check` lists what is damaged."
        }
        SqlTrouble::NotWritable => "Check that the folder exists and that you may write to it.",
        SqlTrouble::Disk => {
            "Check that the drive or network is still connected, then open the project again. What was saved before is safe."
        }
        SqlTrouble::Memory => "Close other programs and try again. What was saved before is safe.",
        SqlTrouble::TooLong => "Split it into several documents of less than 256 MB.",
        SqlTrouble::Interrupted => "Try again. Nothing was changed.",
        SqlTrouble::Contradiction | SqlTrouble::Other => {
            "Nothing was changed. If it happens again, run `pullquote check` on the project to look for damage."
        }
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// The error and what caused it, outermost first.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !words.contains(&text) {
            words.push_str(": ");
            words.push_str(&text);
        }
        next = cause.source();
    }
    words
}

/// Words as a sentence of their own, which others may follow: with a capital and a full stop.
#[must_use]
pub fn sentence(words: &str) -> String {
    const ENDS: [char; 8] = ['.', '!', '?', '…', ':', '。', '！', '？'];
    let words = words.trim();
    let mut chars = words.chars();
    let capital = chars.next().into_iter().flat_map(char::to_uppercase);
    let stop = if words.is_empty() || words.trim_end_matches(['”', '"', ')']).ends_with(ENDS) { "" } else { "." };
    capital.chain(chars).chain(stop.chars()).collect()
}

/// What was guessed or left out in documents that were taken, when something was.
#[must_use]
pub fn advise_on_import(report: &ImportReport) -> Option<Advice> {
    let lines = report.imported.iter().flat_map(|one| {
        let line = |remark: Remark| format!("{}: {remark}", one.document);
        one.remarks().into_iter().map(line).collect::<Vec<_>>()
    });
    let details: Vec<String> = lines.collect();
    let documents = report.imported.iter().filter(|one| !one.remarks().is_empty()).count();
    (documents > 0).then(|| Advice {
        what: match documents {
            1 => "One of the documents has something that you may want to look at.".to_owned(),
            n => format!("{n} of the documents have something that you may want to look at."),
        },
        todo: "They were imported; Ctrl+Z takes the whole import back.".into(),
        details: details.join("\n"),
    })
}

/// That a project was brought up to date, and where the copy from before is.
#[must_use]
pub fn advise_on_update(copy: &Path) -> Advice {
    Advice {
        what: "This project was made by an earlier version of Pullquote and has been updated.".into(),
        todo: format!(
            "A copy of everything in it, from before the update, is in {}. Delete it when you no longer need it.",
            copy.display()
        ),
        details: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let error = store::Error::NotFound { path: "研究.pullquote".into() };
        let advice = advise(&error.into());
        assert!(advice.what.contains("研究.pullquote") && !advice.todo.is_empty());
        let advice = advise(&store::Error::NothingTo { what: "undo" }.into());
        assert_eq!(advice.what, "Nothing to undo.");
    }

    #[test]
    fn what_is_said_in_a_row_is_made_of_sentences() {
        for (words, expected) in [
            ("the disk is full", "The disk is full."),
            ("Nothing to undo.", "Nothing to undo."),
            ("is it open?", "Is it open?"),
            ("table “资产” has no rows", "Table “资产” has no rows."),
            ("he said “stop.”", "He said “stop.”"),
            ("élan (or none)", "Élan (or none)."),
            ("", ""),
        ] {
            assert_eq!(sentence(words), expected);
        }
        use crate::engine::Error as E;
        let full = std::io::ErrorKind::StorageFull;
        for error in [
            E::from(store::Error::Io { path: "p".into(), source: full.into() }),
            E::from(interchange::Error::Exists { path: "p".into() }),
            E::from(interchange::Error::Unwritable { path: "p".into(), source: full.into() }),
            E::Duplicate { what: "the code", name: "Pay".into() },
            E::EmptyPassage,
            E::ReservedCoder,
        ] {
            let Advice { what, todo, .. } = advise(&error);
            assert!(what.ends_with('.') && (todo.is_empty() || todo.ends_with('.')), "{what} {todo}");
        }
    }

    #[test]
    fn a_full_disk_is_blamed_for_a_full_disk_only() {
        let advice = |error: store::Error| advise(&error.into());
        let io = |kind: std::io::ErrorKind| advice(store::Error::Io { path: "p".into(), source: kind.into() });
        assert!(io(std::io::ErrorKind::StorageFull).todo.contains("Free some space"));
        for kind in [std::io::ErrorKind::NotConnected, std::io::ErrorKind::PermissionDenied] {
            assert!(!io(kind).todo.contains("space") && !io(kind).todo.is_empty());
        }
        for how in [
            Displacement::Gone,
            Displacement::Replaced,
            Displacement::Overwritten,
            Displacement::LogDeleted,
            Displacement::LockLost,
        ] {
            let advice = advice(store::Error::Displaced { path: "p".into(), how });
            let loses = matches!(how, Displacement::Gone | Displacement::Replaced | Displacement::Overwritten);
            assert_eq!(advice.todo.contains("Save a copy"), loses, "{how:?}");
        }
    }
}
