//! Words, numbers, texts in quotation marks and signs of a query, with their places.

use super::error::{Mistake, Wrong};
use super::syntax::is_of_word;
use crate::model::CharRange;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Letters, digits, `_` and `-`.
    Word(String),
    /// Without its quotation marks.
    Text(String),
    /// One of `( ) [ ] , = :`; full-width ones are read as these.
    Sign(char),
    End,
}

/// Returns the tokens of a query with their ranges in it; the last one is [`Token::End`].
pub(super) fn tokens(query: &str) -> Result<Vec<(Token, CharRange)>, Mistake> {
    let characters: Vec<char> = query.chars().collect();
    let range = |start: usize, end: usize| CharRange::new(place(start), place(end));
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&first) = characters.get(at) {
        let start = at;
        at += 1;
        let token = match plain(first) {
            c if c.is_whitespace() => continue,
            mark @ ('"' | '“') => {
                let (text, end) = quoted(&characters, at, mark)
                    .ok_or_else(|| Mistake { at: range(start, characters.len()), wrong: Wrong::OpenText })?;
                at = end;
                Token::Text(text)
            }
            sign @ ('(' | ')' | '[' | ']' | ',' | '=' | ':') => Token::Sign(sign),
            c if is_of_word(c) => {
                while characters.get(at).is_some_and(|c| is_of_word(*c)) {
                    at += 1;
                }
                Token::Word(characters.get(start..at).unwrap_or_default().iter().collect())
            }
            c => return Err(Mistake { at: range(start, at), wrong: Wrong::Sign(c) }),
        };
        found.push((token, range(start, at)));
    }
    found.push((Token::End, range(at, at)));
    Ok(found)
}

/// Reads a text whose first character is at `at`; returns it and where it ends, behind its closing mark.
fn quoted(characters: &[char], mut at: usize, mark: char) -> Option<(String, usize)> {
    let mut text = String::new();
    loop {
        let c = *characters.get(at)?;
        at += 1;
        match (c, characters.get(at)) {
            ('"', _) => return Some((text, at)),
            ('”', _) if mark == '“' => return Some((text, at)),
            ('\\', Some(&escaped @ ('"' | '\\'))) => {
                text.push(escaped);
                at += 1;
            }
            _ => text.push(c),
        }
    }
}

/// Returns the sign that a full-width form stands for.
fn plain(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '［' => '[',
        '］' => ']',
        '，' => ',',
        '＝' => '=',
        '：' => ':',
        '＂' => '"',
        c => c,
    }
}

/// A query longer than this would not be written.
fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
