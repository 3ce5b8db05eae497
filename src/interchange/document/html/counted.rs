//! The bare text of pages and of their entities, in which positions of other programs count.

use super::known::BLOCKS;
use html5gum::{Token, Tokenizer};

/// Returns the text of a page's text nodes, one line per block, in stored form; and for each byte of all text nodes
/// together its position in that text, in code points, plus one entry for the end.
#[must_use]
pub fn counted(page: &str) -> (String, Vec<u32>) {
    let (mut out, mut places, mut at) = (String::new(), Vec::new(), 0_u32);
    for token in Tokenizer::new(page) {
        let Ok(token) = token;
        match token {
            Token::String(text) => {
                for c in String::from_utf8_lossy(&text).chars() {
                    places.extend(std::iter::repeat_n(at, c.len_utf8()));
                    // An empty line is written as a non-breaking space. White space between blocks is ignored too.
                    if matches!(c, '\u{a0}' | '\n' | '\r' | ' ') && out.ends_with('\n') {
                        continue;
                    }
                    // As in `text::normalise`.
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

/// Resolves entities in text without tags.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in Tokenizer::new(&text.replace('<', "&lt;")) {
        let Ok(token) = token;
        if let Token::String(part) = token {
            out.push_str(&String::from_utf8_lossy(&part));
        }
    }
    out
}
