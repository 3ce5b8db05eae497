//! Tables of other programs: comma-, semicolon- or tab-separated text in any encoding, and workbooks (xlsx, ods). A
//! table has a header row and rows of text cells; the researcher decides what the columns mean.
//!
//! Formats are detected by content, not by file name. Cells of a text file are read literally, those of a workbook as
//! they are displayed. Everything is limited: the size of the file and of its unpacked content, columns and cells.
//! Start reading at [`read`].

mod grid;
mod head;
mod opendocument;
mod separated;
mod shown;
mod survey;
mod workbook;

use super::files::{self, Links};
use super::remark::{FilePlace, Loss, Problem, ReadError, Refusal, Remark, Warning};
use super::{Error, document};
use crate::model::values::{self, Doubt};
use crate::model::{NameKey, Progress, VariableKind, place_named};
use crate::text::some_of;
use crate::tr;
use std::path::{Path, PathBuf};

/// Extensions of supported tables.
pub const ENDINGS: [&str; 5] = ["csv", "tsv", "xlsx", "xlsm", "ods"];

/// The largest file in bytes; tables made by hand are smaller.
const LARGEST: usize = 128 << 20;
/// The most names of columns or sheets that a message lists.
const SHOWN: usize = 30;
/// The limit of spreadsheet programs.
const MOST_COLUMNS: usize = 16_384;
const MOST_ROWS: usize = 1_048_576;
/// Far more than any workbook has.
const MOST_SHEETS: usize = 10_000;
/// Rows times columns.
const MOST_CELLS: usize = 4_000_000;
/// Bytes of all cells together.
const MOST_WORDS: usize = 192 << 20;

/// A table, with its header separate from its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub path: PathBuf,
    /// The separator between the cells of a text file; `None` for a workbook.
    pub separator: Option<char>,
    /// The encoding of a text file; empty for a workbook.
    pub encoding: String,
    /// The sheet that was read, and all sheets of the workbook; empty for a text file.
    pub name: String,
    pub sheets: Vec<String>,
    /// Names of the columns, unique and not empty.
    pub header: Vec<String>,
    pub rows: Vec<SheetRow>,
    /// What the cells of each column have in common, computed once; empty where it is not needed.
    pub columns: Vec<Common>,
    /// What was guessed, repaired or left out.
    pub remarks: Vec<Problem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetRow {
    /// Line in a text file, row in a workbook; from 1.
    pub line: u64,
    /// One cell per column, unchanged.
    pub cells: Vec<String>,
}

/// What the cells of a column have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Common {
    /// The kind of all values.
    pub kind: VariableKind,
    /// Bytes of all cells.
    pub bytes: usize,
    /// What is ambiguous about the values, and the row index of an example.
    pub doubt: Option<(Doubt, usize)>,
}

/// Settings for reading a table; what is not set is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetReading {
    /// The encoding of a text file, such as `gb18030`.
    pub encoding: Option<String>,
    /// The sheet of a workbook; by default the first one with rows.
    pub sheet: Option<String>,
}

/// A name that is not that of a column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", tr!("there is no column “{name}”; there are: {known}", name, known = some_of(known, SHOWN)))]
pub struct NoSuchColumn {
    pub name: String,
    pub known: Vec<String>,
}

impl Sheet {
    /// The file's name without its folder.
    #[must_use]
    pub fn file(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// `line 3`, or `row 3` in a workbook.
    #[must_use]
    pub fn place(&self, line: u64) -> String {
        if self.separator.is_some() { tr!("line {line}", line) } else { tr!("row {line}", line) }
    }

    /// As [`Self::place`], in every language.
    #[must_use]
    pub fn place_of(&self, line: u64) -> FilePlace {
        FilePlace::of(|| self.place(line))
    }

    /// As [`Self::place`], for the start of a sentence.
    #[must_use]
    pub fn begins(&self, line: u64) -> String {
        if self.separator.is_some() { tr!("Line {line}", line) } else { tr!("Row {line}", line) }
    }

    /// A remark on the table as a whole.
    #[must_use]
    pub fn remark(&self, remark: impl Into<Remark>) -> Problem {
        Problem::new(&self.file(), "", remark)
    }

    /// A remark on one of its rows.
    #[must_use]
    pub fn remark_in(&self, line: u64, remark: impl Into<Remark>) -> Problem {
        Problem::new(&self.file(), self.place_of(line), remark)
    }

    /// The loss for the columns that an import leaves out; `None` if there are none.
    #[must_use]
    pub fn columns_left_out(&self, is_left_out: impl Fn(usize) -> bool) -> Option<Problem> {
        let columns: Vec<usize> = (0..self.header.len()).filter(|column| is_left_out(*column)).collect();
        let names: Vec<String> = columns.iter().filter_map(|column| self.header.get(*column).cloned()).collect();
        let filled = self.rows.iter().flat_map(|row| columns.iter().map(|column| row.cell(*column)));
        let filled = filled.filter(|cell| !cell.is_empty());
        let (cells, characters) = filled.fold((0, 0), |(cells, all), cell| (cells + 1, all + cell.chars().count()));
        (!names.is_empty()).then(|| self.remark(Loss::ColumnsLeftOut { names, cells, characters }))
    }

    /// What the cells of a column have in common.
    #[must_use]
    pub fn common(&self, column: usize) -> Common {
        self.columns.get(column).copied().unwrap_or_else(|| self.find_common(column))
    }

    fn find_common(&self, column: usize) -> Common {
        let cells = self.rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
        let doubt = values::doubt(cells.clone());
        let place = |value: &str| self.rows.iter().position(|row| row.cell(column) == value).unwrap_or(0);
        let doubt = doubt.map(|(doubt, value)| (doubt, place(value)));
        Common { kind: VariableKind::infer(cells.clone()), bytes: cells.map(str::len).sum(), doubt }
    }

    /// The first column with one of these names, which are listed in order of preference; case does not matter.
    #[must_use]
    pub fn column_named(&self, names: &[&str]) -> Option<usize> {
        let keys: Vec<NameKey> = self.header.iter().map(|name| NameKey::caseless(name)).collect();
        names.iter().find_map(|wanted| keys.iter().position(|key| *key == NameKey::caseless(wanted)))
    }

    /// The column that the user named: an exact match, one that looks the same, or one that differs only in case.
    ///
    /// # Errors
    /// The names of the columns that exist.
    pub fn column(&self, name: &str) -> Result<usize, NoSuchColumn> {
        let named = place_named(&self.header, name.trim());
        named
            .or_else(|| self.column_named(&[&name.trim().to_lowercase()]))
            .ok_or_else(|| NoSuchColumn { name: name.to_owned(), known: self.header.clone() })
    }
}

impl Sheet {
    /// Adds the names of the workbook's sheets and remarks on those that were not read. `is_wanted`: the sheet was
    /// chosen by name.
    fn of_workbook(mut self, read: usize, sheets: &[(String, bool)], is_wanted: bool) -> Self {
        let others = |hidden: bool| {
            let listed = sheets.iter().enumerate().filter(|(at, sheet)| *at != read && sheet.1 == hidden);
            listed.map(|(_, (name, _))| name.clone()).collect::<Vec<String>>()
        };
        let (name, is_hidden) = sheets.get(read).cloned().unwrap_or_default();
        let mut remarks = Vec::new();
        if is_hidden {
            remarks.push(Problem::new("", "", Warning::HiddenSheet { name: name.clone() }));
        }
        if sheets.len() > 1 && !is_wanted {
            let (others, hidden) = (others(false), others(true));
            remarks.push(Problem::new("", "", Warning::OtherSheets { read: name.clone(), others, hidden }));
        }
        self.remarks.splice(0..0, remarks);
        self.name = name;
        self.sheets = sheets.iter().map(|(name, _)| name.clone()).collect();
        self
    }
}

impl SheetRow {
    /// The text of a cell as it is; empty if there is no such column.
    #[must_use]
    pub fn whole_cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The text of a cell without white space around it; empty if there is no such column.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// Reads a table.
///
/// # Errors
/// [`Error::Unreadable`] with what is wrong, where, and what to do.
pub fn read(path: &Path, reading: &SheetReading) -> Result<Sheet, Error> {
    read_with(path, reading, &Progress::default())
}

/// As [`read`], with progress in rows.
///
/// # Errors
/// As [`read`]; [`Error::Cancelled`] when it was cancelled.
pub fn read_with(path: &Path, reading: &SheetReading, progress: &Progress) -> Result<Sheet, Error> {
    let bytes = files::read(path, Links::Follow, files::LARGEST).map_err(ReadError::from);
    let sheet = bytes.and_then(|bytes| sheet_in(&bytes, reading, progress));
    let mut sheet = sheet.map_err(|error| error.at(path))?;
    path.clone_into(&mut sheet.path);
    let file = sheet.file();
    for remark in &mut sheet.remarks {
        remark.file.clone_from(&file);
    }
    sheet.columns = (0..sheet.header.len()).map(|column| sheet.find_common(column)).collect();
    Ok(sheet)
}

/// Reads a table from the bytes of a file; its path and the file name in its remarks are empty.
///
/// # Errors
/// What is wrong, where, and what to do.
pub fn from_bytes(bytes: &[u8], reading: &SheetReading) -> Result<Sheet, ReadError> {
    sheet_in(bytes, reading, &Progress::default())
}

fn sheet_in(bytes: &[u8], reading: &SheetReading, progress: &Progress) -> Result<Sheet, ReadError> {
    let mut sheet = whole_sheet(bytes, reading, progress)?;
    survey::take_heads(&mut sheet);
    if sheet.rows.is_empty() { Err(Refusal::NoRows.into()) } else { Ok(sheet) }
}

/// Returns why a file is not a table, if its beginning shows that.
fn refusal(bytes: &[u8]) -> Option<Refusal> {
    let begins = |sign: &[u8]| bytes.starts_with(sign);
    Some(match bytes {
        [] => Refusal::EmptyFile,
        _ if bytes.len() > LARGEST => Refusal::TooLarge { megabytes: (LARGEST >> 20) as u64 },
        _ if begins(b"\xd0\xcf\x11\xe0") && document::office::is_encrypted(bytes) => Refusal::Protected,
        _ if begins(b"\xd0\xcf\x11\xe0") => Refusal::OldOfficeFile,
        _ if begins(b"%PDF-") || begins(b"{\\rtf") => Refusal::DocumentNotTable,
        _ if begins(b"SQLite format 3\0") => Refusal::DatabaseNotTable,
        _ => return None,
    })
}

/// Reads the table with all rows below the header.
fn whole_sheet(bytes: &[u8], reading: &SheetReading, progress: &Progress) -> Result<Sheet, ReadError> {
    if let Some(refusal) = refusal(bytes) {
        return Err(refusal.into());
    }
    if bytes.starts_with(b"PK") {
        return workbook::read(bytes, reading.sheet.as_deref(), progress);
    }
    if reading.sheet.is_some() {
        return Err(Refusal::NoSheets.into());
    }
    let decoded = document::decode(bytes, reading.encoding.as_deref())?;
    let start: String = decoded.text.trim_start().chars().take(64).collect::<String>().to_lowercase();
    if ["<!doctype html", "<html", "<table", "<?xml"].iter().any(|sign| start.starts_with(sign)) {
        return Err(Refusal::WebPageNotTable.into());
    }
    let mut sheet = separated::read(&decoded.text, progress)?;
    let unreadable = (decoded.unreadable > 0).then_some(Loss::UnreadableCharacters { count: decoded.unreadable });
    let remarks = decoded.warnings.into_iter().map(Remark::from).chain(unreadable.map(Remark::from));
    sheet.remarks.splice(0..0, remarks.map(|remark| Problem::new("", "", remark)));
    sheet.encoding = decoded.encoding;
    Ok(sheet)
}

/// Reads a table from text.
///
/// # Errors
/// What is wrong, and in which line.
pub fn parse(text: &str) -> Result<Sheet, ReadError> {
    separated::read(text, &Progress::default())
}

/// Fails if there are too many columns.
fn too_many_columns(columns: usize) -> Result<(), Refusal> {
    if columns > MOST_COLUMNS {
        return Err(Refusal::TooManyColumns { columns, most: MOST_COLUMNS });
    }
    Ok(())
}

fn too_many_rows(rows: usize) -> Result<(), Refusal> {
    if rows > MOST_ROWS {
        return Err(Refusal::TooManyRows { most: MOST_ROWS });
    }
    Ok(())
}

fn too_many_cells(cells: usize) -> Result<(), Refusal> {
    if cells > MOST_CELLS {
        return Err(Refusal::TooManyCells { most: MOST_CELLS });
    }
    Ok(())
}

fn too_many_words(bytes: usize) -> Result<(), Refusal> {
    if bytes > MOST_WORDS {
        return Err(Refusal::TooMuchInCells { megabytes: MOST_WORDS >> 20 });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::samples::zipped;
    use crate::model::Cancelled;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};

    fn bytes(bytes: &[u8]) -> Result<Sheet, Refusal> {
        ReadError::accept(from_bytes(bytes, &SheetReading::default())).unwrap()
    }

    #[test]
    fn the_format_is_detected_by_content_and_a_refusal_says_what_to_do() {
        let cases: [(&[u8], &str); 10] = [
            (b"SQLite format 3\0\x10", "database"),
            (b"", "the file is empty"),
            (b" \n\r\n", "the file is empty"),
            (b"PK\x03\x04 and nothing more", "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Excel", ".docx or .xlsx"),
            (b"%PDF-1.7", "import it as a document"),
            (b"{\\rtf1", "import it as a document"),
            (b"<html><table><tr><td>a", "web page"),
            (b"name,age\n", "nothing below its head"),
            (&[0x9d, 0x02, 0x81, 0x07, 0xfe, 0x1b, 0x03, 0x90, 0x04, 0xc1, 0x05, 0x8f], "does not look like text"),
        ];
        for (content, part) in cases {
            let error = bytes(content).unwrap_err().to_string();
            assert!(error.contains(part), "{content:?}: {error}");
        }
    }

    #[test]
    fn encodings_are_detected_reported_and_can_be_given() {
        let text = "编号;年龄;备注\nP1;34;家里穷，没有钱\nP2;;在外打工十年\n";
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
        for (content, name) in [(text.as_bytes(), "UTF-8"), (&utf16, "UTF-16LE"), (&gbk, "gb18030")] {
            let sheet = bytes(content).unwrap();
            assert_eq!((sheet.encoding.as_str(), sheet.separator), (name, Some(';')));
            assert_eq!(sheet.header, ["编号", "年龄", "备注"]);
            assert_eq!(sheet.rows[1].cells, ["P2", "", "在外打工十年"]);
        }
        let named = SheetReading { encoding: Some("windows-1252".into()), ..SheetReading::default() };
        assert_eq!(from_bytes(b"name,age\nZo\xeb,3\n", &named).unwrap().rows[0].cells[0], "Zoë");
        let unknown = SheetReading { encoding: Some("klingon".into()), ..SheetReading::default() };
        assert_eq!(
            from_bytes(b"name,age\n", &unknown),
            Err(Refusal::UnknownEncoding { name: "klingon".into() }.into())
        );
    }

    #[test]
    fn what_a_column_has_in_common_is_known_when_the_table_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, "name,age,since\nA, 30 ,2020-01-02\n垫江,,2021-01-02\n").unwrap();
        let sheet = read(&path, &SheetReading::default()).unwrap();
        let all = [(VariableKind::Text, 7), (VariableKind::Number, 2), (VariableKind::Date, 20)];
        assert_eq!(sheet.columns, all.map(|(kind, bytes)| Common { kind, bytes, doubt: None }));
        let parsed = parse("a,b\n1,x\n").unwrap();
        assert_eq!((parsed.common(0).kind, parsed.common(9).bytes), (VariableKind::Number, 0));
    }

    #[test]
    fn reading_a_table_stops_when_cancelled() {
        let rows = |count: usize| (0..count).map(|i| format!("<row><c><v>{i}</v></c></row>")).collect::<String>();
        let book = zipped([
            ("xl/workbook.xml", "<workbook><sheets><sheet name='a' id='1'/></sheets></workbook>".to_owned()),
            ("xl/_rels/workbook.xml.rels", "<r><Relationship Id='1' Target='s.xml'/></r>".to_owned()),
            ("xl/s.xml", format!("<worksheet>{}</worksheet>", rows(5_000))),
        ]);
        for content in [format!("n\n{}", "1\n".repeat(5_000)).into_bytes(), book] {
            assert!(bytes(&content).unwrap().rows.len() > 4_000);
            let steps = Arc::new(AtomicUsize::new(0));
            let (counted, itself) = (steps.clone(), Arc::new(OnceLock::<Progress>::new()));
            let token = itself.clone();
            let progress = Progress::new(move |_, _| {
                if counted.fetch_add(1, Ordering::Relaxed) == 2 {
                    token.get().unwrap().cancel();
                }
            });
            let _ = itself.set(progress.clone());
            let error = sheet_in(&content, &SheetReading::default(), &progress).unwrap_err();
            assert_eq!((error, steps.load(Ordering::Relaxed)), (Cancelled.into(), 3));
        }
    }

    #[test]
    fn columns_are_found_by_name_whatever_their_capitals() {
        let sheet = parse("Tag,tag,Name\na,b,c\n").unwrap();
        assert_eq!((sheet.column("tag"), sheet.column("NAME")), (Ok(1), Ok(2)));
        assert_eq!(sheet.column_named(&["code", "tag"]), Some(0));
        assert!(sheet.column("age").unwrap_err().to_string().contains("Tag, tag, Name"));
    }
}
