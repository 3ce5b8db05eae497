//! The state of the Passages room: which coded passages are listed, what is looked for in all documents, and the words
//! of those that are in sight.

use super::submission::Submission;
use super::words::{Place, Words};
use crate::engine::browse::{Browse, BrowseFilter};
use crate::engine::search::{Extent, Found};
use crate::engine::{JobId, Query};
use crate::model::{CodeId, Study};
use crate::text::Strictness;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Coded,
    Find,
}

/// All that was found is about to be coded.
#[derive(Clone, Debug, Default)]
pub struct CodeAll {
    pub extent: Extent,
    /// The places as they would be coded, one for each that was found; `None` until they are known.
    pub places: Option<Arc<Vec<Place>>>,
    /// Found places that are left out.
    pub left_out: BTreeSet<usize>,
    /// What is typed to choose the code.
    pub words: String,
    pub code: Option<CodeId>,
    pub submission: Submission,
    job: Option<JobId>,
}

impl CodeAll {
    /// The passages that would be coded, each once.
    #[must_use]
    pub fn passages(&self) -> Vec<Place> {
        let places = self.places.as_deref().map_or(&[][..], Vec::as_slice);
        let mut seen = HashSet::new();
        let chosen = places.iter().enumerate().filter(|(at, _)| !self.left_out.contains(at)).map(|(_, place)| *place);
        chosen.filter(|place| seen.insert(*place)).collect()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Search {
    pub words: String,
    pub how: Strictness,
    /// What was found, and where each document begins.
    pub found: Option<Arc<Found>>,
    pub groups: Vec<(String, usize)>,
    pub code_all: Option<CodeAll>,
    /// What the answer that is shown, or awaited, was asked with.
    asked: Option<(String, Strictness)>,
    job: Option<JobId>,
}

#[derive(Clone, Debug)]
pub struct PassagesRoom {
    pub mode: Mode,
    /// Coders are those of the coder menu, whatever stands here.
    pub filter: BrowseFilter,
    pub list: Option<Arc<Browse>>,
    pub search: Search,
    /// The passages as text, to be copied.
    pub quoted: Option<String>,
    pub stale: bool,
    job: Option<JobId>,
    quote_job: Option<JobId>,
    pub words: Words,
}

impl Default for PassagesRoom {
    fn default() -> Self {
        Self {
            mode: Mode::Coded,
            filter: BrowseFilter { below: true, ..BrowseFilter::default() },
            list: None,
            search: Search::default(),
            quoted: None,
            stale: true,
            job: None,
            quote_job: None,
            words: Words::new(Self::CONTEXTS[1]),
        }
    }
}

impl PassagesRoom {
    pub const CONTEXTS: [u32; 3] = [0, 80, 200];

    /// Lists the passages of a code and of those below it, whatever was listed before.
    pub fn show_code(&mut self, code: CodeId) {
        let (group, sort) = (self.filter.group, self.filter.sort);
        self.mode = Mode::Coded;
        self.filter = BrowseFilter { code: Some(code), below: true, group, sort, ..BrowseFilter::default() };
        self.stale = true;
    }

    pub fn filter_by(&mut self, filter: BrowseFilter) {
        if filter != self.filter {
            self.filter = filter;
            self.stale = true;
        }
    }

    /// True while the list is on its way.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.job.is_some()
    }

    #[must_use]
    pub fn is_searching(&self) -> bool {
        self.search.job.is_some()
    }

    pub(super) fn waits_for(&mut self, job: JobId, query: &Query) {
        match query {
            Query::Browse(_) => (self.job, self.stale) = (Some(job), false),
            Query::Quote(_) => self.quote_job = Some(job),
            Query::FindAll { words, how } => {
                self.search.job = Some(job);
                self.search.asked = Some((words.clone(), *how));
            }
            Query::Widen { .. } => {
                if let Some(code_all) = &mut self.search.code_all {
                    code_all.job = Some(job);
                }
            }
            _ => {}
        }
    }

    /// Gives up the list and the search that are on their way; both are asked again. Returns what is to be cancelled.
    pub(super) fn leave(&mut self) -> Vec<JobId> {
        self.stale |= self.job.is_some();
        if self.search.job.is_some() {
            self.search.asked = None;
        }
        [&mut self.job, &mut self.search.job].into_iter().filter_map(Option::take).collect()
    }

    pub(super) fn take_list(&mut self, job: JobId, list: Arc<Browse>) {
        if self.job == Some(job) {
            (self.list, self.job) = (Some(list), None);
        }
    }

    pub(super) fn take_quote(&mut self, job: JobId, text: String) {
        if self.quote_job == Some(job) {
            (self.quoted, self.quote_job) = (Some(text), None);
        }
    }

    /// True when what is typed is not what was asked for last.
    #[must_use]
    pub fn search_is_new(&self) -> bool {
        let search = &self.search;
        search.asked.as_ref().is_none_or(|(words, how)| *words != search.words || *how != search.how)
    }

    /// What is to be asked for what is typed; nothing is found without words.
    pub(super) fn search_query(&mut self) -> Option<Query> {
        let (words, how) = (self.search.words.clone(), self.search.how);
        self.search.code_all = None;
        if words.trim().is_empty() {
            self.search.asked = Some((words, how));
            (self.search.found, self.search.job, self.search.groups) = (None, None, vec![]);
            return None;
        }
        Some(Query::FindAll { words, how })
    }

    pub(super) fn take_found(&mut self, job: JobId, found: Arc<Found>, study: Option<&Study>) {
        if self.search.job != Some(job) {
            return;
        }
        self.search.job = None;
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

    /// Documents changed: what was found is looked for again.
    pub(super) fn search_again(&mut self) {
        if self.search.found.is_some() {
            self.search.asked = None;
        }
    }

    pub(super) fn widen_query(&self) -> Option<Query> {
        let extent = self.search.code_all.as_ref()?.extent;
        let places = self.search.found.as_deref()?.places.clone();
        Some(Query::Widen { places, extent })
    }

    pub(super) fn take_widened(&mut self, job: JobId, places: Arc<Vec<Place>>) {
        if let Some(code_all) = self.search.code_all.as_mut().filter(|all| all.job == Some(job)) {
            (code_all.places, code_all.job) = (Some(places), None);
        }
    }

    pub(super) fn failed(&mut self, job: JobId) {
        self.job.take_if(|waiting| *waiting == job);
        self.quote_job.take_if(|waiting| *waiting == job);
        self.search.job.take_if(|waiting| *waiting == job);
        self.words.failed(job);
    }
}

/// Attributes with the values that participants have, for those with few: by these passages are filtered.
#[must_use]
pub fn choices(study: &Study) -> Vec<(crate::model::VariableId, String, Vec<String>)> {
    const FEW: usize = 12;
    let values = |place: usize| -> Vec<String> {
        let known: BTreeSet<&String> = study.cases.iter().filter_map(|case| case.values.get(place)?.as_ref()).collect();
        known.into_iter().cloned().collect()
    };
    let all = study.variables.iter().enumerate().map(|(place, v)| (v.id, v.name.clone(), values(place)));
    all.filter(|(_, _, values)| (1..=FEW).contains(&values.len())).collect()
}
