//! What a table of codes by codes needs besides codings: the units of the texts, and sentences that say what it counts.

use super::table_query::TableQuery;
use crate::analysis::cooccurrence::CooccurrenceUnit;
use crate::analysis::{Axis, CountedAs, TableRequest, TabulationKind, UnitsOfDocuments};
use crate::engine::error::Error;
use crate::engine::speech::turns_of;
use crate::model::{Fact, SourceId, Study};
use crate::store::Reads;
use crate::table::Table;
use crate::text::{self, Kept, TextIndex};
use crate::tr;
use std::collections::HashSet;

/// Returns the units of the documents with codings, if the table counts units of texts.
pub(super) fn units(
    reads: Reads<'_>,
    study: &Study,
    request: &TableRequest,
    facts: &[Fact],
) -> Result<UnitsOfDocuments, Error> {
    let Some(cut) = request.cooccurrence().and_then(|request| request.unit.cut()) else {
        return Ok(UnitsOfDocuments::new());
    };
    let coded: HashSet<SourceId> = facts.iter().map(|fact| fact.source).collect();
    let sources = study.sources.iter().map(|source| source.id).filter(|source| coded.contains(source));
    let units = |source: SourceId| {
        let text = reads.text(source)?;
        let index = TextIndex::new(&text);
        let turns = turns_of(reads, source, &text, &index)?;
        Ok((source, text::units(&text, &index, &turns, cut, &Kept::whole(index.char_count()))))
    };
    sources.map(units).collect()
}

/// Says what the cells count.
pub(super) fn what_is_counted(unit: CooccurrenceUnit) -> &'static str {
    match unit {
        CooccurrenceUnit::Overlap => tr!("co-occurrence" => "pairs of passages that overlap"),
        CooccurrenceUnit::Sentence => tr!("co-occurrence" => "sentences with passages of both codes"),
        CooccurrenceUnit::Turn => tr!("co-occurrence" => "turns with passages of both codes"),
        CooccurrenceUnit::Paragraph => tr!("co-occurrence" => "paragraphs with passages of both codes"),
        CooccurrenceUnit::Exchange => {
            tr!("co-occurrence" => "questions with their answers in which both codes have passages")
        }
        CooccurrenceUnit::Document => tr!("co-occurrence" => "documents with passages of both codes"),
        CooccurrenceUnit::Participant => tr!("co-occurrence" => "participants with passages of both codes"),
    }
}

/// Says what the diagonal and the totals are, in a table of codes by codes.
pub(super) fn note(table: &Table) -> Option<String> {
    let TabulationKind::Cooccurrence(unit) = table.kind else { return None };
    Some(match unit {
        CooccurrenceUnit::Overlap => tr!(
            "Cells count pairs of passages, one of each code, that overlap by at least one character; the diagonal and the \
             totals count the passages of each code."
        )
        .to_owned(),
        _ => tr!(
            "Cells count {units}; the diagonal and the totals count those with passages of the code.",
            units = what_is_counted(unit)
        ),
    })
}

/// Says what a code counts, in a table in which codes with subcodes are counted.
pub(super) fn parents_note(study: &Study, query: &TableQuery) -> Option<String> {
    let CountedAs { with_parents, level } = query.counted_as;
    let of_codes = match &query.request {
        TableRequest::Matrix { rows, columns } => [rows, columns].contains(&&Axis::Code),
        TableRequest::Cooccurrence(_) => true,
        TableRequest::Defined { .. } | TableRequest::Draft(_) => false,
    };
    let are_parents = study.codebook.codes().iter().any(|code| code.parent.is_some());
    match level {
        Some(level) if with_parents => Some(tr!(
            "Codes below level {level} are counted as the code above them at that level. Each code counts its own passages \
             and those of its subcodes.",
            level
        )),
        Some(level) => Some(tr!("Codes below level {level} are counted as the code above them at that level.", level)),
        None if with_parents => Some(tr!("Each code counts its own passages and those of its subcodes.").to_owned()),
        None => (of_codes && are_parents).then(|| {
            tr!("Each code counts its own passages only; those of its subcodes count for the subcodes.").to_owned()
        }),
    }
}
