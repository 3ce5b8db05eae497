//! Settled disagreements that changed codings open again: a decision is on a place and a code, and does not count for
//! another place or code.

use crate::analysis::consensus::agreement;
use crate::engine::disagreements::{AgreeRule, compared};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{CodeId, Decided, Decision, DisagreementKey, Fact, SourceId};
use crate::store::{Changes, CodingChanges};
use std::collections::HashSet;

impl Project {
    /// Returns the disagreements that had a decision before these changes and are open now, at another place or with a code
    /// to which passages were moved.
    pub(super) fn reopened(&self, changes: &[Changes]) -> Result<Vec<DisagreementKey>, Error> {
        let lists: Vec<&CodingChanges> = changes.iter().filter_map(|changes| changes.codings.as_ref()).collect();
        let changed = || lists.iter().flat_map(|list| list.added.iter().chain(&list.removed));
        let touched: HashSet<(SourceId, CodeId)> = changed().map(|fact| (fact.source, fact.code)).collect();
        if touched.is_empty() {
            return Ok(Vec::new());
        }
        let reads = self.reads();
        let is_settled = |decided: &Decided| {
            decided.decision != Decision::Later
                && touched.contains(&(decided.disagreement.source, decided.disagreement.code))
        };
        let settled: HashSet<DisagreementKey> =
            reads.decisions()?.into_iter().filter(is_settled).map(|decided| decided.disagreement).collect();
        if settled.is_empty() {
            return Ok(Vec::new());
        }
        let study = reads.study()?;
        let rule = AgreeRule::recorded(reads, &study)?.unwrap_or_default();
        let Ok(coders) = compared(&study, &rule) else { return Ok(Vec::new()) };
        let took_part = reads.participations()?;
        let disagreements = |facts: &[Fact]| {
            let found = agreement(facts, &took_part, &coders, rule.share).disagreements;
            found.into_iter().map(|disagreement| disagreement.key)
        };
        let sources: HashSet<SourceId> = settled.iter().map(|key| key.source).collect();
        let mut facts = Vec::new();
        for &source in &sources {
            facts.extend(reads.facts_of(source)?.into_iter().filter(|fact| touched.contains(&(source, fact.code))));
        }
        let mut new: Vec<DisagreementKey> = disagreements(&facts).collect();
        let mut gone = settled.clone();
        new.iter().for_each(|key| _ = gone.remove(key));
        for list in lists.iter().rev() {
            let added: HashSet<&Fact> = list.added.iter().collect();
            facts.retain(|fact| !added.contains(fact));
            facts.extend(list.removed.iter().filter(|fact| sources.contains(&fact.source)));
        }
        let before: HashSet<DisagreementKey> = disagreements(&facts).collect();
        new.retain(|key| !before.contains(key) && !settled.contains(key));
        let is_open = |key: &DisagreementKey| {
            let is_near =
                |other: &DisagreementKey| other.source == key.source && other.range.intersection(key.range).is_some();
            before.contains(key) && new.iter().any(is_near)
        };
        let mut reopened: Vec<DisagreementKey> = gone.into_iter().filter(is_open).collect();
        reopened.sort_unstable();
        Ok(reopened)
    }
}
