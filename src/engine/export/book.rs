//! Reads coded transcripts from the project as plain texts with marked passages, one document after another.

use super::chosen::Chosen;
use crate::engine::error::Error;
use crate::interchange::transcripts::{Book, BookCode, MarkedPassage, Transcript};
use crate::model::{CodeId, Progress, Source, SourceId, Study, UserId, Variable};
use crate::store::{Passage, PassageFilter, PassagesByDocument, Reads};
use crate::{i18n, tr};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::Peekable;

/// Counts the marked passages of the selected documents; the documents come from the reader. Progress counts documents.
pub(super) fn book<'a>(
    reads: Reads<'a>,
    study: Study,
    chosen: &Chosen,
    memos: bool,
    progress: &'a Progress,
) -> Result<(Book, TranscriptReader<'a>), Error> {
    let filter = chosen.filter(reads, &study)?;
    let passages = counted(reads, &filter, progress)?;
    let used: HashSet<CodeId> = passages.keys().map(|(code, _)| *code).collect();
    let coding: HashSet<UserId> = passages.keys().map(|(_, user)| *user).collect();
    let codes: Vec<_> = study.codebook.codes().iter().filter(|code| used.contains(&code.id)).collect();
    let coders: Vec<_> = study.users.iter().filter(|user| coding.contains(&user.id)).collect();
    let code_places: HashMap<CodeId, usize> = codes.iter().enumerate().map(|(i, code)| (code.id, i)).collect();
    let coder_places: HashMap<UserId, usize> = coders.iter().enumerate().map(|(i, user)| (user.id, i)).collect();
    let sources: Vec<Source> = study.sources.iter().filter(|source| chosen.takes(source)).cloned().collect();
    let look = |code: &&crate::model::Code| BookCode {
        path: study.codebook.path(code.id).to_string(),
        color: crate::model::rgb(&code.color),
    };
    let place = |((code, user), count): (&(CodeId, UserId), &usize)| {
        Some(((*code_places.get(code)?, *coder_places.get(user)?), *count))
    };
    let book = Book {
        title: study.project.name.clone(),
        codes: codes.iter().map(look).collect(),
        coders: coders.into_iter().map(|user| user.shown_name().to_owned()).collect(),
        passages: passages.iter().filter_map(place).collect(),
        documents: sources.iter().map(|source| source.name.clone()).collect(),
        provenance: chosen.provenance(reads, &study)?,
    };
    let reader = TranscriptReader {
        reads,
        marked: reads.passages_by_document(&filter)?.peekable(),
        sources,
        read: 0,
        study,
        codes: code_places,
        coders: coder_places,
        memos,
        progress,
    };
    Ok((book, reader))
}

fn counted(
    reads: Reads<'_>,
    filter: &PassageFilter,
    progress: &Progress,
) -> Result<BTreeMap<(CodeId, UserId), usize>, Error> {
    let mut passages = BTreeMap::new();
    for document in reads.passages_by_document(filter)? {
        progress.checkpoint()?;
        for Passage { coding, .. } in document?.1 {
            *passages.entry((coding.code, coding.user)).or_default() += 1;
        }
    }
    Ok(passages)
}

/// Reads the documents of a book one after another.
pub(super) struct TranscriptReader<'a> {
    reads: Reads<'a>,
    /// In the order of the sources.
    marked: Peekable<PassagesByDocument<'a>>,
    sources: Vec<Source>,
    read: usize,
    study: Study,
    codes: HashMap<CodeId, usize>,
    coders: HashMap<UserId, usize>,
    memos: bool,
    progress: &'a Progress,
}

impl TranscriptReader<'_> {
    fn transcript(&mut self, place: usize) -> Result<Option<Transcript>, Error> {
        let Some(Source { id: source, name, .. }) = self.sources.get(place) else { return Ok(None) };
        self.progress.step(place as u64, self.sources.len() as u64)?;
        let (source, name) = (*source, name.clone());
        let passages = self.passages(source)?;
        let mark = |passage: Passage| {
            let Passage { coding, memo, important, account } = passage;
            let (code, coder) = (*self.codes.get(&coding.code)?, *self.coders.get(&coding.user)?);
            let memo = memo.filter(|_| self.memos).unwrap_or_default();
            let (range, created) = (coding.range, coding.created);
            Some(MarkedPassage { range, code, coder, memo, created, important, account })
        };
        Ok(Some(Transcript {
            name,
            about: about(&self.study, source),
            text: self.reads.text(source)?,
            origin: self.reads.origin(source)?.unwrap_or_default(),
            marks: passages.into_iter().filter_map(mark).collect(),
        }))
    }

    fn passages(&mut self, source: SourceId) -> Result<Vec<Passage>, Error> {
        let is_next = |next: &Result<(SourceId, Vec<Passage>), _>| match next {
            Ok((of, _)) => *of == source,
            Err(_) => true,
        };
        Ok(self.marked.next_if(is_next).transpose()?.map(|(_, passages)| passages).unwrap_or_default())
    }
}

impl Iterator for TranscriptReader<'_> {
    type Item = Result<Transcript, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.transcript(self.read);
        self.read += 1;
        read.transpose()
    }
}

/// Returns the participant with their known attributes, and those of the document.
fn about(study: &Study, source: SourceId) -> Vec<(String, String)> {
    let Some(source) = study.source(source) else { return vec![] };
    let known = |attributes: &[Variable], values: &[Option<String>]| -> Vec<(String, String)> {
        let values = attributes.iter().zip(values);
        values.filter_map(|(variable, value)| Some((variable.name.replace('_', " "), value.clone()?))).collect()
    };
    let mut about = Vec::new();
    match study.participants_of(&source.participants()).as_slice() {
        [] => {}
        [one] => {
            about.push((tr!("Participant").to_owned(), one.name.clone()));
            about.extend(known(&study.variables, &one.values));
        }
        several => {
            let names: Vec<&str> = several.iter().map(|participant| participant.name.as_str()).collect();
            about.push((tr!("Participants").to_owned(), i18n::joined(&names)));
        }
    }
    about.extend(known(&study.document_variables, &source.values));
    about
}
