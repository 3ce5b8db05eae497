//! When two places of one document are in a relation: for one pair, and for one place and all others at once.

use super::found::FoundPlace;
use super::places::Places;
use super::syntax::{DistanceUnit, Meeting, PlaceRelation, QueryScope, Side};
use crate::analysis::cooccurrence::touched;
use crate::model::CharRange;
use crate::text::Cut;

/// The places on the right of a relation, in one document.
pub(super) struct Partners<'a> {
    relation: PlaceRelation,
    units: &'a [CharRange],
    /// Sorted. For a scope, only those that touch a unit.
    others: Vec<FoundPlace>,
    /// Their ranges; for a scope, the ranges of the units that they touch, by number.
    places: Places,
}

impl<'a> Partners<'a> {
    pub fn new(others: &[FoundPlace], relation: PlaceRelation, units: &'a [CharRange]) -> Self {
        let range = |found: &FoundPlace| compared(relation, found.range, units);
        let others: Vec<FoundPlace> = others.iter().filter(|found| range(found).is_some()).copied().collect();
        let ranges: Vec<CharRange> = others.iter().filter_map(range).collect();
        Self { relation, units, places: Places::new(ranges.into_iter()), others }
    }

    /// True if a place is related to one of them other than itself.
    pub fn are_there(&self, found: &FoundPlace) -> bool {
        let Some(range) = compared(self.relation, found.range, self.units) else { return false };
        let itself = self.others.binary_search(found).ok();
        let overlap = || self.places.overlapping(range) > usize::from(itself.is_some());
        match self.relation {
            PlaceRelation::Shares { .. } | PlaceRelation::Meets { meeting: Meeting::Overlaps, .. } => overlap(),
            PlaceRelation::Meets { meeting: Meeting::Inside, .. } => self.places.enclose(range, itself),
            PlaceRelation::Meets { meeting: Meeting::Contains, .. } => self.places.lie_in(range, itself),
            PlaceRelation::Apart { side, at_most, unit, .. } => {
                let is_close =
                    |gap: Option<CharRange>| gap.is_some_and(|gap| units_in(gap, unit, self.units) <= at_most as usize);
                let before =
                    || self.places.first_start(range.end).map(|start| CharRange { start: range.end, end: start });
                let behind = || self.places.last_end(range.start).map(|end| CharRange { start: end, end: range.start });
                match side {
                    Side::Near => overlap() || is_close(before()) || is_close(behind()),
                    Side::Before => is_close(before()),
                    Side::After => is_close(behind()),
                }
            }
        }
    }
}

/// Returns what is compared of a range: itself, or for a scope the units that it touches, by number. `None`: it touches none.
fn compared(relation: PlaceRelation, range: CharRange, units: &[CharRange]) -> Option<CharRange> {
    match relation {
        PlaceRelation::Shares { scope: QueryScope::Document | QueryScope::Participant, .. } => {
            Some(CharRange::new(0, 1))
        }
        PlaceRelation::Shares { .. } => {
            let (first, end) = touched(units, range);
            (first < end).then(|| CharRange::new(first, end))
        }
        PlaceRelation::Meets { .. } | PlaceRelation::Apart { .. } => Some(range),
    }
}

/// True if a place is so related to another one of the same document. `not` is not looked at.
pub(super) fn holds(relation: PlaceRelation, left: CharRange, right: CharRange, units: &[CharRange]) -> bool {
    let (Some(one), Some(other)) = (compared(relation, left, units), compared(relation, right, units)) else {
        return false;
    };
    let overlap = one.intersection(other).is_some();
    match relation {
        PlaceRelation::Shares { .. } | PlaceRelation::Meets { meeting: Meeting::Overlaps, .. } => overlap,
        PlaceRelation::Meets { meeting: Meeting::Inside, .. } => other.encloses(one),
        PlaceRelation::Meets { meeting: Meeting::Contains, .. } => one.encloses(other),
        PlaceRelation::Apart { side, at_most, unit, .. } => {
            let is_close =
                |start, end| start <= end && units_in(CharRange { start, end }, unit, units) <= at_most as usize;
            let (before, behind) = (is_close(one.end, other.start), is_close(other.end, one.start));
            match side {
                Side::Near => overlap || before || behind,
                Side::Before => before,
                Side::After => behind,
            }
        }
    }
}

/// Returns how many units lie wholly in a gap.
fn units_in(gap: CharRange, unit: DistanceUnit, units: &[CharRange]) -> usize {
    if unit == DistanceUnit::Characters {
        return gap.len() as usize;
    }
    let first = units.partition_point(|unit| unit.start < gap.start);
    units.partition_point(|unit| unit.end <= gap.end).saturating_sub(first)
}

/// What a text is cut into.
pub(super) enum Pieces {
    Words,
    Units(Cut),
}

/// Returns the units that a relation needs.
pub(super) fn cut(relation: PlaceRelation) -> Option<Pieces> {
    let cut = match relation {
        PlaceRelation::Meets { .. } => None,
        PlaceRelation::Apart { unit, .. } => match unit {
            DistanceUnit::Characters => None,
            DistanceUnit::Words => return Some(Pieces::Words),
            DistanceUnit::Sentences => Some(Cut::Sentence),
            DistanceUnit::Turns => Some(Cut::Turn),
            DistanceUnit::Paragraphs => Some(Cut::Paragraph),
        },
        PlaceRelation::Shares { scope, .. } => match scope {
            QueryScope::Sentence => Some(Cut::Sentence),
            QueryScope::Turn => Some(Cut::Turn),
            QueryScope::Paragraph => Some(Cut::Paragraph),
            QueryScope::Exchange => Some(Cut::Exchange),
            QueryScope::Document | QueryScope::Participant => None,
        },
    };
    cut.map(Pieces::Units)
}
