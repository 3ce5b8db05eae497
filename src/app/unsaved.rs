//! What was entered in the window but is not in the project yet: a correction of a text, a memo, decisions, a form.
//! It is saved to a file of the user when typing pauses and when the window closes, and is restored when the
//! project is next opened, even after a crash.
//!
//! Each project file has its own such file, readable only by its owner: copies of a project have the same guid, but
//! text typed in one of them does not belong to another. The file is removed when there is nothing left to keep.
//! Must not depend on egui. Start reading at [`Unsaved`].

mod collecting;
pub(super) mod homeless;

pub use homeless::advice as homeless_advice;

use super::documents_room::Asking;
use super::table_editor::TableInput;
use crate::engine::command::DimensionDraft;
use crate::interchange::files::{LARGEST, Links, read, write_private};
use crate::model::{
    CodeId, Decision, DimensionId, DisagreementKey, Guid, NoteId, NoteTarget, ParticipantId, SourceId, Study, UserId,
    VariableId,
};
use crate::tr;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unsaved {
    pub correction: Option<Correction>,
    pub memos: Vec<Memo>,
    /// Decisions on disagreements, with their reasons.
    pub decisions: Vec<(DisagreementKey, Decision, String)>,
    /// The coders who started the decisions, as far as known.
    pub deciders: Vec<(DisagreementKey, UserId)>,
    /// The input of the table editor, and the name of the table that it replaces.
    pub table: Option<(Option<String>, TableInput)>,
    pub dialog: Option<Dialog>,
}

/// An unfinished correction of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub source: SourceId,
    /// The whole text before the correction.
    pub before: String,
    /// The text before and after the edited part.
    pub around: (String, String),
    pub text: String,
}

/// An unsaved memo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    pub note: Option<NoteId>,
    pub target: NoteTarget,
    pub text: String,
}

/// A dialog, or a field edited in place, with its input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialog {
    NewCoder(String),
    NewCode(String),
    NewCodeBelow(CodeId, String),
    RenameCode(CodeId, String),
    Code(CodeEntry),
    /// With the form of the code from which it was opened.
    Dimension(DimensionDraft, Option<CodeEntry>),
    Ask(Asking),
    /// A cell of the list of participants, by its column.
    Cell(ParticipantId, usize, String),
    DocumentName(SourceId, String),
    DocumentValue(SourceId, VariableId, String),
}

/// The input of the form about a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeEntry {
    pub code: CodeId,
    pub name: String,
    pub description: String,
    pub color: String,
    /// Each dimension with the name of the selected value.
    pub dimensions: Vec<(DimensionId, Option<String>)>,
}

impl Unsaved {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lists what is unsaved, each with its place: `the correction of A`, `2 memos in Memos`.
    #[must_use]
    pub fn parts(&self, study: &Study) -> Vec<String> {
        let correction = self.correction.as_ref().map(|correction| match study.source(correction.source) {
            Some(source) => tr!("the changes to {name}", name = source.name),
            None => tr!("the changes to a deleted document").to_owned(),
        });
        let table = self.table.as_ref().map(|_| tr!("the table in Tables").to_owned());
        let dialog = self.dialog.as_ref().map(|_| tr!("the dialog that is open").to_owned());
        let (memos, decisions) = (self.memos.len(), self.decisions.len());
        let memos = (memos > 0).then(|| tr!("{n} memo in Memos" | "{n} memos in Memos" % memos));
        let decisions =
            (decisions > 0).then(|| tr!("{n} decision in Compare" | "{n} decisions in Compare" % decisions));
        [correction, memos, decisions, table, dialog].into_iter().flatten().collect()
    }
}

/// Unsaved input, with the project file to which it belongs.
#[derive(Serialize, Deserialize)]
struct Kept {
    project: PathBuf,
    unsaved: Unsaved,
}

/// Stores unsaved input; a separate thread writes it, in order.
pub struct Shelf {
    folder: PathBuf,
    sender: Option<Sender<(PathBuf, Kept)>>,
    thread: Option<JoinHandle<()>>,
    /// The last input stored.
    last: Option<(PathBuf, Unsaved)>,
}

impl Shelf {
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new().name("pullquote-unsaved".into()).spawn(move || put(&receiver)).ok();
        Self { folder, sender: Some(sender), thread, last: None }
    }

    /// Returns the file for a project file, whose path is canonical.
    fn file(&self, guid: Guid, project: &Path) -> PathBuf {
        let hash = Sha256::digest(project.as_os_str().as_encoded_bytes());
        let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{guid}-{short}.json"))
    }

    /// Returns what was left of a project file; an unreadable file counts as nothing. If nothing was left of this
    /// file, but of another file of the same project that no longer exists, the project file was moved.
    #[must_use]
    pub fn take(&mut self, guid: Guid, project: &Path) -> Unsaved {
        let project = canonical(project);
        let file = self.file(guid, &project);
        if !file.exists() {
            let moved = self.kept_of(guid).find(|(_, kept)| !kept.project.exists());
            if let Some((old, _)) = moved {
                let _ = std::fs::rename(old, &file);
            }
        }
        let left = kept_in(&file).map(|kept| kept.unsaved).unwrap_or_default();
        self.last = Some((project, left.clone()));
        left
    }

    /// Returns the files for a project, wherever its project file is.
    fn kept_of(&self, guid: Guid) -> impl Iterator<Item = (PathBuf, Kept)> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let named = move |file: &PathBuf| {
            file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&guid.to_string()))
        };
        entries.map(|entry| entry.path()).filter(named).filter_map(|file| Some((file.clone(), kept_in(&file)?)))
    }

    /// Stores the unsaved input of a project file, replacing what was stored before.
    pub fn keep(&mut self, guid: Guid, project: &Path, unsaved: Unsaved) {
        let project = canonical(project);
        let now = Some((project.clone(), unsaved.clone()));
        if now == self.last {
            return;
        }
        self.last = now;
        if let Some(sender) = &self.sender {
            let _ = sender.send((self.file(guid, &project), Kept { project, unsaved }));
        }
    }

    /// True when something is stored.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.last.as_ref().is_some_and(|(_, unsaved)| !unsaved.is_empty())
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn canonical(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn kept_in(file: &Path) -> Option<Kept> {
    serde_json::from_slice(&read(file, Links::Refuse, LARGEST).ok()?).ok()
}

fn put(receiver: &Receiver<(PathBuf, Kept)>) {
    while let Ok((file, kept)) = receiver.recv() {
        if kept.unsaved.is_empty() {
            let _ = std::fs::remove_file(&file);
        } else if let (Some(folder), Ok(json)) = (file.parent(), serde_json::to_vec(&kept)) {
            private_folder(folder);
            let _ = write_private(&file, &json);
        }
    }
}

/// Creates a folder that only its owner can open.
pub(super) fn private_folder(folder: &Path) {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let _ = builder.recursive(true).create(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Unsaved {
        let correction = Correction {
            source: SourceId(3),
            before: "家里没有钱".into(),
            around: (String::new(), String::new()),
            text: "家里没有什么钱".into(),
        };
        let dialog = Some(Dialog::NewCodeBelow(CodeId(7), "思乡".into()));
        Unsaved { correction: Some(correction), dialog, ..Unsaved::default() }
    }

    #[test]
    fn duplicates_are_reported_with_their_place() {
        let memo = Memo { note: None, target: NoteTarget::Project, text: "x".into() };
        let unsaved = Unsaved { memos: vec![memo.clone(), memo], ..example() };
        let parts = unsaved.parts(&crate::analysis::samples::study_of(vec![], vec![], vec![]));
        let expected = ["the changes to a deleted document", "2 memos in Memos", "the dialog that is open"];
        assert_eq!(parts, expected);
    }

    #[test]
    fn what_is_kept_is_there_again_and_goes_when_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (place, project) = (folder.path().join("unsaved"), Guid::new());
        let file = folder.path().join("study.pullquote");
        let mut shelf = Shelf::new(place.clone());
        shelf.keep(project, &file, example());
        drop(shelf);
        let mut shelf = Shelf::new(place.clone());
        assert_eq!(shelf.take(Guid::new(), &file), Unsaved::default(), "of another project");
        assert_eq!(shelf.take(project, &file), example());
        shelf.keep(project, &file, Unsaved::default());
        drop(shelf);
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (place, project) = (folder.path().join("unsaved"), Guid::new());
        let file = folder.path().join("study.pullquote");
        let mut shelf = Shelf::new(place.clone());
        shelf.keep(project, &file, example());
        drop(shelf);
        let shelf_file = std::fs::read_dir(&place).unwrap().next().unwrap().unwrap().path();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&place), mode(&shelf_file)), (0o700, 0o600));
    }

    fn coder(name: &str) -> Unsaved {
        Unsaved { dialog: Some(Dialog::NewCoder(name.into())), ..Unsaved::default() }
    }

    #[test]
    fn what_was_typed_belongs_to_one_file_of_a_project_and_goes_where_it_goes() {
        let place = tempfile::tempdir().unwrap();
        let (shelf, guid) = (|| Shelf::new(place.path().join("unsaved")), Guid::new());
        let path = |name: &str| place.path().join(name);
        std::fs::write(path("study"), "").unwrap();
        std::fs::write(path("copy"), "").unwrap();
        shelf().keep(guid, &path("copy"), coder("Ann"));
        assert_eq!(shelf().take(guid, &path("study")), Unsaved::default(), "it was typed in the copy");
        shelf().keep(guid, &path("study"), coder("Ben"));
        assert_eq!(shelf().take(guid, &path("copy")), coder("Ann"));
        std::fs::rename(path("copy"), path("moved")).unwrap();
        assert_eq!(shelf().take(guid, &path("moved")), coder("Ann"));
        assert_eq!(shelf().take(Guid::new(), &path("moved")), Unsaved::default());
        shelf().keep(guid, &path("moved"), Unsaved::default());
        assert_eq!(shelf().take(guid, &path("moved")), Unsaved::default());
        assert_eq!(shelf().take(guid, &path("study")), coder("Ben"));
    }
}
