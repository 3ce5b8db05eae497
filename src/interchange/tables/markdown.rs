//! A GitHub table with its title, footnotes and provenance.

use super::content::{Content, named};
use crate::interchange::markup::markdown as escaped;

pub(super) fn write(content: &Content<'_>) -> String {
    let mut out = format!("## {}\n\n", escaped(content.title()));
    line(&mut out, content.headings().iter().map(|name| escaped(name)));
    line(&mut out, content.numeric().into_iter().map(|numeric| if numeric { "---:" } else { "---" }.to_owned()));
    for row in content.rows() {
        line(
            &mut out,
            row.iter().map(|entry| entry.lines().iter().map(|l| escaped(l)).collect::<Vec<_>>().join("<br>")),
        );
    }
    for note in content.footnotes() {
        out.push_str(&format!("\n{}\n", escaped(note)));
    }
    if !content.provenance().is_empty() {
        out.push('\n');
    }
    for (name, value) in content.provenance().lines() {
        out.push_str(&format!("- {}\n", named(&escaped(name), &escaped(value))));
    }
    out
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
