//! Excel workbooks (ECMA-376): the package, styles, rows and cells, written piece by piece. The content comes from the
//! caller.
//!
//! Written here because rows must go from the project to the file without being kept, and an error of the disk must come
//! back as an error. Texts are inline, so that no table of all texts is needed.

mod cell;
mod styles;

pub use cell::{Value, days};
pub use styles::CellStyle;

use super::archive::{Archive, archive, finished};
use super::markup::escaped;
use cell::{column, write_cell};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;

/// Excel's limits; the third counts UTF-16 units.
pub const MOST_ROWS: usize = 1_048_576;
pub const MOST_COLUMNS: usize = 16_384;
pub const MOST_CHARACTERS: usize = 32_767;
pub const LONGEST_NAME: usize = 31;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The width of a cell's margins in characters.
const MARGINS: f64 = 5.0 / 7.0;
/// The height of a line in points, and the greatest that Excel shows.
const LINE: f64 = 15.0;
const TALLEST: f64 = 409.0;
/// Bytes after which rows are passed on.
const PIECE: usize = 1 << 16;

/// A sheet before its rows are known.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// At most [`LONGEST_NAME`] UTF-16 units, without `[]:*?/\'`; made unique here.
    pub name: String,
    /// The widths of the columns in characters.
    pub widths: Vec<usize>,
    /// The first row and this many columns stay in sight; `None` if everything scrolls.
    pub frozen: Option<usize>,
    /// The first row can be used to filter and sort.
    pub filter: bool,
    pub landscape: bool,
    /// Printed on one page's width.
    pub one_page_wide: bool,
}

/// A workbook that is being written.
pub struct Workbook<W: Write + Seek> {
    zip: Archive<W>,
    sheets: Vec<Sheet>,
}

struct Sheet {
    name: String,
    /// The range with filters: `$A$1:$C$5`.
    filter: Option<String>,
    repeats_heads: bool,
}

impl<W: Write + Seek> Workbook<W> {
    /// Begins a workbook with this number of sheets.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, title: &str, comment: &str, sheets: usize) -> io::Result<Self> {
        let mut book = Self { zip: archive(out), sheets: vec![] };
        book.part("[Content_Types].xml", &types(sheets))?;
        book.part("_rels/.rels", &package_relations())?;
        book.part("docProps/core.xml", &properties(title, comment))?;
        book.part("xl/_rels/workbook.xml.rels", &relations(sheets))?;
        Ok(book)
    }

    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default())?;
        self.zip.write_all(text.as_bytes())
    }

    /// Begins the next sheet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sheet(&mut self, layout: Layout) -> io::Result<Rows<'_, W>> {
        let number = self.sheets.len() + 1;
        self.zip.start_file(format!("xl/worksheets/sheet{number}.xml"), SimpleFileOptions::default())?;
        let mut text = format!("{HEAD}<worksheet {MAIN}>");
        if layout.one_page_wide {
            text.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        }
        let selected = if number == 1 { " tabSelected=\"1\"" } else { "" };
        let pane = layout.frozen.map(pane).unwrap_or_default();
        text.push_str(&format!(
            "<sheetViews><sheetView{selected} workbookViewId=\"0\">{pane}</sheetView></sheetViews>"
        ));
        text.push_str(&format!("<sheetFormatPr defaultRowHeight=\"{LINE}\"/>"));
        if !layout.widths.is_empty() {
            let widths = (1..).zip(&layout.widths).map(|(column, width)| {
                let width = *width as f64 + MARGINS;
                format!("<col min=\"{column}\" max=\"{column}\" width=\"{width:.3}\" customWidth=\"1\"/>")
            });
            text.push_str(&format!("<cols>{}</cols>", widths.collect::<String>()));
        }
        text.push_str("<sheetData>");
        Ok(Rows { book: self, layout, text, rows: 0 })
    }

    /// Writes what is known at the end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.part("xl/styles.xml", &format!("{HEAD}{}", styles::xml()))?;
        let mut sheets = String::new();
        let mut names = String::new();
        for (place, Sheet { name, filter, repeats_heads }) in self.sheets.iter().enumerate() {
            let number = place + 1;
            sheets.push_str(&format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(name)));
            let sheet = escaped(&name.replace('\'', "''"));
            if let Some(range) = filter {
                names.push_str(&format!(
                    "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{place}\" hidden=\"1\">'{sheet}'!{range}\
                     </definedName>"
                ));
            }
            if *repeats_heads {
                names.push_str(&format!(
                    "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{place}\">'{sheet}'!$1:$1</definedName>"
                ));
            }
        }
        let names = if names.is_empty() { names } else { format!("<definedNames>{names}</definedNames>") };
        let book = format!(
            "{HEAD}<workbook {MAIN} xmlns:r=\"{RELATIONS}\"><bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>\
             {names}</workbook>"
        );
        self.part("xl/workbook.xml", &book)?;
        finished(self.zip)
    }

    /// Returns the name, or one that no sheet has.
    fn free(&self, name: &str) -> String {
        let taken = |name: &str| self.sheets.iter().any(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
        let mut free = name.to_owned();
        for number in 2.. {
            if !taken(&free) {
                break;
            }
            let end = format!(" ({number})");
            let mut room = LONGEST_NAME - end.len();
            let kept = name.chars().take_while(|c| {
                let fits = c.len_utf16() <= room;
                room = room.saturating_sub(c.len_utf16());
                fits
            });
            free = kept.collect::<String>() + &end;
        }
        free
    }
}

/// Keeps the first row and some columns in sight.
fn pane(columns: usize) -> String {
    let from = format!("{}2", column(columns));
    match columns {
        0 => format!("<pane ySplit=\"1\" topLeftCell=\"{from}\" activePane=\"bottomLeft\" state=\"frozen\"/>"),
        _ => format!(
            "<pane xSplit=\"{columns}\" ySplit=\"1\" topLeftCell=\"{from}\" activePane=\"bottomRight\" state=\"frozen\"/>"
        ),
    }
}

/// The rows of a sheet that is being written. It is part of the workbook after [`Rows::finish`].
pub struct Rows<'b, W: Write + Seek> {
    book: &'b mut Workbook<W>,
    layout: Layout,
    text: String,
    rows: usize,
}

impl<W: Write + Seek> Rows<'_, W> {
    /// Writes the next row, tall enough for this number of lines.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, lines: usize, cells: &[(Value<'_>, CellStyle)]) -> io::Result<()> {
        self.rows += 1;
        let row = self.rows;
        // Some programs do not compute the height of a row themselves.
        if lines > 1 {
            let height = (lines as f64 * LINE).min(TALLEST);
            self.text.push_str(&format!("<row r=\"{row}\" ht=\"{height}\" customHeight=\"1\">"));
        } else {
            self.text.push_str(&format!("<row r=\"{row}\">"));
        }
        for (place, (value, style)) in cells.iter().enumerate() {
            write_cell(&mut self.text, place, row, value, *style);
        }
        self.text.push_str("</row>");
        if self.text.len() > PIECE {
            self.book.zip.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }

    /// # Errors
    /// When the rest cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        let last = column(self.layout.widths.len().saturating_sub(1));
        let filter = (self.layout.filter && self.rows > 1).then_some(self.rows);
        self.text.push_str("</sheetData>");
        if let Some(rows) = filter {
            self.text.push_str(&format!("<autoFilter ref=\"A1:{last}{rows}\"/>"));
        }
        self.text.push_str(
            "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>",
        );
        // A4.
        let orientation = if self.layout.landscape { "landscape" } else { "portrait" };
        let height = if self.layout.one_page_wide { " fitToHeight=\"0\"" } else { "" };
        self.text.push_str(&format!("<pageSetup paperSize=\"9\"{height} orientation=\"{orientation}\"/></worksheet>"));
        self.book.zip.write_all(self.text.as_bytes())?;
        let name = self.book.free(&self.layout.name);
        let filter = filter.map(|rows| format!("$A$1:${last}${rows}"));
        self.book.sheets.push(Sheet { name, filter, repeats_heads: self.layout.frozen.is_some() });
        Ok(())
    }
}

fn types(sheets: usize) -> String {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let sheets = (1..=sheets).map(|number| {
        format!("<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{KIND}.worksheet+xml\"/>")
    });
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{KIND}.styles+xml\"/>{}<Override \
         PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         </Types>",
        sheets.collect::<String>()
    )
}

fn related(list: impl IntoIterator<Item = (usize, String, String)>) -> String {
    let each = |(id, kind, target): (usize, String, String)| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    let list: String = list.into_iter().map(each).collect();
    format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{list}</Relationships>")
}

fn package_relations() -> String {
    related([
        (1, format!("{RELATIONS}/officeDocument"), "xl/workbook.xml".to_owned()),
        (2, format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml".to_owned()),
    ])
}

fn relations(sheets: usize) -> String {
    let of = |number| (number, format!("{RELATIONS}/worksheet"), format!("worksheets/sheet{number}.xml"));
    let styles = (sheets + 1, format!("{RELATIONS}/styles"), "styles.xml".to_owned());
    related((1..=sheets).map(of).chain([styles]))
}

fn properties(title: &str, comment: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:description>{}</dc:description>\
         </cp:coreProperties>",
        escaped(title),
        escaped(comment)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn sheets_have_names_of_their_own_and_an_error_of_the_disk_comes_back() {
        let mut book = Workbook::new(Cursor::new(Vec::new()), "a & b", "", 3).unwrap();
        for name in ["Passages", "passages", &"很".repeat(LONGEST_NAME)] {
            let layout = Layout { name: name.into(), ..Layout::default() };
            book.sheet(layout).unwrap().finish().unwrap();
        }
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names[..2], ["Passages", "passages (2)"]);
        assert_eq!(book.free(names[2]), "很".repeat(LONGEST_NAME - 4) + " (2)");

        struct Full(Cursor<Vec<u8>>);
        impl Write for Full {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                if self.0.get_ref().len() > 10_000 {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                self.0.write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        impl Seek for Full {
            fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
                self.0.seek(to)
            }
        }
        let write = || -> io::Result<()> {
            let mut book = Workbook::new(Full(Cursor::new(Vec::new())), "", "", 1)?;
            let mut rows = book.sheet(Layout { name: "a".into(), ..Layout::default() })?;
            for number in 0..1_000_000 {
                let text = format!("{number:x} {}", number * 7_919);
                rows.row(1, &[(Value::Text(&text), CellStyle::Text)])?;
            }
            rows.finish()
        };
        assert_eq!(write().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
