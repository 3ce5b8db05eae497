//! Imports project dumps in one transaction. Things are matched by guid, then by name; codes by path.
//!
//! A document that already exists with the same text receives the codings; one with another text is refused, so
//! that nothing is overwritten and no position is wrong. Changes made in this project since an earlier import are
//! kept and reported.

mod code_dimensions;
mod codebook;
mod kept;
mod loaded_before;
mod noted;
mod others;
mod queries;
mod sets;

use super::actor::By;
use super::colors::{FamilyColors, coder_color};
use super::known::Known;
use super::load_values::{Values, attributes};
use crate::engine::clock::now;
use crate::engine::coming_set::ComingSet;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::interchange::files::{self, Links};
use crate::interchange::plain::{CodingDump, DocumentDump, DumpedMemoTarget, NoteDump, ParticipantDump, ProjectDump};
use crate::interchange::remark::{EntryFault, Problem, Refusal, Remark};
use crate::model::op::{ImportCounts, OpKind};
use crate::model::{
    CONSENSUS, CharRange, CodeId, CodingId, CodingKey, Described, DimensionId, Guid, NameKey, NameMap, NoteTarget,
    ParticipantId, Progress, QueryId, SetDefinition, SetId, SourceId, Study, TableDefinition, UserId, VariableId,
    find_named,
};
use crate::store::{Changes, ForeignCoding, NewSource, Tx};
use crate::text::include_speakers;
use crate::tr;
use code_dimensions::CodeDimensions;
use kept::Kept;
use loaded_before::LoadedBefore;
use noted::Noted;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Steps between two checks for cancellation.
const STRIDE: usize = 256;

/// What was loaded: numbers of new things, and what could not be loaded as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    pub documents: usize,
    pub participants: usize,
    pub codes: usize,
    pub coders: usize,
    pub codings: usize,
    /// Those of the passages that belong to the consensus coding.
    pub consensus: usize,
    pub memos: usize,
    pub sets: Vec<ComingSet>,
    /// Names of new queries.
    pub queries: Vec<String>,
    /// Documents that the project had before: the index of their dump, and their names.
    pub known: HashSet<(usize, String)>,
    /// Whether anything was written.
    pub has_changed: bool,
    /// Other coders than the actor, whose passages got memos.
    pub coded_by: Vec<Guid>,
    /// Documents that were refused: the index of their dump, and their names.
    pub refused: HashSet<(usize, String)>,
    pub problems: Vec<Problem>,
    pub changes: Changes,
}

impl Loaded {
    pub(super) fn imported(&self) -> ImportCounts {
        ImportCounts {
            documents: self.documents as u64,
            passages: self.codings as u64,
            consensus: self.consensus as u64,
            codes: self.codes as u64,
            sets: self.sets.len() as u64,
            queries: self.queries.len() as u64,
            memos: self.memos as u64,
        }
    }
}

type Texts<'a> = HashMap<SourceId, Cow<'a, str>>;

impl Project {
    pub(super) fn load(
        &mut self,
        dump: &ProjectDump,
        work: impl FnOnce(&Loaded) -> OpKind,
        by: &By,
        progress: &Progress,
    ) -> Result<Loaded, Error> {
        self.load_all(&[(String::new(), dump)], work, by, progress, false)
    }

    /// Imports several dumps as one entry of the history; each comes with the prefix for the names of its files in
    /// problems. With `strict`, any problem undoes everything.
    pub(super) fn load_all(
        &mut self,
        dumps: &[(String, &ProjectDump)],
        work: impl FnOnce(&Loaded) -> OpKind,
        by: &By,
        progress: &Progress,
        strict: bool,
    ) -> Result<Loaded, Error> {
        let study = self.reads().study()?;
        let texts = self.texts_of_same(&study, dumps)?;
        let mut existing = Existing::default();
        // Things with guids may exist from an earlier import.
        if dumps.iter().any(|(_, dump)| dump.codings.have_guids()) {
            existing.codings = self.reads().coding_guids()?;
        }
        if dumps.iter().any(|(_, dump)| has_known_notes(dump)) {
            existing.notes = self.reads().notes_by_guid()?.into_iter().map(|(guid, (_, text))| (guid, text)).collect();
        }
        let written = self.store.transact(by.name(), now(), |tx| {
            let mut loading = Loading::new(tx, &study, texts, existing, progress);
            loading.last_known = loading.tx.reads().last_coding()?;
            for (place, (prefix, dump)) in dumps.iter().enumerate() {
                loading.prefix.clone_from(prefix);
                loading.all(dump)?;
                let refused = loading.refused.iter().map(|name| (place, name.clone()));
                loading.loaded.refused.extend(refused);
                let known = std::mem::take(&mut loading.known);
                loading.loaded.known.extend(known.into_iter().map(|name| (place, name)));
            }
            loading.check_owners(by)?;
            if strict && loading.problems.iter().any(Problem::is_fault) {
                return Err(Error::Strict { problems: loading.problems });
            }
            let loaded = Loaded { problems: loading.problems, ..loading.loaded };
            let work = work(&loaded);
            Ok((loaded, work))
        })?;
        Ok(Loaded { has_changed: written.op.is_some(), changes: written.changes, ..written.value })
    }

    fn texts_of_same<'a>(&self, study: &Study, dumps: &[(String, &ProjectDump)]) -> Result<Texts<'a>, Error> {
        let documents = || dumps.iter().flat_map(|(_, dump)| &dump.documents);
        let names: HashSet<NameKey> = documents().map(|document| NameKey::of(&document.name)).collect();
        let guids: HashSet<Guid> = documents().filter_map(|document| document.guid).collect();
        let same = study.sources.iter().filter(|s| names.contains(&NameKey::of(&s.name)) || guids.contains(&s.guid));
        same.map(|s| Ok((s.id, Cow::Owned(self.reads().text(s.id)?)))).collect()
    }
}

fn has_known_notes(dump: &ProjectDump) -> bool {
    dump.memos.iter().any(|memo| memo.note.guid.is_some()) || dump.codings.memos_have_guids()
}

/// What the project already contains, by guid.
#[derive(Default)]
struct Existing {
    codings: HashSet<Guid>,
    notes: HashMap<Guid, String>,
}

struct Loading<'a, 'c> {
    tx: &'a mut Tx<'c>,
    progress: &'a Progress,
    texts: Texts<'a>,
    existing: Existing,
    /// Whether the project contains nothing yet that could match.
    fresh: bool,
    /// Name and description of the project. It keeps its name, whatever is imported.
    name: String,
    description: String,
    /// Prefix for the names of files in problems.
    prefix: String,
    users: Known<UserId>,
    variables: Known<VariableId>,
    document_variables: Known<VariableId>,
    participants: Known<ParticipantId>,
    values: Values,
    sources: Known<SourceId>,
    /// Unassigned documents.
    untied: HashSet<SourceId>,
    /// Documents of the current dump whose text differs from the project's document with the same name.
    refused: HashSet<String>,
    /// Documents of the current dump that the project had before.
    known: HashSet<String>,
    /// The last passage that the project had before.
    last_known: Option<CodingId>,
    noted: Vec<Noted>,
    /// By path in the current dump, then in the project.
    codes: Known<CodeId>,
    /// Codes by parent and name.
    siblings: HashMap<Option<CodeId>, NameMap<CodeId>>,
    colors: FamilyColors,
    dimensions: Known<DimensionId>,
    dimension_values: CodeDimensions,
    tables: Vec<TableDefinition>,
    known_sets: Known<SetId>,
    known_queries: Known<QueryId>,
    definitions: HashMap<SetId, SetDefinition>,
    /// Guids of codings and memos that were added.
    added: HashSet<Guid>,
    kept: Kept,
    problems: Vec<Problem>,
    loaded: Loaded,
}

impl<'a, 'c> Loading<'a, 'c> {
    fn new(tx: &'a mut Tx<'c>, study: &Study, texts: Texts<'a>, existing: Existing, progress: &'a Progress) -> Self {
        let book = &study.codebook;
        let mut siblings: HashMap<Option<CodeId>, NameMap<CodeId>> = HashMap::new();
        for code in book.codes() {
            siblings.entry(code.parent).or_default().insert(code.name.as_str(), code.id);
        }
        Self {
            tx,
            progress,
            texts,
            existing,
            fresh: study.sources.is_empty() && book.codes().is_empty() && study.participants.is_empty(),
            name: study.project.name.clone(),
            description: study.project.description.clone(),
            users: Known::of(study.users.iter().map(|u| (u.name.clone(), u.guid, u.id))),
            variables: Known::of(study.variables.iter().map(|v| (v.name.clone(), v.guid, v.id))),
            document_variables: Known::of(study.document_variables.iter().map(|v| (v.name.clone(), v.guid, v.id))),
            participants: Known::of(study.participants.iter().map(|p| (p.name.clone(), p.guid, p.id))),
            values: Values::of(study),
            prefix: String::new(),
            refused: HashSet::new(),
            known: HashSet::new(),
            last_known: None,
            noted: Vec::new(),
            sources: Known::of(study.sources.iter().map(|s| (s.name.clone(), s.guid, s.id))).apart(),
            untied: study
                .sources
                .iter()
                .filter(|s| s.participant.is_none() && s.speakers.is_empty())
                .map(|s| s.id)
                .collect(),
            codes: Known::of(book.codes().iter().map(|c| (book.path(c.id).to_string(), c.guid, c.id))),
            siblings,
            colors: FamilyColors::of(&study.codebook),
            dimensions: Known::of(book.dimensions.iter().map(|f| (f.name.clone(), f.guid, f.id))).apart(),
            dimension_values: CodeDimensions::of(book),
            tables: study.tables.clone(),
            known_sets: Known::of(study.sets.iter().map(|set| (set.name.clone(), set.guid, set.id))),
            known_queries: Known::of(study.queries.iter().map(|one| (one.name.clone(), one.guid, one.id))),
            definitions: study.sets.iter().map(|set| (set.id, set.definition.clone())).collect(),
            added: HashSet::new(),
            kept: Kept::default(),
            problems: Vec::new(),
            loaded: Loaded::default(),
        }
    }

    fn all(&mut self, dump: &'a ProjectDump) -> Result<(), Error> {
        self.refused.clear();
        self.users.begin();
        self.variables.begin();
        self.document_variables.begin();
        self.participants.begin();
        self.sources.begin();
        self.codes.begin();
        self.dimensions.begin();
        self.dimension_values.ids.clear();
        if self.fresh && self.description.is_empty() && !dump.description.is_empty() {
            self.tx.set_project(&self.name, &dump.description)?;
            self.description.clone_from(&dump.description);
        } else if !dump.description.is_empty() && dump.description != self.description {
            self.kept.description = true;
        }
        for coder in &dump.coders {
            self.coder(&coder.name, &coder.color, coder.guid)?;
        }
        self.participants(dump)?;
        self.documents(dump)?;
        self.codebook(dump)?;
        for (document, coder) in &dump.participations {
            if let (Some(source), Some(user)) = (self.source(document), self.users.get(coder)) {
                self.tx.add_participation(source, user)?;
            }
        }
        for (document, coder) in &dump.unfinished {
            if let (Some(source), Some(user)) = (self.source(document), self.users.get(coder))
                && !self.tx.took_part(source, user)?
            {
                self.tx.set_unfinished(source, user, true)?;
            }
        }
        self.codings(dump)?;
        self.memos(dump)?;
        self.tables(dump)?;
        self.sets(dump)?;
        self.queries(dump)?;
        let file = dump.codings.first().map_or_else(|| dump.name.clone(), |coding| coding.place.file);
        for fault in std::mem::take(&mut self.kept).faults() {
            self.problem(&file, "", fault);
        }
        self.fresh = false;
        Ok(())
    }

    /// Adds the tables that the project does not have. In one dump, tables are different if spelled differently.
    fn tables(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        let existing = self.tables.len();
        for table in &dump.tables {
            let known =
                self.tables.get(..existing).and_then(|existing| find_named(existing, &table.name, |known| &known.name));
            match known {
                Some(known) if known == table => {}
                Some(_) => self.problem(
                    dump.file.as_deref().unwrap_or("project.json"),
                    &table.name,
                    EntryFault::OtherTable { name: table.name.clone() },
                ),
                None => {
                    self.tx.add_table(table)?;
                    self.tables.push(table.clone());
                }
            }
        }
        Ok(())
    }

    fn problem(&mut self, file: &str, place: &str, remark: impl Into<Remark>) {
        self.problems.push(Problem::new(&format!("{}{file}", self.prefix), place, remark));
    }

    /// Returns a document to which entries of the current dump may refer.
    fn source(&self, name: &str) -> Option<SourceId> {
        self.sources.get(name).filter(|_| !self.refused.contains(name))
    }

    fn coder(&mut self, name: &str, color: &str, guid: Option<Guid>) -> Result<UserId, Error> {
        if let Some(id) = self.users.find(name, guid) {
            return Ok(id);
        }
        let free = self.users.free(name, guid);
        let color = if color.is_empty() { coder_color(self.users.len()) } else { color.to_owned() };
        let guid = self.users.guid(guid);
        let id = self.tx.take_user(guid, &free, &color)?;
        self.users.add(name, &free, guid, id);
        self.loaded.coders += 1;
        Ok(id)
    }

    fn participants(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        let values = |at: usize| dump.participants.iter().filter_map(move |one| one.values.get(at)?.as_deref());
        let variables = attributes(self.tx, Described::Participants, &mut self.variables, &dump.attributes, values)?;
        for participant in &dump.participants {
            self.participant(participant, &variables)?;
        }
        Ok(())
    }

    /// Keeps the researcher's values of an existing participant, and fills in missing ones.
    fn participant(&mut self, participant: &ParticipantDump, variables: &[VariableId]) -> Result<(), Error> {
        let id = match self.participants.find(&participant.name, participant.guid) {
            Some(id) => id,
            None => {
                let (free, guid) = (
                    self.participants.free(&participant.name, participant.guid),
                    self.participants.guid(participant.guid),
                );
                let id = self.tx.take_participant(guid, &free)?;
                self.participants.add(&participant.name, &free, guid, id);
                self.loaded.participants += 1;
                id
            }
        };
        let new = self.values.add(id.0, variables, &participant.values, &mut self.kept.values);
        for (variable, value) in new {
            self.tx.set_participant_value(id, variable, Some(value))?;
        }
        Ok(())
    }

    fn documents(&mut self, dump: &'a ProjectDump) -> Result<(), Error> {
        let total = dump.documents.len() + dump.codings.len();
        let values = |at: usize| dump.documents.iter().filter_map(move |one| one.values.get(at)?.as_deref());
        let known = &mut self.document_variables;
        let variables = attributes(self.tx, Described::Documents, known, &dump.document_attributes, values)?;
        for (i, document) in dump.documents.iter().enumerate() {
            self.progress.step(i as u64, total as u64)?;
            let participant = document.participant.as_ref().and_then(|name| self.participants.get(name));
            let id = match self.sources.find(&document.name, document.guid) {
                Some(id) => {
                    self.known.insert(document.name.clone());
                    self.same_document(document, id, participant)?;
                    id
                }
                None => {
                    let (free, guid) =
                        (self.sources.free(&document.name, document.guid), self.sources.guid(document.guid));
                    let created = document.created.unwrap_or(self.tx.at());
                    let source =
                        NewSource { name: &free, path: &document.path, participant, body: &document.text, created };
                    let id = self.tx.take_source(guid, &source)?;
                    self.sources.add(&document.name, &free, guid, id);
                    self.texts.insert(id, Cow::Borrowed(&document.text));
                    self.speech(document, id)?;
                    if let Some(path) = &document.file {
                        self.keep(id, path)?;
                    }
                    self.loaded.documents += 1;
                    id
                }
            };
            if !self.refused.contains(&document.name) {
                let new = self.values.add(id.0, &variables, &document.values, &mut self.kept.document_values);
                for (variable, value) in new {
                    self.tx.set_document_value(id, variable, Some(value))?;
                }
            }
        }
        Ok(())
    }

    /// Stores how a document was read, and the participants who speak in it.
    fn speech(&mut self, document: &DocumentDump, id: SourceId) -> Result<(), Error> {
        let labels = || document.speakers.iter().map(|(label, _)| label.as_str());
        let mut origin = document.origin.clone();
        if !document.speakers.is_empty() {
            include_speakers(&mut origin.get_or_insert_default().speakers, labels());
        }
        if let Some(origin) = &origin {
            self.tx.set_origin(id, origin)?;
        }
        self.map(document, id)
    }

    /// States who speaks in a document that the project has already.
    fn map_speakers(&mut self, document: &DocumentDump, id: SourceId) -> Result<(), Error> {
        let mut origin = self.tx.origin(id)?.unwrap_or_default();
        include_speakers(&mut origin.speakers, document.speakers.iter().map(|(label, _)| label.as_str()));
        self.tx.set_origin(id, &origin)?;
        self.map(document, id)
    }

    fn map(&mut self, document: &DocumentDump, id: SourceId) -> Result<(), Error> {
        for (label, name) in &document.speakers {
            self.tx.set_speaker(id, label, self.participants.get(name))?;
        }
        Ok(())
    }

    /// Stores the file of a document. A file that can no longer be read is reported; the text remains.
    fn keep(&mut self, id: SourceId, path: &Path) -> Result<(), Error> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match files::read(path, Links::Follow, files::LARGEST) {
            Ok(bytes) => self.tx.keep_original(id, &name, bytes)?,
            Err(refusal) => self.problem(&path.display().to_string(), tr!("the file itself"), refusal),
        }
        Ok(())
    }

    fn same_document(
        &mut self,
        document: &DocumentDump,
        id: SourceId,
        participant: Option<ParticipantId>,
    ) -> Result<(), Error> {
        if self.texts.get(&id).is_some_and(|text| **text != *document.text) {
            let file = if document.path.is_empty() { &document.name } else { &document.path };
            self.problem(file, "", Refusal::OtherText { document: document.name.clone() });
            self.refused.insert(document.name.clone());
        } else if !document.speakers.is_empty() && self.untied.remove(&id) {
            self.map_speakers(document, id)?;
        } else if participant.is_some() && self.untied.remove(&id) {
            self.tx.tie_source(id, participant)?;
        }
        Ok(())
    }

    fn codings(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        let total = (dump.documents.len() + dump.codings.len()) as u64;
        // Other programs may store a coder's passage twice.
        let mut before = LoadedBefore::default();
        for (i, coding) in dump.codings.iter().enumerate() {
            if i % STRIDE == 0 {
                self.progress.step((dump.documents.len() + i) as u64, total)?;
            }
            let file = &coding.place.file;
            let Some(source) = self.source(&coding.document) else {
                let fault = EntryFault::DocumentRefused { document: coding.document.clone() };
                self.problem(file, &coding.described_place(), fault);
                continue;
            };
            let Some(code) = self.codes.get(&coding.code) else {
                self.problem(file, &coding.described_place(), EntryFault::UnknownCode { path: coding.code.clone() });
                continue;
            };
            let user = self.coder(&coding.coder, "", None)?;
            let range = CharRange::new(coding.start, coding.end);
            let key = CodingKey { source, range, code, user };
            let new = before.is_new(key) && self.fresh;
            if let Some(id) = self.coding(&coding, key, new)? {
                let is_known = self.last_known.is_some_and(|last| id <= last);
                for memo in &coding.memos {
                    let is_added = self.memo(NoteTarget::Coding(id), memo, Some(user), coding.created, new)?;
                    if is_added && is_known {
                        self.note_on_known(id, user, memo, file);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds a passage unless it exists; `None` when it exists and was changed.
    fn coding(&mut self, coding: &CodingDump, key: CodingKey, new: bool) -> Result<Option<CodingId>, Error> {
        // If the same passage by the same coder exists, there is nothing to do.
        let existing = if new { None } else { self.tx.find_coding(key)? };
        if existing.is_some() {
            return Ok(existing);
        }
        if coding.guid.is_some_and(|guid| self.existing.codings.contains(&guid)) {
            self.kept.passages += 1;
            return Ok(None);
        }
        let guid = coding.guid.filter(|guid| self.added.insert(*guid)).unwrap_or_default();
        let (selection, important) = (coding.selection, coding.important);
        let created = coding.created.unwrap_or(self.tx.at());
        self.loaded.codings += 1;
        self.loaded.consensus += usize::from(coding.coder == CONSENSUS);
        let account = coding.account.clone();
        let coding = ForeignCoding { guid, selection, key, created, important, account };
        Ok(Some(self.tx.take_foreign(&coding)?))
    }

    /// Adds a memo unless it, or one with the same text, exists; with `new`, its target has no memos from other
    /// sources yet. Returns whether it was added.
    fn memo(
        &mut self,
        target: NoteTarget,
        note: &NoteDump,
        spare: Option<UserId>,
        date: Option<i64>,
        new: bool,
    ) -> Result<bool, Error> {
        match note.guid.and_then(|guid| self.existing.notes.get(&guid)) {
            Some(text) if *text == note.text => return Ok(false),
            Some(_) => {
                self.kept.memos += 1;
                return Ok(false);
            }
            None => {}
        }
        let is_added = new || !self.tx.has_note(target, &note.text)?;
        if is_added {
            let user = note.coder.as_ref().and_then(|name| self.users.get(name)).or(spare);
            let guid = note.guid.filter(|guid| self.added.insert(*guid)).unwrap_or_default();
            let created = note.created.or(date).unwrap_or(self.tx.at());
            self.tx.take_note(guid, target, &note.text, user, created)?;
            self.loaded.memos += 1;
        }
        Ok(is_added)
    }

    fn memos(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        for memo in &dump.memos {
            let name = memo.name.clone();
            let target = match memo.target {
                DumpedMemoTarget::Project => Ok(NoteTarget::Project),
                DumpedMemoTarget::Document if self.refused.contains(&name) => {
                    Err(EntryFault::DocumentRefused { document: name })
                }
                DumpedMemoTarget::Document => {
                    self.source(&name).map(NoteTarget::Source).ok_or(EntryFault::UnknownDocument { name })
                }
                DumpedMemoTarget::Participant => self
                    .participants
                    .get(&name)
                    .map(NoteTarget::Participant)
                    .ok_or(EntryFault::UnknownParticipant { name }),
                DumpedMemoTarget::Code => {
                    self.codes.get(&name).map(NoteTarget::Code).ok_or(EntryFault::UnknownCode { path: name })
                }
            };
            match target {
                Ok(target) => {
                    self.memo(target, &memo.note, None, None, self.fresh)?;
                }
                Err(fault) => self.problem(dump.file.as_deref().unwrap_or("memos.json"), &memo.name, fault),
            }
        }
        Ok(())
    }
}
