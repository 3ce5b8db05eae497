//! Selects cards of the Passages room, and keeps the selection when the list changes.

use super::PassagesRoom;
use super::selected::SelectedPassages;
use crate::app::selection::{ClickKeys, ListSelection};
use crate::engine::browse::{Browse, CardId};
use crate::model::{CodingId, UserId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl PassagesRoom {
    /// The card with the keyboard focus.
    #[must_use]
    pub fn cursor(&self) -> Option<usize> {
        let cursor = self.selection.cursor?;
        self.cards.iter().position(|&card| card == cursor)
    }

    #[must_use]
    pub fn is_selected(&self, card: usize) -> bool {
        self.cards.get(card).is_some_and(|card| self.selection.chosen.contains(card))
    }

    /// Selects a card as a click with these keys does.
    pub fn click(&mut self, card: usize, keys: ClickKeys) {
        if let Some(&id) = self.cards.get(card) {
            self.change_selection(|selection, cards| selection.click(cards, id, keys));
        }
    }

    /// Moves the keyboard focus by cards and selects the card there; `extend` selects everything in between.
    pub fn step(&mut self, steps: isize, extend: bool) {
        self.change_selection(|selection, cards| selection.step(cards, steps, extend));
    }

    /// Adds the card with the keyboard focus to the selection, or takes it away.
    pub fn toggle(&mut self) {
        if let Some(card) = self.cursor() {
            self.click(card, ClickKeys { add: true, extend: false });
        }
    }

    pub fn select_all(&mut self) {
        self.change_selection(|selection, cards| selection.all(cards));
    }

    pub fn select_nothing(&mut self) {
        self.change_selection(|selection, _| selection.chosen.clear());
    }

    /// Returns what stands for a card in another list.
    #[must_use]
    pub fn card_id(&self, card: usize) -> Option<CardId> {
        self.cards.get(card).copied()
    }

    fn change_selection(&mut self, change: impl FnOnce(&mut ListSelection<CardId>, &[CardId])) {
        change(&mut self.selection, &self.cards);
        self.selected = None;
        self.with_others &= !self.selection.chosen.is_empty();
    }

    /// Returns the selected passages as this coder sees them.
    pub fn selected(&mut self, me: Option<UserId>) -> Arc<SelectedPassages> {
        if let Some((_, selected)) = self.selected.as_ref().filter(|(of, _)| *of == me) {
            return selected.clone();
        }
        let list = self.list.clone().unwrap_or_default();
        let selected = SelectedPassages::new(&list, &self.cards, &self.selection.chosen, me);
        self.selected.insert((me, Arc::new(selected))).1.clone()
    }

    /// Takes a new list. A selected passage that is in it stays selected, with the card that has it.
    pub(super) fn take_list(&mut self, list: Arc<Browse>) {
        self.cards = list.card_ids();
        // A passage that is on several cards is met in their order.
        let (mut card_of, mut met) = (HashMap::<CardId, CardId>::new(), HashMap::<CodingId, usize>::new());
        let known: HashSet<CodingId> =
            self.selection.chosen.iter().chain(&self.selection.cursor).map(|(coding, _)| *coding).collect();
        for (at, &card) in self.cards.iter().enumerate() {
            for row in list.card(at).iter().filter(|row| known.contains(&row.fact.coding)) {
                let count = met.entry(row.fact.coding).or_default();
                card_of.insert((row.fact.coding, *count), card);
                *count += 1;
            }
        }
        let now = |id: CardId| card_of.get(&id).or_else(|| card_of.get(&(id.0, 0))).copied();
        let chosen = &mut self.selection.chosen;
        *chosen = chosen.iter().filter_map(|&id| now(id)).collect();
        self.selection.cursor = self.selection.cursor.and_then(now);
        let cards: HashSet<CardId> = card_of.into_values().collect();
        self.selection.retain(|id| cards.contains(&id));
        self.selected = None;
        self.with_others &= !self.selection.chosen.is_empty();
        self.list = Some(list);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::browse::BrowseRow;
    use crate::model::{CharRange, CodeId, Fact, SourceId};

    /// One passage for each coding and coder; each inner list is a card.
    fn list(cards: &[&[(i64, i64)]]) -> Arc<Browse> {
        let mut list = Browse::default();
        for card in cards {
            list.cards.push(list.rows.len());
            list.rows.extend(card.iter().map(|&(coding, user)| {
                let (coding, user, code) = (CodingId(coding), UserId(user), CodeId(1));
                let fact = Fact { coding, source: SourceId(1), range: CharRange::new(0, 1), code, user };
                BrowseRow { fact, created: 0, important: coding.0 == 1, account: None, memos: vec![] }
            }));
        }
        Arc::new(list)
    }

    fn ids(list: &[CodingId]) -> Vec<i64> {
        list.iter().map(|id| id.0).collect()
    }

    #[test]
    fn passages_of_a_selected_card_are_divided_by_owner() {
        let mut room = PassagesRoom::default();
        room.take_list(list(&[&[(1, 1), (2, 2)], &[(3, 2)], &[(4, 1)], &[(5, 3)]]));
        room.select_all();
        let me = room.selected(Some(UserId(1)));
        assert_eq!((ids(&me.mine), ids(&me.others), me.important), (vec![1, 4], vec![2, 3, 5], false));
        assert_eq!(me.owners, [(UserId(2), 2), (UserId(3), 1)]);
        assert_eq!(ids(&room.selected(Some(UserId(2))).mine), [2, 3]);
        room.click(0, ClickKeys::default());
        let first = room.selected(Some(UserId(1)));
        assert_eq!((first.cards, first.important), (1, true), "only mine decides");
        assert!(!room.selected(None).important);
        room.select_nothing();
        assert_eq!(*room.selected(Some(UserId(1))), SelectedPassages { important: true, ..Default::default() });
    }

    #[test]
    fn cards_with_the_same_passage_are_selected_one_by_one_and_it_counts_once() {
        let mut room = PassagesRoom::default();
        // Passage 1 is of two people.
        let cards: &[&[(i64, i64)]] = &[&[(1, 1)], &[(2, 1)], &[(1, 1)], &[(3, 1)]];
        room.take_list(list(cards));
        room.click(1, ClickKeys::default());
        let steps: Vec<_> = (0..2).map(|_| (room.step(1, false), room.cursor())).map(|(_, cursor)| cursor).collect();
        assert_eq!(steps, [Some(2), Some(3)], "the keyboard goes on below the second card");
        room.step(-1, false);
        assert_eq!((0..4).filter(|&card| room.is_selected(card)).collect::<Vec<_>>(), [2]);
        room.take_list(list(cards));
        assert_eq!(room.cursor(), Some(2));
        room.select_all();
        assert_eq!(ids(&room.selected(Some(UserId(1))).mine), [1, 2, 3]);
        room.click(2, ClickKeys::default());
        room.take_list(list(&[&[(1, 1)], &[(2, 1)]]));
        assert_eq!(room.cursor(), Some(0), "it is of one person now");
    }

    #[test]
    fn the_selection_follows_its_passages_into_a_new_list() {
        let mut room = PassagesRoom::default();
        room.take_list(list(&[&[(1, 1), (2, 2)], &[(3, 2)], &[(4, 1)]]));
        room.click(0, ClickKeys::default());
        room.click(2, ClickKeys { add: true, extend: false });
        // Passage 1 has another code and card, passage 4 is removed.
        room.take_list(list(&[&[(2, 2)], &[(7, 2), (1, 1)], &[(3, 2)]]));
        assert_eq!(ids(&room.selected(Some(UserId(1))).all()), [1, 7]);
        assert_eq!((0..3).filter(|&card| room.is_selected(card)).collect::<Vec<_>>(), [1]);
        assert_eq!(room.cursor(), None);
    }
}
