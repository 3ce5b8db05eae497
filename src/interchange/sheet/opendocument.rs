//! OpenDocument spreadsheets (ods): dates, numbers and text of cells. Repeated cells and rows are added as often as
//! they are repeated; empty ones take no memory.

use super::grid::Grid;
use super::shown::{self, Form};
use super::workbook::in_order;
use super::{MOST_SHEETS, Sheet};
use crate::interchange::document::office::{Archive, Parts, attribute, walk};
use crate::interchange::remark::{ReadError, Refusal};
use crate::model::Progress;
use quick_xml::events::BytesStart;
use std::collections::HashSet;

/// # Errors
/// What is wrong and what to do.
pub fn read(archive: &mut Archive<'_>, wanted: Option<&str>, progress: &Progress) -> Result<Sheet, ReadError> {
    let mut content = Content::new(progress);
    walk(archive, "content.xml", &mut content)?;
    if !content.is_spreadsheet {
        return Err(Refusal::DocumentNotTable.into());
    }
    if content.tables.len() > MOST_SHEETS {
        return Err(Refusal::TooManySheets { most: MOST_SHEETS }.into());
    }
    // Copies of other files' sheets, to which formulas refer, are not sheets of this file.
    let mut tables: Vec<Option<Table>> = content.tables.into_iter().filter(|table| !table.is_copy).map(Some).collect();
    let names: Vec<(String, bool)> =
        tables.iter().flatten().map(|table| (table.name.clone(), content.hidden.contains(&table.style))).collect();
    for at in in_order(&names, wanted)? {
        let Some(table) = tables.get_mut(at).and_then(Option::take) else { continue };
        match table.grid.sheet()?.filter(|sheet| !sheet.rows.is_empty()) {
            Some(sheet) => return Ok(sheet.of_workbook(at, &names, wanted.is_some())),
            None if wanted.is_some() => return Err(Refusal::NoRows.into()),
            None => {}
        }
    }
    Err(Refusal::NoSheetWithRows.into())
}

struct Table {
    name: String,
    style: String,
    is_copy: bool,
    grid: Grid,
}

struct Content<'s> {
    progress: &'s Progress,
    is_spreadsheet: bool,
    tables: Vec<Table>,
    /// The name of the style that is being defined, and the styles of hidden sheets.
    style: String,
    hidden: HashSet<String>,
    /// The number of the current row, from 1, and how often it is repeated.
    row: u64,
    rows: u64,
    column: u32,
    cells: Vec<(u32, u32, String)>,
    /// What is known about the current cell.
    kind: String,
    value: String,
    repeated: u32,
    /// Rows and columns that the merged cell spans.
    spanned: (u64, u32),
    has_formula: bool,
    is_error: bool,
    text: String,
    paragraphs: usize,
    in_words: bool,
    /// Depth within comments and drawings, whose text is not part of a cell.
    beside: usize,
    /// The outermost of these, and whether it contains text.
    aside: String,
    has_aside: bool,
}

fn is_beside(name: &str) -> bool {
    matches!(name, "annotation" | "shapes" | "frame" | "custom-shape" | "text-box" | "tracked-changes" | "ruby-text")
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u64> {
    attribute(element, name)?.parse().ok()
}

/// The kind of a cell's value, and whether the cell shows an error.
fn kind(element: &BytesStart<'_>) -> (String, bool) {
    let mut found = (String::new(), false);
    for attribute in element.attributes().flatten().filter(|a| a.key.local_name().as_ref() == "value-type") {
        match &*attribute.value {
            "error" => found.1 = true,
            kind if found.0.is_empty() => found.0 = kind.to_owned(),
            _ => {}
        }
    }
    found
}

/// True for rows and columns that are collapsed, filtered out or hidden.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "visibility").is_some_and(|visibility| visibility != "visible")
}

impl<'s> Content<'s> {
    fn start_cell(&mut self, element: &BytesStart<'_>) {
        let repeated = number(element, "number-columns-repeated").unwrap_or(1);
        self.repeated = u32::try_from(repeated).unwrap_or(u32::MAX);
        let columns = number(element, "number-columns-spanned").unwrap_or(1);
        let columns = u32::try_from(columns).unwrap_or(u32::MAX);
        self.spanned = (number(element, "number-rows-spanned").unwrap_or(1), columns);
        (self.kind, self.is_error) = kind(element);
        let held = ["date-value", "boolean-value", "string-value", "time-value", "value"];
        let held = held.iter().find_map(|name| attribute(element, name));
        self.value = held.unwrap_or_default();
        // Boolean values of another program's workbook are saved as formulas that return 1 or 0.
        let formula = attribute(element, "formula").unwrap_or_default();
        if let Some(truth) = formula.strip_prefix("of:=").filter(|f| ["TRUE()", "FALSE()"].contains(f)) {
            (self.kind, self.value) = ("boolean".into(), (truth == "TRUE()").to_string());
        }
        self.has_formula = !formula.is_empty();
        self.paragraphs = 0;
        self.text.clear();
    }

    fn new(progress: &'s Progress) -> Self {
        Self {
            progress,
            is_spreadsheet: false,
            tables: Vec::new(),
            style: String::new(),
            hidden: HashSet::new(),
            row: 0,
            rows: 0,
            column: 0,
            cells: Vec::new(),
            kind: String::new(),
            value: String::new(),
            repeated: 0,
            spanned: (1, 1),
            has_formula: false,
            is_error: false,
            text: String::new(),
            paragraphs: 0,
            in_words: false,
            beside: 0,
            aside: String::new(),
            has_aside: false,
        }
    }

    fn grid(&mut self) -> Option<&mut Grid> {
        self.tables.last_mut().map(|table| &mut table.grid)
    }

    /// How often the cell is repeated.
    fn times(&self) -> usize {
        usize::try_from(self.rows.saturating_mul(self.repeated.into())).unwrap_or(usize::MAX)
    }

    fn end_cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        let value = std::mem::take(&mut self.value);
        let text = match self.kind.as_str() {
            "date" if !value.is_empty() => shown::iso(&value),
            "float" | "currency" | "percentage" if !value.is_empty() => shown::number(&value, Form::Number, false),
            "boolean" => if value == "true" { "yes" } else { "no" }.to_owned(),
            // Some programs do not repeat the value as text.
            _ if text.is_empty() => value,
            _ => text,
        };
        let blank = text.trim().is_empty();
        let uncomputed = self.has_formula && self.kind.is_empty() && blank;
        let is_error =
            self.is_error || text.starts_with('#') && text.ends_with(['!', '?', 'A']) && self.kind == "string";
        let (times, is_percentage) = (self.times(), self.kind == "percentage");
        let (row, column, (rows, columns)) = (self.row, self.column, self.spanned);
        if let Some(grid) = self.grid() {
            let add = |count: &mut usize, is: bool| *count = count.saturating_add(if is { times } else { 0 });
            if uncomputed {
                grid.counts.lack_result(row, column, times);
            }
            add(&mut grid.counts.errors, is_error && !blank);
            add(&mut grid.counts.percentages, is_percentage && !blank);
            let last = (row.saturating_add(rows.saturating_sub(1)), column.saturating_add(columns.saturating_sub(1)));
            grid.merge((row, column), last);
            if !blank {
                grid.state();
                self.cells.push((column, self.repeated, text));
            }
        }
        self.column = self.column.saturating_add(self.repeated);
    }

    /// Adds the cells of a row, repeated as the file says.
    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let rows = self.row..self.row.saturating_add(self.rows);
        if let Some(grid) = self.grid().filter(|_| !cells.is_empty()) {
            'row: for row in rows {
                for (first, repeated, text) in &cells {
                    for column in *first..first.saturating_add(*repeated) {
                        grid.put(row, column, text.clone());
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
        self.tables.len() > MOST_SHEETS || self.tables.last().is_some_and(|table| table.grid.is_cancelled())
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if is_beside(name) {
            if self.beside == 0 {
                (self.aside, self.has_aside) = (name.to_owned(), false);
            }
            self.beside += 1;
        }
        if self.beside > 0 {
            return;
        }
        match name {
            "spreadsheet" => self.is_spreadsheet = true,
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").is_some_and(|display| display == "false") => {
                self.hidden.insert(self.style.clone());
            }
            "table" => {
                let grid = self.tables.last().map_or_else(Grid::default, |last| Grid::beside(&last.grid));
                let of = |name: &str| attribute(element, name).unwrap_or_default();
                self.tables.push(Table { name: of("name"), style: of("style-name"), is_copy: false, grid });
                (self.row, self.column) = (1, 0);
            }
            "table-source" => {
                if let Some(table) = self.tables.last_mut() {
                    table.is_copy = true;
                }
            }
            "table-column" => {
                let repeated = number(element, "number-columns-repeated").unwrap_or(1);
                let next = self.column.saturating_add(u32::try_from(repeated).unwrap_or(u32::MAX));
                let first = std::mem::replace(&mut self.column, next);
                if let Some(grid) = self.grid().filter(|_| is_hidden(element)) {
                    grid.hide_columns(first, next.saturating_sub(1));
                }
            }
            "table-row" => {
                let progress = self.progress;
                self.rows = number(element, "number-rows-repeated").unwrap_or(1);
                self.column = 0;
                let (first, last) = (self.row, self.row.saturating_add(self.rows.saturating_sub(1)));
                if let Some(grid) = self.grid() {
                    grid.step(progress);
                    if is_hidden(element) {
                        grid.hide_rows(first, last);
                    }
                }
            }
            "table-cell" | "covered-table-cell" => self.start_cell(element),
            "p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
                self.in_words = true;
            }
            "line-break" => self.text.push('\n'),
            "tab" => self.text.push('\t'),
            "s" => {
                const MOST: u64 = 1_000;
                let count = number(element, "c").unwrap_or(1).min(MOST);
                self.text.push_str(&" ".repeat(count as usize));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_beside(name) {
            self.beside = self.beside.saturating_sub(1);
            if self.beside == 0 && self.has_aside {
                self.has_aside = false;
                let aside = std::mem::take(&mut self.aside);
                if let Some(counts) = self.grid().map(|grid| &mut grid.counts) {
                    match aside.as_str() {
                        "annotation" => counts.comments += 1,
                        "ruby-text" => counts.readings += 1,
                        "tracked-changes" => {}
                        _ => counts.frames += 1,
                    }
                }
            }
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

    fn text(&mut self, text: &str) {
        if self.beside > 0 {
            self.has_aside |= !text.trim().is_empty();
        } else if self.in_words {
            self.text.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::interchange::remark::{AsideKind, Loss, Problem, ReadError, Refusal, Remark, Warning};
    use crate::interchange::samples::zipped;
    use crate::interchange::sheet::{Sheet, SheetReading, from_bytes};

    fn packed(tables: &str) -> Vec<u8> {
        let content = format!(
            "<office:document><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document>"
        );
        zipped([("content.xml", content)])
    }

    fn read(tables: &str, sheet: Option<&str>) -> Result<Sheet, Refusal> {
        let reading = SheetReading { sheet: sheet.map(str::to_owned), encoding: None };
        ReadError::accept(from_bytes(&packed(tables), &reading)).unwrap()
    }

    fn text(content: &str) -> String {
        format!("<table:table-cell office:value-type='string'><text:p>{content}</text:p></table:table-cell>")
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
        // Sheets share the limit, so that it cannot be bypassed with many sheets.
        let one = table(&repeated(60_000, 1));
        assert_eq!(read(&one, None).unwrap().rows.len(), 60_000);
        assert!(read(&one.repeat(3), Some("t")).is_ok_and(|sheet| sheet.rows.len() == 60_000));
        let last = one.repeat(2) + &one.replace("'t'", "'last'");
        assert_eq!(read(&last, Some("last")), Err(Refusal::RepeatedCells));
        // Respondents who tick the same box everywhere.
        let form = table(&repeated(1, 90).repeat(2_000));
        assert_eq!(read(&form, None).unwrap().rows.len(), 2_000);
        let sheets = "<table:table table:name='a'/>".repeat(10_001);
        assert!(refused(&sheets) == Refusal::TooManySheets { most: 10_000 });
    }

    fn cell(kind: &str, more: &str, text: &str) -> String {
        format!("<table:table-cell office:value-type='{kind}' {more}><text:p>{text}</text:p></table:table-cell>")
    }

    fn table(name: &str, rows: &str) -> String {
        format!("<table:table table:name='{name}'>{rows}</table:table>")
    }

    #[test]
    fn every_cell_is_read_as_the_workbook_shows_it_and_what_differs_is_reported() {
        let formula = "<table:table-cell table:formula='of:=1+1'/>";
        let left_out = |what, count| Remark::from(Loss::LeftOut { what, count });
        let comment = "<office:annotation><dc:creator>K</dc:creator><text:p>ask her</text:p></office:annotation>";
        let cases: [(String, &str, Option<Remark>); 16] = [
            (formula.into(), "", Some(Loss::UncomputedFormulas { count: 1, cells: vec!["B2".into()] }.into())),
            (
                "<table:table-cell table:formula='of:=1' table:number-columns-repeated='3'/>".into(),
                "",
                Some(Loss::UncomputedFormulas { count: 3, cells: vec!["B2".into()] }.into()),
            ),
            ("<table:table-cell table:formula='of:=&quot;&quot;' office:value-type='string'/>".into(), "", None),
            (cell("float", "table:formula='of:=1+1' office:value='2'", "2"), "2", None),
            (
                "<table:table-cell office:value-type='string' office:string-value='only here'/>".into(),
                "only here",
                None,
            ),
            (cell("date", "office:date-value='2019-07-29T14:05:00'", "29.07.19 14:05"), "2019-07-29 14:05", None),
            (cell("date", "", "29.07.19"), "29.07.19", None),
            (cell("time", "office:time-value='PT10H30M00S'", "10:30"), "10:30", None),
            (cell("boolean", "office:boolean-value='false'", "FALSCH"), "no", None),
            (cell("percentage", "office:value='0.45'", "45 %"), "0.45", Some(Warning::Percentages { count: 1 }.into())),
            (cell("currency", "office:currency='EUR' office:value='1200'", "1.200,00 €"), "1200", None),
            (
                cell("string", "calcext:value-type='error' table:formula='of:=x'", "Err:508"),
                "Err:508",
                Some(Warning::ErrorCells { count: 1 }.into()),
            ),
            (cell("string", "", &format!("{comment}word")), "word", Some(left_out(AsideKind::Comment, 1))),
            (
                cell(
                    "string",
                    "",
                    "<text:ruby><text:ruby-base>东京</text:ruby-base><text:ruby-text>toukyou</text:ruby-text></text:ruby>!",
                ),
                "东京!",
                Some(left_out(AsideKind::Reading, 1)),
            ),
            (
                cell("string", "", "a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>"),
                "a",
                Some(left_out(AsideKind::Frame, 1)),
            ),
            (
                cell("string", "", "<text:span>one</text:span> <text:a>two</text:a><text:line-break/>3"),
                "one two\n3",
                None,
            ),
        ];
        for (xml, shown, remark) in cases {
            let rows = row(&(text("id") + &text("x"))) + &row(&(text("A") + &xml));
            let sheet = read(&table("t", &rows), None).unwrap();
            assert_eq!(sheet.rows[0].cells[1], shown, "{xml}");
            assert_eq!(sheet.remarks.first().map(|problem| problem.remark.clone()), remark, "{xml}");
            assert!(sheet.remarks.len() < 2, "{xml}");
        }
    }

    #[test]
    fn repeated_rows_and_cells_are_repeated() {
        let repeated = |columns: u32, text: &str| {
            format!(
                "<table:table-cell table:number-columns-repeated='{columns}' office:value-type='string'><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let twice = |cells: &str| format!("<table:table-row table:number-rows-repeated='2'>{cells}</table:table-row>");
        let head = row(&["id", "a", "b", "c"].map(text).concat());
        let rows = twice(&(text("A") + &repeated(3, "yes"))) + &row(&(text("B") + &repeated(2, "no")));
        let sheet = read(&table("t", &(head + &rows)), None).unwrap();
        let cells: Vec<String> = sheet.rows.iter().map(|row| format!("{} {}", row.line, row.cells.join("|"))).collect();
        assert_eq!(cells, ["2 A|yes|yes|yes", "3 A|yes|yes|yes", "4 B|no|no|"]);
    }

    #[test]
    fn merged_cells_show_their_first_value_and_what_they_cover_is_reported() {
        let head = row(&["region", "name", "x"].map(text).concat());
        let merged = |rows: u32, columns: u32| {
            format!(
                "<table:table-cell table:number-rows-spanned='{rows}' table:number-columns-spanned='{columns}' office:value-type='string'><text:p>north</text:p></table:table-cell>"
            )
        };
        let covered = |text: &str| {
            format!(
                "<table:covered-table-cell office:value-type='string'><text:p>{text}</text:p></table:covered-table-cell>"
            )
        };
        let empty = "<table:covered-table-cell/>";
        for (rows, shown, losses) in [
            ([merged(2, 1) + &text("A"), covered("old") + &text("B")], ["north|A|", "north|B|"], 1),
            ([merged(2, 1) + &text("A"), covered("north") + &text("B")], ["north|A|", "north|B|"], 0),
            ([merged(1, 2) + &covered("old") + &text("1"), text("B")], ["north||1", "B||"], 1),
            (
                [merged(2, 2) + empty + &text("1"), empty.to_owned() + &covered("old") + &text("2")],
                ["north||1", "north||2"],
                1,
            ),
        ] {
            let sheet =
                read(&table("t", &(head.clone() + &rows.each_ref().map(|cells| row(cells)).concat())), None).unwrap();
            let cells: Vec<String> = sheet.rows.iter().map(|row| row.cells.join("|")).collect();
            assert_eq!(
                cells.iter().map(|row| row.trim_end_matches('|')).collect::<Vec<_>>(),
                shown.map(|row| row.trim_end_matches('|'))
            );
            let covered = Remark::from(Loss::CoveredCells { count: losses });
            assert_eq!(sheet.remarks.iter().filter(|problem| problem.remark == covered).count(), losses, "{shown:?}");
        }
    }

    #[test]
    fn sheets_rows_and_columns_that_are_hidden_are_reported() {
        let rows = row(&(text("id") + &text("x"))) + &row(&(text("A") + &text("1")));
        let style = "<style:style style:name='off'><style:table-properties table:display='false'/></style:style>\
                     <style:style style:name='on'><style:table-properties table:display='true'/></style:style>";
        let named = |name: &str, style: &str| {
            table(name, &rows).replace("<table:table ", &format!("<table:table table:style-name='{style}' "))
        };
        let all = format!("{style}{}{}{}", named("Notes", "off"), named("People", "on"), named("Old", "off"));
        let (others, hidden) = (vec![], vec!["Notes".to_owned(), "Old".to_owned()]);
        let sheet = read(&all, None).unwrap();
        assert_eq!((sheet.name.as_str(), sheet.sheets.join("|")), ("People", "Notes|People|Old".to_owned()));
        let read_one = Warning::OtherSheets { read: "People".into(), others, hidden };
        assert_eq!(sheet.remarks, [Problem::new("", "", read_one)]);
        let sheet = read(&all, Some("Old")).unwrap();
        assert_eq!(sheet.remarks, [Problem::new("", "", Warning::HiddenSheet { name: "Old".into() })]);
        // Data of other files that formulas refer to is kept with the sheets.
        let copy = table("'file:///a.ods'#Data", &format!("<table:table-source/>{rows}"));
        assert_eq!(read(&(table("One", &rows) + &copy), None).unwrap().sheets, ["One"]);

        let hide = |what: &str| format!("<{what} table:visibility='collapse'");
        for (rows, counts) in [
            (rows.replacen("<table:table-row", &hide("table:table-row"), 2), (2, 0)),
            (
                format!("<table:table-column table:visibility='filter' table:number-columns-repeated='2'/>{rows}"),
                (0, 2),
            ),
            (format!("<table:table-column/><table:table-column table:visibility='collapse'/>{rows}"), (0, 1)),
            (
                format!(
                    "{rows}<table:table-row table:visibility='collapse' table:number-rows-repeated='1048000'><table:table-cell/></table:table-row>"
                ),
                (0, 0),
            ),
        ] {
            let sheet = read(&table("t", &rows), None).unwrap();
            let warning = Warning::HiddenCells { rows: counts.0, columns: counts.1 };
            let expected: Vec<Problem> =
                (counts != (0, 0)).then(|| Problem::new("", "", warning)).into_iter().collect();
            assert_eq!(sheet.remarks, expected, "{rows}");
        }
    }

    #[test]
    fn a_text_document_is_not_read_as_a_table() {
        let content = "<office:document><office:body><office:text><text:p>x</text:p></office:text></office:body></office:document>";
        let bytes = zipped([("content.xml", content)]);
        assert_eq!(from_bytes(&bytes, &SheetReading::default()), Err(Refusal::DocumentNotTable.into()));
    }
}
