//! Assigns the stripes of passages to columns of the margin.
//!
//! Every passage has its own stripe, and stripes in one column never touch: each extent occupies its column from
//! the passage's start to a position far enough after its end. Passages of one code by one coder return to the same
//! column if it is free and near the text, within some screens. The number of columns is the smallest possible: the largest number of
//! passages at one position.

use crate::model::hashing::HashMap;
use crate::model::{CharPos, CodeId, UserId};

/// Number of columns to which a code can return. A narrow margin has no room for those further out.
const NEAR: usize = 8;

/// The input for assigning a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StripeExtent {
    pub code: CodeId,
    pub user: UserId,
    pub start: CharPos,
    /// The first position at which another passage may use the same column.
    pub until: CharPos,
}

/// Codes return to their columns within so many characters, some screens: where a stretch begins, their columns depend on
/// nothing before it but the passages that reach into it, so that a change does not rearrange the rest of a long text.
const STRETCH: u32 = 16_384;

/// The columns after some extents in order of start: all that the columns of the following ones depend on.
#[derive(Clone, Debug, Default)]
pub struct StripeColumns {
    /// The position up to which each column is occupied.
    taken: Vec<CharPos>,
    /// The column to which a code by a coder returns.
    usual: HashMap<(CodeId, UserId), usize>,
    /// The stretch of the last extent, by number.
    stretch: u32,
}

impl StripeColumns {
    /// Assigns a column, from 0, to the next extent.
    pub fn place(&mut self, extent: &StripeExtent) -> u16 {
        let stretch = extent.start.0 / STRETCH;
        if std::mem::replace(&mut self.stretch, stretch) != stretch {
            self.usual.clear();
        }
        let free = |column: usize| self.taken.get(column).is_some_and(|&until| until <= extent.start);
        let kept = self.usual.get(&(extent.code, extent.user)).copied().filter(|&column| free(column));
        let column = kept.or_else(|| (0..self.taken.len()).find(|&column| free(column))).unwrap_or(self.taken.len());
        if column == self.taken.len() {
            self.taken.push(CharPos(0));
        }
        if let Some(until) = self.taken.get_mut(column) {
            *until = extent.until;
        }
        if column < NEAR {
            self.usual.insert((extent.code, extent.user), column);
        } else {
            self.usual.remove(&(extent.code, extent.user));
        }
        u16::try_from(column).unwrap_or(u16::MAX)
    }

    /// Whether extents that begin at `start` or later get the same columns after these as after `other`.
    #[must_use]
    pub fn is_like(&self, other: &Self, start: CharPos) -> bool {
        let until = |columns: &Self, at: usize| columns.taken.get(at).copied().filter(|&until| until > start);
        let all = self.taken.len().max(other.taken.len());
        let is_here = |columns: &Self| columns.stretch == start.0 / STRETCH && !columns.usual.is_empty();
        let returns_alike = match (is_here(self), is_here(other)) {
            (true, true) => self.usual == other.usual,
            (here, there) => here == there,
        };
        returns_alike && (0..all).all(|at| until(self, at) == until(other, at))
    }

    /// Number of codes by coders that return to a column.
    #[must_use]
    pub fn returning(&self) -> usize {
        self.usual.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{StripeColumns, StripeExtent};
    use crate::model::{CharPos, CodeId, UserId};

    /// The columns of extents that are sorted by start, and their number.
    fn columns(extents: &[StripeExtent]) -> (Vec<u16>, usize) {
        let mut columns = StripeColumns::default();
        let found = extents.iter().map(|extent| columns.place(extent)).collect();
        (found, columns.taken.len())
    }

    fn extent(code: i64, user: i64, start: u32, until: u32) -> StripeExtent {
        StripeExtent { code: CodeId(code), user: UserId(user), start: CharPos(start), until: CharPos(until) }
    }

    #[test]
    fn passages_side_by_side_get_columns_of_their_own_and_come_back_to_them() {
        let cases: [(&str, &[StripeExtent], &[u16]); 5] = [
            ("two codes", &[extent(1, 1, 0, 9), extent(2, 1, 3, 5), extent(1, 1, 9, 12)], &[0, 1, 0]),
            ("one code, one after the other", &[extent(1, 1, 0, 9), extent(1, 1, 8, 12)], &[0, 1]),
            ("the same words by two coders", &[extent(1, 1, 0, 9), extent(1, 2, 0, 9)], &[0, 1]),
            (
                "each coder returns to a column",
                &[extent(1, 1, 0, 9), extent(1, 2, 0, 9), extent(1, 2, 9, 20), extent(1, 1, 9, 20)],
                &[0, 1, 1, 0],
            ),
            ("nothing", &[], &[]),
        ];
        for (what, extents, wanted) in cases {
            let (found, count) = columns(extents);
            assert_eq!(found, wanted, "{what}");
            assert_eq!(count, wanted.iter().max().map_or(0, |most| usize::from(*most) + 1), "{what}");
        }
    }

    #[test]
    fn a_far_branch_moves_closer_when_there_is_room() {
        let crowd = (0..20).map(|code| extent(code, 1, 0, 9));
        let extents: Vec<StripeExtent> = crowd.chain([extent(19, 1, 9, 20), extent(3, 1, 10, 20)]).collect();
        let (found, _) = columns(&extents);
        assert_eq!((found[19], found[20], found[21]), (19, 0, 3));
    }

    #[test]
    fn stripes_of_one_column_never_meet_and_no_column_is_wasted() {
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..50 {
            let mut all: Vec<StripeExtent> = (0..60)
                .map(|_| {
                    let start = rng.u32(0..400);
                    extent(rng.i64(0..8), rng.i64(0..3), start, start + rng.u32(1..50))
                })
                .collect();
            all.sort_by_key(|e| e.start);
            let (found, count) = columns(&all);
            let deepest = (0..460).map(|at| all.iter().filter(|e| e.start.0 <= at && at < e.until.0).count()).max();
            assert_eq!(Some(count), deepest);
            for (i, a) in all.iter().enumerate() {
                for (j, b) in all.iter().enumerate().skip(i + 1) {
                    if a.start < b.until && b.start < a.until {
                        assert_ne!(found[i], found[j], "{a:?} {b:?}");
                    }
                }
            }
        }
    }
}
