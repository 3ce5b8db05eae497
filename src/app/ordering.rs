//! Sorts and filters lists by what the user clicks and types.

use crate::model::Study;

/// Handles a click on a column's head: sorts by it, then in reverse, then not at all.
pub fn turn<T: PartialEq>(sort: &mut Option<T>, descending: &mut bool, column: T) {
    (*sort, *descending) = match sort {
        Some(now) if *now == column && *descending => (None, false),
        Some(now) if *now == column => (Some(column), true),
        _ => (Some(column), false),
    };
}

/// Returns the known values of a participant, by index in the list.
pub fn known_values(study: &Study, participant: usize) -> impl Iterator<Item = &str> + Clone {
    study
        .participants
        .get(participant)
        .map_or(&[][..], |participant| participant.values.as_slice())
        .iter()
        .flatten()
        .map(String::as_str)
}
