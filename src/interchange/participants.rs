//! A table of participants as somebody else made it: comma, semicolon or tab between the cells, a head row first. What
//! the columns mean is the researcher's to say.

use super::Error;
use super::formula::read_back;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// How many rows tell what stands between the cells.
const LOOKED_AT: usize = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParticipantTable {
    pub path: PathBuf,
    /// What stands between the cells.
    pub separator: char,
    /// Names of the columns, each once.
    pub header: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// As many as there are columns, without white space around them.
    pub cells: Vec<String>,
}

/// # Errors
/// [`Error::Unreadable`] with the line and what is wrong there.
pub fn read(path: &Path) -> Result<ParticipantTable, Error> {
    let unreadable = |reason| Error::Unreadable { path: path.to_owned(), reason };
    if starts_as_spreadsheet(path) {
        let reason = "this is a spreadsheet: save it as “CSV UTF-8” and import that file".to_owned();
        return Err(unreadable(reason));
    }
    let text = super::files::read_utf8(path).map_err(unreadable)?;
    let table = parse(&text).map_err(unreadable)?;
    Ok(ParticipantTable { path: path.to_owned(), ..table })
}

/// Spreadsheets are zip archives.
fn starts_as_spreadsheet(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 2];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && &start == b"PK"
}

/// The table in a text; the error says where it is none.
pub fn parse(text: &str) -> Result<ParticipantTable, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err("the file is empty".to_owned());
    }
    let separator = separator(text);
    if let Some(line) = open_quote(text, char::from(separator)) {
        return Err(format!("a quotation mark that is opened in line {line} is never closed"));
    }
    let mut reader = reader(text, separator);
    let head = reader.headers().map_err(|e| e.to_string())?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().map(|cell| read_back(cell.trim()).to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if cells.len() != head.len() {
            let (found, wanted) = (cells.len(), head.len());
            let why = if found < wanted { ": the file may be cut off there" } else { "" };
            return Err(format!("line {line} has {found} cells under {wanted} columns{why}"));
        }
        rows.push(TableRow { line, cells });
    }
    if rows.is_empty() {
        return Err("there is a head row and nothing below it".to_owned());
    }
    let header = named(&head, &mut rows)?;
    Ok(ParticipantTable { path: PathBuf::new(), separator: char::from(separator), header, rows })
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes())
}

/// The separator that makes most columns, before others one under which all of the first rows have as many.
fn separator(text: &str) -> u8 {
    let score = |&separator: &u8| {
        let mut reader = reader(text, separator);
        let columns = reader.headers().map_or(0, csv::StringRecord::len);
        let even = reader.records().take(LOOKED_AT).all(|row| row.is_ok_and(|row| row.len() == columns));
        (columns > 1 && even, columns)
    };
    // The first of those that are equally good.
    SEPARATORS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

/// The line in which a quotation mark is opened that nothing closes.
fn open_quote(text: &str, separator: char) -> Option<u64> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += u64::from(c == '\n');
        match (c, opened) {
            ('"', Some(_)) if chars.peek() == Some(&'"') => drop(chars.next()),
            ('"', Some(_)) => opened = None,
            ('"', None) if at_start => opened = Some(line),
            _ => {}
        }
        at_start = opened.is_none() && (c == separator || c == '\n');
    }
    opened
}

/// Names for the columns; one without name and without cells is left out.
fn named(head: &csv::StringRecord, rows: &mut [TableRow]) -> Result<Vec<String>, String> {
    let empty = |column: usize| rows.iter().all(|row| row.cells.get(column).is_none_or(String::is_empty));
    let kept: Vec<usize> =
        (0..head.len()).filter(|&i| !head.get(i).unwrap_or("").trim().is_empty() || !empty(i)).collect();
    let mut seen = HashSet::new();
    let mut header = Vec::with_capacity(kept.len());
    for &column in &kept {
        let name = match read_back(head.get(column).unwrap_or("").trim()) {
            "" => format!("Column {}", column + 1),
            name => name.to_owned(),
        };
        if !seen.insert(name.clone()) {
            return Err(format!("two columns are named {name}: give one of them another name"));
        }
        header.push(name);
    }
    for row in rows {
        let mut column = 0;
        row.cells.retain(|_| {
            column += 1;
            kept.contains(&(column - 1))
        });
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &ParticipantTable) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn the_separator_is_found_out_and_a_byte_order_mark_does_not_matter() {
        for (text, separator) in [
            ("name,age\nA,43\n李,\"4, 5\"\n", ','),
            ("\u{feff}name;age\r\nA;43\r\n李;\"4, 5\"\r\n", ';'),
            ("name\tage\nA\t43\n李\t4, 5", '\t'),
            ("name;age\n A ;43\n;\n\n李;\"4, 5\"\n", ';'),
        ] {
            let table = parse(text).unwrap();
            assert_eq!((table.separator, table.header.join("|")), (separator, "name|age".to_owned()), "{text:?}");
            assert_eq!(cells(&table), [["A", "43"], ["李", "4, 5"]], "{text:?}");
        }
        let names = parse("name\nA\nB, C\n");
        assert!(names.is_err(), "a comma in the only column");
        assert_eq!(cells(&parse("name\nA\nB\n").unwrap()), [["A"], ["B"]]);
    }

    #[test]
    fn lines_are_counted_through_cells_of_several_lines() {
        let table = parse("name,note\nA,\"one\ntwo \"\"x\"\"\"\nB,\n").unwrap();
        assert_eq!(cells(&table), [["A", "one\ntwo \"x\""], ["B", ""]]);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(parse("name,size\nA,5\" screen\n").unwrap().rows[0].cells[1], "5\" screen");
    }

    #[test]
    fn what_is_no_table_is_told_by_its_place() {
        for (text, words) in [
            ("", "empty"),
            (" \n\n", "empty"),
            ("name,age\n", "nothing below it"),
            ("name,age\n,\n", "nothing below it"),
            ("name,age\nA,1\nB", "line 3 has 1 cells under 2 columns: the file may be cut off"),
            ("name,age\nA,1,2\nB,1\n", "line 2 has 3 cells under 2"),
            ("name,age\nA,\"43\nB,1\n", "opened in line 2"),
            ("name,age,name\nA,1,B\n", "two columns are named name"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(words), "{text:?}: {error}");
        }
    }

    #[test]
    fn columns_without_name_are_numbered_or_left_out_when_empty() {
        let table = parse("name,,age,\nA,x,1,\nB,,2,\n").unwrap();
        assert_eq!(table.header, ["name", "Column 2", "age"]);
        assert_eq!(cells(&table), [["A", "x", "1"], ["B", "", "2"]]);
    }

    #[test]
    fn no_cut_of_a_file_is_taken_for_more_than_it_is() {
        let text = "name;age;note\nA;43;\"x; y\"\n李;29;z\n";
        let whole = parse(text).unwrap();
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            if let Ok(table) = parse(&text[..end]) {
                assert!(table.rows.len() <= whole.rows.len(), "{end}");
                let complete = table.rows.len().saturating_sub(1);
                assert_eq!(table.rows[..complete], whole.rows[..complete], "{end}");
            }
        }
    }

    #[test]
    fn other_kinds_of_files_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read(&path).unwrap_err().to_string()
        };
        assert!(file("people.xlsx", b"PK\x03\x04rest").contains("spreadsheet"));
        assert!(file("gbk.csv", b"name\n\xc4\xe3\n").contains("not UTF-8 text from line 2"));
        assert!(file("utf16.csv", b"\xff\xfen\0a\0").contains("not UTF-8"));
        assert!(read(&folder.path().join("none.csv")).unwrap_err().to_string().contains("no such file"));
    }
}
