//! Conditions on passages that concern who says them, where, and about whom.

use crate::analysis::{AttributeFilter, LeftOutReason};
use crate::engine::error::Error;
use crate::engine::speech::{SpokenWords, WhoseWords};
use crate::model::{
    AccountFilter, Accounts, CodingId, Described, Fact, ParticipantId, Source, SourceId, SpokenBy, Study,
};
use crate::store::{PassageFilter, Reads};
use crate::tr;
use std::collections::HashSet;

/// Names the passages that a filter keeps.
pub(in crate::engine) fn only_account(account: AccountFilter) -> String {
    tr!("passages: {account}", account = account.label())
}

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

    /// Describes the conditions, one by one.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if !self.filter.is_empty() {
            words.push(self.filter.in_words());
        }
        if self.spoken_by != SpokenBy::All {
            words.push(tr!("said by {who}", who = self.spoken_by.label()));
        }
        words.extend(self.account.map(only_account));
        words
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

    /// Returns `None` if no passage is excluded.
    pub fn of(reads: Reads<'_>, study: &Study, scope: &PassageScope) -> Result<Option<Self>, Error> {
        if scope.is_empty() { Ok(None) } else { Self::new(reads, study, scope).map(Some) }
    }

    /// True if somebody whose passages are not excluded may say something in a document.
    pub fn has_words_in(&self, source: &Source) -> bool {
        let is_elsewhere = self.documents.as_ref().is_some_and(|kept| !kept.contains(&source.id));
        let has_somebody = |(_, kept): &(WhoseWords, HashSet<ParticipantId>)| match source.speakers.is_empty() {
            true => source.participant.is_some_and(|participant| kept.contains(&participant)),
            false => source.speakers.iter().any(|(_, participant)| kept.contains(&participant)),
        };
        !is_elsewhere && self.spoken.has_words_in(source.id) && self.participants.as_ref().is_none_or(has_somebody)
    }

    /// True if speakers are chosen in this document: then what nobody says is no part of it.
    pub fn chooses_speakers(&self, source: &Source) -> bool {
        self.spoken.wanted() != SpokenBy::All || self.participants.is_some() && !source.speakers.is_empty()
    }

    /// True if passages with the words of this speaker are not excluded on their account.
    pub fn has_speaker(&self, source: &Source, label: &str, asks: bool) -> bool {
        let is_of_others = self.participants.as_ref().is_some_and(|(_, kept)| {
            !source.speakers.is_empty() && source.speakers.get(label).is_none_or(|one| !kept.contains(&one))
        });
        !is_of_others
            && match self.spoken.wanted() {
                SpokenBy::All => true,
                SpokenBy::Participants => !asks,
                SpokenBy::Interviewer => asks,
            }
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
