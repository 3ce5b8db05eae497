//! Selects what is compared: coders, documents, codings, and the codes that these count for.

use crate::analysis::counted_as::raised;
use crate::engine::compare::settings::CompareSettings;
use crate::engine::disagreements::{AgreeRule, compared};
use crate::engine::error::Error;
use crate::engine::reading::Scoped;
use crate::model::{CodeId, Codebook, Fact, Source, SourceId, Study, UserId};
use crate::store::Reads;
use std::collections::{BTreeSet, HashMap, HashSet};

pub(super) struct Scope {
    pub coders: Vec<UserId>,
    /// Documents that at least two of the coders finished.
    pub documents: Vec<SourceId>,
    /// Documents that only one of them finished.
    pub single_coder: Vec<SourceId>,
    /// Documents with passages (with a compared code) by a coder who has not finished them, including coders who
    /// are not compared because they finished none of the documents.
    pub unfinished: Vec<(SourceId, UserId)>,
    /// Documents compared that count as finished only because the coder has coded in them.
    pub unmarked: Vec<(SourceId, UserId)>,
    /// Per document compared, then per coder.
    pub took_part: Vec<Vec<bool>>,
    /// Codings by coders who took part in a document compared.
    pub facts: Vec<Fact>,
    /// Which passages are compared; `None`: all.
    pub only: Option<Scoped>,
}

impl Scope {
    /// Selects what is compared, without the coders `left_out`.
    pub fn new(
        reads: Reads<'_>,
        study: &Study,
        settings: &CompareSettings,
        left_out: &[UserId],
    ) -> Result<Self, Error> {
        let chosen = |id: &SourceId| settings.documents.is_empty() || settings.documents.contains(id);
        let only = Scoped::of(reads, study, &settings.scope)?;
        let is_meant = |source: &&Source| only.as_ref().is_none_or(|only| only.has_words_in(source));
        let chosen: Vec<SourceId> =
            study.sources.iter().filter(is_meant).map(|source| source.id).filter(chosen).collect();
        let finished: HashSet<(SourceId, UserId)> = reads.participations()?.into_iter().collect();
        let mut asked = coders_asked(study, settings)?;
        asked.retain(|coder| !left_out.contains(coder));
        let mut all = reads.facts(&asked)?;
        all.retain(|fact| only.as_ref().is_none_or(|only| only.excludes(fact).is_none()));
        let coders = coders_compared(study, settings, asked, |coder| {
            if settings.everyone_took_part {
                return all.iter().any(|fact| fact.user == coder) || finished.iter().any(|(_, user)| *user == coder);
            }
            chosen.iter().any(|&source| finished.contains(&(source, coder)))
        })?;
        let took_part = |source: SourceId| -> Vec<bool> {
            coders.iter().map(|&coder| settings.everyone_took_part || finished.contains(&(source, coder))).collect()
        };
        let (mut facts, others): (Vec<Fact>, Vec<Fact>) = all.into_iter().partition(|fact| coders.contains(&fact.user));
        let coded: HashSet<SourceId> = facts.iter().map(|fact| fact.source).collect();
        let (mut documents, mut single_coder) = (Vec::new(), Vec::new());
        for &source in &chosen {
            match coders.iter().filter(|&&coder| finished.contains(&(source, coder))).count() {
                0 if !settings.everyone_took_part || !coded.contains(&source) => {}
                1 if !settings.everyone_took_part => single_coder.push(source),
                _ => documents.push(source),
            }
        }
        let mut unfinished = BTreeSet::new();
        if !settings.everyone_took_part {
            let scope = Codes::new(&study.codebook, settings);
            let is_open = |fact: &&Fact| {
                chosen.contains(&fact.source)
                    && !finished.contains(&(fact.source, fact.user))
                    && scope.nearest(fact.code).is_some()
            };
            unfinished.extend(facts.iter().chain(&others).filter(is_open).map(|fact| (fact.source, fact.user)));
            facts.retain(|fact| finished.contains(&(fact.source, fact.user)));
        }
        let compared: HashSet<SourceId> = documents.iter().copied().collect();
        facts.retain(|fact| compared.contains(&fact.source));
        let marked = reads.finished()?;
        let consensus = consensus(study, settings);
        let people =
            || coders.iter().copied().filter(|coder| !settings.everyone_took_part && Some(*coder) != consensus);
        let unmarked = documents.iter().flat_map(|&source| people().map(move |coder| (source, coder)));
        let unmarked = unmarked.filter(|pair| finished.contains(pair) && !marked.contains(pair)).collect();
        let took_part = documents.iter().map(|&source| took_part(source)).collect();
        let unfinished = unfinished.into_iter().collect();
        Ok(Self { coders, documents, single_coder, unfinished, unmarked, took_part, facts, only })
    }

    /// Returns the codes compared, in codebook order, and for each code of a coding the one as which it counts.
    pub fn codes_compared(&self, study: &Study, settings: &CompareSettings) -> (Vec<CodeId>, HashMap<CodeId, usize>) {
        let scope = Codes::new(&study.codebook, settings);
        let used: HashSet<CodeId> = self.facts.iter().map(|fact| fact.code).collect();
        let counted: HashMap<CodeId, CodeId> =
            used.into_iter().filter_map(|code| Some((code, scope.nearest(code)?))).collect();
        // Without passages, a code outside the sets would seem to be used by nobody.
        let in_sets = self.only.as_ref().and_then(Scoped::codes);
        let is_about =
            |code: &CodeId| in_sets.is_none_or(|codes| codes.iter().any(|one| scope.nearest(*one) == Some(*code)));
        let asked = scope.asked.iter().copied().filter(is_about);
        let listed: HashSet<CodeId> = counted.values().copied().chain(asked).collect();
        let codes: Vec<CodeId> =
            study.codebook.codes().iter().map(|code| code.id).filter(|code| listed.contains(code)).collect();
        let places: HashMap<CodeId, usize> = codes.iter().enumerate().map(|(i, &code)| (code, i)).collect();
        let counted = counted.into_iter().filter_map(|(code, as_code)| Some((code, *places.get(&as_code)?)));
        (codes, counted.collect())
    }

    /// Counts the codings by code, then by coder.
    pub fn marks(&self, codes: usize, counted_as: &HashMap<CodeId, usize>) -> Vec<Vec<usize>> {
        let mut numbers = vec![vec![0; self.coders.len()]; codes];
        for fact in &self.facts {
            let coder = self.coders.iter().position(|&coder| coder == fact.user);
            let Some((&code, coder)) = counted_as.get(&fact.code).zip(coder) else { continue };
            if let Some(number) = numbers.get_mut(code).and_then(|by_coder| by_coder.get_mut(coder)) {
                *number += 1;
            }
        }
        numbers
    }
}

/// Returns the consensus coding if the others are compared with it.
fn consensus(study: &Study, settings: &CompareSettings) -> Option<UserId> {
    study.consensus().filter(|consensus| settings.reference == Some(*consensus))
}

/// Returns the coders named, or else all coders; and the consensus coding if it is the reference.
fn coders_asked(study: &Study, settings: &CompareSettings) -> Result<Vec<UserId>, Error> {
    let consensus = consensus(study, settings);
    let mut people = settings.coders.clone();
    people.retain(|id| Some(*id) != consensus);
    let mut coders = match compared(study, &AgreeRule { coders: people.clone(), ..AgreeRule::default() }) {
        // A single coder can be compared with the consensus coding.
        Err(_) if consensus.is_some() && people.len() == 1 => people,
        found => found?,
    };
    coders.extend(consensus);
    Ok(coders)
}

/// Returns those coders asked for who are named, or else those for whom `is_here` holds; all if fewer than two
/// would be left.
fn coders_compared(
    study: &Study,
    settings: &CompareSettings,
    asked: Vec<UserId>,
    is_here: impl Fn(UserId) -> bool,
) -> Result<Vec<UserId>, Error> {
    let consensus = consensus(study, settings);
    let is_named = settings.coders.iter().any(|id| Some(*id) != consensus);
    let is_kept = |coder: &UserId| is_named || settings.reference == Some(*coder) || is_here(*coder);
    let kept: Vec<UserId> = asked.iter().copied().filter(is_kept).collect();
    let people = kept.iter().filter(|coder| Some(**coder) != consensus).count();
    let coders = if is_named || people > 1 { kept } else { asked };
    if let Some(reference) = settings.reference.filter(|id| !coders.contains(id)) {
        let coder = study.user(reference).map(|user| user.name.clone()).unwrap_or_default();
        return Err(Error::ReferenceNotCompared { coder });
    }
    Ok(coders)
}

/// True if some codes count as one of those named, which is above them.
pub(super) fn joins_subcodes(book: &Codebook, settings: &CompareSettings) -> bool {
    let scope = Codes::new(book, settings);
    let is_joined = |code: CodeId| scope.nearest(code).is_some_and(|at| at != raised(book, code, settings.level));
    book.codes().iter().any(|code| is_joined(code.id))
}

/// The codes of a comparison.
struct Codes<'a> {
    book: &'a Codebook,
    level: Option<usize>,
    /// Empty: every code.
    asked: HashSet<CodeId>,
}

impl<'a> Codes<'a> {
    fn new(book: &'a Codebook, settings: &CompareSettings) -> Self {
        let asked = settings.codes.iter().map(|&code| raised(book, code, settings.level)).collect();
        Self { book, level: settings.level, asked }
    }

    /// Returns the code as which a coding with `code` counts; `None` when it is not compared.
    fn nearest(&self, code: CodeId) -> Option<CodeId> {
        let mut at = Some(raised(self.book, code, self.level));
        while let Some(code) = at.filter(|code| !self.asked.is_empty() && !self.asked.contains(code)) {
            at = self.book.get(code).and_then(|code| code.parent);
        }
        at
    }
}
