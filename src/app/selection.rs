//! Selected rows and keyboard focus of a list, with clicks and keys, Ctrl and Shift.

use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSelection<T: Ord> {
    pub chosen: BTreeSet<T>,
    /// The row with the keyboard focus.
    pub cursor: Option<T>,
    /// Where a range selected with Shift begins.
    anchor: Option<T>,
}

impl<T: Ord> Default for ListSelection<T> {
    fn default() -> Self {
        Self { chosen: BTreeSet::new(), cursor: None, anchor: None }
    }
}

/// What is done to a selection by a click.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClickKeys {
    /// Adds to the selection, or takes away from it.
    pub add: bool,
    /// Selects everything up to the row.
    pub extend: bool,
}

impl<T: Ord + Copy> ListSelection<T> {
    /// Selects only one row.
    pub fn only(&mut self, id: T) {
        self.chosen = BTreeSet::from([id]);
        (self.cursor, self.anchor) = (Some(id), Some(id));
    }

    /// Handles a click on a row; `order` is the list as displayed.
    pub fn click(&mut self, order: &[T], id: T, ClickKeys { add, extend }: ClickKeys) {
        if extend {
            self.extend(order, id, add);
        } else if add {
            if !self.chosen.remove(&id) {
                self.chosen.insert(id);
            }
            (self.cursor, self.anchor) = (Some(id), Some(id));
        } else {
            self.only(id);
        }
    }

    /// Moves the focus by rows; `extend` selects everything in between.
    pub fn step(&mut self, order: &[T], steps: isize, extend: bool) {
        let last = order.len().saturating_sub(1);
        let at = self.cursor.and_then(|id| order.iter().position(|o| *o == id));
        let to = at.map_or(if steps < 0 { last } else { 0 }, |at| at.saturating_add_signed(steps).min(last));
        let Some(&id) = order.get(to) else { return };
        if extend {
            self.extend(order, id, false);
        } else {
            self.only(id);
        }
    }

    /// Returns the selected rows that are listed, in list order, so that rows hidden by a filter are never changed.
    #[must_use]
    pub fn among(&self, order: &[T]) -> Vec<T> {
        order.iter().copied().filter(|id| self.chosen.contains(id)).collect()
    }

    pub fn all(&mut self, order: &[T]) {
        self.chosen = order.iter().copied().collect();
    }

    /// Deselects what no longer exists.
    pub fn retain(&mut self, known: impl Fn(T) -> bool) {
        self.chosen.retain(|&id| known(id));
        self.cursor = self.cursor.filter(|&id| known(id));
        self.anchor = self.anchor.filter(|&id| known(id));
    }

    fn extend(&mut self, order: &[T], id: T, add: bool) {
        let place = |id: T| order.iter().position(|o| *o == id);
        let (Some(to), from) = (place(id), self.anchor.and_then(place)) else { return };
        let from = from.unwrap_or(to);
        let range = order.get(from.min(to)..=from.max(to)).unwrap_or_default();
        if !add {
            self.chosen.clear();
        }
        self.chosen.extend(range.iter().copied());
        self.cursor = Some(id);
        self.anchor = self.anchor.or(Some(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_and_keys_choose_as_in_any_list() {
        let order = [5, 3, 8, 1, 9];
        let mut selection = ListSelection::default();
        let chosen = |s: &ListSelection<i32>| s.chosen.iter().copied().collect::<Vec<_>>();
        selection.click(&order, 3, ClickKeys::default());
        selection.click(&order, 1, ClickKeys { extend: true, add: false });
        assert_eq!(chosen(&selection), [1, 3, 8]);
        selection.click(&order, 8, ClickKeys { add: true, extend: false });
        assert_eq!(chosen(&selection), [1, 3]);
        selection.step(&order, 1, false);
        assert_eq!((chosen(&selection), selection.cursor), (vec![1], Some(1)));
        selection.step(&order, 9, true);
        assert_eq!(chosen(&selection), [1, 9]);
        selection.step(&order, -4, true);
        assert_eq!(chosen(&selection), [1, 3, 5, 8], "a range turns around where it began");
        selection.retain(|id| id > 4);
        assert_eq!((chosen(&selection), selection.cursor), (vec![5, 8], Some(5)));
        selection.all(&order);
        assert_eq!(selection.chosen.len(), 5);
        assert_eq!(selection.among(&[9, 7, 3]), [9, 3]);
        selection.step(&[], 1, false);
    }
}
