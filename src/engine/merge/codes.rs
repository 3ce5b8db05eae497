//! Which codes of this project the codes of a copy are.

use super::{CodeRef, Copied, DifferenceKind, PlannedCode, Planner};
use crate::model::{CodeId, Codebook, Guid, NameKey, same_name};
use std::collections::{HashMap, HashSet};

/// The codes of this project, and those that the merge adds.
struct Known {
    by_guid: HashMap<Guid, CodeId>,
    /// By the code above and the name; of names that look the same, the first.
    by_path: HashMap<(Option<CodeRef>, NameKey), CodeRef>,
}

impl Known {
    fn of(book: &Codebook, new: &[PlannedCode]) -> Self {
        let mut known = Self { by_guid: HashMap::new(), by_path: HashMap::new() };
        for code in book.codes() {
            known.by_guid.insert(code.guid, code.id);
            known.add(code.parent.map(CodeRef::Here), &code.name, CodeRef::Here(code.id));
        }
        for (place, code) in new.iter().enumerate() {
            known.add(code.parent, &code.name, CodeRef::New(place));
        }
        known
    }

    fn add(&mut self, above: Option<CodeRef>, name: &str, code: CodeRef) {
        self.by_path.entry((above, NameKey::of(name))).or_insert(code);
    }
}

impl Planner<'_> {
    /// Matches the codes of the copy with those of this project. Codes used by its codings, and their ancestors, are
    /// planned if they are not here.
    pub(super) fn codes(&mut self, copy: &Copied<'_>, used: &HashSet<CodeId>) -> HashMap<CodeId, CodeRef> {
        let (book, ours) = (&copy.study.codebook, &self.study.codebook);
        let used = with_all_above(book, used);
        let mut known = Known::of(ours, &self.plan.new_codes);
        let mut found: HashMap<CodeId, CodeRef> = HashMap::new();
        for code in book.codes() {
            let by_guid = known.by_guid.get(&code.guid).and_then(|&id| ours.get(id));
            if let Some(renamed) = by_guid.filter(|c| !same_name(&c.name, &code.name)) {
                let (code, name) = (ours.path(renamed.id).to_string(), code.name.clone());
                self.differs(copy, DifferenceKind::RenamedCode { code, name });
            }
            let is_used = used.contains(&code.id);
            let above = match code.parent {
                None => Some(None),
                Some(parent) => found.get(&parent).copied().map(Some),
            };
            let by_path = || known.by_path.get(&(above?, NameKey::of(&code.name))).copied();
            let is_taken = |known: &CodeRef| is_used || matches!(known, CodeRef::Here(_));
            if let Some(known) = by_guid.map(|c| CodeRef::Here(c.id)).or_else(by_path).filter(is_taken) {
                found.insert(code.id, known);
            } else if is_used {
                let (parent, name) = (above.flatten(), code.name.clone());
                let new = CodeRef::New(self.plan.new_codes.len());
                known.add(parent, &name, new);
                let (color, description) = (code.color.clone(), code.description.clone());
                self.plan.new_codes.push(PlannedCode { parent, name, color, description });
                self.plan.codes.push(book.path(code.id).to_string());
                found.insert(code.id, new);
            } else {
                self.differs(copy, DifferenceKind::UnusedCode { code: book.path(code.id).to_string() });
            }
        }
        found
    }
}

/// Returns the codes and all that are above them.
fn with_all_above(book: &Codebook, codes: &HashSet<CodeId>) -> HashSet<CodeId> {
    let mut found = HashSet::new();
    for &code in codes {
        let mut next = Some(code);
        // What is above a code that has been found has been found too.
        while let Some(id) = next.filter(|&id| found.insert(id)) {
            next = book.get(id).and_then(|code| code.parent);
        }
    }
    found
}
