//! Builds the consensus coding from the passages on which coders agree and from decisions. The coders' own codings
//! never change.

use super::accounts::Stated;
use super::consensus::{Consensus, ConsensusChange, NoConsensus};
use super::displaced_memos::DisplacedMemos;
use super::outcome::{Outcome, SideEffect};
use crate::analysis::consensus::{Agreement, ConsensusPassage, agreement};
use crate::analysis::resolution::{consensus, contradicted, resolution};
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::decision_table::with_place;
use crate::engine::disagreements::{AgreeRule, compared, without_consensus};
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::op::{ConsensusStep, Settled};
use crate::model::{
    CONSENSUS, CodingKey, ConsensusRule, Decided, Decision, DisagreementKey, Fact, OpKind, Progress, Study, UserId,
};
use crate::store::Tx;
use std::collections::HashSet;

/// Colour of the consensus coding, different from all coders' colours.
const COLOR: &str = "#5f6368";

/// The consensus coding to be written, and the existing one.
struct Rebuilt {
    rule: ConsensusRule,
    wanted: HashSet<ConsensusPassage>,
    present: Vec<Fact>,
    user: Option<UserId>,
    memos: DisplacedMemos,
    /// How the compared coders mark their passages.
    stated: Stated,
    consensus: Consensus,
}

impl Rebuilt {
    /// Returns how many passages were added and removed. An empty consensus coding is removed: tables would count
    /// it instead of the coders' codings and show nothing but zeros.
    fn write(&self, tx: &mut Tx<'_>) -> Result<(usize, usize), Error> {
        let user = match self.user {
            _ if self.wanted.is_empty() => {
                if let Some(user) = self.user {
                    self.memos.write(tx, user)?;
                }
                for fact in &self.present {
                    tx.remove_coding(fact.coding)?;
                }
                if let Some(user) = self.user {
                    tx.remove_user(user)?;
                }
                return Ok((0, self.present.len()));
            }
            Some(user) => user,
            None => tx.add_user(CONSENSUS, COLOR)?,
        };
        tx.set_consensus_rule(&self.rule)?;
        let present: HashSet<ConsensusPassage> = self.present.iter().map(ConsensusPassage::of).collect();
        let is_gone = |fact: &&Fact| !self.wanted.contains(&ConsensusPassage::of(fact));
        let gone: Vec<&Fact> = self.present.iter().filter(is_gone).collect();
        let mut new: Vec<&ConsensusPassage> = self.wanted.difference(&present).collect();
        new.sort();
        for passage in &new {
            let key = CodingKey { source: passage.source, range: passage.range, code: passage.code, user };
            let coding = tx.add_coding(key, tx.at())?;
            let CodingKey { source, range, code, user } = key;
            self.stated.write(tx, &Fact { coding, source, range, code, user })?;
        }
        for fact in self.present.iter().filter(|fact| !is_gone(fact)) {
            self.stated.write(tx, fact)?;
        }
        self.memos.write(tx, user)?;
        for fact in &gone {
            tx.remove_coding(fact.coding)?;
        }
        Ok((new.len(), gone.len()))
    }
}

impl Rebuilt {
    /// Returns whether writing it creates the consensus coding, or removes it.
    fn begins_or_ends(&self) -> Option<ConsensusStep> {
        match (self.user, self.wanted.len() as u64) {
            (None, passages) if passages > 0 => Some(ConsensusStep::Created { passages }),
            (Some(_), 0) => Some(ConsensusStep::Removed),
            _ => None,
        }
    }

    /// Adds to a decision's outcome that it created or removed the consensus coding.
    fn reported(&self, outcome: Outcome) -> Outcome {
        let step = self.begins_or_ends().filter(|_| !outcome.changes.is_empty());
        Outcome { also: step.map(SideEffect::Consensus).into_iter().collect(), ..outcome }
    }
}

impl Project {
    fn rebuilt(&self, study: &Study, rule: &AgreeRule, decisions: &[Decided]) -> Result<Rebuilt, Error> {
        let reads = self.reads();
        let coders = compared(study, rule)?;
        let facts = reads.facts(&coders)?;
        let share = rule.share_in(reads)?;
        let took_part = reads.participations()?;
        let found = agreement(&facts, &took_part, &coders, share, &Progress::default())?;
        // The code of a decision may have been removed since.
        let mut wanted = consensus(&found, decisions);
        wanted.retain(|passage| study.codebook.get(passage.code).is_some());
        let user = study.consensus();
        let present = user.map(|user| reads.facts(&[user])).transpose()?.unwrap_or_default();
        let settled = resolution(&found, decisions).decisions;
        let resolved = settled.len();
        let unresolved = found.disagreements.iter().map(|one| one.key).filter(|key| !settled.contains_key(key));
        let coded = wanted.iter().map(|passage| passage.source).collect();
        let without = without_consensus(study, &coders, &took_part, unresolved.map(|key| key.source), &coded).len();
        let open = found.disagreements.len() - resolved;
        let missing = wanted.is_empty().then(|| NoConsensus::of(&found, !facts.is_empty(), open));
        let (agreed, shortened, passages) = (found.passages.len(), found.shortened, wanted.len());
        let stated = Stated::new(&facts, &reads.all_marks()?, decisions);
        let memos = DisplacedMemos::find(reads, study, &present, &wanted)?;
        let (moved_memos, change) = (memos.len(), ConsensusChange::None);
        let consensus =
            Consensus { agreed, shortened, resolved, open, share, passages, missing, moved_memos, without, change };
        Ok(Rebuilt { rule: rule.record(reads, study)?, wanted, present, user, memos, stated, consensus })
    }

    pub(super) fn agree(&mut self, rule: &AgreeRule, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let rebuilt = self.rebuilt(&study, rule, &self.reads().decisions()?)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let (added, removed) = rebuilt.write(tx)?;
            let agree =
                OpKind::Agree { passages: rebuilt.wanted.len() as u64, added: added as u64, removed: removed as u64 };
            let kind = if rebuilt.consensus.missing.is_some() { OpKind::RemoveConsensus } else { agree };
            Ok(((added, removed), kind))
        })?;
        let (added, removed) = written.value;
        let change = match (written.op, rebuilt.user) {
            (None, _) => ConsensusChange::None,
            (Some(_), Some(_)) if added == 0 && removed == 0 => ConsensusChange::None,
            (Some(_), None) => ConsensusChange::Created,
            (Some(_), Some(_)) => ConsensusChange::Updated { added, removed },
        };
        Ok(Outcome { consensus: Some(Consensus { change, ..rebuilt.consensus }), ..written.into() })
    }

    pub(super) fn settle(
        &mut self,
        rule: &AgreeRule,
        key: DisagreementKey,
        decision: Decision,
        reason: &str,
        by: &By,
    ) -> Result<Outcome, Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let coders = compared(&study, rule)?;
        let (document, _) = reads.document(key.source)?;
        let code = reads.code_name(key.code)?;
        let (facts, took_part, share) = (reads.facts(&coders)?, reads.participations()?, rule.share_in(reads)?);
        let found = agreement(&facts, &took_part, &coders, share, &Progress::default())?;
        let disagreement =
            found.disagreements.iter().find(|disagreement| disagreement.key == key).ok_or_else(|| {
                Error::NoDisagreement { code: code.clone(), range: key.range, document: document.clone() }
            })?;
        match decision {
            Decision::Coder(user) if !disagreement.coders.contains(&user) => {
                let name = reads.user_name(user)?;
                return Err(Error::NotCompared { coder: name, document });
            }
            Decision::Recode(other) => drop(reads.code_name(other)?),
            Decision::Range(range) => self.check_range(key.source, range)?,
            _ => {}
        }
        let who = by.name().unwrap_or_default().to_owned();
        let decided = Decided { disagreement: key, decision, reason: reason.trim().to_owned(), who, at: now() };
        let mut decisions = reads.decisions()?;
        let earlier = decisions.clone();
        decisions.retain(|other| other.disagreement != key);
        decisions.push(decided.clone());
        let withdrawn = check_contradictions(&study, &found, &decisions, key, by)?;
        let mut before = check_decision(&study, &earlier, key, by)?;
        decisions.retain(|other| !withdrawn.contains(other));
        for other in withdrawn.iter().filter(|other| Some(other.who.as_str()) != by.name()) {
            before.extend(study.user_named(&other.who).map(|user| user.id).filter(|id| !before.contains(id)));
        }
        let rebuilt = self.rebuilt(&study, rule, &decisions)?;
        // Postponing what was undecided leaves the consensus coding as it is, and creates none.
        let builds = decision != Decision::Later || has_effect(&earlier, key);
        let written = self.store.transact(by.name(), decided.at, |tx| -> Result<_, Error> {
            tx.set_decision(&decided)?;
            for other in &withdrawn {
                tx.remove_decision(other.disagreement)?;
            }
            if builds {
                rebuilt.write(tx)?;
            }
            if builds || rebuilt.user.is_none() {
                // Even if nothing is agreed yet: the decision is on what this rule calls a disagreement.
                tx.set_consensus_rule(&rebuilt.rule)?;
            }
            let consensus = rebuilt.begins_or_ends().filter(|_| builds);
            let (code, document) = (tx.code(key.code)?, tx.document(key.source)?);
            let range = (key.range.start.0, key.range.end.0);
            let (decision, decided_by) = (settled(tx, decision)?, tx.coders(&before)?);
            let withdrawn: Result<Vec<_>, _> = withdrawn.iter().map(|other| tx.code(other.disagreement.code)).collect();
            let withdrawn = withdrawn?;
            Ok(((), OpKind::Settle { code, document, range, decision, decided_by, withdrawn, consensus }))
        })?;
        Ok(if builds { rebuilt.reported(written.into()) } else { written.into() })
    }

    pub(super) fn unsettle(&mut self, rule: &AgreeRule, key: DisagreementKey, by: &By) -> Result<Outcome, Error> {
        let (reads, study) = (self.reads(), self.reads().study()?);
        let mut decisions = reads.decisions()?;
        let before = check_decision(&study, &decisions, key, by)?;
        let builds = has_effect(&decisions, key);
        decisions.retain(|other| other.disagreement != key);
        let rebuilt = self.rebuilt(&study, rule, &decisions)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let mut consensus = None;
            if tx.remove_decision(key)? && builds {
                rebuilt.write(tx)?;
                consensus = rebuilt.begins_or_ends();
            }
            let (code, document) = (tx.code(key.code)?, tx.document(key.source)?);
            let (range, decided_by) = ((key.range.start.0, key.range.end.0), tx.coders(&before)?);
            Ok(((), OpKind::Unsettle { code, document, range, decided_by, consensus }))
        })?;
        Ok(if builds { rebuilt.reported(written.into()) } else { written.into() })
    }
}

/// True if the disagreement is decided, and not only postponed.
fn has_effect(decisions: &[Decided], key: DisagreementKey) -> bool {
    decisions.iter().any(|decided| decided.disagreement == key && decided.decision != Decision::Later)
}

/// Checks that no other coder has settled the disagreement, or that `by.anyway` is set; everyone may settle what
/// was postponed. Returns the other coder, for the history, if the project still has them.
fn check_decision(study: &Study, decisions: &[Decided], key: DisagreementKey, by: &By) -> Result<Vec<UserId>, Error> {
    let is_others = |d: &&Decided| {
        d.disagreement == key && d.decision != Decision::Later && !d.who.is_empty() && Some(d.who.as_str()) != by.name()
    };
    match decisions.iter().find(is_others) {
        None => Ok(Vec::new()),
        Some(before) if by.anyway => Ok(study.user_named(&before.who).map(|user| user.id).into_iter().collect()),
        Some(before) => Err(Error::OthersDecision { who: before.who.clone(), coder: by.name.clone() }),
    }
}

/// Checks that the new decision on a disagreement contradicts no other one, or that `by.anyway` is set. Returns those that
/// it contradicts, which are withdrawn.
fn check_contradictions(
    study: &Study,
    found: &Agreement,
    decisions: &[Decided],
    key: DisagreementKey,
    by: &By,
) -> Result<Vec<Decided>, Error> {
    let contradicted = contradicted(found, decisions, key);
    if contradicted.is_empty() || by.anyway {
        return Ok(contradicted.into_iter().cloned().collect());
    }
    let earlier = contradicted.into_iter().map(|decided| with_place(study, decided)).collect();
    Err(Error::ContradictsDecisions { earlier })
}

fn settled(tx: &Tx<'_>, decision: Decision) -> Result<Settled, Error> {
    Ok(match decision {
        Decision::Coder(user) => Settled::Coder { coder: tx.coder(user)? },
        Decision::Both => Settled::Both,
        Decision::Neither => Settled::Neither,
        Decision::Recode(code) => Settled::Recode { code: tx.code(code)? },
        Decision::Range(range) => Settled::Range { start: range.start.0, end: range.end.0 },
        Decision::Later => Settled::Later,
    })
}
