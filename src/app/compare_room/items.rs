//! What the Compare room lists: the units on which a figure rests, and disagreements.

use crate::analysis::agreement::CoderSet;
use crate::engine::compare::Compared;
use crate::engine::disagreements::{Disagreements, ShownDisagreement};
use crate::model::{CharRange, CodeId, SourceId, UserId};
use std::collections::HashMap;

/// What a figure covers: `None` means all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub code: Option<CodeId>,
    pub document: Option<SourceId>,
    /// Indices in [`Compared::coders`].
    pub pair: Option<(usize, usize)>,
}

/// Which of the units or disagreements are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Disagreements that are not settled, postponed ones among them.
    Open,
    Later,
    Settled,
    Disagreements,
    Agreed,
    All,
}

/// The order within a document in which units or disagreements are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemOrder {
    /// As one reads.
    #[default]
    Place,
    /// As in the codebook, and by place for each code.
    Code,
}

impl ItemOrder {
    /// Orders a list in which documents follow each other, and codes in each of them.
    pub(super) fn apply(self, items: &mut [Item]) {
        if self == Self::Place {
            items.chunk_by_mut(|a, b| a.source == b.source).for_each(|of| of.sort_by_key(|item| item.range));
        }
    }
}

/// A unit on which a figure rests, or a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub source: SourceId,
    pub range: CharRange,
    pub code: CodeId,
    /// Indices in [`Compared::coders`].
    pub marked: CoderSet,
    pub took_part: CoderSet,
    pub is_disagreement: bool,
    /// Indices in the list of disagreements.
    pub disagreements: Vec<usize>,
    /// Number of disagreements with a decision, and of postponed ones.
    settled: usize,
    later: usize,
}

pub(super) type Key = (SourceId, CharRange, CodeId);

impl Item {
    pub(super) fn key(&self) -> Key {
        (self.source, self.range, self.code)
    }

    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.disagreements.is_empty() && self.settled == self.disagreements.len()
    }

    /// Whether a decision is to be made: nothing of it is settled or postponed yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_disagreement && self.settled + self.later < self.disagreements.len().max(1)
    }

    pub(super) fn is_listed(&self, which: Which) -> bool {
        match which {
            Which::Open => self.is_disagreement && (self.disagreements.is_empty() || !self.is_settled()),
            Which::Later => self.later > 0,
            Which::Settled => self.is_settled(),
            Which::Disagreements => self.is_disagreement,
            Which::Agreed => !self.is_disagreement,
            Which::All => true,
        }
    }
}

/// Returns the units on which a figure rests.
pub(super) fn evidence(compared: &Compared, disagreements: &Disagreements, scope: Scope) -> Vec<Item> {
    let code = scope.code.map(|id| compared.codes.iter().position(|&code| code == id));
    let document = scope.document.map(|id| compared.documents.iter().position(|&source| source == id));
    // A code or a document that is no longer compared has no units.
    if code == Some(None) || document == Some(None) {
        return vec![];
    }
    let mut by_place: HashMap<(SourceId, usize), Vec<usize>> = HashMap::new();
    for (place, shown) in disagreements.list.iter().enumerate() {
        if let Some(&code) = compared.counted_as.get(&shown.disagreement.key.code) {
            by_place.entry((shown.disagreement.key.source, code)).or_default().push(place);
        }
    }
    let pair: Option<CoderSet> = scope.pair.map(|(i, j)| [i, j].into_iter().collect());
    let of_pair = |coders: CoderSet| match &pair {
        Some(pair) => coders.shared_with(pair),
        None => coders,
    };
    let mut items = Vec::new();
    for unit in compared.evidence(code.flatten(), document.flatten()) {
        let (marked, took_part) = (of_pair(unit.marked), of_pair(unit.took_part));
        let Some(&code) = compared.codes.get(unit.code) else { continue };
        if marked.is_empty() || took_part.len() < 2 {
            continue;
        }
        let candidates = by_place.get(&(unit.source, unit.code)).map_or(&[][..], Vec::as_slice);
        let chosen = candidates.iter().copied().filter(|&place| {
            disagreements.list.get(place).is_some_and(|d| d.disagreement.key.range.intersection(unit.range).is_some())
        });
        let in_unit: Vec<usize> = chosen.collect();
        let (settled, later) = decided(disagreements, &in_unit);
        items.push(Item {
            source: unit.source,
            range: unit.range,
            code,
            is_disagreement: marked != took_part,
            marked,
            took_part,
            disagreements: in_unit,
            settled,
            later,
        });
    }
    items
}

pub(super) fn of_disagreement(compared: &Compared, disagreements: &Disagreements, place: usize) -> Option<Item> {
    let disagreement = &disagreements.list.get(place)?.disagreement;
    let coder = |user: &UserId| compared.coders.iter().position(|other| other == user);
    let (settled, later) = decided(disagreements, &[place]);
    Some(Item {
        source: disagreement.key.source,
        range: disagreement.key.range,
        code: disagreement.key.code,
        marked: disagreement.marks.iter().chain(&disagreement.agreed).filter_map(|mark| coder(&mark.user)).collect(),
        took_part: disagreement.coders.iter().filter_map(coder).collect(),
        is_disagreement: true,
        disagreements: vec![place],
        settled,
        later,
    })
}

/// Counts how many of these disagreements are settled, and how many are postponed.
fn decided(disagreements: &Disagreements, places: &[usize]) -> (usize, usize) {
    let count = |is: fn(&ShownDisagreement) -> bool| {
        places.iter().filter_map(|place| disagreements.list.get(*place)).filter(|shown| is(shown)).count()
    };
    (count(ShownDisagreement::is_settled), count(ShownDisagreement::is_postponed))
}
