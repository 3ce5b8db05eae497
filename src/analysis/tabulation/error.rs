//! Errors in a request for a table or in the table's definition.

/// Every message names what is wrong and what exists instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("there is no table `{name}`; {known}")]
    UnknownTable { name: String, known: String },
    #[error("there is no attribute `{name}`; {known}")]
    UnknownAttribute { name: String, known: String },
    #[error("there is no dimension `{name}`; {known}")]
    UnknownFacet { name: String, known: String },
    #[error("table `{table}` names the dimension `{name}`, which the codebook does not have; {known}")]
    MissingFacet { table: String, name: String, known: String },
    #[error("table `{table}` names the value `{value}`, which the dimension `{facet}` does not have; {known}")]
    MissingValue { table: String, facet: String, value: String, known: String },
    #[error("table `{table}` names the attribute `{name}`, which participants do not have; {known}")]
    MissingAttribute { table: String, name: String, known: String },
    #[error(
        "table `{table}` has rows by `{name}`, which is neither an attribute of participants nor a dimension of codes; \
         attributes: {attributes}; dimensions: {facets}"
    )]
    MissingRow { table: String, name: String, attributes: String, facets: String },
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

/// Returns "there are: a, b" or "there are none".
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "there are none".into() } else { format!("there are: {}", names.join(", ")) }
}
