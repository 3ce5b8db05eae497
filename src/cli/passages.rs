//! The verb `codings`: prints coded passages.

use super::names::{filter, open_to_read};
use super::tables::{SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT, deliver, format, language, scope};
use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags};
use crate::engine::Progress;
use crate::engine::reading::listed_passages;
use crate::i18n;
use crate::interchange::tables::{TableFormat, write_passages};
use crate::table::Topic;

const CONTEXT: Flag =
    Flag::value("context", "N", "add N characters of the text before and after each passage (default: 0)");

pub const CODINGS: Verb = Verb {
    name: "codings",
    operands: &[flags::READ],
    flags: &[
        flags::CODE,
        flags::PARTICIPANT,
        flags::DOCUMENT,
        flags::ACCOUNT,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        CONTEXT,
        flags::FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
        flags::LANGUAGE,
    ],
    about: "list coded passages, one row for each coding",
    notes: "",
    run: codings,
};

fn codings(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let format = format(arguments)?;
    let context = arguments.number(CONTEXT.long, 0)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let filter = scope(&study, arguments)?.restrict(project.reads(), &study, filter(&study, arguments)?)?;
    let language = language(format, arguments)?;
    let reads = || listed_passages(project.reads(), &study, &filter, context, &Progress::default());
    let list = i18n::within(language, reads)?.list;
    if matches!(format, TableFormat::Csv | TableFormat::Json)
        && let Some(not_listed) = list.provenance.get(Topic::NotListed)
    {
        // These formats have no place for notes.
        printer.remark(&format!("{}: {not_listed}", Topic::NotListed.name()));
    }
    let bytes = i18n::within(language, || write_passages(&list, format))?;
    deliver(&bytes, format, arguments, printer)
}
