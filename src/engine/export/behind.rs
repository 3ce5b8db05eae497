//! The passages that the numbers of a table count.

use crate::engine::error::Error;
use crate::engine::reading::table_query::TableQuery;
use crate::engine::reading::{Quotes, quotes};
use crate::model::{CodingId, Progress, SourceId};
use crate::store::{PassageFilter, Reads};
use crate::table::Topic;
use std::collections::HashSet;

/// Returns the codings that a table is about.
pub(super) fn behind_table(reads: Reads<'_>, query: &TableQuery) -> Result<Vec<CodingId>, Error> {
    let whole = reads.study()?;
    let (study, users) = (query.filter.narrow(&whole)?, whole.counted(&query.users));
    let sources: HashSet<SourceId> = study.sources.iter().map(|source| source.id).collect();
    let facts = reads.facts(&users)?.into_iter().filter(|fact| sources.contains(&fact.source));
    Ok(facts.map(|fact| fact.coding).collect())
}

/// Returns the passages of these codings.
pub(super) fn passages_of(reads: Reads<'_>, query: &TableQuery, progress: &Progress) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let mut filter = PassageFilter { users: whole.counted(&query.users), ..PassageFilter::default() };
    if !query.filter.is_empty() {
        filter.codings = Some(behind_table(reads, query)?);
    }
    let mut found = quotes(reads, &study, &filter, 0, progress)?;
    found.list.provenance = query.provenance(reads, &whole, &study)?;
    found.list.provenance.remove(Topic::Counted);
    Ok(found)
}
