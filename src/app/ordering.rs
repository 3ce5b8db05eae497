//! The order of names and values as people expect it: numbers in names by their size, what is not known last.

use crate::model::{Study, values as read};
use std::cmp::Ordering;

/// "Interview 2" comes before "Interview 10"; capital letters do not matter.
#[must_use]
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a_rest.chars().next(), b_rest.chars().next()) else {
            return a_rest.len().cmp(&b_rest.len()).then_with(|| a.cmp(b));
        };
        let step = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (n, m) = (digits(&mut a_rest), digits(&mut b_rest));
            n.len().cmp(&m.len()).then_with(|| n.cmp(m))
        } else {
            (a_rest, b_rest) = (a_rest.get(x.len_utf8()..).unwrap_or(""), b_rest.get(y.len_utf8()..).unwrap_or(""));
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if step != Ordering::Equal {
            return step;
        }
    }
}

/// Takes the digits at the start, without leading zeros.
fn digits<'a>(text: &mut &'a str) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    *text = rest;
    number.trim_start_matches('0')
}

/// Two values of one attribute, numbers by their size and dates by their time; `None` is "not known" and comes last whichever way is sorted.
#[must_use]
pub fn values(a: Option<&str>, b: Option<&str>, descending: bool) -> Ordering {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (a, b) => return b.is_some().cmp(&a.is_some()),
    };
    let order = match (read::number(a), read::number(b)) {
        (Some(x), Some(y)) => x.total_cmp(&y),
        // Dates before words, for the same reason as numbers.
        (None, None) => match (read::date(a), read::date(b)) {
            (Some(x), Some(y)) => x.cmp(&y),
            (None, None) => natural(a, b),
            (x, y) => y.is_some().cmp(&x.is_some()),
        },
        // Numbers before words: else "1e3", "1f" and "2" would each come before the next in a circle.
        (x, y) => y.is_some().cmp(&x.is_some()),
    };
    if descending { order.reverse() } else { order }
}

/// What a click on a column's head does to the order of a list: by it, the other way round, as it was.
pub fn turn<T: PartialEq>(sort: &mut Option<T>, descending: &mut bool, column: T) {
    (*sort, *descending) = match sort {
        Some(now) if *now == column && *descending => (None, false),
        Some(now) if *now == column => (Some(column), true),
        _ => (Some(column), false),
    };
}

/// True when every word of `filter` (small letters) stands in one of the texts.
pub fn matches<'a>(filter: &[String], texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    filter.iter().all(|word| texts.clone().any(|text| text.to_lowercase().contains(word.as_str())))
}

/// The words of a filter in small letters.
#[must_use]
pub fn words(filter: &str) -> Vec<String> {
    filter.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

/// The known values of a participant, by its place in the list.
pub fn known_values(study: &Study, case: usize) -> impl Iterator<Item = &str> + Clone {
    study.cases.get(case).map_or(&[][..], |case| case.values.as_slice()).iter().flatten().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_come_in_the_order_of_the_numbers() {
        let mut names = ["B10", "b2", "B1", "访谈 10", "访谈 9", "A", "", "B02"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["", "A", "B1", "B02", "b2", "B10", "访谈 9", "访谈 10"]);
    }

    #[test]
    fn what_is_not_known_comes_last_both_ways() {
        let mut list = [None, Some("9"), Some("10"), None, Some("-1.5")];
        list.sort_by(|a, b| values(*a, *b, false));
        assert_eq!(list, [Some("-1.5"), Some("9"), Some("10"), None, None]);
        list.sort_by(|a, b| values(*a, *b, true));
        assert_eq!(list, [Some("10"), Some("9"), Some("-1.5"), None, None]);
        let mut written = [Some("soon"), Some("29.7.2019"), Some("3,5"), Some("2019-01-31"), Some("10")];
        written.sort_by(|a, b| values(*a, *b, false));
        assert_eq!(written, [Some("3,5"), Some("10"), Some("2019-01-31"), Some("29.7.2019"), Some("soon")]);
    }
}
