//! Things of a project by name and guid, while dumps are taken in: which of them is meant by what stands in a dump.

use crate::interchange::plain::untaken_name;
use crate::model::Guid;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// One kind of things: coders, documents …
pub struct Known<K> {
    names: HashMap<String, K>,
    guids: HashMap<Guid, K>,
    /// What the names of the present dump stand for. A thing stands for one name only.
    here: HashMap<String, K>,
    used: HashSet<K>,
}

impl<K: Copy + Eq + Hash> Known<K> {
    pub fn of(things: impl Iterator<Item = (String, Guid, K)>) -> Self {
        let mut own = Self { names: HashMap::new(), guids: HashMap::new(), here: HashMap::new(), used: HashSet::new() };
        for (name, guid, id) in things {
            own.names.insert(name, id);
            own.guids.insert(guid, id);
        }
        own
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
        self.here.get(name).or_else(|| self.names.get(name)).copied()
    }

    /// The thing that is meant: by guid, else by name.
    pub fn find(&mut self, name: &str, guid: Option<Guid>) -> Option<K> {
        let by_name = self.names.get(name).copied();
        self.find_with(name, guid, by_name)
    }

    /// The same where a name alone does not tell.
    pub fn find_with(&mut self, name: &str, guid: Option<Guid>, by_name: Option<K>) -> Option<K> {
        if let Some(&id) = self.here.get(name) {
            return Some(id);
        }
        let by_guid = guid.and_then(|guid| self.guids.get(&guid)).copied();
        let id = [by_guid, by_name].into_iter().flatten().find(|id| !self.used.contains(id))?;
        self.here.insert(name.to_owned(), id);
        self.used.insert(id);
        Some(id)
    }

    /// The guid for something new: the one it comes with, unless something else has it.
    pub fn guid(&self, wanted: Option<Guid>) -> Guid {
        wanted.filter(|guid| !self.guids.contains_key(guid)).unwrap_or_default()
    }

    /// The name for something new: its own, unless something else has it.
    pub fn free(&self, name: &str) -> String {
        if !self.names.contains_key(name) {
            return name.to_owned();
        }
        untaken_name(|name| self.names.contains_key(name), name, name)
    }

    /// Something new: its name in the dump and in the project.
    pub fn add(&mut self, name: &str, own: &str, guid: Guid, id: K) {
        self.names.insert(own.to_owned(), id);
        self.guids.insert(guid, id);
        self.here.insert(name.to_owned(), id);
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
        assert_eq!(known.free("A"), "A (2)");
        assert_eq!(known.find("B", Some(Guid::new())), Some(2));
        assert_ne!(known.guid(Some(two)), two);
        known.begin();
        assert_eq!(known.find("A", None), Some(1));
    }
}
