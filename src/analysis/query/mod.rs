//! Questions about coded passages and texts: what a query says, what it means in a study, and what it finds.
//!
//! A query is text ([`PassageQuery`]: read by [`str::parse`], written by its `Display`); [`ResolvedQuery::of`] finds what it names;
//! [`Findings::to`] evaluates it on a [`Corpus`], which the engine provides. Nothing here knows files, SQL or the window.

mod error;
mod evaluate;
mod found;
mod lexer;
mod meaning;
mod parse;
mod places;
mod relate;
mod saved;
mod syntax;

#[cfg(test)]
mod tests;

pub use error::{Faulty, Mistake, Possible, Wrong};
pub use evaluate::{Corpus, Findings};
pub use found::{FoundPlace, PlaceKind};
pub use meaning::{AccountTest, ResolvedQuery, Test};
pub use saved::{PresentQuery, at_home, in_full};
pub use syntax::{
    Chain, Conjunction, Criterion, DistanceUnit, Field, Matching, Meeting, PassageQuery, PlaceRelation, QueryScope,
    Side, Term, What,
};
