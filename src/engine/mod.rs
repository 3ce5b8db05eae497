//! Use cases shared by the window and the command line: commands that change a project, queries that read it, and the
//! threads that run them. Joins the store and the interchange formats, which do not know each other.
//!
//! Must not know: egui. Start reading at [`Project`], then [`command`] and [`query`].

pub mod browse;
mod clock;
pub mod code_use;
pub mod command;
pub mod compare;
pub mod disputes;
pub mod document_names;
mod dump;
pub mod ending;
mod error;
pub mod export;
pub mod foreign;
pub mod import;
mod known;
mod lists;
pub mod memos;
pub mod merge;
mod owners;
mod peers;
pub mod places;
mod provenance;
pub mod query;
pub mod quoted;
pub mod reading;
pub mod reread;
mod sample;
pub mod search;
pub mod session;
mod take;
pub mod template;
pub mod texts;
pub mod tidy;

pub use crate::store::{
    BEGINNING, Changes, CodingChanges, Counts, Fate, Held, HistoryFilter, HistoryPage, OpRecord, PassageFilter,
    Touched, TouchedPassage,
};
pub use clock::{now, today};
pub use command::{Command, Outcome};
pub use error::Error;
pub use export::{Chosen, Selection, TargetFormat};
pub use import::{ImportReport, Imported};
pub use owners::ByCoder;
pub use query::{Answer, Query};
pub use session::{JobId, Reply, Session};

use crate::interchange::{self, Problem};
use crate::model::OpKind;
use crate::store::{self, Draft, Reader, Reads, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Tells how far long work is, and whether to stop it. Cheap to clone; shared between threads.
#[derive(Clone, Default)]
pub struct Progress {
    cancelled: Arc<AtomicBool>,
    report: Option<Arc<dyn Fn(u64, u64) + Send + Sync>>,
}

impl Progress {
    /// `report` is given how much is done, and of how much.
    #[must_use]
    pub fn new(report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self { cancelled: Arc::default(), report: Some(Arc::new(report)) }
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// To be called between items.
    ///
    /// # Errors
    /// When the work was cancelled; the transaction around it is then taken back.
    pub fn step(&self, done: u64, total: u64) -> Result<(), Error> {
        if self.is_cancelled() {
            return Err(crate::store::Error::Cancelled.into());
        }
        if let Some(report) = &self.report {
            report(done, total);
        }
        Ok(())
    }
}

/// A project that is open on this thread.
pub struct Project {
    store: Store,
}

impl Project {
    /// Makes an empty project file.
    pub fn create(path: &Path, name: &str) -> Result<Self, Error> {
        Ok(Self { store: Store::create(path, name)? })
    }

    /// Opens a project file for reading and writing.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path.is_dir() {
            return Err(Error::FolderIsRead { path: path.to_owned() });
        }
        Ok(Self { store: Store::open(path)? })
    }

    /// The same for a project that another program may have open: waits for it up to `patience`.
    pub fn open_patiently(path: &Path, patience: Duration) -> Result<Self, Error> {
        const PAUSE: Duration = Duration::from_millis(100);
        let mut left = patience;
        loop {
            match Self::open(path) {
                Err(Error::Store(store::Error::InUse { .. })) if !left.is_zero() => {
                    let pause = left.min(PAUSE);
                    std::thread::sleep(pause);
                    left -= pause;
                }
                opened => return opened,
            }
        }
    }

    /// Another copy of a project, read beside this one: whatever is in it, reading it ends.
    pub(in crate::engine) fn open_copy(path: &Path) -> Result<(Self, Vec<Problem>), Error> {
        let (mut project, problems) = Self::open_to_read(path)?;
        project.store.bound()?;
        Ok((project, problems))
    }

    /// Opens a project file, or a project folder, for reading. Problems are those of the folder's entries.
    pub fn open_to_read(path: &Path) -> Result<(Self, Vec<Problem>), Error> {
        if !path.is_dir() {
            return Ok((Self { store: Store::open_to_read(path)? }, vec![]));
        }
        let (dump, mut problems) = interchange::folder::read(path)?;
        let mut project = Self { store: Store::in_memory(&dump.name)? };
        problems.extend(project.take(&dump, |taken| OpKind::Import(taken.imported()), None, &Progress::default())?.1);
        Ok((project, problems))
    }

    /// Makes a project file from a folder in memory or on disk, as one entry of its history.
    fn create_from(path: &Path, dump: &interchange::ProjectDump) -> Result<(Self, Vec<Problem>), Error> {
        Self::create_with(path, dump, &Progress::default())
    }

    fn create_with(
        path: &Path,
        dump: &interchange::ProjectDump,
        progress: &Progress,
    ) -> Result<(Self, Vec<Problem>), Error> {
        let (draft, store) = Draft::begin(path, &dump.name)?;
        let mut project = Self { store };
        let (_, problems) = project.take(dump, |taken| OpKind::Create(taken.imported()), None, progress)?;
        Ok((Self { store: draft.finish(project.store)? }, problems))
    }

    /// Opens a project folder to work on: as a project file of the same name beside it, which is made when it is not
    /// there yet. Returns the file's path, whether it was made now, and what was wrong in the folder.
    pub fn file_for_folder(folder: &Path) -> Result<(PathBuf, bool, Vec<Problem>), Error> {
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let file = places::file_beside(&folder);
        if file.exists() {
            return Ok((file, false, vec![]));
        }
        let (dump, mut problems) = interchange::folder::read(&folder)?;
        problems.extend(Self::create_from(&file, &dump)?.1);
        Ok((file, true, problems))
    }

    /// Makes a project file from the project of another program, or from a project folder, as the beginning of its history.
    /// It is called `name`, or else as it is there, or as its file. When it cannot be read nothing is made.
    pub fn create_from_other(
        path: &Path,
        name: Option<&str>,
        other: &Path,
        reading: &interchange::document::Reading,
        progress: &Progress,
    ) -> Result<(Self, ImportReport), Error> {
        let mut report = ImportReport::default();
        let planned = import::PlannedProject::read(other, reading, progress)?.ok_or_else(|| Error::Target {
            path: other.to_owned(),
            reason: "is no project of another program, and no project folder; make a new project and import documents into it".into(),
        })?;
        planned.report(&mut report);
        let mut dump = Arc::unwrap_or_clone(planned.dump);
        if let Some(name) = name.map(str::to_owned).or_else(|| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            dump.name.trim().is_empty().then_some(stem)
        }) {
            dump.name = name;
        }
        let (project, problems) = Self::create_with(path, &dump, progress)?;
        report.problems.extend(problems);
        report.codings = dump.codings.len();
        report.counts = project.reads().counts()?;
        Ok((project, report))
    }

    /// The whole project as plain data, as exports take it.
    pub fn dump(&self) -> Result<interchange::ProjectDump, Error> {
        dump::dump(self.reads())
    }

    /// The sample that is built into the program, as a project of one's own at `path`.
    pub fn create_sample(path: &Path) -> Result<Self, Error> {
        Ok(Self::create_from(path, &sample::read()?)?.0)
    }

    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.store.is_writable()
    }

    /// The copy that was made when this opening brought the file up to date.
    #[must_use]
    pub fn copy_before_update(&self) -> Option<&Path> {
        self.store.copy_before_update()
    }

    /// Looks whether the project's file is still the one that was opened.
    ///
    /// # Errors
    /// [`store::Error::Displaced`] with what happened to it. Nothing more is written to it then.
    pub fn check_place(&mut self) -> Result<(), Error> {
        Ok(self.store.check_place()?)
    }

    /// True when work stands only in the log beside the project file.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.store.is_pending()
    }

    /// Moves all work into the project file, so that this one file is the project; true when all of it is there.
    pub fn checkpoint(&mut self) -> Result<bool, Error> {
        Ok(self.store.checkpoint()?)
    }

    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        self.store.reads()
    }

    /// A connection of its own for another thread; `None` for a folder that was opened to read.
    pub fn reader(&self) -> Result<Option<Reader>, Error> {
        Ok(self.store.reader()?)
    }

    pub fn ask(&self, query: &Query) -> Result<Answer, Error> {
        query::answer(self.reads(), query, &Progress::default())
    }
}
