//! The state of the Documents room: which documents are listed and in what order, the selection, and the coders'
//! progress. The participants' side is in `participants_list`.

use super::ordering;
use super::part::{Around, Part};
use super::participants_list::ParticipantList;
use super::pending::Pending;
use super::query_draft::QueryDraft;
use super::selection::ListSelection;
use super::set_draft::SetDraft;
use super::submission::Submission;
use crate::engine::query::DocumentProgress;
use crate::engine::{Answer, Changes, Error, JobId, Query};
use crate::model::{Described, Fact, ParticipantId, QueryId, SetId, SourceId, Study, UserId, VariableId, VariableKind};
use crate::text::{NameFilter, compare_names, compare_values};
use crate::tr;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocumentsPage {
    #[default]
    Documents,
    Participants,
}

/// A column of the list of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Name,
    Participant,
    Characters,
    Passages(UserId),
    Done(UserId),
    Memo,
    /// An attribute of the document or of its participant.
    Attribute(VariableId),
}

/// A question to the user, with what was entered so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asking {
    RemoveDocuments(Vec<SourceId>),
    RenameDocument(SourceId, String),
    RemoveParticipants(Vec<ParticipantId>),
    AddParticipant(String),
    AddAttribute(Described, String, VariableKind),
    RenameAttribute(VariableId, String),
    RemoveAttribute(VariableId),
    /// A value for documents.
    SetValue(Vec<SourceId>, VariableId, String),
    /// Name and description of the project.
    Describe(String, String),
    BeginBlind,
    /// Everybody would see what others coded.
    LiftBlind,
    /// The name of a table of the project.
    RemoveTable(String),
    /// The name of the coder for another round.
    AddRound(String),
    /// The list of the sets.
    Sets,
    EditSet(Box<SetDraft>),
    RemoveSet(SetId),
    SaveQuery(Box<QueryDraft>),
    RemoveQuery(QueryId),
}

impl Asking {
    /// True when something was entered or selected that differs from the project.
    #[must_use]
    pub fn is_changed(&self, study: &Study) -> bool {
        match self {
            Self::RemoveDocuments(_)
            | Self::RemoveParticipants(_)
            | Self::RemoveAttribute(_)
            | Self::BeginBlind
            | Self::LiftBlind
            | Self::RemoveTable(_)
            | Self::AddRound(_)
            | Self::Sets
            | Self::RemoveSet(_)
            | Self::RemoveQuery(_) => false,
            Self::SaveQuery(draft) => draft.is_changed(study),
            Self::EditSet(draft) => draft.is_changed(study),
            Self::RenameDocument(id, name) => study.source(*id).is_some_and(|source| source.name != *name),
            Self::RenameAttribute(id, name) => study.attribute(*id).is_some_and(|variable| variable.name != *name),
            Self::AddParticipant(name) | Self::AddAttribute(_, name, _) => !name.trim().is_empty(),
            Self::SetValue(documents, id, value) => *value != common_value(study, documents, *id),
            Self::Describe(name, description) => {
                (name, description) != (&study.project.name, &study.project.description)
            }
        }
    }
}

/// Returns the value that all of these documents have; empty if they differ or it is not known.
#[must_use]
pub fn common_value(study: &Study, documents: &[SourceId], attribute: VariableId) -> String {
    let place = study.attribute_place(attribute).unwrap_or(usize::MAX);
    let value = |id: &SourceId| study.source(*id)?.values.get(place)?.as_deref();
    let first = documents.first().and_then(value).unwrap_or_default();
    let is_common = documents.iter().all(|id| value(id).unwrap_or_default() == first);
    if is_common { first.to_owned() } else { String::new() }
}

#[derive(Clone, Debug, Default)]
pub struct DocumentsRoom {
    pub tab: DocumentsPage,
    pub progress: Arc<DocumentProgress>,
    /// Whether the progress is out of date.
    pub stale: bool,
    pending: Pending,
    /// Answered while something was being written, so the counts may or may not include it.
    unsure: bool,
    pub documents: DocumentList,
    pub participants: ParticipantList,
    /// The list beside the transcript.
    pub beside: BesideList,
    pub asking: Option<Asking>,
    /// The submission of the open question.
    pub submission: Submission,
    /// Number of frames in which the list requests the keyboard focus after a pop-up was closed.
    pub refocus: u8,
    /// The documents before an import whose documents the study does not list yet.
    before_import: Option<HashSet<SourceId>>,
    /// Increases when anything changes that lists depend on.
    version: u64,
    /// Increases only when the study changes.
    study_version: u64,
}

impl DocumentsRoom {
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns the list beside the transcript, which coding does not change.
    pub fn beside_rows(&mut self, study: &Study) -> Arc<Vec<BesideRow>> {
        self.beside.rows(study, self.study_version)
    }

    /// True while a pop-up needs an answer: keys are then not for the rest of the window.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    pub(super) fn take_study(&mut self, study: &Study) {
        self.version += 1;
        self.study_version += 1;
        if self.documents.selection != ListSelection::default() {
            let known: HashSet<SourceId> = study.sources.iter().map(|source| source.id).collect();
            self.documents.selection.retain(|id| known.contains(&id));
        }
        let known = |id| study.attribute(id).is_some();
        self.documents.attributes.retain(|&id| known(id));
        self.documents.column = self.documents.column.filter(|&id| known(id));
        self.documents.sort = self.documents.sort.filter(|sort| !matches!(sort, Column::Attribute(id) if !known(*id)));
        self.documents.set = self.documents.set.filter(|&id| study.set(id).is_some());
        self.beside.group = self.beside.group.filter(|&id| known(id));
        self.participants.take_study(study);
        if let Some(before) = self.before_import.take() {
            self.select_new(study, &before);
        }
    }

    /// Notes that documents were imported, which the next study lists: they are then selected and in view.
    pub(super) fn has_imported(&mut self, study: &Study) {
        self.before_import = Some(study.sources.iter().map(|source| source.id).collect());
    }

    fn select_new(&mut self, study: &Study, before: &HashSet<SourceId>) {
        let new: BTreeSet<SourceId> =
            study.sources.iter().map(|source| source.id).filter(|id| !before.contains(id)).collect();
        let first = study.sources.iter().map(|source| source.id).find(|id| new.contains(id));
        if let Some(first) = first {
            self.documents.selection.only(first);
            self.documents.selection.chosen = new;
            (self.documents.reveal, self.beside.reveal) = (true, Some(first));
        }
    }

    /// Counts added and removed passages, so that the window needs no new query.
    pub(super) fn patch(&mut self, removed: &[Fact], added: &[Fact]) {
        if removed.is_empty() && added.is_empty() {
            return;
        }
        // A query in progress may or may not include them.
        self.stale |= self.unsure || self.pending.is_waiting();
        if self.unsure {
            return;
        }
        let passages = &mut Arc::make_mut(&mut self.progress).passages;
        for fact in removed {
            let count = passages.entry((fact.source, fact.user)).or_default();
            *count = count.saturating_sub(1);
        }
        for fact in added {
            *passages.entry((fact.source, fact.user)).or_default() += 1;
        }
        self.version += 1;
    }
}

impl Part for DocumentsRoom {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::DocumentProgress(progress) if self.pending.take(job) => {
                self.progress = progress;
                self.unsure = around.link.is_saving();
                self.version += 1;
                None
            }
            answer => Some(answer),
        }
    }

    fn failed(&mut self, job: JobId, _: &Error) -> bool {
        self.pending.take(job);
        false
    }

    fn changed(&mut self, changes: &Changes) {
        self.stale |= changes.study || changes.notes;
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        if std::mem::take(&mut self.stale) {
            self.pending.ask(around.link, Query::DocumentProgress);
        }
    }
}

/// The documents as a table.
#[derive(Clone, Debug, Default)]
pub struct DocumentList {
    pub filter: String,
    /// Only the documents of this set.
    pub set: Option<SetId>,
    /// `None`: in the order in which the documents were added.
    pub sort: Option<Column>,
    pub descending: bool,
    /// Columns hidden by the user.
    pub hidden: BTreeSet<Column>,
    /// Attributes of the participant shown as columns.
    pub attributes: BTreeSet<VariableId>,
    pub selection: ListSelection<SourceId>,
    /// Scroll the row with the cursor into view.
    pub reveal: bool,
    /// The attribute of documents whose column the keyboard is in; `None`: that of the names.
    pub column: Option<VariableId>,
    made: Option<MadeFrom>,
    rows: Arc<Listed>,
}

/// What a list of documents was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MadeFrom {
    version: u64,
    filter: String,
    set: Option<SetId>,
    sort: Option<Column>,
    descending: bool,
}

/// The listed documents, in order.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Index of each document in the study, and of its participant.
    pub rows: Vec<(usize, Option<usize>)>,
    pub ids: Vec<SourceId>,
}

impl DocumentList {
    /// Returns all possible columns, in order.
    #[must_use]
    pub fn all_columns(study: &Study) -> Vec<Column> {
        let mut columns = vec![Column::Name, Column::Participant];
        columns.extend(study.document_variables.iter().map(|v| Column::Attribute(v.id)));
        columns.push(Column::Characters);
        columns.extend(study.coders().flat_map(|u| [Column::Passages(u.id), Column::Done(u.id)]));
        columns.push(Column::Memo);
        columns.extend(study.variables.iter().map(|v| Column::Attribute(v.id)));
        columns
    }

    #[must_use]
    pub fn is_shown(&self, column: Column) -> bool {
        match column {
            Column::Attribute(id) if id.of == Described::Participants => self.attributes.contains(&id),
            column => !self.hidden.contains(&column),
        }
    }

    /// Returns the shown columns whose cells can be edited, by attribute; `None` stands for the names.
    #[must_use]
    pub fn editable_columns(&self, study: &Study) -> Vec<Option<VariableId>> {
        let attributes = study.document_variables.iter().map(|v| v.id);
        let shown = attributes.filter(|id| self.is_shown(Column::Attribute(*id)));
        std::iter::once(None).chain(shown.map(Some)).collect()
    }

    pub fn show_column(&mut self, column: Column, shown: bool) {
        let _ = match (column, shown) {
            // The names cannot be hidden, since they identify the rows.
            (Column::Name, _) => false,
            (Column::Attribute(id), true) if id.of == Described::Participants => self.attributes.insert(id),
            (Column::Attribute(id), false) if id.of == Described::Participants => self.attributes.remove(&id),
            (column, true) => self.hidden.remove(&column),
            (column, false) => self.hidden.insert(column),
        };
    }

    /// Handles a click on a column's head: sorts by it, the second time in reverse, the third time not at all.
    pub fn sort_by(&mut self, column: Column) {
        ordering::turn(&mut self.sort, &mut self.descending, column);
    }

    /// Returns the listed documents in order; recomputed only when something they depend on has changed.
    pub fn rows(&mut self, study: &Study, progress: &DocumentProgress, version: u64) -> Arc<Listed> {
        let made = MadeFrom {
            version,
            filter: self.filter.clone(),
            set: self.set,
            sort: self.sort,
            descending: self.descending,
        };
        if self.made.as_ref() != Some(&made) {
            let mut rows = listed(study, &self.filter);
            if let Some(set) = self.set.and_then(|id| study.set(id)) {
                let kept: HashSet<SourceId> = set.definition.documents(study).into_iter().collect();
                rows.retain(|&row| study.sources.get(row).is_some_and(|source| kept.contains(&source.id)));
            }
            if let Some(column) = self.sort {
                sort(study, progress, &mut rows, column, self.descending);
            }
            let participants = places(study);
            let with_participant =
                |&row: &usize| (row, study.sources.get(row).and_then(|s| participants.get(&s.participant?).copied()));
            self.rows = Arc::new(Listed {
                ids: rows.iter().filter_map(|&row| Some(study.sources.get(row)?.id)).collect(),
                rows: rows.iter().map(with_participant).collect(),
            });
            self.made = Some(made);
        }
        self.rows.clone()
    }
}

/// The list beside the transcript: filtered, and grouped by the values of an attribute if one is selected.
#[derive(Clone, Debug, Default)]
pub struct BesideList {
    pub filter: String,
    pub group: Option<VariableId>,
    /// The document to scroll into view.
    pub reveal: Option<SourceId>,
    made: Option<(u64, String, Option<VariableId>)>,
    rows: Arc<Vec<BesideRow>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BesideRow {
    /// A value and the number of documents that have it.
    Heading(String, usize),
    /// Index of a document in the study, and of its participant.
    Document(usize, Option<usize>),
}

impl BesideList {
    fn rows(&mut self, study: &Study, version: u64) -> Arc<Vec<BesideRow>> {
        let made = (version, self.filter.clone(), self.group);
        if self.made.as_ref() != Some(&made) {
            self.rows = Arc::new(beside(study, &self.filter, self.group));
            self.made = Some(made);
        }
        self.rows.clone()
    }
}

fn beside(study: &Study, filter: &str, group: Option<VariableId>) -> Vec<BesideRow> {
    let participants = places(study);
    let participant =
        |row: usize| study.sources.get(row).and_then(|s| s.participant).and_then(|id| participants.get(&id).copied());
    let mut rows = listed(study, filter);
    let Some((of, place)) = group.and_then(|id| Some((id.of, study.attribute_place(id)?))) else {
        return rows.into_iter().map(|row| BesideRow::Document(row, participant(row))).collect();
    };
    let value = |row: usize| {
        let values = match of {
            Described::Participants => &study.participants.get(participant(row)?)?.values,
            Described::Documents => &study.sources.get(row)?.values,
        };
        values.get(place)?.as_deref()
    };
    rows.sort_by(|&a, &b| compare_values(value(a), value(b), false));
    let mut list = Vec::with_capacity(rows.len() + 8);
    for group in rows.chunk_by(|&a, &b| value(a) == value(b)) {
        let name = group.first().and_then(|&row| value(row)).unwrap_or(tr!("not known"));
        list.push(BesideRow::Heading(name.to_owned(), group.len()));
        list.extend(group.iter().map(|&row| BesideRow::Document(row, participant(row))));
    }
    list
}

/// Returns the index of every participant in the list of participants.
#[must_use]
pub fn places(study: &Study) -> HashMap<ParticipantId, usize> {
    study.participants.iter().enumerate().map(|(i, participant)| (participant.id, i)).collect()
}

/// Returns documents whose name, participant or attributes contain all words of the filter.
fn listed(study: &Study, filter: &str) -> Vec<usize> {
    let filter = NameFilter::new(filter);
    if filter.is_empty() {
        return (0..study.sources.len()).collect();
    }
    let participants = places(study);
    let found = |source: &crate::model::Source| {
        let of: Vec<usize> = source.participants().iter().filter_map(|id| participants.get(id).copied()).collect();
        let values = of.iter().flat_map(|&participant| ordering::known_values(study, participant));
        let names = of.iter().filter_map(|&participant| study.participants.get(participant));
        let names = names.map(|participant| participant.name.as_str());
        let own = source.values.iter().flatten().map(String::as_str);
        filter.finds_among(std::iter::once(source.name.as_str()).chain(own).chain(names).chain(values))
    };
    study.sources.iter().enumerate().filter(|(_, source)| found(source)).map(|(i, _)| i).collect()
}

/// Returns the document that is meant by a filter: the only one listed, or the only one whose name has all its words.
#[must_use]
pub fn meant(study: &Study, filter: &str, listed: &[SourceId]) -> Option<SourceId> {
    let filter = NameFilter::new(filter);
    let is_named = |id: &&SourceId| study.source(**id).is_some_and(|source| filter.finds(&source.name));
    let mut named = listed.iter().filter(is_named);
    match (listed, named.next(), named.next()) {
        ([one], ..) | (_, Some(one), None) => Some(*one),
        _ => None,
    }
}

fn sort(study: &Study, progress: &DocumentProgress, rows: &mut [usize], by: Column, descending: bool) {
    let participants = places(study);
    let source = |row: usize| study.sources.get(row);
    let participant =
        |row: usize| source(row)?.participant.and_then(|id| study.participants.get(*participants.get(&id)?));
    let numbers = |number: &dyn Fn(SourceId) -> u64, a: usize, b: usize| {
        let of = |row: usize| source(row).map_or(0, |s| number(s.id));
        of(a).cmp(&of(b))
    };
    let turn = |order: Ordering| if descending { order.reverse() } else { order };
    rows.sort_by(|&a, &b| match by {
        Column::Name => turn(compare_names(source(a).map_or("", |s| &s.name), source(b).map_or("", |s| &s.name))),
        Column::Participant => {
            compare_values(participant(a).map(|c| c.name.as_str()), participant(b).map(|c| c.name.as_str()), descending)
        }
        Column::Characters => turn(source(a).map(|s| s.characters).cmp(&source(b).map(|s| s.characters))),
        Column::Passages(user) => turn(numbers(&|id| progress.passages.get(&(id, user)).copied().unwrap_or(0), a, b)),
        Column::Done(user) => turn(numbers(&|id| u64::from(progress.done.contains(&(id, user))), a, b)),
        Column::Memo => turn(numbers(&|id| u64::from(!progress.noted.contains(&id)), a, b)),
        Column::Attribute(id) => {
            let place = study.attribute_place(id).unwrap_or(usize::MAX);
            let value = |row: usize| match id.of {
                Described::Participants => participant(row)?.values.get(place)?.as_deref(),
                Described::Documents => source(row)?.values.get(place)?.as_deref(),
            };
            compare_values(value(a), value(b), descending)
        }
    });
}
