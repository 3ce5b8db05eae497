//! Asks a project which passages a query finds.

mod cards;
mod corpus;
mod json;
mod places;
mod said;
mod saved;
mod text;

use super::error::Error;
use crate::analysis::query::{Corpus as _, Findings, FoundPlace};
use crate::model::{CharRange, Progress, Study};
use crate::store::Reads;
pub use cards::{CardWords, FoundMark, FoundStretch, card_words};
use corpus::ProjectCorpus;
pub use json::found_json;
use places::{Evaluated, Order, evaluate, is_same_passage, wanted};
pub use places::{FindQuery, FoundPlaces};
use said::said;
pub use saved::{faulty_note, query_saved_as};
use std::collections::HashSet;
pub use text::{found_rows, found_text};

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundPassages {
    /// The query as it was understood.
    pub query: String,
    /// Distinct passages: document, start, end and code.
    pub passages: usize,
    pub documents: usize,
    /// Those whose passages they are and whom the filter keeps.
    pub participants: usize,
    /// By document, start, end, code and coder.
    pub results: Vec<FoundPassage>,
}

/// A place that a query finds, with the places because of which it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPassage {
    pub document: String,
    /// In project order.
    pub participants: Vec<String>,
    /// Who says it; `None` if several do, or nobody.
    pub speaker: Option<String>,
    /// The number of the turn it is in; `None` if it is in several, or in none.
    pub turn: Option<u32>,
    pub words: FoundWords,
    pub evidence: Vec<FoundWords>,
}

/// Words, and how they are coded if they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWords {
    pub document: String,
    pub range: CharRange,
    pub text: String,
    /// The path of the code.
    pub code: Option<String>,
    pub coder: Option<String>,
}

/// Returns what a query finds. Progress counts documents with results.
///
/// # Errors
/// When the query names what the study lacks or cannot be searched for, when the project cannot be read, or when cancelled.
pub fn find(reads: Reads<'_>, asked: &FindQuery, progress: &Progress) -> Result<FoundPassages, Error> {
    evaluate(reads, asked, progress, |Evaluated { study, corpus, findings, .. }| {
        Results { asked, study, corpus: &corpus, order: Order::new(study) }.of(&findings, progress)
    })
}

/// Turns places into results.
struct Results<'a> {
    asked: &'a FindQuery,
    study: &'a Study,
    corpus: &'a ProjectCorpus<'a>,
    order: Order,
}

impl Results<'_> {
    fn of(&self, findings: &Findings, progress: &Progress) -> Result<FoundPassages, Error> {
        let asked = self.asked;
        let participants = |found: &FoundPlace| self.corpus.participants(found.source, found.range);
        let places = wanted(asked, self.study, self.corpus, findings);
        let documents = places.chunk_by(|a, b| a.source == b.source);
        let total = documents.clone().count();
        let mut found = FoundPassages { query: asked.query.to_string(), documents: total, ..FoundPassages::default() };
        let mut people = HashSet::new();
        for (done, of_document) in documents.enumerate() {
            progress.step(done as u64, total as u64)?;
            found.passages += of_document.chunk_by(is_same_passage).count();
            for place in of_document {
                let whose = participants(place);
                let mut evidence = findings.evidence(place, &participants);
                evidence.sort_by_key(|place| self.order.of(place));
                let evidence = evidence.iter().map(|place| self.words(place)).collect::<Result<_, _>>()?;
                let open = self.corpus.open(place.source)?;
                let (speaker, turn) = said(&open.turns, &open.index, place.range);
                let named = self.study.participants.iter().filter(|one| whose.contains(&one.id));
                let words = self.words(place)?;
                found.results.push(FoundPassage {
                    document: words.document.clone(),
                    participants: named.map(|one| one.name.clone()).collect(),
                    speaker,
                    turn,
                    words,
                    evidence,
                });
                people.extend(whose);
            }
        }
        found.participants = people.len();
        Ok(found)
    }

    fn words(&self, place: &FoundPlace) -> Result<FoundWords, Error> {
        let open = self.corpus.open(place.source)?;
        let study = self.study;
        Ok(FoundWords {
            document: study.source(place.source).map(|source| source.name.clone()).unwrap_or_default(),
            range: place.range,
            text: open.index.slice(&open.text, place.range).to_owned(),
            code: place.code().map(|code| study.codebook.path(code).to_string()),
            coder: place.coder().and_then(|user| Some(study.user(user)?.name.clone())),
        })
    }
}
