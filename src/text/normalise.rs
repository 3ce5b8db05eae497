//! The form in which texts are stored: no byte order mark, `\n` line ends, no NUL. Never Unicode-normalised,
//! because that would move positions.

use crate::{i18n, tr};
use std::borrow::Cow;

/// What was changed, for the import report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Byte order marks were removed from the start.
    pub bom: bool,
    /// Number of `\r\n` and lone `\r` that became `\n`.
    pub line_ends: usize,
    /// The text had several kinds of line ends.
    pub mixed: bool,
    /// Number of NUL characters that were removed.
    pub nuls: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalised {
    pub text: String,
    pub changes: Repairs,
}

/// Converts a decoded text to its stored form.
///
/// ```
/// use pullquote::text::normalise;
/// assert_eq!(normalise("\u{feff}问：\r\n答：").text, "问：\n答：");
/// ```
#[must_use]
pub fn normalise<'t>(text: impl Into<Cow<'t, str>>) -> Normalised {
    let text = text.into();
    if is_normal(&text) {
        return Normalised { text: text.into_owned(), changes: Repairs::default() };
    }
    normalise_noting(&text, |_| {})
}

/// Like [`normalise`], and calls `removed` for every removed character with its position in `text` (code
/// points, ascending).
pub fn normalise_noting(text: &str, mut removed: impl FnMut(u32)) -> Normalised {
    let mut changes = Repairs::default();
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().zip(0..).peekable();
    let (mut pairs, mut returns, mut feeds) = (false, false, false);
    while let Some((c, at)) = chars.next() {
        match c {
            '\r' => {
                changes.line_ends += 1;
                out.push('\n');
                let feed = chars.next_if(|(next, _)| *next == '\n');
                if let Some((_, at)) = feed {
                    removed(at);
                }
                (pairs, returns) = (pairs || feed.is_some(), returns || feed.is_none());
            }
            '\0' => {
                changes.nuls += 1;
                removed(at);
            }
            // Elsewhere, it is a zero-width space and belongs to the text.
            '\u{feff}' if out.is_empty() => {
                changes.bom = true;
                removed(at);
            }
            _ => {
                feeds |= c == '\n';
                out.push(c);
            }
        }
    }
    changes.mixed = usize::from(pairs) + usize::from(returns) + usize::from(feeds) > 1;
    Normalised { text: out, changes }
}

/// True for a text in its stored form.
#[must_use]
pub fn is_normal(text: &str) -> bool {
    !text.starts_with('\u{feff}') && memchr::memchr2(b'\r', 0, text.as_bytes()).is_none()
}

/// Maximum number of lines of a text. No transcript has more, and indexing a line takes many
/// times the memory of a line end.
pub const MOST_LINES: usize = 1_000_000;

/// True for a text with more than [`MOST_LINES`] line ends of any kind.
#[must_use]
pub fn has_too_many_lines(text: &str) -> bool {
    let count = |end: u8| text.bytes().filter(|byte| *byte == end).count();
    count(b'\n').max(count(b'\r')) > MOST_LINES
}

/// Turns every run of white space into one blank, because names are a single line.
#[must_use]
pub fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Capitalises the first letter.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// Makes a sentence of a clause, as errors and remarks are written: without a capital letter and a full stop.
#[must_use]
pub fn sentence(clause: &str) -> String {
    let clause = if i18n::current().capitalizes() { capitalised(clause) } else { clause.to_owned() };
    tr!("a clause as a sentence" => "{clause}.", clause)
}

/// Returns the first `most` characters on one line, with `…` if there are more.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let line = one_line(text);
    let mut out: String = line.chars().take(most).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

/// Lists the first `most` items for a message: `a, b and 3,999,970 more`.
#[must_use]
pub fn some_of<S: AsRef<str>>(items: &[S], most: usize) -> String {
    let first: Vec<&str> = items.iter().take(most).map(AsRef::as_ref).collect();
    let (items, more) = (i18n::joined(&first), items.len() - first.len());
    if more == 0 { items } else { tr!("list" => "{items} and {more} more", items, more = grouped(more)) }
}

/// Formats a number with commas between thousands.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Repairs, grouped, is_normal, normalise, normalise_noting, one_line, shortened, some_of};

    #[test]
    fn names_are_one_line_and_long_words_are_cut_between_characters() {
        assert_eq!(one_line(" low\r\n\u{a0} pay\t"), "low pay");
        assert_eq!(shortened("没有\n钱 at all", 4), "没有 钱…");
        assert_eq!(shortened("没有\n钱", 4), "没有 钱");
    }

    #[test]
    fn long_lists_are_shortened() {
        assert_eq!(some_of(&["a", "b"], 2), "a, b");
        assert_eq!(some_of(&["a", "b", "c"], 2), "a, b and 1 more");
        assert_eq!(some_of(&[] as &[&str], 2), "");
        assert_eq!([0, 999, 1_000, 3_999_970].map(grouped), ["0", "999", "1,000", "3,999,970"]);
    }

    #[test]
    fn only_marks_line_ends_and_nuls_are_touched() {
        let cases = [
            ("", "", Repairs::default()),
            ("钱\n", "钱\n", Repairs::default()),
            ("e\u{301}é", "e\u{301}é", Repairs::default()),
            ("\u{feff}a\u{feff}", "a\u{feff}", Repairs { bom: true, ..Repairs::default() }),
            ("a\r\nb\rc\n\r", "a\nb\nc\n\n", Repairs { line_ends: 3, mixed: true, ..Repairs::default() }),
            ("\r\r\n\n", "\n\n\n", Repairs { line_ends: 2, mixed: true, ..Repairs::default() }),
            ("a\0b\0", "ab", Repairs { nuls: 2, ..Repairs::default() }),
            ("\u{feff}\u{feff}a", "a", Repairs { bom: true, ..Repairs::default() }),
            ("\0\u{feff}\0a", "a", Repairs { bom: true, nuls: 2, ..Repairs::default() }),
            ("\r\0\n", "\n\n", Repairs { line_ends: 1, nuls: 1, mixed: true, ..Repairs::default() }),
        ];
        for (input, text, changes) in cases {
            let out = normalise(input);
            assert_eq!((out.text.as_str(), out.changes), (text, changes), "{input:?}");
            assert_eq!(normalise(&out.text).text, text, "twice is once");
            assert!(is_normal(text) && is_normal(input) == (text == input), "{input:?}");
            let mut kept: Vec<char> = input.chars().collect();
            let mut removed = Vec::new();
            normalise_noting(input, |at| removed.push(at as usize));
            for at in removed.iter().rev() {
                kept.remove(*at);
            }
            assert_eq!(kept.len(), text.chars().count(), "{input:?} {removed:?}");
        }
    }
}
