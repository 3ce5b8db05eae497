//! Imports participants from a table: the meaning of its columns, the planned changes, and writing them.

mod columns;

use super::attributes::{AttributeTable, Columns, Existing, ParticipantUse, Tally};
use crate::engine::document_names::{DocumentNames, Named};
use crate::engine::error::Error;
use crate::interchange::Problem;
use crate::interchange::remark::{TableLoss, TableRefusal, TableWarning, cut_short};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::model::op::{FileNames, ParticipantCounts};
use crate::model::{
    Described, NameKey, NameMap, OpKind, Participant, ParticipantId, Source, SourceId, Study, VariableKind,
};
use crate::store::Tx;
use std::collections::HashMap;
use std::sync::Arc;

/// Maximum number of rows of one participant that a report lists.
const SHOWN: usize = 5;

/// What to do with a participant in several rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Repeated {
    /// Import nothing.
    #[default]
    Refuse,
    First,
    Last,
    /// Combine the rows: the first non-empty cell of each column.
    Join,
}

impl Repeated {
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantImport {
    pub table: Arc<Sheet>,
    /// One per column.
    pub uses: Vec<ParticipantUse>,
    pub existing: Existing,
    pub repeated: Repeated,
    /// Assign unassigned documents to the participant with the same name.
    pub tie: bool,
    /// The column with the names if no head says so.
    pub guessed: Option<usize>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParticipantPlan {
    pub added: usize,
    /// Number of participants that already exist.
    pub known: usize,
    /// Numbers of values, of existing and new participants.
    pub tally: Tally,
    pub tied: usize,
    /// Number of participants in several rows.
    pub repeated: usize,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    columns: Columns,
    pub(super) planned: Vec<PlannedParticipant>,
    ties: Vec<(SourceId, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedParticipant {
    id: Option<ParticipantId>,
    pub(super) name: String,
    /// Index of the plan's column, and the value.
    values: Vec<(usize, String)>,
}

/// Selects the column with the names; the previous one becomes an attribute.
pub(super) fn name_by(uses: &mut [ParticipantUse], table: &Sheet, column: usize) {
    for (at, used) in uses.iter_mut().enumerate() {
        if at == column {
            *used = ParticipantUse::Name;
        } else if *used == ParticipantUse::Name {
            let name = table.header.get(at).cloned().unwrap_or_default();
            *used = ParticipantUse::New(name, ParticipantImport::kind_of(table, at));
        }
    }
}

impl ParticipantImport {
    /// Returns the kind that all values of a column have.
    #[must_use]
    pub fn kind_of(table: &Sheet, column: usize) -> VariableKind {
        table.common(column).kind
    }

    /// Uses a column for the documents of participants, whose names are in another one.
    pub fn documents_by(&mut self, document: usize) {
        for (at, used) in self.uses.iter_mut().enumerate() {
            if *used == ParticipantUse::Document {
                let name = self.table.header.get(at).cloned().unwrap_or_default();
                *used = ParticipantUse::New(name, Self::kind_of(&self.table, at));
            }
        }
        let names_too = self.uses.get(document) == Some(&ParticipantUse::Name);
        if names_too {
            let column = Self::unnamed_names(&self.table, Some(document));
            self.name_by(column);
            self.guessed = Some(column);
        }
        if let Some(slot) = self.uses.get_mut(document) {
            *slot = ParticipantUse::Document;
        }
        self.repeated = Repeated::Join;
    }

    /// Selects the column with the names; the previous one becomes an attribute.
    pub fn name_by(&mut self, column: usize) {
        self.guessed = None;
        name_by(&mut self.uses, &self.table, column);
    }

    /// Plans the changes in this study.
    #[must_use]
    pub fn plan(&self, study: &Study) -> ParticipantPlan {
        let mut plan = ParticipantPlan::default();
        let mut names = self.uses.iter().enumerate().filter(|(_, used)| **used == ParticipantUse::Name).map(|(i, _)| i);
        let (Some(name_column), None) = (names.next(), names.next()) else {
            plan.problems.push(self.table.remark(TableRefusal::NoColumnOfNames));
            return plan;
        };
        plan.remarks.extend(self.table.remarks.iter().cloned());
        if let Some(head) = self.table.header.get(name_column).filter(|_| self.guessed == Some(name_column)) {
            plan.remarks.push(self.table.remark(TableWarning::ParticipantsNamedBy { column: head.clone() }));
        }
        let of = Described::Participants;
        let attributes = AttributeTable { table: &self.table, study, of, existing: self.existing };
        plan.columns = attributes.columns(&self.uses, &mut plan.problems, &mut plan.remarks);
        let known: NameMap<&Participant> = study.participants.iter().map(|p| (p.name.as_str(), p)).collect();
        let groups = self.groups(name_column, &mut plan);
        for (name, rows) in &groups {
            let participant = known.get(name);
            if let Some(row) = self.one_row(name, rows, &mut plan) {
                self.plan_row(&row, participant, name, &mut Planning { attributes, plan: &mut plan });
            }
        }
        self.warn_of_capitals(study, &mut plan);
        if plan.tally.kept > 0 {
            plan.remarks.push(self.table.remark(TableLoss::KeptValues { count: plan.tally.kept }));
        }
        self.plan_ties(study, &groups, &mut plan);
        cut_short(&mut plan.problems);
        cut_short(&mut plan.remarks);
        plan
    }

    /// Groups the rows by participant, in order.
    fn groups<'t>(&'t self, name_column: usize, plan: &mut ParticipantPlan) -> Vec<(&'t str, Vec<&'t SheetRow>)> {
        let mut places: HashMap<NameKey, usize> = HashMap::new();
        let mut groups: Vec<(&str, Vec<&SheetRow>)> = Vec::new();
        for row in &self.table.rows {
            let name = row.cell(name_column);
            if name.is_empty() {
                plan.remarks.push(self.table.remark_in(row.line, TableRefusal::NoParticipant));
                continue;
            }
            let place = *places.entry(NameKey::of(name)).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((name, vec![row])),
            }
        }
        groups
    }

    /// Combines all rows of a participant as the researcher decided.
    fn one_row(&self, name: &str, rows: &[&SheetRow], plan: &mut ParticipantPlan) -> Option<SheetRow> {
        let (first, others) = rows.split_first()?;
        let Some(last) = others.last() else { return Some((*first).clone()) };
        plan.repeated += 1;
        let participant = || name.to_owned();
        let left_out = |rows: &[&SheetRow]| {
            let first = rows.iter().take(SHOWN).map(|row| self.table.place_of(row.line)).collect();
            let (participant, count) = (participant(), rows.len());
            self.table.remark(TableRefusal::RowsOfParticipant { participant, rows: first, count })
        };
        match self.repeated {
            Repeated::Refuse => {
                for other in others.iter().take(SHOWN) {
                    let first = self.table.place_of(first.line);
                    let repeated = TableRefusal::RepeatedParticipant { participant: participant(), first };
                    plan.problems.push(self.table.remark_in(other.line, repeated));
                }
                if others.len() > SHOWN {
                    let count = others.len() - SHOWN;
                    let more = TableRefusal::MoreRepeatedRows { participant: participant(), count };
                    plan.problems.push(self.table.remark(more));
                }
                Some((*first).clone())
            }
            Repeated::First => {
                plan.remarks.push(left_out(others));
                Some((*first).clone())
            }
            Repeated::Last => {
                plan.remarks.push(left_out(rows.get(..others.len()).unwrap_or_default()));
                Some((*last).clone())
            }
            Repeated::Join => Some(self.joined(name, first, others, plan)),
        }
    }

    fn joined(&self, name: &str, first: &SheetRow, others: &[&SheetRow], plan: &mut ParticipantPlan) -> SheetRow {
        let mut row = first.clone();
        for other in others {
            for (column, used) in self.uses.iter().enumerate() {
                let (now, next) = (row.cell(column), other.cell(column));
                if next.is_empty()
                    || now == next
                    || !matches!(used, ParticipantUse::Attribute(_) | ParticipantUse::New(..))
                {
                    continue;
                }
                if !now.is_empty() {
                    let other_value = TableLoss::OtherValue {
                        participant: name.to_owned(),
                        attribute: self.table.header.get(column).cloned().unwrap_or_default(),
                        value: next.to_owned(),
                        kept: now.to_owned(),
                    };
                    plan.remarks.push(self.table.remark_in(other.line, other_value));
                } else if let Some(slot) = row.cells.get_mut(column) {
                    next.clone_into(slot);
                }
            }
        }
        row
    }

    /// Warns of names that differ only in case, which are probably mistakes.
    fn warn_of_capitals(&self, study: &Study, plan: &mut ParticipantPlan) {
        let mut seen: HashMap<String, &str> =
            study.participants.iter().map(|p| (p.name.to_lowercase(), p.name.as_str())).collect();
        for participant in &plan.planned {
            let other = *seen.entry(participant.name.to_lowercase()).or_insert(&participant.name);
            if other != participant.name && participant.id.is_none() {
                let (participant, other) = (participant.name.clone(), other.to_owned());
                plan.remarks.push(self.table.remark(TableWarning::SimilarParticipants { participant, other }));
            }
        }
    }

    fn plan_ties(&self, study: &Study, groups: &[(&str, Vec<&SheetRow>)], plan: &mut ParticipantPlan) {
        let places: NameMap<usize> =
            plan.planned.iter().enumerate().map(|(i, participant)| (participant.name.as_str(), i)).collect();
        let documents = DocumentNames::new(study);
        let columns: Vec<usize> = self
            .uses
            .iter()
            .enumerate()
            .filter(|(_, used)| **used == ParticipantUse::Document)
            .map(|(i, _)| i)
            .collect();
        let mut ties: HashMap<SourceId, usize> = HashMap::new();
        for (name, rows) in groups {
            let Some(place) = places.get(name) else { continue };
            for (row, &column) in rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column))) {
                for wanted in documents_in(row.cell(column), &documents) {
                    let document = || wanted.to_owned();
                    let mut lose = |loss: TableLoss| plan.remarks.push(self.table.remark_in(row.line, loss));
                    let found = match documents.find(wanted) {
                        Named::One(id) => id,
                        Named::Nothing => {
                            lose(TableLoss::UntiedDocument { document: document(), candidates: vec![] });
                            continue;
                        }
                        Named::Several(candidates) => {
                            lose(TableLoss::UntiedDocument { document: document(), candidates });
                            continue;
                        }
                    };
                    let owner = study.source(found).and_then(|source| source.participant);
                    let planned = plan.planned.get(place).and_then(|participant| participant.id);
                    if planned.is_some_and(|planned| study.source(found).is_some_and(|source| source.has(planned))) {
                        continue;
                    }
                    if study.source(found).is_some_and(|source| !source.speakers.is_empty()) {
                        lose(TableLoss::SpeakersAreParticipants { document: document() });
                    } else if let Some(owner) = owner.filter(|_| self.existing == Existing::FillUnknown) {
                        let participant =
                            study.participant(owner).map_or_else(String::new, |participant| participant.name.clone());
                        lose(TableLoss::TiedAlready { document: document(), participant });
                    } else if *ties.entry(found).or_insert(place) != place {
                        lose(TableLoss::TiedTwice { document: document() });
                    }
                }
            }
        }
        if self.tie {
            for (name, _) in groups {
                let free = |id: &SourceId| study.source(*id).is_some_and(is_free);
                if let (Some(place), Named::One(id)) = (places.get(name), documents.find(name))
                    && free(&id)
                {
                    ties.entry(id).or_insert(place);
                }
            }
            for source in study.sources.iter().filter(|source| is_free(source)) {
                if let Some(place) = places.get(&source.name) {
                    ties.entry(source.id).or_insert(place);
                }
            }
        }
        // In the order of the documents, so that the same table always produces the same history.
        plan.ties = study.sources.iter().filter_map(|source| Some((source.id, *ties.get(&source.id)?))).collect();
        plan.tied = plan.ties.len();
    }

    fn plan_row(&self, row: &SheetRow, participant: Option<&Participant>, name: &str, of: &mut Planning<'_>) {
        let Planning { attributes, plan } = of;
        let now = participant.map(|participant| participant.values.as_slice());
        let values = attributes.values(&plan.columns, row, now, &mut plan.tally, &mut plan.remarks);
        plan.added += usize::from(participant.is_none());
        plan.known += usize::from(participant.is_some());
        plan.planned.push(PlannedParticipant {
            id: participant.map(|participant| participant.id),
            name: name.to_owned(),
            values,
        });
    }
}

/// The columns, and what is planned so far.
struct Planning<'p> {
    attributes: AttributeTable<'p>,
    plan: &'p mut ParticipantPlan,
}

/// Returns the documents that a cell names: one, or several separated by semicolons or line breaks, or by commas where the
/// project has all of them.
fn documents_in<'c>(cell: &'c str, names: &DocumentNames<'_>) -> Vec<&'c str> {
    if cell.is_empty() {
        return vec![];
    }
    if names.find(cell) != Named::Nothing {
        return vec![cell];
    }
    let parts = cell.split([';', '；', '\n']).map(str::trim).filter(|name| !name.is_empty());
    parts.flat_map(|part| between_commas(part, names).unwrap_or_else(|| vec![part])).collect()
}

/// Returns the documents whose names stand between commas. A name that has commas itself is found first. `None` if any of
/// them is unknown.
fn between_commas<'c>(cell: &'c str, names: &DocumentNames<'_>) -> Option<Vec<&'c str>> {
    let mut ends: Vec<(usize, usize)> =
        cell.match_indices([',', '，', '、']).map(|(at, comma)| (at, at + comma.len())).collect();
    ends.push((cell.len(), cell.len()));
    let (mut found, mut start) = (Vec::new(), 0);
    while start < cell.len() {
        let candidates = ends.iter().rev().filter(|(end, _)| *end > start);
        let (name, next) = { candidates }.find_map(|&(end, next)| {
            let name = cell.get(start..end)?.trim();
            (names.find(name) != Named::Nothing).then_some((name, next))
        })?;
        found.push(name);
        start = next;
    }
    Some(found)
}

/// True for a document that belongs to no participant, nor to several who speak in it.
fn is_free(source: &Source) -> bool {
    source.participant.is_none() && source.speakers.is_empty()
}

impl ParticipantPlan {
    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        self.counts().to_string()
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.counts() != ParticipantCounts::default()
    }

    /// Returns the number of new attributes.
    #[must_use]
    pub fn attributes(&self) -> usize {
        self.columns.new_attributes()
    }

    pub(super) fn counts(&self) -> ParticipantCounts {
        ParticipantCounts {
            participants: self.added as u64,
            attributes: self.attributes() as u64,
            values: self.tally.filled as u64,
            overwritten: self.tally.overwritten as u64,
            assigned: self.tied as u64,
        }
    }

    pub(in crate::engine) fn write(&self, from: FileNames, tx: &mut Tx<'_>) -> Result<OpKind, Error> {
        self.write_participants(tx)?;
        Ok(OpKind::ImportParticipants { counts: self.counts(), from })
    }

    /// Writes participants, attributes, values and assignments of documents; returns one id per planned
    /// participant.
    pub(super) fn write_participants(&self, tx: &mut Tx<'_>) -> Result<Vec<ParticipantId>, Error> {
        let variables = self.columns.write(Described::Participants, tx)?;
        let mut participants = Vec::with_capacity(self.planned.len());
        for participant in &self.planned {
            participants.push(match participant.id {
                Some(id) => id,
                None => tx.add_participant(&participant.name)?,
            });
        }
        for (participant, &id) in self.planned.iter().zip(&participants) {
            for (place, value) in &participant.values {
                if let Some(&variable) = variables.get(*place) {
                    tx.set_participant_value(id, variable, Some(value))?;
                }
            }
        }
        for &(source, place) in &self.ties {
            tx.tie_source(source, participants.get(place).copied())?;
        }
        Ok(participants)
    }
}
