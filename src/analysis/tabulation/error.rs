//! Errors in a request for a table or in the table's definition.

use crate::model::Described;
use crate::text::some_of;
use crate::tr;
use std::fmt::{Display, Formatter};

/// Every message names what is wrong and what exists instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{}", tr!("there is no table `{name}`; {known}", name, known))]
    UnknownTable { name: String, known: Alternatives },
    #[error("{}", match of {
        Described::Participants => tr!("there is no attribute `{name}`; {known}", name, known),
        Described::Documents => tr!("documents have no attribute `{name}`; {known}", name, known),
    })]
    UnknownAttribute { of: Described, name: String, known: Alternatives },
    #[error("{}", match of {
        Described::Participants => {
            tr!("no participant has the value `{value}` of `{attribute}`; {known}", value, attribute, known)
        }
        Described::Documents => {
            tr!("no document has the value `{value}` of `{attribute}`; {known}", value, attribute, known)
        }
    })]
    UnknownValue { of: Described, attribute: String, value: String, known: Alternatives },
    #[error("{}", tr!("there is no dimension `{name}`; {known}", name, known))]
    UnknownDimension { name: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the dimension `{name}`, which the codebook does not have; {known}", table, name, known))]
    MissingDimension { table: String, name: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the value `{value}`, which the dimension `{dimension}` does not have; {known}", table, value, dimension, known))]
    MissingValue { table: String, dimension: String, value: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the attribute `{name}`, which participants do not have; {known}", table, name, known))]
    MissingAttribute { table: String, name: String, known: Alternatives },
    /// A range or mean of an attribute without numbers.
    #[error("{}", tr!(
        "table `{table}` shows the range or mean of `{attribute}`, whose values are not numbers; show its distinct values or \
         the number of known values instead",
        table,
        attribute
    ))]
    NoNumbers { table: String, attribute: String },
    #[error("{}", tr!(
        "table `{table}` has rows by `{name}`, which is neither an attribute of participants nor a dimension of codes; \
         attributes: {attributes}; dimensions: {dimensions}",
        table,
        name,
        attributes = attributes.joined(),
        dimensions = dimensions.joined()
    ))]
    MissingRow { table: String, name: String, attributes: Alternatives, dimensions: Alternatives },
    #[error("{}", tr!("table `{table}` has no rows: its definition names neither an attribute nor a dimension for them", table))]
    NoRows { table: String },
    #[error("{}", tr!("table `{table}` has rows by `{attribute}`, which only participants have, and by `{dimension}`, which only codes \
         have, so nothing can have both", table, attribute, dimension))]
    RowsNeverMeet { table: String, attribute: String, dimension: String },
    #[error("{}", tr!("a matrix of {rows} rows and {columns} columns is too large; choose fewer, for example a dimension’s values", rows, columns))]
    TooLarge { rows: usize, columns: usize },
}

/// The most names in a message.
const LISTED: usize = 40;
/// The longest name, in characters, that is compared with a wrong one.
const LONGEST: usize = 60;

/// The names that can be used instead of an unknown one, in the project's order or the most similar first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternatives(Vec<String>);

impl Alternatives {
    /// The names with the most similar to `wrong` first; those that are equally similar keep their order.
    #[must_use]
    pub fn near(wrong: &str, mut names: Vec<String>) -> Self {
        let wrong = compared(wrong);
        names.sort_by_cached_key(|name| distance(&wrong, &compared(name)));
        Self(names)
    }

    /// Returns the number of characters to insert, delete or replace between two names, whatever their case.
    #[must_use]
    pub fn distance(one: &str, other: &str) -> usize {
        distance(&compared(one), &compared(other))
    }

    /// The names with commas, or "none".
    fn joined(&self) -> String {
        if self.0.is_empty() { tr!("names that exist" => "none").to_owned() } else { some_of(&self.0, LISTED) }
    }
}

fn compared(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).take(LONGEST).collect()
}

/// The number of characters to insert, delete or replace between two names.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for ((b, replaced), removed) in other.iter().zip(&above).zip(above.iter().skip(1)) {
            let added = line.last().map_or(0, |left| left + 1);
            line.push((replaced + usize::from(a != b)).min(removed + 1).min(added));
        }
        above = line;
    }
    above.last().copied().unwrap_or(0)
}

impl<'a> FromIterator<&'a str> for Alternatives {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }
}

impl Display for Alternatives {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match self.0.as_slice() {
            [] => tr!("there are none").to_owned(),
            names => tr!("there are: {names}", names = some_of(names, LISTED)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Alternatives;

    #[test]
    fn what_was_probably_meant_comes_first() {
        let names = ["Second", "Male", "Female", "女"].map(str::to_owned);
        for (wrong, first) in [("Femal", "Female"), ("mal", "Male"), ("secnd", "Second"), ("女 ", "女"), ("", "女")]
        {
            let near = Alternatives::near(wrong, names.to_vec());
            assert_eq!(near.0.first().map(String::as_str), Some(first), "{wrong}");
        }
        let near = Alternatives::near("x", (0..50).map(|at| format!("v{at}")).collect());
        assert!(near.joined().ends_with("v39 and 10 more"), "{}", near.joined());
    }
}
