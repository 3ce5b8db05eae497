//! Spreadsheets of OpenDocument (ods): dates, numbers and words of each cell. Cells and rows that repeat are counted as often
//! as they stand; empty ones take no room.

use super::grid::Grid;
use super::shown::{self, Form};
use super::{MOST_SHEETS, Sheet, Stopped};
use crate::interchange::document::office::{Archive, Parts, attribute, walk};
use crate::interchange::remark::Refusal;
use crate::model::place_named;
use quick_xml::events::BytesStart;

/// # Errors
/// What is wrong and what to do.
pub fn read(archive: &mut Archive<'_>, wanted: Option<&str>, stopped: Stopped<'_>) -> Result<Sheet, Refusal> {
    let mut content = Content::new(stopped);
    walk(archive, "content.xml", &mut content)?;
    if !content.is_spreadsheet {
        return Err(Refusal::DocumentNotTable);
    }
    if content.tables.len() > MOST_SHEETS {
        return Err(Refusal::TooManySheets { most: MOST_SHEETS });
    }
    let names: Vec<String> = content.tables.iter().map(|(name, _)| name.clone()).collect();
    let found = wanted.and_then(|name| names.get(place_named(&names, name)?).cloned());
    if let (Some(name), None) = (wanted, &found) {
        return Err(Refusal::NoSuchSheet { name: name.to_owned(), sheets: names });
    }
    let wanted = found.as_deref();
    for (name, grid) in content.tables {
        if wanted.is_some_and(|wanted| wanted != name) {
            continue;
        }
        match grid.sheet()?.filter(|sheet| !sheet.rows.is_empty()) {
            Some(sheet) => return Ok(Sheet { name, sheets: names, ..sheet }),
            None if wanted.is_some() => return Err(Refusal::NoRows),
            None => {}
        }
    }
    Err(Refusal::NoSheetWithRows)
}

struct Content<'s> {
    stopped: Stopped<'s>,
    is_spreadsheet: bool,
    tables: Vec<(String, Grid)>,
    /// The row that is read, from 1, and how often it stands.
    row: u64,
    rows: u64,
    column: u32,
    cells: Vec<(u32, u32, String)>,
    /// What is known of the cell that is read.
    kind: String,
    value: String,
    repeated: u32,
    spanned: u64,
    has_formula: bool,
    words: String,
    paragraphs: usize,
    in_words: bool,
    /// Depth within comments and drawings, whose words are no part of a cell.
    beside: usize,
}

fn is_beside(name: &str) -> bool {
    matches!(name, "annotation" | "shapes" | "frame" | "tracked-changes")
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(element, name)?.parse().ok()
}

impl<'s> Content<'s> {
    fn new(stopped: Stopped<'s>) -> Self {
        Self {
            stopped,
            is_spreadsheet: false,
            tables: Vec::new(),
            row: 0,
            rows: 0,
            column: 0,
            cells: Vec::new(),
            kind: String::new(),
            value: String::new(),
            repeated: 0,
            spanned: 0,
            has_formula: false,
            words: String::new(),
            paragraphs: 0,
            in_words: false,
            beside: 0,
        }
    }

    fn end_cell(&mut self) {
        let words = std::mem::take(&mut self.words);
        let uncomputed = self.has_formula && self.kind.is_empty() && words.trim().is_empty();
        if let Some((_, grid)) = self.tables.last_mut().filter(|_| uncomputed) {
            grid.uncomputed += 1;
        }
        let words = match self.kind.as_str() {
            "date" => shown::iso(&self.value),
            "float" | "currency" | "percentage" => shown::number(&self.value, Form::Number, false),
            "boolean" => if self.value == "true" { "yes" } else { "no" }.to_owned(),
            _ => words,
        };
        let blank = words.trim().is_empty();
        if let Some((_, grid)) = self.tables.last_mut().filter(|_| !blank) {
            grid.errors +=
                usize::from(words.starts_with('#') && words.ends_with(['!', '?', 'A']) && self.kind == "string");
            if self.spanned > 1 {
                grid.merge(self.row, self.row.saturating_add(self.spanned - 1), self.column);
            }
            grid.state();
            self.cells.push((self.column, self.repeated, words));
        }
        self.column = self.column.saturating_add(self.repeated);
    }

    /// Puts the cells of a row in, as often as cells and row repeat.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if let Some((_, grid)) = self.tables.last_mut().filter(|_| !cells.is_empty()) {
            'row: for row in self.row..self.row.saturating_add(self.rows) {
                for (first, repeated, words) in &cells {
                    for column in *first..first.saturating_add(*repeated) {
                        grid.put(row, column, words.clone());
                        if grid.trouble.is_some() {
                            break 'row;
                        }
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
    }
}

impl Parts for Content<'_> {
    fn is_done(&self) -> bool {
        self.tables.len() > MOST_SHEETS || self.tables.last().is_some_and(|(_, grid)| grid.is_stopped())
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if is_beside(name) {
            self.beside += 1;
        }
        if self.beside > 0 {
            return;
        }
        match name {
            "spreadsheet" => self.is_spreadsheet = true,
            "table" => {
                let grid = self.tables.last().map_or_else(Grid::default, |(_, last)| Grid::beside(last));
                self.tables.push((attribute(element, "name").unwrap_or_default(), grid));
                self.row = 1;
            }
            "table-row" => {
                if let Some((_, grid)) = self.tables.last_mut() {
                    grid.stop_if(self.stopped);
                }
                self.rows = number(element, "number-rows-repeated").unwrap_or(1);
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                let repeated = number(element, "number-columns-repeated").unwrap_or(1);
                self.repeated = u32::try_from(repeated).unwrap_or(u32::MAX);
                self.spanned = number(element, "number-rows-spanned").unwrap_or(1);
                self.kind = attribute(element, "value-type").unwrap_or_default();
                let held = ["date-value", "boolean-value", "value"].iter().find_map(|name| attribute(element, name));
                self.value = held.unwrap_or_default();
                // What was true or false in another program's workbook is saved as a formula that gives 1 or 0.
                let formula = attribute(element, "formula").unwrap_or_default();
                if let Some(truth) = formula.strip_prefix("of:=").filter(|f| ["TRUE()", "FALSE()"].contains(f)) {
                    (self.kind, self.value) = ("boolean".into(), (truth == "TRUE()").to_string());
                }
                self.has_formula = !formula.is_empty();
                self.paragraphs = 0;
                self.words.clear();
            }
            "p" => {
                if self.paragraphs > 0 {
                    self.words.push('\n');
                }
                self.paragraphs += 1;
                self.in_words = true;
            }
            "line-break" => self.words.push('\n'),
            "tab" => self.words.push('\t'),
            "s" => {
                const MOST: u64 = 1_000;
                let count = number(element, "c").unwrap_or(1).min(MOST);
                self.words.push_str(&" ".repeat(count as usize));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_beside(name) {
            self.beside = self.beside.saturating_sub(1);
            return;
        }
        if self.beside > 0 {
            return;
        }
        match name {
            "p" => self.in_words = false,
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_words && self.beside == 0 {
            self.words.push_str(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::interchange::Refusal;
    use crate::interchange::sheet::{Sheet, SheetReading, from_bytes};
    use std::io::{Cursor, Write};

    fn packed(tables: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let content = format!(
            "<office:document><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
        );
        zip.write_all(content.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    fn read(tables: &str, sheet: Option<&str>) -> Result<Sheet, Refusal> {
        from_bytes(&packed(tables), &SheetReading { sheet: sheet.map(str::to_owned), encoding: None })
    }

    fn text(words: &str) -> String {
        format!("<table:table-cell office:value-type='string'><text:p>{words}</text:p></table:table-cell>")
    }

    fn row(cells: &str) -> String {
        format!("<table:table-row>{cells}</table:table-row>")
    }

    #[test]
    fn cells_are_read_with_their_dates_numbers_and_lines() {
        let head = row(&["name", "born", "age", "paid", "note"].map(text).concat());
        let cells = "<table:table-cell office:value-type='string'><office:annotation><text:p>a comment</text:p></office:annotation>\
                     <text:p>李 &amp; 明</text:p></table:table-cell>\
                     <table:table-cell office:value-type='date' office:date-value='1985-03-09'><text:p>9.3.85</text:p></table:table-cell>\
                     <table:table-cell office:value-type='float' office:value='34.0'><text:p>34</text:p></table:table-cell>\
                     <table:table-cell office:value-type='boolean' office:boolean-value='true'><text:p>WAHR</text:p></table:table-cell>\
                     <table:table-cell office:value-type='string'><text:p>one<text:s text:c='2'/>x</text:p><text:p>two</text:p></table:table-cell>";
        let empty = "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
        let no = "<table:table-cell table:formula='of:=FALSE()' office:value-type='float' office:value='0'/>";
        let last = row(&(text("B") + "<table:table-cell table:number-columns-repeated='2'/>" + no + &text("y")));
        let rest = "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>";
        let tables = format!(
            "<table:table table:name='empty'/><table:table table:name='人'>{head}{}{empty}{last}{rest}</table:table>",
            row(cells)
        );
        let sheet = read(&tables, None).unwrap();
        assert_eq!((sheet.name.as_str(), sheet.sheets.join("|")), ("人", "empty|人".to_owned()));
        assert_eq!(sheet.header, ["name", "born", "age", "paid", "note"]);
        assert_eq!(sheet.rows[0].cells, ["李 & 明", "1985-03-09", "34", "yes", "one  x\ntwo"]);
        assert_eq!((sheet.rows[1].line, sheet.rows[1].cells.join("|")), (6, "B|||no|y".to_owned()));
        assert_eq!(read(&tables, Some("empty")), Err(Refusal::NoRows));
        assert!(read(&tables, Some("none")).unwrap_err().to_string().contains("its sheets are empty, 人"));
    }

    #[test]
    fn merged_cells_fill_down_and_what_repeats_without_end_stops_at_a_limit() {
        let head = row(&(text("region") + &text("name")));
        let first = "<table:table-cell table:number-rows-spanned='2' office:value-type='string'><text:p>north</text:p></table:table-cell>".to_owned();
        let rows = row(&(first + &text("A"))) + &row(&("<table:covered-table-cell/>".to_owned() + &text("B")));
        let sheet = read(&format!("<table:table table:name='t'>{head}{rows}</table:table>"), None).unwrap();
        assert_eq!(sheet.rows[1].cells, ["north", "B"]);
        let bomb = format!(
            "<table:table table:name='t'>{head}<table:table-row table:number-rows-repeated='99999999999'>\
             <table:table-cell table:number-columns-repeated='4294967295' office:value-type='string'><text:p>x</text:p></table:table-cell>\
             </table:table-row></table:table>"
        );
        assert_eq!(read(&bomb, None), Err(Refusal::RepeatedCells));
    }

    #[test]
    fn repeated_cells_are_bounded_by_the_cells_in_the_file() {
        let head = row(&(text("name") + &text("answer")));
        let repeated = |rows: usize, columns: usize| {
            format!(
                "<table:table-row table:number-rows-repeated='{rows}'><table:table-cell \
                 table:number-columns-repeated='{columns}' office:value-type='string'><text:p>x</text:p>\
                 </table:table-cell></table:table-row>"
            )
        };
        let table = |rows: &str| format!("<table:table table:name='t'>{head}{rows}</table:table>");
        let refused = |tables: &str| read(tables, None).unwrap_err();
        assert!(refused(&table(&repeated(3_999_990, 1))) == Refusal::RepeatedCells);
        assert!(refused(&table(&repeated(1, 16_000).repeat(20))) == Refusal::RepeatedCells);
        // Sheets share the limit, so that many of them are no way around it.
        let one = table(&repeated(60_000, 1));
        assert_eq!(read(&one, None).unwrap().rows.len(), 60_000);
        assert!(read(&one.repeat(3), Some("t")).is_ok_and(|sheet| sheet.rows.len() == 60_000));
        assert!(read(&(one.repeat(2) + &one.replace("'t'", "'last'")), Some("last")).is_err());
        // Respondents who tick the same box everywhere.
        let form = table(&repeated(1, 90).repeat(2_000));
        assert_eq!(read(&form, None).unwrap().rows.len(), 2_000);
        let sheets = "<table:table table:name='a'/>".repeat(10_001);
        assert!(refused(&sheets) == Refusal::TooManySheets { most: 10_000 });
    }

    #[test]
    fn a_document_is_no_table() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<office:document><office:body><office:text><text:p>x</text:p></office:text></office:body></office:document>").unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(from_bytes(&bytes, &SheetReading::default()), Err(Refusal::DocumentNotTable));
    }
}
