//! A table ready to be shown or written: typed cells, totals, footnotes and provenance. No output format parses a
//! formatted string.

use super::{Caution, Provenance, Topic, WithoutConsensus, number};
use crate::analysis::tabulation::{CellAddress, CellContent, LeftOut, Summarised, Tabulation, TabulationKind};
use crate::model::{CodeId, Count, Study, VariableKind};
use crate::{i18n, tr};
use std::collections::HashMap;

/// The default is an empty matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Name used on the command line; `matrix` for a matrix.
    pub name: String,
    /// Never empty: the name if the project gives no title.
    pub title: String,
    pub count: Count,
    pub kind: TabulationKind,
    /// Names of the columns that hold the row headers.
    pub row_headers: Vec<String>,
    pub columns: Vec<String>,
    /// What the figures of each column mean, or empty; shorter if no later column needs it.
    pub explanations: Vec<String>,
    pub rows: Vec<Row>,
    /// Only for a matrix, and for codes by codes. Counted over whole rows and columns; not sums of the cells.
    pub totals: Option<Totals>,
    /// What the rows and columns do not count. Each entry is also a footnote.
    pub left_out: Vec<LeftOut>,
    /// What the request does not count. Each entry is also in the provenance.
    pub excluded: Vec<LeftOut>,
    /// Passages that several coders coded alike but with another beginning or end, so that each counts; 0 if passages are not
    /// counted.
    pub counted_apart: u64,
    /// Sentences below the table.
    pub footnotes: Vec<String>,
    /// Sentences without which the numbers are easily misread. Each entry is also a footnote.
    pub cautions: Vec<Caution>,
    pub without_consensus: WithoutConsensus,
    pub provenance: Provenance,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One for each name in [`Table::row_headers`].
    pub header: Vec<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Codes, in codebook order.
    Items(Vec<CellItem>),
    Value(u64),
    Mean(f64),
    /// A statistic, shown with three decimals.
    Figure(f64),
    /// A share of the total of the row or column, from 0 to 1, shown in percent.
    Share(f64),
    /// Lowest and highest value.
    Range(f64, f64),
    Text(String),
    /// A participant's attribute, unchanged, with its kind; empty if unknown.
    Attribute {
        value: String,
        kind: VariableKind,
    },
    /// Texts of passages, in order of documents; `more` of them are left out.
    Quotes {
        quotes: Vec<Quote>,
        more: u64,
    },
    /// Why there is no value, in plain words.
    Undefined(String),
}

/// A code in a cell, with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellItem {
    /// Path of the code.
    pub code: String,
    /// Name of the code.
    pub label: String,
    pub count: u64,
}

/// A passage in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub document: String,
    /// The participants of the passage, in the researcher's order.
    pub participant: Option<String>,
    /// Those who say the words, in this order.
    pub people: Vec<String>,
    /// Names of the codes for which it is counted, if neither its row nor its column names them.
    pub codes: Vec<String>,
    /// Code points from the start of the document.
    pub start: u32,
    pub end: u32,
    /// The words as they are in the text, as far as they are shown.
    pub words: String,
    /// The words as they are read: turn by turn, if several people speak.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    pub rows: Vec<u64>,
    pub columns: Vec<u64>,
    /// `None` for codes by codes, of which there is no count over all.
    pub total: Option<u64>,
    /// What stands in place of the numbers in a table of shares.
    pub shares: Option<TotalShares>,
}

/// The totals of a table of shares: each is a share, or a number if there is nothing of which it could be a share.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalShares {
    pub rows: Vec<Cell>,
    pub columns: Vec<Cell>,
    pub total: Cell,
}

impl Table {
    /// Renders a tabulation of `study`. Rows, columns and items keep their positions, so a [`CellAddress`] of the
    /// tabulation also addresses the table.
    #[must_use]
    pub fn new(study: &Study, tabulation: &Tabulation, provenance: Provenance) -> Self {
        let columns = tabulation.columns.len();
        let mut names = Names { study, known: HashMap::new() };
        let rows = tabulation.rows.iter().enumerate().map(|(row, header)| {
            let cells = (0..columns).filter_map(|column| tabulation.content(row, column));
            Row { header: header.clone(), cells: cells.map(|content| names.cell(content)).collect() }
        });
        Self {
            name: tabulation.name.clone(),
            title: if tabulation.title.is_empty() { &tabulation.name } else { &tabulation.title }.clone(),
            count: tabulation.count,
            kind: tabulation.kind,
            row_headers: tabulation.row_headers.clone(),
            columns: tabulation.columns.clone(),
            explanations: vec![],
            rows: rows.collect(),
            totals: tabulation.kind.has_totals().then(|| Totals::new(tabulation)),
            left_out: tabulation.left_out.clone(),
            excluded: vec![],
            counted_apart: 0,
            footnotes: tabulation
                .left_out
                .iter()
                .map(ToString::to_string)
                .chain(tabulation.footnotes.iter().map(ToString::to_string))
                .collect(),
            cautions: vec![],
            without_consensus: WithoutConsensus::default(),
            provenance,
        }
    }

    /// Adds what the request excludes from the count.
    pub fn exclude(&mut self, excluded: impl IntoIterator<Item = LeftOut>) {
        for excluded in excluded {
            self.provenance.push(Topic::LeftOut, excluded.what());
            self.excluded.push(excluded);
        }
    }

    /// Returns everything that is not counted, in the footnotes and in the provenance.
    pub fn not_counted(&self) -> impl Iterator<Item = &LeftOut> {
        self.left_out.iter().chain(&self.excluded)
    }

    /// Returns all sentences on what the table does not count or show, for formats without provenance.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.footnotes.iter().cloned().chain(self.excluded.iter().map(ToString::to_string)).collect()
    }
}

impl Totals {
    fn new(tabulation: &Tabulation) -> Self {
        let number = |row, column| tabulation.number(CellAddress { row, column, item: None }).unwrap_or(0);
        Self {
            rows: (0..tabulation.rows.len()).map(|row| number(Some(row), None)).collect(),
            columns: (0..tabulation.columns.len()).map(|column| number(None, Some(column))).collect(),
            total: tabulation.number(CellAddress::default()),
            shares: None,
        }
    }

    /// The total of a row, of a column or of the whole table, as a cell; `None` for a cell of both a row and a column.
    #[must_use]
    pub fn at(&self, row: Option<usize>, column: Option<usize>) -> Option<Cell> {
        let number = |number: &u64| Cell::Value(*number);
        match (row, column, &self.shares) {
            (Some(_), Some(_), _) => None,
            (Some(row), None, _) => self.of_row(row),
            (None, Some(column), Some(shares)) => shares.columns.get(column).cloned(),
            (None, Some(column), None) => self.columns.get(column).map(number),
            (None, None, Some(shares)) => Some(shares.total.clone()),
            (None, None, None) => Some(self.of_all()),
        }
    }

    /// The number over the whole table, as a cell.
    fn of_all(&self) -> Cell {
        self.total.map_or_else(|| Cell::Text(String::new()), Cell::Value)
    }

    /// The total of a row of the table, as a cell.
    #[must_use]
    pub fn of_row(&self, row: usize) -> Option<Cell> {
        match &self.shares {
            Some(shares) => shares.rows.get(row).cloned(),
            None => self.rows.get(row).map(|number| Cell::Value(*number)),
        }
    }

    /// The total of each column, and that of the whole table, as cells.
    #[must_use]
    pub fn of_columns(&self) -> Vec<Cell> {
        match &self.shares {
            Some(shares) => shares.columns.iter().chain([&shares.total]).cloned().collect(),
            None => self.columns.iter().map(|number| Cell::Value(*number)).chain([self.of_all()]).collect(),
        }
    }
}

/// Caches path and name of codes, which may occur in many cells of a typology.
struct Names<'a> {
    study: &'a Study,
    known: HashMap<CodeId, (String, String)>,
}

impl Names<'_> {
    fn cell(&mut self, content: CellContent<'_>) -> Cell {
        match content {
            CellContent::Number(n) => Cell::Value(n),
            CellContent::Items(items) => Cell::Items(items.into_iter().map(|i| self.item(i.code, i.count)).collect()),
            CellContent::Summary(Summarised::Count(n)) => Cell::Value(*n),
            CellContent::Summary(Summarised::Range(least, greatest)) => Cell::Range(*least, *greatest),
            CellContent::Summary(Summarised::Mean(mean)) => Cell::Mean(*mean),
            CellContent::Summary(Summarised::List(values)) => Cell::Text(i18n::clauses(values)),
            CellContent::Summary(Summarised::Undefined(reason)) => Cell::Undefined(reason.clone()),
        }
    }

    fn item(&mut self, id: CodeId, count: u64) -> CellItem {
        let book = &self.study.codebook;
        let (code, label) = self.known.entry(id).or_insert_with(|| {
            let label = book.get(id).map_or_else(String::new, |code| code.name.clone());
            (book.path(id).to_string(), label)
        });
        CellItem { code: code.clone(), label: label.clone(), count }
    }
}

impl Cell {
    /// Returns the text of the cell, one line for each item; no line for a cell without items.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Items(items) => items.iter().map(CellItem::to_string).collect(),
            Self::Value(n) => vec![n.to_string()],
            Self::Mean(mean) => vec![number::plain(number::rounded(*mean))],
            Self::Figure(figure) => vec![number::figure(*figure)],
            Self::Share(share) => vec![number::percent_in_table(*share)],
            Self::Range(least, greatest) => vec![number::range(*least, *greatest)],
            Self::Text(text) | Self::Attribute { value: text, .. } => vec![text.clone()],
            Self::Quotes { quotes, more } => {
                let more = (*more > 0).then(|| tr!("+{more} more", more));
                quotes.iter().map(Quote::to_string).chain(more).collect()
            }
            Self::Undefined(reason) => vec![tr!("({reason})", reason)],
        }
    }
}

impl Quote {
    /// Who says it, unless the document has the same name: `interviewer MOD; B`.
    #[must_use]
    pub fn person(&self) -> Option<String> {
        Some(i18n::clauses(&self.people)).filter(|names| !names.is_empty() && *names != self.document)
    }
}

/// Formats `“I had no land.” (A)`, or `(A, Interview 2)` if the document's name differs from the participant's, with the
/// codes if they are not named otherwise: `(A, Interview 2; Push)`.
impl std::fmt::Display for Quote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (text, document) = (self.text.replace(['\n', '\r', '\t'], " "), &self.document);
        let document = match self.codes.as_slice() {
            [] => document.clone(),
            codes => i18n::clauses(&[document, &i18n::joined(codes)]),
        };
        f.write_str(&match self.person() {
            Some(people) => tr!("“{words}” ({participant}, {document})", words = text, participant = people, document),
            None => tr!("“{words}” ({document})", words = text, document),
        })
    }
}

/// Formats `Low income (7)`.
impl std::fmt::Display for CellItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&tr!("code and its number" => "{code} ({count})", code = self.label, count = self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tabulation::LeftOutReason;
    use crate::analysis::{Axis, Material, TableRequest, samples, tabulate};

    fn table(request: &TableRequest) -> Table {
        let study = samples::study();
        Table::new(
            &study,
            &tabulate(&study, &Material::of(&samples::facts()), request, Count::Passages).unwrap(),
            Provenance::default(),
        )
    }

    #[test]
    fn an_item_has_its_codes_path_and_name() {
        let table = table(&TableRequest::Defined { name: "assets".into() });
        assert_eq!(table.title, "推拉因素 by asset");
        let Cell::Items(items) = &table.rows[0].cells[0] else { panic!("{:?}", table.rows[0]) };
        assert_eq!((items[0].code.as_str(), items[0].to_string().as_str()), ("Assets > 低收入", "低收入 (4)"));
        assert_eq!(table.totals, None);
    }

    #[test]
    fn what_is_undefined_keeps_its_reason() {
        let table = table(&TableRequest::Defined { name: "categories".into() });
        assert_eq!(table.rows[0].cells[0], Cell::Undefined("no participant in this row".into()));
        assert_eq!(table.rows[1].cells[0].lines(), ["9–10"]);
        assert_eq!((table.footnotes.len(), table.left_out.len()), (7, 3));
    }

    #[test]
    fn notes_are_the_footnotes_and_what_the_request_excludes() {
        let mut table = table(&TableRequest::Defined { name: "categories".into() });
        let footnotes = table.footnotes.clone();
        let excluded = LeftOut { passages: 2, reason: LeftOutReason::OtherCoder, dimensions: vec![] };
        table.exclude([excluded.clone()]);
        assert_eq!(table.footnotes, footnotes);
        assert_eq!(table.notes(), [footnotes, vec![excluded.to_string()]].concat());
        let reasons: Vec<_> = table.not_counted().map(|one| one.reason).collect();
        use LeftOutReason::{MarksRow, NoColumn, OtherCoder, UnknownValue};
        assert_eq!(reasons, [UnknownValue, NoColumn, MarksRow, OtherCoder]);
    }

    #[test]
    fn a_matrix_has_totals() {
        let table = table(&TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code });
        let totals = table.totals.unwrap();
        assert_eq!((totals.rows.len(), totals.columns.len()), (table.rows.len(), table.columns.len()));
        assert_eq!(totals.rows, [3, 2, 1, 3]);
        assert_eq!(totals.total, Some(9));
    }
}
