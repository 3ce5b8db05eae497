//! Finds words in a text, whatever their case, and tells the positions in code points.

use crate::model::CharRange;

/// How words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FindOptions {
    pub match_case: bool,
    /// Only where the words begin and end at a border of a word. Writing without spaces (Chinese, Japanese) has no such
    /// border inside of it, so there it changes nothing.
    pub whole_words: bool,
}

/// Where `words` stand, from first to last; hits do not overlap. White space in `words` stands for any white space, line
/// ends too; white space around them does not count. Nothing is found for no words.
///
/// ```
/// use pullquote::text::{FindOptions, find};
/// let hits = find("家里没有钱，城里也没有钱。", "没有", FindOptions::default());
/// assert_eq!(hits.iter().map(|h| h.start.0).collect::<Vec<_>>(), [2, 9]);
/// ```
#[must_use]
pub fn find(text: &str, words: &str, options: FindOptions) -> Vec<CharRange> {
    let needle: Vec<char> = needle(words, options);
    let Some(&first) = needle.first() else { return Vec::new() };
    let mut hits = Vec::new();
    let (mut position, mut before) = (0_u32, None);
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        let Some(c) = chars.next() else { return hits };
        // Most characters are told apart by their first letter alone.
        let length = begins(c, first, options).then(|| matched(rest, &needle, options)).flatten();
        let length = length.filter(|&n| n > 0 && (!options.whole_words || stands_alone(before, rest, n)));
        match length {
            Some(length) => {
                hits.push(CharRange::new(position, position + length as u32));
                for _ in 1..length {
                    chars.next();
                }
                position += length as u32;
                before = rest.chars().nth(length - 1);
            }
            None => {
                position += 1;
                before = Some(c);
            }
        }
    }
}

/// The letters to look for; one space for each run of white space.
fn needle(words: &str, options: FindOptions) -> Vec<char> {
    let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if options.match_case { plain.chars().collect() } else { plain.chars().flat_map(char::to_lowercase).collect() }
}

fn begins(c: char, first: char, options: FindOptions) -> bool {
    c == first || (!options.match_case && c.to_lowercase().next() == Some(first))
}

/// How many characters at the beginning of `text` the whole needle takes. A character that becomes several in lower case
/// is taken whole or not at all.
fn matched(text: &str, needle: &[char], options: FindOptions) -> Option<usize> {
    let (mut at, mut taken) = (0, 0);
    let mut chars = text.chars().peekable();
    while at < needle.len() {
        let c = chars.next()?;
        taken += 1;
        if needle.get(at) == Some(&' ') {
            if !c.is_whitespace() {
                return None;
            }
            while chars.next_if(|c| c.is_whitespace()).is_some() {
                taken += 1;
            }
            at += 1;
        } else if options.match_case {
            if needle.get(at) != Some(&c) {
                return None;
            }
            at += 1;
        } else {
            for lower in c.to_lowercase() {
                if needle.get(at) != Some(&lower) {
                    return None;
                }
                at += 1;
            }
        }
    }
    Some(taken)
}

fn stands_alone(before: Option<char>, rest: &str, length: usize) -> bool {
    let mut own = rest.chars();
    let first = own.next();
    let last = rest.chars().nth(length.saturating_sub(1));
    let after = rest.chars().nth(length);
    let joined = |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| joins(a) && joins(b));
    !joined(before, first) && !joined(last, after)
}

/// True for letters and digits of writing that puts spaces between words.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && (u32::from(c) < 0x2e80 || matches!(u32::from(c), 0xac00..=0xd7af))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(text: &str, words: &str, match_case: bool, whole_words: bool) -> Vec<(u32, u32)> {
        find(text, words, FindOptions { match_case, whole_words }).iter().map(|h| (h.start.0, h.end.0)).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_at_code_points() {
        assert_eq!(starts("Low income, LOW  Income", "low income", false, false), [(0, 10), (12, 23)]);
        assert_eq!(starts("Low income, low", "low", true, false), [(12, 15)]);
        assert_eq!(starts("👨\u{200d}👩 没有钱\n没有", "没有", false, false), [(4, 6), (8, 10)]);
        assert_eq!(starts("a\nb", " a b ", false, false), [(0, 3)]);
        assert_eq!(starts("aaaa", "aa", false, false), [(0, 2), (2, 4)]);
        assert!(starts("text", "   ", false, false).is_empty());
    }

    #[test]
    fn letters_that_change_their_number_in_lower_case_keep_the_positions() {
        // İ is two code points in lower case.
        assert_eq!(starts("İstanbul ist", "ist", false, false), [(9, 12)]);
        assert_eq!(starts("İstanbul", "i\u{307}stan", false, false), [(0, 5)]);
        assert_eq!(starts("STRASSE straße", "straße", false, false), [(8, 14)]);
    }

    #[test]
    fn whole_words_have_borders_where_writing_has_spaces() {
        assert_eq!(starts("rent parents rent.", "rent", false, true), [(0, 4), (13, 17)]);
        assert_eq!(starts("我没有钱", "没有", false, true), [(1, 3)]);
    }

    #[test]
    fn what_is_found_is_what_a_plain_search_finds() {
        let mut rng = fastrand::Rng::with_seed(8);
        let letters = ['a', 'B', '钱', 'é', ' ', '\n', '👍', 'ß'];
        for _ in 0..400 {
            let text: String = (0..40).map(|_| letters[rng.usize(..letters.len())]).collect();
            let words: String = (0..rng.usize(1..3)).map(|_| letters[rng.usize(..letters.len())]).collect();
            if words.trim() != words || words.contains(char::is_whitespace) {
                continue;
            }
            let (lower, low) = (text.to_lowercase(), words.to_lowercase());
            let plain: Vec<u32> = lower.match_indices(&low).map(|(b, _)| lower[..b].chars().count() as u32).collect();
            let found: Vec<u32> = starts(&text, &words, false, false).iter().map(|h| h.0).collect();
            assert_eq!(found, plain, "{words:?} in {text:?}");
        }
    }
}
