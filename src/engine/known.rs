//! Matches things in a dump with those of a project, by guid and name, while dumps are imported.

use crate::interchange::plain::untaken_name;
use crate::model::{Guid, NameMap};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// One kind of thing: coders, documents …
pub(super) struct Known<K> {
    names: NameMap<K>,
    guids: HashMap<Guid, K>,
    /// Maps the names of the current dump to things. Each thing has only one name in a dump.
    here: NameMap<K>,
    used: HashSet<K>,
    /// Whether names in one dump that look the same mean different things.
    apart: bool,
}

impl<K: Copy + Eq + Hash> Known<K> {
    pub fn of(things: impl Iterator<Item = (String, Guid, K)>) -> Self {
        let mut known = Self {
            names: NameMap::default(),
            guids: HashMap::new(),
            here: NameMap::default(),
            used: HashSet::new(),
            apart: false,
        };
        for (name, guid, id) in things {
            known.names.insert(name, id);
            known.guids.insert(guid, id);
        }
        known
    }

    /// Keeps things separate even if their names in one dump look the same, as for documents, each of which has its
    /// own text.
    pub fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Starts another dump.
    pub fn begin(&mut self) {
        self.here.clear();
        self.used.clear();
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns the thing with this name in the current dump, or else in the project.
    pub fn get(&self, name: &str) -> Option<K> {
        self.here.get(name).or_else(|| self.names.get(name))
    }

    /// Returns the matching thing: by guid, else by name.
    pub fn find(&mut self, name: &str, guid: Option<Guid>) -> Option<K> {
        let by_name = self.names.get(name);
        self.find_with(name, guid, by_name)
    }

    /// Does the same where the name alone does not identify a thing; `by_name` is the candidate.
    pub fn find_with(&mut self, name: &str, guid: Option<Guid>, by_name: Option<K>) -> Option<K> {
        if let Some(id) = self.here.exact(name) {
            return Some(id);
        }
        let by_guid = guid.and_then(|guid| self.guids.get(&guid)).copied();
        let free = [by_guid, by_name].into_iter().flatten().find(|id| !self.used.contains(id));
        // Things with their own guids stay separate even if their names look the same.
        let alike = || self.here.get(name).filter(|_| guid.is_none() && !self.apart);
        let id = free.or_else(alike)?;
        self.here.insert(name, id);
        self.used.insert(id);
        Some(id)
    }

    /// Returns the guid for a new thing: the one it comes with, unless something else has it.
    pub fn guid(&self, wanted: Option<Guid>) -> Guid {
        wanted.filter(|guid| !self.guids.contains_key(guid)).unwrap_or_default()
    }

    /// Returns the name for a new thing: its own, unless something else has it. A thing with a guid was separate
    /// from things whose names look the same, and stays so.
    pub fn free(&self, name: &str, guid: Option<Guid>) -> String {
        let is_taken = |name: &str| self.names.is_taken(name, guid.is_some());
        if !is_taken(name) {
            return name.to_owned();
        }
        untaken_name(is_taken, name, name)
    }

    /// Adds a new thing, with its name in the dump and in the project.
    pub fn add(&mut self, name: &str, stored_as: &str, guid: Guid, id: K) {
        self.names.insert(stored_as, id);
        self.guids.insert(guid, id);
        self.here.insert(name, id);
        self.used.insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_takes_precedence_and_a_name_matches_one_thing() {
        let (one, two) = (Guid::new(), Guid::new());
        let mut known = Known::of([("A".to_owned(), one, 1), ("B".to_owned(), two, 2)].into_iter());
        known.begin();
        assert_eq!(known.find("renamed", Some(one)), Some(1));
        assert_eq!(known.find("A", None), None, "the thing named A in the project has another name in the dump");
        assert_eq!(known.free("A", None), "A (2)");
        assert_eq!(known.find("B", Some(Guid::new())), Some(2));
        assert_ne!(known.guid(Some(two)), two);
        known.begin();
        assert_eq!(known.find("A", None), Some(1));
    }
}
