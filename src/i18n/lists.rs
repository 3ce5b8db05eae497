//! Enumerations within a sentence, and sentences of a paragraph.

use crate::tr;
use std::fmt::Display;

/// Returns `a`, `a and b` or `a, b and c`; empty without items.
#[must_use]
pub fn and<T: Display>(items: &[T]) -> String {
    with_last(items, |first, last| tr!("last of a list" => "{first} and {last}", first, last))
}

/// Returns `a`, `a or b` or `a, b or c`; empty without items.
#[must_use]
pub fn or<T: Display>(items: &[T]) -> String {
    with_last(items, |first, last| tr!("last of a list" => "{first} or {last}", first, last))
}

/// Returns `a, b, c`; empty without items.
#[must_use]
pub fn joined<T: Display>(items: &[T]) -> String {
    one_after_another(items, |before, next| tr!("list" => "{before}, {next}", before, next))
}

/// Returns `a, b, c`, or if there are more than `most`, `a, b and 3 more`.
#[must_use]
pub fn few<T: Display>(items: &[T], most: usize) -> String {
    cut(items, most, |names, more| tr!("list that is cut" => "{names} and {more} more", names, more))
}

/// As [`few`], for names of people.
#[must_use]
pub fn few_people<T: Display>(people: &[T], most: usize) -> String {
    cut(people, most, |names, more| tr!("list of people that is cut" => "{names} and {more} more", names, more))
}

/// Returns `a; b; c`; empty without items.
#[must_use]
pub fn clauses<T: Display>(clauses: &[T]) -> String {
    one_after_another(clauses, |before, next| tr!("clauses" => "{before}; {next}", before, next))
}

/// Joins sentences to a paragraph.
#[must_use]
pub fn sentences<T: Display>(sentences: &[T]) -> String {
    one_after_another(sentences, |before, next| tr!("sentences" => "{before} {next}", before, next))
}

fn one_after_another<T: Display>(items: &[T], pattern: impl Fn(String, &T) -> String) -> String {
    let mut items = items.iter();
    let first = items.next().map(T::to_string).unwrap_or_default();
    items.fold(first, pattern)
}

fn cut<T: Display>(items: &[T], most: usize, pattern: impl Fn(String, usize) -> String) -> String {
    match items.len().saturating_sub(most) {
        0 => joined(items),
        more => pattern(joined(items.get(..most).unwrap_or(items)), more),
    }
}

fn with_last<T: Display>(items: &[T], pattern: impl Fn(&str, &T) -> String) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => pattern(&joined(first), last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, within};

    #[test]
    fn people_are_counted_as_people() {
        let names = ["甲", "乙", "丙"];
        let (items, people) = within(Language::Chinese, || (few(&names, 2), few_people(&names, 2)));
        assert_eq!((items.as_str(), people.as_str()), ("甲、乙等，另有 1 项", "甲、乙等，另有 1 位"));
        assert_eq!(few_people(&["A", "B", "C"], 1), "A and 2 more");
        assert_eq!(few_people(&["A", "B"], 2), "A, B");
    }
}
