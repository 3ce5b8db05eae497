//! Tables, and the passages behind their numbers: both from one count.

use super::quotes::{Quotes, quotes};
use super::table_query::TableQuery;
use crate::analysis::{CellAddress, LeftOut, LeftOutReason, tabulate};
use crate::engine::error::Error;
use crate::engine::provenance;
use crate::model::{Fact, Progress, SourceId, Study, UserId};
use crate::store::{PassageFilter, Reads};
use crate::table::Table;
use std::collections::HashSet;

/// Counts a table.
pub fn tabulated(reads: Reads<'_>, query: &TableQuery) -> Result<Table, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let facts = reads.facts(&whole.counted(&query.users))?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    let mut provenance = provenance::of_table(&whole, &study, query);
    provenance.extend(provenance::blind_coding(reads)?);
    let mut table = Table::new(&study, &tabulation, provenance);
    table.leave_out(left_out(reads, &whole, &study, query, &facts)?);
    Ok(table)
}

/// What is not counted whatever table is made of it: `facts` are the codings by those asked for, `narrowed` is `study` with
/// those alone whom the table is about.
pub fn left_out(
    reads: Reads<'_>,
    study: &Study,
    narrowed: &Study,
    query: &TableQuery,
    facts: &[Fact],
) -> Result<Vec<LeftOut>, Error> {
    let counted = study.counted(&query.users);
    let mut others = 0;
    if !counted.is_empty() {
        let is_left_out = |user: UserId| !counted.contains(&user) && study.agreed() != Some(user);
        others = reads.codings_by_coder()?.into_iter().filter(|(user, _)| is_left_out(*user)).map(|(_, n)| n).sum();
    }
    let by_others = if query.users.is_empty() { LeftOutReason::Consensus } else { LeftOutReason::OtherCoder };
    let mut filtered = 0;
    if !query.filter.is_empty() {
        let kept: HashSet<SourceId> = narrowed.sources.iter().map(|source| source.id).collect();
        filtered = facts.iter().filter(|fact| !kept.contains(&fact.source)).count();
    }
    Ok(by_others.of(others).into_iter().chain(LeftOutReason::Filter.of(filtered)).collect())
}

/// The passages behind a number: read from the very count that made the number.
pub fn behind(
    reads: Reads<'_>,
    query: &TableQuery,
    address: CellAddress,
    progress: &Progress,
) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let facts = reads.facts(&whole.counted(&query.users))?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    let codings = tabulation.behind(address).iter().filter_map(|&i| Some(facts.get(i as usize)?.coding)).collect();
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    quotes(reads, &study, &filter, 0, progress)
}
