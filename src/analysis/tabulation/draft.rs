//! Turns the codings of items into the lists and numbers of a tabulation: the same for all kinds of tables.

use super::counting::Counted;
use super::indexed::{Indexed, NONE};
use super::left_out::{LeftOut, LeftOutReason};
use super::outcome::{Footnote, Lists, Numbers, Summarised, Tabulation, TabulationKind};
use crate::model::{CodeId, Count, Fact, PassageKey};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::thread::ScopedJoinHandle;

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
    pub fn finish(self, indexed: &Indexed<'_>, count: Count) -> Tabulation {
        let lists = self.lists();
        let left_out = self.left_out(indexed, &lists, count);
        // Codings of a code and of one below it that have the same words are one passage of the upper code.
        let as_one_code = !indexed.counted_as.is_exact() && count == Count::Passages;
        let of_code = as_one_code.then(|| Counted::by_place(indexed));
        let numbers = self.numbers(&lists, &Counted::new(indexed, count), of_code.as_ref());
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
            lists: lists.of_codings(indexed, count),
            numbers,
            codes: self.codes,
            summaries: self.summaries,
            placed: vec![],
        }
    }

    /// Counts the cells on one thread and all other lists on another: each of them is as long as the table has codings.
    /// `of_code`: what is counted in lists of one code, if it is something else.
    fn numbers(&self, lists: &Lists, counted: &Counted, of_code: Option<&Counted>) -> Numbers {
        let counted_in = |is_of_code: bool| of_code.filter(|_| is_of_code).unwrap_or(counted);
        let of = |groups: &Groups, is_of_code: bool| -> Vec<u64> {
            let mut counter = counted_in(is_of_code).counter();
            (0..groups.len()).map(|group| counter.count(groups.members(group..group + 1))).collect()
        };
        let is_matrix = self.kind == TabulationKind::Matrix;
        let OfOneCode { items, rows, columns } = self.of_one_code;
        std::thread::scope(|scope| {
            let cells = scope.spawn(|| {
                let mut counter = counted_in(is_matrix && items).counter();
                let items = lists.firsts.windows(2).map(|pair| pair[0] as usize..pair[1] as usize);
                items.map(|items| counter.count(lists.items.members(items))).collect()
            });
            Numbers {
                items: if is_matrix { vec![] } else { of(&lists.items, items) },
                rows: of(&lists.rows, rows),
                columns: of(&lists.columns, columns),
                total: counted.counter().count(&lists.total),
                cells: finished(cells),
            }
        })
    }

    fn left_out(&self, indexed: &Indexed<'_>, lists: &Lists, count: Count) -> Vec<LeftOut> {
        let mut outside = self.outside.clone();
        let mut counted = vec![false; indexed.facts.len()];
        lists.total.iter().for_each(|&share| counted[indexed.fact(share) as usize] = true);
        if count == Count::Participants {
            // These codings are in cells but count towards no participant.
            let codings = lists.total.chunk_by(|a, b| indexed.fact(*a) == indexed.fact(*b));
            let nobodys = codings.filter(|shares| shares.iter().all(|&share| indexed.participant(share) == NONE));
            let nobodys = nobodys.filter_map(|shares| Some(indexed.fact(*shares.first()?)));
            for fact in nobodys {
                counted[fact as usize] = false;
                outside.push((LeftOutReason::NoParticipant, fact));
            }
        }
        let also_counted = also_counted(indexed.facts, &counted);
        let passage = |(reason, fact): (LeftOutReason, u32)| (reason, indexed.facts[fact as usize].passage());
        LeftOutReason::list(outside.into_iter().filter(|(_, fact)| !also_counted(*fact)).map(passage).collect())
    }

    fn lists(&self) -> Lists {
        let mut cells = vec![0_u32; self.firsts.last().map_or(0, |&items| items as usize)];
        for (pair, cell) in self.firsts.windows(2).zip(0..) {
            cells[pair[0] as usize..pair[1] as usize].fill(cell);
        }
        let width = u32::try_from(self.columns.len()).unwrap_or(u32::MAX).max(1);
        let cell = |item: u32| cells[item as usize];
        let members = || self.members.iter().copied();
        std::thread::scope(|scope| {
            let items = scope.spawn(|| Groups::new(cells.len(), members()));
            let rows = members().map(|(item, share)| (cell(item) / width, share));
            let rows = scope.spawn(move || Groups::new(self.rows.len(), rows));
            let columns = members().map(|(item, share)| (cell(item) % width, share));
            let columns = scope.spawn(move || Groups::new(self.columns.len(), columns));
            Lists {
                total: Groups::new(1, members().map(|(_, share)| (0, share))).members,
                items: finished(items),
                rows: finished(rows),
                columns: finished(columns),
                firsts: self.firsts.clone(),
            }
        })
    }
}

/// Waits for a thread. If it panicked, the panic goes on here.
fn finished<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
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

impl Lists {
    /// Replaces shares by their codings, and leaves out those that are not counted because they belong to no participant.
    fn of_codings(mut self, indexed: &Indexed<'_>, count: Count) -> Self {
        let by_participants = count == Count::Participants;
        if indexed.has_shares() || by_participants {
            let is_counted = |share: u32| !by_participants || indexed.participant(share) != NONE;
            let coding = |share: u32| is_counted(share).then(|| indexed.fact(share));
            // Each list is as long as the table has codings.
            std::thread::scope(|scope| {
                for groups in [&mut self.items, &mut self.rows, &mut self.columns] {
                    scope.spawn(move || groups.replace(coding));
                }
                let total = &mut self.total;
                *total = std::mem::take(total).into_iter().filter_map(coding).collect();
                total.dedup();
            });
        }
        self
    }
}

/// Lists of codings in one vector: a million codings in two million cells would be too many small vectors.
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

    /// Replaces all members by what ascends as they do; those without a replacement are left out.
    fn replace(&mut self, by: impl Fn(u32) -> Option<u32>) {
        let (mut kept, mut begin) = (0, 0);
        for group in 0..self.len() {
            let (first, end) = (kept, self.starts[group + 1] as usize);
            for from in begin..end {
                if let Some(member) = by(self.members[from])
                    && (kept == first || self.members[kept - 1] != member)
                {
                    self.members[kept] = member;
                    kept += 1;
                }
            }
            begin = end;
            self.starts[group + 1] = u32::try_from(kept).unwrap_or(u32::MAX);
        }
        self.members.truncate(kept);
    }

    pub fn into_members(self) -> Vec<u32> {
        self.members
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
