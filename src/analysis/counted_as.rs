//! As which codes a coding counts: its own, those above it, or the one at a level of the code tree.

use crate::model::{CodeId, Codebook};

/// How codes are rolled up into their parents; by default, not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountedAs {
    /// A coding also counts as every code above its own.
    pub with_parents: bool,
    /// Codes below this level count as the one above them at that level; the first level is 1. This is done before
    /// parents are counted.
    pub level: Option<usize>,
}

impl CountedAs {
    /// As its own code and all above it.
    pub const WITH_PARENTS: Self = Self { with_parents: true, level: None };

    /// True if every coding counts as its own code only.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self == Self::default()
    }

    /// Returns for each code, in codebook order, the indices of the codes as which its codings count.
    #[must_use]
    pub fn codes(self, book: &Codebook) -> Vec<Vec<u32>> {
        let index = |id: CodeId| book.position(id).and_then(|at| u32::try_from(at).ok());
        let counted = |id: CodeId| {
            let mut next = Some(raised(book, id, self.level));
            let mut found = Vec::new();
            while let Some(code) = next.and_then(|id| book.get(id)) {
                // A damaged file may contain a cycle of parents.
                let Some(at) = index(code.id).filter(|at| !found.contains(at)) else { break };
                found.push(at);
                next = code.parent.filter(|_| self.with_parents);
            }
            found
        };
        book.codes().iter().map(|code| counted(code.id)).collect()
    }
}

/// Returns the code itself, or its ancestor on the last of `levels` levels.
#[must_use]
pub fn raised(book: &Codebook, code: CodeId, levels: Option<usize>) -> CodeId {
    let above = levels.map_or(0, |levels| (book.depth(code) + 1).saturating_sub(levels));
    (0..above).fold(code, |at, _| book.get(at).and_then(|code| code.parent).unwrap_or(at))
}

#[cfg(test)]
mod tests {
    use super::CountedAs;
    use crate::analysis::samples::book;

    #[test]
    fn a_coding_counts_as_its_code_those_above_it_or_the_one_at_a_level() {
        let book = book(&[(1, None, "a"), (2, Some(1), "b"), (3, Some(2), "c"), (4, None, "d")]);
        let codes = |with_parents, level| CountedAs { with_parents, level }.codes(&book);
        assert_eq!(codes(false, None), [vec![0], vec![1], vec![2], vec![3]]);
        assert_eq!(codes(true, None), [vec![0], vec![1, 0], vec![2, 1, 0], vec![3]]);
        assert_eq!(codes(false, Some(2)), [vec![0], vec![1], vec![1], vec![3]]);
        assert_eq!(codes(true, Some(2)), [vec![0], vec![1, 0], vec![1, 0], vec![3]]);
        assert_eq!(codes(false, Some(1)), [vec![0], vec![0], vec![0], vec![3]]);
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let book = book(&[(1, Some(2), "a"), (2, Some(1), "b")]);
        assert!(CountedAs::WITH_PARENTS.codes(&book).iter().all(|codes| codes.len() == 2));
    }
}
