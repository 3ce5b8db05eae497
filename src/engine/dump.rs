//! Dumps a project as plain data, for writing it in another format.

use super::error::Error;
use super::project::Project;
use crate::analysis::query::PresentQuery;
use crate::interchange::plain::{
    AttributeDump, CodeDump, CodebookDump, CoderDump, CodingDump, Codings, DocumentDump, DumpedMemoTarget, MemoDump,
    NoteDump, ParticipantDump, ProjectDump, QueryDump, SetDump,
};
use crate::model::{
    CodeId, Codebook, CodingId, Guid, Note, NoteTarget, Progress, SavedQuery, Set, SetCondition, SetDefinition,
    SetKind, SourceId, Study, UserId,
};
use crate::store::{PassageFilter, Reads};
use std::collections::{HashMap, HashSet};

impl Project {
    /// Returns the whole project as plain data for exports.
    pub fn dump(&self) -> Result<ProjectDump, Error> {
        dump(self.reads(), &Progress::default())
    }
}

/// Returns the whole project. Progress counts documents.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub fn dump(reads: Reads<'_>, progress: &Progress) -> Result<ProjectDump, Error> {
    let (mut dump, study) = outline(reads)?;
    let passages = DumpedPassages::new(&study);
    let total = study.sources.len() as u64;
    for (done, (document, source)) in dump.documents.iter_mut().zip(&study.sources).enumerate() {
        progress.step(done as u64, total)?;
        dump.codings.extend(passages.of(reads, source.id)?);
        document.text = reads.text(source.id)?.into();
        document.origin = reads.origin(source.id)?;
    }
    Ok(dump)
}

/// Returns the dump without texts and passages, and the study from which it was made, with the documents in the same order.
pub fn outline(reads: Reads<'_>) -> Result<(ProjectDump, Study), Error> {
    let study = reads.study()?;
    let dates = reads.source_dates()?;
    let document = |source: &crate::model::Source| DocumentDump {
        name: source.name.clone(),
        path: source.path.clone(),
        participant: source
            .participant
            .and_then(|id| study.participant(id))
            .map(|participant| participant.name.clone()),
        speakers: source
            .speakers
            .iter()
            .filter_map(|(label, id)| Some((label.to_owned(), study.participant(id)?.name.clone())))
            .collect(),
        values: source.values.clone(),
        guid: Some(source.guid),
        created: dates.get(&source.id).copied(),
        ..DocumentDump::default()
    };
    let participant = |participant: &crate::model::Participant| ParticipantDump {
        name: participant.name.clone(),
        values: participant.values.clone(),
        guid: Some(participant.guid),
    };
    let attribute = |variable: &crate::model::Variable| AttributeDump {
        name: variable.name.clone(),
        kind: Some(variable.kind),
        guid: Some(variable.guid),
    };
    let coder = |user: &crate::model::User| CoderDump {
        name: user.name.clone(),
        color: user.color.clone(),
        guid: Some(user.guid),
    };
    let notes = reads.notes_besides_passages()?;
    let dump = ProjectDump {
        file: None,
        name: study.project.name.clone(),
        description: study.project.description.clone(),
        coders: study.users.iter().map(coder).collect(),
        attributes: study.variables.iter().map(attribute).collect(),
        document_attributes: study.document_variables.iter().map(attribute).collect(),
        participants: study.participants.iter().map(participant).collect(),
        documents: study.sources.iter().map(document).collect(),
        codebook: codebook(&study.codebook, &reads.folders()?),
        codings: Codings::default(),
        participations: named(&study, reads.participations()?),
        unfinished: named(&study, reads.unfinished()?),
        memos: memos(&study, notes),
        tables: study.tables.clone(),
        sets: study.sets.iter().map(|one| set(&study, one)).collect(),
        queries: study.queries.iter().map(|one| saved_query(&study, one)).collect(),
    };
    Ok((dump, study))
}

/// Dumps a codebook. `folders` are guids of codes that are folders in the program they came from.
pub fn codebook(book: &Codebook, folders: &HashSet<Guid>) -> CodebookDump {
    let dimensions: Vec<(String, Vec<String>)> =
        book.dimensions.iter().map(|f| (f.name.clone(), f.values.clone())).collect();
    let value = |&(dimension, value): &(crate::model::DimensionId, usize)| {
        let dimension = book.dimensions.iter().find(|f| f.id == dimension)?;
        Some((dimension.name.clone(), dimension.values.get(value)?.clone()))
    };
    // Codes are in tree order: a code deeper than the last open one belongs below it.
    let mut open: Vec<CodeDump> = vec![CodeDump::default()];
    let close = |open: &mut Vec<CodeDump>| {
        if let (Some(done), Some(above)) = (open.pop(), open.last_mut()) {
            above.children.push(done);
        }
    };
    for code in book.codes() {
        while open.len() > book.depth(code.id) + 1 {
            close(&mut open);
        }
        open.push(CodeDump {
            name: code.name.clone(),
            color: code.color.clone(),
            description: code.description.clone(),
            dimensions: code.dimensions.iter().filter_map(value).collect(),
            children: vec![],
            guid: Some(code.guid),
            folder: folders.contains(&code.guid),
        });
    }
    while open.len() > 1 {
        close(&mut open);
    }
    CodebookDump { codes: open.pop().map(|root| root.children).unwrap_or_default(), dimensions }
}

/// What no longer exists is left out.
fn set(study: &Study, set: &Set) -> SetDump {
    let SetDefinition { kind, items, conditions, memo } = &set.definition;
    let book = &study.codebook;
    let item = |guid: &Guid| match kind {
        SetKind::Documents => study.sources.iter().find(|one| one.guid == *guid).map(|one| one.name.clone()),
        SetKind::Codes => book.codes().iter().find(|one| one.guid == *guid).map(|one| book.path(one.id).to_string()),
    };
    let attribute = |guid: Guid| match kind {
        SetKind::Documents => study.document_variables.iter().find(|one| one.guid == guid).map(|one| one.name.clone()),
        SetKind::Codes => book.dimensions.iter().find(|one| one.guid == guid).map(|one| one.name.clone()),
    };
    // All conditions must hold: if what one is about is gone, nothing meets them, and with only the others, something would.
    let condition = |one: &SetCondition| Some((attribute(one.attribute)?, one.value.clone()));
    let conditions: Option<Vec<_>> = conditions.iter().map(condition).collect();
    SetDump {
        name: set.name.clone(),
        kind: *kind,
        items: items.iter().filter_map(item).collect(),
        conditions: conditions.unwrap_or_default(),
        memo: memo.clone(),
        guid: Some(set.guid),
        ..SetDump::default()
    }
}

/// With the present names; what was deleted keeps its last one.
fn saved_query(study: &Study, saved: &SavedQuery) -> QueryDump {
    let SavedQuery { guid, name, definition, .. } = saved;
    let present = PresentQuery::of(definition, study).map(|present| present.query.to_string());
    QueryDump {
        name: name.clone(),
        query: present.unwrap_or_else(|_| definition.query.clone()),
        memo: definition.memo.clone(),
        guid: Some(*guid),
    }
}

fn note(study: &Study, note: &Note) -> NoteDump {
    NoteDump {
        text: note.text.clone(),
        coder: note.user.and_then(|id| study.user(id)).map(|user| user.name.clone()),
        guid: Some(note.guid),
        created: Some(note.created),
    }
}

/// Dumps passages one document after another.
pub(super) struct DumpedPassages {
    codes: HashMap<CodeId, String>,
    documents: HashMap<SourceId, String>,
    users: HashMap<UserId, String>,
}

impl DumpedPassages {
    pub fn new(study: &Study) -> Self {
        Self {
            codes: study.codebook.by_path().into_iter().map(|(path, id)| (id, path)).collect(),
            documents: study.sources.iter().map(|source| (source.id, source.name.clone())).collect(),
            users: study.users.iter().map(|user| (user.id, user.name.clone())).collect(),
        }
    }

    /// Returns the passages of a document, sorted by start, end, code and coder.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    pub fn of(&self, reads: Reads<'_>, source: SourceId) -> Result<Vec<CodingDump>, Error> {
        let passages = reads.passages(&PassageFilter { source: Some(source), ..PassageFilter::default() })?;
        if passages.is_empty() {
            return Ok(vec![]);
        }
        let selections = reads.selections_in(source)?;
        let mut memos: HashMap<CodingId, Vec<NoteDump>> = HashMap::new();
        for memo in reads.notes_on_passages(source)? {
            if let NoteTarget::Coding(id) = memo.target {
                memos.entry(id).or_default().push(self.note(&memo));
            }
        }
        let dumped = |passage: crate::store::Passage| {
            let coding = passage.coding;
            Some(CodingDump {
                coder: self.users.get(&coding.user)?.clone(),
                document: self.documents.get(&coding.source)?.clone(),
                start: coding.range.start.0,
                end: coding.range.end.0,
                code: self.codes.get(&coding.code)?.clone(),
                memos: memos.remove(&coding.id).unwrap_or_default(),
                important: passage.important,
                account: passage.account,
                guid: Some(coding.guid),
                selection: selections.get(&coding.id).copied(),
                created: Some(coding.created),
                place: Default::default(),
            })
        };
        Ok(passages.into_iter().filter_map(dumped).collect())
    }

    fn note(&self, note: &Note) -> NoteDump {
        NoteDump {
            text: note.text.clone(),
            coder: note.user.and_then(|id| self.users.get(&id)).cloned(),
            guid: Some(note.guid),
            created: Some(note.created),
        }
    }
}

fn named(study: &Study, pairs: Vec<(SourceId, UserId)>) -> Vec<(String, String)> {
    let named = |(source, user)| Some((study.source(source)?.name.clone(), study.user(user)?.name.clone()));
    pairs.into_iter().filter_map(named).collect()
}

fn memos(study: &Study, notes: Vec<Note>) -> Vec<MemoDump> {
    let mut memos = Vec::new();
    for memo in notes {
        let found = match memo.target {
            NoteTarget::Project => Some((DumpedMemoTarget::Project, String::new())),
            NoteTarget::Source(id) => study.source(id).map(|s| (DumpedMemoTarget::Document, s.name.clone())),
            NoteTarget::Participant(id) => {
                study.participant(id).map(|p| (DumpedMemoTarget::Participant, p.name.clone()))
            }
            NoteTarget::Code(id) => Some((DumpedMemoTarget::Code, study.codebook.path(id).to_string())),
            // Dumped with its passage.
            NoteTarget::Coding(_) => None,
        };
        if let Some((target, name)) = found {
            memos.push(MemoDump { target, name, note: note(study, &memo) });
        }
    }
    memos
}
