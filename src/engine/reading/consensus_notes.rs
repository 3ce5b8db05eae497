//! What a table of the consensus coding says about it: what it lacks, that it is out of date, and where it says nothing.

use crate::analysis::{Axis, CellAddress, TableRequest};
use crate::engine::disagreements::OpenDisagreements;
use crate::model::{NoRule, Noun, SourceId, Study};
use crate::table::{Caution, CautionRemedy, Table, WithoutConsensus};
use crate::text::some_of;
use crate::{i18n, tr};
use std::collections::HashSet;

/// Most documents that a sentence names.
const NAMED: usize = 20;

/// Says what the consensus coding lacks, and that it is out of date. `part`: the part of the study that the table is about.
pub(super) fn cautions(found: &OpenDisagreements, study: &Study, part: &Study) -> Vec<Caution> {
    let &OpenDisagreements { open, in_consensus, unsupported, lacking, by_default, .. } = found;
    let to_compare = |sentence: String| Caution { sentence, remedy: CautionRemedy::Compare };
    let mut all: Vec<Caution> = without_consensus_note(found, part).map(to_compare).into_iter().collect();
    if open > 0 {
        all.push(to_compare(unresolved_note(found, study)));
    }
    if let Some(why) = by_default {
        let differs = in_consensus + unsupported + lacking > 0;
        all.extend(differs.then(|| to_compare(perhaps_outdated(why).to_owned())));
        return all;
    }
    let remedy = || CautionRemedy::CreateAgain { coders: found.between.clone(), share: found.share };
    let outdated = outdated_notes(found, study).into_iter();
    all.extend(outdated.map(|sentence| Caution { sentence, remedy: remedy() }));
    all
}

/// Says how many disagreements are unresolved: those that Compare counts, as far as they are about what the table counts.
fn unresolved_note(found: &OpenDisagreements, study: &Study) -> String {
    let &OpenDisagreements { open, elsewhere, in_consensus, .. } = found;
    let coders = found.coders(study);
    let unresolved = if in_consensus == 0 {
        tr!(
            "The consensus coding is incomplete: {n} disagreement between {coders} is still unresolved and therefore not \
             counted."
                | "The consensus coding is incomplete: {n} disagreements between {coders} are still unresolved and \
                   therefore not counted."
                    % open,
            coders
        )
    } else {
        tr!(
            "The consensus coding is incomplete: {n} disagreement between {coders} is still unresolved."
                | "The consensus coding is incomplete: {n} disagreements between {coders} are still unresolved." % open,
            coders
        )
    };
    let others = (elsewhere > 0).then(|| {
        tr!("{n} more is about passages that this table does not count."
            | "{n} more are about passages that this table does not count." % elsewhere)
    });
    i18n::sentences(&std::iter::once(unresolved).chain(others).collect::<Vec<_>>())
}

fn outdated_notes(found: &OpenDisagreements, study: &Study) -> Vec<String> {
    let &OpenDisagreements { in_consensus, unsupported, lacking, .. } = found;
    let coders = found.coders(study);
    let mut words = Vec::new();
    if in_consensus > 0 {
        words.push(tr!(
            "The consensus coding is out of date: it still has passages where {n} disagreement between {coders} is \
             unresolved. Create it again to count what the coders agree on."
                | "The consensus coding is out of date: it still has passages where {n} disagreements between \
                   {coders} are unresolved. Create it again to count what the coders agree on."
                    % in_consensus,
            coders
        ));
    }
    if unsupported > 0 {
        words.push(tr!(
            "The consensus coding is out of date: the coders’ passages and decisions no longer support {n} of its \
             passages. Create it again in Compare."
                | "The consensus coding is out of date: the coders’ passages and decisions no longer support {n} \
                   of its passages. Create it again in Compare."
                    % unsupported
        ));
    }
    if lacking > 0 {
        words.push(tr!(
            "The consensus coding is out of date: it lacks {n} passage on which the coders agree. Create it again in \
             Compare."
                | "The consensus coding is out of date: it lacks {n} passages on which the coders agree. Create it \
                   again in Compare."
                    % lacking
        ));
    }
    words
}

/// Says that the consensus coding may be out of date, because it differs from one that would be created by default.
fn perhaps_outdated(why: NoRule) -> &'static str {
    match why {
        NoRule::NotRecorded => tr!(
            "The consensus coding may be out of date: compared with what all coders agree on by default, it has other \
             passages, and how it was created is not recorded. Create it again in Compare to be sure."
        ),
        NoRule::Unreadable => tr!(
            "The consensus coding may be out of date: compared with what all coders agree on by default, it has other \
             passages, and the record of how it was created is damaged. Create it again in Compare to be sure."
        ),
        NoRule::CodersRemoved => tr!(
            "The consensus coding may be out of date: compared with what all coders agree on by default, it has other \
             passages, and coders from whose passages it was created are no longer in the project. Create it again in \
             Compare to be sure."
        ),
    }
}

/// Names the documents about which the consensus coding says nothing.
fn without_consensus_note(found: &OpenDisagreements, part: &Study) -> Option<String> {
    let without = part.sources.iter().filter(|source| found.without_consensus.contains(&source.id));
    let names: Vec<&str> = without.map(|source| source.name.as_str()).collect();
    let documents = Noun::Document.counted(names.len() as u64);
    let sentence = tr!(
        "There is no consensus on {documents} yet: fewer than two coders have coded or finished it, or disagreements in it are \
         unresolved. Where tables have 0 or – for it, this is not a result: {names}."
            | "There is no consensus on {documents} yet: fewer than two coders have coded or finished them, or disagreements in \
               them are unresolved. Where tables have 0 or – for them, this is not a result: {names}."
                % names.len(),
        documents,
        names = some_of(&names, NAMED)
    );
    (!names.is_empty()).then_some(sentence)
}

/// Returns the rows and columns of a matrix in which nothing is counted, and about whose documents the consensus coding says
/// nothing.
pub(super) fn without_consensus(
    table: &Table,
    study: &Study,
    request: &TableRequest,
    found: &OpenDisagreements,
) -> WithoutConsensus {
    let TableRequest::Matrix { rows, columns } = request else {
        return WithoutConsensus::default();
    };
    let is_zero = |row: Option<usize>, column: Option<usize>| {
        let address = CellAddress { row, column, item: None };
        table.number_at(address) == Some(0)
    };
    let without = &found.without_consensus;
    let row_names = table.rows.iter().map(|row| row.header.first().map_or("", String::as_str));
    let in_rows = lines(study, rows, row_names, without).filter(|row| is_zero(Some(*row), None));
    let column_names = table.columns.iter().map(String::as_str);
    let in_columns = lines(study, columns, column_names, without).filter(|column| is_zero(None, Some(*column)));
    WithoutConsensus { rows: in_rows.collect(), columns: in_columns.collect() }
}

/// Returns the rows or columns that are such documents, or participants who speak in them.
fn lines<'a>(
    study: &'a Study,
    axis: &'a Axis,
    names: impl Iterator<Item = &'a str> + 'a,
    without: &'a HashSet<SourceId>,
) -> impl Iterator<Item = usize> + 'a {
    let is_document = |name: &str| study.source_named(name).is_some_and(|source| without.contains(&source.id));
    let is_participant = |name: &str| {
        study.participant_named(name).is_some_and(|participant| {
            study.sources.iter().any(|source| without.contains(&source.id) && source.has(participant.id))
        })
    };
    let is_without = move |name: &str| match axis {
        Axis::Document => is_document(name),
        Axis::Participant => is_participant(name),
        Axis::ParticipantOrGroup => is_participant(name) || is_document(name),
        _ => false,
    };
    names.enumerate().filter(move |(_, name)| is_without(name)).map(|(at, _)| at)
}
