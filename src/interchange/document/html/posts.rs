//! Pages of posts, as forums and chats write them: an element of one kind with the author's name begins each post, and
//! others hold dates.

use super::{Start, value};
use crate::text::{is_note, is_of_author};
use std::collections::{HashMap, HashSet};

/// Words in the class of an element that holds an author's name. The first ones say so by themselves; with the others,
/// names must recur.
const AUTHORS: [&str; 12] = [
    "author",
    "username",
    "creator",
    "sender",
    "nickname",
    "commenter",
    "name",
    "nick",
    "poster",
    "speaker",
    "participant",
    "displayname",
];
const CLEAR: usize = 6;
/// Words in the class of an element that holds a date or a time.
const DATES: [&str; 7] = ["time", "timestamp", "date", "datetime", "posted", "ago", "timecode"];
/// What pages write between an author's name and a colon.
const SAYS: [&str; 16] = [
    " says",
    " said",
    " wrote",
    " writes",
    " schreibt",
    " schrieb",
    " sagt",
    " sagte",
    " dit",
    " a dit",
    " a écrit",
    " dice",
    " dijo",
    " escribió",
    " diz",
    " disse",
];
/// The fewest posts of a page.
const FEWEST: usize = 3;
/// The longest detail of a post in the page, in bytes.
const LONGEST_DETAIL: usize = 400;
/// The longest name, in characters and words.
const LONGEST: usize = 40;
const MOST_WORDS: usize = 5;

/// The kind of element that begins each post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    key: String,
    /// What is said follows on the author's line; otherwise that line holds details of the post.
    pub is_beside: bool,
}

/// An author's name on a page that is read for the first time.
#[derive(Debug)]
struct Seen {
    key: String,
    name: String,
    begins_line: bool,
    /// Words follow on its line, or on the lines below.
    has_beside: bool,
    has_below: bool,
}

/// What a page has shown of its posts.
#[derive(Debug, Default)]
pub(super) struct Posts {
    seen: Vec<Seen>,
    is_below: bool,
}

impl Posts {
    pub fn author(&mut self, key: String, name: &str, begins_line: bool) {
        let name = author(name).0.to_owned();
        self.seen.push(Seen { key, name, begins_line, has_beside: false, has_below: false });
        self.is_below = false;
    }

    pub fn text(&mut self) {
        if let Some(last) = self.seen.last_mut() {
            last.has_below |= self.is_below;
            last.has_beside |= !self.is_below;
        }
    }

    pub fn line_end(&mut self) {
        self.is_below = true;
    }

    /// The kind of element that begins all posts, if there is one.
    pub fn kind(&self) -> Option<Kind> {
        let mut by_key: HashMap<&str, Vec<&Seen>> = HashMap::new();
        for seen in &self.seen {
            by_key.entry(&seen.key).or_default().push(seen);
        }
        let mut kinds: Vec<(usize, Kind)> =
            by_key.into_iter().filter_map(|(key, posts)| kind_of(key, &posts)).collect();
        kinds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
        kinds.into_iter().next().map(|(_, kind)| kind)
    }
}

fn kind_of(key: &str, posts: &[&Seen]) -> Option<(usize, Kind)> {
    let most = |is: &dyn Fn(&Seen) -> bool| posts.iter().filter(|seen| is(seen)).count() * 10 >= posts.len() * 9;
    let names: HashSet<&str> = posts.iter().map(|seen| seen.name.as_str()).collect();
    let come_back = names.len() < posts.len();
    let is_clear = words_of(key).any(|word| AUTHORS.iter().take(CLEAR).any(|author| *author == word));
    let fits = posts.len() >= FEWEST
        && names.len() > 1
        && (is_clear || come_back)
        && most(&|seen| seen.begins_line)
        && most(&|seen| is_short(&seen.name))
        // The element states the others: `kate.`, `4711`, `???`.
        && posts.iter().filter(|seen| is_name(&seen.name)).count() * 2 >= posts.len();
    let below = most(&|seen| seen.has_below);
    let is_beside = !below && most(&|seen| seen.has_beside);
    (fits && (below || is_beside)).then(|| (posts.len(), Kind { key: key.to_owned(), is_beside }))
}

fn is_short(name: &str) -> bool {
    (1..=LONGEST).contains(&name.chars().count())
        && name.split_whitespace().count() <= MOST_WORDS
        && !name.contains('\n')
}

fn is_name(name: &str) -> bool {
    name.contains(char::is_alphabetic)
        && !name.ends_with(['.', '?', '!', '。', '？', '！'])
        && !name.contains(['»', '“', '"'])
}

/// Splits the words of an author's element into the name and what introduces the post: `Ana`, ` says:`.
pub(super) fn author(text: &str) -> (&str, &str) {
    let text = text.trim();
    let bare = text.trim_end_matches([':', '：', ' ']);
    let without_verb = SAYS.iter().filter(|_| bare.len() < text.len()).find_map(|says| bare.strip_suffix(says));
    let name = without_verb.map_or(bare, str::trim_end);
    (name, text.get(name.len()..).unwrap_or(""))
}

/// The words of a class: `chatlog` and `timestamp` for `chatlog__timestamp`.
fn words_of(class: &str) -> impl Iterator<Item = &str> {
    class.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The kind of an element that may hold an author's name.
pub(super) fn author_key(tag: &Start, name: &str) -> Option<String> {
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    let role = ["itemprop", "rel", "data-testid"].into_iter().filter_map(|key| value(tag, key)).collect::<Vec<_>>();
    let roles = role.join(" ").to_lowercase();
    let is_author = |word: &str| AUTHORS.contains(&word);
    let is_inline = !matches!(name, "body" | "article" | "section" | "ul" | "ol" | "table" | "tr" | "html");
    let found = words_of(&class).any(is_author) || words_of(&roles).any(is_author) || name == "cite";
    (found && is_inline).then(|| format!("{name} {class} {roles}"))
}

/// True for an element that holds a date or a time.
pub(super) fn is_date(tag: &Start, name: &str) -> bool {
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    name == "time" || words_of(&class).any(|word| DATES.contains(&word))
}

/// True for an element with a detail of a post or of its author: `Posts: 40`, `by ana » Tue May 12, 2026 6:10 pm`, a
/// signature. `following` is the page behind its start tag.
pub(super) fn is_detail(tag: &Start, name: &str, following: &str) -> bool {
    if !matches!(name, "dd" | "li" | "div" | "p" | "span" | "td") {
        return false;
    }
    let class = value(tag, "class").unwrap_or_default().to_lowercase();
    if words_of(&class).any(|word| word == "signature") {
        return true;
    }
    let near = following.get(..following.floor_char_boundary(LONGEST_DETAIL)).unwrap_or(following);
    let Some((inner, _)) = near.split_once(&format!("</{name}")) else { return false };
    let words = without_tags(inner);
    let dated =
        |words: &str| words.split_once('»').is_some_and(|(author, date)| author.len() < LONGEST && is_note(date));
    is_of_author(&words) || words.trim().strip_prefix("by ").is_some_and(dated)
}

/// The words of a piece of a page.
fn without_tags(page: &str) -> String {
    let mut pieces = page.split('<');
    let first = pieces.next().unwrap_or("").to_owned();
    pieces.fold(first, |words, piece| words + piece.split_once('>').map_or("", |(_, words)| words))
}

impl Kind {
    pub fn is(&self, key: &str) -> bool {
        self.key == key
    }
}
