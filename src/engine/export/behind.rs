//! The passages that the numbers of a table count.

use crate::analysis::CellAddress;
use crate::engine::error::Error;
use crate::engine::reading::table_query::TableQuery;
use crate::engine::reading::{Quotes, quotes};
use crate::model::{CodingId, Progress};
use crate::store::{PassageFilter, Reads};
use crate::table::Topic;

/// Returns the codings that the table counts, from the same count as its numbers.
pub(super) fn behind_table(reads: Reads<'_>, query: &TableQuery) -> Result<Vec<CodingId>, Error> {
    let counted = query.count(reads)?;
    let behind = counted.tabulation.behind(CellAddress::default());
    Ok(behind.iter().filter_map(|&place| Some(counted.facts.get(place as usize)?.coding)).collect())
}

/// Returns the passages of these codings.
pub(super) fn passages_of(reads: Reads<'_>, query: &TableQuery, progress: &Progress) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let filter = PassageFilter { codings: Some(behind_table(reads, query)?), ..PassageFilter::default() };
    let mut found = quotes(reads, &study, &filter, 0, progress)?;
    found.list.provenance = query.provenance(reads, &whole, &study)?;
    found.list.provenance.remove(Topic::Counted);
    Ok(found)
}
