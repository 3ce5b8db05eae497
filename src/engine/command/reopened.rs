//! Decisions that a change of codings leaves without their disagreement: a decision is on a place and a code, and does
//! not count for another place or code.

use crate::analysis::consensus::agreement;
use crate::engine::disagreements::{AgreeRule, compared};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{CodeId, Decided, Decision, DisagreementKey, Fact, SourceId, UserId};
use crate::store::{Changes, CodingChanges};
use std::collections::HashSet;

/// Disagreements that had a decision before a change and are not resolved by it any more.
#[derive(Debug, Default)]
pub(super) struct WithoutDecision {
    /// Open now, at another place or with a code to which passages were moved.
    pub reopened: Vec<DisagreementKey>,
    /// The coders no longer disagree there, for example because a passage, code or document was deleted.
    pub lapsed: Vec<DisagreementKey>,
}

impl Project {
    /// Returns the disagreements whose decisions these changes have left without an effect.
    pub(super) fn without_decision(&self, changes: &[Changes]) -> Result<WithoutDecision, Error> {
        let lists: Vec<&CodingChanges> = changes.iter().filter_map(|changes| changes.codings.as_ref()).collect();
        let changed = || lists.iter().flat_map(|list| list.added.iter().chain(&list.removed));
        let touched: HashSet<(SourceId, CodeId)> = changed().map(|fact| (fact.source, fact.code)).collect();
        if touched.is_empty() {
            return Ok(WithoutDecision::default());
        }
        let reads = self.reads();
        let is_settled = |decided: &Decided| {
            decided.decision != Decision::Later
                && touched.contains(&(decided.disagreement.source, decided.disagreement.code))
        };
        let settled: HashSet<DisagreementKey> =
            reads.decisions()?.into_iter().filter(is_settled).map(|decided| decided.disagreement).collect();
        if settled.is_empty() {
            return Ok(WithoutDecision::default());
        }
        let study = reads.study()?;
        let rule = AgreeRule::recorded(reads, &study)?.unwrap_or_default();
        let Ok(coders) = compared(&study, &rule) else { return Ok(WithoutDecision::default()) };
        let took_part = reads.participations()?;
        let disagreements = |facts: &[Fact], took_part: &[(SourceId, UserId)]| {
            let found = agreement(facts, took_part, &coders, rule.share).disagreements;
            found.into_iter().map(|disagreement| disagreement.key)
        };
        let sources: HashSet<SourceId> = settled.iter().map(|key| key.source).collect();
        let mut facts = Vec::new();
        for &source in &sources {
            facts.extend(reads.facts_of(source)?.into_iter().filter(|fact| touched.contains(&(source, fact.code))));
        }
        let mut new: Vec<DisagreementKey> = disagreements(&facts, &took_part).collect();
        let mut gone = settled.clone();
        new.iter().for_each(|key| _ = gone.remove(key));
        for list in lists.iter().rev() {
            let added: HashSet<&Fact> = list.added.iter().collect();
            facts.retain(|fact| !added.contains(fact));
            facts.extend(list.removed.iter().filter(|fact| sources.contains(&fact.source)));
        }
        // A coder whose only passages of a document were deleted took part in it until then.
        let removed = lists.iter().flat_map(|list| &list.removed).map(|fact| (fact.source, fact.user));
        let took_part_before: HashSet<(SourceId, UserId)> = took_part.iter().copied().chain(removed).collect();
        let took_part_before: Vec<_> = took_part_before.into_iter().collect();
        let before: HashSet<DisagreementKey> = disagreements(&facts, &took_part_before).collect();
        new.retain(|key| !before.contains(key) && !settled.contains(key));
        let is_open = |key: &DisagreementKey| {
            let is_near =
                |other: &DisagreementKey| other.source == key.source && other.range.intersection(key.range).is_some();
            new.iter().any(is_near)
        };
        // Whether the coders disagreed in a document that is deleted cannot be told from what is left.
        gone.retain(|key| before.contains(key) || study.source(key.source).is_none());
        let (mut reopened, mut lapsed): (Vec<_>, Vec<_>) = gone.into_iter().partition(is_open);
        reopened.sort_unstable();
        lapsed.sort_unstable();
        Ok(WithoutDecision { reopened, lapsed })
    }
}
