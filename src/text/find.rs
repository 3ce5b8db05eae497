//! Searches a text and returns ranges of code points.
//!
//! Letters are compared case-folded, and folding may turn one letter into two (`ß` to `ss`) or remove a dot (`İ` to
//! `i`). Matches are therefore ranges of the text, not of the folded form. Curly and straight quotation marks are
//! equal, as are full-width and half-width forms, and all spaces except line ends. Accented letters and ligatures are decomposed, and invisible
//! characters such as soft hyphens are ignored. Combining marks are separate characters: use
//! [`super::segment::snap`] to widen a match to whole clusters.

mod anchor;
mod folding;

use crate::model::CharRange;
use crate::model::names::is_invisible;
use anchor::Anchor;
use folding::Folded;

/// How strictly text is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Strictness {
    /// `art` does not match in `party`. In Chinese and other scripts without spaces, every position is a word boundary.
    pub whole_words: bool,
    pub match_case: bool,
}

/// A search text, prepared for searching many texts.
///
/// ```
/// use pullquote::{model::CharRange, text::find::{Finder, Strictness}};
/// let finder = Finder::new("STRASSE", Strictness::default());
/// assert_eq!(finder.all("in der Straße"), [CharRange::new(7, 13)]);
/// ```
#[derive(Clone, Debug)]
pub struct Finder {
    /// Folded.
    wanted: Vec<char>,
    anchor: Anchor,
    how: Strictness,
}

impl Finder {
    /// Ignores spaces around the search text.
    #[must_use]
    pub fn new(term: &str, how: Strictness) -> Self {
        let term = term.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let seen = term.chars().filter(|c| !is_invisible(*c));
        let mut wanted = Vec::new();
        seen.for_each(|c| wanted.extend_from_slice(Folded::of(c, how.match_case).letters()));
        Self { anchor: Anchor::of(&wanted, how.match_case), wanted, how }
    }

    /// True if there is nothing to search for; such a finder finds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Returns all matches from left to right; they do not overlap.
    #[must_use]
    pub fn all(&self, text: &str) -> Vec<CharRange> {
        let mut found = Vec::new();
        self.each(text, |range| {
            found.push(range);
            true
        });
        found
    }

    /// True if there is a match.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let mut found = false;
        self.each(text, |_| {
            found = true;
            false
        });
        found
    }

    /// Calls `take` with the matches from left to right until it returns false.
    pub fn each(&self, text: &str, mut take: impl FnMut(CharRange) -> bool) {
        if self.is_empty() {
            return;
        }
        // The end of the last match.
        let (mut byte, mut position) = (0_usize, 0_u32);
        self.anchor.beginnings(text, |start| {
            let Some((passed, rest)) = text.split_at_checked(start).filter(|_| start >= byte) else { return true };
            let Some(found) = self.at_start(rest).filter(|found| self.borders(passed, rest, found.bytes)) else {
                return true;
            };
            position += passed.get(byte..).map_or(0, |skipped| skipped.chars().count()) as u32;
            let range = CharRange::new(position, position + found.chars);
            (byte, position) = (start + found.bytes, range.end.0);
            take(range)
        });
    }

    /// Returns the length of the match if `rest` begins with one.
    fn at_start(&self, rest: &str) -> Option<Extent> {
        let mut wanted = self.wanted.iter();
        let mut extent = Extent { chars: 0, bytes: 0 };
        for c in rest.chars() {
            if is_invisible(c) {
                if extent.chars == 0 {
                    return None;
                }
                extent = Extent { chars: extent.chars + 1, bytes: extent.bytes + c.len_utf8() };
                continue;
            }
            // A match must not end between the two letters of a folded letter.
            for letter in Folded::of(c, self.how.match_case).letters() {
                #[cfg(test)]
                tests::COMPARED.set(tests::COMPARED.get() + 1);
                if wanted.next() != Some(letter) {
                    return None;
                }
            }
            extent = Extent { chars: extent.chars + 1, bytes: extent.bytes + c.len_utf8() };
            if wanted.len() == 0 {
                return Some(extent);
            }
        }
        None
    }

    /// True if the match, the first `bytes` of `rest`, may begin and end there.
    fn borders(&self, passed: &str, rest: &str, bytes: usize) -> bool {
        let Some((found, after)) = rest.split_at_checked(bytes).filter(|_| self.how.whole_words) else {
            return !self.how.whole_words;
        };
        let apart = |a: Option<char>, b: Option<char>| !a.zip(b).is_some_and(|(a, b)| joined(a, b));
        apart(passed.chars().rev().find(|c| !is_invisible(*c)), found.chars().next())
            && apart(found.chars().next_back(), after.chars().find(|c| !is_invisible(*c)))
    }
}

#[derive(Clone, Copy)]
struct Extent {
    chars: u32,
    bytes: usize,
}

/// Returns all matches in a text from left to right; they do not overlap.
#[must_use]
pub fn find(text: &str, term: &str, how: Strictness) -> Vec<CharRange> {
    Finder::new(term, how).all(text)
}

/// True if two adjacent characters belong to the same word.
fn joined(a: char, b: char) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c);
    letter(a) && letter(b) && !unspaced(a) && !unspaced(b)
}

/// True for scripts without spaces between words: Thai to Khmer, kana, Chinese characters.
fn unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::{half_width, ligature};
    use unicode_normalization::UnicodeNormalization;

    thread_local! {
        /// Number of compared letters.
        pub(super) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    const LOOSE: Strictness = Strictness { whole_words: false, match_case: false };
    const WORDS: Strictness = Strictness { whole_words: true, match_case: false };
    const CASE: Strictness = Strictness { whole_words: false, match_case: true };

    /// An independent implementation of the folding.
    fn plain(text: &[char], match_case: bool) -> String {
        let mut seen = String::new();
        for c in text.iter().filter(|c| !is_invisible(**c)) {
            match ligature(*c) {
                Some(letters) => seen.push_str(letters),
                None => seen.push(*c),
            }
        }
        let text: String = seen.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
        let text: String = text.replace(['\u{a0}', '\u{3000}', '\t'], " ").chars().map(half_width).collect();
        if match_case {
            return text.nfd().collect();
        }
        text.replace(['İ', 'ı'], "i").replace(['ß', 'ẞ'], "ss").to_lowercase().replace('ς', "σ").nfd().collect()
    }

    fn slowly(text: &str, term: &str, how: Strictness) -> Vec<CharRange> {
        let text: Vec<char> = text.chars().collect();
        let unseen = |c: char| c.is_whitespace() || is_invisible(c);
        let wanted = plain(&term.trim_matches(unseen).chars().collect::<Vec<_>>(), how.match_case);
        let (mut found, mut start) = (vec![], 0);
        while start < text.len() && !wanted.is_empty() {
            let end = (start + 1..=text.len()).find(|&end| {
                let before = |at: usize| text[..at].iter().rev().find(|c| !is_invisible(**c));
                let after = |at: usize| text[at..].iter().find(|c| !is_invisible(**c));
                let split = |at: usize| !before(at).zip(after(at)).is_some_and(|(a, b)| joined(*a, *b));
                !is_invisible(text[start])
                    && plain(&text[start..end], how.match_case) == wanted
                    && (!how.whole_words || (split(start) && split(end)))
            });
            found.extend(end.map(|end| CharRange::new(start as u32, end as u32)));
            start = end.unwrap_or(start + 1);
        }
        found
    }

    #[test]
    fn the_finder_agrees_with_a_naive_search() {
        let mut rng = fastrand::Rng::with_seed(11);
        let pool = [
            "a",
            "A",
            "s",
            "S",
            "ß",
            "ẞ",
            "İ",
            "i",
            "I",
            "ı",
            "中",
            "没",
            "😀",
            "👩‍👩‍👧",
            "e\u{301}",
            "É",
            "é",
            "'",
            "’",
            " ",
            "\u{a0}",
            "\n",
            ".",
            "Σ",
            "ς",
            "Ω",
            "ﬁ",
            "Ǆ",
            "_",
            "7",
            "f",
            "ﬃ",
            "ａ",
            "，",
            "\u{ad}",
            "\u{200b}",
            "e",
            "\u{301}",
        ];
        let mut hits = 0;
        for round in 0..800 {
            let mut draw =
                |most: usize| -> String { (0..rng.usize(0..=most)).map(|_| *rng.choice(&pool).unwrap()).collect() };
            let (text, term) = (draw(24), draw(2));
            for how in [LOOSE, WORDS, CASE, Strictness { whole_words: true, match_case: true }] {
                let found = find(&text, &term, how);
                assert_eq!(found, slowly(&text, &term, how), "round {round}: {term:?} in {text:?} {how:?}");
                hits += found.len();
            }
        }
        assert!(hits > 300, "{hits} is too few to say anything");
    }

    #[test]
    fn positions_refer_to_the_unfolded_text() {
        type Case = (&'static str, &'static str, Strictness, &'static [(u32, u32)]);
        let cases: [Case; 22] = [
            ("我们没有钱，真的没有。", "没有", LOOSE, &[(2, 4), (8, 10)]),
            ("😀😀 Money, money", "money", LOOSE, &[(3, 8), (10, 15)]),
            ("İİ İstanbul", "istanbul", LOOSE, &[(3, 11)]),
            ("istanbul", "İSTANBUL", LOOSE, &[(0, 8)]),
            ("die Straße, die STRASSE", "straße", LOOSE, &[(4, 10), (16, 23)]),
            ("Straße", "stras", LOOSE, &[]),
            ("I don’t know", "don't", LOOSE, &[(2, 7)]),
            ("Art, party, art", "art", WORDS, &[(0, 3), (12, 15)]),
            ("我没有钱", "没有", WORDS, &[(1, 3)]),
            ("l'homme", "homme", WORDS, &[(2, 7)]),
            ("Poor poor", "poor", CASE, &[(5, 9)]),
            ("aaaa", "aa", LOOSE, &[(0, 2), (2, 4)]),
            ("ΟΔΟΣ", "οδος", LOOSE, &[(0, 4)]),
            ("two words", "  two\u{a0}words ", LOOSE, &[(0, 9)]),
            ("Bu\u{ad}ro und Büro", "büro", LOOSE, &[(10, 14)]),
            ("Bü\u{ad}ro, Bu\u{308}ro", "BÜRO", WORDS, &[(0, 5), (7, 12)]),
            ("o\u{fb03}ce", "office", CASE, &[(0, 4)]),
            ("o\u{fb03}ce", "of", LOOSE, &[]),
            ("Büro\u{ad}kraft", "büro", WORDS, &[]),
            ("他说：“２０～３０元，ＡＢ。”", "20~30", LOOSE, &[(4, 9)]),
            ("20元,好。", "２０元，", LOOSE, &[(0, 4)]),
            ("ＡＢ ab", "ab", CASE, &[(3, 5)]),
        ];
        for (text, term, how, expected) in cases {
            let expected: Vec<CharRange> = expected.iter().map(|&(a, b)| CharRange::new(a, b)).collect();
            assert_eq!(find(text, term, how), expected, "{term:?} in {text:?}");
        }
        assert!(find("anything", "  ", LOOSE).is_empty());
        assert!(find("", "x", LOOSE).is_empty());
    }

    #[test]
    fn each_character_of_a_long_text_is_compared_about_once() {
        let text = "Wir hatten kein Geld, 我们没有钱。\n".repeat(4_000);
        for (term, how) in [("没有", WORDS), ("GELD", LOOSE)] {
            COMPARED.set(0);
            assert_eq!(find(&text, term, how).len(), 4_000);
            assert!(COMPARED.get() < 2 * text.chars().count(), "{} letters compared", COMPARED.get());
        }
    }
}
