//! Workbooks (xlsx): the cells of one sheet as they are displayed. Parts are streamed and limited like those of
//! documents.

use super::grid::Grid;
use super::shown::{self, Form};
use super::{MOST_SHEETS, Sheet, opendocument, too_many_cells};
use crate::interchange::document::office::{Archive, Parts, attribute, walk};
use crate::interchange::document::opc::{Main, Package, Relation};
use crate::interchange::remark::{ReadError, Refusal};
use crate::model::{Progress, place_named};
use quick_xml::events::BytesStart;
use std::collections::{HashMap, HashSet};

/// Far beyond the rows of any spreadsheet program.
const LAST_ROW: u64 = u32::MAX as u64;
/// The most cell styles that spreadsheet programs allow.
const MOST_LOOKS: usize = 65_536;

/// # Errors
/// What is wrong and what to do.
pub fn read(bytes: &[u8], wanted: Option<&str>, progress: &Progress) -> Result<Sheet, ReadError> {
    let mut archive = Archive::open(bytes)?;
    let has = |archive: &Archive<'_>, part: &str| archive.index_for_name(part).is_some();
    if has(&archive, "content.xml") {
        return opendocument::read(&mut archive, wanted, progress);
    }
    let package = Package::of(&mut archive);
    let main = match package.main(&mut archive)? {
        Some((part, Main::Workbook)) => part,
        Some((_, Main::BinaryWorkbook)) => return Err(Refusal::BinaryWorkbook.into()),
        Some((_, Main::Document)) => return Err(Refusal::DocumentNotTable.into()),
        Some((_, Main::Presentation)) | None => return Err(Refusal::NoTableInside.into()),
    };
    let mut book = Book::default();
    walk(&mut archive, &main, &mut book)?;
    book.parts = package.relations(&mut archive, &main);
    let part = |kind: &str, usual: &str| {
        let stated = book.parts.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone());
        stated.filter(|part| package.named(part).is_some()).or_else(|| package.named(usual))
    };
    let mut looks = Looks::default();
    if let Some(part) = part("styles", "xl/styles.xml") {
        walk(&mut archive, &part, &mut looks)?;
    }
    let mut strings = Strings::default();
    if let Some(part) = part("sharedStrings", "xl/sharedStrings.xml") {
        walk(&mut archive, &part, &mut strings)?;
    }
    too_many_cells(strings.all.len())?;
    if book.is_done() {
        return Err(Refusal::TooManySheets { most: MOST_SHEETS }.into());
    }
    let names: Vec<(String, bool)> = book.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    for at in in_order(&names, wanted)? {
        let Some(listed) = book.sheets.get(at) else { continue };
        let Some(part) = book.part_of(listed).filter(|part| has(&archive, part)) else {
            if wanted.is_some() || names.len() == 1 {
                return Err(Refusal::Damaged.into());
            }
            continue;
        };
        let mut cells = Cells::new(&strings, &looks.forms, book.from_1904, progress);
        walk(&mut archive, &part, &mut cells)?;
        for comments in package.relations(&mut archive, &part).iter().filter(|relation| relation.kind == "comments") {
            let mut counted = Comments::default();
            if package.named(&comments.target).is_some_and(|part| walk(&mut archive, &part, &mut counted).is_ok()) {
                cells.grid.counts.comments += counted.count;
            }
        }
        let read = cells.grid.sheet()?;
        if wanted.is_some() || read.as_ref().is_some_and(|sheet| !sheet.rows.is_empty()) {
            let sheet = read.filter(|sheet| !sheet.rows.is_empty());
            return Ok(sheet.ok_or(Refusal::NoRows)?.of_workbook(at, &names, wanted.is_some()));
        }
    }
    Err(Refusal::NoSheetWithRows.into())
}

/// The indices of the sheets in the order in which they are tried until one has rows: the chosen one only, or else
/// visible sheets before hidden ones. `sheets`: names, and whether each is hidden.
///
/// # Errors
/// When there is no sheet with the chosen name.
pub(super) fn in_order(sheets: &[(String, bool)], wanted: Option<&str>) -> Result<Vec<usize>, Refusal> {
    let of = |fits: &dyn Fn(&(String, bool)) -> bool| {
        sheets.iter().enumerate().filter(|(_, sheet)| fits(sheet)).map(|(at, _)| at).collect::<Vec<usize>>()
    };
    match wanted {
        None => Ok([of(&|sheet| !sheet.1), of(&|sheet| sheet.1)].concat()),
        Some(name) => {
            let names: Vec<String> = sheets.iter().map(|(name, _)| name.clone()).collect();
            match place_named(&names, name) {
                Some(place) => Ok(vec![place]),
                None => Err(Refusal::NoSuchSheet { name: name.to_owned(), sheets: names }),
            }
        }
    }
}

/// The comments on the cells of a sheet.
#[derive(Default)]
struct Comments {
    count: usize,
}

impl Parts for Comments {
    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        self.count += usize::from(name == "comment");
    }
}

struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

/// The sheets of a workbook and the paths of their parts.
#[derive(Default)]
struct Book {
    sheets: Vec<Listed>,
    parts: Vec<Relation>,
    from_1904: bool,
}

impl Book {
    fn part_of(&self, sheet: &Listed) -> Option<String> {
        self.parts.iter().find(|relation| relation.id == sheet.relation).map(|relation| relation.target.clone())
    }
}

impl Parts for Book {
    fn is_done(&self) -> bool {
        self.sheets.len().max(self.parts.len()) > MOST_SHEETS
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "sheet" => self.sheets.push(Listed {
                name: attribute(element, "name").unwrap_or_default(),
                relation: attribute(element, "id").unwrap_or_default(),
                hidden: attribute(element, "state").is_some_and(|state| state != "visible"),
            }),
            "workbookPr" => {
                self.from_1904 = is_set(element, "date1904");
            }
            _ => {}
        }
    }
}

/// The forms of numbers, by cell style.
#[derive(Default)]
struct Looks {
    codes: HashMap<u32, String>,
    forms: Vec<Form>,
    in_cells: bool,
}

impl Parts for Looks {
    fn is_done(&self) -> bool {
        self.forms.len().max(self.codes.len()) > MOST_LOOKS
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let id = || attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
        match name {
            "numFmt" => drop(self.codes.insert(id(), attribute(element, "formatCode").unwrap_or_default())),
            "cellXfs" => self.in_cells = true,
            "xf" if self.in_cells => {
                let id = id();
                self.forms.push(shown::form(id, self.codes.get(&id).map(String::as_str)));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "cellXfs" {
            self.in_cells = false;
        }
    }
}

/// Texts that cells share.
#[derive(Default)]
struct Strings {
    all: Vec<String>,
    now: String,
    in_words: bool,
    /// The pronunciation of characters is stored beside the text and is not part of it.
    in_reading: bool,
    /// Indices of texts with pronunciations.
    with_readings: HashSet<usize>,
}

impl Parts for Strings {
    fn is_done(&self) -> bool {
        too_many_cells(self.all.len()).is_err()
    }

    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        match name {
            "rPh" => {
                self.in_reading = true;
                self.with_readings.insert(self.all.len());
            }
            "t" => self.in_words = !self.in_reading,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "rPh" => self.in_reading = false,
            "t" => self.in_words = false,
            "si" => self.all.push(unescaped(&std::mem::take(&mut self.now))),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_words {
            self.now.push_str(text);
        }
    }
}

/// Decodes `_x000D_`, as characters that XML does not allow are written, and normalises line ends.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let code =
            from.get(2..6).filter(|hex| from.get(6..7) == Some("_") && hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                if c != '\r' && c != '\0' {
                    out.push(c);
                }
                rest = from.get(7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// The cells of a sheet.
struct Cells<'b> {
    strings: &'b Strings,
    forms: &'b [Form],
    from_1904: bool,
    progress: &'b Progress,
    grid: Grid,
    row: u64,
    column: u32,
    kind: String,
    form: Form,
    now: String,
    inside: bool,
    in_words: bool,
    in_reading: bool,
    has_formula: bool,
    has_value: bool,
}

impl<'b> Cells<'b> {
    fn new(strings: &'b Strings, forms: &'b [Form], from_1904: bool, progress: &'b Progress) -> Self {
        Self {
            strings,
            forms,
            from_1904,
            progress,
            grid: Grid::default(),
            row: 0,
            column: 0,
            kind: String::new(),
            form: Form::Number,
            now: String::new(),
            inside: false,
            in_words: false,
            in_reading: false,
            has_formula: false,
            has_value: false,
        }
    }

    fn end_cell(&mut self) {
        let raw = std::mem::take(&mut self.now);
        // A formula may result in an empty text, but a number has digits.
        let has_value = self.has_value && (self.kind == "str" || !raw.trim().is_empty());
        let counts = &mut self.grid.counts;
        if self.has_formula && !has_value {
            counts.lack_result(self.row, self.column, 1);
        }
        let value = match self.kind.as_str() {
            "s" => {
                let at = raw.trim().parse::<usize>().ok();
                let text = at.and_then(|at| self.strings.all.get(at));
                counts.missing_texts += usize::from(text.is_none() && has_value);
                counts.readings += usize::from(at.is_some_and(|at| self.strings.with_readings.contains(&at)));
                text.cloned().unwrap_or_default()
            }
            "b" => match raw.trim() {
                "" => String::new(),
                "1" | "true" | "TRUE" => "yes".to_owned(),
                _ => "no".to_owned(),
            },
            "str" | "inlineStr" => unescaped(&raw),
            "d" => shown::iso(&raw),
            "e" => {
                counts.errors += usize::from(!raw.trim().is_empty());
                raw
            }
            _ => {
                counts.percentages += usize::from(self.form == Form::Percentage && !raw.trim().is_empty());
                shown::number(&raw, self.form, self.from_1904)
            }
        };
        self.grid.put(self.row, self.column, value);
    }
}

impl Parts for Cells<'_> {
    fn is_done(&self) -> bool {
        self.grid.trouble.is_some()
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "row" => {
                self.grid.step(self.progress);
                let row = attribute(element, "r").and_then(|r| r.parse().ok()).filter(|row| *row <= LAST_ROW);
                self.row = row.unwrap_or(self.row + 1);
                self.column = 0;
                if is_set(element, "hidden") {
                    self.grid.hide_rows(self.row, self.row);
                }
            }
            "c" => {
                if let Some((row, column)) = attribute(element, "r").as_deref().and_then(address) {
                    (self.row, self.column) = (row, column);
                }
                self.kind = attribute(element, "t").unwrap_or_default();
                let style = attribute(element, "s").and_then(|s| s.parse::<usize>().ok()).unwrap_or(0);
                self.form = self.forms.get(style).copied().unwrap_or_default();
                self.inside = true;
                (self.has_formula, self.has_value) = (false, false);
                self.now.clear();
            }
            "col" if is_set(element, "hidden") => {
                let column = |name: &str| attribute(element, name)?.parse::<u32>().ok()?.checked_sub(1);
                if let (Some(first), Some(last)) = (column("min"), column("max")) {
                    self.grid.hide_columns(first, last);
                }
            }
            "rPh" => {
                self.grid.counts.readings += usize::from(!self.in_reading);
                self.in_reading = true;
            }
            "f" => self.has_formula = self.inside,
            "v" => {
                self.has_value = true;
                self.in_words = self.inside && self.kind != "inlineStr";
            }
            "t" => self.in_words = self.inside && !self.in_reading,
            "mergeCell" => {
                let reference = attribute(element, "ref").unwrap_or_default();
                let corners = reference.split_once(':').and_then(|(a, b)| Some((address(a)?, address(b)?)));
                if let Some((first, last)) = corners {
                    self.grid.merge(first, last);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "c" => {
                self.end_cell();
                self.inside = false;
                self.column = self.column.saturating_add(1);
            }
            "rPh" => self.in_reading = false,
            "v" | "t" => self.in_words = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_words && self.grid.trouble.is_none() {
            self.now.push_str(text);
        }
    }
}

fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|flag| flag == "1" || flag == "true")
}

/// Row (from 1) and column (from 0) of an address such as `B12`.
fn address(text: &str) -> Option<(u64, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = text.split_at_checked(letters)?;
    let number = column
        .bytes()
        .try_fold(0_u32, |number, b| number.checked_mul(26)?.checked_add(u32::from(b.to_ascii_uppercase() - b'A') + 1));
    let row = row.parse::<u64>().ok().filter(|row| *row <= LAST_ROW)?;
    Some((row, number?.checked_sub(1)?))
}

#[cfg(test)]
mod tests;
