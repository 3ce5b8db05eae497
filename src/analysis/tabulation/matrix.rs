//! A matrix: cross-tabulates any two of participants, speakers, documents, values of attributes, codes, values of dimensions
//! and whose experience passages are about.

use super::MATRIX;
use super::draft::{Draft, OfOneCode};
use super::error::{Alternatives, Error};
use super::indexed::{Coded, Indexed, NONE};
use super::left_out::LeftOutReason;
use super::outcome::TabulationKind;
use super::request::Axis;
use crate::i18n::{self, Language};
use crate::model::{
    Account, AccountFilter, Described, NameKey, Participant, ParticipantId, Source, Study, VariableKind, same_name,
    values::number,
};
use crate::text::compare_names;
use crate::tr;
use std::collections::{BTreeMap, HashMap, HashSet};

/// True for the row of participants or documents whose value of the attribute is not known.
#[must_use]
pub fn is_not_known(name: &str) -> bool {
    name == not_known()
}

/// The row of participants or documents whose value of the attribute is not known.
pub(super) fn not_known() -> &'static str {
    tr!("(not known)")
}

/// The row of passages for which it is not stated whose experience they are about.
fn not_stated() -> &'static str {
    tr!("(not stated)")
}

fn own() -> &'static str {
    AccountFilter::Own.word()
}

fn others() -> &'static str {
    AccountFilter::Others.word()
}

/// Returns the name by which a row or column is remembered, which is the same in every language: that of the missing
/// value, and others that the program gives, is the English one.
#[must_use]
pub fn line_key(name: &str) -> &str {
    let in_every_language = [not_known, not_stated, own, others];
    let known = in_every_language.into_iter().find(|text| text() == name);
    known.map_or(name, |text| i18n::within(Language::English, text))
}

/// Above this, the numbers alone would take gigabytes.
pub(super) const MOST_CELLS: usize = 100_000_000;

pub(super) fn draft(study: &Study, indexed: &Indexed<'_>, rows: &Axis, columns: &Axis) -> Result<Draft, Error> {
    let (row, column) = (Lines::new(study, indexed, rows)?, Lines::new(study, indexed, columns)?);
    let too_large = || Error::TooLarge { rows: row.names.len(), columns: column.names.len() };
    let cells = row.names.len().checked_mul(column.names.len()).filter(|&n| n <= MOST_CELLS).ok_or_else(too_large)?;
    let (width, cells) = match (u32::try_from(column.names.len()), u32::try_from(cells)) {
        (Ok(width), Ok(cells)) => (width, cells),
        _ => return Err(too_large()),
    };
    let (mut members, mut outside) = (Vec::with_capacity(indexed.facts.len()), vec![]);
    for coded in indexed.known() {
        let first = members.len();
        let mut by_code = false;
        let (group_row, group_column) = (row.group_of(&coded), column.group_of(&coded));
        for share in coded.shares.clone() {
            for at in row.each(&coded, indexed, share) {
                for across in column.each(&coded, indexed, share) {
                    if at != NONE && across != NONE {
                        members.push((at * width + across, share));
                    }
                    if group_row != NONE || group_column != NONE {
                        let is_counted = !indexed.groups_count_whole || indexed.participant(share) == NONE;
                        let cells = [
                            (group_row, across, is_counted || column.by == By::Participant),
                            (at, group_column, is_counted || row.by == By::Participant),
                            (group_row, group_column, is_counted),
                        ];
                        let cells =
                            cells.into_iter().filter(|(at, across, counts)| *counts && *at != NONE && *across != NONE);
                        members.extend(cells.map(|(at, across, _)| (at * width + across, share)));
                    }
                    by_code |= at == NONE && row.by_code() || across == NONE && column.by_code();
                }
            }
        }
        if members.len() == first {
            let is_unspoken = |lines: &Lines| {
                lines.by == By::Speaker && coded.shares.clone().all(|share| indexed.speaker(share) == NONE)
            };
            let reason = match by_code {
                true => LeftOutReason::NoFacetValue,
                false if is_unspoken(&row) || is_unspoken(&column) => LeftOutReason::NoSpeaker,
                false => LeftOutReason::NoParticipant,
            };
            outside.push((reason, coded.fact));
        }
    }
    let (row_name, column_name) = (rows.label().to_owned(), name_beside(columns, rows));
    Ok(Draft {
        name: MATRIX.into(),
        title: format!("{row_name} × {column_name}"),
        kind: TabulationKind::Matrix,
        row_headers: vec![row_name],
        rows: row.names.into_iter().map(|name| vec![name]).collect(),
        columns: column.names,
        firsts: (0..=cells).collect(),
        codes: vec![],
        of_one_code: OfOneCode {
            items: rows == &Axis::Code || columns == &Axis::Code,
            rows: rows == &Axis::Code,
            columns: columns == &Axis::Code,
        },
        members,
        summaries: BTreeMap::new(),
        outside,
        dimensions: [rows, columns].into_iter().filter_map(dimension_name).collect(),
        footnotes: vec![],
    })
}

fn dimension_name(axis: &Axis) -> Option<String> {
    match axis {
        Axis::Dimension(name) => Some(name.clone()),
        _ => None,
    }
}

/// Returns the name of an axis, qualified if it meets an attribute or a dimension with the same name.
fn name_beside(axis: &Axis, other: &Axis) -> String {
    let is_named = |axis: &Axis| matches!(axis, Axis::Attribute(_) | Axis::DocumentAttribute(_) | Axis::Dimension(_));
    match axis {
        _ if axis == other || !is_named(other) || !same_name(axis.name(), other.name()) => axis.label().to_owned(),
        Axis::Dimension(name) => tr!("{name} (of codes)", name),
        Axis::Attribute(name) => tr!("{name} (of participants)", name),
        Axis::DocumentAttribute(name) => tr!("{name} (of documents)", name),
        Axis::Participant | Axis::ParticipantOrGroup | Axis::Document | Axis::Speaker | Axis::Code | Axis::Account => {
            axis.label().to_owned()
        }
    }
}

/// The rows or the columns: their names, and to which of them a coding belongs.
struct Lines {
    names: Vec<String>,
    by: By,
    /// Per document, participant, speaker, code in codebook order, or coding: index of its line, or [`NONE`].
    places: Vec<u32>,
    /// Per code in codebook order: the lines of all codes as which its codings count. Empty if they count as their own only,
    /// or if the lines are not those of codes.
    rolled_up: Vec<Vec<u32>>,
    /// Per document: index of its own line beside those of the participants who speak in it, or [`NONE`]. Empty if there are
    /// no such lines.
    groups: Vec<u32>,
}

/// What decides in which line a coding is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Document,
    Participant,
    Speaker,
    Code,
    Coding,
}

impl Lines {
    fn new(study: &Study, indexed: &Indexed<'_>, axis: &Axis) -> Result<Self, Error> {
        let all = |names: &[String]| (0..).take(names.len()).collect();
        let mut groups = Vec::new();
        let (names, places) = match axis {
            Axis::ParticipantOrGroup => {
                let (mut names, places) = participant_lines(study, indexed);
                for source in &study.sources {
                    let is_group = source.is_group();
                    groups.push(if is_group { u32::try_from(names.len()).unwrap_or(NONE) } else { NONE });
                    names.extend(is_group.then(|| source.name.clone()));
                }
                (names, places)
            }
            Axis::Participant => participant_lines(study, indexed),
            Axis::Document => {
                let names: Vec<_> = study.sources.iter().map(|s| s.name.clone()).collect();
                let places = all(&names);
                (names, places)
            }
            Axis::Speaker => {
                let document = |number: u32| study.sources.get(number as usize).map_or("", |s| s.name.as_str());
                let name = |(number, label): &(u32, String)| format!("{}: {label}", document(*number));
                let names: Vec<_> = indexed.speakers().iter().map(name).collect();
                let places = all(&names);
                (names, places)
            }
            Axis::Attribute(name) => attribute_lines(study, Described::Participants, name)?,
            Axis::DocumentAttribute(name) => attribute_lines(study, Described::Documents, name)?,
            Axis::Code => {
                let book = &study.codebook;
                let all = book.codes().iter().map(|code| (indexed.is_about(code.id), book.path(code.id).to_string()));
                only_those(all)
            }
            Axis::Dimension(name) => dimension_lines(study, indexed, name)?,
            Axis::Account => account_lines(indexed),
        };
        let by = match axis {
            Axis::Participant | Axis::ParticipantOrGroup | Axis::Attribute(_) => By::Participant,
            Axis::Document | Axis::DocumentAttribute(_) => By::Document,
            Axis::Speaker => By::Speaker,
            Axis::Code | Axis::Dimension(_) => By::Code,
            Axis::Account => By::Coding,
        };
        let rolled_up = match by {
            By::Code if !indexed.counted_as.is_exact() => rolled_up(study, indexed, &places),
            _ => vec![],
        };
        Ok(Self { names, by, places, rolled_up, groups })
    }

    fn by_code(&self) -> bool {
        self.by == By::Code
    }

    /// Returns the line of a coding's group.
    fn group_of(&self, coded: &Coded) -> u32 {
        self.groups.get(coded.source as usize).copied().unwrap_or(NONE)
    }

    /// Returns the lines of a share, which is [`NONE`] if it is in no line.
    fn each(&self, coded: &Coded, indexed: &Indexed<'_>, share: u32) -> impl Iterator<Item = u32> + use<'_> {
        let lines = self.rolled_up.get(coded.code as usize);
        let only = lines.is_none().then(|| self.of(coded, indexed, share));
        only.into_iter().chain(lines.into_iter().flatten().copied())
    }

    fn of(&self, coded: &Coded, indexed: &Indexed<'_>, share: u32) -> u32 {
        let place = match self.by {
            By::Document => coded.source,
            By::Participant => indexed.participant(share),
            By::Speaker => indexed.speaker(share),
            By::Code => coded.code,
            By::Coding => coded.fact,
        };
        self.places.get(place as usize).copied().unwrap_or(NONE)
    }
}

/// Returns per code the lines of all codes as which its codings count. `places`: per code, its own line.
fn rolled_up(study: &Study, indexed: &Indexed<'_>, places: &[u32]) -> Vec<Vec<u32>> {
    let lines = |codes: Vec<u32>| {
        let place = |code: u32| places.get(code as usize).copied().unwrap_or(NONE);
        let mut lines: Vec<u32> = codes.into_iter().map(place).filter(|&line| line != NONE).collect();
        lines.sort_unstable();
        lines.dedup();
        if lines.is_empty() { vec![NONE] } else { lines }
    };
    indexed.counted_as.codes(&study.codebook).into_iter().map(lines).collect()
}

/// Returns the names of the participants; in a table about some documents, only of those who are in them.
fn participant_lines(study: &Study, indexed: &Indexed<'_>) -> (Vec<String>, Vec<u32>) {
    let in_documents: HashSet<ParticipantId> = study.sources.iter().flat_map(Source::participants).collect();
    let is_in = |one: &Participant| !indexed.some_documents || in_documents.contains(&one.id);
    only_those(study.participants.iter().map(|one| (is_in(one), one.name.clone())))
}

/// Returns the values of an attribute among the participants or documents in the order of a matrix, the missing value
/// last.
pub fn attribute_values(study: &Study, of: Described, name: &str) -> Vec<Option<String>> {
    let names = attribute_lines(study, of, name).map(|(names, _)| names).unwrap_or_default();
    names.into_iter().map(|value| Some(value).filter(|value| value != not_known())).collect()
}

/// Returns a key that two equal values of an attribute share: values that look the same, and for a number attribute
/// also equal numbers such as 10 and 10.0.
pub(super) fn same_value(value: &str, kind: Option<VariableKind>) -> NameKey {
    match number(value).filter(|_| kind == Some(VariableKind::Number)) {
        // Zero has two signs.
        Some(n) => NameKey::of(&(n + 0.0).to_string()),
        None => NameKey::of(value),
    }
}

/// Returns the distinct values of an attribute and, per participant or document, the index of the value. Number attributes
/// are compared and sorted as numbers (10 and 10.0 are the same); others are in order of first appearance.
fn attribute_lines(study: &Study, of: Described, name: &str) -> Result<(Vec<String>, Vec<u32>), Error> {
    let attributes = study.attributes(of);
    let found = study.attribute_named(of, name);
    let Some((place, variable)) = found.and_then(|place| Some((place, attributes.get(place)?))) else {
        let known = Alternatives::near(name, attributes.iter().map(|v| v.name.clone()).collect());
        return Err(Error::UnknownAttribute { of, name: name.to_owned(), known });
    };
    let lists: Vec<&[Option<String>]> = match of {
        Described::Participants => study.participants.iter().map(|one| one.values.as_slice()).collect(),
        Described::Documents => study.sources.iter().map(|one| one.values.as_slice()).collect(),
    };
    let numeric = variable.kind == VariableKind::Number;
    let key = |value: &str| same_value(value, Some(variable.kind));
    let known = |values: &&[Option<String>]| values.get(place).cloned().flatten();
    let mut names: Vec<String> = Vec::new();
    let mut seen = HashMap::new();
    for value in lists.iter().filter_map(known) {
        seen.entry(key(&value)).or_insert_with(|| {
            names.push(value);
            names.len()
        });
    }
    if numeric {
        // Values that are not numbers come after the numbers.
        names.sort_by(|a, b| {
            let (a, b) = (number(a).unwrap_or(f64::INFINITY), number(b).unwrap_or(f64::INFINITY));
            a.total_cmp(&b)
        });
    }
    let rows: HashMap<NameKey, u32> = names.iter().map(|name| key(name)).zip(0..).collect();
    let unknown = u32::try_from(names.len()).unwrap_or(NONE);
    let line = |values| known(values).and_then(|value| rows.get(&key(&value)).copied()).unwrap_or(unknown);
    let places: Vec<u32> = lists.iter().map(line).collect();
    if places.contains(&unknown) {
        names.push(not_known().to_owned());
    }
    Ok((names, places))
}

/// Returns the rows of accounts and, per coding, the index of its row: own, others, the names in order, and last what is
/// not stated.
fn account_lines(indexed: &Indexed<'_>) -> (Vec<String>, Vec<u32>) {
    let account = |fact: usize| indexed.facts.get(fact).and_then(|fact| indexed.accounts.get(&fact.coding));
    let counted = || indexed.known().map(|coded| account(coded.fact as usize));
    let mut people: Vec<&str> = counted().filter_map(|account| account?.name()).collect();
    people.sort_by(|a, b| compare_names(a, b));
    let mut seen = HashSet::new();
    people.retain(|name| seen.insert(NameKey::of(name)));
    let rows: HashMap<NameKey, u32> = people.iter().map(|name| NameKey::of(name)).zip(2..).collect();
    let mut names = vec![own().to_owned(), others().to_owned()];
    names.extend(people.into_iter().map(str::to_owned));
    let unknown = u32::try_from(names.len()).unwrap_or(NONE);
    if counted().any(|account| account.is_none()) {
        names.push(not_stated().to_owned());
    }
    let place = |fact: usize| match account(fact) {
        None => unknown,
        Some(Account::Own) => 0,
        Some(Account::Others) => 1,
        Some(Account::About(name)) => rows.get(&NameKey::of(name)).copied().unwrap_or(NONE),
    };
    (names, (0..indexed.facts.len()).map(place).collect())
}

/// Returns the names that are wanted and, per name, the index among them or [`NONE`].
fn only_those(all: impl Iterator<Item = (bool, String)>) -> (Vec<String>, Vec<u32>) {
    let (mut names, mut places) = (Vec::new(), Vec::new());
    for (is_wanted, name) in all {
        places.push(if is_wanted { u32::try_from(names.len()).unwrap_or(NONE) } else { NONE });
        names.extend(is_wanted.then_some(name));
    }
    (names, places)
}

/// Returns the values of a dimension and, per code in codebook order, the index of its value or [`NONE`]. If the table is
/// about some codes only, values that none of them has are left out.
fn dimension_lines(study: &Study, indexed: &Indexed<'_>, name: &str) -> Result<(Vec<String>, Vec<u32>), Error> {
    let book = &study.codebook;
    let dimension = book.dimension(name).ok_or_else(|| Error::UnknownDimension {
        name: name.to_owned(),
        known: Alternatives::near(name, book.dimensions.iter().map(|f| f.name.clone()).collect()),
    })?;
    let value = |id| book.dimension_value(id, dimension.id).filter(|&v| v < dimension.values.len());
    let of_codes: HashSet<usize> =
        book.codes().iter().filter(|code| indexed.is_about(code.id)).filter_map(|code| value(code.id)).collect();
    let is_wanted = |at: usize| indexed.codes_are_all() || of_codes.contains(&at);
    let (names, lines) =
        only_those(dimension.values.iter().enumerate().map(|(at, name)| (is_wanted(at), name.clone())));
    let place = |id| value(id).and_then(|at| lines.get(at).copied()).unwrap_or(NONE);
    Ok((names, book.codes().iter().map(|c| place(c.id)).collect()))
}
