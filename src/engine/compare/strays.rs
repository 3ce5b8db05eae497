//! Coders who have coded hardly anything: their few passages look like an oversight, and in a comparison everything that
//! they did not code would count as disagreement. They are compared only if they are named.

use super::scope::Scope;
use super::settings::CompareSettings;
use crate::engine::error::Error;
use crate::model::{SourceId, Study, UserId};
use crate::store::Reads;

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
    let scope = Scope::new(reads, study, &CompareSettings::default(), &[])?;
    let mut found: Vec<StrayCoding> =
        scope.coders.iter().enumerate().filter_map(|(at, &coder)| stray(&scope, at, coder)).collect();
    // Two coders are needed for a comparison.
    if scope.coders.len() < found.len() + 2 {
        return Ok(Vec::new());
    }
    // A reference is named.
    found.retain(|stray| settings.reference != Some(stray.coder));
    Ok(found)
}

/// Returns the codings of the coder at this place if that coder took part in one document only, has not marked it as
/// finished and has coded few passages there, at most half as many as the others on average.
fn stray(scope: &Scope, at: usize, coder: UserId) -> Option<StrayCoding> {
    let took_part = scope.documents.iter().zip(&scope.took_part);
    let mut finished = took_part.filter(|(_, took_part)| took_part.get(at) == Some(&true)).map(|(source, _)| *source);
    let (source, None) = (finished.next()?, finished.next()) else { return None };
    if !scope.unmarked.contains(&(source, coder)) {
        return None;
    }
    let passages = scope.facts.iter().filter(|fact| fact.user == coder).count();
    // In a small study, few passages can be all that there is to code.
    let of_others = scope.facts.len() - passages;
    let is_little = passages * 2 * (scope.coders.len() - 1) <= of_others;
    (passages <= FEW && is_little).then_some(StrayCoding { coder, source, passages })
}
