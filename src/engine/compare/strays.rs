//! Coders who have coded hardly anything: their few passages look like an oversight, and in a comparison everything that
//! they did not code would count as disagreement. They are compared only if they are named.

use super::settings::CompareSettings;
use crate::engine::disagreements::AgreeRule;
use crate::engine::error::Error;
use crate::model::{Fact, SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::{BTreeSet, HashSet};

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

/// Names the coders whose passages the consensus coding is made of if nobody names them, in a rule with the default overlap:
/// without the strays, as in a comparison.
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

/// Returns all coders who have coded hardly anything; nobody if fewer than two others took part in any document, because a
/// comparison needs two.
fn all_strays(reads: Reads<'_>, study: &Study) -> Result<Vec<StrayCoding>, Error> {
    let participations = reads.participations()?;
    let took_part: HashSet<UserId> = participations.iter().map(|(_, user)| *user).collect();
    let coders: Vec<UserId> = study.coders().map(|user| user.id).filter(|coder| took_part.contains(coder)).collect();
    if coders.len() < 3 {
        return Ok(Vec::new());
    }
    let work = Work { coders: coders.len(), facts: reads.facts(&coders)?, participations, marked: reads.finished()? };
    let found: Vec<StrayCoding> = coders.into_iter().filter_map(|coder| work.stray(coder)).collect();
    Ok(if work.coders < found.len() + 2 { Vec::new() } else { found })
}

/// What coders have done in all documents.
struct Work {
    /// How many coders took part in a document.
    coders: usize,
    /// Their codings.
    facts: Vec<Fact>,
    participations: Vec<(SourceId, UserId)>,
    /// Documents marked as finished.
    marked: HashSet<(SourceId, UserId)>,
}

impl Work {
    /// Returns the codings of a coder who took part and coded in one document only, has not marked it as finished and has
    /// coded few passages there, at most half as many as the others on average.
    fn stray(&self, coder: UserId) -> Option<StrayCoding> {
        let coded = || self.facts.iter().filter(|fact| fact.user == coder).map(|fact| fact.source);
        let took_part = self.participations.iter().filter(|(_, user)| *user == coder).map(|(source, _)| *source);
        let documents: BTreeSet<SourceId> = took_part.chain(coded()).collect();
        let source = documents.first().copied().filter(|_| documents.len() == 1)?;
        if self.marked.contains(&(source, coder)) {
            return None;
        }
        let passages = coded().count();
        // In a small study, few passages can be all that there is to code.
        let of_others = self.facts.len() - passages;
        let is_little = passages * 2 * self.coders.saturating_sub(1) <= of_others;
        (passages <= FEW && is_little).then_some(StrayCoding { coder, source, passages })
    }
}
