//! The passages that the numbers of a table count.

use crate::analysis::CellAddress;
use crate::engine::error::Error;
use crate::engine::reading::table_query::TableQuery;
use crate::engine::reading::{PassageReader, read_passages};
use crate::model::{Fact, Progress};
use crate::store::{PassageFilter, Reads};
use crate::table::{PassageHeads, Topic};
use std::borrow::Cow;

/// Returns the passages that the table counts, from the same count as its numbers.
pub(super) fn evidence_of(reads: Reads<'_>, query: &TableQuery) -> Result<Vec<Fact>, Error> {
    let counted = query.count(reads)?;
    let evidence = counted.tabulation.evidence(CellAddress::default());
    Ok(evidence.iter().filter_map(|&place| counted.facts.get(place as usize).copied()).collect())
}

/// Reads the passages of these codings.
pub(super) fn evidence_passages<'a>(
    reads: Reads<'a>,
    query: &TableQuery,
    progress: &'a Progress,
) -> Result<(PassageHeads, Box<PassageReader<'a>>), Error> {
    let whole = reads.study()?;
    let study = query.scope.narrow(&whole)?;
    let codings = evidence_of(reads, query)?.iter().map(|fact| fact.coding).collect();
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    let mut provenance = query.provenance(reads, &whole, &study)?;
    provenance.remove(Topic::Counted);
    let (heads, reader) = read_passages(reads, Cow::Owned(study.into_owned()), &filter, 0, progress)?;
    Ok((PassageHeads { provenance, ..heads }, Box::new(reader)))
}
