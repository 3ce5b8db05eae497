//! What a query asks of a project, read when it is asked for.

use crate::analysis::query::{Corpus, Matching, ResolvedQuery};
use crate::engine::error::Error;
use crate::engine::reading::Scoped;
use crate::engine::speech::{Documents, WhoseWords, speeches, turns_of};
use crate::model::{Accounts, CharRange, CodingId, Fact, ParticipantId, SourceId, Speech, Speeches, Study, same_name};
use crate::store::Reads;
use crate::text::{self, Cut, Finder, Kept, Strictness, TextIndex, segment};
use regex::{Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Texts that are held at a time.
const MOST_OPEN: usize = 64;

/// A project as far as the filters of a query keep it.
pub(super) struct ProjectCorpus<'a> {
    reads: Reads<'a>,
    study: &'a Study,
    scoped: &'a Scoped,
    codings: Vec<Fact>,
    important: HashSet<CodingId>,
    accounts: Accounts,
    whose: Whose,
    /// Of all documents, if the query asks who says something.
    speeches: Speeches,
    /// The texts that were asked about last: mostly one document after another is.
    open: RefCell<HashMap<SourceId, Rc<OpenText>>>,
}

/// Whose places are, as far as the filters keep these participants.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Whose {
    words: WhoseWords,
    kept: HashSet<ParticipantId>,
}

impl Whose {
    fn read(reads: Reads<'_>, study: &Study, scoped: &Scoped) -> Result<Self, Error> {
        let kept = study.participants.iter().map(|one| one.id).filter(|one| scoped.has_participant(*one));
        Ok(Self { words: WhoseWords::read(reads, study)?, kept: kept.collect() })
    }

    /// Returns the participants of a place, in the order in which they speak.
    pub fn of(&self, source: SourceId, range: CharRange) -> Vec<ParticipantId> {
        let mut participants = self.words.participants(source, range);
        participants.retain(|one| self.kept.contains(one));
        participants
    }

    pub fn keeps(&self, participant: ParticipantId) -> bool {
        self.kept.contains(&participant)
    }
}

/// A text that is being looked at.
pub(super) struct OpenText {
    pub text: String,
    pub index: TextIndex,
    pub turns: text::Turns,
}

impl<'a> ProjectCorpus<'a> {
    /// `codings`: those that the filters keep.
    pub fn new(
        reads: Reads<'a>,
        study: &'a Study,
        scoped: &'a Scoped,
        codings: Vec<Fact>,
        query: &ResolvedQuery,
    ) -> Result<Self, Error> {
        let who_speaks = query.asks_who_speaks();
        let important = if query.asks_importance() { reads.important_codings()? } else { HashSet::new() };
        Ok(Self {
            reads,
            study,
            scoped,
            codings,
            important,
            accounts: if query.asks_accounts() { reads.accounts()? } else { Accounts::new() },
            whose: Whose::read(reads, study, scoped)?,
            speeches: if who_speaks { speeches(reads, study, Documents::All)? } else { Speeches::new() },
            open: RefCell::default(),
        })
    }

    /// Returns whose places are, when nothing more is asked.
    pub fn into_whose(self) -> Whose {
        self.whose
    }

    pub fn open(&self, source: SourceId) -> Result<Rc<OpenText>, Error> {
        if let Some(text) = self.open.borrow().get(&source) {
            return Ok(Rc::clone(text));
        }
        let text = self.reads.text(source)?;
        let index = TextIndex::new(&text);
        let turns = turns_of(self.reads, source, &text, &index)?;
        let text = Rc::new(OpenText { text, index, turns });
        let mut open = self.open.borrow_mut();
        if open.len() >= MOST_OPEN {
            open.clear();
        }
        open.insert(source, Rc::clone(&text));
        Ok(text)
    }

    /// Returns the parts of a text in which words are looked for: what each speaker says, or all of it if nobody speaks.
    fn spoken(&self, source: SourceId, text: &OpenText) -> Vec<CharRange> {
        let said = |speech: &Speech| speech.utterances.iter().map(|said| said.words).collect::<Vec<_>>();
        match self.speeches.get(&source).filter(|speech| !speech.voices.is_empty()) {
            Some(speech) => said(speech),
            None => vec![CharRange::new(0, text.index.char_count())],
        }
    }
}

impl Corpus for ProjectCorpus<'_> {
    type Error = Error;

    fn codings(&self) -> &[Fact] {
        &self.codings
    }

    fn is_important(&self, coding: CodingId) -> bool {
        self.important.contains(&coding)
    }

    fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    fn hits(&self, wanted: &str, how: Matching) -> Result<Vec<(SourceId, CharRange)>, Error> {
        let matcher = Matcher::new(wanted, how)?;
        let mut hits = Vec::new();
        for source in self.study.sources.iter().filter(|source| self.scoped.has_words_in(source)) {
            let open = self.open(source.id)?;
            for part in self.spoken(source.id, &open) {
                let found = matcher.all(open.index.slice(&open.text, part));
                let place = |range: CharRange| CharRange::new(part.start.0 + range.start.0, part.start.0 + range.end.0);
                let is_kept = |range: &CharRange| self.scoped.keeps_words(source.id, *range);
                hits.extend(found.into_iter().map(place).filter(is_kept).map(|range| (source.id, range)));
            }
        }
        Ok(hits)
    }

    fn units(&self, source: SourceId, cut: Cut) -> Result<Arc<[CharRange]>, Error> {
        let open = self.open(source)?;
        let kept = Kept::whole(open.index.char_count());
        Ok(text::units(&open.text, &open.index, &open.turns, cut, &kept).into())
    }

    fn words(&self, source: SourceId) -> Result<Arc<[CharRange]>, Error> {
        let open = self.open(source)?;
        let words = |part| segment::words_in(&open.text, &open.index, part);
        Ok(self.spoken(source, &open).into_iter().flat_map(words).collect())
    }

    fn participants(&self, source: SourceId, range: CharRange) -> Vec<ParticipantId> {
        self.whose.of(source, range)
    }

    fn is_said_by(&self, source: SourceId, range: CharRange, label: &str) -> bool {
        let Some(speech) = self.speeches.get(&source) else { return false };
        let is_theirs = |voice: u32| speech.voices.get(voice as usize).is_some_and(|one| same_name(&one.label, label));
        speech.within(range).iter().any(|said| is_theirs(said.voice))
    }
}

/// Finds a text in others.
enum Matcher {
    Text(Finder),
    Pattern(Regex),
}

impl Matcher {
    fn new(wanted: &str, how: Matching) -> Result<Self, Error> {
        if how.stem {
            return Err(Error::NoStems);
        }
        if !how.regex {
            let strictness = Strictness { whole_words: how.whole, match_case: how.case };
            return Ok(Self::Text(Finder::new(wanted, strictness)));
        }
        let pattern = if how.whole { format!(r"\b(?:{wanted})\b") } else { wanted.to_owned() };
        let pattern = RegexBuilder::new(&pattern).case_insensitive(!how.case).multi_line(true).build();
        Ok(Self::Pattern(pattern.map_err(|why| Error::Expression { why: why.to_string() })?))
    }

    /// Returns all matches that are not empty, in order.
    fn all(&self, text: &str) -> Vec<CharRange> {
        let pattern = match self {
            Self::Text(finder) => return finder.all(text),
            Self::Pattern(pattern) => pattern,
        };
        let (mut byte, mut position) = (0, 0);
        let mut to = |end: usize| {
            position += text.get(byte..end).unwrap_or_default().chars().count() as u32;
            byte = end;
            position
        };
        let matches = pattern.find_iter(text).filter(|found| !found.is_empty());
        matches.map(|found| CharRange::new(to(found.start()), to(found.end()))).collect()
    }
}
