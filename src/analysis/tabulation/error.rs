//! Errors in a request for a table or in the table's definition.

use std::fmt::{Display, Formatter};

/// Every message names what is wrong and what exists instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("there is no table `{name}`; {known}")]
    UnknownTable { name: String, known: Alternatives },
    #[error("there is no attribute `{name}`; {known}")]
    UnknownAttribute { name: String, known: Alternatives },
    #[error("there is no dimension `{name}`; {known}")]
    UnknownFacet { name: String, known: Alternatives },
    #[error("table `{table}` names the dimension `{name}`, which the codebook does not have; {known}")]
    MissingFacet { table: String, name: String, known: Alternatives },
    #[error("table `{table}` names the value `{value}`, which the dimension `{facet}` does not have; {known}")]
    MissingValue { table: String, facet: String, value: String, known: Alternatives },
    #[error("table `{table}` names the attribute `{name}`, which participants do not have; {known}")]
    MissingAttribute { table: String, name: String, known: Alternatives },
    #[error(
        "table `{table}` has rows by `{name}`, which is neither an attribute of participants nor a dimension of codes; \
         attributes: {}; dimensions: {}", attributes.joined(), facets.joined()
    )]
    MissingRow { table: String, name: String, attributes: Alternatives, facets: Alternatives },
    #[error("table `{table}` has no rows: its definition names neither an attribute nor a dimension for them")]
    NoRows { table: String },
    #[error(
        "table `{table}` has rows by `{attribute}`, which only participants have, and by `{facet}`, which only codes \
         have, so nothing can have both"
    )]
    RowsNeverMeet { table: String, attribute: String, facet: String },
    #[error(
        "a matrix of {rows} rows and {columns} columns is too large; choose fewer, for example a dimension’s values"
    )]
    TooLarge { rows: usize, columns: usize },
}

/// The names that can be used instead of an unknown one, in the project's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternatives(Vec<String>);

impl Alternatives {
    /// The names with commas, or "none".
    fn joined(&self) -> String {
        if self.0.is_empty() { "none".to_owned() } else { self.0.join(", ") }
    }
}

impl<'a> FromIterator<&'a str> for Alternatives {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }
}

impl Display for Alternatives {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let are = if self.0.is_empty() { "there are " } else { "there are: " };
        write!(f, "{are}{}", self.joined())
    }
}
