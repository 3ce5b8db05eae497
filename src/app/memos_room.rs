//! The state of the Memos room, and the one memo being written, in whatever room.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::room::Room;
use super::unsaved::{Memo, homeless_advice};
use crate::engine::memos::MemoOn;
use crate::engine::{Answer, Changes, Command, Error, JobId, Outcome, Query};
use crate::i18n::Each;
use crate::model::{NoteId, NoteTarget, RowKind, Study, UserId};
use crate::store;
use crate::text::{Finder, NameFilter, Strictness};
use std::sync::Arc;

/// Which memos are listed; all if empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoFilter {
    /// `document`, `code` …
    pub kind: Option<RowKind>,
    pub user: Option<UserId>,
    /// In the memo, in the name of its target, or in the passage.
    pub search: String,
}

/// A memo being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoDraft {
    /// `None` for a new memo.
    pub note: Option<NoteId>,
    pub target: NoteTarget,
    pub text: String,
    /// The saved text.
    pub saved: String,
    /// It is written in a pop-up over another room.
    pub popup: bool,
    /// It is not known yet whether this target already has a memo.
    pub looking: bool,
    /// The field should receive the keyboard focus, with the caret at the end.
    pub focus: bool,
    /// The running command that saves it, and the text saved before.
    saving: Option<(Pending, String)>,
    /// It is restored from an earlier session.
    put_back: bool,
}

impl MemoDraft {
    #[must_use]
    pub(super) fn new(target: NoteTarget, popup: bool) -> Self {
        let (text, saved) = (String::new(), String::new());
        Self { note: None, target, text, saved, popup, looking: popup, focus: true, saving: None, put_back: false }
    }

    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    pub(super) fn is_saved_by(&mut self, job: JobId) {
        self.saving = Some((Pending::of(job), std::mem::replace(&mut self.saved, self.text.clone())));
    }

    /// Notes that the command that saved it is done, or has failed (`None`).
    fn saved(&mut self, outcome: Option<&Outcome>) {
        let Some((_, before)) = self.saving.take() else { return };
        match outcome {
            Some(_) if self.saved.trim().is_empty() => self.note = None,
            Some(outcome) => self.note = outcome.added_note.or(self.note),
            None => self.saved = before,
        }
    }

    fn waits_for(&self, job: JobId) -> bool {
        self.saving.as_ref().is_some_and(|(saving, _)| saving.is(job))
    }

    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.text.trim() != self.saved.trim()
    }

    /// Returns the command that saves it, if there is something to save.
    #[must_use]
    pub fn command(&self) -> Option<Command> {
        let (note, target, text) = (self.note, self.target, self.text.clone());
        self.is_changed().then_some(Command::SetMemo { note, target, text })
    }
}

#[derive(Clone, Debug, Default)]
pub struct MemosRoom {
    pub filter: MemoFilter,
    /// All memos, latest first; `None` until they have arrived.
    pub all: Option<Arc<Vec<MemoOn>>>,
    pub draft: Option<MemoDraft>,
    /// Memos that were closed while being saved, or before it was known whether their target already has one.
    closed: Vec<MemoDraft>,
    /// Restored unsaved memos, to be opened when no other is open.
    waiting: Vec<MemoDraft>,
    /// Memos whose target no longer exists, until their text is shown in a message.
    homeless: Vec<MemoDraft>,
    /// The memo about which the user is asked whether to delete it.
    pub removing: Option<NoteId>,
    /// The text typed to select the target of a new memo.
    pub adding: Option<String>,
    pub stale: bool,
    pub pending: Pending,
}

impl MemosRoom {
    /// The kinds in the filter.
    pub const KINDS: [RowKind; 5] =
        [RowKind::Project, RowKind::Document, RowKind::Participant, RowKind::Code, RowKind::Passage];

    /// Returns the indices in [`Self::all`] of memos that match the filter.
    #[must_use]
    pub fn shown(&self) -> Vec<usize> {
        let finder = Finder::new(&self.filter.search, Strictness::default());
        let has = |text: &str| finder.is_in(text);
        let fits = |memo: &MemoOn| {
            let row = &memo.row;
            self.filter.kind.is_none_or(|kind| kind == row.kind)
                && self.filter.user.is_none_or(|user| memo.note.user == Some(user))
                && (finder.is_empty() || has(&row.text) || has(&row.on) || has(&row.passage) || has(&row.code))
        };
        let all = self.all.as_deref().map_or(&[][..], Vec::as_slice);
        all.iter().enumerate().filter(|(_, memo)| fits(memo)).map(|(place, _)| place).collect()
    }

    #[must_use]
    pub fn memo(&self, note: NoteId) -> Option<&MemoOn> {
        self.all.as_deref()?.iter().find(|memo| memo.note.id == note)
    }

    /// True while it is not known whether the target of a closed memo already has one.
    #[must_use]
    pub(super) fn is_looking(&self) -> bool {
        self.closed.iter().any(|draft| draft.looking)
    }

    fn ask(&mut self, link: &mut Link) {
        self.stale = false;
        self.pending.ask(link, Query::Notes);
    }

    /// Opens the memo on something, or a new one, in a pop-up over the room.
    pub(super) fn edit(&mut self, target: NoteTarget, link: &mut Link) {
        self.keep_draft(link);
        // A closed memo that is still being saved is reopened: a query made before it is saved would not find it.
        let closed = self.closed.iter().position(|draft| draft.target == target).map(|place| self.closed.remove(place));
        self.draft = Some(
            closed
                .map_or_else(|| MemoDraft::new(target, true), |draft| MemoDraft { popup: true, focus: true, ..draft }),
        );
        self.ask(link);
    }

    /// Starts a memo in the Memos room.
    pub(super) fn begin(&mut self, target: NoteTarget, link: &mut Link) {
        self.keep_draft(link);
        self.adding = None;
        // A new memo that did not match would vanish as soon as it is saved.
        self.filter = MemoFilter::default();
        self.draft = Some(MemoDraft::new(target, false));
    }

    /// Opens a memo in the Memos room.
    pub fn open(&mut self, note: NoteId, link: &mut Link) {
        if self.draft.as_ref().is_some_and(|draft| draft.note == Some(note)) {
            return;
        }
        self.keep_draft(link);
        self.adding = None;
        self.draft = self.memo(note).map(draft_of);
    }

    /// Saves the current text; the memo stays open. A new memo that is being saved has no id yet and must wait, and
    /// so must one whose target may already have a memo.
    pub fn save_draft(&mut self, link: &mut Link) {
        let ready = |draft: &&mut MemoDraft| !draft.looking && (draft.note.is_some() || !draft.is_saving());
        let Some(draft) = self.draft.as_mut().filter(|_| link.writable).filter(ready) else { return };
        if let Some(command) = draft.command() {
            let job = link.execute(command);
            draft.is_saved_by(job);
        }
    }

    /// Saves the text and closes the memo, when the room or the project is left or another memo is opened.
    pub fn keep_draft(&mut self, link: &mut Link) {
        self.save_draft(link);
        self.close();
    }

    /// Saves what was typed into memos that were closed while being saved.
    pub(super) fn save_closed(&mut self, link: &mut Link) {
        for mut draft in self.left_to_save() {
            if let Some(command) = draft.command() {
                // Until then it stays here: if it cannot be saved, it is opened again.
                draft.is_saved_by(link.execute(command));
                self.closed.push(draft);
            }
        }
    }

    /// Deletes the open memo at once if it is empty; otherwise the user is asked first.
    pub fn ask_to_remove(&mut self, note: NoteId, link: &mut Link) {
        if self.draft.as_ref().is_some_and(|draft| draft.text.trim().is_empty()) {
            self.remove(note, link);
        } else {
            self.removing = Some(note);
        }
    }

    pub fn remove(&mut self, note: NoteId, link: &mut Link) {
        (self.draft, self.removing) = (None, None);
        link.execute(Command::RemoveMemo { note });
    }

    /// Closes the open memo. Text typed while it was being saved is saved afterwards.
    fn close(&mut self) {
        self.closed.extend(self.draft.take().filter(|draft| draft.is_saving() || draft.looking && draft.is_changed()));
        self.draft = self.waiting.pop();
    }

    /// Returns memos with unsaved text.
    pub(super) fn unsaved(&self) -> Vec<Memo> {
        let all = self.draft.iter().chain(&self.waiting).chain(&self.closed).chain(&self.homeless);
        let unsaved = all.filter(|draft| draft.is_changed() || draft.is_saving());
        unsaved.map(|draft| Memo { note: draft.note, target: draft.target, text: draft.text.clone() }).collect()
    }

    /// Opens memos restored from an earlier session, one after the other.
    pub(super) fn put_back(&mut self, memos: Vec<Memo>) {
        let draft = |Memo { note, target, text }| MemoDraft {
            note,
            text,
            looking: note.is_none(),
            put_back: true,
            ..MemoDraft::new(target, true)
        };
        self.waiting.extend(memos.into_iter().map(draft));
        if self.draft.is_none() {
            self.draft = self.waiting.pop();
        }
        self.stale = true;
    }

    /// Handles a finished command, or a failed one (`None`): a memo that could not be saved is opened again.
    fn take_saved(&mut self, job: JobId, outcome: Option<&Outcome>) {
        if let Some(draft) = self.draft.as_mut().filter(|draft| draft.waits_for(job)) {
            draft.saved(outcome);
        }
        let Some(draft) = self.closed.iter_mut().find(|draft| draft.waits_for(job)) else { return };
        draft.saved(outcome);
        if outcome.is_none() {
            self.waiting.push(MemoDraft { popup: true, focus: true, ..draft.clone() });
            self.closed.retain(|draft| draft.is_saving() || draft.looking);
            if self.draft.is_none() {
                self.draft = self.waiting.pop();
            }
        }
    }

    /// Gives up a memo that could not be saved because its target no longer exists. Returns false for other commands.
    fn lose(&mut self, job: JobId, error: &Error) -> bool {
        let Error::Store(store::Error::Missing { what, .. }) = error else { return false };
        let is_it = |draft: &MemoDraft| draft.waits_for(job) && draft.target.kind() == *what;
        let lost = if self.draft.as_ref().is_some_and(is_it) {
            std::mem::replace(&mut self.draft, self.waiting.pop())
        } else {
            self.closed.iter().position(is_it).map(|place| self.closed.remove(place))
        };
        let Some(mut lost) = lost else { return false };
        lost.saved(None);
        self.homeless.push(lost);
        true
    }

    /// Shows the text of memos whose target no longer exists; until then it is kept.
    pub fn announce_homeless(&mut self, link: &mut Link) {
        let texts: Vec<String> = self.homeless.drain(..).map(|draft| draft.text).collect();
        if !texts.is_empty() {
            link.trouble(Each::of(|| homeless_advice(&texts)));
        }
    }

    /// Returns closed memos that are not being saved, with their latest text.
    fn left_to_save(&mut self) -> Vec<MemoDraft> {
        let waits = |draft: &MemoDraft| draft.is_saving() || draft.looking;
        let (waiting, left) = std::mem::take(&mut self.closed).into_iter().partition(waits);
        self.closed = waiting;
        left
    }

    /// Returns the coder whose memo is open, if that is another coder; only that coder may change it.
    #[must_use]
    pub fn owner(&self, me: Option<UserId>) -> Option<UserId> {
        let draft = self.draft.as_ref()?;
        self.memo(draft.note?)?.note.user.filter(|&user| Some(user) != me)
    }

    /// Returns other coders' memos on the same target: coder and text.
    pub fn of_others(&self, me: Option<UserId>) -> impl Iterator<Item = (&str, &str)> {
        let draft = self.draft.as_ref();
        let on = move |memo: &&MemoOn| {
            draft.is_some_and(|d| d.target == memo.note.target && d.note != Some(memo.note.id)) && memo.note.user != me
        };
        let all = self.all.as_deref().map_or(&[][..], Vec::as_slice);
        all.iter().filter(on).map(|memo| (memo.row.coder.as_str(), memo.note.text.as_str()))
    }

    fn take_all(&mut self, all: Arc<Vec<MemoOn>>, me: Option<UserId>) {
        let drafts = self.draft.iter_mut().chain(&mut self.waiting).chain(&mut self.closed);
        for draft in drafts.filter(|draft| draft.looking) {
            draft.looking = false;
            let on: Vec<&MemoOn> = all.iter().filter(|memo| memo.note.target == draft.target).collect();
            // A memo belongs to its coder; one without a coder belongs to everyone.
            let of = |user: Option<UserId>| on.iter().find(|memo| memo.note.user == user);
            if let Some(memo) = of(me).or(of(None)) {
                draft.focus = true;
                let typed = std::mem::take(&mut draft.text);
                (draft.note, draft.saved) = (Some(memo.note.id), memo.note.text.clone());
                draft.text = if typed.trim().is_empty() {
                    memo.note.text.clone()
                } else if draft.put_back && typed.starts_with(memo.note.text.trim_end()) {
                    // The user typed more while it was being saved.
                    typed
                } else {
                    format!("{}\n{typed}", memo.note.text)
                };
            }
        }
        // Another change, such as an undo, may have changed or removed the open memo.
        if let Some(draft) = self.draft.as_mut().filter(|draft| !draft.is_saving())
            && let Some(note) = draft.note
        {
            match all.iter().find(|memo| memo.note.id == note) {
                Some(memo) if !draft.is_changed() => {
                    draft.text.clone_from(&memo.note.text);
                    draft.saved.clone_from(&memo.note.text);
                }
                Some(memo) => draft.saved.clone_from(&memo.note.text),
                None if draft.is_changed() => (draft.note, draft.saved) = (None, String::new()),
                None => self.draft = None,
            }
        }
        // A restored memo may have been saved after all.
        if self.draft.as_ref().is_some_and(|draft| draft.put_back && !draft.is_saving() && !draft.is_changed()) {
            self.draft = self.waiting.pop();
        }
        self.all = Some(all);
    }
}

impl Part for MemosRoom {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Notes(all) if self.pending.take(job) => self.take_all(all, around.link.me()),
            answer => return Some(answer),
        }
        self.save_closed(around.link);
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        let is_pending = self.pending.failed(job, error);
        if is_pending {
            let drafts = self.draft.iter_mut().chain(&mut self.waiting).chain(&mut self.closed);
            drafts.for_each(|draft| draft.looking = false);
        }
        is_pending
    }

    fn done(&mut self, job: JobId, result: Result<&Outcome, &Error>, link: &mut Link) -> bool {
        if result.is_err_and(|error| self.lose(job, error)) {
            return true;
        }
        self.take_saved(job, result.ok());
        self.save_closed(link);
        false
    }

    fn changed(&mut self, changes: &Changes) {
        self.stale |= changes.notes || changes.study || changes.codings.is_none();
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        // Repeating a query that failed in every frame would not help.
        let is_asked = self.pending.is_waiting() || self.pending.failure().is_some();
        let unread = self.stale || self.all.is_none() && !is_asked;
        if unread && (around.room == Room::Memos || self.draft.is_some()) {
            self.ask(around.link);
        }
        self.save_closed(around.link);
    }
}

/// Returns a draft for reading and changing a memo.
#[must_use]
pub fn draft_of(memo: &MemoOn) -> MemoDraft {
    let (text, saved) = (memo.note.text.clone(), memo.note.text.clone());
    MemoDraft { note: Some(memo.note.id), text, saved, ..MemoDraft::new(memo.note.target, false) }
}

/// Returns everything except passages that can have a memo and whose name contains these words: target, kind, name.
#[must_use]
pub fn targets(study: &Study, term: &str) -> Vec<(NoteTarget, &'static str, String)> {
    let filter = NameFilter::of_path(term);
    let project = (NoteTarget::Project, study.project.name.clone());
    let documents = study.sources.iter().map(|s| (NoteTarget::Source(s.id), s.name.clone()));
    let participants = study.participants.iter().map(|p| (NoteTarget::Participant(p.id), p.name.clone()));
    let codes = study.codebook.codes().iter().map(|c| (NoteTarget::Code(c.id), study.codebook.path(c.id).to_string()));
    std::iter::once(project)
        .chain(documents)
        .chain(participants)
        .chain(codes)
        .map(|(target, name)| (target, target.kind().noun(), name))
        .filter(|(_, kind, name)| filter.finds_among([name.as_str(), kind].into_iter()))
        .collect()
}
