//! Decisions on disputes that are being made and not written down yet: each stays with its dispute, whatever else is looked
//! at meanwhile, until it is written down or dropped.

use super::compare_room::{CompareRoom, Item};
use crate::engine::JobId;
use crate::model::{Decision, DisputeKey};
use std::collections::HashMap;

/// A decision that is being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionDraft {
    /// The dispute that it is for: a place in the disputes of the item.
    pub place: usize,
    pub decision: Option<Decision>,
    pub reason: String,
    /// Words are being chosen for a range of their own.
    pub choosing: bool,
    /// The reason is to get the keyboard.
    pub focus: bool,
    /// The dispute on which something was decided.
    of: Option<DisputeKey>,
}

/// What was begun and left.
#[derive(Clone, Debug, Default)]
pub struct Begun {
    left: HashMap<DisputeKey, DecisionDraft>,
    /// Commands that write a decision down and are not done yet.
    settling: HashMap<JobId, (DisputeKey, DecisionDraft)>,
}

impl CompareRoom {
    /// Chooses a decision; the reason gets the keyboard.
    pub fn decide(&mut self, decision: Decision) {
        self.draft.of = self.dispute().map(|dispute| dispute.dispute.key);
        self.draft.decision = Some(decision);
        self.draft.choosing = matches!(decision, Decision::Range(_));
        self.draft.focus = true;
    }

    /// Looks at another dispute of the item, or at another item's first: what was begun here stays with its dispute.
    pub fn leave_draft(&mut self, place: usize) {
        let left = std::mem::replace(&mut self.draft, DecisionDraft { place, ..DecisionDraft::default() });
        if let Some(key) = left.of.filter(|_| left.decision.is_some()) {
            self.begun.left.insert(key, left);
        }
    }

    /// Drops the decision that is being made.
    pub fn drop_draft(&mut self) {
        self.draft = DecisionDraft { place: self.draft.place, ..DecisionDraft::default() };
    }

    /// Goes on with what was begun on this dispute.
    pub(super) fn take_up(&mut self, dispute: DisputeKey) {
        if self.draft.of.is_none()
            && let Some(begun) = self.begun.left.remove(&dispute)
        {
            self.draft = DecisionDraft { place: self.draft.place, focus: false, ..begun };
        }
    }

    /// True when a decision on one of the item's disputes was begun and left.
    #[must_use]
    pub fn is_begun(&self, item: &Item) -> bool {
        let list = self.disputes.as_deref().map_or(&[][..], |all| all.list.as_slice());
        let mut keys = item.disputes.iter().filter_map(|&place| Some(list.get(place)?.dispute.key));
        keys.any(|key| self.begun.left.contains_key(&key))
    }

    /// A command writes down what was decided.
    pub(super) fn is_settled_by(&mut self, job: JobId, dispute: DisputeKey) {
        self.begun.settling.insert(job, (dispute, self.draft.clone()));
        self.drop_draft();
    }

    /// The decision is written down by another command in the place of one that was refused.
    pub(super) fn settles_again(&mut self, refused: JobId, again: JobId) {
        if let Some(begun) = self.begun.settling.remove(&refused) {
            self.begun.settling.insert(again, begun);
        }
    }

    pub(super) fn settled(&mut self, job: JobId) {
        if let Some((dispute, _)) = self.begun.settling.remove(&job) {
            self.begun.left.remove(&dispute);
        }
    }

    /// It could not be written down: it is there again.
    pub(super) fn not_settled(&mut self, job: JobId) {
        if let Some((dispute, draft)) = self.begun.settling.remove(&job) {
            self.begun.left.insert(dispute, DecisionDraft { of: Some(dispute), ..draft });
        }
    }

    /// Everything begun and not written down: dispute, decision, reason.
    #[must_use]
    pub fn undecided(&self) -> Vec<(DisputeKey, Decision, String)> {
        let settling = self.begun.settling.values().map(|(_, draft)| draft);
        let all = std::iter::once(&self.draft).chain(self.begun.left.values()).chain(settling);
        let mut all: Vec<_> = all.filter_map(|d| Some((d.of?, d.decision?, d.reason.clone()))).collect();
        all.sort_by_key(|(key, ..)| *key);
        all
    }

    /// Puts back what [`Self::undecided`] gave.
    pub fn put_back(&mut self, undecided: Vec<(DisputeKey, Decision, String)>) {
        for (key, decision, reason) in undecided {
            let choosing = matches!(decision, Decision::Range(_));
            let draft =
                DecisionDraft { decision: Some(decision), reason, choosing, of: Some(key), ..DecisionDraft::default() };
            self.begun.left.insert(key, draft);
        }
    }
}
