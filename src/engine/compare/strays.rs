//! Coders who have only begun, or have coded hardly anything by an oversight: in a comparison, everything that they did not
//! code would count as disagreement. They are compared only if they are named.

use super::settings::CompareSettings;
use crate::engine::disagreements::AgreeRule;
use crate::engine::error::Error;
use crate::model::{SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A coder who is not compared unless named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrayCoding {
    pub coder: UserId,
    pub passages: usize,
    pub why: WhyStray,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyStray {
    /// The few passages are all in this document, and look like an oversight.
    HardlyAny(SourceId),
    /// At least two others have marked documents as finished, and this coder none.
    NothingFinished,
}

/// The most passages that can be an oversight.
const FEW: usize = 3;

/// Returns the coders who are not compared because they have finished nothing or coded hardly anything; none if the coders
/// are named. Whatever is compared, all documents and codes decide: in one document, a coder with much work elsewhere can
/// have hardly any.
pub(super) fn strays(reads: Reads<'_>, study: &Study, settings: &CompareSettings) -> Result<Vec<StrayCoding>, Error> {
    if !settings.coders.is_empty() || settings.everyone_took_part {
        return Ok(Vec::new());
    }
    let mut found = all_strays(reads, study)?;
    // A reference is named.
    found.retain(|stray| settings.reference != Some(stray.coder));
    Ok(found)
}

/// Names the coders from whose passages the consensus coding is built if nobody names them, in a rule with the recorded
/// overlap: all but the strays, as in a comparison.
///
/// # Errors
/// When the project cannot be read.
pub fn usual_rule(reads: Reads<'_>, study: &Study) -> Result<(AgreeRule, Vec<StrayCoding>), Error> {
    let strays = all_strays(reads, study)?;
    let is_stray = |coder: &UserId| strays.iter().any(|stray| stray.coder == *coder);
    let coders = match strays.is_empty() {
        true => Vec::new(),
        false => study.coders().map(|user| user.id).filter(|coder| !is_stray(coder)).collect(),
    };
    Ok((AgreeRule { coders, ..AgreeRule::default() }, strays))
}

/// Returns the rule by which disagreements were found and decided on: that of the consensus coding, or else the usual one.
///
/// # Errors
/// When the project cannot be read.
pub fn decided_rule(reads: Reads<'_>, study: &Study) -> Result<AgreeRule, Error> {
    match AgreeRule::recorded(reads, study)? {
        Ok(rule) => Ok(rule),
        Err(_) => Ok(usual_rule(reads, study)?.0),
    }
}

/// Returns all coders who took part and have finished nothing or coded hardly anything; nobody if fewer than two others
/// took part in any document, because a comparison needs two.
fn all_strays(reads: Reads<'_>, study: &Study) -> Result<Vec<StrayCoding>, Error> {
    let participations = reads.participations()?;
    let took_part: HashSet<UserId> = participations.iter().map(|(_, user)| *user).collect();
    let coders: Vec<UserId> = study.coders().map(|user| user.id).filter(|coder| took_part.contains(coder)).collect();
    if coders.len() < 3 {
        return Ok(Vec::new());
    }
    let numbers: HashMap<UserId, usize> =
        reads.codings_by_coder()?.into_iter().filter(|(coder, _)| took_part.contains(coder)).collect();
    let marked = reads.finished()?;
    if let Some(finished) = finished(&marked, &participations, &coders) {
        let without = coders.iter().copied().filter(|coder| !finished.contains(coder));
        return Ok(without
            .map(|coder| StrayCoding {
                coder,
                passages: numbers.get(&coder).copied().unwrap_or(0),
                why: WhyStray::NothingFinished,
            })
            .collect());
    }
    hardly_any(reads, participations, &Work { coders, numbers, marked })
}

/// Returns the coders who have marked documents as finished; `None` unless at least two of them took part in one document,
/// because then nothing says that this study uses the marks, or nothing could be compared.
fn finished(
    marked: &HashSet<(SourceId, UserId)>,
    participations: &[(SourceId, UserId)],
    coders: &[UserId],
) -> Option<HashSet<UserId>> {
    let finished: HashSet<UserId> = marked.iter().map(|(_, coder)| *coder).filter(|one| coders.contains(one)).collect();
    let mut numbers: HashMap<SourceId, usize> = HashMap::new();
    for (source, _) in participations.iter().filter(|(_, coder)| finished.contains(coder)) {
        *numbers.entry(*source).or_default() += 1;
    }
    numbers.values().any(|coders| *coders > 1).then_some(finished)
}

/// The coders of a study and what they have done.
struct Work {
    coders: Vec<UserId>,
    /// Numbers of their passages.
    numbers: HashMap<UserId, usize>,
    /// The documents that they have marked as finished.
    marked: HashSet<(SourceId, UserId)>,
}

/// Returns the coders who coded in one document only, have not marked it as finished and have coded few passages there, at
/// most half as many as the others on average.
fn hardly_any(
    reads: Reads<'_>,
    participations: Vec<(SourceId, UserId)>,
    work: &Work,
) -> Result<Vec<StrayCoding>, Error> {
    let Work { coders, numbers, marked } = work;
    let all: usize = coders.iter().filter_map(|coder| numbers.get(coder)).sum();
    let passages = |coder: UserId| numbers.get(&coder).copied().unwrap_or(0);
    let is_little = |coder: &UserId| {
        let passages = passages(*coder);
        // In a small study, few passages can be all that there is to code: others have twice as many on average.
        passages <= FEW && passages * 2 * (coders.len() - 1) <= all - passages
    };
    let few: Vec<UserId> = coders.iter().copied().filter(is_little).collect();
    if few.is_empty() {
        return Ok(Vec::new());
    }
    let mut documents: BTreeMap<UserId, BTreeSet<SourceId>> = BTreeMap::new();
    for (source, coder) in participations {
        documents.entry(coder).or_default().insert(source);
    }
    reads.each_fact(&few, |fact| _ = documents.entry(fact.user).or_default().insert(fact.source))?;
    let stray = |coder: UserId| {
        let its = documents.get(&coder)?;
        let source = its.first().copied().filter(|_| its.len() == 1)?;
        (!marked.contains(&(source, coder))).then_some(StrayCoding {
            coder,
            passages: passages(coder),
            why: WhyStray::HardlyAny(source),
        })
    };
    let found: Vec<StrayCoding> = few.into_iter().filter_map(stray).collect();
    Ok(if coders.len() < found.len() + 2 { Vec::new() } else { found })
}
