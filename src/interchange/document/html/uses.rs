//! What happens to the text of an element: most of it is read; hidden text, notes, comments and what is for programs is not.

use super::{Start, value};
use crate::interchange::remark::AsideKind;

/// What happens to the text of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is part of the text.
    Text,
    /// It is left out and reported.
    Aside(AsideKind),
    /// It is for programs and is ignored.
    Nothing,
}

fn use_of_name(name: &str) -> Use {
    match name {
        "script" | "style" | "head" | "rp" => Use::Nothing,
        "del" => Use::Aside(AsideKind::TrackedDeletion),
        "rt" | "rtc" => Use::Aside(AsideKind::Reading),
        "svg" => Use::Aside(AsideKind::Frame),
        "noscript" | "template" => Use::Aside(AsideKind::HiddenText),
        _ => Use::Text,
    }
}

/// What happens to the text of this element, by its name and by what office programs and browsers do with it.
pub fn use_of(tag: &Start, name: &str) -> Use {
    let style = value(tag, "style").unwrap_or_default().to_lowercase().replace(char::is_whitespace, "");
    let is = |attribute: &str, wanted: &[&str]| {
        value(tag, attribute).is_some_and(|value| wanted.iter().any(|wanted| value.eq_ignore_ascii_case(wanted)))
    };
    let id = value(tag, "id").unwrap_or_default().to_lowercase();
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    let element = style.split(';').find_map(|part| part.strip_prefix("mso-element:"));
    // What only the browser hides may be a part that the page unfolds: it stays in the text.
    let is_hidden = style.split(';').any(|part| part == "mso-hide:all");
    // The notes and the signs of notes of Word and LibreOffice, and those that a page declares as such.
    let note_ids = ["sdfootnote", "sdendnote", "ftn", "edn"];
    let is_note = matches!(element, Some("footnote" | "endnote" | "footnote-list" | "endnote-list"))
        || is("role", &["doc-footnote", "doc-endnote", "doc-endnotes", "doc-noteref"])
        || name == "div" && note_ids.iter().any(|begin| is_numbered(&id, begin))
        || class.split_whitespace().any(|class| {
            matches!(class, "msofootnotereference" | "msoendnotereference" | "sdfootnoteanc" | "sdendnoteanc")
        });
    match element {
        _ if is_note => Use::Aside(AsideKind::Footnote),
        Some("comment" | "comment-list") => Use::Aside(AsideKind::Comment),
        Some("header") => Use::Aside(AsideKind::RunningHead),
        Some("footer") => Use::Aside(AsideKind::RunningFoot),
        _ if class.contains("msocomanchor") || class.contains("msocomtxt") => Use::Aside(AsideKind::Comment),
        _ if name == "div" && is("title", &["header"]) => Use::Aside(AsideKind::RunningHead),
        _ if name == "div" && is("title", &["footer"]) => Use::Aside(AsideKind::RunningFoot),
        _ if is_hidden => Use::Aside(AsideKind::HiddenText),
        _ => use_of_name(name),
    }
}

/// What the link of a note in a page of Google Docs belongs to, and whether it begins the note itself: `ftnt_ref1` and
/// `cmnt_ref1` are in the text, `ftnt1` and `cmnt1` at the end of the page.
pub fn note_link(tag: &Start, name: &str) -> Option<(AsideKind, bool)> {
    let id = value(tag, "id").filter(|_| name == "a")?.to_lowercase();
    let (kind, rest) = [("ftnt", AsideKind::Footnote), ("cmnt", AsideKind::Comment)]
        .into_iter()
        .find_map(|(begin, kind)| Some((kind, id.strip_prefix(begin)?)))?;
    let number = rest.strip_prefix("_ref").unwrap_or(rest);
    let other = if number.len() < rest.len() { "#" } else { "_ref" };
    let links = value(tag, "href").is_some_and(|target| target.contains(other));
    (links && is_numbered(number, "")).then_some((kind, number.len() == rest.len()))
}

/// True if a page's style hides an element, which a script may show.
pub fn is_hidden_by_page(tag: &Start) -> bool {
    let style = value(tag, "style").unwrap_or_default().to_lowercase().replace(char::is_whitespace, "");
    let hides = |part: &str| matches!(part.trim_end_matches("!important"), "display:none" | "visibility:hidden");
    style.split(';').any(hides) || tag.attributes.contains_key(&b"hidden"[..])
}

/// True for an id such as `ftn12`.
fn is_numbered(id: &str, begin: &str) -> bool {
    id.strip_prefix(begin).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
