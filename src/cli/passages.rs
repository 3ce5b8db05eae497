//! Verbs on coded passages and whole projects as files: codings, export.

use super::names::{count, filter, open_to_read};
use super::tables::{deliver, format, query};
use super::verb::{Flag, Operand, Verb};
use super::{Arguments, Failure, Printer, exchange, flags};
use crate::analysis::{Axis, TableRequest};
use crate::engine::query::quotes;
use crate::engine::tidy::write_tidy;
use crate::engine::{Selection, TargetFormat, export};
use crate::interchange::tables::write_passages;
use crate::model::Study;

const CONTEXT: Flag =
    Flag::value("context", "N", "also N characters on either side of the passage in its text (default: 0)");

pub const CODINGS: Verb = Verb {
    name: "codings",
    operands: &[flags::READ],
    flags: &[flags::CODE, flags::PARTICIPANT, flags::DOCUMENT, flags::CODERS, CONTEXT, flags::FORMAT, flags::OUTPUT],
    about: "the coded passages themselves, one row a coding",
    notes: "",
    run: codings,
};

const SELECT: Flag = Flag::value(
    "select",
    "WHAT",
    "what a file holds: codings (the default), codebook (csv, json), memos, table:NAME, or matrix:ROWS:COLUMNS; a folder holds the whole project",
);

const AS: Flag =
    Flag::value("as", "KIND", "tidy: a folder of tables for R, Python and SPSS, with the lines that read them");

pub const EXPORT: Verb = Verb {
    name: "export",
    operands: &[
        flags::READ,
        Operand::one(
            "TARGET",
            "a folder to make, or a file that ends in .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx or .qdc",
        ),
    ],
    flags: &[
        AS,
        SELECT,
        flags::COUNT,
        flags::CODERS,
        flags::CODE,
        flags::PARTICIPANT,
        flags::DOCUMENT,
        exchange::FOR,
        exchange::UTF16,
        exchange::UNIQUE,
        exchange::GROUPS,
        flags::JSON,
    ],
    about: "write a project as a folder, or a selection of it as a file",
    notes: "A name without an ending, or with a slash behind it, is a folder. .qdpx is the whole project for other programs \
            (REFI-QDA), .qdc its codebook; what they do not get is told before, with --json as a list.",
    run: export_project,
};

fn codings(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let format = format(arguments)?;
    let context = arguments.number(CONTEXT.long, 0)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let filter = filter(&study, arguments)?;
    let list = quotes(project.reads(), &study, &filter, context)?.list;
    deliver(&write_passages(&list, format)?, format, arguments, printer)
}

fn export_project(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let target = arguments.paths().nth(1).ok_or_else(|| arguments.usage("TARGET is missing"))?;
    match arguments.flag(AS.long)? {
        None => {}
        Some("tidy") => {
            let project = open_to_read(&arguments.path()?, printer)?;
            write_tidy(project.reads(), &target)?;
            return printer.line(&format!("wrote {}", target.display()));
        }
        Some(other) => return Err(arguments.usage(format!("--as is tidy, not “{other}”"))),
    }
    let format = TargetFormat::of(&target)?;
    let whole = !matches!(format, TargetFormat::File(_));
    let of_exchange = |flag: &&Flag| exchange::FLAGS.iter().any(|own| own.long == flag.long);
    if let Some(flag) = exchange::FLAGS.iter().find(|flag| arguments.has(flag.long))
        && format != TargetFormat::Exchange
    {
        return Err(arguments.usage(format!("--{} goes with a .qdpx only", flag.long)));
    }
    if arguments.has(flags::JSON.long) && format != TargetFormat::Exchange {
        return Err(arguments.usage("--json goes with a .qdpx only: it lists what other programs do not get"));
    }
    let mut narrowings = EXPORT.flags.iter().filter(|flag| !of_exchange(flag) && flag.long != flags::JSON.long);
    let narrowing = narrowings.find(|flag| arguments.has(flag.long));
    if let Some(flag) = narrowing.filter(|_| whole) {
        let message = format!("--{} does not go with a folder, a .qdpx or a .qdc, which hold the whole", flag.long);
        return Err(arguments.usage(message));
    }
    count(arguments)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let selection = selection(&project.reads().study()?, arguments)?;
    if format == TargetFormat::Exchange {
        return exchange::write(&project, &target, arguments, printer);
    }
    export::export(project.reads(), &target, &selection)?;
    printer.line(&format!("wrote {}", target.display()))
}

fn selection(study: &Study, arguments: &Arguments) -> Result<Selection, Failure> {
    let word = arguments.flag(SELECT.long)?.unwrap_or("codings");
    let request = match word.split_once(':') {
        None if word == "codebook" => return Ok(Selection::Codebook),
        None if word == "participants" => return Ok(Selection::Participants),
        None if word == "memos" => return Ok(Selection::Memos),
        None if word == "codings" => return Ok(Selection::Codings(filter(study, arguments)?)),
        Some(("table", name)) => TableRequest::Defined { name: name.to_owned() },
        Some(("matrix", axes)) => {
            let (rows, columns) =
                axes.split_once(':').ok_or_else(|| arguments.usage("a matrix is chosen as matrix:ROWS:COLUMNS"))?;
            TableRequest::Matrix { rows: Axis::row(rows), columns: Axis::column(columns) }
        }
        _ => {
            let message = format!(
                "--select is codings, codebook, participants, memos, table:NAME or matrix:ROWS:COLUMNS, not “{word}”"
            );
            return Err(arguments.usage(message));
        }
    };
    let passages_only = [flags::CODE, flags::PARTICIPANT, flags::DOCUMENT];
    match passages_only.iter().find(|flag| arguments.has(flag.long)) {
        Some(flag) => Err(arguments.usage(format!("--{} goes with --select codings only", flag.long))),
        None => Ok(Selection::Table(query(request, study, arguments)?)),
    }
}
