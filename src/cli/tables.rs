//! The verbs `table` and `matrix`, and the output of all tables and lists, to the terminal or a file.

use super::names::{self, coders, count, open_to_read};
use super::verb::{Flag, Operand, Verb};
use super::{Arguments, Failure, Printer, escaped_json, flags, meant};
use crate::analysis::{AttributeFilter, Axis, CountedAs, TableRequest};
use crate::engine::reading::{PassageScope, TableQuery};
use crate::engine::{Project, Selection, export};
use crate::i18n::{self, Language};
use crate::interchange::files::write_whole;
use crate::interchange::tables::TableFormat;
use crate::model::{Described, SpokenBy, Study};
use crate::table::View;
use crate::text::shown;
use std::borrow::Cow;
use std::io::IsTerminal;

pub const TABLE: Verb = Verb {
    name: "table",
    operands: &[flags::READ, Operand::one("NAME", "name of one of the project's tables")],
    flags: &[
        flags::COUNT,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        flags::ACCOUNT,
        ROLL_UP,
        PASSAGES,
        flags::FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
        flags::LANGUAGE,
    ],
    about: "count one of the project's own tables",
    notes: "",
    run: table,
};

pub const ROWS: Flag = Flag::value(
    "rows",
    "ROWS",
    "participant, participant+group (also the documents in which several speak), speaker, document, document:NAME (an \
     attribute of documents), code, account (whose experience passages are about), facet:NAME (a dimension), or the \
     name of an attribute of participants",
)
.required();
pub const COLUMNS: Flag = Flag::value(
    "columns",
    "COLUMNS",
    "code, participant, participant+group, speaker, document, document:NAME (an attribute of documents), account, \
     attribute:NAME (of participants), or the name of a dimension",
)
.required();

pub const WHERE: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "where",
        "ATTRIBUTE=VALUE",
        "only participants with this value; may be repeated, also for the same attribute",
    )
};

pub const SPOKEN_BY: Flag = Flag::value(
    "spoken-by",
    "WHO",
    "whose words passages must contain: participants (anyone but an interviewer; in documents without speakers, every \
     passage counts), interviewer (and nobody else) or all (default)",
);

pub const WHERE_DOCUMENT: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "where-document",
        "ATTRIBUTE=VALUE",
        "only documents with this value, and only the participants who are in them; may be repeated, also for the same \
         attribute",
    )
};

pub const SET: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "set",
        "NAME",
        "only the documents of this set, or only its codes; may be repeated: what is counted is then in all of these sets",
    )
};

pub const ROLL_UP: Flag =
    Flag::switch("roll-up", "count passages of a code also for all codes above it (default: for the code itself only)");

pub const PASSAGES: Flag =
    Flag::switch("passages", "add the passages that the numbers count (docx, html, md, text, xlsx)");

pub const MATRIX: Verb = Verb {
    name: "matrix",
    operands: &[flags::READ],
    flags: &[
        ROWS,
        COLUMNS,
        flags::COUNT,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        flags::ACCOUNT,
        ROLL_UP,
        PASSAGES,
        flags::FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
        flags::LANGUAGE,
    ],
    about: "count passages by two of: participants, speakers, documents, codes, an attribute, a dimension, accounts",
    notes: "Totals are counted over whole rows and columns; they are not sums of the cells. With codes in rows and columns, the \
            cells count pairs of passages that overlap, as the verb cooccur does.",
    run: matrix,
};

fn table(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let name = arguments.operand(1)?.unwrap_or_default().to_owned();
    print_table(TableRequest::Defined { name }, arguments, printer)
}

fn matrix(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let request = matrix_of(arguments.required(ROWS.long)?, arguments.required(COLUMNS.long)?);
    print_table(request, arguments, printer)
}

fn matrix_of(rows: &str, columns: &str) -> TableRequest {
    TableRequest::Matrix { rows: Axis::row(rows), columns: Axis::column(columns) }
}

/// Parses `ROWS:COLUMNS`. Both parts may contain colons; the word is split where both parts are names in the study.
pub fn matrix_in_one_word(word: &str, study: &Study, arguments: &Arguments) -> Result<TableRequest, Failure> {
    let parts: Vec<(&str, &str)> = word
        .match_indices([':', ' '])
        .filter_map(|(at, _)| Some((word.get(..at)?.trim(), word.get(at + 1..)?.trim())))
        .filter(|(rows, columns)| !rows.is_empty() && !columns.is_empty())
        .collect();
    let is_known = |(rows, columns): &&(&str, &str)| Axis::row(rows).is_of(study) && Axis::column(columns).is_of(study);
    let known: Vec<&(&str, &str)> = parts.iter().filter(is_known).collect();
    match (known.as_slice(), parts.as_slice()) {
        ([(rows, columns)], _) => Ok(matrix_of(rows, columns)),
        ([(rows, columns), ..], _) => Err(arguments.usage(format!(
            "“{word}” is ambiguous: it may mean rows “{rows}” and columns “{columns}”, among others; use --select \
             matrix with --{} and --{}",
            ROWS.long, COLUMNS.long
        ))),
        // The query reports unknown names and lists the known ones.
        ([], [(rows, columns)]) => Ok(matrix_of(rows, columns)),
        ([], [first, ..]) => {
            let prefixed = |(rows, _): &&(&str, &str)| rows.split_once(':').is_some_and(|(kind, _)| is_prefix(kind));
            let (rows, columns) = if is_prefix(first.0) { parts.iter().find(prefixed).unwrap_or(first) } else { first };
            Ok(matrix_of(rows, columns))
        }
        ([], []) => Err(arguments.usage("give the matrix as matrix:ROWS:COLUMNS")),
    }
}

fn is_prefix(word: &str) -> bool {
    matches!(word, "facet" | "attribute" | "document")
}

/// Returns the matrix of `--rows` and `--columns`, if one of them is given.
pub fn matrix_of_flags(arguments: &Arguments) -> Result<Option<TableRequest>, Failure> {
    if !arguments.has(ROWS.long) && !arguments.has(COLUMNS.long) {
        return Ok(None);
    }
    Ok(Some(matrix_of(arguments.required(ROWS.long)?, arguments.required(COLUMNS.long)?)))
}

fn print_table(request: TableRequest, arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    // Check the arguments before opening the project, so that a wrong flag is always reported as such.
    let formats = if request.cooccurrence().is_some() { TableFormat::ALL } else { TableFormat::TABLES };
    let format = one_of(formats, arguments)?;
    count(arguments)?;
    refuse_count(&request, arguments)?;
    let project = open_to_read(&arguments.path()?, printer)?;
    let query = query(request, &project.reads().study()?, arguments)?;
    give(&project, &counted(query, arguments), format, arguments, printer)
}

/// Returns a table of numbers, with the passages that they count if that is asked for.
pub fn counted(query: TableQuery, arguments: &Arguments) -> Selection {
    if arguments.has(PASSAGES.long) {
        return Selection::Shown { query, view: View::default(), quotes: false, passages: true };
    }
    Selection::Table(query)
}

/// Returns the query that the flags describe.
pub fn query(request: TableRequest, study: &Study, arguments: &Arguments) -> Result<TableQuery, Failure> {
    meant::axes(&request, study)?;
    let (count, users) = (count(arguments)?, coders(study, arguments)?);
    refuse_count(&request, arguments)?;
    let counted_as = if arguments.has(ROLL_UP.long) { CountedAs::WITH_PARENTS } else { CountedAs::default() };
    Ok(TableQuery { request, count, users, scope: scope(study, arguments)?, counted_as })
}

/// Codes by codes have one count.
fn refuse_count(request: &TableRequest, arguments: &Arguments) -> Result<(), Failure> {
    if request.cooccurrence().is_none() || !arguments.has(flags::COUNT.long) {
        return Ok(());
    }
    Err(arguments.usage(
        "--count cannot be used with codes in rows and columns: the cells count pairs of passages that overlap; `pullquote \
         cooccur --unit` counts sentences, turns, documents or participants",
    ))
}

/// Returns the conditions of `--where`, `--where-document`, `--set`, `--spoken-by` and `--account`.
pub fn scope(study: &Study, arguments: &Arguments) -> Result<PassageScope, Failure> {
    let mut filter = AttributeFilter::default();
    for (flag, of) in [(WHERE, Described::Participants), (WHERE_DOCUMENT, Described::Documents)] {
        for condition in arguments.all(flag.long)? {
            let (attribute, value) = condition
                .split_once(['=', '＝'])
                .ok_or_else(|| arguments.usage(format!("--{} takes ATTRIBUTE=VALUE, not “{condition}”", flag.long)))?;
            meant::condition(study, of, attribute.trim(), value.trim())?;
            filter.add(of, attribute.trim(), value.trim());
        }
    }
    filter.check(study)?;
    let spoken_by = match arguments.flag(SPOKEN_BY.long)? {
        Some(who) => who.parse().map_err(|_| {
            arguments.usage(format!("--spoken-by is one of participants, interviewer, all, not “{who}”"))
        })?,
        None => SpokenBy::default(),
    };
    let sets = arguments.all(SET.long)?.into_iter().map(|name| names::set(study, name)).collect::<Result<_, _>>()?;
    Ok(PassageScope { filter, sets, spoken_by, account: names::account(arguments)? })
}

/// Returns the format by the extension of `-o FILE`, otherwise by `--format`, otherwise text. `--json` allows no other.
pub fn format(arguments: &Arguments) -> Result<TableFormat, Failure> {
    one_of(TableFormat::TABLES, arguments)
}

/// As [`format()`], of these formats.
pub fn one_of(formats: &[TableFormat], arguments: &Arguments) -> Result<TableFormat, Failure> {
    let known = formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ");
    let named = match arguments.flag(flags::FORMAT.long)? {
        Some(name) => Some(
            TableFormat::parse(name)
                .ok_or_else(|| arguments.usage(format!("--format is one of {known}, not “{name}”")))?,
        ),
        None => None,
    };
    let file = arguments.file(flags::OUTPUT.long);
    if arguments.has(flags::AS_JSON.long) {
        let of_file = file.as_deref().and_then(TableFormat::of_file);
        return match [named, of_file].into_iter().flatten().find(|format| *format != TableFormat::Json) {
            None => Ok(TableFormat::Json),
            Some(other) => Err(arguments.usage(format!("--json does not go with {}", other.name()))),
        };
    }
    let is_other = |format: &TableFormat| !formats.contains(format);
    if let Some(other) = file.as_deref().and_then(TableFormat::of_file).or(named).filter(is_other) {
        let name = other.name();
        return Err(
            arguments.usage(format!("{name} holds a network, which only the co-occurrence of codes is; use {known}"))
        );
    }
    match file {
        None => Ok(named.unwrap_or(TableFormat::Text)),
        Some(file) => TableFormat::of_file(&file).or(named).ok_or_else(|| {
            let message =
                format!("the extension of {} does not state a format; give --format: {known}", file.display());
            arguments.usage(message)
        }),
    }
}

/// Returns the language of a file for people. What is printed is in English.
pub fn language(format: TableFormat, arguments: &Arguments) -> Result<Language, Failure> {
    let language = names::language(arguments)?.unwrap_or_default();
    let is_file = arguments.has(flags::OUTPUT.long)
        && !format.is_network()
        && !matches!(format, TableFormat::Csv | TableFormat::Json);
    Ok(if is_file { language } else { Language::English })
}

/// Said of a language that does not apply.
pub const PRINTED_IN_ENGLISH: &str = "--language applies to files (-o FILE); what is printed is in English";

/// Writes the bytes to `-o FILE`, or prints them.
pub fn deliver(
    bytes: &[u8],
    format: TableFormat,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    match arguments.file(flags::OUTPUT.long) {
        Some(file) => Ok(write_whole(&file, bytes)?),
        None if format.is_binary() && std::io::stdout().is_terminal() => {
            Err(arguments.usage(format!("{} cannot be shown in a terminal; give a file: -o FILE", format.name())))
        }
        None => {
            if names::language(arguments)?.is_some_and(|language| language != Language::English) {
                printer.remark(PRINTED_IN_ENGLISH);
            }
            printer.bytes(&printed(bytes, format, std::io::stdout().is_terminal()))
        }
    }
}

/// Makes the bytes safe to print. In formats made for programs, output to a file or a pipe stays unchanged.
fn printed(bytes: &[u8], format: TableFormat, to_terminal: bool) -> Cow<'_, [u8]> {
    let text = || String::from_utf8_lossy(bytes);
    match format {
        TableFormat::Json => escaped_json(&text()).into_bytes().into(),
        TableFormat::Text => shown(&text()).into_bytes().into(),
        _ if to_terminal && !format.is_binary() => shown(&text().replace("\r\n", "\n")).into_bytes().into(),
        _ => bytes.into(),
    }
}

pub fn give(
    project: &Project,
    selection: &Selection,
    format: TableFormat,
    arguments: &Arguments,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let render = || export::render_with_notes(project.reads(), selection, format);
    let (bytes, notes) = i18n::within(language(format, arguments)?, render)?;
    for note in &notes {
        printer.remark(note);
    }
    deliver(&bytes, format, arguments, printer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_unsafe_to_show;

    #[test]
    fn passages_are_printed_without_control_of_the_terminal_and_files_keep_every_character() {
        let text = "a\u{202e}b\u{9b}\u{1b}[2J\r\n";
        for &format in TableFormat::ALL.iter().filter(|format| !format.is_binary()) {
            let screen = printed(text.as_bytes(), format, true);
            assert!(!String::from_utf8_lossy(&screen).chars().any(is_unsafe_to_show), "{}", format.name());
        }
        assert_eq!(printed(text.as_bytes(), TableFormat::Csv, false).as_ref(), text.as_bytes());
        assert_eq!(printed(b"PK\x03\x04", TableFormat::Xlsx, true).as_ref(), b"PK\x03\x04");
    }
}
