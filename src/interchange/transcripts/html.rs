//! A single HTML page without scripts or network access: the text in the middle, with notes beside the lines where
//! their passages begin. Codes and coders are chosen with checkboxes that need only style sheets. In print, notes
//! follow the line.

use super::marks::{Cut, Line, Part, Span, cut};
use super::{Book, Transcript, TranscriptIter, named};
use crate::i18n;
use crate::interchange::files::WriteError;
use crate::interchange::markup::{CONTENT_SECURITY, escaped};
use crate::model::{Account, Noun};
use crate::tr;
use std::io::Write;

const STYLE: &str = include_str!("transcripts.css");
/// The most underlines of a text, one per code; further codes share the last one.
const LINES: usize = 4;

/// Writes the page, the documents as they come.
///
/// # Errors
/// When `to` cannot be written, or a document cannot be read.
pub fn write<E>(book: &Book, transcripts: TranscriptIter<'_, E>, to: &mut dyn Write) -> Result<(), WriteError<E>> {
    let (title, language) = (escaped(&book.heading()), i18n::current().tag());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n{CONTENT_SECURITY}\n<title>{title}</title>\n<style>\n{STYLE}"
    );
    choices(&mut out, book);
    out.push_str(&format!("</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"));
    for (name, value) in book.provenance.lines() {
        out.push_str(&format!("<p class=\"about\">{}</p>\n", escaped(&named(name, value))));
    }
    out.push_str("</header>\n");
    legend(&mut out, book);
    if book.documents.len() > 1 {
        out.push_str(&format!("<nav aria-label=\"{}\">", tr!("Documents")));
        for (d, name) in book.documents.iter().enumerate() {
            out.push_str(&format!("<a href=\"#d{d}\">{}</a> ", escaped(name)));
        }
        out.push_str("</nav>\n");
    }
    for (d, document) in transcripts.enumerate() {
        transcript(&mut out, book, d, &document.map_err(WriteError::Contents)?);
        to.write_all(out.as_bytes())?;
        out.clear();
    }
    out.push_str("</body>\n</html>\n");
    Ok(to.write_all(out.as_bytes())?)
}

/// Writes the colors, with a variable for each code of a coder, and the rules that hide what is unchecked.
fn choices(out: &mut String, book: &Book) {
    let pairs = || book.passages.keys();
    out.push_str("body{");
    for &(code, coder) in pairs() {
        let [r, g, b] = book.color(code);
        // Nearer to the color of the text: darker on white paper, lighter on a dark page.
        out.push_str(&format!("--k{code}u{coder}:color-mix(in srgb,rgb({r},{g},{b}) 78%,CanvasText);"));
    }
    out.push_str("}\n");
    let mut off = |id: String, properties: Vec<String>| {
        let properties: String = properties.into_iter().map(|name| format!("{name}:transparent;")).collect();
        out.push_str(&format!("body:has(#{id}:not(:checked)){{{properties}}}\n"));
        out.push_str(&format!("body:has(#{id}:not(:checked)) .{id}{{display:none}}\n"));
    };
    for code in 0..book.codes.len() {
        let matching = pairs().filter(|(k, _)| *k == code);
        off(format!("k{code}"), matching.map(|(k, u)| format!("--k{k}u{u}")).collect());
    }
    for coder in 0..book.coders.len() {
        let matching = pairs().filter(|(_, u)| *u == coder);
        off(format!("u{coder}"), matching.map(|(k, u)| format!("--k{k}u{u}")).collect());
    }
}

fn legend(out: &mut String, book: &Book) {
    if book.codes.is_empty() {
        return;
    }
    let heading = tr!("Codes and coders");
    out.push_str(&format!("<details class=\"legend\" open>\n<summary>{heading}</summary>\n"));
    let choice = |id: String, swatch: String, name: &str, count: usize| {
        format!(
            "<li><label><input type=\"checkbox\" id=\"{id}\" checked> {swatch}{} <small>{}</small></label></li>\n",
            escaped(name),
            Noun::Passage.counted(count as u64)
        )
    };
    out.push_str("<ul>\n");
    for (coder, name) in book.coders.iter().enumerate() {
        let count = book.passages_of_coder(coder);
        out.push_str(&choice(format!("u{coder}"), String::new(), name, count));
    }
    out.push_str("</ul>\n<ul class=\"codes\">\n");
    for (code, entry) in book.codes.iter().enumerate() {
        let [r, g, b] = entry.color;
        let swatch = format!("<i style=\"background:rgb({r},{g},{b})\"></i>");
        out.push_str(&choice(format!("k{code}"), swatch, &entry.path, book.passages_of_code(code)));
    }
    out.push_str("</ul>\n</details>\n");
}

fn transcript(out: &mut String, book: &Book, d: usize, document: &Transcript) {
    out.push_str(&format!("<section id=\"d{d}\">\n<h2>{}</h2>\n", escaped(&document.name)));
    let about: Vec<String> = document.about.iter().map(|(n, v)| escaped(&named(n, v))).collect();
    if !about.is_empty() {
        out.push_str(&format!("<p class=\"about\">{}</p>\n", about.join(" · ")));
    }
    let cut = cut(document);
    for text_line in &cut.lines {
        line(out, book, d, &cut, text_line);
    }
    out.push_str("</section>\n");
}

/// Writes a line of the text, with the notes of the passages that begin in it.
fn line(out: &mut String, book: &Book, d: usize, cut: &Cut<'_>, line: &Line<'_>) {
    let turn = line.turn.map_or_else(String::new, |turn| format!(" data-turn=\"{turn}\""));
    let heading = line.heading.map_or_else(String::new, |level| format!(" h{}", level.clamp(1, 6)));
    out.push_str(&format!("<div class=\"row\"{turn}><p class=\"t{heading}\" dir=\"auto\">"));
    let mut notes = String::new();
    for part in &line.parts {
        match part {
            Part::Span(span) => self::span(out, cut, span),
            Part::Open(mark) => {
                if let Some(passage) = cut.marks.get(*mark) {
                    let classes = format!("k{} u{}", passage.code, passage.coder);
                    out.push_str(&format!("<a class=\"from {classes}\" id=\"d{d}p{mark}\"></a>"));
                    notes.push_str(&note(book, d, *mark, passage, &classes));
                }
            }
            Part::Close(mark) => {
                if let Some(passage) = cut.marks.get(*mark) {
                    // The number is not part of the text: it cannot be copied or found.
                    out.push_str(&format!(
                        "<a class=\"to k{} u{}\" href=\"#d{d}n{mark}\" data-n=\"{}\" aria-label=\"{}\"></a>",
                        passage.code,
                        passage.coder,
                        mark + 1,
                        tr!("note {number}", number = mark + 1)
                    ));
                }
            }
        }
    }
    out.push_str("</p>");
    if !notes.is_empty() {
        out.push_str(&format!("<aside>{notes}</aside>"));
    }
    out.push_str("</div>\n");
}

fn note(book: &Book, d: usize, number: usize, mark: &super::MarkedPassage, classes: &str) -> String {
    let memo = if mark.memo.is_empty() { String::new() } else { format!("<q>{}</q>", escaped(&mark.memo)) };
    let important = if mark.important { tr!("after the name of a coder" => " · important") } else { "" };
    let account = mark.account.as_ref().map(|account| escaped(&after_coder(account))).unwrap_or_default();
    format!(
        "<div class=\"note {classes}\" id=\"d{d}n{number}\" style=\"--a:var(--k{}u{})\"><a href=\"#d{d}p{number}\">{}</a> \
         <b>{}</b> <small>{}{important}{account}</small>{memo}</div>",
        mark.code,
        mark.coder,
        number + 1,
        escaped(book.code(mark)),
        escaped(book.coder(mark))
    )
}

/// What follows the name of a coder.
fn after_coder(account: &Account) -> String {
    tr!("after the name of a coder" => " · {account}", account = account.label())
}

fn span(out: &mut String, cut: &Cut<'_>, span: &Span<'_>) {
    let mut colors: Vec<(usize, usize)> = Vec::new();
    for mark in span.marks.iter().filter_map(|&mark| cut.marks.get(mark)) {
        if !colors.contains(&(mark.code, mark.coder)) {
            colors.push((mark.code, mark.coder));
        }
    }
    let mut tags: Vec<String> = Vec::new();
    if span.label {
        tags.push("b".into());
    }
    if span.bold && !span.label {
        tags.push("strong".into());
    }
    if span.italic {
        tags.push("em".into());
    }
    // If there are many, the innermost ones are shown.
    let shown = colors.get(colors.len().saturating_sub(LINES)..).unwrap_or_default();
    if !shown.is_empty() {
        let names = ["a", "b", "c", "d"];
        let style: String =
            names.iter().zip(shown).map(|(name, (code, coder))| format!("--{name}:var(--k{code}u{coder});")).collect();
        tags.push(format!("mark class=\"m{}\" style=\"{style}\"", shown.len()));
    }
    for tag in &tags {
        out.push_str(&format!("<{tag}>"));
    }
    out.push_str(&escaped(span.text));
    for tag in tags.iter().rev() {
        let name = tag.split(' ').next().unwrap_or(tag);
        out.push_str(&format!("</{name}>"));
    }
}
