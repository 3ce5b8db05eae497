//! Which column of the margin each passage's stripe stands in.
//!
//! A code keeps one column through a run of passages that touch; stripes of different codes in the same column never
//! share a piece of text ([`crate::text::Chunk`]), so they never share a row on the screen. The number of columns is
//! the smallest possible: as many as there are codes side by side at the densest place.

use crate::model::CodeId;
use std::collections::HashMap;

/// What the columns are given out by: passages in the order of their start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub code: CodeId,
    /// First and last chunk that the passage touches.
    pub first: u32,
    pub last: u32,
}

/// Passages of one code that touch each other, chunk by chunk.
struct Run {
    extent: Extent,
    members: Vec<u32>,
}

/// The column, from 0, of each extent, and how many columns there are. `extents` are sorted by `first`.
#[must_use]
pub fn columns(extents: &[Extent]) -> (Vec<u16>, usize) {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: HashMap<CodeId, usize> = HashMap::new();
    for (i, extent) in extents.iter().enumerate() {
        let touching =
            open.get(&extent.code).and_then(|&r| runs.get_mut(r)).filter(|run| extent.first <= run.extent.last);
        match touching {
            Some(run) => {
                run.extent.last = run.extent.last.max(extent.last);
                run.members.push(i as u32);
            }
            None => {
                open.insert(extent.code, runs.len());
                runs.push(Run { extent: *extent, members: vec![i as u32] });
            }
        }
    }
    let mut out = vec![0_u16; extents.len()];
    // The last chunk that each column is taken up to.
    let mut taken: Vec<u32> = Vec::new();
    let mut usual: HashMap<CodeId, usize> = HashMap::new();
    for run in &runs {
        let free = |column: usize| taken.get(column).is_some_and(|&last| last < run.extent.first);
        let kept = usual.get(&run.extent.code).copied().filter(|&column| free(column));
        let column = kept.or_else(|| (0..taken.len()).find(|&c| free(c))).unwrap_or(taken.len());
        if column == taken.len() {
            taken.push(0);
        }
        if let Some(last) = taken.get_mut(column) {
            *last = run.extent.last;
        }
        usual.insert(run.extent.code, column);
        for &member in &run.members {
            if let Some(slot) = out.get_mut(member as usize) {
                *slot = u16::try_from(column).unwrap_or(u16::MAX);
            }
        }
    }
    (out, taken.len())
}

#[cfg(test)]
mod tests {
    use super::{Extent, columns};
    use crate::model::CodeId;

    fn extent(code: i64, first: u32, last: u32) -> Extent {
        Extent { code: CodeId(code), first, last }
    }

    #[test]
    fn codes_side_by_side_get_columns_of_their_own() {
        let (own, count) =
            columns(&[extent(1, 0, 2), extent(2, 1, 1), extent(1, 2, 4), extent(3, 5, 5), extent(2, 5, 6)]);
        assert_eq!(own, [0, 1, 0, 0, 1], "a code returns to its column, and a run of a code stays in one");
        assert_eq!(count, 2);
        assert_eq!(columns(&[]), (vec![], 0));
    }

    #[test]
    fn stripes_of_different_codes_never_share_a_place_and_no_column_is_wasted() {
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..50 {
            let mut all: Vec<Extent> = (0..60)
                .map(|_| {
                    let first = rng.u32(0..40);
                    extent(rng.i64(0..8), first, first + rng.u32(0..5))
                })
                .collect();
            all.sort_by_key(|e| e.first);
            let (own, count) = columns(&all);
            assert!(count <= 8, "never more columns than codes");
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().skip(i + 1) {
                    if a.code != b.code && a.first <= b.last && b.first <= a.last {
                        assert_ne!(own[i], own[j], "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
