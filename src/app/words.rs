//! The words of places in documents, with some around them: those in sight are asked for, and kept for a while.

use crate::engine::browse::Excerpt;
use crate::engine::{JobId, Query};
use crate::model::{CharRange, SourceId};
use std::collections::{HashMap, HashSet};

/// A place in a document.
pub type Place = (SourceId, CharRange);

/// Words that are kept at most; they are asked for again when they come in sight again.
const KEPT: usize = 4_000;

#[derive(Clone, Debug)]
pub struct Words {
    /// Characters shown around a place.
    context: u32,
    excerpts: HashMap<Place, Excerpt>,
    asked: HashMap<JobId, Vec<Place>>,
    awaited: HashSet<Place>,
}

impl Words {
    #[must_use]
    pub fn new(context: u32) -> Self {
        Self { context, excerpts: HashMap::new(), asked: HashMap::new(), awaited: HashSet::new() }
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

    /// Texts may have changed: the words of all places are asked for again.
    pub(super) fn forget(&mut self) {
        self.excerpts.clear();
        self.asked.clear();
        self.awaited.clear();
    }

    #[must_use]
    pub fn of(&self, place: Place) -> Option<&Excerpt> {
        self.excerpts.get(&place)
    }

    /// What must be asked so that these places can be shown.
    pub(super) fn missing(&self, places: &[Place]) -> Option<Query> {
        let here = |place: &Place| self.excerpts.contains_key(place) || self.awaited.contains(place);
        let mut places: Vec<Place> = places.iter().filter(|place| !here(place)).copied().collect();
        places.dedup();
        (!places.is_empty()).then_some(Query::Excerpts { places, context: self.context })
    }

    pub(super) fn wait_for(&mut self, job: JobId, places: &[Place]) {
        self.awaited.extend(places.iter().copied());
        self.asked.insert(job, places.to_vec());
    }

    /// Takes what was asked for here; other answers are left alone.
    pub(super) fn take(&mut self, job: JobId, excerpts: &[Excerpt]) {
        let Some(places) = self.asked.remove(&job) else { return };
        if self.excerpts.len() > KEPT {
            self.excerpts.clear();
        }
        for (place, excerpt) in places.into_iter().zip(excerpts) {
            self.awaited.remove(&place);
            self.excerpts.insert(place, excerpt.clone());
        }
    }

    /// What could not be read stays awaited: it is not asked for in every frame.
    pub(super) fn failed(&mut self, job: JobId) {
        self.asked.remove(&job);
    }
}
