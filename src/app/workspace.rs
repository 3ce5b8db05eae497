//! A project open in the window: what is in memory, the selection, and where answers go.
//!
//! Queries and commands go through the [`Link`] to the session's threads; [`Workspace::poll`] takes the replies.
//! The study, the open document and the counts beside the codes are the workspace's own; everything else belongs to
//! one of its [`Rooms`]. Must not depend on egui. Start reading at [`Workspace::poll`].

mod beginning;
mod changes;
mod done;
mod parts;
mod sets;

use super::advice::{Advice, Offer, advise, advise_on_update, skipped_or_changed};
use super::documents_room::Asking;
use super::keeping::Saving;
use super::link::{Link, UndoRedo};
use super::looks::looks;
use super::pending::Pending;
use super::questions::Questions;
use super::room::Room;
use super::rooms::Rooms;
use super::settings::{Place, PlaceKey};
use super::source_view::{Looks, PassageView, SourceView};
use super::tables_room::Whose;
use super::tree::TreeState;
use crate::engine::branch_counts::BranchCount;
use crate::engine::places;
use crate::engine::reading::SourceData;
use crate::engine::session::{Opened, Opening, Wake};
use crate::engine::{Answer, Error, JobId, Query, Reply, Session};
use crate::i18n::Each;
use crate::model::{Account, CharPos, CharRange, CodeId, Fact, PassageMemo, SourceId, Study, UserId};
use crate::text::Edits;
use crate::tr;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// Number of recently used codes offered.
pub const RECENT_CODES: usize = 9;

pub struct Workspace {
    /// The project file, once it is open.
    pub path: PathBuf,
    pub opened: bool,
    pub link: Link,
    pub study: Option<Arc<Study>>,
    study_pending: Pending,
    pub looks: Looks,
    pub counts: CodeCounts,
    pub seen: Seen,
    pub document: Option<Arc<SourceView>>,
    pub target: Target,
    /// The selected range of the open document.
    pub selection: CharRange,
    /// Codes used last, latest first.
    pub recent: Vec<CodeId>,
    pub tree: TreeState,
    pub room: Room,
    pub rooms: Rooms,
    pub questions: Questions,
}

/// What the keys of the Code room act on, as it was shown last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtCursor {
    /// Passages are chosen, or at the cursor of the transcript.
    pub has_passage: bool,
    /// The code whose row has the keyboard focus.
    pub code: Option<CodeId>,
}

/// The counts beside the codes.
#[derive(Default)]
pub struct CodeCounts {
    /// Passages by code, of the coders whose codings are shown.
    pub by_code: HashMap<CodeId, u64>,
    /// The same with the passages of subcodes. It follows each change a moment later than `by_code`.
    pub branches: HashMap<CodeId, BranchCount>,
    pending: Pending,
    branches_pending: Pending,
    /// Answered while something was being written, so the counts may or may not include it.
    unsure: bool,
}

/// Which passages are shown beside the text, and what is at the cursor.
#[derive(Default)]
pub struct Seen {
    /// The coders whose codings are shown, listed and counted beside the text; `None` for all. What tables count is
    /// in [`super::tables_room::TablesRoom::whose`].
    pub coders: Option<BTreeSet<UserId>>,
    /// The codes whose passages are shown; `None` for all.
    pub codes: Option<BTreeSet<CodeId>>,
    /// The code that is walked through; passages of all others are dimmed.
    pub walk: Option<CodeId>,
    /// What the keys of the Code room act on.
    pub at_cursor: AtCursor,
}

/// The document to be shown.
#[derive(Default)]
pub struct Target {
    document: Option<SourceId>,
    pending: Pending,
    /// Where the transcript scrolls to as soon as it is shown.
    pub passage: Option<CharRange>,
    /// The position to restore at the top of the transcript after a restart.
    pub position: Option<CharPos>,
    /// The coder and position of the last session, until the project is open.
    remembered: Place,
    /// A built-in sample: a copy for trying things out, as its first coder.
    is_sample: bool,
}

impl Workspace {
    /// Starts opening a project where it was last left.
    #[must_use]
    pub fn open(opening: Opening, remembered: Place, wake: Wake) -> Self {
        let is_sample = matches!(opening, Opening::Sample(..));
        let path = match &opening {
            Opening::Path(path)
            | Opening::New { path, .. }
            | Opening::Sample(_, path)
            | Opening::Restored { path, .. } => path.clone(),
            Opening::ReadAs { other, .. } => places::file_for_other(other),
        };
        Self {
            path,
            opened: false,
            link: Link::new(Session::open(opening, wake)),
            study: None,
            study_pending: Pending::default(),
            looks: Looks::default(),
            counts: CodeCounts::default(),
            seen: Seen::default(),
            document: None,
            target: Target { remembered, is_sample, ..Target::default() },
            selection: CharRange::new(0, 0),
            recent: Vec::new(),
            tree: TreeState::default(),
            room: Room::Code,
            rooms: Rooms::default(),
            questions: Questions::default(),
        }
    }

    /// Returns the place to remember; `position` is the first visible one in the open document.
    #[must_use]
    pub fn place(&self, position: u32) -> Place {
        let path = |code: &CodeId| {
            let book = &self.study.as_deref()?.codebook;
            book.get(*code).map(|_| book.path(*code).to_string())
        };
        let mut folded: Vec<String> = self.tree.folded.iter().filter_map(path).collect();
        folded.sort();
        let tables = &self.rooms.tables;
        let whose = self.study.as_deref().filter(|_| tables.whose_is_chosen).map(|study| tables.whose.names(study));
        let key = |(place, code): (usize, CodeId)| Some((place as u8 + 1, PlaceKey { path: path(&code)? }));
        Place {
            name: self.study.as_deref().map_or_else(String::new, |study| study.project.name.clone()),
            coder: self.link.my_name().map(str::to_owned),
            document: self.document.as_ref().map(|document| document.name.clone()),
            position,
            room: self.room,
            folded,
            recent: self.recent.iter().filter_map(path).collect(),
            keys: self.tree.keys.all().filter_map(key).collect(),
            whose: whose.unwrap_or_default(),
            counts_all_coders: tables.whose_is_chosen && tables.whose == Whose::Everybody,
            matrices: self.rooms.tables.place_matrices(),
            table: self.rooms.tables.place_table(),
        }
    }

    #[must_use]
    pub fn me(&self) -> Option<UserId> {
        self.link.me()
    }

    /// Returns what the status line shows first.
    #[must_use]
    pub fn saving(&self) -> Saving {
        if !self.opened {
            return Saving::Opening;
        }
        self.link.keeping.saving(match (self.link.writable, self.link.is_saving()) {
            (false, _) => Saving::ReadingOnly,
            (true, true) => Saving::UnderWay,
            (true, false) => Saving::Saved,
        })
    }

    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.link.writable
    }

    /// Returns why nothing can be changed at the moment, if that is so.
    #[must_use]
    pub fn refuses_writing(&self) -> Option<&'static str> {
        match (self.opened, self.link.writable) {
            (false, _) => Some(tr!("The project is still opening. Try again when it is open.")),
            (true, false) => Some(tr!("This project is read-only, so nothing can be changed.")),
            (true, true) => None,
        }
    }

    /// Shows a message for a few seconds.
    pub fn note(&mut self, message: impl Into<String>) {
        self.link.note(message);
    }

    /// Shows a message that stays until it is dismissed.
    pub fn trouble(&mut self, compose: impl Fn() -> Advice) {
        self.link.trouble(Each::of(compose));
    }

    /// Takes all replies received since the last call. `Err` when the project could not be opened.
    pub fn poll(&mut self) -> Result<(), Box<Each<Advice>>> {
        for reply in self.link.replies() {
            self.link.take(&reply);
            match reply {
                Reply::Opened(Ok(opened)) => self.take_opened(opened),
                Reply::Opened(Err(error)) => return Err(Box::new(self.link.keeping.take_failed_opening(&error))),
                Reply::Done { job, result } => self.take_done(job, result),
                Reply::Answer { job, result, .. } => {
                    self.link.ended(job);
                    match result {
                        Ok(answer) => {
                            self.link.job_done(job);
                            self.take_answer(job, answer);
                        }
                        Err(error) => self.take_no_answer(job, &error),
                    }
                }
                Reply::Displaced(error) => self.link.keeping.take_displacement(error),
                Reply::ChangedElsewhere => self.link.keeping.is_outdated = true,
                Reply::InFile(in_file) => self.link.keeping.is_in_log = !in_file,
                Reply::Progress { job, done, total } => self.link.progress = Some((job, done, total)),
            }
        }
        Ok(())
    }

    fn take_opened(&mut self, opened: Opened) {
        self.opened = true;
        self.path = opened.path;
        self.link.writable = opened.writable;
        if let Some(notice) = opened.notice {
            self.note(notice.current().clone());
            self.link.keeping.read_only = Some(notice).filter(|_| !opened.writable);
        }
        if let Some(copy) = opened.copy {
            self.trouble(|| advise_on_update(&copy));
        }
        if !opened.problems.is_empty() {
            let problems = &opened.problems;
            self.trouble(|| Advice {
                what: skipped_or_changed(problems.len()),
                todo: tr!("Everything else was imported. If you can, correct the entries, delete the new project file and open \
                       the source again.")
                    .into(),
                details: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
                ..Advice::default()
            });
        }
        self.questions.positions = opened.positions;
        self.study_pending.ask(&mut self.link, Query::Study);
        self.link.ask_undo_redo();
    }

    /// Handles a query that failed or was cancelled.
    fn take_no_answer(&mut self, job: JobId, error: &Error) {
        let counts = &mut self.counts;
        let all =
            [&mut self.study_pending, &mut self.target.pending, &mut counts.pending, &mut counts.branches_pending];
        for pending in all {
            pending.take(job);
        }
        if self.room_query_failed(job, error) {
            return;
        }
        // Cancelled by the user or replaced by a newer query, or about something removed since.
        if matches!(error, Error::Cancelled(_)) || self.is_about_removed(error) {
            return self.link.job_stopped(job);
        }
        if !self.link.job_refused(job, &advise(error)) {
            self.trouble(|| advise(error));
        }
    }

    fn take_answer(&mut self, job: JobId, answer: Answer) {
        let Some(answer) = self.take_room_answer(job, answer) else { return };
        match answer {
            Answer::Study(study) if self.study_pending.take(job) => self.take_study(study),
            Answer::Source(data) if self.target.pending.take(job) => self.take_source(*data),
            Answer::CodeCounts(by_code) if self.counts.pending.take(job) => {
                self.counts.by_code = by_code;
                self.counts.unsure = self.link.is_saving();
            }
            Answer::BranchCounts(counts) if self.counts.branches_pending.take(job) => self.counts.branches = counts,
            Answer::UndoRedo { undo, redo } => self.link.undo_redo = UndoRedo { undo, redo },
            Answer::Copied(copy) => {
                let message = self.link.keeping.take_copy(copy);
                self.note(message);
            }
            Answer::Exported(path, written) => {
                let message = tr!("Exported: {path}{further}", path = path.display(), further = written.in_words());
                self.link.note_done(message, Offer::Written(path));
            }
            Answer::OriginalSaved(path) | Answer::TextSaved(path) => {
                self.link.note_done(tr!("Exported: {path}", path = path.display()), Offer::Written(path));
            }
            // An older answer to a repeated query.
            _ => {}
        }
    }

    fn take_study(&mut self, study: Arc<Study>) {
        self.looks = looks(&study);
        let known = |id: UserId| study.user(id).is_some();
        // Redo brings back a coder whom undo has removed: they are then still the one who codes.
        if self.me().is_some_and(|me| !known(me)) {
            self.target.remembered.coder = self.link.my_name().map(str::to_owned);
        }
        let remembered = self.target.remembered.coder.as_deref();
        let remembered = study.coders().find(|u| Some(u.name.as_str()) == remembered).map(|u| u.id);
        // In other projects, no coder is assumed: the first command that needs a coder asks.
        let first = study.coders().next().map(|u| u.id).filter(|_| self.target.is_sample && self.study.is_none());
        let me = self.me().filter(|&id| known(id)).or(remembered).or(first);
        let viewer_changed = me != self.me() || self.is_blind() != study.project.blind;
        self.link.set_coder(me, me.and_then(|me| study.user(me)).map(|user| user.name.clone()));
        self.recent.retain(|&code| study.codebook.get(code).is_some());
        self.tree.keys.retain(|code| study.codebook.get(code).is_some());
        self.seen.walk = self.seen.walk.filter(|&code| study.codebook.get(code).is_some());
        let seen = self.seen_coders();
        if let Some(coders) = &mut self.seen.coders {
            coders.retain(|&id| known(id));
        }
        self.seen.coders.take_if(|coders| coders.is_empty());
        let first_time = self.study.is_none();
        let gone = self.target.document.is_some_and(|id| study.source(id).is_none());
        if gone {
            (self.target.document, self.document) = (None, None);
        }
        let remembered = self.target.remembered.document.as_deref().and_then(|name| study.source_named(name));
        let start = remembered.or(study.sources.first()).map(|s| s.id);
        if first_time {
            self.target.position = remembered.map(|_| CharPos(self.target.remembered.position)).filter(|at| at.0 > 0);
            self.room = self.target.remembered.room;
            let codes = study.codebook.by_path();
            let known = |paths: &[String]| paths.iter().filter_map(|path| codes.get(path).copied()).collect::<Vec<_>>();
            self.tree.folded.extend(known(&self.target.remembered.folded));
            self.recent = known(&self.target.remembered.recent);
            self.tree.keys = self.target.remembered.code_keys(&codes, &self.recent);
            self.rooms.tables.restore_whose(&study, &self.target.remembered);
            self.rooms.tables.restore_matrices(&self.target.remembered.matrices, &study);
            self.rooms.tables.restore_table(&self.target.remembered.table, &study);
        }
        self.note_dropped_sets(&study);
        self.rooms.documents.take_study(&study);
        self.rooms.compare.take_study(&study);
        self.rooms.passages.take_study(&study);
        if let Some(before) = self.study.as_deref() {
            self.rooms.ask.take_study(before, &study);
        }
        if let Some(document) = self.document.as_mut().map(Arc::make_mut)
            && let Some(source) = study.source(document.id)
        {
            document.name.clone_from(&source.name);
        }
        let counted = self.table_coders();
        self.rooms.tables.take_study(&study);
        self.study = Some(study);
        if counted != self.table_coders() {
            self.rooms.tables.stale = true;
            self.refresh_rooms();
        }
        if viewer_changed && !first_time {
            self.ask_all_again();
        } else if !first_time && seen != self.seen_coders() {
            // A coder or the consensus coding was added or removed, which affects whose codings are counted.
            self.show_coders(self.seen.coders.clone());
        } else if first_time || self.counts.by_code.is_empty() {
            self.ask_counts();
        }
        if let (None, Some(start)) = (self.target.document, start) {
            // A removed document is replaced by another without leaving the room.
            self.open_document(start);
        }
        if first_time {
            // Requested before the current coder was known.
            self.link.ask_undo_redo();
            self.rooms.documents.stale = true;
            self.show_room(self.room);
        }
        self.go_on_as_named();
    }

    fn take_source(&mut self, data: SourceData) {
        let SourceData { source, spoken, file, facts, mut memos, important, mut accounts } = data;
        let name = self.study.as_deref().and_then(|s| s.source(source)).map(|s| s.name.clone()).unwrap_or_default();
        let passages = facts
            .iter()
            .map(|fact| {
                let id = fact.coding;
                let memos = memos.remove(&id).unwrap_or_default();
                passage(fact, Marks { memos, important: important.contains(&id), account: accounts.remove(&id) })
            })
            .collect();
        let before = self.document.as_ref().filter(|d| d.id == source).map(|d| d.text().clone());
        let mut view = SourceView::new(source, name, spoken, passages);
        view.file = file;
        view.set_filter(self.filter());
        self.selection = before.map_or(CharRange::new(0, 0), |before| moved(self.selection, &before, view.text()));
        self.document = Some(Arc::new(view));
    }

    pub(super) fn ask_counts(&mut self) {
        let coders = self.seen_coders();
        self.counts.pending.ask(&mut self.link, Query::CodeCounts(coders));
        self.ask_branches();
    }

    fn ask_branches(&mut self) {
        let query = Query::BranchCounts(self.seen_coders());
        self.counts.branches_pending.ask(&mut self.link, query);
    }

    pub(super) fn ask_document(&mut self) {
        if let Some(source) = self.target.document {
            self.target.pending.ask(&mut self.link, Query::Source(source));
        }
    }

    /// Opens a document and goes to a passage in it.
    pub fn show_document(&mut self, source: SourceId, passage: Option<CharRange>) {
        self.open_document(source);
        if passage.is_some() {
            self.target.passage = passage;
        }
        self.keep_draft();
        self.enter(Room::Code);
    }

    fn open_document(&mut self, source: SourceId) {
        if self.target.document != Some(source) {
            self.target.document = Some(source);
            self.ask_document();
        }
    }

    /// Returns the document that is open or being opened.
    #[must_use]
    pub fn shown_document(&self) -> Option<SourceId> {
        self.target.document
    }

    /// Moves `steps` documents down the list.
    pub fn step_document(&mut self, steps: isize) {
        let Some(study) = self.study.clone() else { return };
        let at = self.target.document.and_then(|id| study.sources.iter().position(|s| s.id == id)).unwrap_or(0);
        let last = study.sources.len().saturating_sub(1);
        let to = at.saturating_add_signed(steps).min(last);
        if to == at {
            let message =
                if steps > 0 { tr!("This is the last document.") } else { tr!("This is the first document.") };
            self.note(message);
        }
        if let Some(source) = study.sources.get(to) {
            self.show_document(source.id, None);
        }
    }

    /// Asks for the name and the description of the project.
    pub fn describe(&mut self) {
        if let Some(project) = self.study.as_deref().map(|study| &study.project).filter(|_| self.link.writable) {
            self.rooms.documents.asking = Some(Asking::Describe(project.name.clone(), project.description.clone()));
        }
    }
}

/// Where a selection is after the text has changed: on the same words. If these have changed, nothing is selected.
fn moved(selection: CharRange, before: &Arc<str>, text: &Arc<str>) -> CharRange {
    if before == text {
        return selection;
    }
    let edits = Edits::between(before, text);
    edits.keep(selection).unwrap_or_else(|| {
        let start = edits.position(selection.start);
        CharRange { start, end: start }
    })
}

/// What is known of a passage beyond the coding.
#[derive(Clone, Default)]
struct Marks {
    memos: Vec<PassageMemo>,
    important: bool,
    account: Option<Account>,
}

fn passage(fact: &Fact, marks: Marks) -> PassageView {
    let Fact { coding, range, code, user, .. } = *fact;
    let Marks { memos, important, account } = marks;
    PassageView { coding, range, code, user, memos, important, account }
}
