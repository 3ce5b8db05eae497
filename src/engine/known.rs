//! Things of a project by name and guid, while dumps are taken in: which of them is meant by what stands in a dump.

use crate::interchange::plain::untaken_name;
use crate::model::{Guid, NameMap};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// One kind of things: coders, documents …
pub(super) struct Known<K> {
    names: NameMap<K>,
    guids: HashMap<Guid, K>,
    /// What the names of the present dump stand for. A thing stands for one name only.
    here: NameMap<K>,
    used: HashSet<K>,
    /// Names of one dump that look the same stand for several things.
    apart: bool,
}

impl<K: Copy + Eq + Hash> Known<K> {
    pub fn of(things: impl Iterator<Item = (String, Guid, K)>) -> Self {
        let mut own = Self {
            names: NameMap::default(),
            guids: HashMap::new(),
            here: NameMap::default(),
            used: HashSet::new(),
            apart: false,
        };
        for (name, guid, id) in things {
            own.names.insert(name, id);
            own.guids.insert(guid, id);
        }
        own
    }

    /// The same for things that stay several when their names in one dump look the same, as documents do: each has a text
    /// of its own.
    pub fn apart(self) -> Self {
        Self { apart: true, ..self }
    }

    /// Another dump begins.
    pub fn begin(&mut self) {
        self.here.clear();
        self.used.clear();
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// What a name of the present dump stands for, or else the thing of this name.
    pub fn get(&self, name: &str) -> Option<K> {
        self.here.get(name).or_else(|| self.names.get(name))
    }

    /// The thing that is meant: by guid, else by name.
    pub fn find(&mut self, name: &str, guid: Option<Guid>) -> Option<K> {
        let by_name = self.names.get(name);
        self.find_with(name, guid, by_name)
    }

    /// The same where a name alone does not tell.
    pub fn find_with(&mut self, name: &str, guid: Option<Guid>, by_name: Option<K>) -> Option<K> {
        if let Some(id) = self.here.exact(name) {
            return Some(id);
        }
        let by_guid = guid.and_then(|guid| self.guids.get(&guid)).copied();
        let free = [by_guid, by_name].into_iter().flatten().find(|id| !self.used.contains(id));
        // Things with guids of their own are several though their names look the same.
        let alike = || self.here.get(name).filter(|_| guid.is_none() && !self.apart);
        let id = free.or_else(alike)?;
        self.here.insert(name, id);
        self.used.insert(id);
        Some(id)
    }

    /// The guid for something new: the one it comes with, unless something else has it.
    pub fn guid(&self, wanted: Option<Guid>) -> Guid {
        wanted.filter(|guid| !self.guids.contains_key(guid)).unwrap_or_default()
    }

    /// The name for something new: its own, unless something else has it. What comes with a guid was apart from things
    /// whose names look the same, and stays so.
    pub fn free(&self, name: &str, guid: Option<Guid>) -> String {
        let is_taken = |name: &str| self.names.is_taken(name, guid.is_some());
        if !is_taken(name) {
            return name.to_owned();
        }
        untaken_name(is_taken, name, name)
    }

    /// Something new: its name in the dump and in the project.
    pub fn add(&mut self, name: &str, own: &str, guid: Guid, id: K) {
        self.names.insert(own, id);
        self.guids.insert(guid, id);
        self.here.insert(name, id);
        self.used.insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_goes_before_a_name_and_a_thing_stands_for_one_name() {
        let (one, two) = (Guid::new(), Guid::new());
        let mut known = Known::of([("A".to_owned(), one, 1), ("B".to_owned(), two, 2)].into_iter());
        known.begin();
        assert_eq!(known.find("renamed", Some(one)), Some(1));
        assert_eq!(known.find("A", None), None, "what is called A here stands for another name of the dump");
        assert_eq!(known.free("A", None), "A (2)");
        assert_eq!(known.find("B", Some(Guid::new())), Some(2));
        assert_ne!(known.guid(Some(two)), two);
        known.begin();
        assert_eq!(known.find("A", None), Some(1));
    }
}
