//! Errors as messages for the user: what happened, what to do, and the details.

use crate::engine;
use crate::engine::ImportReport;
use crate::engine::import::Remark;
use crate::i18n::{self, Each};
use crate::model::CodingId;
use crate::store::{Displacement, SqlTrouble};
use crate::text::sentence;
use crate::tr;
use crate::{interchange, store};
use std::path::{Path, PathBuf};

/// A message with a suggestion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    pub what: String,
    pub todo: String,
    /// How to undo what it is about, as long as that is the latest change; empty if it is no change.
    pub undo: String,
    pub details: String,
}

impl Advice {
    /// Returns what happened and what to do, in one paragraph.
    #[must_use]
    pub fn paragraph(&self) -> String {
        format!("{} {}", self.what, self.to_do()).trim().to_owned()
    }

    /// Returns what to do, and how to undo it.
    #[must_use]
    pub fn to_do(&self) -> String {
        let sentences = [self.todo.as_str(), self.undo.as_str()];
        i18n::sentences(&sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>())
    }
}

/// A message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Stays until it is dismissed.
    Trouble(Each<Advice>),
    /// Shown for a few seconds.
    Note(String),
    /// Shown for a few seconds, with what can be done about it.
    Done(String, Offer),
}

/// What a message about something done offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// To undo the change.
    Undo,
    /// To make one passage of these, or to undo the change.
    Join(Vec<CodingId>),
    /// To take up the decision that was given up.
    RestoreDecision,
    /// To open the file or folder that was written.
    Written(PathBuf),
}

/// Turns an error into advice. Only this function does so.
#[must_use]
pub fn advise(error: &engine::Error) -> Advice {
    let todo = match error {
        engine::Error::Store(error) => store_advice(error).to_owned(),
        engine::Error::Interchange(interchange::Error::Exists { .. }) => {
            tr!("Choose another name; the existing file was not changed.").into()
        }
        engine::Error::Interchange(interchange::Error::Unwritable { .. }) => {
            tr!("Choose a folder where you can save files and that has enough space.").into()
        }
        engine::Error::NamelessLevel { .. } => {
            tr!("Type a name on both sides, as in “Housing > Rent”, or leave out the “>”.").into()
        }
        engine::Error::NameTaken { .. } | engine::Error::PathAsName { .. } => tr!("Choose another name.").into(),
        engine::Error::SimilarCoder { existing, .. } => {
            tr!("If you are {existing}, choose that name; otherwise add something that tells the two apart.", existing)
        }
        engine::Error::Strict { .. } => tr!("Correct the entries, or import only the valid ones.").into(),
        engine::Error::OthersPassages { passages, .. } => tr!(
            "Switch to {coders} in the coder menu, or copy the passage to your own. The passage's menu also offers \
             to change it anyway.",
            coders = passages.names()
        ),
        engine::Error::OthersMemos { memos, .. } => {
            tr!("Switch to {coders} in the coder menu to delete it.", coders = memos.names())
        }
        engine::Error::OthersMemo { writer: coder, .. } | engine::Error::OthersDecision { who: coder, .. } => {
            tr!("Switch to {coder} in the coder menu to change it.", coder)
        }
        engine::Error::Panicked { .. } => {
            tr!("Everything that was saved is safe. Close the project and open it again; if it happens again, please report it.")
                .into()
        }
        _ => String::new(),
    };
    let what = match error {
        engine::Error::Panicked { .. } => tr!("Something went wrong inside Pullquote.").into(),
        error => sentence(&error.to_string()),
    };
    Advice { what, todo, details: with_cause(error), ..Advice::default() }
}

fn store_advice(error: &store::Error) -> &'static str {
    match error {
        store::Error::NotFound { .. } => tr!("It may have been moved or renamed; open it at its new location."),
        store::Error::NotAProject { .. } => tr!("Open a file that ends in .pullquote, or a project folder."),
        store::Error::Newer { .. } => {
            tr!("Install the newer version of Pullquote; this version does not change the file.")
        }
        store::Error::InUse { .. } => tr!("Close it there, or open it read-only."),
        store::Error::ReadOnlyPlace { .. } | store::Error::ReadOnly => {
            tr!("Copy the project to a folder of your own and open it there.")
        }
        store::Error::HardLinked { .. } => tr!("Make an ordinary copy of the file and work with the copy."),
        store::Error::LockTaken { .. } => tr!("Delete or rename that file, then open the project again."),
        store::Error::Exists { .. } => tr!("Choose another name. The existing file was not changed."),
        store::Error::ChangedSince { .. } => tr!("Undo that change first, or edit the transcript by hand."),
        store::Error::NotAgain { .. } => {
            tr!("The history still shows what it changed: make the change by hand, or undo the later work first.")
        }
        store::Error::Displaced { how, .. } => displaced_advice(*how),
        store::Error::Unfamiliar { .. } => {
            tr!(
                "The file may be damaged, or another program may have added something to it. Pullquote does not open it, because \
             the additions could change or delete your data. Go back to an earlier copy."
            )
        }
        store::Error::StrayLog { .. } => {
            tr!(
                "To work with the file as it is, move the -wal file elsewhere. To recover the earlier work, put the earlier file back \
             in its place and open it."
            )
        }
        store::Error::LogOutOfReach { .. } => {
            tr!(
                "Copy the project file together with its -wal file to a folder where you can save files, and open the copy there."
            )
        }
        store::Error::Damaged { .. } => tr!("Keep a copy of the damaged file, and go back to your last backup."),
        store::Error::Sql { kind, .. } => sql_advice(*kind),
        store::Error::Io { source, .. } if is_full(source) => sql_advice(SqlTrouble::DiskFull),
        store::Error::Io { .. } => sql_advice(SqlTrouble::Disk),
        _ => "",
    }
}

/// Changes made since then exist only in the window.
fn displaced_advice(how: Displacement) -> &'static str {
    match how {
        Displacement::Gone | Displacement::Replaced | Displacement::Overwritten => {
            tr!(
                "Nothing more is saved to that file. All your work is still open in this window: choose File → Save a copy…, then \
             close this project and open the copy."
            )
        }
        Displacement::LogDeleted => tr!("Your work was saved. Close the project and open it again before you go on."),
        Displacement::LockLost => {
            tr!("Close it in one of the two windows, then open it again. Your work so far was saved.")
        }
    }
}

fn sql_advice(kind: SqlTrouble) -> &'static str {
    match kind {
        SqlTrouble::DiskFull => tr!("Free some space and try again. Everything saved before is safe."),
        SqlTrouble::Busy => tr!("Wait until the other program has finished, or close it, and try again."),
        SqlTrouble::Damaged => {
            tr!("Keep a copy of the damaged file, and go back to your last backup. `pullquote check` lists the damage.")
        }
        SqlTrouble::NotWritable => tr!("Check that the folder exists and that you can save files there."),
        SqlTrouble::Disk => {
            tr!(
                "Check that the drive or network is still connected, then open the project again. Everything saved before is safe."
            )
        }
        SqlTrouble::Memory => tr!("Close other programs and try again. Everything saved before is safe."),
        SqlTrouble::TooLong => tr!("Split it into several documents of less than 256 MB."),
        SqlTrouble::Interrupted => tr!("Try again. Nothing was changed."),
        SqlTrouble::Contradiction | SqlTrouble::Other => {
            tr!("Nothing was changed. If it happens again, run `pullquote check` on the project to look for damage.")
        }
    }
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// Returns the error and its cause. A cause is an error of the system or of a library, whose message includes what
/// caused it; no error of Pullquote includes its cause in its own message.
fn with_cause(error: &engine::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => tr!("an error and its cause" => "{error}: {cause}", error, cause),
        None => error.to_string(),
    }
}

/// Returns the remarks on imported documents about what was guessed or left out, if any.
#[must_use]
pub fn advise_on_import(report: &ImportReport) -> Option<Advice> {
    let lines = report.imported.iter().flat_map(|one| {
        let line = |remark: Remark| tr!("place" => "{file}: {remark}", file = one.document, remark);
        one.remarks().into_iter().map(line).collect::<Vec<_>>()
    });
    let details: Vec<String> = lines.collect();
    let documents = report.imported.iter().filter(|one| !one.remarks().is_empty()).count();
    (documents > 0).then(|| Advice {
        what: tr!("One of the documents has something to check."
            | "{n} of the documents have something to check." % documents),
        todo: tr!("They were imported.").into(),
        undo: undoes_import(),
        details: details.join("\n"),
    })
}

/// Says how to undo an import.
#[must_use]
pub fn undoes_import() -> String {
    tr!("Ctrl+Z undoes the whole import.").to_owned()
}

/// Says how many entries of an import were skipped or changed.
#[must_use]
pub fn skipped_or_changed(count: usize) -> String {
    tr!("One entry was skipped or changed." | "{n} entries were skipped or changed." % count)
}

/// Reports that a project was updated, and where its backup is.
#[must_use]
pub fn advise_on_update(copy: &Path) -> Advice {
    Advice {
        what: tr!("This project was made by an earlier version of Pullquote and has been updated.").into(),
        todo: tr!(
            "A complete copy from before the update is in {path}. Delete it when you no longer need it.",
            path = copy.display()
        ),
        ..Advice::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, RowKind};

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let error = store::Error::NotFound { path: "研究.pullquote".into() };
        let advice = advise(&error.into());
        assert!(advice.what.contains("研究.pullquote") && !advice.todo.is_empty());
        let advice = advise(&store::Error::NothingTo { direction: Direction::Undo }.into());
        assert_eq!(advice.what, "Nothing to undo.");
    }

    #[test]
    fn columns_of_speech_contain_sentences() {
        use crate::engine::Error as E;
        let full = std::io::ErrorKind::StorageFull;
        for error in [
            E::from(store::Error::Io { path: "p".into(), source: full.into() }),
            E::from(interchange::Error::Exists { path: "p".into() }),
            E::from(interchange::Error::Unwritable { path: "p".into(), why: full.into() }),
            E::NameTaken { kind: RowKind::Code, name: "Pay".into() },
            E::EmptyPassage,
            E::ReservedCoder,
        ] {
            let Advice { what, todo, .. } = advise(&error);
            for sentence in [what, todo] {
                let ends = sentence.is_empty() || sentence.ends_with('.') && !sentence.ends_with("..");
                assert!(ends && !sentence.starts_with(char::is_lowercase), "{sentence}");
            }
        }
    }

    #[test]
    fn errors_and_advice_are_in_the_language_of_the_window() {
        use crate::engine::Error as E;
        use crate::i18n::{Language, within};
        for (error, what, todo) in [
            (
                E::from(store::Error::NotFound { path: "a.pullquote".into() }),
                "a.pullquote：没有这个文件。",
                "文件可能已移动或改名；请在新位置打开。",
            ),
            (
                E::from(store::Error::InUse { path: "a.pullquote".into(), holder: "李".into() }),
                "a.pullquote：已在另一个 Pullquote 中打开：李。",
                "请在那里关闭，或以只读方式打开。",
            ),
            (E::NameTaken { kind: RowKind::Code, name: "租金".into() }, "已有另一个编码名为“租金”。", "请另取名称。"),
            (
                E::Unknown { kind: RowKind::Coder, name: "王".into(), known: vec!["李".into(), "Ann".into()] },
                "没有编码者“王”；现有：李、Ann。",
                "",
            ),
            (
                E::Strict { problems: vec![] },
                "有 0 个条目无法导入，因此未导入任何内容。",
                "请更正这些条目，或只导入有效的条目。",
            ),
            (
                E::OthersMemo { writer: "Ann".into(), coder: None },
                "这条备忘录由 Ann 撰写，未署名的编码者不能更改。",
                "如需更改，请在编码者菜单中切换到 Ann。",
            ),
            (
                E::from(crate::analysis::Error::TooLarge { rows: 9, columns: 8 }),
                "9 行 8 列的矩阵过大；请减少行列，例如只选一个维度的取值。",
                "",
            ),
            (E::from(crate::model::Cancelled), "已取消；未作任何更改。", ""),
        ] {
            let advice = within(Language::Chinese, || advise(&error));
            assert_eq!((advice.what.as_str(), advice.todo.as_str()), (what, todo));
        }
    }

    #[test]
    fn details_name_the_cause_once() {
        use crate::engine::Error as E;
        use interchange::tables::Error as T;
        let cause = || std::io::Error::other("the cable is loose");
        let errors = [
            E::from(store::Error::Io { path: "p".into(), source: cause() }),
            E::from(store::Error::ReadOnlyPlace { path: "p".into(), source: cause() }),
            E::from(interchange::Error::Unwritable { path: "p".into(), why: cause() }),
            E::from(T::from(cause())),
            E::NoThread { why: cause() },
        ];
        for error in errors {
            let details = advise(&error).details;
            assert_eq!(details.matches("the cable is loose").count(), 1, "{details}");
        }
        let details = advise(&E::from(crate::analysis::agreement::InputError::Unlisted)).details;
        assert_eq!(details.matches("not listed").count(), 1, "{details}");
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
