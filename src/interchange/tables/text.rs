//! Aligned columns for a terminal; passages are written as paragraphs, because ten columns do not fit there.

use super::content::{Content, Entry, moment, named};
use super::section::Section;
use super::wrap::{harmless, shares, width, wrap};
use crate::interchange::files::WriteError;
use crate::table::{PassageHeads, PassageRow, Table};
use crate::{i18n, tr};
use std::io::Write;

/// The width in terminal columns that a table keeps to if possible.
const WIDTH: usize = 120;
const GAP: &str = "  ";
/// The least width to which a column is shrunk for the sake of others.
const LEAST: usize = 12;
const INDENT: &str = "    ";

pub(super) fn table(table: &Table) -> String {
    let content = Content::Table(table);
    let headers: Vec<Vec<String>> = content.headings().into_iter().map(|name| vec![name]).collect();
    let rows: Vec<Vec<Entry<'_>>> = content.rows().collect();
    let mut needed: Vec<usize> = headers.iter().map(|lines| widest(lines.iter())).collect();
    for row in &rows {
        for (needed, entry) in needed.iter_mut().zip(row) {
            *needed = widest(entry.lines().iter()).max(*needed);
        }
    }
    let space = WIDTH.saturating_sub(GAP.len() * needed.len().saturating_sub(1));
    let widths = shares(&needed, space, LEAST);
    let numeric = content.numeric();
    let mut out = harmless(&format!("{}\n\n", table.title));
    let headers: Vec<_> = headers.iter().zip(&widths).map(|(lines, &width)| wrapped(lines.iter(), width, 0)).collect();
    put(&mut out, &headers, &widths, &numeric);
    let rule: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    out.push_str(&format!("{}\n", rule.join(GAP)));
    let rows: Vec<Vec<Vec<String>>> = rows.iter().map(|row| row.iter().zip(&widths).map(lay_out).collect()).collect();
    let apart = rows.iter().flatten().any(|lines| lines.len() > 1);
    for (place, row) in rows.iter().enumerate() {
        if apart && place > 0 {
            out.push('\n');
        }
        put(&mut out, row, &widths, &numeric);
    }
    below(&mut out, &content);
    out
}

fn widest<T: AsRef<str>>(lines: impl Iterator<Item = T>) -> usize {
    let lines = lines.map(|line| harmless(line.as_ref()).split('\n').map(width).max().unwrap_or(0));
    lines.max().unwrap_or(0)
}

fn wrapped<T: AsRef<str>>(lines: impl Iterator<Item = T>, width: usize, indent: usize) -> Vec<String> {
    lines.flat_map(|line| wrap(line.as_ref(), width, indent)).collect()
}

fn lay_out((entry, &width): (&Entry<'_>, &usize)) -> Vec<String> {
    // The indent distinguishes the second line of an item from the next item.
    let indent = if matches!(entry, Entry::Items(_)) { 2 } else { 0 };
    wrapped(entry.lines().iter(), width, indent)
}

/// Writes one row of the table, with as many lines as its tallest cell.
fn put(out: &mut String, cells: &[Vec<String>], widths: &[usize], numeric: &[bool]) {
    for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0).max(1) {
        let begin = out.len();
        for (place, ((lines, &most), &numeric)) in cells.iter().zip(widths).zip(numeric).enumerate() {
            let text = lines.get(line).map_or("", String::as_str);
            let filling = " ".repeat(most.saturating_sub(width(text)));
            let gap = if place == 0 { "" } else { GAP };
            let (before, after) = if numeric { (filling.as_str(), "") } else { ("", filling.as_str()) };
            out.extend([gap, before, text, after]);
        }
        out.truncate(begin + out.get(begin..).unwrap_or_default().trim_end().len());
        out.push('\n');
    }
}

fn below(out: &mut String, content: &Content<'_>) {
    let provenance = content.provenance().lines().map(|(name, value)| named(name, value));
    let sentences: Vec<String> = content.footnotes().iter().cloned().chain(provenance).collect();
    if !sentences.is_empty() {
        out.push('\n');
    }
    for line in sentences.iter().flat_map(|sentence| wrap(sentence, WIDTH, 2)) {
        out.push_str(&format!("{line}\n"));
    }
}

/// Returns the number of passages.
pub(super) fn passages<E>(
    heads: &PassageHeads,
    section: Section<'_, E>,
    out: &mut dyn Write,
) -> Result<u64, WriteError<E>> {
    let mut text = String::new();
    let rows = section.each_passage(|_, row| {
        passage(&mut text, heads, row);
        out.write_all(text.as_bytes())?;
        text.clear();
        Ok(())
    })?;
    below(&mut text, &Content::Passages(heads));
    out.write_all(text.as_bytes())?;
    Ok(rows)
}

/// Writes place and code in the first line, then the text, then the remaining details.
fn passage(out: &mut String, heads: &PassageHeads, row: &PassageRow) {
    let participant = row.quoted_person().map_or_else(String::new, |name| format!(" ({name})"));
    let head = format!(
        "{}{participant} {}..{}  {}  [{}]",
        row.document,
        row.start,
        row.end,
        row.code,
        row.coder_for_readers()
    );
    let known = |names: &[&str], values: &[Option<String>]| {
        let pairs = names.iter().zip(values).filter_map(|(name, value)| Some(named(name, value.as_ref()?)));
        i18n::clauses(&pairs.collect::<Vec<_>>())
    };
    let attributes: Vec<&str> = heads.attributes.iter().map(|a| a.name.as_str()).collect();
    let values: Vec<Option<String>> = (0..attributes.len()).map(|at| row.value(at)).collect();
    let dimensions: Vec<&str> = heads.dimensions.iter().map(String::as_str).collect();
    let memo = if row.memo.is_empty() { String::new() } else { named(tr!("head of a list" => "memo"), &row.memo) };
    out.push_str(&format!("{}\n", harmless(&head).replace('\n', " ")));
    let quoted = format!("“{}”", row.quote());
    let of_document: Vec<&str> = heads.document_attributes.iter().map(|a| a.name.as_str()).collect();
    let attributes = [known(&attributes, &values), known(&of_document, &row.document_values)];
    let attributes = attributes.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let rest = [i18n::clauses(&attributes), known(&dimensions, &row.dimensions), memo, moment(row.created)];
    for line in std::iter::once(&quoted).chain(&rest).filter(|text| !text.is_empty()) {
        for line in wrap(line, WIDTH - INDENT.len(), 0) {
            out.push_str(&format!("{INDENT}{line}\n"));
        }
    }
    out.push('\n');
}
