//! Locates a quote in its text: first exactly, then ignoring differences in white space and in how letters are encoded,
//! then also ignoring case and the kinds of quotation marks and dashes.
//!
//! The text is converted to a comparable form once for all quotes. A match never begins or ends within a cluster of
//! characters: `e` is not found in `é`.

use super::index::TextIndex;
use crate::model::CharRange;
use crate::model::names::{is_invisible, ligature};
use std::cell::OnceCell;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::GraphemeCursor;

/// How closely a quote matches the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Every character is the same, except white space around the quote.
    Exact,
    /// Each run of white space equals one blank. Different encodings of accented letters and ligatures are equal, and
    /// invisible characters such as soft hyphens are ignored.
    Spaces,
    /// In addition, case, kinds of quotation marks, dashes and dots, and full-width forms are ignored.
    Loose,
}

impl Likeness {
    pub const ALL: [Self; 3] = [Self::Exact, Self::Spaces, Self::Loose];
}

/// A text in which quotes are located.
pub struct QuoteFinder<'t> {
    text: &'t str,
    index: TextIndex,
    spaces: OnceCell<Folded>,
    loose: OnceCell<Folded>,
}

/// Shorter beginnings occur in many texts and are not reported as the nearest match.
const TELLING: usize = 12;

impl<'t> QuoteFinder<'t> {
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, index: TextIndex::new(text), spaces: OnceCell::new(), loose: OnceCell::new() }
    }

    /// Returns the index of the text.
    #[must_use]
    pub fn index(&self) -> &TextIndex {
        &self.index
    }

    /// Returns up to `most` matches of a quote in the strictest form that has any; `None` if there are none. Matches
    /// are ranges of the text, from left to right, and do not overlap.
    #[must_use]
    pub fn find(&self, quote: &str, most: usize) -> Option<(Likeness, Vec<CharRange>)> {
        Likeness::ALL.into_iter().find_map(|how| {
            let places = self.find_as(quote, how, most);
            (!places.is_empty()).then_some((how, places))
        })
    }

    /// Returns up to `most` matches in one form.
    #[must_use]
    pub fn find_as(&self, quote: &str, how: Likeness, most: usize) -> Vec<CharRange> {
        let (wanted, text) = self.forms(quote, how);
        let mut places = Vec::new();
        let mut from = 0;
        while let Some(at) = text.get(from..).filter(|_| !wanted.is_empty()).and_then(|rest| rest.find(&wanted)) {
            let (start, end) = (from + at, from + at + wanted.len());
            match self.place(how, start, end) {
                Some(place) => {
                    places.push(place);
                    from = end;
                }
                None => from = start + text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
            }
            if places.len() >= most {
                break;
            }
        }
        places
    }

    /// Finds the longest beginning of a quote in the text, for a quote that was not found. Returns its range and its
    /// length in characters of the quote; `None` if it is too short to be meaningful.
    #[must_use]
    pub fn nearest(&self, quote: &str) -> Option<(CharRange, usize)> {
        let (wanted, text) = self.forms(quote, Likeness::Loose);
        let ends: Vec<usize> = wanted.char_indices().map(|(byte, _)| byte).chain([wanted.len()]).collect();
        let stands = |chars: usize| {
            let beginning = ends.get(chars).and_then(|&end| wanted.get(..end))?;
            text.find(beginning).map(|at| (at, at + beginning.len()))
        };
        let longest = {
            let (mut found, mut not_found) = (0, ends.len());
            while not_found - found > 1 {
                let middle = usize::midpoint(found, not_found);
                if stands(middle).is_some() {
                    found = middle;
                } else {
                    not_found = middle;
                }
            }
            found
        };
        let (start, end) = stands(longest).filter(|_| longest >= TELLING)?;
        let folded = self.folded(Likeness::Loose)?;
        Some((self.range(folded.start(start)?, folded.end(end)?), longest))
    }

    /// Converts the quote and the text to a form in which bytes can be compared.
    fn forms(&self, quote: &str, how: Likeness) -> (String, &str) {
        match self.folded(how) {
            None => (quote.trim().to_owned(), self.text),
            Some(folded) => {
                let quote = quote.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
                (Folded::new(quote, how).text, &folded.text)
            }
        }
    }

    fn folded(&self, how: Likeness) -> Option<&Folded> {
        let form = match how {
            Likeness::Exact => return None,
            Likeness::Spaces => &self.spaces,
            Likeness::Loose => &self.loose,
        };
        Some(form.get_or_init(|| Folded::new(self.text, how)))
    }

    fn place(&self, how: Likeness, start: usize, end: usize) -> Option<CharRange> {
        let Some(folded) = self.folded(how) else {
            return (whole(self.text, start) && whole(self.text, end)).then(|| self.range(start, end));
        };
        // Invisible characters after the last letter may belong to its cluster.
        let mut ends = folded.end(end).into_iter().chain(folded.ends_of_dropped(end));
        let start = folded.start(start).filter(|start| whole(self.text, *start))?;
        let end = ends.find(|end| whole(self.text, *end))?;
        Some(self.range(start, end))
    }

    fn range(&self, start: usize, end: usize) -> CharRange {
        CharRange { start: self.index.char_of(self.text, start), end: self.index.char_of(self.text, end) }
    }
}

/// True if the byte offset is not within a cluster of characters.
fn whole(text: &str, byte: usize) -> bool {
    let (before, after) = (text.get(..byte), text.get(byte..));
    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
    let last = before.and_then(|text| text.chars().next_back());
    let next = after.and_then(|text| text.chars().next());
    if plain(last) && plain(next) {
        return before.is_some();
    }
    GraphemeCursor::new(byte, text.len(), true).is_boundary(text, 0).unwrap_or(false)
}

/// A text in a comparable form, with a map back to the original.
struct Folded {
    text: String,
    /// The parts in which the form differs by more than letters of the same length, in order.
    units: Vec<Unit>,
}

/// A part of the text that was converted as a whole. `folded` is 0 if it was dropped.
struct Unit {
    folded_start: usize,
    folded: usize,
    original_start: usize,
    original: usize,
}

impl Unit {
    /// Converts an offset in the form, at or after the end of this unit, to an offset in the text.
    fn original_offset(&self, byte: usize) -> Option<usize> {
        byte.checked_sub(self.folded_start + self.folded).map(|distance| self.original_start + self.original + distance)
    }
}

impl Folded {
    fn new(original: &str, how: Likeness) -> Self {
        #[cfg(test)]
        tests::FOLDED.set(tests::FOLDED.get() + original.len());
        let mut folded = Self { text: String::with_capacity(original.len()), units: Vec::new() };
        let mut rest = original;
        let mut letters = String::new();
        while let Some(c) = rest.chars().next() {
            let bytes = match c {
                c if c.is_whitespace() => run(rest, |next| next.is_whitespace() || is_invisible(next)),
                '.' if how == Likeness::Loose => dots(rest),
                c if is_invisible(c) => c.len_utf8(),
                c => c.len_utf8() + run(rest.get(c.len_utf8()..).unwrap_or(""), joins),
            };
            let (unit, after) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
            letters.clear();
            match c {
                c if c.is_whitespace() => letters.push(' '),
                '.' if bytes > 1 && how == Likeness::Loose => letters.push('…'),
                c if is_invisible(c) => {}
                c if bytes == c.len_utf8() && is_composed(c) => letters.push(c),
                _ => spell(unit, &mut letters),
            }
            folded.push(original.len() - rest.len(), unit, &letters, how);
            rest = after;
        }
        folded
    }

    fn push(&mut self, original_start: usize, unit: &str, letters: &str, how: Likeness) {
        let folded_start = self.text.len();
        match how {
            Likeness::Loose => self.text.extend(letters.chars().map(loosely)),
            _ => self.text.push_str(letters),
        }
        let (folded, original) = (self.text.len() - folded_start, unit.len());
        let is_single = |text: &str| text.chars().nth(1).is_none();
        if folded != original || !is_single(unit) || !is_single(letters) {
            self.units.push(Unit { folded_start, folded, original_start, original });
        }
    }

    /// Returns the start in the text of the character that starts at `byte`; `None` within a unit.
    fn start(&self, byte: usize) -> Option<usize> {
        let before = self.units.partition_point(|unit| unit.folded_start <= byte);
        match before.checked_sub(1).and_then(|last| self.units.get(last)) {
            Some(unit) if unit.folded_start == byte && unit.folded > 0 => Some(unit.original_start),
            Some(unit) => unit.original_offset(byte),
            None => Some(byte),
        }
    }

    /// Returns the end in the text of the character that ends at `byte`; `None` within a unit.
    fn end(&self, byte: usize) -> Option<usize> {
        let before = self.units.partition_point(|unit| unit.folded_start < byte);
        match before.checked_sub(1).and_then(|last| self.units.get(last)) {
            Some(unit) => unit.original_offset(byte),
            None => Some(byte),
        }
    }

    /// Returns the ends in the text of characters dropped after the character that ends at `byte`.
    fn ends_of_dropped(&self, byte: usize) -> impl Iterator<Item = usize> {
        let from = self.units.partition_point(|unit| unit.folded_start < byte);
        let dropped =
            self.units.iter().skip(from).take_while(move |unit| unit.folded_start == byte && unit.folded == 0);
        dropped.map(|unit| unit.original_start + unit.original)
    }
}

/// Returns the number of leading bytes whose characters satisfy `holds`.
fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !holds(c)).unwrap_or(text.len())
}

/// Returns the number of leading bytes that are dots, or invisible characters between them.
fn dots(text: &str) -> usize {
    let run = text.get(..run(text, |c| c == '.' || is_invisible(c))).unwrap_or("");
    run.rfind('.').map_or(0, |last| last + 1)
}

/// True for a character that may combine with the one before.
fn joins(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

/// True for a character that needs no normalisation.
fn is_composed(c: char) -> bool {
    c.is_ascii() || ligature(c).is_none() && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// Appends a character with its marks in composed form, and ligatures as their letters.
fn spell(unit: &str, letters: &mut String) {
    let mut apart = String::with_capacity(unit.len());
    for c in unit.chars() {
        match ligature(c) {
            Some(letters) => apart.push_str(letters),
            None => apart.push(c),
        }
    }
    letters.extend(apart.nfc());
}

/// Maps equivalent characters to one of them; always one to one.
fn loosely(c: char) -> char {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' | '‹' | '›' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '「' | '」' | '『' | '』' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '⋯' => '…',
        'ς' => 'σ',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    thread_local! {
        /// Number of bytes converted to a comparable form.
        pub(super) static FOLDED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    /// An independent implementation of the comparable form.
    fn plain(text: &str, how: Likeness) -> String {
        if how == Likeness::Exact {
            return text.to_owned();
        }
        let mut spelt = String::new();
        for c in text.chars() {
            match ligature(c) {
                Some(letters) => spelt.push_str(letters),
                None => spelt.push(c),
            }
        }
        let text: String = spelt.nfc().filter(|c| !is_invisible(*c)).collect();
        let spaced = |text: &str| {
            let mut out = String::new();
            for c in text.chars() {
                if !c.is_whitespace() {
                    out.push(c);
                } else if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            out
        };
        let text = spaced(&text);
        if how == Likeness::Spaces {
            return text;
        }
        let mut text = text.replace(['“', '”', '«', '»'], "\"").replace(['’', '‘'], "'").replace(['–', '—'], "-");
        text = text.replace('Ａ', "a");
        while let Some(at) = text.find("..") {
            let run = text[at..].chars().take_while(|c| *c == '.').count();
            text.replace_range(at..at + run, "…");
        }
        text.chars()
            .map(|c| if c == 'İ' { c.to_string() } else { c.to_lowercase().to_string() })
            .collect::<String>()
            .replace('ς', "σ")
    }

    fn slowly(text: &str, quote: &str, how: Likeness) -> Vec<CharRange> {
        let chars: Vec<char> = text.chars().collect();
        let mut borders: Vec<usize> = text.grapheme_indices(true).map(|(b, _)| text[..b].chars().count()).collect();
        borders.push(chars.len());
        let in_dots = |at: usize| {
            let dot = |c: Option<&char>| c == Some(&'.');
            let before = chars[..at].iter().rev().find(|c| !is_invisible(**c));
            how == Likeness::Loose && dot(before) && dot(chars[at..].iter().find(|c| !is_invisible(**c)))
        };
        let unseen = |c: char| how != Likeness::Exact && is_invisible(c);
        let wanted = plain(quote.trim_matches(|c: char| c.is_whitespace() || unseen(c)), how);
        let (mut found, mut start) = (vec![], 0);
        while start < chars.len() && !wanted.is_empty() {
            let end = (start + 1..=chars.len()).find(|&end| {
                let slice: String = chars[start..end].iter().collect();
                let edges = !chars[start].is_whitespace() && !unseen(chars[start]) && !chars[end - 1].is_whitespace();
                let cut = [start, end].iter().any(|at| !borders.contains(at) || in_dots(*at));
                edges && !cut && plain(&slice, how) == wanted
            });
            found.extend(end.map(|end| CharRange::new(start as u32, end as u32)));
            start = end.unwrap_or(start + 1);
        }
        found
    }

    #[test]
    fn the_finder_agrees_with_a_naive_search() {
        let mut rng = fastrand::Rng::with_seed(31);
        let pool = [
            "a",
            "A",
            "Ａ",
            "b",
            " ",
            "  ",
            "\n",
            "\u{a0}",
            "\t",
            "中",
            "没有",
            "。",
            "😀",
            "👩‍👩‍👧",
            "🇩🇪",
            "e\u{301}",
            "e",
            "é",
            "É",
            ".",
            "..",
            "...",
            "…",
            "’",
            "'",
            "“",
            "\"",
            "–",
            "-",
            "Σ",
            "ς",
            "İ",
            "ß",
            "\u{301}",
            "𠮷",
            "\u{ad}",
            "\u{200b}",
            "\u{200d}",
            "\u{feff}",
            "ﬁ",
            "ﬃ",
            "f",
            "i",
            "u\u{308}",
            "ü",
            "\u{212b}",
            "Å",
            "\u{1100}\u{1161}",
            "가",
        ];
        let mut hits = [0; 3];
        for round in 0..6_000 {
            let mut draw =
                |most: usize| -> String { (0..rng.usize(0..=most)).map(|_| *rng.choice(&pool).unwrap()).collect() };
            let (text, quote) = (draw(22), draw(3));
            let finder = QuoteFinder::new(&text);
            for (how, hits) in Likeness::ALL.into_iter().zip(&mut hits) {
                let found = finder.find_as(&quote, how, usize::MAX);
                assert_eq!(found, slowly(&text, &quote, how), "round {round}: {quote:?} in {text:?} {how:?}");
                *hits += found.len();
            }
        }
        assert!(hits.iter().all(|hits| *hits > 300), "{hits:?} is too few to say anything");
    }

    #[test]
    fn the_strictest_matching_form_counts() {
        let text = "M: Why?\nP:  I don’t know – the “screen”\u{a0}was\nblank...  我没有钱，真的。\nP: i don't know.";
        let finder = QuoteFinder::new(text);
        for (quote, how, places) in [
            (" Why? ", Likeness::Exact, vec!["Why?"]),
            ("I don’t know", Likeness::Exact, vec!["I don’t know"]),
            ("screen” was blank", Likeness::Spaces, vec!["screen”\u{a0}was\nblank"]),
            ("P: I don’t", Likeness::Spaces, vec!["P:  I don’t"]),
            ("I DON'T KNOW", Likeness::Loose, vec!["I don’t know", "i don't know"]),
            ("the \"screen\" was blank… 我没有钱", Likeness::Loose, vec!["the “screen”\u{a0}was\nblank...  我没有钱"]),
            ("没有钱，真的", Likeness::Exact, vec!["没有钱，真的"]),
        ] {
            let (found, ranges) = finder.find(quote, 9).unwrap_or_else(|| panic!("{quote}"));
            let slices: Vec<&str> = ranges.iter().map(|range| finder.index.slice(text, *range)).collect();
            assert_eq!((found, slices), (how, places), "{quote}");
        }
        for (text, quote) in [
            ("Die Bu\u{ad}ro\u{ad}kraft.", "Buro\u{ad}kraft"),
            ("Wir hatten Lo\u{308}hne.", "Löhne"),
            ("Wir hatten Löhne.", "Lo\u{308}hne"),
            ("the o\u{fb03}ce", "office"),
            ("zero\u{200b}width", "zerowidth"),
            ("plain office", "o\u{fb03}ce"),
            ("a word\u{2060} joiner", "word joiner"),
            ("می\u{200c}خواهم", "میخواهم"),
        ] {
            let finder = QuoteFinder::new(text);
            let (how, places) = finder.find(quote, 9).unwrap_or_else(|| panic!("{quote}"));
            assert_eq!((how, places.len()), (Likeness::Spaces, 1), "{quote}");
            assert_eq!(plain(finder.index.slice(text, places[0]), how), plain(quote, how));
        }
        assert_eq!(QuoteFinder::new("o\u{fb03}ce").find("of", 9), None);
        assert_eq!(finder.find("", 9), None);
        assert_eq!(finder.find(" \n ", 9), None);
        assert_eq!(finder.find("nothing of this", 9), None);
        assert_eq!(QuoteFinder::new("cafe\u{301}").find("cafe", 9), None);
        assert_eq!(QuoteFinder::new("aaaa").find_as("a", Likeness::Exact, 2).len(), 2);
    }

    #[test]
    fn the_nearest_miss_is_the_longest_matching_beginning() {
        let text = "We came back because the factory was closed in spring.";
        let finder = QuoteFinder::new(text);
        let (range, characters) = finder.nearest("we came  back because the factory was shut").unwrap();
        assert_eq!(finder.index.slice(text, range), "We came back because the factory was ");
        assert_eq!(characters, 37);
        assert_eq!(finder.nearest("We left"), None);
    }

    #[test]
    fn a_text_is_brought_into_its_form_once_for_all_quotes() {
        let text: String = (0..15_000).map(|i| format!("Turn {i}:  wir hatten\nkein Geld, 我们没有钱。\n")).collect();
        let finder = QuoteFinder::new(&text);
        FOLDED.set(0);
        for i in 0..100 {
            let quote = format!("turn {}: WIR hatten kein Geld", i * 100);
            assert_eq!(finder.find(&quote, 2).map(|(how, places)| (how, places.len())), Some((Likeness::Loose, 1)));
        }
        // The text in two forms, and the quotes.
        assert!(FOLDED.get() < 2 * text.len() + 100 * 100, "{} bytes of {}", FOLDED.get(), text.len());
    }
}
