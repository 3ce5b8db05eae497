//! Selects the coded passages of an export.

use crate::engine::clock::minute;
use crate::engine::error::Error;
use crate::engine::provenance::{self, blind_coding, software};
use crate::engine::reading::{PassageScope, Scoped, only_account};
use crate::engine::speech::WhoseWords;
use crate::i18n;
use crate::model::{CodeId, Fact, ParticipantId, Source, SourceId, SpokenBy, Study, UserId};
use crate::store::{PassageFilter, Reads};
use crate::table::{Provenance, Topic};
use std::collections::{HashMap, HashSet};

/// Criteria for coded passages; an empty list is no restriction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub sources: Vec<SourceId>,
    pub participants: Vec<ParticipantId>,
    /// Exactly these codes, without their subcodes.
    pub codes: Vec<CodeId>,
    /// Empty: the coders whose codings count by default.
    pub users: Vec<UserId>,
    pub scope: PassageScope,
}

/// Numbers of passages that a choice excludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excluded {
    pub consensus: usize,
    /// Passages of the coders themselves.
    pub others: usize,
}

impl Chosen {
    /// Returns the codings in order of documents and positions, and the number of those excluded because of their
    /// coder, code or document.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    pub fn facts(&self, reads: Reads<'_>, study: &Study) -> Result<(Vec<Fact>, Excluded), Error> {
        let places: HashMap<SourceId, usize> =
            study.sources.iter().enumerate().filter(|(_, s)| self.takes(s)).map(|(i, s)| (s.id, i)).collect();
        let codes: HashSet<CodeId> = self.codes.iter().copied().collect();
        let users = study.counted(&self.users);
        let all = reads.facts(&[])?;
        let whose = WhoseWords::read(reads, study)?;
        let is_of_chosen = |fact: &Fact| {
            let mut found = self.participants.is_empty();
            whose.each(fact.source, fact.range, |participant| found |= self.participants.contains(&participant));
            found
        };
        let scoped = Scoped::new(reads, study, &self.scope)?;
        let meant = |fact: &Fact| {
            places.contains_key(&fact.source)
                && is_of_chosen(fact)
                && (codes.is_empty() || codes.contains(&fact.code))
                && (users.is_empty() || users.contains(&fact.user))
                && scoped.excludes(fact).is_none()
        };
        let (mut taken, rest): (Vec<Fact>, Vec<Fact>) = all.into_iter().partition(meant);
        taken.sort_by_key(|fact| (places.get(&fact.source).copied(), fact.range.start, fact.range.end));
        let consensus = rest.iter().filter(|fact| Some(fact.user) == study.consensus()).count();
        Ok((taken, Excluded { consensus, others: rest.len() - consensus }))
    }

    /// True when the document meets the criteria.
    #[must_use]
    pub fn takes(&self, source: &Source) -> bool {
        (self.sources.is_empty() || self.sources.contains(&source.id))
            && (self.participants.is_empty() || self.participants.iter().any(|&participant| source.has(participant)))
    }

    /// Returns the criteria for the store; `None` restricts nothing but the coders.
    pub(super) fn filter(&self, reads: Reads<'_>, study: &Study) -> Result<PassageFilter, Error> {
        let users = study.counted(&self.users);
        let anything =
            self.sources.is_empty() && self.participants.is_empty() && self.codes.is_empty() && self.scope.is_empty();
        if anything {
            return Ok(PassageFilter { users, ..PassageFilter::default() });
        }
        let codings = self.facts(reads, study)?.0.into_iter().map(|fact| fact.coding).collect();
        Ok(PassageFilter { codings: Some(codings), ..PassageFilter::default() })
    }

    /// Returns the provenance of such a list.
    pub(super) fn provenance(&self, reads: Reads<'_>, study: &Study) -> Result<Provenance, Error> {
        let names = |list: Vec<String>| (!list.is_empty()).then(|| i18n::joined(&list));
        let users = study.counted(&self.users);
        let coders = provenance::coders(study, &users);
        let book = &study.codebook;
        let codes = self.codes.iter().map(|&code| book.path(code).to_string()).collect();
        let sources = self.sources.iter().filter_map(|&id| study.source(id)).map(|s| s.name.clone()).collect();
        let participants =
            self.participants.iter().filter_map(|&id| study.participant(id)).map(|p| p.name.clone()).collect();
        let mut only = self.scope.sets_in_words(study);
        only.extend(Some(self.scope.filter.in_words()).filter(|words| !words.is_empty()));
        only.extend(self.scope.account.map(only_account));
        let lines = [
            (Topic::Project, Some(study.project.name.clone())),
            (Topic::Coders, Some(coders)),
            (Topic::OnlyCodes, names(codes)),
            (Topic::OnlyDocuments, names(sources)),
            (Topic::OnlyParticipants, names(participants)),
            (Topic::Only, Some(i18n::clauses(&only)).filter(|words| !words.is_empty())),
            (Topic::SpokenBy, (self.scope.spoken_by != SpokenBy::All).then(|| self.scope.spoken_by.label().to_owned())),
            (Topic::Made, Some(minute())),
        ];
        let lines = lines.into_iter().filter_map(|(topic, value)| Some((topic, value?)));
        let notes = provenance::consensus_only(reads, study, &users)?.into_iter().chain(blind_coding(reads)?);
        Ok(lines.chain([software()]).chain(notes).collect())
    }
}
