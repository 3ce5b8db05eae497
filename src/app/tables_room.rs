//! The state of the Tables room: which table is asked for, what came, which cell is open.

use crate::analysis::{AttributeFilter, Axis, CellAddress, TableRequest};
use crate::engine::query::{Quotes, TableQuery};
use crate::engine::{JobId, Query};
use crate::model::{Count, Study, UserId};
use crate::table::{Cell, Table};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct TablesRoom {
    /// `None` until the project's tables are known.
    pub request: Option<TableRequest>,
    pub count: Count,
    pub table: Option<Arc<Table>>,
    /// The cell whose passages are shown.
    pub cell: Option<CellAddress>,
    pub passages: Option<Arc<Quotes>>,
    /// What is shown is no longer what the project says.
    pub stale: bool,
    pub(super) table_job: Option<JobId>,
    pub(super) passages_job: Option<JobId>,
}

impl TablesRoom {
    /// The participant × code matrix that every project has.
    #[must_use]
    pub fn matrix() -> TableRequest {
        TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code }
    }

    /// True while a table was asked for and is not there yet.
    #[must_use]
    pub fn is_counting(&self) -> bool {
        self.table_job.is_some()
    }

    pub(super) fn take_study(&mut self, study: &Study) {
        let known = match &self.request {
            Some(TableRequest::Defined { name }) => study.tables.iter().any(|t| t.name == *name),
            Some(TableRequest::Matrix { .. } | TableRequest::Draft(_)) => true,
            None => false,
        };
        if !known {
            let first = study.tables.first().map(|t| TableRequest::Defined { name: t.name.clone() });
            self.choose(first.unwrap_or_else(Self::matrix));
        }
    }

    /// Another table: what was open of the last one is closed.
    pub fn choose(&mut self, request: TableRequest) {
        if self.request.as_ref() != Some(&request) {
            (self.table, self.cell, self.passages) = (None, None, None);
            // Participants in a row of one participant are always one: passages say more.
            if matches!(request, TableRequest::Matrix { rows: Axis::Participant | Axis::Document, .. })
                && self.count == Count::Participants
            {
                self.count = Count::Passages;
            }
            self.request = Some(request);
        }
        self.stale = true;
    }

    pub fn open_cell(&mut self, cell: CellAddress) {
        (self.cell, self.passages) = (Some(cell), None);
        self.stale = true;
    }

    pub fn close_cell(&mut self) {
        (self.cell, self.passages, self.passages_job) = (None, None, None);
    }

    /// The table that is shown, as it is asked for.
    #[must_use]
    pub fn query(&self, users: Vec<UserId>) -> Option<TableQuery> {
        Some(TableQuery {
            request: self.request.clone()?,
            count: self.count,
            users,
            filter: AttributeFilter::default(),
        })
    }

    pub(super) fn queries(&self, users: Vec<UserId>) -> Option<(Query, Option<Query>)> {
        let query = self.query(users)?;
        let cell = self.cell.map(|cell| Query::Behind(query.clone(), cell));
        Some((Query::Table(query), cell))
    }

    pub(super) fn take_table(&mut self, job: JobId, table: Arc<Table>) {
        if self.table_job == Some(job) {
            (self.table, self.table_job) = (Some(table), None);
        }
    }

    pub(super) fn take_passages(&mut self, job: JobId, quotes: Arc<Quotes>) {
        if self.passages_job == Some(job) {
            (self.passages, self.passages_job) = (Some(quotes), None);
        }
    }

    pub(super) fn failed(&mut self, job: JobId) {
        if self.table_job == Some(job) {
            self.table_job = None;
        }
        if self.passages_job == Some(job) {
            self.passages_job = None;
        }
    }

    /// What the open cell is, in words: row, column, and the code within it.
    #[must_use]
    pub fn cell_title(&self) -> Option<String> {
        let (table, cell) = (self.table.as_deref()?, self.cell?);
        let row = cell.row.and_then(|row| table.rows.get(row)).map(|row| row.header.join(" · "));
        let column = cell.column.and_then(|column| table.columns.get(column)).cloned();
        let item = cell.row.zip(cell.column).zip(cell.item).and_then(|((row, column), item)| {
            match table.rows.get(row)?.cells.get(column)? {
                Cell::Items(items) => items.get(item).map(|item| item.label.clone()),
                _ => None,
            }
        });
        let parts: Vec<String> = [item, row, column].into_iter().flatten().collect();
        Some(if parts.is_empty() { "Whole table".to_owned() } else { parts.join(" · ") })
    }

    /// The table as lines of cells between tabs, which word processors and spreadsheets take as a table.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        self.table.as_deref().map(tab_separated)
    }
}

fn tab_separated(table: &Table) -> String {
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let mut lines = Vec::new();
    let header: Vec<String> = table.row_headers.iter().chain(&table.columns).map(|name| clean(name)).collect();
    let total = |present: bool| present.then(|| "Total".to_owned());
    lines.push(header.into_iter().chain(total(table.totals.is_some())).collect::<Vec<_>>().join("\t"));
    for (i, row) in table.rows.iter().enumerate() {
        let cells = row.cells.iter().map(|cell| clean(&cell.lines().join("; ")));
        let total = table.totals.as_ref().and_then(|t| t.rows.get(i)).map(u64::to_string);
        lines.push(row.header.iter().map(|h| clean(h)).chain(cells).chain(total).collect::<Vec<_>>().join("\t"));
    }
    if let Some(totals) = &table.totals {
        let cells = totals.columns.iter().chain([&totals.total]).map(u64::to_string);
        let empty = std::iter::repeat_n(String::new(), table.row_headers.len().saturating_sub(1));
        lines.push(std::iter::once("Total".to_owned()).chain(empty).chain(cells).collect::<Vec<_>>().join("\t"));
    }
    lines.join("\n")
}
