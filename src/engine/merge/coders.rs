//! Recognises the coders of a copy.

use super::difference::DifferenceKind;
use super::{Copied, Planner};
use crate::model::{Study, User, UserId, find_named, same_name};
use std::collections::HashMap;

impl Planner<'_> {
    /// Returns the name that a copy's coder has in this project, or else the name as first found.
    pub(super) fn coder(&mut self, copy: &Copied<'_>, user: UserId) -> String {
        let Some(user) = copy.study.user(user) else { return String::new() };
        let name = user.name.as_str();
        if let Some(ours) = self.study.user_named(name) {
            return ours.name.clone();
        }
        if let Some(ours) = self.renamed(copy, user) {
            let kind = DifferenceKind::RenamedCoder { coder: ours.clone(), name: name.to_owned() };
            if !self.plan.differences.iter().any(|known| known.copy == copy.path && known.kind == kind) {
                self.differs(copy, kind);
            }
            return ours;
        }
        if let Some(known) = find_named(&self.coders, name, |known| known) {
            return known.clone();
        }
        self.coders.push(name.to_owned());
        self.plan.coder_guids.insert(name.to_owned(), user.guid);
        name.to_owned()
    }

    /// Returns the name of the coder of this project who was renamed here or in the copy: the one with the same guid,
    /// or the only one who had this name, or whose name this coder had.
    fn renamed(&self, copy: &Copied<'_>, user: &User) -> Option<String> {
        if let Some(ours) = self.study.users.iter().find(|ours| ours.guid == user.guid) {
            return Some(ours.name.clone());
        }
        // The coder of a copy that was read before.
        if let Some((known, _)) = self.plan.coder_guids.iter().find(|(_, guid)| **guid == user.guid) {
            return (!same_name(known, &user.name)).then(|| known.clone());
        }
        let mut had = self.study.users.iter().filter(|ours| has_had(&self.former, ours.id, &user.name));
        if let (Some(ours), None) = (had.next(), had.next()) {
            return Some(ours.name.clone());
        }
        let earlier = copy.former.get(&user.id)?.iter();
        // A name that somebody else has in the copy is that person's.
        let mut earlier = earlier.filter(|name| copy.study.user_named(name).is_none());
        earlier.find_map(|name| self.study.user_named(name)).map(|ours| ours.name.clone())
    }
}

/// True if a coder has, or had, this name.
pub(super) fn has_name(study: &Study, former: &HashMap<UserId, Vec<String>>, user: UserId, name: &str) -> bool {
    study.user(user).is_some_and(|user| same_name(&user.name, name)) || has_had(former, user, name)
}

fn has_had(former: &HashMap<UserId, Vec<String>>, user: UserId, name: &str) -> bool {
    former.get(&user).is_some_and(|names| names.iter().any(|known| same_name(known, name)))
}
