//! OpenDocument texts (ISO/IEC 26300): the words of the body. Tracked deletions, notes and comments are not among them.

use super::Document;
use super::office::{Archive, Lines, Parts, attribute, walk};
use super::words::Look;
use crate::interchange::remark::{AsideKind, Refusal};
use quick_xml::events::BytesStart;
use std::collections::HashMap;

#[derive(Default)]
struct Content {
    lines: Lines,
    in_text: bool,
    saw_text: bool,
    unread: usize,
    paragraphs: usize,
    notes: usize,
    comments: usize,
    frames: usize,
    deletions: usize,
    /// How the styles of the document look, by name; the one that is being read.
    looks: HashMap<String, Look>,
    style: String,
    /// How spans look, the innermost last.
    spans: Vec<Look>,
}

fn is_unread(name: &str) -> bool {
    matches!(name, "tracked-changes" | "note" | "annotation" | "sequence-decls" | "forms" | "ruby-text" | "frame")
}

impl Parts for Content {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "text" && element.name().as_ref() == "office:text" {
            (self.in_text, self.saw_text) = (true, true);
        }
        if !self.in_text {
            return self.styles(name, element);
        }
        if is_unread(name) {
            self.notes += usize::from(self.unread == 0 && name == "note");
            self.comments += usize::from(self.unread == 0 && name == "annotation");
            self.frames += usize::from(self.unread == 0 && name == "frame");
            self.unread += 1;
            return;
        }
        self.deletions += usize::from(name == "deletion");
        if self.unread > 0 {
            return;
        }
        match name {
            "p" | "h" => {
                self.paragraphs += 1;
                let level = attribute(element, "outline-level").and_then(|level| level.parse().ok());
                self.lines.heading = (name == "h").then(|| level.unwrap_or(1));
                let look = self.look_of(element);
                self.spans.push(look);
            }
            "span" => {
                let look = self.look_of(element);
                self.spans.push(look);
            }
            "tab" => self.say("\t"),
            "line-break" => self.say("\n"),
            "s" => {
                let count = attribute(element, "c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                self.say(&" ".repeat(count.min(1_000)));
            }
            "table" => self.lines.begin_table(),
            "table-row" => self.lines.begin_row(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_unread(name) {
            self.unread = self.unread.saturating_sub(1);
            return;
        }
        if self.unread > 0 || !self.in_text {
            return;
        }
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.spans.pop();
                self.lines.end();
            }
            "span" => drop(self.spans.pop()),
            "table-cell" | "covered-table-cell" => self.lines.end_cell(),
            "table" => self.lines.end_table(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.paragraphs == 0 || self.unread > 0 {
            return;
        }
        // Line ends and runs of blanks are one blank; blanks that are meant stand as `text:s`.
        let mut blank = false;
        for c in words.chars() {
            if matches!(c, ' ' | '\n' | '\r' | '\t') {
                blank = true;
                continue;
            }
            if std::mem::take(&mut blank) {
                self.say(" ");
            }
            self.say(c.encode_utf8(&mut [0; 4]));
        }
        if blank {
            self.say(" ");
        }
    }
}

impl Content {
    /// Styles that a document makes for itself stand before its text.
    fn styles(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "text-properties" => {
                let is = |property: &str, value: &str| attribute(element, property).is_some_and(|v| v == value);
                let look = Look { bold: is("font-weight", "bold"), italic: is("font-style", "italic") };
                self.looks.insert(self.style.clone(), look);
            }
            _ => {}
        }
    }

    /// How a span looks within those around it.
    fn look_of(&self, element: &BytesStart<'_>) -> Look {
        let own = attribute(element, "style-name").and_then(|name| self.looks.get(&name).copied()).unwrap_or_default();
        let outer = self.spans.last().copied().unwrap_or_default();
        Look { bold: own.bold || outer.bold, italic: own.italic || outer.italic }
    }

    fn say(&mut self, words: &str) {
        self.lines.push(words, self.spans.last().copied().unwrap_or_default());
    }
}

pub fn read(archive: &mut Archive<'_>) -> Result<Document, Refusal> {
    let mut content = Content::default();
    walk(archive, "content.xml", &mut content)?;
    if !content.saw_text {
        return Err(Refusal::NotATextDocument);
    }
    let mut document = Document { format: "odt", ..Document::default() };
    for (kind, count) in [
        (AsideKind::Footnote, content.notes),
        (AsideKind::Comment, content.comments),
        (AsideKind::TrackedDeletion, content.deletions),
        (AsideKind::Frame, content.frames),
    ] {
        document.report_left_out(kind, count);
    }
    document.warnings.extend(content.lines.table_warning());
    (document.text, document.styles) = content.lines.finish()?;
    Ok(document)
}
