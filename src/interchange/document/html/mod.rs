//! Web pages as text with one paragraph per line. Elements are kept on a stack without building a tree, so a page is
//! read in one pass, however deeply it nests.

mod counted;
mod known;
mod markup;
mod posts;
mod quotes;
#[cfg(test)]
mod tests;
mod uses;

use super::Document;
use super::asides::Asides;
use super::lines::Lines;
use super::numerals::Form;
use super::tables;
use super::words::{Emphasis, Note, Words};
use crate::interchange::remark::{AsideKind, Refusal, Warning};
use crate::text::join::between;
pub use counted::{counted, unescaped};
use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};
use known::{BLOCKS, KNOWN, VOID};
pub use markup::declared_encoding;
use markup::{ended, heading, is_set_off, value};
use posts::{Kind, Posts};
use std::collections::{HashMap, HashSet};
use uses::{Use, is_hidden_by_page, note_link, use_of};

/// Pages made by people do not nest deeper.
const DEEPEST: usize = 1_000;

/// The longest date of a post, in characters.
const LONGEST_DATE: usize = 60;

type Start = StartTag<usize>;

/// A numbered list.
#[derive(Debug)]
struct List {
    form: Form,
    next: u32,
    key: u32,
}

#[derive(Default)]
struct Page<'p> {
    source: &'p str,
    /// Names of elements that have an end tag somewhere in the page.
    ended: HashSet<String>,
    lines: Lines,
    asides: Asides,
    /// Open elements, the innermost last, and how many there are of each name.
    open: Vec<String>,
    counts: HashMap<String, usize>,
    deepest: usize,
    /// The index in `open` of the outermost element that is skipped, and what happens to its text.
    unread: Option<(usize, Use)>,
    /// True if there is white space before the next words; and whether it contains a line end.
    blank: bool,
    wrapped: bool,
    /// The depths at which elements are open that the page's style sets off: names and times.
    set_off: Vec<usize>,
    /// One of these has just begun or ended.
    parted: bool,
    heading: Option<u8>,
    /// Open lists, the innermost last; `None` for an unnumbered one.
    lists: Vec<Option<List>>,
    numbered: u32,
    /// The index in `open` of the innermost block without words so far.
    fresh: Option<usize>,
    /// The index in `open` of the outermost element that the page hides, and the number of characters in such elements.
    hidden: Option<usize>,
    hidden_characters: usize,
    /// For each open table, the numbers of heading cells and other cells in its current row.
    rows: Vec<(usize, usize)>,
    posts: Posts,
    /// The kind of element that begins each post, once the page has been read for it.
    authors: Option<Kind>,
    /// The open author's name: the index in `open`, its kind, and whether it begins a line.
    author: Option<(usize, String, bool)>,
    /// The open date of a post: the index in `open`, and its words.
    date: Option<(usize, String)>,
    /// What follows an author's name.
    after: After,
    /// The time of the next words.
    time: Option<u32>,
    /// The words of the last line, unless it is a heading.
    line_before: Option<String>,
}

/// What follows an author's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum After {
    #[default]
    Words,
    /// What is said, on the same line, perhaps after a colon.
    Beside,
    /// Details of the post, on the same line.
    Details,
    /// What is said, on the next line with words; the line holds only the name.
    Below,
}

/// Returns the text of a page with its formatting.
///
/// # Errors
/// When it has more lines than any transcript has.
pub fn read(page: &str) -> Result<Document, Refusal> {
    let reader = reader(page, None);
    match reader.posts.kind() {
        Some(authors) => self::reader(page, Some(authors)).finish(),
        None => reader.finish(),
    }
}

/// Reads a page; `authors` begin the posts.
fn reader(page: &str, authors: Option<Kind>) -> Page<'_> {
    let mut reader = Page { source: page, ended: ended(page), authors, ..Page::default() };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(text) => reader.comment(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    reader.close_to(0);
    reader.block();
    reader
}

impl Page<'_> {
    fn start(&mut self, tag: &Start) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.is_words(tag, &name) {
            let (from, to) = (tag.span.start, tag.span.end);
            let markup = self.source.get(from..to).filter(|markup| markup.starts_with('<') && markup.ends_with('>'));
            return self.text(&markup.map_or_else(|| format!("<{name}>"), str::to_owned));
        }
        self.imply_ends(&name);
        let closed = tag.self_closing || VOID.contains(&name.as_str());
        self.attributes(tag, &name);
        if self.unread.is_none() {
            self.open_element(tag, &name);
            if !closed {
                self.open_post(tag, &name);
            }
        } else if name == "br" {
            self.asides.push(" ");
        }
        if closed {
            return;
        }
        self.begin_unread(tag, &name);
        if is_hidden_by_page(tag) {
            self.hidden = self.hidden.or(Some(self.open.len()));
        }
        if matches!(name.as_str(), "div" | "p" | "li") && self.unread.is_none() {
            self.fresh = self.fresh.or(Some(self.open.len()));
        }
        if self.unread.is_none() && !BLOCKS.contains(&name.as_str()) && is_set_off(tag, &name) {
            self.set_off.push(self.open.len());
            self.parted = true;
        }
        *self.counts.entry(name.clone()).or_default() += 1;
        self.open.push(name);
        self.deepest = self.deepest.max(self.open.len());
    }

    /// Begins to leave out text, at an element that is not read or at the link that begins a note.
    fn begin_unread(&mut self, tag: &Start, name: &str) {
        if self.unread.is_some() {
            return;
        }
        let note = note_link(tag, name);
        let following = || self.source.get(tag.span.end..).unwrap_or_default();
        let (place, used) = match (note, use_of(tag, name)) {
            (Some((kind, true)), _) => (self.fresh.unwrap_or(self.open.len()), Use::Aside(kind)),
            (Some((kind, false)), _) => (self.open.len(), Use::Aside(kind)),
            (None, Use::Text) if quotes::is_quoted_post(tag, name, self.line_before.as_deref(), following()) => {
                (self.open.len(), Use::Aside(AsideKind::QuotedPost))
            }
            (None, Use::Text) if self.authors.is_some() && posts::is_detail(tag, name, following()) => {
                (self.open.len(), Use::Aside(AsideKind::PostDetail))
            }
            (None, Use::Text) => return,
            (None, used) => (self.open.len(), used),
        };
        if let Use::Aside(kind) = used {
            self.asides.begin(kind);
        }
        self.unread = Some((place, used));
    }

    /// Opens an author's name or a date.
    fn open_post(&mut self, tag: &Start, name: &str) {
        if tag.attributes.is_empty() && !matches!(name, "cite" | "time") {
            return;
        }
        let place = self.open.len();
        if self.author.is_none() && self.date.is_none() {
            let key = posts::author_key(tag, name);
            // The author before said nothing.
            if self.after != After::Words && self.authors.as_ref().zip(key.as_ref()).is_some_and(|(a, key)| a.is(key)) {
                self.after = After::Words;
                self.end_line();
            }
            let begins = self.lines.line().trim_text().is_empty() && self.lines.is_outside();
            self.author = key.map(|key| (place, key, begins));
        }
        if self.author.is_none() && self.date.is_none() && posts::is_date(tag, name) {
            self.date = Some((place, String::new()));
        }
    }

    /// Ends an author's name or a date at the element with this index.
    fn close_post(&mut self, place: usize) {
        if let Some((_, key, begins)) = self.author.take_if(|(open, ..)| *open == place) {
            let name = self.lines.line().trim_text().to_owned();
            match &self.authors {
                None => self.posts.author(key, &name, begins),
                Some(kind) if kind.is(&key) && begins && !name.is_empty() => {
                    self.after = if kind.is_beside { After::Beside } else { After::Details };
                    let mut line = Words::default();
                    let (name, says) = posts::author(&name);
                    if says.contains(char::is_alphanumeric) {
                        self.asides.add(AsideKind::PostDetail, says);
                    }
                    line.push(name, Emphasis::default());
                    line.note(0, Note::Label);
                    line.push(": ", Emphasis::default());
                    *self.lines.line() = line;
                    (self.blank, self.wrapped) = (false, false);
                }
                Some(_) => {}
            }
        }
        if let Some((_, date)) = self.date.take_if(|(open, _)| *open == place) {
            match tables::clock(&date).filter(|_| date.contains(':')) {
                Some(time) => self.time = Some(time),
                // Something else that only has such a class.
                None if date.chars().count() > LONGEST_DATE => self.lines.push(date.trim(), Emphasis::default()),
                None => self.asides.add(AsideKind::PostDetail, &date),
            }
        }
    }

    /// Takes words that are a date or a detail of a post; false for others.
    fn takes(&mut self, text: &str) -> bool {
        let is_blank = text.trim().is_empty();
        match (&self.authors, &mut self.date) {
            (Some(_), Some((_, date))) => {
                date.push_str(text);
                return true;
            }
            (None, None) if self.author.is_none() && !is_blank => self.posts.text(),
            _ => {}
        }
        match self.after {
            After::Details => self.asides.run(AsideKind::PostDetail, text),
            After::Below if !is_blank => self.after = After::Words,
            _ => {}
        }
        if let Some(time) = self.time.take_if(|_| !is_blank && self.author.is_none() && self.after != After::Details) {
            let at = self.lines.line().characters();
            self.lines.line().note(at, Note::Time(time));
        }
        self.after == After::Details
    }

    /// Reads text in the attributes of a tag: descriptions of pictures, tooltips, and the content of forms.
    fn attributes(&mut self, tag: &Start, name: &str) {
        let kind = value(tag, "type").unwrap_or_default().to_lowercase();
        let is_field = name == "input" && !matches!(kind.as_str(), "hidden" | "radio" | "checkbox" | "color" | "range");
        let readable = [
            ("alt", AsideKind::Frame, true),
            ("title", AsideKind::Tooltip, true),
            ("value", AsideKind::FormField, is_field),
        ];
        for (attribute, kind, holds_words) in readable {
            let Some(value) = value(tag, attribute).filter(|_| holds_words) else { continue };
            match self.unread {
                None => self.asides.add(kind, &value),
                Some((_, Use::Nothing)) => {}
                Some(_) => self.asides.push(&format!(" {value} ")),
            }
        }
    }

    /// True for words in angle brackets such as `<laughs>`: not an HTML element, and without an end tag.
    fn is_words(&self, tag: &Start, name: &str) -> bool {
        let bare = tag.attributes.values().all(|value| value.is_empty());
        let plain = name.chars().all(char::is_alphanumeric);
        bare && plain && !KNOWN.contains(&name) && !BLOCKS.contains(&name) && !self.ended.contains(name)
    }

    /// Ends the head at an element that does not belong in it.
    fn end_head(&mut self) {
        let is_innermost =
            |place: &usize| self.open.len() == place + 1 && self.open.last().is_some_and(|name| name == "head");
        if let Some((place, _)) = self.unread.filter(|(place, _)| is_innermost(place)) {
            self.close_to(place);
        }
    }

    /// Ends elements that are implicitly ended by the start of another one.
    fn imply_ends(&mut self, name: &str) {
        if !known::HEAD.contains(&name) {
            self.end_head();
        }
        let ends: &[&str] = match name {
            "li" => &["li", "p"],
            "dd" | "dt" => &["dd", "dt", "p"],
            "td" | "th" => &["td", "th"],
            "tr" => &["tr"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot"],
            "option" | "optgroup" => &["option"],
            _ if BLOCKS.contains(&name) => &["p"],
            _ => return,
        };
        let around: &[&str] = match name {
            "li" => &["ul", "ol", "td", "th", "table"],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => &["table"],
            _ => &["td", "th", "table", "dl", "select", "ul", "ol"],
        };
        for end in ends {
            if let Some(place) = self.place_of(end, around) {
                self.close_to(place);
            }
        }
    }

    /// The index of the innermost open element with this name, unless one of `around` is open within it.
    fn place_of(&self, name: &str, around: &[&str]) -> Option<usize> {
        self.counts.get(name).filter(|count| **count > 0)?;
        let inner = self.open.iter().enumerate().rev().take(DEEPEST);
        let mut inner = inner.take_while(|(_, open)| *open == name || !around.contains(&open.as_str()));
        inner.find(|(_, open)| *open == name).map(|(place, _)| place)
    }

    fn open_element(&mut self, tag: &Start, name: &str) {
        let number = |name: &str| value(tag, name).and_then(|number| number.trim().parse::<u32>().ok());
        if BLOCKS.contains(&name) {
            self.block();
            self.heading = heading(name).or(self.heading);
        }
        match name {
            "br" => self.end_line(),
            "table" => {
                self.lines.begin_table();
                self.rows.push((0, 0));
            }
            "tr" => self.begin_row(),
            "td" | "th" => {
                self.block();
                if self.place_of("tr", &["table"]).is_none() && self.rows.last() == Some(&(0, 0)) {
                    self.begin_row();
                }
                self.lines.span(number("colspan").unwrap_or(1) as usize);
                self.lines.span_rows(number("rowspan").unwrap_or(1) as usize);
                if let Some((heads, cells)) = self.rows.last_mut() {
                    *(if name == "th" { heads } else { cells }) += 1;
                } else if !self.lines.is_empty() {
                    self.lines.push("\t", Emphasis::default());
                }
            }
            "ul" => self.lists.push(None),
            "ol" => {
                let bare =
                    value(tag, "style").is_some_and(|style| style.contains("list-style") && style.contains("none"));
                let counts_down = tag.attributes.contains_key(&b"reversed"[..]);
                let form = value(tag, "type").map_or(Form::Decimal, |first| Form::of_first(&first));
                self.numbered += 1;
                let list = List { form, next: number("start").unwrap_or(1), key: self.numbered };
                self.lists.push((!bare && !counts_down).then_some(list));
            }
            "li" => {
                let Some(Some(list)) = self.lists.last_mut() else { return };
                let ordinal = number("value").unwrap_or(list.next);
                list.next = ordinal.saturating_add(1);
                self.lines.number(format!("{}. ", list.form.write(ordinal)), list.key);
            }
            _ => {}
        }
    }

    fn begin_row(&mut self) {
        self.lines.begin_row();
        if self.place_of("thead", &["table"]).is_some() {
            self.lines.mark_head();
        }
        self.rows.last_mut().into_iter().for_each(|row| *row = (0, 0));
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let around: &[&str] = match name.as_str() {
            "table" | "html" | "body" => &[],
            "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" => &["table"],
            _ => &["td", "th", "table"],
        };
        match self.place_of(&name, around) {
            Some(place) => self.close_to(place),
            None if self.unread.is_none() && BLOCKS.contains(&name.as_str()) => self.block(),
            None => {}
        }
    }

    /// Ends the element at an index and all elements in it.
    fn close_to(&mut self, place: usize) {
        while self.open.len() > place {
            let Some(name) = self.open.pop() else { return };
            self.counts.entry(name.clone()).and_modify(|count| *count -= 1);
            self.fresh.take_if(|place| *place >= self.open.len());
            self.hidden.take_if(|place| *place >= self.open.len());
            self.parted |= self.set_off.pop_if(|depth| *depth == self.open.len()).is_some();
            match self.unread {
                Some((unread, used)) if unread == self.open.len() => {
                    self.unread = None;
                    if let Use::Aside(_) = used {
                        self.asides.end();
                    }
                    if BLOCKS.contains(&name.as_str()) {
                        self.block();
                    }
                }
                Some(_) if BLOCKS.contains(&name.as_str()) => self.asides.push(" "),
                Some(_) => {}
                None => {
                    // A name that fills a block ends before the line does.
                    self.close_post(self.open.len());
                    self.close_element(&name);
                }
            }
        }
    }

    fn close_element(&mut self, name: &str) {
        if BLOCKS.contains(&name) || matches!(name, "td" | "th") {
            self.block();
            self.heading = self.heading.filter(|_| heading(name).is_none());
        }
        match name {
            "td" | "th" => self.lines.end_cell(),
            "tr" if self.rows.last().is_some_and(|(heads, cells)| *heads > 1 && *cells == 0) => self.lines.mark_head(),
            "table" => {
                self.lines.end_table();
                self.rows.pop();
            }
            "ul" | "ol" => drop(self.lists.pop()),
            "li" => self.lines.number(String::new(), 0),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.end_head();
        }
        if let Some((_, used)) = self.unread {
            if used != Use::Nothing {
                self.asides.push(text);
            }
            return;
        }
        if !text.trim().is_empty() {
            self.fresh = None;
            let shown = text.chars().filter(|c| !c.is_whitespace()).count();
            self.hidden_characters += if self.hidden.is_some() { shown } else { 0 };
        }
        if self.takes(text) {
            return;
        }
        let mut text = text;
        if self.after == After::Beside {
            text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
            if text.is_empty() {
                return;
            }
            self.after = After::Words;
        }
        let is_open =
            |names: [&str; 2]| names.iter().any(|name| self.counts.get(*name).is_some_and(|count| *count > 0));
        let emphasis = Emphasis { bold: is_open(["b", "strong"]), italic: is_open(["i", "em"]) };
        if is_open(["pre", "textarea"]) {
            return self.formatted(text, emphasis);
        }
        for (at, c) in text.char_indices() {
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.blank = true;
                self.wrapped |= matches!(c, '\n' | '\r');
                continue;
            }
            let parted = std::mem::take(&mut self.parted) && !self.blank && c.is_alphanumeric();
            if parted && self.lines.line().text().ends_with(char::is_alphanumeric) {
                self.lines.push("\t", Emphasis::default());
            }
            let wrapped = std::mem::take(&mut self.wrapped);
            if std::mem::take(&mut self.blank) && !self.lines.is_empty() {
                let rest = text.get(at..).unwrap_or_default();
                let space = if wrapped { between(self.lines.line().text(), rest) } else { " " };
                self.lines.push(space, Emphasis::default());
            }
            self.lines.push(c.encode_utf8(&mut [0; 4]), emphasis);
        }
    }

    /// Adds preformatted text, whose lines and spaces are kept.
    fn formatted(&mut self, text: &str, emphasis: Emphasis) {
        for (place, line) in text.replace('\r', "").split('\n').enumerate() {
            // A line end directly after the tag is ignored.
            if place > 1 || place == 1 && !self.lines.is_empty() {
                self.end_line();
            }
            self.lines.push(line, emphasis);
        }
    }

    /// Reads a comment by the page's authors; comments between programs are ignored.
    fn comment(&mut self, comment: &str) {
        let comment = comment.trim();
        let is_for_programs = comment.starts_with('[') || comment.ends_with("Fragment") || comment.contains('<');
        if is_for_programs {
            return;
        }
        match self.unread {
            None => self.asides.add(AsideKind::Comment, comment),
            Some((_, Use::Nothing)) => {}
            Some(_) => self.asides.push(comment),
        }
    }

    fn end_line(&mut self) {
        self.posts.line_end();
        if self.after != After::Words {
            self.end_details();
            return;
        }
        self.lines.line().trim_end();
        self.line_before = self.heading.is_none().then(|| self.lines.line().text().to_owned());
        self.lines.heading = self.heading;
        self.lines.end();
        (self.blank, self.wrapped) = (false, false);
    }

    /// Ends the details of a post. The author's name waits for words.
    fn end_details(&mut self) {
        if self.after == After::Details {
            self.asides.end_run();
        }
        self.after = After::Below;
        (self.blank, self.wrapped) = (false, false);
    }

    /// Starts a new line at the start or end of a block.
    fn block(&mut self) {
        self.posts.line_end();
        if self.after != After::Words {
            return self.end_details();
        }
        if self.lines.line().trim_text().is_empty() {
            *self.lines.line() = Words::default();
        } else {
            self.end_line();
        }
        (self.blank, self.wrapped) = (false, false);
    }

    fn finish(mut self) -> Result<Document, Refusal> {
        self.lines.are_stated = self.authors.is_some();
        let mut document = Document { format: "html", ..Document::default() };
        if self.deepest > DEEPEST {
            document.warnings.push(Warning::DeepNesting { levels: self.deepest });
        }
        if self.hidden_characters > 0 {
            document.warnings.push(Warning::HiddenByPage { characters: self.hidden_characters });
        }
        self.asides.report(&mut document);
        self.lines.finish(&mut document)?;
        document.text.truncate(document.text.trim_end().len());
        Ok(document)
    }
}
