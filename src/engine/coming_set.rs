//! Sets that come with an import or a merge, and how many of their members the project has.

use crate::interchange::plain::{ProjectDump, SetDump};
use crate::model::{NameMap, Noun, SetKind, Study};
use crate::tr;
use serde_json::{Value, json};

/// A set that a project gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingSet {
    pub name: String,
    pub kind: SetKind,
    /// Number of documents or codes that it names and the project has or gets, and of those that it has not.
    pub found: usize,
    pub missing: usize,
    /// True if whatever has certain values belongs to it, too.
    pub has_conditions: bool,
}

impl ComingSet {
    /// Returns the sets that a dump would add to a study, as it is before its documents and codes are added.
    #[must_use]
    pub fn in_dump(dump: &ProjectDump, study: &Study) -> Vec<Self> {
        let is_new = |set: &&SetDump| {
            study.set_named(&set.name).is_none() && !study.sets.iter().any(|known| Some(known.guid) == set.guid)
        };
        let new: Vec<&SetDump> = dump.sets.iter().filter(is_new).collect();
        if new.is_empty() {
            return Vec::new();
        }
        let known = |names: &mut dyn Iterator<Item = &str>| names.map(|name| (name, ())).collect::<NameMap<()>>();
        let here = study.sources.iter().map(|source| source.name.as_str());
        let documents = known(&mut here.chain(dump.documents.iter().map(|document| document.name.as_str())));
        let (book, paths) = (&study.codebook, dump.codebook.paths());
        let here: Vec<String> = book.codes().iter().map(|code| book.path(code.id).to_string()).collect();
        let codes = known(&mut here.iter().chain(&paths).map(String::as_str));
        let coming = |set: &SetDump| {
            let known = match set.kind {
                SetKind::Documents => &documents,
                SetKind::Codes => &codes,
            };
            let found = set.items.iter().filter(|name| known.contains(name)).count();
            let missing = set.items.len() - found + set.nameless;
            let has_conditions = !set.conditions.is_empty() && !set.has_unread_conditions;
            Self { name: set.name.clone(), kind: set.kind, found, missing, has_conditions }
        };
        // One of which nothing is known is left out.
        new.into_iter().map(coming).filter(|set| set.found > 0 || set.missing == 0 || set.has_conditions).collect()
    }

    /// Returns the object that stands for it in JSON.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "set": self.name, "kind": self.kind.name(), "members": self.found, "missing": self.missing })
    }

    /// Returns all of them as JSON.
    #[must_use]
    pub fn list(sets: &[Self]) -> Value {
        sets.iter().map(Self::to_json).collect()
    }
}

/// Formats as `“First” (3 documents)` or `“First” (2 of 3 documents found)`.
impl std::fmt::Display for ComingSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, kind, found, missing, has_conditions } = self;
        let noun = match kind {
            SetKind::Documents => Noun::Document,
            SetKind::Codes => Noun::Code,
        };
        let all = noun.counted((found + missing) as u64);
        let members = match (found + missing, missing) {
            (0, _) if *has_conditions => tr!("chosen by condition").to_owned(),
            (_, 0) => all,
            _ => tr!("{found} of {all} found", found, all),
        };
        f.write_str(&tr!("“{name}” ({members})", name, members))
    }
}
