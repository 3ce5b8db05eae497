//! What the rooms beside the transcript ask for and are answered: passages, memos, history.

use super::memos_room::{Draft, draft_of};
use super::passages_room::Mode;
use super::submission::Submission;
use super::words::Place;
use super::workspace::{Message, Room, Workspace};
use crate::engine::browse::BrowseFilter;
use crate::engine::merge::MergePlan;
use crate::engine::search::Extent;
use crate::engine::{Answer, Changes, Command, JobId, Query};
use crate::engine::{HistoryFilter, OpRecord};
use crate::model::{CodeId, NoteId, NoteTarget};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Copies of the project that are about to be merged.
#[derive(Clone, Debug)]
pub struct Merging {
    pub copies: Vec<PathBuf>,
    /// `None` until it is known.
    pub plan: Option<Arc<MergePlan>>,
    job: Option<JobId>,
    pub submission: Submission,
}

impl Workspace {
    /// Goes to a room. What only the room that is left waits for is cancelled, and asked again when somebody comes back.
    pub fn enter(&mut self, room: Room) {
        let left = std::mem::replace(&mut self.room, room);
        if left == room {
            return;
        }
        let jobs = match left {
            Room::Compare => self.compare.leave(),
            Room::Tables => self.tables.leave(),
            Room::Passages => self.passages.leave(),
            Room::Code | Room::Documents | Room::Memos | Room::History => vec![],
        };
        for job in jobs {
            self.session.cancel(job);
        }
    }

    /// Goes to a room and asks for what it shows.
    pub fn show_room(&mut self, room: Room) {
        self.keep_draft();
        self.enter(room);
        self.documents.stale |= room == Room::Documents;
        self.refresh_documents();
        self.refresh_tables();
        self.refresh_rooms();
    }

    /// Answers that only one room waits for.
    pub(super) fn take_room_answer(&mut self, job: JobId, answer: Answer) {
        match answer {
            Answer::Browse(list) => self.passages.take_list(job, list),
            Answer::Quote(text) => self.passages.take_quote(job, text),
            Answer::Excerpts(excerpts) => {
                self.passages.words.take(job, &excerpts);
                self.compare.words.take(job, &excerpts);
                self.compare.around.take(job, &excerpts);
            }
            Answer::Compared(compared) => {
                if let Some(query) = self.compare.take_compared(job, compared) {
                    let job = self.ask(query);
                    self.compare.waits_for_intervals(job);
                }
            }
            Answer::Disputes(disputes) => self.compare.take_disputes(job, disputes),
            Answer::MergePreview(plan) => self.take_merge_preview(job, plan),
            Answer::OriginalSaved(path) => self.messages.push(Message::Note(format!("Written: {}", path.display()))),
            Answer::ImportPlan(plan) => self.take_import_plan(job, *plan),
            Answer::SpeakersFound(found) => self.take_speakers(job, found),
            Answer::Reread(read) => self.take_reread(read),
            Answer::ReadAgain(read) => self.take_read_again(job, *read),
            Answer::ReadProjectAgain(read) => self.take_project_again(job, *read),
            Answer::Found(found) => self.passages.take_found(job, found, self.study.as_deref()),
            Answer::Widened(places) => self.passages.take_widened(job, places),
            Answer::Notes(all) => {
                self.memos.take(job, all, self.me);
                self.save_closed_memos();
            }
            Answer::History(page) => self.history.take_page(job, page),
            Answer::Touched(touched) => self.history.take_touched(job, touched),
            Answer::ExportPreview(preview) => self.take_export_preview(job, preview),
            Answer::UndoPreview(preview) => self.history.take_preview(job, preview),
            answer => self.take_table_answer(job, answer),
        }
    }

    pub(super) fn room_query_failed(&mut self, job: JobId) {
        self.passages.failed(job);
        self.history.failed(job);
        self.memos.failed(job);
        self.save_closed_memos();
        self.compare.failed(job);
        self.import_failed(job);
        self.table_query_failed(job);
        self.merging.take_if(|merging| merging.job == Some(job));
    }

    /// The rooms' lists are no longer true.
    pub(super) fn rooms_changed(&mut self, changes: &Changes) {
        self.memos.stale |= changes.notes || changes.study || changes.codings.is_none();
        self.passages.stale = true;
        if changes.study {
            self.passages.words.forget();
            self.passages.search_again();
        }
        self.history.changed();
        self.compare.changed(changes);
        self.export_changed();
        self.refresh_rooms();
    }

    /// Asks again for what is in sight and no longer true.
    pub fn refresh_rooms(&mut self) {
        let unread = self.memos.stale || self.memos.all.is_none() && !self.memos.is_waiting();
        if unread && (self.room == Room::Memos || self.memos.draft.is_some()) {
            let job = self.ask(Query::Notes);
            self.memos.waits_for(job);
        }
        if self.room == Room::Passages && self.passages.stale && self.study.is_some() {
            let query = Query::Browse(self.passage_filter());
            self.ask_passages(query);
        }
        if self.room == Room::Compare
            && !self.is_blind()
            && self.study.as_deref().is_some_and(|study| study.coders().count() > 1)
        {
            let session = &mut self.session;
            self.compare.queries(|query| session.ask(query));
        }
        if self.room == Room::History {
            let open = self.history.open.clone();
            if let Some(entry) = open {
                self.open_entry(entry);
            }
        }
    }

    /// Asks for the entries of the history at these places, as far as they are not here.
    pub fn need_history(&mut self, places: Range<usize>) {
        for query in self.history.missing(places) {
            let job = self.ask(query);
            self.history.waits_for(job);
        }
    }

    pub fn filter_history(&mut self, filter: HistoryFilter) {
        self.history.filter_by(filter);
    }

    /// Opens an entry and asks what it touched.
    pub fn open_entry(&mut self, entry: OpRecord) {
        let query = self.history.open(entry);
        let job = self.ask(query);
        self.history.waits_for_touched(job);
    }

    /// Asks what going back to an entry would undo.
    pub fn preview_going_back(&mut self, entry: OpRecord, including: bool) {
        let query = self.history.go_back(entry, including);
        let job = self.ask(query);
        self.history.waits_for_preview(job);
    }

    /// Undoes what the preview listed.
    pub fn go_back(&mut self) {
        if let Some(going) = self.history.going_back.take() {
            self.execute(Command::UndoTo { entry: going.entry.id, including: going.including });
        }
    }

    /// The filter of the list, with the coders of the coder menu.
    fn passage_filter(&self) -> BrowseFilter {
        BrowseFilter { users: self.seen_coders(), ..self.passages.filter.clone() }
    }

    fn ask_passages(&mut self, query: Query) {
        let job = self.ask(query.clone());
        self.passages.waits_for(job, &query);
    }

    /// Opens the Passages room with the passages of a code.
    pub fn show_passages_of(&mut self, code: CodeId) {
        self.passages.show_code(code);
        self.show_room(Room::Passages);
    }

    /// Asks for the words of places in sight, as far as they are not here.
    pub fn need_words(&mut self, places: &[Place]) {
        self.passages.words.need(places, |query| self.session.ask(query));
    }

    /// The same for places in the Compare room.
    pub fn need_compared_words(&mut self, places: &[Place]) {
        self.compare.words.need(places, |query| self.session.ask(query));
    }

    /// Asks for the words of the chosen unit with what stands around it.
    pub fn need_words_around(&mut self, place: Place) {
        self.compare.around.need(&[place], |query| self.session.ask(query));
    }

    /// Writes down the decision on the dispute that is open, and goes to the next.
    pub fn settle(&mut self) {
        let Some(dispute) = self.compare.dispute().filter(|_| self.writable) else { return };
        let Some(decision) = self.compare.draft.decision else { return };
        let (rule, reason) = (self.compare.rule(), self.compare.draft.reason.clone());
        let key = dispute.dispute.key;
        self.as_coder(move |workspace, _| {
            let job = workspace.execute(Command::Settle { rule, dispute: key, decision, reason });
            workspace.compare.is_settled_by(job, key);
            workspace.compare.advance();
        });
    }

    /// Takes back the decision on the dispute that is open.
    pub fn unsettle(&mut self) {
        if let Some(dispute) = self.compare.dispute().filter(|_| self.writable) {
            let rule = self.compare.rule();
            self.as_coder(move |workspace, _| {
                workspace.execute(Command::Unsettle { rule, dispute: dispute.dispute.key });
            });
        }
    }

    /// Makes the consensus coding from what coders agree on and from the decisions; what came of it is shown.
    pub fn build_agreed(&mut self) {
        let rule = self.compare.rule();
        self.as_coder(move |workspace, _| {
            workspace.execute(Command::Agree { rule });
        });
    }

    /// Asks what merging copies of the project would do.
    pub fn preview_merge(&mut self, copies: Vec<PathBuf>) {
        let job = self.ask(Query::MergePreview(copies.clone()));
        self.merging = Some(Merging { copies, plan: None, job: Some(job), submission: Submission::default() });
    }

    fn take_merge_preview(&mut self, job: JobId, plan: Arc<MergePlan>) {
        if let Some(merging) = self.merging.as_mut().filter(|merging| merging.job == Some(job)) {
            (merging.plan, merging.job) = (Some(plan), None);
        }
    }

    /// Merges what the preview shows; it stays until that is done.
    pub fn merge(&mut self) {
        if let Some(mut merging) = self.merging.take() {
            let copies = merging.copies.clone();
            self.give(&mut merging.submission, Command::Merge { copies });
            self.merging = Some(merging);
        }
    }

    /// Asks for all listed passages as text; it comes as `passages.quoted`.
    pub fn quote_passages(&mut self) {
        let query = Query::Quote(self.passage_filter());
        self.ask_passages(query);
    }

    /// Looks for what is typed in all documents.
    pub fn search(&mut self) {
        if let Some(query) = self.passages.search_query() {
            self.ask_passages(query);
        }
    }

    /// Looks for words in all documents, in the Passages room.
    pub fn find_everywhere(&mut self, words: String) {
        self.passages.mode = Mode::Find;
        self.passages.search.words = words;
        self.show_room(Room::Passages);
        self.search();
    }

    /// Begins to code all that was found, or changes how much around it is meant.
    pub fn code_all(&mut self, extent: Extent) {
        let all = self.passages.search.code_all.get_or_insert_default();
        (all.extent, all.places) = (extent, None);
        if let Some(query) = self.passages.widen_query() {
            self.ask_passages(query);
        }
    }

    /// Codes what the preview shows; it stays until that is done.
    pub fn code_found(&mut self) {
        let Some(mut all) = self.passages.search.code_all.take() else { return };
        if let Some(code) = all.code {
            let (passages, codes) = (all.passages(), vec![code]);
            self.submit(&mut all.submission, |workspace| {
                workspace.as_coder(move |workspace, user| {
                    workspace.execute(Command::CodeMany { passages, codes, user });
                });
            });
        }
        self.passages.search.code_all = Some(all);
    }

    /// Opens the memo on something in a small window over the room, or begins one there.
    pub fn edit_memo(&mut self, target: NoteTarget) {
        if self.writable && self.me.is_none() {
            return self.as_coder(move |workspace, _| workspace.edit_memo(target));
        }
        self.keep_draft();
        self.memos.draft = Some(Draft::new(target, true));
        let job = self.ask(Query::Notes);
        self.memos.waits_for(job);
    }

    /// Begins a memo in the Memos room.
    pub fn new_memo(&mut self, target: NoteTarget) {
        if self.me.is_none() {
            return self.as_coder(move |workspace, _| workspace.new_memo(target));
        }
        self.keep_draft();
        self.memos.adding = None;
        self.memos.draft = Some(Draft::new(target, false));
    }

    /// Opens a memo in the Memos room.
    pub fn open_memo(&mut self, note: NoteId) {
        if self.memos.draft.as_ref().is_some_and(|draft| draft.note == Some(note)) {
            return;
        }
        self.keep_draft();
        self.memos.adding = None;
        self.memos.draft = self.memos.memo(note).map(draft_of);
    }

    /// Saves what is written so far; the memo stays open. A new memo that is being saved has no number yet and has to wait, as
    /// has one of which it is not known yet whether it is new.
    pub fn save_draft(&mut self) {
        let me = self.me;
        let ready =
            |draft: &&mut Draft| self.writable && !draft.looking && (draft.note.is_some() || !draft.is_saving());
        let Some(command) = self.memos.draft.as_mut().filter(ready).and_then(|draft| draft.command(me)) else { return };
        let job = self.execute(command);
        if let Some(draft) = &mut self.memos.draft {
            draft.is_saved_by(job);
        }
    }

    /// Saves what is written and closes it: the room or the project is left, another memo is opened.
    pub fn keep_draft(&mut self) {
        self.save_draft();
        self.memos.close();
    }

    /// Saves what was typed into memos that were closed while they were being saved.
    pub(super) fn save_closed_memos(&mut self) {
        let me = self.me;
        for draft in self.memos.left_to_save() {
            if let Some(command) = draft.command(me) {
                self.execute(command);
            }
        }
    }

    pub fn remove_memo(&mut self, note: NoteId) {
        self.memos.draft = None;
        let user = self.me;
        self.execute(Command::RemoveMemo { note, user });
    }
}
