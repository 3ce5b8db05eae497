//! The guide to the window, read from its Markdown: chapters of headings, paragraphs, lists and tables. Pictures are left
//! out.

use crate::i18n::{self, Language};
use std::sync::LazyLock;

/// A chapter: what follows a heading of the second level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading below the chapter's.
    Heading(Vec<Span>),
    Paragraph(Vec<Span>),
    /// An entry of a list.
    Item(Vec<Span>),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Span>>>),
}

/// Text of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub style: SpanStyle,
    /// An address, or `#` and the anchor of a chapter.
    pub link: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanStyle {
    #[default]
    Plain,
    Strong,
    Emphasis,
    Code,
}

static ENGLISH: LazyLock<Vec<Chapter>> = LazyLock::new(|| chapters(include_str!("../../assets/guide/README.md")));
static CHINESE: LazyLock<Vec<Chapter>> = LazyLock::new(|| chapters(include_str!("../../assets/guide/README.zh.md")));

/// Returns the guide in the language of the thread.
#[must_use]
pub fn guide() -> &'static [Chapter] {
    match i18n::current() {
        Language::English => &ENGLISH,
        Language::Chinese => &CHINESE,
    }
}

impl Chapter {
    /// The anchor by which links name the chapter: its title in lower case, with hyphens between the words.
    #[must_use]
    pub fn anchor(&self) -> String {
        let kept = self.title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
    }
}

impl Block {
    /// The parts that are searched one by one: the block itself, or the cells of a table.
    pub fn parts(&self) -> Vec<&[Span]> {
        match self {
            Self::Heading(spans) | Self::Paragraph(spans) | Self::Item(spans) => vec![spans],
            Self::Table(rows) => rows.iter().flatten().map(Vec::as_slice).collect(),
        }
    }
}

/// The text of spans, without their styles.
#[must_use]
pub fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Returns where the words occur in a text, whatever their case, as ranges of bytes; none overlap.
#[must_use]
pub fn occurrences(text: &str, term: &str) -> Vec<std::ops::Range<usize>> {
    let wanted: Vec<char> = term.chars().flat_map(char::to_lowercase).collect();
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (start, _) in text.char_indices() {
        if wanted.is_empty() || found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let mut left = wanted.iter().peekable();
        for (at, c) in rest.char_indices() {
            if !c.to_lowercase().all(|c| left.next() == Some(&c)) {
                break;
            }
            if left.peek().is_none() {
                found.push(start..start + at + c.len_utf8());
                break;
            }
        }
    }
    found
}

/// Reads Markdown. Text before the first heading of the second level is a chapter under the title of the page.
fn chapters(markdown: &str) -> Vec<Chapter> {
    let mut chapters = vec![Chapter::default()];
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with("![") {
            continue;
        }
        if let Some(title) = trimmed.strip_prefix("# ") {
            chapters.last_mut().into_iter().for_each(|chapter| chapter.title = title.to_owned());
            continue;
        }
        if let Some(title) = trimmed.strip_prefix("## ") {
            chapters.push(Chapter { title: title.to_owned(), blocks: Vec::new() });
            continue;
        }
        let begins = |line: &str| {
            let line = line.trim();
            let is_marked = ["#", "- ", "|", "!["].iter().any(|mark| line.starts_with(mark));
            line.is_empty() || is_marked || is_numbered(line)
        };
        let block = if trimmed.starts_with('|') {
            let mut rows = vec![cells(trimmed)];
            while let Some(row) = lines.next_if(|line| line.trim().starts_with('|')) {
                rows.extend(Some(row).filter(|row| row.contains(|c| !"|-: ".contains(c))).map(cells));
            }
            Block::Table(rows)
        } else {
            let mut text = trimmed.to_owned();
            let is_heading = trimmed.starts_with('#');
            while let Some(more) = lines.next_if(|line| !is_heading && !begins(line)) {
                text.push(' ');
                text.push_str(more.trim());
            }
            if is_heading {
                Block::Heading(spans(text.trim_start_matches('#').trim()))
            } else if let Some(item) = text.strip_prefix("- ") {
                Block::Item(spans(item))
            } else {
                Block::Paragraph(spans(&text))
            }
        };
        chapters.last_mut().into_iter().for_each(|chapter| chapter.blocks.push(block.clone()));
    }
    chapters.retain(|chapter| !chapter.blocks.is_empty());
    chapters
}

/// Whether a line begins an entry of a numbered list. Such an entry is a paragraph that keeps its number.
fn is_numbered(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

fn cells(row: &str) -> Vec<Vec<Span>> {
    row.trim().trim_matches('|').split('|').map(|cell| spans(cell.trim())).collect()
}

/// Reads strong and emphasised words, code, and links. A mark that is never closed is text.
fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((span, after)) = marked(rest) {
            push(&mut found, std::mem::take(&mut plain), SpanStyle::Plain, None);
            found.push(span);
            rest = after;
        } else {
            plain.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    push(&mut found, plain, SpanStyle::Plain, None);
    found
}

fn push(spans: &mut Vec<Span>, text: String, style: SpanStyle, link: Option<String>) {
    if !text.is_empty() {
        spans.push(Span { text, style, link });
    }
}

/// The span that begins a text with a mark, and what follows it.
fn marked(text: &str) -> Option<(Span, &str)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (label, rest) = rest.split_once("](")?;
        let (address, after) = rest.split_once(')')?;
        let link = Some(address.to_owned()).filter(|_| !label.contains(['[', ']']))?;
        return Some((Span { text: label.to_owned(), style: SpanStyle::Plain, link: Some(link) }, after));
    }
    let marks = [("**", SpanStyle::Strong), ("`", SpanStyle::Code), ("*", SpanStyle::Emphasis)];
    marks.into_iter().find_map(|(mark, style)| {
        let (inner, after) = text.strip_prefix(mark)?.split_once(mark)?;
        let is_span = !inner.is_empty() && !inner.starts_with(' ');
        is_span.then(|| (Span { text: inner.to_owned(), style, link: None }, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Action;
    use crate::app::room::Room;
    use strum::IntoEnumIterator;

    fn in_words(spans: &[Span]) -> String {
        let word = |span: &Span| format!("{}:{:?}{}", span.text, span.style, span.link.as_deref().unwrap_or(""));
        spans.iter().map(word).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_become_styles_and_lone_marks_stay() {
        for (markdown, wanted) in [
            ("plain", "plain:Plain"),
            ("**Read** it", "Read:Strong| it:Plain"),
            ("press `Q` or *Find*", "press :Plain|Q:Code| or :Plain|Find:Emphasis"),
            ("`(I|P\\d+)\\.`", "(I|P\\d+)\\.:Code"),
            ("see [Tables](#tables).", "see :Plain|Tables:Plain#tables|.:Plain"),
            ("2 * 3 * 4", "2 * 3 * 4:Plain"),
            ("a [b] `c", "a [b] `c:Plain"),
            ("访谈**编码**", "访谈:Plain|编码:Strong"),
        ] {
            assert_eq!(in_words(&spans(markdown)), wanted, "{markdown}");
        }
    }

    #[test]
    fn markdown_is_read_as_chapters_of_blocks() {
        let page = "# Title\n\nIntro, in\ntwo lines.\n\n## First, second\n\n![a picture](x.png)\n\n- one\n  and more\n- two\n\n1. three\n2. four\n\n\
                    | a | b |\n|---|---|\n| `c` | d |\n\n### Below\ntext\n\n## Empty\n";
        let read = chapters(page);
        let titles: Vec<(&str, String)> = read.iter().map(|c| (c.title.as_str(), c.anchor())).collect();
        assert_eq!(titles, [("Title", "title".to_owned()), ("First, second", "first-second".to_owned())]);
        assert_eq!(text(read[0].blocks[0].parts()[0]), "Intro, in two lines.");
        let kinds: Vec<String> = read[1]
            .blocks
            .iter()
            .map(|block| {
                let kind = format!("{block:?}");
                let parts: Vec<String> = block.parts().into_iter().map(text).collect();
                format!("{} {}", kind.split('(').next().unwrap(), parts.join("/"))
            })
            .collect();
        let items = ["Item one and more", "Item two", "Paragraph 1. three", "Paragraph 2. four"];
        assert_eq!(kinds, [&items[..], &["Table a/b/c/d", "Heading Below", "Paragraph text"]].concat());
    }

    #[test]
    fn the_chinese_guide_has_quotation_marks_in_place_of_italics() {
        let emphasised = |guide: &[Chapter]| {
            let spans = guide.iter().flat_map(|chapter| &chapter.blocks).flat_map(Block::parts).flatten();
            spans.filter(|span| span.style == SpanStyle::Emphasis).map(|span| span.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(emphasised(&CHINESE), Vec::<String>::new());
        assert!(emphasised(&ENGLISH).len() > 10);
    }

    #[test]
    fn words_are_found_whatever_their_case() {
        for (text, term, wanted) in [
            ("Code, code and CODE", "code", &[0..4, 6..10, 15..19][..]),
            ("aaaa", "aa", &[0..2, 2..4]),
            ("编码与编码", "编码", &[0..6, 9..15]),
            ("none", "", &[]),
            ("short", "shorter", &[]),
            ("İstanbul, Istanbul", "stan", &[2..6, 12..16]),
        ] {
            assert_eq!(occurrences(text, term), wanted, "{text} {term}");
        }
    }

    #[test]
    fn the_guide_has_a_chapter_for_every_room_and_no_broken_links() {
        for language in Language::iter() {
            i18n::within(language, || {
                let titles: String = guide().iter().map(|chapter| format!("{} ", chapter.title)).collect();
                for room in Room::ALL {
                    let label = Action::Show(room).label();
                    assert!(titles.contains(&label), "{label}: {titles}");
                }
                let anchors: Vec<String> = guide().iter().map(Chapter::anchor).collect();
                let spans = guide().iter().flat_map(|chapter| &chapter.blocks).flat_map(Block::parts).flatten();
                for link in spans.filter_map(|span| span.link.as_deref()) {
                    let leads = link.strip_prefix('#').is_none_or(|anchor| anchors.iter().any(|known| known == anchor));
                    assert!(leads, "{link}: {anchors:?}");
                }
            });
        }
    }
}
