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

/// True when every word of `filter` (in lower case) occurs in one of the texts.
pub fn matches<'a>(filter: &[String], texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    filter.iter().all(|word| texts.clone().any(|text| text.to_lowercase().contains(word.as_str())))
}

/// Returns the words of a filter in lower case.
#[must_use]
pub fn words(filter: &str) -> Vec<String> {
    filter.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

/// Returns the known values of a participant, by index in the list.
pub fn known_values(study: &Study, case: usize) -> impl Iterator<Item = &str> + Clone {
    study.cases.get(case).map_or(&[][..], |case| case.values.as_slice()).iter().flatten().map(String::as_str)
}
