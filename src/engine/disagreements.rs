//! The coders' agreement and disagreements, with their text and the decisions on them.

use super::excerpts::{Excerpt, excerpts};
use crate::analysis::consensus::{ConsensusPassage, Disagreement, SHARE, agreement};
use crate::analysis::resolution::{Contradiction, Resolution, consensus, resolution};
use crate::engine::error::Error;
use crate::model::{
    CodeId, ConsensusRule, Decided, Decision, DisagreementKey, Fact, NoRule, Noun, Progress, SourceId, Study, UserId,
};
use crate::store::Reads;
use crate::text::some_of;
use crate::{i18n, tr};
use std::collections::{HashMap, HashSet};

/// The coders compared, and the overlap required for two passages to be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreeRule {
    /// Empty: all coders.
    pub coders: Vec<UserId>,
    /// Intersection over union, in percent, 1 to 100. `None`: that with which the last decision was made or the consensus
    /// coding was created, otherwise the default.
    pub share: Option<u32>,
}

impl AgreeRule {
    /// Returns the required overlap, in percent.
    pub(super) fn share_in(&self, reads: Reads<'_>) -> Result<u32, Error> {
        Ok(match self.share {
            Some(share) => share,
            None => recorded_share(reads)?.unwrap_or(SHARE),
        })
    }

    /// Returns the rule as it is recorded when the consensus coding is created.
    pub(super) fn record(&self, reads: Reads<'_>, study: &Study) -> Result<ConsensusRule, Error> {
        let named = study.users.iter().filter(|user| self.coders.contains(&user.id));
        Ok(ConsensusRule { coders: named.map(|user| user.guid).collect(), share: self.share_in(reads)? })
    }

    /// Returns the rule by which the consensus coding was created, or why it cannot be applied.
    pub(in crate::engine) fn recorded(reads: Reads<'_>, study: &Study) -> Result<Result<Self, NoRule>, Error> {
        Ok(reads.consensus_rule()?.and_then(|ConsensusRule { coders: named, share }| {
            let coders = study.users.iter().filter(|user| named.contains(&user.guid)).map(|user| user.id);
            let rule = Self { coders: coders.collect(), share: Some(share) };
            if named.is_empty() || rule.coders.len() > 1 { Ok(rule) } else { Err(NoRule::CodersRemoved) }
        }))
    }
}

/// Returns the overlap with which the last decision was made or the consensus coding was created, in percent.
fn recorded_share(reads: Reads<'_>) -> Result<Option<u32>, Error> {
    Ok(reads.consensus_rule()?.ok().map(|rule| rule.share.clamp(1, 100)))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownDisagreement {
    pub disagreement: Disagreement,
    pub decided: Option<Decided>,
    /// A later decision that contradicts this one, which therefore has no effect.
    pub overruled_by: Option<Decided>,
    pub excerpt: Excerpt,
}

/// All disagreements and the numbers of settled and open ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disagreements {
    pub list: Vec<ShownDisagreement>,
    /// Passages on which the coders agree without a decision.
    pub agreed: usize,
    /// Those of them that are shorter in the consensus coding than one of the coders marked them.
    pub shortened: usize,
    /// Disagreements with a decision that has an effect. The others are unresolved.
    pub settled: usize,
    /// Unresolved ones that are to be discussed later.
    pub later: usize,
    pub contradictions: Vec<Contradiction>,
    /// Documents that only one of the coders finished.
    pub single_coder: Vec<SourceId>,
    /// Whether the consensus coding differs from what the coders' passages and the decisions give by this rule.
    pub is_outdated: bool,
    /// The overlap required, in percent, and that with which the last decision was made.
    pub share: u32,
    pub recorded_share: Option<u32>,
    /// Decisions on words that are no disagreement, because another overlap is required or passages have changed.
    pub unmatched: usize,
}

impl ShownDisagreement {
    /// True if a decision has an effect.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.overruled_by.is_none() && self.decided.as_ref().is_some_and(|decided| decided.decision != Decision::Later)
    }

    #[must_use]
    pub fn is_postponed(&self) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.decision == Decision::Later)
    }
}

impl Disagreements {
    /// Disagreements without a decision that has an effect, and postponed ones.
    #[must_use]
    pub fn unresolved(&self) -> usize {
        self.list.len() - self.settled
    }

    /// Says that decisions count for nothing with the required overlap, or because passages have changed.
    #[must_use]
    pub fn unmatched_in_words(&self) -> Option<String> {
        (self.unmatched > 0).then(|| {
            tr!("{n} decision has no effect, because the coders do not disagree on exactly these words, with an overlap of \
                 {share}% required."
                | "{n} decisions have no effect, because the coders do not disagree on exactly these words, with an overlap \
                   of {share}% required." % self.unmatched, share = self.share)
        })
    }

    /// Says which overlap the last decision was made with, if another one is required.
    #[must_use]
    pub fn other_share_in_words(&self) -> Option<String> {
        let recorded = self.recorded_share.filter(|recorded| *recorded != self.share)?;
        Some(tr!("The last decision was made with an overlap of {recorded}%.", recorded))
    }

    /// Returns how many are resolved and unresolved, and how many of these are postponed.
    #[must_use]
    pub fn counts_in_words(&self) -> String {
        let (settled, open, later) = (self.settled, self.unresolved(), self.later);
        match later {
            0 => tr!("{settled} resolved, {open} unresolved", settled, open),
            _ => tr!("{settled} resolved, {open} unresolved, of which {later} postponed", settled, open, later),
        }
    }
}

/// Says that agreed passages have only the words that all coders marked; nothing if all marked the same.
#[must_use]
pub fn shortened_in_words(shortened: usize) -> Option<String> {
    (shortened > 0).then(|| {
        tr!("{n} agreed passage is shorter in the consensus coding than one of the coders marked it: it has the words that \
             all of them marked."
            | "{n} agreed passages are shorter in the consensus coding than one of the coders marked them: they have the \
               words that all of them marked." % shortened)
    })
}

/// Most documents that a sentence names.
const NAMED: usize = 40;

/// Says that the consensus coding has no passages of these documents; nothing if there are none.
#[must_use]
pub fn finished_by_one(documents: &[&str]) -> Option<String> {
    let sentence = tr!(
        "Only one coder has finished {documents}, so the consensus coding has no passages there: {names}.",
        documents = Noun::Document.counted(documents.len() as u64),
        names = some_of(documents, NAMED)
    );
    (!documents.is_empty()).then_some(sentence)
}

/// Returns the coders of a rule.
///
/// # Errors
/// Fails when there are fewer than two, or when the consensus coding is among them.
pub fn compared(study: &Study, rule: &AgreeRule) -> Result<Vec<UserId>, Error> {
    let mut coders: Vec<UserId> = Vec::new();
    for user in study.coders().map(|user| user.id) {
        if rule.coders.is_empty() || rule.coders.contains(&user) {
            coders.push(user);
        }
    }
    if study.consensus().is_some_and(|consensus| rule.coders.contains(&consensus)) {
        return Err(Error::ConsensusNamed);
    }
    if coders.len() < 2 {
        return Err(Error::TooFewCoders);
    }
    Ok(coders)
}

/// Refuses to compare while coding is blind: hidden passages would look like unfinished work.
pub(super) fn refuse_blind(reads: Reads<'_>) -> Result<(), Error> {
    if reads.is_narrowed()? {
        return Err(Error::BlindCoding);
    }
    Ok(())
}

/// Numbers of disagreements that are neither resolved nor agreed by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenDisagreements {
    pub open: usize,
    /// Those about other passages than the ones that were wanted.
    pub elsewhere: usize,
    /// The coders between whom they are. Empty: all coders.
    pub between: Vec<UserId>,
    /// Those of them where the consensus coding nevertheless has a passage: since it was built, the coders' passages have
    /// changed, or another overlap is required.
    pub in_consensus: usize,
    /// Passages of the consensus coding that neither the coders' passages nor decisions support, and where no
    /// disagreement is open.
    pub unsupported: usize,
    /// Passages on which the coders agree, or have decided, that the consensus coding lacks.
    pub lacking: usize,
    /// Why the counts are for all coders and, unless it is known, the default overlap, instead of those with which the
    /// consensus coding was created.
    pub by_default: Option<NoRule>,
    /// Documents about which the consensus coding says nothing.
    pub without_consensus: HashSet<SourceId>,
    /// The overlap required, in percent.
    pub share: u32,
}

impl OpenDisagreements {
    /// Returns the words for the coders between whom they are.
    pub fn coders(&self, study: &Study) -> String {
        let names: Vec<&str> = self.between.iter().filter_map(|id| Some(study.user(*id)?.name.as_str())).collect();
        if names.is_empty() { tr!("the coders").to_owned() } else { i18n::and(&names) }
    }
}

/// Counts the open disagreements of which a coder's passage is `wanted`, and compares the consensus coding, as far as its
/// passages are `wanted_agreed`, with what would be agreed by the rule with which it was created.
pub(super) fn open_disagreements(
    reads: Reads<'_>,
    study: &Study,
    wanted: impl Fn(&Fact) -> bool,
    wanted_agreed: impl Fn(&ConsensusPassage) -> bool,
) -> Result<OpenDisagreements, Error> {
    let recorded = AgreeRule::recorded(reads, study)?;
    let by_default = recorded.as_ref().err().copied();
    let rule = recorded.unwrap_or_default();
    let Ok(coders) = compared(study, &rule) else { return Ok(OpenDisagreements::default()) };
    let (facts, took_part, share) = (reads.facts(&coders)?, reads.participations()?, rule.share_in(reads)?);
    let found = agreement(&facts, &took_part, &coders, share, &Progress::default())?;
    let decisions = reads.decisions()?;
    let settled = resolution(&found, &decisions).decisions;
    let Difference { unsupported, lacking, documents } = difference(reads, study, consensus(&found, &decisions))?;
    let unresolved = || found.disagreements.iter().filter(|one| !settled.contains_key(&one.key));
    let is_meant = |one: &&Disagreement| one.marks.iter().any(&wanted);
    let open: Vec<DisagreementKey> = unresolved().filter(is_meant).map(|one| one.key).collect();
    let mut at: HashMap<(SourceId, CodeId), Vec<DisagreementKey>> = HashMap::new();
    for &key in &open {
        at.entry((key.source, key.code)).or_default().push(key);
    }
    let mut met: HashSet<DisagreementKey> = HashSet::new();
    let without_consensus =
        without_consensus(study, &coders, &took_part, unresolved().map(|one| one.key.source), &documents);
    let between = if coders.len() < study.coders().count() { coders } else { Vec::new() };
    let mut all = OpenDisagreements {
        open: open.len(),
        elsewhere: unresolved().count() - open.len(),
        between,
        by_default,
        without_consensus,
        share,
        ..OpenDisagreements::default()
    };
    for passage in unsupported.iter().filter(|passage| wanted_agreed(passage)) {
        let candidates = at.get(&(passage.source, passage.code)).map_or(&[][..], Vec::as_slice);
        let met_here: Vec<DisagreementKey> =
            candidates.iter().filter(|key| passage.range.intersection(key.range).is_some()).copied().collect();
        all.unsupported += usize::from(met_here.is_empty());
        met.extend(met_here);
    }
    all.in_consensus = met.len();
    all.lacking = lacking.iter().filter(|passage| wanted_agreed(passage)).count();
    Ok(all)
}

/// How the consensus coding differs from what it would be if it were created again.
struct Difference {
    /// What it has and would not have.
    unsupported: Vec<ConsensusPassage>,
    /// What it lacks. Empty if there is no consensus coding.
    lacking: Vec<ConsensusPassage>,
    /// Documents in which it has passages.
    documents: HashSet<SourceId>,
}

/// Returns the documents about which a consensus coding says nothing, of which the documents `coded` have passages: fewer than
/// two of the coders took part in them, or they have disagreements that are `unresolved`.
pub(super) fn without_consensus(
    study: &Study,
    coders: &[UserId],
    took_part: &[(SourceId, UserId)],
    unresolved: impl Iterator<Item = SourceId>,
    coded: &HashSet<SourceId>,
) -> HashSet<SourceId> {
    let mut numbers: HashMap<SourceId, usize> = HashMap::new();
    for (source, _) in took_part.iter().filter(|(_, user)| coders.contains(user)) {
        *numbers.entry(*source).or_default() += 1;
    }
    let unresolved: HashSet<SourceId> = unresolved.collect();
    let is_without = |id: &SourceId| {
        !coded.contains(id) && (unresolved.contains(id) || numbers.get(id).is_none_or(|coders| *coders < 2))
    };
    study.sources.iter().map(|source| source.id).filter(is_without).collect()
}

fn difference(reads: Reads<'_>, study: &Study, mut expected: HashSet<ConsensusPassage>) -> Result<Difference, Error> {
    let Some(user) = study.consensus() else {
        return Ok(Difference { unsupported: Vec::new(), lacking: Vec::new(), documents: HashSet::new() });
    };
    let present: HashSet<ConsensusPassage> = reads.facts(&[user])?.iter().map(ConsensusPassage::of).collect();
    // The code of a decision may have been removed since.
    expected.retain(|passage| study.codebook.get(passage.code).is_some());
    Ok(Difference {
        unsupported: present.difference(&expected).copied().collect(),
        lacking: expected.difference(&present).copied().collect(),
        documents: present.iter().map(|passage| passage.source).collect(),
    })
}

/// Returns all disagreements with `context` characters on both sides. The progress counts documents.
///
/// # Errors
/// Fails when coding is blind, for too few coders, and when cancelled.
pub fn disagreements(
    reads: Reads<'_>,
    rule: &AgreeRule,
    context: u32,
    progress: &Progress,
) -> Result<Disagreements, Error> {
    let mut all = without_excerpts(reads, rule, progress)?;
    let places: Vec<_> =
        all.list.iter().map(|shown| (shown.disagreement.key.source, shown.disagreement.key.range)).collect();
    for (shown, excerpt) in all.list.iter_mut().zip(excerpts(reads, &places, context, false, progress)?) {
        shown.excerpt = excerpt;
    }
    Ok(all)
}

/// Does the same without reading a text: all excerpts are empty. Reports no progress.
pub(super) fn without_excerpts(
    reads: Reads<'_>,
    rule: &AgreeRule,
    progress: &Progress,
) -> Result<Disagreements, Error> {
    refuse_blind(reads)?;
    let study = reads.study()?;
    let coders = compared(&study, rule)?;
    let (share, recorded_share) = (rule.share_in(reads)?, recorded_share(reads)?);
    progress.checkpoint()?;
    let facts = reads.facts(&coders)?;
    progress.checkpoint()?;
    let found = agreement(&facts, &reads.participations()?, &coders, share, progress)?;
    let decisions = reads.decisions()?;
    let Difference { unsupported, lacking, .. } = difference(reads, &study, consensus(&found, &decisions))?;
    let is_outdated = !unsupported.is_empty() || !lacking.is_empty();
    let (agreed, shortened) = (found.passages.len(), found.shortened);
    let Resolution { decisions: standing, contradictions } = resolution(&found, &decisions);
    let settled = standing.len();
    let shares = Disagreements { share, recorded_share, ..Disagreements::default() };
    let mut all = Disagreements { agreed, shortened, settled, is_outdated, contradictions, ..shares };
    let mut overruled: HashMap<DisagreementKey, Decided> =
        all.contradictions.iter().rev().map(|pair| (pair.earlier.disagreement, pair.later.clone())).collect();
    let decided: HashMap<DisagreementKey, &Decided> =
        decisions.iter().rev().map(|decided| (decided.disagreement, decided)).collect();
    for disagreement in found.disagreements {
        let overruled_by = overruled.remove(&disagreement.key);
        let decided = decided.get(&disagreement.key).map(|decided| (*decided).clone());
        all.list.push(ShownDisagreement { disagreement, decided, overruled_by, excerpt: Excerpt::default() });
    }
    all.later = all.list.iter().filter(|shown| shown.is_postponed()).count();
    let matched: HashSet<DisagreementKey> = all.list.iter().map(|shown| shown.disagreement.key).collect();
    let is_known = |key: DisagreementKey| study.source(key.source).is_some() && study.codebook.get(key.code).is_some();
    let keys = decisions.iter().map(|decided| decided.disagreement);
    all.unmatched = keys.filter(|key| is_known(*key) && !matched.contains(key)).count();
    Ok(Disagreements { single_coder: found.single_coder, ..all })
}
