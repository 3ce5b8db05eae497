//! The verb `codings`: prints coded passages.

use super::names::{filter, open_to_read};
use super::tables::{SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT, deliver, format, language, scope};
use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags};
use crate::engine::Progress;
use crate::engine::export::export_codings;
use crate::engine::reading::listed_passages;
use crate::i18n;
use crate::interchange::tables::{TableFormat, passage_bytes};
use crate::table::{PassageHeads, Topic};

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
    let progress = Progress::default();
    if let Some(file) = arguments.file(flags::OUTPUT.long) {
        let export = || export_codings(project.reads(), &file, &filter, context, format, &progress);
        let heads = i18n::within(language, export)?;
        not_listed(&heads, format, printer);
        return Ok(());
    }
    let reads = || listed_passages(project.reads(), &study, &filter, context, &progress);
    let list = i18n::within(language, reads)?.list;
    not_listed(&list.heads, format, printer);
    let bytes = i18n::within(language, || passage_bytes(&list, format))?;
    deliver(&bytes, format, arguments, printer)
}

/// Prints what is not listed, in formats without a place for notes.
fn not_listed(heads: &PassageHeads, format: TableFormat, printer: &mut Printer<'_>) {
    if matches!(format, TableFormat::Csv | TableFormat::Json)
        && let Some(not_listed) = heads.provenance.get(Topic::NotListed)
    {
        printer.remark(&format!("{}: {not_listed}", Topic::NotListed.name()));
    }
}
