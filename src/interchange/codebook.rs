//! A codebook file: `codebook.json` as in a project folder, or a CSV table with one row per code.
//!
//! The table's columns are `code` (its path, names joined with ` > `), `description`, `color`, and one `facet: NAME`
//! for every dimension. In tables of other programs, these columns are recognised by their usual names. The workbook that is
//! written for readers has heads in their language ([`report_heads`]) and is read back like the other two.

use super::Error;
use super::code_paths::PathStyle;
use super::files::{self, Links};
use super::folder::{parse_codebook, parse_json, render_codebook};
use super::formula::defused;
use super::plain::{CodeDump, CodebookDump, Walked};
use super::remark::{Problem, Refusal, TableLoss, TableRefusal, TableWarning, cut_short};
use super::sheet::{self, Sheet, SheetReading, SheetRow};
use crate::i18n::{self, Language};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{Codebook, Definition, NameKey};
use crate::text::normalise;
use crate::tr;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use strum::IntoEnumIterator;

/// The first columns of a table written by this program.
const OURS: [&str; 3] = ["code", "description", "color"];
/// Begins the head of a column with the values of a dimension.
const DIMENSION: &str = "facet: ";
const CODE: &[&str] =
    &["code", "path", "name", "tag", "code path", "code name", "代码", "编码", "编码名称", "节点", "节点名称", "名称"];
const DESCRIPTION: &[&str] = &[
    "description",
    "definition",
    "code description",
    "code definition",
    "memo",
    "code memo",
    "codememo",
    "code-memo",
    "comment",
    "定义",
    "编码定义",
    "说明",
    "描述",
];
/// The parts of a description that other columns may hold: when to use a code, when not, and an example.
const INCLUDE: &[&str] = &[
    "include",
    "include when",
    "includes",
    "inclusion",
    "inclusion criteria",
    "when to use",
    "einschluss",
    "纳入",
    "纳入条件",
    "纳入标准",
];
const EXCLUDE: &[&str] = &[
    "exclude",
    "exclude when",
    "excludes",
    "exclusion",
    "exclusion criteria",
    "when not to use",
    "ausschluss",
    "排除",
    "排除条件",
    "排除标准",
];
const EXAMPLE: &[&str] = &[
    "example",
    "examples",
    "example quote",
    "example quotation",
    "anchor example",
    "ankerbeispiel",
    "beispiel",
    "例子",
    "示例",
    "举例",
];
const COLOR: &[&str] = &["color", "colour", "颜色"];
const PARENT: &[&str] = &["parent", "category", "group", "上级编码", "上级", "父编码", "父节点", "类别"];

/// Formats in which a codebook can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodebookFormat {
    Json,
    Csv,
}

impl CodebookFormat {
    /// The format for a file's extension.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        match files::ending(path).as_str() {
            "json" => Some(Self::Json),
            "csv" | "tsv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// Settings for reading a codebook from a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodebookReading {
    pub sheet: SheetReading,
    /// Dots separate the levels of a path, as in Taguette (`work.pay`); otherwise they are part of a name.
    pub dots: bool,
}

/// Reads a codebook (.json, .qdc, or a table). Faulty entries are reported as problems; the rest is read. `known`: see
/// [`from_sheet`].
///
/// # Errors
/// [`Error::Unreadable`] with the reason when the file contains no codebook.
pub fn read(path: &Path, reading: &CodebookReading, known: &Codebook) -> Result<(CodebookDump, Vec<Problem>), Error> {
    let unreadable = |refusal: Refusal| Error::Unreadable { path: path.to_owned(), refusal };
    let ending = files::ending(path);
    let mut problems = Vec::new();
    let book = if ending == super::refi::CODEBOOK {
        let text = files::read_utf8(path, Links::Follow).map_err(unreadable)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let (book, remarks) = super::refi::codebook(&text, &file).map_err(unreadable)?;
        problems.extend(remarks);
        book
    } else if ending == "json" {
        let text = files::read_utf8(path, Links::Follow).map_err(unreadable)?;
        let value = parse_json(&text).map_err(unreadable)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        parse_codebook(&value, &file, &mut problems)
    } else if sheet::ENDINGS.contains(&ending.as_str()) || ending == "txt" {
        from_sheet(&sheet::read(path, &reading.sheet)?, reading.dots, known, &mut problems).map_err(unreadable)?
    } else {
        return Err(unreadable(Refusal::NotACodebook));
    };
    if book.codes.is_empty() && book.dimensions.is_empty() {
        return Err(unreadable(TableRefusal::NoCodes.into()));
    }
    cut_short(&mut problems);
    Ok((book, problems))
}

/// Returns the bytes of a codebook file.
///
/// # Errors
/// When the table cannot be written.
pub fn render(book: &CodebookDump, format: CodebookFormat) -> io::Result<Vec<u8>> {
    match format {
        CodebookFormat::Json => Ok(format!("{:#}\n", render_codebook(book)).into_bytes()),
        CodebookFormat::Csv => to_table(book),
    }
}

fn to_table(book: &CodebookDump) -> io::Result<Vec<u8>> {
    // Without this mark, spreadsheet programs assume an old encoding.
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let mut head = vec!["code".to_owned(), "description".to_owned(), "color".to_owned()];
    head.extend(book.dimensions.iter().map(|(name, _)| format!("{DIMENSION}{name}")));
    writer.write_record(&head)?;
    for Walked { code, path, .. } in book.walk() {
        let mut row = vec![path, code.description.clone(), code.color.clone()];
        for (dimension, _) in &book.dimensions {
            let value = code.dimensions.iter().find(|(name, _)| name == dimension);
            row.push(value.map(|(_, value)| value.clone()).unwrap_or_default());
        }
        writer.write_record(row.iter().map(|cell| defused(cell).into_owned()))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Heads of the codebook for readers, in the language of the thread. The columns of the dimensions, headed by their names,
/// are between the second and the third; only workbooks have the last.
#[must_use]
pub fn report_heads() -> [&'static str; 4] {
    [
        tr!("head of a list" => "code"),
        tr!("head of a list" => "definition"),
        tr!("head of a list" => "passages"),
        tr!("head of a list" => "color"),
    ]
}

struct Columns {
    code: usize,
    parent: Option<usize>,
    description: Option<usize>,
    /// When to use the code, when not, and an example.
    parts: [Option<usize>; 3],
    color: Option<usize>,
    /// Column and name.
    dimensions: Vec<(usize, String)>,
    /// Numbers of passages, which are counted and not imported.
    counts: Option<usize>,
    /// Whether this program wrote the table, so that codes are paths as it writes them.
    ours: bool,
}

impl Columns {
    fn find(header: &[String]) -> Option<Self> {
        Self::of_report(header).or_else(|| Self::by_names(header))
    }

    /// The columns of a codebook that was written for readers, in any language.
    fn of_report(header: &[String]) -> Option<Self> {
        let is_report = |language| {
            let [code, definition, passages, color] = i18n::within(language, report_heads);
            matches!(header, [first, second, .., third, last]
                if first == code && second == definition && third == passages && last == color)
        };
        if !Language::iter().any(is_report) {
            return None;
        }
        let color = header.len() - 1;
        let dimensions = (2..color - 1).filter_map(|column| Some((column, header.get(column)?.trim().to_owned())));
        Some(Self {
            code: 0,
            parent: None,
            description: Some(1),
            parts: [None; 3],
            color: Some(color),
            dimensions: dimensions.collect(),
            counts: Some(color - 1),
            ours: true,
        })
    }

    fn by_names(header: &[String]) -> Option<Self> {
        let named = |names: &[&str]| {
            let keys: Vec<NameKey> = header.iter().map(|column| NameKey::caseless(column)).collect();
            names.iter().find_map(|wanted| keys.iter().position(|key| key.matches(wanted)))
        };
        let dimension = |(i, column): (usize, &String)| Some((i, column.strip_prefix(DIMENSION)?.trim().to_owned()));
        Some(Self {
            code: named(CODE)?,
            parent: named(PARENT),
            description: named(DESCRIPTION),
            parts: [named(INCLUDE), named(EXCLUDE), named(EXAMPLE)],
            color: named(COLOR),
            dimensions: header.iter().enumerate().filter_map(dimension).collect(),
            counts: None,
            ours: header.iter().map(String::as_str).take(OURS.len()).eq(OURS),
        })
    }

    /// The names of the levels of a row's code, from the top.
    fn path(&self, row: &SheetRow, cells: &Cells<'_>, parents: &Parents) -> Vec<String> {
        let (code, parent) = (row.cell(self.code).trim(), self.parent.map_or("", |parent| row.cell(parent).trim()));
        if let Some(path) = cells.repeating(code, parent) {
            return path;
        }
        let above = match cells.parent(parent) {
            above if above.len() == 1 => above.iter().flat_map(|name| parents.path(name)).collect(),
            above => above,
        };
        above.into_iter().chain(cells.code(code)).collect()
    }

    /// A code's description, with the parts that have columns of their own.
    fn describe(&self, row: &SheetRow) -> String {
        let cell = |column: Option<usize>| normalise(column.map_or("", |column| row.cell(column).trim())).text;
        let [include, exclude, example] = self.parts.map(cell);
        let definition = Definition::unshown(&cell(self.description));
        let none_apart = [&include, &exclude, &example].iter().all(|part| part.is_empty());
        if none_apart {
            return definition;
        }
        // The description may have these parts too.
        let within = Definition::parse(&definition);
        if within.parts().skip(1).any(|(_, part)| !part.is_empty()) {
            let parts = [definition, include, exclude, example];
            return parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
        }
        Definition { definition, include, exclude, example }.to_string()
    }

    /// The parents that rows state with one level.
    fn parents(&self, table: &Sheet, cells: &Cells<'_>) -> Parents {
        let mut parents = Parents::default();
        let Some(parent) = self.parent else { return parents };
        for row in &table.rows {
            let (names, above) = (cells.code(row.cell(self.code).trim()), cells.parent(row.cell(parent).trim()));
            if let ([name], [] | [_]) = (names.as_slice(), above.as_slice()) {
                let known = parents.0.entry(NameKey::of(name)).or_default();
                let above = above.first().cloned();
                if !known.contains(&above) {
                    known.push(above);
                }
            }
        }
        parents
    }

    fn uses(&self, column: usize) -> bool {
        column == self.code
            || [self.parent, self.description, self.color, self.counts].contains(&Some(column))
            || self.parts.contains(&Some(column))
            || self.dimensions.iter().any(|(dimension, _)| *dimension == column)
    }
}

/// How cells with codes and with parents are divided into levels.
struct Cells<'k> {
    style: PathStyle,
    of_codes: PathStyle,
    /// The codes of the project, whose names stay whole.
    known: &'k Codebook,
    /// Code cells that are names, so that parent cells can be the same names, whatever signs they contain.
    names: HashSet<NameKey>,
}

impl<'k> Cells<'k> {
    fn new(columns: &Columns, table: &Sheet, style: PathStyle, known: &'k Codebook) -> Self {
        let of_codes = if columns.parent.is_some() && style == PathStyle::Foreign { PathStyle::Names } else { style };
        let mut cells = Self { style, of_codes, known, names: HashSet::new() };
        if let Some(parent) = columns.parent.filter(|_| of_codes == PathStyle::Names) {
            let of_row = |row: &SheetRow| {
                let (code, parent) = (row.cell(columns.code).trim(), row.cell(parent).trim());
                let names = if cells.repeating(code, parent).is_none() { cells.code(code) } else { Vec::new() };
                names.first().map(|name| NameKey::of(name))
            };
            cells.names = table.rows.iter().filter_map(of_row).collect();
        }
        cells
    }

    fn levels(&self, style: PathStyle, cell: &str) -> Vec<String> {
        match style {
            PathStyle::Foreign if !cell.contains('\\') => self.known.written_levels(cell),
            style => style.levels(cell),
        }
    }

    fn code(&self, cell: &str) -> Vec<String> {
        self.levels(self.of_codes, cell)
    }

    fn parent(&self, cell: &str) -> Vec<String> {
        let are_names =
            |names: &Vec<String>| !names.is_empty() && names.iter().all(|name| self.names.contains(&NameKey::of(name)));
        let path = || spaced_levels(cell).into_iter().flat_map(|level| PathStyle::Names.levels(level)).collect();
        let found = Some(PathStyle::Names.levels(cell)).filter(are_names).or_else(|| Some(path()).filter(are_names));
        found.unwrap_or_else(|| self.levels(self.style, cell))
    }

    /// Returns the path in a code cell that repeats the path above its code. A sign without blanks around it may belong to
    /// a name, as in `push>pull` below `push`.
    fn repeating(&self, code: &str, parent: &str) -> Option<Vec<String>> {
        let (path, above) = (self.levels(self.style, code), self.levels(self.style, parent));
        let is_repeated = !above.is_empty() && path.len() > above.len() && path.starts_with(&above);
        let is_divided =
            self.style != PathStyle::Foreign || code.contains('\\') || spaced_levels(code).len() >= path.len();
        (is_repeated && is_divided).then_some(path)
    }
}

/// The levels between which a `>` or `＞` stands with blanks on both sides.
fn spaced_levels(cell: &str) -> Vec<&str> {
    cell.split(" > ").flat_map(|part| part.split(" ＞ ")).map(str::trim).collect()
}

/// The parents of codes that a table names without their paths, by the code's name; each once.
#[derive(Default)]
struct Parents(HashMap<NameKey, Vec<Option<String>>>);

impl Parents {
    /// Why it is unclear where the codes below this one belong, if it is.
    fn doubt(&self, name: &str) -> Option<TableWarning> {
        let above = self.0.get(&NameKey::of(name)).map(Vec::as_slice)?;
        let path = |above: &Option<String>| {
            above.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join(PATH_SEPARATOR)
        };
        match above {
            [] | [None] => None,
            [Some(_)] => {
                let is_circle = self.path(name).len() == 1;
                is_circle.then(|| TableWarning::CircularParents { code: name.to_owned() })
            }
            several => {
                let paths = several.iter().map(path).collect();
                Some(TableWarning::AmbiguousParent { code: name.to_owned(), paths })
            }
        }
    }

    /// Returns the names from the top to this code. A code with several parents is taken to be at the top.
    fn path(&self, name: &str) -> Vec<String> {
        let mut path = vec![name.to_owned()];
        let mut next = name;
        while let Some([Some(above)]) = self.0.get(&NameKey::of(next)).map(Vec::as_slice) {
            if path.len() > DEEPEST || path.contains(above) {
                // A circle has no top.
                return vec![name.to_owned()];
            }
            path.push(above.clone());
            next = above;
        }
        path.reverse();
        path
    }
}

/// Reads a codebook from a table; guesses and omissions are added to the problems. `known`: the codes of the project, whose
/// names stay whole in tables of other programs.
///
/// # Errors
/// When no column holds codes.
pub fn from_sheet(
    table: &Sheet,
    dots: bool,
    known: &Codebook,
    problems: &mut Vec<Problem>,
) -> Result<CodebookDump, Refusal> {
    problems.extend(table.remarks.iter().cloned());
    let headless = headless(table);
    let table = headless.as_ref().unwrap_or(table);
    let columns =
        Columns::find(&table.header).ok_or_else(|| TableRefusal::NoCodeColumn { columns: table.header.clone() })?;
    problems.extend(table.columns_left_out(|column| !columns.uses(column)));
    let mut book = CodebookDump {
        dimensions: columns.dimensions.iter().map(|(_, name)| (name.clone(), vec![])).collect(),
        codes: vec![],
    };
    let style = match (columns.ours, dots) {
        (true, _) => PathStyle::Own,
        (false, true) => PathStyle::Dots,
        (false, false) => PathStyle::of_foreign(table.rows.iter().map(|row| row.cell(columns.code))),
    };
    let cells = Cells::new(&columns, table, style, known);
    let parents = columns.parents(table, &cells);
    let mut renamed: Vec<String> = Vec::new();
    let (mut seen, mut doubted, mut levels_of) = (HashMap::new(), HashSet::new(), Levels::default());
    let mut values_of: HashMap<(usize, NameKey), String> = HashMap::new();
    for row in &table.rows {
        let cell = |column: usize| row.cell(column).trim();
        let path = columns.path(row, &cells, &parents);
        if let [parent] = cells.parent(columns.parent.map_or("", cell)).as_slice()
            && doubted.insert(NameKey::of(parent))
        {
            problems.extend(parents.doubt(parent).map(|doubt| table.remark_in(row.line, doubt)));
        }
        let stated = [columns.parent.map_or("", cell), cell(columns.code)].join(" ");
        for name in PathStyle::renamed(&stated, &path) {
            if !renamed.contains(name) {
                renamed.push(name.clone());
            }
        }
        if path.is_empty() {
            problems.push(table.remark_in(row.line, TableRefusal::NoCode));
            continue;
        }
        if path.len() > DEEPEST {
            problems.push(table.remark_in(row.line, TableRefusal::CodeTooDeep { most: DEEPEST }));
            continue;
        }
        if let Some(earlier) = seen.insert(NameKey::of(&path.join(PATH_SEPARATOR)), row.line) {
            let (code, first) = (path.join(PATH_SEPARATOR), table.place(earlier));
            problems.push(table.remark_in(row.line, TableRefusal::RepeatedCode { code, first }));
            continue;
        }
        let Some(code) = levels_of.code_at(&mut book.codes, &path) else { continue };
        code.description = columns.describe(row);
        let color = columns.color.map_or("", cell).to_lowercase();
        if is_color(&color) {
            code.color = color;
        } else if !color.is_empty() {
            problems.push(table.remark_in(row.line, TableLoss::UnreadColor { color }));
        }
        for ((column, dimension), (_, values)) in columns.dimensions.iter().zip(&mut book.dimensions) {
            let value = cell(*column);
            if value.is_empty() {
                continue;
            }
            // Values that look the same are merged under the spelling of the first.
            let value = values_of.entry((*column, NameKey::of(value))).or_insert_with(|| {
                values.push(value.to_owned());
                value.to_owned()
            });
            code.dimensions.retain(|(name, _)| name != dimension);
            code.dimensions.push((dimension.clone(), value.clone()));
        }
    }
    if !renamed.is_empty() {
        problems.push(table.remark(TableLoss::RenamedCodes { names: renamed }));
    }
    Ok(book)
}

/// True for `#rrggbb`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Reads a table without a header as QualCoder writes it: codes with `>>` between the levels and an optional memo.
fn headless(table: &Sheet) -> Option<Sheet> {
    let first = table.header.first()?;
    let of_codes = || std::iter::once(first.as_str()).chain(table.rows.iter().map(|row| row.cell(0)));
    if table.header.len() > 2 || Columns::find(&table.header).is_some() || !of_codes().any(|code| code.contains(">>")) {
        return None;
    }
    let cells = table.header.iter().enumerate();
    let cells =
        cells.map(|(at, name)| if *name == format!("Column {}", at + 1) { String::new() } else { name.clone() });
    let mut rows = vec![SheetRow { line: 1, cells: cells.collect() }];
    rows.extend(table.rows.iter().cloned());
    let header = ["code", "memo"].map(str::to_owned).into_iter().take(table.header.len()).collect();
    Some(Sheet { header, rows, ..table.clone() })
}

/// Positions of codes within their level, by name.
#[derive(Default)]
struct Levels {
    /// Keyed by the number of the level (0 is the top) and the name: the position, and the number of the level below.
    places: HashMap<(usize, NameKey), (usize, usize)>,
}

impl Levels {
    /// Returns the code at a path and creates missing ones on the way.
    fn code_at<'a>(&mut self, mut codes: &'a mut Vec<CodeDump>, path: &[String]) -> Option<&'a mut CodeDump> {
        let (last, above) = path.split_last()?;
        let mut level = 0;
        for name in above {
            let (place, below) = self.place(level, name, codes);
            codes = &mut codes.get_mut(place)?.children;
            level = below;
        }
        let (place, _) = self.place(level, last, codes);
        codes.get_mut(place)
    }

    fn place(&mut self, level: usize, name: &str, codes: &mut Vec<CodeDump>) -> (usize, usize) {
        let below = self.places.len() + 1;
        *self.places.entry((level, NameKey::of(name))).or_insert_with(|| {
            codes.push(CodeDump { name: name.to_owned(), ..CodeDump::default() });
            (codes.len() - 1, below)
        })
    }
}

#[cfg(test)]
mod tests;
