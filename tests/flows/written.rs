//! The files in which tables are written, read row by row.

use std::io::Read;
use std::path::Path;

/// The contents of a file, row by row, with the head first.
pub(super) fn grid(format: &str, file: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(file).unwrap();
    let text = || String::from_utf8(bytes.clone()).unwrap();
    match format {
        "csv" => {
            let text = text();
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
        }
        "md" => {
            let text = text();
            let rows = text.lines().filter(|line| {
                line.starts_with('|') && !line.starts_with("| --") && !line.starts_with("|--") && !line.contains("---")
            });
            rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
        }
        "html" => tagged(&text(), &["<tr", "</tr>"], &["<td", "<th"], &["</td>", "</th>"]),
        "docx" => tagged(&part(file, "word/document.xml"), &["<w:tr>", "</w:tr>"], &["<w:tc>"], &["</w:tc>"]),
        "xlsx" => {
            let sheet = pullquote::interchange::sheet::from_bytes(&bytes, &Default::default()).unwrap();
            let rows = sheet.rows.iter().map(|row| (0..sheet.header.len()).map(|at| row.cell(at).to_owned()).collect());
            [sheet.header.clone()].into_iter().chain(rows).collect()
        }
        _ => in_columns(&text()),
    }
}

pub(super) fn part(file: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The sheets of a workbook, as XML.
pub(super) fn sheets(file: &Path) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    for place in 0..zip.len() {
        let mut part = zip.by_index(place).unwrap();
        if part.name().unwrap().starts_with("xl/worksheets/") {
            part.read_to_string(&mut text).unwrap();
        }
    }
    text
}

fn tagged(text: &str, row: &[&str; 2], begins: &[&str], ends: &[&str]) -> Vec<Vec<String>> {
    let rows = text.split(row[0]).skip(1).filter_map(|rest| rest.split(row[1]).next());
    let cells = |row: &str| {
        let mut row = row.to_owned();
        for (begin, end) in begins.iter().zip(ends) {
            row = row.replace(begin, "\u{1}").replace(end, "\u{2}");
        }
        let texts = row.split('\u{1}').skip(1).filter_map(|rest| rest.split('\u{2}').next()).map(|cell| {
            // The front of a cell's own tag may be cut off.
            let cell = if cell.starts_with('<') { cell } else { cell.split_once('>').map_or(cell, |(_, rest)| rest) };
            let text = cell.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
            text.collect::<String>().replace("&gt;", ">").trim().to_owned()
        });
        texts.collect::<Vec<String>>()
    };
    rows.map(cells).filter(|row| !row.is_empty()).collect()
}

/// The columns of a terminal table, located by the rule below its head; names may continue on the next line.
fn in_columns(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let rule = lines.iter().position(|line| line.starts_with('─')).unwrap();
    let widths: Vec<usize> = lines[rule].split("  ").map(|part| part.chars().count()).collect();
    let cut = |line: &str| -> Vec<String> {
        let letters: Vec<char> = line.chars().collect();
        let mut from = 0;
        let mut cells = Vec::new();
        for width in &widths {
            let cell: String = letters.iter().skip(from).take(*width).collect();
            cells.push(cell.trim().to_owned());
            from += width + 2;
        }
        cells
    };
    let mut head = vec![String::new(); widths.len()];
    for line in &lines[2..rule] {
        for (name, more) in head.iter_mut().zip(cut(line)) {
            *name = format!("{name} {more}").trim().to_owned();
        }
    }
    let body = lines[rule + 1..].iter().take_while(|line| {
        !line.starts_with("Two passages") && !line.starts_with("A unit") && !line.starts_with("Every")
    });
    let mut rows: Vec<Vec<String>> = vec![head];
    for line in body {
        let cells = cut(line);
        match rows.last_mut() {
            _ if line.trim().is_empty() => {}
            Some(last) if !["all codes", "code", "coders", "document"].contains(&cells[0].as_str()) => {
                for (cell, more) in last.iter_mut().zip(cells) {
                    *cell = format!("{cell} {more}").trim().to_owned();
                }
            }
            _ => rows.push(cells),
        }
    }
    rows
}

fn number(cell: &str) -> u64 {
    if cell.is_empty() { 0 } else { cell.parse().unwrap_or_else(|_| panic!("{cell:?}")) }
}

/// The rows of the table that `compare` writes: kind, name, units, and the four counts.
pub(super) fn rows(format: &str, file: &Path, coders: &[&str]) -> Vec<(String, String, u64, [u64; 4])> {
    let grid = grid(format, file);
    let at = |name: &str| {
        let found = grid[0].iter().position(|head| head == name);
        found.unwrap_or_else(|| panic!("{format}: {name} is not in {:?}", grid[0]))
    };
    let only = |name: &str, spare: &str| at(&if coders.len() == 2 { format!("{name} only") } else { spare.to_owned() });
    let counts = [
        at(if coders.len() == 2 { "both" } else { "both of a pair" }),
        only(coders[0], "first only"),
        only(coders[1], "second only"),
        at("neither"),
    ];
    let units = at("units");
    grid[1..]
        .iter()
        .filter(|row| ["all codes", "code", "coders", "document"].contains(&row[0].as_str()))
        .map(|row| (row[0].clone(), row[1].clone(), number(&row[units]), counts.map(|at| number(&row[at]))))
        .collect()
}
