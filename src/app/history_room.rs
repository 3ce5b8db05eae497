//! The state of the History room: which entries are requested, which are loaded, and which one is open.
//!
//! Entries are loaded in pages, because a long study has tens of thousands of them and only a few are visible.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::room::Room;
use crate::engine::reading::UndoPreview;
use crate::engine::{
    Answer, Changes, Command, Error, Fold, HistoryFilter, HistoryPage, JobId, OpRecord, Query, Touched,
};
use crate::model::{OpId, OpKind};
use crate::text::compare_names;
use crate::tr;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Number of entries per page.
const PAGE: usize = 100;

/// What "Undo everything after this" would undo.
#[derive(Clone, Debug)]
pub struct GoingBack {
    pub entry: OpRecord,
    /// Whether the entry itself is also undone.
    pub including: bool,
    /// `None` until it has arrived.
    pub preview: Option<Arc<UndoPreview>>,
    pub pending: Pending,
}

#[derive(Clone, Debug, Default)]
pub struct HistoryRoom {
    pub filter: HistoryFilter,
    /// Number of lines of the list; `None` until it is known.
    pub total: Option<usize>,
    /// Number of entries that match the filter, whether folds are open or not.
    pub matches: Option<usize>,
    pub users: Vec<String>,
    pub kinds: Vec<String>,
    pub open: Option<OpRecord>,
    pub touched: Option<Arc<Touched>>,
    pub going_back: Option<GoingBack>,
    /// The folds of undone work that are open.
    unfolded: BTreeSet<OpId>,
    pages: HashMap<usize, Arc<HistoryPage>>,
    /// Pages requested since the history last changed.
    asked: HashMap<usize, Pending>,
    pub touched_pending: Pending,
    /// What the open entry changed is out of date: names and texts may have changed since.
    touched_stale: bool,
}

impl HistoryRoom {
    /// Returns the entry at an index of the list, newest first, if it is loaded.
    #[must_use]
    pub fn entry(&self, place: usize) -> Option<&OpRecord> {
        self.pages.get(&(place / PAGE))?.entries.get(place % PAGE)
    }

    /// Returns the index of an entry, if it is loaded.
    #[must_use]
    pub fn place_of(&self, entry: OpId) -> Option<usize> {
        self.pages.iter().find_map(|(number, page)| {
            let place = page.entries.iter().position(|known| known.id == entry)?;
            Some(number * PAGE + place)
        })
    }

    /// Returns the fold for which the entry at an index of the list stands.
    #[must_use]
    pub fn fold(&self, place: usize) -> Option<Fold> {
        let folds = &self.pages.get(&(place / PAGE))?.folds;
        folds.iter().find(|(at, _)| *at == place % PAGE).map(|(_, fold)| *fold)
    }

    /// Opens or closes a fold of undone work.
    pub fn toggle(&mut self, fold: OpId) {
        if !self.unfolded.remove(&fold) {
            self.unfolded.insert(fold);
        }
        self.ask_again();
    }

    /// Requests the entries in this range that are neither loaded nor requested.
    pub fn need(&mut self, places: Range<usize>, link: &mut Link) {
        for page in places.start / PAGE..=places.end.saturating_sub(1) / PAGE {
            self.asked.entry(page).or_insert_with(|| {
                let filter = HistoryFilter { unfolded: Some(self.unfolded.clone()), ..self.filter.clone() };
                Pending::asked(link, Query::History { filter, from: page * PAGE, count: PAGE })
            });
        }
    }

    /// Returns why entries could not be read.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.asked.values().find_map(Pending::failure)
    }

    /// Requests the entries again that could not be read.
    pub fn try_again(&mut self) {
        self.asked.retain(|_, pending| pending.failure().is_none());
    }

    /// Changes the filter and requests the list from its start.
    pub fn filter_by(&mut self, filter: HistoryFilter) {
        if filter != self.filter {
            self.filter = filter;
            self.pages.clear();
            self.ask_again();
        }
    }

    /// Reloads after the history has grown; what is shown stays until the new pages arrive.
    fn ask_again(&mut self) {
        self.asked.clear();
    }

    fn take_page(&mut self, page: Arc<HistoryPage>) {
        if self.total != Some(page.total) {
            // All entries have moved: pages not requested again would show entries twice.
            let asked = &self.asked;
            self.pages.retain(|number, _| asked.contains_key(number));
        }
        (self.total, self.matches) = (Some(page.total), Some(page.matches));
        self.users.clone_from(&page.users);
        self.kinds.clone_from(&page.kinds);
        if let Some(open) = &mut self.open
            && let Some(entry) = page.entries.iter().find(|entry| entry.id == open.id)
        {
            open.clone_from(entry);
        }
        self.pages.insert(page.from / PAGE, page);
    }

    /// Opens an entry and requests what it changed.
    pub fn open(&mut self, entry: OpRecord, link: &mut Link) {
        if self.open.as_ref().is_none_or(|open| open.id != entry.id) {
            self.touched = None;
        }
        self.touched_pending.ask(link, Query::Touched(entry.id));
        self.touched_stale = false;
        self.open = Some(entry);
    }

    pub fn close(&mut self) {
        (self.open, self.touched) = (None, None);
        self.touched_pending.forget();
    }

    /// Requests what undoing to an entry would change.
    pub fn preview_going_back(&mut self, entry: OpRecord, including: bool, link: &mut Link) {
        let pending = Pending::asked(link, Query::UndoPreview { entry: entry.id, including });
        self.going_back = Some(GoingBack { entry, including, preview: None, pending });
    }

    /// Does an undone entry again.
    pub fn do_again(entry: &OpRecord, link: &mut Link) {
        link.execute(Command::DoAgain { entry: entry.id });
    }

    /// Undoes what the preview listed.
    pub fn go_back(&mut self, link: &mut Link) {
        if let Some(going_back) = self.going_back.take() {
            link.execute(Command::UndoTo { entry: going_back.entry.id, including: going_back.including });
        }
    }
}

impl HistoryRoom {
    fn take_preview(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        match (answer, &mut self.going_back) {
            (Answer::UndoPreview(preview), Some(going_back)) if going_back.pending.is(job) => {
                going_back.pending.forget();
                going_back.preview = Some(preview);
                None
            }
            (answer, _) => Some(answer),
        }
    }
}

impl Part for HistoryRoom {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::History(page) if self.asked.values_mut().any(|asked| asked.take(job)) => self.take_page(page),
            Answer::Touched(touched) if self.touched_pending.take(job) => self.touched = Some(touched),
            answer => return self.take_preview(job, answer),
        }
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        if self.touched_pending.failed(job, error) {
            self.touched = None;
            return true;
        }
        let preview = self.going_back.iter_mut().map(|going_back| &mut going_back.pending);
        self.asked.values_mut().chain(preview).any(|pending| pending.failed(job, error))
    }

    fn changed(&mut self, _: &Changes) {
        self.ask_again();
        self.touched_stale = true;
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        if let Some(entry) = self.open.clone().filter(|_| self.touched_stale && around.room == Room::History) {
            self.open(entry, around.link);
        }
    }
}

/// True for ordinary changes. Undo and redo are not; only ordinary changes can be undone to.
#[must_use]
pub fn is_work(entry: &OpRecord) -> bool {
    entry.undoes.is_none()
}

/// Returns the kind of an entry as shown in the list.
#[must_use]
pub fn kind_in_words(kind: &str) -> String {
    match kind {
        crate::engine::BEGINNING => tr!("kind of entry" => "beginning").to_owned(),
        "code" | "code_many" => tr!("kind of entry" => "coding").to_owned(),
        other => OpKind::name_of(other),
    }
}

/// Counts these entries by coder, most first: `Coder 1 (4), Coder 2 (1)`.
#[must_use]
pub fn by_whom(list: &[OpRecord]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for entry in list {
        *counts.entry(who(entry)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| compare_names(&a.0, &b.0)));
    counts
}

#[must_use]
pub fn who(entry: &OpRecord) -> String {
    entry.user.clone().filter(|user| !user.is_empty()).unwrap_or_else(|| tr!("no coder").to_owned())
}
