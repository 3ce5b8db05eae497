//! The state of the History room: which entries are asked for, which of them are here, which one is open.
//!
//! Entries come in pages, because a long study has tens of thousands of them and only a few are in sight.

use crate::engine::reading::UndoPreview;
use crate::engine::{HistoryFilter, HistoryPage, OpRecord, Touched};
use crate::engine::{JobId, Query};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Entries in one page.
const PAGE: usize = 100;

/// What "Undo to here" would take back.
#[derive(Clone, Debug)]
pub struct GoingBack {
    pub entry: OpRecord,
    /// The entry itself is undone too.
    pub including: bool,
    /// `None` until it is known.
    pub preview: Option<Arc<UndoPreview>>,
    job: Option<JobId>,
}

#[derive(Clone, Debug, Default)]
pub struct HistoryRoom {
    pub filter: HistoryFilter,
    /// How many entries the filter leaves; `None` until it is known.
    pub total: Option<usize>,
    pub users: Vec<String>,
    pub kinds: Vec<String>,
    pub open: Option<OpRecord>,
    pub touched: Option<Arc<Touched>>,
    pub going_back: Option<GoingBack>,
    pages: HashMap<usize, Arc<HistoryPage>>,
    /// Pages asked for since the history changed last.
    asked: HashSet<usize>,
    jobs: HashSet<JobId>,
    touched_job: Option<JobId>,
}

impl HistoryRoom {
    /// The entry at a place of the list, newest first, when it is here.
    #[must_use]
    pub fn entry(&self, place: usize) -> Option<&OpRecord> {
        self.pages.get(&(place / PAGE))?.entries.get(place % PAGE)
    }

    /// What must be asked so that these places can be shown.
    #[must_use]
    pub fn missing(&mut self, places: Range<usize>) -> Vec<Query> {
        let pages = places.start / PAGE..=places.end.saturating_sub(1) / PAGE;
        let missing: Vec<usize> = pages.filter(|page| self.asked.insert(*page)).collect();
        let query = |page| Query::History { filter: self.filter.clone(), from: page * PAGE, count: PAGE };
        missing.into_iter().map(query).collect()
    }

    pub fn waits_for(&mut self, job: JobId) {
        self.jobs.insert(job);
    }

    /// Another filter: the list is asked for from its beginning.
    pub fn filter_by(&mut self, filter: HistoryFilter) {
        if filter != self.filter {
            self.filter = filter;
            self.pages.clear();
            self.changed();
        }
    }

    /// The history has grown: what is shown stays until the new pages come.
    pub fn changed(&mut self) {
        self.asked.clear();
        self.jobs.clear();
    }

    pub(super) fn take_page(&mut self, job: JobId, page: Arc<HistoryPage>) {
        if self.jobs.remove(&job) {
            if self.total != Some(page.total) {
                // Everything moved: pages that are not asked for again would show entries twice.
                let asked = &self.asked;
                self.pages.retain(|number, _| asked.contains(number));
            }
            self.total = Some(page.total);
            self.users.clone_from(&page.users);
            self.kinds.clone_from(&page.kinds);
            if let Some(open) = &mut self.open
                && let Some(entry) = page.entries.iter().find(|entry| entry.id == open.id)
            {
                open.clone_from(entry);
            }
            self.pages.insert(page.from / PAGE, page);
        }
    }

    /// Opens an entry; what it touched is to be asked.
    #[must_use]
    pub fn open(&mut self, entry: OpRecord) -> Query {
        let query = Query::Touched(entry.id);
        if self.open.as_ref().is_none_or(|open| open.id != entry.id) {
            self.touched = None;
        }
        self.open = Some(entry);
        query
    }

    pub fn waits_for_touched(&mut self, job: JobId) {
        self.touched_job = Some(job);
    }

    pub fn close(&mut self) {
        (self.open, self.touched, self.touched_job) = (None, None, None);
    }

    pub(super) fn take_touched(&mut self, job: JobId, touched: Arc<Touched>) {
        if self.touched_job == Some(job) {
            (self.touched, self.touched_job) = (Some(touched), None);
        }
    }

    /// Begins to go back to an entry; what would be undone is to be asked.
    #[must_use]
    pub fn go_back(&mut self, entry: OpRecord, including: bool) -> Query {
        let query = Query::UndoPreview { entry: entry.id, including };
        self.going_back = Some(GoingBack { entry, including, preview: None, job: None });
        query
    }

    pub fn waits_for_preview(&mut self, job: JobId) {
        if let Some(going) = &mut self.going_back {
            going.job = Some(job);
        }
    }

    pub(super) fn take_preview(&mut self, job: JobId, preview: Arc<UndoPreview>) {
        if let Some(going) = self.going_back.as_mut().filter(|going| going.job == Some(job)) {
            (going.preview, going.job) = (Some(preview), None);
        }
    }

    pub(super) fn failed(&mut self, job: JobId) {
        self.jobs.remove(&job);
        self.touched_job.take_if(|touched| *touched == job);
    }
}

/// True for ordinary work: an undo or a redo is none, and only work can be gone back to.
#[must_use]
pub fn is_work(entry: &OpRecord) -> bool {
    entry.undoes.is_none()
}

/// The kind of an entry in the words of the list.
#[must_use]
pub fn kind_in_words(kind: &str) -> String {
    match kind {
        crate::engine::BEGINNING => "beginning".to_owned(),
        "code" | "code_many" => "coding".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Who did how many of these, most first: `Coder 1 (4), Coder 2 (1)`.
#[must_use]
pub fn by_whom(list: &[OpRecord]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in list {
        *counts.entry(who(entry)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

#[must_use]
pub fn who(entry: &OpRecord) -> String {
    entry.user.clone().filter(|user| !user.is_empty()).unwrap_or_else(|| "no coder".to_owned())
}
