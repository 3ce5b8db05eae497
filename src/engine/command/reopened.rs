//! Decisions that a change leaves without their disagreement: a decision is on a place and a code, and does not count for
//! another place or code.

use super::Command;
use super::outcome::{Lapse, Lapsed};
use crate::analysis::consensus::agreement;
use crate::analysis::resolution::resolution;
use crate::engine::disagreements::{AgreeRule, compared};
use crate::engine::error::Error;
use crate::engine::merged_decisions::{DecisionStep, merged_codes, merged_decisions};
use crate::engine::project::Project;
use crate::model::{CharRange, CodeId, Decided, Decision, DisagreementKey, Fact, Progress, SourceId, Study, UserId};
use crate::store::{Changes, CodingChanges};
use std::collections::{HashMap, HashSet};

/// Disagreements that had a decision before a change and are not resolved by it any more.
#[derive(Debug, Default)]
pub(super) struct WithoutDecision {
    /// Open now, at another place or with a code to which passages were moved.
    pub reopened: Vec<DisagreementKey>,
    /// The coders no longer disagree there, for example because a passage, code or document was deleted.
    pub lapsed: Vec<Lapsed>,
}

/// What is known of decisions before a command that changes them.
#[derive(Debug, Default)]
pub(super) struct DecisionsBefore {
    /// What becomes of them because codes are merged.
    steps: Vec<DecisionStep>,
    /// Disagreements whose decisions have no effect, because a later one contradicts them; `None` if that will not change.
    overruled: Option<HashSet<DisagreementKey>>,
}

impl Project {
    pub(super) fn decisions_before(&self, command: &Command) -> Result<DecisionsBefore, Error> {
        let steps = command.merged_codes().map(|(from, into)| self.decision_steps(from, into)).transpose()?;
        let overruled = command.may_bring_contradictions().then(|| self.overruled()).transpose()?;
        Ok(DecisionsBefore { steps: steps.unwrap_or_default(), overruled })
    }

    fn overruled(&self) -> Result<HashSet<DisagreementKey>, Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let decisions = reads.decisions()?;
        let rule = AgreeRule::recorded(reads, &study)?.unwrap_or_default();
        let Ok(coders) = compared(&study, &rule) else { return Ok(HashSet::new()) };
        if decisions.is_empty() {
            return Ok(HashSet::new());
        }
        let share = rule.share_in(reads)?;
        let found = agreement(&reads.facts(&coders)?, &reads.participations()?, &coders, share, &Progress::default())?;
        let pairs = resolution(&found, &decisions).contradictions.into_iter();
        Ok(pairs.map(|pair| pair.earlier.disagreement).collect())
    }

    /// Returns what becomes of decisions if a code is merged into another one.
    pub(super) fn decision_steps(&self, from: CodeId, into: CodeId) -> Result<Vec<DecisionStep>, Error> {
        let book = self.reads().study()?.codebook;
        Ok(merged_decisions(self.reads().decisions()?, &merged_codes(&book, from, into)))
    }

    /// Returns the disagreements whose decisions these changes have left without an effect.
    pub(super) fn without_decision(
        &self,
        changes: &[Changes],
        before: &DecisionsBefore,
    ) -> Result<WithoutDecision, Error> {
        let DecisionsBefore { steps, overruled } = before;
        let mut moved: Vec<(DisagreementKey, DisagreementKey)> = Vec::new();
        let mut replaced: Vec<Lapsed> = Vec::new();
        for step in steps {
            match step {
                DecisionStep::Move { from, decided } => moved.push((*from, decided.disagreement)),
                DecisionStep::Replace(Decided { disagreement, .. }) => {
                    replaced.push(Lapsed { why: Lapse::Replaced, disagreement: *disagreement });
                }
                DecisionStep::Withdraw(_) => {}
            }
        }
        let mut without = self.left_without_decision(changes, &moved)?;
        without.lapsed.extend(replaced);
        if let Some(overruled) = overruled {
            let mut now: Vec<DisagreementKey> = self.overruled()?.into_iter().collect();
            let after = |key: &DisagreementKey| moved.iter().find(|(from, _)| from == key).map_or(*key, |(_, to)| *to);
            let before: HashSet<DisagreementKey> = overruled.iter().map(after).collect();
            now.retain(|key| !before.contains(key));
            now.sort_unstable();
            let contradicted = |disagreement| Lapsed { why: Lapse::Contradicted, disagreement };
            without.lapsed.extend(now.into_iter().map(contradicted));
        }
        Ok(without)
    }

    /// `moved`: what decisions were about before, and are about now, if that is another code.
    fn left_without_decision(
        &self,
        changes: &[Changes],
        moved: &[(DisagreementKey, DisagreementKey)],
    ) -> Result<WithoutDecision, Error> {
        let lists: Vec<&CodingChanges> = changes.iter().filter_map(|changes| changes.codings.as_ref()).collect();
        if lists.iter().all(|list| list.added.is_empty() && list.removed.is_empty()) {
            return Ok(WithoutDecision::default());
        }
        let reads = self.reads();
        let decisions = reads.decisions()?;
        if decisions.is_empty() {
            return Ok(WithoutDecision::default());
        }
        let study = reads.study()?;
        let consensus = study.consensus();
        let changed = lists.iter().flat_map(|list| list.added.iter().chain(&list.removed));
        let mut touched: HashSet<(SourceId, CodeId)> =
            changed.filter(|fact| Some(fact.user) != consensus).map(|fact| (fact.source, fact.code)).collect();
        touched.extend(moved.iter().map(|(_, after)| (after.source, after.code)));
        let is_settled = |decided: &Decided| {
            decided.decision != Decision::Later
                && touched.contains(&(decided.disagreement.source, decided.disagreement.code))
        };
        let settled: HashSet<DisagreementKey> =
            decisions.into_iter().filter(is_settled).map(|decided| decided.disagreement).collect();
        if settled.is_empty() {
            return Ok(WithoutDecision::default());
        }
        let rule = AgreeRule::recorded(reads, &study)?.unwrap_or_default();
        let Ok(coders) = compared(&study, &rule) else { return Ok(WithoutDecision::default()) };
        let (took_part, share) = (reads.participations()?, rule.share_in(reads)?);
        let disagreements = |facts: &[Fact], took_part: &[(SourceId, UserId)]| -> Result<Vec<_>, Error> {
            let found = agreement(facts, took_part, &coders, share, &Progress::default())?.disagreements;
            Ok(found.into_iter().map(|disagreement| disagreement.key).collect())
        };
        let sources: HashSet<SourceId> = settled.iter().map(|key| key.source).collect();
        let mut facts = Vec::new();
        for &source in &sources {
            facts.extend(reads.facts_of(source)?.into_iter().filter(|fact| touched.contains(&(source, fact.code))));
        }
        let mut new: Vec<DisagreementKey> = disagreements(&facts, &took_part)?;
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
        let mut before: HashSet<DisagreementKey> = disagreements(&facts, &took_part_before)?.into_iter().collect();
        let known: Vec<DisagreementKey> =
            moved.iter().filter(|(was, _)| before.contains(was)).map(|(_, after)| *after).collect();
        before.extend(known);
        new.retain(|key| !before.contains(key) && !settled.contains(key));
        // Whether the coders disagreed in a document that is deleted cannot be told from what is left.
        gone.retain(|key| before.contains(key) || study.source(key.source).is_none());
        Ok(WithoutDecision::new(gone, &new, &study))
    }
}

impl WithoutDecision {
    /// `new`: disagreements that did not exist before.
    fn new(gone: HashSet<DisagreementKey>, new: &[DisagreementKey], study: &Study) -> Self {
        let mut open: HashMap<SourceId, Vec<CharRange>> = HashMap::new();
        new.iter().for_each(|key| open.entry(key.source).or_default().push(key.range));
        let is_open = |key: &DisagreementKey| {
            let near = open.get(&key.source).map_or(&[][..], Vec::as_slice);
            near.iter().any(|range| range.intersection(key.range).is_some())
        };
        let (mut reopened, lapsed): (Vec<_>, Vec<_>) = gone.into_iter().partition(is_open);
        let why = |key: &DisagreementKey| match (study.source(key.source), study.codebook.get(key.code)) {
            (None, _) => Lapse::Document,
            (_, None) => Lapse::Code,
            _ => Lapse::Agreement,
        };
        let mut lapsed: Vec<Lapsed> =
            lapsed.into_iter().map(|disagreement| Lapsed { why: why(&disagreement), disagreement }).collect();
        reopened.sort_unstable();
        lapsed.sort_unstable();
        Self { reopened, lapsed }
    }
}
