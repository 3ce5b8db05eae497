//! Memos of a project and what they are attached to, by a reference or a link.

use super::tree::Node;
use crate::interchange::plain::NoteDump;
use crate::model::Guid;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub struct Notes {
    by_guid: HashMap<Guid, Noted>,
    order: Vec<Guid>,
    /// Linked memos, by what they are attached to.
    links: HashMap<Guid, Vec<Guid>>,
    used: HashSet<Guid>,
    /// True if the names of memos carry information.
    pub named: bool,
}

struct Noted {
    note: NoteDump,
    /// A position in the text that refers to the memo.
    place: Option<(i64, i64)>,
}

impl Notes {
    /// Adds a memo: its name, content, description, and the position that it marks. A second memo with the same guid
    /// gets a new guid, to which nothing refers.
    pub fn add(&mut self, key: Option<Guid>, node: Node<'_>, name: &str, content: Option<String>, mut note: NoteDump) {
        let content = content.unwrap_or_default();
        let titled = self.named && !name.trim().is_empty() && !content.starts_with(name.trim_end_matches(['…', ' ']));
        let mut parts = vec![if titled || content.is_empty() { name.to_owned() } else { String::new() }, content];
        parts.extend(node.description().map(Cow::into_owned));
        parts.extend(
            node.children_named("PlainTextSelection")
                .filter_map(|selection| Some(selection.description()?.into_owned())),
        );
        parts.retain(|part| !part.trim().is_empty());
        note.text = parts.join("\n");
        let place = node.child("PlainTextSelection").and_then(|selection| {
            let number = |name: &str| selection.get(name)?.trim().parse::<i64>().ok();
            number("startPosition").zip(number("endPosition"))
        });
        let key = key.filter(|key| !self.by_guid.contains_key(key)).unwrap_or_default();
        self.by_guid.insert(key, Noted { note, place });
        self.order.push(key);
    }

    /// True for a memo of the file.
    pub fn knows(&self, guid: Guid) -> bool {
        self.by_guid.contains_key(&guid)
    }

    /// Records a link if one of its ends is a memo.
    pub fn link(&mut self, from: Guid, to: Guid) -> bool {
        let (note, target) = match (self.by_guid.contains_key(&from), self.by_guid.contains_key(&to)) {
            (true, false) => (from, to),
            (false, true) => (to, from),
            _ => return false,
        };
        self.links.entry(target).or_default().push(note);
        true
    }

    /// True if a link attaches a memo to this.
    pub fn linked(&self, guid: Option<Guid>) -> bool {
        guid.is_some_and(|guid| self.links.contains_key(&guid))
    }

    fn keys(&mut self, node: Node<'_>, guid: Option<Guid>) -> Vec<Guid> {
        let mut keys: Vec<Guid> = node.children_named("NoteRef").filter_map(Node::target).collect();
        keys.extend(guid.and_then(|guid| self.links.get(&guid)).into_iter().flatten());
        let mut seen = HashSet::new();
        keys.retain(|key| self.by_guid.contains_key(key) && seen.insert(*key));
        self.used.extend(&keys);
        keys
    }

    /// Takes the memos on something.
    pub fn on(&mut self, node: Node<'_>, guid: Option<Guid>) -> Vec<NoteDump> {
        self.placed(node, guid).into_iter().map(|(note, _)| note).collect()
    }

    /// Takes the memos on a document, each with its position in the text if it has one.
    pub fn placed(&mut self, node: Node<'_>, guid: Option<Guid>) -> Vec<(NoteDump, Option<(i64, i64)>)> {
        let keys = self.keys(node, guid);
        keys.iter().filter_map(|key| self.by_guid.get(key)).map(|noted| (noted.note.clone(), noted.place)).collect()
    }

    /// Memos that are attached to nothing, in the order of the file.
    pub fn unattached(&self) -> Vec<NoteDump> {
        let unattached = self.order.iter().filter(|key| !self.used.contains(key));
        unattached.filter_map(|key| Some(self.by_guid.get(key)?.note.clone())).collect()
    }
}
