//! Word files (ECMA-376): the text of the body as Word shows it, with the numbers of lists. Deleted and hidden text,
//! field codes, comments and notes are left out and reported word for word.

mod beside;
mod chunk;
mod numbering;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;

use super::Document;
use super::asides::Asides;
use super::lines::Lines;
use super::office::{Archive, Parts, attribute, walk};
use super::opc::{Package, Relation};
use super::words::Emphasis;
use crate::interchange::remark::{AsideKind, Loss, Refusal, Warning};
use numbering::{LEVELS, Numbering};
use quick_xml::events::BytesStart;
use std::collections::HashMap;
use styles::Styles;

/// The properties of a paragraph.
#[derive(Debug, Default)]
struct Paragraph {
    style: Option<String>,
    outline: Option<Option<u8>>,
    /// The list it belongs to; `0` means none.
    number: Option<String>,
    level: Option<usize>,
    /// True if its end was deleted, so that the next paragraph continues it.
    is_joined: bool,
}

/// An open field.
#[derive(Debug, Default)]
struct Field {
    code: String,
    /// True in the part with the field's result.
    shows: bool,
    /// The text shown by a checkbox or a drop-down list.
    form: Option<String>,
}

/// A drop-down list.
#[derive(Debug, Default)]
struct Choices {
    entries: Vec<String>,
    chosen: usize,
}

/// Text that is skipped, up to the end of the element that holds it.
#[derive(Debug)]
struct Unread {
    element: &'static str,
    /// The number of open elements with that name.
    depth: usize,
    is_moved: bool,
}

/// Open property elements. Properties of a paragraph mark do not apply to a run.
#[derive(Debug, Default)]
struct Properties {
    paragraph: bool,
    run: bool,
    row: bool,
    cell: bool,
    numbers: bool,
    /// Depth within the properties from before a tracked change.
    former: usize,
}

impl Properties {
    fn are_open(&self) -> bool {
        self.paragraph || self.run || self.row || self.cell || self.former > 0
    }
}

#[derive(Default)]
struct Body {
    lines: Lines,
    asides: Asides,
    styles: Styles,
    numbering: Numbering,
    chunks: HashMap<String, Option<Document>>,
    paragraph: Paragraph,
    /// Paragraphs interrupted by text boxes.
    outer: Vec<Paragraph>,
    properties: Properties,
    unread: Option<Unread>,
    fields: Vec<Field>,
    choices: Option<Choices>,
    /// Open elements with alternative contents, and whether one of these had text.
    alternatives: Vec<bool>,
    /// The number of characters before the current alternative.
    before: Vec<usize>,
    /// Depth within an alternative that only repeats another.
    again: usize,
    characters: usize,
    /// Whether the position is within `w:t`, and the name of the innermost element.
    text: bool,
    element: String,
    hidden: bool,
    emphasis: Emphasis,
    font: String,
    /// Words that were moved away, those that were moved here, and the number of open elements with such words.
    moved: Vec<String>,
    moved_here: String,
    moving_here: usize,
    /// Embedded documents that were read, in the order of the text, and those that could not be read.
    read: Vec<String>,
    linked: usize,
    foreign: usize,
    notes: usize,
    comments: usize,
    breaks: usize,
    unknown_symbols: usize,
    saw_body: bool,
}

/// A property without a value is on.
fn is_on(element: &BytesStart<'_>) -> bool {
    !attribute(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

/// Levels count from 0, and 9 is body text.
fn outline(element: &BytesStart<'_>) -> Option<u8> {
    let level: u8 = attribute(element, "val")?.parse().ok()?;
    (level < 9).then(|| level + 1)
}

/// Elements whose words are not part of the text.
const UNREAD: [(&str, AsideKind); 3] =
    [("del", AsideKind::TrackedDeletion), ("moveFrom", AsideKind::TrackedDeletion), ("rt", AsideKind::Reading)];

/// The most nested fields; more are field starts without an end.
const MOST_FIELDS: usize = 100;

/// Elements with text for programs only: positions, sizes and encoded data.
const MACHINE: [&str; 14] = [
    "posOffset",
    "align",
    "pctWidth",
    "pctHeight",
    "pctPosHOffset",
    "pctPosVOffset",
    "binData",
    "fldData",
    "FieldCodes",
    "LockedField",
    "LinkType",
    "Anchor",
    "documentProtection",
    "uri",
];

impl Parts for Body {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        name.clone_into(&mut self.element);
        if self.again > 0 {
            self.again += usize::from(matches!(name, "Choice" | "Fallback"));
            return;
        }
        if let Some(unread) = &mut self.unread {
            unread.depth += usize::from(name == unread.element);
            self.text = matches!(name, "t" | "delText" | "instrText" | "delInstrText");
            return;
        }
        if name.ends_with("Change") || self.properties.former > 0 {
            self.properties.former += usize::from(name.ends_with("Change"));
            return;
        }
        self.open_properties(name, element);
        if self.properties.are_open() {
            return self.property(name, element);
        }
        if let Some((element, kind)) = UNREAD.iter().find(|(unread, _)| *unread == name) {
            return self.leave_out(element, *kind, *element == "moveFrom");
        }
        match name {
            "AlternateContent" => self.alternatives.push(false),
            "Choice" | "Fallback" if self.alternatives.last() == Some(&true) => self.again = 1,
            "Choice" | "Fallback" => self.before.push(self.characters),
            "p" => self.paragraph = Paragraph::default(),
            "r" => (self.hidden, self.emphasis, self.font) = (false, Emphasis::default(), String::new()),
            "t" => self.text = true,
            "moveTo" => self.moving_here += 1,
            "tbl" => self.lines.begin_table(),
            "tr" => self.lines.begin_row(),
            "txbxContent" => {
                self.outer.push(std::mem::take(&mut self.paragraph));
                self.lines.begin_box();
            }
            _ => {
                self.sign(name, element);
                self.reference(name, element);
                self.field(name, element);
            }
        }
    }

    fn end(&mut self, name: &str) {
        self.element.clear();
        if self.again > 0 {
            self.again -= usize::from(matches!(name, "Choice" | "Fallback"));
            return;
        }
        if let Some(unread) = &mut self.unread {
            self.text = false;
            if name == unread.element {
                unread.depth -= 1;
                if unread.depth == 0 {
                    self.end_unread();
                }
            } else if matches!(name, "p" | "tab" | "br") {
                self.asides.push(" ");
            }
            return;
        }
        if self.properties.former > 0 {
            self.properties.former -= usize::from(name.ends_with("Change"));
            return;
        }
        match name {
            "pPr" => self.properties.paragraph = false,
            "rPr" => self.properties.run = false,
            "trPr" => self.properties.row = false,
            "tcPr" => self.properties.cell = false,
            "numPr" => self.properties.numbers = false,
            "t" => self.text = false,
            "p" => self.end_paragraph(),
            "moveTo" => self.moving_here = self.moving_here.saturating_sub(1),
            "tc" => self.lines.end_cell(),
            "tbl" => self.lines.end_table(),
            "txbxContent" => {
                self.lines.end_box();
                self.paragraph = self.outer.pop().unwrap_or_default();
            }
            "Choice" | "Fallback" => {
                let has_words = self.before.pop().is_some_and(|before| self.characters > before);
                self.alternatives.last_mut().into_iter().for_each(|any| *any |= has_words);
            }
            "AlternateContent" => drop(self.alternatives.pop()),
            "num" => self.say("/"),
            "ddList" => {
                let choices = self.choices.take().unwrap_or_default();
                let chosen = choices.entries.into_iter().nth(choices.chosen);
                self.fields.last_mut().into_iter().for_each(|field| field.form.clone_from(&chosen));
            }
            "body" => self.saw_body = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.again > 0 {
            return;
        }
        let is_machine = MACHINE.contains(&self.element.as_str());
        if self.unread.is_some() {
            if self.text || !is_machine {
                self.leave(text);
            }
        } else if self.text {
            self.say(text);
        } else if matches!(self.element.as_str(), "instrText" | "delInstrText") {
            match self.fields.last_mut() {
                Some(field) => field.code.push_str(text),
                None => self.asides.add(AsideKind::FieldCode, text),
            }
        } else if !text.trim().is_empty() && !is_machine {
            self.asides.add(AsideKind::UnknownElement, text);
        }
    }
}

impl Body {
    fn open_properties(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "pPr" => self.properties.paragraph = true,
            "rPr" => self.properties.run = true,
            "trPr" => self.properties.row = true,
            "tcPr" => self.properties.cell = true,
            "numPr" => self.properties.numbers = true,
            // A list within a style does not belong to the current paragraph.
            "pStyle" if self.properties.paragraph => self.paragraph.style = attribute(element, "val"),
            _ => {}
        }
    }

    fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val").unwrap_or_default();
        let properties = &self.properties;
        match name {
            "numId" if properties.numbers => self.paragraph.number = Some(value()),
            "ilvl" if properties.numbers => self.paragraph.level = value().parse().ok(),
            "outlineLvl" if properties.paragraph => self.paragraph.outline = Some(outline(element)),
            "del" | "moveFrom" if properties.paragraph && properties.run => self.paragraph.is_joined = true,
            "del" if properties.row => self.leave_out("tr", AsideKind::TrackedDeletion, false),
            "cellDel" if properties.cell => self.leave_out("tc", AsideKind::TrackedDeletion, false),
            "tblHeader" if properties.row && is_on(element) => self.lines.mark_head(),
            "gridBefore" if properties.row => self.lines.skip(value().parse().unwrap_or(0)),
            "gridSpan" if properties.cell => self.lines.span(value().parse().unwrap_or(1)),
            _ if properties.paragraph || !properties.run => {}
            "vanish" => self.hidden = is_on(element),
            "b" => self.emphasis.bold = is_on(element),
            "i" => self.emphasis.italic = is_on(element),
            "rFonts" => {
                let font = attribute(element, "ascii").or_else(|| attribute(element, "hAnsi"));
                self.font = font.unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Skips everything up to the end of an element.
    fn leave_out(&mut self, element: &'static str, kind: AsideKind, is_moved: bool) {
        if matches!(element, "tr" | "tc") {
            self.properties = Properties::default();
        }
        self.asides.begin(kind);
        self.unread = Some(Unread { element, depth: 1, is_moved });
    }

    fn end_unread(&mut self) {
        let Some(unread) = self.unread.take() else { return };
        if unread.is_moved {
            let text = self.asides.take();
            self.moved.push(text);
        } else {
            self.asides.end();
        }
        if unread.element == "tr" {
            self.lines.drop_row();
        }
    }

    /// Keeps the words of a skipped element.
    fn leave(&mut self, text: &str) {
        if self.moving_here > 0 && self.unread.as_ref().is_some_and(|unread| !unread.is_moved) {
            self.moved_here.push_str(text);
        }
        self.asides.push(text);
    }

    fn end_paragraph(&mut self) {
        self.asides.end_run();
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_joined {
            return;
        }
        self.lines.heading = match paragraph.outline {
            Some(level) => level,
            None => self.styles.heading(&paragraph),
        };
        if let Some((number, list)) = self.number(&paragraph) {
            self.lines.number(number, list);
        }
        self.lines.end();
    }

    /// The number of a paragraph: by its own list, or else by that of its style.
    fn number(&mut self, paragraph: &Paragraph) -> Option<(String, u32)> {
        let styled = self.styles.number(paragraph);
        let used = paragraph.number.clone().or_else(|| styled.as_ref().map(|(_, number, _)| number.clone()))?;
        let by_style = styled.as_ref().filter(|(_, number, _)| *number == used);
        let level = paragraph.level.or_else(|| by_style.and_then(|(_, _, level)| *level)).or_else(|| {
            let named = [paragraph.style.as_deref(), by_style.map(|(style, ..)| *style)];
            named.into_iter().flatten().find_map(|style| self.numbering.level_of(&used, style))
        });
        self.numbering.next(&used, level.unwrap_or(0).min(LEVELS - 1))
    }

    /// Handles elements that represent characters.
    fn sign(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "tab" | "ptab" => self.say("\t"),
            "br" | "cr" => {
                self.breaks += usize::from(self.is_shown());
                self.say("\n");
            }
            "noBreakHyphen" => self.say("\u{2011}"),
            "softHyphen" => self.say("\u{ad}"),
            // The description of a picture.
            "docPr" => {
                for text in ["title", "descr"].into_iter().filter_map(|key| attribute(element, key)) {
                    self.asides.add(AsideKind::Frame, &text);
                }
            }
            "sup" => self.say("^"),
            "sub" => self.say("_"),
            "sym" => {
                let font = attribute(element, "font").unwrap_or_default();
                let code = attribute(element, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                self.symbol(&font, code.unwrap_or(0));
            }
            _ => {}
        }
    }

    fn symbol(&mut self, font: &str, code: u32) {
        let found = symbols::symbol(font, code);
        self.unknown_symbols += usize::from(found.is_none() && self.is_shown());
        self.say(found.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]));
    }

    /// Handles references to other parts.
    fn reference(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "footnoteReference" | "endnoteReference" => self.notes += 1,
            "commentReference" => self.comments += 1,
            "subDoc" => self.linked += 1,
            "altChunk" => {
                let id = attribute(element, "id").unwrap_or_default();
                match self.chunks.get(&id) {
                    // Each document is inserted only once; otherwise a small file could fill the memory.
                    Some(Some(document)) if !self.read.contains(&id) => {
                        self.lines.insert(document);
                        self.read.push(id);
                    }
                    _ => self.foreign += 1,
                }
            }
            _ => {}
        }
    }

    /// Handles fields: their codes are not shown, but their results are.
    fn field(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val").unwrap_or_default();
        match name {
            "fldSimple" => self.asides.add(AsideKind::FieldCode, &attribute(element, "instr").unwrap_or_default()),
            "fldChar" => match attribute(element, "fldCharType").unwrap_or_default().as_str() {
                "begin" => {
                    if self.fields.len() == MOST_FIELDS {
                        let oldest = self.fields.remove(0);
                        self.asides.add(AsideKind::FieldCode, &oldest.code);
                    }
                    self.fields.push(Field::default());
                }
                "separate" => self.fields.last_mut().into_iter().for_each(|field| field.shows = true),
                "end" => {
                    let Some(field) = self.fields.pop() else { return };
                    self.asides.add(AsideKind::FieldCode, &field.code);
                    if let Some(form) = field.form {
                        self.say(&form);
                    }
                }
                _ => {}
            },
            "checkBox" => self.tick(false),
            "checked" => self.tick(is_on(element)),
            "ddList" => self.choices = Some(Choices::default()),
            "listEntry" => self.choices.iter_mut().for_each(|choices| choices.entries.push(value())),
            "result" => self.choices.iter_mut().for_each(|choices| choices.chosen = value().parse().unwrap_or(0)),
            "default" => match &mut self.choices {
                Some(choices) => choices.chosen = value().parse().unwrap_or(0),
                None if self.fields.last().is_some_and(|field| field.form.is_some()) => self.tick(is_on(element)),
                None => {}
            },
            _ => {}
        }
    }

    fn tick(&mut self, is_ticked: bool) {
        if let Some(field) = self.fields.last_mut() {
            field.form = Some(if is_ticked { "☒" } else { "☐" }.into());
        }
    }

    fn is_shown(&self) -> bool {
        self.unread.is_none() && !self.hidden && self.fields.iter().all(|field| field.shows)
    }

    fn say(&mut self, text: &str) {
        if self.unread.is_some() {
            return self.leave(text);
        }
        if self.moving_here > 0 {
            self.moved_here.push_str(text);
        }
        if let Some(field) = self.fields.iter_mut().rev().find(|field| !field.shows) {
            return field.code.push_str(text);
        }
        if self.hidden {
            return self.asides.run(AsideKind::HiddenText, text);
        }
        self.asides.end_run();
        let is_private = |c: char| matches!(c, '\u{f000}'..='\u{f0ff}');
        if text.contains(is_private) && symbols::is_symbol_font(&self.font) {
            for c in text.chars() {
                let found = if is_private(c) { symbols::symbol(&self.font, u32::from(c)) } else { Some(c) };
                self.unknown_symbols += usize::from(found.is_none());
                self.lines.push(found.unwrap_or(char::REPLACEMENT_CHARACTER).encode_utf8(&mut [0; 4]), self.emphasis);
            }
        } else {
            self.lines.push(text, self.emphasis);
        }
        self.characters += text.chars().filter(|c| !c.is_whitespace()).count();
    }

    fn finish(mut self, document: &mut Document) -> Result<(), Refusal> {
        for field in std::mem::take(&mut self.fields) {
            self.asides.add(AsideKind::FieldCode, &field.code);
        }
        // Moved words are elsewhere in the text, unless their new place is missing.
        let mut elsewhere = without_blanks(&self.moved_here);
        for text in std::mem::take(&mut self.moved) {
            let moved = without_blanks(&text);
            match elsewhere.find(&moved) {
                Some(at) => elsewhere.replace_range(at..at + moved.len(), ""),
                None => self.asides.add(AsideKind::TrackedDeletion, &text),
            }
        }
        // Notes are counted as missing even if their whole part is missing.
        for (kind, references) in [(AsideKind::Comment, self.comments), (AsideKind::Footnote, self.notes)] {
            document.report_left_out(kind, references.saturating_sub(self.asides.count(kind)));
        }
        document.report_left_out(AsideKind::LinkedDocument, self.linked);
        document.report_left_out(AsideKind::ForeignPart, self.foreign);
        self.asides.report(document);
        if self.unknown_symbols > 0 {
            document.losses.push(Loss::UnknownSymbols { count: self.unknown_symbols });
        }
        if self.breaks > 0 {
            document.warnings.push(Warning::LineBreaks { count: self.breaks });
        }
        for id in self.read {
            if let Some(part) = self.chunks.remove(&id).flatten() {
                document.left_out.extend(part.left_out);
                document.warnings.extend(part.warnings);
                part.losses.into_iter().for_each(|loss| document.report(loss));
            }
        }
        self.lines.finish(document)
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The relations of a part. If a file has none, its parts are looked up under their usual names.
fn relations(archive: &mut Archive<'_>, package: &Package, part: &str) -> Vec<Relation> {
    let stated = package.relations(archive, part);
    if !stated.is_empty() {
        return stated;
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let usual = ["styles", "numbering", "comments", "footnotes", "endnotes", "header", "footer"];
    let numbers = std::iter::once(String::new()).chain((1..=30).map(|number| number.to_string()));
    let names = numbers.flat_map(|number| usual.map(|kind| (kind, format!("{folder}/{kind}{number}.xml"))));
    let found = names.filter_map(|(kind, name)| {
        let target = package.named(&name)?;
        Some(Relation { kind: kind.to_owned(), target, ..Relation::default() })
    });
    found.collect()
}

/// Reads the main part of a package nested at this depth.
pub fn read(archive: &mut Archive<'_>, package: &Package, part: &str, depth: usize) -> Result<Document, Refusal> {
    let relations = relations(archive, package, part);
    let target = |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|relation| &relation.target);
    let mut body = Body { chunks: chunk::read(archive, package, &relations, depth), ..Body::default() };
    // A document without a readable list of styles or numbers still has text.
    if let Some(part) = target("styles") {
        let _ = walk(archive, part, &mut body.styles);
    }
    if let Some(part) = target("numbering") {
        let _ = walk(archive, part, &mut body.numbering);
        body.numbering.resolve(|style| body.styles.number_of(style));
    }
    walk(archive, part, &mut body)?;
    if !body.saw_body {
        return Err(Refusal::Damaged);
    }
    beside::read(archive, package, &relations, &mut body.asides);
    let mut document = Document { format: "docx", ..Document::default() };
    body.finish(&mut document)?;
    Ok(document)
}
