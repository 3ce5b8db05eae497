//! Settled disagreements that changed codings open again: a decision is on a place and a code, and does not count for
//! another place.

use crate::analysis::consensus::agreement;
use crate::engine::disagreements::{AgreeRule, compared};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Decided, Decision, DisagreementKey, Fact};
use crate::store::{Changes, CodingChanges};
use std::collections::HashSet;

impl Project {
    /// Returns the disagreements that had a decision before these changes and are open now, at another place.
    pub(super) fn reopened(&self, changes: &[Changes]) -> Result<Vec<DisagreementKey>, Error> {
        let lists: Vec<&CodingChanges> = changes.iter().filter_map(|changes| changes.codings.as_ref()).collect();
        let touched: HashSet<_> = lists
            .iter()
            .flat_map(|list| list.added.iter().chain(&list.removed))
            .map(|fact| (fact.source, fact.code))
            .collect();
        if touched.is_empty() {
            return Ok(Vec::new());
        }
        let reads = self.reads();
        let is_settled = |decided: &Decided| {
            decided.decision != Decision::Later
                && touched.contains(&(decided.disagreement.source, decided.disagreement.code))
        };
        let settled: Vec<DisagreementKey> =
            reads.decisions()?.into_iter().filter(is_settled).map(|decided| decided.disagreement).collect();
        if settled.is_empty() {
            return Ok(Vec::new());
        }
        let study = reads.study()?;
        let rule = AgreeRule::recorded(reads, &study)?.unwrap_or_default();
        let Ok(coders) = compared(&study, &rule) else { return Ok(Vec::new()) };
        let took_part = reads.participations()?;
        let mut reopened = Vec::new();
        let places: HashSet<_> = settled.iter().map(|key| (key.source, key.code)).collect();
        for (source, code) in places {
            let now: Vec<Fact> = reads.facts_of(source)?.into_iter().filter(|fact| fact.code == code).collect();
            let mut before = now.clone();
            for list in lists.iter().rev() {
                before.retain(|fact| !list.added.contains(fact));
                before.extend(list.removed.iter().filter(|fact| (fact.source, fact.code) == (source, code)));
            }
            let disagreements = |facts: &[Fact]| agreement(facts, &took_part, &coders, rule.share).disagreements;
            let (before, now) = (disagreements(&before), disagreements(&now));
            reopened.extend(settled.iter().filter(|key| {
                before.iter().any(|disagreement| disagreement.key == **key)
                    && now.iter().all(|disagreement| disagreement.key != **key)
                    && now.iter().any(|disagreement| {
                        (disagreement.key.source, disagreement.key.code) == (key.source, key.code)
                            && disagreement.key.range.intersection(key.range).is_some()
                    })
            }));
        }
        reopened.sort_unstable();
        Ok(reopened)
    }
}
