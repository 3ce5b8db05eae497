//! Texts of passages that are too long for a cell of a workbook, before the passages are read.

use crate::engine::error::Error;
use crate::engine::reading::read_passages;
use crate::interchange::tables::{MOST_IN_CELL, cut_in_heads, cut_in_passage};
use crate::model::{CodingId, Fact, Progress, SourceId, Study};
use crate::store::{PassageFilter, Reads};
use std::borrow::Cow;
use std::collections::HashSet;

/// A text with at most this many code points fits into a cell, in which one may count as two.
const SHORT: usize = MOST_IN_CELL / 2;

/// Counts these texts. Only the passages are read of which any column may be too long.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub(super) fn cut_in(reads: Reads<'_>, study: &Study, facts: &[Fact], progress: &Progress) -> Result<usize, Error> {
    let (memos, documents) = (reads.codings_with_long_memos(SHORT)?, documents_with_long_values(study));
    let may_be_long = |fact: &&Fact| {
        fact.range.len() as usize > SHORT || memos.contains(&fact.coding) || documents.contains(&fact.source)
    };
    let codings: Vec<CodingId> = facts.iter().filter(may_be_long).map(|fact| fact.coding).collect();
    if codings.is_empty() {
        return Ok(0);
    }
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    let (heads, reader) = read_passages(reads, Cow::Borrowed(study), &filter, 0, progress)?;
    let mut cut = cut_in_heads(&heads);
    for passage in reader {
        cut += cut_in_passage(&heads, &passage?.1);
    }
    Ok(cut)
}

/// Returns the documents of which an attribute is that long, or one of their participants'.
fn documents_with_long_values(study: &Study) -> HashSet<SourceId> {
    let is_long = |values: &[Option<String>]| values.iter().flatten().any(|value| value.len() > SHORT);
    let people: HashSet<_> = study.participants.iter().filter(|one| is_long(&one.values)).map(|one| one.id).collect();
    let documents = study.sources.iter().filter(|source| {
        is_long(&source.values) || source.participants().iter().any(|participant| people.contains(participant))
    });
    documents.map(|source| source.id).collect()
}
