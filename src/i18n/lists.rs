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
    let mut items = items.iter();
    let first = items.next().map(T::to_string).unwrap_or_default();
    items.fold(first, |before, next| tr!("list" => "{before}, {next}", before, next))
}

/// Returns `a; b; c`; empty without items.
#[must_use]
pub fn clauses<T: Display>(clauses: &[T]) -> String {
    let mut clauses = clauses.iter();
    let first = clauses.next().map(T::to_string).unwrap_or_default();
    clauses.fold(first, |before, next| tr!("clauses" => "{before}; {next}", before, next))
}

/// Joins sentences to a paragraph.
#[must_use]
pub fn sentences<T: Display>(sentences: &[T]) -> String {
    let mut sentences = sentences.iter();
    let first = sentences.next().map(T::to_string).unwrap_or_default();
    sentences.fold(first, |before, next| tr!("sentences" => "{before} {next}", before, next))
}

fn with_last<T: Display>(items: &[T], pattern: impl Fn(&str, &T) -> String) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => pattern(&joined(first), last),
    }
}
