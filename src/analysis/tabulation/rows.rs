//! The rows of a typology: the combinations of values, their participants and their codes.

use super::error::Error;
use super::indexed::NONE;
use super::left_out::LeftOutReason;
use super::outcome::Footnote;
use crate::model::{Code, Dimension, NameKey, Participant, Study, TableDefinition};
use std::collections::HashMap;

/// Combinations of values: first those of codes, in codebook order, then those of participants only.
pub(super) struct Rows {
    pub headers: Vec<Vec<String>>,
    /// Per participant: index of the row, or [`NONE`].
    pub of_participant: Vec<u32>,
    /// Per code, in codebook order: index of the row whose values the code has, or [`NONE`].
    pub of_code: Vec<u32>,
    /// Why a coding in a document with a participant is in no row.
    pub without_row: LeftOutReason,
    pub footnotes: Vec<Footnote>,
}

/// A part of the combination: an attribute of participants, a dimension of codes, or both, with one name.
struct Part<'a> {
    name: &'a str,
    attribute: Option<usize>,
    dimension: Option<&'a Dimension>,
}

impl Rows {
    /// The footnote counts only those who are described.
    pub fn new(
        study: &Study,
        table: &TableDefinition,
        names: &[String],
        is_described: impl Fn(&Participant) -> bool,
    ) -> Result<Self, Error> {
        let parts = parts(study, table, names)?;
        let mut rows = Found::default();
        let of_code: Vec<u32> =
            study.codebook.codes().iter().map(|code| rows.place(values_of_code(code, &parts))).collect();
        let by_participants = parts.iter().all(|part| part.attribute.is_some());
        let of_participant: Vec<u32> = study
            .participants
            .iter()
            .map(|participant| rows.place(values_of_participant(participant, &parts)))
            .collect();
        let is_outside = |(participant, row): &(&Participant, &u32)| **row == NONE && is_described(participant);
        let outside = study.participants.iter().zip(&of_participant).filter(is_outside).count();
        let mut footnotes = if by_participants && outside > 0 {
            let attributes = parts.iter().map(|p| p.name.to_owned()).collect();
            vec![Footnote::ParticipantsInNoRow { participants: outside, attributes }]
        } else {
            vec![]
        };
        let of_codes: Vec<&Part<'_>> = parts.iter().filter(|part| part.dimension.is_some()).collect();
        if of_codes.len() == parts.len() && of_code.iter().any(|&row| row != NONE) {
            let dimensions = of_codes.iter().map(|part| part.name.to_owned()).collect();
            footnotes.push(Footnote::RowsOfCodes { dimensions, also_by_participants: by_participants });
        }
        if by_participants {
            let mut sizes = vec![0; rows.headers.len()];
            let described = study.participants.iter().zip(&of_participant).filter(|(one, _)| is_described(one));
            for (_, &row) in described {
                sizes.get_mut(row as usize).into_iter().for_each(|size| *size += 1);
            }
            let names = rows.headers.iter().map(|header| header.join(" · "));
            footnotes.push(Footnote::GroupSizes(names.zip(sizes).collect()));
        }
        let without_row = if by_participants { LeftOutReason::UnknownValue } else { LeftOutReason::NoRow };
        Ok(Self { headers: rows.headers, of_participant, of_code, without_row, footnotes })
    }
}

#[derive(Default)]
struct Found {
    headers: Vec<Vec<String>>,
    /// By values as they look.
    places: HashMap<Vec<NameKey>, u32>,
}

impl Found {
    fn place(&mut self, values: Option<Vec<String>>) -> u32 {
        let Some(values) = values else { return NONE };
        let next = u32::try_from(self.headers.len()).unwrap_or(NONE);
        let key = values.iter().map(|value| NameKey::of(value)).collect();
        *self.places.entry(key).or_insert_with(|| {
            self.headers.push(values);
            next
        })
    }
}

fn parts<'a>(study: &'a Study, table: &TableDefinition, names: &'a [String]) -> Result<Vec<Part<'a>>, Error> {
    let mut parts = Vec::with_capacity(names.len());
    for name in names {
        let part = Part { name, attribute: study.variable(name), dimension: study.codebook.dimension(name) };
        if part.attribute.is_none() && part.dimension.is_none() {
            return Err(Error::MissingRow {
                table: table.name.clone(),
                name: name.clone(),
                attributes: study.variables.iter().map(|v| v.name.as_str()).collect(),
                dimensions: study.codebook.dimensions.iter().map(|f| f.name.as_str()).collect(),
            });
        }
        parts.push(part);
    }
    let attribute = parts.iter().find(|p| p.dimension.is_none());
    let dimension = parts.iter().find(|p| p.attribute.is_none());
    match (attribute, dimension) {
        _ if parts.is_empty() => Err(Error::NoRows { table: table.name.clone() }),
        (Some(attribute), Some(dimension)) => Err(Error::RowsNeverMeet {
            table: table.name.clone(),
            attribute: attribute.name.to_owned(),
            dimension: dimension.name.to_owned(),
        }),
        _ => Ok(parts),
    }
}

fn values_of_code(code: &Code, parts: &[Part<'_>]) -> Option<Vec<String>> {
    let value = |part: &Part<'_>| {
        let dimension = part.dimension?;
        let (_, value) = code.dimensions.iter().find(|(id, _)| *id == dimension.id)?;
        dimension.values.get(*value).cloned()
    };
    parts.iter().map(value).collect()
}

fn values_of_participant(participant: &Participant, parts: &[Part<'_>]) -> Option<Vec<String>> {
    parts.iter().map(|part| participant.values.get(part.attribute?)?.clone()).collect()
}
