//! A project open in the window: one thread writes, four read, and replies arrive through a channel.
//!
//! The thread that owns a [`Session`] never waits. Commands run in the order in which they are given. One reader
//! serves the transcript, one compares coders, one writes files, and one counts and lists everything else, so that
//! a large table does not delay a document, and a long comparison or export does not delay a list. Every query can
//! be cancelled: a waiting one is not started, and a running one stops between two items. Each request is answered in the
//! language of the thread that makes it.

mod opening;

use super::actor::Actor;
use super::command::{Command, Outcome};
use super::ending;
use super::query::{Answer, Query, answer};
use crate::engine::error::Error;
use crate::engine::merge::{Sight, plan};
use crate::engine::project::Project;
use crate::engine::speech::Unstored;
use crate::i18n::{self, Language};
use crate::model::{OpId, Progress, UserId};
use crate::store::{self, Changes, Reader};
use crate::tr;
use std::any::Any;
use std::mem::Discriminant;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use opening::open;
pub use opening::{Opened, Opening, PositionQuestion};

/// Identifies a command or query in its replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

#[derive(Debug)]
pub enum Reply {
    Opened(Result<Opened, Error>),
    Done {
        job: JobId,
        result: Result<Outcome, Error>,
    },
    Answer {
        job: JobId,
        result: Result<Answer, Error>,
    },
    /// The project's file is no longer the one that was opened, and nothing more is saved to it; `None` when it is
    /// back.
    Displaced(Option<Error>),
    /// Another program has changed the project, which is open read-only here.
    ChangedElsewhere,
    /// Whether all work is in the project file itself; otherwise some is only in the log beside it. True until the
    /// first such reply.
    InFile(bool),
    /// At most every 100 ms.
    Progress {
        job: JobId,
        done: u64,
        total: u64,
    },
}

/// Wakes the thread that owns the session; may be called from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

struct Commanded {
    job: JobId,
    command: Command,
    actor: Actor,
    progress: Progress,
    language: Language,
}

struct Asked {
    job: JobId,
    query: Query,
    progress: Progress,
    viewer: Option<UserId>,
    language: Language,
}

/// An unanswered query.
struct Pending {
    job: JobId,
    progress: Progress,
    /// Set if only the latest query of this kind is needed.
    kind: Option<Discriminant<Query>>,
    writes_file: bool,
}

/// The thread that answers a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worker {
    /// Queries of the transcript.
    Transcript,
    /// Agreement between coders, which takes minutes in a large project.
    Comparison,
    /// Queries that write files.
    Export,
    /// All other counts and lists.
    Lists,
}

impl Worker {
    const ALL: [Self; 4] = [Self::Transcript, Self::Comparison, Self::Export, Self::Lists];

    fn of(query: &Query) -> Self {
        match query {
            Query::Study | Query::Source(_) | Query::UndoRedo => Self::Transcript,
            Query::Compare(_) | Query::Disagreements { .. } => Self::Comparison,
            query if query.writes_file() => Self::Export,
            _ => Self::Lists,
        }
    }

    fn thread_name(self) -> &'static str {
        match self {
            Self::Transcript => "pullquote-reader",
            Self::Comparison => "pullquote-compare",
            Self::Export => "pullquote-export",
            Self::Lists => "pullquote-tables",
        }
    }
}

/// Handles of the threads; dropping it ends them and closes the file.
pub struct Session {
    commands: Option<Sender<Commanded>>,
    /// One per [`Worker`]; empty once the threads are ending.
    queries: Vec<(Worker, Sender<Asked>)>,
    replies: Receiver<Reply>,
    running: Vec<(JobId, Progress)>,
    pending: Vec<Pending>,
    reply: Outbox,
    next: u64,
    /// The coder who is viewing; others' passages may be hidden from them.
    viewer: Option<UserId>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Clone)]
struct Outbox {
    sender: Sender<Reply>,
    wake: Wake,
}

impl Outbox {
    fn send(&self, reply: Reply) {
        // Fails only when the window was closed meanwhile.
        if self.sender.send(reply).is_ok() {
            (self.wake)();
        }
    }
}

impl Session {
    /// Starts opening a project; [`Reply::Opened`] has the result. Requests made meanwhile are answered afterwards.
    #[must_use]
    pub fn open(opening: Opening, wake: Wake) -> Self {
        let (sender, replies) = channel();
        let reply = Outbox { sender, wake };
        let (commands, commanded) = channel();
        let (queries, asked): (Vec<_>, Vec<_>) = Worker::ALL
            .map(|worker| {
                let (sender, receiver) = channel();
                ((worker, sender), (worker, receiver))
            })
            .into_iter()
            .unzip();
        let outbox = reply.clone();
        let language = i18n::current();
        let writer = spawn("pullquote-writer", move || {
            i18n::set(language);
            write(&opening, &commanded, asked, &outbox);
        });
        let threads = writer.map_err(|error| reply.send(Reply::Opened(Err(error)))).into_iter().collect();
        Self {
            commands: Some(commands),
            queries,
            replies,
            running: Vec::new(),
            pending: Vec::new(),
            reply,
            next: 0,
            viewer: None,
            threads,
        }
    }

    pub fn execute(&mut self, command: Command, actor: Actor) -> JobId {
        let job = self.number();
        let progress = self.progress_of(job);
        self.running.push((job, progress.clone()));
        if let Some(commands) = &self.commands {
            let _ = commands.send(Commanded { job, command, actor, progress, language: i18n::current() });
        }
        job
    }

    /// Sets the coder for whom queries are answered; during blind coding, others' passages are hidden from them.
    pub fn set_viewer(&mut self, viewer: Option<UserId>) {
        self.viewer = viewer;
    }

    /// Returns a progress that reports how far a job is, from time to time.
    fn progress_of(&self, job: JobId) -> Progress {
        let outbox = self.reply.clone();
        let last = std::sync::Mutex::new(Instant::now());
        Progress::new(move |done, total| {
            let Ok(mut last) = last.lock() else { return };
            if last.elapsed() >= Duration::from_millis(100) {
                *last = Instant::now();
                outbox.send(Reply::Progress { job, done, total });
            }
        })
    }

    pub fn ask(&mut self, query: Query) -> JobId {
        let job = self.number();
        let progress = self.progress_of(job);
        let is_replaced = matches!(
            query,
            Query::BranchCounts(_)
                | Query::Compare(_)
                | Query::ReadSheet { .. }
                | Query::PlanTable(_)
                | Query::SpokenLines { .. }
                | Query::CompareTexts(_)
                | Query::FindAll { .. }
                | Query::PreviewExport { .. }
        );
        let kind = is_replaced.then(|| std::mem::discriminant(&query));
        if kind.is_some() {
            self.pending.iter().filter(|older| older.kind == kind).for_each(|older| older.progress.cancel());
        }
        self.pending.push(Pending { job, progress: progress.clone(), kind, writes_file: query.writes_file() });
        let worker = Worker::of(&query);
        if let Some((_, queue)) = self.queries.iter().find(|(id, _)| *id == worker) {
            let _ = queue.send(Asked { job, query, progress, viewer: self.viewer, language: i18n::current() });
        }
        job
    }

    /// Returns the replies received since the last call, without waiting. Each counts as missing until it is
    /// [taken](Self::take): an answer may include a change whose reply follows it.
    pub fn replies(&mut self) -> Vec<Reply> {
        self.replies.try_iter().collect()
    }

    /// Notes that a reply is being dealt with.
    pub fn take(&mut self, reply: &Reply) {
        match reply {
            Reply::Done { job, .. } => self.running.retain(|(id, _)| id != job),
            Reply::Answer { job, .. } => self.pending.retain(|query| query.job != *job),
            Reply::Opened(_)
            | Reply::Displaced(_)
            | Reply::ChangedElsewhere
            | Reply::InFile(_)
            | Reply::Progress { .. } => {}
        }
    }

    /// Waits for the next reply, at most this long; for tests and programs without a window.
    pub fn wait(&mut self, at_most: Duration) -> Option<Reply> {
        let reply = self.replies.recv_timeout(at_most).ok()?;
        self.take(&reply);
        Some(reply)
    }

    /// Cancels a query, or a command, whose changes are then undone.
    pub fn cancel(&self, job: JobId) {
        let pending = self.pending.iter().map(|query| (query.job, &query.progress));
        let running = self.running.iter().map(|(id, progress)| (*id, progress));
        if let Some((_, progress)) = running.chain(pending).find(|(id, _)| *id == job) {
            progress.cancel();
        }
    }

    /// True while a command is waiting or running.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        !self.running.is_empty()
    }

    /// Returns unanswered queries, oldest first, including cancelled ones.
    #[must_use]
    pub fn pending(&self) -> Vec<JobId> {
        self.pending.iter().map(|query| query.job).collect()
    }

    fn number(&mut self) -> JobId {
        self.next += 1;
        JobId(self.next)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Closing the queues ends the threads. The writer waits for its readers, so that it is the last to close
        // the file and can clean up beside it.
        let in_haste = ending::is_requested();
        // Files requested by the user are completed, unless there is no time.
        let unwanted = self.pending.iter().filter(|query| in_haste || !query.writes_file);
        unwanted.for_each(|query| query.progress.cancel());
        if in_haste {
            self.running.iter().for_each(|(_, progress)| progress.cancel());
        }
        self.commands = None;
        self.queries.clear();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|why| Error::NoThread { why })
}

fn write(opening: &Opening, commanded: &Receiver<Commanded>, asked: Vec<(Worker, Receiver<Asked>)>, outbox: &Outbox) {
    let (mut project, opened) = match guarded(|| open(opening)) {
        Ok(opened) => opened,
        Err(error) => return outbox.send(Reply::Opened(Err(error))),
    };
    let mut readers = Vec::new();
    for (worker, queue) in asked {
        let thread = project.reader().and_then(|reader| {
            let Some(reader) = reader else { return Ok(None) };
            let outbox = outbox.clone();
            spawn(worker.thread_name(), move || read(&reader, &queue, &outbox)).map(Some)
        });
        match thread {
            Ok(thread) => readers.extend(thread),
            Err(error) => return outbox.send(Reply::Opened(Err(error))),
        }
    }
    outbox.send(Reply::Opened(Ok(opened)));
    let revision = project.reads().revision().ok();
    let (last, whole) = (Instant::now(), Instant::now());
    let mut keeper =
        Keeper { is_displaced: false, in_file: true, revision, last, whole, unstored: Unstored::none(), is_new: true };
    loop {
        match commanded.recv_timeout(keeper.patience()) {
            Ok(Commanded { job, command, actor, progress, language }) => {
                i18n::set(language);
                let result = guarded(|| project.execute_in_session(&command, &actor, &progress));
                keeper.last = Instant::now();
                let is_import = command.is_import() && result.is_ok();
                if let Ok(outcome) = &result {
                    keeper.changed(&outcome.changes);
                }
                // The reply itself reports this.
                keeper.is_displaced |= is_displaced(&result);
                // Before the reply, so that nothing is shown as saved that is not.
                keeper.tell_in_file(&project, outbox);
                outbox.send(Reply::Done { job, result });
                if is_import || project.is_pending() && keeper.whole.elapsed() >= LONGEST {
                    keeper.checkpoint(&mut project, outbox);
                }
            }
            Err(RecvTimeoutError::Timeout) => keeper.look(&mut project, outbox),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    for reader in readers {
        let _ = reader.join();
    }
}

fn is_displaced<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Store(store::Error::Displaced { .. })))
}

/// Interval between checks that the project's file is still in place.
const LOOK: Duration = Duration::from_secs(1);

/// Time after the last change until all work is moved into the project file.
const IDLE: Duration = Duration::from_secs(2);

/// Interval between two steps of finding out who says what, and the time of one.
const STEP: Duration = Duration::from_millis(20);

/// Longest time that work stays outside the project file while changes go on.
const LONGEST: Duration = Duration::from_secs(10);

/// Checks and updates the project's file while there are no requests.
struct Keeper {
    is_displaced: bool,
    /// All work was in the project file when this was last reported.
    in_file: bool,
    /// The latest entry of the history of a project that is open read-only.
    revision: Option<OpId>,
    /// Time of the last command's end.
    last: Instant,
    /// When all work was last in the project file, as far as is known.
    whole: Instant,
    /// Empty until the first command: a project that is only viewed stays as it is.
    unstored: Unstored,
    /// No command has been carried out yet.
    is_new: bool,
}

impl Keeper {
    /// How long to wait for a command before the next look.
    fn patience(&self) -> Duration {
        if self.can_store_speech() { STEP } else { LOOK }
    }

    /// Work that was done comes first: until it is in the project file, nothing else is added.
    fn can_store_speech(&self) -> bool {
        !self.unstored.is_empty() && self.in_file && self.last.elapsed() >= IDLE
    }

    /// What is being found in texts that have changed no longer counts.
    fn changed(&mut self, changes: &[Changes]) {
        if std::mem::take(&mut self.is_new) || changes.iter().any(|changes| changes.documents) {
            self.unstored = Unstored::default();
        }
    }

    fn look(&mut self, project: &mut Project, outbox: &Outbox) {
        if !project.is_writable() {
            return self.watch(project, outbox);
        }
        if self.can_store_speech() {
            // What cannot be stored is found when it is needed.
            if guarded(|| project.store_speech(&mut self.unstored, STEP)).is_err() {
                self.unstored = Unstored::none();
            }
        }
        if !project.is_pending() {
            self.whole = Instant::now();
        } else if self.last.elapsed() >= IDLE && !self.can_store_speech()
            || self.whole.elapsed() >= LONGEST
            || ending::is_requested()
        {
            return self.checkpoint(project, outbox);
        }
        let looked = guarded(|| project.check_place());
        self.tell(looked, outbox);
    }

    /// Reports that another program has changed the project. If that cannot be read at the moment, it is at the next
    /// check.
    fn watch(&mut self, project: &Project, outbox: &Outbox) {
        let revision = guarded(|| Ok(project.reads().revision()?)).ok();
        if revision.is_some() && revision != self.revision {
            self.revision = revision;
            outbox.send(Reply::ChangedElsewhere);
        }
    }

    /// Work held up by readers is retried at the next check.
    fn checkpoint(&mut self, project: &mut Project, outbox: &Outbox) {
        let done = guarded(|| project.checkpoint());
        self.whole = Instant::now();
        self.tell_in_file(project, outbox);
        self.tell(done.map(drop), outbox);
    }

    fn tell_in_file(&mut self, project: &Project, outbox: &Outbox) {
        let in_file = !project.is_pending();
        if in_file != self.in_file {
            self.in_file = in_file;
            outbox.send(Reply::InFile(in_file));
        }
    }

    fn tell(&mut self, looked: Result<(), Error>, outbox: &Outbox) {
        let displaced = looked.err().filter(|error| matches!(error, Error::Store(store::Error::Displaced { .. })));
        if displaced.is_some() != self.is_displaced {
            self.is_displaced = displaced.is_some();
            outbox.send(Reply::Displaced(displaced));
        }
    }
}

fn read(reader: &Reader, asked: &Receiver<Asked>, outbox: &Outbox) {
    while let Ok(Asked { job, query, progress, viewer, language }) = asked.recv() {
        i18n::set(language);
        let result = guarded(|| {
            // A query cancelled while waiting is not started.
            progress.checkpoint()?;
            if let Query::MergePreview(copies) = &query {
                // A merge is planned with everything that is in the project.
                reader.see_everything()?;
                let sight = Sight::of(reader.reads(), viewer)?;
                return Ok(Answer::MergePreview(Arc::new(plan(reader.reads(), copies, &sight, &progress)?)));
            }
            reader.set_viewer(viewer)?;
            answer(reader.reads(), &query, &progress)
        });
        outbox.send(Reply::Answer { job, result });
    }
}

/// Turns a panic into an error reply: the window stays open, and saved work is safe.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(Error::Panicked { reason: message(&*panic) }))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or(tr!("no reason was given")).to_owned()
}
