//! The state of the Memos room, and the one memo that is being written, wherever it is written.

use crate::engine::memos::MemoOn;
use crate::engine::{Command, JobId};
use crate::model::{NoteId, NoteTarget, Study, UserId};
use crate::text::{Finder, Strictness};
use std::sync::Arc;

/// Which memos are listed; empty is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoFilter {
    /// `document`, `code` …
    pub kind: Option<&'static str>,
    pub user: Option<UserId>,
    /// In the memo, in what it is on, or in the passage.
    pub words: String,
}

/// A memo under the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// `None` for a new memo.
    pub note: Option<NoteId>,
    pub target: NoteTarget,
    pub text: String,
    /// What is saved of it.
    pub saved: String,
    /// It is written in a small window over another room.
    pub popup: bool,
    /// Whether there is a memo on this thing already is not known yet.
    pub looking: bool,
}

impl Draft {
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.text.trim() != self.saved.trim()
    }

    /// What saves it, when there is something to save.
    #[must_use]
    pub fn command(&self, user: Option<UserId>) -> Option<Command> {
        let (note, target, text) = (self.note, self.target, self.text.clone());
        self.is_changed().then_some(Command::SetMemo { note, target, text, user })
    }
}

#[derive(Clone, Debug, Default)]
pub struct MemosRoom {
    pub filter: MemoFilter,
    /// All memos, latest first; `None` until they are known.
    pub all: Option<Arc<Vec<MemoOn>>>,
    pub draft: Option<Draft>,
    /// What is typed to choose the thing that a new memo is to be on.
    pub adding: Option<String>,
    pub stale: bool,
    /// The newest memo is to be opened when it comes.
    open_newest: bool,
    job: Option<JobId>,
}

impl MemosRoom {
    /// The kinds that can be filtered by.
    pub const KINDS: [&'static str; 5] = ["project", "document", "participant", "code", "passage"];

    /// Places in [`Self::all`] that the filter leaves.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let finder = Finder::new(&self.filter.words, Strictness::default());
        let has = |text: &str| finder.within(text).next().is_some();
        let fits = |memo: &MemoOn| {
            let row = &memo.row;
            self.filter.kind.is_none_or(|kind| kind == row.kind)
                && self.filter.user.is_none_or(|user| memo.note.user == Some(user))
                && (finder.is_empty() || has(&row.text) || has(&row.on) || has(&row.words) || has(&row.code))
        };
        let all = self.all.as_deref().map_or(&[][..], Vec::as_slice);
        all.iter().enumerate().filter(|(_, memo)| fits(memo)).map(|(place, _)| place).collect()
    }

    #[must_use]
    pub fn memo(&self, note: NoteId) -> Option<&MemoOn> {
        self.all.as_deref()?.iter().find(|memo| memo.note.id == note)
    }

    pub(super) fn waits_for(&mut self, job: JobId) {
        (self.job, self.stale) = (Some(job), false);
    }

    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.job.is_some()
    }

    pub(super) fn after_saving(&mut self) {
        self.open_newest = true;
    }

    pub(super) fn take(&mut self, job: JobId, all: Arc<Vec<MemoOn>>, me: Option<UserId>) {
        if self.job != Some(job) {
            return;
        }
        self.job = None;
        if let Some(draft) = self.draft.as_mut().filter(|draft| draft.looking) {
            draft.looking = false;
            let on: Vec<&MemoOn> = all.iter().filter(|memo| memo.note.target == draft.target).collect();
            if let Some(memo) = on.iter().find(|memo| memo.note.user == me).or(on.first()) {
                let typed = std::mem::take(&mut draft.text);
                (draft.note, draft.saved) = (Some(memo.note.id), memo.note.text.clone());
                draft.text = if typed.trim().is_empty() {
                    memo.note.text.clone()
                } else {
                    format!("{}\n{typed}", memo.note.text)
                };
            }
        }
        // Somebody's undo may have changed or removed what is open.
        if let Some(draft) = &mut self.draft
            && let Some(note) = draft.note
        {
            match all.iter().find(|memo| memo.note.id == note) {
                Some(memo) if !draft.is_changed() => {
                    draft.text.clone_from(&memo.note.text);
                    draft.saved.clone_from(&memo.note.text);
                }
                Some(_) => {}
                None if draft.is_changed() => (draft.note, draft.saved) = (None, String::new()),
                None => self.draft = None,
            }
        }
        if std::mem::take(&mut self.open_newest)
            && self.draft.is_none()
            && let Some(memo) = all.iter().max_by_key(|memo| memo.note.id)
        {
            self.draft = Some(draft_of(memo));
        }
        self.all = Some(all);
    }

    pub(super) fn failed(&mut self, job: JobId) {
        if self.job.take_if(|waiting| *waiting == job).is_some() {
            // The message says why; asking again in every frame would not help.
            self.all.get_or_insert_default();
        }
    }
}

/// A memo opened to be read and changed.
#[must_use]
pub fn draft_of(memo: &MemoOn) -> Draft {
    Draft {
        note: Some(memo.note.id),
        target: memo.note.target,
        text: memo.note.text.clone(),
        saved: memo.note.text.clone(),
        popup: false,
        looking: false,
    }
}

/// Everything but passages that a memo can be on and that has these words in its name: target, kind, name.
#[must_use]
pub fn targets(study: &Study, words: &str) -> Vec<(NoteTarget, &'static str, String)> {
    let finder = Finder::new(words, Strictness::default());
    let project = (NoteTarget::Project, study.project.name.clone());
    let documents = study.sources.iter().map(|s| (NoteTarget::Source(s.id), s.name.clone()));
    let participants = study.cases.iter().map(|c| (NoteTarget::Case(c.id), c.name.clone()));
    let codes = study.codebook.codes().iter().map(|c| (NoteTarget::Code(c.id), study.codebook.path(c.id).to_string()));
    std::iter::once(project)
        .chain(documents)
        .chain(participants)
        .chain(codes)
        .map(|(target, name)| (target, target.parts().0, name))
        .filter(|(_, kind, name)| {
            finder.is_empty() || finder.within(name).next().is_some() || finder.within(kind).next().is_some()
        })
        .collect()
}
