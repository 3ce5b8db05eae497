//! The state of the Passages room: the list of coded passages, the search through all documents, and the text of
//! what is visible.

mod commands;
pub mod filters;
pub mod selected;
mod selecting;

use self::selected::SelectedPassages;
use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::room::Room;
use super::selection::ListSelection;
use super::submission::Submission;
use super::words::{PassagePlace, Words};
use crate::engine::browse::{Browse, BrowseFilter, CardId, Group};
use crate::engine::search::{Extent, FIRST_FOUND, Found, MOST_FOUND};
use crate::engine::{Answer, Changes, Error, JobId, Query};
use crate::model::{CodeId, CodingId, SpokenBy, Study, UserId};
use crate::text::Strictness;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Coded,
    Find,
}

/// Search results about to be coded.
#[derive(Clone, Debug, Default)]
pub struct CodeAll {
    pub extent: Extent,
    /// The ranges to be coded, one for each result; `None` until they are known.
    pub places: Option<Arc<Vec<PassagePlace>>>,
    /// Results that are excluded.
    pub left_out: BTreeSet<usize>,
    /// The text typed to select the code.
    pub typed: String,
    pub code: Option<CodeId>,
    pub submission: Submission,
    pub pending: Pending,
}

impl CodeAll {
    /// Returns the passages to be coded, each once.
    #[must_use]
    pub fn passages(&self) -> Vec<PassagePlace> {
        let places = self.places.as_deref().map_or(&[][..], Vec::as_slice);
        let mut seen = HashSet::new();
        let chosen = places.iter().enumerate().filter(|(at, _)| !self.left_out.contains(at)).map(|(_, place)| *place);
        chosen.filter(|place| seen.insert(*place)).collect()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Search {
    pub term: String,
    pub how: Strictness,
    /// The results, and where each document begins.
    pub found: Option<Arc<Found>>,
    pub groups: Vec<(String, usize)>,
    pub code_all: Option<CodeAll>,
    /// The query whose answer is shown or awaited.
    asked: Option<(String, Strictness)>,
    pub pending: Pending,
}

#[derive(Clone, Debug)]
pub struct PassagesRoom {
    pub mode: Mode,
    /// The coders are those of the coder menu, whatever the filter says.
    pub filter: BrowseFilter,
    pub list: Option<Arc<Browse>>,
    /// The cards of the list, by which they are selected.
    cards: Vec<CardId>,
    selection: ListSelection<CardId>,
    /// What is selected, with the coder for whom it was determined.
    selected: Option<(Option<UserId>, Arc<SelectedPassages>)>,
    /// Actions on the selection also change passages of other coders.
    pub with_others: bool,
    pub search: Search,
    /// The passages as text, to be copied, and how many they are.
    pub text_to_copy: Option<(String, usize)>,
    pub stale: bool,
    pending: Pending,
    copy_pending: Pending,
    copy_count: usize,
    /// How many of the listed passages have only the interviewer's words; `None` while this is not known.
    pub interviewers: Option<usize>,
    interviewers_pending: Pending,
    pub excerpts: Words,
}

impl Default for PassagesRoom {
    fn default() -> Self {
        Self {
            mode: Mode::Coded,
            filter: Self::unfiltered(),
            list: None,
            cards: Vec::new(),
            selection: ListSelection::default(),
            selected: None,
            with_others: false,
            search: Search::default(),
            text_to_copy: None,
            stale: true,
            pending: Pending::default(),
            copy_pending: Pending::default(),
            copy_count: 0,
            interviewers: None,
            interviewers_pending: Pending::default(),
            excerpts: Words::new(Self::CONTEXTS[1]).with_speakers(),
        }
    }
}

impl PassagesRoom {
    pub const CONTEXTS: [u32; 3] = [0, 80, 200];

    /// Lists the passages of a code and its subcodes, replacing the filter.
    pub fn show_code(&mut self, code: CodeId) {
        self.mode = Mode::Coded;
        self.filter = BrowseFilter { code: Some(code), below: true, ..self.cleared() };
        self.stale = true;
    }

    /// Sets that were deleted are no filter any more, and neither are coders who are gone.
    pub(super) fn take_study(&mut self, study: &Study) {
        let count = (self.filter.sets.len(), self.filter.users.len());
        self.filter.sets.retain(|&id| study.set(id).is_some());
        self.filter.users.retain(|&id| study.user(id).is_some());
        self.stale |= (self.filter.sets.len(), self.filter.users.len()) != count;
    }

    fn unfiltered() -> BrowseFilter {
        BrowseFilter { below: true, joined: true, ..BrowseFilter::default() }
    }

    /// Returns the filter that lists everything in the same order and groups.
    #[must_use]
    pub fn cleared(&self) -> BrowseFilter {
        let BrowseFilter { below, group, sort, joined, .. } = self.filter;
        BrowseFilter { below, group, sort, joined, ..Self::unfiltered() }
    }

    /// Sets the text to search for in all documents.
    pub(super) fn find(&mut self, term: String) {
        self.mode = Mode::Find;
        self.search.term = term;
    }

    pub fn filter_by(&mut self, filter: BrowseFilter) {
        if filter != self.filter {
            self.filter = filter;
            self.stale = true;
        }
    }

    /// The list that is awaited.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// True while the list is being loaded.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.pending.is_waiting()
    }

    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search.pending.is_waiting()
    }

    /// Returns the filter with the coders of the coder menu, unless it is about some coders itself.
    #[must_use]
    pub fn filter_by_coders(&self, seen: Vec<UserId>) -> BrowseFilter {
        let users = if self.filter.users.is_empty() { seen } else { self.filter.users.clone() };
        BrowseFilter { users, ..self.filter.clone() }
    }

    /// Requests the listed passages as text, or those in `only`; it arrives in [`Self::text_to_copy`].
    fn copy(&mut self, only: Vec<CodingId>, seen: Vec<UserId>, link: &mut Link) {
        let listed = self.list.as_deref().map_or(0, |list| list.passages);
        self.copy_count = if only.is_empty() { listed } else { only.len() };
        let filter = BrowseFilter { codings: only, ..self.filter_by_coders(seen) };
        self.copy_pending.ask(link, Query::PassagesAsText(filter));
    }

    /// Asks how many of the listed passages have only the interviewer's words: in a document of one participant, these
    /// count for the participant. Asked apart from the list, which must not wait for what is said in all documents.
    fn count_interviewers(&mut self, around: &mut Around<'_>) {
        let filter = self.filter_by_coders(around.seen.to_vec());
        if filter.spoken_by == SpokenBy::All {
            let filter = BrowseFilter { spoken_by: SpokenBy::Interviewer, group: Group::Nothing, ..filter };
            self.interviewers_pending.ask(around.link, Query::Browse(filter));
        }
    }

    /// Requests the text of visible places that are not loaded.
    pub fn need_words(&mut self, places: &[PassagePlace], link: &mut Link) {
        self.excerpts.need(places, |query| link.ask(query));
    }

    /// True when the typed text differs from the last query.
    #[must_use]
    pub fn search_is_new(&self) -> bool {
        let search = &self.search;
        search.asked.as_ref().is_none_or(|(term, how)| *term != search.term || *how != search.how)
    }

    /// Searches all documents for the typed text; finds nothing if it is empty.
    pub fn search(&mut self, link: &mut Link) {
        let search = &mut self.search;
        let (term, how) = (search.term.clone(), search.how);
        search.code_all = None;
        search.asked = Some((term.clone(), how));
        if term.trim().is_empty() {
            (search.found, search.groups) = (None, vec![]);
            search.pending.forget();
        } else {
            search.pending.ask(link, Query::FindAll { term, how, most: FIRST_FOUND });
        }
    }

    /// Starts coding all results, or changes how far they are widened.
    pub fn code_all(&mut self, extent: Extent, link: &mut Link) {
        let all = self.search.code_all.get_or_insert_default();
        (all.extent, all.places) = (extent, None);
        if let Some(found) = self.search.found.as_deref() {
            all.pending.ask(link, Query::Widen { places: found.places.clone(), extent });
        }
    }

    /// Takes the first results, and asks for all if there are more.
    fn take_found(&mut self, found: Arc<Found>, study: Option<&Study>, link: &mut Link) {
        if found.more
            && found.places.len() < MOST_FOUND
            && let Some((term, how)) = self.search.asked.clone()
        {
            self.search.pending.ask(link, Query::FindAll { term, how, most: MOST_FOUND });
        }
        let name = |id| study.and_then(|s| s.source(id)).map(|s| s.name.clone()).unwrap_or_default();
        let mut groups: Vec<(String, usize)> = Vec::new();
        let mut last = None;
        for (at, (source, _)) in found.places.iter().enumerate() {
            if last.replace(*source) != Some(*source) {
                groups.push((name(*source), at));
            }
        }
        (self.search.groups, self.search.found) = (groups, Some(found));
    }

    fn take_widened(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        match (answer, &mut self.search.code_all) {
            (Answer::Widened(places), Some(all)) if all.pending.is(job) => {
                all.pending.forget();
                all.places = Some(places);
                None
            }
            (answer, _) => Some(answer),
        }
    }
}

impl Part for PassagesRoom {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Browse(list) if self.pending.take(job) => {
                self.take_list(list);
                self.count_interviewers(around);
            }
            Answer::Browse(list) if self.interviewers_pending.take(job) => self.interviewers = Some(list.passages),
            Answer::PassagesAsText(text) if self.copy_pending.take(job) => {
                self.text_to_copy = Some((text, self.copy_count));
            }
            Answer::Excerpts(excerpts) if self.excerpts.take(job, &excerpts) => {}
            Answer::Found(found) if self.search.pending.take(job) => self.take_found(found, around.study, around.link),
            answer => return self.take_widened(job, answer),
        }
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        if self.pending.failed(job, error) {
            self.list = None;
            return true;
        }
        if self.search.pending.failed(job, error) {
            (self.search.found, self.search.groups) = (None, vec![]);
            return true;
        }
        // The list is complete without this number.
        if self.interviewers_pending.take(job) {
            return true;
        }
        // The message gives the reason: there is no place for it.
        self.copy_pending.take(job);
        let widened = self.search.code_all.iter_mut().any(|all| all.pending.failed(job, error));
        widened || self.excerpts.failed(job, error)
    }

    fn changed(&mut self, changes: &Changes) {
        self.stale = true;
        if changes.study {
            self.excerpts.forget();
            // Documents may have changed, so the search is repeated.
            if self.search.found.is_some() {
                self.search.asked = None;
            }
        }
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        if around.room == Room::Passages && self.stale && around.study.is_some() {
            self.stale = false;
            self.interviewers = None;
            self.pending.ask(around.link, Query::Browse(self.filter_by_coders(around.seen.to_vec())));
        }
    }

    fn leave(&mut self, link: &Link) {
        self.stale |= self.pending.cancel(link) | self.interviewers_pending.cancel(link);
        if self.search.pending.cancel(link) {
            self.search.asked = None;
        }
    }
}
