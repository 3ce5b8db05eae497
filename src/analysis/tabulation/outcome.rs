//! A tabulation: headers, numbers, and the codings that each number counts.

use super::cooccurring::{Pair, Placed, pairs};
use super::draft::Groups;
use super::indexed::NONE;
use super::left_out::LeftOut;
use crate::analysis::cooccurrence::CooccurrenceUnit;
use crate::model::{CodeId, Count};
use crate::{i18n, tr};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TabulationKind {
    Dimensions,
    Typology,
    #[default]
    Matrix,
    /// Codes by codes: the cells count pairs of overlapping passages, or units that both codes touch.
    Cooccurrence(CooccurrenceUnit),
}

impl TabulationKind {
    /// True if rows and columns have totals.
    #[must_use]
    pub fn has_totals(self) -> bool {
        match self {
            Self::Matrix | Self::Cooccurrence(_) => true,
            Self::Dimensions | Self::Typology => false,
        }
    }
}

/// The address of a number in a tabulation: `None` for the row or the column is the total over all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CellAddress {
    pub row: Option<usize>,
    pub column: Option<usize>,
    /// Index of a code within a cell of a dimensions table or a typology; `None` is the whole cell.
    pub item: Option<usize>,
}

impl CellAddress {
    #[must_use]
    pub fn cell(row: usize, column: usize) -> Self {
        Self { row: Some(row), column: Some(column), item: None }
    }

    #[must_use]
    pub fn item(row: usize, column: usize, item: usize) -> Self {
        Self { item: Some(item), ..Self::cell(row, column) }
    }
}

/// A code in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeCount {
    pub code: CodeId,
    pub count: u64,
}

/// Summary of the attribute of a row's participants, in a column of a typology.
#[derive(Clone, Debug, PartialEq)]
pub enum Summarised {
    /// Least and greatest value.
    Range(f64, f64),
    /// Distinct values in the order of participants.
    List(Vec<String>),
    /// Number of participants whose value is known.
    Count(u64),
    Mean(f64),
    /// Why there is no summary, as a sentence for the user.
    Undefined(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellContent<'a> {
    /// The number in a cell of a matrix.
    Number(u64),
    /// The codes in a cell of a dimensions table or a dimension column of a typology, in codebook order.
    Items(Vec<CodeCount>),
    /// The summary in an attribute column of a typology.
    Summary(&'a Summarised),
}

/// A note shown under a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Footnote {
    /// Participants who are in no row because a value is not known.
    ParticipantsInNoRow { participants: usize, attributes: Vec<String> },
    /// Values of an attribute that should be numbers and are not.
    NotNumbers { attribute: String, values: usize },
    /// Codings that are counted in a row because they lie within a passage coded as the row, while their participant is
    /// in another row or in none.
    OthersInRow { codings: usize, participants: usize },
    /// Rows are values of these dimensions: a passage is in those of its coder's codes on it and around it. If the rows are
    /// also values of attributes, it is in that of its participant as well.
    RowsOfCodes { dimensions: Vec<String>, also_by_participants: bool },
    /// How many participants are in each row of a typology, with or without passages.
    GroupSizes(Vec<(String, u64)>),
}

impl std::fmt::Display for Footnote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match self {
            Self::ParticipantsInNoRow { participants, attributes } => tr!(
                "{n} participant is in no row: {attributes} not known."
                    | "{n} participants are in no row: {attributes} not known." % *participants,
                attributes = i18n::or(attributes)
            ),
            Self::OthersInRow { codings, participants } => {
                let who =
                    tr!("{n} participant who is not in the row"
                        | "{n} participants who are not in the row" % *participants);
                tr!(
                    "{n} passage by {who} is counted in it, because the text around it was coded as that row."
                        | "{n} passages by {who} are counted in it, because the text around them was coded as that row."
                            % *codings,
                    who
                )
            }
            Self::RowsOfCodes { dimensions, also_by_participants } => {
                let dimensions = i18n::and(&dimensions.iter().map(|name| name.replace('_', " ")).collect::<Vec<_>>());
                match also_by_participants {
                    false => tr!(
                        "A passage is in a row if its coder gave the same words, or a passage around them, a code with the \
                         row’s value of {dimensions}; it may be in several rows.",
                        dimensions
                    ),
                    true => tr!(
                        "A passage is in the row of its participant. It is also in a row if its coder gave the same words, or a \
                         passage around them, a code with the row’s value of {dimensions}; it may be in several rows.",
                        dimensions
                    ),
                }
            }
            Self::GroupSizes(sizes) => {
                let size = |(row, n): &(String, u64)| tr!("{row} (n = {n})", row, n);
                let rows = i18n::clauses(&sizes.iter().map(size).collect::<Vec<_>>());
                tr!("Participants in each row, with or without passages: {rows}.", rows)
            }
            Self::NotNumbers { attribute, values } => tr!(
                "{n} value of {attribute} is not a number and is left out."
                    | "{n} values of {attribute} are not numbers and are left out." % *values,
                attribute
            ),
        })
    }
}

/// Headers and numbers with their evidence. Rows and columns count from 0.
#[derive(Clone, Debug)]
pub struct Tabulation {
    /// The table's name on the command line; `matrix` for a matrix.
    pub name: String,
    pub title: String,
    pub kind: TabulationKind,
    pub count: Count,
    /// Names of the columns that hold the rows' headers.
    pub row_headers: Vec<String>,
    /// Per row: one header for each of `row_headers`.
    pub rows: Vec<Vec<String>>,
    pub columns: Vec<String>,
    pub left_out: Vec<LeftOut>,
    /// Codings that belong only to participants whom the filter excludes, in documents where others speak, by index.
    pub excluded: Vec<u32>,
    pub footnotes: Vec<Footnote>,
    pub(super) lists: Lists,
    /// As [`Indexed::into_codings`](super::indexed::Indexed::into_codings) returns them.
    pub(super) codings: Option<Vec<u32>>,
    pub(super) numbers: Numbers,
    /// Code of each item, or of each row of codes by codes; empty for a matrix.
    pub(super) codes: Vec<CodeId>,
    /// By index of the cell, row by row.
    pub(super) summaries: BTreeMap<usize, Summarised>,
    /// Where the codings of codes by codes are; empty for other tables.
    pub(super) placed: Vec<Placed>,
}

/// The shares of codings that each number counts.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    /// By item; the items of a cell are adjacent and share no coding unless codes are rolled up.
    pub items: Groups,
    /// First item of each cell, row by row, followed by the number of items.
    pub firsts: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// By item; empty for a matrix, whose cells are the items.
    pub items: Vec<u64>,
    pub cells: Vec<u64>,
    pub rows: Vec<u64>,
    pub columns: Vec<u64>,
    pub total: u64,
}

impl Tabulation {
    /// Returns the codings that co-occur in a cell of codes by codes, at most `most` pairs; `None` for other numbers.
    #[must_use]
    pub fn pairs(&self, address: CellAddress, most: usize) -> Option<Vec<Pair>> {
        let (row, column) = (address.row?, address.column?);
        match self.kind {
            TabulationKind::Cooccurrence(unit) if row != column => {
                let cell = (u32::try_from(row).ok()?, u32::try_from(column).ok()?);
                Some(pairs(&self.placed, unit, cell, most))
            }
            _ => None,
        }
    }

    fn is_cooccurrence(&self) -> bool {
        matches!(self.kind, TabulationKind::Cooccurrence(_))
    }

    /// Returns the codes of the rows of codes by codes.
    #[must_use]
    pub fn codes_of_rows(&self) -> &[CodeId] {
        &self.codes
    }

    /// Returns the codings that the number at `address` counts (none that belong to nobody, if participants are counted),
    /// as indices into the tabulated codings, each once, in ascending order (those of a cell item by item); empty for a
    /// cell that summarises participants or does not exist.
    #[must_use]
    pub fn evidence(&self, address: CellAddress) -> Vec<u32> {
        if self.is_cooccurrence() {
            return self.cooccurring(address);
        }
        let (lists, width) = (&self.lists, self.columns.len());
        let coding = |&share: &u32| match &self.codings {
            None => Some(share),
            Some(codings) => codings.get(share as usize).copied().filter(|&coding| coding != NONE),
        };
        match (address.row, address.column) {
            (None, None) => once(lists.items.members(0..lists.items.len()).iter().filter_map(coding)),
            (Some(row), None) if row < self.rows.len() => once(lists.of_row(row, width).iter().filter_map(coding)),
            (None, Some(column)) if column < width => once(lists.of_column(column, width).flatten().filter_map(coding)),
            (Some(row), Some(column)) => {
                let items = self.cell_index(row, column).map_or(0..0, |cell| lists.of_cells(cell..cell + 1));
                let item = |item| items.clone().nth(item).map_or(0..0, |item| item..item + 1);
                let shares = lists.items.members(address.item.map_or(items.clone(), item));
                let mut codings: Vec<u32> = shares.iter().filter_map(coding).collect();
                // The shares of a coding follow each other; rolled up, it may count for several codes of a cell.
                codings.dedup();
                if address.item.is_none() && items.len() > 1 {
                    let mut seen = HashSet::new();
                    codings.retain(|coding| seen.insert(*coding));
                }
                codings
            }
            _ => vec![],
        }
    }

    /// As [`Self::evidence`], of codes by codes.
    fn cooccurring(&self, address: CellAddress) -> Vec<u32> {
        if let Some(pairs) = self.pairs(address, usize::MAX) {
            return once(pairs.into_iter().flat_map(|pair| [pair.row, pair.column]));
        }
        // On the diagonal, row and column are the same.
        let line = address.row.or(address.column);
        let is_meant = |one: &&Placed| line.is_none_or(|line| one.span.code as usize == line);
        once(self.placed.iter().filter(is_meant).map(|one| one.fact))
    }

    /// Returns the number at `address`; for a cell of items without an item, the count over all of them (not their
    /// sum). `None` where there is no number.
    #[must_use]
    pub fn number(&self, address: CellAddress) -> Option<u64> {
        match (address.row, address.column) {
            // Codes by codes have no count over all.
            (None, None) => (!self.is_cooccurrence()).then_some(self.numbers.total),
            (Some(row), None) => self.numbers.rows.get(row).copied(),
            (None, Some(column)) => self.numbers.columns.get(column).copied(),
            (Some(row), Some(column)) => {
                let cell = self.cell_index(row, column).filter(|cell| !self.summaries.contains_key(cell))?;
                match address.item {
                    None => self.numbers.cells.get(cell).copied(),
                    Some(item) => self.numbers.items.get(self.lists.of_cells(cell..cell + 1).nth(item)?).copied(),
                }
            }
        }
    }

    #[must_use]
    pub fn content(&self, row: usize, column: usize) -> Option<CellContent<'_>> {
        let cell = self.cell_index(row, column)?;
        if let Some(summary) = self.summaries.get(&cell) {
            return Some(CellContent::Summary(summary));
        }
        if matches!(self.kind, TabulationKind::Matrix | TabulationKind::Cooccurrence(_)) {
            return self.numbers.cells.get(cell).map(|&n| CellContent::Number(n));
        }
        let items = self.lists.of_cells(cell..cell + 1);
        let codes = self.codes.get(items.clone())?.iter();
        let counts = self.numbers.items.get(items)?.iter();
        Some(CellContent::Items(codes.zip(counts).map(|(&code, &count)| CodeCount { code, count }).collect()))
    }

    fn cell_index(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows.len() && column < self.columns.len()).then(|| row * self.columns.len() + column)
    }
}

impl Lists {
    /// Returns the number of cells.
    pub fn cells(&self) -> usize {
        self.firsts.len().saturating_sub(1)
    }

    /// Returns the items of adjacent cells; none if there are no such cells.
    pub fn of_cells(&self, cells: Range<usize>) -> Range<usize> {
        let first = |cell: usize| self.firsts.get(cell).map(|&first| first as usize);
        first(cells.start).zip(first(cells.end)).map_or(0..0, |(first, end)| first..end)
    }

    /// Returns the members of all cells of a row; what is in several cells is there several times.
    pub fn of_row(&self, row: usize, width: usize) -> &[u32] {
        self.items.members(self.of_cells(row * width..(row + 1) * width))
    }

    /// Returns the members of the cells of a column.
    pub fn of_column(&self, column: usize, width: usize) -> impl Iterator<Item = &[u32]> {
        let cells = (column..self.cells()).step_by(width.max(1));
        cells.map(|cell| self.items.members(self.of_cells(cell..cell + 1)))
    }
}

/// Returns them in ascending order, each once.
fn once(codings: impl Iterator<Item = u32>) -> Vec<u32> {
    // Sorting a million codings would take longer.
    let mut has = Vec::new();
    for coding in codings {
        if has.len() <= coding as usize {
            has.resize(coding as usize + 1, false);
        }
        has[coding as usize] = true;
    }
    (0..).zip(has).filter_map(|(coding, has)| has.then_some(coding)).collect()
}
