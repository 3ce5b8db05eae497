//! Conditions on passages that concern who says them, where, and about whom.

use crate::analysis::{AttributeFilter, LeftOutReason};
use crate::engine::error::Error;
use crate::engine::speech::{SpokenWords, WhoseWords};
use crate::model::{AccountFilter, Accounts, CodingId, Described, Fact, ParticipantId, SourceId, SpokenBy, Study};
use crate::store::{PassageFilter, Reads};
use std::collections::HashSet;

/// Which passages are counted, listed or exported, by who says them, where, and about whom; by default, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageScope {
    /// Passages of at least one participant who meets it, in documents that meet it.
    pub filter: AttributeFilter,
    pub spoken_by: SpokenBy,
    /// Only passages about these people's experience.
    pub account: Option<AccountFilter>,
}

impl PassageScope {
    /// True if no passage is excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.filter.is_empty() && self.spoken_by == SpokenBy::All && self.account.is_none()
    }

    /// Restricts a filter to the passages of this scope.
    ///
    /// # Errors
    /// Fails when participants or documents lack one of the attributes, or when the project cannot be read.
    pub fn restrict(&self, reads: Reads<'_>, study: &Study, filter: PassageFilter) -> Result<PassageFilter, Error> {
        if self.is_empty() {
            return Ok(filter);
        }
        let scoped = Scoped::new(reads, study, self)?;
        // Somebody who is named must meet the conditions, too.
        let is_somebody_else = filter.participant.is_some_and(|one| !scoped.has(one));
        let chosen: Option<HashSet<CodingId>> =
            filter.codings.as_ref().map(|codings| codings.iter().copied().collect());
        let is_meant = |fact: &Fact| {
            !is_somebody_else
                && chosen.as_ref().is_none_or(|codings| codings.contains(&fact.coding))
                && scoped.excludes(fact).is_none()
        };
        let codings =
            reads.facts(&filter.users)?.iter().filter(|fact| is_meant(fact)).map(|fact| fact.coding).collect();
        Ok(PassageFilter { codings: Some(codings), ..filter })
    }
}

/// A scope with what is said in the documents that it needs.
pub(in crate::engine) struct Scoped {
    participants: Option<(WhoseWords, HashSet<ParticipantId>)>,
    documents: Option<HashSet<SourceId>>,
    account: Option<(AccountFilter, Accounts)>,
    spoken: SpokenWords,
}

impl Scoped {
    pub fn new(reads: Reads<'_>, study: &Study, scope: &PassageScope) -> Result<Self, Error> {
        let (mut participants, mut documents) = (None, None);
        if !scope.filter.is_empty() {
            let kept = scope.filter.narrow(study)?;
            documents = Some(kept.sources.iter().map(|source| source.id).collect());
            if scope.filter.is_about(Described::Participants) {
                let kept = kept.participants.iter().map(|participant| participant.id).collect();
                participants = Some((WhoseWords::read(reads, study)?, kept));
            }
        }
        let account = scope.account.map(|wanted| reads.accounts().map(|accounts| (wanted, accounts))).transpose()?;
        Ok(Self { participants, documents, account, spoken: SpokenWords::read(reads, study, scope.spoken_by)? })
    }

    /// True if the participant meets the conditions.
    fn has(&self, participant: ParticipantId) -> bool {
        self.participants.as_ref().is_none_or(|(_, kept)| kept.contains(&participant))
    }

    /// Returns why a passage is left out; `None` if it is not.
    pub fn excludes(&self, fact: &Fact) -> Option<LeftOutReason> {
        let is_of_others = self.participants.as_ref().is_some_and(|(whose, kept)| {
            let mut found = false;
            whose.each(fact.source, fact.range, |participant| found |= kept.contains(&participant));
            !found
        });
        let is_elsewhere = self.documents.as_ref().is_some_and(|kept| !kept.contains(&fact.source));
        if is_of_others || is_elsewhere {
            return Some(LeftOutReason::Filter);
        }
        if self.account.as_ref().is_some_and(|(wanted, accounts)| !wanted.takes(accounts.get(&fact.coding))) {
            return Some(LeftOutReason::Account);
        }
        self.spoken.excludes(fact)
    }
}
