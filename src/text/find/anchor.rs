//! Finds the few places of a text at which a match is possible, so that not every letter must be compared.
//!
//! Any match contains the search text's *anchor*: the letter that is found fastest. All characters that fold to it are
//! looked for by their bytes, which takes a fraction of the time of folding the text.

use super::folding::Folded;
use crate::model::hashing::HashMap;
use crate::model::names::is_invisible;
use memchr::memmem;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes that are searched at a time.
const BLOCK: usize = 1 << 14;
/// The letters of English from the most to the least frequent one.
const BY_FREQUENCY: &str = "etaoinshrdlcumwfgypbvkjxqz";
/// Letters that fold from more lead bytes than this are not looked for by these.
const MOST_LEADS: usize = 9;
/// The code points that may fold to another letter. All others beyond ASCII fold to themselves, but for Korean syllables.
const FOLDING: [Range<u32>; 5] = [0x80..0x3400, 0xa000..0xac00, 0xd7a4..0xd800, 0xe000..0x2_0000, 0x2_f800..0x2_fa20];
/// What Korean syllables fold to: too many of them share a letter.
const JAMO: Range<char> = '\u{1100}'..'\u{1200}';

/// The characters beyond ASCII that fold to a letter other than themselves, by letter.
static LOOSE: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| beyond_ascii(false));
static EXACT: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| beyond_ascii(true));

fn beyond_ascii(match_case: bool) -> HashMap<char, Vec<char>> {
    let mut found: HashMap<char, Vec<char>> = HashMap::default();
    for c in FOLDING.into_iter().flatten().filter_map(char::from_u32) {
        for &letter in Folded::of(c, match_case).letters() {
            let of_letter = found.entry(letter).or_default();
            if letter != c && of_letter.last() != Some(&c) {
                of_letter.push(c);
            }
        }
    }
    found
}

/// The letter of a search text that is looked for.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// The letters before it.
    before: Vec<char>,
    letter: char,
    match_case: bool,
    scan: Scan,
}

/// How the characters that fold to the letter are found.
#[derive(Clone, Debug)]
enum Scan {
    /// There is one such character.
    One(Box<memmem::Finder<'static>>),
    Several(Sources),
    /// There are too many: every character is a possible place.
    Every,
}

/// The characters that fold to a letter.
#[derive(Clone, Debug, Default)]
struct Sources {
    /// At most two.
    ascii: Vec<u8>,
    /// Sorted.
    beyond: Vec<char>,
    /// The first bytes of those beyond ASCII, each once.
    leads: Vec<u8>,
    /// The ASCII letters before and behind the anchor in the search text.
    neighbours: [Option<u8>; 2],
}

impl Anchor {
    /// Chooses the anchor of a search text, which is folded.
    pub fn of(wanted: &[char], match_case: bool) -> Self {
        let scans = wanted.iter().enumerate().filter_map(|(place, &letter)| {
            let scan = Scan::of(wanted, place, match_case)?;
            Some((scan.cost(letter), place, scan))
        });
        let (place, scan) =
            scans.min_by_key(|(cost, ..)| *cost).map_or((0, Scan::Every), |(_, place, scan)| (place, scan));
        let letter = wanted.get(place).copied().unwrap_or(' ');
        Self { before: wanted.get(..place).unwrap_or_default().to_vec(), letter, match_case, scan }
    }

    /// Calls `take` with the bytes at which a match may begin, from left to right, until it returns false.
    pub fn beginnings(&self, text: &str, mut take: impl FnMut(usize) -> bool) {
        let mut take_place = |at: usize| self.take_starts(text, at, &mut take);
        match &self.scan {
            Scan::One(finder) => _ = finder.find_iter(text.as_bytes()).all(take_place),
            Scan::Every => _ = text.char_indices().all(|(at, _)| take_place(at)),
            Scan::Several(sources) => {
                let mut places = Vec::new();
                let mut from = 0;
                while from < text.len() {
                    let block = from..(from + BLOCK).min(text.len());
                    from = block.end;
                    sources.places(text, block, &mut places);
                    if !places.iter().all(|&at| take_place(at)) {
                        return;
                    }
                }
            }
        }
    }

    /// Takes where a match may begin whose anchor is in the character at the byte `at`.
    fn take_starts(&self, text: &str, at: usize, take: &mut impl FnMut(usize) -> bool) -> bool {
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return true };
        let folded = Folded::of(c, self.match_case);
        let letters = folded.letters();
        // A letter that folds to two may contain the anchor twice.
        let places = (0..letters.len()).filter(|&place| letters.get(place) == Some(&self.letter));
        places.filter_map(|place| self.start(letters.get(..place)?, text, at)).all(take)
    }

    /// Returns the byte at which the letters before the anchor begin, if the last of them are `own`, the beginning of the
    /// character at the byte `at`, and the others precede it.
    fn start(&self, own: &[char], text: &str, at: usize) -> Option<usize> {
        let mut before = self.before.strip_suffix(own)?;
        if before.is_empty() {
            return Some(at);
        }
        for (byte, c) in text.get(..at)?.char_indices().rev().filter(|(_, c)| !is_invisible(*c)) {
            before = before.strip_suffix(Folded::of(c, self.match_case).letters())?;
            if before.is_empty() {
                return Some(byte);
            }
        }
        None
    }
}

impl Scan {
    /// Returns nothing if the letter at this place cannot be looked for.
    fn of(wanted: &[char], place: usize, match_case: bool) -> Option<Self> {
        let letter = *wanted.get(place)?;
        if letter == ' ' || JAMO.contains(&letter) {
            return None;
        }
        let others = if match_case { &*EXACT } else { &*LOOSE };
        let ascii = |byte: &u8| Folded::of(char::from(*byte), match_case).letters() == [letter];
        let mut beyond = others.get(&letter).cloned().unwrap_or_default();
        if !letter.is_ascii() {
            if beyond.is_empty() {
                let mut bytes = [0; 4];
                let finder = memmem::Finder::new(letter.encode_utf8(&mut bytes)).into_owned();
                return Some(Self::One(Box::new(finder)));
            }
            beyond.push(letter);
        }
        beyond.sort_unstable();
        let mut leads: Vec<u8> = beyond.iter().filter_map(|c| c.encode_utf8(&mut [0; 4]).bytes().next()).collect();
        leads.dedup();
        let ascii: Vec<u8> = (0..128).filter(ascii).collect();
        let neighbour = |at: Option<usize>| {
            let letter = at.and_then(|at| wanted.get(at)).filter(|letter| letter.is_ascii() && **letter != ' ')?;
            u8::try_from(*letter).ok()
        };
        let neighbours = [neighbour(place.checked_sub(1)), neighbour(Some(place + 1))];
        (leads.len() <= MOST_LEADS && ascii.len() <= 2).then_some(Self::Several(Sources {
            ascii,
            beyond,
            leads,
            neighbours,
        }))
    }

    /// The number of passes over the text, and how often the letter is expected.
    fn cost(&self, letter: char) -> (usize, usize) {
        let rank = BY_FREQUENCY.chars().rev().position(|frequent| frequent == letter).unwrap_or(0);
        match self {
            Self::One(_) => (1, rank),
            Self::Several(sources) => (1 + sources.leads.len().div_ceil(3), rank),
            Self::Every => (usize::MAX, rank),
        }
    }
}

impl Sources {
    /// Finds these characters in a part of the text: the bytes at which they begin, in order.
    fn places(&self, text: &str, block: Range<usize>, places: &mut Vec<usize>) {
        places.clear();
        let bytes = text.as_bytes();
        let Some(part) = bytes.get(block.clone()) else { return };
        let is_near = |at: &usize| {
            // Whatever is not ASCII may fold to the wanted letter, or be invisible.
            let fits = |wanted: Option<u8>, at: Option<usize>| {
                let found = at.and_then(|at| bytes.get(at)).copied();
                wanted.zip(found).is_none_or(|(wanted, found)| found >= 128 || found.eq_ignore_ascii_case(&wanted))
            };
            let [before, behind] = self.neighbours;
            fits(before, at.checked_sub(1)) && fits(behind, Some(at + 1))
        };
        let within = |at: usize| block.start + at;
        match self.ascii.as_slice() {
            [] => {}
            &[one] => places.extend(memchr::memchr_iter(one, part).map(within).filter(is_near)),
            &[one, other, ..] => places.extend(memchr::memchr2_iter(one, other, part).map(within).filter(is_near)),
        }
        if self.leads.is_empty() || part.is_ascii() {
            return;
        }
        let in_order = places.len();
        let is_source = |at: &usize| {
            let found = text.get(*at..).and_then(|rest| rest.chars().next());
            found.is_some_and(|c| self.beyond.binary_search(&c).is_ok())
        };
        for leads in self.leads.chunks(3) {
            let &[one, ..] = leads else { continue };
            let (two, three) = (leads.get(1).copied().unwrap_or(one), leads.get(2).copied().unwrap_or(one));
            places.extend(memchr::memchr3_iter(one, two, three, part).map(within).filter(is_source));
        }
        if places.len() > in_order {
            places.sort_unstable();
        }
    }
}
