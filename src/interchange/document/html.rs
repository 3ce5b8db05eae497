//! Web pages: their words, a line a paragraph. Tokens only, no tree: however deep a page nests, it is read in one pass.

use super::Document;
use super::words::{Look, Words};
use crate::interchange::remark::Warning;
use crate::model::{Style, Styled};
use crate::text::join::between;
use encoding_rs::Encoding;
use html5gum::{Token, Tokenizer};

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
    "ul",
];
/// Elements whose content is not read.
const UNREAD: &[&str] = &["script", "style", "head", "template", "noscript", "svg", "math"];

/// What a page says in its first bytes about its encoding.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(2_048).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    if !head.contains("<meta") {
        return None;
    }
    let (_, after) = head.split_once("charset")?;
    let name = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = name.find(['"', '\'', ' ', ';', '>', '/']).unwrap_or(name.len());
    Encoding::for_label(name.get(..end)?.as_bytes())
}

/// Pages that people write do not nest deeper.
const DEEPEST: usize = 1_000;

/// The words of a page, and how they look.
pub fn read(page: &str) -> Document {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut lines = Lines::default();
    // Depth in an element that is not read, and its name.
    let mut unread: Option<(String, usize)> = None;
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                depth += usize::from(!tag.self_closing);
                deepest = depth.max(deepest);
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                match &mut unread {
                    Some((own, depth)) if *own == name && !tag.self_closing => *depth += 1,
                    // A page without an end of its head has a body all the same.
                    Some((own, _)) if own == "head" && name == "body" => unread = None,
                    Some(_) => {}
                    None if UNREAD.contains(&name.as_str()) => {
                        unread = (!tag.self_closing).then_some((name, 1));
                    }
                    None if name == "br" => lines.end(),
                    None if name == "td" || name == "th" => lines.cell(),
                    None if BLOCKS.contains(&name.as_str()) => lines.block(heading(&name)),
                    None if !tag.self_closing => lines.looks(&name, true),
                    None => {}
                }
            }
            Token::EndTag(tag) => {
                depth = depth.saturating_sub(1);
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if let Some((own, depth)) = &mut unread {
                    if *own == name {
                        *depth -= 1;
                        if *depth == 0 {
                            unread = None;
                        }
                    }
                } else if BLOCKS.contains(&name.as_str()) {
                    lines.block(None);
                } else {
                    lines.looks(&name, false);
                }
            }
            Token::String(words) if unread.is_none() => lines.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    let (text, styles) = lines.finish();
    let warnings = (deepest > DEEPEST).then_some(Warning::DeepNesting { levels: deepest }).into_iter().collect();
    Document { text, format: "html", styles, warnings, ..Document::default() }
}

/// The words of a page as they stand in its text nodes, a line a block, in the form in which texts are stored; and for each
/// byte of all text nodes together its position in those words, in code points; one more than there are bytes.
#[must_use]
pub fn counted(page: &str) -> (String, Vec<u32>) {
    let (mut out, mut places, mut at) = (String::new(), Vec::new(), 0_u32);
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::String(words) => {
                for c in String::from_utf8_lossy(&words).chars() {
                    places.extend(std::iter::repeat_n(at, c.len_utf8()));
                    // An empty line comes as a blank that does not break.
                    // White space between blocks is none of either.
                    if matches!(c, '\u{a0}' | '\n' | '\r' | ' ') && out.ends_with('\n') {
                        continue;
                    }
                    // As `text::normalise` has it.
                    if c == '\0' || c == '\u{feff}' && out.is_empty() {
                        continue;
                    }
                    out.push(if c == '\r' { '\n' } else { c });
                    at += 1;
                }
            }
            Token::StartTag(tag) if tag.name.as_slice() == b"br" => {
                out.push('\n');
                at += 1;
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if BLOCKS.contains(&name.as_str()) && !out.ends_with('\n') {
                    out.push('\n');
                    at += 1;
                }
            }
            _ => {}
        }
    }
    places.push(at);
    (out, places)
}

/// Entities alone, in words without tags.
pub fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for token in Tokenizer::new(&words.replace('<', "&lt;")) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            out.push_str(&String::from_utf8_lossy(&part));
        }
    }
    out
}

/// Lines that are being put together: white space is one space, as a browser shows it; one with a line end is none in scripts
/// that are written without spaces.
#[derive(Default)]
struct Lines {
    done: Words,
    line: Words,
    blank: bool,
    /// There is a line end in the white space.
    wrapped: bool,
    /// Elements that are open and make words bold, and those that make them italic.
    bold: usize,
    italic: usize,
    heading: Option<u8>,
}

impl Lines {
    fn look(&self) -> Look {
        Look { bold: self.bold > 0, italic: self.italic > 0 }
    }

    fn words(&mut self, words: &str) {
        let look = self.look();
        for c in words.chars() {
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.blank = true;
                self.wrapped |= matches!(c, '\n' | '\r');
                continue;
            }
            let wrapped = std::mem::take(&mut self.wrapped);
            if std::mem::take(&mut self.blank) && !self.line.is_empty() {
                let space = if wrapped { between(self.line.text(), c.encode_utf8(&mut [0; 4])) } else { " " };
                self.line.push(space, Look::default());
            }
            self.line.push_char(c, look);
        }
    }

    /// An element that makes words look otherwise begins or ends.
    fn looks(&mut self, name: &str, begins: bool) {
        let count = match name {
            "b" | "strong" => &mut self.bold,
            "i" | "em" => &mut self.italic,
            _ => return,
        };
        *count = if begins { *count + 1 } else { count.saturating_sub(1) };
    }

    fn cell(&mut self) {
        if !self.line.is_empty() {
            self.line.push_char('\t', Look::default());
        }
        (self.blank, self.wrapped) = (false, false);
    }

    fn end(&mut self) {
        self.line.trim_end();
        if let Some(level) = self.heading {
            self.line.mark(0, Style::Heading(level));
        }
        self.done.append(&std::mem::take(&mut self.line));
        self.done.push_char('\n', Look::default());
        (self.blank, self.wrapped) = (false, false);
    }

    /// A block begins or ends.
    fn block(&mut self, heading: Option<u8>) {
        if !self.line.text().trim().is_empty() {
            self.end();
        }
        self.line = Words::default();
        (self.blank, self.wrapped) = (false, false);
        self.heading = heading;
    }

    fn finish(mut self) -> (String, Vec<Styled>) {
        self.block(None);
        self.done.trim_end();
        self.done.finish()
    }
}

/// The level of `h2`.
fn heading(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_lines_and_what_is_not_said_is_left_out() {
        let page = "<html><head><title>x</title><style>p {}</style></head><body><!-- no --><p><strong>Ann</strong>:\n We \
                    went &amp; came.<br>Then <em>home</em></p><script>alert('<p>')</script><table><tr><td>a<td>b</table>";
        assert_eq!(read(page).text, "Ann: We went & came.\nThen home\na\tb");
        assert_eq!(read("no tags at all").text, "no tags at all");
        let wrapped = "<p>问：为什么离开重\r\n  庆？<b>\n没有</b> 钱<p>한국\n사람, in\nSeoul\t now";
        assert_eq!(read(wrapped).text, "问：为什么离开重庆？没有 钱\n한국 사람, in Seoul now");
        let deep = read(&"<div>".repeat(100_000));
        assert_eq!((deep.text.as_str(), deep.warnings), ("", vec![Warning::DeepNesting { levels: 100_000 }]));
    }

    #[test]
    fn headings_and_emphasis_are_kept_beside_the_words() {
        let Document { text: words, styles, .. } =
            read("<h2>On <i>it</i></h2><p><b>Ann</b>: yes<strong>!</p></strong> no");
        assert_eq!(words, "On it\nAnn: yes!\nno");
        let shown: Vec<_> = styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
        let wanted = [("0..5", "heading 2"), ("3..5", "italic"), ("6..9", "bold"), ("14..15", "bold")];
        assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
    }

    #[test]
    fn a_page_names_its_encoding() {
        let name = |page: &str| declared_encoding(page.as_bytes()).map(Encoding::name);
        assert_eq!(name("<meta charset=\"gb2312\">"), Some("GBK"));
        assert_eq!(name("<META http-equiv=x content='text/html; charset=ISO-8859-1'>"), Some("windows-1252"));
        assert_eq!(name("charset=utf-8"), None);
    }
}
