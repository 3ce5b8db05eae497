//! Unsaved decisions on disagreements. Each stays with its disagreement, whatever else is viewed meanwhile, until
//! it is saved or dropped.

use super::compare_room::{CompareRoom, Item};
use crate::engine::JobId;
use crate::model::{Decision, DisagreementKey, UserId};
use std::collections::{HashMap, HashSet};

/// A decision being made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionDraft {
    /// The disagreement it is for: an index into the disagreements of the item.
    pub place: usize,
    pub decision: Option<Decision>,
    pub reason: String,
    /// Whether text is being selected for a different range.
    pub choosing: bool,
    /// Whether the reason should receive the keyboard focus.
    pub focus: bool,
    /// The disagreement for which a decision was selected.
    of: Option<DisagreementKey>,
    /// The coder who started it; `None` if nobody had given a name.
    pub by: Option<UserId>,
    /// It is restored from an earlier session.
    put_back: bool,
    /// Its disagreement no longer exists: it is not kept any longer, but is there if the disagreement comes back, as with
    /// another overlap.
    is_homeless: bool,
}

/// Decisions that were started and left.
#[derive(Clone, Debug, Default)]
pub struct Begun {
    left: HashMap<DisagreementKey, DecisionDraft>,
    /// The last one that was given up although it had a reason.
    given_up: Option<(DisagreementKey, DecisionDraft)>,
    /// Commands that are saving a decision.
    settling: HashMap<JobId, (DisagreementKey, DecisionDraft)>,
}

impl CompareRoom {
    /// Selects a decision of the current coder, `me`; the reason receives the keyboard focus.
    pub(super) fn decide(&mut self, decision: Decision, me: Option<UserId>) {
        self.draft.by = me;
        self.draft.of = self.disagreement().map(|disagreement| disagreement.disagreement.key);
        self.draft.decision = Some(decision);
        self.draft.choosing = matches!(decision, Decision::Range(_));
        self.draft.focus = true;
    }

    /// Switches to another disagreement of the item, or to another item; the draft stays with its disagreement.
    pub fn leave_draft(&mut self, place: usize) {
        let left = std::mem::replace(&mut self.draft, DecisionDraft { place, ..DecisionDraft::default() });
        if let Some(key) = left.of.filter(|_| left.decision.is_some()) {
            self.begun.left.insert(key, left);
        }
    }

    /// Drops the current draft.
    pub fn drop_draft(&mut self) {
        self.draft = DecisionDraft { place: self.draft.place, ..DecisionDraft::default() };
    }

    /// Gives up the decision with its reason. Returns true if there was a reason, which can be restored.
    pub(super) fn give_up(&mut self) -> bool {
        let place = self.draft.place;
        let given_up = std::mem::replace(&mut self.draft, DecisionDraft { place, ..DecisionDraft::default() });
        let given_up = given_up.of.filter(|_| !given_up.reason.trim().is_empty()).map(|of| (of, given_up));
        let has_reason = given_up.is_some();
        self.begun.given_up = given_up.or(self.begun.given_up.take());
        has_reason
    }

    /// Takes up the decision that was given up last, and shows its disagreement.
    pub(super) fn restore_given_up(&mut self) {
        let Some((disagreement, draft)) = self.begun.given_up.take() else { return };
        self.leave_draft(self.draft.place);
        self.begun.left.insert(disagreement, draft);
        self.seek(disagreement);
    }

    /// Resumes the draft for this disagreement.
    pub(super) fn take_up(&mut self, disagreement: DisagreementKey) {
        if self.draft.of.is_none()
            && let Some(begun) = self.begun.left.remove(&disagreement)
        {
            self.draft = DecisionDraft { place: self.draft.place, focus: false, is_homeless: false, ..begun };
        }
    }

    /// Returns the draft for one of the item's disagreements.
    #[must_use]
    pub fn begun(&self, item: &Item) -> Option<&DecisionDraft> {
        let list = self.disagreements.as_deref().map_or(&[][..], |all| all.list.as_slice());
        let mut keys = item.disagreements.iter().filter_map(|&place| Some(list.get(place)?.disagreement.key));
        keys.find_map(|key| self.begun.left.get(&key))
    }

    /// Notes that a command is saving the decision.
    pub(super) fn is_settled_by(&mut self, job: JobId, disagreement: DisagreementKey) {
        self.begun.settling.insert(job, (disagreement, self.draft.clone()));
        self.drop_draft();
    }

    /// Notes that another command saves the decision instead of the refused one.
    pub(super) fn settles_again(&mut self, refused: JobId, again: JobId) {
        if let Some(begun) = self.begun.settling.remove(&refused) {
            self.begun.settling.insert(again, begun);
        }
    }

    pub(super) fn settled(&mut self, job: JobId) {
        if let Some((disagreement, _)) = self.begun.settling.remove(&job) {
            self.begun.left.remove(&disagreement);
        }
    }

    /// Restores the draft of a decision that could not be saved.
    pub(super) fn not_settled(&mut self, job: JobId) {
        if let Some((disagreement, draft)) = self.begun.settling.remove(&job) {
            self.begun.left.insert(disagreement, DecisionDraft { of: Some(disagreement), ..draft });
        }
    }

    fn drafts(&self) -> impl Iterator<Item = &DecisionDraft> {
        let settling = self.begun.settling.values().map(|(_, draft)| draft);
        std::iter::once(&self.draft).chain(self.begun.left.values()).chain(settling)
    }

    /// Returns the reasons of restored drafts whose disagreement is not among the current ones. These drafts are no longer
    /// unsaved input.
    pub(super) fn lose_homeless(&mut self) -> Vec<String> {
        let list = self.disagreements.as_deref().map_or(&[][..], |all| all.list.as_slice());
        let keys: HashSet<DisagreementKey> = list.iter().map(|shown| shown.disagreement.key).collect();
        let homeless = self
            .begun
            .left
            .iter_mut()
            .filter(|(key, draft)| draft.put_back && !draft.is_homeless && !keys.contains(key));
        let mut reasons = Vec::new();
        for (_, draft) in homeless {
            draft.is_homeless = true;
            reasons.extend(Some(draft.reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned));
        }
        reasons.sort_unstable();
        reasons
    }

    /// Returns who started each unsaved draft, as far as known.
    #[must_use]
    pub fn deciders(&self) -> Vec<(DisagreementKey, UserId)> {
        let begun = self.drafts().filter(|draft| draft.decision.is_some() && !draft.is_homeless);
        let mut all: Vec<_> = begun.filter_map(|draft| Some((draft.of?, draft.by?))).collect();
        all.sort_unstable();
        all
    }

    /// Returns all unsaved drafts: disagreement, decision, reason.
    #[must_use]
    pub fn undecided(&self) -> Vec<(DisagreementKey, Decision, String)> {
        let drafts = self.drafts().filter(|draft| !draft.is_homeless);
        let mut all: Vec<_> = drafts.filter_map(|d| Some((d.of?, d.decision?, d.reason.clone()))).collect();
        all.sort_by_key(|(key, ..)| *key);
        all
    }

    /// Restores what [`Self::undecided`] and [`Self::deciders`] returned, and shows the first of them.
    pub fn put_back(
        &mut self,
        undecided: Vec<(DisagreementKey, Decision, String)>,
        deciders: &[(DisagreementKey, UserId)],
    ) {
        if let Some((first, ..)) = undecided.first() {
            self.seek(*first);
        }
        for (key, decision, reason) in undecided {
            let choosing = matches!(decision, Decision::Range(_));
            let by = deciders.iter().find(|(of, _)| *of == key).map(|(_, user)| *user);
            let (decision, of) = (Some(decision), Some(key));
            let draft =
                DecisionDraft { decision, reason, choosing, of, by, put_back: true, ..DecisionDraft::default() };
            self.begun.left.insert(key, draft);
        }
    }
}
