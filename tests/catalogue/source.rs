//! What the source says to people: the arguments of `tr!`, and literals that look like sentences elsewhere.

use litrs::StringLit;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::path::{Path, PathBuf};

/// A text in `tr!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub context: Option<String>,
    pub message: String,
    pub plural: Option<String>,
    /// The note for translators: a comment that begins with `Translators:`, on the lines before.
    pub note: Option<String>,
    pub file: String,
    /// The names for which there are values.
    pub values: Vec<String>,
}

/// Calls whose arguments nobody sees.
const UNSEEN_CALLS: [&str; 16] = [
    "plain",
    "ctrl",
    "alt",
    "shift",
    "ctrl_shift",
    "id_salt",
    "own_size",
    "push_id",
    "expect",
    "with",
    "make_persistent_id",
    "from_id_salt",
    "salt",
    "env",
    "var",
    "starts_with",
];
/// Types of egui that are made from an id.
const UNSEEN_TYPES: [&str; 3] = ["Id", "Grid", "Panel"];
/// Macros whose arguments nobody sees.
const UNSEEN_MACROS: [&str; 12] = [
    "tr",
    "debug",
    "error",
    "info",
    "warn",
    "trace",
    "include_str",
    "include_bytes",
    "assert",
    "debug_assert",
    "unreachable",
    "env",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The files of `src` without tests: path from the root of the project, text, tokens.
fn sources() -> Vec<(String, String, TokenStream)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join("src"), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let tokens = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name(&path), text, tokens)
    };
    paths.into_iter().map(read).filter(|(name, ..)| !name.contains("/tests") && !name.contains("/samples")).collect()
}

/// All texts in `tr!`, each once, in the order of the files.
pub fn texts() -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for (file, source, tokens) in sources() {
        let lines: Vec<&str> = source.lines().collect();
        let mut found = Vec::new();
        invocations(tokens, &mut found);
        for (group, line) in found {
            // The macro's own definition has no literal in front.
            let Some(text) = text(&group, &file, note(&lines, line)) else { continue };
            let same =
                |t: &&mut Text| (&t.context, &t.message, &t.plural) == (&text.context, &text.message, &text.plural);
            match texts.iter_mut().find(same) {
                None => texts.push(text),
                Some(known) => known.note = known.note.take().or(text.note),
            }
        }
    }
    texts
}

fn invocations(tokens: TokenStream, found: &mut Vec<(Group, usize)>) {
    for_each_macro(tokens, &mut |name, group, line| {
        if name == "tr" {
            found.push((group.clone(), line));
        }
    });
}

/// Calls a function for each macro outside `#[cfg(test)]` modules, also for those within other macros.
fn for_each_macro(tokens: TokenStream, found: &mut impl FnMut(&str, &Group, usize)) {
    let tokens: Vec<TokenTree> = without_tests(tokens);
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if let [TokenTree::Ident(name), TokenTree::Punct(mark)] = &tokens[at.saturating_sub(2)..at]
            && mark.as_char() == '!'
        {
            found(&name.to_string(), group, name.span().start().line);
        }
        for_each_macro(group.stream(), found);
    }
}

/// The tokens without modules for tests.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_test = matches!(&token, TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket && g.stream().to_string().replace(' ', "") == "cfg(test)");
        kept.push(token);
        if is_test {
            // What follows, up to its body or its semicolon.
            for skipped in tokens.by_ref() {
                match skipped {
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => break,
                    TokenTree::Punct(mark) if mark.as_char() == ';' => break,
                    _ => {}
                }
            }
        }
    }
    kept
}

/// The value of a string literal.
fn string(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    StringLit::parse(literal.to_string()).ok().map(|literal| literal.value().to_owned())
}

fn is_mark(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(mark)) if mark.as_char() == wanted)
}

/// `[context =>] message [| plural % count] [, values]`.
fn text(group: &Group, file: &str, note: Option<String>) -> Option<Text> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut at = 0;
    let mut message = string(tokens.first()?)?;
    let mut context = None;
    if is_mark(tokens.get(1), '=') && is_mark(tokens.get(2), '>') {
        context = Some(std::mem::replace(&mut message, string(tokens.get(3)?)?));
        at = 3;
    }
    let mut values = Vec::new();
    let mut plural = None;
    if is_mark(tokens.get(at + 1), '|') {
        plural = Some(string(tokens.get(at + 2)?)?);
        values.push("n".to_owned());
    }
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Ident(name) = token else { continue };
        let begins = at > 0 && is_mark(tokens.get(at - 1), ',');
        let is_double = is_mark(tokens.get(at + 1), '=') && is_mark(tokens.get(at + 2), '=');
        let ends = matches!(tokens.get(at + 1), None | Some(TokenTree::Punct(_))) && !is_double;
        if begins && ends {
            values.push(name.to_string());
        }
    }
    Some(Text { context, message, plural, note, file: file.to_owned(), values })
}

/// The comment for translators on the lines before line `line` (1-based).
fn note(lines: &[&str], line: usize) -> Option<String> {
    let before = &lines[..line.saturating_sub(1)];
    let comments = before.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("//"));
    let mut comment: Vec<&str> = comments.map(|line| line.trim_start_matches('/').trim()).collect();
    comment.reverse();
    let comment = comment.join(" ");
    comment.split_once("Translators:").map(|(_, note)| note.trim().to_owned())
}

/// Literals in these folders and files that look like something to read, but are not in `tr!`, with their places.
pub fn literals(places: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (file, _, tokens) in sources() {
        if places.iter().any(|place| file.starts_with(place)) {
            unseen(without_tests(tokens), &file, &mut found);
        }
    }
    found
}

fn unseen(tokens: Vec<TokenTree>, file: &str, found: &mut Vec<(String, String)>) {
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let before = &tokens[..at];
                let inner = if is_mark(before.last(), '!') { &before[..at - 1] } else { before };
                let is_attribute = group.delimiter() == Delimiter::Bracket && is_mark(inner.last(), '#');
                let is_error = group.stream().into_iter().next().is_some_and(|first| first.to_string() == "error");
                if (is_attribute && !is_error) || is_unseen(before) {
                    continue;
                }
                unseen(without_tests(group.stream()), file, found);
            }
            TokenTree::Literal(literal) => {
                // `overlay::modal(ctx, "id", …)`
                let is_id = matches!(&tokens[at.saturating_sub(2)..at], [TokenTree::Ident(ctx), TokenTree::Punct(_)] if ctx == "ctx");
                if let Some(text) = string(token).filter(|text| !is_id && is_prose(text)) {
                    found.push((format!("{file}:{}", literal.span().start().line), text));
                }
            }
            _ => {}
        }
    }
}

/// Whether what stands before a group makes it a call or macro whose arguments nobody sees.
fn is_unseen(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
            UNSEEN_MACROS.contains(&name.to_string().as_str())
        }
        // `Id::new("…")`, `Grid::new("…")`, `Panel::top("…")`
        [.., TokenTree::Ident(kind), TokenTree::Punct(_), TokenTree::Punct(_), TokenTree::Ident(_)]
            if UNSEEN_TYPES.contains(&kind.to_string().as_str()) =>
        {
            true
        }
        [.., TokenTree::Ident(name)] => UNSEEN_CALLS.contains(&name.to_string().as_str()),
        _ => false,
    }
}

/// Whether a literal looks like something to read: two words, or a word with a capital letter.
fn is_prose(text: &str) -> bool {
    let outside = text.split('{').enumerate();
    let outside: String = outside
        .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |(_, rest)| rest) })
        .collect();
    let mut words = outside.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let Some(first) = words.next() else { return false };
    let is_capital = first.starts_with(char::is_uppercase) && first.chars().any(char::is_lowercase);
    is_capital || words.next().is_some()
}
