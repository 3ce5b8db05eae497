//! Separated text (csv, tsv): detection of the separator, quotation marks, rows that do not fit.

use super::{
    FilePlace, Problem, Sheet, SheetRow, head, too_many_cells, too_many_columns, too_many_rows, too_many_words,
};
use crate::interchange::formula::read_back;
use crate::interchange::remark::{Loss, ReadError, Refusal, Remark, Warning};
use crate::model::Progress;
use crate::tr;
use std::borrow::Cow;

/// If several fit equally well, the first is used.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The number of rows between two checks for cancellation.
const ROWS: usize = 256;

/// The most odd rows of each kind that are listed.
const LISTED: usize = 100;

/// The number of rows used to detect the separator.
const LOOKED_AT: usize = 20;

/// # Errors
/// What is wrong, and in which line, or that reading was cancelled.
pub fn read(text: &str, progress: &Progress) -> Result<Sheet, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Refusal::EmptyFile.into());
    }
    // Old Mac OS line ends (CR), which are converted so that lines can be counted.
    let text = match text.contains('\r') && !text.contains('\n') {
        true => Cow::Owned(text.replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let stated = stated_separator(&text);
    // The line end is kept, so that lines are counted from the first.
    let text = match stated {
        Some((_, bytes)) => Cow::Owned(text.get(bytes..).unwrap_or("").to_owned()),
        None => text,
    };
    let separator = stated.map_or_else(|| separator(&text), |(separator, _)| separator);
    quotes(&text, char::from(separator))?;
    let nuls = text.bytes().filter(|b| *b == 0).count();
    let text = if nuls > 0 { Cow::Owned(text.replace('\0', "")) } else { text };
    let mut reader = reader(&text, separator);
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), counted: 0, line: 1 };
    let mut head: Option<Vec<String>> = None;
    let mut rows = Rows::default();
    let mut titles = titles(&text, separator);
    while reader.read_record(&mut record).map_err(|e| Refusal::Unreadable { why: e.to_string() })? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.at(record.position().map_or(0, |position| position.byte() as usize));
        let Some(columns) = head.as_ref().map(Vec::len) else {
            if titles > 0 {
                titles -= 1;
                let title = head::title(record.iter());
                rows.remarks.push(Problem::new(
                    "",
                    FilePlace::of(|| tr!("line {line}", line)),
                    Warning::TitleAboveTable { title },
                ));
                continue;
            }
            too_many_columns(record.len())?;
            head = Some(record.iter().map(|cell| read_back(cell.trim()).to_owned()).collect());
            continue;
        };
        let is_last = reader.position().byte() as usize >= text.len();
        let taken = rows.take(&record, line, columns, is_last && !text.ends_with('\n'))?;
        if taken && rows.rows.len().is_multiple_of(ROWS) {
            progress.step(rows.rows.len() as u64, 0)?;
        }
    }
    let head = head.unwrap_or_default();
    let (mut rows, mut remarks) = rows.finish(nuls)?;
    let numbers: Vec<usize> = (1..=head.len()).collect();
    let header = head::name(head, &numbers, &mut rows, &mut remarks);
    Ok(Sheet { separator: Some(char::from(separator)), header, rows, remarks, ..Sheet::default() })
}

/// The rows below the header, while they are read.
#[derive(Default)]
struct Rows {
    rows: Vec<SheetRow>,
    remarks: Vec<Problem>,
    /// Bytes of all cells.
    bytes: usize,
    /// Numbers of rows with too few and with too many cells.
    short: usize,
    long: usize,
    /// Why the first row that did not fit was left out.
    refused: Option<Refusal>,
}

impl Rows {
    /// Adds a row to a table with this many columns; `false` if the row has more cells. `cut`: the file ends within it.
    fn take(&mut self, record: &csv::StringRecord, line: u64, columns: usize, cut: bool) -> Result<bool, Refusal> {
        // Surplus cells that are empty can be dropped.
        let found =
            record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(i, _)| i + 1);
        let place = FilePlace::of(|| tr!("line {line}", line));
        if found > columns {
            self.long += 1;
            self.refused.get_or_insert(Refusal::NoRowFits { line, cells: found, columns });
            if self.long <= LISTED {
                self.remarks.push(Problem::new("", place, Refusal::RowTooLong { cells: found, columns }));
            }
            return Ok(false);
        }
        if record.len() < columns {
            self.short += 1;
            if self.short <= LISTED {
                self.remarks.push(Problem::new("", place, Warning::RowTooShort { cells: record.len(), columns, cut }));
            }
        }
        self.bytes += record.as_slice().len();
        too_many_words(self.bytes)?;
        let mut cells: Vec<String> = record.iter().take(columns).map(|cell| read_back(cell).to_owned()).collect();
        cells.resize(columns, String::new());
        self.rows.push(SheetRow { line, cells });
        too_many_rows(self.rows.len())?;
        too_many_cells(self.rows.len() * columns)?;
        Ok(true)
    }

    /// Returns the rows with all remarks.
    ///
    /// # Errors
    /// Why there are no rows.
    fn finish(mut self, nuls: usize) -> Result<(Vec<SheetRow>, Vec<Problem>), Refusal> {
        let mut remark = |remark: Remark| self.remarks.push(Problem::new("", "", remark));
        if self.long > LISTED {
            remark(Refusal::MoreRowsTooLong { count: self.long - LISTED }.into());
        }
        if self.short > LISTED {
            remark(Warning::MoreOddRows { count: self.short - LISTED }.into());
        }
        if nuls > 0 {
            remark(Loss::NulCharacters { count: nuls }.into());
        }
        if self.rows.is_empty() {
            return Err(self.refused.unwrap_or(Refusal::NoRows));
        }
        Ok((self.rows, self.remarks))
    }
}

/// Counts lines while moving forward through a text.
struct Lines<'t> {
    text: &'t [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line (from 1) at a byte, or after the line ends there. Bytes must not decrease between calls.
    fn at(&mut self, byte: usize) -> u64 {
        let rest = self.text.get(byte..).unwrap_or_default();
        let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let passed = self.text.get(self.counted..byte + ends).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = self.counted.max(byte + ends);
        self.line
    }
}

/// How many rows above the header are titles. Two rows with several cells below them are needed as proof.
fn titles(text: &str, separator: u8) -> usize {
    let mut reader = reader(text, separator);
    let filled = reader
        .records()
        .take(head::LOOKED_AT * 4)
        .map(|row| row.map_or(0, |row| row.iter().filter(|cell| !cell.trim().is_empty()).count()));
    let first: Vec<head::Above> =
        filled.filter(|cells| *cells > 0).take(head::LOOKED_AT).map(head::Above::Cells).collect();
    head::titles(&first, 2)
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes())
}

/// The separator stated by a first line such as `sep=;`, and the length of that line in bytes.
fn stated_separator(text: &str) -> Option<(u8, usize)> {
    let line = text.lines().next()?;
    let bare = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line);
    let (key, value) = bare.split_at_checked(4)?;
    let value = if value == "\t" { value } else { value.trim_end() };
    match value.as_bytes() {
        [separator] if key.eq_ignore_ascii_case("sep=") && *separator != b'"' => Some((*separator, line.len())),
        // Excel adds a separator for each further column: `sep=;;;`.
        [separator, rest @ ..]
            if key.eq_ignore_ascii_case("sep=")
                && separator.is_ascii_punctuation()
                && rest.iter().all(|b| b == separator) =>
        {
            Some((*separator, line.len()))
        }
        _ => None,
    }
}

/// Chooses the separator that gives the most columns; one that gives all first rows the same number is preferred.
fn separator(text: &str) -> u8 {
    let score = |&separator: &u8| {
        let mut reader = reader(text, separator);
        let lengths: Vec<usize> = reader.records().take(LOOKED_AT).map(|row| row.map_or(0, |row| row.len())).collect();
        // Titles above the table may have no separator.
        let titles = lengths.iter().take_while(|length| **length == 1).count();
        let below = lengths.get(titles..).unwrap_or_default();
        let columns = below.first().copied().unwrap_or(1);
        let is_even = columns > 1 && below.iter().all(|length| *length == columns);
        (is_even && (titles == 0 || below.len() > 1), titles == 0, if titles == 0 { columns } else { 0 })
    };
    SEPARATORS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

/// Checks quotation marks: a cell that begins with one must end with one, followed by the next cell.
///
/// # Errors
/// The line of a quotation mark that is never closed, or that is closed in the middle of a cell: whole rows would
/// disappear in that cell.
fn quotes(text: &str, separator: char) -> Result<(), Refusal> {
    let (mut line, mut opened, mut at_start, mut closed) = (1, None, true, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, opened) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => drop(chars.next()),
            ('"', Some(from)) => (opened, closed) = (None, Some(from)),
            ('"', None) if at_start => opened = Some(line),
            _ => {
                let ends = c == separator || c == '\n' || c == '\r';
                if let (None, Some(from), false) = (opened, closed, ends || c == ' ') {
                    return Err(Refusal::StrayQuote { opened: from, line });
                }
                if ends {
                    closed = None;
                }
            }
        }
        at_start = opened.is_none() && (c == separator || c == '\n' || c == '\r');
        line += u64::from(c == '\n');
    }
    match opened {
        Some(line) => Err(Refusal::UnclosedQuote { line }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::MOST_ROWS;
    use super::*;

    fn read(text: &str) -> Result<Sheet, Refusal> {
        ReadError::accept(super::read(text, &Progress::default())).unwrap()
    }

    fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
        sheet.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
    }

    fn remarks(sheet: &Sheet) -> Vec<String> {
        sheet.remarks.iter().map(|remark| format!("{}: {}", remark.place, remark.remark)).collect()
    }

    #[test]
    fn the_separator_is_found_out_and_a_byte_order_mark_does_not_matter() {
        for (text, separator) in [
            ("name,age\nA,43\n李,\"4, 5\"\n", ','),
            ("\u{feff}name;age\r\nA;43\r\n李;\"4, 5\"\r\n", ';'),
            ("name\tage\nA\t43\n李\t4, 5", '\t'),
            ("name|age\nA|43\n李|4, 5\n", '|'),
            ("name;age\rA;43\r李;4, 5\r", ';'),
            (";\nname;age\nA;43\n;\n\n李;\"4, 5\"\n", ';'),
        ] {
            let sheet = read(text).unwrap();
            assert_eq!((sheet.separator, sheet.header.join("|")), (Some(separator), "name|age".to_owned()), "{text:?}");
            assert_eq!(cells(&sheet), [["A", "43"], ["李", "4, 5"]], "{text:?}");
        }
        for (text, separator) in [
            ("sep=;\nname;age\nA;43\n", ';'),
            ("\u{feff}sep=;\r\nname;age\r\nA;43\r\n", ';'),
            ("\"sep=;\"\nname;age\nA;43\n", ';'),
            ("SEP=\t\nname\tage\nA\t43\n", '\t'),
            ("sep=,,\nname,age\nA,43\n", ','),
            ("sep=^\nname^age\nA^43\n", '^'),
        ] {
            let sheet = read(text).unwrap();
            assert_eq!((sheet.separator, sheet.header.join("|")), (Some(separator), "name|age".to_owned()), "{text:?}");
            assert_eq!((cells(&sheet), sheet.rows[0].line), (vec![vec!["A", "43"]], 3), "{text:?}");
        }
        assert_eq!(read("sep=x1,age\nA,43\n").unwrap().header, ["sep=x1", "age"]);
        assert_eq!(cells(&read("name\nA\nB\n").unwrap()), [["A"], ["B"]]);
    }

    #[test]
    fn titles_above_the_header_row_are_not_the_header() {
        let cases: [(&str, &[&str]); 8] = [
            ("Our study\nname,age\nA,43\n", &["line 1: Our study"]),
            ("\"Our study, 2020\",\n\nname,age\nA,43\n", &["line 1: Our study, 2020"]),
            ("Our study\nname;age\nA;43\n", &["line 1: Our study"]),
            ("Our study, 2020, wave 1\n;\nname;age\nA;43\n", &["line 1: Our study, 2020, wave 1"]),
            ("Our study;\n\n;wave 1\nname;age\nA;43\n", &["line 1: Our study", "line 3: wave 1"]),
            ("我们的研究\t\nname\tage\nA\t43\n", &["line 1: 我们的研究"]),
            ("\u{feff}name,age\nA,43\n", &[]),
            ("sep=;\nOur study\nname;age\nA;43\n", &["line 2: Our study"]),
        ];
        for (text, titles) in cases {
            let sheet = read(text).unwrap();
            assert_eq!(
                (sheet.header.join("|"), cells(&sheet)),
                ("name|age".to_owned(), vec![vec!["A", "43"]]),
                "{text}"
            );
            let found: Vec<String> = (sheet.remarks.iter())
                .filter_map(|problem| match &problem.remark {
                    Remark::Warning(Warning::TitleAboveTable { title }) => Some(format!("{}: {title}", problem.place)),
                    _ => None,
                })
                .collect();
            assert_eq!(found, titles, "{text}");
        }
        // A list, and a list whose rows have more cells than the header.
        assert_eq!(read("name\nA\nB\n").unwrap().header, ["name"]);
        assert_eq!(read("name,age\nA\nB,2\n").unwrap().header, ["name", "age"]);
    }

    #[test]
    fn cells_are_written_verbatim() {
        let text = "id,attribute\n P1 ,\"=HYPERLINK(\"\"x\"\")\"\nP2,+1+1\nP3,-2\nP4,@SUM(A1)\nP5,\"=1+1\tx\"\nP6,007\nP7,1E5\n";
        let expected = ["=HYPERLINK(\"x\")", "+1+1", "-2", "@SUM(A1)", "=1+1\tx", "007", "1E5"];
        let sheet = read(text).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.cells[1].as_str()).collect::<Vec<_>>(), expected);
        assert_eq!((sheet.rows[0].cells[0].as_str(), sheet.rows[0].cell(0)), (" P1 ", "P1"));
        assert_eq!(remarks(&sheet), Vec::<String>::new());
    }

    #[test]
    fn lines_are_counted_through_cells_of_several_lines() {
        let sheet = read("name,note\nA,\"one\ntwo \"\"x\"\"\"\nB,\n").unwrap();
        assert_eq!(cells(&sheet), [["A", "one\ntwo \"x\""], ["B", ""]]);
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        let lines = |text: &str| read(text).unwrap().rows.iter().map(|row| row.line).collect::<Vec<_>>();
        assert_eq!(lines("name,note\r\nA,\"one\r\ntwo\"\r\n\r\nB,\r\nC,\r\n"), [2, 5, 6]);
        assert_eq!(lines("\r\n\nname,note\nA,x\rB,y\r\n"), [4, 4]);
        assert_eq!(lines("name,note\rA,x\rB,y\r"), [2, 3]);
        assert_eq!(read("name,size\nA,5\" screen\n").unwrap().rows[0].cells[1], "5\" screen");
    }

    #[test]
    fn odd_rows_are_named_and_nothing_is_shifted() {
        let sheet = read("id,a,b\nP1,1\nP2,1,2,3,4\n\nP3,1,2\n,,\nP4,1,2,,\nP5").unwrap();
        assert_eq!(cells(&sheet), [["P1", "1", ""], ["P3", "1", "2"], ["P4", "1", "2"], ["P5", "", ""]]);
        let wanted = [
            Problem::new("", "line 2", Warning::RowTooShort { cells: 2, columns: 3, cut: false }),
            Problem::new("", "line 3", Refusal::RowTooLong { cells: 5, columns: 3 }),
            Problem::new("", "line 8", Warning::RowTooShort { cells: 1, columns: 3, cut: true }),
        ];
        assert_eq!(sheet.remarks, wanted);
    }

    #[test]
    fn an_invalid_table_is_reported_with_its_place() {
        let wide = (0..20_000).map(|i| format!("c{i}")).collect::<Vec<_>>().join(",") + "\n1\n";
        for (text, part) in [
            ("", "empty"),
            (" \n\n", "empty"),
            ("name,age\n", "nothing below its head"),
            ("name,age\n,\n", "nothing below its head"),
            ("name\nB, C\n", "line 2, for example, has 2 cells"),
            ("name,age\nA,\"43\nB,1\n", "opened in line 2"),
            ("name,age\nA,\"43\nB,\"1\nC,\"2\"\n", "line 2 continues after its closing mark in line 3"),
            ("name,age\nA,\"Yes\" she said\n", "line 2 continues"),
            (&wide, "20000 columns, and at most 16384"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }

    #[test]
    fn rows_are_counted_and_the_first_odd_ones_are_named() {
        assert_eq!(read(&format!("n\n{}", "1\n".repeat(MOST_ROWS))).unwrap().rows.len(), MOST_ROWS);
        let too_many = read(&format!("n\n{}", "1\n".repeat(MOST_ROWS + 1)));
        assert_eq!(too_many, Err(Refusal::TooManyRows { most: MOST_ROWS }));
        let odd = "P,1,2\n".repeat(1_500) + &"P\n".repeat(100) + "P,1\n";
        let sheet = read(&format!("name,age\n{odd}")).unwrap();
        assert_eq!((sheet.rows.len(), sheet.remarks.len()), (101, 2 * LISTED + 1));
        assert_eq!(sheet.remarks.last().unwrap().remark, Refusal::MoreRowsTooLong { count: 1_400 }.into());
    }

    #[test]
    fn columns_without_name_are_numbered_or_left_out_when_empty() {
        let sheet = read("name,,age,\nA,x,1,\nB,,2,\n").unwrap();
        assert_eq!(sheet.header, ["name", "Column 2", "age"]);
        assert_eq!(cells(&sheet), [["A", "x", "1"], ["B", "", "2"]]);
        let sheet = read("name,note,note\nA,x,y\n").unwrap();
        assert_eq!((sheet.header.join("|"), cells(&sheet)), ("name|note|note (2)".into(), vec![vec!["A", "x", "y"]]));
        assert_eq!(remarks(&sheet).len(), 1);
    }

    #[test]
    fn no_cut_of_a_file_is_taken_for_more_than_it_is() {
        let text = "name;age;note\nA;43;\"x; y\"\n李;29;z\n";
        let whole = read(text).unwrap();
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            if let Ok(sheet) = read(&text[..end]).map(|sheet| sheet.rows) {
                assert!(sheet.len() <= whole.rows.len(), "{end}");
                let complete = sheet.len().saturating_sub(1);
                assert_eq!(sheet[..complete], whole.rows[..complete], "{end}");
            }
        }
    }
}
