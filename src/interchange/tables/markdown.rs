//! A GitHub table with its title, footnotes and provenance.

use super::content::named;
use super::section::Section;
use crate::interchange::files::WriteError;
use crate::interchange::markup::markdown as escaped;
use std::io::Write;

/// Returns the number of rows.
pub(super) fn write<E>(section: Section<'_, E>, out: &mut dyn Write) -> Result<u64, WriteError<E>> {
    let content = section.content;
    let mut text = format!("## {}\n\n", escaped(content.title()));
    line(&mut text, content.headings().iter().map(|name| escaped(name)));
    line(&mut text, content.numeric().into_iter().map(|numeric| if numeric { "---:" } else { "---" }.to_owned()));
    let rows = section.each(|_, row| {
        let cell = |entry: &super::content::Entry<'_>| {
            entry.lines().iter().map(|line| escaped(line)).collect::<Vec<String>>().join("<br>")
        };
        line(&mut text, row.iter().map(cell));
        out.write_all(text.as_bytes())?;
        text.clear();
        Ok(())
    })?;
    for note in content.notes_below() {
        text.push_str(&format!("\n{}\n", escaped(&note)));
    }
    if !content.provenance().is_empty() {
        text.push('\n');
    }
    for (name, value) in content.provenance().lines() {
        text.push_str(&format!("- {}\n", named(&escaped(name), &escaped(value))));
    }
    out.write_all(text.as_bytes())?;
    Ok(rows)
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(&cell);
        out.push_str(" |");
    }
    out.push('\n');
}
