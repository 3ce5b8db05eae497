//! The state of the Tables room: the selected table, its filter and appearance, the answer, and the open cell.

mod asking;
mod whose;

pub use whose::Whose;
pub(super) use whose::every_coder;

use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use super::room::Room;
use super::settings::{Place, PlaceMatrix, PlaceTable};
use super::submission::Submission;
use super::table_editor::{TableEditor, TableInput};
use crate::analysis::{self, AttributeFilter, Axis, CellAddress, CooccurrenceUnit, TableRequest};
use crate::engine::reading::{ListedPassages, PassageScope, TableQuery};
use crate::engine::{Answer, Changes, Command, Error, JobId, Outcome, Query};
use crate::interchange::tables::paste;
use crate::model::{AccountFilter, Count, SetId, SpokenBy, Study, UserId};
use crate::table::{Shown, Table, View};
use std::collections::HashMap;
use std::sync::Arc;

/// What the cells show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    #[default]
    Numbers,
    Quotes,
}

/// The settings of a table, kept while the project is open.
#[derive(Clone, Debug, Default)]
struct Kept {
    count: Count,
    filter: AttributeFilter,
    sets: Vec<SetId>,
    account: Option<AccountFilter>,
    view: View,
    content: Content,
    unit: CooccurrenceUnit,
    with_subcodes: bool,
}

/// A table to be copied to the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    pub text: String,
    pub html: String,
}

#[derive(Clone, Debug, Default)]
pub struct TablesRoom {
    /// `None` until the project's tables are known.
    pub request: Option<TableRequest>,
    pub count: Count,
    pub filter: AttributeFilter,
    /// Sets of documents and of codes that must have what is counted.
    pub sets: Vec<SetId>,
    /// Whose experience passages must be about.
    pub account: Option<AccountFilter>,
    /// Whose codings all tables count.
    pub whose: Whose,
    /// The user has chosen whose; until then, tables count the consensus coding if there is one, as on the command line.
    pub whose_is_chosen: bool,
    /// Whose words the passages contain that all tables count.
    pub spoken_by: SpokenBy,
    pub view: View,
    pub content: Content,
    /// In what two codes co-occur, in a table of codes by codes.
    pub unit: CooccurrenceUnit,
    /// Whether passages of subcodes count for the codes above them.
    pub with_subcodes: bool,
    /// Matrices composed by the user.
    pub made: Vec<TableRequest>,
    pub table: Option<Arc<Table>>,
    /// The same table with passages instead of numbers.
    pub quotes: Option<Arc<Table>>,
    /// The cell whose passages are shown.
    pub cell: Option<CellAddress>,
    pub passages: Option<Arc<ListedPassages>>,
    /// How often a cell was opened.
    pub opened: u64,
    /// What is shown is out of date.
    pub stale: bool,
    /// The passages of the open cell are missing; the table is not out of date.
    cell_stale: bool,
    /// The editor of a project's own table.
    pub editor: Option<TableEditor>,
    kept: HashMap<TableRequest, Kept>,
    shown: Option<Arc<Shown>>,
    /// A saved table that will be in the next study.
    awaited: Option<String>,
    table_pending: Pending,
    quotes_pending: Pending,
    passages_pending: Pending,
    saving: Option<(Pending, String)>,
}

impl TablesRoom {
    /// The participant × code matrix that every project has.
    #[must_use]
    pub fn matrix() -> TableRequest {
        TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code }
    }

    /// True while a table was requested and has not arrived.
    #[must_use]
    pub fn is_counting(&self) -> bool {
        self.table_pending.is_waiting() || self.quotes_pending.is_waiting()
    }

    /// The table that is awaited, or that failed.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        if self.table_pending.failure().is_none() && self.content == Content::Quotes {
            &self.quotes_pending
        } else {
            &self.table_pending
        }
    }

    /// The passages of the open cell that are awaited, or that failed.
    #[must_use]
    pub fn passages_pending(&self) -> &Pending {
        &self.passages_pending
    }

    /// Requests the passages of the open cell again.
    pub fn collect_again(&mut self) {
        self.cell_stale = true;
    }

    pub(super) fn take_study(&mut self, study: &Study) {
        let gone = match &mut self.whose {
            Whose::Everybody => false,
            Whose::Consensus => study.consensus().is_none(),
            Whose::Coders(coders) => {
                let count = coders.len();
                coders.retain(|&id| study.user(id).is_some());
                self.stale |= coders.len() != count;
                coders.is_empty()
            }
        };
        self.whose_is_chosen &= !gone;
        if !self.whose_is_chosen {
            let usual = Whose::by_default(study);
            self.stale |= self.whose != usual;
            self.whose = usual;
        }
        let count = self.sets.len();
        self.sets.retain(|&id| study.set(id).is_some());
        self.stale |= self.sets.len() != count;
        for kept in self.kept.values_mut() {
            kept.sets.retain(|&id| study.set(id).is_some());
        }
        let is_there = |name: &str| study.tables.iter().any(|t| t.name == name);
        if let Some(name) = self.awaited.take_if(|name| is_there(name)) {
            self.choose(TableRequest::Defined { name });
        }
        let known = match &self.request {
            Some(TableRequest::Defined { name }) => is_there(name) || self.awaited.is_some(),
            Some(TableRequest::Matrix { .. } | TableRequest::Cooccurrence(_) | TableRequest::Draft(_)) => true,
            None => false,
        };
        self.stale |= self.table.is_none();
        if !known {
            let first = study.tables.first().map(|t| TableRequest::Defined { name: t.name.clone() });
            // Without participants, a table of them would be empty.
            let documents = || TableRequest::Matrix { rows: Axis::Document, columns: Axis::Code };
            let matrix = || if study.participants.is_empty() { documents() } else { Self::matrix() };
            self.choose(first.unwrap_or_else(matrix));
        }
    }

    /// Selects another table: closes what was open in the last one, and restores the appearance of this one.
    pub fn choose(&mut self, request: TableRequest) {
        if self.request.as_ref() != Some(&request) {
            (self.table, self.quotes, self.shown) = (None, None, None);
            self.close_cell();
            if let Some(last) = self.request.take() {
                let (filter, view) = (std::mem::take(&mut self.filter), std::mem::take(&mut self.view));
                let (count, account, content) = (self.count, self.account.take(), self.content);
                let sets = std::mem::take(&mut self.sets);
                let (unit, with_subcodes) = (self.unit, self.with_subcodes);
                self.kept.insert(last, Kept { count, filter, sets, account, view, content, unit, with_subcodes });
            }
            let kept = self.kept(&request);
            (self.count, self.filter, self.account) = (kept.count, kept.filter, kept.account);
            self.sets = kept.sets;
            (self.view, self.content) = (kept.view, kept.content);
            (self.unit, self.with_subcodes) = (kept.unit, kept.with_subcodes);
            self.request = Some(request);
        }
        self.stale = true;
    }

    /// Adds a matrix to those composed by the user, and shows it.
    pub fn new_matrix(&mut self, rows: Axis, columns: Axis) {
        let request = TableRequest::Matrix { rows, columns };
        if !self.made.contains(&request) {
            self.made.push(request.clone());
        }
        self.choose(request);
    }

    /// Returns the matrices composed by the user, to be remembered.
    #[must_use]
    pub fn place_matrices(&self) -> Vec<PlaceMatrix> {
        let placed = |request: &TableRequest| {
            let TableRequest::Matrix { rows, columns } = request else { return None };
            let is_shown = self.request.as_ref() == Some(request);
            let kept = || self.kept.get(request).map_or_else(|| Kept::new(request).count, |kept| kept.count);
            let count = if is_shown { self.count } else { kept() };
            Some(PlaceMatrix { rows: rows.written(), columns: columns.written(), count: count.name().to_owned() })
        };
        self.made.iter().filter_map(placed).collect()
    }

    /// Restores what [`Self::place_matrices`] returned, as far as the attributes and dimensions still exist.
    pub(super) fn restore_matrices(&mut self, placed: &[PlaceMatrix], study: &Study) {
        for PlaceMatrix { rows, columns, count } in placed {
            let (rows, columns) = (Axis::row(rows), Axis::column(columns));
            if !rows.is_of(study) || !columns.is_of(study) {
                continue;
            }
            let request = TableRequest::Matrix { rows, columns };
            if let Some(&count) = Count::ALL.iter().find(|known| known.name() == count) {
                self.kept.insert(request.clone(), Kept { count, ..Kept::new(&request) });
            }
            self.made.push(request);
        }
    }

    /// Returns which table is shown, for the next time.
    pub(super) fn place_table(&self) -> PlaceTable {
        match &self.request {
            Some(TableRequest::Defined { name }) => PlaceTable { name: name.clone(), ..PlaceTable::default() },
            Some(TableRequest::Matrix { rows, columns }) => {
                PlaceTable { rows: rows.written(), columns: columns.written(), ..PlaceTable::default() }
            }
            _ => PlaceTable::default(),
        }
    }

    /// Shows the table that [`Self::place_table`] returned, if it still exists.
    pub(super) fn restore_table(&mut self, PlaceTable { name, rows, columns }: &PlaceTable, study: &Study) {
        if study.tables.iter().any(|table| table.name == *name) {
            self.choose(TableRequest::Defined { name: name.clone() });
        } else if !rows.is_empty() && !columns.is_empty() {
            let (rows, columns) = (Axis::row(rows), Axis::column(columns));
            if rows.is_of(study) && columns.is_of(study) {
                self.choose(TableRequest::Matrix { rows, columns });
            }
        }
    }

    /// Changes the rows or columns of the matrix shown: one composed by the user changes, any other is copied
    /// first.
    pub fn set_axes(&mut self, rows: Axis, columns: Axis) {
        let wanted = TableRequest::Matrix { rows, columns };
        let (filter, account, count) = (self.filter.clone(), self.account, self.count);
        let (sets, with_subcodes) = (self.sets.clone(), self.with_subcodes);
        if self.request.as_ref() == Some(&wanted) {
            return;
        }
        let place = self.made.iter().position(|made| self.request.as_ref() == Some(made));
        let is_there = self.made.contains(&wanted);
        match place.and_then(|place| self.made.get_mut(place)) {
            _ if is_there => {}
            Some(made) => *made = wanted.clone(),
            None => self.made.push(wanted.clone()),
        }
        let known = self.kept.contains_key(&wanted);
        self.choose(wanted);
        if !known {
            // The filter does not depend on the rows.
            (self.filter, self.sets, self.account, self.with_subcodes) = (filter, sets, account, with_subcodes);
            self.count = if self.count == Count::default() { count } else { self.count };
        }
    }

    /// Sets the filter. The rows change, so no cell can stay open.
    pub fn set_filter(&mut self, filter: AttributeFilter) {
        if self.filter != filter {
            self.filter = filter;
            self.close_cell();
            self.stale = true;
        }
    }

    /// Sets the sets that must have what is counted. The rows change, so no cell can stay open.
    pub fn set_sets(&mut self, sets: Vec<SetId>) {
        if self.sets != sets {
            self.sets = sets;
            self.close_cell();
            self.stale = true;
        }
    }

    /// True if this set narrows the table shown, or one that was shown before.
    #[must_use]
    pub fn is_narrowed_by(&self, set: SetId) -> bool {
        self.sets.contains(&set) || self.kept.values().any(|kept| kept.sets.contains(&set))
    }

    /// Sets whose experience the counted passages must be about.
    pub fn set_account(&mut self, account: Option<AccountFilter>) {
        if self.account != account {
            self.account = account;
            self.close_cell();
            self.stale = true;
        }
    }

    /// Sets whose codings are counted.
    pub fn set_whose(&mut self, whose: Whose) {
        self.whose_is_chosen = true;
        if self.whose != whose {
            self.whose = whose;
            self.stale = true;
        }
    }

    /// Restores whose codings the user has chosen.
    pub fn restore_whose(&mut self, study: &Study, place: &Place) {
        self.whose_is_chosen = !place.whose.is_empty() || place.counts_all_coders;
        self.whose = Whose::named(study, &place.whose);
    }

    /// Sets whose words are counted. The rows may change, so no cell can stay open.
    pub fn set_spoken_by(&mut self, spoken_by: SpokenBy) {
        if self.spoken_by != spoken_by {
            self.spoken_by = spoken_by;
            self.close_cell();
            self.stale = true;
        }
    }

    pub fn set_content(&mut self, content: Content) {
        if self.content != content {
            self.content = content;
            self.stale = true;
        }
    }

    pub fn open_cell(&mut self, cell: CellAddress) {
        self.close_cell();
        (self.cell, self.cell_stale) = (Some(cell), true);
        self.opened += 1;
    }

    pub fn close_cell(&mut self) {
        (self.cell, self.passages, self.cell_stale) = (None, None, false);
        self.passages_pending.forget();
    }

    /// Returns the coders whose codings tables count, for a query: empty for all coders.
    #[must_use]
    pub fn coders(&self, study: &Study) -> Vec<UserId> {
        match &self.whose {
            Whose::Coders(coders) => coders.iter().copied().collect(),
            Whose::Consensus if study.consensus().is_some() => study.consensus().into_iter().collect(),
            Whose::Everybody | Whose::Consensus => every_coder(study),
        }
    }

    /// Requests a preview of the table in the editor, with the numbers that it has once it is saved.
    pub fn refresh_editor(&mut self, study: &Study, link: &mut Link) {
        let Some(editor) = &self.editor else { return };
        let definition = editor.definition();
        let name = editor.replaces.as_ref().unwrap_or(&definition.name);
        let Kept { count, filter, sets, account, .. } = self.kept(&TableRequest::Defined { name: name.clone() });
        let scope = PassageScope { filter, sets, spoken_by: self.spoken_by, account };
        let request = TableRequest::Draft(Box::new(definition));
        let query = TableQuery { request, count, users: self.coders(study), scope, counted_as: Default::default() };
        if let Some(editor) = &mut self.editor {
            editor.refresh(query, link);
        }
    }

    /// Returns the settings with which a table is shown when it is chosen.
    fn kept(&self, request: &TableRequest) -> Kept {
        if self.request.as_ref() == Some(request) {
            let (filter, sets, view) = (self.filter.clone(), self.sets.clone(), self.view.clone());
            let Self { count, account, content, unit, with_subcodes, .. } = *self;
            return Kept { count, filter, sets, account, view, content, unit, with_subcodes };
        }
        self.kept.get(request).cloned().unwrap_or_else(|| Kept::new(request))
    }

    /// Keeps the settings of a table under its new name.
    fn rename(&mut self, before: String, name: String) {
        let before = TableRequest::Defined { name: before };
        let kept = self.kept(&before);
        // A new table of that name begins with settings of its own.
        self.kept.remove(&before);
        self.kept.insert(TableRequest::Defined { name }, kept);
    }

    fn take_table(&mut self, table: Arc<Table>) {
        let place = |table: &Table, cell: CellAddress| {
            let row = cell.row.and_then(|row| table.rows.get(row)).map(|row| row.header.clone());
            (row, cell.column.and_then(|column| table.columns.get(column)).cloned())
        };
        // Rows may have been added or removed; the open cell must still be the same.
        let moved = self.cell.zip(self.table.as_deref()).is_some_and(|(c, last)| place(last, c) != place(&table, c));
        if moved {
            self.close_cell();
        }
        self.table = Some(table);
    }

    /// Returns the command that saves the table in the editor, its name, and the submission.
    pub(super) fn take_to_save(&mut self) -> Option<(Command, String, Submission)> {
        let editor = self.editor.as_mut().filter(|_| self.saving.is_none())?;
        let definition = editor.definition();
        let name = definition.name.clone();
        let command = Command::SaveTable { replaces: editor.replaces.clone(), definition };
        Some((command, name, std::mem::take(&mut editor.submission)))
    }

    /// Restores the editor from an earlier session.
    pub(super) fn put_back(&mut self, replaces: Option<String>, entered: TableInput, study: &Study) {
        let before = replaces.as_deref().and_then(|name| study.tables.iter().find(|table| table.name == name));
        let editor = before.map_or_else(|| TableEditor::new(study), |table| TableEditor::edit(table, study));
        self.editor = Some(editor.put_back(replaces, entered));
    }

    pub(super) fn is_saved_by(&mut self, job: JobId, name: String) {
        self.saving = Some((Pending::of(job), name));
    }

    /// Returns the table as displayed; `None` until it has arrived.
    pub fn shown(&mut self) -> Option<Arc<Shown>> {
        let table = match self.content {
            Content::Numbers => self.table.as_ref()?,
            Content::Quotes => self.quotes.as_ref()?,
        };
        let now = self.shown.take().filter(|shown| Arc::ptr_eq(&shown.table, table) && shown.view == self.view);
        let now = now.unwrap_or_else(|| Arc::new(Shown::new(table.clone(), self.view.clone())));
        self.shown = Some(now.clone());
        Some(now)
    }

    /// Returns the displayed table for spreadsheets and word processors.
    pub fn copied(&mut self) -> Option<Copied> {
        let shown = self.shown()?;
        let grid = shown.grid();
        let join = if self.content == Content::Quotes { "\n" } else { "; " };
        let headers = shown.row_headers().len();
        Some(Copied { text: paste::tab_separated(&grid, join), html: paste::html_table(&grid, headers) })
    }
}

impl Part for TablesRoom {
    fn take(&mut self, job: JobId, answer: Answer, _: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Table(table) if self.table_pending.take(job) => self.take_table(table),
            Answer::Table(table) if self.quotes_pending.take(job) => self.quotes = Some(table),
            Answer::Passages(quotes) if self.passages_pending.take(job) => self.passages = Some(quotes),
            answer => {
                return match &mut self.editor {
                    Some(editor) => editor.take(job, answer),
                    None => Some(answer),
                };
            }
        }
        None
    }

    /// Shows the reason in place of what could not be counted: an earlier table would not be what was selected.
    fn failed(&mut self, job: JobId, error: &Error) -> bool {
        if self.table_pending.is(job) && matches!(error, Error::Analysis(analysis::Error::UnknownTable { .. })) {
            // It was deleted; the study that is on its way says which tables there are.
            self.close_cell();
            self.table_pending.forget();
            (self.table, self.shown) = (None, None);
        } else if self.passages_pending.failed(job, error) {
            self.passages = None;
        } else if self.quotes_pending.failed(job, error) {
            (self.quotes, self.shown) = (None, None);
        } else if self.table_pending.failed(job, error) {
            self.close_cell();
            (self.table, self.shown) = (None, None);
        } else {
            return self.editor.as_mut().is_some_and(|editor| editor.pending.failed(job, error));
        }
        true
    }

    /// If the table in the editor was saved, it is shown.
    fn done(&mut self, job: JobId, result: Result<&Outcome, &Error>, _: &mut Link) -> bool {
        let saved = self.saving.take_if(|(saving, _)| saving.is(job)).filter(|_| result.is_ok());
        if let Some((_, name)) = saved {
            let replaced = self.editor.take().and_then(|editor| editor.replaces);
            if let Some(before) = replaced.filter(|before| *before != name) {
                self.rename(before, name.clone());
            }
            self.awaited = Some(name.clone());
            // If nothing was changed, no answer follows.
            if self.request == Some(TableRequest::Defined { name }) {
                self.awaited = None;
            }
        }
        false
    }

    fn changed(&mut self, changes: &Changes) {
        let coded = changes.codings.as_ref().is_none_or(|list| !list.added.is_empty() || !list.removed.is_empty());
        // The remaining changes are decisions and finished documents, which affect the number of open
        // disagreements.
        self.stale |= changes.study || coded || !changes.notes;
    }

    fn refresh(&mut self, around: &mut Around<'_>) {
        let needed = around.room == Room::Tables && (self.stale || self.cell_stale);
        let Some(study) = around.study.filter(|_| needed) else { return };
        let Some(query) = self.query(self.coders(study)) else { return };
        let link = &mut *around.link;
        match self.cell {
            Some(cell) => self.passages_pending.ask(link, Query::Evidence(query.clone(), cell)),
            None => self.passages_pending.forget(),
        }
        self.cell_stale = false;
        if !std::mem::take(&mut self.stale) {
            return;
        }
        self.table_pending.ask(link, Query::Table(query.clone()));
        match self.content {
            Content::Quotes => self.quotes_pending.ask(link, Query::QuoteTable(query)),
            Content::Numbers => self.quotes_pending.forget(),
        }
    }

    fn leave(&mut self, link: &Link) {
        for pending in [&mut self.table_pending, &mut self.quotes_pending] {
            self.stale |= pending.cancel(link);
        }
        self.cell_stale |= self.passages_pending.cancel(link);
    }
}

impl Kept {
    fn new(request: &TableRequest) -> Self {
        let persons =
            |axis: &Axis| matches!(axis, Axis::Participant | Axis::ParticipantOrGroup | Axis::Speaker | Axis::Document);
        // A row of one participant always has one participant: passages say more.
        let count = match request {
            TableRequest::Matrix { rows, columns } if persons(rows) || persons(columns) => Count::Passages,
            _ => Count::default(),
        };
        Self { count, ..Self::default() }
    }
}
