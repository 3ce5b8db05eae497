//! What was typed or chosen in the window and is not in the project yet: a correction of a text, a memo, decisions, a form.
//! It is kept in a file of the user's own when typing rests and when the window closes, and is there again when the project
//! is opened next, also after a crash.
//!
//! The file is named by the project's guid and readable by its owner only; it is removed when nothing is left to keep.
//! Must not know: egui. Start reading at [`Unsaved`].

use super::documents_room::Asking;
use super::table_editor::Entered;
use super::workspace::Workspace;
use crate::engine::command::FacetDraft;
use crate::interchange::files::{LARGEST, Links, read, write_private};
use crate::model::{CaseId, CodeId, Decision, DisputeKey, FacetId, Guid, NoteId, NoteTarget, SourceId};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Unsaved {
    pub correction: Option<Correction>,
    pub memos: Vec<Memo>,
    /// Decisions on disagreements, with their reasons.
    pub decisions: Vec<(DisputeKey, Decision, String)>,
    /// A table that is being written, and the name of the one that it replaces.
    pub table: Option<(Option<String>, Entered)>,
    pub dialog: Option<Dialog>,
}

/// A correction of a text under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub source: SourceId,
    /// The whole text as it was.
    pub before: String,
    /// What stands before and behind the part that is edited.
    pub around: (String, String),
    pub text: String,
}

/// A memo that could not be saved, or was not yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    pub note: Option<NoteId>,
    pub target: NoteTarget,
    pub text: String,
}

/// A dialog, or a field that is edited in its place, with what was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialog {
    NewCoder(String),
    NewCode(String),
    NewCodeBelow(CodeId, String),
    RenameCode(CodeId, String),
    Code(CodeEntry),
    /// With the form of the code from which it was opened.
    Facet(FacetDraft, Option<CodeEntry>),
    Ask(Asking),
    /// A cell of the list of participants, by its column.
    Cell(CaseId, usize, String),
    DocumentName(SourceId, String),
}

/// What is entered about a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeEntry {
    pub code: CodeId,
    pub name: String,
    pub description: String,
    pub color: String,
    /// Each facet with the name of the value that is chosen.
    pub facets: Vec<(FacetId, Option<String>)>,
}

impl Unsaved {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where what is unsaved is kept; written on a thread of its own, in order.
pub struct Shelf {
    folder: PathBuf,
    sender: Option<Sender<(PathBuf, Unsaved)>>,
    thread: Option<JoinHandle<()>>,
    /// What was put there last.
    last: Option<(Guid, Unsaved)>,
}

impl Shelf {
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new().name("pullquote-unsaved".into()).spawn(move || put(&receiver)).ok();
        Self { folder, sender: Some(sender), thread, last: None }
    }

    fn file(&self, project: Guid) -> PathBuf {
        self.folder.join(format!("{project}.json"))
    }

    /// What was left of a project; unreadable is as good as nothing.
    #[must_use]
    pub fn take(&mut self, project: Guid) -> Unsaved {
        let json = read(&self.file(project), Links::Refuse, LARGEST).ok();
        let left: Unsaved = json.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
        self.last = Some((project, left.clone()));
        left
    }

    /// Keeps what is unsaved of a project in place of what was kept before.
    pub fn keep(&mut self, project: Guid, unsaved: Unsaved) {
        let now = Some((project, unsaved.clone()));
        if now == self.last {
            return;
        }
        self.last = now;
        if let Some(sender) = &self.sender {
            let _ = sender.send((self.file(project), unsaved));
        }
    }

    /// True when something is kept.
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

fn put(receiver: &Receiver<(PathBuf, Unsaved)>) {
    while let Ok((file, unsaved)) = receiver.recv() {
        if unsaved.is_empty() {
            let _ = std::fs::remove_file(&file);
        } else if let (Some(folder), Ok(json)) = (file.parent(), serde_json::to_vec(&unsaved)) {
            private_folder(folder);
            let _ = write_private(&file, &json);
        }
    }
}

/// Makes a folder that only its owner may enter.
pub(super) fn private_folder(folder: &Path) {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let _ = builder.recursive(true).create(folder);
}

impl Workspace {
    /// What the project's rooms hold that is not saved.
    #[must_use]
    pub fn unsaved(&self) -> Unsaved {
        let table = self.tables.editor.as_ref().filter(|editor| editor.is_touched());
        Unsaved {
            memos: self.memos.unsaved(),
            decisions: self.compare.undecided(),
            table: table.map(|editor| (editor.replaces.clone(), editor.entered())),
            dialog: self.asked().cloned().map(Dialog::Ask),
            correction: None,
        }
    }

    /// The question of the Documents room, when something was entered.
    fn asked(&self) -> Option<&Asking> {
        let study = self.study.as_deref()?;
        self.documents.asking.as_ref().filter(|asking| asking.is_changed(study))
    }

    /// Puts back what was unsaved, as far as it belongs to a room.
    pub fn put_back(&mut self, unsaved: &Unsaved) {
        self.compare.put_back(unsaved.decisions.clone());
        if !unsaved.memos.is_empty() {
            self.memos.put_back(unsaved.memos.clone());
            self.refresh_rooms();
        }
        if let (Some((replaces, entered)), Some(study)) = (&unsaved.table, self.study.clone()) {
            self.tables.put_back(replaces.clone(), entered.clone(), &study);
        }
        if let Some(Dialog::Ask(asking)) = &unsaved.dialog {
            self.documents.asking = Some(asking.clone());
        }
    }

    /// Waits for what is being saved, for a while: afterwards it is known what could not be.
    pub fn await_saved(&mut self) {
        const STEP: std::time::Duration = std::time::Duration::from_millis(5);
        const STEPS: usize = 500;
        for _ in 0..STEPS {
            if self.poll().is_err() || !self.is_saving() && !self.memos.is_looking() {
                return;
            }
            std::thread::sleep(STEP);
        }
    }
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
    fn what_is_kept_is_there_again_and_goes_when_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (place, project) = (folder.path().join("unsaved"), Guid::new());
        let mut shelf = Shelf::new(place.clone());
        shelf.keep(project, example());
        drop(shelf);
        let mut shelf = Shelf::new(place.clone());
        assert_eq!(shelf.take(Guid::new()), Unsaved::default(), "of another project");
        assert_eq!(shelf.take(project), example());
        shelf.keep(project, Unsaved::default());
        drop(shelf);
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (place, project) = (folder.path().join("unsaved"), Guid::new());
        let mut shelf = Shelf::new(place.clone());
        shelf.keep(project, example());
        drop(shelf);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&place), mode(&place.join(format!("{project}.json")))), (0o700, 0o600));
    }
}
