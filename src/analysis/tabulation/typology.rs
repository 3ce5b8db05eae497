//! A typology: rows are combinations of values; columns summarise an attribute of the row's participants or list
//! the codes that occur in passages of the row.

use super::dimensions::dimension;
use super::draft::{Draft, OfOneCode};
use super::error::Error;
use super::indexed::{Coded, Indexed, NONE};
use super::left_out::LeftOutReason;
use super::outcome::{Footnote, Summarised, TabulationKind};
use super::rows::Rows;
use super::summary::summarise;
use crate::model::values::number;
use crate::model::{
    Participant, ParticipantId, Source, Study, Summary, TableDefinition, TypologyColumn, VariableKind, place_named,
};
use std::collections::{BTreeMap, HashSet};

pub(super) fn draft(
    study: &Study,
    indexed: &Indexed<'_>,
    table: &TableDefinition,
    rows: &[String],
    columns: &[TypologyColumn],
) -> Result<Draft, Error> {
    let row_headers = rows.to_vec();
    let is_described = described(study, indexed.some_documents);
    let rows = Rows::new(study, table, rows, &is_described)?;
    let columns_of_code = columns_of_codes(study, indexed, table, columns)?;
    let (summaries, mut footnotes) = summaries(study, table, columns, &rows, &is_described)?;
    footnotes.splice(0..0, rows.footnotes.iter().cloned());
    let width = columns.len();
    // Row by row and code by code, so that items are in display order.
    let mut entries = Vec::new();
    let pairs = passages_of_rows(indexed, &rows, &columns_of_code);
    let outside = outside(indexed, &rows, &columns_of_code, &pairs);
    footnotes.extend(others_in_rows(indexed, &rows, &pairs));
    for (row, share) in pairs {
        let code = indexed.code[indexed.fact(share) as usize];
        for &(column, code) in columns_of_code.get(code as usize).into_iter().flatten() {
            entries.push((row as usize * width + column, code, share));
        }
    }
    entries.sort_unstable();
    entries.dedup();
    let (mut firsts, mut codes, mut members) = (Vec::with_capacity(rows.headers.len() * width + 1), vec![], vec![]);
    let (mut items, mut last) = (0_u32, None);
    for &(cell, code, share) in &entries {
        if last.replace((cell, code)) != Some((cell, code)) {
            firsts.resize(cell + 1, items);
            codes.push(study.codebook.codes()[code as usize].id);
            items += 1;
        }
        members.push((items - 1, share));
    }
    firsts.resize(rows.headers.len() * width + 1, items);
    Ok(Draft {
        name: table.name.clone(),
        title: table.title.clone(),
        kind: TabulationKind::Typology,
        row_headers,
        rows: rows.headers,
        columns: columns.iter().map(|c| c.title().to_owned()).collect(),
        firsts,
        codes,
        of_one_code: OfOneCode::ITEMS,
        members,
        summaries,
        outside,
        dimensions: vec![],
        footnotes,
    })
}

/// Returns a note on the codings of participants who are not in the row that counts them. Rows that nobody is in have no
/// such participants.
fn others_in_rows(indexed: &Indexed<'_>, rows: &Rows, pairs: &[(u32, u32)]) -> Option<Footnote> {
    let with_people: HashSet<u32> = rows.of_participant.iter().copied().filter(|&row| row != NONE).collect();
    let (mut codings, mut participants) = (HashSet::new(), HashSet::new());
    for &(row, share) in pairs.iter().filter(|(row, _)| with_people.contains(row)) {
        let participant = indexed.participant(share);
        if participant != NONE && rows.of_participant.get(participant as usize) != Some(&row) {
            codings.insert(indexed.fact(share));
            participants.insert(participant);
        }
    }
    let note = Footnote::OthersInRow { codings: codings.len(), participants: participants.len() };
    (!codings.is_empty()).then_some(note)
}

/// Returns the codings of listed codes that are in no row. If codes are listed, those of codes that are in no
/// column are left out, too: with those in the cells, that is all of them.
fn outside(
    indexed: &Indexed<'_>,
    rows: &Rows,
    columns_of_code: &[Vec<(usize, u32)>],
    pairs: &[(u32, u32)],
) -> Vec<(LeftOutReason, u32)> {
    let placed: HashSet<u32> = pairs.iter().map(|(_, share)| indexed.fact(*share)).collect();
    let is_listed = |code: u32| columns_of_code.get(code as usize).is_some_and(|columns| !columns.is_empty());
    let outside = indexed.known().filter(|coded| is_listed(coded.code) && !placed.contains(&coded.fact));
    let belongs_to_nobody = |coded: &Coded| coded.shares.clone().all(|share| indexed.participant(share) == NONE);
    let reason = |coded: Coded| match rows.without_row {
        LeftOutReason::UnknownValue if belongs_to_nobody(&coded) => (LeftOutReason::NoParticipant, coded.fact),
        reason => (reason, coded.fact),
    };
    let lists_codes = columns_of_code.iter().any(|columns| !columns.is_empty());
    let marks = |code: u32| rows.of_code.get(code as usize).is_some_and(|&row| row != NONE);
    let unlisted = indexed.known().filter(|coded| lists_codes && !is_listed(coded.code)).map(|coded| {
        let reason = if marks(coded.code) { LeftOutReason::MarksRow } else { LeftOutReason::NoColumn };
        (reason, coded.fact)
    });
    outside.map(reason).chain(unlisted).collect()
}

/// Per code, in codebook order: the dimension columns that list it, or a code as which its codings count, with this code.
fn columns_of_codes(
    study: &Study,
    indexed: &Indexed<'_>,
    table: &TableDefinition,
    columns: &[TypologyColumn],
) -> Result<Vec<Vec<(usize, u32)>>, Error> {
    let book = &study.codebook;
    let mut columns_of_code = vec![vec![]; book.codes().len()];
    for (place, column) in columns.iter().enumerate() {
        let TypologyColumn::Dimension { dimension: name, value, .. } = column else { continue };
        let dimension = dimension(study, table, name)?;
        let wanted = place_named(&dimension.values, value).ok_or_else(|| Error::MissingValue {
            table: table.name.clone(),
            dimension: name.clone(),
            value: value.clone(),
            known: dimension.values.iter().map(String::as_str).collect(),
        })?;
        for (code, columns) in book.codes().iter().zip(&mut columns_of_code) {
            if book.dimension_value(code.id, dimension.id) == Some(wanted) {
                columns.push(place);
            }
        }
    }
    let of_code = |code: u32| columns_of_code[code as usize].iter().map(move |&column| (column, code));
    let counted = indexed.counted_as.codes(book);
    Ok(counted.into_iter().map(|codes| codes.into_iter().flat_map(of_code).collect()).collect())
}

type Summaries = (BTreeMap<usize, Summarised>, Vec<Footnote>);

/// Returns a test whom a typology describes. `some_documents`: the study has only the documents that a filter keeps. Then
/// only those who are in them are described.
fn described(study: &Study, some_documents: bool) -> impl Fn(&Participant) -> bool + use<> {
    let in_documents = study.sources.iter().filter(|_| some_documents).flat_map(Source::participants);
    let in_documents: HashSet<ParticipantId> = in_documents.collect();
    move |participant| !some_documents || in_documents.contains(&participant.id)
}

fn summaries(
    study: &Study,
    table: &TableDefinition,
    columns: &[TypologyColumn],
    rows: &Rows,
    is_described: impl Fn(&Participant) -> bool,
) -> Result<Summaries, Error> {
    let (mut summaries, mut footnotes) = (BTreeMap::new(), vec![]);
    for (place, column) in columns.iter().enumerate() {
        let TypologyColumn::Attribute { attribute, summary, .. } = column else { continue };
        let variable = study.variable(attribute).ok_or_else(|| Error::MissingAttribute {
            table: table.name.clone(),
            name: attribute.clone(),
            known: study.variables.iter().map(|v| v.name.as_str()).collect(),
        })?;
        if summary.needs_numbers() && !has_numbers(study, variable) {
            return Err(Error::NoNumbers { table: table.name.clone(), attribute: attribute.clone() });
        }
        let mut values: Vec<Vec<Option<&str>>> = vec![vec![]; rows.headers.len()];
        let all = study.participants.iter().zip(&rows.of_participant);
        for (participant, &row) in all.filter(|(participant, _)| is_described(participant)) {
            if let Some(values) = values.get_mut(row as usize) {
                values.push(participant.values.get(variable).and_then(Option::as_deref));
            }
        }
        let mut not_numbers = 0;
        for (row, values) in values.iter().enumerate() {
            let (summarised, left_out) = summarise(values, *summary);
            summaries.insert(row * columns.len() + place, summarised);
            not_numbers += left_out;
        }
        let note = Footnote::NotNumbers { attribute: attribute.clone(), values: not_numbers };
        if not_numbers > 0 && *summary != Summary::List && !footnotes.contains(&note) {
            footnotes.push(note);
        }
    }
    Ok((summaries, footnotes))
}

/// False for an attribute of another kind than numbers. One of texts has numbers if any of its values is one, or if none is
/// known.
fn has_numbers(study: &Study, variable: usize) -> bool {
    match study.variables.get(variable).map(|variable| variable.kind) {
        Some(VariableKind::Date | VariableKind::YesNo) => false,
        Some(VariableKind::Number) | None => true,
        Some(VariableKind::Text) => {
            let mut known = study.participants.iter().filter_map(|one| one.values.get(variable)?.as_deref()).peekable();
            known.peek().is_none() || known.any(|value| number(value).is_some())
        }
    }
}

/// Returns pairs of row and share for every coding of a listed code. A share belongs to the row of its participant; the
/// whole coding belongs to the rows of the codes that the same coder gave to it or to a passage around it. Pairs may
/// repeat.
fn passages_of_rows(indexed: &Indexed<'_>, rows: &Rows, columns_of_code: &[Vec<(usize, u32)>]) -> Vec<(u32, u32)> {
    let (mut pairs, mut listed, mut markers) = (vec![], vec![], vec![]);
    for Coded { fact, source, code, shares } in indexed.known() {
        let Some(place) = indexed.facts.get(fact as usize).map(|f| (source, f.user, f.range.start)) else { continue };
        if columns_of_code.get(code as usize).is_some_and(|columns| !columns.is_empty()) {
            for share in shares.clone() {
                let row = rows.of_participant.get(indexed.participant(share) as usize).copied().unwrap_or(NONE);
                if row != NONE {
                    pairs.push((row, share));
                }
            }
            listed.push((place, shares.start, shares.end));
        }
        let row = rows.of_code.get(code as usize).copied().unwrap_or(NONE);
        if row != NONE {
            markers.push((place, fact, row));
        }
    }
    if markers.is_empty() {
        return pairs;
    }
    listed.sort_unstable();
    markers.sort_unstable();
    let end = |fact: u32| indexed.facts[fact as usize].range.end;
    // For the current document and coder: the rows of marking passages begun so far, with their furthest end.
    let (mut open, mut markers) = (Vec::<(u32, _)>::new(), markers.into_iter().peekable());
    let mut current = None;
    for ((source, user, start), first_share, end_of_shares) in listed {
        if current.replace((source, user)) != Some((source, user)) {
            open.clear();
        }
        while let Some((place, marker, row)) = markers.next_if(|m| m.0 <= (source, user, start)) {
            if (place.0, place.1) != (source, user) {
                continue;
            }
            match open.iter_mut().find(|(of, _)| *of == row) {
                Some((_, furthest)) => *furthest = end(marker).max(*furthest),
                None => open.push((row, end(marker))),
            }
        }
        // A passage that ended before this one begins cannot enclose a later one either.
        open.retain(|&(_, furthest)| furthest >= start);
        let end_of_passage = end(indexed.fact(first_share));
        let around = open.iter().filter(|&&(_, furthest)| furthest >= end_of_passage);
        pairs.extend(around.flat_map(|&(row, _)| (first_share..end_of_shares).map(move |share| (row, share))));
    }
    pairs
}
