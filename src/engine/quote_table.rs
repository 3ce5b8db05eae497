//! A table with passages in its cells, from the same count as its numbers.

use super::reading::{Counted, TableQuery};
use crate::analysis::{Axis, CellAddress, TableRequest};
use crate::engine::error::Error;
use crate::engine::speech::{WhoseWords, turns_of};
use crate::model::{CharRange, CodeId, Count, Fact, Progress, SourceId, Study};
use crate::store::Reads;
use crate::table::{Cell, PassageNames, Quote, Table, Topic};
use crate::text::{TextIndex, Turns};
use crate::{i18n, tr};
use std::borrow::Cow;
use std::collections::HashMap;

/// Limits on the text in a table of passages; what exceeds them is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteLimits {
    pub per_cell: usize,
    pub in_all: usize,
    /// Maximum number of characters of one passage.
    pub characters: u32,
}

impl QuoteLimits {
    /// For the window: the first few passages of every cell, each as long as is readable there.
    pub const SHOWN: Self = Self { per_cell: 5, in_all: 20_000, characters: 400 };
    /// For a file: no limits.
    pub const ALL: Self = Self { per_cell: usize::MAX, in_all: usize::MAX, characters: u32::MAX };
}

/// A passage to be read, and its place in the table.
struct Wanted {
    source: SourceId,
    range: CharRange,
    /// Row and column, and the place within the cell.
    cell: (usize, usize),
    place: usize,
    /// The codes with which the cell counts it, if the table does not name them.
    codes: Vec<CodeId>,
}

/// Returns the table of `query` with passages instead of numbers. One person's words have no label at their beginning; those
/// of several people have each turn's label. Within a cell, the same text coded by two coders or with two codes is one
/// passage. Progress counts passages.
///
/// # Errors
/// Fails when there is no such table, when the project cannot be read, or when cancelled.
pub fn quote_table(
    reads: Reads<'_>,
    query: &TableQuery,
    limits: QuoteLimits,
    progress: &Progress,
) -> Result<Table, Error> {
    // Passages that belong to nobody are shown, too, unless rows or columns are participants.
    let of_passages = TableQuery { count: Count::Passages, ..query.clone() };
    let counted = of_passages.count(reads)?;
    let mut table = counted.table(reads, &of_passages)?;
    table.count = query.count;
    table.provenance.replace(Topic::Counted, Topic::Shown, tr!("the passages, each once"));
    table.totals = None;
    let study = counted.narrowed();
    let Counted { facts, tabulation, .. } = &counted;
    let order = Order::new(study);
    let is_by_code = |axis: &Axis| *axis == Axis::Code;
    let names_codes =
        matches!(&query.request, TableRequest::Matrix { rows, columns } if is_by_code(rows) != is_by_code(columns));
    let (mut wanted, mut not_shown): (Vec<Wanted>, u64) = (Vec::new(), 0);
    for (r, row) in table.rows.iter_mut().enumerate() {
        for (c, cell) in row.cells.iter_mut().enumerate() {
            if !matches!(cell, Cell::Value(_) | Cell::Items(_)) || is_summary(tabulation, r, c) {
                continue;
            }
            let passages = order.passages(facts, &tabulation.evidence(CellAddress::cell(r, c)));
            let room = limits.in_all.saturating_sub(wanted.len());
            let taken = passages.len().min(limits.per_cell).min(room);
            let more = (passages.len() - taken) as u64;
            if taken < passages.len().min(limits.per_cell) {
                not_shown += more;
            }
            let places = passages.into_iter().take(taken).enumerate();
            wanted.extend(places.map(|(place, (source, range, codes))| {
                let codes = if names_codes { Vec::new() } else { codes };
                Wanted { source, range, cell: (r, c), place, codes }
            }));
            *cell = Cell::Quotes { quotes: Vec::new(), more };
        }
    }
    fill(reads, study, &mut table, wanted, limits, progress)?;
    if not_shown > 0 {
        table.footnotes.push(tr!("{n} passage is only counted, because there are too many to show."
            | "{n} passages are only counted, because there are too many to show." % not_shown));
    }
    Ok(table)
}

fn is_summary(tabulation: &crate::analysis::Tabulation, row: usize, column: usize) -> bool {
    tabulation.number(CellAddress::cell(row, column)).is_none()
}

/// The document being read: its name, its text, and who speaks in it.
type Open = (SourceId, String, String, TextIndex, Turns);

/// Reads the passages, each document once, and puts them into their cells.
fn fill(
    reads: Reads<'_>,
    study: &Study,
    table: &mut Table,
    mut wanted: Vec<Wanted>,
    limits: QuoteLimits,
    progress: &Progress,
) -> Result<(), Error> {
    wanted.sort_unstable_by_key(|one| (one.source, one.cell, one.place, one.range));
    let mut found: Vec<((usize, usize), usize, Quote)> = Vec::with_capacity(wanted.len());
    let mut open: Option<Open> = None;
    let total = wanted.len() as u64;
    let whose = WhoseWords::read(reads, study)?;
    let names = PassageNames::new(Cow::Borrowed(study));
    for (done, Wanted { source, range, cell, place, codes }) in wanted.into_iter().enumerate() {
        if open.as_ref().is_none_or(|(id, ..)| *id != source) {
            progress.step(done as u64, total)?;
            let text = reads.text(source)?;
            let index = TextIndex::new(&text);
            let turns = turns_of(reads, source, &text, &index)?;
            let name = study.source(source).map(|s| s.name.clone()).unwrap_or_default();
            open = Some((source, name, text, index, turns));
        }
        let Some((_, document, text, index, turns)) = &open else { continue };
        let range = index.clamp(range);
        let of_passage = whose.participants(source, range);
        let participants: Vec<&str> = names.participants(&of_passage).map(|found| found.name.as_str()).collect();
        let participant = (!participants.is_empty()).then(|| i18n::clauses(&participants));
        let people = names.quoted_people(source, &turns.voices_in(index, range), &of_passage);
        let words = turns.without_label(index, range);
        let end = range.end.0.min(words.start.0.saturating_add(limits.characters));
        let shown = CharRange::new(range.start.0, end);
        let mut alone = index.slice(text, CharRange::new(words.start.0, end)).to_owned();
        let mut excerpt = turns.quoted(text, index, shown).unwrap_or_else(|| alone.clone());
        if end < range.end.0 {
            alone.push('…');
            excerpt.push('…');
        }
        let quote = Quote {
            document: document.clone(),
            participant,
            people,
            codes: codes.iter().filter_map(|code| Some(study.codebook.get(*code)?.name.clone())).collect(),
            start: range.start.0,
            end: range.end.0,
            words: alone,
            text: excerpt,
        };
        found.push((cell, place, quote));
    }
    found.sort_by_key(|(cell, place, _)| (*cell, *place));
    for ((row, column), _, quote) in found {
        let cell = table.rows.get_mut(row).and_then(|row| row.cells.get_mut(column));
        if let Some(Cell::Quotes { quotes, .. }) = cell {
            quotes.push(quote);
        }
    }
    Ok(())
}

/// The researcher's order of the documents.
struct Order(HashMap<SourceId, usize>);

impl Order {
    fn new(study: &Study) -> Self {
        Self(study.sources.iter().enumerate().map(|(place, source)| (source.id, place)).collect())
    }

    /// Returns the passages of these codings, each once, in order, with their codes.
    fn passages(&self, facts: &[Fact], list: &[u32]) -> Vec<(SourceId, CharRange, Vec<CodeId>)> {
        let facts = list.iter().filter_map(|&place| facts.get(place as usize));
        let place = |source: &SourceId| self.0.get(source).copied().unwrap_or(usize::MAX);
        let mut coded: Vec<_> = facts.map(|fact| (place(&fact.source), fact.range, fact.source, fact.code)).collect();
        coded.sort_unstable();
        coded.dedup();
        let mut passages: Vec<(SourceId, CharRange, Vec<CodeId>)> = Vec::new();
        for (_, range, source, code) in coded {
            match passages.last_mut().filter(|last| (last.0, last.1) == (source, range)) {
                Some((.., codes)) => codes.push(code),
                None => passages.push((source, range, vec![code])),
            }
        }
        passages
    }
}
