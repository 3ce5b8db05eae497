//! Quotations of earlier posts in a post: `<blockquote>bob wrote: …`.

use super::{Start, value};

/// The longest beginning of a quotation that is examined, in bytes of the page.
const REACH: usize = 600;
/// The longest name before `wrote:`, in characters.
const LONGEST: usize = 60;
const WROTE: [&str; 14] = [
    "wrote",
    "said",
    "posted",
    "schrieb",
    "hat geschrieben",
    "a écrit",
    "escribió",
    "escreveu",
    "ha scritto",
    "schreef",
    "skrev",
    "написал",
    "написала",
    "写道",
];

/// True for an element that quotes another post: it has such a class or begins with who wrote it, or the line before says
/// so.
pub fn is_quoted_post(tag: &Start, name: &str, line_before: &str, behind: &str) -> bool {
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    let mut classes = class.split(|c: char| !c.is_alphanumeric());
    let quotes =
        name == "blockquote" || name == "div" && classes.any(|word| matches!(word, "quote" | "bbquote" | "quoted"));
    quotes && (says_who(line_before) || begins_with_who(behind))
}

/// `bob wrote:`, at the end of a line.
fn says_who(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_end_matches([':', '：', ' ']);
    bare.len() < line.len() && line.chars().count() <= LONGEST && ends_in_wrote(bare)
}

fn ends_in_wrote(text: &str) -> bool {
    let lower = text.to_lowercase();
    WROTE.iter().any(|word| lower.strip_suffix(word).is_some_and(|name| !name.trim().is_empty()))
}

/// The text of a page begins with `bob wrote:`, also within an element.
fn begins_with_who(page: &str) -> bool {
    let end = page.char_indices().map(|(at, _)| at).take_while(|at| *at <= REACH).last().unwrap_or(0);
    let mut text = String::new();
    for piece in page.get(..end).unwrap_or("").split('<') {
        let words = if text.is_empty() && !page.starts_with('<') {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, words)| words)
        };
        text.push_str(words);
        text.push(' ');
    }
    let first: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    first.split_once([':', '：']).is_some_and(|(who, _)| {
        // A date may be between the verb and the colon, with a colon of its own.
        who.chars().count() <= LONGEST
            && (ends_in_wrote(who) || WROTE.iter().any(|word| who.contains(&format!(" {word} on "))))
    })
}
