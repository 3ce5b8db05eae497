//! How a program counts positions in a text.

use crate::text::is_normal;
use crate::tr;
use serde::{Deserialize, Serialize};

/// The unit of positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offsets {
    /// Unicode code points, as in the standard.
    #[default]
    CodePoints,
    /// UTF-16 units: a character beyond the basic plane, such as an emoji, counts as two.
    Utf16,
}

impl Offsets {
    pub const ALL: [Self; 2] = [Self::CodePoints, Self::Utf16];

    /// A plural noun.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CodePoints => tr!("units of positions" => "characters"),
            Self::Utf16 => tr!("units of positions" => "UTF-16 units"),
        }
    }
}

/// A way of counting positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    pub offsets: Offsets,
    /// CR LF counts as one position instead of two.
    pub one_line_end: bool,
}

impl std::fmt::Display for Units {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let units = self.offsets.name();
        f.write_str(&match self.one_line_end {
            true => tr!("{units}, with a Windows line end as one", units),
            false => units.to_owned(),
        })
    }
}

impl Units {
    pub(super) const ALL: [Self; 4] = [
        Self { offsets: Offsets::CodePoints, one_line_end: false },
        Self { offsets: Offsets::Utf16, one_line_end: false },
        Self { offsets: Offsets::CodePoints, one_line_end: true },
        Self { offsets: Offsets::Utf16, one_line_end: true },
    ];

    /// How a program counts, as far as known.
    #[must_use]
    pub fn of(origin: &str) -> Self {
        let origin = origin.to_lowercase();
        let offsets = if origin.contains("nvivo") { Offsets::Utf16 } else { Offsets::CodePoints };
        Self { offsets, one_line_end: origin.contains("atlas") }
    }

    /// True for programs that were tested: their positions are not in doubt.
    #[must_use]
    pub fn are_known_of(origin: &str) -> bool {
        let origin = origin.to_lowercase();
        origin.contains("nvivo") || origin.starts_with("qc ")
    }

    /// Maps each position in these units to one in the stored text, in code points; one entry more than there are
    /// positions, for the end.
    #[must_use]
    pub fn positions(self, raw: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(raw.len() + 1);
        let mut at = 0;
        let mut characters = raw.chars().peekable();
        while let Some(character) = characters.next() {
            out.push(at);
            // These are dropped when a text is stored.
            if character == '\0' || character == '\u{feff}' && at == 0 {
                continue;
            }
            let pair = character == '\r' && characters.next_if_eq(&'\n').is_some();
            if pair && !self.one_line_end || self.offsets == Offsets::Utf16 && character.len_utf16() == 2 {
                out.push(at);
            }
            at += 1;
        }
        out.push(at);
        out
    }

    /// As [`Self::positions`], for lookups; `characters` is the length of the stored text.
    #[must_use]
    pub fn places(self, raw: &str, characters: u32) -> Places {
        // In most texts, all units agree and no list is needed.
        let alike = is_normal(raw) && !(self.offsets == Offsets::Utf16 && raw.bytes().any(|byte| byte >= 0xf0));
        let map = (!alike).then(|| self.positions(raw));
        let last = map.as_ref().map_or(characters as usize, |map| map.len().saturating_sub(1));
        Places { map, last: i64::try_from(last).unwrap_or(i64::MAX) }
    }
}

/// Removes what names of passages omit: line ends, and characters that XML does not allow.
pub(super) fn plain(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || c.is_whitespace();
    let kept: String = text.chars().filter(allowed).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Converts a program's positions to those of the stored text.
pub struct Places {
    /// `None` if both are the same.
    map: Option<Vec<u32>>,
    last: i64,
}

impl Places {
    /// True if a position is within a character of two units or a line end of two characters.
    #[must_use]
    pub fn is_torn(&self, position: i64) -> bool {
        let (Some(map), Ok(at)) = (&self.map, usize::try_from(position)) else { return false };
        at > 0 && map.get(at - 1).is_some_and(|before| map.get(at) == Some(before))
    }

    /// The last position, which is the end of the text.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Converts a position; `None` outside the text.
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
    use super::{Offsets, Units};
    use crate::text::{TextIndex, normalise};

    #[test]
    fn every_position_leads_to_its_place_in_the_stored_text() {
        let raw = "a😀\r\nb";
        let count = |utf16, one_line_end| {
            let offsets = if utf16 { Offsets::Utf16 } else { Offsets::CodePoints };
            Units { offsets, one_line_end }.positions(raw)
        };
        assert_eq!(count(false, false), [0, 1, 2, 2, 3, 4]);
        assert_eq!(count(true, false), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(count(false, true), [0, 1, 2, 3, 4]);
        assert_eq!(count(true, true), [0, 1, 1, 2, 3, 4]);
        for units in Units::ALL {
            let (places, list) = (units.places(raw, 4), units.positions(raw));
            assert_eq!(places.last(), list.len() as i64 - 1);
            let converted: Vec<u32> = (0..list.len() as i64).filter_map(|at| places.at(at)).collect();
            assert_eq!((converted, places.at(-1), places.at(places.last() + 1)), (list, None, None));
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
}
