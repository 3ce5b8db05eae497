//! The table of codes by codes: how often they co-occur, and in which passages.

use super::draft::Groups;
use super::error::Error;
use super::indexed::{Coded, Indexed, Material, NONE};
use super::left_out::LeftOutReason;
use super::matrix::MOST_CELLS;
use super::outcome::{Lists, Numbers, Tabulation, TabulationKind};
use super::request::Cooccurrence;
use crate::analysis::cooccurrence::{
    CodeSpan, CooccurrenceCounts, CooccurrenceUnit, each_pair, overlaps, shared_units, touched,
};
use crate::analysis::counted_as::raised;
use crate::model::{CharRange, CodeId, Count, Study};
use crate::tr;
use std::collections::{BTreeMap, HashSet};

/// A coding in a row, with a place where it is: a coding of several participants has several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub span: CodeSpan,
    pub fact: u32,
}

/// Two codings that co-occur, as indices into the tabulated codings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Of the row's code.
    pub row: u32,
    /// Of the column's code.
    pub column: u32,
}

pub(super) fn tabulate(
    study: &Study,
    indexed: &Indexed<'_>,
    material: &Material<'_>,
    request: &Cooccurrence,
    name: &str,
) -> Result<Tabulation, Error> {
    let lines = Lines::new(study, indexed, material, request);
    let codes = lines.codes.len();
    if codes.checked_mul(codes).is_none_or(|cells| cells > MOST_CELLS) {
        return Err(Error::TooLarge { rows: codes, columns: codes });
    }
    let (placed, outside) = places(study, indexed, material, request.unit, &lines);
    let spans = placed.iter().map(|one| one.span).collect();
    let CooccurrenceCounts { totals, cells } = match request.unit {
        CooccurrenceUnit::Overlap => overlaps(codes, spans),
        _ => shared_units(codes, spans),
    };
    let paths: Vec<String> = lines.codes.iter().map(|&code| study.codebook.path(code).to_string()).collect();
    let passage = |(reason, fact): (LeftOutReason, u32)| Some((reason, indexed.facts.get(fact as usize)?.passage()));
    Ok(Tabulation {
        name: name.to_owned(),
        title: tr!("Co-occurrence of codes").to_owned(),
        kind: TabulationKind::Cooccurrence(request.unit),
        count: Count::Passages,
        row_headers: vec![tr!("head of a list" => "code").to_owned()],
        rows: paths.iter().map(|path| vec![path.clone()]).collect(),
        columns: paths,
        left_out: LeftOutReason::list(outside.into_iter().filter_map(passage).collect()),
        excluded: indexed.excluded(),
        footnotes: vec![],
        lists: Lists { items: Groups::new(0, [].into_iter()), firsts: vec![] },
        codings: None,
        numbers: Numbers { items: vec![], cells, rows: totals.clone(), columns: totals, total: 0 },
        codes: lines.codes,
        summaries: BTreeMap::new(),
        placed,
    })
}

/// The rows, which are also the columns.
struct Lines {
    codes: Vec<CodeId>,
    /// Per code, in codebook order: the rows in which its codings count.
    of_code: Vec<Vec<u32>>,
}

impl Lines {
    fn new(study: &Study, indexed: &Indexed<'_>, material: &Material<'_>, request: &Cooccurrence) -> Self {
        let (book, counted_as) = (&study.codebook, material.counted_as);
        let counted = counted_as.codes(book);
        let level = |code: CodeId| raised(book, code, counted_as.level);
        let mut codes: Vec<CodeId> = Vec::new();
        if request.codes.is_empty() {
            let mut has_codings = vec![false; book.codes().len()];
            let mut last = NONE;
            for code in indexed.known().map(|coded| coded.code) {
                if std::mem::replace(&mut last, code) != code {
                    counted[code as usize].iter().for_each(|&at| has_codings[at as usize] = true);
                }
            }
            let meant: Option<HashSet<CodeId>> =
                material.codes.map(|codes| codes.iter().map(|&code| level(code)).collect());
            let is_meant = |code: CodeId| meant.as_ref().is_none_or(|codes| codes.contains(&code));
            let used = book.codes().iter().zip(has_codings).filter(|(code, has)| *has && is_meant(code.id));
            codes.extend(used.map(|(code, _)| code.id));
        } else {
            let mut seen = HashSet::new();
            codes.extend(request.codes.iter().map(|&code| level(code)).filter(|&code| seen.insert(code)));
        }
        let mut lines = vec![NONE; book.codes().len()];
        for (code, line) in codes.iter().zip(0..) {
            if let Some(at) = book.position(*code) {
                lines[at] = line;
            }
        }
        let lines_of =
            |counted: Vec<u32>| counted.into_iter().map(|at| lines[at as usize]).filter(|&line| line != NONE);
        Self { codes, of_code: counted.into_iter().map(|counted| lines_of(counted).collect()).collect() }
    }
}

/// Returns where the codings of the rows are, and those that are in no unit, with the reason.
fn places(
    study: &Study,
    indexed: &Indexed<'_>,
    material: &Material<'_>,
    unit: CooccurrenceUnit,
    lines: &Lines,
) -> (Vec<Placed>, Vec<(LeftOutReason, u32)>) {
    let (mut placed, mut outside) = (Vec::with_capacity(indexed.facts.len()), vec![]);
    let whole = |document: u32, start: u32, end: u32| CodeSpan { document, start, end, code: 0 };
    let units: Vec<&[CharRange]> = study.sources.iter().map(|source| material.units_of(source.id)).collect();
    for Coded { fact, source, code, shares } in indexed.known() {
        let lines = &lines.of_code[code as usize];
        let Some(range) = indexed.facts.get(fact as usize).map(|fact| fact.range).filter(|_| !lines.is_empty()) else {
            continue;
        };
        let first = placed.len();
        let mut place = |span: CodeSpan| {
            placed.extend(lines.iter().map(|&line| Placed { span: CodeSpan { code: line, ..span }, fact }));
        };
        match unit {
            CooccurrenceUnit::Overlap => place(whole(source, range.start.0, range.end.0)),
            CooccurrenceUnit::Document => place(whole(0, source, source + 1)),
            CooccurrenceUnit::Participant => {
                let persons = shares.map(|share| indexed.participant(share)).filter(|&person| person != NONE);
                persons.for_each(|person| place(whole(0, person, person + 1)));
            }
            CooccurrenceUnit::Sentence
            | CooccurrenceUnit::Turn
            | CooccurrenceUnit::Paragraph
            | CooccurrenceUnit::Exchange => {
                let (start, end) = touched(units[source as usize], range);
                if start < end {
                    place(whole(source, start, end));
                }
            }
        }
        if placed.len() == first {
            let is_of_nobody = unit == CooccurrenceUnit::Participant;
            outside.push((if is_of_nobody { LeftOutReason::NoParticipant } else { LeftOutReason::Unspoken }, fact));
        }
    }
    (placed, outside)
}

/// Returns the codings that co-occur in a cell, each pair once, at most `most` of them. Where passages overlap, one that is
/// there several times, by several coders or with several codes below that of the row, is one passage.
pub(super) fn pairs(placed: &[Placed], unit: CooccurrenceUnit, cell: (u32, u32), most: usize) -> Vec<Pair> {
    let side = |line: u32| -> (Vec<CodeSpan>, Vec<u32>) {
        let mut of_line: Vec<&Placed> = placed.iter().filter(|one| one.span.code == line).collect();
        of_line.sort_by_key(|one| (one.span, one.fact));
        if unit == CooccurrenceUnit::Overlap {
            of_line.dedup_by_key(|one| one.span);
        }
        of_line.into_iter().map(|one| (one.span, one.fact)).unzip()
    };
    let ((rows, row_facts), (columns, column_facts)) = (side(cell.0), side(cell.1));
    let (mut pairs, mut seen) = (Vec::new(), HashSet::new());
    each_pair(&rows, &columns, |row, column| {
        let (row, column) = (row_facts[row], column_facts[column]);
        if seen.insert((row, column)) {
            pairs.push(Pair { row, column });
        }
        pairs.len() < most
    });
    pairs
}
