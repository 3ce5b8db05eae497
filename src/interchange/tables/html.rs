//! A single HTML page without scripts or network access; light or dark as the reader's system.

use super::content::{Entry, named};
use super::section::Section;
use crate::i18n;
use crate::interchange::files::WriteError;
use crate::interchange::markup::{CONTENT_SECURITY, escaped};
use std::io::Write;

const STYLE: &str = "\
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; background: Canvas; color: CanvasText; }
table { border-collapse: collapse; margin: 0 0 1rem; }
caption { font-weight: 600; font-size: 1.15em; text-align: start; padding: 0 0 .5rem; }
th, td { border: 1px solid color-mix(in srgb, CanvasText 30%, Canvas); padding: .35rem .6rem; \
text-align: start; vertical-align: top; white-space: pre-wrap; }
thead th { background: color-mix(in srgb, CanvasText 9%, Canvas); }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
td.undefined { font-style: italic; color: color-mix(in srgb, CanvasText 70%, Canvas); }
:lang(zh) td.undefined { font-style: normal; }
td p { margin: 0 0 .4rem; max-width: 42em; }
ul { margin: 0; padding-inline-start: 1.1rem; }
@media print { body { margin: 0; font-size: 10pt; } tr { break-inside: avoid; } thead th { print-color-adjust: exact; } }
footer { font-size: .9em; margin: 0 0 2rem; }
footer p { margin: .2rem 0; }
";

/// Returns the number of rows of all sections.
pub(super) fn write<E>(sections: Vec<Section<'_, E>>, out: &mut dyn Write) -> Result<u64, WriteError<E>> {
    let title = sections.first().map_or("", |section| section.content.title());
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n{CONTENT_SECURITY}\n<title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        i18n::current().tag(),
        escaped(title)
    )?;
    let mut rows = 0;
    for section in sections {
        rows += self::section(section, out)?;
    }
    out.write_all(b"</body>\n</html>\n")?;
    Ok(rows)
}

fn section<E>(section: Section<'_, E>, out: &mut dyn Write) -> Result<u64, WriteError<E>> {
    let content = section.content;
    let mut text = format!("<table>\n<caption>{}</caption>\n<thead>\n<tr>", escaped(content.title()));
    for name in content.headings() {
        text.push_str(&format!("<th scope=\"col\">{}</th>", escaped(&name.replace('_', " "))));
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
    let rows = section.each(|_, row| {
        text.push_str("<tr>");
        for (column, entry) in row.iter().enumerate() {
            if column < content.header_columns() {
                text.push_str(&format!("<th scope=\"row\">{}</th>", escaped(&entry.text(""))));
            } else {
                cell(&mut text, entry);
            }
        }
        text.push_str("</tr>\n");
        out.write_all(text.as_bytes())?;
        text.clear();
        Ok(())
    })?;
    text.push_str("</tbody>\n</table>\n<footer>\n");
    for note in content.notes_below() {
        text.push_str(&format!("<p>{}</p>\n", escaped(&note)));
    }
    for (name, value) in content.provenance().lines() {
        text.push_str(&format!("<p>{}</p>\n", escaped(&named(name, value))));
    }
    text.push_str("</footer>\n");
    out.write_all(text.as_bytes())?;
    Ok(rows)
}

fn cell(out: &mut String, entry: &Entry<'_>) {
    match entry {
        Entry::Items(items) if items.is_empty() => out.push_str("<td></td>"),
        Entry::Items(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", escaped(item))).collect();
            out.push_str(&format!("<td><ul>{items}</ul></td>"));
        }
        Entry::Quotes(quotes) => {
            let quotes: String = quotes.iter().map(|quote| format!("<p>{}</p>", escaped(quote))).collect();
            out.push_str(&format!("<td>{quotes}</td>"));
        }
        _ => {
            let class = match entry {
                Entry::Number(_) | Entry::Stated(..) | Entry::Figure(_) | Entry::Share(_) => " class=\"number\"",
                Entry::NoConsensus(_) | Entry::Undefined(_) => " class=\"undefined\"",
                _ => "",
            };
            out.push_str(&format!("<td{class}>{}</td>", escaped(&entry.text(""))));
        }
    }
}
