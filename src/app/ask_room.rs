//! The state of the Ask room: a query, as text and as the parts that are chosen, and what it finds.

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::words::PassagePlace;
use crate::analysis::query::{Mistake, PassageQuery, PresentQuery};
use crate::engine::find::{CardWords, FindQuery, FoundPlaces};
use crate::engine::reading::PassageScope;
use crate::engine::{Answer, Changes, Error, JobId, Query};
use crate::model::{ParticipantId, QueryId, SourceId, SpokenBy, Study, UserId};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Passages whose words are kept; others are read again when they come into sight.
const KEPT: usize = 2_000;

/// How what was found is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskView {
    #[default]
    Passages,
    Participants,
    Documents,
    /// Participants who could be found and are not.
    Without,
}

/// Whose passages are listed of those that were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    Participant(ParticipantId),
    Document(SourceId),
}

#[derive(Debug, Default)]
pub struct AskRoom {
    /// The query as it is typed.
    typed: String,
    /// What the typed text says, or why it says nothing; `None` for an empty text.
    query: Option<Result<PassageQuery, Mistake>>,
    /// Whose words a passage must contain.
    pub spoken_by: SpokenBy,
    pub view: AskView,
    only: Option<Only>,
    /// The saved query that was opened last.
    opened: Option<QueryId>,
    /// The passages that are listed, by their numbers.
    listed: Arc<Vec<usize>>,
    found: Option<Arc<FoundPlaces>>,
    /// What was asked last.
    asked: Option<FindQuery>,
    pending: Pending,
    stale: bool,
    /// What is listed as text, to be copied.
    pub text_to_copy: Option<String>,
    copy_pending: Pending,
    words: HashMap<usize, CardWords>,
    awaited: HashMap<JobId, Vec<usize>>,
    /// Why some of the words could not be read.
    failure: Option<String>,
}

impl AskRoom {
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What the typed text says, or why it says nothing; `None` for an empty text.
    #[must_use]
    pub fn query(&self) -> Option<&Result<PassageQuery, Mistake>> {
        self.query.as_ref()
    }

    #[must_use]
    pub fn found(&self) -> Option<&Arc<FoundPlaces>> {
        self.found.as_ref()
    }

    /// What is awaited, or why it failed.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// Why the words of some passages could not be read.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The words of a passage, by its number, if they are read.
    #[must_use]
    pub fn words(&self, passage: usize) -> Option<&CardWords> {
        self.words.get(&passage)
    }

    /// Sets the text of the query.
    pub fn type_query(&mut self, typed: String) {
        if typed != self.typed {
            self.query = (!typed.trim().is_empty()).then(|| typed.parse());
            self.typed = typed;
            self.only = None;
        }
    }

    /// Opens a saved query: `query` is what it asks now.
    pub fn open(&mut self, saved: QueryId, query: String) {
        self.type_query(query);
        self.opened = Some(saved);
    }

    /// The saved query that was opened last.
    #[must_use]
    pub fn opened(&self) -> Option<QueryId> {
        self.opened
    }

    /// Renaming something changes how the query is printed, and nothing else. What is gone keeps its name.
    pub(super) fn take_study(&mut self, before: &Study, now: &Study) {
        if let Some(Ok(query)) = &self.query
            && let Ok(present) = PresentQuery::of(&query.definition(before, ""), now)
            && present.query != *query
        {
            (self.typed, self.query) = (present.query.to_string(), Some(Ok(present.query)));
        }
    }

    /// Sets the query by its parts; `None` for no query.
    pub fn set_query(&mut self, query: Option<PassageQuery>) {
        self.type_query(query.map(|query| query.to_string()).unwrap_or_default());
    }

    /// Asks for what is listed as text; it arrives in [`Self::text_to_copy`].
    pub fn copy(&mut self, link: &mut Link) {
        let Some(asked) = self.asked.clone() else { return };
        let (participant, source) = match self.only {
            None => (None, None),
            Some(Only::Participant(participant)) => (Some(participant), None),
            Some(Only::Document(source)) => (None, Some(source)),
        };
        self.copy_pending.ask(link, Query::FoundAsText(Box::new(FindQuery { participant, source, ..asked })));
    }

    /// Asks once more after a failure.
    pub fn ask_again(&mut self) {
        (self.stale, self.failure) = (true, None);
        self.words.clear();
        self.awaited.clear();
    }

    /// Returns what is asked with these coders; `None` if the text says nothing.
    fn to_ask(&self, users: Vec<UserId>) -> Option<FindQuery> {
        let query = self.query.as_ref()?.as_ref().ok()?.clone();
        let scope = PassageScope { spoken_by: self.spoken_by, ..PassageScope::default() };
        Some(FindQuery { query, users, scope, participant: None, source: None })
    }

    /// Asks for what the query finds, unless it is known.
    pub(super) fn refresh_as(&mut self, users: Vec<UserId>, link: &mut Link) {
        let Some(asked) = self.to_ask(users) else {
            // What was found before stays in sight while a query is being typed.
            if self.query.is_none() {
                (self.found, self.asked) = (None, None);
                self.list();
                self.pending.cancel(link);
            }
            return;
        };
        if self.stale || self.asked.as_ref() != Some(&asked) {
            self.stale = false;
            self.pending.cancel(link);
            self.pending.ask(link, Query::FindPlaces(Box::new(asked.clone())));
            self.asked = Some(asked);
        }
    }

    /// The passages that are listed, by their numbers.
    #[must_use]
    pub fn listed(&self) -> &Arc<Vec<usize>> {
        &self.listed
    }

    /// True if passages are listed, and they are those that the text asks for.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !self.listed.is_empty() && matches!(self.query, Some(Ok(_))) && !self.pending.is_waiting()
    }

    /// Where the listed passages are, each place once.
    #[must_use]
    pub fn listed_places(&self) -> Vec<PassagePlace> {
        let Some(found) = self.found.as_deref() else { return Vec::new() };
        let places = self.listed.iter().filter_map(|passage| found.passage(*passage).first());
        let mut places: Vec<PassagePlace> = places.map(|place| (place.source, place.range)).collect();
        places.dedup();
        places
    }

    #[must_use]
    pub fn only(&self) -> Option<Only> {
        self.only
    }

    /// Lists the passages of one participant or document, or all.
    pub fn list_only(&mut self, only: Option<Only>) {
        (self.only, self.view) = (only, AskView::Passages);
        self.list();
    }

    fn list(&mut self) {
        let Some(found) = self.found.as_deref() else {
            self.listed = Arc::default();
            return;
        };
        let is_listed = |passage: &usize| match (self.only, found.passage(*passage).first()) {
            (Some(Only::Participant(wanted)), Some(place)) => found.participants_of(place).contains(&wanted),
            (Some(Only::Document(wanted)), Some(place)) => place.source == wanted,
            _ => true,
        };
        self.listed = Arc::new((0..found.passages()).filter(is_listed).collect());
    }

    /// Asks for the words of passages in sight that are neither read nor awaited.
    pub fn need_words(&mut self, sight: Range<usize>, link: &mut Link) {
        let Some(found) = self.found.clone() else { return };
        let sight = self.listed.get(sight).unwrap_or_default();
        let is_missing = |passage: &usize| {
            !self.words.contains_key(passage) && !self.awaited.values().any(|awaited| awaited.contains(passage))
        };
        let passages: Vec<usize> = sight.iter().copied().filter(is_missing).collect();
        if !passages.is_empty() {
            let job = link.ask(Query::CardWords { found, passages: passages.clone() });
            self.awaited.insert(job, passages);
        }
    }

    fn take_found(&mut self, found: Arc<FoundPlaces>) {
        self.words.clear();
        self.awaited.clear();
        self.failure = None;
        self.found = Some(found);
        self.list();
    }
}

impl Part for AskRoom {
    fn take(&mut self, job: JobId, answer: Answer, _around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::FoundPlaces(found) if self.pending.take(job) => self.take_found(found),
            Answer::PassagesAsText(text) if self.copy_pending.take(job) => self.text_to_copy = Some(text),
            // Words of what was found before are of no use any more.
            Answer::CardWords(words) => {
                if let Some(passages) = self.awaited.remove(&job) {
                    if self.words.len() > KEPT {
                        self.words.clear();
                    }
                    self.words.extend(passages.into_iter().zip(words));
                }
            }
            answer => return Some(answer),
        }
        None
    }

    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        if self.pending.failed(job, error) {
            self.found = None;
            self.list();
            return true;
        }
        // The message gives the reason: there is no place for it.
        self.copy_pending.take(job);
        // The places stay awaited, so that they are not asked for in every frame.
        let is_own = self.awaited.contains_key(&job);
        if is_own {
            self.failure = Some(super::advice::advise(error).paragraph());
        }
        is_own
    }

    fn changed(&mut self, _changes: &Changes) {
        self.stale = true;
    }

    fn leave(&mut self, link: &Link) {
        self.stale |= self.pending.cancel(link);
    }
}
