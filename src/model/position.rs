//! Positions are counts of Unicode code points into a document's text; ranges are half-open, start <= end.
//!
//! Bytes and UTF-16 units are used only inside [`crate::text`] and where [`crate::interchange`] reads and writes files.

use serde::{Deserialize, Serialize};

/// A number of code points from the start of a document's text: in "你好!" the position of `!` is 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CharPos(pub u32);

/// A half-open range of code points. `CharRange::new(2, 4)` of "我没有钱" is "有钱".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CharRange {
    pub start: CharPos,
    pub end: CharPos,
}

impl CharRange {
    /// Creates the range between two positions given in either order.
    #[must_use]
    pub fn new(a: u32, b: u32) -> Self {
        Self { start: CharPos(a.min(b)), end: CharPos(a.max(b)) }
    }

    #[must_use]
    pub fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when `position` is at or after the start and before the end.
    #[must_use]
    pub fn contains(self, position: CharPos) -> bool {
        self.start <= position && position < self.end
    }

    /// True when `other` lies within this range; a range encloses itself.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the part shared with `other`; `None` when they share no character.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

impl std::fmt::Display for CharRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start.0, self.end.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{CharPos, CharRange};

    #[test]
    fn a_range_is_half_open() {
        let range = CharRange::new(4, 2);
        assert_eq!((range.start, range.end, range.len()), (CharPos(2), CharPos(4), 2));
        assert!(range.contains(CharPos(2)) && range.contains(CharPos(3)) && !range.contains(CharPos(4)));
        assert_eq!(range.intersection(CharRange::new(4, 9)), None);
        assert_eq!(range.intersection(CharRange::new(3, 9)), Some(CharRange::new(3, 4)));
        assert!(range.encloses(range) && !range.encloses(CharRange::new(1, 3)));
    }
}
