//! Merges the codings of other copies of a project; what would be added is planned first.
//!
//! Documents are matched by guid, then by identical text, then by name; codes by guid, then by path; coders by
//! name. In a document whose text differs, passages are transferred where their own text is unchanged. A merge
//! never removes or changes anything: where both copies changed a coding, this project's version stays and the
//! difference is listed.

use super::colors::{code_color, coder_color};
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::op::MergeCounts;
use crate::model::{
    AGREED, CharRange, CodeId, CodingKey, Guid, NoteTarget, OpKind, Progress, SourceId, Study, UserId, find_named,
    same_name,
};
use crate::store::{NewCode, Passage, PassageFilter, Reads, Tx};
use crate::text::Edits;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A coding of another copy, described for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeItem {
    /// The file it comes from.
    pub copy: String,
    /// The document's name in the copy.
    pub document: String,
    /// Its range in the copy.
    pub range: CharRange,
    pub code: String,
    pub coder: String,
    /// Why it is listed; `None` when it is added unchanged.
    pub reason: Option<MergeReason>,
}

/// Why a coding of another copy is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeReason {
    NoDocument,
    OtherWords,
    /// The text differs elsewhere; this is the range in this project.
    Moved {
        to: CharRange,
    },
    /// The same coding is different in this project.
    Conflict {
        code: String,
        range: CharRange,
        coder: String,
    },
}

impl std::fmt::Display for MergeReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDocument => f.write_str("its document is not in this project; import it first"),
            Self::OtherWords => f.write_str("its text differs in this project"),
            Self::Moved { to } => write!(f, "the text differs elsewhere; in this project, the passage is at {to}"),
            Self::Conflict { code, range, coder } => {
                write!(f, "in this project, it stays “{code}” at {range} by {coder}")
            }
        }
    }
}

/// What a merge would add, and what it cannot add.
#[derive(Clone, Debug, Default)]
pub struct MergePlan {
    pub added: Vec<MergeItem>,
    /// Number of codings that this project already has.
    pub same: usize,
    /// Codings that differ between the two copies; this project's stay.
    pub conflicts: Vec<MergeItem>,
    pub unplaced: Vec<MergeItem>,
    /// Paths of new codes.
    pub codes: Vec<String>,
    pub coders: Vec<String>,
    /// Documents marked as finished in the copy but not in this project, with the coder.
    pub done: Vec<(SourceId, String)>,
    /// Documents that receive passages by a coder who has not finished them in either copy: agreement ignores this
    /// coder in them.
    pub unfinished: Vec<UnfinishedDocument>,
    incoming: Vec<Incoming>,
    new_codes: Vec<PlannedCode>,
}

/// A document with passages by a coder who has not finished it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnfinishedDocument {
    pub coder: String,
    /// Its name in this project.
    pub document: String,
    source: SourceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CodeRef {
    Here(CodeId),
    /// Index in the list of new codes.
    New(usize),
}

#[derive(Clone, Debug)]
struct PlannedCode {
    parent: Option<CodeRef>,
    name: String,
    color: String,
    description: String,
}

#[derive(Clone, Debug)]
struct Incoming {
    guid: Guid,
    source: SourceId,
    range: CharRange,
    code: CodeRef,
    coder: String,
    created: i64,
    memo: Option<String>,
    important: bool,
}

type Place = (SourceId, CharRange, CodeRef, String);

/// This project, and what was planned for the copies read so far.
struct Planner<'a> {
    reads: Reads<'a>,
    study: &'a Study,
    texts: HashMap<String, SourceId>,
    places: HashSet<Place>,
    guids: HashMap<Guid, Place>,
    done: HashSet<(SourceId, String)>,
    /// Coders of the copies whom this project does not have.
    coders: Vec<String>,
    plan: MergePlan,
}

/// Plans the merge of these copies without writing anything.
///
/// # Errors
/// Fails when a copy cannot be opened.
pub fn plan(reads: Reads<'_>, copies: &[PathBuf], progress: &Progress) -> Result<MergePlan, Error> {
    let study = reads.study()?;
    let mut texts = HashMap::new();
    for source in study.sources.iter().rev() {
        texts.insert(reads.text(source.id)?, source.id);
    }
    let name = |user: UserId| study.user(user).map(|u| u.name.clone()).unwrap_or_default();
    let (mut places, mut guids) = (HashSet::new(), HashMap::new());
    for Passage { coding, .. } in reads.passages(&PassageFilter::default())? {
        let place = (coding.source, coding.range, CodeRef::Here(coding.code), name(coding.user));
        places.insert(place.clone());
        guids.insert(coding.guid, place);
    }
    let done = reads.document_progress()?.done.into_iter().map(|(source, user)| (source, name(user))).collect();
    let mut planner =
        Planner { reads, study: &study, texts, places, guids, done, coders: vec![], plan: MergePlan::default() };
    for (i, copy) in copies.iter().enumerate() {
        progress.step(i as u64, copies.len() as u64)?;
        let (other, problems) = Project::open_copy(copy)?;
        if let Some(problem) = problems.first() {
            return Err(Error::CopyNotWhole { copy: copy.clone(), problem: Box::new(problem.clone()) });
        }
        planner.copy(&other, copy)?;
    }
    let mut plan = planner.plan;
    let coders: BTreeSet<&String> =
        plan.incoming.iter().map(|coding| &coding.coder).chain(plan.done.iter().map(|(_, coder)| coder)).collect();
    plan.coders = coders.into_iter().filter(|coder| study.user_named(coder).is_none()).cloned().collect();
    let took_part: HashSet<(SourceId, String)> =
        reads.participations()?.into_iter().map(|(source, user)| (source, name(user))).collect();
    plan.unfinished = unfinished(&study, &plan, &took_part);
    Ok(plan)
}

fn unfinished(study: &Study, plan: &MergePlan, took_part: &HashSet<(SourceId, String)>) -> Vec<UnfinishedDocument> {
    let coded: BTreeSet<(SourceId, String)> =
        plan.incoming.iter().map(|coding| (coding.source, coding.coder.clone())).collect();
    let open = coded.into_iter().filter(|pair| !took_part.contains(pair) && !plan.done.contains(pair));
    let document = |id| study.source(id).map_or_else(String::new, |source| source.name.clone());
    let mut found: Vec<UnfinishedDocument> =
        open.map(|(source, coder)| UnfinishedDocument { coder, document: document(source), source }).collect();
    found.sort();
    found
}

/// The matching document of this project, and the differences in its text.
type Matched = Option<(SourceId, Option<Edits>)>;

impl Planner<'_> {
    fn document(&self, other: Reads<'_>, source: &crate::model::Source) -> Result<Matched, Error> {
        let text = other.text(source.id)?;
        let by_guid = self.study.sources.iter().find(|s| s.guid == source.guid).map(|s| s.id);
        let by_text = || self.texts.get(&text).copied();
        let by_name = || self.study.source_named(&source.name).map(|s| s.id);
        let Some(here) = by_guid.or_else(by_text).or_else(by_name) else { return Ok(None) };
        let ours = self.reads.text(here)?;
        Ok(Some((here, (ours != text).then(|| Edits::between(&text, &ours)))))
    }

    /// Matches the codes used by codings of the copy, and their ancestors, with those of this project.
    fn codes(&mut self, theirs: &Study, used: &HashSet<CodeId>) -> HashMap<CodeId, CodeRef> {
        let mut found: HashMap<CodeId, CodeRef> = HashMap::new();
        let book = &theirs.codebook;
        for code in book.codes() {
            if !used.iter().any(|&id| book.is_below(id, code.id)) {
                continue;
            }
            let parent = code.parent.and_then(|id| found.get(&id).copied());
            let ours = &self.study.codebook;
            let by_guid = ours.codes().iter().find(|c| c.guid == code.guid).map(|c| c.id);
            let sibling = || match parent {
                Some(CodeRef::New(_)) => None,
                Some(CodeRef::Here(id)) => {
                    ours.children(Some(id)).find(|c| same_name(&c.name, &code.name)).map(|c| c.id)
                }
                None => ours.children(None).find(|c| same_name(&c.name, &code.name)).map(|c| c.id),
            };
            let planned = |c: &PlannedCode| c.parent == parent && same_name(&c.name, &code.name);
            let known = by_guid.or_else(sibling).map(CodeRef::Here);
            let known = known.or_else(|| self.plan.new_codes.iter().position(planned).map(CodeRef::New));
            let code_ref = known.unwrap_or_else(|| {
                let (name, color, description) = (code.name.clone(), code.color.clone(), code.description.clone());
                self.plan.new_codes.push(PlannedCode { parent, name, color, description });
                self.plan.codes.push(book.path(code.id).to_string());
                CodeRef::New(self.plan.new_codes.len() - 1)
            });
            found.insert(code.id, code_ref);
        }
        found
    }

    /// Returns the coder's name as spelled in this project, or else as first found.
    fn coder(&mut self, name: &str) -> String {
        if let Some(user) = self.study.user_named(name) {
            return user.name.clone();
        }
        if let Some(known) = find_named(&self.coders, name, |known| known) {
            return known.clone();
        }
        self.coders.push(name.to_owned());
        name.to_owned()
    }

    fn copy(&mut self, other: &Project, path: &Path) -> Result<(), Error> {
        let reads = other.reads();
        let theirs = reads.study()?;
        let mut documents: HashMap<SourceId, Matched> = HashMap::new();
        for source in &theirs.sources {
            documents.insert(source.id, self.document(reads, source)?);
        }
        let layer = theirs.agreed();
        let mut passages = reads.passages(&PassageFilter::default())?;
        // This project's consensus coding is built from the coders' passages.
        passages.retain(|passage| Some(passage.coding.user) != layer);
        let placed = |id: SourceId| documents.get(&id).is_some_and(Option::is_some);
        let used = passages.iter().filter(|p| placed(p.coding.source)).map(|p| p.coding.code).collect();
        let codes = self.codes(&theirs, &used);
        for passage in passages {
            let coding = &passage.coding;
            let coder = self.coder(theirs.user(coding.user).map_or("", |user| &user.name));
            let item = |reason: Option<MergeReason>| MergeItem {
                copy: path.display().to_string(),
                document: theirs.source(coding.source).map(|s| s.name.clone()).unwrap_or_default(),
                range: coding.range,
                code: theirs.codebook.path(coding.code).to_string(),
                coder: coder.clone(),
                reason,
            };
            let Some(Some((source, edits))) = documents.get(&coding.source) else {
                self.plan.unplaced.push(item(Some(MergeReason::NoDocument)));
                continue;
            };
            let range = match edits {
                None => Some(coding.range),
                Some(edits) => {
                    let kept = edits.map(coding.range).filter(|to| to.len() == coding.range.len());
                    kept.filter(|_| !edits.touches(coding.range))
                }
            };
            let (Some(range), Some(&code)) = (range, codes.get(&coding.code)) else {
                self.plan.unplaced.push(item(Some(MergeReason::OtherWords)));
                continue;
            };
            let reason = edits.is_some().then_some(MergeReason::Moved { to: range });
            let place: Place = (*source, range, code, coder.clone());
            if self.places.contains(&place) {
                self.plan.same += 1;
                continue;
            }
            if let Some(ours) = self.guids.get(&coding.guid) {
                let code = match ours.2 {
                    CodeRef::Here(id) => self.study.codebook.path(id).to_string(),
                    CodeRef::New(place) => self.plan.codes.get(place).cloned().unwrap_or_default(),
                };
                let conflict = MergeReason::Conflict { code, range: ours.1, coder: ours.3.clone() };
                self.plan.conflicts.push(item(Some(conflict)));
                continue;
            }
            self.plan.added.push(item(reason));
            self.plan.incoming.push(Incoming {
                guid: coding.guid,
                source: *source,
                range,
                code,
                coder: coder.clone(),
                created: coding.created,
                memo: passage.memo.clone(),
                important: passage.important,
            });
            self.guids.insert(coding.guid, place.clone());
            self.places.insert(place);
        }
        for (source, user) in reads.document_progress()?.done {
            let Some(Some((here, _))) = documents.get(&source) else { continue };
            let coder = self.coder(theirs.user(user).map_or("", |user| &user.name));
            if coder != AGREED && self.done.insert((*here, coder.clone())) {
                self.plan.done.push((*here, coder));
            }
        }
        self.plan.done.sort();
        Ok(())
    }
}

impl MergePlan {
    #[must_use]
    pub fn counts(&self) -> MergeCounts {
        MergeCounts {
            passages: self.added.len() as u64,
            same: self.same as u64,
            conflicts: self.conflicts.len() as u64,
            unplaced: self.unplaced.len() as u64,
            unfinished: self.unfinished.len() as u64,
        }
    }

    fn write(&self, tx: &mut Tx<'_>, study: &Study) -> Result<(), Error> {
        let mut made: Vec<CodeId> = Vec::new();
        let resolve = |code: CodeRef, made: &[CodeId]| match code {
            CodeRef::Here(id) => Some(id),
            CodeRef::New(place) => made.get(place).copied(),
        };
        for code in &self.new_codes {
            let parent = code.parent.and_then(|parent| resolve(parent, &made));
            let spare = code_color(study.codebook.codes().len() + made.len());
            let color = if code.color.is_empty() { &spare } else { &code.color };
            let new = NewCode { parent, name: &code.name, color, description: &code.description, facets: &[] };
            made.push(tx.add_code(&new)?);
        }
        let mut users: HashMap<&str, UserId> = study.users.iter().map(|u| (u.name.as_str(), u.id)).collect();
        for name in &self.coders {
            let user = tx.add_user(name, &coder_color(users.len()))?;
            users.insert(name, user);
        }
        for coding in &self.incoming {
            let (code, user) = (resolve(coding.code, &made), users.get(coding.coder.as_str()).copied());
            let (Some(code), Some(user)) = (code, user) else { continue };
            let key = CodingKey { source: coding.source, range: coding.range, code, user };
            let id = tx.take_coding(coding.guid, key, coding.created)?;
            if let Some(memo) = &coding.memo {
                tx.add_note(NoteTarget::Coding(id), memo, Some(user), tx.at())?;
            }
            if coding.important {
                tx.set_important(id, true)?;
            }
        }
        for open in &self.unfinished {
            if let Some(&user) = users.get(open.coder.as_str()) {
                tx.set_unfinished(open.source, user, true)?;
            }
        }
        for (source, coder) in &self.done {
            if let Some(&user) = users.get(coder.as_str()) {
                tx.add_participation(*source, user)?;
            }
        }
        Ok(())
    }
}

impl Project {
    pub(in crate::engine) fn merge(
        &mut self,
        copies: &[PathBuf],
        by: &By,
        progress: &Progress,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let plan = plan(self.reads(), copies, progress)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            plan.write(tx, &study)?;
            Ok(((), OpKind::Merge(plan.counts())))
        })?;
        Ok(written.into())
    }
}
