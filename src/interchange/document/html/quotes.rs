//! Quotations of earlier posts in a post: `<blockquote>bob wrote: …`.

use super::{Start, value};

/// The longest beginning of a quotation that is examined, in bytes of the page.
const REACH: usize = 600;
/// The most bytes of a quotation whose end is looked for.
const FARTHEST: usize = 20_000;
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

/// True for an element that quotes another post and begins with who wrote it, or the line before says so. A page in which
/// the next quotation follows directly consists of posts, not of quotations; a heading `line_before` is `None`.
pub fn is_quoted_post(tag: &Start, name: &str, line_before: Option<&str>, following: &str) -> bool {
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    let mut classes = class.split(|c: char| !c.is_alphanumeric());
    let quotes =
        name == "blockquote" || name == "div" && classes.any(|word| matches!(word, "quote" | "bbquote" | "quoted"));
    if !quotes {
        return false;
    }
    let near = beginning(following, FARTHEST);
    let (inner, after) = near.split_once(&format!("</{name}>")).unwrap_or((near, ""));
    let answered = || !text_of(after).is_empty() && !begins_with_who(after);
    begins_with_who(inner) || line_before.is_some_and(says_who) && answered()
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

/// At most so many bytes, up to the end of a character.
fn beginning(page: &str, most: usize) -> &str {
    let end = (0..=most.min(page.len())).rev().find(|end| page.is_char_boundary(*end)).unwrap_or(0);
    page.get(..end).unwrap_or("")
}

/// The words of the beginning of a page, without its tags.
fn text_of(page: &str) -> String {
    let mut pieces = beginning(page, REACH).split('<');
    let mut text = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page begins with `bob wrote:`, also within an element.
fn begins_with_who(page: &str) -> bool {
    text_of(page).split_once([':', '：']).is_some_and(|(who, _)| {
        // A date with a colon of its own may be after the verb.
        let dated = || WROTE.iter().any(|word| who.contains(&format!(" {word} on ")));
        who.chars().count() <= LONGEST && !who.contains(['?', '!', '…']) && (ends_in_wrote(who) || dated())
    })
}
