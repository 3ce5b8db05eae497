//! Passages that a copy marks differently: as important, or as about somebody's experience.

use super::choice::{ChoiceKind, MergeThing};
use super::difference::{DifferenceKind, MergeItem, MergeReason};
use super::{ChosenWork, CodingRef, Copied, Planner};
use crate::model::Account;
use crate::store::Passage;

impl Planner<'_> {
    /// Lists how a copy's version of a passage is marked if this project's is not marked so.
    pub(super) fn compare_marks(
        &mut self,
        copy: &Copied<'_>,
        passage: &Passage,
        known: CodingRef,
        item: &dyn Fn(Option<MergeReason>) -> MergeItem,
    ) {
        if passage.important && self.is_unmarked(known) {
            if let CodingRef::Here(id) = known {
                let (thing, work) = (MergeThing::Importance(id), ChosenWork::MarkImportant(id));
                self.may_choose(copy, ChoiceKind::Importance, thing, self.plan.differences.len(), work);
            }
            self.differs(copy, DifferenceKind::ImportantPassage(item(None)));
        }
        let (there, here) = (passage.account.as_ref(), self.account(known));
        let in_copy = copy.account_changes.get(&passage.coding.id);
        let in_project = match known {
            CodingRef::Here(id) => self.account_changes.get(&id),
            CodingRef::New(_) => None,
        };
        // What a copy does not state may never have been stated there.
        let is_withdrawn = there.is_none() && in_copy.is_some_and(|at| in_project.is_none_or(|here| at > here));
        if there == here || there.is_none() && !is_withdrawn {
            return;
        }
        let (there, here) = (there.cloned(), here.cloned());
        if let CodingRef::Here(id) = known {
            let was_withdrawn_here = in_project.is_some_and(|at| in_copy.is_none_or(|there| at > there));
            let is_new = here.is_none() && !was_withdrawn_here;
            let kind = if is_new { ChoiceKind::NewAccount } else { ChoiceKind::OtherAccount };
            let (thing, work) = (MergeThing::Account(id), ChosenWork::SetAccount(id, there.clone()));
            self.may_choose(copy, kind, thing, self.plan.differences.len(), work);
        }
        self.differs(copy, DifferenceKind::Account { passage: item(None), there, here });
    }

    /// Returns whose experience a passage of this project, or a planned one, is about.
    fn account(&self, coding: CodingRef) -> Option<&Account> {
        match coding {
            CodingRef::Here(id) => self.accounts.get(&id),
            CodingRef::New(place) => self.plan.incoming.get(place)?.account.as_ref(),
        }
    }

    fn is_unmarked(&self, coding: CodingRef) -> bool {
        match coding {
            CodingRef::Here(id) => !self.important.contains(&id),
            CodingRef::New(place) => self.plan.incoming.get(place).is_some_and(|coding| !coding.important),
        }
    }
}
