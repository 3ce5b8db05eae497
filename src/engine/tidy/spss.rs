//! The tables for SPSS (and PSPP): CSV without line breaks in cells, and the syntax that reads it, with types,
//! lengths in bytes, labels and missing values.

use super::Tables;
use crate::engine::error::Error;
use crate::i18n::{self, Language};
use crate::interchange::files::{NewFolder, WriteError};
use crate::interchange::tables::file_error;
use crate::model::values::{date, number, plain_number};
use crate::model::{Account, Study, VariableKind};
use crate::table::number::clock;
use crate::table::{AttributeColumn, Cell, PassageHeads, PassageRow, Table};
use crate::tr;
use std::collections::HashSet;
use std::io::Write;

/// Maximum length of a text in SPSS, in bytes.
const LONGEST: usize = 32_767;
const LONGEST_NAME: usize = 64;
const LONGEST_LABEL: usize = 256;
const RESERVED: [&str; 13] = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    /// Date and time, as `YYYY-MM-DD HH:MM:SS`.
    Moment,
    /// Length in bytes of the longest value.
    Text(usize),
}

struct Column {
    /// The head of the table as the user sees it.
    label: String,
    /// The length of a text is the greatest so far.
    kind: Kind,
    /// An empty text is a missing value.
    may_miss: bool,
    /// The most decimals of a number so far.
    decimals: usize,
}

/// Writes the tables and the syntax, whose comments are in `language`.
pub fn write(
    out: &mut NewFolder<'_>,
    heads: &PassageHeads,
    rows: &mut dyn Iterator<Item = Result<PassageRow, Error>>,
    tables: &Tables,
    study: &Study,
    language: Language,
) -> Result<(), Error> {
    let mut syntax = i18n::within(language, comments);
    let mut columns = of_codings(heads, study);
    let cells = rows.map(|row| Ok(cells_of(heads, &row?)));
    out.file("spss/codings.csv", |file| csv(&mut columns, cells, file))?;
    syntax.push_str(&commands("codings", &columns));
    let last = tables.codebook.columns.len().saturating_sub(1);
    let small = [
        ("participants", of_table(&tables.participants, |at| study.variables.get(at).map(|variable| variable.kind))),
        // The columns between the participant and the attributes are counts; in the codebook, the last one is.
        ("documents", of_table(&tables.documents, |at| of_document(study, &tables.documents, at))),
        ("codebook", of_table(&tables.codebook, |at| (at == last).then_some(VariableKind::Number))),
    ];
    for (name, (mut columns, rows)) in small {
        out.file(&format!("spss/{name}.csv"), |file| csv(&mut columns, rows.into_iter().map(Ok), file))?;
        syntax.push_str(&commands(name, &columns));
    }
    let syntax = syntax.replace('\n', "\r\n");
    out.file("spss/read.sps", |file| Ok(file.write_all(syntax.as_bytes())?))
}

/// Returns the kind of a column of the table of documents, if it is known.
fn of_document(study: &Study, documents: &Table, at: usize) -> Option<VariableKind> {
    let attributes = documents.columns.len().saturating_sub(study.document_variables.len());
    match at.checked_sub(attributes) {
        Some(place) => study.document_variables.get(place).map(|variable| variable.kind),
        None => (at > 0).then_some(VariableKind::Number),
    }
}

/// The first lines of the syntax. A comment ends with a full stop of ASCII at the end of a line: SPSS would take what
/// follows a Chinese one for a part of it.
fn comments() -> String {
    // Translators: no full stop at the end; the program writes the one that SPSS needs.
    let open = tr!("Open this file in its own folder and run all of it");
    // Translators: no full stop at the end; the program writes the one that SPSS needs.
    let result =
        tr!("It creates a data file (.sav) for every table. SPSS must be in Unicode mode, which is the default");
    format!("\u{feff}* Encoding: UTF-8.\n* {open}.\n* {result}.\n")
}

/// Puts a cell on one line, cut to what SPSS can hold.
fn line(text: &str) -> String {
    let mut line: String = text.split(['\n', '\r', '\t']).map(str::trim).collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST {
        let mut end = LONGEST;
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        line.truncate(end);
    }
    line
}

impl Column {
    /// `values`: all that the column can contain, from which it follows whether they are numbers or dates.
    fn new<'v>(label: &str, kind: VariableKind, may_miss: bool, values: impl Iterator<Item = &'v str> + Clone) -> Self {
        let fits =
            |test: &dyn Fn(&str) -> bool| values.clone().all(|value| value.trim().is_empty() || test(&line(value)));
        let kind = match kind {
            VariableKind::Number if fits(&|value| number(value).is_some()) => Kind::Number,
            VariableKind::Date if fits(&|value| VariableKind::Date.fits(value)) => Kind::Date,
            _ => Kind::Text(1),
        };
        Self { label: label.to_owned(), kind, may_miss, decimals: 0 }
    }

    fn text(label: &str, may_miss: bool) -> Self {
        Self { label: label.to_owned(), kind: Kind::Text(1), may_miss, decimals: 0 }
    }

    fn number(label: &str) -> Self {
        Self { label: label.to_owned(), kind: Kind::Number, may_miss: true, decimals: 0 }
    }

    /// Returns a cell as SPSS expects it, on one line: numbers with a decimal point and without thousands separators,
    /// dates with the year first.
    fn cell(&mut self, text: &str) -> String {
        let cell = line(text);
        match &mut self.kind {
            Kind::Number => {
                let cell = match (plain_number(&cell), number(&cell)) {
                    (None, Some(number)) => number.to_string(),
                    _ => cell,
                };
                let decimals = cell.split_once('.').map_or(0, |(_, after)| after.len());
                self.decimals = self.decimals.max(decimals);
                cell
            }
            Kind::Date => date(&cell).unwrap_or(cell),
            Kind::Text(longest) => {
                *longest = cell.len().max(*longest);
                cell
            }
            Kind::Moment => cell,
        }
    }
}

fn of_codings(heads: &PassageHeads, study: &Study) -> Vec<Column> {
    let headers = heads.headers();
    let mut headers = headers.iter();
    let mut head = || headers.next().map_or("", String::as_str);
    let mut columns = vec![Column::text(head(), false), Column::text(head(), true)];
    for (place, AttributeColumn { kind, .. }) in heads.attributes.iter().enumerate() {
        let values = study.participants.iter().filter_map(|one| one.values.get(place)?.as_deref());
        columns.push(Column::new(head(), *kind, true, values));
    }
    columns.push(Column::text(head(), false));
    columns.extend(heads.dimensions.iter().map(|_| Column::text(head(), true)));
    for name in PassageHeads::AFTER {
        columns.push(match name {
            "start" | "end" | "important" | "turn" => Column::number(head()),
            "created" => Column { kind: Kind::Moment, ..Column::text(head(), true) },
            "coder" | "text" => Column::text(head(), false),
            _ => Column::text(head(), true),
        });
    }
    for (place, AttributeColumn { kind, .. }) in heads.document_attributes.iter().enumerate() {
        let values = study.sources.iter().filter_map(|one| one.values.get(place)?.as_deref());
        columns.push(Column::new(head(), *kind, true, values));
    }
    columns
}

/// The cells of a coding, one for each column.
fn cells_of(heads: &PassageHeads, row: &PassageRow) -> Vec<String> {
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut cells = vec![row.document.clone(), row.participant().unwrap_or_default()];
    cells.extend((0..heads.attributes.len()).map(|place| row.value(place).unwrap_or_default()));
    cells.push(row.code.clone());
    cells.extend(row.dimensions.iter().map(known));
    cells.extend([
        row.coder.clone(),
        row.start.to_string(),
        row.end.to_string(),
        row.text.clone(),
        row.memo.clone(),
        moment(row.created),
        u8::from(row.important).to_string(),
        row.turn.map_or_else(String::new, |turn| turn.to_string()),
        row.speaker(),
        row.time.map_or_else(String::new, clock),
        row.account.as_ref().map_or("", Account::key).to_owned(),
    ]);
    cells.extend(row.document_values.iter().map(known));
    cells
}

fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// Returns the columns of a table and its rows. `empty` gives the kind of each column for a table without rows, if it is
/// not text.
fn of_table(table: &Table, empty: impl Fn(usize) -> Option<VariableKind>) -> (Vec<Column>, Vec<Vec<String>>) {
    let cells = |row: &crate::table::Row| {
        let values = row.cells.iter().map(|cell| cell.lines().join("; "));
        row.header.iter().cloned().chain(values).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(cells).collect();
    let mut columns: Vec<Column> = table.row_headers.iter().map(|name| Column::text(name, false)).collect();
    for (place, name) in table.columns.iter().enumerate() {
        let kind = match table.rows.first().and_then(|row| row.cells.get(place)) {
            Some(Cell::Value(_) | Cell::Mean(_) | Cell::Figure(_)) => VariableKind::Number,
            Some(Cell::Attribute { kind, .. }) => *kind,
            None => empty(place).unwrap_or(VariableKind::Text),
            Some(_) => VariableKind::Text,
        };
        let place = table.row_headers.len() + place;
        columns.push(Column::new(name, kind, true, rows.iter().filter_map(|row| row.get(place).map(String::as_str))));
    }
    (columns, rows)
}

/// Writes rows as they come; the columns learn how long their texts are.
fn csv(
    columns: &mut [Column],
    rows: impl Iterator<Item = Result<Vec<String>, Error>>,
    out: &mut dyn Write,
) -> Result<(), WriteError<Error>> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    // The cells are data for SPSS, which does not evaluate formulas.
    writer.write_record(names(columns)).map_err(file_error)?;
    for row in rows {
        let row = row.map_err(WriteError::Contents)?;
        let cells = columns.iter_mut().zip(&row).map(|(column, cell)| column.cell(cell));
        writer.write_record(cells).map_err(file_error)?;
    }
    Ok(writer.flush()?)
}

/// Returns valid names for SPSS: letters, digits and `_`, starting with a letter, not reserved, and unique ignoring
/// case.
fn names(columns: &[Column]) -> Vec<String> {
    let mut taken: HashSet<String> = RESERVED.map(str::to_owned).into();
    let name = |(place, column): (usize, &Column)| {
        let mut name: String = column
            .label
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
            .collect::<String>()
            .trim_matches('_')
            .to_owned();
        // Nothing is left of a name in another script; the label has it.
        let sound = column.label.is_ascii() && name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !sound {
            name = format!("v{}", place + 1);
        }
        name.truncate(LONGEST_NAME - 4);
        let mut free = name.clone();
        let mut number = 2;
        while !taken.insert(free.to_lowercase()) {
            free = format!("{name}_{number}");
            number += 1;
        }
        free
    };
    columns.iter().enumerate().map(name).collect()
}

fn commands(table: &str, columns: &[Column]) -> String {
    let names = names(columns);
    let named = || names.iter().zip(columns);
    let variables: Vec<String> = named()
        .map(|(name, column)| match column.kind {
            Kind::Number => format!("{name} F16"),
            Kind::Date => format!("{name} SDATE10"),
            Kind::Moment => format!("{name} YMDHMS19"),
            Kind::Text(bytes) => format!("{name} A{bytes}"),
        })
        .collect();
    let labels: Vec<String> =
        named().map(|(name, column)| format!("{name} {}", quoted(&column.label.replace('_', " ")))).collect();
    let mut out = format!(
        "\nGET DATA /TYPE=TXT /FILE=\"{table}.csv\" /ENCODING=\"UTF8\"\n  /ARRANGEMENT=DELIMITED /DELCASE=LINE \
         /DELIMITERS=\",\" /QUALIFIER='\"' /FIRSTCASE=2\n  /VARIABLES={}.\nVARIABLE LABELS {}.\n",
        variables.join("\n    "),
        labels.join("\n    /")
    );
    for (name, column) in named().filter(|(_, column)| column.kind == Kind::Number) {
        out.push_str(&format!("FORMATS {name} (F{}).\n", width(column)));
    }
    // Longer texts cannot have missing values in SPSS; an empty one remains empty.
    let missing = |(_, column): &(&String, &Column)| column.may_miss && matches!(column.kind, Kind::Text(1..=8));
    let missing: Vec<&str> = named().filter(missing).map(|(name, _)| name.as_str()).collect();
    for name in missing {
        out.push_str(&format!("MISSING VALUES {name} (\"\").\n"));
    }
    if names.iter().any(|name| name == "important") {
        out.push_str("VALUE LABELS important 0 \"no\" 1 \"yes\".\n");
    }
    out.push_str(&format!("SAVE OUTFILE=\"{table}.sav\".\n"));
    out
}

/// Returns the width and decimals that show every number as written.
fn width(column: &Column) -> String {
    match column.decimals.min(10) {
        0 => "12".to_owned(),
        places => format!("16.{places}"),
    }
}

fn quoted(text: &str) -> String {
    let mut text = line(text).replace('"', "'");
    while text.len() > LONGEST_LABEL {
        text.pop();
    }
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_for_spss_and_unique() {
        let column = |label: &str| Column::text(label, true);
        let labels = ["age", "Age", "with", "世代", "out-years", "2nd", "a b", "a_b", "", &"x".repeat(90)];
        let names = names(&labels.map(column));
        assert_eq!(names[..8], ["age", "Age_2", "with_2", "v4", "out_years", "v6", "a_b", "a_b_2"]);
        assert_eq!((names[8].as_str(), names[9].len()), ("v9", 60));
        for name in &names {
            assert!(name.len() <= LONGEST_NAME && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        }
    }

    #[test]
    fn lengths_are_in_bytes_and_a_column_is_a_number_only_when_all_of_it_is() {
        let filled = |kind, values: &[&str]| {
            let mut column = Column::new("x", kind, true, values.iter().copied());
            let cells: Vec<String> = values.iter().map(|value| column.cell(value)).collect();
            (column.kind, cells)
        };
        let kind = |kind, values: &[&str]| filled(kind, values).0;
        assert_eq!(kind(VariableKind::Text, &["收入低", "a"]), Kind::Text(9));
        assert_eq!(kind(VariableKind::Number, &["-5", "", "4.5"]), Kind::Number);
        assert_eq!(kind(VariableKind::Number, &["5", "many"]), Kind::Text(4));
        assert_eq!(kind(VariableKind::Date, &["2019-07-29", ""]), Kind::Date);
        assert_eq!(kind(VariableKind::Text, &[""]), Kind::Text(1));
        let cells = |kind, values: &[&str]| filled(kind, values).1;
        assert_eq!(cells(VariableKind::Number, &["3,5", "1 200", "4.50", ""]), ["3.5", "1200", "4.50", ""]);
        assert_eq!(cells(VariableKind::Date, &["29.7.2019", "2019-07-30", ""]), ["2019-07-29", "2019-07-30", ""]);
        let long = line(&"字".repeat(20_000));
        assert!(long.len() <= LONGEST && long.chars().all(|c| c == '字'));
        assert_eq!(line("one\n two\tthree"), "one two three");
    }
}
