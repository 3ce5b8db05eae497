//! Takes project dumps into a project: one transaction, things matched by name and codes by path.
//!
//! A document that is there already with the same text gets the codings; one with another text is refused, so that
//! nothing is overwritten and no position slips.

use super::{Error, Progress, Project, now};
use crate::interchange::plain::{CodeDump, Problem, ProjectDump};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{CaseId, CharRange, CodeId, FacetId, NoteTarget, SourceId, Study, UserId, VariableId, VariableKind};
use crate::store::{Changes, NewCode, Tx};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Steps between two looks at whether the work was cancelled.
const STRIDE: usize = 256;

/// How many things were new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub documents: usize,
    pub participants: usize,
    pub codes: usize,
    pub coders: usize,
    pub codings: usize,
    pub memos: usize,
}

impl Project {
    pub(super) fn take(
        &mut self,
        dump: &ProjectDump,
        kind: &str,
        user: Option<&str>,
        progress: &Progress,
    ) -> Result<((Taken, Changes), Vec<Problem>), Error> {
        self.take_all(&[(String::new(), dump)], kind, user, progress, false)
    }

    /// Takes several dumps as one entry of the history; each stands with what goes before the names of its files in
    /// problems. With `strict`, a problem takes everything back.
    pub(super) fn take_all(
        &mut self,
        dumps: &[(String, &ProjectDump)],
        kind: &str,
        user: Option<&str>,
        progress: &Progress,
        strict: bool,
    ) -> Result<((Taken, Changes), Vec<Problem>), Error> {
        let study = self.reads().study()?;
        let texts = self.texts_of_same_name(&study, dumps)?;
        let written = self.store.transact(kind, user, now(), |tx| {
            let mut taking = Taking::new(tx, &study, texts, progress);
            for (prefix, dump) in dumps {
                taking.prefix.clone_from(prefix);
                taking.all(dump)?;
            }
            if strict && !taking.problems.is_empty() {
                return Err(Error::Strict { problems: taking.problems });
            }
            let (taken, problems) = (taking.taken, taking.problems);
            let summary = match (taken.documents, taken.codings, taken.codes) {
                (0, 0, codes) if codes > 0 => format!("{kind}: {codes} new codes"),
                (documents, codings, _) => format!("{kind} {documents} documents and {codings} passages"),
            };
            Ok(((taken, problems), summary))
        })?;
        let (taken, problems) = written.value;
        Ok(((taken, written.changes), problems))
    }

    fn texts_of_same_name<'a>(
        &self,
        study: &Study,
        dumps: &[(String, &ProjectDump)],
    ) -> Result<HashMap<SourceId, Cow<'a, str>>, Error> {
        let names: HashSet<&str> =
            dumps.iter().flat_map(|(_, dump)| &dump.documents).map(|document| document.name.as_str()).collect();
        let same = study.sources.iter().filter(|s| names.contains(s.name.as_str()));
        same.map(|s| Ok((s.id, Cow::Owned(self.reads().text(s.id)?)))).collect()
    }
}

struct Taking<'a, 'c> {
    tx: &'a mut Tx<'c>,
    progress: &'a Progress,
    texts: HashMap<SourceId, Cow<'a, str>>,
    /// Nothing is there that could be the same.
    fresh: bool,
    /// Before the names of files in problems.
    prefix: String,
    users: HashMap<String, UserId>,
    variables: HashMap<String, VariableId>,
    cases: HashMap<String, CaseId>,
    sources: HashMap<String, SourceId>,
    /// Documents of the present dump that have another text than those of the same name in the project.
    refused: HashSet<String>,
    codes: HashMap<String, CodeId>,
    facets: HashMap<String, (FacetId, HashMap<String, i64>)>,
    tables: HashSet<String>,
    problems: Vec<Problem>,
    taken: Taken,
}

impl<'a, 'c> Taking<'a, 'c> {
    fn new(tx: &'a mut Tx<'c>, study: &Study, texts: HashMap<SourceId, Cow<'a, str>>, progress: &'a Progress) -> Self {
        Self {
            tx,
            progress,
            texts,
            fresh: study.sources.is_empty() && study.codebook.codes().is_empty() && study.cases.is_empty(),
            users: study.users.iter().map(|u| (u.name.clone(), u.id)).collect(),
            variables: study.variables.iter().map(|v| (v.name.clone(), v.id)).collect(),
            cases: study.cases.iter().map(|c| (c.name.clone(), c.id)).collect(),
            prefix: String::new(),
            refused: HashSet::new(),
            sources: study.sources.iter().map(|s| (s.name.clone(), s.id)).collect(),
            codes: study.codebook.by_path(),
            facets: HashMap::new(),
            tables: study.tables.iter().map(|t| t.name.clone()).collect(),
            problems: Vec::new(),
            taken: Taken::default(),
        }
    }

    fn all(&mut self, dump: &'a ProjectDump) -> Result<(), Error> {
        self.refused.clear();
        if self.fresh && (!dump.name.is_empty() || !dump.description.is_empty()) {
            self.tx.set_project(&dump.name, &dump.description)?;
        }
        for coder in &dump.coders {
            self.user(&coder.name, &coder.color)?;
        }
        self.participants(dump)?;
        self.documents(dump)?;
        self.codebook(dump)?;
        for (document, coder) in &dump.participations {
            if let (Some(source), Some(&user)) = (self.source(document), self.users.get(coder)) {
                self.tx.add_participation(source, user)?;
            }
        }
        self.codings(dump)?;
        self.memos(dump)?;
        for table in &dump.tables {
            if self.tables.insert(table.name.clone()) {
                self.tx.add_table(table)?;
            }
        }
        self.fresh = false;
        Ok(())
    }

    fn problem(&mut self, file: &str, place: &str, reason: String) {
        self.problems.push(Problem::new(&format!("{}{file}", self.prefix), place, reason));
    }

    /// A document that entries of the present dump may speak of.
    fn source(&self, name: &str) -> Option<SourceId> {
        self.sources.get(name).copied().filter(|_| !self.refused.contains(name))
    }

    fn user(&mut self, name: &str, color: &str) -> Result<UserId, Error> {
        if let Some(&id) = self.users.get(name) {
            return Ok(id);
        }
        let color = if color.is_empty() { super::command::coder_color(self.users.len()) } else { color.to_owned() };
        let id = self.tx.add_user(name, &color)?;
        self.users.insert(name.to_owned(), id);
        self.taken.coders += 1;
        Ok(id)
    }

    fn participants(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        for (i, name) in dump.attributes.iter().enumerate() {
            if !self.variables.contains_key(name) {
                let values = dump.participants.iter().filter_map(|p| p.values.get(i)?.as_deref());
                let id = self.tx.add_variable(name, VariableKind::infer(values))?;
                self.variables.insert(name.clone(), id);
            }
        }
        for participant in &dump.participants {
            // A participant who is there keeps the attributes that the researcher gave.
            if self.cases.contains_key(&participant.name) {
                continue;
            }
            let id = self.tx.add_case(&participant.name)?;
            self.cases.insert(participant.name.clone(), id);
            self.taken.participants += 1;
            for (attribute, value) in dump.attributes.iter().zip(&participant.values) {
                if let (Some(&variable), Some(value)) = (self.variables.get(attribute), value) {
                    self.tx.add_case_value(id, variable, value)?;
                }
            }
        }
        Ok(())
    }

    fn documents(&mut self, dump: &'a ProjectDump) -> Result<(), Error> {
        let total = dump.documents.len() + dump.codings.len();
        for (i, document) in dump.documents.iter().enumerate() {
            self.progress.step(i as u64, total as u64)?;
            if let Some(id) = self.sources.get(&document.name) {
                if self.texts.get(id).is_some_and(|text| *text != document.text.as_str()) {
                    let reason = format!(
                        "there is a document {} with another text already; rename one of them and import again",
                        document.name
                    );
                    let file = if document.path.is_empty() { &document.name } else { &document.path };
                    self.problem(file, "", reason);
                    self.refused.insert(document.name.clone());
                }
                continue;
            }
            let case = document.participant.as_ref().and_then(|name| self.cases.get(name).copied());
            let id = self.tx.add_source(&document.name, &document.path, case, &document.text)?;
            self.sources.insert(document.name.clone(), id);
            self.texts.insert(id, Cow::Borrowed(&document.text));
            self.taken.documents += 1;
        }
        Ok(())
    }

    fn codebook(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        for (name, values) in &dump.codebook.facets {
            let (facet, mut known) = self.tx.facet_named(name)?;
            for value in values {
                if !known.contains_key(value) {
                    let id = self.tx.add_facet_value(facet, value)?;
                    known.insert(value.clone(), id);
                }
            }
            self.facets.insert(name.clone(), (facet, known));
        }
        self.code_level(&dump.codebook.codes, None, "")
    }

    fn code_level(&mut self, codes: &[CodeDump], parent: Option<CodeId>, above: &str) -> Result<(), Error> {
        for code in codes {
            let path =
                if above.is_empty() { code.name.clone() } else { format!("{above}{PATH_SEPARATOR}{}", code.name) };
            let id = match self.codes.get(&path) {
                Some(&id) => id,
                None => self.code(code, parent, &path)?,
            };
            self.code_level(&code.children, Some(id), &path)?;
        }
        Ok(())
    }

    fn code(&mut self, code: &CodeDump, parent: Option<CodeId>, path: &str) -> Result<CodeId, Error> {
        let value = |(facet, value): &(String, String)| {
            let (id, values) = self.facets.get(facet)?;
            Some((*id, *values.get(value)?))
        };
        let facets: Vec<(FacetId, i64)> = code.facets.iter().filter_map(value).collect();
        let color =
            if code.color.is_empty() { super::command::code_color(self.codes.len()) } else { code.color.clone() };
        let new = NewCode { parent, name: &code.name, color: &color, description: &code.description, facets: &facets };
        let id = self.tx.add_code(&new)?;
        self.codes.insert(path.to_owned(), id);
        self.taken.codes += 1;
        Ok(id)
    }

    fn codings(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        let total = (dump.documents.len() + dump.codings.len()) as u64;
        // Other programs hold what one coder marked twice as often as it was marked.
        let mut seen = HashSet::with_capacity(dump.codings.len());
        for (i, coding) in dump.codings.iter().enumerate() {
            if i % STRIDE == 0 {
                self.progress.step((dump.documents.len() + i) as u64, total)?;
            }
            let (file, place) = &coding.place;
            let Some(source) = self.source(&coding.document) else {
                let reason = format!("document {} was not taken", coding.document);
                self.problem(file, place, reason);
                continue;
            };
            let Some(&code) = self.codes.get(&coding.code) else {
                let reason = format!("there is no code {}", coding.code);
                self.problem(file, place, reason);
                continue;
            };
            let user = self.user(&coding.coder, "")?;
            let range = CharRange::new(coding.start, coding.end);
            // The same passage from the same coder is there already: nothing to do and nothing wrong.
            let new = seen.insert((source, range, code, user)) && self.fresh;
            let there = if new { None } else { self.tx.find_coding(source, range, code, user)? };
            let id = match there {
                Some(id) => id,
                None => {
                    self.taken.codings += 1;
                    self.tx.add_coding(source, range, code, user, self.tx.at())?
                }
            };
            if let Some(memo) = &coding.memo {
                self.memo(NoteTarget::Coding(id), memo, Some(user))?;
            }
        }
        Ok(())
    }

    /// Adds a memo, unless the same words are there already.
    fn memo(&mut self, target: NoteTarget, words: &str, user: Option<UserId>) -> Result<(), Error> {
        if self.fresh || !self.tx.has_note(target, words)? {
            self.tx.add_note(target, words, user, self.tx.at())?;
            self.taken.memos += 1;
        }
        Ok(())
    }

    fn memos(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        for memo in &dump.memos {
            let target = match memo.target.as_str() {
                "project" => Some(NoteTarget::Project),
                "document" => self.source(&memo.name).map(NoteTarget::Source),
                "participant" => self.cases.get(&memo.name).map(|&id| NoteTarget::Case(id)),
                "code" => self.codes.get(&memo.name).map(|&id| NoteTarget::Code(id)),
                _ => None,
            };
            let user = memo.coder.as_ref().and_then(|name| self.users.get(name).copied());
            if let Some(target) = target {
                self.memo(target, &memo.text, user)?;
            } else {
                let reason = format!("there is no {} {}", memo.target, memo.name);
                self.problem("memos.json", &memo.name, reason);
            }
        }
        Ok(())
    }
}
