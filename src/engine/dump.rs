//! A project as a plain dump, for writing it in another format.

use super::Error;
use crate::interchange::plain::{
    CodeDump, CodebookDump, CoderDump, CodingDump, DocumentDump, MemoDump, ParticipantDump, ProjectDump,
};
use crate::model::{CodeId, Codebook, NoteTarget, Study};
use crate::store::{PassageFilter, Reads};
use std::collections::HashMap;

pub fn dump(reads: Reads<'_>) -> Result<ProjectDump, Error> {
    let study = reads.study()?;
    let mut documents = Vec::with_capacity(study.sources.len());
    for source in &study.sources {
        documents.push(DocumentDump {
            name: source.name.clone(),
            path: source.path.clone(),
            participant: source.case.and_then(|id| study.case(id)).map(|case| case.name.clone()),
            text: reads.text(source.id)?.into(),
            origin: reads.origin(source.id)?,
            file: None,
        });
    }
    Ok(ProjectDump {
        name: study.project.name.clone(),
        description: study.project.description.clone(),
        coders: study.users.iter().map(|u| CoderDump { name: u.name.clone(), color: u.color.clone() }).collect(),
        attributes: study.variables.iter().map(|v| v.name.clone()).collect(),
        participants: study
            .cases
            .iter()
            .map(|c| ParticipantDump { name: c.name.clone(), values: c.values.clone() })
            .collect(),
        documents,
        codebook: codebook(&study.codebook),
        codings: codings(reads, &study)?,
        participations: participations(reads, &study)?,
        memos: memos(reads, &study)?,
        tables: study.tables.clone(),
    })
}

pub fn codebook(book: &Codebook) -> CodebookDump {
    let facets = book.facets.iter().map(|f| (f.name.clone(), f.values.clone())).collect();
    CodebookDump { codes: level(book, None), facets }
}

fn level(book: &Codebook, parent: Option<CodeId>) -> Vec<CodeDump> {
    let value = |&(facet, value): &(crate::model::FacetId, usize)| {
        let facet = book.facets.iter().find(|f| f.id == facet)?;
        Some((facet.name.clone(), facet.values.get(value)?.clone()))
    };
    book.children(parent)
        .map(|code| CodeDump {
            name: code.name.clone(),
            color: code.color.clone(),
            description: code.description.clone(),
            facets: code.facets.iter().filter_map(value).collect(),
            children: level(book, Some(code.id)),
        })
        .collect()
}

fn codings(reads: Reads<'_>, study: &Study) -> Result<Vec<CodingDump>, Error> {
    let paths: HashMap<CodeId, String> = study.codebook.by_path().into_iter().map(|(path, id)| (id, path)).collect();
    let documents: HashMap<_, _> = study.sources.iter().map(|s| (s.id, &s.name)).collect();
    let users: HashMap<_, _> = study.users.iter().map(|u| (u.id, &u.name)).collect();
    let known = |passage: crate::store::Passage| {
        let coding = passage.coding;
        Some(CodingDump {
            coder: (*users.get(&coding.user)?).clone(),
            document: (*documents.get(&coding.source)?).clone(),
            start: coding.range.start.0,
            end: coding.range.end.0,
            code: paths.get(&coding.code)?.clone(),
            memo: passage.memo,
            place: Default::default(),
        })
    };
    Ok(reads.passages(&PassageFilter::default())?.into_iter().filter_map(known).collect())
}

fn participations(reads: Reads<'_>, study: &Study) -> Result<Vec<(String, String)>, Error> {
    let pairs = reads.participations()?;
    let named = |(source, user)| Some((study.source(source)?.name.clone(), study.user(user)?.name.clone()));
    Ok(pairs.into_iter().filter_map(named).collect())
}

fn memos(reads: Reads<'_>, study: &Study) -> Result<Vec<MemoDump>, Error> {
    let mut memos = Vec::new();
    for note in reads.notes()? {
        let name = match note.target {
            NoteTarget::Project => Some(String::new()),
            NoteTarget::Source(id) => study.source(id).map(|s| s.name.clone()),
            NoteTarget::Case(id) => study.case(id).map(|c| c.name.clone()),
            NoteTarget::Code(id) => Some(study.codebook.path(id).to_string()),
            // Stands with its passage.
            NoteTarget::Coding(_) => None,
        };
        if let Some(name) = name {
            let coder = note.user.and_then(|id| study.user(id)).map(|u| u.name.clone());
            memos.push(MemoDump { target: note.target.parts().0.to_owned(), name, coder, text: note.text });
        }
    }
    Ok(memos)
}
