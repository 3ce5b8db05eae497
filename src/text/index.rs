//! Finds paragraphs, and converts between character positions and byte offsets in about constant time.
//!
//! The index does not own the text; calls that need it take it as an argument. With any text but the indexed one the
//! results are meaningless, but nothing panics.

use crate::model::{CharPos, CharRange};

/// Characters between two stored byte offsets, and so the most that a look-up scans.
const STEP: u32 = 128;

/// One line of the text, without the `\n` that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub chars: CharRange,
    /// Half-open, in bytes.
    pub byte_start: usize,
    pub byte_end: usize,
}

/// The start of every paragraph, and the byte offset of every 128th character.
///
/// ```
/// use pullquote::{model::CharRange, text::TextIndex};
/// let text = "问：为什么？\n答：没有钱。";
/// let index = TextIndex::new(text);
/// assert_eq!(index.slice(text, CharRange::new(9, 12)), "没有钱");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextIndex {
    chars: u32,
    bytes: usize,
    /// Byte offsets of characters 0, 128, 256 …
    checkpoints: Vec<usize>,
    paragraphs: Vec<Paragraph>,
}

impl TextIndex {
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut checkpoints = Vec::with_capacity(text.len() / STEP as usize + 1);
        let mut paragraphs = Vec::new();
        let (mut chars, mut start, mut byte_start) = (0_u32, 0_u32, 0_usize);
        for (byte, c) in text.char_indices() {
            if chars.is_multiple_of(STEP) {
                checkpoints.push(byte);
            }
            if c == '\n' {
                paragraphs.push(Paragraph { chars: CharRange::new(start, chars), byte_start, byte_end: byte });
                (start, byte_start) = (chars + 1, byte + 1);
            }
            chars += 1;
        }
        paragraphs.push(Paragraph { chars: CharRange::new(start, chars), byte_start, byte_end: text.len() });
        if checkpoints.is_empty() {
            checkpoints.push(0);
        }
        Self { chars, bytes: text.len(), checkpoints, paragraphs }
    }

    /// Number of code points, which is also the last valid position.
    #[must_use]
    pub fn char_count(&self) -> u32 {
        self.chars
    }

    /// Returns all paragraphs; an empty text has one.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Returns the index of the paragraph with `position`. A `\n` belongs to the paragraph that it ends; positions past
    /// the end belong to the last paragraph.
    #[must_use]
    pub fn paragraph_at(&self, position: CharPos) -> usize {
        self.paragraphs.partition_point(|p| p.chars.start <= position).saturating_sub(1)
    }

    /// Returns the byte offset of a position; past the end, the length of the text.
    #[must_use]
    pub fn byte_of(&self, text: &str, position: CharPos) -> usize {
        #[cfg(test)]
        tests::count_walk(position.0 % STEP);
        if position.0 >= self.chars {
            return self.bytes.min(text.len());
        }
        let from = self.checkpoints.get((position.0 / STEP) as usize).copied().unwrap_or(self.bytes);
        let rest = text.get(from..).unwrap_or("");
        let within = (position.0 % STEP) as usize;
        from + rest.char_indices().nth(within).map_or(rest.len(), |(byte, _)| byte)
    }

    /// Returns the position of a byte offset; inside a character, the position of that character.
    #[must_use]
    pub fn char_of(&self, text: &str, byte: usize) -> CharPos {
        if byte >= self.bytes {
            return CharPos(self.chars);
        }
        let step = self.checkpoints.partition_point(|&b| b <= byte).saturating_sub(1);
        let from = self.checkpoints.get(step).copied().unwrap_or(0);
        let rest = text.get(from..).unwrap_or("");
        let within = rest.char_indices().take_while(|&(b, _)| from + b <= byte).count().saturating_sub(1);
        #[cfg(test)]
        tests::count_walk(within as u32);
        CharPos(step as u32 * STEP + within as u32)
    }

    /// Returns the part of `range` that lies within the text.
    #[must_use]
    pub fn clamp(&self, range: CharRange) -> CharRange {
        CharRange::new(range.start.0.min(self.chars), range.end.0.min(self.chars))
    }

    /// Returns the text of a range, up to the end of the text.
    #[must_use]
    pub fn slice<'t>(&self, text: &'t str, range: CharRange) -> &'t str {
        text.get(self.byte_of(text, range.start)..self.byte_of(text, range.end)).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::{STEP, TextIndex};
    use crate::model::{CharPos, CharRange};

    thread_local! {
        /// Characters that look-ups have scanned from a checkpoint.
        static WALKED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    pub(super) fn count_walk(characters: u32) {
        WALKED.set(WALKED.get() + u64::from(characters));
    }

    fn random_text(rng: &mut fastrand::Rng, length: usize) -> String {
        let pool = ["a", "é", "e\u{301}", "中", "𠮷", "👩‍👩‍👧", "\n", " ", "。", "ß"];
        (0..length).map(|_| rng.choice(pool).unwrap_or("x")).collect()
    }

    #[test]
    fn positions_and_bytes_agree_with_a_plain_count() {
        let mut rng = fastrand::Rng::with_seed(7);
        for length in [0, 1, 5, 127, 128, 129, 700] {
            let text = random_text(&mut rng, length);
            let index = TextIndex::new(&text);
            let bytes: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
            assert_eq!(index.char_count() as usize + 1, bytes.len());
            for (position, &byte) in bytes.iter().enumerate() {
                assert_eq!(index.byte_of(&text, CharPos(position as u32)), byte);
                assert_eq!(index.char_of(&text, byte), CharPos(position as u32));
            }
            for byte in 0..=text.len() {
                let plain = bytes.iter().rposition(|&b| b <= byte).unwrap_or(0);
                assert_eq!(index.char_of(&text, byte), CharPos(plain as u32), "byte {byte} of {text:?}");
            }
        }
    }

    #[test]
    fn paragraphs_are_the_lines_and_cover_the_text() {
        let mut rng = fastrand::Rng::with_seed(8);
        for length in [0, 3, 40, 400] {
            let text = random_text(&mut rng, length);
            let index = TextIndex::new(&text);
            let lines: Vec<&str> = text.split('\n').collect();
            let paragraphs: Vec<&str> = index.paragraphs().iter().map(|p| index.slice(&text, p.chars)).collect();
            assert_eq!(paragraphs, lines);
            for (i, p) in index.paragraphs().iter().enumerate() {
                assert_eq!(text.get(p.byte_start..p.byte_end), lines.get(i).copied());
                assert_eq!(index.paragraph_at(p.chars.start), i);
                assert_eq!(index.paragraph_at(p.chars.end), i, "the line end belongs to its line");
            }
        }
    }

    #[test]
    fn positions_past_the_end_are_the_end() {
        let text = "钱\n";
        let index = TextIndex::new(text);
        assert_eq!(index.byte_of(text, CharPos(99)), 4);
        assert_eq!(index.char_of(text, 99), CharPos(2));
        assert_eq!(index.slice(text, CharRange::new(1, 99)), "\n");
        assert_eq!(index.slice(text, CharRange::new(50, 99)), "");
        assert_eq!(index.paragraph_at(CharPos(99)), 1);
        assert_eq!(index.slice("", CharRange::new(0, 2)), "", "another text must not panic");
    }

    #[test]
    fn a_giant_line_is_looked_up_without_a_scan() {
        let text = "我们没有钱，".repeat(120_000);
        let index = TextIndex::new(&text);
        WALKED.set(0);
        for i in 0..10_000 {
            let position = CharPos(i * 71 % index.char_count());
            assert_eq!(index.char_of(&text, index.byte_of(&text, position)), position);
        }
        assert!(WALKED.get() < 20_000 * u64::from(STEP), "{} characters walked", WALKED.get());
    }
}
