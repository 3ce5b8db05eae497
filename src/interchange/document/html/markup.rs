//! What the markup of a page states: its encoding, its end tags, and what its elements are.

use super::{Start, known};
use encoding_rs::Encoding;
use std::collections::HashSet;

/// The encoding that a page declares in its first bytes.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(2_048).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let xml = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")?.0.split_once("encoding"));
    let after = match xml {
        Some((_, after)) => after,
        None if head.contains("<meta") => head.split_once("charset")?.1,
        None => return None,
    };
    let name = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = name.find(['"', '\'', ' ', ';', '>', '/']).unwrap_or(name.len());
    Encoding::for_label(name.get(..end)?.as_bytes())
}

/// Finds the names of all elements that have an end tag.
pub(super) fn ended(page: &str) -> HashSet<String> {
    let names = page.split("</").skip(1).map(|rest| {
        let end = rest.find(|c: char| c == '>' || c == '/' || c.is_whitespace()).unwrap_or(0);
        rest.get(..end).unwrap_or_default().to_lowercase()
    });
    names.collect()
}

pub(super) fn value(tag: &Start, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// True for an element that contains a name or a time by its class, such as `<span class="msg-author">`. A page's style
/// sets it off from what follows without a space.
pub(super) fn is_set_off(tag: &Start, name: &str) -> bool {
    let classes =
        ["class", "itemprop"].into_iter().filter_map(|attribute| value(tag, attribute)).collect::<Vec<_>>().join(" ");
    let is_word = |word: &str| known::SET_OFF.contains(&word.to_lowercase().as_str());
    name == "time" || classes.split(|c: char| !c.is_alphanumeric()).any(is_word)
}

/// The level of a heading element such as `h2`.
pub(super) fn heading(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}
