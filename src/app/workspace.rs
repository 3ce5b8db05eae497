//! A project that is open in the window: what of it is in memory, what is selected, what was asked and not yet answered.
//!
//! Commands and queries go to the session's threads; [`Workspace::poll`] takes in what came back and patches what
//! changed. Must not know: egui. Start reading at [`Workspace::poll`].

mod changes;

use super::advice::{Advice, advise, advise_on_import, advise_on_update};
use super::coding::Turning;
use super::compare_room::CompareRoom;
use super::documents_room::{Asking, DocumentsRoom};
use super::exporting::Exporting;
use super::history_room::HistoryRoom;
use super::importing::Importing;
use super::keeping::Keeping;
use super::looks::looks;
use super::memos_room::MemosRoom;
use super::naming::Naming;
use super::passages_room::PassagesRoom;
use super::rooms::Merging;
use super::settings::Place;
use super::source_view::{Looks, PassageView, SourceView};
use super::submission::{Submission, Ticket};
use super::table_import::{OpenTable, ReadingTable};
use super::tables_room::{TablesRoom, Whose};
use super::tree::TreeState;
use crate::engine::code_use::CodeUse;
use crate::engine::command::Consensus;
use crate::engine::reading::SourceData;
use crate::engine::reread::Reread;
use crate::engine::session::{Opened, Opening, Wake};
use crate::engine::{Answer, Error, JobId, Outcome, Query, Reply, Session};
pub use crate::model::rgb as color;
use crate::model::{CharPos, CharRange, CodeId, Fact, SourceId, Study, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// How many codes used last are at hand.
pub const RECENT_CODES: usize = 9;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Room {
    #[default]
    Code,
    Tables,
    /// How far coders agree, and what they settle.
    Compare,
    Passages,
    /// Documents and participants.
    Documents,
    Memos,
    History,
}

impl Room {
    pub const ALL: [Self; 7] =
        [Self::Code, Self::Tables, Self::Compare, Self::Passages, Self::Documents, Self::Memos, Self::History];
}

/// Something to tell the person at the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Stays until it is read.
    Trouble(Advice),
    /// Stands in the status line until something else happens.
    Note(String),
}

pub struct Workspace {
    /// The project file, once it is open.
    pub path: PathBuf,
    pub opened: bool,
    pub writable: bool,
    pub study: Option<Arc<Study>>,
    pub looks: Looks,
    pub code_counts: HashMap<CodeId, u64>,
    /// The last answer to what hangs on a code.
    pub code_use: Option<CodeUse>,
    pub me: Option<UserId>,
    /// Whose codings are shown, listed and counted beside the text; `None` is every coder. What tables count is said by
    /// [`TablesRoom::whose`].
    pub coders: Option<BTreeSet<UserId>>,
    pub document: Option<SourceView>,
    /// Which codes' passages are shown; `None` is all.
    pub codes: Option<BTreeSet<CodeId>>,
    /// The code that is walked through: passages of all others are dimmed.
    pub walk: Option<CodeId>,
    /// Where the transcript should go to as soon as it is shown.
    pub jump: Option<CharRange>,
    /// The position to come back to at the top of the transcript, after a restart.
    pub back_to: Option<CharPos>,
    pub selection: CharRange,
    /// Codes used last, latest first.
    pub recent: Vec<CodeId>,
    pub tree: TreeState,
    pub room: Room,
    pub tables: TablesRoom,
    pub documents: DocumentsRoom,
    pub history: HistoryRoom,
    pub memos: MemosRoom,
    pub passages: PassagesRoom,
    pub compare: CompareRoom,
    pub exporting: Exporting,
    /// Copies that are about to be merged, when there are some.
    pub merging: Option<Merging>,
    /// Documents that are about to be imported, or the report of what was.
    pub importing: Option<Importing>,
    /// A table that is about to be imported.
    pub table: Option<OpenTable>,
    /// What reading a document's file again would change, until somebody decides.
    pub reread: Option<Arc<Reread>>,
    pub(super) reading_table: Option<ReadingTable>,
    /// The question for the name of whoever codes here, while something waits for it.
    pub naming: Option<Naming>,
    /// What building the consensus coding came to, until it was looked at.
    pub consensus: Option<Consensus>,
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub messages: Vec<Message>,
    /// The command or comparison under way that reports how far it is: done, of how much.
    pub progress: Option<(JobId, u64, u64)>,
    pub keeping: Keeping,
    pub(super) session: Session,
    wanted: Option<SourceId>,
    /// Where the project was left an earlier time, until it is open.
    remembered: Place,
    latest_study: Option<JobId>,
    /// The question for the counts that waits for its answer.
    latest_counts: Option<JobId>,
    /// The counts were asked for while something was being written: the answer may or may not know of that.
    counts_unsure: bool,
    latest_source: Option<JobId>,
    /// Commands whose codes go to the recent ones when they are done.
    pub(super) coding_jobs: HashMap<JobId, Vec<CodeId>>,
    /// What is said when a command has changed something, in place of its words in the history.
    pub(super) notes: HashMap<JobId, String>,
    /// What dialogs wait for.
    pub(super) tickets: HashMap<JobId, Ticket>,
    /// The dialog that has asked for what is being done now.
    pub(super) submitting: Option<Submission>,
    /// A step of undo or redo that waits for an answer.
    pub turning: Option<Turning>,
}

impl Workspace {
    /// Begins to open a project, at the place where it was left.
    #[must_use]
    pub fn open(opening: Opening, remembered: Place, wake: Wake) -> Self {
        let path = match &opening {
            Opening::Path(path)
            | Opening::New { path, .. }
            | Opening::Sample(path)
            | Opening::Restored { path, .. } => path.clone(),
        };
        Self {
            path,
            opened: false,
            writable: false,
            study: None,
            looks: Looks::default(),
            code_counts: HashMap::new(),
            code_use: None,
            me: None,
            coders: None,
            codes: None,
            walk: None,
            document: None,
            jump: None,
            back_to: None,
            selection: CharRange::new(0, 0),
            recent: Vec::new(),
            tree: TreeState::default(),
            room: Room::Code,
            tables: TablesRoom::default(),
            documents: DocumentsRoom::default(),
            history: HistoryRoom::default(),
            memos: MemosRoom::default(),
            passages: PassagesRoom::default(),
            compare: CompareRoom::default(),
            exporting: Exporting::default(),
            merging: None,
            importing: None,
            table: None,
            reread: None,
            reading_table: None,
            naming: None,
            consensus: None,
            undo: None,
            redo: None,
            messages: Vec::new(),
            progress: None,
            keeping: Keeping::default(),
            session: Session::open(opening, wake),
            wanted: None,
            remembered,
            latest_study: None,
            latest_counts: None,
            counts_unsure: false,
            latest_source: None,
            coding_jobs: HashMap::new(),
            notes: HashMap::new(),
            tickets: HashMap::new(),
            submitting: None,
            turning: None,
        }
    }

    /// Where the project is left; `position` is the first in sight in the open document.
    #[must_use]
    pub fn place(&self, position: u32) -> Place {
        let path = |code: &CodeId| {
            let book = &self.study.as_deref()?.codebook;
            book.get(*code).map(|_| book.path(*code).to_string())
        };
        let mut folded: Vec<String> = self.tree.folded.iter().filter_map(path).collect();
        folded.sort();
        Place {
            coder: self.coder_name().map(str::to_owned),
            document: self.document.as_ref().map(|document| document.name.clone()),
            position,
            room: self.room,
            folded,
            recent: self.recent.iter().filter_map(path).collect(),
            whose: self.whose_by_name(),
        }
    }

    /// True while something that was asked for has not come, or a change is not saved yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.is_saving() || !self.session.pending().is_empty()
    }

    /// True while a change is not saved yet.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.session.is_writing()
    }

    #[must_use]
    pub fn coder_name(&self) -> Option<&str> {
        Some(self.study.as_deref()?.user(self.me?)?.name.as_str())
    }

    /// Takes in everything that came back since. `Err` when the project could not be opened.
    pub fn poll(&mut self) -> Result<(), Advice> {
        for reply in self.session.replies() {
            match reply {
                Reply::Opened(Ok(opened)) => self.take_opened(opened),
                Reply::Opened(Err(error)) => return Err(self.take_failed_opening(&error)),
                Reply::Done { job, result } => self.take_done(job, result),
                Reply::Answer { job, result: Ok(answer), .. } => {
                    self.under_way_is_done(job);
                    self.job_done(job);
                    self.take_answer(job, answer);
                }
                // The document that was asked for was removed meanwhile; the study, which comes too, says so.
                Reply::Answer { job, result: Err(Error::Store(crate::store::Error::Missing { .. })), .. }
                    if self.latest_source == Some(job) => {}
                Reply::Answer { job, result: Err(error), .. } => {
                    self.under_way_is_done(job);
                    self.latest_counts.take_if(|waiting| *waiting == job);
                    self.latest_source.take_if(|waiting| *waiting == job);
                    if self.export_preview_failed(job, &error) {
                        continue;
                    }
                    self.tables.failed(job);
                    self.room_query_failed(job);
                    // Stopped by whoever asked, or by a newer question.
                    if matches!(error, Error::Cancelled(_)) {
                        self.tickets.remove(&job);
                        continue;
                    }
                    let advice = advise(&error);
                    if !self.job_refused(job, &advice) && !self.table_plan_refused(job, &advice) {
                        self.messages.push(Message::Trouble(advice));
                    }
                }
                Reply::Displaced(error) => self.take_displacement(error),
                Reply::Progress { job, done, total } => self.progress = Some((job, done, total)),
            }
        }
        Ok(())
    }

    fn take_opened(&mut self, opened: Opened) {
        self.opened = true;
        self.path = opened.path;
        self.writable = opened.writable;
        self.messages.extend(opened.notice.map(Message::Note));
        self.messages.extend(opened.copy.as_deref().map(advise_on_update).map(Message::Trouble));
        if !opened.problems.is_empty() {
            let details: Vec<String> = opened.problems.iter().map(ToString::to_string).collect();
            self.messages.push(Message::Trouble(Advice {
                what: format!("{} entries could not be taken, or not as they stood.", details.len()),
                todo: "Everything else is here. Where you can mend them, do so, remove the new project file and open it again."
                    .into(),
                details: details.join("\n"),
            }));
        }
        self.latest_study = Some(self.session.ask(Query::Study));
        self.session.ask(Query::Turns);
    }

    fn under_way_is_done(&mut self, job: JobId) {
        self.progress.take_if(|(under_way, _, _)| *under_way == job);
    }

    fn take_done(&mut self, job: JobId, result: Result<Outcome, Error>) {
        self.under_way_is_done(job);
        self.tables.done(job, result.is_ok());
        let used = self.coding_jobs.remove(&job).unwrap_or_default();
        let failure = self.take_saved(job, result.as_ref().map(drop));
        let note = self.notes.remove(&job);
        self.memos.saved(job, result.as_ref().ok());
        self.save_closed_memos();
        let outcome = match result {
            Ok(outcome) => {
                self.job_done(job);
                outcome
            }
            Err(Error::TurnChangesOthers { redo, entry, passages }) => {
                self.turning = Some(Turning { redo, entry, passages });
                return;
            }
            Err(Error::Store(error @ crate::store::Error::NothingTo { .. })) => {
                return self.messages.push(Message::Note(advise(&error.into()).what));
            }
            Err(error) if self.is_stopped_import(job, &error) => {
                self.import_failed(job);
                return self.messages.push(Message::Note("The import was stopped; nothing of it was stored.".into()));
            }
            Err(error) => {
                self.import_failed(job);
                self.coder_refused(job);
                self.compare.not_settled(job);
                let advice = failure.unwrap_or_else(|| advise(&error));
                if !self.job_refused(job, &advice) {
                    self.messages.push(Message::Trouble(advice));
                }
                return;
            }
        };
        self.compare.settled(job);
        for code in used.iter().copied().rev().chain(outcome.added_code) {
            self.recent.retain(|&known| known != code);
            self.recent.insert(0, code);
            self.recent.truncate(RECENT_CODES);
        }
        if let Some(coder) = outcome.added_coder {
            self.be(Some(coder));
            self.coder_added(job, coder);
        }
        if !outcome.summary.is_empty() {
            self.messages.push(Message::Note(note.unwrap_or(outcome.summary)));
        } else if let Some(why) = outcome.consensus.and_then(|consensus| consensus.missing) {
            self.messages.push(Message::Note(format!("No consensus coding was made: {why}.")));
        } else if !used.is_empty() {
            self.messages.push(Message::Note("You have coded these words with this code already.".into()));
        }
        if let Some(name) = outcome.replaced_name {
            self.messages
                .push(Message::Note(format!("“ > ” separates a code from its subcodes; it was replaced: “{name}”.")));
        }
        self.consensus = outcome.consensus.or(self.consensus);
        let told = outcome.import.as_ref().is_some_and(|report| self.take_import_report(job, report));
        if let Some(report) = outcome.import.as_ref().filter(|_| !told) {
            self.messages.extend(advise_on_import(report).map(Message::Trouble));
        }
        if let Some(report) = outcome.import.filter(|report| !told && !report.problems.is_empty()) {
            let details: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
            self.messages.push(Message::Trouble(Advice {
                what: match report.refused() + report.changed() {
                    0 => "Everything was imported; there is something that you may want to look at.".into(),
                    1 => "One entry was skipped or changed.".into(),
                    n => format!("{n} entries were skipped or changed."),
                },
                todo: "See below for what and why. Ctrl+Z at once takes the whole import back.".into(),
                details: details.join("\n"),
            }));
        }
        for changes in &outcome.changes {
            self.take_changes(changes);
        }
        self.session.ask(Query::Turns);
    }

    fn take_answer(&mut self, job: JobId, answer: Answer) {
        match answer {
            Answer::Study(study) if self.latest_study == Some(job) => self.take_study(study),
            Answer::Source(data) if self.latest_source == Some(job) => {
                self.latest_source = None;
                self.take_source(*data);
            }
            Answer::CodeCounts(counts) if self.latest_counts == Some(job) => {
                (self.code_counts, self.latest_counts) = (counts, None);
            }
            Answer::CodeUse(found) => self.code_use = Some(found),
            Answer::Progress(progress) => self.documents.take_progress(job, progress),
            Answer::Turns { undo, redo } => (self.undo, self.redo) = (undo, redo),
            Answer::Table(table) => self.tables.take_table(job, table),
            Answer::Passages(quotes) => self.tables.take_passages(job, quotes),
            Answer::Copied(copy) => self.take_copy(copy),
            Answer::Exported(path, written) => {
                self.messages.push(Message::Note(format!("Written: {}{}", path.display(), written.in_words())));
            }
            // An older answer to what was asked again since.
            Answer::Study(_) | Answer::Source(_) | Answer::CodeCounts(_) => {}
            answer => self.take_room_answer(job, answer),
        }
    }

    fn take_study(&mut self, study: Arc<Study>) {
        self.looks = looks(&study);
        let known = |id: UserId| study.user(id).is_some();
        let remembered = self.remembered.coder.as_deref();
        let remembered = study.coders().find(|u| Some(u.name.as_str()) == remembered).map(|u| u.id);
        // Whoever comes with an import is not the person at the window.
        let first = study.coders().next().map(|u| u.id).filter(|_| self.study.is_none());
        let me = self.me.filter(|&id| known(id)).or(remembered).or(first);
        let other_eyes = me != self.me || self.is_blind() != study.project.blind;
        self.me = me;
        self.session.look_as(me);
        self.recent.retain(|&code| study.codebook.get(code).is_some());
        self.walk = self.walk.filter(|&code| study.codebook.get(code).is_some());
        let seen = self.seen_coders();
        if let Some(coders) = &mut self.coders {
            coders.retain(|&id| known(id));
        }
        self.coders.take_if(|coders| coders.is_empty());
        let first_time = self.study.is_none();
        let gone = self.wanted.is_some_and(|id| study.source(id).is_none());
        if gone {
            (self.wanted, self.document) = (None, None);
        }
        let remembered = self.remembered.document.as_deref().and_then(|name| study.source_named(name));
        let start = remembered.or(study.sources.first()).map(|s| s.id);
        if first_time {
            self.back_to = remembered.map(|_| CharPos(self.remembered.position)).filter(|at| at.0 > 0);
            self.room = self.remembered.room;
            let codes = study.codebook.by_path();
            let known = |paths: &[String]| paths.iter().filter_map(|path| codes.get(path).copied()).collect::<Vec<_>>();
            self.tree.folded.extend(known(&self.remembered.folded));
            self.recent = known(&self.remembered.recent);
            self.tables.whose = Whose::named(&study, &self.remembered.whose);
        }
        self.documents.take_study(&study);
        self.compare.take_study(&study);
        if let Some(document) = &mut self.document
            && let Some(source) = study.source(document.id)
        {
            document.name.clone_from(&source.name);
        }
        let counted = self.table_coders();
        self.tables.take_study(&study);
        self.study = Some(study);
        if counted != self.table_coders() {
            self.tables.stale = true;
            self.refresh_tables();
        }
        if other_eyes && !first_time {
            self.look_again();
        } else if !first_time && seen != self.seen_coders() {
            // A coder or the consensus coding came or went: whose codings are counted is another question now.
            self.show_coders(self.coders.clone());
        } else if first_time || self.code_counts.is_empty() {
            self.ask_counts();
        }
        if let (None, Some(start)) = (self.wanted, start) {
            // A document that was removed gives way to another without leaving the room.
            self.open_document(start);
        }
        if first_time {
            // Asked before it was known who looks.
            self.session.ask(Query::Turns);
            self.documents.stale = true;
            self.show_room(self.room);
        }
        self.go_on_as_named();
    }

    fn take_source(&mut self, data: SourceData) {
        let SourceData { source, text, origin, file, facts, mut memos, important } = data;
        let name = self.study.as_deref().and_then(|s| s.source(source)).map(|s| s.name.clone()).unwrap_or_default();
        let passages = facts
            .iter()
            .map(|fact| passage(fact, memos.remove(&fact.coding), important.contains(&fact.coding)))
            .collect();
        let same = self.document.as_ref().is_some_and(|d| d.id == source);
        let mut view = SourceView::as_read(source, name, text.into(), origin, passages);
        view.file = file;
        view.set_filter(self.filter());
        if !same {
            self.selection = CharRange::new(0, 0);
        }
        self.document = Some(view);
    }

    pub(super) fn ask_counts(&mut self) {
        let coders = self.seen_coders();
        self.counts_unsure = self.session.is_writing();
        self.latest_counts = Some(self.session.ask(Query::CodeCounts(coders)));
    }

    pub(super) fn ask_document(&mut self) {
        if let Some(source) = self.wanted {
            self.latest_source = Some(self.session.ask(Query::Source(source)));
        }
    }

    /// Opens a document, and goes to a passage in it.
    pub fn show_document(&mut self, source: SourceId, passage: Option<CharRange>) {
        self.open_document(source);
        if passage.is_some() {
            self.jump = passage;
        }
        self.keep_draft();
        self.enter(Room::Code);
    }

    fn open_document(&mut self, source: SourceId) {
        if self.wanted != Some(source) {
            self.wanted = Some(source);
            self.ask_document();
        }
    }

    /// The document that is open or being opened.
    #[must_use]
    pub fn shown_document(&self) -> Option<SourceId> {
        self.wanted
    }

    /// True when the document that was asked for is the one that is shown.
    #[must_use]
    pub fn shown_document_is_here(&self) -> bool {
        self.document.as_ref().map(|d| d.id) == self.wanted
    }

    /// Moves to the document `steps` further down the list.
    pub fn step_document(&mut self, steps: isize) {
        let Some(study) = self.study.clone() else { return };
        let at = self.wanted.and_then(|id| study.sources.iter().position(|s| s.id == id)).unwrap_or(0);
        let last = study.sources.len().saturating_sub(1);
        let to = at.saturating_add_signed(steps).min(last);
        if to == at {
            let words = if steps > 0 { "This is the last document." } else { "This is the first document." };
            self.messages.push(Message::Note(words.into()));
        }
        if let Some(source) = study.sources.get(to) {
            self.show_document(source.id, None);
        }
    }

    pub fn ask(&mut self, query: Query) -> JobId {
        self.session.ask(query)
    }

    pub fn cancel(&self, job: JobId) {
        self.session.cancel(job);
    }

    /// Asks for the name and the description of the project.
    pub fn describe(&mut self) {
        if let Some(project) = self.study.as_deref().map(|study| &study.project).filter(|_| self.writable) {
            self.documents.asking = Some(Asking::Describe(project.name.clone(), project.description.clone()));
        }
    }

    /// Asks again how far the coders are when that is no longer known.
    pub(super) fn refresh_documents(&mut self) {
        if std::mem::take(&mut self.documents.stale) {
            self.documents.job = Some(self.session.ask(Query::Progress));
        }
    }
}

fn passage(fact: &Fact, memo: Option<String>, important: bool) -> PassageView {
    PassageView { coding: fact.coding, range: fact.range, code: fact.code, user: fact.user, memo, important }
}
