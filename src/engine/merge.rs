//! Merges the codings of other copies of a project; what would be added is planned first.
//!
//! Documents are matched by guid, then by identical text, then by name; codes by guid, then by path; coders by
//! name, also an earlier one, or by guid. In a document whose text differs, passages are placed as a correction of the text
//! moves them; those whose own words differ can be left out. Memos are added with their author and date to what they are on. What changes or removes something
//! here, or brings back what was removed here, is a [`MergeChoice`] of the user. What else differs between the copies
//! is listed, and this project's version stays.

mod choice;
mod chosen;
mod coders;
mod codes;
mod difference;
mod listing;
mod marks;
mod memos;
mod passages;
mod people;
mod planned_query;
mod planned_set;
mod queries;
pub mod report;
mod sets;
mod sight;
mod speakers;
mod stated;
mod write;

pub use choice::{ChoiceKind, MergeChoice, MergeThing};
pub use difference::{DifferenceKind, MergeDifference, MergeItem, MergeMemo, MergeReason};
pub use sight::Sight;

use self::planned_query::PlannedQuery;
use crate::engine::coming_set::ComingSet;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::interchange::folder;
use crate::model::{
    Account, Accounts, CONSENSUS, CharRange, CodeId, Coding, CodingId, Fact, Guid, Note, NoteId, NoteTarget, Progress,
    SourceId, SpeakerRole, Study, UserId,
};
use crate::store::{MemoVersions, Passage, PassageFilter, Reads, Removal};
use crate::text::Edits;
use people::Whereabouts;
use planned_set::{CompletedSet, PlannedSet};
use stated::StatedSpeaker;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What a merge would add, and what it cannot add.
#[derive(Clone, Debug, Default)]
pub struct MergePlan {
    /// The paths of the copies.
    pub copies: Vec<String>,
    /// When each of these files was last changed, in UTC milliseconds since 1970; `None` for a folder.
    pub copies_changed: Vec<Option<i64>>,
    /// Passages that are added. Those that were removed here are added only if the user chooses so.
    pub added: Vec<MergeItem>,
    /// Number of codings of the copies that this project already has.
    same_here: usize,
    /// For each coding of a copy that another copy has as well, the index in `added`.
    same_added: Vec<usize>,
    /// Codings that differ between the two copies; this project's stay, unless the user takes a newer version.
    pub conflicts: Vec<MergeItem>,
    pub unplaced: Vec<MergeItem>,
    /// Memos that are added. Those that were removed here are added only if the user chooses so.
    pub memos: Vec<MergeMemo>,
    /// What else differs; it is not merged unless it is one of the user's choices.
    pub differences: Vec<MergeDifference>,
    /// Paths of new codes.
    pub codes: Vec<String>,
    pub coders: Vec<String>,
    /// Names of new sets.
    pub sets: Vec<String>,
    /// One for each of `sets`.
    pub coming_sets: Vec<ComingSet>,
    /// Names of sets of this project that get members which they named, and which came here in another way.
    pub completed_sets: Vec<String>,
    /// Names of new saved queries.
    pub queries: Vec<String>,
    /// Documents marked as finished in the copy but not in this project, with the coder.
    pub done: Vec<(SourceId, String)>,
    /// The names of these documents, by coder.
    pub finished_documents: Vec<(String, Vec<String>)>,
    /// Documents that receive passages by a coder who has not finished them in either copy: agreement ignores this
    /// coder in them.
    pub unfinished: Vec<UnfinishedDocument>,
    /// One for each of `added`.
    incoming: Vec<Incoming>,
    choices: Vec<PlannedChoice>,
    /// One for each of `codes`.
    new_codes: Vec<PlannedCode>,
    /// One for each of `sets`.
    planned_sets: Vec<PlannedSet>,
    /// Sets of this project that name something only by what a copy calls it.
    completed: Vec<CompletedSet>,
    /// One for each of `queries`.
    planned_queries: Vec<PlannedQuery>,
    /// Guids that coders have in a copy, by the names of those whom this project does not have.
    coder_guids: HashMap<String, Guid>,
    /// Where each of `memos` goes.
    planned_memos: Vec<PlannedMemo>,
    /// Where participants are before the merge.
    whereabouts: Whereabouts,
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
    important: bool,
    account: Option<Account>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CodingRef {
    Here(CodingId),
    /// Index in the list of incoming codings.
    New(usize),
}

/// What this project's coding becomes if its newer version is taken.
#[derive(Clone, Debug)]
struct PlannedVersion {
    fact: Fact,
    range: CharRange,
    code: CodeRef,
}

/// Something that the user takes from a copy or leaves.
#[derive(Clone, Debug)]
struct PlannedChoice {
    kind: ChoiceKind,
    copy: String,
    thing: MergeThing,
    /// Index in the list of the plan that describes it: `added`, `memos`, `conflicts` or `differences`, by its kind.
    listed: usize,
    work: ChosenWork,
}

/// What is written if the user takes it.
#[derive(Clone, Debug)]
enum ChosenWork {
    /// What is listed is added.
    Add,
    Replace(PlannedVersion),
    Rewrite {
        memo: NoteId,
        text: String,
    },
    /// Appends words to those here.
    Join {
        memo: NoteId,
        here: String,
        addition: String,
    },
    RemovePassage(CodingId),
    RemoveMemo(NoteId),
    WithdrawMark(SourceId, UserId),
    State(Box<StatedSpeaker>),
    /// With the participant who the speaker is here.
    Unassign(SourceId, String, Guid),
    SetRole(SourceId, String, SpeakerRole),
    SetAccount(CodingId, Option<Account>),
    MarkImportant(CodingId),
}

/// What a memo is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum MemoRef {
    Here(NoteTarget),
    NewCode(usize),
    NewCoding(usize),
}

#[derive(Clone, Debug)]
struct PlannedMemo {
    guid: Guid,
    target: MemoRef,
    text: String,
    /// UTC milliseconds since 1970.
    created: i64,
}

type Place = (SourceId, CharRange, CodeRef, String);

/// A memo of this project, or one that is planned.
struct KnownMemo {
    /// `None` if it is planned.
    here: Option<NoteId>,
    text: String,
}

/// This project, and what was planned for the copies read so far.
struct Planner<'a> {
    reads: Reads<'a>,
    study: &'a Study,
    texts: HashMap<String, SourceId>,
    /// The codings of this project, without the consensus coding.
    codings: Vec<Coding>,
    /// Those that are marked as important.
    important: HashSet<CodingId>,
    /// Whose experience the passages are about.
    accounts: Accounts,
    places: HashMap<Place, CodingRef>,
    guids: HashMap<Guid, (Place, CodingRef)>,
    /// Codings and memos that were removed here.
    removed: HashMap<Guid, Removal>,
    removed_memos: HashMap<Guid, Removal>,
    /// When each coding was last changed here, in UTC milliseconds since 1970.
    changed: HashMap<Guid, i64>,
    /// When it was last stated or taken back here whose experience a coding is about.
    account_changes: HashMap<CodingId, i64>,
    memo_versions: HashMap<Guid, MemoVersions>,
    memos: HashMap<Guid, KnownMemo>,
    memo_texts: HashSet<(MemoRef, String)>,
    /// The memos of this project.
    notes: Vec<Note>,
    /// Names that the coders of this project had before they were renamed.
    former: HashMap<UserId, Vec<String>>,
    sight: &'a Sight,
    done: HashSet<(SourceId, String)>,
    /// Coders of the copies whom this project does not have.
    coders: Vec<String>,
    plan: MergePlan,
}

/// A copy, and what its things are in this project.
struct Copied<'a> {
    path: String,
    /// A folder, in which things have no guids, so that they get other ones whenever it is read.
    is_folder: bool,
    /// Documents of a folder that says that none of their speakers is a participant.
    without_participants: HashSet<String>,
    reads: Reads<'a>,
    study: &'a Study,
    documents: HashMap<SourceId, Matched>,
    codes: HashMap<CodeId, CodeRef>,
    codings: HashMap<CodingId, CodingRef>,
    /// When each coding was last changed there, in UTC milliseconds since 1970.
    changed: HashMap<Guid, i64>,
    /// When it was last stated or taken back there whose experience a coding is about.
    account_changes: HashMap<CodingId, i64>,
    /// The codings and memos that were removed there.
    removed: HashMap<Guid, Removal>,
    removed_memos: HashMap<Guid, Removal>,
    /// Names that its coders had before they were renamed.
    former: HashMap<UserId, Vec<String>>,
}

impl<'a> Planner<'a> {
    fn new(reads: Reads<'a>, study: &'a Study, sight: &'a Sight) -> Result<Self, Error> {
        let mut texts = HashMap::new();
        for source in study.sources.iter().rev() {
            texts.insert(reads.text(source.id)?, source.id);
        }
        let (mut places, mut guids) = (HashMap::new(), HashMap::new());
        let (mut codings, mut important) = (Vec::new(), HashSet::new());
        for Passage { coding, important: is_important, .. } in reads.passages(&PassageFilter::default())? {
            let place = (coding.source, coding.range, CodeRef::Here(coding.code), name(study, coding.user));
            let coding_ref = CodingRef::Here(coding.id);
            places.insert(place.clone(), coding_ref);
            guids.insert(coding.guid, (place, coding_ref));
            important.extend(is_important.then_some(coding.id));
            if Some(coding.user) != study.consensus() {
                codings.push(coding);
            }
        }
        let (mut memos, mut memo_texts) = (HashMap::new(), HashSet::new());
        let notes = reads.notes()?;
        for note in &notes {
            memo_texts.insert((MemoRef::Here(note.target), note.text.clone()));
            memos.insert(note.guid, KnownMemo { here: Some(note.id), text: note.text.clone() });
        }
        let done = reads.finished()?;
        Ok(Self {
            reads,
            study,
            texts,
            codings,
            important,
            accounts: reads.accounts()?,
            places,
            guids,
            removed: reads.removed_codings()?,
            removed_memos: reads.removed_memos()?,
            changed: reads.coding_changes()?,
            account_changes: reads.account_changes()?,
            memo_versions: reads.memo_versions()?,
            memos,
            memo_texts,
            notes,
            former: reads.former_coder_names()?,
            sight,
            done: done.into_iter().map(|(source, user)| (source, name(study, user))).collect(),
            coders: vec![],
            plan: MergePlan::default(),
        })
    }
}

fn name(study: &Study, user: UserId) -> String {
    study.user(user).map(|user| user.name.clone()).unwrap_or_default()
}

/// Plans the merge of these copies without writing anything. `reads` sees everything; `sight` limits what the plan
/// shows.
///
/// # Errors
/// Fails when a copy cannot be opened.
pub fn plan(reads: Reads<'_>, copies: &[PathBuf], sight: &Sight, progress: &Progress) -> Result<MergePlan, Error> {
    let study = reads.study()?;
    let mut planner = Planner::new(reads, &study, sight)?;
    for (i, copy) in copies.iter().enumerate() {
        progress.step(i as u64, copies.len() as u64)?;
        let (other, problems) = Project::open_copy(copy)?;
        if let Some(problem) = problems.first() {
            return Err(Error::CopyNotWhole { copy: copy.clone(), problem: Box::new(problem.clone()) });
        }
        planner.copy(&other, copy)?;
        let changed = if copy.is_dir() { None } else { other.reads().last_change()? };
        planner.plan.copies_changed.push(changed);
    }
    let mut plan = planner.plan;
    plan.whereabouts = Whereabouts::of(&study);
    plan.copies = copies.iter().map(|copy| copy.display().to_string()).collect();
    plan.done.sort();
    plan.finished_documents = by_coder(&study, &plan.done);
    let of_memos = plan.memos.iter().filter_map(|memo| memo.coder.as_ref());
    let of_passages = plan.incoming.iter().map(|coding| &coding.coder);
    let coders: BTreeSet<&String> =
        of_passages.chain(plan.done.iter().map(|(_, coder)| coder)).chain(of_memos).collect();
    plan.coders = coders.into_iter().filter(|coder| study.user_named(coder).is_none()).cloned().collect();
    let took_part: HashSet<(SourceId, String)> =
        reads.participations()?.into_iter().map(|(source, user)| (source, name(&study, user))).collect();
    plan.unfinished = unfinished(&study, &plan, &took_part);
    Ok(plan)
}

/// Returns the names of the documents by coder, both in the order of their names.
fn by_coder(study: &Study, done: &[(SourceId, String)]) -> Vec<(String, Vec<String>)> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (source, coder) in done {
        found.entry(coder).or_default().extend(study.source(*source).map(|source| source.name.clone()));
    }
    found.into_iter().map(|(coder, documents)| (coder.to_owned(), documents)).collect()
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
        let Some(document) = by_guid.or_else(by_text).or_else(by_name) else { return Ok(None) };
        let ours = self.reads.text(document)?;
        Ok(Some((document, (ours != text).then(|| Edits::between(&text, &ours)))))
    }

    fn copy(&mut self, other: &Project, path: &Path) -> Result<(), Error> {
        let reads = other.reads();
        let theirs = reads.study()?;
        let mut copy = Copied {
            path: path.display().to_string(),
            is_folder: path.is_dir(),
            without_participants: if path.is_dir() { folder::without_participants(path) } else { HashSet::new() },
            reads,
            study: &theirs,
            documents: HashMap::new(),
            codes: HashMap::new(),
            codings: HashMap::new(),
            changed: reads.coding_changes()?,
            account_changes: reads.account_changes()?,
            removed: reads.removed_codings()?,
            removed_memos: reads.removed_memos()?,
            former: reads.former_coder_names()?,
        };
        for source in &theirs.sources {
            copy.documents.insert(source.id, self.document(reads, source)?);
        }
        let consensus = theirs.consensus();
        let mut passages = reads.passages(&PassageFilter::default())?;
        // This project's consensus coding is built from the coders' passages; only memos on it are taken.
        for Passage { coding, .. } in passages.extract_if(.., |passage| Some(passage.coding.user) == consensus) {
            copy.codings.extend(self.guids.get(&coding.guid).map(|(_, known)| (coding.id, *known)));
        }
        self.documents(&copy, &passages);
        self.speakers(&copy)?;
        let placed = |id: SourceId| copy.documents.get(&id).is_some_and(Option::is_some);
        let used = passages.iter().filter(|p| placed(p.coding.source)).map(|p| p.coding.code).collect();
        copy.codes = self.codes(&copy, &used);
        self.passages(&mut copy, &passages)?;
        self.removed(&copy)?;
        self.memos(&copy)?;
        self.sets(&copy)?;
        self.queries(&copy)?;
        self.withdrawn(&copy)?;
        // A folder names the documents that a coder worked through. With passages there, this need not be finished.
        let mut coded: HashSet<(SourceId, UserId)> = HashSet::new();
        if copy.is_folder {
            reads.each_fact(&[], |fact| _ = coded.insert((fact.source, fact.user)))?;
        }
        for (source, user) in reads.finished()?.into_iter().filter(|mark| !coded.contains(mark)) {
            let Some(Some((document, _))) = copy.documents.get(&source) else { continue };
            let coder = self.coder(&copy, user);
            if coder != CONSENSUS && self.done.insert((*document, coder.clone())) {
                self.plan.done.push((*document, coder));
            }
        }
        Ok(())
    }
}
