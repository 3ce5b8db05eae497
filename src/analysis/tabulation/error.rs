//! Errors in a request for a table or in the table's definition.

use crate::{i18n, tr};
use std::fmt::{Display, Formatter};

/// Every message names what is wrong and what exists instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{}", tr!("there is no table `{name}`; {known}", name, known))]
    UnknownTable { name: String, known: Alternatives },
    #[error("{}", tr!("there is no attribute `{name}`; {known}", name, known))]
    UnknownAttribute { name: String, known: Alternatives },
    #[error("{}", tr!("there is no dimension `{name}`; {known}", name, known))]
    UnknownFacet { name: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the dimension `{name}`, which the codebook does not have; {known}", table, name, known))]
    MissingFacet { table: String, name: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the value `{value}`, which the dimension `{facet}` does not have; {known}", table, value, facet, known))]
    MissingValue { table: String, facet: String, value: String, known: Alternatives },
    #[error("{}", tr!("table `{table}` names the attribute `{name}`, which participants do not have; {known}", table, name, known))]
    MissingAttribute { table: String, name: String, known: Alternatives },
    #[error("{}", tr!(
        "table `{table}` has rows by `{name}`, which is neither an attribute of participants nor a dimension of codes; \
         attributes: {attributes}; dimensions: {facets}",
        table,
        name,
        attributes = attributes.joined(),
        facets = facets.joined()
    ))]
    MissingRow { table: String, name: String, attributes: Alternatives, facets: Alternatives },
    #[error("{}", tr!("table `{table}` has no rows: its definition names neither an attribute nor a dimension for them", table))]
    NoRows { table: String },
    #[error("{}", tr!("table `{table}` has rows by `{attribute}`, which only participants have, and by `{facet}`, which only codes \
         have, so nothing can have both", table, attribute, facet))]
    RowsNeverMeet { table: String, attribute: String, facet: String },
    #[error("{}", tr!("a matrix of {rows} rows and {columns} columns is too large; choose fewer, for example a dimension’s values", rows, columns))]
    TooLarge { rows: usize, columns: usize },
}

/// The names that can be used instead of an unknown one, in the project's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternatives(Vec<String>);

impl Alternatives {
    /// The names with commas, or "none".
    fn joined(&self) -> String {
        if self.0.is_empty() { tr!("names that exist" => "none").to_owned() } else { i18n::joined(&self.0) }
    }
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
            names => tr!("there are: {names}", names = i18n::joined(names)),
        })
    }
}
