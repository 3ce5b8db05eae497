//! How a program counts positions in a text, and which way fits a file best.

use crate::model::CharRange;
use crate::text::{TextIndex, is_normal};

/// A way to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In units of UTF-16 and not in code points: a character beyond the basic plane is two.
    pub utf16: bool,
    /// CR LF is one position and not two.
    pub one_line_end: bool,
}

impl Units {
    const ALL: [Self; 4] = [
        Self { utf16: false, one_line_end: false },
        Self { utf16: true, one_line_end: false },
        Self { utf16: false, one_line_end: true },
        Self { utf16: true, one_line_end: true },
    ];

    /// What is known of the program that wrote a file.
    #[must_use]
    pub fn of(origin: &str) -> Self {
        let origin = origin.to_lowercase();
        Self { utf16: origin.contains("nvivo"), one_line_end: origin.contains("atlas") }
    }

    /// For each position as it is counted the position in the text as it is stored, in code points; one more than there
    /// are positions.
    #[must_use]
    pub fn positions(self, raw: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(raw.len() + 1);
        let mut at = 0;
        let mut characters = raw.chars().peekable();
        while let Some(character) = characters.next() {
            out.push(at);
            // Dropped when a text is stored.
            if character == '\0' || character == '\u{feff}' && at == 0 {
                continue;
            }
            let pair = character == '\r' && characters.next_if_eq(&'\n').is_some();
            if pair && !self.one_line_end || self.utf16 && character.len_utf16() == 2 {
                out.push(at);
            }
            at += 1;
        }
        out.push(at);
        out
    }

    /// The same for looking up; `characters` is the length of the stored text.
    #[must_use]
    pub fn places(self, raw: &str, characters: u32) -> Places {
        // Most texts are counted alike by everybody, and need no list.
        let alike = is_normal(raw) && !(self.utf16 && raw.bytes().any(|byte| byte >= 0xf0));
        let map = (!alike).then(|| self.positions(raw));
        let last = map.as_ref().map_or(characters as usize, |map| map.len().saturating_sub(1));
        Places { map, last: i64::try_from(last).unwrap_or(i64::MAX) }
    }

    /// The way in which most passages have the words that stand beside them. `passages` are positions as counted with the
    /// words, which may be cut off with `…`; a few words are enough. The believed way wins a draw.
    #[must_use]
    pub fn best(believed: Self, raw: &str, stored: &str, index: &TextIndex, passages: &[(i64, i64, &str)]) -> Self {
        let fits = |units: Self| {
            let places = units.places(raw, index.char_count());
            let same = |&&(start, end, words): &&(i64, i64, &str)| {
                let range = places.at(start).zip(places.at(end)).map(|(from, to)| CharRange::new(from, to));
                let Some(found) = range.map(|range| index.slice(stored, range)) else { return false };
                let cut = words.strip_suffix('…');
                match cut {
                    _ if found == words => true,
                    Some(begin) => found.starts_with(begin) || plain(found).starts_with(&plain(begin)),
                    None => plain(found) == plain(words),
                }
            };
            passages.iter().filter(same).count()
        };
        let mut best = (fits(believed), believed);
        let alike = is_normal(raw) && !raw.bytes().any(|byte| byte >= 0xf0);
        if best.0 == passages.len() || alike {
            return believed;
        }
        for units in Self::ALL {
            let count = fits(units);
            if count > best.0 {
                best = (count, units);
            }
        }
        best.1
    }

    /// In words, for a report.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match (self.utf16, self.one_line_end) {
            (false, false) => "code points",
            (true, false) => "UTF-16 units",
            (false, true) => "code points, a line end of two characters as one",
            (true, true) => "UTF-16 units, a line end of two characters as one",
        }
    }
}

/// Words without what names of passages drop: line ends, and characters that XML does not know.
fn plain(text: &str) -> String {
    let own = |c: &char| !c.is_control() || c.is_whitespace();
    let known: String = text.chars().filter(own).collect();
    known.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// From positions as a program counts them to those of the stored text.
pub struct Places {
    /// None where both are the same.
    map: Option<Vec<u32>>,
    last: i64,
}

impl Places {
    /// The last position, which is the end of the text.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last
    }

    /// `None` outside the text.
    #[must_use]
    pub fn at(&self, position: i64) -> Option<u32> {
        if position > self.last {
            return None;
        }
        match &self.map {
            Some(map) => map.get(usize::try_from(position).ok()?).copied(),
            None => u32::try_from(position).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Units;
    use crate::text::{TextIndex, normalise};

    #[test]
    fn every_position_leads_to_its_place_in_the_stored_text() {
        let raw = "a😀\r\nb";
        let count = |utf16, one_line_end| Units { utf16, one_line_end }.positions(raw);
        assert_eq!(count(false, false), [0, 1, 2, 2, 3, 4]);
        assert_eq!(count(true, false), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(count(false, true), [0, 1, 2, 3, 4]);
        assert_eq!(count(true, true), [0, 1, 1, 2, 3, 4]);
        for units in Units::ALL {
            let (places, list) = (units.places(raw, 4), units.positions(raw));
            assert_eq!(places.last(), list.len() as i64 - 1);
            let all: Vec<u32> = (0..list.len() as i64).filter_map(|at| places.at(at)).collect();
            assert_eq!((all, places.at(-1), places.at(places.last() + 1)), (list, None, None));
        }
    }

    #[test]
    fn what_is_not_stored_takes_positions_and_no_place() {
        for raw in ["\u{feff}\u{feff}a", "\0\u{feff}a\0b", "a\u{feff}b", "\u{feff}"] {
            let stored = normalise(raw).text;
            let index = TextIndex::new(&stored);
            let places = Units::default().places(raw, index.char_count());
            assert_eq!(places.last(), raw.chars().count() as i64, "{raw:?}");
            for (at, c) in raw.chars().enumerate().filter(|(_, c)| c.is_alphabetic()) {
                let place = places.at(at as i64).unwrap();
                assert_eq!(stored.chars().nth(place as usize), Some(c), "{raw:?}");
            }
        }
    }

    #[test]
    fn the_way_that_fits_the_words_is_found() {
        let (raw, stored) = ("😀 one two\r\nthree four", "😀 one two\nthree four");
        let code_points = [(2, 5, "one"), (11, 16, "three")];
        let utf16 = [(3, 6, "one"), (12, 17, "three")];
        let one = [(2, 5, "one"), (10, 15, "three"), (0, 9, "😀 one…")];
        let best = |passages: &[(i64, i64, &str)]| {
            Units::best(Units::default(), raw, stored, &TextIndex::new(stored), passages)
        };
        assert_eq!(best(&code_points), Units::default());
        assert_eq!(best(&utf16), Units { utf16: true, one_line_end: false });
        assert_eq!(best(&one), Units { utf16: false, one_line_end: true });
        assert_eq!(best(&[]), Units::default());
    }
}
