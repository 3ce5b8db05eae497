//! Turns the codings of items into the lists and numbers of a tabulation: the same for all kinds of tables.

use super::counting::Counted;
use super::indexed::{Indexed, NONE};
use super::left_out::{LeftOut, LeftOutReason};
use super::outcome::{Footnote, Lists, Numbers, Summarised, Tabulation, TabulationKind};
use crate::model::{CodeId, Count, Fact, PassageKey};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A table with its codings assigned to items, before counting.
pub(super) struct Draft {
    pub name: String,
    pub title: String,
    pub kind: TabulationKind,
    pub row_headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub columns: Vec<String>,
    /// First item of each cell, row by row, followed by the number of items.
    pub firsts: Vec<u32>,
    /// Code of each item; empty for a matrix.
    pub codes: Vec<CodeId>,
    pub of_one_code: OfOneCode,
    /// Pairs of item and share of a coding. Items of one cell must not have a share in common unless codes
    /// are rolled up; cells may.
    pub members: Vec<(u32, u32)>,
    pub summaries: BTreeMap<usize, Summarised>,
    /// Each coding that the table is about but that is in no item, with the reason.
    pub outside: Vec<(LeftOutReason, u32)>,
    /// Names of the dimensions whose values are rows or columns.
    pub dimensions: Vec<String>,
    pub footnotes: Vec<Footnote>,
}

/// Which lists are those of one code, as which all their codings count.
#[derive(Clone, Copy, Default)]
pub(super) struct OfOneCode {
    pub items: bool,
    pub rows: bool,
    pub columns: bool,
}

impl OfOneCode {
    /// Those of the items, which are codes in the cells.
    pub const ITEMS: Self = Self { items: true, rows: false, columns: false };
}

impl Draft {
    pub fn finish(self, indexed: Indexed<'_>, count: Count) -> Tabulation {
        let (lists, counted) = at_once(|| self.lists(), || Counted::new(&indexed, count));
        // Codings of a code and of one below it that have the same words are one passage of the upper code.
        let as_one_code = !indexed.counted_as.is_exact() && count == Count::Passages;
        let of_code = as_one_code.then(|| Counted::by_place(&indexed));
        let of_lists = CountedInLists { counted: &counted, of_code: of_code.as_ref() };
        let (numbers, left_out) = self.numbers(&lists, of_lists, || self.left_out(&indexed, &lists, count));
        Tabulation {
            name: self.name,
            title: self.title,
            kind: self.kind,
            count,
            row_headers: self.row_headers,
            rows: self.rows,
            columns: self.columns,
            left_out,
            excluded: indexed.excluded(),
            footnotes: self.footnotes,
            lists,
            codings: indexed.into_codings(count),
            numbers,
            codes: self.codes,
            summaries: self.summaries,
            placed: vec![],
        }
    }

    /// Counts everything: cells and rows on one thread, the other things and what is `left_out` on another. They take
    /// about as long.
    fn numbers(
        &self,
        lists: &Lists,
        counted: CountedInLists<'_>,
        left_out: impl FnOnce() -> Vec<LeftOut>,
    ) -> (Numbers, Vec<LeftOut>) {
        let (width, items, by_code) = (self.columns.len(), self.items(), self.of_one_code);
        let is_matrix = self.kind == TabulationKind::Matrix;
        let of_cells_and_rows = || {
            let mut counter = counted.of(is_matrix && by_code.items).counter();
            let cells =
                (0..lists.cells()).map(|cell| counter.count(lists.items.members(lists.of_cells(cell..cell + 1))));
            let cells: Vec<u64> = cells.collect();
            let mut counter = counted.of(by_code.rows).counter();
            (cells, (0..self.rows.len()).map(|row| counter.count(lists.of_row(row, width))).collect())
        };
        let of_others = || {
            let (mut counter, mut of_column) = (counted.of(by_code.columns).counter(), Vec::new());
            let columns = (0..width).map(|column| {
                of_column.clear();
                lists.of_column(column, width).for_each(|members| of_column.extend_from_slice(members));
                counter.count(&of_column)
            });
            let columns = columns.collect();
            let total = counted.of(false).counter().count(lists.items.members(0..items));
            let mut counter = counted.of(by_code.items).counter();
            let of_items =
                (0..if is_matrix { 0 } else { items }).map(|item| counter.count(lists.items.members(item..item + 1)));
            (columns, total, of_items.collect(), left_out())
        };
        let ((cells, rows), (columns, total, items, left_out)) = at_once(of_cells_and_rows, of_others);
        (Numbers { items, cells, rows, columns, total }, left_out)
    }

    fn left_out(&self, indexed: &Indexed<'_>, lists: &Lists, count: Count) -> Vec<LeftOut> {
        let mut counted = vec![false; indexed.facts.len()];
        let mut nobodys = Vec::new();
        for &share in lists.items.members(0..lists.items.len()) {
            let fact = indexed.fact(share);
            if count == Count::Participants && indexed.participant(share) == NONE {
                nobodys.push(fact);
            } else {
                counted[fact as usize] = true;
            }
        }
        // These codings are in cells but count towards no participant.
        let nobodys = nobodys.into_iter().filter(|fact| !counted[*fact as usize]);
        let nobodys: Vec<_> = nobodys.map(|fact| (LeftOutReason::NoParticipant, fact)).collect();
        let also_counted = also_counted(indexed.facts, &counted);
        let outside = self.outside.iter().copied().chain(nobodys).filter(|(_, fact)| !also_counted(*fact));
        let passage = |(reason, fact): (LeftOutReason, u32)| (reason, indexed.facts[fact as usize].passage());
        let mut left_out = LeftOutReason::list(outside.map(passage).collect());
        for of_dimensions in left_out.iter_mut().filter(|one| one.reason == LeftOutReason::NoFacetValue) {
            of_dimensions.dimensions.clone_from(&self.dimensions);
        }
        left_out
    }

    fn lists(&self) -> Lists {
        Lists { items: Groups::new(self.items(), self.members.iter().copied()), firsts: self.firsts.clone() }
    }

    /// Returns the number of items.
    fn items(&self) -> usize {
        self.firsts.last().map_or(0, |&items| items as usize)
    }
}

/// What is counted in lists.
#[derive(Clone, Copy)]
struct CountedInLists<'a> {
    counted: &'a Counted,
    /// In lists of one code, if it is something else.
    of_code: Option<&'a Counted>,
}

impl<'a> CountedInLists<'a> {
    fn of(self, is_of_one_code: bool) -> &'a Counted {
        self.of_code.filter(|_| is_of_one_code).unwrap_or(self.counted)
    }
}

/// Does two things at once, the first on another thread. If it panics there, the panic goes on here.
fn at_once<A: Send, B>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let a = scope.spawn(a);
        let b = b();
        (a.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), b)
    })
}

/// Returns a test whether, of a coding that is not counted, another coder's coding of the same passage is counted.
fn also_counted<'f>(facts: &'f [Fact], counted: &'f [bool]) -> impl Fn(u32) -> bool + use<'f> {
    // Codings of one passage are mostly adjacent.
    let is_sorted = facts.is_sorted_by_key(Fact::passage);
    let passages = facts.iter().zip(counted).filter(|(_, counted)| !is_sorted && **counted);
    let passages: HashSet<PassageKey> = passages.map(|(fact, _)| fact.passage()).collect();
    move |fact| {
        let at = fact as usize;
        let Some(passage) = facts.get(at).map(Fact::passage) else { return false };
        let is_counted = |(other, counted): (&Fact, &bool)| (other.passage() == passage).then_some(*counted);
        // Iterators over pairs would walk to the place; slices begin there.
        let adjacent = || {
            let ((before, behind), (of_before, of_behind)) = (facts.split_at(at), counted.split_at(at));
            let before = before.iter().rev().zip(of_before.iter().rev()).map_while(is_counted);
            before.chain(behind.iter().zip(of_behind).map_while(is_counted)).any(|counted| counted)
        };
        if is_sorted { adjacent() } else { passages.contains(&passage) }
    }
}

/// Lists of shares in one vector: a million codings in two million cells would be too many small vectors.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// Start of each group, followed by the end of the last one.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Groups {
    /// Sorts each group in ascending order and removes duplicates.
    pub fn new(groups: usize, members: impl ExactSizeIterator<Item = (u32, u32)> + Clone) -> Self {
        let mut ends = vec![0_u32; groups + 1];
        for (group, _) in members.clone() {
            ends[group as usize + 1] += 1;
        }
        for i in 0..groups {
            ends[i + 1] += ends[i];
        }
        let starts = ends.clone();
        let mut placed = vec![0; members.len()];
        for (group, member) in members {
            let next = &mut ends[group as usize];
            placed[*next as usize] = member;
            *next += 1;
        }
        Self { starts, members: placed }.once()
    }

    fn once(mut self) -> Self {
        let (mut kept, mut begin) = (0, 0);
        for group in 0..self.len() {
            let end = self.starts[group + 1] as usize;
            let members = &mut self.members[begin..end];
            if !members.is_sorted() {
                members.sort_unstable();
            }
            let first = kept;
            for from in begin..end {
                let member = self.members[from];
                if kept == first || self.members[kept - 1] != member {
                    self.members[kept] = member;
                    kept += 1;
                }
            }
            begin = end;
            // There are at most as many members as fit a u32, because their positions are u32.
            self.starts[group + 1] = u32::try_from(kept).unwrap_or(u32::MAX);
        }
        self.members.truncate(kept);
        self
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the members of adjacent groups, or none if the groups do not exist.
    pub fn members(&self, groups: Range<usize>) -> &[u32] {
        match (self.starts.get(groups.start), self.starts.get(groups.end)) {
            (Some(&start), Some(&end)) => self.members.get(start as usize..end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Groups;

    #[test]
    fn a_group_is_in_order_and_has_a_member_once() {
        let groups = Groups::new(4, [(2, 9), (0, 5), (2, 3), (0, 5), (2, 9), (3, 9)].into_iter());
        let of = |range| groups.members(range).to_vec();
        assert_eq!((of(0..1), of(1..2), of(2..3), of(3..4)), (vec![5], vec![], vec![3, 9], vec![9]));
        assert_eq!((of(0..4), of(4..5), of(9..10)), (vec![5, 3, 9, 9], vec![], vec![]));
    }
}
