//! Codings with their ids replaced by indices into the study's lists, so that counting needs no look-ups.

use super::divider::{Divided, Whose};
use super::shares::Shares;
use crate::analysis::counted_as::CountedAs;
use crate::model::{Accounts, CharRange, CodeId, Count, Fact, Source, SourceId, Study};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Used instead of an index where there is none.
pub(super) const NONE: u32 = u32::MAX;

/// What is tabulated.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The codings by the requested coders. They are best sorted by code, document, start and end; any other order gives
    /// the same numbers but is slower. A coding whose code or document is not in the study is in no cell.
    pub facts: &'a [Fact],
    /// Whose experience the codings are about, where it is stated.
    pub accounts: &'a Accounts,
    /// The study has only the participants whom a filter keeps: passages that belong to none of them are left out.
    pub is_filtered: bool,
    /// The study has only the documents that a filter keeps.
    pub some_documents: bool,
    /// The codes that rows and columns are about; `None`: all. The codings have no others.
    pub codes: Option<&'a HashSet<CodeId>>,
    /// As which codes codings count.
    pub counted_as: CountedAs,
    /// The units of the documents, in order, if codes co-occur in these units.
    pub units: &'a UnitsOfDocuments,
}

/// Units of texts, by document, in order.
pub type UnitsOfDocuments = BTreeMap<SourceId, Vec<CharRange>>;

impl<'a> Material<'a> {
    /// Codings of a study that no filter narrows.
    #[must_use]
    pub fn of(facts: &'a [Fact]) -> Self {
        static NOTHING_STATED: Accounts = Accounts::new();
        static NO_UNITS: UnitsOfDocuments = BTreeMap::new();
        Self {
            facts,
            accounts: &NOTHING_STATED,
            is_filtered: false,
            some_documents: false,
            codes: None,
            counted_as: CountedAs::default(),
            units: &NO_UNITS,
        }
    }

    /// Returns the units of a document.
    pub(super) fn units_of(&self, source: SourceId) -> &'a [CharRange] {
        self.units.get(&source).map_or(&[], Vec::as_slice)
    }
}

/// Codings with the indices of their documents and codes, and whose they are.
pub(super) struct Indexed<'a> {
    pub facts: &'a [Fact],
    /// Whose experience the codings are about, where it is stated.
    pub accounts: &'a Accounts,
    /// The study has only the documents that a filter keeps.
    pub some_documents: bool,
    /// The codes that rows and columns are about; `None`: all.
    codes: Option<&'a HashSet<CodeId>>,
    /// As which codes codings count.
    pub counted_as: CountedAs,
    /// Per coding: index of its document in `Study::sources`. [`NONE`] when the study lacks its document or its
    /// code.
    pub source: Vec<u32>,
    /// Per coding: index of its code in codebook order. [`NONE`] when the study lacks its document or its code.
    pub code: Vec<u32>,
    /// Number of documents.
    pub sources: usize,
    /// Number of participants.
    pub participants: usize,
    /// `None`: each coding is one share, that of its document's participant.
    shares: Option<Shares>,
    /// Whether a coding belongs only to participants whom the filter excludes.
    excludes: bool,
    /// Groups count their codings as a whole, not what their participants say in them.
    pub groups_count_whole: bool,
    whose: Whose,
}

impl<'a> Indexed<'a> {
    /// Takes the codings with what they were divided into.
    pub fn new(study: &Study, material: &Material<'a>, whose: Whose, divided: Divided) -> Self {
        let Divided { source, code, shares, excludes } = divided;
        // If a filter keeps only some participants, the row of a document counts their words, and so does its group.
        let groups_count_whole = whose.is_divided() && whose.wants_wholes() && !material.is_filtered;
        let mut indexed = Self {
            facts: material.facts,
            accounts: material.accounts,
            some_documents: material.some_documents,
            codes: material.codes,
            counted_as: material.counted_as,
            source,
            code,
            sources: study.sources.len(),
            participants: study.participants.len(),
            shares: whose.is_divided().then_some(shares),
            excludes,
            groups_count_whole,
            whose,
        };
        if groups_count_whole {
            indexed.add_wholes(study);
        }
        indexed
    }

    /// True if rows and columns are about all codes.
    pub fn codes_are_all(&self) -> bool {
        self.codes.is_none()
    }

    /// True if they are about this code.
    pub fn is_about(&self, code: CodeId) -> bool {
        self.codes.is_none_or(|codes| codes.contains(&code))
    }

    /// Gives the codings of groups a share that is the whole coding.
    fn add_wholes(&mut self, study: &Study) {
        let is_group: Vec<bool> = study.sources.iter().map(Source::is_group).collect();
        let source = |coding: u32| self.source.get(coding as usize).copied().unwrap_or(NONE);
        let shares = self.shares.take();
        self.shares = shares
            .map(|shares| shares.with_wholes(|coding| is_group.get(source(coding) as usize).copied().unwrap_or(false)));
    }

    /// The speakers of all documents who say something, if codings are divided by speaker: the index of the document and
    /// the label.
    pub fn speakers(&self) -> &[(u32, String)] {
        &self.whose.speakers
    }

    /// Returns the codings that belong only to participants whom the filter excludes.
    pub fn excluded(&self) -> Vec<u32> {
        let Some(shares) = self.shares.as_ref().filter(|_| self.excludes) else { return vec![] };
        let mut with_shares = shares.fact.iter().copied().peekable();
        let mut has_share = |fact: u32| {
            let mut found = false;
            while with_shares.next_if_eq(&fact).is_some() {
                found = true;
            }
            found
        };
        let known = (0_u32..).zip(&self.source).filter(|(_, source)| **source != NONE);
        known.map(|(fact, _)| fact).filter(|fact| !has_share(*fact)).collect()
    }

    /// Returns, per share, its coding, or [`NONE`] if it counts towards no participant and participants are counted; nothing
    /// if every share is the coding with its number.
    pub fn into_codings(mut self, count: Count) -> Option<Vec<u32>> {
        let of_shares = self.shares.as_mut().map(|shares| std::mem::take(&mut shares.fact));
        if count != Count::Participants {
            return of_shares;
        }
        let mut codings = of_shares.unwrap_or_else(|| (0..).take(self.facts.len()).collect());
        for (share, coding) in (0..).zip(&mut codings) {
            if self.participant(share) == NONE {
                *coding = NONE;
            }
        }
        Some(codings)
    }

    /// Returns the number of shares.
    pub fn len(&self) -> usize {
        self.shares.as_ref().map_or(self.facts.len(), |shares| shares.fact.len())
    }

    /// Returns the coding of a share.
    pub fn fact(&self, share: u32) -> u32 {
        self.shares.as_ref().map_or(share, |shares| shares.fact.get(share as usize).copied().unwrap_or(NONE))
    }

    /// Returns the index of a share's participant in `Study::participants`, or [`NONE`].
    pub fn participant(&self, share: u32) -> u32 {
        match &self.shares {
            Some(shares) => shares.participant.get(share as usize).copied().unwrap_or(NONE),
            None => {
                let source = self.source.get(share as usize).copied().unwrap_or(NONE);
                self.whose.participant_of(source)
            }
        }
    }

    /// Returns the index of a share's speaker in [`Self::speakers`], or [`NONE`].
    pub fn speaker(&self, share: u32) -> u32 {
        self.shares.as_ref().and_then(|shares| shares.speaker.get(share as usize)).copied().unwrap_or(NONE)
    }

    /// Returns the shares of every coding whose document and code the study has, coding by coding.
    pub fn known(&self) -> impl Iterator<Item = Coded> + '_ {
        let mut next = 0_u32;
        (0_u32..).zip(self.source.iter().zip(&self.code)).filter_map(move |(fact, (&source, &code))| {
            let first = next;
            let shares = match &self.shares {
                None => fact..fact + 1,
                Some(shares) => {
                    while shares.fact.get(next as usize) == Some(&fact) {
                        next += 1;
                    }
                    first..next
                }
            };
            (source != NONE && !shares.is_empty()).then_some(Coded { fact, source, code, shares })
        })
    }

    /// Calls `take` with each part of a text that counts towards a share.
    pub fn each_part(&self, share: u32, mut take: impl FnMut(CharRange)) {
        let fact = self.fact(share);
        let Some(range) = self.facts.get(fact as usize).map(|fact| fact.range) else { return };
        let (participant, speaker) = (self.participant(share), self.speaker(share));
        let by_speaker = speaker != NONE;
        let source = self.source.get(fact as usize).copied().unwrap_or(NONE);
        match self.whose.spoken.otherwise(source).filter(|otherwise| by_speaker || participant != *otherwise) {
            None => take(range),
            Some(_) => self.whose.spoken.each(source, range, |person, words| {
                if person == if by_speaker { speaker } else { participant } {
                    take(CharRange { start: words.start.max(range.start), end: words.end.min(range.end) });
                }
            }),
        }
    }
}

/// A coding whose document and code the study has.
pub(super) struct Coded {
    pub fact: u32,
    /// Index of its document.
    pub source: u32,
    /// Index of its code.
    pub code: u32,
    /// At least one.
    pub shares: Range<u32>,
}
