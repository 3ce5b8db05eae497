//! A tabulation: headers, numbers, and the codings that each number counts.

use super::cooccurring::{Pair, Placed, pairs};
use super::draft::Groups;
use super::left_out::LeftOut;
use crate::analysis::cooccurrence::CooccurrenceUnit;
use crate::model::{CodeId, Count};
use crate::{i18n, tr};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

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
    pub(super) numbers: Numbers,
    /// Code of each item, or of each row of codes by codes; empty for a matrix.
    pub(super) codes: Vec<CodeId>,
    /// By index of the cell, row by row.
    pub(super) summaries: BTreeMap<usize, Summarised>,
    /// Where the codings of codes by codes are; empty for other tables.
    pub(super) placed: Vec<Placed>,
}

/// The codings that each number counts, as indices into the tabulated codings.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    /// By item; the items of a cell are adjacent and share no coding unless codes are rolled up.
    pub items: Groups,
    /// First item of each cell, row by row, followed by the number of items.
    pub firsts: Vec<u32>,
    pub rows: Groups,
    pub columns: Groups,
    pub total: Vec<u32>,
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

    /// Returns the codings that the number at `address` counts (none that belong to nobody, if participants are counted), as indices into the tabulated codings; empty for a
    /// cell that summarises participants or does not exist.
    #[must_use]
    pub fn evidence(&self, address: CellAddress) -> Cow<'_, [u32]> {
        let mut several: Vec<u32> = match self.pairs(address, usize::MAX) {
            Some(pairs) => pairs.iter().flat_map(|pair| [pair.row, pair.column]).collect(),
            None => {
                let (listed, mut seen) = (self.listed(address), HashSet::new());
                // Rolled up, a coding may count for several codes of a cell.
                if address.item.is_some()
                    || listed.is_sorted_by(|a, b| a < b)
                    || listed.iter().all(|one| seen.insert(one))
                {
                    return Cow::Borrowed(listed);
                }
                listed.to_vec()
            }
        };
        several.sort_unstable();
        several.dedup();
        Cow::Owned(several)
    }

    fn listed(&self, address: CellAddress) -> &[u32] {
        match (address.row, address.column) {
            (None, None) => &self.lists.total,
            // The diagonal of codes by codes.
            (Some(row), Some(_)) if self.is_cooccurrence() => self.lists.rows.members(row..row + 1),
            (Some(row), None) => self.lists.rows.members(row..row + 1),
            (None, Some(column)) => self.lists.columns.members(column..column + 1),
            (Some(row), Some(column)) => {
                let Some(items) = self.cell_index(row, column).and_then(|cell| self.items_of(cell)) else {
                    return &[];
                };
                match address.item {
                    None => self.lists.items.members(items),
                    Some(item) => match items.clone().nth(item) {
                        Some(item) => self.lists.items.members(item..item + 1),
                        None => &[],
                    },
                }
            }
        }
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
                    Some(item) => self.numbers.items.get(self.items_of(cell)?.nth(item)?).copied(),
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
        let items = self.items_of(cell)?;
        let codes = self.codes.get(items.clone())?.iter();
        let counts = self.numbers.items.get(items)?.iter();
        Some(CellContent::Items(codes.zip(counts).map(|(&code, &count)| CodeCount { code, count }).collect()))
    }

    fn cell_index(&self, row: usize, column: usize) -> Option<usize> {
        (row < self.rows.len() && column < self.columns.len()).then(|| row * self.columns.len() + column)
    }

    fn items_of(&self, cell: usize) -> Option<std::ops::Range<usize>> {
        Some(*self.lists.firsts.get(cell)? as usize..*self.lists.firsts.get(cell + 1)? as usize)
    }
}
