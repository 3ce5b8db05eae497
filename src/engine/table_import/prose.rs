//! Finds the column of a table whose cells are prose: what people wrote, not dates, numbers, ids or what programs wrote.

use crate::interchange::sheet::Sheet;
use crate::model::VariableKind;
use crate::text::join::is_unspaced;
use std::collections::HashSet;

/// Cells with this many ordinary words, or twice as many characters of a script without spaces, are prose.
const WORDS: usize = 3;

/// The column with the most prose, in bytes; values that recur, as choices of a questionnaire do, count once. Without
/// any prose, the longest column that is neither dates, numbers nor the writing of programs.
pub fn column(table: &Sheet) -> Option<usize> {
    let best = |length: &dyn Fn(usize) -> usize| {
        let columns = (0..table.header.len()).map(|column| (length(column), column)).filter(|(length, _)| *length > 0);
        columns.max_by_key(|(length, column)| (*length, usize::MAX - column)).map(|(_, column)| column)
    };
    let prose = |column: usize| different(table, column).filter(|cell| is_prose(cell)).map(str::len).sum();
    let plain = |column: usize| match may_be_text(table, column) {
        true => different(table, column).filter(|cell| !is_of_program(cell)).map(str::len).sum(),
        false => 0,
    };
    best(&prose).or_else(|| best(&plain)).or_else(|| best(&|column| table.common(column).bytes))
}

/// False for a column of dates or numbers.
pub fn may_be_text(table: &Sheet, column: usize) -> bool {
    !matches!(table.common(column).kind, VariableKind::Date | VariableKind::Number)
}

fn different(table: &Sheet, column: usize) -> impl Iterator<Item = &str> {
    let mut known = HashSet::new();
    table.rows.iter().map(move |row| row.cell(column)).filter(move |cell| !cell.is_empty() && known.insert(*cell))
}

/// True for several words of which most are ordinary ones.
fn is_prose(cell: &str) -> bool {
    let unspaced = cell.chars().filter(|c| is_unspaced(*c)).count();
    if unspaced >= WORDS * 2 {
        return true;
    }
    let words: Vec<&str> = cell.split_whitespace().collect();
    let ordinary = words.iter().filter(|word| is_ordinary(word)).count();
    ordinary >= WORDS && ordinary * 10 >= words.len() * 7
}

/// True for letters, with the marks that surround words and those within them.
fn is_ordinary(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let joins = |c: char| matches!(c, '\'' | '’' | '-' | '‑');
    let signs = word.chars().filter(|c| !c.is_alphanumeric()).count();
    !core.is_empty() && signs < 4 && core.chars().all(|c| c.is_alphabetic() || is_mark(c) || joins(c))
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// True for dates, addresses, ids, browsers and data in the notation of a program.
fn is_of_program(cell: &str) -> bool {
    let (digits, letters) = cell.chars().fold((0, 0), |(digits, letters), c| {
        (digits + usize::from(c.is_numeric()), letters + usize::from(c.is_alphabetic()))
    });
    if digits > letters {
        return true;
    }
    let is_one = !cell.contains(char::is_whitespace);
    let has_digit = cell.contains(|c: char| c.is_ascii_digit());
    is_one && (has_digit || cell.contains(['/', '@', '_', '='])) || cell.starts_with(['{', '[', '<']) || {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let odd = words.iter().filter(|word| word.contains(['/', ';', '=', '_'])).count();
        words.len() > 2 && odd * 3 >= words.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::sheet::SheetRow;

    /// The header, the rows, and the head of the expected column.
    type Case<'c> = (&'c [&'c str], &'c [&'c [&'c str]], &'c str);

    fn chosen(header: &[&str], rows: &[&[&str]]) -> Option<String> {
        let line = |(i, cells): (usize, &&[&str])| SheetRow {
            line: i as u64 + 2,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        let header: Vec<String> = header.iter().map(|head| (*head).to_owned()).collect();
        let rows = rows.iter().enumerate().map(line).collect();
        let table = Sheet { header: header.clone(), rows, ..Sheet::default() };
        column(&table).and_then(|column| header.get(column).cloned())
    }

    #[test]
    fn prose_is_distinguished_from_what_programs_write() {
        const BROWSER: &str =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0";
        let cases: [Case<'_>; 9] = [
            (
                &["ResponseId", "Q1", "UserAgent"],
                &[&["R_1", "I liked it a lot.", BROWSER], &["R_2", "Too far.", BROWSER]],
                "Q1",
            ),
            (
                &["Date", "Id", "Why"],
                &[
                    &["2021-05-04 10:00:11", "a1b2c3d4e5f6a7b8c9d0e1f2a3b4", "No work there"],
                    &["2021-05-05 10:00:11", "b1", "-"],
                ],
                "Why",
            ),
            // Choices recur.
            (
                &["Agree", "Comment on it"],
                &[
                    &["I agree with all of it strongly", "It is fine as it is."],
                    &["I agree with all of it strongly", "My boss was kind."],
                    &["I agree with all of it strongly", "I would like more time."],
                ],
                "Comment on it",
            ),
            (&["Link", "W"], &[&["https://example.org/a/very/long/address?of=something&more=1", "It is ours."]], "W"),
            (
                &["Json", "W"],
                &[&["{\"a\": \"some words in it\", \"b\": [1, 2, 3], \"c\": {\"d\": 4}}", "It is ours."]],
                "W",
            ),
            (&["编号", "为什么"], &[&["P2021050400000000000000000001", "因为没有工作可以做"]], "为什么"),
            (&["At", "W"], &[&["2021-05-04 10:00:11 +0200 (CEST)", "Far"]], "W"),
            // Short words only.
            (&["Id", "W"], &[&["a1b2c3d4", "yes"], &["a1b2c3d5", "no"]], "W"),
            (&["N"], &[&["12"], &["13"]], "N"),
        ];
        for (header, rows, wanted) in cases {
            assert_eq!(chosen(header, rows).as_deref(), Some(wanted), "{header:?}");
        }
    }
}
