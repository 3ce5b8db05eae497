//! OpenDocument texts (ISO/IEC 26300): the text of the body as displayed, with the numbers of lists and headings.
//! Tracked deletions, notes and comments are left out and reported word for word.

mod styles;
#[cfg(test)]
mod tests;

use super::Document;
use super::asides::Asides;
use super::lines::Lines;
use super::office::{Archive, Parts, attribute, stream, walk};
use super::words::Emphasis;
use crate::interchange::remark::{AsideKind, Refusal, Warning};
use crate::text::join::between;
use quick_xml::events::BytesStart;
use std::collections::{HashMap, HashSet};
use styles::{Counts, LEVELS, OUTLINE, Styles};

#[derive(Default)]
struct Content {
    lines: Lines,
    asides: Asides,
    styles: Styles,
    in_text: bool,
    saw_text: bool,
    unread: Option<Unread>,
    /// The number of open paragraphs; in skipped content, of those within it.
    paragraphs: usize,
    /// The formatting of each open paragraph and span, the innermost last, and whether it is hidden.
    spans: Vec<(Emphasis, bool)>,
    /// Open lists, the innermost last.
    lists: Vec<List>,
    counts: Counts,
    /// The counters of lists, by their ids and by their styles.
    by_id: HashMap<String, Counts>,
    by_style: HashMap<String, Counts>,
    outline: Counts,
    /// For each open frame, whether it holds text.
    frames: Vec<bool>,
    pictures: usize,
    linked: usize,
    /// The number of columns that the cell spans.
    columns: usize,
    head_rows: usize,
    breaks: usize,
    /// True if a line end of the file precedes the next words.
    wrapped: bool,
    deletions: Deletions,
    /// True if a field hides the open paragraph.
    hides_paragraph: bool,
    condition: Option<Condition>,
}

/// Tracked deletions whose words are still in their place, as in flat files.
#[derive(Debug, Default)]
struct Deletions {
    /// The change that is being described.
    change: String,
    /// The changes that are deletions.
    deleted: HashSet<String>,
    /// Those that are open.
    open: HashSet<String>,
}

/// An open field that shows one of two texts.
#[derive(Debug)]
struct Condition {
    texts: [String; 2],
    /// The number of characters of the line before it.
    before: u32,
}

/// Text that is skipped, up to the end of the element that holds it.
#[derive(Debug)]
struct Unread {
    element: String,
    /// The number of open elements with that name.
    depth: usize,
    /// The number of open paragraphs around it.
    paragraphs: usize,
    /// True if its text is for programs.
    is_silent: bool,
}

#[derive(Debug, Default)]
struct List {
    style: String,
    id: Option<String>,
    /// True for a new item without a paragraph.
    is_fresh: bool,
    /// The number given to the item.
    start: Option<u32>,
}

/// Elements whose words are not part of the text, and their kind; the inner `None` is for elements without words.
fn unread(name: &str, element: &BytesStart<'_>) -> Option<Option<AsideKind>> {
    Some(match name {
        "note" => Some(AsideKind::Footnote),
        "annotation" => Some(AsideKind::Comment),
        "deletion" => Some(AsideKind::TrackedDeletion),
        "ruby-text" => Some(AsideKind::Reading),
        "forms" => Some(AsideKind::FormField),
        "title" | "desc" if element.name().as_ref().starts_with("svg:") => Some(AsideKind::Frame),
        "section" if is_hidden_section(element) => Some(AsideKind::HiddenText),
        "sequence-decls" | "change-info" | "event-listeners" => None,
        _ => return None,
    })
}

/// True for sections that are hidden, always or because their condition holds.
fn is_hidden_section(element: &BytesStart<'_>) -> bool {
    match attribute(element, "display").as_deref() {
        Some("none") => true,
        Some("condition") => attribute(element, "is-hidden").is_some_and(|is| is == "true"),
        _ => false,
    }
}

/// True for drawings that may contain paragraphs.
fn is_box(name: &str) -> bool {
    matches!(
        name,
        "text-box"
            | "custom-shape"
            | "rect"
            | "line"
            | "polyline"
            | "polygon"
            | "regular-polygon"
            | "path"
            | "circle"
            | "ellipse"
            | "connector"
            | "caption"
            | "measure"
    )
}

impl Parts for Content {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "text" && element.name().as_ref() == "office:text" {
            (self.in_text, self.saw_text) = (true, true);
        }
        if !self.in_text {
            return Parts::start(&mut self.styles, name, element);
        }
        if let Some(unread) = &mut self.unread {
            unread.depth += usize::from(unread.element == name);
            return match name {
                "p" | "h" => self.paragraphs += 1,
                "s" | "tab" | "line-break" => self.asides.push(" "),
                _ => {}
            };
        }
        self.change(name, element);
        if let Some(kind) = unread(name, element) {
            self.asides.begin(kind.unwrap_or(AsideKind::UnknownElement));
            // The words of pronunciations and descriptions are not in a paragraph.
            let inner = usize::from(matches!(name, "ruby-text" | "title" | "desc"));
            let paragraphs = std::mem::replace(&mut self.paragraphs, inner);
            self.unread = Some(Unread { element: name.to_owned(), depth: 1, paragraphs, is_silent: kind.is_none() });
            return;
        }
        if is_box(name) {
            self.frames.last_mut().into_iter().for_each(|holds| *holds |= name == "text-box");
            return self.lines.begin_box();
        }
        match name {
            "p" | "h" => self.paragraph(name, element),
            "span" | "a" => {
                let span = self.span(element);
                self.spans.push(span);
            }
            "list" => self.begin_list(element),
            "list-item" => self.begin_item(attribute(element, "start-value").and_then(|start| start.parse().ok())),
            "list-header" => self.lists.last_mut().into_iter().for_each(|list| list.is_fresh = false),
            "frame" => self.frames.push(false),
            "section-source" => self.linked += 1,
            _ => self.sign_or_table(name, element),
        }
    }

    fn end(&mut self, name: &str) {
        if !self.in_text {
            return self.styles.end(name);
        }
        if let Some(unread) = &mut self.unread {
            unread.depth -= usize::from(unread.element == name);
            if unread.depth == 0 {
                self.end_unread();
            } else if matches!(name, "p" | "h") {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.asides.push(" ");
            }
            return;
        }
        if is_box(name) {
            return self.lines.end_box();
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" | "a" => drop(self.spans.pop()),
            "list" => self.end_list(),
            "conditional-text" => self.end_condition(),
            "frame" => self.pictures += usize::from(self.frames.pop() == Some(false)),
            "table-cell" | "covered-table-cell" => {
                self.lines.end_cell();
                self.lines.skip(self.columns.saturating_sub(1));
            }
            "table-header-rows" => self.head_rows = self.head_rows.saturating_sub(1),
            "table" => self.lines.end_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_text {
            return self.styles.text(text);
        }
        if self.paragraphs == 0 {
            return;
        }
        if self.unread.is_some() {
            return self.asides.push(text);
        }
        // White space is one space, or none at a line end in scripts written without spaces; intended spaces are
        // written as `text:s`.
        let mut out = String::with_capacity(text.len());
        let mut blank = if std::mem::take(&mut self.wrapped) { "\n" } else { "" };
        for (at, c) in text.char_indices() {
            match c {
                '\n' | '\r' => blank = "\n",
                ' ' | '\t' if blank.is_empty() => blank = " ",
                ' ' | '\t' => {}
                c => {
                    let before = if out.is_empty() { self.lines.line().text() } else { &out };
                    out.push_str(match std::mem::take(&mut blank) {
                        "\n" => between(before, text.get(at..).unwrap_or_default()),
                        blank => blank,
                    });
                    out.push(c);
                }
            }
        }
        self.wrapped = blank == "\n";
        out.push_str(if self.wrapped { "" } else { blank });
        if !out.is_empty() {
            self.say(&out);
        }
    }
}

impl Content {
    fn change(&mut self, name: &str, element: &BytesStart<'_>) {
        let id = |name: &str| attribute(element, name).unwrap_or_default();
        let deletions = &mut self.deletions;
        match name {
            "changed-region" => deletions.change = id("id"),
            "deletion" => drop(deletions.deleted.insert(deletions.change.clone())),
            "change-start" => {
                let change = id("change-id");
                if deletions.deleted.contains(&change) {
                    deletions.open.insert(change);
                }
            }
            "change-end" => {
                deletions.open.remove(&id("change-id"));
                self.asides.end_run();
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.paragraphs = self.paragraphs.saturating_sub(1);
        self.spans.pop();
        self.wrapped = false;
        // The end of the paragraph was deleted too, so that the next one continues it.
        if !self.deletions.open.is_empty() {
            return self.asides.run(AsideKind::TrackedDeletion, " ");
        }
        self.asides.end_run();
        if std::mem::take(&mut self.hides_paragraph) {
            let line = std::mem::take(self.lines.line());
            self.asides.add(AsideKind::HiddenText, line.text());
            self.lines.number(String::new(), 0);
            return;
        }
        self.lines.end();
    }

    /// Reports the text that a condition does not show; the shown one is in the line.
    fn end_condition(&mut self) {
        let Some(Condition { texts, before }) = self.condition.take() else { return };
        let shown: String = self.lines.line().text().chars().skip(before as usize).collect();
        for text in texts.iter().filter(|text| text.trim() != shown.trim()) {
            self.asides.add(AsideKind::HiddenText, text);
        }
    }

    fn paragraph(&mut self, name: &str, element: &BytesStart<'_>) {
        self.paragraphs += 1;
        let level = attribute(element, "outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
        let continues = !self.deletions.open.is_empty() && !self.lines.is_empty();
        if !continues {
            self.lines.heading = (name == "h").then_some(level);
        }
        let span = self.span(element);
        self.spans.push(span);
        if let Some((number, list)) = self.number(name, element, usize::from(level)).filter(|_| !continues) {
            self.lines.number(number, list);
        }
    }

    /// The formatting of a paragraph or span within the surrounding ones, and whether it is hidden.
    fn span(&self, element: &BytesStart<'_>) -> (Emphasis, bool) {
        let (outer, hidden) = self.spans.last().copied().unwrap_or_default();
        match attribute(element, "style-name") {
            Some(style) => (self.styles.emphasis(&style, outer), hidden || self.styles.is_hidden(&style)),
            None => (outer, hidden),
        }
    }

    /// The number of a paragraph: the first one of an item has the number of the item, a heading that of its level.
    fn number(&mut self, name: &str, element: &BytesStart<'_>, level: usize) -> Option<(String, u32)> {
        let depth = self.lists.len().checked_sub(1);
        if let Some((depth, list)) = depth.filter(|depth| *depth < LEVELS).zip(self.lists.last_mut()) {
            if !std::mem::take(&mut list.is_fresh) {
                return None;
            }
            let style = list.style.clone();
            let start = list.start.take();
            let first = self.styles.first(&style, depth);
            let count = self.counts.get_mut(depth)?;
            *count = Some(start.unwrap_or_else(|| count.map_or(first, |count| count.saturating_add(1))));
            self.counts.iter_mut().skip(depth + 1).for_each(|count| *count = None);
            return self.styles.shown(&style, depth, &self.counts);
        }
        let style = attribute(element, "style-name").unwrap_or_default();
        let unnumbered = attribute(element, "is-list-header").is_some_and(|is| is == "true");
        if name != "h" || unnumbered || depth.is_some() || !self.styles.is_outlined(&style) {
            return None;
        }
        let level = level.checked_sub(1)?;
        let first = self.styles.first(OUTLINE, level);
        let count = self.outline.get_mut(level)?;
        *count = Some(count.map_or(first, |count| count.saturating_add(1)));
        self.outline.iter_mut().skip(level + 1).for_each(|count| *count = None);
        self.styles.shown(OUTLINE, level, &self.outline)
    }

    fn begin_list(&mut self, element: &BytesStart<'_>) {
        let value = |name: &str| attribute(element, name);
        let outer = self.lists.last().map(|list| list.style.clone());
        let style = value("style-name").or(outer).unwrap_or_default();
        let continues = value("continue-numbering").is_some_and(|is| is == "true");
        if self.lists.is_empty() {
            let before = match value("continue-list") {
                Some(id) => self.by_id.get(&id),
                None => self.by_style.get(&style).filter(|_| continues),
            };
            self.counts = before.copied().unwrap_or_default();
        } else if let Some(count) = self.counts.get_mut(self.lists.len()).filter(|_| !continues) {
            *count = None;
        }
        self.lists.push(List { style, id: value("id"), is_fresh: false, start: None });
    }

    fn begin_item(&mut self, start: Option<u32>) {
        if let Some(list) = self.lists.last_mut() {
            (list.is_fresh, list.start) = (true, start);
        }
    }

    fn end_list(&mut self) {
        let Some(list) = self.lists.pop() else { return };
        if self.lists.is_empty() {
            self.by_style.insert(list.style, self.counts);
            self.by_id.extend(list.id.map(|id| (id, self.counts)));
        }
    }

    fn sign_or_table(&mut self, name: &str, element: &BytesStart<'_>) {
        let number = |name: &str| attribute(element, name).and_then(|count| count.parse::<usize>().ok());
        match name {
            "tab" => self.say("\t"),
            "line-break" => {
                self.breaks += 1;
                self.say("\n");
            }
            "hidden-text" => {
                let is_hidden = attribute(element, "is-hidden").is_none_or(|is| is == "true");
                let text = attribute(element, "string-value").filter(|_| is_hidden);
                self.asides.add(AsideKind::HiddenText, &text.unwrap_or_default());
            }
            "hidden-paragraph" => {
                self.hides_paragraph |= attribute(element, "is-hidden").is_some_and(|is| is == "true");
            }
            "conditional-text" => {
                let text = |name: &str| attribute(element, name).unwrap_or_default();
                let texts = [text("string-value-if-true"), text("string-value-if-false")];
                self.condition = Some(Condition { texts, before: self.lines.line().characters() });
            }
            "s" => self.say(&" ".repeat(number("c").unwrap_or(1).min(1_000))),
            "table" => self.lines.begin_table(),
            "table-header-rows" => self.head_rows += 1,
            "table-row" => {
                self.lines.begin_row();
                if self.head_rows > 0 {
                    self.lines.mark_head();
                }
            }
            "table-cell" | "covered-table-cell" => self.columns = number("number-columns-repeated").unwrap_or(1),
            _ => {}
        }
    }

    fn end_unread(&mut self) {
        let Some(unread) = self.unread.take() else { return };
        self.paragraphs = unread.paragraphs;
        if unread.is_silent {
            self.asides.take();
        } else {
            self.asides.end();
        }
    }

    fn say(&mut self, text: &str) {
        let (emphasis, hidden) = self.spans.last().copied().unwrap_or_default();
        if std::mem::take(&mut self.wrapped) {
            let space = between(self.lines.line().text(), text);
            self.lines.push(space, Emphasis::default());
        }
        if !self.deletions.open.is_empty() {
            self.asides.run(AsideKind::TrackedDeletion, text);
        } else if hidden {
            self.asides.run(AsideKind::HiddenText, text);
        } else {
            self.asides.end_run();
            self.lines.push(text, emphasis);
        }
    }

    fn finish(mut self) -> Result<Document, Refusal> {
        if !self.saw_text {
            return Err(Refusal::NotATextDocument);
        }
        let mut document = Document { format: "odt", ..Document::default() };
        document.report_left_out(AsideKind::Frame, self.pictures.saturating_sub(self.asides.count(AsideKind::Frame)));
        document.report_left_out(AsideKind::LinkedDocument, self.linked);
        self.asides.report(&mut document);
        std::mem::take(&mut self.styles.asides).report(&mut document);
        if self.breaks > 0 {
            document.warnings.push(Warning::LineBreaks { count: self.breaks });
        }
        self.lines.finish(&mut document)?;
        Ok(document)
    }
}

/// Detects whether parts of a package are encrypted.
#[derive(Default)]
struct Manifest {
    is_encrypted: bool,
}

impl Parts for Manifest {
    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        self.is_encrypted |= name == "encryption-data";
    }
}

pub fn read(archive: &mut Archive<'_>) -> Result<Document, Refusal> {
    let mut manifest = Manifest::default();
    let mut content = Content::default();
    // A package without a readable list of parts or styles still has text.
    let _ = walk(archive, "META-INF/manifest.xml", &mut manifest);
    if manifest.is_encrypted {
        return Err(Refusal::Protected);
    }
    let _ = walk(archive, "styles.xml", &mut content.styles);
    walk(archive, "content.xml", &mut content)?;
    content.finish()
}

/// Reads a document in a single XML file.
pub fn read_flat(xml: &str) -> Result<Document, Refusal> {
    let mut content = Content::default();
    stream(xml.as_bytes(), &mut content)?;
    content.finish()
}
