//! The editor of a project's own table: the current input, its problems, and a preview.

use super::link::Link;
use super::pending::Pending;
use super::submission::Submission;
use crate::analysis::tabulation::TabulationKind;
use crate::engine::command::check_table;
use crate::engine::reading::TableQuery;
use crate::engine::{Answer, JobId, Query};
use crate::i18n;
use crate::model::{Study, Summary, TableDefinition, TableShape, TypologyColumn, same_name};
use crate::table::Table;
use crate::text::{capitalised, sentence};
use crate::tr;
use std::sync::Arc;

/// The input: name, title, kind, and the rows and columns of both kinds.
pub type TableInput = (String, String, bool, String, String, Vec<String>, Vec<TypologyColumn>);

/// Keeps the input of both kinds, so that switching loses nothing.
#[derive(Clone, Debug, Default)]
pub struct TableEditor {
    /// The table to be changed; `None` for a new one.
    pub replaces: Option<String>,
    pub name: String,
    pub title: String,
    pub is_typology: bool,
    pub dimension_rows: String,
    pub dimension_columns: String,
    pub rows: Vec<String>,
    pub columns: Vec<TypologyColumn>,
    pub preview: Option<Arc<Table>>,
    /// Whether the user is asked before the input is discarded.
    pub leaving: bool,
    pub submission: Submission,
    /// The first field is to get the keyboard focus.
    pub wants_focus: bool,
    /// Whether the user wants to add an attribute of participants.
    pub adds_attribute: bool,
    /// Whether the user wants to see the dimensions of codes, to add one.
    pub shows_dimensions: bool,
    /// The names of the project's tables.
    taken: Vec<String>,
    /// The initial input.
    untouched: TableInput,
    /// The request for the preview that is shown or awaited.
    asked: Option<TableQuery>,
    pub pending: Pending,
    checked: Option<(TableDefinition, Arc<Study>, Option<String>)>,
}

impl TableEditor {
    /// Starts a new table with the first things that the study has.
    #[must_use]
    pub fn new(study: &Study) -> Self {
        let dimensions: Vec<&str> = study.codebook.dimensions.iter().map(|f| f.name.as_str()).collect();
        let dimension = |place: usize| {
            dimensions.get(place).or(dimensions.first()).map_or_else(String::new, |&name| name.to_owned())
        };
        Self {
            wants_focus: true,
            is_typology: dimensions.is_empty(),
            dimension_rows: dimension(0),
            dimension_columns: dimension(1),
            rows: study.variables.first().map(|v| v.name.clone()).into_iter().collect(),
            ..Self::default()
        }
        .with_column(study)
        .named(study)
        .begun()
    }

    /// Adds the first column of a typology.
    fn with_column(mut self, study: &Study) -> Self {
        self.add_column(study);
        self
    }

    /// Remembers the names that are in use, so that a proposed title is free.
    fn named(mut self, study: &Study) -> Self {
        self.taken = study.tables.iter().map(|table| table.name.clone()).collect();
        self
    }

    /// The title that a table without one gets: what it counts, by what.
    #[must_use]
    pub fn proposal(&self) -> String {
        let spaced = |name: &str| name.replace('_', " ");
        let base = if self.is_typology {
            let rows: Vec<String> = self.rows.iter().map(|row| spaced(row)).collect();
            match rows.as_slice() {
                [] => tr!("title of a table" => "Participants").to_owned(),
                rows => tr!("Participants by {dimensions}", dimensions = i18n::and(rows)),
            }
        } else {
            tr!(
                "Codes by {dimensions}",
                dimensions = i18n::and(&[spaced(&self.dimension_rows), spaced(&self.dimension_columns)])
            )
        };
        let is_free = |name: &String| Some(name) == self.replaces.as_ref() || !self.taken.contains(name);
        let numbered = (2..).map(|number| format!("{base} {number}"));
        std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
    }

    /// Takes the current input as the initial one.
    fn begun(mut self) -> Self {
        self.untouched = self.entered();
        self
    }

    pub(super) fn entered(&self) -> TableInput {
        let names = (self.name.clone(), self.title.clone(), self.is_typology);
        let dimensions = (self.dimension_rows.clone(), self.dimension_columns.clone());
        (names.0, names.1, names.2, dimensions.0, dimensions.1, self.rows.clone(), self.columns.clone())
    }

    /// Restores input from an earlier session.
    #[must_use]
    pub(super) fn put_back(mut self, replaces: Option<String>, entered: TableInput) -> Self {
        self.replaces = replaces;
        (
            self.name,
            self.title,
            self.is_typology,
            self.dimension_rows,
            self.dimension_columns,
            self.rows,
            self.columns,
        ) = entered;
        self
    }

    /// True when closing would lose input.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.untouched != self.entered()
    }

    #[must_use]
    pub fn edit(table: &TableDefinition, study: &Study) -> Self {
        let mut editor = Self { name: table.name.clone(), title: table.title.clone(), ..Self::new(study) };
        editor.replaces = Some(table.name.clone());
        match table.kind.clone() {
            TableShape::Dimensions { rows, columns } => {
                (editor.is_typology, editor.dimension_rows, editor.dimension_columns) = (false, rows, columns);
            }
            TableShape::Typology { rows, columns } => {
                (editor.is_typology, editor.rows, editor.columns) = (true, rows, columns);
            }
        }
        editor.begun()
    }

    /// Starts a new table as a copy of another.
    #[must_use]
    pub fn copy(table: &TableDefinition, study: &Study) -> Self {
        let mut editor = Self::edit(table, study);
        editor.replaces = None;
        let free = |name: &String| study.tables.iter().all(|t| t.name != *name);
        let numbered = (2..).map(|n| format!("{} {n}", table.name));
        editor.name = numbered.into_iter().find(free).unwrap_or_default();
        if !editor.title.is_empty() {
            editor.title = tr!("{title} (copy)", title = editor.title);
        }
        editor.begun()
    }

    /// Returns the table as entered. Without a short name, the title is the name; without both, the title is proposed.
    #[must_use]
    pub fn definition(&self) -> TableDefinition {
        let kind = if self.is_typology {
            let mut columns = self.columns.clone();
            for column in &mut columns {
                let proposed = default_title(column);
                let (TypologyColumn::Attribute { title, .. } | TypologyColumn::Dimension { title, .. }) = column;
                if title.trim().is_empty() {
                    *title = proposed;
                }
            }
            TableShape::Typology { rows: self.rows.clone(), columns }
        } else {
            TableShape::Dimensions { rows: self.dimension_rows.clone(), columns: self.dimension_columns.clone() }
        };
        let title = match self.title.trim() {
            // A table that was saved without a title keeps its name.
            "" if self.name.trim().is_empty() => self.proposal(),
            title => title.to_owned(),
        };
        let name = if self.name.trim().is_empty() { title.clone() } else { self.name.trim().to_owned() };
        TableDefinition { name, title, kind }
    }

    /// Returns why it cannot be saved.
    pub fn problem(&mut self, study: &Arc<Study>) -> Option<String> {
        let definition = self.definition();
        if let Some((last, of, problem)) = &self.checked
            && *last == definition
            && Arc::ptr_eq(of, study)
        {
            return problem.clone();
        }
        let problem = self.find_problem(study, &definition);
        self.checked = Some((definition, study.clone(), problem.clone()));
        problem
    }

    /// True while something has not been chosen yet; what was chosen is not wrong.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.is_typology && (self.rows.is_empty() || self.columns.is_empty())
    }

    /// Returns the last preview, unless it is one of the other kind of table.
    #[must_use]
    pub fn shown_preview(&self) -> Option<Arc<Table>> {
        self.preview.clone().filter(|table| (table.kind == TabulationKind::Typology) == self.is_typology)
    }

    fn find_problem(&self, study: &Study, definition: &TableDefinition) -> Option<String> {
        match &definition.kind {
            TableShape::Dimensions { rows, columns } if rows == columns => {
                return Some(tr!("Choose two different dimensions for rows and columns.").into());
            }
            TableShape::Typology { rows, .. } if rows.is_empty() => {
                return Some(tr!("Choose at least one attribute or dimension for the rows.").into());
            }
            TableShape::Typology { columns, .. } if columns.is_empty() => {
                return Some(tr!("Add at least one column.").into());
            }
            _ => {}
        }
        let error = check_table(study, self.replaces.as_deref(), definition).err()?;
        Some(sentence(&error.to_string()))
    }

    /// Adds a column with what the columns do not show yet; nothing if they show everything.
    pub fn add_column(&mut self, study: &Study) {
        self.columns.extend(self.next_column(study));
    }

    /// The next column: first the other values of the last one's dimension, then those of all dimensions, then attributes.
    #[must_use]
    pub fn next_column(&self, study: &Study) -> Option<TypologyColumn> {
        let last = match self.columns.last() {
            Some(TypologyColumn::Dimension { dimension, .. }) => study.codebook.dimension(dimension),
            _ => None,
        };
        let dimensions = last.into_iter().chain(&study.codebook.dimensions);
        let by_value = dimensions.flat_map(|dimension| {
            dimension.values.iter().map(|value| TypologyColumn::Dimension {
                title: String::new(),
                dimension: dimension.name.clone(),
                value: value.clone(),
            })
        });
        let attributes = study.variables.iter().filter(|one| !self.rows.iter().any(|row| same_name(row, &one.name)));
        let by_attribute = attributes.map(|variable| TypologyColumn::Attribute {
            title: String::new(),
            attribute: variable.name.clone(),
            summary: Summary::List,
        });
        by_value.chain(by_attribute).find(|column| !self.columns.iter().any(|shown| shows_same(shown, column)))
    }

    /// Moves a column to the left or right.
    pub fn move_column(&mut self, place: usize, by: isize) {
        let to = place.saturating_add_signed(by);
        if place < self.columns.len() && to < self.columns.len() {
            self.columns.swap(place, to);
        }
    }

    /// Requests the preview unless it is there or on its way; `query` is about the table as entered.
    pub(super) fn refresh(&mut self, query: TableQuery, link: &mut Link) {
        let definition = self.definition();
        let sound = self.checked.as_ref().is_some_and(|(of, _, problem)| *of == definition && problem.is_none());
        if sound && self.asked.as_ref() != Some(&query) {
            self.pending.ask(link, Query::Table(query.clone()));
            self.asked = Some(query);
        }
    }

    /// Requests the preview again.
    pub fn preview_again(&mut self) {
        self.asked = None;
    }

    /// Takes the preview; returns any other answer.
    pub(super) fn take(&mut self, job: JobId, answer: Answer) -> Option<Answer> {
        match answer {
            Answer::Table(table) if self.pending.take(job) => self.preview = Some(table),
            answer => return Some(answer),
        }
        None
    }
}

/// True for columns with the same codes, or of the same attribute, whatever their titles.
fn shows_same(one: &TypologyColumn, other: &TypologyColumn) -> bool {
    use TypologyColumn::{Attribute, Dimension};
    match (one, other) {
        (Dimension { dimension: a, value, .. }, Dimension { dimension: b, value: other, .. }) => {
            same_name(a, b) && same_name(value, other)
        }
        (Attribute { attribute: a, .. }, Attribute { attribute: b, .. }) => same_name(a, b),
        _ => false,
    }
}

/// Returns the default title of a column.
#[must_use]
pub fn default_title(column: &TypologyColumn) -> String {
    match column {
        TypologyColumn::Attribute { attribute, .. } => capitalised(&attribute.replace('_', " ")),
        TypologyColumn::Dimension { value, .. } => capitalised(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    #[test]
    fn what_is_written_is_what_was_edited() {
        let study = samples::study();
        for table in &study.tables {
            assert_eq!(TableEditor::edit(table, &study).definition(), *table);
            let copy = TableEditor::copy(table, &study);
            assert_eq!(
                (copy.definition().kind, copy.definition().name),
                (table.kind.clone(), format!("{} 2", table.name))
            );
        }
    }

    #[test]
    fn the_preview_of_the_other_kind_is_not_shown() {
        let mut editor = TableEditor::new(&samples::study());
        editor.preview = Some(Arc::new(Table { kind: TabulationKind::Dimensions, ..Table::default() }));
        assert!(editor.shown_preview().is_some() && !editor.is_incomplete());
        (editor.is_typology, editor.rows) = (true, vec![]);
        assert!(editor.shown_preview().is_none() && editor.is_incomplete());
    }

    #[test]
    fn a_table_without_a_title_gets_one_that_is_free() {
        let mut study = samples::study();
        let proposed = |study: &Study| TableEditor::new(study).definition();
        let first = proposed(&study);
        assert!(first.title.starts_with("Codes by ") && first.name == first.title, "{first:?}");
        study.tables.push(first.clone());
        assert_eq!(proposed(&study).title, format!("{} 2", first.title));
        let mut editor = TableEditor::new(&study);
        (editor.is_typology, editor.rows) = (true, vec![]);
        assert_eq!(editor.proposal(), "Participants");
        editor.rows = vec!["years_away".into(), "sex".into()];
        assert_eq!(editor.definition().title, "Participants by years away and sex");
        editor.title = " My table ".into();
        assert_eq!(editor.definition().title, "My table");
        // What is edited may keep the name that it has.
        let again = TableEditor { title: String::new(), name: String::new(), ..TableEditor::edit(&first, &study) };
        assert_eq!(again.definition().title, first.title);
    }

    #[test]
    fn missing_input_is_named_until_it_is_there() {
        let study = Arc::new(samples::study());
        let mut editor = TableEditor::new(&study);
        let problem = |editor: &mut TableEditor| editor.problem(&study).unwrap_or_default();
        assert_eq!(problem(&mut editor), "", "a new table is complete");
        assert!(!editor.is_touched());
        editor.dimension_columns = editor.dimension_rows.clone();
        assert!(problem(&mut editor).contains("two different"));
        editor.is_typology = true;
        editor.columns.clear();
        assert_eq!(problem(&mut editor), "Add at least one column.");
        editor.add_column(&study);
        assert_eq!(problem(&mut editor), "");
        assert!(
            matches!(&editor.definition().kind, TableShape::Typology { columns, .. } if columns[0].title() == "金融资本")
        );
        editor.rows = vec!["years".into(), "asset".into()];
        assert!(problem(&mut editor).contains("nothing can have both"));
        (editor.rows, editor.name) = (vec!["years".into()], "assets".into());
        assert_eq!(problem(&mut editor), "Another table is already named assets.");
    }

    #[test]
    fn each_added_column_shows_something_else_until_everything_is_shown() {
        let study = samples::study();
        let mut editor = TableEditor::new(&study);
        let shown = |editor: &TableEditor| -> Vec<String> { editor.columns.iter().map(default_title).collect() };
        editor.columns = vec![TypologyColumn::Dimension {
            title: "Leaving".into(),
            dimension: "direction".into(),
            value: "push".into(),
        }];
        editor.add_column(&study);
        assert_eq!(shown(&editor), ["Push", "Pull"], "the next value of the same dimension");
        while editor.next_column(&study).is_some() {
            editor.add_column(&study);
        }
        let values: usize = study.codebook.dimensions.iter().map(|dimension| dimension.values.len()).sum();
        assert_eq!(editor.columns.len(), values + study.variables.len() - editor.rows.len());
        let all = editor.columns.len();
        editor.add_column(&study);
        assert_eq!(editor.columns.len(), all, "nothing is shown twice");
    }
}
