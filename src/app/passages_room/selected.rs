//! The passages of selected cards, and whose they are.

use crate::engine::browse::{Browse, BrowseRow, CardId};
use crate::model::{CodingId, UserId};
use std::collections::{BTreeSet, HashSet};

/// The passages of the selected cards, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectedPassages {
    /// Number of cards.
    pub cards: usize,
    /// Passages of the current coder.
    pub mine: Vec<CodingId>,
    /// Passages of other coders.
    pub others: Vec<CodingId>,
    /// The other coders with the numbers of their passages, in the order of the list.
    pub owners: Vec<(UserId, usize)>,
    /// Every passage of the current coder is important, or every one if none is theirs.
    pub important: bool,
    /// The first passage of the first card.
    pub first: Option<BrowseRow>,
}

impl SelectedPassages {
    /// `cards` are those of the list.
    pub(super) fn new(list: &Browse, cards: &[CardId], chosen: &BTreeSet<CardId>, me: Option<UserId>) -> Self {
        let mut found = Self::default();
        let (mut mine, mut all) = (true, true);
        let mut seen = HashSet::new();
        for (at, _) in cards.iter().enumerate().filter(|(_, id)| chosen.contains(id)) {
            let card = list.card(at);
            let Some(first) = card.first() else { continue };
            found.cards += 1;
            found.first.get_or_insert_with(|| first.clone());
            for row in card.iter().filter(|row| seen.insert(row.fact.coding)) {
                all &= row.important;
                if Some(row.fact.user) == me {
                    mine &= row.important;
                    found.mine.push(row.fact.coding);
                    continue;
                }
                found.others.push(row.fact.coding);
                match found.owners.iter_mut().find(|(owner, _)| *owner == row.fact.user) {
                    Some((_, count)) => *count += 1,
                    None => found.owners.push((row.fact.user, 1)),
                }
            }
        }
        found.important = if found.mine.is_empty() { all } else { mine };
        found
    }

    /// Returns all selected passages: the coder's own first.
    #[must_use]
    pub fn all(&self) -> Vec<CodingId> {
        self.mine.iter().chain(&self.others).copied().collect()
    }
}
