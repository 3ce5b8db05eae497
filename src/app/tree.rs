//! The codebook as rows of a tree: what is collapsed, the filter, the keyboard focus, and the codes on keys.

use super::code_keys::CodeKeys;
use crate::model::{CodeId, Codebook};
use crate::text::NameFilter;
use crate::text::name_filter::FoldedName;
use std::collections::HashSet;

#[derive(Clone, Debug, Default)]
pub struct TreeState {
    /// Collapsed codes.
    pub folded: HashSet<CodeId>,
    pub filter: String,
    /// The row that Enter selects.
    pub marked: Option<CodeId>,
    /// A new code, until its row has been scrolled into view.
    pub added: Option<CodeId>,
    /// The codes on the keys 1 to 9.
    pub keys: CodeKeys,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeRow {
    pub code: CodeId,
    pub depth: usize,
    pub has_children: bool,
    /// The filter matches this code itself, not only a subcode.
    pub is_match: bool,
}

impl TreeState {
    /// Unfolds the codes above a new one.
    pub fn unfold_added(&mut self, book: &Codebook) {
        let mut above = self.added.and_then(|code| book.get(code)?.parent);
        while let Some(code) = above {
            self.folded.remove(&code);
            above = book.get(code).and_then(|code| code.parent);
        }
    }

    /// Returns the rows to show. With a filter, these are codes whose path contains all its words, and their
    /// ancestors, so that their paths stay visible.
    #[must_use]
    pub fn rows(&self, book: &Codebook) -> Vec<TreeRow> {
        let filter = NameFilter::of_path(&self.filter);
        let parents: HashSet<CodeId> = book.codes().iter().filter_map(|c| c.parent).collect();
        let row = |code: CodeId, is_match| TreeRow {
            code,
            depth: book.depth(code),
            has_children: parents.contains(&code),
            is_match,
        };
        if filter.is_empty() {
            let mut hidden: HashSet<CodeId> = HashSet::new();
            let mut rows = Vec::new();
            for code in book.codes() {
                if code.parent.is_some_and(|p| hidden.contains(&p) || self.folded.contains(&p)) {
                    hidden.insert(code.id);
                } else {
                    rows.push(row(code.id, true));
                }
            }
            return rows;
        }
        let mut kept: HashSet<CodeId> = HashSet::new();
        let mut matches: HashSet<CodeId> = HashSet::new();
        for code in book.codes() {
            let path = FoldedName::of(&book.path(code.id).to_string());
            // A word in the parent's name alone does not make every child a match.
            let name = FoldedName::of(&code.name);
            if filter.finds_folded(&path) && filter.words().iter().any(|word| word.finds(&name)) {
                matches.insert(code.id);
                let mut next = Some(code.id);
                while let Some(id) = next.filter(|id| kept.insert(*id)) {
                    next = book.get(id).and_then(|c| c.parent);
                }
            }
        }
        let shown = book.codes().iter().filter(|c| kept.contains(&c.id));
        shown.map(|c| row(c.id, matches.contains(&c.id))).collect()
    }

    /// Returns the row that Enter selects: the marked one if it is shown, or else the first match.
    #[must_use]
    pub fn target(&self, rows: &[TreeRow]) -> Option<CodeId> {
        let marked = rows.iter().find(|row| Some(row.code) == self.marked && row.is_match);
        let leaf = || rows.iter().find(|row| row.is_match && !row.has_children);
        marked.or_else(leaf).or_else(|| rows.iter().find(|row| row.is_match)).map(|row| row.code)
    }

    /// Moves the mark by `steps` rows among the matches.
    pub fn step(&mut self, rows: &[TreeRow], steps: isize) {
        let matching: Vec<CodeId> = rows.iter().filter(|row| row.is_match).map(|row| row.code).collect();
        let Some(last) = matching.len().checked_sub(1) else { return };
        let at = self.target(rows).and_then(|code| matching.iter().position(|&c| c == code)).unwrap_or(0);
        self.marked = matching.get(at.saturating_add_signed(steps).min(last)).copied();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    fn book() -> Codebook {
        samples::book(&[
            (1, None, "Financial"),
            (2, Some(1), "Push"),
            (3, Some(2), "Low income"),
            (4, Some(2), "Rent"),
            (5, None, "家庭"),
            (6, Some(5), "Push"),
            (7, Some(6), "思乡"),
        ])
    }

    fn shown(state: &TreeState) -> Vec<i64> {
        state.rows(&book()).iter().map(|r| r.code.0).collect()
    }

    #[test]
    fn a_filter_keeps_the_path_of_what_it_finds() {
        let mut state = TreeState { filter: "inc".into(), ..TreeState::default() };
        assert_eq!(shown(&state), [1, 2, 3]);
        assert_eq!(state.target(&state.rows(&book())), Some(CodeId(3)));
        state.filter = "思".into();
        assert_eq!(shown(&state), [5, 6, 7]);
        state.filter = "家庭 push".into();
        assert_eq!(shown(&state), [5, 6]);
        state.filter = "nothing".into();
        assert!(shown(&state).is_empty());
    }

    #[test]
    fn folded_codes_hide_everything_below_them() {
        let state = TreeState { folded: [CodeId(1)].into(), ..TreeState::default() };
        assert_eq!(shown(&state), [1, 5, 6, 7]);
    }

    #[test]
    fn the_mark_moves_among_matches_and_stops_at_the_ends() {
        let mut state = TreeState { filter: "push".into(), ..TreeState::default() };
        let rows = state.rows(&book());
        state.step(&rows, 1);
        assert_eq!(state.marked, Some(CodeId(6)));
        state.step(&rows, 5);
        assert_eq!(state.marked, Some(CodeId(6)));
        state.step(&rows, -5);
        assert_eq!(state.marked, Some(CodeId(2)));
    }
}
