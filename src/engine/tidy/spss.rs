//! The tables for SPSS (and PSPP): CSV without line breaks in cells, and the syntax that reads it, with types,
//! lengths in bytes, labels and missing values.

use super::Tables;
use crate::i18n::{self, Language};
use crate::model::values::{date, number, plain_number};
use crate::model::{Account, Study, VariableKind};
use crate::table::number::clock;
use crate::table::{AttributeColumn, Cell, PassageList, Table};
use crate::tr;
use std::collections::HashSet;

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
    kind: Kind,
    /// An empty text is a missing value.
    may_miss: bool,
    cells: Vec<String>,
}

/// Returns the tables and the syntax, whose comments are in `language`.
pub fn files(tables: &Tables, study: &Study, language: Language) -> Vec<(String, Vec<u8>)> {
    let last = tables.codebook.columns.len().saturating_sub(1);
    let all = [
        ("codings", codings(&tables.codings)),
        ("participants", of_table(&tables.participants, |at| study.variables.get(at).map(|variable| variable.kind))),
        // The columns between the participant and the attributes are counts; in the codebook, the last one is.
        ("documents", of_table(&tables.documents, |at| of_document(study, &tables.documents, at))),
        ("codebook", of_table(&tables.codebook, |at| (at == last).then_some(VariableKind::Number))),
    ];
    let mut syntax = i18n::within(language, comments);
    let mut files = Vec::new();
    for (name, columns) in all {
        syntax.push_str(&commands(name, &columns));
        files.push((format!("spss/{name}.csv"), csv(&columns)));
    }
    files.push(("spss/read.sps".into(), syntax.replace('\n', "\r\n").into_bytes()));
    files
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
    fn new(label: &str, kind: VariableKind, may_miss: bool, cells: Vec<String>) -> Self {
        let cells: Vec<String> = cells.iter().map(|cell| line(cell)).collect();
        let fits = |test: &dyn Fn(&str) -> bool| cells.iter().all(|cell| cell.is_empty() || test(cell));
        let kind = match kind {
            VariableKind::Number if fits(&|cell| number(cell).is_some()) => Kind::Number,
            VariableKind::Date if fits(&|cell| VariableKind::Date.fits(cell)) => Kind::Date,
            _ => Kind::Text(cells.iter().map(String::len).max().unwrap_or(0).max(1)),
        };
        // SPSS expects numbers with a decimal point and without thousands separators, and dates with the year
        // first.
        let cells = match kind {
            Kind::Number => cells
                .into_iter()
                .map(|cell| match (plain_number(&cell), number(&cell)) {
                    (None, Some(number)) => number.to_string(),
                    _ => cell,
                })
                .collect(),
            Kind::Date => cells.into_iter().map(|cell| date(&cell).unwrap_or(cell)).collect(),
            _ => cells,
        };
        Self { label: label.to_owned(), kind, may_miss, cells }
    }

    fn text(label: &str, may_miss: bool, cells: Vec<String>) -> Self {
        Self::new(label, VariableKind::Text, may_miss, cells)
    }

    fn number(label: &str, cells: Vec<String>) -> Self {
        Self::new(label, VariableKind::Number, true, cells)
    }
}

fn codings(list: &PassageList) -> Vec<Column> {
    let headers = list.headers();
    let mut headers = headers.iter();
    let mut head = || headers.next().map_or("", String::as_str);
    let of = |cell: &dyn Fn(&crate::table::PassageRow) -> String| list.rows.iter().map(cell).collect::<Vec<String>>();
    let known = |value: Option<&Option<String>>| value.cloned().flatten().unwrap_or_default();
    let mut columns = vec![
        Column::text(head(), false, of(&|row| row.document.clone())),
        Column::text(head(), true, of(&|row| row.participant().unwrap_or_default())),
    ];
    for (place, AttributeColumn { kind, .. }) in list.attributes.iter().enumerate() {
        columns.push(Column::new(head(), *kind, true, of(&|row| row.value(place).unwrap_or_default())));
    }
    columns.push(Column::text(head(), false, of(&|row| row.code.clone())));
    for place in 0..list.dimensions.len() {
        columns.push(Column::text(head(), true, of(&|row| known(row.dimensions.get(place)))));
    }
    columns.push(Column::text(head(), false, of(&|row| row.coder.clone())));
    columns.push(Column::number(head(), of(&|row| row.start.to_string())));
    columns.push(Column::number(head(), of(&|row| row.end.to_string())));
    columns.push(Column::text(head(), false, of(&|row| row.text.clone())));
    columns.push(Column::text(head(), true, of(&|row| row.memo.clone())));
    let mut created = Column::text(head(), true, of(&|row| moment(row.created)));
    created.kind = Kind::Moment;
    columns.push(created);
    columns.push(Column::number(head(), of(&|row| u8::from(row.important).to_string())));
    columns.push(Column::number(head(), of(&|row| row.turn.map_or_else(String::new, |turn| turn.to_string()))));
    columns.push(Column::text(head(), true, of(&crate::table::PassageRow::speaker)));
    columns.push(Column::text(head(), true, of(&|row| row.time.map_or_else(String::new, clock))));
    columns.push(Column::text(head(), true, of(&|row| row.account.as_ref().map_or("", Account::key).to_owned())));
    for (place, AttributeColumn { kind, .. }) in list.document_attributes.iter().enumerate() {
        columns.push(Column::new(head(), *kind, true, of(&|row| known(row.document_values.get(place)))));
    }
    columns
}

fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// `empty` gives the kind of each column for a table without rows, if it is not text.
fn of_table(table: &Table, empty: impl Fn(usize) -> Option<VariableKind>) -> Vec<Column> {
    let header = |place: usize| {
        table.rows.iter().map(|row| row.header.get(place).cloned().unwrap_or_default()).collect::<Vec<String>>()
    };
    let mut columns: Vec<Column> =
        table.row_headers.iter().enumerate().map(|(i, name)| Column::text(name, false, header(i))).collect();
    for (place, name) in table.columns.iter().enumerate() {
        let cells = || table.rows.iter().filter_map(|row| row.cells.get(place));
        let values = cells().map(|cell| cell.lines().join("; ")).collect();
        let kind = match cells().next() {
            Some(Cell::Value(_) | Cell::Mean(_) | Cell::Figure(_)) => VariableKind::Number,
            Some(Cell::Attribute { kind, .. }) => *kind,
            None => empty(place).unwrap_or(VariableKind::Text),
            Some(_) => VariableKind::Text,
        };
        columns.push(Column::new(name, kind, true, values));
    }
    columns
}

fn csv(columns: &[Column]) -> Vec<u8> {
    let bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
    // Writing to memory cannot fail, and every row has as many cells as the head. The cells are data for SPSS,
    // which does not evaluate formulas.
    let _ = writer.write_record(names(columns));
    for row in 0..columns.first().map_or(0, |column| column.cells.len()) {
        let _ = writer.write_record(columns.iter().map(|column| column.cells.get(row).map_or("", String::as_str)));
    }
    writer.into_inner().unwrap_or_default()
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
        out.push_str(&format!("FORMATS {name} (F{}).\n", decimals(&column.cells)));
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
fn decimals(cells: &[String]) -> String {
    let places = cells.iter().filter_map(|cell| cell.split_once('.')).map(|(_, after)| after.len()).max();
    let places = places.unwrap_or(0).min(10);
    if places == 0 { "12".to_owned() } else { format!("16.{places}") }
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
        let column = |label: &str| Column::text(label, true, vec![]);
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
        let kind = |kind, cells: &[&str]| {
            Column::new("x", kind, true, cells.iter().map(|&cell| cell.to_owned()).collect()).kind
        };
        assert_eq!(kind(VariableKind::Text, &["收入低", "a"]), Kind::Text(9));
        assert_eq!(kind(VariableKind::Number, &["-5", "", "4.5"]), Kind::Number);
        assert_eq!(kind(VariableKind::Number, &["5", "many"]), Kind::Text(4));
        assert_eq!(kind(VariableKind::Date, &["2019-07-29", ""]), Kind::Date);
        assert_eq!(kind(VariableKind::Text, &[""]), Kind::Text(1));
        let cells = |kind, cells: &[&str]| {
            Column::new("x", kind, true, cells.iter().map(|&cell| cell.to_owned()).collect()).cells
        };
        assert_eq!(cells(VariableKind::Number, &["3,5", "1 200", "4.50", ""]), ["3.5", "1200", "4.50", ""]);
        assert_eq!(cells(VariableKind::Date, &["29.7.2019", "2019-07-30", ""]), ["2019-07-29", "2019-07-30", ""]);
        let long = line(&"字".repeat(20_000));
        assert!(long.len() <= LONGEST && long.chars().all(|c| c == '字'));
        assert_eq!(line("one\n two\tthree"), "one two three");
    }
}
