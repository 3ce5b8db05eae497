//! Markdown: the text is kept with its markup, so that positions do not move; the formatting is stored beside it.

use super::Document;
use crate::interchange::remark::{Aside, AsideKind};
use crate::model::{CharRange, Style, Styled};

/// The most lines of front matter.
const LONGEST: usize = 60;

/// Reads a Markdown file. Its front matter is left out.
pub fn read(text: String) -> Document {
    let mut document = Document { format: "md", ..Document::default() };
    document.text = match front_matter(&text) {
        Some((properties, rest)) => {
            document.left_out.push(Aside { kind: AsideKind::Properties, text: properties.trim().to_owned() });
            document.report_left_out(AsideKind::Properties, 1);
            rest.to_owned()
        }
        None => text,
    };
    document.styles = styles(&document.text);
    document
}

/// Splits off the front matter, the lines between two lines of `+++` or `---` at the very start; returns it and the
/// rest.
pub fn front_matter(text: &str) -> Option<(&str, &str)> {
    let fence =
        ["+++", "---"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence))?;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        if number > 0 && line == fence {
            return Some((text.get(..at)?, text.get(at..)?.trim_start_matches('\n')));
        }
        // A line of dashes is also a thematic break, and what follows may be talk: `I: …` is not a property.
        let is_property = is_property(line) && number <= LONGEST;
        if number > 0 && !is_property {
            return None;
        }
    }
    None
}

/// True for `title: x`, `title = "x"`, and continuations: a list, a comment, indented lines.
fn is_property(line: &str) -> bool {
    let goes_on = line.starts_with([' ', '\t', '-', '#', '[', ']', '"', '}']);
    let name = line.split([':', '=']).next().unwrap_or_default().trim();
    let named = name.len() < line.len() && name.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    goes_on || named && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Headings with their markup, bold and italic text without; sorted by start.
#[must_use]
pub fn styles(text: &str) -> Vec<Styled> {
    let mut styles = Vec::new();
    let mut start = 0_u32;
    for line in text.split('\n') {
        let chars: Vec<char> = line.chars().collect();
        let level = chars.iter().take_while(|c| **c == '#').count();
        if (1..=6).contains(&level) && chars.get(level) == Some(&' ') {
            let range = CharRange::new(start, start + chars.len() as u32);
            styles.push(Styled { range, style: Style::Heading(level as u8) });
        }
        emphasis(&chars, start, &mut styles);
        start += chars.len() as u32 + 1;
    }
    styles.retain(|s| !s.range.is_empty());
    styles.sort();
    styles
}

/// Finds text between one mark (italic) or two (bold) of a kind, on one line.
fn emphasis(line: &[char], start: u32, styles: &mut Vec<Styled>) {
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(&c) = line.get(at) {
        let run = line.iter().skip(at).take_while(|other| **other == c).count();
        if !matches!(c, '*' | '_') || run > 3 {
            at += if c == '\\' { 2 } else { run.max(1) };
            continue;
        }
        let before = at.checked_sub(1).and_then(|i| line.get(i)).copied().unwrap_or(' ');
        let after = line.get(at + run).copied().unwrap_or(' ');
        // An underscore within a word is part of the word.
        let within = c == '_' && before.is_alphanumeric() && after.is_alphanumeric();
        let (closes, opens) = (!before.is_whitespace() && !within, !after.is_whitespace() && !within);
        match open.iter().rposition(|opened| opened.0 == c && opened.1 == run).filter(|_| closes) {
            Some(place) => {
                let from = open.get(place).map_or(at, |opened| opened.2);
                open.truncate(place);
                let range = CharRange::new(start + from as u32, start + at as u32);
                let kinds: &[Style] = match run {
                    1 => &[Style::Italic],
                    2 => &[Style::Bold],
                    _ => &[Style::Bold, Style::Italic],
                };
                styles.extend(kinds.iter().map(|&style| Styled { range, style }));
            }
            None if opens => open.push((c, run, at + run)),
            None => {}
        }
        at += run;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_how_words_look() {
        let text = "## 唐鳳：\n**思否：请** and *it* and ***all***, snake_case_name, 2 * 3 * 4, _so_ \\*no\\*";
        let chars: Vec<char> = text.chars().collect();
        let shown: Vec<_> = styles(text)
            .iter()
            .map(|s| {
                (s.style.name(), chars[s.range.start.0 as usize..s.range.end.0 as usize].iter().collect::<String>())
            })
            .collect();
        let wanted = [
            ("heading 2", "## 唐鳳："),
            ("bold", "思否：请"),
            ("italic", "it"),
            ("bold", "all"),
            ("italic", "all"),
            ("italic", "so"),
        ];
        assert_eq!(shown, wanted.map(|(style, text)| (style.to_owned(), text.to_owned())));
    }

    #[test]
    fn properties_at_the_start_are_not_text() {
        let cases = [
            ("+++\ntitle = \"A: b\"\n+++\n\nI: Why?", Some("I: Why?")),
            ("---\ntitle: x\ntags:\n  - a\n---\nI: Why?", Some("I: Why?")),
            ("---\nI said so\n---\nmore", None),
            ("+++\na = 1\n", None),
            ("---\nI: Why?\nB: So.\n---\nI: Oh?", None),
            ("---\n访谈者：为什么？\n---\n", None),
            ("I: Why?\n---\n", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(front_matter(text).map(|(_, rest)| rest), wanted, "{text}");
        }
    }
}
