//! The text of places in documents, with some context: loaded when visible, and cached for a while.

use crate::engine::excerpts::Excerpt;
use crate::engine::{Error, JobId, Query};
use crate::model::{CharRange, SourceId};
use std::collections::{HashMap, HashSet};

/// A place in a document.
pub type PassagePlace = (SourceId, CharRange);

/// Maximum number of texts cached; others are requested again when they become visible.
const KEPT: usize = 4_000;

#[derive(Clone, Debug)]
pub struct Words {
    /// Number of characters shown around a place.
    context: u32,
    /// Whether it is shown who speaks.
    speakers: bool,
    excerpts: HashMap<PassagePlace, Excerpt>,
    asked: HashMap<JobId, Vec<PassagePlace>>,
    awaited: HashSet<PassagePlace>,
    /// Why some of them could not be read.
    failure: Option<String>,
}

impl Words {
    #[must_use]
    pub fn new(context: u32) -> Self {
        Self {
            context,
            speakers: false,
            excerpts: HashMap::new(),
            asked: HashMap::new(),
            awaited: HashSet::new(),
            failure: None,
        }
    }

    /// Also loads who speaks.
    #[must_use]
    pub fn with_speakers(self) -> Self {
        Self { speakers: true, ..self }
    }

    #[must_use]
    pub fn context(&self) -> u32 {
        self.context
    }

    pub fn show_context(&mut self, context: u32) {
        if self.context != context {
            self.context = context;
            self.forget();
        }
    }

    /// Drops all texts, because documents may have changed.
    pub(super) fn forget(&mut self) {
        self.excerpts.clear();
        self.asked.clear();
        self.awaited.clear();
        self.failure = None;
    }

    /// Returns why some of the text could not be read.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Requests everything again that becomes visible.
    pub fn try_again(&mut self) {
        self.forget();
    }

    #[must_use]
    pub fn of(&self, place: PassagePlace) -> Option<&Excerpt> {
        self.excerpts.get(&place)
    }

    /// Requests the text of these places unless it is loaded or requested.
    pub(super) fn need(&mut self, places: &[PassagePlace], ask: impl FnOnce(Query) -> JobId) {
        let is_here = |place: &PassagePlace| self.excerpts.contains_key(place) || self.awaited.contains(place);
        let mut wanted: Vec<PassagePlace> = places.iter().filter(|place| !is_here(place)).copied().collect();
        wanted.dedup();
        if wanted.is_empty() {
            return;
        }
        self.awaited.extend(wanted.iter().copied());
        let job = ask(Query::Excerpts { places: wanted.clone(), context: self.context, speakers: self.speakers });
        self.asked.insert(job, wanted);
    }

    /// Takes an answer requested here; returns false for other answers.
    pub(super) fn take(&mut self, job: JobId, excerpts: &[Excerpt]) -> bool {
        let Some(places) = self.asked.remove(&job) else { return false };
        if self.excerpts.len() > KEPT {
            self.excerpts.clear();
        }
        for (place, excerpt) in places.into_iter().zip(excerpts) {
            self.awaited.remove(&place);
            self.excerpts.insert(place, excerpt.clone());
        }
        true
    }

    /// Takes a failed query made here; returns false for others. Its places stay requested, so that they are not
    /// requested in every frame.
    pub(super) fn failed(&mut self, job: JobId, error: &Error) -> bool {
        let is_asked = self.asked.remove(&job).is_some();
        if is_asked {
            self.failure = Some(super::advice::advise(error).paragraph());
        }
        is_asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: u32) -> PassagePlace {
        (SourceId(1), CharRange::new(start, start + 1))
    }

    /// Answers with the start of each place as its text.
    fn answer(query: &Query) -> Vec<Excerpt> {
        let Query::Excerpts { places, .. } = query else { panic!("{query:?}") };
        let excerpt = |(_, range): &PassagePlace| Excerpt { text: range.start.0.to_string(), ..Excerpt::default() };
        places.iter().map(excerpt).collect()
    }

    #[test]
    fn every_place_has_its_own_words_however_the_list_is_scrolled() {
        let mut excerpts = Words::new(0);
        let mut random = fastrand::Rng::with_seed(4);
        let mut waiting: Vec<(JobId, Query)> = Vec::new();
        for step in 0..400 {
            let first = random.u32(0..60);
            let sight: Vec<PassagePlace> = (first..first + random.u32(1..12)).map(place).collect();
            excerpts.need(&sight, |query| {
                waiting.push((JobId(step), query));
                JobId(step)
            });
            while waiting.len() > random.usize(0..4) {
                let (job, query) = waiting.swap_remove(random.usize(0..waiting.len()));
                assert!(excerpts.take(job, &answer(&query)));
            }
            for place in &sight {
                let found = excerpts.of(*place).map(|excerpt| excerpt.text.clone());
                assert!(found.is_none_or(|text| text == place.1.start.0.to_string()), "{place:?}");
            }
        }
        let all: Vec<PassagePlace> = (0..71).map(place).collect();
        excerpts.need(&all, |query| {
            waiting.push((JobId(1_000), query));
            JobId(1_000)
        });
        assert!(waiting.drain(..).all(|(job, query)| excerpts.take(job, &answer(&query))));
        assert!(all.iter().all(|place| excerpts.of(*place).is_some()));
    }
}
