//! Codings with their ids replaced by indices into the study's lists, so that counting needs no look-ups.

use crate::model::{Fact, Study};
use std::collections::HashMap;

/// Used instead of an index where there is none.
pub(super) const NONE: u32 = u32::MAX;

/// Codings with the indices of their documents and codes.
pub(super) struct Indexed<'a> {
    pub facts: &'a [Fact],
    /// Per coding: index of its document in `Study::sources`. [`NONE`] when the study lacks its document or its
    /// code.
    pub source: Vec<u32>,
    /// Per coding: index of its code in codebook order. [`NONE`] when the study lacks its document or its code.
    pub code: Vec<u32>,
    /// Per document: index of its participant in `Study::participants`, or [`NONE`].
    pub participant: Vec<u32>,
    /// Number of participants.
    pub participants: usize,
}

impl<'a> Indexed<'a> {
    pub fn new(study: &Study, facts: &'a [Fact]) -> Self {
        let participants = Places::new(study.participants.iter().map(|p| p.id.0));
        let sources = Places::new(study.sources.iter().map(|s| s.id.0));
        let codes = Places::new(study.codebook.codes().iter().map(|c| c.id.0));
        let participant =
            study.sources.iter().map(|s| s.participant.map_or(NONE, |id| participants.of(id.0))).collect();
        let (mut source, mut code) = (Vec::with_capacity(facts.len()), Vec::with_capacity(facts.len()));
        for fact in facts {
            let (of_source, of_code) = (sources.of(fact.source.0), codes.of(fact.code.0));
            let known = of_source != NONE && of_code != NONE;
            source.push(if known { of_source } else { NONE });
            code.push(if known { of_code } else { NONE });
        }
        Self { facts, source, code, participant, participants: study.participants.len() }
    }

    /// Returns the index of a coding's participant in `Study::participants`, or [`NONE`].
    pub fn participant(&self, fact: u32) -> u32 {
        let source = self.source.get(fact as usize).copied().unwrap_or(NONE);
        self.participant.get(source as usize).copied().unwrap_or(NONE)
    }

    /// Returns coding, document and code index of every coding whose document and code the study has.
    pub fn known(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        let both = self.source.iter().zip(&self.code);
        (0..).zip(both).filter(|&(_, (&source, _))| source != NONE).map(|(i, (&source, &code))| (i, source, code))
    }
}

/// Maps row ids to list indices. Ids are usually small numbers, and then this is an array; hashing for each of a
/// million codings would cost more than the counting.
struct Places {
    dense: Vec<u32>,
    sparse: HashMap<i64, u32>,
}

impl Places {
    fn new(ids: impl ExactSizeIterator<Item = i64>) -> Self {
        let limit = ids.len().saturating_mul(8).max(1 << 12);
        let mut places = Self { dense: vec![], sparse: HashMap::new() };
        for (id, place) in ids.zip(0..) {
            match usize::try_from(id).ok().filter(|&id| id < limit) {
                Some(id) => {
                    if places.dense.len() <= id {
                        places.dense.resize(id + 1, NONE);
                    }
                    places.dense[id] = place;
                }
                None => _ = places.sparse.insert(id, place),
            }
        }
        places
    }

    fn of(&self, id: i64) -> u32 {
        match usize::try_from(id).ok().and_then(|id| self.dense.get(id)) {
            Some(&place) if place != NONE => place,
            _ if self.sparse.is_empty() => NONE,
            _ => self.sparse.get(&id).copied().unwrap_or(NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NONE, Places};

    #[test]
    fn ids_of_any_size_have_their_place() {
        let ids = [7_i64, 0, i64::MAX, -3, 4095, 4096];
        let places = Places::new(ids.into_iter());
        for (id, place) in ids.into_iter().zip(0..) {
            assert_eq!(places.of(id), place, "{id}");
        }
        assert_eq!((places.of(1), places.of(-1), places.of(9999)), (NONE, NONE, NONE));
    }
}
