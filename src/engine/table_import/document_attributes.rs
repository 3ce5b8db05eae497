//! Imports attributes of documents from a table: each row names a document of the project, the other columns are
//! attributes.

use super::attributes::{AttributeTable, Columns, Existing, ParticipantUse, Tally};
use super::heads::DOCUMENTS;
use super::participants::{ParticipantImport, name_by};
use crate::engine::document_names::{DocumentNames, Named};
use crate::engine::error::Error;
use crate::engine::lists::{NamedAttributes, derived_columns};
use crate::interchange::Problem;
use crate::interchange::remark::{TableLoss, TableRefusal, TableWarning, cut_short};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::model::op::{FileNames, ParticipantCounts};
use crate::model::{Described, OpKind, SourceId, Study};
use crate::store::Tx;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentAttributeImport {
    pub table: Arc<Sheet>,
    /// One per column. None is [`ParticipantUse::Document`].
    pub uses: Vec<ParticipantUse>,
    pub existing: Existing,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentAttributePlan {
    /// Number of documents that the table names.
    pub documents: usize,
    pub tally: Tally,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    columns: Columns,
    /// Per document: index of the plan's column, and the value.
    planned: Vec<(SourceId, Vec<(usize, String)>)>,
}

impl DocumentAttributeImport {
    /// Suggests the meaning of the columns. The documents are in the column whose head says so, otherwise in the one that
    /// names the most documents, otherwise in the first.
    #[must_use]
    pub fn suggest(study: &Study, table: Arc<Sheet>) -> Self {
        let known = Self::named(study, &table);
        let most = (0..table.header.len()).rev().max_by_key(|column| known.get(*column).copied().unwrap_or(0));
        let name = table.column_named(&DOCUMENTS).or(most).unwrap_or(0);
        let (derived, attributes) =
            (derived_columns(&table.header), NamedAttributes::new(study, Described::Documents, &table.header));
        let uses = table.header.iter().enumerate().map(|(column, head)| match attributes.find(head) {
            _ if column == name => ParticipantUse::Name,
            _ if derived.contains(&column) => ParticipantUse::Skip,
            Some(variable) => ParticipantUse::Attribute(variable.id),
            None => ParticipantUse::New(head.clone(), ParticipantImport::kind_of(&table, column)),
        });
        Self { uses: uses.collect(), table, existing: Existing::default() }
    }

    /// True if every row is about a document that a column names, and most of them are in the project.
    #[must_use]
    pub fn is_likely(study: &Study, table: &Sheet) -> bool {
        let Some(document) = table.column_named(&DOCUMENTS) else { return false };
        let known = Self::named(study, table).get(document).copied().unwrap_or(0);
        known * 2 > table.rows.len() && ParticipantImport::names_rows(table, document)
    }

    /// Returns for each column how many of its cells name a document.
    fn named(study: &Study, table: &Sheet) -> Vec<usize> {
        let names = DocumentNames::new(study);
        let count = |column: usize| {
            table.rows.iter().filter(|row| matches!(names.find(row.cell(column)), Named::One(_))).count()
        };
        (0..table.header.len()).map(count).collect()
    }

    /// Selects the column with the names of the documents; the previous one becomes an attribute.
    pub fn name_by(&mut self, column: usize) {
        name_by(&mut self.uses, &self.table, column);
    }

    /// Plans the changes in this study.
    #[must_use]
    pub fn plan(&self, study: &Study) -> DocumentAttributePlan {
        let mut plan = DocumentAttributePlan::default();
        let mut names = self.uses.iter().enumerate().filter(|(_, used)| **used == ParticipantUse::Name).map(|(i, _)| i);
        let (Some(name), None) = (names.next(), names.next()) else {
            plan.problems.push(self.table.remark(TableRefusal::NoColumnOfDocuments));
            return plan;
        };
        plan.remarks.extend(self.table.remarks.iter().cloned());
        plan.remarks.extend(self.derived().map(|warning| self.table.remark(warning)));
        let of = Described::Documents;
        let attributes = AttributeTable { table: &self.table, study, of, existing: self.existing };
        plan.columns = attributes.columns(&self.uses, &mut plan.problems, &mut plan.remarks);
        for (id, row) in self.rows(study, name, &mut plan) {
            let now = study.source(id).map(|source| source.values.as_slice());
            let values = attributes.values(&plan.columns, &row, now, &mut plan.tally, &mut plan.remarks);
            plan.documents += 1;
            plan.planned.push((id, values));
        }
        if plan.tally.kept > 0 {
            plan.remarks.push(self.table.remark(TableLoss::KeptValues { count: plan.tally.kept }));
        }
        cut_short(&mut plan.problems);
        cut_short(&mut plan.remarks);
        plan
    }

    /// Names the columns that are left out because the program knows what they hold.
    fn derived(&self) -> Option<TableWarning> {
        let columns = derived_columns(&self.table.header).into_iter();
        let columns = columns.filter(|column| self.uses.get(*column) == Some(&ParticipantUse::Skip));
        let columns: Vec<String> = columns.filter_map(|column| self.table.header.get(column).cloned()).collect();
        (!columns.is_empty()).then_some(TableWarning::DerivedColumns { columns })
    }

    /// Returns one row for each document that the table names. Of a document in several rows, the first known value of each
    /// column counts.
    fn rows(&self, study: &Study, name: usize, plan: &mut DocumentAttributePlan) -> Vec<(SourceId, SheetRow)> {
        let documents = DocumentNames::new(study);
        let mut places: HashMap<SourceId, usize> = HashMap::new();
        let mut rows: Vec<(SourceId, SheetRow)> = Vec::new();
        for row in &self.table.rows {
            let cell = row.cell(name);
            let document = cell.to_owned();
            let refusal = match documents.find(cell) {
                _ if cell.is_empty() => TableRefusal::NoDocument,
                Named::Nothing => TableRefusal::UnknownDocument { document },
                Named::Several(candidates) => TableRefusal::AmbiguousDocument { document, candidates },
                Named::One(id) => {
                    match places.get(&id).and_then(|&place| rows.get_mut(place)) {
                        Some((_, first)) => self.join(first, row, &document, plan),
                        None => {
                            places.insert(id, rows.len());
                            rows.push((id, row.clone()));
                        }
                    }
                    continue;
                }
            };
            plan.remarks.push(self.table.remark_in(row.line, refusal));
        }
        rows
    }

    fn join(&self, first: &mut SheetRow, other: &SheetRow, document: &str, plan: &mut DocumentAttributePlan) {
        for (column, used) in self.uses.iter().enumerate() {
            let (kept, value) = (first.cell(column), other.cell(column));
            let is_attribute = matches!(used, ParticipantUse::Attribute(_) | ParticipantUse::New(..));
            if value.is_empty() || kept == value || !is_attribute {
                continue;
            }
            if !kept.is_empty() {
                let other_value = TableLoss::OtherValue {
                    participant: document.to_owned(),
                    attribute: self.table.header.get(column).cloned().unwrap_or_default(),
                    value: value.to_owned(),
                    kept: kept.to_owned(),
                };
                plan.remarks.push(self.table.remark_in(other.line, other_value));
            } else if let Some(slot) = first.cells.get_mut(column) {
                value.clone_into(slot);
            }
        }
    }
}

impl DocumentAttributePlan {
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

    fn counts(&self) -> ParticipantCounts {
        ParticipantCounts {
            attributes: self.attributes() as u64,
            values: self.tally.filled as u64,
            overwritten: self.tally.overwritten as u64,
            ..ParticipantCounts::default()
        }
    }

    pub(in crate::engine) fn write(&self, from: FileNames, tx: &mut Tx<'_>) -> Result<OpKind, Error> {
        let variables = self.columns.write(Described::Documents, tx)?;
        for (id, values) in &self.planned {
            for (place, value) in values {
                if let Some(&variable) = variables.get(*place) {
                    tx.set_document_value(*id, variable, Some(value))?;
                }
            }
        }
        Ok(OpKind::ImportDocumentAttributes { counts: self.counts(), from })
    }
}
