//! The verb `cooccur`: how often codes co-occur.

use super::tables::{self, PASSAGES, ROLL_UP, SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT};
use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::analysis::{Cooccurrence, CooccurrenceUnit, CountedAs, TableRequest};
use crate::interchange::tables::TableFormat;
use crate::model::{CodeId, Study};

const UNIT: Flag = Flag::value(
    "unit",
    "UNIT",
    "overlap (the default: pairs of passages that have a character in common), or what both codes must have a passage in: \
     sentence, turn, paragraph, exchange (a question with its answers), document or participant",
);
const CODES: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "codes",
        "PATH,…",
        "these codes, in this order; may be repeated (default: every code that has a passage); a path with a comma is in \
         double quotes: '\"Work > Pay, rent\",Land'; with --level, a code below that level means its ancestor at that level",
    )
};
const LEVEL: Flag =
    Flag::value("level", "N", "count codes below level N of the code tree as their ancestor at that level");
const FORMAT: Flag = Flag::value(
    "format",
    "FORMAT",
    "text (the default), csv, json, md, html, xlsx, docx, or graphml or gexf (a network for Gephi and other programs); \
     the extension of FILE takes precedence",
);

pub const COOCCUR: Verb = Verb {
    name: "cooccur",
    operands: &[flags::READ],
    flags: &[
        UNIT,
        CODES,
        ROLL_UP,
        LEVEL,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        flags::ACCOUNT,
        PASSAGES,
        FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
        flags::LANGUAGE,
    ],
    about: "count how often codes co-occur",
    notes: "The diagonal and the totals count the passages of each code, or the units that it has passages in. JSON and networks \
            also have the coefficient: what two codes have in common, divided by what they have together. A network has an \
            edge for each pair of codes that co-occurs.",
    run: cooccur,
};

fn cooccur(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let format = tables::one_of(TableFormat::ALL, arguments)?;
    let (unit, counted_as) = (unit(arguments)?, counted_as(arguments)?);
    let project = names::open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let request = TableRequest::Cooccurrence(Cooccurrence { unit, codes: codes(&study, arguments)? });
    let mut query = tables::query(request, &study, arguments)?;
    query.counted_as = counted_as;
    tables::give(&project, &tables::counted(query, arguments), format, arguments, printer)
}

fn unit(arguments: &Arguments) -> Result<CooccurrenceUnit, Failure> {
    let Some(name) = arguments.flag(UNIT.long)? else { return Ok(CooccurrenceUnit::default()) };
    let known = CooccurrenceUnit::ALL.iter().map(|unit| unit.name()).collect::<Vec<_>>().join(", ");
    CooccurrenceUnit::parse(name).ok_or_else(|| arguments.usage(format!("--unit is one of {known}, not “{name}”")))
}

fn counted_as(arguments: &Arguments) -> Result<CountedAs, Failure> {
    let level = match arguments.has(LEVEL.long) {
        true => Some(arguments.number(LEVEL.long, 1)?),
        false => None,
    };
    if level == Some(0) {
        return Err(arguments.usage("--level is at least 1; the first level of the code tree is 1"));
    }
    let level = level.map(|level| usize::try_from(level).unwrap_or(usize::MAX));
    Ok(CountedAs { with_parents: arguments.has(ROLL_UP.long), level })
}

fn codes(study: &Study, arguments: &Arguments) -> Result<Vec<CodeId>, Failure> {
    names::listed_codes(study, &arguments.all(CODES.long)?)
}
