//! Lists all memos with what each is on.

use crate::engine::error::Error;
use crate::model::{CharRange, CodeId, CodingId, Fact, Note, NoteTarget, SourceId};
use crate::store::Reads;
use crate::table::{MemoList, MemoRow};
use crate::text::TextIndex;
use std::collections::HashMap;

/// A memo, with a description of what it is on and its place.
#[derive(Clone, Debug)]
pub struct MemoOn {
    pub note: Note,
    pub row: MemoRow,
    /// The target of a click, if it is in a document.
    pub place: Option<(SourceId, Option<CharRange>)>,
    pub code: Option<CodeId>,
}

/// Returns memos, latest first. Memos on removed things are omitted; undoing the removal brings both back.
pub fn memos(reads: Reads<'_>) -> Result<Vec<MemoOn>, Error> {
    let study = reads.study()?;
    let notes = reads.notes()?;
    let mut facts: HashMap<CodingId, Fact> = HashMap::new();
    for note in &notes {
        if let NoteTarget::Coding(id) = note.target {
            facts.extend(reads.coding_fact(id)?.map(|fact| (id, fact)));
        }
    }
    let texts = passage_texts(reads, &facts)?;
    let mut memos = Vec::new();
    for note in notes.into_iter().rev() {
        let coder = note.user.and_then(|id| study.user(id)).map(|u| u.name.clone()).unwrap_or_default();
        let mut row = MemoRow {
            kind: note.target.kind(),
            text: note.text.clone(),
            coder,
            created: note.created,
            ..MemoRow::default()
        };
        let (mut place, mut code) = (None, None);
        let on = match note.target {
            NoteTarget::Project => Some(study.project.name.clone()),
            NoteTarget::Source(id) => {
                place = Some((id, None));
                study.source(id).map(|s| s.name.clone())
            }
            NoteTarget::Participant(id) => {
                place = study.sources.iter().find(|s| s.participant == Some(id)).map(|s| (s.id, None));
                study.participant(id).map(|p| p.name.clone())
            }
            NoteTarget::Code(id) => {
                code = Some(id);
                study.codebook.get(id).map(|_| study.codebook.path(id).to_string())
            }
            NoteTarget::Coding(id) => facts.get(&id).and_then(|fact| {
                place = Some((fact.source, Some(fact.range)));
                code = Some(fact.code);
                row.passage = texts.get(&id).cloned().unwrap_or_default();
                row.code = study.codebook.path(fact.code).to_string();
                study.source(fact.source).map(|s| s.name.clone())
            }),
        };
        let Some(on) = on else { continue };
        row.on = on;
        memos.push(MemoOn { note, row, place, code });
    }
    Ok(memos)
}

/// Returns the memos as a list for files, oldest first.
pub fn memo_list(reads: Reads<'_>) -> Result<MemoList, Error> {
    let rows = memos(reads)?.into_iter().rev().map(|memo| memo.row).collect();
    Ok(MemoList { rows, ..MemoList::default() })
}

/// Returns the text of passages; each document is read once.
fn passage_texts(reads: Reads<'_>, facts: &HashMap<CodingId, Fact>) -> Result<HashMap<CodingId, String>, Error> {
    let mut of: HashMap<SourceId, Vec<&Fact>> = HashMap::new();
    for fact in facts.values() {
        of.entry(fact.source).or_default().push(fact);
    }
    let mut texts = HashMap::new();
    for (source, facts) in of {
        let text = reads.text(source)?;
        let index = TextIndex::new(&text);
        texts.extend(facts.into_iter().map(|fact| (fact.coding, index.slice(&text, fact.range).to_owned())));
    }
    Ok(texts)
}
