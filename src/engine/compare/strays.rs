//! Coders who have coded hardly anything: their few passages look like an oversight, and in a comparison everything that
//! they did not code would count as disagreement. They are compared only if they are named.

use super::settings::CompareSettings;
use crate::engine::disagreements::AgreeRule;
use crate::engine::error::Error;
use crate::model::{SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Codings of a coder that look like an oversight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrayCoding {
    pub coder: UserId,
    pub source: SourceId,
    pub passages: usize,
}

/// The most passages that can be an oversight.
const FEW: usize = 3;

/// Returns the coders who are not compared because they have coded hardly anything; none if the coders are named. Whatever
/// is compared, all documents and codes decide: in one document, a coder with much work elsewhere can have hardly any.
pub(super) fn strays(reads: Reads<'_>, study: &Study, settings: &CompareSettings) -> Result<Vec<StrayCoding>, Error> {
    if !settings.coders.is_empty() || settings.everyone_took_part {
        return Ok(Vec::new());
    }
    let mut found = all_strays(reads, study)?;
    // A reference is named.
    found.retain(|stray| settings.reference != Some(stray.coder));
    Ok(found)
}

/// Names the coders from whose passages the consensus coding is built if nobody names them, in a rule with the default
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

/// Returns all coders who took part and coded in one document only, have not marked it as finished and have coded few
/// passages there, at most half as many as the others on average; nobody if fewer than two others took part in any document, because a
/// comparison needs two.
fn all_strays(reads: Reads<'_>, study: &Study) -> Result<Vec<StrayCoding>, Error> {
    let participations = reads.participations()?;
    let took_part: HashSet<UserId> = participations.iter().map(|(_, user)| *user).collect();
    let coders: Vec<UserId> = study.coders().map(|user| user.id).filter(|coder| took_part.contains(coder)).collect();
    if coders.len() < 3 {
        return Ok(Vec::new());
    }
    let numbers: HashMap<UserId, usize> =
        reads.codings_by_coder()?.into_iter().filter(|(coder, _)| took_part.contains(coder)).collect();
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
    let marked = reads.finished()?;
    let mut documents: BTreeMap<UserId, BTreeSet<SourceId>> = BTreeMap::new();
    for (source, coder) in participations {
        documents.entry(coder).or_default().insert(source);
    }
    reads.each_fact(&few, |fact| _ = documents.entry(fact.user).or_default().insert(fact.source))?;
    let stray = |coder: UserId| {
        let its = documents.get(&coder)?;
        let source = its.first().copied().filter(|_| its.len() == 1)?;
        (!marked.contains(&(source, coder))).then_some(StrayCoding { coder, source, passages: passages(coder) })
    };
    let found: Vec<StrayCoding> = few.into_iter().filter_map(stray).collect();
    Ok(if coders.len() < found.len() + 2 { Vec::new() } else { found })
}
