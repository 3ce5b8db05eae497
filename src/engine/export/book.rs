//! Reads coded transcripts from the project as plain texts with marked passages.

use super::chosen::Chosen;
use crate::engine::error::Error;
use crate::interchange::transcripts::{Book, BookCode, MarkedPassage, Transcript};
use crate::model::{CodeId, Progress, SourceId, Study, UserId, Variable};
use crate::store::Reads;
use crate::{i18n, tr};
use std::collections::{HashMap, HashSet};

/// Reads the selected documents with their marked passages. Progress counts documents.
pub(super) fn book(
    reads: Reads<'_>,
    study: &Study,
    chosen: &Chosen,
    memos: bool,
    progress: &Progress,
) -> Result<Book, Error> {
    let filter = chosen.filter(reads, study)?;
    let passages = reads.passages(&filter)?;
    let used: HashSet<CodeId> = passages.iter().map(|passage| passage.coding.code).collect();
    let coding: HashSet<UserId> = passages.iter().map(|passage| passage.coding.user).collect();
    let in_order: Vec<_> = study.codebook.codes().iter().filter(|code| used.contains(&code.id)).collect();
    let coders: Vec<_> = study.users.iter().filter(|user| coding.contains(&user.id)).collect();
    let codes: HashMap<CodeId, usize> = in_order.iter().enumerate().map(|(i, code)| (code.id, i)).collect();
    let users: HashMap<UserId, usize> = coders.iter().enumerate().map(|(i, user)| (user.id, i)).collect();
    let mut marks: HashMap<SourceId, Vec<MarkedPassage>> = HashMap::new();
    for passage in passages {
        let coding = passage.coding;
        let Some((&code, &coder)) = codes.get(&coding.code).zip(users.get(&coding.user)) else { continue };
        let memo = passage.memo.filter(|_| memos).unwrap_or_default();
        let (range, created, important, account) = (coding.range, coding.created, passage.important, passage.account);
        let mark = MarkedPassage { range, code, coder, memo, created, important, account };
        marks.entry(coding.source).or_default().push(mark);
    }
    let mut documents = Vec::new();
    let sources: Vec<_> = study.sources.iter().filter(|source| chosen.takes(source)).collect();
    for (done, source) in sources.iter().enumerate() {
        progress.step(done as u64, sources.len() as u64)?;
        documents.push(Transcript {
            name: source.name.clone(),
            about: about(study, source.id),
            text: reads.text(source.id)?,
            origin: reads.origin(source.id)?.unwrap_or_default(),
            marks: marks.remove(&source.id).unwrap_or_default(),
        });
    }
    let look = |code: &&crate::model::Code| BookCode {
        path: study.codebook.path(code.id).to_string(),
        color: crate::model::rgb(&code.color),
    };
    Ok(Book {
        title: study.project.name.clone(),
        codes: in_order.iter().map(look).collect(),
        coders: coders.into_iter().map(|user| user.shown_name().to_owned()).collect(),
        documents,
        provenance: chosen.provenance(reads, study)?,
    })
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
