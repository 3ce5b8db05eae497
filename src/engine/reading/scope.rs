//! Conditions on passages that concern who says them, where, and about whom.

use crate::analysis::{AttributeFilter, CountedAs, LeftOutReason};
use crate::engine::error::Error;
use crate::engine::speech::{SpokenWords, WhoseWords};
use crate::model::{
    AccountFilter, Accounts, CharRange, CodeId, CodingId, Described, Fact, Noun, ParticipantId, RowKind, Set, SetId,
    SetKind, Source, SourceId, SpokenBy, Study,
};
use crate::store::{self, PassageFilter, Reads};
use crate::tr;
use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash;

/// Names the passages that a filter keeps.
pub(in crate::engine) fn only_account(account: AccountFilter) -> String {
    tr!("passages: {account}", account = account.label())
}

/// Which passages are counted, listed or exported, by who says them, where, and about whom; by default, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageScope {
    /// Passages of at least one participant who meets it, in documents that meet it.
    pub filter: AttributeFilter,
    /// Passages in the documents, and with the codes, of every one of these sets.
    pub sets: Vec<SetId>,
    pub spoken_by: SpokenBy,
    /// Only passages about these people's experience.
    pub account: Option<AccountFilter>,
}

impl PassageScope {
    /// True if no passage is excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.narrows() && self.spoken_by == SpokenBy::All && self.account.is_none()
    }

    /// True if some participants, documents or codes are excluded with all their passages.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !self.filter.is_empty() || !self.sets.is_empty()
    }

    /// Returns the study with only the participants and documents of this scope. It has all codes, because the definitions of
    /// tables name them.
    ///
    /// # Errors
    /// Fails when participants or documents lack one of the attributes, or when a set does not exist.
    pub fn narrow<'s>(&self, study: &'s Study) -> Result<Cow<'s, Study>, Error> {
        if !self.narrows() {
            return Ok(Cow::Borrowed(study));
        }
        let within = WithinSets::new(study, &self.sets)?;
        let mut narrowed = self.filter.narrow(study)?;
        narrowed.sources.retain(|source| within.has_document(source.id));
        Ok(Cow::Owned(narrowed))
    }

    /// Describes the sets that exist: `set “West” (3 of 10 documents)`.
    pub(in crate::engine) fn sets_in_words(&self, study: &Study) -> Vec<String> {
        let in_words = |set: &Set| {
            let count = match set.definition.kind {
                SetKind::Documents => {
                    let (kept, all) = (set.definition.documents(study).len(), study.sources.len() as u64);
                    tr!("{kept} of {all}", kept, all = Noun::Document.counted(all))
                }
                SetKind::Codes => {
                    let (kept, all) = (set.definition.codes(study).len(), study.codebook.codes().len() as u64);
                    tr!("{kept} of {all}", kept, all = Noun::Code.counted(all))
                }
            };
            tr!("set “{name}” ({count})", name = set.name, count)
        };
        self.sets.iter().filter_map(|&id| study.set(id)).map(in_words).collect()
    }

    /// Says which of the sets are empty, or name something that no longer exists.
    ///
    /// # Errors
    /// Fails when a set does not exist.
    pub(in crate::engine) fn notes_on_sets(&self, study: &Study) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        for &id in &self.sets {
            let set = set_of(study, id)?;
            let is_empty = match set.definition.kind {
                SetKind::Documents => set.definition.documents(study).is_empty(),
                SetKind::Codes => set.definition.codes(study).is_empty(),
            };
            notes.extend(is_empty.then(|| match set.definition.kind {
                SetKind::Documents => tr!("No document is in the set “{name}”.", name = set.name),
                SetKind::Codes => tr!("No code is in the set “{name}”.", name = set.name),
            }));
            notes.extend(missing_note(study, set));
        }
        Ok(notes)
    }

    /// Describes the conditions, one by one.
    #[must_use]
    pub fn in_words(&self, study: &Study) -> Vec<String> {
        let mut words = self.sets_in_words(study);
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
        let is_somebody_else = filter.participant.is_some_and(|one| !scoped.has_participant(one));
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

/// Says how much of what a set names no longer exists.
#[must_use]
pub fn missing_note(study: &Study, set: &Set) -> Option<String> {
    let missing = set.definition.missing(study);
    (missing > 0).then(|| {
        tr!(
            "The set “{name}” names {n} thing that is no longer in the project."
                | "The set “{name}” names {n} things that are no longer in the project." % missing,
            name = set.name
        )
    })
}

fn set_of(study: &Study, id: SetId) -> Result<&Set, Error> {
    study.set(id).ok_or_else(|| store::Error::Missing { what: RowKind::Set, id: id.0 }.into())
}

/// What is in every one of some sets.
#[derive(Debug)]
pub(in crate::engine) struct WithinSets {
    /// `None` if none is a set of documents.
    documents: Option<HashSet<SourceId>>,
    /// `None` if none is a set of codes.
    pub codes: Option<HashSet<CodeId>>,
}

impl WithinSets {
    pub fn new(study: &Study, sets: &[SetId]) -> Result<Self, Error> {
        let mut within = Self { documents: None, codes: None };
        for &id in sets {
            let set = set_of(study, id)?;
            match set.definition.kind {
                SetKind::Documents => keep_common(&mut within.documents, set.definition.documents(study)),
                SetKind::Codes => keep_common(&mut within.codes, set.definition.codes(study)),
            }
        }
        Ok(within)
    }

    /// True if one of them is a set of documents.
    pub fn is_about_documents(&self) -> bool {
        self.documents.is_some()
    }

    pub fn has_document(&self, source: SourceId) -> bool {
        self.documents.as_ref().is_none_or(|documents| documents.contains(&source))
    }

    pub fn has(&self, fact: &Fact) -> bool {
        self.takes(fact.source, fact.code)
    }

    /// Returns the codes below those of the sets, if codings also count as the codes above theirs.
    pub fn codes_with_parents(&self, study: &Study, counted_as: CountedAs) -> HashSet<CodeId> {
        let Some(codes) = self.codes.as_ref().filter(|_| counted_as.with_parents) else { return HashSet::new() };
        let book = &study.codebook;
        let is_below = |code: CodeId| codes.iter().any(|&above| book.is_below(code, above));
        book.codes().iter().map(|code| code.id).filter(|&code| is_below(code)).collect()
    }

    fn takes(&self, source: SourceId, code: CodeId) -> bool {
        self.has_document(source) && self.codes.as_ref().is_none_or(|codes| codes.contains(&code))
    }
}

fn keep_common<K: Eq + Hash>(kept: &mut Option<HashSet<K>>, members: Vec<K>) {
    let members: HashSet<K> = members.into_iter().collect();
    match kept {
        Some(kept) => kept.retain(|one| members.contains(one)),
        None => *kept = Some(members),
    }
}

/// A scope with what is said in the documents that it needs.
pub(in crate::engine) struct Scoped {
    participants: Option<(WhoseWords, HashSet<ParticipantId>)>,
    documents: Option<HashSet<SourceId>>,
    within: WithinSets,
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
        let within = WithinSets::new(study, &scope.sets)?;
        Ok(Self { participants, documents, within, account, spoken: SpokenWords::read(reads, study, scope.spoken_by)? })
    }

    /// Returns `None` if no passage is excluded.
    pub fn of(reads: Reads<'_>, study: &Study, scope: &PassageScope) -> Result<Option<Self>, Error> {
        if scope.is_empty() { Ok(None) } else { Self::new(reads, study, scope).map(Some) }
    }

    /// The codes of the sets; `None`: all.
    pub fn codes(&self) -> Option<&HashSet<CodeId>> {
        self.within.codes.as_ref()
    }

    /// True if somebody whose passages are not excluded may say something in a document.
    pub fn has_words_in(&self, source: &Source) -> bool {
        let is_elsewhere = self.documents.as_ref().is_some_and(|kept| !kept.contains(&source.id));
        let has_somebody = |(_, kept): &(WhoseWords, HashSet<ParticipantId>)| match source.speakers.is_empty() {
            true => source.participant.is_some_and(|participant| kept.contains(&participant)),
            false => source.speakers.iter().any(|(_, participant)| kept.contains(&participant)),
        };
        !is_elsewhere
            && self.within.has_document(source.id)
            && self.spoken.has_words_in(source.id)
            && self.participants.as_ref().is_none_or(has_somebody)
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

    /// True if a passage here with this code would not be left out on account of its words; whose experience it is about
    /// is left open.
    pub fn has(&self, source: SourceId, range: CharRange, code: CodeId) -> bool {
        self.is_in_filter(source, range, code) && self.spoken.leaves_out(source, range).is_none()
    }

    /// True if these words are of participants and in a document that the conditions and sets keep, whatever their code.
    pub fn keeps_words(&self, source: SourceId, range: CharRange) -> bool {
        self.is_of_kept(source, range)
            && self.within.has_document(source)
            && self.spoken.leaves_out(source, range).is_none()
    }

    /// True if the participant meets the conditions.
    pub fn has_participant(&self, participant: ParticipantId) -> bool {
        self.participants.as_ref().is_none_or(|(_, kept)| kept.contains(&participant))
    }

    /// True if such a passage is of participants, in a document and with a code that the conditions and sets keep.
    fn is_in_filter(&self, source: SourceId, range: CharRange, code: CodeId) -> bool {
        self.is_of_kept(source, range) && self.within.takes(source, code)
    }

    /// True if these words are of participants and in a document that the conditions keep.
    fn is_of_kept(&self, source: SourceId, range: CharRange) -> bool {
        let is_of_others = self.participants.as_ref().is_some_and(|(whose, kept)| {
            let mut found = false;
            whose.each(source, range, |participant| found |= kept.contains(&participant));
            !found
        });
        let is_elsewhere = self.documents.as_ref().is_some_and(|kept| !kept.contains(&source));
        !is_of_others && !is_elsewhere
    }

    /// Returns why a passage is left out; `None` if it is not.
    pub fn excludes(&self, fact: &Fact) -> Option<LeftOutReason> {
        if !self.is_in_filter(fact.source, fact.range, fact.code) {
            return Some(LeftOutReason::Filter);
        }
        if self.account.as_ref().is_some_and(|(wanted, accounts)| !wanted.takes(accounts.get(&fact.coding))) {
            return Some(LeftOutReason::Account);
        }
        self.spoken.excludes(fact)
    }
}
